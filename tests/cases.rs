//! Cases: one site per text file in `tests/cases/`, with what must come of it.
//!
//! A line `-- PATH --` starts a file of the site. `-- out/PATH --` starts a file the build must make,
//! `-- files --` the list of everything it must make, `-- problems --` what it must report, and
//! `-- error --` what is wrong with a configuration that cannot be used. What stands before the first such
//! line says in words what the case is about. `-- PATH (escaped) --` understands \xFF, \n and \\, and
//! `-- PATH (locked) --` is a file that cannot be opened or, without an ending, a folder that cannot be listed.
//! A line `-- options: drafts, portable, now=2026-12-01 --` says what is asked for.
//!
//! Cases draw pages with a theme that shows the text alone, unless they bring templates of their own.
//! `UPDATE=1 cargo test --test cases` writes what came out into the files; look at the difference.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use mend::codes::{self, Code, Severity};
use mend::config::Override;
use mend::diag::Diagnostic;
use mend::files::{Inputs, Options, SourceFile};
use mend::path::{LinkStyle, OutputPath, SourcePath};
use mend::pipeline::Pipeline;

const MARK: &str = "-- ";

#[derive(Debug)]
struct Case {
    file: PathBuf,
    about: String,
    options: Options,
    options_line: Option<String>,
    /// Name, whether it is escaped, text.
    sections: Vec<(String, bool, String)>,
}

impl Case {
    fn read(file: &Path) -> Case {
        let text = std::fs::read_to_string(file).expect("a case is a text file");
        let mut case = Case {
            file: file.to_owned(),
            about: String::new(),
            options: support::options(),
            options_line: None,
            sections: Vec::new(),
        };
        for line in text.lines() {
            match line
                .strip_prefix(MARK)
                .and_then(|rest| rest.strip_suffix(" --"))
            {
                Some(options) if options.starts_with("options:") => {
                    case.read_options(&options["options:".len()..]);
                    case.options_line = Some(line.to_owned());
                }
                Some(name) => {
                    let escaped = name.strip_suffix(" (escaped)");
                    case.sections.push((
                        escaped.unwrap_or(name).to_owned(),
                        escaped.is_some(),
                        String::new(),
                    ));
                }
                None => {
                    let text = case
                        .sections
                        .last_mut()
                        .map_or(&mut case.about, |(.., text)| text);
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        case
    }

    fn read_options(&mut self, text: &str) {
        for option in text.split(',').map(str::trim) {
            match option.split_once('=') {
                None if option == "drafts" => self.options.drafts = true,
                None if option == "future" => self.options.future = true,
                None if option == "expired" => self.options.expired = true,
                None if option == "portable" => self.options.links = LinkStyle::Portable,
                Some(("now", date)) => {
                    self.options.now = mend::date::Zone::utc().parse(date).expect("a date");
                }
                _ => panic!("{}: there is no option `{option}`", self.file.display()),
            }
        }
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let is_input = |name: &str| {
            name == "site.toml"
                || ["content/", "static/", "themes/"]
                    .iter()
                    .any(|folder| name.starts_with(folder) && !name.ends_with(" (locked)"))
        };
        let mut files: Vec<(String, Vec<u8>)> = self
            .sections
            .iter()
            .filter(|(name, ..)| is_input(name))
            .map(|(name, escaped, text)| {
                (
                    name.clone(),
                    if *escaped {
                        unescape(text)
                    } else {
                        text.clone().into_bytes()
                    },
                )
            })
            .collect();
        for (path, text) in support::BARE_THEME {
            if !files.iter().any(|(known, _)| known == path) {
                files.push(((*path).to_owned(), text.as_bytes().to_vec()));
            }
        }
        files
    }

    /// The inputs, with the files and folders that cannot be opened.
    fn lock(&self, mut inputs: Inputs) -> Inputs {
        let locked = self.sections.iter();
        for name in locked.filter_map(|(name, ..)| name.strip_suffix(" (locked)")) {
            let path = SourcePath::new(name);
            let message = format!("`{path}` cannot be read: Permission denied");
            let problem = Diagnostic::new(codes::FILE_01, message).in_file(&path);
            let list = match (name.split('/').next(), path.extension().as_str()) {
                (Some("themes"), _) => &mut inputs.theme,
                (_, "") => &mut inputs.closed,
                (_, "md") => &mut inputs.documents,
                (Some("content"), "yaml") => &mut inputs.data,
                _ => &mut inputs.assets,
            };
            list.push(SourceFile::unopened(path, problem));
            list.sort_by(|left, right| left.path.cmp(&right.path));
        }
        inputs
    }

    /// The sections as they must be, in the order of the file; and the codes that were reported.
    fn run(&self) -> (Vec<(String, bool, String)>, BTreeSet<String>) {
        let mut sections = self.sections.clone();
        let mut codes = BTreeSet::new();
        let inputs = match support::inputs(&self.files(), self.options) {
            Ok(inputs) => self.lock(inputs),
            Err(faults) => {
                for fault in &faults {
                    let words = fault.split([' ', ':']);
                    codes.extend(
                        words
                            .filter(|word| Code::find(word).is_some())
                            .map(str::to_owned),
                    );
                }
                replace(&mut sections, "error", format!("{}\n", faults.join("\n")));
                return (sections, codes);
            }
        };
        let built = Pipeline::default().build(&inputs);
        let mut problems = String::new();
        for problem in &built.problems {
            codes.insert(problem.code.to_string());
            let _ = writeln!(problems, "{}", support::line(problem, &inputs));
        }
        let has = |name: &str| sections.iter().any(|(known, ..)| known == name);
        let (wants_problems, wants_error) = (has("problems"), has("error"));
        if !problems.is_empty() || wants_problems {
            replace(&mut sections, "problems", problems);
        }
        if wants_error {
            replace(&mut sections, "error", "there was none\n".to_owned());
        }
        for (name, escaped, text) in &mut sections {
            if let Some(path) = name.strip_prefix("out/") {
                let output = built.value.outputs.get(&OutputPath::new(path));
                let bytes =
                    output.map_or(b"there is no such file".as_slice(), |output| &output.bytes);
                *text = if *escaped {
                    escape(bytes)
                } else {
                    String::from_utf8_lossy(bytes).into_owned()
                };
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            } else if name == "files" {
                // The theme's own files have names that change with their contents.
                let paths = built
                    .value
                    .outputs
                    .keys()
                    .map(OutputPath::as_str)
                    .filter(|path| !path.starts_with("assets/"));
                *text = paths.fold(String::new(), |list, path| list + path + "\n");
            }
        }
        (sections, codes)
    }

    fn to_text(&self, sections: &[(String, bool, String)]) -> String {
        let mut text = self.about.clone();
        if let Some(line) = &self.options_line {
            let _ = writeln!(text, "{line}");
        }
        for (name, escaped, content) in sections {
            let _ = writeln!(
                text,
                "{MARK}{name}{} --",
                if *escaped { " (escaped)" } else { "" }
            );
            text.push_str(content);
        }
        text
    }
}

fn replace(sections: &mut Vec<(String, bool, String)>, name: &str, text: String) {
    match sections.iter_mut().find(|(known, ..)| known == name) {
        Some((.., old)) => *old = text,
        None => sections.push((name.to_owned(), false, text)),
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.strip_suffix('\n').unwrap_or(text);
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let after = &rest[at + 1..];
        let (byte, length) = match after.as_bytes() {
            [b'x', ..] => (
                u8::from_str_radix(&after[1..3], 16).expect("two hexadecimal digits"),
                3,
            ),
            [b'n', ..] => (b'\n', 1),
            [b'r', ..] => (b'\r', 1),
            [b't', ..] => (b'\t', 1),
            _ => (b'\\', 1),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn escape(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string().replace("\\n", "\n")
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("a readable folder"));
    let texts = files.filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "txt")
    });
    texts.map(|entry| Case::read(entry.path())).collect()
}

#[test]
fn every_case_comes_out_as_written() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for case in cases() {
        let (sections, _) = case.run();
        if sections == case.sections {
            continue;
        }
        if update {
            std::fs::write(&case.file, case.to_text(&sections)).expect("a case can be written");
            continue;
        }
        let _ = writeln!(wrong, "\n=== {} ===", case.file.display());
        let expected: BTreeMap<&str, &str> = case
            .sections
            .iter()
            .map(|(name, _, text)| (name.as_str(), text.as_str()))
            .collect();
        for (name, _, text) in &sections {
            if expected.get(name.as_str()) != Some(&text.as_str()) {
                let expected = expected.get(name.as_str()).unwrap_or(&"(nothing)\n");
                let _ = writeln!(
                    wrong,
                    "-- {name} -- expected:\n{expected}-- {name} -- came out:\n{text}"
                );
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nUPDATE=1 cargo test --test cases writes what came out into the cases"
    );
}

#[test]
fn every_case_says_what_it_is_about_and_checks_something() {
    for case in cases() {
        assert!(
            !case.about.trim().is_empty(),
            "{} does not say what it is about",
            case.file.display()
        );
        let checks = |(name, ..): &(String, bool, String)| {
            name.starts_with("out/") || ["files", "problems", "error"].contains(&name.as_str())
        };
        assert!(
            case.sections.iter().any(checks),
            "{} checks nothing",
            case.file.display()
        );
    }
}

#[test]
fn every_code_appears_in_a_case() {
    // These need a disk, other hosts, files too large for a text or a fault of mend; tests of their own hold them.
    let elsewhere = [
        "FILE-01", "FILE-02", "FILE-03", "FILE-04", "LINK-12", "LINK-13", "LINK-14", "MEND-01",
        "ORIG-01", "ORIG-02",
    ];
    let reported: BTreeSet<String> = cases().iter().flat_map(|case| case.run().1).collect();
    let missing: Vec<&str> = codes::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| !reported.contains(*id) && !elsewhere.contains(id))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

/// The families of rules that `[check]` can turn off.
const FAMILIES: [&str; 10] = [
    "links",
    "structure",
    "review",
    "reading",
    "language",
    "safety",
    "evidence",
    "glossary",
    "originality",
    "privacy",
];

/// A setting that needs no change to a case's own `site.toml`.
fn setting(key: &str, value: &str) -> Override {
    Override {
        name: "the test".to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

fn level(code: &str, level: &str) -> Override {
    setting(&format!("check.rules.{code}"), level)
}

#[test]
fn every_rule_has_the_level_that_a_site_gives_it() {
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for case in cases() {
        // One memory for all builds of a case: only the levels differ between them.
        let mut pipeline = Pipeline::default();
        let mut report = |overrides| {
            let inputs = support::inputs_with(&case.files(), case.options, overrides).ok()?;
            Some(pipeline.build(&inputs).problems)
        };
        let Some(found) = report(Vec::new()) else {
            continue;
        };
        let codes: BTreeSet<&str> = found.iter().map(|problem| problem.code.id()).collect();
        for id in codes {
            let code = Code::find(id).expect("it was reported");
            if !code.is_adjustable() || !seen.insert(id.to_owned()) {
                continue;
            }
            for (word, wanted) in [
                ("error", Some(Severity::Error)),
                ("note", Some(Severity::Note)),
                ("off", None),
            ] {
                let problems = report(vec![level(id, word)]).expect("the rule can be changed");
                let of_code: BTreeSet<Option<Severity>> = problems
                    .iter()
                    .filter(|problem| problem.code == code)
                    .map(|problem| Some(problem.severity))
                    .collect();
                let wanted: BTreeSet<_> = wanted.map(Some).into_iter().collect();
                if of_code != wanted {
                    wrong.push(format!(
                        "{}: {id} = {word}: {of_code:?}",
                        case.file.display()
                    ));
                }
            }
            // A rule that is named holds, whatever its family does.
            let families = FAMILIES.map(|family| setting(&format!("check.{family}"), "false"));
            let alone = families
                .into_iter()
                .chain([setting("check.preset", "basic"), level(id, "warning")]);
            let problems = report(alone.collect()).expect("the rule can be changed");
            let found = problems.iter().find(|problem| problem.code == code);
            if found.map(|problem| problem.severity) != Some(Severity::Warning) {
                wrong.push(format!("{}: {id} alone: {found:?}", case.file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What only other tests can bring about: files on a disk, answers of other hosts, texts on loan.
    let elsewhere = [
        "FILE-03", "LINK-12", "LINK-13", "LINK-14", "ORIG-01", "ORIG-02",
    ];
    let all = codes::ALL.iter().filter(|code| code.is_adjustable());
    let missing: Vec<&str> = all
        .map(|code| code.id())
        .filter(|id| !seen.contains(*id) && !elsewhere.contains(id))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
