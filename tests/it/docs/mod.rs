//! The authors' guide, which is a site of its own: mend finds nothing wrong with it, and what it tells is so.

use std::path::PathBuf;
use std::process::{Command, Output};

use mend::codes::Code;
use mend::config::{Config, Source};
use mend::markdown::BlockKind;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/authors-guide")
}

fn mend(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mend"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("the program starts")
}

/// Every page as it is written.
fn pages() -> Vec<(String, String)> {
    let entries = root().join("content").read_dir().expect("there are pages");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let mut pages: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    pages.sort();
    pages
}

/// The blocks of code in this notation, each with its page.
fn code(notation: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, text) in pages() {
        for part in text.split(&format!("```{notation}\n")).skip(1) {
            let block = part.split("```").next().unwrap_or_default();
            found.push((name.clone(), block.to_owned()));
        }
    }
    assert!(!found.is_empty(), "there is code in {notation}");
    found
}

#[test]
fn mend_finds_nothing_wrong_with_it() {
    let run = mend(&["check", "--strict"]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("no problems"), "{said}");
}

#[test]
fn every_command_it_names_is_one() {
    for (page, block) in code("sh") {
        for line in block.lines().filter_map(|line| line.strip_prefix("mend ")) {
            let mut words = line.split(' ');
            let command = words.next().expect("a command");
            let help = mend(&[command, "--help"]);
            let help_text = String::from_utf8_lossy(&help.stdout);
            assert!(help.status.success(), "{page}: mend {command}");
            for flag in words.filter(|word| word.starts_with("--")) {
                assert!(help_text.contains(flag), "{page}: mend {command} {flag}");
            }
        }
    }
}

#[test]
fn every_setting_and_code_it_names_is_known() {
    for (page, block) in code("toml") {
        assert_eq!(Config::read(Source::of(block)).problems, [], "{page}");
    }
    for (page, text) in pages() {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let is_code = |word: &&str| {
            let (family, number) = word.split_once('-').unwrap_or_default();
            family.len() > 2
                && family.bytes().all(|byte| byte.is_ascii_uppercase())
                && number.len() == 2
                && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        for word in words.filter(is_code) {
            assert!(Code::find(word).is_some(), "{page}: {word}");
        }
    }
}

#[test]
fn it_names_every_block() {
    let pages = pages();
    let (_, blocks) = pages
        .iter()
        .find(|(name, _)| name == "blocks.md")
        .expect("the page on blocks");
    for kind in BlockKind::ALL {
        assert!(
            blocks.contains(&format!("`[!{}]`", kind.name())),
            "{}",
            kind.name()
        );
    }
}
