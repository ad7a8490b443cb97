//! `mend export`: the guide, or a part of it, in one file to take away. A file that is there is replaced only if asked.

use std::io::Write;
use std::path::Path;

use super::args::{Export as ExportArgs, Global};
use super::console::Console;
use super::named;
use super::outcome::Outcome;
use super::setup::{SiteBuild, destination, make, make_with, options, site, variant_cache};
use super::tally::tally;
use crate::config::Config;
use crate::date::Moment;
use crate::diag::{Diagnostic, Error, Result, Severity};
use crate::export::{Booklet, Manner, Pack, Wanted, write_archive};
use crate::files::{Collected, ContentFile};
use crate::graph::DocId;
use crate::inspect::{Inspection, Inspector};
use crate::path::{LinkStyle, SourcePath};
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
    let pack = match &args.pack {
        Some(file) => Some(pack(file, &*discovery.config()?, options.now)?),
        None => None,
    };
    let note = pack.as_ref().and_then(Pack::note);
    let pictures = variant_cache(&mut discovery)?;
    let pipeline = Pipeline::once().keeping_in(pictures);
    let progress = console.progress("Making the export");
    let files = Collected::default();
    let SiteBuild {
        inputs,
        build,
        problems,
    } = match note.clone() {
        Some(note) => make_with(note, &mut discovery, options, pipeline, &files)?,
        None => make(&mut discovery, options, pipeline, &files)?,
    };
    if let Some(note) = &note {
        refuse_errors(note, &problems)?;
    }
    if tally(&problems, false).errors > 0 {
        let told = Error::new("nothing is exported, because the site has errors");
        return Err(told.help("`mend check` says what is wrong, and where"));
    }
    let files = files.into_outputs();
    let built = Inspection::new(inputs, build.sites, build.report, problems);
    let asked = pack.as_ref().map_or(&args.articles, |pack| &pack.articles);
    let (built, articles) = picked(&built, asked, &root)?;
    let texts = &built.site().theme.texts;
    let language = &built.site().config.language;
    if args.form.zip {
        export.write_file(args.replace, |out| {
            write_archive(&files, texts, language, out)
        })?;
    } else {
        let note = note.map(|note| note_in(built, &note)).transpose()?;
        let wanted = match (&args.path, &pack) {
            (Some(path), _) => Wanted::Path(path),
            (None, Some(pack)) => Wanted::Pack(&pack.title, note, &articles),
            (None, None) if articles.is_empty() => Wanted::Everything,
            (None, None) => Wanted::Articles(&articles),
        };
        let manner = Manner {
            name: args.name,
            large: args.large,
        };
        let booklet = Booklet::of(built, wanted)?;
        let bytes = match args.form.epub {
            true => booklet.epub(built, &files, manner)?,
            false => booklet.html(built, &files, manner)?.into_bytes(),
        };
        export.write_file(args.replace, |out| out.write_all(&bytes))?;
    }
    progress.finish_and_clear();
    console.say(&format!("Written to {}", file.display()));
    Ok(Outcome::Fine)
}

/// Reads a pack.
fn pack(file: &Path, config: &Config, now: Moment) -> Result<Pack> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::io(format!("cannot read `{}`", file.display()), &error))?;
    let path = SourcePath::new(&file.to_string_lossy());
    let email = config
        .practice
        .iter()
        .filter_map(|practice| practice.email.as_deref());
    let email: Vec<&str> = email.collect();
    Pack::read(&path, &text, &email, now.year()).map_err(|problem| {
        Error::new("the pack cannot be used").with_problems(vec![*problem], &path, &text)
    })
}

/// The note of a pack among the articles of a language. It is written in the first language of the site.
fn note_in(built: &Inspector, note: &ContentFile) -> Result<DocId> {
    let documents = &built.site().documents;
    let at = documents.iter().position(|one| one.path == note.path);
    let advice = "leave the note out, and hand it out on a sheet of its own";
    at.map(DocId::new).ok_or_else(|| {
        Error::new(
            "the note of a pack is in the first language of the site, these articles are not",
        )
        .help(advice)
    })
}

/// Refuses a note that the site could not publish, with its text: it is in no file.
fn refuse_errors(note: &ContentFile, problems: &[Diagnostic]) -> Result<()> {
    let is_wrong = |problem: &&Diagnostic| {
        let path = problem.place.as_ref().map(|place| &place.path);
        path == Some(&note.path) && problem.severity == Severity::Error
    };
    let wrong: Vec<Diagnostic> = problems.iter().filter(is_wrong).cloned().collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let text = note.whole().map_err(|problem| Error::from(*problem))?;
    let text = String::from_utf8_lossy(&text);
    Err(Error::new("the note of the pack has errors").with_problems(wrong, &note.path, &text))
}

/// The published articles of these names, and the language that they are in; the first language if none is named.
fn picked<'b>(
    all: &'b Inspection,
    asked: &[String],
    root: &Path,
) -> Result<(&'b Inspector, Vec<DocId>)> {
    let advice = "make an export for each language";
    named::documents(all, asked, root, advice, |language, name, mut found| {
        let states = &language.site().graph.states;
        found.retain(|id| states[id.index()].published);
        if found.is_empty() {
            return Err(
                Error::new(format!("`{name}` is not a published article or section"))
                    .help("use --drafts to include drafts; `mend list` shows all articles"),
            );
        }
        Ok(found)
    })
}
