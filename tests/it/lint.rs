//! The rules about wording, held to sentences that were written before them.
//!
//! `tests/lint/CODE.txt` holds sentences that rule CODE must find and sentences it must leave alone, one article
//! text a line; `\n` is a line break. Each safety and language rule has ten of both or more. How often the
//! rules fire wrongly on whole texts is counted in `tests/lint/false-alarms.md`. The lists are mend's own with the words
//! that Steady Ground adds to them, and the audiences are those of Steady Ground.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mend::codes::Code;
use mend::pipeline::Pipeline;

use crate::support::{self, InMemory as _};

const SITE: &str = "language = \"en-GB\"\n[check]\npreset = \"guide\"\nlanguage = true\n[check.limits]\nwords_without_contraction = 20\n[check.rules]\n\
    LANG-13 = \"note\"\n[help]\nsafety_article = \"when-it-is-not-safe.md\"\n";

/// The numbers that articles must not repeat.
const HELP: &str = "\
regions:
  - id: gb
    name: United Kingdom
    emergency: \"999 or 112\"
    contacts:
      - { kind: crisis, name: Samaritans, phone: 116 123, for: anyone, source: \"https://a.example/\", checked: never }
      - { kind: crisis, name: Shout, text: text SHOUT to 85258, for: anyone, source: \"https://b.example/\", checked: never }
      - { kind: crisis, name: NHS 111, phone: \"111\", for: anyone, source: \"https://c.example/\", checked: never }
";

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

/// The sentences of all files: the rule they are about, whether it must find them, and the sentence.
fn all_sentences() -> Vec<(String, bool, String)> {
    let files = std::fs::read_dir(folder()).expect("the sentences");
    let files = files.map(|entry| entry.expect("an entry").path());
    let mut all = Vec::new();
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "txt")) {
        let code = file.file_stem().expect("a name").to_string_lossy();
        let (fires, silent) = sentences(&file);
        all.extend(fires.into_iter().map(|text| (code.to_string(), true, text)));
        all.extend(
            silent
                .into_iter()
                .map(|text| (code.to_string(), false, text)),
        );
    }
    all
}

/// What is reported of each of these texts, as an article for both partners in one site.
fn codes_of<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, BTreeSet<&'static str>> {
    let other = "---\ntitle: When it is not safe\nsafety_reason: x\nsafety: none\n---\nText.\n";
    let mut files = vec![
        ("site.toml".to_owned(), SITE.as_bytes().to_vec()),
        (
            "content/when-it-is-not-safe.md".to_owned(),
            other.as_bytes().to_vec(),
        ),
    ];
    files.push(("content/help.yaml".to_owned(), HELP.as_bytes().to_vec()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for data in ["content/words.yaml", "content/audiences.yaml"] {
        let text = std::fs::read(root.join(data)).expect("data of the guide");
        files.push((data.to_owned(), text));
    }
    files.extend(texts.enumerate().map(|(number, text)| {
        let article = format!("---\ntitle: A\naudience: [both]\nreviewed: never\n---\n{text}\n");
        (article_path(number), article.into_bytes())
    }));
    for (path, text) in support::BARE_THEME {
        files.push(((*path).to_owned(), text.as_bytes().to_vec()));
    }
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let mut codes: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for problem in Pipeline::default().make(&inputs).problems {
        if let Some(place) = problem.place {
            let of_article = codes.entry(place.path.to_string()).or_default();
            of_article.insert(problem.code.id());
        }
    }
    codes
}

fn article_path(number: usize) -> String {
    format!("content/{number}.md")
}

#[test]
fn each_rule_finds_what_it_must_and_leaves_alone_what_it_must() {
    let all = all_sentences();
    let codes = codes_of(all.iter().map(|(.., text)| text.as_str()));
    let mut wrong = Vec::new();
    for (number, (code, must_fire, text)) in all.iter().enumerate() {
        let reported = codes.get(&article_path(number));
        let fires = reported.is_some_and(|codes| codes.contains(code.as_str()));
        match (must_fire, fires) {
            (true, false) => wrong.push(format!("{code} misses: {text}")),
            (false, true) => wrong.push(format!("{code} fires on: {text}")),
            _ => {}
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_of_wording_has_ten_sentences_of_both_kinds() {
    let of_data = [
        "SAFE-01", "SAFE-08", "SAFE-09", "SAFE-14", "SAFE-15", "SAFE-16", "SAFE-17", "SAFE-19",
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
