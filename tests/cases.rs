//! Cases: one site per text file in `tests/cases/`, with what must come of it. Each file is a test with the name of its path.
//!
//! A line `-- PATH --` starts a file of the site. `-- out/PATH --` starts a file the build must make,
//! `-- files --` the list of everything it must make, `-- problems --` what it must report, and
//! `-- error --` what is wrong with a configuration that cannot be used. The text before the first such
//! line says in words what the case is about. `-- PATH (escaped) --` understands \xFF, \n and \\, and
//! `-- PATH (locked) --` is a file that cannot be opened or, without an ending, a folder that cannot be listed.
//! A line `-- options: drafts, portable, now=2026-12-01 --` says what is asked for.
//!
//! Cases draw pages with a theme that shows the text alone, unless they bring templates of their own.
//! `cargo test --test cases links/` runs those whose path has `links/` in it. `UPDATE=1 cargo test --test cases` writes what
//! came out into the files; look at the difference.
//!
//! A rule is named by the line that reports it: `rules/CODE` holds, on the first case that shows it, that the rule has
//! the severity a site gives it.

#![expect(
    clippy::disallowed_methods,
    reason = "tests reach the outside world on purpose"
)]

mod support;

use support::InMemory as _;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use mend::codes::{self, Code, Severity};
use mend::config::Override;
use mend::diag::Diagnostic;
use mend::files::{Inputs, Options, SourceFile};
use mend::path::{LinkStyle, OutputPath, SourcePath};
use mend::pipeline::Pipeline;

const MARK: &str = "-- ";

/// What only other tests can bring about: it needs a disk, other hosts, texts on loan or a fault of mend.
const ELSEWHERE: [&str; 10] = [
    "FILE-01", "FILE-02", "FILE-03", "FILE-04", "LINK-12", "LINK-13", "LINK-14", "MEND-01",
    "ORIG-01", "ORIG-02",
];

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

/// A part of a case: a file of the site, or what is expected.
#[derive(Clone, Debug, PartialEq)]
struct Section {
    name: String,
    is_escaped: bool,
    text: String,
}

#[derive(Debug)]
struct Case {
    file: PathBuf,
    /// The path below `tests/cases`, without its ending.
    name: String,
    about: String,
    options: Options,
    options_line: Option<String>,
    sections: Vec<Section>,
}

impl Case {
    fn read(folder: &Path, file: &Path) -> Case {
        let text = std::fs::read_to_string(file).expect("a case is a text file");
        let name = file.strip_prefix(folder).expect("below the folder");
        let mut case = Case {
            file: file.to_owned(),
            name: name.with_extension("").display().to_string(),
            about: String::new(),
            options: support::options(),
            options_line: None,
            sections: Vec::new(),
        };
        for line in text.lines() {
            let title = line.strip_prefix(MARK);
            match title.and_then(|rest| rest.strip_suffix(" --")) {
                Some(options) if options.starts_with("options:") => {
                    case.read_options(&options["options:".len()..]);
                    case.options_line = Some(line.to_owned());
                }
                Some(name) => {
                    let escaped = name.strip_suffix(" (escaped)");
                    case.sections.push(Section {
                        name: escaped.unwrap_or(name).to_owned(),
                        is_escaped: escaped.is_some(),
                        text: String::new(),
                    });
                }
                None => {
                    let section = case.sections.last_mut();
                    let text = section.map_or(&mut case.about, |section| &mut section.text);
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
                _ => panic!("{}: there is no option `{option}`", self.name),
            }
        }
    }

    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let is_input = |section: &&Section| {
            let name = section.name.as_str();
            name == "site.toml"
                || ["content/", "static/", "themes/"]
                    .iter()
                    .any(|folder| name.starts_with(folder) && !name.ends_with(" (locked)"))
        };
        let bytes = |section: &Section| match section.is_escaped {
            true => unescape(&section.text),
            false => section.text.clone().into_bytes(),
        };
        let mut files: Vec<(String, Vec<u8>)> = self
            .sections
            .iter()
            .filter(is_input)
            .map(|section| (section.name.clone(), bytes(section)))
            .collect();
        for (path, text) in support::BARE_THEME {
            if !files.iter().any(|(own, _)| own == path) {
                files.push(((*path).to_owned(), text.as_bytes().to_vec()));
            }
        }
        files
    }

    /// The inputs, with the files and folders that cannot be opened.
    fn lock(&self, mut inputs: Inputs) -> Inputs {
        let locked = self.sections.iter();
        for name in locked.filter_map(|section| section.name.strip_suffix(" (locked)")) {
            let path = SourcePath::new(name);
            let message = format!("`{path}` cannot be read: Permission denied");
            let problem = Diagnostic::new(codes::FILE_01, message).in_file(&path);
            let list = match (name.split('/').next(), path.extension().as_str()) {
                (Some("themes"), _) => &mut inputs.theme,
                (_, "") => &mut inputs.closed,
                (Some("content"), "yaml") => &mut inputs.data,
                (_, extension) => {
                    let list = match extension {
                        "md" => &mut inputs.documents,
                        _ => &mut inputs.assets,
                    };
                    list.push(SourceFile::unopened(path, problem).into());
                    list.sort_by(|left, right| left.path.cmp(&right.path));
                    continue;
                }
            };
            list.push(SourceFile::unopened(path, problem));
            list.sort_by(|left, right| left.path.cmp(&right.path));
        }
        inputs
    }

    /// The sections as mend makes them, in the order of the file.
    fn run(&self) -> Vec<Section> {
        let mut sections = self.sections.clone();
        let inputs = match support::inputs(&self.files(), self.options) {
            Ok(inputs) => self.lock(inputs),
            Err(faults) => {
                replace(&mut sections, "error", format!("{}\n", faults.join("\n")));
                return sections;
            }
        };
        let built = Pipeline::default().make(&inputs);
        let mut problems = String::new();
        for problem in &built.problems {
            let _ = writeln!(problems, "{}", support::line(problem, &inputs));
        }
        if !problems.is_empty() || self.section("problems").is_some() {
            replace(&mut sections, "problems", problems);
        }
        if self.section("error").is_some() {
            replace(&mut sections, "error", "there was none\n".to_owned());
        }
        let outputs = &built.value.outputs;
        for Section {
            name,
            is_escaped,
            text,
        } in &mut sections
        {
            if let Some(path) = name.strip_prefix("out/") {
                let output = outputs.get(&OutputPath::new(path));
                let bytes = output.map_or_else(
                    || (*b"there is no such file").into(),
                    |output| output.read().expect("readable"),
                );
                *text = match is_escaped {
                    true => escape(&bytes),
                    false => String::from_utf8_lossy(&bytes).into_owned(),
                };
                if !text.ends_with('\n') {
                    text.push('\n');
                }
            } else if name == "files" {
                // The theme's own files have names that change with their contents.
                let paths = outputs.keys().map(OutputPath::as_str);
                *text = paths
                    .filter(|path| !path.starts_with("assets/"))
                    .fold(String::new(), |list, path| list + path + "\n");
            }
        }
        sections
    }

    /// The test of this case; with `UPDATE`, writes what came out into the file instead.
    fn check(&self) -> Result<(), Failed> {
        if self.about.trim().is_empty() {
            return Err("it does not say what it is about".into());
        }
        let is_expected = |section: &Section| {
            let name = section.name.as_str();
            name.starts_with("out/") || ["files", "problems", "error"].contains(&name)
        };
        if !self.sections.iter().any(is_expected) {
            return Err("it checks nothing".into());
        }
        let sections = self.run();
        if sections == self.sections {
            return Ok(());
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&self.file, self.to_text(&sections))?;
            return Ok(());
        }
        let mut wrong = String::new();
        for Section { name, text, .. } in &sections {
            let expected = self.section(name);
            let expected = expected.map_or("(nothing)\n", |section| section.text.as_str());
            if expected != text {
                let _ = writeln!(
                    wrong,
                    "-- {name} -- expected:\n{expected}-- {name} -- came out:\n{text}"
                );
            }
        }
        Err(format!(
            "{wrong}\n`UPDATE=1 cargo test --test cases {}` writes what came out into the case",
            self.name
        )
        .into())
    }

    fn to_text(&self, sections: &[Section]) -> String {
        let mut text = self.about.clone();
        if let Some(line) = &self.options_line {
            let _ = writeln!(text, "{line}");
        }
        for section in sections {
            let escaped = if section.is_escaped { " (escaped)" } else { "" };
            let _ = writeln!(text, "{MARK}{}{escaped} --", section.name);
            text.push_str(&section.text);
        }
        text
    }

    /// The codes that the case expects to be reported.
    fn codes(&self) -> impl Iterator<Item = Code> {
        let expected = ["problems", "error"].map(|name| self.section(name));
        let lines = expected
            .into_iter()
            .flatten()
            .flat_map(|section| section.text.lines());
        lines.filter_map(|line| {
            let severities = [Severity::Error, Severity::Warning, Severity::Note];
            let mut words = line.split(' ');
            words.find(|word| severities.iter().any(|severity| severity.as_str() == *word))?;
            Code::find(words.next()?.strip_suffix(':')?)
        })
    }

    /// Holds that a rule which this case shows has the severity that a site gives it.
    fn check_severity(&self, code: Code) -> Result<(), Failed> {
        // One pipeline for all builds: only the severities differ between them.
        let mut pipeline = Pipeline::default();
        let mut report = |overrides| -> Result<Vec<Severity>, Failed> {
            let inputs = support::inputs_with(&self.files(), self.options, overrides)
                .map_err(|faults| faults.join("\n"))?;
            let problems = pipeline.make(&self.lock(inputs)).problems;
            let of_code = problems.iter().filter(|problem| problem.code == code);
            Ok(of_code.map(|problem| problem.severity).collect())
        };
        let severity = |word| setting(&format!("check.rules.{code}"), word);
        let shown = report(Vec::new())?.len();
        for (word, expected) in [
            ("error", vec![Severity::Error; shown]),
            ("note", vec![Severity::Note; shown]),
            ("off", Vec::new()),
        ] {
            let found = report(vec![severity(word)])?;
            if found != expected || shown == 0 {
                return Err(format!("{}: {code} = {word}: {found:?}", self.name).into());
            }
        }
        // A rule that is named is on, whatever its family and the preset say.
        let mut overrides = FAMILIES
            .map(|family| setting(&format!("check.{family}"), "false"))
            .to_vec();
        overrides.extend([setting("check.preset", "basic"), severity("warning")]);
        let alone = report(overrides)?;
        if alone.first() != Some(&Severity::Warning) {
            return Err(format!("{}: {code} alone: {alone:?}", self.name).into());
        }
        Ok(())
    }
}

fn replace(sections: &mut Vec<Section>, name: &str, text: String) {
    match sections.iter_mut().find(|section| section.name == name) {
        Some(section) => section.text = text,
        None => sections.push(Section {
            name: name.to_owned(),
            is_escaped: false,
            text,
        }),
    }
}

/// A setting that needs no change to a case's own `site.toml`.
fn setting(key: &str, value: &str) -> Override {
    Override {
        name: "the test".to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
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

fn cases() -> Vec<Arc<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = walkdir::WalkDir::new(&folder).sort_by_file_name();
    let files = entries
        .into_iter()
        .map(|entry| entry.expect("a readable folder").into_path());
    files
        .filter(|file| file.extension().is_some_and(|extension| extension == "txt"))
        .map(|file| Arc::new(Case::read(&folder, &file)))
        .collect()
}

fn main() -> ExitCode {
    let cases = cases();
    // The first case that shows each code.
    let mut shown: BTreeMap<&str, (Code, Arc<Case>)> = BTreeMap::new();
    for case in &cases {
        for code in case.codes() {
            shown
                .entry(code.id())
                .or_insert_with(|| (code, Arc::clone(case)));
        }
    }
    let missing: Vec<&str> = codes::ALL
        .iter()
        .map(|code| code.id())
        .filter(|id| !shown.contains_key(id) && !ELSEWHERE.contains(id))
        .collect();
    let all_shown = Trial::test("every_code_appears_in_a_case", move || {
        match missing.is_empty() {
            true => Ok(()),
            false => Err(format!("no case shows {missing:?}").into()),
        }
    });
    let rules = shown
        .into_values()
        .filter(|(code, _)| code.is_adjustable())
        .map(|(code, case)| {
            Trial::test(format!("rules/{code}"), move || case.check_severity(code))
        });
    let cases = cases.iter().map(|case| {
        let case = Arc::clone(case);
        Trial::test(case.name.clone(), move || case.check())
    });
    let trials = std::iter::once(all_shown).chain(rules).chain(cases);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
