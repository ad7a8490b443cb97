//! The words of the help contacts in another language, `help.cy.yaml`.
//!
//! It has words for regions and contacts of `help.yaml` and never a number or an address: these are in one place, so that a number
//! that changes does so in all languages at once.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::help::{Contact, Help, Region, digits};
use super::source;
use crate::codes;
use crate::diag::{Diagnostic, did_you_mean, nearest};
use crate::files::SourceFile;

/// The words of the help contacts in another language, such as `content/help.cy.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpWords {
    /// The words of each region, by its id in `help.yaml`.
    pub regions: BTreeMap<String, RegionWords>,
}

/// The words of a region.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RegionWords {
    /// The name of the region.
    pub name: Option<String>,
    /// How to reach the emergency services without speaking, as a sentence without a full stop.
    pub silent: Option<String>,
    /// The words of each contact, by its id in `help.yaml`, or by its name there if it has no id.
    pub contacts: BTreeMap<String, ContactWords>,
}

/// The words of a contact.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContactWords {
    /// The name of the contact, if it has another one in this language.
    pub name: Option<String>,
    /// Who the contact is for.
    #[serde(rename = "for")]
    pub audience: Option<String>,
    /// The opening hours.
    pub hours: Option<String>,
    /// What a call or message costs.
    pub cost: Option<String>,
    /// Help with access, such as interpreters or relay services.
    pub access: Option<String>,
}

/// The keys of `help.yaml` that are no words.
const FACTS: [&str; 9] = [
    "chat",
    "checked",
    "default",
    "emergency",
    "kind",
    "phone",
    "source",
    "text",
    "website",
];

/// The number of digits from which a number in a text is taken for one that can be called.
const DIALLED: usize = 5;

/// Puts the words of a file into the contacts. Returns the problems of a file that could be read.
///
/// # Errors
///
/// The reason why it could not be read.
pub(super) fn apply(help: &mut Help, file: &SourceFile) -> Result<Vec<Diagnostic>, Diagnostic> {
    // A fact is the likeliest mistake, so it is looked for before the types are.
    let values: Value = source::parse(file)?;
    if let Some(key) = fact_in(&values) {
        let message = format!("`{key}` is no word, so it belongs in help.yaml alone");
        return Err(refusal(file, key, message));
    }
    let words: HelpWords = source::parse(file)?;
    let known: BTreeSet<String> = help.dialled().collect();
    let mut problems: Vec<Diagnostic> = numbers(&values, &known)
        .into_iter()
        .map(|number| {
            let message = format!("`{number}` is a phone number, so it belongs in help.yaml alone");
            refusal(file, &number, message)
        })
        .collect();
    for (id, words) in words.regions {
        let ids: Vec<&str> = help.regions.iter().map(|region| &*region.id).collect();
        let Some(at) = ids.iter().position(|known| *known == id) else {
            problems.push(unknown(file, &id, "region", &ids));
            continue;
        };
        problems.extend(region(&mut help.regions[at], words, file));
    }
    Ok(problems)
}

fn region(region: &mut Region, words: RegionWords, file: &SourceFile) -> Vec<Diagnostic> {
    let RegionWords {
        name,
        silent,
        contacts,
    } = words;
    put(&mut region.name, name);
    if let (Some(call), Some(how)) = (&mut region.silent, silent) {
        call.how = how;
    }
    let mut problems = Vec::new();
    for (id, words) in contacts {
        let own = region
            .contacts
            .iter()
            .position(|contact| contact.key() == id);
        match own {
            Some(at) => contact(&mut region.contacts[at], words),
            None => {
                let names: Vec<&str> = region.contacts.iter().map(Contact::key).collect();
                problems.push(unknown(file, &id, "contact", &names));
            }
        }
    }
    problems
}

fn contact(contact: &mut Contact, words: ContactWords) {
    let ContactWords {
        name,
        audience,
        hours,
        cost,
        access,
    } = words;
    contact.id.get_or_insert_with(|| contact.name.clone());
    let is_whole = |own: &Option<String>, words: &Option<String>| own.is_none() || words.is_some();
    contact.is_translated = audience.is_some()
        && is_whole(&contact.hours, &hours)
        && is_whole(&contact.cost, &cost)
        && is_whole(&contact.access, &access);
    put(&mut contact.name, name);
    put(&mut contact.audience, audience);
    for (own, words) in [
        (&mut contact.hours, hours),
        (&mut contact.cost, cost),
        (&mut contact.access, access),
    ] {
        if words.is_some() {
            *own = words;
        }
    }
}

fn put(own: &mut String, words: Option<String>) {
    if let Some(words) = words {
        *own = words;
    }
}

/// The first key in a file that is a fact. The keys of contacts are names, so they are not looked at.
fn fact_in(values: &Value) -> Option<&'static str> {
    let fact = |value: &Value| {
        let keys = value.as_object()?;
        FACTS.into_iter().find(|fact| keys.contains_key(*fact))
    };
    let children = |value: &'_ Value, key: &str| -> Vec<Value> {
        let inner = value.get(key).and_then(Value::as_object);
        inner.map_or(Vec::new(), |inner| inner.values().cloned().collect())
    };
    let regions = children(values, "regions");
    let contacts = regions
        .iter()
        .flat_map(|region| children(region, "contacts"));
    let inner = regions.iter().find_map(fact);
    fact(values)
        .or(inner)
        .or_else(|| contacts.into_iter().find_map(|contact| fact(&contact)))
}

/// The phone numbers in the texts of a file: those of contacts, and others that are long enough to be called.
fn numbers(value: &Value, known: &BTreeSet<String>) -> Vec<String> {
    match value {
        Value::String(text) => {
            let runs = text.split(|c: char| !(c.is_ascii_digit() || " \u{a0}-()+".contains(c)));
            let runs = runs.map(|run| run.trim().trim_matches('-').trim());
            let is_number = |run: &&str| {
                let digits = digits(run);
                digits.len() >= DIALLED || (digits.len() > 2 && known.contains(&digits))
            };
            runs.filter(is_number).map(str::to_owned).collect()
        }
        Value::Number(number) => vec![number.to_string()],
        Value::Object(values) => {
            let values = values.values();
            values.flat_map(|value| numbers(value, known)).collect()
        }
        Value::Array(values) => values
            .iter()
            .flat_map(|value| numbers(value, known))
            .collect(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// Reports something that is not a word, at the line where it first is.
fn refusal(file: &SourceFile, written: &str, message: String) -> Diagnostic {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let problem = Diagnostic::new(codes::DATA_05, message);
    let problem = match text.find(written) {
        Some(at) => problem.at(&file.path, at..at + written.len()),
        None => problem.in_file(&file.path),
    };
    problem.help("remove the line: all languages show what help.yaml says")
}

fn unknown(file: &SourceFile, id: &str, what: &str, known: &[&str]) -> Diagnostic {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let message = format!("help.yaml has no {what} `{id}`");
    let problem = Diagnostic::new(codes::DATA_03, message);
    let problem = match text.find(id) {
        Some(at) => problem.at(&file.path, at..at + id.len()),
        None => problem.in_file(&file.path),
    };
    let help = did_you_mean(nearest(id, known.iter().copied()))
        .unwrap_or_else(|| format!("help.yaml has {}", known.join(", ")));
    problem.help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    const HELP: &str = "regions:\n- id: uk\n  name: United Kingdom\n  emergency: \"999\"\n  contacts:\n  - kind: abuse\n    \
        name: Live Fear Free\n    phone: 0808 80 10 800\n    for: anyone\n    checked: never\n";

    fn applied(words: &str) -> Result<(Help, Vec<String>), String> {
        let file = |name: &str, text: &str| {
            SourceFile::new(SourcePath::new(&format!("content/{name}")), text.as_bytes())
        };
        let mut help: Help = source::parse(&file("help.yaml", HELP)).expect("help");
        let problems = apply(&mut help, &file("help.cy.yaml", words));
        let problems = problems.map_err(|problem| problem.message)?;
        Ok((
            help,
            problems
                .into_iter()
                .map(|problem| problem.message)
                .collect(),
        ))
    }

    #[test]
    fn words_are_put_into_the_contacts_they_are_for() {
        let words = "regions:\n  uk:\n    name: Y Deyrnas Unedig\n    contacts:\n      Live Fear Free:\n        \
            name: Byw Heb Ofn\n        hours: 24 awr y dydd\n";
        let (help, problems) = applied(words).expect("it is read");
        assert_eq!(problems, Vec::<String>::new());
        let region = &help.regions[0];
        assert_eq!(region.name, "Y Deyrnas Unedig");
        let contact = &region.contacts[0];
        assert_eq!(
            (&*contact.name, contact.hours.as_deref()),
            ("Byw Heb Ofn", Some("24 awr y dydd"))
        );
        assert_eq!(
            (&*contact.audience, contact.phone.as_deref()),
            ("anyone", Some("0808 80 10 800"))
        );
    }

    #[test]
    fn a_number_is_refused_wherever_it_is() {
        for words in [
            "regions:\n  uk:\n    emergency: \"112\"\n",
            "regions:\n  uk:\n    contacts:\n      Live Fear Free:\n        phone: \"1\"\n",
        ] {
            let refused = applied(words).expect_err(words);
            assert!(refused.contains("help.yaml alone"), "{refused}");
        }
        for (words, number) in [
            ("Byw Heb Ofn 0808 80 10 800", Some("0808 80 10 800")),
            ("neu 999", Some("999")),
            ("24 awr, 7 diwrnod", None),
            ("01234-567890", Some("01234-567890")),
        ] {
            let text = format!(
                "regions:\n  uk:\n    contacts:\n      Live Fear Free:\n        hours: {words}\n"
            );
            let (_, problems) = applied(&text).expect("it is read");
            let told = problems.first().map(String::as_str).unwrap_or_default();
            assert_eq!(
                problems.len(),
                usize::from(number.is_some()),
                "{words}: {problems:?}"
            );
            assert!(told.contains(number.unwrap_or_default()), "{told}");
        }
    }

    #[test]
    fn a_name_that_help_has_not_is_reported_with_the_nearest() {
        let (_, problems) = applied("regions:\n  gb:\n    name: X\n").expect("it is read");
        assert_eq!(problems, ["help.yaml has no region `gb`"]);
    }
}
