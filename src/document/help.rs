//! `help.yaml`: whom readers can turn to, by region.
//!
//! Every number has a source and says when a person checked it. A region that lacks what a reader in
//! danger needs is refused, unless its author withholds it and says why. Which region a reader is in
//! is never guessed here or anywhere.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::data;
use super::reachable::{is_number, is_secure_address};
use crate::codes;
use crate::date::{Moment, Zone};
use crate::diag::{Diagnostic, Span};
use crate::files::SourceFile;

/// The whole file.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The id of the region that every page shows.
    pub default: String,
    /// The regions, in the order in which they are offered.
    pub regions: Vec<Region>,
}

/// A country, or a part of one, with its own numbers.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// A short name for addresses and settings.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The emergency number; several are joined by "or".
    pub emergency: Option<String>,
    /// Why readers are not shown it yet.
    pub withheld: Option<String>,
    /// Who helps there.
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

/// Somebody who helps.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What they help with.
    pub kind: ContactKind,
    /// What they are called.
    pub name: String,
    /// Their number, grouped for reading.
    pub phone: Option<String>,
    /// How to reach them by text message, in words.
    pub text: Option<String>,
    /// The address of their chat.
    pub chat: Option<String>,
    /// The address of their site.
    pub website: Option<String>,
    /// When they answer, in words.
    pub hours: Option<String>,
    /// What it costs, in words.
    pub cost: Option<String>,
    /// Interpreters, relay services and the like, in words.
    pub access: Option<String>,
    /// Whom they are for, in words.
    #[serde(rename = "for")]
    pub audience: String,
    /// Where all of this can be looked up: a page of their own site.
    pub source: Option<String>,
    /// When a person checked it there.
    #[schemars(with = "String", regex(pattern = r"^(never|\d{4}-\d{2}-\d{2})$"))]
    pub checked: Checked,
    /// Where that is written; nothing if the file is written in another shape.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// What somebody helps with, in the order in which a card names them.
#[derive(
    Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash,
)]
#[serde(rename_all = "lowercase")]
pub enum ContactKind {
    /// Domestic abuse.
    Abuse,
    /// Thoughts of suicide, and days that cannot be borne.
    Crisis,
    /// Couples, families, separation.
    Relationship,
    /// Changing one's own behaviour.
    Change,
    /// Anything else.
    Other,
}

/// Whether a person has checked an entry at its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Checked {
    /// No person has; readers are told.
    Never,
    /// On this day.
    On(Moment),
}

impl Checked {
    /// The day on which a person did it.
    pub fn day(self) -> Option<Moment> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
        }
    }
}

impl<'de> Deserialize<'de> for Checked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || format!("`checked: {text}` is neither `never` nor a day such as 2026-01-31");
        match text.as_str() {
            "never" => Ok(Self::Never),
            day => Zone::utc()
                .parse(day)
                .map(Self::On)
                .ok_or_else(|| serde::de::Error::custom(wrong())),
        }
    }
}

impl Help {
    /// The regions that readers are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Region> {
        self.regions
            .iter()
            .filter(|region| region.withheld.is_none())
    }
}

/// A text message that reaches a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMessage {
    /// Its number as it is dialled.
    pub number: String,
    /// What it must say, if the service waits for a word.
    pub body: Option<String>,
}

impl Contact {
    /// The message that `text` asks for: its longest number, and the one word in capitals (text SHOUT to 85258).
    pub fn text_message(&self) -> Option<TextMessage> {
        let words = self.text.as_deref()?;
        let dialled = |run: &str| -> String {
            let dialled = run.trim().chars();
            dialled.filter(|c| matches!(c, '0'..='9' | '+')).collect()
        };
        let runs = words.split(|c| !matches!(c, '0'..='9' | '+' | '-' | ' ' | '\u{a0}'));
        let number = runs.rev().map(dialled).max_by_key(String::len)?;
        let is_name = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_uppercase());
        let mut names = words.split(|c: char| !c.is_alphanumeric());
        let mut names = names.by_ref().filter(is_name).filter(|name| *name != "SMS");
        let body = names.next().filter(|_| names.next().is_none());
        (number.len() > 2).then(|| TextMessage {
            number,
            body: body.map(str::to_owned),
        })
    }

    /// Whether anything says how to reach it.
    fn is_reachable(&self) -> bool {
        let ways = [&self.phone, &self.text, &self.chat, &self.website];
        ways.into_iter().flatten().any(|way| !way.trim().is_empty())
    }
}

impl Region {
    /// The emergency numbers, one by one.
    pub fn emergency_numbers(&self) -> impl Iterator<Item = &str> {
        let numbers = self.emergency.as_deref().unwrap_or_default().split(" or ");
        numbers.map(str::trim).filter(|number| !number.is_empty())
    }
}

/// Notes where each contact says when it was checked, and reports what a person in danger would miss and what
/// could not be looked up.
pub(super) fn complete(help: &mut Help, file: &SourceFile) -> Vec<Diagnostic> {
    let spans = data::value_spans(file, "checked");
    let contacts = || help.regions.iter().map(|region| region.contacts.len());
    // A contact that is written on one line hides its keys; then it cannot be told which span is whose.
    if contacts().sum::<usize>() == spans.len() {
        let contacts = help
            .regions
            .iter_mut()
            .flat_map(|region| &mut region.contacts);
        for (contact, span) in contacts.zip(spans) {
            contact.span = Some(span);
        }
    }
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let placed = |problem: Diagnostic, key: &str, value: &str| match place(text, key, value) {
        Some(span) => problem.at(&file.path, span),
        None => problem.in_file(&file.path),
    };
    let problem = |message: String, key: &str, value: &str| {
        placed(Diagnostic::new(codes::SAFE_08, message), key, value)
    };
    let mut problems = Vec::new();
    let shown: Vec<&str> = help.shown().map(|region| region.id.as_str()).collect();
    // That none at all is shown is told of the site as a whole.
    if !shown.is_empty() && !shown.contains(&help.default.as_str()) {
        let message = format!("the default region `{}` is not shown", help.default);
        let advice = format!("regions that are shown: {}", shown.join(", "));
        problems.push(problem(message, "default", &help.default).help(advice));
    }
    for (at, region) in help.regions.iter().enumerate() {
        if help.regions[..at].iter().any(|known| known.id == region.id) {
            let message = format!("there are two regions `{}`", region.id);
            problems.push(problem(message, "id", &region.id));
        }
    }
    for region in help.shown() {
        let missing = missing(region);
        if !missing.is_empty() {
            let message = format!(
                "the region `{}` has no {}",
                region.id,
                missing.join(", no ")
            );
            problems.push(problem(message, "id", &region.id).help(
                "add what is missing, or leave the region out for now: `withheld: the reason`",
            ));
        }
        for number in region
            .emergency_numbers()
            .filter(|number| !is_number(number))
        {
            let message = format!(
                "the emergency number `{}` of `{}` cannot be dialled",
                number.escape_debug(),
                region.id
            );
            let written = region.emergency.as_deref().unwrap_or_default();
            problems.push(
                problem(message, "emergency", written)
                    .help("write digits only, such as \"999\"; join several by \" or \""),
            );
        }
        for contact in &region.contacts {
            let wrongs = unfit(contact).into_iter();
            problems.extend(
                wrongs.map(|wrong| {
                    problem(format!("{} {wrong}", contact.name), "name", &contact.name)
                }),
            );
            let problem = reach(contact);
            problems.extend(problem.map(|problem| placed(problem, "name", &contact.name)));
        }
    }
    problems
}

/// What a region must have and has not.
fn missing(region: &Region) -> Vec<&'static str> {
    let has = |kind| region.contacts.iter().any(|contact| contact.kind == kind);
    let needed = [
        (
            region.emergency_numbers().next().is_some(),
            "emergency number",
        ),
        (has(ContactKind::Abuse), "abuse contact"),
        (has(ContactKind::Crisis), "crisis contact"),
    ];
    let lacking = needed.into_iter().filter(|(there, _)| !there);
    lacking.map(|(_, what)| what).collect()
}

/// What makes a contact useless to a reader, or impossible to check.
fn unfit(contact: &Contact) -> Vec<String> {
    let mut wrong = Vec::new();
    match contact.source.as_deref() {
        None => wrong.push("has no `source` where its number could be checked".to_owned()),
        Some(source) if !is_secure_address(source) => {
            wrong.push("has a `source` that is no https address".to_owned());
        }
        Some(_) => {}
    }
    for (key, value) in [("chat", &contact.chat), ("website", &contact.website)] {
        if value
            .as_deref()
            .is_some_and(|value| !is_secure_address(value))
        {
            wrong.push(format!("has a `{key}` that is no https address"));
        }
    }
    if contact
        .phone
        .as_deref()
        .is_some_and(|phone| !is_number(phone))
    {
        wrong.push("has a `phone` that cannot be dialled".to_owned());
    }
    wrong
}

/// What keeps a reader from reaching a contact.
fn reach(contact: &Contact) -> Option<Diagnostic> {
    let name = &contact.name;
    if !contact.is_reachable() {
        let message = format!("{name} cannot be reached: there is no phone, text, chat or website");
        let problem = Diagnostic::new(codes::SAFE_16, message);
        return Some(problem.help("add one of them, or take the contact out"));
    }
    let text = contact.text.as_deref().unwrap_or_default();
    if text.trim().is_empty() || contact.text_message().is_some() {
        return None;
    }
    let message = format!("the `text` of {name} has no number, so no phone can open the message");
    let problem = Diagnostic::new(codes::SAFE_17, message);
    Some(problem.help("write it with the number and the word in capitals: text SHOUT to 85258"))
}

/// Where `key: value` stands, on a line or inside braces.
fn place(text: &str, key: &str, value: &str) -> Option<Span> {
    let spellings = [format!("{key}: {value}"), format!("{key}: \"{value}\"")];
    spellings.iter().find_map(|written| {
        let start = text.find(written.as_str())?;
        Some(start..start + written.len())
    })
}
