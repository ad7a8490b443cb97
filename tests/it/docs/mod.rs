//! The documentation, which is a site of its own: mend finds nothing wrong with it, what it says is so, and the pages that
//! are made from the program are current.
//!
//! `UPDATE=1 cargo test --test it docs::` writes the generated pages: one about each problem ([`codes`]), the reference of
//! files ([`schemas`]) and of commands ([`commands`]), the JSON reports ([`json`]), and what templates can use ([`view`]). The
//! others are written by hand; their examples are built, and their commands are run ([`examples`]).

mod blocks;
mod codes;
mod commands;
mod examples;
mod generated;
mod json;
mod markdown;
mod report_keys;
mod repository_files;
mod schemas;
mod view;

use std::path::PathBuf;
use std::process::Output;

use mend::codes::Code;
use mend::markdown::BlockKind;

use crate::program;

/// The folder of the documentation.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Runs mend in the folder of the documentation.
fn mend(args: &[&str]) -> Output {
    program::mend()
        .args(args)
        .current_dir(root())
        .output()
        .expect("the program starts")
}

/// Every page: its path below `docs/content`, and its text.
fn pages() -> Vec<(String, String)> {
    let folder = root().join("content");
    let entries = walkdir::WalkDir::new(&folder).sort_by_file_name();
    let paths = entries
        .into_iter()
        .map(|entry| entry.expect("a readable folder").into_path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages
        .map(|path| {
            let name = path.strip_prefix(&folder).expect("below the folder");
            let text = std::fs::read_to_string(&path).expect("a text");
            (name.display().to_string(), text)
        })
        .collect()
}

/// The pages that are written by hand.
fn written() -> Vec<(String, String)> {
    let pages = pages().into_iter();
    pages
        .filter(|(_, text)| !text.contains(markdown::MARK))
        .collect()
}

#[test]
fn mend_finds_nothing_wrong_with_it() {
    let run = mend(&["check", "--strict"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("no problems"), "{said}");
}

#[test]
fn every_code_it_names_is_known() {
    let is_code = |word: &&str| {
        let (family, number) = word.split_once('-').unwrap_or_default();
        family.len() > 2
            && family.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.len() == 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut codes = 0;
    for (page, text) in written() {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        for word in words.filter(is_code) {
            assert!(Code::find(word).is_some(), "{page}: {word}");
            codes += 1;
        }
    }
    assert!(codes > 0, "pages name codes");
}

#[test]
fn the_page_about_blocks_names_every_block() {
    let pages = pages();
    let blocks = pages.iter().find(|(name, _)| name == "write/blocks.md");
    let (_, blocks) = blocks.expect("the page about blocks");
    for kind in BlockKind::ALL {
        assert!(
            blocks.contains(&format!("`[!{}]`", kind.name())),
            "{}",
            kind.name()
        );
    }
}
