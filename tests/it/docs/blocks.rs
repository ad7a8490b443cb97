//! The blocks of code in the documentation, and what the words behind their fence say about them.
//!
//! Behind the language, a block names the file it is (`yaml content/help.yaml`), the problems that it shows (`markdown LINK-01`),
//! that its commands fail on purpose (`sh fails`), or why it is not tried (`sh skip: it runs until you stop it`).

use mend::codes::Code;

use super::written;

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The page and the line of its fence.
    pub(super) place: String,
    pub(super) language: String,
    /// The file that it is, relative to the site folder.
    pub(super) path: Option<String>,
    /// The problems that it shows.
    pub(super) codes: Vec<&'static str>,
    /// Whether its commands end with a code other than 0.
    pub(super) fails: bool,
    /// Why it is not tried.
    pub(super) skip: Option<String>,
    pub(super) text: String,
}

/// The blocks of each page that is written by hand, in order.
pub(super) fn by_page() -> Vec<(String, Vec<Block>)> {
    let pages = written().into_iter();
    let blocks = pages.map(|(path, text)| {
        let blocks = of(&path, &text);
        (path, blocks)
    });
    blocks.filter(|(_, blocks)| !blocks.is_empty()).collect()
}

/// The blocks of a page. A fence may be inside a list or a quotation.
fn of(path: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let start = line.trim_start_matches([' ', '>']);
        let before = &line[..line.len() - start.len()];
        let ticks = start.len() - start.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let mut block = read_info(&start[ticks..]);
        block.place = format!("{path}:{number}");
        for (line, _) in lines.by_ref() {
            let inner = line
                .strip_prefix(before)
                .unwrap_or(line.trim_start_matches([' ', '>']));
            if inner.starts_with(&"`".repeat(ticks)) {
                break;
            }
            block.text.push_str(inner);
            block.text.push('\n');
        }
        blocks.push(block);
    }
    blocks
}

fn read_info(info: &str) -> Block {
    let mut block = Block::default();
    let (words, reason) = match info.split_once("skip:") {
        Some((words, reason)) => (words, Some(reason.trim().to_owned())),
        None => (info, None),
    };
    block.skip = reason;
    let mut words = words.split_whitespace();
    block.language = words.next().unwrap_or_default().to_owned();
    for word in words {
        match Code::find(word) {
            Some(code) => block.codes.push(code.id()),
            None if word == "fails" => block.fails = true,
            None => block.path = Some(word.to_owned()),
        }
    }
    block
}

#[test]
fn the_words_behind_a_fence_are_read() {
    let text = "```sh\na\n```\n- x\n  ````markdown content/a.md LINK-01\n  ```\n  b\n  ````\n```sh skip: no server\n```\n";
    let block = |line: u32, language: &str, text: &str| Block {
        place: format!("p.md:{line}"),
        language: language.to_owned(),
        text: text.to_owned(),
        ..Block::default()
    };
    let named = Block {
        path: Some("content/a.md".to_owned()),
        codes: vec!["LINK-01"],
        ..block(5, "markdown", "```\nb\n")
    };
    let skipped = Block {
        skip: Some("no server".to_owned()),
        ..block(9, "sh", "")
    };
    assert_eq!(of("p.md", text), [block(1, "sh", "a\n"), named, skipped]);
}
