//! The report of an import: what became of everything in the source. Its numbers add up, since each thing has one fate.
//!
//! It is written as Markdown for people ([`Report::text`], in [`super::report_text`]) and as JSON for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::findings::{Effect, Finding};

/// What became of a thing of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// An article: a text with a date, or one of a section.
    Article,
    /// A page: the page of a section, or a text beside the articles.
    Page,
    /// A text that is held back: a draft, or one whose day has not come.
    Draft,
    /// A file that is taken over as it is.
    File,
    /// Its settings or data are in another file now.
    Settings,
    /// It is not in the new site.
    LeftOut(String),
}

/// A thing of the source: a post, a page, a file.
#[derive(Clone, Debug)]
pub struct Item {
    /// What the source calls it: a path, or an address.
    pub source: String,
    /// Its file in the new site.
    pub file: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Its addresses in the old site, and whether each leads on: the same address, or a redirect.
    pub addresses: Vec<String>,
    /// What was changed, kept or lost in it.
    pub findings: Vec<Finding>,
}

/// An old address that was looked for in the new site.
#[derive(Clone, Debug, Serialize)]
pub struct OldAddress {
    /// The address, without its host.
    pub address: String,
    /// Whether a page or a redirect is there.
    pub found: bool,
}

/// The report of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The tool that the source is from.
    pub tool: &'static str,
    /// The file or folder that was imported.
    pub source: String,
    /// What one thing of the source is called, and several: `file`, `files`.
    pub unit: (&'static str, &'static str),
    /// How many things the reader of the source met.
    pub met: usize,
    /// Everything in the source.
    pub items: Vec<Item>,
    /// What is to be said of the whole site.
    pub remarks: Vec<String>,
    /// The old addresses that were looked for.
    pub old_addresses: Vec<OldAddress>,
}

/// How many things had each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Everything in the source.
    pub items: usize,
    /// Articles.
    pub articles: usize,
    /// Pages.
    pub pages: usize,
    /// Drafts, and texts whose day has not come.
    pub drafts: usize,
    /// Files taken over as they are.
    pub files: usize,
    /// Files whose settings or data are in another file now.
    pub settings: usize,
    /// What is not in the new site.
    pub left_out: usize,
}

impl Counts {
    /// Whether everything that went in came out somewhere.
    pub fn add_up(&self) -> bool {
        let out = self.articles + self.pages + self.drafts + self.files + self.settings;
        self.items == out + self.left_out
    }
}

impl Report {
    /// The numbers.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            items: self.met,
            ..Counts::default()
        };
        for item in &self.items {
            let count = match item.fate {
                Fate::Article => &mut counts.articles,
                Fate::Page => &mut counts.pages,
                Fate::Draft => &mut counts.drafts,
                Fate::File => &mut counts.files,
                Fate::Settings => &mut counts.settings,
                Fate::LeftOut(_) => &mut counts.left_out,
            };
            *count += 1;
        }
        counts
    }

    /// How many things each reason left out, the most frequent first.
    pub fn reasons(&self) -> Vec<(&str, usize)> {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &self.items {
            if let Fate::LeftOut(reason) = &item.fate {
                *reasons.entry(reason).or_default() += 1;
            }
        }
        most_first(reasons)
    }

    /// What happened in all texts with this effect: how often, and in how many files; the most frequent first.
    pub fn total(&self, effect: Effect) -> Vec<(&str, usize, usize)> {
        let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let findings = self.items.iter().flat_map(|item| &item.findings);
        for finding in findings.filter(|finding| finding.effect == effect) {
            let (count, files) = totals.entry(&finding.what).or_default();
            *count += finding.count;
            *files += 1;
        }
        let totals = most_first(totals).into_iter();
        totals
            .map(|(what, (count, files))| (what, count, files))
            .collect()
    }

    /// The report for programs.
    pub fn json(&self) -> Value {
        let items = self.items.iter().map(|item| {
            let (fate, reason) = match &item.fate {
                Fate::Article => ("article", None),
                Fate::Page => ("page", None),
                Fate::Draft => ("draft", None),
                Fate::File => ("file", None),
                Fate::Settings => ("settings", None),
                Fate::LeftOut(reason) => ("left_out", Some(reason)),
            };
            json!({
                "source": item.source,
                "file": item.file,
                "fate": fate,
                "reason": reason,
                "old_addresses": item.addresses,
                "findings": item.findings,
            })
        });
        let total = |effect| {
            let total = self.total(effect).into_iter();
            let total = total.map(
                |(what, count, files)| json!({ "what": what, "count": count, "files": files }),
            );
            total.collect::<Vec<_>>()
        };
        json!({
            "tool": self.tool,
            "source": self.source,
            "counts": self.counts(),
            "changed": total(Effect::Changed),
            "kept": total(Effect::Kept),
            "lost": total(Effect::Lost),
            "remarks": self.remarks,
            "old_addresses": self.old_addresses,
            "items": items.collect::<Vec<_>>(),
        })
    }
}

fn most_first<V: Ord + Copy>(counts: BTreeMap<&str, V>) -> Vec<(&str, V)> {
    let mut counts: Vec<(&str, V)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    counts
}
