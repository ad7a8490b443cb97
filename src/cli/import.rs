//! `mend import`: brings a site of another tool over, into a new folder.
//!
//! The folder appears as a whole at the end, or not at all. Nothing that exists is changed, and nothing is fetched.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::ProgressBar;
use serde_json::json;

use super::args::{Format, Selection};
use super::console::Console;
use super::import_args::{FolderImport, From, Import, Importing};
use super::interrupt::interruption;
use super::outcome::Outcome;
use super::setup::{inspected_into, options};
use super::shell;
use crate::config::FILE_NAME;
use crate::diag::{Error, Result};
use crate::discover::{Discovery, FolderFiles, Site, files_of};
use crate::edit::NewFolder;
use crate::files::{Discarded, Recording};
use crate::import::{self, FolderOptions, Report, Source, Target, sitemap, wordpress};
use crate::path::{LinkStyle, Route};

/// The names of the report in the new folder.
const REPORT: [&str; 2] = ["import-report.md", "import-report.json"];

pub(super) fn run(args: &Import, console: Console) -> Result<Outcome> {
    let importing = args.from.importing();
    let old = importing
        .old_sitemap
        .as_deref()
        .map(old_addresses)
        .transpose()?;
    let folder = folder(importing)?;
    let interrupted = interruption();
    let progress = console.progress("Importing");
    let mut written = Written {
        folder: folder.as_ref(),
        interrupted: Arc::clone(&interrupted),
    };
    let imported = imported(&args.from, &mut written, &progress);
    progress.finish_and_clear();
    if interrupted.load(Ordering::Relaxed) {
        return Ok(Outcome::Interrupted);
    }
    let mut report = imported?;
    if let (Some(old), Some(folder)) = (&old, &folder) {
        look_for(old, folder.folder(), &mut report)?;
    }
    let (text, data) = (report.text(), data(&report));
    let made = match folder {
        Some(folder) if !importing.dry_run => {
            folder.put(REPORT[0], text.as_bytes())?;
            folder.put(REPORT[1], format!("{data:#}\n").as_bytes())?;
            Some(folder.finish()?)
        }
        _ => None,
    };
    match importing.format {
        Format::Json => console.data(&format!("{data:#}")),
        Format::Text if importing.dry_run => console.data(text.trim_end()),
        Format::Text => {}
    }
    tell(&report, made.as_deref(), importing, console);
    let is_lost = report.old_addresses.iter().any(|old| !old.found);
    Ok(if is_lost {
        Outcome::Problems
    } else {
        Outcome::Fine
    })
}

/// The folder to write into. A dry run that has to look for old addresses writes into one that is removed again.
fn folder(importing: &Importing) -> Result<Option<NewFolder>> {
    if importing.dry_run {
        let is_needed = importing.old_sitemap.is_some();
        let place = std::env::temp_dir().join("mend-import");
        return is_needed.then(|| NewFolder::begin(&place)).transpose();
    }
    let Some(target) = &importing.output_dir else {
        return Err(
            Error::new("where to? The new site needs a folder of its own")
                .help("add `-o my-guide`, or `--dry-run` to see the report only"),
        );
    };
    NewFolder::begin(target).map(Some)
}

fn imported(from: &From, target: &mut dyn Target, progress: &ProgressBar) -> Result<Report> {
    let items = |done| progress.set_message(format!("Importing: {done} items"));
    let files = |done| progress.set_message(format!("Importing: {done} files"));
    let of_folder = |args: &FolderImport, import: FolderImporter, target: &mut dyn Target| {
        let folder = Folder::of(&args.folder)?;
        let options = FolderOptions {
            language: args.language.clone(),
        };
        import(&folder, &name(&folder.0.root), &options, target, &files)
    };
    match from {
        From::Hugo(args) => of_folder(args, import::hugo::import, target),
        From::Jekyll(args) => of_folder(args, import::jekyll::import, target),
        From::Zola(args) => of_folder(args, import::zola::import, target),
        From::Obsidian(args) => of_folder(args, import::obsidian::import, target),
        From::Wordpress {
            file,
            media,
            private,
            kinds,
            ..
        } => {
            let media = media.as_deref().map(Folder::of).transpose()?;
            let options = wordpress::Options {
                private: *private,
                kinds: kinds.clone(),
            };
            let media = media.as_ref().map(|folder| folder as &dyn Source);
            let open = || -> Result<Box<dyn BufRead>> {
                let cannot = |error| Error::io(format!("cannot open `{}`", file.display()), &error);
                let opened = File::open(file).map_err(cannot)?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
            };
            wordpress::import(&open, &name(file), media, &options, target, &items)
        }
    }
}

/// How a folder is imported.
type FolderImporter =
    fn(&dyn Source, &str, &FolderOptions, &mut dyn Target, &dyn Fn(usize)) -> Result<Report>;

/// What the report calls a source: its name without the folders around it.
fn name(path: &Path) -> String {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| path.display().to_string())
}

/// A folder of the disk that is read.
struct Folder(FolderFiles);

impl Folder {
    fn of(path: &Path) -> Result<Self> {
        files_of(path).map(Self)
    }
}

impl Source for Folder {
    fn names(&self) -> &[String] {
        &self.0.names
    }

    fn read(&self, name: &str) -> Result<Vec<u8>> {
        std::fs::read(self.0.root.join(name))
            .map_err(|error| Error::io(format!("cannot read `{name}`"), &error))
    }

    fn place(&self, name: &str) -> PathBuf {
        self.0.root.join(name)
    }
}

/// The new folder; nothing is written without one.
struct Written<'f> {
    folder: Option<&'f NewFolder>,
    interrupted: Arc<AtomicBool>,
}

impl Written<'_> {
    fn go_on(&self) -> Result<()> {
        match self.interrupted.load(Ordering::Relaxed) {
            true => Err(Error::new("interrupted")),
            false => Ok(()),
        }
    }
}

impl Target for Written<'_> {
    fn put(&mut self, path: &str, contents: &[u8]) -> Result<()> {
        self.go_on()?;
        self.folder
            .map_or(Ok(()), |folder| folder.put(path, contents))
    }

    fn copy(&mut self, source: &dyn Source, name: &str, path: &str) -> Result<()> {
        self.go_on()?;
        self.folder
            .map_or(Ok(()), |folder| folder.copy(&source.place(name), path))
    }
}

/// The addresses in a site map of the old site.
fn old_addresses(file: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::io(format!("cannot read `{}`", file.display()), &error))?;
    if sitemap::is_index(&text) {
        return Err(Error::new(format!("`{}` only names further site maps", file.display()))
            .help("save those that it names, and join them in one file; a text file with one address in a line will do, too"));
    }
    let addresses = sitemap::addresses(&text);
    match addresses.is_empty() {
        true => Err(
            Error::new(format!("there is no address in `{}`", file.display()))
                .help("it has to be a sitemap.xml, or a text file with one address in a line"),
        ),
        false => Ok(addresses),
    }
}

/// Builds the new site in memory, and looks for the old addresses in it.
fn look_for(old: &[String], root: &Path, report: &mut Report) -> Result<()> {
    let site = Site {
        root: std::fs::canonicalize(root)
            .map_err(|error| Error::io("cannot read the new site", &error))?,
        config_path: root.join(FILE_NAME),
    };
    let mut discovery = Discovery::new(site, Vec::new());
    let config = discovery.config()?;
    let options = options(&Selection::default(), LinkStyle::Folder, &config)?;
    let base = config.base_path().to_owned();
    let sink = Recording::to(&Discarded);
    inspected_into(&mut discovery, options, &sink)?;
    let paths = sink.into_paths();
    sitemap::check(report, old, &base, &|address| {
        paths.contains(&Route::new(address).to_output())
    });
    Ok(())
}

/// The report for programs.
fn data(report: &Report) -> serde_json::Value {
    let mut data = json!({ "schema": 1, "command": "import", "ok": report.old_addresses.iter().all(|old| old.found) });
    if let (Some(data), serde_json::Value::Object(rest)) = (data.as_object_mut(), report.json()) {
        data.extend(rest);
    }
    data
}

fn tell(report: &Report, made: Option<&Path>, importing: &Importing, console: Console) {
    console.say(&report.sum());
    let lost = report.total(import::Effect::Lost);
    let notes = lost
        .iter()
        .filter(|(what, ..)| what.starts_with("not imported: "));
    let (kinds, places) = notes.fold((0, 0), |(kinds, places), (_, count, _)| {
        (kinds + 1, places + count)
    });
    if places > 0 {
        console.say(&format!(
            "Not imported: {places} places of {kinds} kinds. Each has a note in its article."
        ));
    }
    if !report.old_addresses.is_empty() {
        let found = report.old_addresses.iter().filter(|old| old.found).count();
        console.say(&format!(
            "Old addresses: {found} of {} lead to a page of the new site.",
            report.old_addresses.len()
        ));
    }
    match (made, &importing.output_dir) {
        (Some(made), Some(asked)) => {
            console.say(&format!(
                "The new site is in {}. {} says what was changed and lost.",
                made.display(),
                REPORT[0]
            ));
            let folder = shell::word(&asked.to_string_lossy());
            console.say(&format!("Next: cd {folder} && mend check"));
        }
        _ => console.say("Nothing was written."),
    }
}
