//! The pages that are made from the program: all of them, and the test that their files are current.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::markdown::MARK;
use super::{codes, commands, json, pages, root, schemas, view};

/// Every generated page: its path below `docs/content`, and its text.
fn generated() -> BTreeMap<String, String> {
    let kinds = [codes::pages(), schemas::pages(), commands::pages()];
    let pages = kinds
        .into_iter()
        .flatten()
        .chain([json::page(), view::page()]);
    pages.map(|page| (page.path.clone(), page.text())).collect()
}

fn file(page: &str) -> PathBuf {
    root().join("content").join(page)
}

#[test]
fn generated_pages_are_current() {
    let current = generated();
    let files: BTreeMap<String, String> = pages().into_iter().collect();
    let gone = files
        .iter()
        .filter(|(page, text)| text.contains(MARK) && !current.contains_key(*page));
    let gone: Vec<&String> = gone.map(|(page, _)| page).collect();
    let old = current
        .iter()
        .filter(|(page, text)| files.get(*page) != Some(*text));
    let old: Vec<(&String, &String)> = old.collect();
    if std::env::var_os("UPDATE").is_some() {
        for page in gone {
            std::fs::remove_file(file(page)).expect("a file that can be removed");
        }
        for (page, text) in old {
            std::fs::write(file(page), text).expect("a file that can be written");
        }
        return;
    }
    let old: Vec<&String> = old.into_iter().map(|(page, _)| page).chain(gone).collect();
    assert!(
        old.is_empty(),
        "not current: {old:?}\n`UPDATE=1 cargo test --test it docs::` writes the generated pages; look at the difference"
    );
}
