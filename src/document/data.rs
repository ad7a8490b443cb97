//! The YAML files in `content/`: facts that pages share.
//!
//! `evidence.yaml`, [`help.yaml`](help), [`terms.yaml`](super::glossary), [`paths.yaml` and `audiences.yaml`](super::paths)
//! and [`words.yaml`](super::words) have a schema; `texts.yaml` holds words of the interface and is read by
//! [`texts`]; every other file is the site's own and is handed to templates as `site.data.NAME`.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::glossary::{self, Glossary};
use super::help::{self, Help};
use super::paths::{self, AudienceKind, ReadingPath};
use super::reachable::check_addresses;
use super::texts;
use super::words::WordLists;
use super::yaml;
use crate::codes;
use crate::conflict;
use crate::diag::{Diagnostic, Reported, Severity, Span, nearest};
use crate::fault;
use crate::files::SourceFile;
use crate::path::SourcePath;

/// Everything the data files say.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Data {
    /// The entries of `evidence.yaml`, by their name.
    pub evidence: BTreeMap<String, Evidence>,
    /// Whom readers can turn to: `help.yaml`, if there is one that can be read.
    pub help: Option<Help>,
    /// The words the guide explains.
    pub glossary: Glossary,
    /// The reading paths.
    pub paths: Vec<ReadingPath>,
    /// Whom articles can be for.
    pub audiences: Vec<AudienceKind>,
    /// Where the evidence is written.
    pub evidence_file: Option<SourcePath>,
    /// Where the help is written.
    pub help_file: Option<SourcePath>,
    /// Where the paths are written.
    pub paths_file: Option<SourcePath>,
    /// Where the terms are written.
    pub terms_file: Option<SourcePath>,
    /// Who stands behind the texts, by the name articles use.
    pub people: BTreeMap<String, Person>,
    /// The lists that rules about wording look for, with what `words.yaml` changes in them.
    pub words: WordLists,
    /// The site's own files, by their name without `.yaml`.
    pub own: BTreeMap<String, Value>,
    /// The names without `.yaml` of files that could not be read as they are now. Nothing follows from what is missing of them.
    pub unread: BTreeSet<String>,
    /// Whether the folder they lie in could not be looked into.
    pub is_closed: bool,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            evidence: BTreeMap::new(),
            help: None,
            glossary: Glossary::default(),
            paths: Vec::new(),
            audiences: paths::usual_audiences(),
            evidence_file: None,
            help_file: None,
            paths_file: None,
            terms_file: None,
            people: BTreeMap::new(),
            words: WordLists::default(),
            own: BTreeMap::new(),
            unread: BTreeSet::new(),
            is_closed: false,
        }
    }
}

impl Data {
    /// What is known when none of these files could be read.
    pub fn unread(files: &[SourceFile]) -> Self {
        let names = files.iter().map(|file| file.path.stem().to_owned());
        Self {
            unread: names.collect(),
            ..Self::default()
        }
    }

    /// Whether the file of this name (without `.yaml`) could not be read, and may be there.
    pub fn is_unread(&self, name: &str) -> bool {
        self.is_closed || self.unread.contains(name)
    }
}

/// The name under which an article says that its own editors looked it over, and no one else.
pub const EDITORS: &str = "editors";

/// Somebody who stands behind a text.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// As readers see it.
    pub name: String,
    /// What the person does.
    pub role: Option<String>,
    /// What allows them to do it: a register and a number.
    pub credential: Option<String>,
    /// Where that can be looked up.
    pub source: Option<String>,
    /// The person's own page.
    pub url: Option<String>,
}

impl Person {
    /// Somebody of whom nothing but the name is known.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            role: None,
            credential: None,
            source: None,
            url: None,
        }
    }
}

/// What a sentence rests on.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Authors, year, where it was published.
    pub source: String,
    /// What it found, in plain words.
    pub note: Option<String>,
    /// How many took part, or how much was looked at.
    pub size: Option<String>,
    /// What it does not show, and whom it leaves out.
    pub limits: Option<String>,
    /// Where it can be looked up.
    pub url: Option<String>,
    /// How well it is known: `a` read by us, `b` through others, `c` not checked, so that no number may rest on it.
    pub certainty: Option<Certainty>,
}

/// How well a source is known.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The text or its abstract was read.
    A,
    /// It is known through others.
    B,
    /// It was not checked.
    C,
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

/// The files that mean something to mend; every other one is the site's own.
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

/// A second file for the same data, in another spelling.
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

/// A name that is nearly one of those that mean something.
fn slip_in_name(file: &SourceFile) -> Option<Diagnostic> {
    let stem = file.path.stem();
    let meant = nearest(stem, NAMES.iter().copied()).filter(|_| !NAMES.contains(&stem))?;
    let message = format!(
        "`{}` is data of the site's own, and nothing else reads it",
        file.path
    );
    let problem = Diagnostic::new(codes::DATA_03, message).in_file(&file.path);
    Some(problem.help(format!(
        "did you mean `{meant}.yaml`? For data of your own choose a name less like it"
    )))
}

/// Reads one file into its place, and says what in it does not fit together.
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
            data.glossary = parse(file)?;
            data.terms_file = Some(file.path.clone());
            problems = glossary::complete(&mut data.glossary, file);
        }
        "paths" => {
            data.paths = parse::<paths::Paths>(file)?.paths;
            data.paths_file = Some(file.path.clone());
            problems = paths::complete(&mut data.paths, file);
        }
        "audiences" => {
            data.audiences = parse::<paths::Audiences>(file)?.audiences;
            problems = paths::check_audiences(&data.audiences, file);
        }
        texts::NAME => {}
        "people" => {
            data.people = parse(file)?;
            let people = || data.people.values();
            let urls = people().filter_map(|person| person.url.as_deref());
            problems = check_addresses(file, "url", urls);
            // Where a credential can be looked up is an address or the name of a register.
            let sources = people().filter_map(|person| person.source.as_deref());
            let sources = sources.filter(|source| source.contains([':', '/']));
            problems.extend(check_addresses(file, "source", sources));
        }
        "words" => data.words.read(file)?,
        name => drop(data.own.insert(name.to_owned(), parse(file)?)),
    }
    Ok(problems)
}

/// Where the values of a key stand in a file, in order, wherever a line begins with the key.
pub(super) fn value_spans(file: &SourceFile, key: &str) -> Vec<Span> {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let value = line
            .trim_start_matches([' ', '-', '{'])
            .strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'));
        if let Some(value) = value {
            let end = start + line.trim_end().len();
            let at = start + line.len() - value.trim_start().len();
            spans.push(at.min(end)..end);
        }
        start += line.len();
    }
    spans
}

/// Where a key of the top level stands in a file; the beginning of the file when it hides.
pub(super) fn key_span(file: &SourceFile, key: &str) -> Span {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches(['"', '\'']);
        let quote = line.len() - rest.len();
        if rest
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        {
            return start + quote..start + quote + key.len();
        }
        start += line.len();
    }
    0..0
}

/// Reads one file; an error says where, and which key was probably meant.
pub(super) fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile) -> Result<T, Diagnostic> {
    if let Some(problem) = &file.unopened {
        return Err((**problem).clone());
    }
    let problem = |message: String| Diagnostic::new(codes::DATA_01, message);
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        problem("the file is not UTF-8 text".to_owned())
            .at(&file.path, error.valid_up_to()..error.valid_up_to())
    })?;
    if let Some(problem) = conflict::problem(&file.path, text) {
        return Err(problem);
    }
    yaml::read(text).map_err(|error| {
        let (message, offset) = (error.message, error.place.start);
        let mut names = message.split('`').skip(1).step_by(2);
        let help = if message.contains("unknown field") {
            names
                .next()
                .and_then(|written| nearest(written, names))
                .map(|meant| format!("did you mean `{meant}`?"))
        } else {
            None
        };
        let help = help.or_else(|| error.is_excess.then(|| yaml::REMEDY.to_owned()));
        let diagnostic = problem(message.clone()).at(&file.path, offset..offset);
        help.into_iter().fold(diagnostic, Diagnostic::help)
    })
}
