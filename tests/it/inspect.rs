//! What an author is told of one page, held to small sites whose every line is known.

use mend::inspect::PageFacts;
use mend::path::Route;

use crate::support;

/// The facts of `/a/` of a site that has the article `a.md` and these other files.
fn facts(article: &str, others: &[(&str, &str)]) -> PageFacts {
    let files: Vec<(String, Vec<u8>)> = [("content/a.md", article)]
        .iter()
        .chain(others)
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let (built, _) = support::inspected(&files);
    let Some(page) = built.page(&Route::new("/a/")) else {
        panic!("there is no page /a/");
    };
    page
}

const APOLOGY: (&str, &str) = (
    "content/apology.md",
    "---\ntitle: Saying sorry well\nalternate: [a good apology, Gaslighting]\n---\nText. See [a](a.md).\n",
);

#[test]
fn a_suggested_link_is_the_first_unlinked_use_of_a_title_or_alternate_name() {
    let page = facts(
        "---\ntitle: A\n---\n\n## A good apology\n\n> They said: a good apology.\n\n\
         It takes *a good\napology*, and saying sorry well. Gaslighting is another thing.\n",
        &[APOLOGY],
    );
    let [found] = &page.suggestions[..] else {
        panic!("one for each article: {:?}", page.suggestions);
    };
    assert_eq!((found.place.line, found.place.column), (9, 11));
    assert_eq!(found.title, "Saying sorry well");
    assert_eq!(found.url, "/apology/");
    assert_eq!(found.link, "[a good apology](apology.md)");
}

#[test]
fn a_title_with_signs_is_found_where_a_text_has_the_same_signs_inside_it() {
    let titled = |title: &str| {
        let other = format!("---\ntitle: {title}\n---\nText. See [a](a.md).\n");
        let text = "---\ntitle: A\n---\nSetbacks, triggers and the past; what is forgiveness. C is a letter.\n";
        let page = facts(text, &[("content/other.md", &other)]);
        let words = page.suggestions.iter().map(|found| found.words.clone());
        words.collect::<Vec<_>>()
    };
    assert_eq!(
        titled("Setbacks, triggers and the past"),
        ["Setbacks, triggers and the past"]
    );
    assert_eq!(titled("What is forgiveness?"), ["what is forgiveness"]);
    assert!(titled("Setbacks triggers and the past").is_empty());
    assert!(titled("The past, what is forgiveness").is_empty());
    assert!(titled("C++ is a letter").is_empty());
}

#[test]
fn nothing_is_suggested_that_is_linked_own_or_too_common_a_word() {
    let page = facts(
        "---\ntitle: All about honesty\n---\nAll about honesty, a good apology, and trust. [Read on](apology.md).\n",
        &[
            APOLOGY,
            ("content/trust.md", "---\ntitle: Trust\n---\nText.\n"),
        ],
    );
    assert_eq!(page.suggestions, []);
    let listed = (
        "content/weekly.md",
        "---\ntitle: A weekly check-in\n---\nText.\n",
    );
    let page = facts(
        "---\ntitle: A\n---\nAt the weekly check-in, weekly.\n",
        &[listed],
    );
    assert_eq!(
        page.suggestions.len(),
        1,
        "the first word of a title does not count"
    );
    assert_eq!(page.suggestions[0].words, "weekly check-in");
    let inside_a_link = facts(
        "---\ntitle: A\n---\nThink of [a good apology](https://example.org/).\n",
        &[APOLOGY],
    );
    assert_eq!(inside_a_link.suggestions, []);
    let draft = (
        "content/apology.md",
        "---\ntitle: A good apology\ndraft: true\n---\nText.\n",
    );
    let page = facts("---\ntitle: A\n---\nMake a good apology.\n", &[draft]);
    assert_eq!(page.suggestions, [], "readers could not follow it");
}

#[test]
fn links_are_known_both_ways_and_broken_ones_with_the_nearest_match() {
    let page = facts(
        "---\ntitle: A\naliases: [/old/]\n---\n\nSee [this](apolgy.md) and [that](apology.md#x).\n",
        &[APOLOGY],
    );
    let broken: Vec<_> = page
        .broken
        .iter()
        .map(|link| (link.place.line, &*link.target, link.nearest.as_deref()))
        .collect();
    assert_eq!(
        broken,
        [
            (6, "apolgy.md", Some("apology.md")),
            (6, "apology.md#x", None)
        ]
    );
    let titles: Vec<_> = page.linked_from.iter().map(|page| &*page.title).collect();
    assert_eq!(titles, ["Saying sorry well"]);
    assert_eq!(page.redirects, [Route::new("/old/")]);
    let lines: Vec<_> = page
        .problems
        .iter()
        .map(|problem| (problem.code, problem.place.map(|place| place.line)))
        .collect();
    assert_eq!(lines, [("LINK-01", Some(6)), ("LINK-02", Some(6))]);
}

#[test]
fn every_block_is_told_with_its_line() {
    let page = facts(
        "---\nsummary: In one sentence.\ntitle: A\n---\n\nOne *bold*\nparagraph.\n\n## A heading\n\n- first\n- second\n\n\
         > [!note] Mind this\n> Body.\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\nlet x;\n```\n",
        &[],
    );
    let blocks: Vec<_> = page
        .blocks
        .iter()
        .map(|block| (block.place.line, block.text.trim(), block.heading))
        .collect();
    assert_eq!(
        blocks,
        [
            (2, "In one sentence.", false),
            (3, "A", true),
            (6, "One bold paragraph.", false),
            (9, "A heading", true),
            (11, "first", false),
            (12, "second", false),
            (14, "Mind this", true),
            (15, "Body.", false),
            (17, "x", false),
            (17, "y", false),
            (19, "1", false),
            (19, "2", false),
            (21, "let x;", false),
        ]
    );
}

#[test]
fn an_author_sees_how_reviews_stand_and_which_sentences_are_hard() {
    let page = facts(
        "---\ntitle: A\nreviewed: 2026-01-02\nreview_due: 2026-06-01\nreviewed_by: editors\n---\n\nSay it. \
         Responsibility without defensiveness necessitates considerable emotional preparation beforehand.\n",
        &[],
    );
    let review = page.review.expect("it is an article");
    assert_eq!(review.reviewed.as_deref(), Some("2026-01-02"));
    assert_eq!(review.due.as_deref(), Some("2026-06-01"));
    assert!(review.overdue, "the tests take the 15th of June for today");
    assert!(!review.changed, "no hash, no change");
    let changed =
        "---\ntitle: A\nreviewed: 2026-01-02\nreviewed_hash: 0123456789abcdef\n---\n\nSay it.\n";
    let review = facts(changed, &[]).review.expect("it is an article");
    assert!(review.changed);
    let hardest = page.reading.expect("it is an article").hardest;
    assert_eq!(hardest.len(), 1);
    assert_eq!((hardest[0].place.line, hardest[0].place.column), (8, 9));
    assert!(hardest[0].text.starts_with("Responsibility"));
}
