//! The keys by which other tools hold a page back, beside our own: what each says, in every tool's words.
//!
//! A key whose meaning is "do not publish" is obeyed or refused, never kept as data. What follows for a section is decided
//! in the graph.

use serde_json::Value;

/// How a key is understood.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// This truth value holds the page back, and with a section's index all of the section; anything else is wrong.
    Draft(bool),
    /// This truth value holds back the page alone; other values are data, or an address.
    Alone(bool),
    /// This truth value holds the page back; other values are a site's own data.
    Perhaps(bool),
    /// This truth value keeps the page out of lists, feeds and search.
    Unlisted(bool),
    /// A truth value, as Jekyll has it, or the day on which the page appears.
    Published,
    /// The day on which the page appears.
    Appears,
    /// The day on which it disappears.
    Expires,
    /// A word for how far it is.
    State,
    /// A word for who may see it.
    Visibility,
    /// Hugo's table `build`.
    Build,
    /// A lock, which a page of a static site cannot have.
    Lock,
}

use Rule::{
    Alone, Appears, Build, Draft, Expires, Lock, Perhaps, Published, State, Unlisted, Visibility,
};

/// The keys, without case, `-` and `_`.
const KEYS: &[(&str, Rule)] = &[
    ("draft", Draft(true)),
    ("isdraft", Draft(true)),
    ("private", Draft(true)),
    ("publish", Draft(false)),
    ("ispublished", Draft(false)),
    ("published", Published),
    ("unlisted", Unlisted(true)),
    // Obsidian's digital garden and Logseq.
    ("dgpublish", Draft(false)),
    ("dghide", Unlisted(true)),
    ("public", Perhaps(false)),
    // Hugo, Zola, Eleventy, Grav, Lume, Jekyll.
    ("headless", Alone(true)),
    ("render", Alone(false)),
    ("build", Build),
    ("bookhidden", Unlisted(true)),
    ("eleventyexcludefromcollections", Unlisted(true)),
    ("permalink", Alone(false)),
    ("url", Alone(false)),
    ("output", Alone(false)),
    ("routable", Alone(false)),
    ("visible", Perhaps(false)),
    ("hidden", Perhaps(true)),
    ("ignored", Perhaps(true)),
    ("unpublished", Perhaps(true)),
    ("nopublish", Perhaps(true)),
    ("donotpublish", Perhaps(true)),
    ("wip", Perhaps(true)),
    ("internal", Perhaps(true)),
    ("confidential", Perhaps(true)),
    ("secret", Perhaps(true)),
    // Material for MkDocs, Pelican, WordPress, Ghost.
    ("status", State),
    ("state", State),
    ("poststatus", State),
    ("publishstatus", State),
    ("visibility", Visibility),
    ("publishdate", Appears),
    ("pubdate", Appears),
    ("publishat", Appears),
    ("publishedat", Appears),
    ("publishon", Appears),
    ("publishafter", Appears),
    ("embargo", Appears),
    ("embargountil", Appears),
    ("expirydate", Expires),
    ("expirationdate", Expires),
    ("unpublishdate", Expires),
    ("unpublishat", Expires),
    ("unpublishon", Expires),
    ("expires", Expires),
    ("expiresat", Expires),
    ("expireson", Expires),
    ("validuntil", Expires),
    ("password", Lock),
    ("protected", Lock),
    ("encrypted", Lock),
    ("membersonly", Lock),
];

/// Words for pages that are not to be published yet, or no longer.
const HELD: &[&str] = &[
    "draft",
    "drafting",
    "private",
    "pending",
    "unpublished",
    "hidden",
    "skip",
    "trash",
    "wip",
    "in progress",
    "in-progress",
    "todo",
    "idea",
];

/// Words for those who alone may see a page.
const CLOSED: &[&str] = &[
    "private",
    "hidden",
    "draft",
    "members",
    "paid",
    "tiers",
    "password",
    "protected",
    "internal",
];

/// What a key says with its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// The page is held back; as the index of a section, with all of it, unless it stands `alone`.
    Held { alone: bool },
    /// The page is finished.
    Ready,
    /// It is in no list.
    Unlisted,
    /// It is in the lists.
    Listed,
    /// The value is the day on which it appears.
    Appears,
    /// The value is the day on which it disappears.
    Expires,
    /// Nothing about that.
    Nothing,
    /// The value must be something else.
    Wrong(&'static str),
    /// It asks for what cannot be had.
    Locked,
}

/// Whether a key, written without case, `-` and `_`, can hold a page back.
pub(super) fn is_known(key: &str) -> bool {
    rule(key).is_some()
}

/// Whether a slip in a key of this name would publish what its author holds back.
pub(super) fn is_own(key: &str) -> bool {
    [
        "draft",
        "publish",
        "published",
        "unlisted",
        "publish_date",
        "expiry_date",
    ]
    .contains(&key)
}

/// What a key says; nothing if its value makes it another tool's address or a site's own data.
pub(super) fn read(key: &str, value: &Value) -> Option<Said> {
    let truth = value.as_bool();
    let held_if = |held: bool, alone: bool| {
        truth.map(|truth| match truth == held {
            true => Said::Held { alone },
            false => Said::Ready,
        })
    };
    let must_be_truth = Said::Wrong("`true` or `false`, without quotes");
    match rule(key)? {
        Draft(held) => Some(held_if(held, false).unwrap_or(must_be_truth)),
        // What is rendered may still be a draft: only the other value says something, and the rest is data.
        Alone(held) => held_if(held, true).filter(|said| *said != Said::Ready),
        Perhaps(held) => held_if(held, false).filter(|said| *said != Said::Ready),
        Unlisted(unlisted) => Some(match truth {
            Some(truth) if truth == unlisted => Said::Unlisted,
            Some(_) => Said::Listed,
            None => must_be_truth,
        }),
        Published => Some(held_if(false, false).unwrap_or(Said::Appears)),
        Appears => Some(Said::Appears),
        Expires if truth == Some(false) || value.as_str() == Some("never") => Some(Said::Nothing),
        Expires => Some(Said::Expires),
        State => {
            let word = value
                .as_str()
                .or_else(|| value.get(0)?.as_str())?
                .to_lowercase();
            HELD.contains(&word.trim())
                .then_some(Said::Held { alone: false })
        }
        Visibility => Some(match value.as_str().map(str::to_lowercase).as_deref() {
            Some("public" | "visible" | "published") => Said::Nothing,
            Some("unlisted") => Said::Unlisted,
            Some(word) if CLOSED.contains(&word) => Said::Held { alone: false },
            _ => Said::Wrong("public, unlisted or private"),
        }),
        Build => build(value),
        Lock if truth == Some(false) => Some(Said::Nothing),
        Lock => Some(Said::Locked),
    }
}

fn rule(key: &str) -> Option<Rule> {
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .map(|(_, rule)| *rule)
}

/// Hugo's `build: { render: never, list: never }`, or with truth values, as it was once written.
fn build(value: &Value) -> Option<Said> {
    let table = value.as_object()?;
    let is = |key: &str, words: &[&str]| {
        let value = table.get(key);
        value.is_some_and(|value| {
            *value == false || value.as_str().is_some_and(|word| words.contains(&word))
        })
    };
    Some(if is("render", &["never", "link"]) {
        Said::Held { alone: true }
    } else if is("list", &["never", "local"]) {
        Said::Unlisted
    } else {
        Said::Nothing
    })
}
