//! Finds the files to move, and checks whether each can be at its new place.

use rustc_hash::FxHashSet;

use super::plan::{Move, Obstacle};
use crate::config::Config;
use crate::files::{self, Inputs, LeftOut, Reason};
use crate::glob::Globs;
use crate::graph::CONTENT;
use crate::path::{self, SourcePath};

/// Each file that moves.
pub(super) fn moves(inputs: &Inputs, step: &Move) -> Result<Vec<Move>, Vec<Obstacle>> {
    let refuse = |path: &SourcePath, message: &str| Err(vec![Obstacle::new(path, None, message)]);
    let files = inputs.content_paths();
    let mut moves: Vec<Move> = files
        .map(|path| Move {
            from: path.clone(),
            to: step.place(path),
        })
        .filter(|file| file.from != file.to)
        .collect();
    if moves.is_empty() {
        return refuse(&step.from, "there is no such article, file or folder");
    }
    if step.to.below(step.from.as_str()).is_some() {
        return refuse(&step.to, "a folder cannot move into itself");
    }
    let taken: FxHashSet<&SourcePath> = inputs.content_paths().collect();
    for Move { from, to } in &moves {
        if taken.contains(to) {
            return refuse(to, "already exists and is not overwritten");
        }
        let Some(below) = to.below(CONTENT) else {
            return refuse(to, "lies outside of content/");
        };
        if let Some(reason) = unread(to, below, &inputs.config) {
            return refuse(to, &format!("would not be read: {reason}"));
        }
        if let Err(reason) = path::check_output(below) {
            return refuse(to, &format!("cannot be published: {reason}"));
        }
        if from.extension() != to.extension() {
            return refuse(to, "must keep the extension of the file");
        }
    }
    // Files that are left out of the site move with their folder. At the new place they must be left out as well.
    for LeftOut { path, reason } in &inputs.left_out {
        let to = step.place(path);
        if to == *path {
            continue;
        }
        let below = to.below(CONTENT).unwrap_or_default();
        if *reason == Reason::Ignored && by_name(below, &inputs.config).is_none() {
            return refuse(
                path,
                "is excluded by `[content] ignore` in site.toml, but would be published at the new place: change the pattern first",
            );
        }
        moves.push(Move {
            from: path.clone(),
            to,
        });
    }
    moves.sort_by(|a, b| a.from.cmp(&b.from));
    Ok(moves)
}

/// Why a file of the content is not read at this path, if so; `below` is the part below `content/`.
fn unread(path: &SourcePath, below: &str, config: &Config) -> Option<String> {
    by_name(below, config).or_else(|| {
        let reason = files::by_kind(path, &config.content.publish)?;
        Some(reason.in_words())
    })
}

/// Why nothing at a path below `content/` is looked at, file or folder, if so.
fn by_name(below: &str, config: &Config) -> Option<String> {
    let mut folder = CONTENT.to_owned();
    for name in below.split('/') {
        if let Some(reason) = files::by_name(&folder, name) {
            return Some(reason.of(&format!("`{name}`")));
        }
        folder = format!("{folder}/{name}");
    }
    let ignored = Globs::new(&config.content.ignore);
    let mut ends = below
        .match_indices('/')
        .map(|(at, _)| at)
        .chain([below.len()]);
    let is_ignored = ends.any(|end| ignored.fits(&below[..end]));
    is_ignored.then(|| "`[content] ignore` in site.toml excludes it".to_owned())
}
