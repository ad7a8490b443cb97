//! Slips of every kind while a site is previewed: one is one problem, and everything that can be shown is shown. A fault of mend
//! itself names the stage and the file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use mend::diag::{Diagnostic, Reported, Severity};
use mend::fault;
use mend::files::{Inputs, Outputs};
use mend::path::{OutputPath, Route};
use mend::pipeline::Pipeline;

use crate::support::{self, InMemory as _, Made};

/// A site that is previewed while its author writes.
struct Session {
    files: BTreeMap<String, Vec<u8>>,
    pipeline: Pipeline,
    shown: Option<Inputs>,
}

const ARTICLE: &str = "content/repair/a.md";
const OTHER: &str = "content/repair/b.md";

impl Session {
    fn new() -> Session {
        let mut session = Session {
            files: BTreeMap::new(),
            pipeline: Pipeline::default(),
            shown: None,
        };
        for (path, text) in [
            (
                "site.toml",
                "[exit]\nurl = \"https://www.bbc.co.uk/weather\"\n[check.rules]\nREAD-02 = \"note\"\nPRIV-01 = \"error\"\n",
            ),
            (
                "content/_index.md",
                "---\ntitle: Home\n---\n[a](repair/a.md#part) [[The first]]\n",
            ),
            (
                ARTICLE,
                "---\ntitle: The first\nsafety: [abuse]\nsummary: In short\n---\n## Part\n\nText of A with remorse.\n",
            ),
            (
                OTHER,
                "---\ntitle: The second\n---\nText of B. ![A bench](bench.svg)\n",
            ),
            ("content/help.yaml", support::HELP),
            (
                "content/terms.yaml",
                "terms:\n  - term: remorse\n    definition: Being sorry\n",
            ),
            (
                "content/paths.yaml",
                "paths:\n  - id: first\n    title: One after another\n    summary: A path\n    steps:\n      - { page: a, text: Read it }\n",
            ),
            ("content/texts.yaml", "skip_to_text: Straight to the text\n"),
            ("content/team.yaml", "- name: Jo\n"),
            (
                "content/repair/bench.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"></svg>",
            ),
        ] {
            session.write(path, text.as_bytes());
        }
        session
    }

    fn write(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(path.to_owned(), bytes.to_vec());
    }

    fn inputs(&self) -> Inputs {
        let files: Vec<(String, Vec<u8>)> = self.files.clone().into_iter().collect();
        support::inputs(&files, support::options()).expect("the settings are right")
    }

    /// Builds as the preview does.
    fn show(&mut self) -> Reported<Made> {
        let inputs = self.inputs();
        let built = self.pipeline.show(&inputs, self.shown.as_ref(), &|| false);
        let mut built = built.expect("nothing is newer");
        let shown = built.value.build.fallbacks.inputs.take();
        self.shown = Some(shown.unwrap_or(inputs));
        built
    }
}

fn page(outputs: &Outputs, path: &str) -> String {
    let output = outputs.get(&OutputPath::new(path));
    let output = output.unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8_lossy(&output.read().expect("readable")).into_owned()
}

fn errors(problems: &[Diagnostic]) -> Vec<&str> {
    let errors = problems.iter();
    let errors = errors.filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.code.id()).collect()
}

/// A slip: the file, what it holds then, and the one problem that is told.
struct Slip {
    file: &'static str,
    bytes: &'static [u8],
    code: &'static str,
    /// The page of its own that the slip spoils, if it spoils one alone.
    page: Option<&'static str>,
}

fn slips() -> Vec<Slip> {
    let article = |bytes, code| Slip {
        file: ARTICLE,
        bytes,
        code,
        page: Some("repair/a/index.html"),
    };
    let other = |file, bytes, code| Slip {
        file,
        bytes,
        code,
        page: None,
    };
    vec![
        article(b"---\ntitle: The first\ndate: May 6, 2024\n---\nNew\n", "FRONT-07"),
        article(b"---\ntitle: [The first\n---\nNew\n", "FRONT-02"),
        article(b"---\ntitle: The first\n\nNew\n", "FRONT-01"),
        article(b"---\ntitle: The first\ndraft: yep\n---\nNew\n", "FRONT-06"),
        article(b"---\ntitle: The first\nsafety: [abuze]\n---\nNew\n", "SAFE-01"),
        article(b"---\ntitle: The first\n---\nNew %% ask Ann\n", "TEXT-06"),
        article(b"---\ntitle: The first\n---\nNew \xe9\n", "TEXT-01"),
        article(
            b"---\n<<<<<<< HEAD\ntitle: The first\n=======\ntitle: Other\n>>>>>>> draft\n---\nNew\n",
            "TEXT-07",
        ),
        other("content/help.yaml", b"default: us\nregoins: []\n", "DATA-01"),
        other("content/terms.yaml", b"terms:\n  - trem: remorse\n", "DATA-01"),
        other("content/paths.yaml", b"paths: [\n", "DATA-01"),
        other("content/team.yaml", b"- name: [\n", "DATA-01"),
        other("content/texts.yaml", b"skip_to_text: [\n", "DATA-01"),
        other("content/repair/bench.svg", b"<svg <", "FILE-05"),
        other("themes/calm/templates/article.html", b"{% if %}", "THEME-01"),
        other("themes/calm/templates/article.html", b"{{ page.nothing }}", "THEME-02"),
        other("themes/calm/templates/base.html", b"<<<<<<< HEAD\nx\n", "TEXT-07"),
        other("themes/calm/texts.yaml", b"home: [\n", "DATA-01"),
        Slip {
            file: "themes/calm/templates/article.html",
            bytes: b"{% extends \"base.html\" %}{% block main %}{% if page.title == \"The first\" %}{{ page.nothing }}{% endif %}{{ content }}{% endblock %}",
            code: "THEME-02",
            page: Some("repair/a/index.html"),
        },
    ]
}

#[test]
fn a_slip_during_a_session_is_one_problem_and_hides_no_other_edit() {
    for slip in slips() {
        let name = format!("{} in {}", slip.code, slip.file);
        let mut session = Session::new();
        session.write(
            "content/repair/c.md",
            b"---\ntitle: The third\n---\nText of C.\n",
        );
        let good = session.show();
        assert_eq!(errors(&good.problems), Vec::<&str>::new(), "{name}");
        let before = session.files.get(slip.file).cloned();

        session.write(slip.file, slip.bytes);
        session.write(
            OTHER,
            b"---\ntitle: The second\n---\nB was edited. ![A bench](bench.svg)\n",
        );
        let broken = session.show();
        assert_eq!(
            errors(&broken.problems),
            [slip.code],
            "{name}: {:?}",
            broken.problems
        );
        let outputs = &broken.value.outputs;
        assert!(
            page(outputs, "repair/b/index.html").contains("B was edited."),
            "{name}"
        );
        assert!(
            page(outputs, "repair/a/index.html").contains("Text of A"),
            "{name}"
        );
        let is_own_text = slip.file == ARTICLE;
        let outdated = broken.value.fallbacks.outdated.iter();
        let outdated: Vec<&str> = outdated.map(Route::as_str).collect();
        assert_eq!(
            outdated == ["/repair/a/"],
            is_own_text,
            "{name}: {outdated:?}"
        );
        assert!(
            page(outputs, "glossary/index.html").contains("Being sorry"),
            "{name}"
        );
        assert!(
            page(outputs, "help/index.html").contains("United Kingdom"),
            "{name}"
        );
        assert!(
            page(outputs, "paths/first/index.html").contains("One after another"),
            "{name}"
        );
        assert!(
            page(outputs, "index.html").contains("Straight to the text"),
            "{name}"
        );

        // Nothing of it is left when it is mended.
        match before {
            Some(bytes) => session.write(slip.file, &bytes),
            None => drop(session.files.remove(slip.file)),
        }
        let mended = session.show();
        let clean = Pipeline::default().make(&session.inputs());
        assert_eq!(mended.problems, clean.problems, "{name}");
        assert!(mended.value.fallbacks.pages.is_empty(), "{name}");
        let bytes = |outputs: &Outputs| -> Vec<(OutputPath, Vec<u8>)> {
            let all = outputs.iter();
            all.map(|(path, output)| (path.clone(), output.read().expect("readable").to_vec()))
                .collect()
        };
        assert!(
            bytes(&mended.value.outputs) == bytes(&clean.value.outputs),
            "{name}"
        );
    }
}

#[test]
fn a_slip_from_the_start_spoils_its_own_page_and_no_other() {
    for slip in slips() {
        let name = format!("{} in {}", slip.code, slip.file);
        let mut session = Session::new();
        session.write(slip.file, slip.bytes);
        for round in ["at the start", "at the next build"] {
            let built = session.show();
            assert_eq!(
                errors(&built.problems),
                [slip.code],
                "{name} {round}: {:?}",
                built.problems
            );
            let outputs = &built.value.outputs;
            assert!(
                page(outputs, "repair/b/index.html").contains("Text of B"),
                "{name} {round}"
            );
            assert!(
                page(outputs, "repair/b/index.html").contains("data-exit"),
                "{name} {round}"
            );
            assert!(
                page(outputs, "index.html").contains("Home"),
                "{name} {round}"
            );
            let wrong = built.value.fallbacks.pages.iter();
            let wrong = wrong.filter(|(route, _)| route.as_str() != "/repair/b/");
            let wrong: Vec<String> = wrong
                .map(|(route, problems)| {
                    assert_eq!(errors(problems), [slip.code], "{name} {round}");
                    route.to_output().to_string()
                })
                .collect();
            if let Some(own) = slip.page {
                assert_eq!(wrong, [own], "{name} {round}");
                assert!(page(outputs, own).contains("data-exit"), "{name} {round}");
            }
        }
        // A strict build says the same.
        let strict = Pipeline::default().make(&session.inputs());
        assert_eq!(
            errors(&strict.problems),
            [slip.code],
            "{name}: {:?}",
            strict.problems
        );
    }
}

#[test]
fn of_two_articles_with_one_address_the_other_is_shown_beside_it() {
    let mut session = Session::new();
    session.write(
        "content/repair/z.md",
        b"---\ntitle: The third\nslug: b\n---\nText of Z. [A](a.md)\n",
    );
    let built = session.show();
    assert_eq!(errors(&built.problems), ["URL-01"], "{:?}", built.problems);
    let outputs = &built.value.outputs;
    assert!(page(outputs, "repair/b/index.html").contains("Text of B"));
    assert!(page(outputs, "repair/b-2/index.html").contains("Text of Z. <a href=\"../a/\">"));
    let [(route, problems)] = &*built.value.fallbacks.pages else {
        panic!("one page is not what it is meant to be");
    };
    assert_eq!(
        (route.as_str(), errors(problems)),
        ("/repair/b-2/", vec!["URL-01"])
    );
    let help = built.problems[0].help.as_deref().unwrap_or_default();
    assert!(
        help.ends_with("the preview shows it at /repair/b-2/"),
        "{help}"
    );
}

#[test]
fn a_fault_of_mend_in_any_stage_names_it_and_the_file_if_it_is_about_one() {
    // With one thread the stages ask in the same order each time.
    let one_by_one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_by_one = one_by_one.expect("a thread");
    let mut told = BTreeSet::new();
    for fails_at in 0.. {
        let calls = AtomicUsize::new(0);
        let asked = || {
            assert!(
                calls.fetch_add(1, Ordering::Relaxed) != fails_at,
                "injected"
            );
            false
        };
        let session = Session::new();
        let inputs = session.inputs();
        let mut pipeline = Pipeline::default();
        let build = || pipeline.show(&inputs, None, &asked);
        let built = one_by_one.install(|| fault::caught("build", None, build));
        if calls.load(Ordering::Relaxed) <= fails_at {
            break;
        }
        let problems = match built {
            Ok(built) => built.expect("nothing is newer").problems,
            Err(fault) => {
                // What the stages remember is whole, so the next build is a good one.
                let next = pipeline.make(&inputs);
                assert_eq!(errors(&next.problems), Vec::<&str>::new());
                vec![*fault]
            }
        };
        let fault = problems
            .iter()
            .find(|problem| problem.code.id() == "MEND-01");
        let fault =
            fault.unwrap_or_else(|| panic!("call {fails_at} was told nowhere: {problems:?}"));
        assert!(fault.message.ends_with("injected"), "{}", fault.message);
        let stage = fault.message.split('`').nth(1).expect("a stage");
        let has_file = fault.place.is_some();
        told.insert((stage.to_owned(), has_file));
    }
    let told: Vec<(&str, bool)> = told
        .iter()
        .map(|(stage, file)| (stage.as_str(), *file))
        .collect();
    let stages = [
        ("assets", true),
        ("data", false),
        ("documents", true),
        ("links", false),
        ("pages", false),
        ("places", false),
        ("privacy", false),
        ("privacy", true),
        ("render", false),
        ("render", true),
        ("report", false),
        ("rules", false),
        ("search", false),
        ("terms", true),
        ("texts", false),
        ("theme", false),
        ("view", false),
        ("view", true),
        ("words", true),
    ];
    assert_eq!(told, stages);
}
