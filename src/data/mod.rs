//! Reads the YAML data files in `content/`: data that pages share.
//!
//! `evidence.yaml`, `people.yaml`, [`help.yaml`](help), [`terms.yaml`](glossary), [`paths.yaml` and `audiences.yaml`](paths)
//! and [`words.yaml`](words) have types of their own. Every other file belongs to the site and is passed to templates as
//! `site.data.NAME`. `texts.yaml`, the texts of the interface, is not part of [`Data`]; [`texts`] reads it. The data are not
//! compared with the articles here.

mod evidence;
pub mod glossary;
pub mod help;
pub mod paths;
mod people;
pub mod reachable;
pub mod schema;
mod source;
mod text_of_date;
pub mod texts;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::codes;
use crate::diag::{Diagnostic, Reported, Severity, nearest};
use crate::fault;
use crate::files::SourceFile;
use crate::path::SourcePath;

pub use evidence::{Certainty, Evidence};
pub use glossary::Glossary;
pub use help::Help;
pub use paths::{AudienceKind, ReadingPath};
pub use people::{EDITORS, Person};
pub use words::WordLists;

use reachable::check_addresses;
use source::parse;

/// The content of all data files. [`Localised`] exists once per language, the rest once per site.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Data {
    /// The entries of `evidence.yaml`, by name.
    pub evidence: BTreeMap<String, Evidence>,
    /// The help contacts of `help.yaml`, if that file exists and could be read.
    pub help: Option<Help>,
    /// The data that exist once per language.
    pub localised: Localised,
    /// The file that holds the evidence.
    pub evidence_file: Option<SourcePath>,
    /// The file that holds the help contacts.
    pub help_file: Option<SourcePath>,
    /// The reviewers, by the name that articles use.
    pub people: BTreeMap<String, Person>,
    /// The site's own files, by file name without `.yaml`.
    pub own: BTreeMap<String, Value>,
    /// The names without `.yaml` of files that could not be read. No problem may be derived from what they seem to lack.
    pub unread: BTreeSet<String>,
    /// Whether the folder of the data files could not be opened, so that any file may be missing.
    pub is_closed: bool,
}

/// The data files whose content depends on the language. Each language edition of a site has its own.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Localised {
    /// The terms the guide explains.
    pub glossary: Glossary,
    /// The file that holds the terms.
    pub terms_file: Option<SourcePath>,
    /// The reading paths.
    pub paths: Vec<ReadingPath>,
    /// The file that holds the paths.
    pub paths_file: Option<SourcePath>,
    /// The audiences that articles can be written for; none without `audiences.yaml`.
    pub audiences: Vec<AudienceKind>,
    /// The phrase lists of the wording rules, with the changes of `words.yaml` applied.
    pub words: WordLists,
}

impl Data {
    /// The data when none of these files could be read.
    pub fn unread(files: &[SourceFile]) -> Self {
        let names = files.iter().map(|file| file.path.stem().to_owned());
        Self {
            unread: names.collect(),
            ..Self::default()
        }
    }

    /// Whether the file of this name (without `.yaml`) may exist but could not be read.
    pub fn is_unread(&self, name: &str) -> bool {
        self.is_closed || self.unread.contains(name)
    }
}

/// Reads all data files.
pub fn read(files: &[SourceFile]) -> Reported<Data> {
    let mut value = Data::default();
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &SourceFile> = BTreeMap::new();
    for file in files {
        if let Some(first) = seen.get(&file.path.stem().to_lowercase()) {
            problems.push(second(file, first));
            continue;
        }
        seen.insert(file.path.stem().to_lowercase(), file);
        problems.extend(slip_in_name(file));
        let read = fault::caught("data", Some(&file.path), || read_file(file, &mut value));
        match read.unwrap_or_else(|fault| Err(*fault)) {
            Ok(found) => problems.extend(found),
            Err(problem) => {
                value.unread.insert(file.path.stem().to_owned());
                problems.push(problem);
            }
        }
    }
    Reported { value, problems }
}

/// The names of the files that mend interprets. Every other file is the site's own.
const NAMES: &[&str] = &[
    "audiences",
    "evidence",
    "help",
    "paths",
    "people",
    "terms",
    texts::NAME,
    "words",
];

/// Reports a second file for the same data: names are compared without case.
fn second(file: &SourceFile, first: &SourceFile) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` are two files for the same data",
        first.path, file.path
    );
    let problem = Diagnostic::new(codes::DATA_03, message).severity(Severity::Error);
    let problem = problem
        .in_file(&file.path)
        .also(&first.path, None, "this one is read");
    problem.help("keep one of them")
}

/// Reports a file name that is probably a typo of one of [`NAMES`].
fn slip_in_name(file: &SourceFile) -> Option<Diagnostic> {
    let stem = file.path.stem();
    let meant = nearest(stem, NAMES.iter().copied()).filter(|_| !NAMES.contains(&stem))?;
    let message = format!(
        "mend does not know `{}`: only the site's own templates can use it",
        file.path
    );
    let problem = Diagnostic::new(codes::DATA_03, message).in_file(&file.path);
    Some(problem.help(format!(
        "did you mean `{meant}.yaml`? If the data are your own, choose a less similar name"
    )))
}

/// Reads one file into its field. `Ok` holds the problems of a file that could be read, `Err` the reason why it could not.
fn read_file(file: &SourceFile, data: &mut Data) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut problems = Vec::new();
    match file.path.stem() {
        "evidence" => {
            data.evidence = parse(file)?;
            let urls = data
                .evidence
                .values()
                .filter_map(|entry| entry.url.as_deref());
            problems = check_addresses(file, "url", urls);
            data.evidence_file = Some(file.path.clone());
        }
        "help" => {
            let help = data.help.insert(parse(file)?);
            data.help_file = Some(file.path.clone());
            problems = help::complete(help, file);
        }
        "terms" => {
            data.localised.glossary = parse(file)?;
            data.localised.terms_file = Some(file.path.clone());
            problems = glossary::complete(&mut data.localised.glossary, file);
        }
        "paths" => {
            data.localised.paths = parse::<paths::Paths>(file)?.paths;
            data.localised.paths_file = Some(file.path.clone());
            problems = paths::complete(&mut data.localised.paths, file);
        }
        "audiences" => {
            data.localised.audiences = parse::<paths::Audiences>(file)?.audiences;
        }
        texts::NAME => {}
        "people" => {
            data.people = parse(file)?;
            let people = || data.people.values();
            let urls = people().filter_map(|person| person.url.as_deref());
            problems = check_addresses(file, "url", urls);
            // The source of a credential is an address or the name of a register; only an address can be checked.
            let sources = people().filter_map(|person| person.source.as_deref());
            let sources = sources.filter(|source| source.contains([':', '/']));
            problems.extend(check_addresses(file, "source", sources));
        }
        "words" => data.localised.words.read(file)?,
        name => drop(data.own.insert(name.to_owned(), parse(file)?)),
    }
    Ok(problems)
}
