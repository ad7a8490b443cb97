//! Help contacts for the help card and the help page: regions, contacts, and the ways to reach them.
//!
//! The region of a reader is never guessed.

use super::model::{
    ContactView, ContactWay, CrisisLine, HelpCard, HelpGroup, HelpPlace, HelpRegion, MOST_CONTACTS,
    MOST_REGIONS, Phone, Piece, SilentCall,
};
use super::vantage::Vantage;
use crate::config::Exit;
use crate::data::help::{self, Contact, ContactKind, Help, Region};
use crate::data::reachable::TextMessage;
use crate::data::texts::Texts;
use crate::path::{self, Route};

/// What is shown of the help data.
#[derive(Clone, Copy, Hash)]
pub(crate) struct HelpData<'a> {
    pub(super) help: Option<&'a Help>,
    pub(super) exit: &'a Exit,
    /// The id of the default region.
    pub(super) region: Option<&'a str>,
    /// The kinds of help for which at least one region has a contact.
    pub(super) helped_with: &'a [ContactKind],
    /// The address of the help page, if the site has one.
    pub(super) page: Option<&'a Route>,
    pub(super) texts: &'a Texts,
}

impl<'a> HelpData<'a> {
    /// What every page shows of the site's own region, and where the others are. It is cut short where the help page has
    /// the rest.
    pub(super) fn card(&self, vantage: &Vantage<'_>) -> HelpCard {
        let page = self.page.map(|page| vantage.url(page));
        let (most_contacts, most_regions) = match page {
            Some(_) => (MOST_CONTACTS, MOST_REGIONS),
            None => (usize::MAX, usize::MAX),
        };
        let part = |region: &Region| {
            let page = page.as_ref()?;
            Some(format!("{page}#help-{}", path::slug(&region.id)))
        };
        let is_own = |region: &&Region| self.is_own_region(region);
        let regions = || self.help.iter().flat_map(|help| &help.regions);
        HelpCard {
            region: regions()
                .find(is_own)
                .map(|region| self.region(region, most_contacts)),
            elsewhere: regions()
                .filter(|region| !is_own(region))
                .take(most_regions)
                .map(|region| HelpPlace {
                    id: path::slug(&region.id),
                    name: region.name.clone(),
                    url: part(region),
                    emergency: region.emergency_numbers().map(phone).collect(),
                    crisis: self.crisis_line(region),
                    silent: region.silent.is_some(),
                    exit: self.exit.destination(Some(&region.id)).map(str::to_owned),
                })
                .collect(),
            url: page,
        }
    }

    fn is_own_region(&self, region: &Region) -> bool {
        self.region == Some(&region.id)
    }

    /// The addresses outside the site to which contacts and the exit lead.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = &'a str> {
        let regions = || self.help.iter().flat_map(|help| &help.regions);
        let contacts = regions().flat_map(|region| &region.contacts);
        let contacts = contacts.flat_map(|contact| [&contact.website, &contact.chat]);
        let ids = regions().map(|region| Some(region.id.as_str()));
        let ids = ids.chain([self.region]);
        let exits = ids.filter_map(|id| self.exit.destination(id));
        contacts.flatten().map(String::as_str).chain(exits)
    }

    /// A sentence in pieces, so that the numbers of the help data and `own` can be dialled in it.
    pub(super) fn pieces(&self, sentence: &str, own: Option<&str>) -> Vec<Piece> {
        let regions = self.help.iter().flat_map(|help| &help.regions);
        let numbers = regions.flat_map(|region| {
            let contacts = region.contacts.iter();
            let phones = contacts.filter_map(|contact| contact.phone.as_deref());
            region.emergency_numbers().chain(phones)
        });
        pieces(sentence, &numbers.chain(own).collect::<Vec<_>>())
    }

    /// Every region, the site's own first.
    pub(crate) fn regions(&self) -> Vec<HelpRegion> {
        let regions = self.help.iter().flat_map(|help| &help.regions);
        let mut regions: Vec<&Region> = regions.collect();
        regions.sort_by_key(|region| !self.is_own_region(region));
        let all = regions.into_iter();
        all.map(|region| self.region(region, usize::MAX)).collect()
    }

    /// A region with at most so many contacts of each kind.
    fn region(&self, region: &Region, most: usize) -> HelpRegion {
        let texts = self.texts;
        let group = |kind: ContactKind| HelpGroup {
            kind: kind_name(kind),
            title: texts.get(title_key(kind)),
            urgent: kind.is_urgent(),
            contacts: region
                .contacts
                .iter()
                .filter(|contact| contact.kind == kind)
                .take(most)
                .map(|contact| self.contact(contact))
                .collect(),
        };
        let groups = ContactKind::ALL.into_iter().map(group);
        let missing: Vec<ContactKind> = region.missing().collect();
        let helped_with = self.helped_with;
        let is_lacking = |kind: &ContactKind| {
            *kind != ContactKind::Other
                && !region.has(*kind)
                && (missing.contains(kind) || helped_with.contains(kind))
        };
        let lacks = ContactKind::ALL.into_iter().filter(is_lacking);
        HelpRegion {
            id: path::slug(&region.id),
            name: region.name.clone(),
            emergency: region.emergency_numbers().map(phone).collect(),
            crisis: self.crisis_line(region),
            silent: region.silent.as_ref().map(|call| self.silent_call(call)),
            groups: groups.filter(|group| !group.contacts.is_empty()).collect(),
            lacks: lacks.map(|kind| texts.get(title_key(kind))).collect(),
            exit: self.exit.destination(Some(&region.id)).map(str::to_owned),
        }
    }

    /// The crisis line of a region. A reader who cannot speak needs a way without a voice beside the number.
    fn crisis_line(&self, region: &Region) -> Option<CrisisLine> {
        let contacts = region.contacts.iter();
        let mut contacts = contacts.filter(|contact| contact.kind == ContactKind::Crisis);
        let first = contacts.clone().next()?;
        let written = contacts.find_map(|contact| {
            let mut ways = self.ways(contact).into_iter();
            ways.find(|way| matches!(way.kind, "text" | "chat"))
        });
        let mut ways: Vec<ContactWay> = self.ways(first).into_iter().take(1).collect();
        ways.extend(written);
        ways.dedup_by(|later, first| later.url == first.url);
        Some(CrisisLine {
            name: first.name.clone(),
            ways,
        })
    }

    fn silent_call(&self, silent: &help::SilentCall) -> SilentCall {
        SilentCall {
            how: silent.how.clone(),
            text: silent
                .text
                .as_deref()
                .and_then(|words| self.text_way(words)),
            checked: silent.checked.day(),
        }
    }

    /// A text message, with a link if its number can be found in its words.
    fn text_way(&self, words: &str) -> Option<ContactWay> {
        let message = words.trim();
        let message = message.strip_prefix("text ").unwrap_or(message);
        (!message.is_empty()).then(|| ContactWay {
            kind: "text",
            words: self.texts.fill("help_text", &[("message", message)]),
            url: TextMessage::of(words).as_ref().map(sms),
        })
    }

    fn contact(&self, contact: &Contact) -> ContactView {
        ContactView {
            name: contact.name.clone(),
            audience: contact.audience.clone(),
            phone: contact.phone.as_deref().map(phone),
            ways: self.ways(contact),
            website: contact.website.clone(),
            host: contact.website.as_deref().map(host),
            hours: contact.hours.clone(),
            cost: contact.cost.clone(),
            access: contact.access.clone(),
            checked: contact.checked.day(),
        }
    }

    /// Every way to reach a contact. A reader who can be overheard needs those without a voice as much as a number.
    fn ways(&self, contact: &Contact) -> Vec<ContactWay> {
        let named = |key: &str| self.texts.fill(key, &[("name", &contact.name)]);
        let phone = contact.phone.as_deref().map(phone).map(|phone| ContactWay {
            kind: "phone",
            words: phone.text,
            url: Some(phone.url),
        });
        let text = contact.text.as_deref();
        let text = text.and_then(|words| self.text_way(words));
        let chat = contact.chat.as_ref().map(|chat| ContactWay {
            kind: "chat",
            words: named("help_chat"),
            url: Some(chat.clone()),
        });
        let mut ways: Vec<ContactWay> = [phone, text, chat].into_iter().flatten().collect();
        if ways.is_empty() {
            ways.extend(contact.website.as_ref().map(|website| ContactWay {
                kind: "website",
                words: host(website),
                url: Some(website.clone()),
            }));
        }
        ways
    }
}

/// What templates call a kind of contacts: part of the contract with themes.
pub fn kind_name(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Crisis => "crisis",
        ContactKind::Abuse => "abuse",
        ContactKind::SexualViolence => "sexual-violence",
        ContactKind::Change => "change",
        ContactKind::Money => "money",
        ContactKind::Gambling => "gambling",
        ContactKind::Substance => "substance",
        ContactKind::Relationship => "relationship",
        ContactKind::Other => "other",
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

/// The host of an address, as people know it.
fn host(address: &str) -> String {
    let host = path::host(address).unwrap_or(address);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// A number as it is read and as it is dialled.
pub(super) fn phone(text: &str) -> Phone {
    let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    Phone {
        text: text.to_owned(),
        url: format!("tel:{}", digits.collect::<String>()),
    }
}

/// The fewest digits of a number that is linked in a sentence. A shorter one may be an hour of the day.
const FEWEST_DIGITS: usize = 3;

/// A sentence in pieces: those that are one of these numbers can be dialled. The longest number at a place counts, and digits
/// inside a longer number are not linked.
fn pieces(sentence: &str, numbers: &[&str]) -> Vec<Piece> {
    let digits = |number: &str| number.bytes().filter(u8::is_ascii_digit).count();
    let mut numbers: Vec<&str> = numbers.to_vec();
    numbers.retain(|number| digits(number) >= FEWEST_DIGITS);
    numbers.sort_by_key(|number| std::cmp::Reverse(number.len()));
    let stands_alone = |from: usize, to: usize| {
        // Spaces and hyphens group the digits of one number. Other marks join digits only without a space: "17:00".
        let (before, after) = (&sentence[..from], &sentence[to..]);
        let before = before
            .strip_suffix(['.', ':', '/'])
            .unwrap_or_else(|| before.trim_end_matches([' ', '-', '+']));
        let after = after
            .strip_prefix(['.', ':', '/'])
            .unwrap_or_else(|| after.trim_start_matches([' ', '-']));
        !before.ends_with(char::is_numeric) && !after.starts_with(char::is_numeric)
    };
    let plain = |text: &str| Piece {
        text: text.to_owned(),
        url: None,
    };
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(next) = sentence[at..].chars().next() {
        let starts = |number: &&&str| sentence[at..].starts_with(**number);
        let fits = |number: &&&str| starts(number) && stands_alone(at, at + number.len());
        let Some(number) = numbers.iter().find(fits) else {
            at += next.len_utf8();
            continue;
        };
        if done < at {
            pieces.push(plain(&sentence[done..at]));
        }
        let Phone { text, url } = phone(number);
        pieces.push(Piece {
            text,
            url: Some(url),
        });
        at += number.len();
        done = at;
    }
    if done < sentence.len() {
        pieces.push(plain(&sentence[done..]));
    }
    pieces
}

/// The address that opens a text message (RFC 5724), with the words that the service waits for.
fn sms(message: &TextMessage) -> String {
    match &message.body {
        Some(body) => format!("sms:{}?body={}", message.number, path::encode_path(body)),
        None => format!("sms:{}", message.number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(sentence: &str, numbers: &[&str]) -> String {
        let piece = |piece: &Piece| match &piece.url {
            Some(url) => format!("[{}]({url})", piece.text),
            None => piece.text.clone(),
        };
        pieces(sentence, numbers).iter().map(piece).collect()
    }

    #[test]
    fn known_numbers_in_a_sentence_can_be_dialled() {
        let numbers = ["999", "112", "17", "01 555 0142", "01 555"];
        assert_eq!(
            linked("If you\u{2019}re in danger, call 999 or 112.", &numbers),
            "If you\u{2019}re in danger, call [999](tel:999) or [112](tel:112)."
        );
        assert_eq!(
            linked("01 555 0142, until 17:00", &numbers),
            "[01 555 0142](tel:015550142), until 17:00"
        );
        assert_eq!(linked("0800 999 112", &numbers), "0800 999 112");
        assert_eq!(linked("1.999 or 999/2", &numbers), "1.999 or 999/2");
        assert_eq!(
            linked("Call 999. 24/7 line: 112", &numbers),
            "Call [999](tel:999). 24/7 line: [112](tel:112)"
        );
        assert_eq!(linked("", &numbers), "");
    }
}
