//! Reviews are honest and not too old: the days agree, the reviewer is known, and what was reviewed is what stands
//! there now.

use super::Subject;
use super::text::{Checked, is_article};
use crate::codes::{self, Code};
use crate::config::Config;
use crate::diag::{Diagnostic, Severity};
use crate::document::data::EDITORS;
use crate::document::{Document, Safety};
use crate::markdown::Prose;
use crate::memo::Fingerprint;

/// How many characters of a text's fingerprint stand for it in front matter.
const HASH: usize = 16;

/// Roles that need a credential which readers can look up.
const PROFESSIONS: [&str; 10] = [
    "therapist",
    "psycholog",
    "psychiatr",
    "counsell",
    "counsel",
    "doctor",
    "nurse",
    "social worker",
    "clinic",
    "solicitor",
];

/// Checks one document.
pub(super) fn check(
    subject: &Subject<'_>,
    at: usize,
    text: &Checked,
    problems: &mut Vec<Diagnostic>,
) {
    let document = &subject.documents[at];
    if !is_article(document) {
        return;
    }
    let review = &document.meta.review;
    let span = review.span.clone().unwrap_or(document.top());
    let mut report = |code: Code, severity: Severity, message: String, help: &str| {
        if let Some(severity) = subject.config.check.severity(code, severity) {
            problems.push(
                Diagnostic::new(code, message)
                    .at(&document.path, span.clone())
                    .severity(severity)
                    .help(help),
            );
        }
    };
    if let Some(key) = review.malformed {
        report(
            codes::REV_01,
            Severity::Error,
            format!("`{key}` is no day"),
            "write it as 2026-02-28",
        );
        return;
    }
    if !review.never && review.reviewed.is_none() {
        report(
            codes::REV_01,
            Severity::Error,
            "the article does not say when it was reviewed".to_owned(),
            "write `reviewed: never`, or the day a person did it",
        );
        return;
    }
    match review.by.as_deref() {
        None => report(
            codes::REV_01,
            Severity::Error,
            "the article does not say who reviewed it".to_owned(),
            "add `reviewed_by:` with a name from content/people.yaml, or `editors`",
        ),
        Some(by) => match subject.data.people.get(by) {
            None if by == EDITORS => {}
            _ if subject.data.is_unread("people") => {}
            None => report(
                codes::REV_06,
                Severity::Error,
                format!("there is nobody named `{by}` in content/people.yaml"),
                "add the person, or write `reviewed_by: editors`",
            ),
            Some(person) => {
                let role = person.role.as_deref().unwrap_or_default().to_lowercase();
                let claims = PROFESSIONS
                    .iter()
                    .any(|profession| role.contains(profession));
                if claims && (person.credential.is_none() || person.source.is_none()) {
                    report(
                        codes::REV_06,
                        Severity::Error,
                        format!("`{by}` claims a profession without a credential and a source"),
                        "add both to content/people.yaml, or leave the role out",
                    );
                }
            }
        },
    }
    let Some(reviewed) = review.reviewed else {
        return;
    };
    let now = subject.now;
    if reviewed > now {
        report(
            codes::REV_03,
            Severity::Error,
            format!(
                "reviewed on {}, which has not come yet",
                reviewed.long_day()
            ),
            "write the day a person did it",
        );
    }
    let Some(due) = review.due else {
        report(
            codes::REV_01,
            Severity::Error,
            "the article does not say when its next review is due".to_owned(),
            "add `review_due:` with a day",
        );
        return;
    };
    if due <= reviewed {
        report(
            codes::REV_03,
            Severity::Error,
            "the next review is due before the last one took place".to_owned(),
            "correct the day that is wrong",
        );
        return;
    }
    let days = now.days_until(due);
    if days < 0 {
        report(
            codes::REV_02,
            Severity::Error,
            format!("the review was due on {}", due.long_day()),
            "review the article, then set `reviewed` and `review_due`",
        );
    } else if days <= i64::from(subject.config.review.soon_days) {
        report(
            codes::REV_02,
            Severity::Note,
            format!("the review is due on {}", due.long_day()),
            "plan it now",
        );
    }
    let (limit, severity) = longest(subject.config, document);
    if reviewed.days_until(due) * 2 > i64::from(limit) * 61 {
        report(
            codes::REV_04,
            severity,
            format!("the review is to hold for more than {limit} months"),
            "set an earlier `review_due`",
        );
    }
    let hash = text_hash(&text.prose);
    let (message, help) = match review.hash.as_ref() {
        Some(known) if *known == hash => return,
        Some(_) => (
            "the text changed since it was reviewed",
            format!("have the change reviewed, then write `reviewed_hash: {hash}`"),
        ),
        None => (
            "nobody would notice a change of the text after its review",
            format!("write `reviewed_hash: {hash}`, if this is the text that was reviewed"),
        ),
    };
    report(codes::REV_05, Severity::Note, message.to_owned(), &help);
}

/// One word for all articles that nobody has reviewed, and all contacts that nobody has checked.
pub(super) fn never_reviewed(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let never = subject
        .judged()
        .map(|at| &subject.documents[at])
        .filter(|document| document.meta.review.never && is_article(document))
        .count();
    let severity = subject.config.check.severity_of(codes::REV_07);
    let help = subject
        .data
        .help
        .iter()
        .filter(|_| !subject.data.is_unread("help"));
    let entries = help.flat_map(|help| help.entries());
    let unchecked = entries
        .filter(|entry| entry.checked.day().is_none())
        .count();
    if let (Some(severity), true) = (severity, never + unchecked > 0) {
        let articles = match never {
            0 => None,
            1 => Some("1 article has never been reviewed".to_owned()),
            _ => Some(format!("{never} articles have never been reviewed")),
        };
        let contacts = match unchecked {
            0 => None,
            1 => Some("1 contact of help.yaml has never been checked".to_owned()),
            _ => Some(format!(
                "{unchecked} contacts of help.yaml have never been checked"
            )),
        };
        let parts: Vec<String> = articles.into_iter().chain(contacts).collect();
        let message = parts.join(", and ");
        problems.push(
            Diagnostic::new(codes::REV_07, message)
                .severity(severity)
                .help("readers are told so where they read it; `mend list due` names them"),
        );
    }
}

/// How many months a review may hold, and what a longer one is.
pub fn longest(config: &Config, document: &Document) -> (i32, Severity) {
    let safety = &document.meta.safety;
    if safety.contains(&Safety::Abuse) || safety.contains(&Safety::Crisis) {
        (config.review.longest_safety_months, Severity::Error)
    } else {
        (config.review.longest_months, Severity::Warning)
    }
}

/// Stands for the words of a text, whatever its line breaks and the targets of its links.
pub fn text_hash(prose: &Prose) -> String {
    let words: Vec<&str> = prose
        .passages
        .iter()
        .flat_map(|passage| passage.text.split_whitespace())
        .collect();
    let mut hash = Fingerprint::of_bytes(words.join(" ").as_bytes()).to_hex();
    hash.truncate(HASH);
    hash
}
