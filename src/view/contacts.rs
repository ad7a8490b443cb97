//! Whom readers can turn to, as every card and the help page show it: regions, contacts, and each way to reach them.
//!
//! A region is never guessed from who reads.

use serde::Serialize;

use super::{Link, Scope};
use crate::date::Moment;
use crate::document::help::{Contact, ContactKind, Region, TextMessage};
use crate::graph::{Fixed, PageKey};
use crate::path;

/// Whom to turn to, in short.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpCard {
    /// The page with the rest; nothing on a site that has none.
    pub url: Option<String>,
    /// The site's own region, with those who help with abuse or in a crisis; nothing without help data.
    pub region: Option<HelpRegion>,
    /// The article on when a relationship is not safe.
    pub safety_article: Option<Link>,
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
    /// Who helps: abuse first, then crisis, relationship, change and others.
    pub contacts: Vec<HelpContact>,
    /// Where the way out leads for readers who chose this region.
    pub exit: Option<String>,
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
    /// What they help with: `abuse`, `crisis`, `relationship`, `change` or `other`.
    pub kind: ContactKind,
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
    /// What every page shows of the site's own region.
    pub(super) fn help_card(&self) -> HelpCard {
        let shown = |region: &Region| Some(region.id.as_str()) == self.default_region();
        let help = self.source.data.help.as_ref();
        let region = help.and_then(|help| help.shown().find(|region| shown(region)));
        let graph = self.source.graph;
        let route = graph.made.fixed(Fixed::Help);
        let key = graph.page_at(route).map(|at| graph.pages[at].0);
        let is_there = matches!(key, Some(PageKey::Fixed(_) | PageKey::Article(_)));
        HelpCard {
            url: is_there.then(|| self.url(route)),
            region: region.map(|region| {
                self.region(region, |contact| {
                    matches!(contact.kind, ContactKind::Abuse | ContactKind::Crisis)
                })
            }),
            safety_article: self
                .source
                .config
                .help
                .safety_article
                .as_deref()
                .and_then(|path| self.named(path)),
        }
    }

    /// Every region, the site's own first.
    pub(super) fn regions(&self) -> Vec<HelpRegion> {
        let shown = self.source.data.help.iter().flat_map(|help| help.shown());
        let mut regions: Vec<HelpRegion> =
            shown.map(|region| self.region(region, |_| true)).collect();
        regions.sort_by_key(|region| Some(region.id.as_str()) != self.default_region());
        regions
    }

    fn region(&self, region: &Region, wanted: impl Fn(&Contact) -> bool) -> HelpRegion {
        let mut contacts: Vec<HelpContact> = region
            .contacts
            .iter()
            .filter(|contact| wanted(contact))
            .map(|contact| self.contact(contact))
            .collect();
        contacts.sort_by_key(|contact| contact.kind);
        let exit = &self.source.config.exit;
        HelpRegion {
            id: region.id.clone(),
            name: region.name.clone(),
            emergency: region.emergency_numbers().map(phone).collect(),
            contacts,
            exit: exit.destination(Some(&region.id)).map(str::to_owned),
        }
    }

    fn contact(&self, contact: &Contact) -> HelpContact {
        HelpContact {
            kind: contact.kind,
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
        let text = contact.text.as_ref().filter(|text| !text.trim().is_empty());
        let text = text.map(|text| ContactWay {
            kind: "text",
            words: text.clone(),
            url: contact.text_message().as_ref().map(sms),
        });
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
