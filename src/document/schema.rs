//! JSON Schemas of what authors write, made from the types that read it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use super::data::{Evidence, Person};
use super::glossary::Glossary;
use super::help::Help;
use super::keys;
use super::paths::{Audiences, Paths};
use super::texts::{Text, Texts};
use super::words::WordList;

/// The kinds of files that have a schema here, each with the file it is for.
pub const KINDS: [(&str, &str); 9] = [
    ("front-matter", "the settings at the top of an article"),
    ("help", "content/help.yaml"),
    ("terms", "content/terms.yaml"),
    ("paths", "content/paths.yaml"),
    ("audiences", "content/audiences.yaml"),
    ("people", "content/people.yaml"),
    ("evidence", "content/evidence.yaml"),
    ("words", "content/words.yaml"),
    ("texts", "content/texts.yaml"),
];

/// The schema of one of the [`KINDS`]; `texts` are the words a site may change.
pub fn schema(kind: &str, texts: &Texts) -> Option<Value> {
    Some(match kind {
        "front-matter" => keys::schema(),
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
