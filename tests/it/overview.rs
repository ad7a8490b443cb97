//! The whole site at a glance, held to small sites whose every link is known.

use mend::diag::{Lines, Place};
use mend::overview::{self, LinkTargets};

use crate::support;

/// The first page of a site that has these files.
fn page(files: &[(&str, &str)]) -> String {
    page_named(overview::PAGE, files)
}

/// One of the pages of a site that has these files.
fn page_named(name: &str, files: &[(&str, &str)]) -> String {
    let files: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let (built, _) = support::inspected(&files);
    let line_of = |place: &Place| {
        let (_, text) = files.iter().find(|(path, _)| path == place.path.as_str())?;
        let text = std::str::from_utf8(text).ok()?;
        Some(Lines::new(text).position(place.span.as_ref()?.start).0)
    };
    let targets = LinkTargets {
        site: Some(".."),
        gallery: None,
        publication: None,
    };
    let made = overview::files(&built, &line_of, targets);
    assert!(
        made.len() >= 4,
        "a page, its style, its script and its icon"
    );
    let again = overview::files(&built, &line_of, targets);
    assert_eq!(made.len(), again.len());
    for ((name, one), (_, other)) in made.iter().zip(&again) {
        assert_eq!(
            one.fingerprint(),
            other.fingerprint(),
            "{name} is the same every time"
        );
    }
    let page = made
        .into_iter()
        .find(|(path, _)| path.as_str() == name)
        .map(|(_, page)| page.read().expect("readable").to_vec());
    String::from_utf8(page.expect("a page")).expect("text")
}

#[test]
fn a_long_list_is_cut_on_the_first_page_and_whole_on_one_of_its_own() {
    let files: Vec<(String, Vec<u8>)> = (0..120)
        .map(|at| {
            let text = format!("---\ntitle: Number {at}\n---\nWords.\n");
            (format!("content/one/{at:03}.md"), text.into_bytes())
        })
        .collect();
    let (built, _) = support::inspected(&files);
    let made = overview::files(&built, &|_| None, LinkTargets::default());
    let text = |name: &str| {
        let page = &made[&mend::path::OutputPath::new(name)];
        String::from_utf8_lossy(&page.read().expect("readable")).into_owned()
    };
    let (first, whole) = (text(overview::PAGE), text("articles.html"));
    let rows = |page: &str| part(page, "articles").matches("<tr").count();
    assert_eq!((rows(&first), rows(&whole)), (101, 121), "with the heading");
    assert!(part(&first, "articles").contains("<a href=\"articles.html\">"));
    assert!(first.contains("<table data-cut") && !whole.contains("data-cut"));
    assert!(whole.contains("<a href=\"index.html\">"));
    assert!(text("alone.html").contains("Number 119"));
    assert!(!made.contains_key(&mend::path::OutputPath::new("external.html")));
}

/// The part of the page under a heading.
fn part<'p>(page: &'p str, id: &str) -> &'p str {
    let from = page
        .find(&format!("<h2 id=\"{id}\">"))
        .unwrap_or_else(|| panic!("no part {id}"));
    let rest = &page[from..];
    &rest[..rest.find("</section>").expect("parts end")]
}

/// The row of a table that begins with this article.
fn row<'p>(part: &'p str, title: &str) -> &'p str {
    let mut rows = part.split("<tr").filter(|row| row.contains("</th>"));
    rows.find(|row| {
        row.split("</th>")
            .next()
            .is_some_and(|head| head.contains(title))
    })
    .unwrap_or_else(|| panic!("no row {title} in {part}"))
}

/// Four articles: A and B link to each other, A also to C; nothing leads to D.
const SITE: &[(&str, &str)] = &[
    (
        "content/one/_index.md",
        "---\ntitle: Part one\n---\nWords.\n",
    ),
    (
        "content/one/a.md",
        "---\ntitle: First <steps>\n---\n[b](b.md) [c](../two/c.md) [gone](gone.md)\n",
    ),
    (
        "content/one/b.md",
        "---\ntitle: Second\nreviewed: 2026-01-01\nreview_due: 2026-02-01\n---\n[a](a.md) It needs a good apology.\n",
    ),
    (
        "content/two/c.md",
        "---\ntitle: Third\nalternate: [a good apology]\n---\nWords [out](https://example.org/?a=1&b=2).\n",
    ),
    (
        "content/two/d.md",
        "---\ntitle: Fourth\n---\n[b](../one/b.md)\n",
    ),
    (
        "content/two/later.md",
        "---\ntitle: Later\ndate: 2999-01-01\n---\nWords.\n",
    ),
    (
        "content/two/rest.md",
        "---\ntitle: Rest\ndraft: true\n---\nWords.\n",
    ),
    (
        "content/two/lamp.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    ),
];

#[test]
fn links_are_told_apart_by_whether_they_lead_back() {
    let page = page(SITE);
    let map = part(&page, "map");
    let table = &map[map.find("<table").expect("the map as a table")..];
    let cells = |title| row(table, title).split("<td").skip(1).collect::<Vec<_>>();
    let [both, to, from] = cells("First &lt;steps&gt;")[..] else {
        panic!("three kinds of links");
    };
    assert!(both.contains("Second") && !both.contains("Third"), "{both}");
    assert!(to.contains("Third") && !to.contains("Second"), "{to}");
    assert!(!from.contains("<li>"), "{from}");
    assert!(cells("Third")[2].contains("First &lt;steps&gt;"));
    assert_eq!(
        map.matches("<path class=\"both").count(),
        1,
        "one line for A and B"
    );
    assert_eq!(
        map.matches("<path class=\"one").count(),
        2,
        "A to C, D to B"
    );
}

#[test]
fn each_article_tells_its_links_its_review_and_its_problems_with_their_lines() {
    let page = page(SITE);
    let articles = part(&page, "articles");
    let health = row(articles, "First &lt;steps&gt;");
    assert!(health.contains("href=\"../one/a/\""), "{health}");
    assert!(health.contains("data-kinds=\"problems"), "{health}");
    assert!(health.contains("1 error"), "{health}");
    assert!(row(articles, "Second").contains("overdue since 2026-02-01"));
    assert!(part(&page, "problems").contains("<code class=\"place\">content/one/a.md:4</code>"));
    let due = part(&page, "due");
    assert!(row(due, "Second").contains("2026-02-01, overdue"), "{due}");
}

#[test]
fn a_review_of_another_text_is_listed_as_one() {
    let article = "---\ntitle: Old words\nreviewed: 2026-01-02\nreview_due: 2026-12-01\nreviewed_by: editors\nreviewed_hash: 0123456789abcdef\n---\nText.\n";
    let page = page(&[("content/one/a.md", article)]);
    let articles = row(part(&page, "articles"), "Old words");
    assert!(articles.contains("changed since its review"), "{articles}");
    let due = row(part(&page, "due"), "Old words");
    assert!(due.contains("2026-01-02, changed since"), "{due}");
}

#[test]
fn what_waits_for_a_hand_has_a_list_of_its_own() {
    let page = page(SITE);
    let alone = part(&page, "alone");
    assert!(
        alone.contains("Fourth") && alone.contains("Third"),
        "{alone}"
    );
    assert!(!alone.contains("Second"), "{alone}");
    let suggested = row(part(&page, "suggestions"), "a good apology");
    for said in [
        "Third",
        "content/one/b.md:6",
        "[a good apology](../two/c.md)",
    ] {
        assert!(suggested.contains(said), "{said}: {suggested}");
    }
    let waiting = part(&page, "waiting");
    assert!(row(waiting, "Later").contains("2999-01-01"), "{waiting}");
    assert!(row(waiting, "Rest").contains("draft"), "{waiting}");
    assert!(part(&page, "unused").contains("content/two/lamp.svg"));
    let external = row(part(&page, "external"), "example.org");
    assert!(
        external.contains("href=\"https://example.org/?a=1&amp;b=2\""),
        "{external}"
    );
    assert!(external.contains("content/two/c.md:5"), "{external}");
}

#[test]
fn an_orphan_is_drawn_hollow_and_more_links_make_a_dot_larger() {
    let page = page(SITE);
    let map = part(&page, "map");
    let dot = |title: &str| {
        let found = map
            .split("<g class=")
            .find(|dot| dot.contains(&format!("<title>{title}</title>")));
        found.unwrap_or_else(|| panic!("no dot {title}"))
    };
    let radius = |title| {
        let after = dot(title).split(" r=\"").nth(1).expect("a radius");
        after
            .split('"')
            .next()
            .and_then(|number| number.parse::<f64>().ok())
            .expect("a number")
    };
    assert!(dot("Fourth").starts_with("\"node orphan\""));
    assert!(radius("Second") > radius("Third"));
    assert!(radius("Third") > radius("Fourth"));
}

#[test]
fn a_large_site_is_drawn_by_its_sections_and_no_picture_holds_more_than_can_be_read() {
    let mut files: Vec<(String, String)> = Vec::new();
    for at in 0..240 {
        let (own, next) = (at % 2, (at + 1) % 240);
        files.push((
            format!("content/s{own}/a{at}.md"),
            format!(
                "---\ntitle: Article {at}\n---\n[next](../s{}/a{next}.md)\n",
                next % 2
            ),
        ));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let page = page_named("map.html", &files);
    let map = part(&page, "map");
    assert_eq!(
        map.matches("<svg").count(),
        3,
        "the sections, and each of them"
    );
    let largest = map
        .split("<svg")
        .map(|picture| picture.matches("data-node").count())
        .max();
    assert_eq!(largest, Some(110));
    assert!(map.contains("the 110 most linked of 120 articles"));
    let sections = map.split("</svg>").next().expect("a picture");
    assert_eq!(
        sections.matches("<path class=\"both many\"").count(),
        1,
        "240 links, one line"
    );
}

#[test]
fn a_site_of_a_home_page_alone_has_a_map_without_dots() {
    let page = page(&[("content/_index.md", "---\ntitle: Home\n---\nWords.\n")]);
    let map = part(&page, "map");
    assert!(map.contains("<svg") && !map.contains("data-node"), "{map}");
}
