//! Broken settings, data files, front matter and templates: each is told as one problem, at its place, in words for authors.
//!
//! `tests/it/broken/` has a file for each kind. A line `== PATH` begins a broken file of a small site; the lines after it are its
//! text, in which `␁` is a control character, and the lines that begin with `-> ` are what must be reported.
//! `UPDATE=1 cargo test --test it messages::` writes what is reported; read it aloud.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use mend::codes::REV_07;
use mend::config::{Config, Source};
use mend::diag::{Diagnostic, Lines};
use mend::pipeline::Pipeline;

use crate::support::{self, InMemory as _};

const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"A guide\"\nbase_url = \"https://example.org/\"\n\n[exit]\nurl = \"https://www.bbc.co.uk/weather\"\n",
    ),
    (
        "content/_index.md",
        "---\ntitle: Home\n---\nSee [a](a.md).\n",
    ),
    (
        "content/a.md",
        "---\ntitle: A\nsummary: About a thing.\n---\nText.\n",
    ),
    ("content/help.yaml", support::HELP),
];

/// Words of parsers and of Rust, which mean nothing to an author.
const JARGON: &[&str] = &[
    "expected",
    "unknown variant",
    "unknown field",
    "missing field",
    "duplicate field",
    "invalid type",
    "invalid value",
    "mapping",
    "scalar",
    "deserial",
    "did not find",
    "sequence",
    "struct ",
    "untagged",
    "EOF",
    "pars",
    "token ",
    "ident",
    "unexpected",
    "anchor",
    "literal",
    "i64",
    "u16",
    "i128",
];

struct Broken {
    path: String,
    text: String,
    told: String,
}

fn cases(text: &str) -> Vec<Broken> {
    let blocks = text.split("== ").skip(1);
    let case = |block: &str| {
        let (path, rest) = block.split_once('\n').expect("a path");
        let (told, text): (Vec<&str>, Vec<&str>) = rest
            .split_inclusive('\n')
            .partition(|line| line.starts_with("-> "));
        Broken {
            path: path.to_owned(),
            text: text.concat(),
            told: told.concat(),
        }
    };
    blocks.map(case).collect()
}

/// The problems of the small site with this file.
fn problems(broken: &Broken, pipeline: &mut Pipeline) -> Vec<Diagnostic> {
    let text = broken.text.replace('␁', "\u{1}");
    let others = SITE.iter().filter(|(path, _)| *path != broken.path);
    let mut files: Vec<(String, Vec<u8>)> = others
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.push((broken.path.clone(), text.clone().into_bytes()));
    match support::inputs(&files, support::options()) {
        Ok(inputs) => {
            let problems = pipeline.make(&inputs).problems;
            // The contacts of the small site were never checked.
            let others = problems.into_iter();
            others.filter(|problem| problem.code != REV_07).collect()
        }
        Err(_) => Config::read(Source::of(text)).problems,
    }
}

fn line(problem: &Diagnostic, text: &str) -> String {
    let place = problem.place.as_ref();
    let at = place.and_then(|place| place.span.clone());
    let at = at.map_or_else(
        || "file".to_owned(),
        |span| {
            let (line, column) = Lines::new(text).position(span.start);
            format!("{line}:{column}")
        },
    );
    let help = problem.help.as_ref();
    let help = help.map_or_else(String::new, |help| format!(" ({help})"));
    format!("-> {at} {}: {}{help}\n", problem.code.id(), problem.message)
}

/// Holds what each file of a kind is told against what must be told; returns how many there are.
fn hold(name: &str) -> usize {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/broken")
        .join(name);
    let text = fs::read_to_string(&file).expect("a file of broken files");
    let cases = cases(&text);
    let mut all = String::new();
    let mut wrong = String::new();
    let mut pipeline = Pipeline::default();
    for case in &cases {
        let problems = problems(case, &mut pipeline);
        let told: String = problems
            .iter()
            .map(|problem| line(problem, &case.text))
            .collect();
        for word in JARGON.iter().filter(|word| told.contains(**word)) {
            let _ = writeln!(wrong, "`{word}` of a parser:\n{told}");
        }
        if problems.len() != 1 {
            let _ = writeln!(
                wrong,
                "{} problems of one slip:\n{}{told}",
                problems.len(),
                case.text
            );
        }
        if told != case.told {
            let _ = writeln!(
                wrong,
                "{}{told}where this was told before:\n{}",
                case.text, case.told
            );
        }
        let _ = write!(all, "== {}\n{}{told}", case.path, case.text);
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, all).expect("written");
    } else {
        assert!(wrong.is_empty(), "{name}\n{wrong}");
    }
    cases.len()
}

#[test]
fn broken_data_files_are_told_in_words_for_authors() {
    assert!(hold("data.txt") > 45);
}

#[test]
fn broken_settings_are_told_in_words_for_authors() {
    assert!(hold("settings.txt") > 30);
}

#[test]
fn broken_front_matter_is_told_in_words_for_authors() {
    assert!(hold("front-matter.txt") > 25);
}

#[test]
fn broken_templates_are_told_in_words_for_authors() {
    assert!(hold("templates.txt") > 15);
}
