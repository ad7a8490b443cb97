//! The guide makes every point it means to make, in the article named for it.
//!
//! `tests/coverage/points.txt` lists the points, one a line: `id | articles | treatment | point`.
//! `tests/coverage/SLUG.txt` says where the article SLUG makes them, again one a line:
//! `id | heading | phrase found under it`. The heading is written without marks; `(top)` is the text
//! before the first one. A phrase is compared without marks, line breaks and capitals. Several lines
//! of one id mean that the point has several parts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A point: its id, and the articles that make it.
struct Point {
    id: String,
    articles: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coverage")
}

/// The lines of a file, cut at `|`.
fn table(file: &Path) -> Vec<Vec<String>> {
    let text =
        std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn points() -> Vec<Point> {
    table(&folder().join("points.txt"))
        .into_iter()
        .map(|row| {
            assert_eq!(row.len(), 4, "a point has 4 parts: {row:?}");
            assert!(
                ["keep", "soften", "correct"].contains(&row[2].as_str()),
                "unknown treatment: {row:?}"
            );
            Point {
                id: row[0].clone(),
                articles: row[1]
                    .split(',')
                    .map(|slug| slug.trim().to_owned())
                    .collect(),
            }
        })
        .collect()
}

/// The articles of the guide by their slug.
fn articles() -> BTreeMap<String, String> {
    fn read(folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).expect("a folder of the guide") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let slug = path
                    .file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned();
                found.insert(slug, std::fs::read_to_string(&path).expect("an article"));
            }
        }
    }
    let mut found = BTreeMap::new();
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        &mut found,
    );
    found
}

/// The words of a text: no marks, no targets of links, no capitals, one blank between two words.
fn words(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            ']' if rest.starts_with('(') => {
                rest = rest.split_once(')').map_or("", |(_, after)| after);
            }
            '*' | '_' | '`' | '>' | '[' | ']' => {}
            '‘' | '’' => plain.push('\''),
            '“' | '”' => plain.push('"'),
            c => plain.extend(c.to_lowercase()),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text under each heading of an article, up to the next heading of its level or above.
fn under_headings(article: &str) -> Vec<(String, String)> {
    let body = article.splitn(3, "---\n").last().unwrap_or_default();
    // The top is one level with `##`, so that it ends at the first of them.
    let mut parts = vec![(2, "(top)".to_owned(), String::new())];
    for line in body.lines() {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if level > 0 && line[level..].starts_with(' ') {
            let heading = line[level..].split(" {#").next().unwrap_or_default();
            parts.push((level, words(heading), String::new()));
        } else if let Some((.., text)) = parts.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    let whole = |at: usize| {
        let deeper = parts[at + 1..]
            .iter()
            .take_while(|(level, ..)| *level > parts[at].0);
        let own: Vec<&str> = std::iter::once(&parts[at])
            .chain(deeper)
            .map(|(.., text)| text.as_str())
            .collect();
        (parts[at].1.clone(), words(&own.concat()))
    };
    (0..parts.len()).map(whole).collect()
}

/// What is wrong with the table of one article.
fn wrong_with(slug: &str, article: &str, points: &[Point]) -> Vec<String> {
    let mut wrong = Vec::new();
    let parts = under_headings(article);
    let mut made = BTreeSet::new();
    for row in table(&folder().join(format!("{slug}.txt"))) {
        let [id, heading, phrase] = row.as_slice() else {
            wrong.push(format!(
                "{slug}: write `id | heading | phrase`, not {row:?}"
            ));
            continue;
        };
        made.insert(id.clone());
        match points.iter().find(|point| point.id == *id) {
            None => wrong.push(format!("{slug}: there is no point {id}")),
            Some(point) if !point.articles.iter().any(|named| named == slug) => {
                wrong.push(format!(
                    "{slug}: {id} belongs to {}",
                    point.articles.join(", ")
                ));
            }
            Some(_) => {}
        }
        let heading_words = words(heading);
        let found: Vec<&String> = parts
            .iter()
            .filter(|(known, _)| *known == heading_words)
            .map(|(_, text)| text)
            .collect();
        if found.is_empty() {
            wrong.push(format!("{slug}: {id}: there is no heading `{heading}`"));
        } else if words(phrase).is_empty()
            || !found.iter().any(|text| text.contains(&words(phrase)))
        {
            wrong.push(format!(
                "{slug}: {id}: `{phrase}` is not found under `{heading}`"
            ));
        }
    }
    for point in points {
        if point.articles.iter().any(|named| named == slug) && !made.contains(&point.id) {
            wrong.push(format!(
                "{slug}: no line says where the article makes point {}",
                point.id
            ));
        }
    }
    wrong
}

#[test]
fn every_article_makes_the_points_named_for_it() {
    let points = points();
    let articles = articles();
    let named: BTreeSet<&String> = points.iter().flat_map(|point| &point.articles).collect();
    assert!(named.len() > 10, "points name {} articles", named.len());
    let mut wrong = Vec::new();
    for slug in named {
        match articles.get(slug) {
            Some(article) => wrong.extend(wrong_with(slug, article, &points)),
            None => wrong.push(format!("{slug}: the article is missing")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_table_belongs_to_an_article_that_points_are_named_for() {
    let points = points();
    for entry in std::fs::read_dir(folder()).expect("the tables") {
        let path = entry.expect("an entry").path();
        let slug = path.file_stem().expect("a name").to_string_lossy();
        let is_named = points
            .iter()
            .any(|point| point.articles.iter().any(|named| *named == slug));
        assert!(is_named || slug == "points", "no point names {slug}");
    }
}

#[test]
fn a_missing_heading_or_phrase_is_noticed() {
    let article = "---\ntitle: A\n---\nAt the top.\n\n## One\n\nFirst [words](a.md) *here*.\n\n### Inner\n\nDeep.\n\n## Two\n\nLast.\n";
    let parts = under_headings(article);
    let text = |heading: &str| {
        parts
            .iter()
            .find(|(known, _)| known == heading)
            .map(|(_, text)| text.as_str())
    };
    assert_eq!(text("(top)"), Some("at the top."));
    assert_eq!(text("one"), Some("first words here. deep."));
    assert_eq!(text("inner"), Some("deep."));
    assert_eq!(text("two"), Some("last."));
    assert_eq!(text("three"), None);
}
