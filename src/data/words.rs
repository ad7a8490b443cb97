//! The phrase lists of the wording rules, which `words.yaml` extends.
//!
//! The built-in lists are in `src/words/en/words.yaml`; a site's file adds phrases and drops others. This module does not
//! parse or match phrases; `check` does.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::source::{key_span, parse};
use crate::codes;
use crate::diag::{Diagnostic, did_you_mean, nearest};
use crate::files::SourceFile;
use crate::formats::yaml;

/// The built-in lists.
const BUILTIN: &str = include_str!("../words/en/words.yaml");

/// Changes to one of the built-in phrase lists of the wording rules. The key of the entry is the name of the list.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct WordList {
    /// Phrases to report in addition.
    pub find: Vec<String>,
    /// Phrases in which the reported words mean something else. A match that overlaps one of them is not reported.
    pub idioms: Vec<String>,
    /// Words that turn a sentence around, such as `not`. A match after one of them in the same sentence is not reported.
    pub guards: Vec<String>,
    /// Phrases to remove from the built-in list, exactly as they are written there.
    pub drop: Vec<String>,
}

/// All lists, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WordLists(BTreeMap<String, WordList>);

impl Default for WordLists {
    fn default() -> Self {
        let lists = yaml::read(BUILTIN).map_err(|problem| problem.message);
        Self(lists.expect("a test reads the program's own lists"))
    }
}

impl WordLists {
    /// Applies the changes of a site's file.
    pub(super) fn read(&mut self, file: &SourceFile) -> Result<(), Diagnostic> {
        let changes: BTreeMap<String, WordList> = parse(file)?;
        for (name, change) in changes {
            let Some(list) = self.0.get_mut(&name) else {
                let problem =
                    Diagnostic::new(codes::DATA_01, format!("unknown word list `{name}`"))
                        .at(&file.path, key_span(file, &name));
                let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
                let help = did_you_mean(nearest(&name, names.iter().copied()))
                    .unwrap_or_else(|| format!("the lists are {}", names.join(", ")));
                return Err(problem.help(help));
            };
            list.change(change);
        }
        Ok(())
    }

    /// The lists and their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &WordList)> {
        self.0.iter().map(|(name, list)| (name.as_str(), list))
    }
}

impl WordList {
    fn change(&mut self, change: WordList) {
        let WordList {
            find,
            idioms,
            guards,
            drop,
        } = change;
        for (own, more) in [
            (&mut self.find, find),
            (&mut self.idioms, idioms),
            (&mut self.guards, guards),
        ] {
            own.retain(|phrase| !drop.contains(phrase));
            own.extend(more);
        }
    }
}
