//! What must change when articles move: the links that lead to them, the links in them, and the
//! redirects from where they were.
//!
//! Pure: inputs in, a [`Plan`] out. A link that still means the same after the move is left alone, and a
//! rewritten one keeps its form: a relative path stays a relative path, a wikilink a wikilink. Before a plan
//! is returned it is proved: every link of the moved site is followed again. If one would break, the whole
//! move is refused. Writing files is left to others.
//!
//! It asks the stages of a build for three sites: the one before the move, the moved one, and the one with the
//! rewritten texts. It shares with the [`pipeline`](crate::pipeline) these stages and the way results are cached
//! ([`memo`](crate::memo)), not the order of a build: pages, rules and stand-ins play no part, and a draft counts as
//! published, since one day it will be. A file that is the same in two of the three sites is read once.

mod links;
mod moves;
mod names;
mod plan;
mod proof;
mod site;
mod text;

use std::collections::BTreeMap;

use crate::files::{Inputs, SourceFile};
use crate::path::SourcePath;

use links::Relocation;
use moves::moves;
use site::SiteReader;

pub use plan::{Move, Obstacle, Plan, Rewritten, Text};

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
    let mut reader = SiteReader::of(&inputs.config);
    let before = reader.read(inputs);
    let after = reader.read(&relocated(inputs, step, &BTreeMap::new()));
    let mut obstacles = Vec::new();
    let relocation = Relocation {
        before: &before,
        after: &after,
        step,
        redirect,
    };
    for at in 0..before.documents.len() {
        relocation.rewrite(at, &mut plan, &mut obstacles);
    }
    for renamed in [
        names::steps(&before, &after, inputs, step),
        names::settings(&inputs.config, &before, &plan.moves),
    ] {
        match renamed {
            Ok(None) => {}
            Ok(Some(renamed)) => {
                plan.links.extend(renamed.names);
                plan.texts.insert(renamed.path, renamed.text);
            }
            Err(obstacle) => obstacles.push(obstacle),
        }
    }
    if obstacles.is_empty() {
        let rewritten = reader.read(&relocated(inputs, step, &plan.texts));
        obstacles = proof::prove(&before, &rewritten, step, &plan);
    }
    if obstacles.is_empty() {
        Ok(plan)
    } else {
        Err(obstacles)
    }
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
