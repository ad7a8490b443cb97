//! Facts -> problems: what the graph found, judged by the site's configuration.
//!
//! One file a family of rules. What is wrong with a single text is reported where the text is read;
//! here stand the rules that need more than one file to decide.

mod evidence;
mod links;
mod reading;
mod safety;

use std::sync::Arc;

use crate::asset::Asset;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::document::data::Data;
use crate::document::uses::Use;
use crate::graph::Graph;

/// Everything the rules may look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The files beside them.
    pub assets: &'a [Arc<Asset>],
    /// The site.
    pub graph: &'a Graph,
    /// The data files.
    pub data: &'a Data,
    /// Where each document uses the terms of the glossary.
    pub uses: &'a [Arc<Vec<Use>>],
    /// The configuration.
    pub config: &'a Config,
}

/// Judges the whole site. Documents that are held back are judged when they are published or previewed.
pub fn site(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut problems = subject.graph.problems.clone();
    for at in (0..subject.documents.len()).filter(|at| subject.graph.states[*at].published) {
        links::check(subject, at, &mut problems);
        evidence::check(subject, at, &mut problems);
        safety::check(subject, at, &mut problems);
        reading::check(subject, at, &mut problems);
    }
    safety::check_site(subject, &mut problems);
    reading::unused_terms(subject, &mut problems);
    problems
}
