//! Whom readers can turn to, as every card and the help page show it: regions, contacts, and each way to reach them.
//!
//! A region is never guessed from who reads.

use serde::Serialize;

use super::Scope;
use crate::data::help::{Contact, ContactKind, Region, Silent};
use crate::data::reachable::TextMessage;
use crate::date::Moment;
use crate::graph::{Fixed, PageKey};
use crate::path;

/// Whom to turn to, in short.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpCard {
    /// The page with the rest; nothing on a site that has none.
    pub url: Option<String>,
    /// The region whose numbers every page shows; nothing if the site has chosen none.
    pub region: Option<HelpRegion>,
    /// The other regions, each with its emergency numbers and where the rest of it is.
    pub elsewhere: Vec<HelpPlace>,
}

/// A region in one line.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpPlace {
    /// What it is called.
    pub name: String,
    /// Where the help page shows it, if there is that page.
    pub url: Option<String>,
    /// The emergency numbers.
    pub emergency: Vec<Phone>,
}

/// A region and who helps there.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpRegion {
    /// Its short name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The emergency numbers.
    pub emergency: Vec<Phone>,
    /// How to reach them without speaking.
    pub silent: Option<SilentCall>,
    /// Who helps, by what they help with, the most urgent first.
    pub groups: Vec<HelpGroup>,
    /// What nobody of its list helps with, though every region needs it or another region has it.
    pub lacks: Vec<String>,
    /// Where the way out leads for readers who chose this region.
    pub exit: Option<String>,
}

/// Those of a region who help with the same thing.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpGroup {
    /// `crisis`, `abuse`, `sexual-violence`, `change`, `money`, `gambling`, `substance`, `relationship` or `other`.
    pub kind: ContactKind,
    /// What that is called.
    pub title: String,
    /// Whether the card at the foot of every page names those who help with it.
    pub urgent: bool,
    /// Who helps.
    pub contacts: Vec<HelpContact>,
}

/// How to reach an emergency number without speaking.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SilentCall {
    /// What to do.
    pub how: String,
    /// The text message, if the number takes one.
    pub text: Option<ContactWay>,
    /// When a person checked all this at its source; nothing if nobody did.
    pub checked: Option<Moment>,
}

/// A number to dial.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Phone {
    /// As it is read.
    pub text: String,
    /// `tel:` and its digits.
    pub url: String,
}

/// Somebody who helps.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpContact {
    /// What they are called.
    pub name: String,
    /// Whom they are for.
    pub audience: String,
    /// Their number, which is among the ways, too.
    pub phone: Option<Phone>,
    /// How they are reached: by phone, by text message, by chat; on their site if there is no other way.
    pub ways: Vec<ContactWay>,
    /// The address of their site.
    pub website: Option<String>,
    /// When they answer.
    pub hours: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// Interpreters, relay services and the like.
    pub access: Option<String>,
    /// When a person checked all this at its source; nothing if no person did.
    pub checked: Option<Moment>,
}

/// One way to reach somebody who helps.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContactWay {
    /// `phone`, `text`, `chat` or `website`.
    pub kind: &'static str,
    /// What readers see: a number, or words.
    pub words: String,
    /// What a tap opens; nothing for a text message whose number cannot be told from its words.
    pub url: Option<String>,
}

impl Scope<'_> {
    /// What every page shows of the site's own region, and where the others are.
    pub(super) fn help_card(&self) -> HelpCard {
        let graph = self.source.graph;
        let route = self.edition.generated.fixed(Fixed::Help);
        let key = graph.page_at(route).map(|at| graph.pages[at].key);
        let is_there = matches!(key, Some(PageKey::Fixed(_) | PageKey::Article(_)));
        let page = is_there.then(|| self.url(route));
        let part = |region: &Region| {
            let page = page.as_ref()?;
            Some(format!("{page}#help-{}", path::slug(&region.id)))
        };
        let is_own = |region: &&Region| Some(region.id.as_str()) == self.default_region();
        let regions = || self.source.data.help.iter().flat_map(|help| &help.regions);
        HelpCard {
            region: regions().find(is_own).map(|region| self.region(region)),
            elsewhere: regions()
                .filter(|region| !is_own(region))
                .map(|region| HelpPlace {
                    name: region.name.clone(),
                    url: part(region),
                    emergency: region.emergency_numbers().map(phone).collect(),
                })
                .collect(),
            url: page,
        }
    }

    /// Every region, the site's own first.
    pub(super) fn regions(&self) -> Vec<HelpRegion> {
        let regions = self.source.data.help.iter().flat_map(|help| &help.regions);
        let mut regions: Vec<HelpRegion> = regions.map(|region| self.region(region)).collect();
        regions.sort_by_key(|region| Some(region.id.as_str()) != self.default_region());
        regions
    }

    fn region(&self, region: &Region) -> HelpRegion {
        let texts = self.source.texts;
        let exit = &self.source.config.exit;
        let group = |kind: ContactKind| HelpGroup {
            kind,
            title: texts.get(title_key(kind)),
            urgent: kind.is_urgent(),
            contacts: region
                .contacts
                .iter()
                .filter(|contact| contact.kind == kind)
                .map(|contact| self.contact(contact))
                .collect(),
        };
        let groups = ContactKind::ALL.into_iter().map(group);
        let missing: Vec<ContactKind> = region.missing().collect();
        let is_lacking = |kind: &ContactKind| {
            let mut others = self.source.data.help.iter().flat_map(|help| &help.regions);
            *kind != ContactKind::Other
                && !region.has(*kind)
                && (missing.contains(kind) || others.any(|other| other.has(*kind)))
        };
        let lacks = ContactKind::ALL.into_iter().filter(is_lacking);
        HelpRegion {
            id: path::slug(&region.id),
            name: region.name.clone(),
            emergency: region.emergency_numbers().map(phone).collect(),
            silent: region.silent.as_ref().map(silent_call),
            groups: groups.filter(|group| !group.contacts.is_empty()).collect(),
            lacks: lacks.map(|kind| texts.get(title_key(kind))).collect(),
            exit: exit.destination(Some(&region.id)).map(str::to_owned),
        }
    }

    fn contact(&self, contact: &Contact) -> HelpContact {
        HelpContact {
            name: contact.name.clone(),
            audience: contact.audience.clone(),
            phone: contact.phone.as_deref().map(phone),
            ways: self.ways(contact),
            website: contact.website.clone(),
            hours: contact.hours.clone(),
            cost: contact.cost.clone(),
            access: contact.access.clone(),
            checked: contact.checked.day(),
        }
    }

    /// Every way to reach a contact. A reader who can be overheard needs those without a voice as much as a number.
    fn ways(&self, contact: &Contact) -> Vec<ContactWay> {
        let named = |key: &str| self.source.texts.fill(key, &[("name", &contact.name)]);
        let phone = contact.phone.as_deref().map(phone).map(|phone| ContactWay {
            kind: "phone",
            words: phone.text,
            url: Some(phone.url),
        });
        let text = contact.text.as_deref().and_then(text_way);
        let chat = contact.chat.as_ref().map(|chat| ContactWay {
            kind: "chat",
            words: named("help_chat"),
            url: Some(chat.clone()),
        });
        let mut ways: Vec<ContactWay> = [phone, text, chat].into_iter().flatten().collect();
        if ways.is_empty() {
            ways.extend(contact.website.as_ref().map(|website| ContactWay {
                kind: "website",
                words: named("help_website"),
                url: Some(website.clone()),
            }));
        }
        ways
    }
}

/// What the interface calls a kind of contacts.
fn title_key(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Crisis => "help_crisis",
        ContactKind::Abuse => "help_abuse",
        ContactKind::SexualViolence => "help_sexual_violence",
        ContactKind::Change => "help_change",
        ContactKind::Money => "help_money",
        ContactKind::Gambling => "help_gambling",
        ContactKind::Substance => "help_substance",
        ContactKind::Relationship => "help_relationship",
        ContactKind::Other => "help_other",
    }
}

fn silent_call(silent: &Silent) -> SilentCall {
    SilentCall {
        how: silent.how.clone(),
        text: silent.text.as_deref().and_then(text_way),
        checked: silent.checked.day(),
    }
}

/// A text message, ready to be sent if its number can be told from its words.
fn text_way(words: &str) -> Option<ContactWay> {
    (!words.trim().is_empty()).then(|| ContactWay {
        kind: "text",
        words: words.to_owned(),
        url: TextMessage::of(words).as_ref().map(sms),
    })
}

/// A number as it is read and as it is dialled.
pub(super) fn phone(text: &str) -> Phone {
    let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    Phone {
        text: text.to_owned(),
        url: format!("tel:{}", digits.collect::<String>()),
    }
}

/// The address that opens a text message (RFC 5724), with the words that the service waits for.
fn sms(message: &TextMessage) -> String {
    match &message.body {
        Some(body) => format!("sms:{}?body={}", message.number, path::encode_path(body)),
        None => format!("sms:{}", message.number),
    }
}
