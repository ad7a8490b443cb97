//! `mend review-pack`: the articles on paper, for the person who reviews them. It writes into a new or empty folder only: a
//! pack that was given away, with its readers' notes in it, is never changed.

use std::path::Path;

use super::args::{Global, ReviewPack};
use super::console::Console;
use super::named;
use super::outcome::Outcome;
use super::setup::{SiteBuild, destination, inspected, options, site};
use crate::diag::{Error, Result, counted};
use crate::graph::DocId;
use crate::inspect::{Inspection, Inspector};
use crate::path::LinkStyle;
use crate::publish::Export;
use crate::review_pack::{self, INDEX};

pub(super) fn run(global: &Global, args: &ReviewPack, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*discovery.config()?)?;
    let root = discovery.site().root.clone();
    let asked = args.output_dir.clone();
    let folder =
        asked.unwrap_or_else(|| root.join(format!("review-pack-{}", options.now.iso_day())));
    let folder = destination(&mut discovery, Some(&folder))?.folder;
    let public = destination(&mut discovery, None)?.folder;
    let export = Export {
        name: "the review pack",
        root: &root,
        folder: &folder,
        public: &public,
        advice: "give it a folder of its own with --output-dir, outside the site's content",
    };
    export.check_new()?;
    let progress = console.progress("Making the review pack");
    let SiteBuild {
        inputs,
        build,
        problems,
    } = inspected(&mut discovery, options)?;
    let built = Inspection::new(inputs, build.sites, build.report, problems);
    let (language, picked) = picked(&built, &args.articles, &root)?;
    let files = review_pack::files(language, &picked)?;
    progress.finish_and_clear();
    let written = export.write_new(&files)?;
    console.say(&format!(
        "{} in {}",
        counted(picked.len(), "document", "documents"),
        written.join(INDEX).display()
    ));
    Ok(Outcome::Fine)
}

/// The documents that go into the pack, in reading order, and the language that they are in. A reviewer reads one language.
fn picked<'b>(
    all: &'b Inspection,
    asked: &[String],
    root: &Path,
) -> Result<(&'b Inspector, Vec<DocId>)> {
    let advice = "make a review pack for each language";
    let (built, wanted) = named::documents(all, asked, root, advice, |_, name, found| {
        if found.is_empty() {
            let message = format!("`{name}` is neither an article nor a section");
            return Err(Error::new(message).help("`mend list` names all articles"));
        }
        Ok(found)
    })?;
    let documents = &built.site().documents;
    let order = built.shelves();
    let all = order.iter().flat_map(|(_, pages)| pages.iter().copied());
    let is_text = |id: &DocId| !documents[id.index()].is_index();
    let is_wanted = |id: &DocId| asked.is_empty() || wanted.contains(id);
    let picked: Vec<DocId> = all.filter(is_text).filter(is_wanted).collect();
    if let Some(unread) = picked.iter().find(|id| documents[id.index()].unread) {
        let path = &documents[unread.index()].path;
        return Err(Error::new(format!("`{path}` cannot be read"))
            .help("`mend check` says what is wrong with it"));
    }
    if picked.is_empty() {
        return Err(Error::new("none of these is a published article")
            .help("use --drafts to include drafts; `mend list` shows all articles and which are published"));
    }
    Ok((built, picked))
}
