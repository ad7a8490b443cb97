//! Verifies a plan: every link of the moved site still has the same meaning.

use rustc_hash::FxHashSet;

use super::names::lost_steps;
use super::plan::{Move, Obstacle, Plan};
use super::site::Site;
use crate::diag::Lines;
use crate::path::{Route, SourcePath};

/// Follows every link of the moved site again, and finds what does not mean what it meant.
pub(super) fn prove(before: &Site, after: &Site, step: &Move, plan: &Plan) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (at, document) in before.documents.iter().enumerate() {
        let obstacle = |line, message| Obstacle::new(&document.path, line, message);
        let Some(at_after) = after.find(&step.place(&document.path)) else {
            obstacles.push(obstacle(None, "would be lost".to_owned()));
            continue;
        };
        for (reference, now) in before.references(at).zip(after.references(at_after)) {
            if after.meaning(now.resolution) != before.meaning(reference.resolution).moved(step) {
                let text = before.text(at).unwrap_or_default();
                let line = Lines::new(text).position(reference.span.start).0;
                let message = format!("the link to `{}` would break", reference.target);
                obstacles.push(obstacle(Some(line), message));
            }
        }
    }
    let lost = lost_steps(before, after, step);
    obstacles.extend(lost.map(|(was, _)| {
        let message = format!("the step `{}` would lead elsewhere", was.page);
        Obstacle::new(was.file, None, message)
    }));
    let redirects: FxHashSet<(&Route, &SourcePath)> = after
        .graph
        .redirects
        .iter()
        .map(|redirect| (&redirect.from, &after.documents[redirect.to.index()].path))
        .collect();
    for (from, path) in &plan.redirects {
        if !redirects.contains(&(from, path)) {
            let message = format!("the redirect from {from} would not work");
            obstacles.push(Obstacle::new(path, None, message));
        }
    }
    let known: FxHashSet<&str> = before
        .graph
        .problems
        .iter()
        .map(|problem| &*problem.message)
        .collect();
    let new = after
        .graph
        .problems
        .iter()
        .filter(|problem| !known.contains(&*problem.message));
    obstacles.extend(new.map(|problem| {
        let place = problem.place.as_ref();
        let path = place.map_or(&step.to, |place| &place.path);
        Obstacle::new(path, None, &*problem.message)
    }));
    obstacles
}
