//! The words of the interface: every one has a key, every key is used, and another language is one file.
//!
//! What single keys do stands in `tests/cases/texts/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mend::data::texts;
use mend::files::{Outputs, SourceFile};
use mend::path::SourcePath;
use mend::pipeline::Pipeline;

use crate::support::{self, InMemory as _};

/// Keys that code hands on as values before a text is asked for, and the file in which they are written.
const HANDED_ON: &[(&str, &[&str])] = &[
    ("src/data/text_of_date.rs", &["date"]),
    (
        "src/view/help.rs",
        &[
            "help_crisis",
            "help_abuse",
            "help_sexual_violence",
            "help_change",
            "help_money",
            "help_gambling",
            "help_substance",
            "help_relationship",
            "help_other",
            "help_chat",
        ],
    ),
    ("src/config/taxonomies.rs", &["tags", "categories"]),
];

/// Keys that code puts together: the file, how the key is written there, and what takes the place of the braces.
const COMPOSED: &[(&str, &str, &[&str])] = &[(
    "src/data/text_of_date.rs",
    "month_{month}",
    &[
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
    ],
)];

fn defaults() -> SourceFile {
    let path = "themes/calm/texts.yaml";
    let bytes = mend::theme::builtin::find(path).expect("the theme has texts");
    SourceFile::new(SourcePath::new(path), bytes)
}

fn keys() -> BTreeSet<String> {
    let read = texts::read(&texts::Files::english(defaults()));
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read.value.entries().keys().cloned().collect()
}

/// What stands between double quotes.
fn quoted(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2)
}

/// The keys for which a template asks: `"key" | text`, `"key" | forms`, or any of those in brackets, `("one" if many else "other") | text`.
fn asked_by_template(template: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let without_comments = template
        .split("{#")
        .map(|part| part.split_once("#}").map_or(part, |(_, after)| after))
        .collect::<String>();
    let mut parts = without_comments.split('|').peekable();
    while let (Some(before), Some(filter)) = (parts.next(), parts.peek()) {
        let name = filter
            .trim_start()
            .split(|c: char| c != '_' && !c.is_ascii_alphanumeric())
            .next();
        if !["text", "forms"].map(Some).contains(&name) {
            continue;
        }
        let before = before.trim_end();
        if let Some(choice) = before.strip_suffix(')') {
            let choice = choice.rsplit('(').next().unwrap_or_default();
            keys.extend(quoted(choice).map(str::to_owned));
        } else if let Some(key) = before.strip_suffix('"') {
            keys.extend(key.rsplit('"').next().map(str::to_owned));
        }
    }
    keys
}

/// The keys for which code asks, without its tests and comments: `texts.get("key")` and `texts.fill("key", …)`.
fn asked_by_code(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or(code);
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let packed: String = lines.flat_map(str::split_whitespace).collect();
    ["texts.get(\"", "texts.fill(\""]
        .iter()
        .flat_map(|call| packed.split(call).skip(1))
        .filter_map(|after| after.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// Every key that is asked for, with a file that does.
fn asked() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = BTreeMap::new();
    for folder in ["src", "themes/calm/templates"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.expect("the sources can be read");
            let file = entry.path().strip_prefix(root).expect("below the root");
            let is_test = file
                .iter()
                .any(|part| part == "tests" || part == "tests.rs");
            let find = match file.extension().and_then(|ending| ending.to_str()) {
                Some("html") => asked_by_template,
                Some("rs") if !is_test => asked_by_code,
                _ => continue,
            };
            let text = std::fs::read_to_string(entry.path()).expect("sources are text");
            let keys = find(&text).into_iter();
            asked.extend(keys.map(|key| (key, file.display().to_string())));
        }
    }
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("the file is there");
    for (file, keys) in HANDED_ON {
        let text = read(file);
        for key in *keys {
            assert!(
                text.contains(&format!("\"{key}\"")),
                "{file} writes {key} no more"
            );
            asked.insert((*key).to_owned(), (*file).to_owned());
        }
    }
    for (file, written, parts) in COMPOSED {
        let (start, _) = written.split_once('{').expect("something is filled in");
        assert!(
            read(file).contains(&format!("\"{written}\"")),
            "{file} writes {written} no more"
        );
        asked.extend(
            parts
                .iter()
                .map(|part| (format!("{start}{part}"), (*file).to_owned())),
        );
    }
    asked
}

#[test]
fn every_text_is_asked_for_somewhere() {
    let asked = asked();
    let unused: Vec<String> = keys()
        .into_iter()
        .filter(|key| !asked.contains_key(key))
        .collect();
    assert!(unused.is_empty(), "no page asks for {unused:?}");
}

#[test]
fn every_text_that_is_asked_for_is_there() {
    let keys = keys();
    let mut missing = asked();
    missing.retain(|key, _| !keys.contains(key));
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_word_in_quotes_alone_does_not_ask_for_a_text() {
    let template = "<p class=\"help\">{# \"old\" | text #}{{ \"home\" | text(count=2) }} {{ \"title\" | textual }}\
        {{ (\"more\" if section.groups else \"articles\") | text }} {{ name | text }} {{ \"search\" }}</p>";
    assert_eq!(asked_by_template(template), ["home", "more", "articles"]);
    let code = "let kind = \"help\";\n// texts.get(\"old\")\nself.texts\n    .get(\"home\");\ntexts.fill(\"part\", &[(\"title\", x)]);\n\
        #[cfg(test)]\nmod tests { texts.get(\"tested\") }\n";
    assert_eq!(asked_by_code(code), ["home", "part"]);
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
    // Hebrew has a form for two as well.
    let keys = |key: &str| match key {
        "  one" => vec!["  one".to_owned(), "  two".to_owned()],
        key => vec![key.to_owned()],
    };
    let line = |line: &str| match line.split_once(':') {
        Some((key, words)) => {
            let words = foreign(words);
            keys(key)
                .iter()
                .map(|key| format!("{key}:{words}\n"))
                .collect()
        }
        None => "\n".to_owned(),
    };
    lines.map(line).collect()
}

/// The languages whose words ship with mend.
const SHIPPED: [&str; 7] = ["ar", "cy", "de", "es", "fr", "pl", "zh-Hans"];

#[test]
fn the_words_of_other_languages_are_complete() {
    let files = mend::theme::builtin::FILES.iter().map(|(path, _)| *path);
    let shipped = files.filter_map(|path| path.strip_prefix("texts.")?.strip_suffix(".yaml"));
    assert_eq!(shipped.collect::<Vec<_>>(), SHIPPED);
    let english = texts::read(&texts::Files::english(defaults())).value;
    for language in SHIPPED {
        let read = texts::read(&mend::theme::texts_files("calm", &[], language, true));
        assert_eq!(read.problems, [], "{language}");
        assert_eq!(read.value.untranslated(), 0, "{language}");
        assert_eq!(read.value.unchecked(), Some(language));
        for (key, text) in read.value.entries() {
            let placeholders = |text: &texts::Entry| {
                let words: Vec<String> = text.forms().map(|(_, words)| words.to_owned()).collect();
                let names = words.iter().flat_map(|words| texts::names(words));
                names.map(str::to_owned).collect::<BTreeSet<String>>()
            };
            let same = placeholders(&english.entries()[key]);
            assert_eq!(placeholders(text), same, "{language}: {key}");
        }
    }
}

#[test]
fn a_language_that_mend_does_not_ship_is_in_english() {
    for language in ["nl", "zh-TW", "en-GB"] {
        let read = texts::read(&mend::theme::texts_files("calm", &[], language, true));
        assert_eq!(read.value.untranslated(), keys().len(), "{language}");
        assert_eq!(read.value.unchecked(), None);
    }
    let austrian = texts::read(&mend::theme::texts_files("calm", &[], "de-AT", true));
    assert_eq!(austrian.value.get("search"), "Suche");
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
        ("content/audiences.yaml", "audiences:\n  - {id: hurt, words: אב}\n  - {id: broke-trust, words: גד}\n".to_owned()),
        ("content/paths.yaml", "paths:\n  - id: א\n    title: אב\n    audience: [hurt]\n    summary: גד\n    steps:\n      - {page: א, text: אב}\n      - {page: ב, text: אב}\n      - {page: ג, text: אב}\n".to_owned()),
        ("content/worksheets/ש.md", article("שש", "אגב זחט\n\n> [!field] אב\n> lines: 2\n")),
        ("content/faq.md", article("שת", "## אב?\n\nאגב\n")),
    ];
    let files: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .collect();
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let built = Pipeline::default().make(&inputs);
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
        let bytes = output.read().expect("readable");
        let html = std::str::from_utf8(&bytes).expect("a page is text");
        assert!(html.contains("<html lang=\"he\" dir=\"rtl\">"), "{path}");
        for text in read_by_people(html) {
            // What a script fills in has a name that readers do not see.
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
