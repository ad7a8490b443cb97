//! The top of an article of another tool: its front matter, read and edited as text, so that what the author wrote stays as it is.

use serde_json::{Map, Value};

use super::front_matter::line;
use crate::formats::{toml, yaml};

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    None,
    Yaml,
    Toml,
    Json,
}

/// An article in two parts.
#[derive(Debug)]
pub(super) struct Head<'t> {
    notation: Notation,
    /// The text between the fences.
    source: &'t str,
    /// The keys and values.
    pub(super) values: Map<String, Value>,
    /// The text below.
    pub(super) body: &'t str,
    /// Keys to take out.
    dropped: Vec<String>,
    /// Keys to put in.
    added: Vec<(String, Value)>,
}

impl<'t> Head<'t> {
    /// Reads a text. Front matter that cannot be read is part of the text, which stays as it is.
    pub(super) fn read(text: &'t str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        // Some tools read front matter below empty lines as well.
        let text = match text.trim_start() {
            trimmed if trimmed.starts_with("---\n") || trimmed.starts_with("+++\n") => trimmed,
            _ => text,
        };
        let found = [(Notation::Yaml, "---"), (Notation::Toml, "+++")]
            .into_iter()
            .find_map(|(notation, fence)| {
                let (source, body) = between(text, fence)?;
                let values = match notation {
                    Notation::Toml => toml::read(source).ok(),
                    _ if source.trim().is_empty() => Some(Value::Object(Map::new())),
                    _ => yaml::read::<Value>(source).ok(),
                };
                Some((notation, source, body, values?))
            });
        let found = found.or_else(|| json(text));
        match found {
            Some((notation, source, body, Value::Object(values))) => Self {
                notation,
                source,
                values,
                body,
                dropped: Vec::new(),
                added: Vec::new(),
            },
            _ => Self {
                notation: Notation::None,
                source: "",
                values: Map::new(),
                body: text,
                dropped: Vec::new(),
                added: Vec::new(),
            },
        }
    }

    /// The value of a key in any spelling of its case, as it is after all changes.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let is_named = |name: &str| name.eq_ignore_ascii_case(key);
        let added = self.added.iter().rev().find(|(name, _)| is_named(name));
        let own = || {
            let mut own = self.values.iter();
            own.find(|(name, _)| is_named(name) && !self.dropped.contains(name))
        };
        let value = added
            .map(|(_, value)| value)
            .or_else(|| own().map(|(_, value)| value));
        value.filter(|value| !value.is_null())
    }

    /// A value as text.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A value as a list of texts.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a key of the author's holds the text back.
    pub(super) fn is_held(&self) -> bool {
        let is = |key: &str, value: bool| self.get(key).and_then(Value::as_bool) == Some(value);
        is("draft", true) || is("published", false) || is("publish", false) || is("private", true)
    }

    /// Takes a key out.
    pub(super) fn remove(&mut self, key: &str) {
        self.added
            .retain(|(name, _)| !name.eq_ignore_ascii_case(key));
        let known = self
            .values
            .keys()
            .find(|known| known.eq_ignore_ascii_case(key));
        self.dropped.extend(known.cloned());
    }

    /// Puts a key in, in place of the one of that name.
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.remove(key);
        self.added.push((key.to_owned(), value.into()));
    }

    /// The whole article with another text below.
    pub(super) fn with(&self, body: &str) -> String {
        if self.dropped.is_empty() && self.added.is_empty() {
            return match self.notation {
                Notation::None => body.to_owned(),
                Notation::Yaml => format!("---\n{}---\n{body}", self.source),
                Notation::Toml => format!("+++\n{}+++\n{body}", self.source),
                Notation::Json => format!("{}{body}", self.source),
            };
        }
        let added = |is_toml: bool| -> String {
            let lines = self.added.iter().map(|(key, value)| match is_toml {
                true => format!("{key} = {value}\n"),
                false => line(key, value),
            });
            lines.collect()
        };
        match self.notation {
            Notation::None => format!("---\n{}---\n\n{body}", added(false)),
            Notation::Yaml => format!("---\n{}{}---\n{body}", self.kept(": "), added(false)),
            Notation::Toml => {
                let kept = self.kept("=");
                // A key below a table would belong to it.
                let table = kept.find("\n[").map_or(kept.len(), |at| at + 1);
                let table = if kept.starts_with('[') { 0 } else { table };
                let (keys, tables) = kept.split_at(table);
                format!("+++\n{keys}{}{tables}+++\n{body}", added(true))
            }
            Notation::Json => {
                let kept = self
                    .values
                    .iter()
                    .filter(|(key, _)| !self.dropped.contains(key));
                let kept: String = kept.map(|(key, value)| line(key, value)).collect();
                format!("---\n{kept}{}---\n\n{body}", added(false))
            }
        }
    }

    /// The lines of the front matter without those of the keys that go, with their further lines.
    fn kept(&self, sign: &str) -> String {
        let mut out = String::new();
        let mut is_going = false;
        let mut open = 0_i64;
        for text in self.source.split_inclusive('\n') {
            let is_further =
                text.starts_with([' ', '\t', '-', '}', ']']) || text.trim().is_empty() || open > 0;
            if !is_further || text.starts_with('[') && sign == "=" && open <= 0 {
                let key = text.split(sign.trim()).next().unwrap_or_default();
                let key = key.trim().trim_matches(['"', '\'']);
                is_going = self.dropped.iter().any(|dropped| dropped == key);
                open = 0;
            }
            if sign == "=" && is_going {
                open += text.matches('[').count() as i64 - text.matches(']').count() as i64;
            }
            if !is_going || text.trim().is_empty() {
                out.push_str(text);
            }
        }
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out
    }
}

/// The text between two fences at the top, and the text below.
fn between<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let rest = text.strip_prefix(fence)?;
    let rest = rest
        .trim_start_matches([' ', '\t', '\r'])
        .strip_prefix('\n')?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Front matter that is an object of JSON.
fn json(text: &str) -> Option<(Notation, &str, &str, Value)> {
    if !text.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let (source, body) = text.split_at(values.byte_offset());
    value
        .is_object()
        .then_some((Notation::Json, source, body, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_touched_stays_as_it_was() {
        for text in [
            "---\ntitle: A # why\ntags:\n  - b\n---\n\nText.\n",
            "+++\ntitle = \"A\"\n[extra]\nx = 1\n+++\nText.\n",
            "{\n \"title\": \"A\"\n}\nText.\n",
            "No front matter.\n",
            "---\nbroken: [\n---\nText.\n",
        ] {
            let head = Head::read(text);
            assert_eq!(head.with(head.body), text);
        }
    }

    #[test]
    fn keys_go_with_their_lines_and_new_ones_come_to_the_right_place() {
        for (text, expected) in [
            (
                "---\nlayout: post\naliases:\n- a\n- b\ntitle: A\n---\nText.",
                "---\ntitle: A\naliases: [\"/a/\"]\n---\nText.",
            ),
            (
                "+++\naliases = [\n  \"a\",\n]\nlayout = \"x\"\ntitle = \"A\"\n[extra]\nx = 1\n+++\nText.",
                "+++\ntitle = \"A\"\naliases = [\"/a/\"]\n[extra]\nx = 1\n+++\nText.",
            ),
            (
                "{\"title\": \"A\", \"layout\": \"x\"}\nText.",
                "---\ntitle: \"A\"\naliases: [\"/a/\"]\n---\n\n\nText.",
            ),
            ("Text.", "---\naliases: [\"/a/\"]\n---\n\nText."),
        ] {
            let mut head = Head::read(text);
            head.remove("layout");
            head.put("aliases", vec!["/a/"]);
            assert_eq!(head.with(head.body), expected);
        }
    }
}
