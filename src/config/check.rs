//! `[check]` and `[review]`: which rules about content are on, and how strict they are. The rules themselves are in
//! `check`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::codes::{Code, Severity};
use crate::diag::Diagnostic;

/// `[check]`: which rules `mend check` applies to the content. A family of rules that is not named here is on with the
/// preset `guide` and off with `basic`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// The set of rules to start from: `basic` (the default) or `guide`.
    pub preset: Preset,
    /// Rules LINK: how many cross-links an article has, and to which hosts it may link. Broken links are reported anyway.
    pub links: Option<bool>,
    /// Rules STR: headings, link texts, boxes and the structure of articles. With the preset `basic`, the rules on headings
    /// and alternative texts apply unless this is `false`.
    pub structure: Option<bool>,
    /// Rules REV: whether articles and help contacts were reviewed in time.
    pub review: Option<bool>,
    /// Rules READ: how hard an article is to read. `[check.limits]` sets the limits.
    pub reading: Option<bool>,
    /// Rules LANG: how an article speaks about people.
    pub language: Option<bool>,
    /// Rules SAFE: sentences and settings that could put a reader in danger.
    pub safety: Option<bool>,
    /// Rules EVI: figures and claims without a source.
    pub evidence: Option<bool>,
    /// Rules GLO and PATH: terms of the glossary, and articles on no reading path.
    pub glossary: Option<bool>,
    /// Rules ORIG: passages that repeat another text.
    pub originality: Option<bool>,
    /// Rules PRIV and WORK: pages and worksheets that could tell others what a reader is reading.
    pub privacy: Option<bool>,
    /// The level of single rules by their code, such as `READ-01 = "warning"`: `error`, `warning`, `note` or `off`. It overrides
    /// the preset and the family.
    pub rules: BTreeMap<String, RuleLevel>,
    /// The limits of the rules on length and reading level.
    pub limits: Limits,
    /// The parts that every article must have.
    pub shape: Shape,
    /// The hosts to which articles may link, with their subdomains. LINK-11 reports links to other hosts. An empty list allows
    /// every host.
    pub allowed_hosts: Vec<String>,
    /// How `mend check --external` requests linked pages from other hosts.
    pub external: External,
}

/// The set of rules from which a site starts.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Rules that suit every site: links, headings and alternative texts.
    #[default]
    Basic,
    /// The rules that suit every self-help guide: all families, without the rules on house style. Setting a family to `true`
    /// adds its rules on house style.
    Guide,
}

/// The level of a rule's findings.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// They are reported, and the site is not published.
    Error,
    /// They are reported.
    Warning,
    /// They are reported as notes, which never fail a check.
    Note,
    /// They are not reported.
    Off,
}

/// `[check.limits]`: the limits of the rules on length and reading level.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The highest reading grade without a warning, in years of school.
    pub grade: u8,
    /// The highest reading grade without an error, in years of school.
    pub hardest_grade: u8,
    /// The maximum length of a sentence without a warning, in words.
    pub sentence: usize,
    /// The maximum length of a sentence without an error, in words.
    pub longest_sentence: usize,
    /// The maximum length of a paragraph, in sentences.
    pub paragraph: usize,
    /// The minimum length of an article, in words.
    pub fewest_words: usize,
    /// The maximum length of an article, in words.
    pub most_words: usize,
    /// The length in words from which an article without a single contraction is reported.
    pub words_without_contraction: usize,
    /// The minimum number of other articles to which an article links.
    pub fewest_links: usize,
    /// The maximum number of other articles to which an article links. An overview may link to half as many more.
    pub most_links: usize,
    /// The maximum length of single articles in words, by file name without `.md`.
    pub articles: BTreeMap<String, usize>,
}

/// `[check.shape]`: the parts that every article must have, besides a summary (STR-02).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Shape {
    /// Whether it begins with its main points, in a box `> [!in-short]`. Default: false.
    pub main_points: bool,
    /// The heading under which it ends with one to three links, such as "What you could do next". Without it, an article may
    /// end as it likes.
    pub next_steps: Option<String>,
}

/// `[check.external]`: how `mend check --external` requests linked pages from other hosts.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct External {
    /// How long a good answer is cached, in days.
    pub remember_days: u32,
    /// The timeout of a request, in seconds: from 1 to 3600.
    pub timeout_seconds: u64,
    /// The pause between two requests to the same host, in milliseconds.
    pub pause_ms: u64,
    /// Addresses that are not requested, by how they begin, such as `https://example.org/private/`.
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
            shape: Shape::default(),
            allowed_hosts: Vec::new(),
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
            paragraph: 6,
            fewest_words: 350,
            most_words: 900,
            words_without_contraction: 300,
            fewest_links: 1,
            most_links: 8,
            articles: BTreeMap::new(),
        }
    }
}

/// `[review]`: how long reviews of articles and checks of help contacts stay valid.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The maximum time between two reviews of an article, in months.
    pub longest_months: i32,
    /// The same for articles with a safety notice about abuse or a crisis, in months.
    pub longest_safety_months: i32,
    /// How long before its due date a review is reported as due soon, in days.
    pub soon_days: i32,
    /// How long the check of a contact in `help.yaml` stays valid, in days. Older ones are reported as warnings.
    pub help_days: i32,
    /// The age in days from which an outdated check of a contact is an error, so that the site is not published.
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
        let by_preset = self.preset == Preset::Guide && !code.is_house_style();
        family.unwrap_or(by_preset) && !code.is_asked_for_only()
    }
}
