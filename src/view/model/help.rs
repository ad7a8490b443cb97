//! The contract with themes, second part: help and how to reach it.

use serde::Serialize;

use crate::date::Moment;

/// The most contacts of a kind on the card that every page has. The help page has all of them.
pub(in crate::view) const MOST_CONTACTS: usize = 12;

/// The most other regions on that card.
pub(in crate::view) const MOST_REGIONS: usize = 24;

/// Whom to turn to, in short.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpCard {
    /// The page with the rest; nothing on a site that has none.
    pub url: Option<String>,
    /// The region whose numbers every page shows; nothing if the site has chosen none.
    pub region: Option<HelpRegion>,
    /// The other regions, each with its emergency numbers and where the rest of it is; 24 at most.
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
    /// What none of its contacts helps with, though every region needs it or another region has it.
    pub lacks: Vec<String>,
    /// Where the way out leads for readers who chose this region.
    pub exit: Option<String>,
}

/// Those of a region who help with the same thing.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct HelpGroup {
    /// `crisis`, `abuse`, `sexual-violence`, `change`, `money`, `gambling`, `substance`, `relationship` or `other`.
    pub kind: &'static str,
    /// What that is called.
    pub title: String,
    /// Whether the card at the foot of every page names those who help with it.
    pub urgent: bool,
    /// Who helps; on the card, twelve at most.
    pub contacts: Vec<ContactView>,
}

/// How to reach an emergency number without speaking.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct SilentCall {
    /// What to do.
    pub how: String,
    /// The text message, if the number takes one.
    pub text: Option<ContactWay>,
    /// When a person checked all this at its source; nothing if no person did.
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

/// A person or service that helps.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContactView {
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

/// One way to reach a contact.
#[derive(Clone, Debug, Serialize, Hash)]
pub struct ContactWay {
    /// `phone`, `text`, `chat` or `website`.
    pub kind: &'static str,
    /// What readers see: a number, or words.
    pub words: String,
    /// What a tap opens; nothing for a text message whose number cannot be told from its words.
    pub url: Option<String>,
}
