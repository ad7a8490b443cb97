//! The oracle: whatever an author does to the files of a site, in whatever order, what the preview would serve
//! is what a clean build of the same files gives.
//!
//! One author works at random on a small site on disk: articles, front matter, folders, links of every form, data
//! files, the theme, the configuration, symbolic links, mistakes of every kind and their mending. After each step
//! the site is read and built as the preview does it, by a discovery and a pipeline that remember, with some pages
//! open in tabs; every few steps
//! it is also read and built by new ones, and everything must be the same: the bytes of every file, every problem,
//! the facts of every document, and what the author's panel says of every page. "The same" is meant byte for byte: a
//! clean build gets the options of the preview, such as drafts and stable names for the files of the theme.
//!
//! `ORACLE_STEPS=10000 ORACLE_SEED=7 cargo test --release --test it oracle` works for longer or on another row of
//! steps. A failure names its seed, its step and what was done since the last comparison.

mod author;
mod texts;

use std::collections::BTreeMap;
use std::mem;
use std::path::Path;
use std::sync::Mutex;

use author::Author;
use mend::date::{Moment, Zone};
use mend::diag::Diagnostic;
use mend::discover::{Discovery, Site};
use mend::files::{Collected, Content, Options, Outputs, Sink, ThemeNames};
use mend::inspect::Inspection;
use mend::path::{LinkStyle, OutputPath};
use mend::pipeline::Pipeline;
use mend::report::Report;

/// How many steps an ordinary run of the tests takes.
const STEPS: usize = 300;

/// How many steps lie between two comparisons. What all pages show changes only in the first of them: every page is
/// made anew then, which would hide that an earlier step forgot one.
const BETWEEN: usize = 10;

/// The first steps are about the same small site for every seed; what follows is not.
const SEED: u64 = 20_261_125;

/// What the preview and a clean build have in common: something to read with and something to build with.
struct Reader {
    discovery: Discovery,
    pipeline: Pipeline,
    /// The pages that are open in tabs.
    open: Vec<OutputPath>,
}

/// Tabs take the files of a site, and wait for the pages that are open in them.
struct Tabs {
    open: Mutex<Vec<OutputPath>>,
    files: Collected,
}

impl Sink for Tabs {
    fn put(&self, path: OutputPath, content: Content) {
        self.files.put(path, content);
    }

    fn wanted(&self) -> Option<OutputPath> {
        self.open.lock().expect("a list").pop()
    }
}

/// All that can be told apart about a build.
struct Seen {
    outputs: Outputs,
    problems: Vec<Diagnostic>,
    report: String,
    pages: BTreeMap<String, String>,
}

impl Reader {
    fn new(folder: &Path) -> Result<Reader, String> {
        let site = Site::find(folder).map_err(|error| error.to_string())?;
        Ok(Reader {
            discovery: Discovery::new(site, Vec::new()),
            pipeline: Pipeline::default(),
            open: Vec::new(),
        })
    }

    /// Reads the site and builds it, as the preview does after every change. An error is what the author is told
    /// when nothing can be built at all.
    fn build(&mut self, now: Moment) -> Result<Inspected, String> {
        let options = Options {
            drafts: true,
            future: true,
            expired: true,
            links: LinkStyle::Folder,
            theme_names: ThemeNames::Stable,
            now,
        };
        let read = self.discovery.read(options);
        let read = read.map_err(|error| format!("{error} {:?}", error.help_text()))?;
        let (inputs, mut problems) = (read.value, read.problems);
        let tabs = Tabs {
            open: Mutex::new(mem::take(&mut self.open)),
            files: Collected::default(),
        };
        let built = self.pipeline.build(&inputs, &tabs);
        problems.extend(built.problems);
        Ok(Inspected {
            outputs: tabs.files.into_outputs(),
            inspector: Inspection::new(inputs, built.value.sites, built.value.report, problems),
        })
    }
}

/// A build, and the inspector that answers questions about it.
struct Inspected {
    outputs: Outputs,
    inspector: Inspection,
}

impl Inspected {
    fn look(self) -> Seen {
        let report = self.inspector.report();
        let pages = self.outputs.keys().map(|path| path.to_route());
        let told = pages.filter_map(|route| {
            let facts = self.inspector.page(&route)?;
            let facts = serde_json::to_string(&facts).expect("it can be written");
            Some((route.to_string(), facts))
        });
        Seen {
            pages: told.collect(),
            report: facts(report),
            problems: self.inspector.problems().to_vec(),
            outputs: self.outputs,
        }
    }
}

/// The facts of a build, without how much work it was.
fn facts(report: &Report) -> String {
    let report = Report {
        work: Default::default(),
        ..report.clone()
    };
    format!("{report:#?}")
}

/// Says what is different; nothing if nothing is.
fn difference(left: &Seen, right: &Seen) -> Option<String> {
    let names = |seen: &Seen| -> Vec<String> {
        let names = seen.outputs.keys();
        names.map(ToString::to_string).collect()
    };
    if names(left) != names(right) {
        return Some(lines(&names(left).join("\n"), &names(right).join("\n")));
    }
    for (path, output) in &left.outputs {
        let other = &right.outputs[path];
        let [one, another] = [output, other].map(|content| content.read().expect("readable"));
        if one != another {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('>', ">\n");
            let lines = lines(&text(&one), &text(&another));
            return Some(format!("{path}:\n{lines}"));
        }
        if output.fingerprint() != other.fingerprint() {
            return Some(format!("{path}: another fingerprint for the same bytes"));
        }
    }
    if left.problems != right.problems {
        let all = |seen: &Seen| format!("{:#?}", seen.problems);
        return Some(format!("problems:\n{}", lines(&all(left), &all(right))));
    }
    if left.report != right.report {
        return Some(format!("report:\n{}", lines(&left.report, &right.report)));
    }
    let mut pages = left.pages.iter();
    let (route, told) = pages.find(|(route, told)| right.pages.get(*route) != Some(told))?;
    let text = |facts: &str| facts.replace(",\"", ",\n\"");
    let other = right.pages.get(route).map_or("", String::as_str);
    Some(format!(
        "panel of {route}:\n{}",
        lines(&text(told), &text(other))
    ))
}

/// The lines in which two texts differ, between what they begin and end with.
fn lines(left: &str, right: &str) -> String {
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let same = |(one, other): &(&&str, &&str)| one == other;
    let start = left.iter().zip(&right).take_while(same).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(same)
        .count();
    let shown = |sign: char, lines: &[&str]| -> String {
        let lines = lines[..lines.len() - end].iter().take(20);
        lines.map(|line| format!("{sign} {line}\n")).collect()
    };
    let [left, right] = [shown('-', left), shown('+', right)];
    format!(
        "from line {}, - remembered, + clean:\n{left}{right}",
        start + 1
    )
}

/// A number from the environment.
fn asked(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is not a number")),
    )
}

#[test]
fn whatever_an_author_does_the_preview_is_a_clean_build() {
    let seed = asked("ORACLE_SEED").unwrap_or(SEED);
    let steps = asked("ORACLE_STEPS").map_or(STEPS, |steps| steps as usize);
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Without symbolic links, as the program finds it.
    let root = folder.path().canonicalize().expect("it is there");
    let mut author = Author::new(root.clone(), seed);
    let mut now = Zone::utc().parse("2026-06-15T12:00:00Z").expect("a date");
    let mut remembering = Reader::new(&root).expect("a site");
    let (mut lately, mut built, mut failed) = (Vec::new(), 0, 0);
    for step in 1..=steps {
        lately.push(format!("{step}: {}", author.work(step % BETWEEN == 1)));
        now = now.plus_days(i32::from(author.lets_a_day_pass()));
        let remembered = remembering.build(now);
        if let Ok(built) = &remembered {
            let pages = built.outputs.keys();
            let pages = pages.filter(|path| path.as_str().ends_with(".html"));
            remembering.open = pages.step_by(3).cloned().collect();
        }
        if step % BETWEEN != 0 {
            continue;
        }
        let clean = Reader::new(&root).and_then(|mut reader| reader.build(now));
        let wrong = match (remembered, clean) {
            (Ok(remembered), Ok(clean)) => {
                built += 1;
                difference(&remembered.look(), &clean.look())
            }
            (Err(remembered), Err(clean)) => {
                failed += 1;
                (remembered != clean).then(|| lines(&remembered, &clean))
            }
            (Ok(_), Err(error)) => Some(format!("a clean build fails: {error}")),
            (Err(error), Ok(_)) => Some(format!("the preview fails: {error}")),
        };
        if let Some(wrong) = wrong {
            let kept = folder.keep();
            panic!(
                "ORACLE_SEED={seed}, step {step}, in {}:\n{}\n\n{wrong}",
                kept.display(),
                lately.join("\n")
            );
        }
        lately.clear();
    }
    // An author whose every mistake stopped the build would prove nothing.
    assert!(
        built > failed,
        "{built} comparisons, and {failed} of failures"
    );
}
