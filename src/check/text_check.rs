//! What all wording rules share: the document that is being checked, and how a finding in it is reported.
//!
//! The rules are in the files of their families; [`super::text`] calls them.

use std::ops::Range;

use super::passage::AnnotatedPassage;
use super::phrase_lists::Hit;
use super::text_rules::TextRules;
use crate::codes::Code;
use crate::diag::{Diagnostic, Severity, Span};
use crate::document::Document;
use crate::markdown::Prose;

/// A rule that reports each hit of a list, with what the list says to write instead.
pub(super) struct ListRule {
    pub(super) code: Code,
    pub(super) list: &'static str,
    /// What is wrong, in words that follow the ones that were found.
    pub(super) message: &'static str,
    /// What to do if the list has no replacement.
    pub(super) help: &'static str,
}

/// A document that is being judged.
pub(super) struct TextCheck<'t> {
    pub(super) document: &'t Document,
    pub(super) rules: &'t TextRules,
    pub(super) prose: &'t Prose,
    pub(super) passages: Vec<AnnotatedPassage<'t>>,
    pub(super) problems: Vec<Diagnostic>,
}

impl TextCheck<'_> {
    /// Reports something about words of a passage, unless the rule is switched off.
    pub(super) fn report(
        &mut self,
        code: Code,
        passage: usize,
        bytes: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report_as(code, code.severity(), passage, bytes, message, help);
    }

    /// Reports with another severity than the code's own; the configuration has the last word.
    pub(super) fn report_as(
        &mut self,
        code: Code,
        severity: Severity,
        passage: usize,
        bytes: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.passages[passage].span_of(bytes);
        self.report_at_as(code, severity, span, message, help);
    }

    /// Reports something about bytes of the file.
    pub(super) fn report_at(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report_at_as(code, code.severity(), span, message, help);
    }

    /// The same with another severity than the code's own.
    pub(super) fn report_at_as(
        &mut self,
        code: Code,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if let Some(severity) = self.rules.check.severity(code, severity) {
            let problem = Diagnostic::new(code, message)
                .at(&self.document.path, span)
                .severity(severity);
            self.problems.push(problem.help(help));
        }
    }

    /// Reports every hit of a rule's list in the passages that are wanted.
    pub(super) fn report_list(
        &mut self,
        rule: &ListRule,
        is_wanted: impl Fn(&AnnotatedPassage<'_>, &Hit) -> bool,
    ) {
        if self.rules.check.severity_of(rule.code).is_none() {
            return;
        }
        let list = self.rules.lists.get(rule.list);
        for at in 0..self.passages.len() {
            let passage = &self.passages[at];
            let hits = passage.hits(list).into_iter();
            let hits: Vec<Hit> = hits.filter(|hit| is_wanted(passage, hit)).collect();
            for hit in hits {
                let (bytes, found) = self.found(at, &hit);
                let message = format!("\"{found}\" {}", rule.message);
                let help = match hit.replacement {
                    Some(better) => format!("write \"{better}\""),
                    None => rule.help.to_owned(),
                };
                self.report(rule.code, at, &bytes, message, help);
            }
        }
    }

    /// The bytes of a hit, and its words as they are written.
    pub(super) fn found(&self, passage: usize, hit: &Hit) -> (Range<usize>, String) {
        let passage = &self.passages[passage];
        let bytes = passage.bytes(&hit.words);
        let found = passage.text()[bytes.clone()].to_owned();
        (bytes, found)
    }

    /// The language the article is written in.
    pub(super) fn language(&self) -> &str {
        let own = self.document.meta.language.as_deref();
        own.unwrap_or(&self.rules.language)
    }
}
