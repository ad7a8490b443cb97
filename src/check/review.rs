//! Reviews are plausible and not too old: the dates agree, the reviewer is known, and the text is the one that was reviewed.

use std::collections::BTreeMap;

use super::article::is_article;
use super::inputs::SiteDocuments;
use super::text_report::TextReport;
use crate::codes::{self, Code};
use crate::config::{self, Check};
use crate::data::{EDITORS, Help, Person};
use crate::date::Moment;
use crate::diag::{Diagnostic, Severity};
use crate::document::review::Review;
use crate::document::{Document, Safety};
use crate::word_list::entries;

/// Professions, or how they begin: a role that contains one needs a credential that readers can look up.
const PROFESSIONS: &str = include_str!("../words/en/professions.txt");

/// What is wrong with a review, and how to mend it.
struct ReviewFinding {
    code: Code,
    severity: Severity,
    message: String,
    help: String,
}

impl ReviewFinding {
    fn error(code: Code, message: impl Into<String>, help: &str) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            help: help.to_owned(),
        }
    }

    fn warning(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            message: message.into(),
            help: help.into(),
        }
    }

    fn note(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, message, help)
        }
    }
}

/// The settings and data by which the review of an article is judged.
pub(super) struct ReviewRules<'a> {
    pub(super) rules: &'a Check,
    pub(super) times: &'a config::Review,
    /// The people in content/people.yaml; `None` if that file could not be read.
    pub(super) people: Option<&'a BTreeMap<String, Person>>,
    pub(super) now: Moment,
}

/// Checks one document.
pub(super) fn check(
    document: &Document,
    text: &TextReport,
    by: &ReviewRules<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let review = &document.meta.review;
    // Worksheets and pages about the site itself need no review, but readers see the one that they name.
    if !is_article(document) && review.reviewed.is_none() && review.malformed.is_none() {
        return;
    }
    let span = document.meta.review.span.clone();
    let span = span.unwrap_or_else(|| document.top());
    for finding in findings(document, &text.hash, by) {
        if let Some(severity) = by.rules.severity(finding.code, finding.severity) {
            problems.push(
                Diagnostic::new(finding.code, finding.message)
                    .at(&document.path, span.clone())
                    .severity(severity)
                    .help(finding.help),
            );
        }
    }
}

/// Everything that is wrong with the review of an article, given the fingerprint of its text. What cannot be judged because
/// of an earlier fault is left out.
fn findings(document: &Document, hash: &str, by: &ReviewRules<'_>) -> Vec<ReviewFinding> {
    let review = &document.meta.review;
    if let Some(unusable) = unusable(review) {
        return vec![unusable];
    }
    let named = review.by.as_deref();
    let Some(reviewed) = review.reviewed else {
        // An article that was never reviewed need not name a reviewer.
        let reviewer = named.and_then(|named| reviewer(by.people, Some(named)));
        return reviewer.into_iter().collect();
    };
    let mut findings: Vec<ReviewFinding> = reviewer(by.people, named).into_iter().collect();
    if reviewed > by.now {
        let message = format!(
            "the day of the review is in the future: {}",
            reviewed.long_day()
        );
        let help = "write the date of the review";
        findings.push(ReviewFinding::error(codes::REV_03, message, help));
    }
    let Some(due) = review.due else {
        let message = "the article does not say when its next review is due";
        let help = "add `review_due:` with a date";
        findings.push(ReviewFinding::error(codes::REV_01, message, help));
        return findings;
    };
    if due <= reviewed {
        let message = "the next review is not due after the last one";
        let help = "correct the date that is wrong";
        findings.push(ReviewFinding::error(codes::REV_03, message, help));
        return findings;
    }
    findings.extend(overdue(by.now, due, by.times.soon_days));
    findings.extend(too_long(by.times, document, reviewed, due));
    findings.extend(changed(review.hash.as_deref(), hash));
    findings
}

/// A review that is missing or whose dates cannot be read, so that nothing else can be judged.
fn unusable(review: &Review) -> Option<ReviewFinding> {
    if let Some(key) = review.malformed {
        let message = format!("`{key}` is not a date");
        return Some(ReviewFinding::error(
            codes::REV_01,
            message,
            "write it as 2026-02-28",
        ));
    }
    let is_missing = !review.never && review.reviewed.is_none();
    is_missing.then(|| {
        ReviewFinding::warning(
            codes::REV_01,
            "the article does not say when it was reviewed",
            "add `reviewed: never`, or the date of the review",
        )
    })
}

/// A reviewer that readers cannot look up.
fn reviewer(people: Option<&BTreeMap<String, Person>>, by: Option<&str>) -> Option<ReviewFinding> {
    let Some(by) = by else {
        return Some(ReviewFinding::error(
            codes::REV_01,
            "the article does not say who reviewed it",
            "add `reviewed_by:` with a name from content/people.yaml, or `editors`",
        ));
    };
    let person = people?.get(by);
    if person.is_none() && by == EDITORS {
        return None;
    }
    let Some(person) = person else {
        return Some(ReviewFinding::error(
            codes::REV_06,
            format!("`reviewed_by` names `{by}`, who is not in content/people.yaml"),
            "add the person, or write `reviewed_by: editors`",
        ));
    };
    let role = person.role.as_deref().unwrap_or_default().to_lowercase();
    let mut professions = entries(PROFESSIONS);
    let is_professional = professions.any(|profession| role.contains(profession));
    let is_proved = person.credential.is_some() && person.source.is_some();
    (is_professional && !is_proved).then(|| {
        ReviewFinding::error(
            codes::REV_06,
            format!("`{by}` has a profession as a role, but no credential with a source"),
            "add `credential` and `source` to content/people.yaml, or remove the role",
        )
    })
}

/// A review whose time is over, or soon will be.
fn overdue(now: Moment, due: Moment, soon_days: i32) -> Option<ReviewFinding> {
    let days = now.days_until(due);
    if days < 0 {
        let message = format!("the review was due on {}", due.long_day());
        let help = "review the article, then set `reviewed` and `review_due`";
        return Some(ReviewFinding::error(codes::REV_02, message, help));
    }
    (days <= i64::from(soon_days)).then(|| {
        let message = format!("the review is due on {}", due.long_day());
        ReviewFinding::note(codes::REV_02, message, "plan it now")
    })
}

/// A next review that is due too late.
fn too_long(
    times: &config::Review,
    document: &Document,
    reviewed: Moment,
    due: Moment,
) -> Option<ReviewFinding> {
    let (months, severity) = longest(times, document);
    // A month has 30.5 days.
    let is_too_long = reviewed.days_until(due) * 2 > i64::from(months) * 61;
    is_too_long.then(|| ReviewFinding {
        code: codes::REV_04,
        severity,
        message: format!("the next review is due more than {months} months after the last one"),
        help: "set an earlier `review_due`".to_owned(),
    })
}

/// A text that has changed since its review, or that has no fingerprint by which a change could be noticed.
fn changed(reviewed: Option<&str>, hash: &str) -> Option<ReviewFinding> {
    match reviewed {
        Some(reviewed) if reviewed == hash => None,
        // Readers no longer see the review, so the publisher must learn that it is gone.
        Some(_) => Some(ReviewFinding::warning(
            codes::REV_05,
            "the text has changed since its review, so readers no longer see the review",
            format!("have the change reviewed, then set `reviewed_hash: {hash}`"),
        )),
        None => Some(ReviewFinding::note(
            codes::REV_05,
            "no `reviewed_hash`, so later edits will go unnoticed",
            format!("add `reviewed_hash: {hash}` if this is the text that was reviewed"),
        )),
    }
}

/// Reports all articles that were never reviewed, and all contacts that were never checked, in one problem.
pub(super) fn never_reviewed(
    documents: &SiteDocuments<'_>,
    help: Option<&Help>,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let judged = documents.judged().map(|(_, document)| document);
    let never = judged.filter(|document| document.meta.review.never && !document.is_index());
    let never = never.count();
    let severity = rules.severity_of(codes::REV_07);
    let entries = help.into_iter().flat_map(Help::entries);
    let unchecked = entries
        .filter(|entry| entry.checked.day().is_none())
        .count();
    let (Some(severity), true) = (severity, never + unchecked > 0) else {
        return;
    };
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
            .help("the pages tell readers so; `mend list due` lists them"),
    );
}

/// The most months between two reviews of an article, and the severity of planning for more.
pub fn longest(times: &config::Review, document: &Document) -> (i32, Severity) {
    let safety = &document.meta.safety;
    if safety.contains(&Safety::Abuse) || safety.contains(&Safety::Crisis) {
        (times.longest_safety_months, Severity::Error)
    } else {
        (times.longest_months, Severity::Warning)
    }
}
