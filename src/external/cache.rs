//! The cache of answers in a file, so that a host is not asked again every day.
//!
//! Only good answers are kept: a page that exists, or has moved. Failed links are requested again, so that they disappear
//! from the report as soon as they work. The file can be deleted at any time. It is written elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use crate::date::{Moment, Zone};
use crate::diag::{Error, Result};

/// The version of the file; another version is ignored.
const SCHEMA: u32 = 1;

/// Answers by address.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Cache {
    schema: u32,
    answers: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The day on which it was asked.
    asked: String,
    /// Where it is now, if it had moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<String>,
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            answers: BTreeMap::new(),
        }
    }
}

impl Cache {
    /// Reads the file. A missing or damaged one, or one of another version, counts as empty.
    pub fn read(file: &Path) -> Self {
        let text = fs::read(file).unwrap_or_default();
        let cache: Option<Cache> = serde_json::from_slice(&text).ok();
        cache
            .filter(|cache| cache.schema == SCHEMA)
            .unwrap_or_default()
    }

    /// The answer for an address, if it is at most so many days old.
    pub fn answer(&self, address: &str, now: Moment, days: u32) -> Option<Answer> {
        let known = self.answers.get(address)?;
        let age = Zone::utc().parse(&known.asked)?.days_until(now);
        (0..=i64::from(days))
            .contains(&age)
            .then(|| match &known.moved {
                Some(to) => Answer::Moved(to.clone()),
                None => Answer::Fine,
            })
    }

    /// Keeps an answer of today if it is a good one, and drops an earlier one if it is not.
    pub fn keep(&mut self, address: &str, answer: &Answer, now: Moment) {
        let moved = match answer {
            Answer::Fine => None,
            Answer::Moved(to) => Some(to.clone()),
            Answer::Refused(_) | Answer::Silent(_) | Answer::Gone(_) => {
                self.answers.remove(address);
                return;
            }
        };
        let asked = now.iso_day();
        self.answers
            .insert(address.to_owned(), Entry { asked, moved });
    }

    /// Drops the addresses that are not linked any more.
    pub fn retain(&mut self, addresses: &[&str]) {
        self.answers
            .retain(|known, _| addresses.contains(&known.as_str()));
    }

    /// The text of the file.
    ///
    /// # Errors
    ///
    /// When it cannot be serialised, which addresses and days always can.
    pub fn text(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| {
            Error::io(
                "cannot cache the answers of other hosts".to_owned(),
                &error.into(),
            )
        })?;
        Ok(text + "\n")
    }
}
