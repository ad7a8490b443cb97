//! `[check]` and `[review]`: which rules about content are on, and how strict they are. The rules themselves are in
//! `check`.

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

/// How seriously the findings of a rule are taken.
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
    /// The number of words from which a text without a contraction is reported.
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
    /// The beginnings of addresses that are not requested.
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
    /// How many days before its day a review is reported as due soon.
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
    /// The severity of a finding, or `None` if its rule is off. `severity` is the one that the rule itself gives.
    pub fn severity(&self, code: Code, severity: Severity) -> Option<Severity> {
        let is_on = self.rules.contains_key(code.id()) || self.is_on(code);
        is_on.then(|| self.asked_for(code, severity)).flatten()
    }

    /// The same for a rule whose findings all have the default severity of its code.
    pub fn severity_of(&self, code: Code) -> Option<Severity> {
        self.severity(code, code.severity())
    }

    /// The final severity of a problem from any stage, or `None` if it is dropped: `[check.rules]` is applied here.
    ///
    /// Problems with headings and alternative texts are found while a file is read, so they are reported unless
    /// `structure` is off.
    pub fn settle(&self, code: Code, severity: Severity) -> Option<Severity> {
        let is_off = code.family() == "STR" && self.structure == Some(false);
        match is_off && !self.rules.contains_key(code.id()) {
            true => None,
            false => self.asked_for(code, severity),
        }
    }

    /// Applies the site's levels to all problems, and drops those that are off.
    pub fn settle_all(&self, problems: &mut Vec<Diagnostic>) {
        problems.retain_mut(|problem| {
            let settled = self.settle(problem.code, problem.severity);
            problem.severity = settled.unwrap_or(problem.severity);
            settled.is_some()
        });
    }

    /// The severity of a finding by the level of its own rule, if `[check.rules]` sets one.
    fn asked_for(&self, code: Code, severity: Severity) -> Option<Severity> {
        match self.rules.get(code.id()) {
            Some(RuleLevel::Error) => Some(Severity::Error),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Note) => Some(Severity::Note),
            Some(RuleLevel::Off) => None,
            None => Some(severity),
        }
    }

    /// Whether any rule that reads the text of articles may be on.
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
            // Faults in the comments that silence rules are reported with every preset.
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
