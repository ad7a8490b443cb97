//! `mend export`: the guide, or a part of it, in one file to take away. A file that is there is replaced only if asked.

use std::io::Write;
use std::path::Path;

use super::args::{Export as ExportArgs, Global};
use super::console::Console;
use super::named;
use super::outcome::Outcome;
use super::setup::{SiteBuild, destination, make, options, site, variant_cache};
use super::tally::tally;
use crate::diag::{Error, Result};
use crate::export::{Booklet, Manner, Wanted, write_archive};
use crate::files::Collected;
use crate::graph::DocId;
use crate::inspect::Inspector;
use crate::path::LinkStyle;
use crate::pipeline::Pipeline;
use crate::publish::Export;

pub(super) fn run(global: &Global, args: &ExportArgs, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Portable, &*discovery.config()?)?;
    let root = discovery.site().root.clone();
    let file = destination(&mut discovery, Some(&args.output))?.folder;
    let public = destination(&mut discovery, None)?.folder;
    let export = Export {
        name: "the export",
        root: &root,
        folder: &file,
        public: &public,
        advice: "name a file outside the site's content, such as -o ../guide.zip",
    };
    export.check_file(args.replace)?;
    let pictures = variant_cache(&mut discovery)?;
    let pipeline = Pipeline::once().keeping_in(pictures);
    let progress = console.progress("Making the export");
    let files = Collected::default();
    let SiteBuild {
        inputs,
        build,
        problems,
    } = make(&mut discovery, options, pipeline, &files)?;
    if tally(&problems, false).errors > 0 {
        let told = Error::new("nothing is exported, because the site has errors");
        return Err(told.help("`mend check` says what is wrong, and where"));
    }
    let files = files.into_outputs();
    let built = Inspector::new(inputs, build.site, build.report, problems);
    let texts = &built.site().theme.texts;
    let language = &built.inputs().config.language;
    if args.form.zip {
        export.write_file(args.replace, |out| {
            write_archive(&files, texts, language, out)
        })?;
    } else {
        let articles = picked(&built, &args.articles, &root)?;
        let wanted = match (&args.path, articles.is_empty()) {
            (Some(path), _) => Wanted::Path(path),
            (None, false) => Wanted::Articles(&articles),
            (None, true) => Wanted::Everything,
        };
        let manner = Manner {
            name: args.name,
            large: args.large,
        };
        let booklet = Booklet::of(&built, wanted)?;
        let bytes = match args.form.epub {
            true => booklet.epub(&built, &files, manner)?,
            false => booklet.html(&built, &files, manner)?.into_bytes(),
        };
        export.write_file(args.replace, |out| out.write_all(&bytes))?;
    }
    progress.finish_and_clear();
    console.say(&format!("Written to {}", file.display()));
    Ok(Outcome::Fine)
}

/// The published articles of these names.
fn picked(built: &Inspector, asked: &[String], root: &Path) -> Result<Vec<DocId>> {
    let mut articles = Vec::new();
    for name in asked {
        let named = named::one(&built.directory(), name, root)?;
        let found = built.documents_of_name(&named).into_iter();
        let is_published = |id: &DocId| built.site().graph.states[id.index()].published;
        let before = articles.len();
        articles.extend(found.filter(is_published));
        if articles.len() == before {
            return Err(
                Error::new(format!("`{name}` is not a published article or section"))
                    .help("use --drafts to include drafts; `mend list` shows all articles"),
            );
        }
    }
    Ok(articles)
}
