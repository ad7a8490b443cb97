//! The words of the interface: every one has a key, every key is used, and another language is one file.
//!
//! What single keys do stands in `tests/cases/texts/`.

use std::collections::BTreeSet;
use std::path::Path;

use mend::data::texts;
use mend::files::{Outputs, SourceFile};
use mend::path::SourcePath;
use mend::pipeline::Pipeline;

use crate::support;

/// Where words may be asked for.
const ASKING: &[&str] = &[
    "themes/calm/templates",
    "src/view",
    "src/render",
    "src/search",
    "src/theme",
];

/// Keys that are put together from a name: the beginning, and the names.
const MADE_UP: &[(&str, &[&str])] = &[
    (
        "month_",
        &[
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
        ],
    ),
    ("", &["tags", "categories"]),
    ("audience_", &["hurt", "broke_trust", "both"]),
];

fn defaults() -> SourceFile {
    let path = "themes/calm/texts.yaml";
    let bytes = mend::theme::builtin::find(path).expect("the theme has texts");
    SourceFile::new(SourcePath::new(path), bytes)
}

fn keys() -> BTreeSet<String> {
    let read = texts::read(&[defaults()], None);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read.value.entries().keys().cloned().collect()
}

/// Everything that stands in double quotes where words may be asked for.
fn quoted() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut quoted = BTreeSet::new();
    let folders = ASKING.iter().map(|folder| root.join(folder));
    for entry in folders.flat_map(walkdir::WalkDir::new) {
        let entry = entry.expect("the sources can be read");
        if entry.file_type().is_file() {
            let text = std::fs::read_to_string(entry.path()).expect("sources are text");
            quoted.extend(text.split('"').map(str::to_owned));
        }
    }
    quoted
}

#[test]
fn every_text_is_asked_for_somewhere() {
    let mut asked = quoted();
    for (start, names) in MADE_UP {
        asked.extend(names.iter().map(|name| format!("{start}{name}")));
    }
    let unused: Vec<String> = keys().difference(&asked).cloned().collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let keys = keys();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ASKING.iter().map(|folder| root.join(folder));
    let mut missing = Vec::new();
    for entry in folders.flat_map(walkdir::WalkDir::new) {
        let entry = entry.expect("the sources can be read");
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        let template = entry.path().extension().is_some_and(|end| end == "html");
        for (at, _) in text.match_indices('"').filter(|_| template) {
            let rest = &text[at + 1..];
            let Some((key, behind)) = rest.split_once('"') else {
                continue;
            };
            if behind.starts_with(" | text") && !keys.contains(key) {
                missing.push(format!("{}: {key}", entry.path().display()));
            }
        }
        for call in ["texts.get(\"", "texts.fill(\""] {
            let packed: String = text.split_whitespace().collect();
            for part in packed.split(call).skip(1) {
                let key = part.split('"').next().unwrap_or_default();
                if !keys.contains(key) {
                    missing.push(format!("{}: {key}", entry.path().display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// A language made by a machine, written from right to left: every Latin letter becomes a Hebrew one,
/// and what is filled in stays.
fn foreign(words: &str) -> String {
    let letter = |c: char| match c {
        'a'..='z' => "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
            .chars()
            .nth(c as usize - 'a' as usize),
        'A'..='Z' => "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
            .chars()
            .nth(c as usize - 'A' as usize),
        _ => None,
    };
    let mut inside = false;
    words
        .chars()
        .map(|c| {
            inside = c == '{' || (inside && c != '}');
            letter(c).filter(|_| !inside).unwrap_or(c)
        })
        .collect()
}

/// The texts in that language, as the one file it takes.
fn foreign_file() -> String {
    let text = String::from_utf8(defaults().bytes.to_vec()).expect("texts are text");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let line = |line: &str| match line.split_once(':') {
        Some((key, words)) => format!("{key}:{}\n", foreign(words)),
        None => "\n".to_owned(),
    };
    lines.map(line).collect()
}

/// A site in which every kind of page and every block appears, and no Latin letter is a word of it.
fn foreign_site() -> Outputs {
    let blocks: String = mend::markdown::BlockKind::ALL
        .iter()
        .map(|kind| format!("> [!{}]\n> 1. אבג: דהו\n\n", kind.name()))
        .collect();
    let article = |title: &str, more: &str| {
        format!(
            "---\ntitle: {title}\nsummary: אבג\ntags: [אב]\ncategories: [גד]\nauthors: [הו]\ndate: 2026-03-15\nupdated: 2026-04-01\naudience: [hurt, broke-trust]\nreviewed: never\naliases: [/{title}-1/]\n---\n{more}"
        )
    };
    let files = [
        ("site.toml", "title = \"אבג\"\nlanguage = \"he\"\nbase_url = \"https://example.org/\"\ndescription = \"דהו\"\n[lists]\npage_size = 2\n".to_owned()),
        ("content/texts.yaml", foreign_file()),
        ("content/help.yaml", support::HELP.replace("United Kingdom", "אב").replace("Line", "גד").replace("Ears", "הו").replace("anyone", "דהו")),
        ("content/evidence.yaml", "E1:\n  source: אבג\n  note: דהו\n".to_owned()),
        ("content/אב/_index.md", "---\ntitle: אב\nsummary: גד\n---\n".to_owned()),
        ("content/אב/א.md", article("אא", &format!("{blocks}## אא\n\nא[@E1] ב[@E1]\n\n## בב\n\n## גג\n\n[אב](ב.md)\n\n| אב | גד |\n|---|---|\n| א | ב |\n\n"))),
        ("content/אב/ב.md", article("בב", "[אב](א.md)\n")),
        ("content/אב/ג.md", article("גג", "[אב](א.md)\n")),
        ("content/7.md", article("7", "")),
        ("content/terms.yaml", "terms:\n  - {term: אגב, definition: דהו, see: [זחט]}\n  - {term: זחט, definition: אגב}\n".to_owned()),
        ("content/paths.yaml", "paths:\n  - id: א\n    title: אב\n    audience: [hurt]\n    summary: גד\n    steps:\n      - {page: א, text: אב}\n      - {page: ב, text: אב}\n      - {page: ג, text: אב}\n".to_owned()),
        ("content/worksheets/ש.md", article("שש", "אגב זחט\n\n> [!field] אב\n> lines: 2\n")),
        ("content/faq.md", article("שת", "## אב?\n\nאגב\n")),
    ];
    let files: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect();
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let built = Pipeline::default().build(&inputs);
    let problems: Vec<String> = built
        .problems
        .iter()
        .map(|problem| support::line(problem, &inputs))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    built.value.outputs
}

/// What of a page is read by people: its text, and the attributes that are spoken or shown.
fn read_by_people(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        found.push(text.trim().to_owned());
        let mut attributes = tag.split('"');
        while let (Some(before), Some(value)) = (attributes.next(), attributes.next()) {
            let name = before.trim_end_matches('=').split_whitespace().last();
            let is_read = name.is_some_and(|name| {
                ["aria-label", "title", "alt", "placeholder"].contains(&name)
                    || name.starts_with("data-text")
                    || (name == "content"
                        && !tag.contains("=\"viewport\"")
                        && tag.contains("title"))
            });
            if is_read {
                found.push(value.to_owned());
            }
        }
    }
    found
}

#[test]
fn another_language_is_one_more_file_and_leaves_no_english_behind() {
    let outputs = foreign_site();
    let pages = outputs
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".html"));
    let mut english = Vec::new();
    let mut templates = 0;
    for (path, output) in pages {
        templates += 1;
        let html = std::str::from_utf8(&output.bytes).expect("a page is text");
        assert!(html.contains("<html lang=\"he\" dir=\"rtl\">"), "{path}");
        for text in read_by_people(html) {
            // What a script fills in has a name that nobody sees.
            let words = texts::fill(&text, |_| Some(String::new()))
                .replace("&quot;", "")
                .replace("&amp;", "")
                .replace("&#x27;", "")
                .replace("&lt;", "");
            if words.contains(|c: char| c.is_ascii_alphabetic()) {
                english.push(format!("{path}: {text}"));
            }
        }
    }
    assert!(templates > 20, "every kind of page is there");
    assert!(english.is_empty(), "{english:#?}");
}
