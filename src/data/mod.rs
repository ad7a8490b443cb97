//! Reads the YAML data files in `content/`: data that pages share.
//!
//! `evidence.yaml`, `people.yaml`, [`help.yaml`](help), [`terms.yaml`](glossary), [`paths.yaml` and `audiences.yaml`](paths)
//! and [`words.yaml`](words) have types of their own. Every other file belongs to the site and is passed to templates as
//! `site.data.NAME`. `texts.yaml`, the texts of the interface, is not part of [`Data`]; [`texts`] reads it. The data are not
//! compared with the articles here.

mod evidence;
mod files;
pub mod glossary;
pub mod help;
pub mod help_words;
mod last_check;
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
pub use files::DataFiles;
pub use glossary::Glossary;
pub use help::Help;
pub use last_check::LastCheck;
pub use paths::{AudienceKind, ReadingPath};
pub use people::{EDITORS, Person};
pub use words::WordLists;

use reachable::check_addresses;
use source::parse;

/// The content of the data files for one language. [`Localised`] comes from files of words, which no other language shows.
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
    pub fn unread(files: &DataFiles) -> Self {
        Self {
            unread: files.names().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Whether the file of this name (without `.yaml`) may exist but could not be read.
    pub fn is_unread(&self, name: &str) -> bool {
        self.is_closed || self.unread.contains(name)
    }
}

/// Reads the data files for one language.
pub fn read(files: &DataFiles) -> Reported<Data> {
    let mut value = Data::default();
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &SourceFile> = BTreeMap::new();
    let took = |name: &str, read: Result<Vec<Diagnostic>, Diagnostic>, value: &mut Data| {
        let unread = read.is_err().then(|| name.to_owned());
        value.unread.extend(unread);
        match read {
            Ok(found) => found,
            Err(problem) => vec![problem],
        }
    };
    for (name, file) in &files.named {
        if let Some(first) = seen.get(&name.to_lowercase()) {
            problems.push(second(file, first));
            continue;
        }
        seen.insert(name.to_lowercase(), file);
        problems.extend(slip_in_name(name, file));
        let read = || read_file(name, file, &mut value);
        let read = fault::caught("data", Some(&file.path), read);
        problems.extend(took(
            name,
            read.unwrap_or_else(|fault| Err(*fault)),
            &mut value,
        ));
    }
    if let (Some(file), Some(help)) = (&files.help_words, &mut value.help) {
        let read = fault::caught("data", Some(&file.path), || help_words::apply(help, file));
        problems.extend(took(
            "help",
            read.unwrap_or_else(|fault| Err(*fault)),
            &mut value,
        ));
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
fn slip_in_name(name: &str, file: &SourceFile) -> Option<Diagnostic> {
    let meant = nearest(name, NAMES.iter().copied()).filter(|_| !NAMES.contains(&name))?;
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
fn read_file(
    name: &str,
    file: &SourceFile,
    data: &mut Data,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut problems = Vec::new();
    match name {
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
