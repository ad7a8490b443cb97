//! The help contacts in `help.yaml`, by region.
//!
//! Every contact has a source and the date on which a person checked it. An incomplete region is not hidden: its emergency
//! number may save a reader, so it is shown together with a note of what is missing. Neither this module nor any other
//! guesses the region of a reader.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::last_check::LastCheck;
use super::reachable::{TextMessage, is_number, is_secure_address};
use super::source;
use crate::codes;
use crate::diag::{Diagnostic, Span, listed};
use crate::files::SourceFile;

/// The help contacts of a site, `content/help.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The id of the region whose contacts every page shows. If it is missing and there are several regions, pages link to
    /// each of them instead. `[help] region` in `site.toml` overrides it.
    pub default: Option<String>,
    /// The regions, in the order in which they are offered.
    pub regions: Vec<Region>,
}

/// A country, or a part of one, with its own help contacts.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// A short name for settings and for links to the region, such as `uk`.
    pub id: String,
    /// The name of the region, as readers see it.
    pub name: String,
    /// The emergency number, digits only, in quotes. Join several by "or": `"999 or 112"`.
    pub emergency: Option<String>,
    /// How to reach the emergency services without speaking, if that is possible.
    pub silent: Option<SilentCall>,
    /// The help contacts of the region. It needs at least one of the kind `crisis` and one of the kind `abuse`.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// The span of `id`; `None` if it was not found.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// How a reader who must not be heard reaches the emergency services.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct SilentCall {
    /// What to do, as a sentence without a full stop.
    pub how: String,
    /// How to reach them by text message, with the number, such as `text 999`.
    pub text: Option<String>,
    /// The https address of an official page that says so.
    pub source: Option<String>,
    /// The date on which a person checked the entry at its source, such as `2026-01-31`, or `never`.
    #[schemars(with = "String", regex(pattern = r"^(never|\d{4}-\d{2}-\d{2})$"))]
    pub checked: LastCheck,
    /// The span of `checked`; `None` if the line scan could not assign one.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A person or service that helps readers. It needs at least one of `phone`, `text`, `chat` and `website`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What the contact helps with.
    pub kind: ContactKind,
    /// A short name by which translations mean this contact. Default: its name.
    pub id: Option<String>,
    /// The name of the contact.
    pub name: String,
    /// The phone number, with spaces where a reader would pause.
    pub phone: Option<String>,
    /// How to send a text message, with the number and any keyword in capitals, such as `SHOUT to 85258`.
    pub text: Option<String>,
    /// The https address of the chat.
    pub chat: Option<String>,
    /// The https address of the website.
    pub website: Option<String>,
    /// The opening hours, in words.
    pub hours: Option<String>,
    /// What a call or message costs, in words.
    pub cost: Option<String>,
    /// Help with access, such as interpreters or relay services, in words.
    pub access: Option<String>,
    /// Who the contact is for, in words.
    #[serde(rename = "for")]
    pub audience: String,
    /// The https address of the page on the contact's own website that confirms the entry.
    pub source: Option<String>,
    /// The date on which a person checked the entry at its source, such as `2026-01-31`, or `never`. Readers see
    /// which entries have not been checked.
    #[schemars(with = "String", regex(pattern = r"^(never|\d{4}-\d{2}-\d{2})$"))]
    pub checked: LastCheck,
    /// The span of `checked`; `None` if the line scan could not assign one.
    #[serde(skip)]
    pub span: Option<Span>,
    /// Whether the words are those of another language than `help.yaml`.
    #[serde(skip)]
    pub is_translated: bool,
}

/// What a contact helps with. Lists show the kinds in this order.
#[derive(
    Clone, Copy, Debug, Deserialize, JsonSchema, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash,
)]
#[serde(rename_all = "kebab-case")]
pub enum ContactKind {
    /// Thoughts of suicide, and other crises.
    Crisis,
    /// Domestic abuse, stalking, forced marriage.
    Abuse,
    /// Rape and sexual assault.
    SexualViolence,
    /// Help for people who want to stop hurting their partner.
    Change,
    /// Debt and money.
    Money,
    /// Gambling.
    Gambling,
    /// Drink and drugs.
    Substance,
    /// Couples, families, separation.
    Relationship,
    /// Anything else.
    Other,
}

impl ContactKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Crisis,
        Self::Abuse,
        Self::SexualViolence,
        Self::Change,
        Self::Money,
        Self::Gambling,
        Self::Substance,
        Self::Relationship,
        Self::Other,
    ];

    /// The name that authors write.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crisis => "crisis",
            Self::Abuse => "abuse",
            Self::SexualViolence => "sexual-violence",
            Self::Change => "change",
            Self::Money => "money",
            Self::Gambling => "gambling",
            Self::Substance => "substance",
            Self::Relationship => "relationship",
            Self::Other => "other",
        }
    }

    /// Whether contacts of this kind are for danger and crises. Paper lists only these below an article.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Crisis | Self::Abuse)
    }

    /// Parses a comma-separated list of kinds. The error is the first unknown name.
    pub fn list(written: &str) -> Result<Vec<Self>, &str> {
        let names = written.split(',').map(str::trim);
        names.map(Self::named).collect()
    }

    fn named(name: &str) -> Result<Self, &str> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == name);
        known.ok_or(name)
    }
}

/// An entry that a person must check again from time to time.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'h> {
    /// The region it belongs to.
    pub region: &'h Region,
    /// Its name, as messages show it.
    pub name: &'h str,
    /// When a person last checked it.
    pub checked: LastCheck,
    /// The span of that date.
    pub span: Option<&'h Span>,
    /// The pages it names: its website, its chat and its source.
    pub pages: [Option<&'h String>; 3],
}

impl Help {
    /// The region whose contacts every page shows: the one that `[help] region` asks for, the `default`, or the only one.
    pub fn home_region<'h>(&'h self, asked: Option<&'h str>) -> Option<&'h str> {
        let only = match &*self.regions {
            [only] => Some(&*only.id),
            _ => None,
        };
        asked.or(self.default.as_deref()).or(only)
    }

    /// The numbers by which the regions and their contacts are called or written to, each as its digits.
    pub fn dialled(&self) -> impl Iterator<Item = String> {
        let numbers = self.regions.iter().flat_map(|region| {
            let emergency = region.emergency_numbers().map(str::to_owned);
            let silent = region.silent.iter().filter_map(|call| call.text.as_deref());
            let contacts = region.contacts.iter();
            let texts = contacts
                .clone()
                .filter_map(|contact| contact.text.as_deref());
            let texts = silent.chain(texts).filter_map(TextMessage::of);
            let phones = contacts.filter_map(|contact| contact.phone.clone());
            emergency.chain(phones).chain(texts.map(|text| text.number))
        });
        numbers.map(|number| digits(&number))
    }

    /// All entries that must be checked, region by region: the silent call first, then the contacts.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.regions.iter().flat_map(|region| {
            let silent = region.silent.iter().map(move |silent| Entry {
                region,
                name: "calling without speaking",
                checked: silent.checked,
                span: silent.span.as_ref(),
                pages: [None, None, silent.source.as_ref()],
            });
            let contacts = region.contacts.iter().map(move |contact| Entry {
                region,
                name: &contact.name,
                checked: contact.checked,
                span: contact.span.as_ref(),
                pages: [
                    contact.website.as_ref(),
                    contact.chat.as_ref(),
                    contact.source.as_ref(),
                ],
            });
            silent.chain(contacts)
        })
    }
}

impl Contact {
    /// The name by which translations mean it.
    pub fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }

    /// The text message that its `text` describes.
    pub fn text_message(&self) -> Option<TextMessage> {
        TextMessage::of(self.text.as_deref()?)
    }

    /// Whether it has a phone number, a text number, a chat or a website.
    fn is_reachable(&self) -> bool {
        let ways = [&self.phone, &self.text, &self.chat, &self.website];
        ways.into_iter().flatten().any(|way| !way.trim().is_empty())
    }
}

impl Region {
    /// The required kinds of contacts that this region lacks.
    pub fn missing(&self) -> impl Iterator<Item = ContactKind> {
        let needed = [ContactKind::Crisis, ContactKind::Abuse];
        needed.into_iter().filter(|kind| !self.has(*kind))
    }

    /// Whether the region has a contact of this kind.
    pub fn has(&self, kind: ContactKind) -> bool {
        self.contacts.iter().any(|contact| contact.kind == kind)
    }

    /// The emergency numbers, one by one.
    pub fn emergency_numbers(&self) -> impl Iterator<Item = &str> {
        emergency_numbers(self.emergency.as_deref().unwrap_or_default())
    }
}

/// The digits of a phone number, however they are grouped.
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// The numbers that are joined by "or".
fn emergency_numbers(written: &str) -> impl Iterator<Item = &str> {
    let numbers = written.split(" or ").map(str::trim);
    numbers.filter(|number| !number.is_empty())
}

/// Whether a text is one emergency number, or several joined by "or".
pub fn is_emergency(written: &str) -> bool {
    emergency_numbers(written).next().is_some() && emergency_numbers(written).all(is_number)
}

/// Sets the spans of the regions and of the `checked` dates. Reports missing or unusable numbers, unusable contacts, and
/// entries that cannot be checked because they have no usable source. Missing contacts are reported by the room `check`,
/// since how bad that is depends on the settings and the articles.
pub(super) fn complete(help: &mut Help, file: &SourceFile) -> Vec<Diagnostic> {
    note_places(help, file);
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let placed = |problem: Diagnostic, key: &str, value: &str| match place(text, key, value) {
        Some(span) => problem.at(&file.path, span),
        None => problem.in_file(&file.path),
    };
    let problem = |message: String, key: &str, value: &str| {
        placed(Diagnostic::new(codes::SAFE_08, message), key, value)
    };
    let mut problems = Vec::new();
    if let Some((default, advice)) = unknown_default(help) {
        let message = format!("unknown region `{default}`");
        problems.push(problem(message, "default", default).help(advice));
    }
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for region in &help.regions {
        if !ids.insert(&region.id) {
            let message = format!("two regions have the id `{}`", region.id);
            problems.push(problem(message, "id", &region.id));
        }
        if region.emergency_numbers().next().is_none() {
            let message = format!("the region `{}` has no emergency number", region.id);
            problems.push(
                problem(message, "id", &region.id).help(
                    "add it, such as emergency: \"999\"; no other entry helps as many readers",
                ),
            );
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
        if let Some(silent) = &region.silent {
            let wrong = unlooked(silent.source.as_deref());
            problems.extend(
                wrong.map(|wrong| problem(format!("`silent` {wrong}"), "how", &silent.how)),
            );
            let problem = words_without_number(silent.text.as_deref(), "`silent`");
            problems.extend(problem.map(|problem| placed(problem, "how", &silent.how)));
        }
        for contact in &region.contacts {
            for wrong in unfit(contact) {
                let message = format!("{} {wrong}", contact.name);
                problems.push(problem(message, "name", &contact.name));
            }
            let problem = reach(contact);
            problems.extend(problem.map(|problem| placed(problem, "name", &contact.name)));
        }
    }
    problems
}

/// A `default` that is not the id of a region, and the help for it. A file without regions is reported once for the whole site.
fn unknown_default(help: &Help) -> Option<(&str, String)> {
    let default = help.default.as_deref()?;
    let known: Vec<&str> = help.regions.iter().map(|region| &*region.id).collect();
    let is_unknown = !known.is_empty() && !known.contains(&default);
    is_unknown.then(|| (default, format!("the regions are {}", listed(&known))))
}

/// Sets the span of the `id` of each region, and of the `checked` date of each entry.
fn note_places(help: &mut Help, file: &SourceFile) {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    for region in &mut help.regions {
        region.span = place(text, "id", &region.id);
    }
    let mut spans = source::value_spans(file, "checked");
    let keys = source::value_spans(file, "silent");
    // The line scan misses the keys of entries written on one line. Then spans cannot be assigned to entries, so set none.
    let calls = help.regions.iter().filter(|region| region.silent.is_some());
    let is_plain = help.entries().count() == spans.len() && calls.count() == keys.len();
    if !is_plain {
        return;
    }
    // The first `checked` after a `silent:` key belongs to it. The remaining ones belong to the contacts, in order.
    let calls = help
        .regions
        .iter_mut()
        .filter_map(|region| region.silent.as_mut());
    for (call, key) in calls.zip(keys) {
        let at = spans.iter().position(|span| span.start > key.start);
        call.span = at.map(|at| spans.remove(at));
    }
    let contacts = help
        .regions
        .iter_mut()
        .flat_map(|region| &mut region.contacts);
    for (contact, span) in contacts.zip(spans) {
        contact.span = Some(span);
    }
}

/// The faults that make a contact unusable or impossible to check.
fn unfit(contact: &Contact) -> Vec<String> {
    let unlooked = unlooked(contact.source.as_deref());
    let mut wrong: Vec<String> = unlooked.map(str::to_owned).into_iter().collect();
    for (key, value) in [("chat", &contact.chat), ("website", &contact.website)] {
        if value
            .as_deref()
            .is_some_and(|value| !is_secure_address(value))
        {
            wrong.push(format!("has a `{key}` that is not an https address"));
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

/// The fault in a source, if an entry cannot be checked.
fn unlooked(source: Option<&str>) -> Option<&'static str> {
    match source {
        None => Some("has no `source` where its number could be checked"),
        Some(source) if !is_secure_address(source) => {
            Some("has a `source` that is not an https address")
        }
        Some(_) => None,
    }
}

/// Reports a contact that readers cannot reach.
fn reach(contact: &Contact) -> Option<Diagnostic> {
    let name = &contact.name;
    if !contact.is_reachable() {
        let message = format!("{name} cannot be reached: it has no phone, text, chat or website");
        let problem = Diagnostic::new(codes::SAFE_16, message);
        return Some(problem.help("add one of them, or remove the contact"));
    }
    words_without_number(contact.text.as_deref(), name)
}

/// Reports a `text` without a number, from which no link to a message can be made.
fn words_without_number(text: Option<&str>, name: &str) -> Option<Diagnostic> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    if TextMessage::of(text).is_some() {
        return None;
    }
    let message = format!("the `text` of {name} has no number, so no phone can open the message");
    let problem = Diagnostic::new(codes::SAFE_17, message);
    Some(problem.help("write it with the number and the word in capitals: text SHOUT to 85258"))
}

/// The first span of `key: value` in the text, with the value plain or in double quotes.
fn place(text: &str, key: &str, value: &str) -> Option<Span> {
    let spellings = [format!("{key}: {value}"), format!("{key}: \"{value}\"")];
    spellings.iter().find_map(|written| {
        let start = text.find(written.as_str())?;
        Some(start..start + written.len())
    })
}
