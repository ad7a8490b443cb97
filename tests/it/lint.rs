//! The rules about wording, held to sentences that were written before them.
//!
//! `tests/lint/CODE.txt` holds sentences that rule CODE must find and sentences it must leave alone, one article
//! text a line; `\n` stands for a line break. Each safety and language rule has ten of both or more. How often the
//! rules fire wrongly on whole texts is counted in `tests/lint/false-alarms.md`.

use std::path::{Path, PathBuf};

use mend::codes::Code;
use mend::pipeline::Pipeline;

use crate::support;

const SITE: &str = "language = \"en-GB\"\n[check]\npreset = \"guide\"\n\n[check.limits]\nwords_without_contraction = 20\n[check.rules]\n\
    LANG-13 = \"note\"\n[help]\nsafety_article = \"when-it-is-not-safe.md\"\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint")
}

/// The sentences of a file: those that must be found, those that must not.
fn sentences(file: &Path) -> (Vec<String>, Vec<String>) {
    let text = std::fs::read_to_string(file).expect("a file of sentences");
    let (fires, silent) = text.split_once("must stay silent:\n").expect("two parts");
    let fires = fires
        .strip_prefix("must fire:\n")
        .expect("it begins with what must fire");
    let lines = |part: &str| {
        let lines = part.lines().filter(|line| !line.is_empty());
        lines
            .map(|line| line.replace("\\n", "\n"))
            .collect::<Vec<_>>()
    };
    (lines(fires), lines(silent))
}

/// The codes that are reported for an article for both partners with this text.
fn codes(text: &str) -> Vec<&'static str> {
    let article = format!("---\ntitle: A\naudience: [both]\nreviewed: never\n---\n{text}\n");
    let other = "---\ntitle: When it is not safe\nsafety_reason: x\nsafety: none\n---\nText.\n";
    let mut files = vec![
        ("site.toml".to_owned(), SITE.as_bytes().to_vec()),
        ("content/a.md".to_owned(), article.into_bytes()),
        (
            "content/when-it-is-not-safe.md".to_owned(),
            other.as_bytes().to_vec(),
        ),
    ];
    for (path, text) in support::BARE_THEME {
        files.push(((*path).to_owned(), text.as_bytes().to_vec()));
    }
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let problems = Pipeline::default().build(&inputs).problems.into_iter();
    problems
        .filter(|problem| {
            problem
                .place
                .as_ref()
                .is_some_and(|place| place.path.as_str() == "content/a.md")
        })
        .map(|problem| problem.code.id())
        .collect()
}

#[test]
fn each_rule_finds_what_it_must_and_leaves_alone_what_it_must() {
    let mut wrong = Vec::new();
    let files = std::fs::read_dir(folder()).expect("the sentences");
    let files = files.map(|entry| entry.expect("an entry").path());
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "txt")) {
        let code = file
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let (fires, silent) = sentences(&file);
        wrong.extend(
            fires
                .iter()
                .filter(|text| !codes(text).contains(&&*code))
                .map(|text| format!("{code} misses: {text}")),
        );
        wrong.extend(
            silent
                .iter()
                .filter(|text| codes(text).contains(&&*code))
                .map(|text| format!("{code} fires on: {text}")),
        );
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_of_wording_has_ten_sentences_of_both_kinds() {
    let of_data = [
        "SAFE-01", "SAFE-08", "SAFE-09", "SAFE-14", "SAFE-15", "SAFE-16", "SAFE-17",
    ];
    let rules = mend::codes::ALL.iter().map(|code: &Code| code.id());
    for rule in rules
        .filter(|id| (id.starts_with("SAFE") || id.starts_with("LANG")) && !of_data.contains(id))
    {
        let file = folder().join(format!("{rule}.txt"));
        assert!(file.exists(), "{rule} has no sentences");
        let (fires, silent) = sentences(&file);
        assert!(
            fires.len() >= 10 && silent.len() >= 10,
            "{rule}: {} and {}",
            fires.len(),
            silent.len()
        );
    }
}
