//! The record in a store: what mend has put there, without naming it.
//!
//! One line a file, sorted, in a text of the form
//!
//! ```text
//! mend deployment 1
//! address https://example.org/
//! site 0123456789abcdef0123456789abcdef
//! file NAME CONTENT     a file of the site; CONTENT is `-` while it may be half way there
//! past NAME             a file that left the site with this deployment, and is removed with the next
//! gone NAME             a file that is being removed
//! sum FINGERPRINT       of all lines before it
//! ```
//!
//! `NAME` is the fingerprint of the file's name, `CONTENT` that of its bytes and its headers. A text that was changed or cut
//! off is refused, since files are removed by it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::memo::Fingerprint;

/// The name of the record in a store. Names of a site never lie in a folder `.mend`.
pub(super) const NAME: &str = ".mend/record";

const FIRST_LINE: &str = "mend deployment 1";

/// The state of one file of the site in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It has these contents and headers, by their fingerprint.
    Known(String),
    /// It is being replaced, and may have the old or the new contents, or not be there yet.
    Uncertain,
}

/// What mend has put into a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The address of the site, `base_url`; empty without one. A record with another address belongs to another site.
    pub(super) address: String,
    /// The id of the published site; empty while a deployment is under way.
    pub(super) site: String,
    /// The files of the site, by the fingerprints of their names.
    pub(super) files: BTreeMap<String, State>,
    /// Files that left the site with this deployment, by the fingerprints of their names.
    pub(super) past: BTreeSet<String>,
    /// Files that are being removed, by the fingerprints of their names.
    pub(super) gone: BTreeSet<String>,
}

/// The fingerprint by which the record knows a file: that of its name.
pub(super) fn key(name: &str) -> String {
    Fingerprint::of_bytes(name.as_bytes()).to_hex()
}

impl Record {
    /// The text of the record.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!(
            "{FIRST_LINE}\naddress {}\nsite {}\n",
            self.address, self.site
        );
        for (name, state) in &self.files {
            let _ = match state {
                State::Known(content) => writeln!(text, "file {name} {content}"),
                State::Uncertain => writeln!(text, "file {name} -"),
            };
        }
        for (kind, names) in [("past", &self.past), ("gone", &self.gone)] {
            for name in names {
                let _ = writeln!(text, "{kind} {name}");
            }
        }
        let sum = Fingerprint::of_bytes(text.as_bytes()).to_hex();
        let _ = writeln!(text, "sum {sum}");
        text
    }

    /// Parses a record; `None` for anything that [`Record::to_text`] did not write.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (body, sum) = text.rsplit_once("sum ")?;
        if Fingerprint::of_bytes(body.as_bytes()).to_hex() != sum.strip_suffix('\n')? {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut record = Self {
            address: lines.next()?.strip_prefix("address ")?.to_owned(),
            site: lines.next()?.strip_prefix("site ")?.to_owned(),
            ..Self::default()
        };
        for line in lines {
            let (kind, rest) = line.split_once(' ')?;
            match (kind, rest.split_once(' ')) {
                ("file", Some((name, "-"))) => {
                    record.files.insert(name.to_owned(), State::Uncertain);
                }
                ("file", Some((name, content))) => {
                    let known = State::Known(content.to_owned());
                    record.files.insert(name.to_owned(), known);
                }
                ("past", None) => {
                    record.past.insert(rest.to_owned());
                }
                ("gone", None) => {
                    record.gone.insert(rest.to_owned());
                }
                _ => return None,
            }
        }
        Some(record)
    }

    /// Whether a file of this name is one that mend has put there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.files.contains_key(key) || self.past.contains(key) || self.gone.contains(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            address: "https://example.org/".to_owned(),
            site: "1".repeat(32),
            files: [
                (key("a.html"), State::Known(key("x"))),
                (key("b.html"), State::Uncertain),
            ]
            .into(),
            past: [key("c.html")].into(),
            gone: [key("d.html")].into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_names_no_file() {
        let text = record().to_text();
        assert_eq!(Record::parse(text.as_bytes()), Some(record()));
        assert!(!text.contains("html"), "{text}");
    }

    #[test]
    fn no_change_of_a_single_byte_and_no_cut_goes_unnoticed() {
        let text = record().to_text();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(Record::parse(&bytes), None, "byte {at} changed");
            assert_eq!(Record::parse(&text.as_bytes()[..at]), None, "cut at {at}");
        }
    }
}
