//! Incremental work: what one edit costs, counted, and that the result is always that of a clean build.
//!
//! The name of each test is the promise it holds. Time is measured by the benchmarks, never here.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use mend::files::{
    Collected, Content, Discarded, Inputs, Outputs, Reader, Sink, Store, ThemeNames,
};
use mend::path::OutputPath;
use mend::pipeline::Pipeline;
use mend::report::Work;
use proptest::prelude::*;

use crate::support::{self, InMemory as _, Made};

/// A site that is edited between builds.
struct Edited {
    files: BTreeMap<String, Vec<u8>>,
    options: mend::files::Options,
    pipeline: Pipeline,
}

impl Edited {
    /// Two sections of three articles each, cross-linked and tagged, drawn by the real theme.
    fn new() -> Edited {
        let mut site = Edited {
            files: BTreeMap::new(),
            options: support::options(),
            pipeline: Pipeline::default(),
        };
        site.write("site.toml", "base_url = \"https://example.org/\"\n");
        site.write("content/audiences.yaml", support::AUDIENCES);
        site.write(
            "content/_index.md",
            "---\ntitle: Home\n---\n[a](repair/a.md)\n",
        );
        for section in ["repair", "signs"] {
            for name in ["a", "b", "c"] {
                site.write(
                    &format!("content/{section}/{name}.md"),
                    &format!("---\ntitle: Article {name} of {section}\ntags: [shared]\n---\n## First\n\nSome words here. [other](b.md)\n"),
                );
            }
        }
        site.build();
        site
    }

    fn write(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    fn change(&mut self, path: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.files[path].clone()).expect("a text");
        assert!(text.contains(from), "{path} holds `{from}`");
        self.write(path, &text.replacen(from, to, 1));
    }

    fn inputs(&self) -> Inputs {
        let files: Vec<(String, Vec<u8>)> = self
            .files
            .iter()
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        support::inputs(&files, self.options).expect("the configuration is right")
    }

    fn build(&mut self) -> Made {
        let inputs = self.inputs();
        self.pipeline.make(&inputs).value
    }

    /// Builds, checks that the bytes are those of a clean build, and gives the work it took.
    fn work(&mut self) -> Work {
        let build = self.build();
        assert_same(
            &build.outputs,
            &Pipeline::default().make(&self.inputs()).value.outputs,
        );
        build.report.work
    }
}

fn assert_same(left: &Outputs, right: &Outputs) {
    let names = |outputs: &Outputs| outputs.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(left), names(right));
    assert!(!left.is_empty(), "there is a site to compare");
    for (path, output) in left {
        assert!(
            output.fingerprint() == right[path].fingerprint(),
            "{path} differs from a clean build"
        );
    }
}

#[test]
fn saving_without_a_change_does_nothing() {
    let mut site = Edited::new();
    assert_eq!(
        site.work(),
        Work {
            parsed: 0,
            linked: false,
            rendered: 0,
            scaled: 0,
        }
    );
}

#[test]
fn editing_prose_in_one_article_parses_one_and_renders_one() {
    let mut site = Edited::new();
    site.change("content/repair/a.md", "Some words", "Other words");
    assert_eq!(
        site.work(),
        Work {
            parsed: 1,
            linked: false,
            rendered: 1,
            scaled: 0,
        }
    );
}

#[test]
fn editing_a_summary_renders_only_the_pages_that_show_it() {
    let mut site = Edited::new();
    site.write(
        "content/alone.md",
        "---\ntitle: Alone\nsummary: Before.\nunlisted: true\n---\nText.\n",
    );
    site.build();
    site.change("content/alone.md", "Before.", "After.");
    let work = site.work();
    assert_eq!(
        (work.parsed, work.rendered),
        (1, 1),
        "no list has an unlisted page"
    );
}

/// The style sheet of the default theme, by the path at which a site replaces it.
const SHEET: &str = "themes/calm/styles/1-names.css";

#[test]
fn a_line_of_css_renders_no_page_where_names_of_theme_files_are_stable() {
    let mut site = Edited::new();
    site.options.theme_names = ThemeNames::Stable;
    for (text, rendered) in [("a{}", 0), ("b{}", 0)] {
        site.build();
        site.write(SHEET, text);
        let work = site.work();
        assert_eq!((work.linked, work.rendered), (false, rendered), "{text}");
    }
    site.options.theme_names = ThemeNames::Fingerprinted;
    site.build();
    site.write(SHEET, "c{}");
    assert!(site.work().rendered > 0, "the name holds the fingerprint");
}

#[test]
fn stable_names_are_all_that_tells_a_preview_from_a_published_site() {
    let mut site = Edited::new();
    let published = site.build().outputs;
    site.options.theme_names = ThemeNames::Stable;
    let shown = site.build().outputs;
    let is_theme = |path: &&OutputPath| path.as_str().starts_with("assets/");
    let names = |outputs: &Outputs| -> Vec<String> {
        let names = outputs.keys().filter(is_theme);
        names.map(ToString::to_string).collect()
    };
    let pairs: Vec<_> = names(&published).into_iter().zip(names(&shown)).collect();
    assert!(!pairs.is_empty(), "there are files of the theme");
    assert_eq!(published.len(), shown.len());
    for ((path, one), (_, other)) in published.iter().zip(&shown) {
        let [one, other] = [one, other].map(|content| content.read().expect("readable").to_vec());
        let renamed = match path.as_str().ends_with(".html") {
            true => pairs
                .iter()
                .fold(String::from_utf8(one).expect("text"), |page, (old, new)| {
                    page.replace(old, new)
                }),
            false => String::from_utf8_lossy(&one).into_owned(),
        };
        assert_eq!(renamed, String::from_utf8_lossy(&other), "{path}");
    }
}

#[test]
fn changing_a_word_of_the_interface_parses_nothing() {
    let mut site = Edited::new();
    site.write("content/texts.yaml", "next: Onward\n");
    let work = site.work();
    assert_eq!((work.parsed, work.linked), (0, false));
    let page = &site.build().outputs[&OutputPath::new("repair/a/index.html")];
    assert!(
        String::from_utf8_lossy(&page.read().expect("readable")).contains("<span>Onward</span>")
    );
}

#[test]
fn changing_a_definition_renders_the_pages_that_use_the_term_and_the_glossary() {
    let mut site = Edited::new();
    site.write("content/signs/b.md", "No such thing.\n");
    let terms = |definition: &str| {
        format!(
            "terms:\n  - {{term: words, definition: {definition}}}\n  - {{term: home, definition: Here.}}\n"
        )
    };
    site.write("content/terms.yaml", &terms("Before."));
    site.build();
    site.write("content/terms.yaml", &terms("After."));
    let work = site.work();
    assert_eq!((work.parsed, work.linked), (0, false));
    assert_eq!(
        work.rendered, 6,
        "the five articles that say it, and the glossary"
    );
}

#[test]
fn using_a_term_for_the_first_time_renders_the_page_and_the_glossary() {
    let mut site = Edited::new();
    site.write(
        "content/terms.yaml",
        "terms:\n  - {term: lamp, definition: A light.}\n",
    );
    site.build();
    site.change("content/repair/a.md", "Some words", "Some lamp");
    let work = site.work();
    assert_eq!((work.parsed, work.linked, work.rendered), (1, false, 2));
    site.change("content/repair/a.md", "lamp here", "lamp there");
    assert_eq!(site.work().rendered, 1, "the glossary says the same");
}

#[test]
fn changing_a_step_of_a_path_renders_its_boxes_and_lists() {
    let mut site = Edited::new();
    let path = |text: &str| {
        format!(
            "paths:\n  - id: way\n    title: Way\n    summary: One.\n    steps:\n      - {{page: repair/a, text: {text}}}\n      - {{page: signs/c, text: Then.}}\n"
        )
    };
    site.write("content/paths.yaml", &path("Before."));
    site.build();
    site.write("content/paths.yaml", &path("After."));
    let work = site.work();
    assert_eq!(work.parsed, 0);
    assert_eq!(
        work.rendered, 3,
        "the home page, the list of paths and the path"
    );
}

#[test]
fn changing_a_title_renders_exactly_the_pages_that_show_it() {
    let mut site = Edited::new();
    let before = site.build().outputs;
    site.change("content/signs/c.md", "Article c of signs", "Another name");
    let build = site.build();
    let changed = build.outputs.iter().filter(|(path, output)| {
        before
            .get(*path)
            .is_none_or(|old| old.fingerprint() != output.fingerprint())
    });
    let pages = changed
        .filter(|(path, _)| path.as_str().ends_with(".html"))
        .count();
    assert_eq!(
        build.report.work.rendered, pages,
        "every page that was rendered differs from before"
    );
    assert!(build.outputs.values().any(|output| {
        String::from_utf8_lossy(&output.read().expect("readable")).contains("Another name")
    }));
}

#[test]
fn a_new_page_wakes_the_links_that_were_waiting_for_it() {
    let mut site = Edited::new();
    site.change("content/repair/a.md", "Some words", "[[later]]");
    site.build();
    site.write("content/signs/later.md", "---\ntitle: Later\n---\nText.\n");
    site.work();
    let page = site
        .build()
        .outputs
        .into_iter()
        .find(|(path, _)| path.as_str() == "repair/a/index.html")
        .expect("the page")
        .1;
    assert!(
        String::from_utf8_lossy(&page.read().expect("readable")).contains("../../signs/later/"),
        "the link leads to the new page"
    );
}

#[test]
fn the_clock_alone_publishes_a_page() {
    let mut site = Edited::new();
    site.write(
        "content/soon.md",
        "---\npublish_date: 2026-06-16\n---\nText.\n",
    );
    let before = site.build();
    assert!(
        before
            .outputs
            .keys()
            .all(|path| path.as_str() != "soon/index.html")
    );
    site.options.now = mend::date::Zone::utc()
        .parse("2026-06-16T00:00:00Z")
        .expect("a date");
    assert_eq!(site.work().parsed, 0, "no file has changed");
    assert!(
        site.build()
            .outputs
            .keys()
            .any(|path| path.as_str() == "soon/index.html")
    );
}

/// A glossary of which one term, its definition and its form differ by the number.
fn terms(n: u8) -> String {
    let form = ["words", "more", "text"][usize::from(n % 3)];
    format!(
        "terms:\n  - {{term: {form}, definition: Number {}.}}\n  - {{term: link, definition: A way.}}\n",
        n % 5
    )
}

/// One thing an author does.
#[derive(Clone, Debug)]
enum Edit {
    Prose(usize, u8),
    Title(usize, u8),
    Link(usize, usize),
    Draft(usize),
    Create(u8),
    Rename(usize, u8),
    Delete(usize),
    Template(u8),
    Config(u8),
    Break(usize),
    Term(u8),
    Path(usize, usize),
    Audience(usize, u8),
    Words(u8),
    Worksheet(u8),
}

fn edits() -> impl Strategy<Value = Edit> {
    let which = 0..64_usize;
    prop_oneof![
        4 => (which.clone(), any::<u8>()).prop_map(|(at, n)| Edit::Prose(at, n)),
        2 => (which.clone(), any::<u8>()).prop_map(|(at, n)| Edit::Title(at, n)),
        2 => (which.clone(), which.clone()).prop_map(|(at, to)| Edit::Link(at, to)),
        1 => which.clone().prop_map(Edit::Draft),
        2 => any::<u8>().prop_map(Edit::Create),
        2 => (which.clone(), any::<u8>()).prop_map(|(at, n)| Edit::Rename(at, n)),
        1 => which.clone().prop_map(Edit::Delete),
        1 => any::<u8>().prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Config),
        1 => which.clone().prop_map(Edit::Break),
        2 => any::<u8>().prop_map(Edit::Term),
        1 => (which.clone(), which.clone()).prop_map(|(at, to)| Edit::Path(at, to)),
        1 => (which, any::<u8>()).prop_map(|(at, n)| Edit::Audience(at, n)),
        1 => any::<u8>().prop_map(Edit::Words),
        1 => any::<u8>().prop_map(Edit::Worksheet),
    ]
}

impl Edited {
    fn article(&self, at: usize) -> Option<String> {
        let articles: Vec<&String> = self
            .files
            .keys()
            .filter(|path| path.ends_with(".md"))
            .collect();
        (!articles.is_empty()).then(|| articles[at % articles.len()].clone())
    }

    fn apply(&mut self, edit: &Edit) {
        let append = |site: &mut Edited, at: usize, text: String| {
            if let Some(path) = site.article(at) {
                site.files.entry(path).or_default().extend(text.bytes());
            }
        };
        match *edit {
            Edit::Prose(at, n) => append(self, at, format!("\nMore words, number {n}.\n")),
            Edit::Link(at, to) => {
                let target = self
                    .article(to)
                    .map_or(String::new(), |path| path.replace("content/", "/"));
                append(self, at, format!("\n[a link]({target})\n"));
            }
            Edit::Title(at, n) => {
                if let Some(path) = self.article(at) {
                    self.write(
                        &path,
                        &format!(
                            "---\ntitle: Title {n}\ntags: [t{}]\n---\nText of {n}.\n",
                            n % 3
                        ),
                    );
                }
            }
            Edit::Draft(at) => {
                if let Some(path) = self.article(at) {
                    self.write(&path, "---\ndraft: true\n---\nA draft.\n");
                }
            }
            Edit::Create(n) => self.write(
                &format!("content/made/{}/page-{n}.md", n % 4),
                "# Made\n\nText. [[a]]\n",
            ),
            Edit::Rename(at, n) => {
                if let Some(path) = self.article(at)
                    && let Some(bytes) = self.files.remove(&path)
                {
                    self.files
                        .insert(format!("content/moved/page-{n}.md"), bytes);
                }
            }
            Edit::Delete(at) => {
                if let Some(path) = self.article(at) {
                    self.files.remove(&path);
                }
            }
            Edit::Template(n) => self.write(
                "themes/calm/templates/redirect.html",
                &format!("<p>{n}</p>{{{{ redirect.url }}}}"),
            ),
            Edit::Config(n) => self.write(
                "site.toml",
                &format!("title = \"Site {n}\"\n[lists]\npage_size = {}\n", 2 + n % 5),
            ),
            Edit::Term(n) => self.write("content/terms.yaml", &terms(n)),
            Edit::Path(at, to) => {
                let name = |at| {
                    let path = self.article(at).unwrap_or_default();
                    path.rsplit(['/', '.'])
                        .nth(1)
                        .map(str::to_owned)
                        .unwrap_or_default()
                };
                let (first, second) = (name(at), name(to));
                self.write("content/paths.yaml", &format!("paths:\n  - id: way-{}\n    title: A way\n    summary: Two pages.\n    steps:\n      - {{page: {first:?}, text: One.}}\n      - {{page: {second:?}, text: Two.}}\n", at % 2));
            }
            Edit::Audience(at, n) => {
                if let Some(path) = self.article(at) {
                    let who = ["hurt", "broke-trust", "both"][usize::from(n % 3)];
                    self.write(
                        &path,
                        &format!("---\ntitle: For {who}\naudience: {who}\n---\nWords.\n"),
                    );
                }
            }
            Edit::Words(n) => self.write("content/texts.yaml", &format!("next: Onward {n}\n")),
            Edit::Worksheet(n) => self.write(
                &format!("content/worksheets/sheet-{}.md", n % 3),
                &format!("> [!field] Words {n}\n> lines: 2\n"),
            ),
            Edit::Break(at) => append(self, at, "\n[[nowhere]] > [!nothing]\n".to_owned()),
        }
    }
}

#[test]
fn a_build_may_be_dropped_at_any_moment_and_the_next_is_that_of_a_clean_build() {
    let mut site = Edited::new();
    for moment in 0.. {
        site.write("site.toml", &format!("title = \"Name {moment}\"\n"));
        let article = format!("---\ntitle: Article {moment}\n---\nSome words here.\n");
        site.write("content/repair/a.md", &article);
        let (inputs, asked) = (site.inputs(), AtomicUsize::new(0));
        let is_superseded = || asked.fetch_add(1, Ordering::Relaxed) >= moment;
        let dropped = site.pipeline.show(&inputs, None, &is_superseded).is_none();
        assert!(
            dropped || moment > 20,
            "each of its pages could have been dropped"
        );
        // What was given up was for other words than these.
        site.change("content/repair/a.md", "Some", "Other");
        site.work();
        if !dropped {
            return;
        }
    }
}

#[test]
fn what_a_cancelled_build_has_read_and_drawn_is_not_done_again() {
    let inputs = Edited::new().inputs();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let one_thread = one_thread.expect("a thread");
    // A build is cancelled after so many questions. Gives how many it asked, and the work that it leaves for the next one.
    let cancelled = |after: usize| {
        let asked = AtomicUsize::new(0);
        let is_cancelled = || asked.fetch_add(1, Ordering::Relaxed) >= after;
        let mut pipeline = Pipeline::default();
        pipeline.show(&inputs, None, &is_cancelled);
        let left = pipeline.make(&inputs).value.report.work;
        (asked.into_inner(), left.parsed + left.rendered)
    };
    one_thread.install(|| {
        let (whole, nothing) = cancelled(usize::MAX);
        assert_eq!(nothing, 0);
        let [(_, all), (_, most), (_, some)] = [0, whole / 3, whole / 3 * 2].map(cancelled);
        assert!(
            all > most && most > some && some > 0,
            "{all}, {most}, {some}"
        );
    });
}

/// Notes in which order files arrive, and wants some pages before others.
#[derive(Default)]
struct Waiting {
    wanted: Mutex<Vec<OutputPath>>,
    /// What is wanted as soon as the pages have begun to arrive that nobody waits for.
    later: Mutex<Vec<OutputPath>>,
    arrived: Mutex<Vec<String>>,
    outputs: Collected,
}

impl Waiting {
    fn for_pages(pages: &[&str]) -> Self {
        let wanted = pages.iter().rev().map(|page| OutputPath::new(page));
        Self {
            wanted: Mutex::new(wanted.collect()),
            ..Self::default()
        }
    }

    /// The pages, in the order in which they arrived.
    fn pages(&self) -> Vec<String> {
        let arrived = self.arrived.lock().expect("a list");
        let pages = arrived.iter().filter(|path| path.ends_with(".html"));
        pages.cloned().collect()
    }
}

impl Sink for Waiting {
    fn put(&self, path: OutputPath, content: Content) {
        let mut arrived = self.arrived.lock().expect("a list");
        arrived.push(path.to_string());
        if path.as_str().ends_with("signs/a/index.html") {
            let mut later = self.later.lock().expect("a list");
            self.wanted.lock().expect("a list").append(&mut later);
        }
        self.outputs.put(path, content);
    }

    fn wanted(&self) -> Option<OutputPath> {
        self.wanted.lock().expect("a list").pop()
    }
}

const FIRST: [&str; 2] = ["signs/c/index.html", "repair/b/index.html"];

#[test]
fn pages_that_are_waited_for_are_drawn_first_and_all_others_later() {
    let mut site = Edited::new();
    // Only the page of an article for which nobody waits shows the mistake.
    let mistake = "{% if page.title == \"Article a of signs\" %}{{ nothing.at_all }}{% endif %}";
    let footer = "themes/calm/templates/partials/footer.html";
    site.write(footer, mistake);
    let inputs = site.inputs();
    let clean = Pipeline::default().make(&inputs);
    assert!(!clean.problems.is_empty());
    let sink = Waiting::for_pages(&[FIRST[0], "no/such/page.html", FIRST[1]]);
    let built = site.pipeline.build(&inputs, &sink);
    // Two threads may take them at once, so either may be the first to arrive.
    let pages = sink.pages();
    assert!(
        FIRST
            .iter()
            .all(|first| pages[..2].iter().any(|page| page == first)),
        "{pages:?}"
    );
    assert_eq!(
        built.value.report.work.rendered, clean.value.report.work.rendered,
        "each page is drawn once"
    );
    assert_eq!(built.problems, clean.problems);
    assert_same(&sink.outputs.into_outputs(), &clean.value.outputs);
}

#[test]
fn a_page_that_is_asked_for_while_others_are_drawn_comes_next() {
    let mut site = Edited::new();
    site.write("site.toml", "title = \"Another\"\n");
    let inputs = site.inputs();
    let sink = Waiting::default();
    let last = "tags/shared/index.html";
    sink.later
        .lock()
        .expect("a list")
        .push(OutputPath::new(last));
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    one_thread
        .expect("a thread")
        .install(|| site.pipeline.build(&inputs, &sink));
    let pages = sink.pages();
    let asked = pages
        .iter()
        .position(|page| page.ends_with("signs/a/index.html"));
    assert_eq!(pages[asked.expect("it is drawn") + 1], last);
    assert_same(
        &sink.outputs.into_outputs(),
        &Pipeline::default().make(&inputs).value.outputs,
    );
}

#[test]
fn an_edit_cancels_what_is_drawn_later_but_not_what_was_waited_for() {
    let mut site = Edited::new();
    site.write("site.toml", "title = \"Another\"\n");
    let inputs = site.inputs();
    let sink = Waiting::for_pages(&FIRST);
    let is_cancelled = || sink.pages().len() >= FIRST.len();
    let built = site.pipeline.preview(&inputs, None, &sink, &is_cancelled);
    assert!(built.is_none(), "it was cancelled");
    assert_eq!(sink.pages(), FIRST);
    let work = site.work();
    let all = Pipeline::default()
        .make(&site.inputs())
        .value
        .report
        .work
        .rendered;
    assert_eq!(
        work.rendered,
        all - FIRST.len(),
        "those are not drawn again"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_bytes_are_those_of_a_clean_build(edits in prop::collection::vec(edits(), 30)) {
        let mut site = Edited::new();
        for (number, edit) in (1..).zip(&edits) {
            site.apply(edit);
            // A clean build takes several times as long as an edit, and what stays stale is still there two edits later.
            if number % 3 == 0 {
                site.work();
            } else {
                site.build();
            }
        }
    }
}

#[test]
fn the_number_of_threads_and_the_order_of_work_change_no_byte() {
    let site = Edited::new();
    let inputs = site.inputs();
    let build = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| Pipeline::default().make(&inputs).value.outputs)
    };
    let one = build(1);
    for threads in [2, 3, 8] {
        assert_same(&one, &build(threads));
    }
}

/// A text that counts as held in memory until it is released.
#[derive(Debug)]
struct HeldText {
    bytes: Vec<u8>,
    is_held: Arc<AtomicBool>,
}

impl Store for HeldText {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        Ok(Box::new(io::Cursor::new(self.bytes.clone())))
    }

    fn held(&self) -> Option<Arc<[u8]>> {
        let is_held = self.is_held.load(Ordering::Relaxed);
        is_held.then(|| self.bytes.as_slice().into())
    }

    fn release(&self) {
        self.is_held.store(false, Ordering::Relaxed);
    }
}

#[test]
fn a_single_build_lets_go_of_a_text_unless_rules_read_its_words() {
    let is_held_after = |mut pipeline: Pipeline, preset: &str| {
        let mut site = Edited::new();
        site.write("site.toml", &format!("[check]\npreset = \"{preset}\"\n"));
        let mut inputs = site.inputs();
        let is_held = Arc::new(AtomicBool::new(true));
        for file in &mut inputs.documents {
            let bytes = file.bytes.read().expect("in memory").to_vec();
            let text = HeldText {
                bytes,
                is_held: Arc::clone(&is_held),
            };
            let length = text.bytes.len() as u64;
            file.bytes = Content::stored(length, file.fingerprint, text);
        }
        pipeline.build(&inputs, &Discarded);
        is_held.load(Ordering::Relaxed)
    };
    assert!(!is_held_after(Pipeline::once(), "basic"));
    assert!(is_held_after(Pipeline::once(), "guide"));
    assert!(is_held_after(Pipeline::default(), "basic"));
}
