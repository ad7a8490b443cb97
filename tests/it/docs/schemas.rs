//! The reference of `site.toml`, of front matter and of the data files, from the JSON Schemas that `mend schema` prints.

use std::fmt::Write;

use serde_json::Value;

use super::markdown::{Page, capitalised, definition, prose};
use super::mend;

/// A kind of file: its name in `mend schema`, the page about it, the file's own name, what the page is called, and one
/// sentence about it.
const KINDS: [(&str, &str, &str, &str, &str); 10] = [
    (
        "site",
        "site-toml",
        "site.toml",
        "Settings in site.toml",
        "Every setting of a site, with its default.",
    ),
    (
        "front-matter",
        "front-matter",
        "the settings at the top of an article",
        "Keys of front matter",
        "Every key that the top of an article can have.",
    ),
    (
        "help",
        "help",
        "content/help.yaml",
        "Help data in help.yaml",
        "Regions, emergency numbers and contacts.",
    ),
    (
        "terms",
        "terms",
        "content/terms.yaml",
        "The glossary in terms.yaml",
        "Terms, their meaning, and words for search.",
    ),
    (
        "paths",
        "paths",
        "content/paths.yaml",
        "Reading paths in paths.yaml",
        "Articles in an order that suits one situation.",
    ),
    (
        "audiences",
        "audiences",
        "content/audiences.yaml",
        "Audiences in audiences.yaml",
        "The people whom an article can be for.",
    ),
    (
        "people",
        "people",
        "content/people.yaml",
        "People in people.yaml",
        "Reviewers, by a short name.",
    ),
    (
        "evidence",
        "evidence",
        "content/evidence.yaml",
        "Evidence in evidence.yaml",
        "Sources that sentences rely on, by a short name.",
    ),
    (
        "words",
        "words",
        "content/words.yaml",
        "Word lists in words.yaml",
        "What the rules about wording look for, by the name of a list.",
    ),
    (
        "texts",
        "texts",
        "content/texts.yaml",
        "Words of the interface in texts.yaml",
        "The words around the articles, such as \"Next\", and how to change them.",
    ),
];

/// One page for each kind of file.
pub(super) fn pages() -> Vec<Page> {
    let pages = KINDS.into_iter().enumerate();
    let pages = pages.map(|(at, (kind, name, file, title, summary))| {
        let printed = mend(&["schema", kind]).stdout;
        let schema: Value = serde_json::from_slice(&printed).expect("a schema");
        Page {
            path: format!("reference/{name}.md"),
            title: title.to_owned(),
            summary: summary.to_owned(),
            weight: at + 1,
            body: body(kind, file, &schema),
        }
    });
    pages.collect()
}

fn body(kind: &str, file: &str, schema: &Value) -> String {
    let reference = Reference {
        root: schema,
        is_toml: kind == "site",
    };
    let mut body = format!(
        "These are the keys of {file}. `mend schema {kind}` prints the same as a JSON Schema, with which an editor completes \
         keys and marks mistakes.\n\n",
    );
    reference.table("", schema, &mut body);
    body
}

/// How a schema is written down.
struct Reference<'a> {
    root: &'a Value,
    /// Whether tables have headings in brackets.
    is_toml: bool,
}

impl<'a> Reference<'a> {
    /// Writes the keys of a table, then each of the tables in it under a heading of its own.
    fn table(&self, path: &str, table: &'a Value, body: &mut String) {
        let keys = properties(table);
        let is_entry = |(_, key): &(&String, &Value)| !(self.is_toml && self.inner(key).is_some());
        let entries: Vec<_> = keys.iter().copied().filter(is_entry).collect();
        let kinds: Vec<String> = entries.iter().map(|(_, key)| self.kind(key)).collect();
        // One key in a hundred may have a kind of its own.
        let is_usual = |usual: &&String| {
            let others = kinds.iter().filter(|kind| kind != usual).count();
            kinds.len() > 2 && others * 100 <= kinds.len()
        };
        let same = kinds.iter().find(is_usual);
        if let Some(kind) = same {
            let others = match kinds.iter().all(|other| other == kind) {
                true => "",
                false => ", unless it says otherwise",
            };
            let _ = write!(body, "The value of each is {kind}{others}.\n\n");
        }
        let required = table["required"].as_array();
        for ((name, key), kind) in entries.iter().zip(&kinds) {
            let is_required =
                required.is_some_and(|names| names.iter().any(|other| other == *name));
            let facts = [
                (same != Some(kind)).then(|| kind.clone()),
                is_required.then(|| "required".to_owned()),
                self.default(key)
                    .map(|value| format!("by default `{value}`")),
            ];
            let facts: Vec<String> = facts.into_iter().flatten().collect();
            let facts = match facts.is_empty() {
                true => String::new(),
                false => format!(" ({})", facts.join(", ")),
            };
            body.push_str(&definition(&format!("`{name}`{facts}"), &self.meaning(key)));
        }
        // A file without keys of its own is a map of entries.
        let entry = self.inner(table).filter(|_| keys.is_empty());
        if let Some((_, inner)) = entry {
            self.under_heading(&join(path, "NAME"), inner, body);
        }
        for (name, key) in keys {
            if let Some((each, inner)) = self.inner(key) {
                let suffix = if each { ".NAME" } else { "" };
                self.under_heading(&format!("{}{suffix}", join(path, name)), inner, body);
            }
        }
    }

    fn under_heading(&self, path: &str, table: &'a Value, body: &mut String) {
        let heading = match self.is_toml {
            true => format!("[{path}]"),
            false => path.to_owned(),
        };
        let id = path.to_lowercase().replace('.', "-");
        let about = table["description"].as_str().unwrap_or_default();
        let about = about.split_once("]`: ").map_or(about, |(_, about)| about);
        let _ = write!(
            body,
            "## `{heading}` {{#{id}}}\n\n{}\n\n",
            prose(&capitalised(about))
        );
        self.table(path, table, body);
    }

    /// The table that a value holds, if it holds tables, and whether each has a name of its own.
    fn inner(&self, value: &'a Value) -> Option<(bool, &'a Value)> {
        let value = self.resolve(value);
        if value["properties"].is_object() {
            return Some((false, value));
        }
        let is_table = |value: &&Value| value["properties"].is_object();
        let items = Some(self.resolve(&value["items"])).filter(is_table);
        let named = Some(self.resolve(&value["additionalProperties"])).filter(is_table);
        let items = items.map(|inner| (false, inner));
        items.or_else(|| named.map(|inner| (true, inner)))
    }

    /// What a value is, without `null` and behind its name.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        if let Some(name) = value["$ref"].as_str() {
            let name = name.trim_start_matches("#/$defs/");
            return self.resolve(&self.root["$defs"][name]);
        }
        match alternatives(value)[..] {
            [only] => self.resolve(only),
            _ => value,
        }
    }

    /// The kind of a value, in words.
    fn kind(&self, value: &'a Value) -> String {
        let value = self.resolve(value);
        let several = alternatives(value);
        if several.len() > 1 {
            let kinds = several.iter().map(|value| match properties(value)[..] {
                [] => self.kind(value),
                ref keys => {
                    let keys: Vec<String> =
                        keys.iter().map(|(key, _)| format!("`{key}`")).collect();
                    let (last, others) = keys.split_last().expect("it has keys");
                    format!("a table with {} and {last}", others.join(", "))
                }
            });
            return kinds.collect::<Vec<_>>().join(" or ");
        }
        if let Some(values) = value["enum"].as_array() {
            return one_of(values.iter());
        }
        if value["oneOf"].is_array() {
            return "one of the words below".to_owned();
        }
        if let Some(pattern) = value["pattern"].as_str() {
            let date = if pattern.contains("never") {
                "a date or `never`"
            } else {
                "a date"
            };
            return date.to_owned();
        }
        let types: Vec<&str> = match &value["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let has = |name: &str| types.contains(&name);
        match () {
            () if has("array") && has("string") => "text or a list of texts".to_owned(),
            () if has("array") => format!("a list of {}", plural(&self.kind(&value["items"]))),
            () if has("string") => "text".to_owned(),
            () if has("integer") || has("number") => "a number".to_owned(),
            () if has("boolean") => "`true` or `false`".to_owned(),
            () if has("object") && value["additionalProperties"].is_object() => {
                let each = self.kind(&value["additionalProperties"]);
                format!("a table of {} by name", plural(&each))
            }
            () if has("object") => "a table".to_owned(),
            () => "any value".to_owned(),
        }
    }

    /// What a key is for, and what each of its values means.
    fn meaning(&self, key: &'a Value) -> String {
        let own = key["description"].as_str();
        let resolved = self.resolve(key);
        let about = own.or(resolved["description"].as_str()).unwrap_or_default();
        let mut meaning = prose(about);
        let items = self.resolve(&resolved["items"]);
        let named = self.resolve(&resolved["additionalProperties"]);
        let values = [resolved, items, named].into_iter();
        let values = values
            .filter_map(|value| value["oneOf"].as_array())
            .flatten();
        let values: Vec<String> = values
            .map(|value| {
                let about = value["description"].as_str().unwrap_or_default();
                let word = match self.is_toml {
                    true => value["const"].to_string(),
                    false => value["const"].as_str().unwrap_or_default().to_owned(),
                };
                format!("- `{word}`: {}", prose(about))
            })
            .collect();
        if !values.is_empty() {
            let _ = write!(meaning, "\n\n{}", values.join("\n"));
        }
        meaning
    }

    /// The default of a key, as it is written in the file.
    fn default(&self, key: &Value) -> Option<String> {
        let is_nothing = |value: &&Value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(values) => values.is_empty(),
            _ => false,
        };
        let value = key.get("default").filter(|value| !is_nothing(value))?;
        let written = match value.as_array() {
            Some(values) => {
                let values: Vec<String> = values.iter().map(Value::to_string).collect();
                format!("[{}]", values.join(", "))
            }
            None => value.to_string(),
        };
        Some(written)
    }
}

fn properties(table: &Value) -> Vec<(&String, &Value)> {
    let properties = table["properties"].as_object();
    properties.into_iter().flatten().collect()
}

/// What a value may be besides `null`, where the schema names several kinds.
fn alternatives(value: &Value) -> Vec<&Value> {
    let kinds = value["anyOf"].as_array().into_iter().flatten();
    kinds.filter(|kind| kind["type"] != "null").collect()
}

fn one_of<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    let values = values.filter_map(Value::as_str);
    let values: Vec<String> = values.map(|value| format!("`{value}`")).collect();
    match &values[..] {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => values.concat(),
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "text" => "texts".to_owned(),
        "one of the words below" => "the words below".to_owned(),
        "a table" => "tables".to_owned(),
        "a number" => "numbers".to_owned(),
        list if list.starts_with("a list of ") => {
            format!("lists of {}", &list["a list of ".len()..])
        }
        values => values.to_owned(),
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

#[test]
fn every_key_of_a_schema_is_on_its_page() {
    for (page, (kind, ..)) in pages().iter().zip(KINDS) {
        let printed = mend(&["schema", kind]).stdout;
        let schema: Value = serde_json::from_slice(&printed).expect("a schema");
        let definitions = schema["$defs"].as_object().into_iter().flatten();
        let tables = definitions.map(|(_, table)| table).chain([&schema]);
        let mut keys = 0;
        for (name, _) in tables.flat_map(properties) {
            let is_key = page.body.contains(&format!("\n`{name}`"));
            let is_table = ["", "."]
                .iter()
                .any(|before| page.body.contains(&format!("{before}{name}]`")))
                || page.body.contains(&format!("{name}.NAME]`"));
            assert!(
                is_key || is_table,
                "{kind}: {name} is not in\n{}",
                page.body
            );
            keys += 1;
        }
        assert!(keys > 2, "{kind}");
    }
}
