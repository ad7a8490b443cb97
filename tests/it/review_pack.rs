//! The review pack, held to small sites of which everything is known.

use std::collections::BTreeMap;

use mend::inspect::Inspection;
use mend::pipeline::Pipeline;
use mend::review_pack;

use crate::support::{self, InMemory as _};

/// A site that has these files.
fn built(files: &[(&str, &[u8])]) -> Inspection {
    let files: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()))
        .collect();
    support::inspected(&files).0
}

/// The documents of the pack of a site that has these files, by their names. Only the articles that are named go in; all of
/// them if none is.
fn pack(files: &[(&str, &[u8])], named: &[&str]) -> BTreeMap<String, String> {
    let built = built(files);
    let find = |name: &&str| {
        let found = built.languages()[0].directory().find(name);
        found
            .iter()
            .flat_map(|named| built.languages()[0].documents_of_name(named))
            .collect::<Vec<_>>()
    };
    let wanted: Vec<_> = named.iter().flat_map(find).collect();
    let all = built.languages()[0].shelves();
    let all = all.iter().flat_map(|(_, pages)| pages.iter().copied());
    let picked: Vec<_> = all
        .filter(|id| !built.languages()[0].site().documents[id.index()].is_index())
        .filter(|id| named.is_empty() || wanted.contains(id))
        .collect();
    let made = review_pack::files(&built.languages()[0], &picked).expect("a pack");
    let again = review_pack::files(&built.languages()[0], &picked).expect("a pack");
    assert_eq!(made.len(), again.len());
    for ((name, one), (_, other)) in made.iter().zip(&again) {
        assert_eq!(
            one.fingerprint(),
            other.fingerprint(),
            "{name} is the same every time"
        );
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    made.iter()
        .map(|(name, output)| (name.to_string(), text(&output.read().expect("readable"))))
        .collect()
}

fn assert_contains(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

const SETTINGS: &[u8] =
    b"title = \"Lamp\"\n[help]\nsafety_article = \"safe\"\n[check]\npreset = \"guide\"\n";

const ARTICLE: &[u8] = b"---
title: Saying <sorry>
summary: How to say it.
audience: [hurt]
safety: [couples-work, abuse]
search_words: [apologise]
reviewed: never
reviewed_by: editors
review_questions:
  - Is the order of the steps right?
  - Is anything missing?
---

> [!in-short]
> - Say it once.

A study found it [@E01]. See [[safe]], [[other#A heading|the other page]], [here](#last) and <https://example.org/x>.

> [!details] More
> Folded on the screen.

![A lamp](lamp.svg)

## Last

The end.
";

const PICTURE: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0h1\"/></svg>";

const EVIDENCE: &[u8] = b"E01:\n  source: \"Doe 2001\"\n  note: Some felt better\n  size: 12 couples\n  limits: a small study\n  certainty: c\n";

fn site() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("site.toml", SETTINGS),
        ("content/repair/sorry.md", ARTICLE),
        ("content/repair/lamp.svg", PICTURE),
        ("content/other.md", b"---\ntitle: Other\nsafety: none\nsafety_reason: It only lists words.\n---\n## A heading\n\nWords.\n"),
        ("content/safe.md", b"---\ntitle: When it is not safe\nreviewed: 2026-01-10\nreview_due: 2026-07-10\nreviewed_by: jo\nreviewed_hash: 0000000000000000\n---\nGet out of the way.\n"),
        ("content/waiting.md", b"---\ntitle: Waiting\ndraft: true\n---\nWords.\n"),
        ("content/evidence.yaml", EVIDENCE),
        ("content/people.yaml", b"jo: { name: Jo Doe, role: Editor }\n"),
    ]
}

#[test]
fn a_document_holds_the_text_as_readers_see_it_and_everything_to_judge_it_by() {
    let made = pack(&site(), &[]);
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    let expected = [
        "01-other.html",
        "02-safe.html",
        "03-sorry.html",
        "index.html",
    ];
    assert_eq!(names, expected, "drafts stay out");
    let page = &made["03-sorry.html"];
    for part in [
        "Saying &lt;sorry&gt;",
        "Say it once.",
        // The notice stands where readers meet it.
        "This is for two people who can both say no without fear.",
        "<details open ",
        "Doe 2001",
        "12 couples",
        "a small study",
        "It has not been checked.",
        "Evidence 1: it has not been checked.",
        "Is the order of the steps right?",
        "apologise",
        "No review has taken place.",
        "content/repair/sorry.md",
        "reviewed_hash: ",
        "content/people.yaml",
        "content: \"Saying \\3c sorry\\3e \"",
    ] {
        assert_contains(page, part);
    }
    let shown = page
        .split("<tr>")
        .filter(|row| row.contains("<td>shown</td>"));
    assert_eq!(shown.count(), 2, "two warnings are set:\n{page}");
    assert_contains(&made["01-other.html"], "It only lists words.");
    assert_contains(
        &made["01-other.html"],
        "The article names no study and no source.",
    );
    let safe = &made["02-safe.html"];
    assert_contains(
        safe,
        "Reviewed on 10 January 2026, but the text has changed since.",
    );
    assert_contains(&made["index.html"], "<td>2026-01-10, changed since</td>");
    assert_contains(safe, "The text has changed since its last review.");
}

#[test]
fn a_document_needs_nothing_else() {
    let made = pack(&site(), &[]);
    for (name, page) in &made {
        assert!(!page.contains("<script"), "{name}");
        assert!(!page.contains("<link"), "{name}");
        assert_contains(page, "Content-Security-Policy");
    }
    let page = &made["03-sorry.html"];
    assert_contains(page, "src=\"data:image/svg+xml;base64,");
    assert_contains(page, "href=\"02-safe.html\"");
    assert_contains(page, "href=\"01-other.html#a-heading\"");
    assert_contains(page, "href=\"#last\"");
    assert_contains(page, "href=\"https://example.org/x\"");
}

#[test]
fn a_link_out_of_the_pack_leads_to_the_published_site_or_nowhere() {
    let alone = pack(&site(), &["repair"]);
    assert_eq!(alone.len(), 2, "one article and the index");
    let page = &alone["01-sorry.html"];
    assert_contains(page, "<a>the other page</a>");
    let mut files = site();
    let settings = [b"base_url = \"https://lamp.example/\"\n", SETTINGS].concat();
    files[0].1 = &settings;
    let page = &pack(&files, &["repair"])["01-sorry.html"];
    assert_contains(page, "href=\"https://lamp.example/other/#a-heading\"");
}

#[test]
fn articles_are_named_in_every_way_that_authors_know() {
    for name in [
        "repair",
        "repair/",
        "content/repair",
        "repair/sorry.md",
        "content/repair/sorry.md",
        "sorry",
        "/repair/sorry/",
        "saying <sorry>",
    ] {
        let made = pack(&site(), &[name]);
        assert!(
            made.contains_key("01-sorry.html"),
            "{name}: {:?}",
            made.keys()
        );
        assert_eq!(made.len(), 2, "{name}");
    }
}

#[test]
fn a_picture_that_cannot_be_read_is_not_left_out_silently() {
    let mut files = site();
    files[2].1 = b"no picture";
    files[2].0 = "content/repair/lamp.png";
    let article = String::from_utf8_lossy(ARTICLE).replace("lamp.svg", "lamp.png");
    files[1].1 = article.as_bytes();
    let problem = built(&files);
    let all: Vec<_> = problem.languages()[0]
        .shelves()
        .into_iter()
        .flat_map(|(_, pages)| pages)
        .collect();
    let refused = review_pack::files(&problem.languages()[0], &all).expect_err("no pack");
    assert_contains(&refused.to_string(), "content/repair/lamp.png");
}

#[test]
fn the_mark_of_the_text_is_the_one_that_the_check_asks_for() {
    let made = pack(&site(), &["safe"]);
    let page = &made["01-safe.html"];
    let after = page.split("reviewed_hash: ").nth(1).expect("a line");
    let hash: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
    let files: Vec<(String, Vec<u8>)> = site()
        .into_iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes).replace("0000000000000000", &hash);
            let is_text = !path.ends_with(".png");
            (
                path.to_owned(),
                if is_text {
                    text.into_bytes()
                } else {
                    bytes.to_vec()
                },
            )
        })
        .collect();
    let inputs = support::inputs(&files, support::options()).expect("settings");
    let built = Pipeline::default().make(&inputs);
    let changed = built.problems.iter();
    let changed = changed.filter(|problem| problem.code == mend::codes::REV_05);
    assert_eq!(changed.count(), 0, "the text is the one that was reviewed");
}
