//! What the text of an article gives a document that its front matter does not: a title and a summary.
//!
//! It reads the runs of the text. Words are counted in [`super::terms`].

use std::borrow::Cow;

use crate::markdown::{Heading, Parsed, RunKind, RunPlace, TextRun};

/// The maximum length, in characters, of a summary taken from the text because the author wrote none.
const LONGEST_SUMMARY: usize = 155;

/// Every run of an article with its text, in the order of the page. The text is empty where the author wrote no running text:
/// in blocks of code, numbers of footnotes and alternative texts of pictures. A link that shows the title of its page gives the
/// name of the page instead, which is what is known here.
pub(super) fn written_texts(parsed: &Parsed) -> impl Iterator<Item = (&TextRun, Cow<'_, str>)> {
    let texts = parsed.texts(|link| parsed.links[link].page_name());
    texts.map(|(run, text)| {
        let is_written = matches!(run.kind, RunKind::Text | RunKind::Heading(_))
            && !matches!(run.place, RunPlace::Alt(_));
        (run, if is_written { text } else { Cow::default() })
    })
}

/// The first heading of level 1, or else the first heading if the text begins with it. A lower heading after other text
/// names only its own part of the text.
pub(super) fn title(parsed: &Parsed) -> Option<String> {
    if let Some(title) = &parsed.title {
        return Some(title.to_string());
    }
    let mut headings = parsed.headings.iter();
    let first_of_level_1 = headings.find(|heading| heading.level == 1 && !heading.text.is_empty());
    let heading = first_of_level_1.or_else(|| first_heading(parsed))?;
    Some(heading.text.to_string())
}

/// The heading that the text begins with.
fn first_heading(parsed: &Parsed) -> Option<&Heading> {
    let mut headings = parsed.runs.iter().map_while(|run| match run.kind {
        RunKind::Heading(index) => parsed.headings.get(index as usize),
        RunKind::Text | RunKind::Code | RunKind::Generated => None,
    });
    headings.find(|heading| !heading.text.is_empty())
}

/// The beginning of the text as its summary: its first block. It ends at a sentence if one ends within the limit, else between
/// two words.
pub(super) fn beginning(parsed: &Parsed) -> String {
    let first = first_block(parsed);
    let first = first.trim();
    if first.chars().count() <= LONGEST_SUMMARY {
        return first.to_owned();
    }
    let end = first
        .char_indices()
        .nth(LONGEST_SUMMARY)
        .map_or(first.len(), |(at, _)| at);
    let head = &first[..end];
    // A sentence that ends within the first 40 bytes is too short for a summary.
    match head.rfind(['.', '!', '?']).filter(|&at| at > 40) {
        Some(at) => head[..=at].to_owned(),
        None => format!(
            "{}…",
            head.rsplit_once(' ').map_or(head, |(words, _)| words)
        ),
    }
}

/// The text of the first block that has any.
fn first_block(parsed: &Parsed) -> String {
    let mut block = String::new();
    for (run, text) in written_texts(parsed) {
        if run.begins_block && !block.trim().is_empty() {
            break;
        }
        if run.separated && !block.is_empty() && !block.ends_with(char::is_whitespace) {
            block.push(' ');
        }
        block.push_str(&text);
    }
    block
}
