//! Rewrites the text of each document for the move: its links, and the redirect from its old address.

use std::collections::BTreeMap;

use super::plan::{Move, Obstacle, Plan, RewrittenLink, Text};
use super::site::{Form, Meaning, Reference, Site};
use super::text::{edited, written_at};
use crate::diag::Lines;
use crate::document::{self, Document};

/// A site before and after a move, as long as no text is rewritten.
pub(super) struct Relocation<'a> {
    pub(super) before: &'a Site,
    pub(super) after: &'a Site,
    pub(super) step: &'a Move,
    /// Whether old addresses lead to the new ones.
    pub(super) redirect: bool,
}

impl Relocation<'_> {
    /// Adds to the plan what changes in a document.
    pub(super) fn rewrite(&self, at: usize, plan: &mut Plan, obstacles: &mut Vec<Obstacle>) {
        let Self {
            before,
            after,
            step,
            ..
        } = self;
        let document = &before.documents[at];
        let path = step.place(&document.path);
        let Some(at_after) = after.find(&path) else {
            return;
        };
        let (old, new) = (&before.graph.routes[at], &after.graph.routes[at_after]);
        let has_redirect = self.redirect && old != new;
        let obstacle = |message| Obstacle::new(&document.path, None, message);
        // A file that is not text has no links.
        let Some(text) = before.text(at) else {
            if has_redirect {
                obstacles.push(obstacle(format!(
                    "the redirect from {old} cannot be added to a file that is not UTF-8 text"
                )));
            }
            return;
        };
        let mut rewritten = self.links(at, at_after, text, plan, obstacles);
        if old != new {
            rewritten = document::without_redirect(&rewritten, &document.path, new);
        }
        if has_redirect {
            match document::with_redirect(&rewritten, &document.path, old) {
                Some(redirected) => rewritten = redirected,
                None => obstacles.push(obstacle(format!(
                    "the redirect from {old} cannot be added to this front matter"
                ))),
            }
            plan.redirects.push((old.clone(), path));
        }
        if rewritten != text {
            let text = Text {
                old: text.to_owned(),
                new: rewritten,
            };
            plan.texts.insert(document.path.clone(), text);
        }
    }

    /// The text of a document with other targets for the links that would mean something else.
    fn links(
        &self,
        at: usize,
        at_after: usize,
        text: &str,
        plan: &mut Plan,
        obstacles: &mut Vec<Obstacle>,
    ) -> String {
        let Self { before, after, .. } = self;
        let document = &before.documents[at];
        let lines = Lines::new(text);
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for (reference, now) in before.references(at).zip(after.references(at_after)) {
            let Some(meaning) = self.lost(document, &reference, &after.documents[at_after], &now)
            else {
                continue;
            };
            let line = lines.position(reference.span.start).0;
            let place = written_at(text, &reference);
            let form = before.form(document, &reference);
            let (Some(place), Some(new)) = (place, after.write(at_after, &meaning, form)) else {
                let message = format!("the link to `{}` cannot be rewritten", reference.target);
                obstacles.push(Obstacle::new(&document.path, Some(line), message));
                continue;
            };
            let old = text[place.clone()].to_owned();
            // Several links can share one definition.
            let shared = edits.insert(place.start, (place.end, new.clone()));
            if shared.is_none() {
                plan.links.push(RewrittenLink {
                    path: document.path.clone(),
                    line,
                    old,
                    new,
                });
            }
        }
        edited(text, &edits)
    }

    /// What a link must mean after the move, if it no longer does.
    fn lost(
        &self,
        document: &Document,
        reference: &Reference<'_>,
        document_after: &Document,
        now: &Reference<'_>,
    ) -> Option<Meaning> {
        let Self { before, after, .. } = self;
        let meaning = before.meaning(reference.resolution).moved(self.step);
        // A picture is also found by its name alone, wherever it is. So a relative path to a picture can lead to it and yet
        // no longer be its path: it is rewritten all the same.
        let is_path = |form| matches!(form, Form::RelativeFile { .. });
        let keeps_path = !matches!(meaning, Meaning::File(_))
            || !is_path(before.form(document, reference))
            || is_path(after.form(document_after, now));
        let is_same = keeps_path && after.meaning(now.resolution) == meaning;
        (!is_same).then_some(meaning)
    }
}
