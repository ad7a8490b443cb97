//! From the disk to [`Inputs`]: which files a site is made of, and what they hold.
//!
//! A [`Site`] is a folder with a `site.toml`. A [`Discovery`] reads it, and remembers what it read: the
//! next time it looks at every file again, but opens only those that look different. What is wrong
//! with one file is a problem of that file, and the rest is read all the same.
//!
//! Only three folders are sources: `content/`, `static/` and `themes/THEME/`. This room does not know
//! what a document means, reads no clock and no environment, and writes nothing.
//!
//! What holds:
//!
//! 1. Nothing outside the site folder is read, whatever links say; of what is inside, only regular
//!    files are opened.
//! 2. Every list is sorted by the bytes of the NFC path and holds a path once, in whatever order the
//!    disk lists its folders and however it spells their names.
//! 3. A scan that remembers gives the same inputs as one that starts afresh.

mod read;
mod site;
mod texts;
mod walk;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::codes::{FILE_04, URL_01};
use crate::config::{Config, Override, Source};
use crate::diag::{Diagnostic, Error, Reported, Result, Severity, arrange};
use crate::files::{
    Inputs, LARGEST_DOCUMENT, LARGEST_FILE, LeftOut, Options, Reason, SourceFile, by_contents,
    take_copies,
};
use crate::glob::Globs;
use crate::path::{SourcePath, resolve_dots};
pub use site::{Site, overrides};
pub use texts::texts_in;

use read::{Stamp, Stamps, Trouble};
use walk::{Listing, Memory, Met, Walk};

/// More than any configuration needs, in bytes.
const LARGEST_CONFIG: u64 = 1 << 20;

/// The bytes of a configuration, and what they say.
type KnownConfig = (Arc<[u8]>, Reported<Arc<Config>>);

/// Reads a site, again and again.
#[derive(Debug)]
pub struct Discovery {
    site: Site,
    overrides: Vec<Override>,
    config: Option<KnownConfig>,
    /// All files, sorted by path, then by their names on disk.
    known: Vec<(String, Known)>,
    /// Where in `known` a file is, by its name on disk.
    places: HashMap<String, usize>,
    /// What the folders held, and the configuration under which that was found.
    memory: Memory,
    found_with: Option<Arc<Config>>,
    read: usize,
}

/// A file that was read, and when to read it again.
#[derive(Clone, Debug)]
struct Known {
    file: SourceFile,
    role: Role,
    /// Why it takes no part in the site, if what it holds says so.
    left_out: Option<Reason>,
    stamp: Stamp,
    /// It was so new when it was read that its stamp cannot be trusted yet.
    is_fresh: bool,
}

/// A file that was looked at: read, or nothing if it is known and looks the same.
type Looked = std::result::Result<Option<Box<Known>>, Box<Diagnostic>>;

/// What a file is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Document,
    Data,
    Asset,
    Theme,
}

impl Discovery {
    /// Of this site, with settings that override its `site.toml`.
    pub fn new(site: Site, overrides: Vec<Override>) -> Self {
        Self {
            site,
            overrides,
            config: None,
            known: Vec::new(),
            places: HashMap::new(),
            memory: Memory::default(),
            found_with: None,
            read: 0,
        }
    }

    /// Where the site is.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// How many files the last scan had to open, the configuration aside.
    pub fn files_read(&self) -> usize {
        self.read
    }

    /// The configuration as it is on disk now, when nothing is wrong with it.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or with everything that is wrong with it.
    pub fn config(&mut self) -> Result<Arc<Config>> {
        let Reported { value, problems } = self.settings()?;
        if problems.is_empty() {
            return Ok(value);
        }
        let Source { file, text, .. } = &value.source;
        let faults = match problems.len() {
            1 => "a setting".to_owned(),
            many => format!("{many} settings"),
        };
        Err(Error::new(format!("{faults} of {file} cannot be used"))
            .code(problems[0].code)
            .told(problems, file, text))
    }

    /// The configuration as it is on disk now, with everything that is wrong with it. A setting that is has its usual
    /// value, so a preview can go on.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn settings(&mut self) -> Result<Reported<Arc<Config>>> {
        let path = &self.site.config_path;
        let failed =
            |error: &io::Error| Error::io(format!("cannot read `{}`", path.display()), error);
        let real = fs::canonicalize(path).map_err(|error| failed(&error))?;
        let (bytes, _) =
            read::read(&real, LARGEST_CONFIG, || ()).map_err(|trouble| match trouble {
                Trouble::Io(error) => failed(&error),
                Trouble::NotAFile => Error::new(format!("`{}` is not a file", path.display())),
                Trouble::TooLarge(_) => Error::new(format!("`{}` is too large", path.display())),
                Trouble::Unsteady => Error::new(format!("`{}` is being written", path.display())),
            })?;
        if let Some((known, config)) = &self.config
            && *known == bytes
        {
            return Ok(self.with_theme(config));
        }
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Error::new(format!("`{}` is not UTF-8 text", path.display())))?;
        let Reported { value, problems } = Config::read(Source {
            file: self.site.config_name(),
            text: text.to_owned(),
            overrides: self.overrides.clone(),
        });
        let config = Reported {
            value: Arc::new(value),
            problems,
        };
        let looked = self.with_theme(&config);
        self.config = Some((bytes, config));
        Ok(looked)
    }

    /// A configuration with the problem of a theme that is not there now.
    fn with_theme(&self, config: &Reported<Arc<Config>>) -> Reported<Arc<Config>> {
        let mut looked = config.clone();
        looked
            .problems
            .extend(self.site.missing_theme(&looked.value));
        arrange(&mut looked.problems);
        looked
    }

    /// Reads everything the site is made of.
    ///
    /// # Errors
    ///
    /// When the configuration cannot be used.
    pub fn read(&mut self, options: Options) -> Result<Reported<Inputs>> {
        let config = self.config()?;
        Ok(self.read_with(&config, options))
    }

    /// Reads everything the site is made of under a configuration, which need not be the one on disk.
    pub fn read_with(&mut self, config: &Arc<Config>, options: Options) -> Reported<Inputs> {
        let config = Arc::clone(config);
        let theme = format!("themes/{}", config.theme);
        let ignore = Globs::new(&config.content.ignore);
        let output = self.output(&config);
        if self.found_with.as_ref() != Some(&config) {
            // Under other rules other files are found.
            self.memory = Memory::default();
            self.found_with = Some(Arc::clone(&config));
        }
        let walk = Walk {
            root: &self.site.root,
            output: &output,
            ignore: &ignore,
            kinds: &config.content.publish,
            memory: &self.memory,
        };
        let (listings, memory) = walk.walk(&["content", "static", &theme]);
        self.memory = memory;
        let (mut problems, unopened) = self.read_all(&listings);
        problems.extend(twins(&self.known));
        let mut inputs = Inputs {
            config,
            options,
            documents: Vec::with_capacity(self.known.len()),
            data: Vec::new(),
            assets: Vec::new(),
            theme: Vec::new(),
            left_out: left_out(&listings),
            closed: Vec::new(),
        };
        for (_, known) in &self.known {
            let Known { file, role, .. } = known;
            if let Some(reason) = known.left_out {
                let path = file.path.clone();
                inputs.left_out.push(LeftOut { path, reason });
                continue;
            }
            let list = match role {
                Role::Document => &mut inputs.documents,
                Role::Data => &mut inputs.data,
                Role::Asset => &mut inputs.assets,
                Role::Theme => &mut inputs.theme,
            };
            // Twins stand side by side; the first by its bytes on disk is the one that is read.
            if list.last().is_none_or(|last| last.path != file.path) {
                list.push(file.clone());
            }
        }
        for file in unopened {
            let list = match role(&file.path) {
                Role::Document => &mut inputs.documents,
                Role::Data => &mut inputs.data,
                Role::Asset => &mut inputs.assets,
                Role::Theme => &mut inputs.theme,
            };
            if let Err(place) = list.binary_search_by(|known| known.path.cmp(&file.path)) {
                list.insert(place, file);
            }
        }
        for folder in listings.iter().flat_map(|folder| &folder.closed) {
            match role(&folder.path) {
                Role::Theme => inputs.theme.push(folder.clone()),
                _ => inputs.closed.push(folder.clone()),
            }
        }
        for list in [&mut inputs.theme, &mut inputs.closed] {
            list.sort_by(|left, right| left.path.cmp(&right.path));
            list.dedup_by(|left, right| left.path == right.path);
        }
        let copies = take_copies(&mut inputs.documents);
        inputs.left_out.extend(copies);
        inputs
            .left_out
            .sort_by(|left, right| left.path.cmp(&right.path));
        inputs.left_out.dedup();
        inputs.config.check.settle_all(&mut problems);
        arrange(&mut problems);
        Reported {
            value: inputs,
            problems,
        }
    }

    /// Orders problems by what an author does next: first what keeps the site from being published, in the file saved
    /// last before the others.
    pub fn urgency(&self, problem: &Diagnostic) -> (bool, Reverse<Option<i128>>) {
        let blocks = problem.severity == Severity::Error;
        let path = problem.place.as_ref().map(|place| &place.path);
        let saved = path.filter(|_| blocks).and_then(|path| self.saved(path));
        (!blocks, Reverse(saved))
    }

    /// When a file was saved last, as far as its file system tells.
    fn saved(&self, path: &SourcePath) -> Option<i128> {
        let at = self
            .known
            .partition_point(|(_, known)| known.file.path < *path);
        let (_, known) = self.known.get(at)?;
        (known.file.path == *path).then_some(known.stamp.modified)
    }

    /// Looks at every file that was met, and reads those that are not known or look different. Gives what is wrong, and the files that are there and cannot be opened.
    fn read_all(&mut self, listings: &[Arc<Listing>]) -> (Vec<Diagnostic>, Vec<SourceFile>) {
        let looked: Vec<Vec<_>> = listings
            .par_iter()
            .map(|folder| self.look(folder))
            .collect();
        let mut problems = Vec::new();
        let mut unopened = Vec::new();
        let mut is_there = vec![false; self.known.len()];
        let mut new = Vec::new();
        self.read = 0;
        for (folder, looked) in listings.iter().zip(looked) {
            problems.extend(folder.problems.iter().cloned());
            for (met, (place, looked)) in folder.files.iter().zip(looked) {
                let read = match looked {
                    Ok(read) => read,
                    Err(problem) => {
                        if problem.code.leaves_unread() {
                            let path = SourcePath::new(&met.name);
                            unopened.push(SourceFile::unopened(path, (*problem).clone()));
                        }
                        problems.push(*problem);
                        continue;
                    }
                };
                self.read += usize::from(read.is_some());
                match (place, read) {
                    (Some(place), None) => is_there[place] = true,
                    (Some(place), Some(known)) => {
                        is_there[place] = true;
                        self.known[place].1 = *known;
                    }
                    (None, Some(known)) => new.push((met.name.clone(), *known)),
                    (None, None) => {}
                }
            }
        }
        // Nearly every scan finds the files that the last one found, in their order.
        if !new.is_empty() || is_there.contains(&false) {
            let mut is_there = is_there.into_iter();
            self.known.retain(|_| is_there.next() == Some(true));
            self.known.extend(new);
            self.sort();
        }
        self.settle();
        (problems, unopened)
    }

    /// Looks at the files of one folder; each with its place among the known ones.
    fn look(&self, folder: &Listing) -> Vec<(Option<usize>, Looked)> {
        let stamps = Stamps::of(&folder.real, folder.files.len());
        let look = |met: &Met| {
            let place = self.places.get(&met.name).copied();
            let known = place.map(|place| &self.known[place].1);
            (place, look(met, known, &stamps))
        };
        folder.files.par_iter().with_min_len(64).map(look).collect()
    }

    fn sort(&mut self) {
        self.known
            .sort_unstable_by(|(left_name, left), (right_name, right)| {
                (&left.file.path, left_name).cmp(&(&right.file.path, right_name))
            });
        let names = self.known.iter().enumerate();
        self.places = names
            .map(|(place, (name, _))| (name.clone(), place))
            .collect();
    }

    /// Trusts the stamps of files that are older than the newest change by more than a step.
    fn settle(&mut self) {
        let files = self.known.iter().map(|(_, known)| known.stamp.changed);
        let newest = files.max().max(self.memory.newest()).unwrap_or(0);
        for (_, known) in &mut self.known {
            known.is_fresh &= known.stamp.is_recent(newest);
        }
        self.memory.settle(newest);
    }

    /// The published folder as a path from the site folder; empty if it lies elsewhere.
    fn output(&self, config: &Config) -> String {
        let folder = Path::new(&config.output_dir);
        let folder = folder.strip_prefix(&self.site.root).unwrap_or(folder);
        match folder.to_str() {
            Some(folder) if !folder.starts_with('/') => {
                resolve_dots("", folder).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

/// Reads a file; nothing if it is known and looks the same.
fn look(met: &Met, known: Option<&Known>, stamps: &Stamps) -> Looked {
    if let Some(known) = known
        && !known.is_fresh
        && stamp(met, stamps) == Some(known.stamp)
    {
        return Ok(None);
    }
    let path = match known {
        Some(known) => known.file.path.clone(),
        None => SourcePath::new(&met.name),
    };
    let role = role(&path);
    let limit = match role {
        Role::Document => LARGEST_DOCUMENT,
        Role::Data | Role::Asset | Role::Theme => LARGEST_FILE,
    };
    let (bytes, stamp) = read::read(&met.real, limit, || ()).map_err(|trouble| {
        Box::new(match trouble {
            Trouble::Io(error) => walk::unreadable(&met.name, &error),
            Trouble::NotAFile => walk::not_regular(&met.name),
            Trouble::TooLarge(length) => too_large(&path, length, limit),
            Trouble::Unsteady => {
                walk::unreadable(&met.name, &io::Error::other("it changes while it is read"))
            }
        })
    })?;
    // One that was fresh and has been read again, unchanged, is settled.
    let is_fresh = known.is_none_or(|known| known.stamp != stamp);
    let file = SourceFile::new(path, bytes);
    Ok(Some(Box::new(Known {
        left_out: by_contents(&file.path, &file.bytes),
        file,
        role,
        stamp,
        is_fresh,
    })))
}

/// How a file looks now, if it is there.
fn stamp(met: &Met, stamps: &Stamps) -> Option<Stamp> {
    let name = met.real.file_name()?;
    if met.is_link {
        return Stamps::of(met.real.parent()?, 1).stamp(name);
    }
    stamps.stamp(name)
}

fn too_large(path: &SourcePath, length: u64, limit: u64) -> Diagnostic {
    const MIB: u64 = 1 << 20;
    Diagnostic::new(
        FILE_04,
        format!(
            "`{path}` has {} MiB, and {} MiB is the most",
            length.div_ceil(MIB),
            limit / MIB
        ),
    )
    .in_file(path)
}

/// What the folders hold that takes no part in the site, by its name.
fn left_out(listings: &[Arc<Listing>]) -> Vec<LeftOut> {
    let all = listings.iter().flat_map(|folder| &folder.left_out);
    all.cloned().collect()
}

fn role(path: &SourcePath) -> Role {
    if path.as_str().starts_with("themes/") {
        return Role::Theme;
    }
    let in_content = path.as_str().starts_with("content/");
    match path.extension().as_str() {
        "md" | "markdown" if in_content => Role::Document,
        "yaml" | "yml" if path.folder() == "content" => Role::Data,
        _ => Role::Asset,
    }
}

/// Files whose names differ on disk and are one path in NFC: a Mac shows them as the same name.
fn twins(files: &[(String, Known)]) -> Vec<Diagnostic> {
    files
        .windows(2)
        .filter(|pair| pair[0].1.file.path == pair[1].1.file.path)
        .map(|pair| {
            let [one, other] = [&pair[0].0, &pair[1].0].map(|name| spelt(name));
            let path = &pair[0].1.file.path;
            Diagnostic::new(
                URL_01,
                format!("two files have the name `{path}`, spelt with different characters"),
            )
            .in_file(path)
            .also(path, None, format!("one is `{one}`"))
            .also(path, None, format!("the other is `{other}`"))
            .help("rename one of them; only the first is read")
        })
        .collect()
}

/// Spells a name so that two that look alike can be told apart.
fn spelt(name: &str) -> String {
    let spell = |c: char| match c {
        ' '..='~' => c.to_string(),
        _ => c.escape_unicode().to_string(),
    };
    name.chars().map(spell).collect()
}
