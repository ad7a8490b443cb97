//! Evidence marks name entries that exist, claims have a mark, and the text says when a source is old or weak.

use std::collections::BTreeMap;

use super::text_check::{ListRule, TextCheck};
use super::text_report::{EvidenceContext, TextReport};
use crate::codes;
use crate::config::Check;
use crate::data::{self, Certainty};
use crate::date::Moment;
use crate::diag::{Diagnostic, KnownNames, Severity};
use crate::document::Document;
use crate::markdown::Evidence;

/// Checks the marks of one document, given the names of all entries.
pub(super) fn check(document: &Document, known: &KnownNames<'_>, problems: &mut Vec<Diagnostic>) {
    let marks = document.parsed.evidence.iter();
    for mark in marks.filter(|mark| !known.has(&mark.id)) {
        let problem = Diagnostic::new(
            codes::DATA_02,
            format!("there is no evidence entry `{}`", mark.id),
        )
        .at(&document.path, mark.span.clone());
        problems.push(problem.help(match known.nearest(&mark.id) {
            Some(meant) => format!("did you mean [@{meant}]?"),
            None => format!(
                "add `{}:` with its `source` to content/evidence.yaml",
                mark.id
            ),
        }));
    }
}

/// The entries of `evidence.yaml`, by name.
type Entries = BTreeMap<String, data::Evidence>;

/// How many years old a source may be before the text must call it old.
const YEARS: i64 = 15;

/// Claims of research and figures without a mark in their paragraph.
const CLAIMS: ListRule = ListRule {
    code: codes::EVI_01,
    list: "research",
    message: "makes a claim without evidence",
    help: "add the mark of its entry, such as [@E05], to the paragraph, or remove the claim",
};

const TIME_PROMISES: ListRule = ListRule {
    code: codes::EVI_03,
    list: "time_promises",
    message: "promises how long something takes",
    help: "say what it depends on; an opinion needs its evidence mark",
};

/// Claims and promised times without a mark in their paragraph.
pub(super) fn check_text(text: &mut TextCheck<'_>) {
    text.report_list(&CLAIMS, |passage, _| {
        passage.is_own_voice() && passage.is_body() && !passage.passage.backed
    });
    text.report_list(&TIME_PROMISES, |passage, _| {
        passage.is_own_voice() && !passage.passage.backed
    });
}

/// What is said around each evidence mark of a document.
pub(super) fn contexts(text: &TextCheck<'_>) -> Vec<Option<EvidenceContext>> {
    let marks = text.document.parsed.evidence.iter();
    marks.map(|mark| context(text, mark)).collect()
}

fn context(text: &TextCheck<'_>, mark: &Evidence) -> Option<EvidenceContext> {
    let start = mark.span.start;
    let passages = &text.passages;
    let behind = passages.partition_point(|passage| passage.passage.span.start <= start);
    let passage = passages[..behind].last()?;
    let older = text.rules.lists.get("older");
    passage
        .passage
        .span
        .contains(&start)
        .then(|| EvidenceContext {
            is_called_old: passage.has(older, 0..passage.words.len()),
            has_number: passage.text().contains(|c: char| c.is_ascii_digit()),
        })
}

/// Checks what a passage says about the sources that it cites.
pub(super) fn check_sources(
    document: &Document,
    text: &TextReport,
    entries: &Entries,
    (rules, now): (&Check, Moment),
    problems: &mut Vec<Diagnostic>,
) {
    let this_year = now.year();
    incomplete_entries(document, entries, rules, problems);
    for (mark, context) in document.parsed.evidence.iter().zip(&text.evidence) {
        let entry = entries.get(&*mark.id);
        let (Some(context), Some(entry)) = (context, entry) else {
            continue;
        };
        let is_unchecked = entry.certainty == Some(Certainty::C);
        let (severity, message, help) = match newest_year(&entry.source) {
            _ if is_unchecked && context.has_number => (
                Severity::Error,
                format!(
                    "a number relies on `{}`, which has not been checked",
                    mark.id
                ),
                "leave the number out",
            ),
            Some(year) if this_year - year > YEARS && !context.is_called_old => (
                Severity::Warning,
                format!(
                    "`{}` is from {year}, and the text does not say that it is old",
                    mark.id
                ),
                "write \"an older study\"",
            ),
            _ => continue,
        };
        if let Some(severity) = rules.severity(codes::EVI_02, severity) {
            problems.push(
                Diagnostic::new(codes::EVI_02, message)
                    .at(&document.path, mark.span.clone())
                    .severity(severity)
                    .help(help),
            );
        }
    }
}

/// Cited entries without a note, limits or a certainty, each reported once.
fn incomplete_entries(
    document: &Document,
    entries: &Entries,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(severity) = rules.severity_of(codes::EVI_04) else {
        return;
    };
    let mut reported: Vec<&str> = Vec::new();
    for mark in &document.parsed.evidence {
        let Some(entry) = entries.get(&*mark.id) else {
            continue;
        };
        let lacking: Vec<&str> = [
            ("note", entry.note.is_none()),
            ("limits", entry.limits.is_none()),
            ("certainty", entry.certainty.is_none()),
        ]
        .into_iter()
        .filter(|(_, lacks)| *lacks)
        .map(|(key, _)| key)
        .collect();
        if !lacking.is_empty() && !reported.contains(&&*mark.id) {
            reported.push(&mark.id);
            let message = format!("the entry `{}` has no {}", mark.id, lacking.join(", "));
            problems.push(
                Diagnostic::new(codes::EVI_04, message)
                    .at(&document.path, mark.span.clone())
                    .severity(severity)
                    .help("add it in content/evidence.yaml; readers see it below the text"),
            );
        }
    }
}

/// The newest year a source names.
fn newest_year(source: &str) -> Option<i64> {
    source
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| {
            digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
        })
        .filter_map(|digits| digits.parse().ok())
        .max()
}
