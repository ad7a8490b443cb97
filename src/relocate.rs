//! What must change when articles move: the links that lead to them, the links in them, and the
//! redirects from where they were.
//!
//! Pure: inputs in, a [`Plan`] out. Nothing is rewritten that still means the same after the move, and
//! what is rewritten keeps its form: a relative path stays a relative path, a wikilink a wikilink. A plan
//! is proved before it is given out, by following every link of the moved site again; what cannot be
//! done without breaking one is refused as a whole. Writing files is left to others.

mod moves;
mod site;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::config::Config;
use crate::diag::Lines;
use crate::document;
use crate::files::{Inputs, SourceFile};
use crate::graph::{self, CONTENT};
use crate::path::{Route, SourcePath};

use moves::moves;
use site::{Form, Meaning, PathStep, Site};
use text::{edited, written_at};

/// A file or folder that gets another path.
#[derive(Clone, Debug)]
pub struct Move {
    /// Where it is.
    pub from: SourcePath,
    /// Where it will be.
    pub to: SourcePath,
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Each file that moves, sorted; and each folder of which nothing takes part in the site.
    pub moves: Vec<Move>,
    /// The files that get another text, by the path they have before the move: documents, the file of the reading paths
    /// and `site.toml`.
    pub texts: BTreeMap<SourcePath, Text>,
    /// What is rewritten in them, in the order of files and places.
    pub links: Vec<Rewritten>,
    /// The redirects that are added: from where, and the document they lead to.
    pub redirects: Vec<(Route, SourcePath)>,
}

/// Another text for a file.
#[derive(Debug)]
pub struct Text {
    /// What it says, as it was read.
    pub old: String,
    /// What it is to say.
    pub new: String,
}

/// A link with another target.
#[derive(Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// The file, by the path it has before the move.
    pub path: SourcePath,
    /// The line, from 1.
    pub line: usize,
    /// The target as it was written, without the part after `#`.
    pub old: String,
    /// The target as it is written now.
    pub new: String,
}

/// Why nothing is done.
#[derive(Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The file, by the path it has before the move.
    pub path: SourcePath,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is in the way.
    pub message: String,
}

impl Obstacle {
    fn new(path: &SourcePath, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            path: path.clone(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Obstacle {
            path,
            line,
            message,
        } = self;
        match line {
            Some(line) => write!(f, "{path}:{line}: {message}"),
            None => write!(f, "{path}: {message}"),
        }
    }
}

impl Move {
    /// Where a file or folder is after the move.
    fn place(&self, path: &SourcePath) -> SourcePath {
        match path.below(self.from.as_str()) {
            Some(inner) => SourcePath::new(&format!("{}/{inner}", self.to)),
            None if *path == self.from => self.to.clone(),
            None => path.clone(),
        }
    }
}

/// Plans the move of a document, another file of the content, or all files below a folder. With
/// `redirect`, an old address that nothing answers any more leads to the new one.
///
/// # Errors
///
/// Everything that is in the way, when anything is.
pub fn plan(inputs: &Inputs, step: &Move, redirect: bool) -> Result<Plan, Vec<Obstacle>> {
    let mut plan = Plan {
        moves: moves(inputs, step)?,
        ..Plan::default()
    };
    let before = Site::read(inputs);
    let after = Site::read(&relocated(inputs, step, &BTreeMap::new()));
    let mut obstacles = Vec::new();
    for (at, document) in before.documents.iter().enumerate() {
        let path = step.place(&document.path);
        let Some(at_after) = after.find(&path) else {
            continue;
        };
        let (old, new) = (&before.graph.routes[at], &after.graph.routes[at_after]);
        let redirect = redirect && old != new;
        let obstacle = |line, message| Obstacle::new(&document.path, line, message);
        // What is no text has no links.
        let Some(text) = before.text(at) else {
            if redirect {
                obstacles.push(obstacle(
                    None,
                    format!(
                        "the redirect from {old} cannot be added to a file that is not UTF-8 text"
                    ),
                ));
            }
            continue;
        };
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for (reference, now) in before.references(at).zip(after.references(at_after)) {
            let meaning = before.meaning(reference.resolution).moved(step);
            // A picture that only its name still finds has another path now.
            let is_path = |form| matches!(form, Form::RelativeFile { .. });
            let keeps_path = !matches!(meaning, Meaning::File(_))
                || !is_path(before.form(document, &reference))
                || is_path(after.form(&after.documents[at_after], &now));
            if keeps_path && after.meaning(now.resolution) == meaning {
                continue;
            }
            let line = Lines::new(text).position(reference.span.start).0;
            let place = written_at(text, &reference);
            let form = before.form(document, &reference);
            let (Some(place), Some(new)) = (place, after.write(at_after, &meaning, form)) else {
                let target = reference.target;
                let message = format!("the link to `{target}` cannot be rewritten");
                obstacles.push(obstacle(Some(line), message));
                continue;
            };
            let old = text[place.clone()].to_owned();
            // Several links can share one definition.
            let shared = edits.insert(place.start, (place.end, new.clone()));
            if shared.is_none() {
                plan.links.push(Rewritten {
                    path: document.path.clone(),
                    line,
                    old,
                    new,
                });
            }
        }
        let mut rewritten = edited(text, &edits);
        if old != new {
            rewritten = document::without_redirect(&rewritten, &document.path, new);
        }
        if redirect {
            match document::with_redirect(&rewritten, &document.path, old) {
                Some(redirected) => rewritten = redirected,
                None => obstacles.push(obstacle(
                    None,
                    format!("the redirect from {old} cannot be added to this front matter"),
                )),
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
    for renamed in [
        steps(&before, &after, inputs, step),
        settings(&inputs.config, &before, &plan.moves),
    ] {
        match renamed {
            Ok(None) => {}
            Ok(Some(Renamed { path, text, names })) => {
                plan.links.extend(names);
                plan.texts.insert(path, text);
            }
            Err(obstacle) => obstacles.push(obstacle),
        }
    }
    if obstacles.is_empty() {
        obstacles = prove(
            &before,
            &Site::read(&relocated(inputs, step, &plan.texts)),
            step,
            &plan,
        );
    }
    if obstacles.is_empty() {
        Ok(plan)
    } else {
        Err(obstacles)
    }
}

/// The steps of reading paths that lead elsewhere after the move, each with where it has to lead.
fn lost_steps<'a>(
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

/// A file in which articles are called by names, with those that change.
struct Renamed {
    path: SourcePath,
    text: Text,
    names: Vec<Rewritten>,
}

/// What an article is called somewhere, where that is written, and what it is called after the move.
struct Name<'a> {
    written: &'a str,
    place: Option<Range<usize>>,
    new: Option<String>,
}

/// The file of the reading paths with other names for what moves.
fn steps(
    before: &Site,
    after: &Site,
    inputs: &Inputs,
    step: &Move,
) -> Result<Option<Renamed>, Obstacle> {
    let mut lost = lost_steps(before, after, step).peekable();
    let path = lost.peek().map(|(was, _)| was.file);
    let Some(file) = inputs.data.iter().find(|file| Some(&file.path) == path) else {
        return Ok(None);
    };
    // What is no text was read as no path.
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let names = lost.map(|(was, to)| Name {
        written: was.page,
        place: Some(was.span.clone()),
        new: after.write_name(&to, Form::of_name(was.page)),
    });
    renamed(&file.path, text, names)
}

/// `site.toml` with other names for what moves, each in the form in which it is written: path, path without `.md`, name.
fn settings(config: &Config, before: &Site, moves: &[Move]) -> Result<Option<Renamed>, Obstacle> {
    let names = config.articles().filter_map(|(key, written)| {
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
            (None, None) => named.next()?.to.stem(),
        };
        (new != written).then(|| Name {
            written,
            place: config.place_of(&key),
            new: Some(new.to_owned()),
        })
    });
    renamed(&config.source.file, &config.source.text, names)
}

/// A text with other names; nothing if there are none.
fn renamed<'a>(
    path: &SourcePath,
    text: &str,
    names: impl Iterator<Item = Name<'a>>,
) -> Result<Option<Renamed>, Obstacle> {
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
        changed.push(Rewritten {
            path: path.clone(),
            line,
            old: written.to_owned(),
            new,
        });
    }
    Ok((!changed.is_empty()).then(|| Renamed {
        path: path.clone(),
        text: Text {
            old: text.to_owned(),
            new: edited(text, &edits),
        },
        names: changed,
    }))
}

/// The inputs after the move, with these texts in place of the old ones.
fn relocated(inputs: &Inputs, step: &Move, texts: &BTreeMap<SourcePath, Text>) -> Inputs {
    let place = |files: &[SourceFile]| {
        let mut files: Vec<SourceFile> = files
            .iter()
            .map(|file| {
                let path = step.place(&file.path);
                match texts.get(&file.path) {
                    Some(text) => SourceFile::new(path, text.new.clone().into_bytes()),
                    None => SourceFile {
                        path,
                        ..file.clone()
                    },
                }
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    };
    Inputs {
        documents: place(&inputs.documents),
        data: place(&inputs.data),
        assets: place(&inputs.assets),
        ..inputs.clone()
    }
}

/// Follows every link of the moved site again, and finds what does not mean what it meant.
fn prove(before: &Site, after: &Site, step: &Move, plan: &Plan) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (at, document) in before.documents.iter().enumerate() {
        let obstacle = |line, message| Obstacle::new(&document.path, line, message);
        let Some(at_after) = after.find(&step.place(&document.path)) else {
            obstacles.push(obstacle(None, "would get lost".to_owned()));
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
    for (from, path) in &plan.redirects {
        let leads = |redirect: &graph::Redirect| {
            redirect.from == *from && after.documents[redirect.to.index()].path == *path
        };
        if !after.graph.redirects.iter().any(leads) {
            let message = format!("the redirect from {from} would not work");
            obstacles.push(Obstacle::new(path, None, message));
        }
    }
    let known: Vec<&str> = before
        .graph
        .problems
        .iter()
        .map(|problem| &*problem.message)
        .collect();
    let new = after
        .graph
        .problems
        .iter()
        .filter(|problem| !known.contains(&&*problem.message));
    obstacles.extend(new.map(|problem| {
        let place = problem.place.as_ref();
        let path = place.map_or(&step.to, |place| &place.path);
        Obstacle::new(path, None, &*problem.message)
    }));
    obstacles
}
