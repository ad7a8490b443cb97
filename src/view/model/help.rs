//! The view model, second part: help contacts and the practice. See the parent module for the contract with themes.

use serde::Serialize;

use super::Link;
use crate::date::Moment;

/// The maximum number of contacts of a kind on the help card. The help page has all of them.
pub(in crate::view) const MOST_CONTACTS: usize = 12;

/// The maximum number of other regions on the help card.
pub(in crate::view) const MOST_REGIONS: usize = 24;

/// What the help card of every page shows.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpCard {
    /// The address of the help page, if there is one.
    pub url: Option<String>,
    /// The default region of the site, if it has one.
    pub region: Option<HelpRegion>,
    /// The other regions; at most 24.
    pub elsewhere: Vec<HelpPlace>,
}

/// Another region, in a few lines.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpPlace {
    /// The id of the region.
    pub id: String,
    /// The name of the region.
    pub name: String,
    /// Its address on the help page, if there is one.
    pub url: Option<String>,
    /// The emergency numbers.
    pub emergency: Vec<Phone>,
    /// The crisis line of the region.
    pub crisis: Option<CrisisLine>,
    /// Whether the help page says how to reach the emergency services there without speaking.
    pub silent: bool,
    /// The exit address for readers who chose this region.
    pub exit: Option<String>,
}

/// Whom readers of a region turn to in a crisis, in one line.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct CrisisLine {
    /// The name of the first contact for a crisis.
    pub name: String,
    /// The first way to reach that contact, and the first way without a voice to reach any contact for a crisis.
    pub ways: Vec<ContactWay>,
}

/// A region and its help contacts.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpRegion {
    /// The id of the region.
    pub id: String,
    /// The name of the region.
    pub name: String,
    /// The emergency numbers.
    pub emergency: Vec<Phone>,
    /// The crisis line of the region.
    pub crisis: Option<CrisisLine>,
    /// How to reach the emergency services without speaking.
    pub silent: Option<SilentCall>,
    /// The contacts by what they help with, the most urgent kinds first.
    pub groups: Vec<HelpGroup>,
    /// The kinds of help for which this region has no contact, although every region needs one or another region has one.
    pub lacks: Vec<String>,
    /// The exit address for readers who chose this region.
    pub exit: Option<String>,
}

/// The contacts of a region that help with the same thing.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpGroup {
    /// `crisis`, `abuse`, `sexual-violence`, `change`, `money`, `gambling`, `substance`, `relationship` or `other`.
    pub kind: &'static str,
    /// The name of the kind, for a heading.
    pub title: String,
    /// Whether contacts of this kind are for danger and crises.
    pub urgent: bool,
    /// The contacts; at most 12 on the help card.
    pub contacts: Vec<ContactView>,
}

/// How to reach the emergency services without speaking.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SilentCall {
    /// What to do.
    pub how: String,
    /// The text message to send, if that is possible.
    pub text: Option<ContactWay>,
    /// The date on which a person checked the entry at its source, if one did.
    pub checked: Option<Moment>,
}

/// A number to dial.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Phone {
    /// The number as readers see it.
    pub text: String,
    /// Its address: `tel:` and the digits.
    pub url: String,
}

/// A person or service that helps.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContactView {
    /// The name of the contact.
    pub name: String,
    /// Who the contact is for.
    pub audience: String,
    /// The phone number. It is also one of the `ways`.
    pub phone: Option<Phone>,
    /// The ways to reach the contact: by phone, text message and chat; by the website only if there is no other.
    pub ways: Vec<ContactWay>,
    /// The address of the website.
    pub website: Option<String>,
    /// The host of the website, as people know it: without `www.`.
    pub host: Option<String>,
    /// The opening hours.
    pub hours: Option<String>,
    /// What a call or message costs.
    pub cost: Option<String>,
    /// Help with access, such as interpreters or relay services.
    pub access: Option<String>,
    /// The date on which a person checked the entry at its source, if one did.
    pub checked: Option<Moment>,
}

/// One way to reach a contact.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContactWay {
    /// `phone`, `text`, `chat` or `website`.
    pub kind: &'static str,
    /// The text that readers see.
    pub words: String,
    /// The address that opens it. A text message without a recognisable number has none.
    pub url: Option<String>,
}

/// A piece of a sentence.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The address that dials it, if it is a number of the help data or of the practice.
    pub url: Option<String>,
}

/// The card of a practice, for its clients.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct PracticeCard {
    /// The name of the practice.
    pub name: String,
    /// Its phone number.
    pub phone: Option<Phone>,
    /// Its email address.
    pub email: Option<String>,
    /// The address of its website.
    pub website: Option<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// Its opening hours, one line each.
    pub hours: Vec<String>,
    /// What clients should do outside opening hours.
    pub out_of_hours: Option<String>,
    /// The same in pieces, so that numbers which can be dialled are links.
    pub out_of_hours_parts: Vec<Piece>,
    /// Articles to which the card links.
    pub pages: Vec<Link>,
    /// A line at the foot of what is printed. It is in the style sheet as well.
    pub handout_footer: Option<String>,
}
