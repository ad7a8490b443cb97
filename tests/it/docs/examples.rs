//! Every example of the documentation is built, and every command in it is run.
//!
//! The examples of a page are part of one small site (`SITE`), which must have no problems but those that they name. Its
//! commands run in a copy of that site, one block after the other. CONTRIBUTING.md says how a block is marked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Stdio;

use mend::config::{Config, Source};
use mend::pipeline::Pipeline;
use rayon::prelude::*;

use super::blocks::{Block, by_page};
use crate::support::InMemory as _;
use crate::{program, support};

/// The site in which examples are built and commands are run.
const SITE: &[(&str, &str)] = &[
    ("site.toml", "title = \"A small guide\"\n"),
    (
        "content/_index.md",
        "---\ntitle: A small guide\nsummary: What helps.\n---\n\nStart with [how to apologise](repair/how-to-apologise.md).\n",
    ),
    (
        "content/repair/_index.md",
        "---\ntitle: Repair\nsummary: Steps.\n---\n",
    ),
    (
        "content/repair/how-to-apologise.md",
        "---\ntitle: How to apologise\nsummary: Say what you did.\n---\n\n## What to leave out\n\nExcuses. Read [more](saying-sorry.md).\n",
    ),
    (
        "content/repair/saying-sorry.md",
        "---\ntitle: Saying sorry\nsummary: Three words.\n---\n\nSay them.\n",
    ),
];

/// What is wrong with the examples of a page: those that are files, and Markdown and front matter, which become articles.
fn wrong_with_examples(blocks: &[Block]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut site = Site::default();
    for (block, number) in blocks.iter().zip(1..) {
        if block.skip.is_some() {
            continue;
        }
        match (&block.path, &*block.language) {
            (Some(path), _) => wrong.extend(site.add(path, block)),
            (None, "markdown") => {
                wrong.extend(site.add(&format!("content/repair/example-{number}.md"), block));
            }
            (None, "yaml") if block.text.starts_with("---\n") => {
                let text = format!("{}\nText.\n", block.text);
                let article = Block {
                    text,
                    ..block.clone()
                };
                wrong.extend(site.add(&format!("content/repair/example-{number}.md"), &article));
            }
            (None, "toml") => {
                let problems = Config::read(Source::of(&*block.text)).problems;
                let problems = problems.iter().map(|problem| problem.message.as_str());
                wrong.extend(problems.map(|problem| format!("{}: {problem}", block.place)));
            }
            (None, "yaml") => wrong.push(format!(
                "{}: write behind `yaml` which file this is, such as content/help.yaml",
                block.place
            )),
            (None, "json") => {
                if let Err(error) = serde_json::from_str::<serde_json::Value>(&block.text) {
                    wrong.push(format!("{}: {error}", block.place));
                }
            }
            (None, "") => wrong.push(format!(
                "{}: say in which language this is; `text` is one",
                block.place
            )),
            (None, _) => {}
        }
    }
    wrong.extend(site.check());
    wrong
}

/// The site of a page, as far as its examples have made it.
#[derive(Default)]
struct Site {
    files: BTreeMap<String, Block>,
}

impl Site {
    /// Adds a file. If it replaces another, the site is checked with that one first.
    fn add(&mut self, path: &str, block: &Block) -> Vec<String> {
        let wrong = match self.files.contains_key(path) {
            true => self.check(),
            false => Vec::new(),
        };
        self.files.insert(path.to_owned(), block.clone());
        wrong
    }

    /// What mend reports of the site, but for the codes that its examples name; and those of them that it does not report.
    fn check(&self) -> Vec<String> {
        let places = self.files.values().map(|block| &*block.place);
        let places = places.collect::<Vec<_>>().join(", ");
        let own = SITE
            .iter()
            .filter(|(path, _)| !self.files.contains_key(*path));
        let own = own.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let files = self.files.iter();
        let files = files.map(|(path, block)| (path.clone(), block.text.as_bytes().to_vec()));
        let files: Vec<_> = own.chain(files).collect();
        let inputs = match support::inputs(&files, support::options()) {
            Ok(inputs) => inputs,
            Err(wrong) => {
                return wrong
                    .into_iter()
                    .map(|wrong| format!("{places}: {wrong}"))
                    .collect();
            }
        };
        let named: BTreeSet<&str> = self
            .files
            .values()
            .flat_map(|block| block.codes.iter().copied())
            .collect();
        let problems = Pipeline::default().make(&inputs).problems;
        let shown: BTreeSet<&str> = problems.iter().map(|problem| problem.code.id()).collect();
        let unnamed = problems
            .iter()
            .filter(|problem| !named.contains(problem.code.id()));
        let mut wrong: Vec<String> = unnamed
            .map(|problem| format!("{places}: {}", support::line(problem, &inputs)))
            .collect();
        wrong.extend(
            named
                .difference(&shown)
                .map(|code| format!("{places}: there is no {code}")),
        );
        wrong
    }
}

/// What is wrong with the commands of a page, which run in one shell.
fn wrong_with_commands(blocks: &[Block]) -> Option<String> {
    let is_run = |block: &Block| block.language == "sh" && block.skip.is_none();
    if !blocks.iter().any(is_run) {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    for (path, text) in SITE {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    let mut script = String::from("set -e\n");
    for block in blocks.iter().filter(|block| block.skip.is_none()) {
        let _ = writeln!(script, "echo '{}' >&2", block.place);
        match &block.path {
            Some(path) => {
                let _ = write!(
                    script,
                    "mkdir -p \"$(dirname '{path}')\"\ncat >'{path}' <<'END OF FILE'\n{}END OF FILE\n",
                    block.text
                );
            }
            None if block.language != "sh" => {}
            None if block.fails => {
                let _ = write!(
                    script,
                    "if bash -e <<'END OF COMMANDS'\n{}END OF COMMANDS\nthen echo 'this did not fail' >&2; exit 1; fi\n",
                    block.text
                );
            }
            None => script.push_str(&block.text),
        }
    }
    let program = std::path::Path::new(program::MEND);
    let programs = program.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let run = program::command("timeout")
        .args(["60", "bash", "-c", &script])
        .current_dir(&root)
        .env("PATH", format!("{programs}:{path}"))
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    (!run.status.success()).then(|| {
        let said = String::from_utf8_lossy(&run.stderr);
        format!("{}: {}\n{said}", blocks[0].place, run.status)
    })
}

#[test]
fn examples_have_no_problems_but_those_they_name() {
    let pages = by_page();
    assert!(pages.len() > 5, "pages with examples: {}", pages.len());
    let wrong: Vec<String> = pages
        .par_iter()
        .flat_map(|(_, blocks)| wrong_with_examples(blocks))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn commands_do_what_they_say() {
    let pages = by_page();
    let wrong: Vec<String> = pages
        .par_iter()
        .filter_map(|(_, blocks)| wrong_with_commands(blocks))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Prints what is not tried: `cargo test --test it docs::examples -- --nocapture`.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "the list is for people who run this test by itself"
)]
fn what_is_not_tried_says_why() {
    let pages = by_page();
    let blocks = pages.iter().flat_map(|(_, blocks)| blocks);
    let skipped: Vec<(&Block, &String)> = blocks
        .filter_map(|block| Some((block, block.skip.as_ref()?)))
        .collect();
    for (block, reason) in &skipped {
        assert!(
            reason.split(' ').count() > 2,
            "{}: why is this not tried?",
            block.place
        );
        println!("{}: {} is not tried: {reason}", block.place, block.language);
    }
    println!("{} blocks are not tried", skipped.len());
}

#[test]
fn a_wrong_example_or_command_is_noticed() {
    let block = |language: &str, text: &str| Block {
        place: "p.md:1".to_owned(),
        language: language.to_owned(),
        text: text.to_owned(),
        ..Block::default()
    };
    let broken = block("markdown", "[x](no.md)\n");
    assert!(wrong_with_examples(std::slice::from_ref(&broken))[0].contains("LINK-01"));
    let named = Block {
        codes: vec!["LINK-01"],
        ..broken
    };
    assert_eq!(wrong_with_examples(std::slice::from_ref(&named)), [""; 0]);
    let right = Block {
        text: "Text.\n".to_owned(),
        ..named
    };
    assert!(wrong_with_examples(&[right])[0].contains("there is no LINK-01"));
    for wrong in [
        block("toml", "tilte = 1\n"),
        block("yaml", "a: b\n"),
        block("json", "{"),
        block("", "a\n"),
    ] {
        assert_eq!(
            wrong_with_examples(std::slice::from_ref(&wrong)).len(),
            1,
            "{wrong:?}"
        );
    }
    assert!(wrong_with_commands(&[block("sh", "mend chekc\n")]).is_some());
    assert_eq!(wrong_with_commands(&[block("sh", "mend check\n")]), None);
    let fails = |text| Block {
        fails: true,
        ..block("sh", text)
    };
    assert_eq!(wrong_with_commands(&[fails("mend chekc\n")]), None);
    assert!(wrong_with_commands(&[fails("mend check\n")]).is_some());
}
