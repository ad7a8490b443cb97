//! The script with which a browser recognises queries of readers in danger.
//!
//! `danger.txt` has groups of words with the same meaning, `danger-weights.tsv` the weight of each feature of a query, and
//! `danger.js` the definition of features. They become one file here, with the names and numbers of the site's own contacts.
//! Features are numbered, which keeps the file small. The weights are learnt elsewhere (`tests/search`), and `client.js`
//! decides which results come first.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::json;

use super::file::File;
use crate::data::help::Help;
use crate::files::bare_script;
use crate::word_list;
use crate::words;

/// Judges what was typed, in the browser.
static SCRIPT: LazyLock<String> = LazyLock::new(|| bare_script(include_str!("danger.js")));

/// The classes of words, each with its name and its words.
static CLASSES: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| classes(include_str!("danger.txt")));

/// The weights that were learnt.
static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("danger-weights.tsv")));

/// The classes with folded words; a word of a script without spaces becomes its pairs of characters.
fn classes(text: &str) -> Vec<(&str, String)> {
    let classes = word_list::entries(text).filter_map(|line| line.split_once(" = "));
    let folded = |list: &str| {
        let mut all: Vec<String> = Vec::new();
        for word in list.split(' ') {
            let star = if word.ends_with('*') { "*" } else { "" };
            words::searched(word, |word| all.push(words::fold(word) + star));
        }
        all.join(" ")
    };
    classes.map(|(name, list)| (name, folded(list))).collect()
}

/// The weights of features, as the browser reads them.
struct Model {
    /// The bar that the sum of weights must exceed for help to come first; `danger.js` raises it with the query's length.
    least: f64,
    /// How strongly a feature suggests danger.
    danger: Table,
    /// How strongly it suggests crisis rather than abuse.
    crisis: Table,
}

impl Model {
    fn read(text: &str) -> Self {
        let mut least = 0.0;
        let (mut danger, mut crisis) = (BTreeMap::new(), BTreeMap::new());
        for line in word_list::entries(text) {
            let mut cells = line.split('\t');
            let feature = cells.next().unwrap_or_default();
            let mut weight = || cells.next().and_then(|cell| cell.parse::<f64>().ok());
            if feature == "least" {
                least = weight().unwrap_or_default();
                continue;
            }
            for table in [&mut danger, &mut crisis] {
                if let Some(weight) = weight() {
                    // Two features can have one number; the stronger weight is kept.
                    let known: &mut f64 = table.entry(number(feature)).or_default();
                    if weight.abs() > known.abs() {
                        *known = weight;
                    }
                }
            }
        }
        Self {
            least,
            danger: table(&danger),
            crisis: table(&crisis),
        }
    }
}

/// The numbers of features, each as its distance from the one before it, and their weights. Both are encoded as characters.
type Table = (String, String);

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights are whole numbers between -46 and 46"
)]
fn table(weights: &BTreeMap<u32, f64>) -> Table {
    let mut last = 0;
    let numbers = weights.iter().filter(|(_, weight)| **weight != 0.0);
    let characters = numbers.map(|(number, weight)| {
        let step = number - last;
        last = *number;
        let step = char::from_u32(step + 32).unwrap_or_default();
        (step, char::from((weight + 79.0) as u8))
    });
    characters.unzip()
}

/// The number by which a feature is known: the same as in `danger.js`.
fn number(feature: &str) -> u32 {
    let hash = feature.chars().fold(0x811c_9dc5_u32, |hash, character| {
        (hash ^ u32::from(character)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 19)) & 0x7_ffff
}

/// The names of the contacts of a site, folded, and the digits of their numbers.
fn contacts(help: &Help) -> (Vec<String>, Vec<String>) {
    let all = || help.regions.iter().flat_map(|region| &region.contacts);
    let names = all().map(|contact| {
        // A part in brackets only distinguishes two contacts of the same name.
        let name = contact.name.split('(').next().unwrap_or_default();
        let mut words = Vec::new();
        words::searched(name, |word| words.push(words::fold(word)));
        words.join(" ")
    });
    let emergency = help
        .regions
        .iter()
        .flat_map(|region| region.emergency_numbers());
    let phones = all().filter_map(|contact| contact.phone.as_deref());
    let texts = all().filter_map(|contact| contact.text_message());
    let phones = phones.chain(emergency).map(str::to_owned);
    let digits = phones
        .chain(texts.map(|text| text.number))
        .map(|number| number.chars().filter(char::is_ascii_digit).collect());
    (
        names.filter(|name| !name.is_empty()).collect(),
        digits.collect(),
    )
}

/// The file of a site.
pub(super) fn file(help: Option<&Help>) -> File {
    let (names, phones) = help.map(contacts).unwrap_or_default();
    let Model {
        least,
        danger,
        crisis,
    } = &*MODEL;
    let data = json!({
        "classes": &*CLASSES, "danger": danger, "crisis": crisis, "least": least, "names": names, "phones": phones,
    });
    File::function("danger", &SCRIPT, Some(&data))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slip in the file would make a class that no word is in, or a word that no query has.
    #[test]
    fn every_class_has_words_that_can_be_typed() {
        assert!(CLASSES.len() > 40);
        for (name, words) in &*CLASSES {
            assert!(
                name.bytes().all(|byte| byte.is_ascii_uppercase()),
                "{name:?}: a name is written in capitals"
            );
            for word in words.split(' ') {
                let word = word.strip_suffix('*').unwrap_or(word);
                assert!(!word.is_empty(), "{name}: an empty word");
                assert!(!word.contains('*'), "{name}: {word}: `*` ends a word");
            }
        }
        for line in word_list::entries(include_str!("danger.txt")) {
            assert!(line.contains(" = "), "{line}: a line is NAME = words");
        }
    }

    /// A table is read back in `danger.js` by adding up the steps; a step that falls on a surrogate would be written as NUL.
    #[test]
    fn every_weight_is_published() {
        let Model {
            least,
            danger: (steps, weights),
            ..
        } = &*MODEL;
        assert!(*least > 0.0);
        assert_eq!(steps.chars().count(), weights.chars().count());
        assert!(steps.chars().all(|step| step >= ' '));
        assert!(weights.bytes().all(|weight| (33..126).contains(&weight)));
        assert!(weights.len() > 5000);
    }

    /// The published FNV-1a of "a" is e40c292c; `danger.js` must give the same.
    #[test]
    fn a_feature_has_its_number() {
        assert_eq!(number("a"), (0xe40c_292c ^ (0xe40c_292c >> 19)) & 0x7_ffff);
    }
}
