//! Plans what must change when articles move: the links to them, the links in them, and the redirects from their old
//! addresses.
//!
//! Pure: inputs in, a [`Plan`] out. A link with the same meaning after the move is not changed, and a rewritten link keeps its
//! form: a relative path stays a relative path, a wikilink a wikilink. Before a plan is returned it is verified: every link of
//! the moved site is resolved again. If one would break, the whole move is refused. It does not write files.
//!
//! It runs stages of a build on three sites: the one before the move, the moved one, and the one with the rewritten texts. It
//! shares these stages and the cache ([`memo`](crate::memo)) with the [`pipeline`](crate::pipeline), but not the order of a
//! build: there are no pages, checks or fallbacks, and a draft counts as published, since it will be one day. A file that is
//! the same in two of the three sites is read once.

mod links;
mod moves;
mod names;
mod plan;
mod proof;
mod site;
mod text;

use std::collections::BTreeMap;

use crate::files::{ContentFile, Inputs, SourceFile};
use crate::graph::{CONTENT, Directory, DocId, Named};
use crate::path::SourcePath;

use links::Relocation;
use moves::moves;
use site::{Site, SiteReader};

pub use plan::{Move, Obstacle, Plan, RewrittenLink, Text};

/// Plans moves in one site.
pub struct Planner<'a> {
    inputs: &'a Inputs,
    reader: SiteReader,
    before: Site,
}

impl<'a> Planner<'a> {
    /// Reads a site.
    pub fn new(inputs: &'a Inputs) -> Self {
        let mut reader = SiteReader::of(&inputs.config);
        let before = reader.read(inputs);
        Self {
            inputs,
            reader,
            before,
        }
    }

    /// The names of the site. Drafts have addresses, too.
    pub fn directory(&self) -> Directory<'_> {
        Directory::new(
            self.inputs,
            &self.inputs.config,
            &self.before.documents,
            &self.before.graph,
        )
    }

    /// The file or folder that a name means, if it can be moved. An old address means the page it leads to.
    pub fn place(&self, named: &Named) -> Option<SourcePath> {
        let path = |id: DocId| self.before.documents[id.index()].path.clone();
        match named {
            Named::Document(id) => Some(path(*id)),
            Named::Folder(folder) => Some(SourcePath::new(&format!("{CONTENT}/{folder}"))),
            Named::File(file) => Some(file.clone()),
            Named::Page(route) => {
                let mut redirects = self.before.graph.redirects.iter();
                let redirect = redirects.find(|redirect| redirect.from == *route)?;
                Some(path(redirect.to))
            }
        }
    }

    /// Plans the move of a document, another file of the content, or all files below a folder. With `redirect`, an old
    /// address that nothing answers any more leads to the new one.
    ///
    /// # Errors
    ///
    /// Everything that is in the way, when anything is.
    pub fn plan(self, step: &Move, redirect: bool) -> Result<Plan, Vec<Obstacle>> {
        let Self {
            inputs,
            reader,
            before,
        } = self;
        plan(inputs, reader, &before, step, redirect)
    }
}

fn plan(
    inputs: &Inputs,
    mut reader: SiteReader,
    before: &Site,
    step: &Move,
    redirect: bool,
) -> Result<Plan, Vec<Obstacle>> {
    let mut plan = Plan {
        moves: moves(inputs, step)?,
        ..Plan::default()
    };
    let after = reader.read(&relocated(inputs, step, &BTreeMap::new()));
    let mut obstacles = Vec::new();
    let relocation = Relocation {
        before,
        after: &after,
        step,
        redirect,
    };
    for at in 0..before.documents.len() {
        relocation.rewrite(at, &mut plan, &mut obstacles);
    }
    for renamed in [
        names::steps(before, &after, inputs, step),
        names::settings(&inputs.config, before, &plan.moves),
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
        obstacles = proof::prove(before, &rewritten, step, &plan);
    }
    if obstacles.is_empty() {
        Ok(plan)
    } else {
        Err(obstacles)
    }
}

/// The inputs after the move, with these texts in place of the old ones.
fn relocated(inputs: &Inputs, step: &Move, texts: &BTreeMap<SourcePath, Text>) -> Inputs {
    fn place<B: Clone>(
        files: &[SourceFile<B>],
        step: &Move,
        text: impl Fn(SourcePath, &SourcePath) -> Option<SourceFile<B>>,
    ) -> Vec<SourceFile<B>> {
        let mut files: Vec<SourceFile<B>> = files
            .iter()
            .map(|file| {
                let path = step.place(&file.path);
                text(path.clone(), &file.path).unwrap_or_else(|| SourceFile {
                    path,
                    ..file.clone()
                })
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
    let text = |path: SourcePath, old: &SourcePath| {
        let text = texts.get(old)?;
        Some(SourceFile::new(path, text.new.clone().into_bytes()))
    };
    let document = |path: SourcePath, old: &SourcePath| text(path, old).map(ContentFile::from);
    Inputs {
        documents: place(&inputs.documents, step, document),
        data: place(&inputs.data, step, text),
        assets: place(&inputs.assets, step, |_, _| None),
        ..inputs.clone()
    }
}
