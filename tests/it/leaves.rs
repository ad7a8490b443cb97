//! Changes every setting, every value of the data files and of the front matter, and every text of a site once, and compares the
//! build that remembers the last one with a clean build.
//!
//! So a page cannot keep something old because its cache key lacks a value that it shows. What random edits do is in `oracle`.

use std::collections::BTreeSet;
use std::fmt::Write;

use mend::config::Config;
use mend::files::Outputs;
use mend::pipeline::Pipeline;
use serde_json::{Map, Value, json};

use crate::support::InMemory as _;
use crate::{contract, support};

/// Values that change no page of this site: they are for the checks, for the preview or for other commands, or what they
/// would change is not in the site. Each is the beginning of a name.
const WITHOUT_EFFECT: &[&str] = &[
    "audiences.yaml: .audiences[]",
    "help.yaml: .regions[].contacts[].source",
    "help.yaml: .regions[].silent.source",
    "people.yaml: .p.source",
    "people.yaml: .p.url",
    "section/one.md: .image",
    "section/one.md: .own",
    "section/one.md: .safety_reason",
    "site.toml: /check/",
    "site.toml: /content/ignore",
    "site.toml: /content/publish",
    "site.toml: /exit/window_ms",
    "site.toml: /feeds/limit",
    "site.toml: /images/",
    "site.toml: /language_name",
    "site.toml: /links/",
    "site.toml: /markdown/smart_punctuation",
    "site.toml: /output_dir",
    "site.toml: /review/",
    "site.toml: /safety/enabled",
    "site.toml: /schema",
    "site.toml: /serve/",
    "site.toml: /theme",
    "site.toml: /timezone",
];

/// The site of the contract needs an address to leave to.
const EXIT: &str = "[exit]\nurl = \"https://exit.example/\"";

type Files = Vec<(String, Vec<u8>)>;

/// Puts a value in the place of another one.
type With = Box<dyn Fn(Value) -> Value>;

/// One file with one value changed.
struct Change {
    /// The file, and the place of the value in it.
    name: String,
    path: String,
    text: String,
}

#[test]
fn a_remembering_build_follows_every_value() {
    let file = |(path, text): &(&str, &str)| {
        let text = text.replace("[exit]", EXIT);
        ((*path).to_owned(), text.into_bytes())
    };
    let files: Files = contract::SITE.iter().map(file).collect();
    let mut pipeline = Pipeline::default();
    let before = outputs(&mut pipeline, &files).expect("the site of the contract");
    let mut effective = Vec::new();
    let changes = changes();
    for change in &changes {
        let mut changed = files.clone();
        let file = changed.iter_mut().find(|(path, _)| *path == change.path);
        file.expect("a file of the site").1 = change.text.clone().into_bytes();
        let Some(remembering) = outputs(&mut pipeline, &changed) else {
            continue;
        };
        let clean = outputs(&mut Pipeline::default(), &changed).expect("the same inputs");
        assert_same(&change.name, &remembering, &clean);
        if names_and_hashes(&clean) != names_and_hashes(&before) {
            effective.push(change);
        }
    }
    let setting = |change: &Change| change.name.split(" = ").next().map(str::to_owned);
    let effective: BTreeSet<String> = effective.into_iter().filter_map(setting).collect();
    let all: BTreeSet<String> = changes.iter().filter_map(setting).collect();
    let without: Vec<&String> = all.difference(&effective).collect();
    let known = |name: &&&String| WITHOUT_EFFECT.iter().any(|start| name.starts_with(start));
    let unknown: Vec<&&String> = without.iter().filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "these change no page: {unknown:?}");
    let is_used = |start: &&&str| without.iter().any(|name| name.starts_with(**start));
    let unused: Vec<&&str> = WITHOUT_EFFECT
        .iter()
        .filter(|start| !is_used(start))
        .collect();
    assert!(unused.is_empty(), "all of these change pages: {unused:?}");
}

/// The outputs of a site; `None` if its configuration is refused.
fn outputs(pipeline: &mut Pipeline, files: &Files) -> Option<Outputs> {
    let inputs = support::inputs(files, support::options()).ok()?;
    Some(pipeline.make(&inputs).value.outputs)
}

fn names_and_hashes(outputs: &Outputs) -> Vec<String> {
    let all = outputs.iter();
    all.map(|(path, output)| format!("{path} {:?}", output.fingerprint()))
        .collect()
}

fn assert_same(change: &str, remembering: &Outputs, clean: &Outputs) {
    let [remembering, clean] = [remembering, clean].map(|outputs| {
        let all = names_and_hashes(outputs);
        all.into_iter().collect::<BTreeSet<String>>()
    });
    let differing: Vec<&String> = remembering.symmetric_difference(&clean).collect();
    assert!(differing.is_empty(), "{change}: {differing:#?}");
}

/// Every value of the site, changed once.
fn changes() -> Vec<Change> {
    let mut changes = settings();
    for (path, text) in contract::SITE {
        let name = path.strip_prefix("content/").unwrap_or(path);
        if name.ends_with(".yaml") {
            let values: Value = serde_yaml::from_str(text).expect("YAML");
            changes.extend(leaves(&values).into_iter().map(|(place, values)| Change {
                name: format!("{name}: {place}"),
                path: (*path).to_owned(),
                text: serde_yaml::to_string(&values).expect("YAML"),
            }));
        }
        if let Some((front, body)) = text
            .strip_prefix("---\n")
            .and_then(|text| text.split_once("\n---\n"))
        {
            let values: Value = serde_yaml::from_str(front).expect("front matter");
            changes.extend(leaves(&values).into_iter().map(|(place, values)| Change {
                name: format!("{name}: {place}"),
                path: (*path).to_owned(),
                text: format!(
                    "---\n{}---\n{body}",
                    serde_yaml::to_string(&values).expect("YAML")
                ),
            }));
            changes.push(Change {
                name: format!("{name}: the text"),
                path: (*path).to_owned(),
                text: format!("---\n{front}\n---\nMore words.\n\n{body}\n\n## Another heading\n"),
            });
        }
    }
    changes
}

/// A copy of `values` for every leaf in them, with that leaf changed. Of the items of a list, only the first is taken apart.
fn leaves(values: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let inner: Vec<(String, &Value, With)> = match values {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| {
                let (key, fields) = (key.clone(), fields.clone());
                let with = {
                    let key = key.clone();
                    move |value| {
                        let mut fields = fields.clone();
                        fields.insert(key.clone(), value);
                        Value::Object(fields)
                    }
                };
                (format!(".{key}"), value, Box::new(with) as With)
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .take(1)
            .map(|value| {
                let items = items.clone();
                let with = move |value| {
                    let mut items = items.clone();
                    items[0] = value;
                    Value::Array(items)
                };
                ("[]".to_owned(), value, Box::new(with) as With)
            })
            .collect(),
        leaf => return vec![(String::new(), changed(leaf))],
    };
    for (place, value, with) in inner {
        let below = leaves(value).into_iter();
        found.extend(below.map(|(below, value)| (place.clone() + &below, with(value))));
    }
    found
}

/// Another value of the same kind.
fn changed(leaf: &Value) -> Value {
    match leaf {
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
        Value::String(text) => match text.strip_suffix("-01-31") {
            Some(year) => json!(format!("{year}-02-28")),
            None => json!(format!("{text}x")),
        },
        other => other.clone(),
    }
}

/// Every setting of the schema of `site.toml`, with each value that its kind allows.
fn settings() -> Vec<Change> {
    let schema = Config::schema();
    let (_, site) = contract::SITE[0];
    let site: Map<String, Value> = toml::from_str(&site.replace("[exit]", EXIT)).expect("TOML");
    let mut keys = Vec::new();
    collect(&schema, &schema, &mut Vec::new(), &mut keys);
    let mut changes = Vec::new();
    for (path, values) in keys {
        for value in values {
            let mut site = Value::Object(site.clone());
            let pointer = path.iter().fold(String::new(), |mut pointer, key| {
                let _ = write!(pointer, "/{key}");
                pointer
            });
            let mut at = &mut site;
            for key in &path {
                at = &mut at[key.as_str()];
            }
            *at = value.clone();
            changes.push(Change {
                name: format!("site.toml: {pointer} = {value}"),
                path: "site.toml".to_owned(),
                text: toml::to_string(&site).expect("TOML"),
            });
        }
    }
    changes
}

/// The settings below a place in a schema, each with values to try.
fn collect(
    schema: &Value,
    at: &Value,
    path: &mut Vec<String>,
    keys: &mut Vec<(Vec<String>, Vec<Value>)>,
) {
    let resolved = |at: &Value| -> Value {
        let alternatives = at["anyOf"].as_array().or(at["allOf"].as_array());
        let first = alternatives.and_then(|all| all.first()).unwrap_or(at);
        match first["$ref"].as_str() {
            Some(name) => schema
                .pointer(name.trim_start_matches('#'))
                .expect("a definition")
                .clone(),
            None => first.clone(),
        }
    };
    let at = resolved(at);
    if let Some(fields) = at["properties"].as_object() {
        for (key, field) in fields {
            path.push(key.clone());
            collect(schema, field, path, keys);
            path.pop();
        }
        return;
    }
    let allowed = words(&at);
    let kind = match &at["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    let values = match kind {
        _ if !allowed.is_empty() => allowed,
        "boolean" => vec![json!(true), json!(false)],
        "integer" | "number" => vec![json!(1), json!(3)],
        "string" => vec![json!("x"), json!("one"), json!("https://x.example/")],
        "array" => {
            let first = words(&resolved(&at["items"])).into_iter().next();
            vec![json!([]), json!([first.unwrap_or(json!("one"))])]
        }
        _ => Vec::new(),
    };
    keys.push((path.clone(), values));
}

/// The words that a schema allows, if it allows only some.
fn words(schema: &Value) -> Vec<Value> {
    match (schema["enum"].as_array(), schema["oneOf"].as_array()) {
        (Some(words), _) => words.clone(),
        (None, Some(words)) => words.iter().map(|word| word["const"].clone()).collect(),
        (None, None) => Vec::new(),
    }
}
