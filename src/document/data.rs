//! The YAML files in `content/`: facts that pages share.
//!
//! `evidence.yaml` and [`help.yaml`](help) have a schema; `texts.yaml` holds words of the interface and is
//! read by [`texts`]; every other file is the site's own and is handed to templates as `site.data.NAME`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::help::{self, Help};
use super::texts;
use crate::codes;
use crate::diag::{Diagnostic, Lines, Reported, Span, nearest};
use crate::files::SourceFile;

/// Everything the data files say.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Data {
    /// The entries of `evidence.yaml`, by their name.
    pub evidence: BTreeMap<String, Evidence>,
    /// Whom readers can turn to: `help.yaml`, if there is one that can be read.
    pub help: Option<Help>,
    /// The site's own files, by their name without `.yaml`.
    pub own: BTreeMap<String, Value>,
}

/// What a sentence rests on.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Authors, year, where it was published.
    pub source: String,
    /// What it is and how far it carries, in plain words.
    pub note: Option<String>,
    /// Where it can be looked up.
    pub url: Option<String>,
}

/// Reads all data files.
pub fn read(files: &[SourceFile]) -> Reported<Data> {
    let mut data = Reported::<Data>::default();
    for file in files {
        let parsed = match file.path.stem() {
            "evidence" => parse(file).map(|entries| data.value.evidence = entries),
            texts::NAME => Ok(()),
            "help" => parse(file).map(|found| {
                data.problems.extend(help::check(&found, file));
                data.value.help = Some(found);
            }),
            name => parse(file).map(|value| drop(data.value.own.insert(name.to_owned(), value))),
        };
        data.problems.extend(parsed.err());
    }
    data
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
    let problem = |message: String| Diagnostic::new(codes::DATA_01, message);
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        problem("the file is not UTF-8 text".to_owned())
            .at(&file.path, error.valid_up_to()..error.valid_up_to())
    })?;
    serde_yaml::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let offset = error.location().map_or(0, |place| {
            Lines::new(text).offset(place.line(), place.column())
        });
        let mut names = message.split('`').skip(1).step_by(2);
        let help = if message.contains("unknown field") {
            names
                .next()
                .and_then(|written| nearest(written, names))
                .map(|meant| format!("did you mean `{meant}`?"))
        } else {
            None
        };
        let diagnostic = problem(message.to_owned()).at(&file.path, offset..offset);
        help.into_iter().fold(diagnostic, Diagnostic::help)
    })
}
