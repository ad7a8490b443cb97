//! The results of checking the words of one document.

use super::readability::Readability;
use crate::diag::{Diagnostic, Span};
use crate::markdown::Silence;

/// What was found out about the words of one document.
#[derive(Debug, Default)]
pub struct TextReport {
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
    /// How hard they are to read.
    pub readability: Readability,
    /// The fingerprint of the words, which a review names.
    pub(super) hash: String,
    /// The comments that silence a finding.
    pub(super) silences: Vec<Silence>,
    /// Where they first mention terms of the glossary, each with the term's index there.
    pub(super) terms: Vec<(usize, Span)>,
    /// The links that begin a sentence which continues as if they were its subject.
    pub(super) page_subjects: Vec<Span>,
    /// What is said around each evidence mark of the document, in their order; `None` for a mark outside of passages.
    pub(super) evidence: Vec<Option<EvidenceContext>>,
}

impl TextReport {
    /// The report on a text whose check was stopped by a fault of mend.
    pub fn failed(fault: Diagnostic) -> Self {
        Self {
            problems: vec![fault],
            ..Self::default()
        }
    }
}

/// What a passage with an evidence mark says.
#[derive(Clone, Copy, Debug)]
pub(super) struct EvidenceContext {
    /// It calls the study old.
    pub(super) is_called_old: bool,
    /// It names a number.
    pub(super) has_number: bool,
}
