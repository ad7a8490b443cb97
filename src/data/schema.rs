//! JSON Schemas of the data files, made from the types that read them.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use super::help::Help;
use super::paths::{Audiences, Paths};
use super::texts::{Text, Texts};
use super::words::WordList;
use super::{Evidence, Glossary, Person};

/// The data files that have a schema, by the name without `.yaml`.
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

/// The schema of one of the [`FILES`]; `texts` are the words a site may change.
pub fn schema(name: &str, texts: &Texts) -> Option<Value> {
    Some(match name {
        "help" => of::<Help>(),
        "terms" => of::<Glossary>(),
        "paths" => of::<Paths>(),
        "audiences" => of::<Audiences>(),
        "people" => of::<BTreeMap<String, Person>>(),
        "evidence" => of::<BTreeMap<String, Evidence>>(),
        "words" => of::<BTreeMap<String, WordList>>(),
        "texts" => of_texts(texts),
        _ => return None,
    })
}

fn of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// Every known text is named, with its present words, so that an editor offers them.
fn of_texts(texts: &Texts) -> Value {
    let mut schema = of::<BTreeMap<String, Text>>();
    let known = texts.entries().iter().map(|(key, text)| {
        let entry = json!({ "$ref": "#/$defs/Text", "description": text.form(None) });
        (key.clone(), entry)
    });
    schema["properties"] = Value::Object(known.collect::<Map<_, _>>());
    schema
}
