//! Terms of the glossary: an article that mentions one links to it, and definitions are short.
//!
//! mend links a term where running text first mentions it ([`crate::document::mentions`]). This file reports a term that an
//! article mentions only where a link is not possible, such as the header of a table or the title of a block. Headings,
//! quotations and wording examples do not count as mentions; `%%noterm: word%%` excludes a word. It also reports specialist
//! words that the glossary does not explain.

use std::collections::BTreeSet;

use super::phrase_lists::PhraseLists;
use super::text_check::TextCheck;
use super::text_report::TextReport;
use super::word::words;
use crate::codes::{self, Code};
use crate::config::Check;
use crate::data::{Glossary, Localised};
use crate::diag::{Diagnostic, Span};
use crate::document::Document;
use crate::document::mentions::Mention;

/// The longest definition, in words.
const LONGEST_DEFINITION: usize = 30;

/// Specialist words that the glossary does not explain, each where the article first uses it.
pub(super) fn check_text(text: &mut TextCheck<'_>) {
    let rules = text.rules;
    // While the glossary is unread, it may explain any word.
    if !rules.knows_terms {
        return;
    }
    let specialist = rules.lists.get(SPECIALIST);
    let mut known: BTreeSet<String> = BTreeSet::new();
    for at in 0..text.passages.len() {
        if !text.passages[at].is_own_voice() || text.passages[at].is_heading() {
            continue;
        }
        let mentions = rules.terms.mentions(&text.passages[at]);
        for hit in text.passages[at].hits(specialist) {
            let (bytes, found) = text.found(at, &hit);
            let is_explained = mentions
                .iter()
                .any(|(_, words)| words.contains(&hit.words.start));
            if is_explained || text.passages[at].is_in_link(&bytes) {
                continue;
            }
            let word = found.to_lowercase();
            let message = unexplained(&word);
            if known.insert(word) {
                text.report(codes::GLO_03, at, &bytes, message, HOW_TO_EXPLAIN);
            }
        }
    }
}

/// The first mention of each term in the article's own voice; the text of a link does not count.
pub(super) fn first_mentions(text: &TextCheck<'_>) -> Vec<(usize, Span)> {
    let mut first: Vec<(usize, Span)> = Vec::new();
    let mut known: BTreeSet<usize> = BTreeSet::new();
    let passages = text.passages.iter();
    for passage in passages.filter(|passage| passage.is_own_voice() && !passage.is_heading()) {
        for (term, words) in text.rules.terms.mentions(passage) {
            let bytes = passage.bytes(&words);
            let counts = !passage.is_quoted(&bytes) && !passage.is_in_link(&bytes);
            if counts && known.insert(term) {
                first.push((term, passage.span_of(&bytes)));
            }
        }
    }
    first
}

/// The list of specialist words.
const SPECIALIST: &str = "specialist";

const HOW_TO_EXPLAIN: &str = "define it in content/terms.yaml, or say it in plain words";

fn unexplained(word: &str) -> String {
    format!("few readers know \"{word}\", and the glossary does not explain it")
}

/// Checks the terms of one document, given those that it links.
pub(super) fn check(
    document: &Document,
    text: &TextReport,
    (glossary, linked): (&Glossary, &[Mention]),
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(severity) = rules.severity_of(codes::GLO_01) else {
        return;
    };
    let stopped = document.parsed.no_terms.iter();
    let stopped: Vec<usize> = stopped
        .filter_map(|(word, _)| glossary.find(word))
        .collect();
    for (term, span) in &text.terms {
        let is_linked = linked.iter().any(|found| found.term == *term);
        if is_linked || stopped.contains(term) {
            continue;
        }
        let name = &glossary.terms[*term].term;
        let message = format!("the term `{name}` is used here, but not explained on this page");
        problems.push(
            Diagnostic::new(codes::GLO_01, message)
                .at(&document.path, span.clone())
                .severity(severity)
                .help("use it in running text as well, where mend links it"),
        );
    }
}

/// Definitions that are too long to be read in the middle of another sentence, or need one themselves.
pub(super) fn definitions(
    data: &Localised,
    lists: &PhraseLists,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(file) = &data.terms_file else {
        return;
    };
    let glossary = &data.glossary;
    let specialist = lists.get(SPECIALIST);
    for term in &glossary.terms {
        let mut report = |code: Code, message: String, help: String| {
            if let Some(severity) = rules.severity_of(code) {
                let problem = Diagnostic::new(code, message).at(file, term.span.clone());
                problems.push(problem.severity(severity).help(help));
            }
        };
        let count = term.definition.split_whitespace().count();
        if count > LONGEST_DEFINITION {
            report(
                codes::GLO_02,
                format!("the definition of `{}` has {count} words", term.term),
                format!("use at most {LONGEST_DEFINITION}"),
            );
        }
        let words = words(&term.definition);
        for hit in lists
            .search(&words)
            .hits(specialist, &words, 0..words.len())
        {
            let bytes = words[hit.words.start].range.start..words[hit.words.end - 1].range.end;
            let word = &term.definition[bytes];
            if glossary.find(word).is_none() {
                let message = format!(
                    "the definition of `{}` uses \"{word}\", which the glossary does not explain",
                    term.term
                );
                report(codes::GLO_03, message, HOW_TO_EXPLAIN.to_owned());
            }
        }
    }
}
