//! What was found out before, in a file, so that a host is not asked again every day.
//!
//! Only good news is remembered: a page that was there, or had moved. Whatever was wrong is asked again, so that
//! it is gone from the report as soon as it is mended. The file can be deleted at any time; others write it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::date::{Moment, Zone};
use crate::diag::{Error, Result};

/// The version of the file; one of another version is not read.
const SCHEMA: u32 = 1;

/// What is remembered.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    schema: u32,
    answers: BTreeMap<String, Remembered>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    /// The day on which it was asked.
    asked: String,
    /// Where it is now, if it had moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<String>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            answers: BTreeMap::new(),
        }
    }
}

impl Memory {
    /// Reads the file. One that is missing, damaged or of another version holds nothing.
    pub fn read(file: &Path) -> Self {
        let text = fs::read(file).unwrap_or_default();
        let memory: Option<Memory> = serde_json::from_slice(&text).ok();
        memory
            .filter(|memory| memory.schema == SCHEMA)
            .unwrap_or_default()
    }

    /// What was answered for an address, if that is not older than so many days.
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

    /// Keeps what was answered today, if it is worth keeping.
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
            .insert(address.to_owned(), Remembered { asked, moved });
    }

    /// Forgets the addresses to which no link leads any more.
    pub fn forget_others(&mut self, addresses: &[&str]) {
        self.answers
            .retain(|known, _| addresses.contains(&known.as_str()));
    }

    /// The text of the file.
    ///
    /// # Errors
    ///
    /// When it cannot be put into words, which no memory of addresses and days should meet.
    pub fn text(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| {
            Error::io(
                "what was found out cannot be kept".to_owned(),
                &error.into(),
            )
        })?;
        Ok(text + "\n")
    }
}
