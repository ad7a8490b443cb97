//! The keys that hold a page back, our own and those of other tools, and what each of them means.
//!
//! A key that means "do not publish" is applied or rejected, never kept as data. This module does not apply it to the pages
//! of a section; the graph does.

use serde_json::Value;

/// How the value of a key is interpreted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// This boolean holds the page back; on a section's index, the whole section. Any other type is an error.
    Draft(bool),
    /// This boolean holds back only the page itself. Other values are data or an address.
    Alone(bool),
    /// This boolean holds the page back. Other values are the site's own data.
    Perhaps(bool),
    /// This boolean keeps the page out of lists, feeds and search.
    Unlisted(bool),
    /// A boolean, as in Jekyll, or the day on which the page appears.
    Published,
    /// The day on which the page appears.
    Appears,
    /// The day on which it disappears.
    Expires,
    /// A word for the editorial state, such as `draft`.
    State,
    /// A word for the audience that may see the page, such as `private`.
    Visibility,
    /// Hugo's `build` table.
    Build,
    /// Access control, which a static site cannot provide.
    Lock,
}

use Rule::{
    Alone, Appears, Build, Draft, Expires, Lock, Perhaps, Published, State, Unlisted, Visibility,
};

/// The keys, in lower case and without `-` and `_`.
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

/// The states of pages that must not be published yet, or not any more.
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

/// The visibilities that restrict a page to some readers.
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

/// What a key and its value mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Effect {
    /// The page is held back. On a section's index, so is the whole section, unless `alone` is set.
    Held { alone: bool },
    /// The page is finished.
    Ready,
    /// The page is left out of lists, feeds and search.
    Unlisted,
    /// The page is listed.
    Listed,
    /// The value is the day on which the page appears.
    Appears,
    /// The value is the day on which the page disappears.
    Expires,
    /// The value does not hold the page back.
    None,
    /// The value is invalid; the text names the valid ones.
    Wrong(&'static str),
    /// The key asks for access control, which a static site cannot provide.
    Locked,
}

/// Whether a normalised key (lower case, without `-` and `_`) can hold a page back.
pub(super) fn is_known(key: &str) -> bool {
    rule(key).is_some()
}

/// Whether this is one of our own keys: a typo in it could publish a page that its author holds back.
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

/// Interprets a key and its value. `None` if the value is an address or the site's own data.
pub(super) fn read(key: &str, value: &Value) -> Option<Effect> {
    let truth = value.as_bool();
    let held_if = |held: bool, alone: bool| {
        truth.map(|truth| match truth == held {
            true => Effect::Held { alone },
            false => Effect::Ready,
        })
    };
    let must_be_truth = Effect::Wrong("`true` or `false`, without quotes");
    match rule(key)? {
        Draft(held) => Some(held_if(held, false).unwrap_or(must_be_truth)),
        // `render: true` does not mean that the page is finished, so only the value that holds the page back counts.
        Alone(held) => held_if(held, true).filter(|effect| *effect != Effect::Ready),
        Perhaps(held) => held_if(held, false).filter(|effect| *effect != Effect::Ready),
        Unlisted(unlisted) => Some(match truth {
            Some(truth) if truth == unlisted => Effect::Unlisted,
            Some(_) => Effect::Listed,
            None => must_be_truth,
        }),
        Published => Some(held_if(false, false).unwrap_or(Effect::Appears)),
        Appears => Some(Effect::Appears),
        Expires if truth == Some(false) || value.as_str() == Some("never") => Some(Effect::None),
        Expires => Some(Effect::Expires),
        State => {
            let word = value
                .as_str()
                .or_else(|| value.get(0)?.as_str())?
                .to_lowercase();
            HELD.contains(&word.trim())
                .then_some(Effect::Held { alone: false })
        }
        Visibility => Some(match value.as_str().map(str::to_lowercase).as_deref() {
            Some("public" | "visible" | "published") => Effect::None,
            Some("unlisted") => Effect::Unlisted,
            Some(word) if CLOSED.contains(&word) => Effect::Held { alone: false },
            _ => Effect::Wrong("public, unlisted or private"),
        }),
        Build => build(value),
        Lock if truth == Some(false) => Some(Effect::None),
        Lock => Some(Effect::Locked),
    }
}

fn rule(key: &str) -> Option<Rule> {
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .map(|(_, rule)| *rule)
}

/// Interprets Hugo's `build: { render: never, list: never }`. Older sites write booleans for the words.
fn build(value: &Value) -> Option<Effect> {
    let table = value.as_object()?;
    let is = |key: &str, words: &[&str]| {
        let value = table.get(key);
        value.is_some_and(|value| {
            *value == false || value.as_str().is_some_and(|word| words.contains(&word))
        })
    };
    Some(if is("render", &["never", "link"]) {
        Effect::Held { alone: true }
    } else if is("list", &["never", "local"]) {
        Effect::Unlisted
    } else {
        Effect::None
    })
}
