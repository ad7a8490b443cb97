//! JSON Schemas of the data files, generated from the types that read them.
//!
//! It does not validate files, and the schema of front matter is not here.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use super::help::Help;
use super::paths::{Audiences, Paths};
use super::texts::{CHECKED_BY, Text, Texts};
use super::words::WordList;
use super::{Evidence, Glossary, Person};

/// The data files that have a schema, by file name without `.yaml`.
pub const FILES: [&str; 8] = [
    "help",
    "terms",
    "paths",
    "audiences",
    "people",
    "evidence",
    "words",
    "texts",
];

/// The schema of one of the [`FILES`]. `texts` holds the texts of the interface that a site can override.
pub fn schema(name: &str, texts: &Texts) -> Option<Value> {
    Some(match name {
        "help" => of::<Help>(),
        "terms" => of::<Glossary>(),
        "paths" => of::<Paths>(),
        "audiences" => of::<Audiences>(),
        "people" => map_of::<Person>(
            "The reviewers of a site, `content/people.yaml`, by the short names that articles use.",
        ),
        "evidence" => map_of::<Evidence>(
            "The sources of a site, `content/evidence.yaml`, by the keys that articles cite.",
        ),
        "words" => map_of::<WordList>(
            "Changes to the built-in phrase lists, `content/words.yaml`, by the name of the list.",
        ),
        "texts" => of_texts(texts),
        _ => return None,
    })
}

fn of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// The schema of a file that is a map, with a description of the file.
fn map_of<T: JsonSchema>(about: &str) -> Value {
    let mut schema = of::<BTreeMap<String, T>>();
    schema["description"] = about.into();
    schema
}

/// Lists every text key with its current words, so that editors can complete them.
fn of_texts(texts: &Texts) -> Value {
    let mut schema = map_of::<Text>(
        "The texts of the interface that a site overrides, `content/texts.yaml`, by key.",
    );
    let known = texts.entries().iter().map(|(key, text)| {
        let entry = json!({ "$ref": "#/$defs/Text", "description": text.form(None) });
        (key.clone(), entry)
    });
    let mut known: Map<String, Value> = known.collect();
    let about = "Who has read all words of this language, and when. Then `mend check` no longer says that the words which ship \
        with mend were not checked. This is not a text that pages show.";
    let checked_by = json!({ "type": "string", "description": about });
    known.insert(CHECKED_BY.to_owned(), checked_by);
    schema["properties"] = Value::Object(known);
    schema
}
