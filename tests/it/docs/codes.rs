//! The pages about problems: one a code, from the texts that `mend explain` prints, and one that lists them by family.

use std::collections::BTreeMap;
use std::fmt::Write;

use mend::codes::{ALL, Code, Severity};

use super::markdown::{
    Page, article_and_severity, capitalised, fenced, first_sentence, plain, prose,
};
use super::root;

/// The families in the order of the list: the beginning of their codes, what they are called, what they are about, and the
/// key of `[check]` that turns on those of their rules that judge texts.
const FAMILIES: [(&str, &str, &str, Option<&str>); 31] = [
    (
        "LINK",
        "Links",
        "Links that lead nowhere, or not where they should.",
        Some("links"),
    ),
    (
        "SAFE",
        "Safety",
        "Sentences, settings and contacts that could put a reader in danger.",
        Some("safety"),
    ),
    (
        "TEXT",
        "Text",
        "Files that are not plain text, and signs of other tools in them.",
        None,
    ),
    (
        "FRONT",
        "Front matter",
        "The settings at the top of an article.",
        None,
    ),
    ("BLOCK", "Blocks", "Boxes that begin with `> [!`.", None),
    ("HTML", "HTML", "HTML in articles.", None),
    (
        "NOTE",
        "Footnotes",
        "Footnotes without a mark or without a text.",
        None,
    ),
    (
        "STR",
        "Structure",
        "Headings, link texts, alternative texts and the order of an article.",
        Some("structure"),
    ),
    (
        "READ",
        "Reading",
        "Texts that are hard to read.",
        Some("reading"),
    ),
    (
        "LANG",
        "Language",
        "How people are spoken of, and plain English.",
        Some("language"),
    ),
    (
        "REV",
        "Reviews",
        "When an article was reviewed, and by whom.",
        Some("review"),
    ),
    (
        "EVI",
        "Evidence",
        "Figures and claims without a source.",
        Some("evidence"),
    ),
    (
        "GLO",
        "Use of the glossary",
        "Terms that a page uses and the glossary explains.",
        Some("glossary"),
    ),
    (
        "TERM",
        "The glossary",
        "What content/terms.yaml says.",
        None,
    ),
    (
        "PATH",
        "Reading paths",
        "What content/paths.yaml says.",
        None,
    ),
    ("AUDIENCE", "Audiences", "Whom an article is for.", None),
    (
        "SEARCH",
        "Search",
        "Words by which readers find nothing.",
        None,
    ),
    (
        "ORIG",
        "Originality",
        "Texts that repeat another.",
        Some("originality"),
    ),
    (
        "PRIV",
        "Privacy",
        "Pages that tell others about their reader.",
        Some("privacy"),
    ),
    (
        "WORK",
        "Worksheets",
        "What readers write on a worksheet.",
        Some("privacy"),
    ),
    (
        "FILE",
        "Files",
        "Files that cannot be published, or were left out.",
        None,
    ),
    (
        "DATA",
        "Data files",
        "What the YAML files in content/ say.",
        None,
    ),
    (
        "URL",
        "Addresses",
        "Pages that claim the same address, or one that cannot be used.",
        None,
    ),
    (
        "REDIRECT",
        "Redirects",
        "Old addresses that lead to a page.",
        None,
    ),
    ("CONF", "Configuration", "What site.toml says.", None),
    (
        "SITE",
        "The site",
        "Settings that do not fit the rest of the site.",
        None,
    ),
    ("THEME", "Themes", "Templates, drawings and colours.", None),
    (
        "UI",
        "Words of the interface",
        "What content/texts.yaml says.",
        None,
    ),
    (
        "I18N",
        "Several languages",
        "Which file is in which language, and whether a language is ready for its readers.",
        None,
    ),
    (
        "LINT",
        "Silenced findings",
        "Comments that silence a finding.",
        None,
    ),
    ("MEND", "mend itself", "Faults of the program.", None),
];

/// Every page about problems.
pub(super) fn pages() -> Vec<Page> {
    let messages = messages();
    let order = FAMILIES.iter().flat_map(|(family, ..)| of_family(family));
    let pages = order.enumerate();
    let pages = pages.map(|(at, code)| page(code, at, messages.get(code.id())));
    pages.chain([list()]).collect()
}

fn of_family(family: &str) -> impl Iterator<Item = Code> {
    let codes = ALL.iter().copied();
    let mut codes: Vec<Code> = codes.filter(|code| code.family() == family).collect();
    codes.sort_by_key(|code| code.id());
    codes.into_iter()
}

fn page(code: Code, at: usize, message: Option<&String>) -> Page {
    let known = FAMILIES
        .iter()
        .find(|(family, ..)| *family == code.family());
    let (family, name, ..) = known.expect("every family has a name");
    let mut body = format!(
        "{}\n\n## For example\n\n{}\n## How to mend it\n\n{}\n\n",
        prose(code.reason()),
        fenced("text", code.example()),
        prose(code.remedy()),
    );
    if let Some(message) = message {
        let _ = write!(body, "## What mend says\n\n> {}\n\n", prose(message));
    }
    let _ = write!(
        body,
        "## How to change it\n\n{}\n\nMore problems of this kind: [{name}](all-codes.md#{}).\n",
        code.how_to_change(),
        family.to_lowercase(),
    );
    Page {
        path: format!("check/{}.md", code.id()),
        title: format!("{}: {}", code.id(), plain(&capitalised(code.title()))),
        summary: plain(first_sentence(code.reason())),
        weight: at + 10,
        body,
    }
}

fn list() -> Page {
    let mut body = String::from(
        "Each problem that mend reports has a code. The list has all of them, by family. `mend explain` with a code, such as \
         `mend explain LINK-01`, prints the text of its page.\n",
    );
    for (family, name, about, key) in FAMILIES {
        let _ = write!(
            body,
            "\n## {name} {{#{}}}\n\n{about}",
            family.to_lowercase()
        );
        if let Some(key) = key {
            let _ = write!(
                body,
                " `{key} = true` under `[check]` turns on those that judge texts; the others are always on."
            );
        }
        body.push_str("\n\n");
        for code in of_family(family) {
            let _ = writeln!(
                body,
                "- [{0}]({0}.md), {1}: {2}",
                code.id(),
                article_and_severity(code.severity()),
                prose(code.title()),
            );
        }
    }
    Page {
        path: "check/all-codes.md".to_owned(),
        title: "All problems by family".to_owned(),
        summary: "Every code that mend can report, with its severity.".to_owned(),
        weight: 2,
        body,
    }
}

/// What mend says of each code in a case of `tests/cases`: the shortest message.
fn messages() -> BTreeMap<String, String> {
    let folder = root().join("../tests/cases");
    let mut shortest: BTreeMap<String, String> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        if entry.file_type().is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a case is a text file");
        for (code, message) in text.lines().filter_map(message) {
            let known = shortest.entry(code.to_owned()).or_default();
            if known.is_empty() || message.len() < known.len() {
                *known = message.to_owned();
            }
        }
    }
    shortest
}

/// The code and the message of a line such as `content/a.md:1:1: error LINK-01: this link leads nowhere`.
fn message(line: &str) -> Option<(&str, &str)> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let reported = severities.iter().find_map(|severity| {
        let (_, reported) = line.split_once(&format!("{} ", severity.as_str()))?;
        let (code, message) = reported.split_once(": ")?;
        Some((code, message))
    });
    reported.filter(|(code, _)| Code::find(code).is_some_and(|found| found.id() == *code))
}

#[test]
fn every_family_is_listed_once() {
    let listed: usize = FAMILIES
        .iter()
        .map(|(family, ..)| of_family(family).count())
        .sum();
    assert_eq!(listed, ALL.len());
}

#[test]
fn mend_explain_prints_the_text_of_the_page() {
    for page in pages()
        .iter()
        .filter(|page| page.path != "check/all-codes.md")
    {
        let (id, _) = page.title.split_once(':').expect("a code");
        let explained = super::mend(&["explain", id]);
        let explained = String::from_utf8_lossy(&explained.stdout);
        let code = Code::find(id).expect("a code");
        for part in [code.reason(), code.remedy(), &code.how_to_change()] {
            assert!(explained.contains(part), "{id}: {explained}");
            let is_code = part == code.how_to_change();
            let part = if is_code {
                part.to_owned()
            } else {
                prose(part)
            };
            assert!(page.body.contains(&part), "{id}: {}", page.body);
        }
    }
}
