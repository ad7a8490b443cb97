//! Rewrites names of articles outside of links: in the steps of reading paths and the settings of `site.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::plan::{Move, Obstacle, RewrittenLink, Text};
use super::site::{Form, PathStep, Site};
use super::text::edited;
use crate::config::Config;
use crate::diag::Lines;
use crate::files::Inputs;
use crate::graph::CONTENT;
use crate::path::SourcePath;

/// The steps of reading paths that lead elsewhere after the move, each with its right target.
pub(super) fn lost_steps<'a>(
    before: &'a Site,
    after: &'a Site,
    step: &'a Move,
) -> impl Iterator<Item = (PathStep<'a>, SourcePath)> {
    let steps = before.path_steps().zip(after.path_steps());
    steps.filter_map(|(was, is)| {
        let to = step.place(was.leads_to?);
        (is.leads_to != Some(&to)).then_some((was, to))
    })
}

/// A file that names articles, with its new text and the changed names.
pub(super) struct RewrittenNames {
    pub(super) path: SourcePath,
    pub(super) text: Text,
    pub(super) names: Vec<RewrittenLink>,
}

/// A name of an article, its place, and the name after the move.
struct Name<'a> {
    written: &'a str,
    place: Option<Range<usize>>,
    new: Option<String>,
}

/// The file of the reading paths with the new names.
pub(super) fn steps(
    before: &Site,
    after: &Site,
    inputs: &Inputs,
    step: &Move,
) -> Result<Option<RewrittenNames>, Obstacle> {
    let mut lost = lost_steps(before, after, step).peekable();
    let path = lost.peek().map(|(was, _)| was.file);
    let Some(file) = inputs.data.iter().find(|file| Some(&file.path) == path) else {
        return Ok(None);
    };
    // A file that is not text has no paths.
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let names = lost.map(|(was, to)| Name {
        written: was.page,
        place: Some(was.span.clone()),
        new: after.write_name(&to, Form::of_name(was.page)),
    });
    renamed(&file.path, text, names)
}

/// `site.toml` with other names for what moves, each in the form in which it is written: path, path without `.md`, name.
pub(super) fn settings(
    config: &Config,
    before: &Site,
    moves: &[Move],
) -> Result<Option<RewrittenNames>, Obstacle> {
    // A link of a menu may begin and end with `/`, and have the anchor of a heading; they stay.
    let links = config.menu_links().map(|(key, link)| {
        let path = link.to.split(['#', '?']).next().unwrap_or_default();
        (format!("{key}.to"), path.trim_matches('/'))
    });
    let names = config.articles().chain(links).filter_map(|(key, written)| {
        let path = |ending: &str| SourcePath::new(&format!("{CONTENT}/{written}{ending}"));
        let step = |path: SourcePath| moves.iter().find(|file| file.from == path);
        // A path counts more than a name.
        let is_path = before
            .find(&path(""))
            .or(before.find(&path(".md")))
            .is_some();
        let mut named = moves
            .iter()
            .filter(|file| !is_path && file.from.stem() == written);
        let new = match (step(path("")), step(path(".md"))) {
            (Some(file), _) => file.to.below(CONTENT)?,
            (None, Some(file)) => file.to.below(CONTENT)?.trim_end_matches(".md"),
            (None, None) => match named.next() {
                Some(file) => file.to.stem(),
                None => moved_folder(before, moves, written)?,
            },
        };
        (new != written).then(|| Name {
            written,
            place: config.place_of(&key),
            new: Some(new.to_owned()),
        })
    });
    renamed(&config.source.file, &config.source.text, names)
}

/// Where all articles of a section go, below `content/`; `None` if any of them stays or goes elsewhere.
fn moved_folder<'m>(before: &Site, moves: &'m [Move], folder: &str) -> Option<&'m str> {
    let folder = format!("{CONTENT}/{folder}");
    let documents = before.documents.iter().map(|document| &document.path);
    let mut places = documents.filter_map(|path| {
        let rest = path.below(&folder)?;
        let file = moves.iter().find(|file| file.from == *path);
        let to = file.and_then(|file| file.to.below(CONTENT));
        Some(to.and_then(|to| to.strip_suffix(rest)?.strip_suffix('/')))
    });
    let first = places.next()??;
    places.all(|place| place == Some(first)).then_some(first)
}

/// A text with other names; `None` if no name changes.
fn renamed<'a>(
    path: &SourcePath,
    text: &str,
    names: impl Iterator<Item = Name<'a>>,
) -> Result<Option<RewrittenNames>, Obstacle> {
    let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let mut changed = Vec::new();
    for Name {
        written,
        place,
        new,
    } in names
    {
        // A name that is written with escapes, or that an environment variable gives, is not found.
        let at = place.and_then(|place| Some(place.start + text[place].find(written)?));
        let line = at.map(|at| Lines::new(text).position(at).0);
        let (Some(at), Some(line), Some(new)) = (at, line, new) else {
            let message = format!("the name `{written}` cannot be rewritten");
            return Err(Obstacle::new(path, line, message));
        };
        edits.insert(at, (at + written.len(), new.clone()));
        changed.push(RewrittenLink {
            path: path.clone(),
            line,
            old: written.to_owned(),
            new,
        });
    }
    Ok((!changed.is_empty()).then(|| RewrittenNames {
        path: path.clone(),
        text: Text {
            old: text.to_owned(),
            new: edited(text, &edits),
        },
        names: changed,
    }))
}
