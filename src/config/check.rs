//! `[check]` and `[review]`: which of the rules about content are on, and how strict they are.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::codes::{Code, Severity};
use crate::diag::Diagnostic;

/// `[check]`: which rules are on.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// The rules a site starts from.
    pub preset: Preset,
    /// Numbers of cross-links, hosts that may be linked to.
    pub links: Option<bool>,
    /// Headings, link texts, boxes, and the skeleton of an article.
    pub structure: Option<bool>,
    /// Days of review.
    pub review: Option<bool>,
    /// How hard a text is to read.
    pub reading: Option<bool>,
    /// How people are spoken of.
    pub language: Option<bool>,
    /// Sentences that could put a reader in danger.
    pub safety: Option<bool>,
    /// Figures and claims without a source.
    pub evidence: Option<bool>,
    /// Terms that are explained in the glossary.
    pub glossary: Option<bool>,
    /// Texts that repeat another.
    pub originality: Option<bool>,
    /// Pages that tell others about their reader.
    pub privacy: Option<bool>,
    /// Single rules by their code, whatever their family does.
    pub rules: BTreeMap<String, RuleLevel>,
    /// The limits of the reading rules.
    pub limits: Limits,
    /// Hosts that articles may link to; their subdomains are meant, too.
    pub allowed_hosts: Vec<String>,
    /// How `mend check --external` asks.
    pub external: External,
}

/// The rules a site starts from.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Links, headings and alternative texts.
    #[default]
    Basic,
    /// Every rule there is: the preset of one guide, the one that comes with mend. Most sites start from `basic` and add
    /// families of rules.
    Guide,
}

/// What a rule is.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// The site is not published.
    Error,
    /// The author is told.
    Warning,
    /// The author can know.
    Note,
    /// It is not reported.
    Off,
}

/// `[check.limits]`: where reading gets too hard or too long.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The highest grade without a warning.
    pub grade: u8,
    /// The highest grade without an error.
    pub hardest_grade: u8,
    /// The most words of a sentence without a warning.
    pub sentence: usize,
    /// The most words of a sentence without an error.
    pub longest_sentence: usize,
    /// The fewest words of an article.
    pub fewest_words: usize,
    /// The most words of an article.
    pub most_words: usize,
    /// From how many words on a text is told that it has no contraction.
    pub words_without_contraction: usize,
    /// The most words of single articles, by their file name without `.md`.
    pub articles: BTreeMap<String, usize>,
}

/// `[check.external]`: how other hosts are asked for the pages to which the site links.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct External {
    /// For how many days a good answer is remembered.
    pub remember_days: u32,
    /// How many seconds one request may take.
    pub timeout_seconds: u64,
    /// How many milliseconds a host is left alone after a request.
    pub pause_ms: u64,
    /// What addresses begin with that are not asked for.
    pub skip: Vec<String>,
}

impl Default for External {
    fn default() -> Self {
        Self {
            remember_days: 7,
            timeout_seconds: 20,
            pause_ms: 500,
            skip: Vec::new(),
        }
    }
}

impl Default for Check {
    fn default() -> Self {
        Self {
            preset: Preset::Basic,
            links: None,
            structure: None,
            review: None,
            reading: None,
            language: None,
            safety: None,
            evidence: None,
            glossary: None,
            originality: None,
            privacy: None,
            rules: BTreeMap::new(),
            limits: Limits::default(),
            allowed_hosts: vec!["doi.org".to_owned()],
            external: External::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            grade: 7,
            hardest_grade: 9,
            sentence: 25,
            longest_sentence: 35,
            fewest_words: 350,
            most_words: 900,
            words_without_contraction: 300,
            articles: BTreeMap::new(),
        }
    }
}

/// `[review]`: how long a review holds, in months; when it is called soon due, and how long the contacts of
/// `help.yaml` stay checked, in days.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The longest time between two reviews.
    pub longest_months: i32,
    /// The longest time for articles that carry a safety notice of abuse or crisis.
    pub longest_safety_months: i32,
    /// From how many days before the day on a review is said to be due soon.
    pub soon_days: i32,
    /// How many days a contact of `help.yaml` stays checked.
    pub help_days: i32,
    /// After how many days an unchecked contact keeps the site from being published.
    pub longest_help_days: i32,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            longest_months: 36,
            longest_safety_months: 12,
            soon_days: 60,
            help_days: 180,
            longest_help_days: 365,
        }
    }
}

impl Check {
    /// What a finding is, if its rule is on: `severity` is what the rule itself makes of it.
    pub fn severity(&self, code: Code, severity: Severity) -> Option<Severity> {
        let is_on = self.rules.contains_key(code.id()) || self.is_on(code);
        is_on.then(|| self.asked_for(code, severity)).flatten()
    }

    /// The same for a rule whose findings are all alike.
    pub fn severity_of(&self, code: Code) -> Option<Severity> {
        self.severity(code, code.severity())
    }

    /// What is left of a problem, whichever room found it: the one place where `[check.rules]` has the last word.
    /// Links, headings and alternative texts are looked at while a file is read, on every site that does not say otherwise.
    pub fn settle(&self, code: Code, severity: Severity) -> Option<Severity> {
        let is_off = code.family() == "STR" && self.structure == Some(false);
        match is_off && !self.rules.contains_key(code.id()) {
            true => None,
            false => self.asked_for(code, severity),
        }
    }

    /// Gives every problem the level that the site asks for, and drops those it does not want to know of.
    pub fn settle_all(&self, problems: &mut Vec<Diagnostic>) {
        problems.retain_mut(|problem| {
            let settled = self.settle(problem.code, problem.severity);
            problem.severity = settled.unwrap_or(problem.severity);
            settled.is_some()
        });
    }

    /// What a finding is of a rule that was asked for by name, whatever its family does.
    fn asked_for(&self, code: Code, severity: Severity) -> Option<Severity> {
        match self.rules.get(code.id()) {
            Some(RuleLevel::Error) => Some(Severity::Error),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Note) => Some(Severity::Note),
            Some(RuleLevel::Off) => None,
            None => Some(severity),
        }
    }

    /// Whether any rule is on that reads the words of articles.
    pub fn reads_texts(&self) -> bool {
        let families = [
            self.review,
            self.structure,
            self.reading,
            self.language,
            self.safety,
            self.evidence,
            self.glossary,
            self.originality,
        ];
        self.preset == Preset::Guide
            || families.contains(&Some(true))
            || self.rules.values().any(|level| *level != RuleLevel::Off)
    }

    fn is_on(&self, code: Code) -> bool {
        let family = match code.family() {
            // A comment that silences nothing is as wrong as the rule it is about.
            "LINT" => Some(true),
            "LINK" => self.links,
            "STR" => self.structure,
            "REV" => self.review,
            "READ" => self.reading,
            "LANG" => self.language,
            "SAFE" => self.safety,
            "EVI" => self.evidence,
            "GLO" | "PATH" => self.glossary,
            "ORIG" => self.originality,
            "PRIV" | "WORK" => self.privacy,
            _ => None,
        };
        family.unwrap_or(self.preset == Preset::Guide) && !code.is_asked_for_only()
    }
}
