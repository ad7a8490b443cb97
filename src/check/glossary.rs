//! Terms of the glossary: an article that uses one leads to it, and a definition is short.
//!
//! mend links a term by itself where running text first uses it ([`crate::document::uses`]). What is noticed here is
//! a term that an article uses only where no link can stand, such as the cell of a table's head or a block's title.
//! Headings, quotations and wording shown as an example are no uses; `%%noterm: word%%` stops one. The other way
//! round, words that only specialists use are to be in the glossary.

use rustc_hash::FxHashMap;

use super::Subject;
use super::text::{Checked, Reader, Text};
use super::words::{self, Word};
use crate::codes::{self, Code};
use crate::diag::{Diagnostic, Span};
use crate::document::glossary::Glossary;

/// The longest definition, in words.
const LONGEST_DEFINITION: usize = 30;

/// The written forms of the terms, by their first word.
#[derive(Debug, Default)]
pub(super) struct Forms(FxHashMap<Box<str>, Vec<Form>>);

#[derive(Debug)]
struct Form {
    words: Vec<Word>,
    /// The form as it must be written, if it is written in capitals only: `EFT`.
    exact: Option<String>,
    term: usize,
}

impl Forms {
    pub(super) fn of(glossary: &Glossary) -> Self {
        let mut forms: FxHashMap<Box<str>, Vec<Form>> = FxHashMap::default();
        for (term, entry) in glossary.terms.iter().enumerate() {
            for written in entry.written() {
                let words = words::words(written);
                if let Some(first) = words.first() {
                    let exact = (!written.contains(char::is_lowercase)).then(|| written.to_owned());
                    forms
                        .entry(first.lower.clone())
                        .or_default()
                        .push(Form { words, exact, term });
                }
            }
        }
        Self(forms)
    }

    /// The first use of each term in the article's own words, links aside: they name what they lead to.
    pub(super) fn first_uses(&self, passages: &[Reader<'_>]) -> Vec<(usize, Span)> {
        let mut found: Vec<(usize, Span)> = Vec::new();
        for reader in passages {
            if !reader.is_own_voice() || reader.is_heading() {
                continue;
            }
            let mut at = 0;
            while at < reader.words.len() {
                let Some(form) = self.form_at(reader, at) else {
                    at += 1;
                    continue;
                };
                let bytes = reader.bytes(&(at..at + form.words.len()));
                let is_use = !reader.is_quoted(&bytes) && !reader.is_in_link(&bytes);
                if is_use && found.iter().all(|(term, _)| *term != form.term) {
                    found.push((form.term, reader.passage.span_of(&bytes)));
                }
                at += form.words.len();
            }
        }
        found
    }

    /// The longest form that begins with this word of a passage.
    fn form_at(&self, reader: &Reader<'_>, at: usize) -> Option<&Form> {
        let forms = self.0.get(&reader.words[at].lower)?;
        let fits = |form: &&Form| {
            let part = reader.words.get(at..at + form.words.len());
            let is_same = part.is_some_and(|part| {
                let pairs = part.iter().zip(&form.words);
                pairs
                    .into_iter()
                    .all(|(word, form)| word.lower == form.lower)
            });
            is_same
                && form.exact.as_deref().is_none_or(|exact| {
                    let bytes = reader.bytes(&(at..at + form.words.len()));
                    &reader.passage.text[bytes] == exact
                })
        };
        let fitting = forms.iter().filter(fits);
        fitting.max_by_key(|form| form.words.len())
    }
}

/// Words of specialists that the glossary does not explain, each where the article first uses it.
pub(super) fn check_text(text: &mut Text<'_>) {
    let rules = text.rules;
    // While the glossary is unread, it may explain any word.
    if !rules.knows_terms {
        return;
    }
    let mut known: Vec<String> = Vec::new();
    for at in 0..text.passages.len() {
        let reader = &text.passages[at];
        if !reader.is_own_voice() || reader.is_heading() {
            continue;
        }
        let mut unknown = Vec::new();
        for hit in reader.hits(rules.lists.get(SPECIALIST)) {
            let bytes = reader.bytes(&hit.words);
            let is_explained = rules.terms.form_at(reader, hit.words.start).is_some();
            if !is_explained && !reader.is_in_link(&bytes) {
                unknown.push(bytes);
            }
        }
        for bytes in unknown {
            let word = text.passages[at].passage.text[bytes.clone()].to_lowercase();
            if !known.contains(&word) {
                text.report(
                    codes::GLO_03,
                    at,
                    &bytes,
                    unexplained(&word),
                    HOW_TO_EXPLAIN,
                );
                known.push(word);
            }
        }
    }
}

/// The list with the words of specialists.
const SPECIALIST: &str = "specialist";

const HOW_TO_EXPLAIN: &str = "define it in content/terms.yaml, or say it in plain words";

fn unexplained(word: &str) -> String {
    format!("few readers know \"{word}\", and the glossary does not explain it")
}

/// Checks the terms of one document.
pub(super) fn check(
    subject: &Subject<'_>,
    at: usize,
    text: &Checked,
    problems: &mut Vec<Diagnostic>,
) {
    if subject.data.is_unread("terms") {
        return;
    }
    let document = &subject.documents[at];
    let glossary = &subject.data.glossary;
    let rules = &subject.config.check;
    let Some(severity) = rules.severity_of(codes::GLO_01) else {
        return;
    };
    let stopped = document.parsed.no_terms.iter();
    let stopped: Vec<usize> = stopped
        .filter_map(|(word, _)| glossary.find(word))
        .collect();
    for (term, span) in &text.terms {
        let is_linked = subject.uses[at].iter().any(|found| found.term == *term);
        if is_linked || stopped.contains(term) {
            continue;
        }
        let name = &glossary.terms[*term].term;
        let message = format!("the term `{name}` is used here and explained nowhere on the page");
        problems.push(
            Diagnostic::new(codes::GLO_01, message)
                .at(&document.path, span.clone())
                .severity(severity)
                .help("use it in the running text, too, where it is linked by itself"),
        );
    }
}

/// Definitions that are too long to be read in the middle of another sentence, or need one themselves.
pub(super) fn definitions(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(file) = &subject.data.terms_file else {
        return;
    };
    let glossary = &subject.data.glossary;
    let specialist = subject.rules.lists.get(SPECIALIST);
    for term in &glossary.terms {
        let mut report = |code: Code, message: String, help: String| {
            if let Some(severity) = subject.config.check.severity_of(code) {
                let problem = Diagnostic::new(code, message).at(file, term.span.clone());
                problems.push(problem.severity(severity).help(help));
            }
        };
        let count = term.definition.split_whitespace().count();
        if count > LONGEST_DEFINITION {
            report(
                codes::GLO_02,
                format!("the definition of `{}` has {count} words", term.term),
                format!("say it in up to {LONGEST_DEFINITION} words"),
            );
        }
        let words = words::words(&term.definition);
        for hit in specialist.hits(&words) {
            let bytes = words[hit.words.start].range.start..words[hit.words.end - 1].range.end;
            let word = &term.definition[bytes];
            if glossary.find(word).is_none() {
                let message = format!(
                    "the definition of `{}` says \"{word}\", and the glossary does not explain it",
                    term.term
                );
                report(codes::GLO_03, message, HOW_TO_EXPLAIN.to_owned());
            }
        }
    }
}
