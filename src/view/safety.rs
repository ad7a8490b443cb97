//! What keeps readers safe on every page: the way out, whom to turn to, and the pages on both.
//!
//! None of it depends on who reads: a region is never guessed.

use std::collections::BTreeSet;

use super::{
    ContactWay, Exit, Guard, HelpCard, HelpContact, HelpRegion, Link, PageKind, Phone,
    PracticeCard, PrivacyFacts, Scope, View,
};
use crate::config::{ExitScope, Practice, RawHtml, Shortcut};
use crate::document::Safety;
use crate::document::help::{Contact, ContactKind, Region, TextMessage};
use crate::graph::{Fixed, Resolution};
use crate::path;

pub(super) fn kind(fixed: Fixed) -> PageKind {
    match fixed {
        Fixed::Help => PageKind::Help,
        Fixed::Privacy => PageKind::Privacy,
        Fixed::SafeBrowsing => PageKind::SafeBrowsing,
        Fixed::Search => PageKind::Search,
    }
}

/// Adds to a page at a fixed address what its template shows, whoever wrote the page's words.
pub(super) fn complete(scope: &Scope<'_>, fixed: Fixed, view: &mut View) {
    view.page.kind = kind(fixed);
    match fixed {
        Fixed::Help => view.help = scope.regions(),
        Fixed::Privacy => view.privacy = Some(scope.privacy_facts()),
        Fixed::SafeBrowsing | Fixed::Search => {}
    }
}

impl Scope<'_> {
    pub(super) fn fixed_title(&self, fixed: Fixed) -> String {
        let texts = self.source.texts;
        match fixed {
            Fixed::Help => texts.get("help_page"),
            Fixed::Privacy => texts.get("privacy_page"),
            Fixed::SafeBrowsing => texts.get("safe_browsing_page"),
            Fixed::Search => texts.get("search"),
        }
    }

    pub(super) fn fixed_link(&self, fixed: Fixed) -> Link {
        self.link(&self.fixed_title(fixed), &fixed.route())
    }

    /// The way out as a page with these warnings offers it.
    pub(super) fn exit(&self, safety: &[Safety]) -> Option<Exit> {
        let exit = &self.source.config.exit;
        if exit.scope == ExitScope::Flagged && safety.is_empty() {
            return None;
        }
        Some(Exit {
            label: exit.label.clone(),
            url: exit.destination(self.default_region())?.to_owned(),
        })
    }

    pub(super) fn guard(&self) -> Option<Guard> {
        let exit = &self.source.config.exit;
        Some(Guard {
            url: exit.destination(self.default_region())?.to_owned(),
            back: exit.back_guard,
            forget: exit.forget,
            all_tabs: exit.all_tabs,
            shift: exit.shortcut == Shortcut::Shift3,
            window: exit.window_ms,
        })
    }

    /// The id of the region every page shows.
    fn default_region(&self) -> Option<&str> {
        let asked = self.source.config.help.region.as_deref();
        asked.or_else(|| Some(self.source.data.help.as_ref()?.default.as_str()))
    }

    /// What every page shows of the site's own region.
    pub(super) fn help_card(&self) -> HelpCard {
        let shown = |region: &Region| Some(region.id.as_str()) == self.default_region();
        let help = self.source.data.help.as_ref();
        let region = help.and_then(|help| help.shown().find(|region| shown(region)));
        HelpCard {
            url: self.url(&Fixed::Help.route()),
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

    /// An article that the configuration names.
    fn named(&self, path: &str) -> Option<Link> {
        let graph = self.source.graph;
        let id = graph.document_at(self.source.documents, path)?;
        graph.states[id.index()]
            .published
            .then(|| self.document_link(id))
    }

    /// Every region, the site's own first.
    fn regions(&self) -> Vec<HelpRegion> {
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

    pub(super) fn practice_card(&self, practice: &Practice) -> PracticeCard {
        PracticeCard {
            name: practice.name.clone(),
            phone: practice.phone.as_deref().map(phone),
            email: practice.email.clone(),
            website: practice.website.clone(),
            address: practice.address.clone(),
            hours: practice.hours.clone(),
            out_of_hours: practice.out_of_hours.clone(),
            pages: practice
                .pages
                .iter()
                .filter_map(|path| self.named(path))
                .collect(),
            handout_footer: practice.handout_footer.clone(),
        }
    }

    fn privacy_facts(&self) -> PrivacyFacts {
        let source = self.source;
        let mut hosts = BTreeSet::new();
        for (at, document) in source.documents.iter().enumerate() {
            if !source.graph.states[at].published {
                continue;
            }
            let links = document.parsed.links.iter().zip(&source.graph.links[at]);
            hosts.extend(
                links
                    .filter(|(_, leads)| matches!(leads, Resolution::External))
                    .filter_map(|(link, _)| host(&link.target)),
            );
        }
        let assets = source.assets.iter().zip(&*source.graph.asset_routes);
        let published = assets.filter_map(|(_, route)| route.as_ref());
        PrivacyFacts {
            hosts: hosts.into_iter().map(str::to_owned).collect(),
            scripts: published
                .filter(|route| route.as_str().ends_with(".js") || route.as_str().ends_with(".mjs"))
                .map(|route| route.as_str().to_owned())
                .collect(),
            raw_html: source.config.markdown.raw_html == RawHtml::Allow,
        }
    }
}

/// A number as it is read and as it is dialled.
fn phone(text: &str) -> Phone {
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

/// The host of an address that leads out of the site.
fn host(url: &str) -> Option<&str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#', ':'])
        .next()
        .filter(|host| !host.is_empty())
}
