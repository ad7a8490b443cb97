//! Front matter for imported articles, as YAML.

use serde_json::Value;

/// Keys and values in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter(Vec<(String, Value)>);

impl FrontMatter {
    /// Adds a key, unless its value is empty.
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(list) => list.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
        };
        if !is_empty {
            self.0.push((key.to_owned(), value));
        }
    }

    /// The whole block with its fences and the empty line behind it; nothing without keys.
    pub(super) fn text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let lines: String = self.0.iter().map(|(key, value)| line(key, value)).collect();
        format!("---\n{lines}---\n\n")
    }
}

/// A key and its value in one line. A JSON value is one of YAML as well.
pub(super) fn line(key: &str, value: &Value) -> String {
    let is_plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        && !key.is_empty();
    let key = match is_plain {
        true => key.to_owned(),
        false => Value::from(key).to_string(),
    };
    let value = match value {
        Value::String(text) if is_day(text) => text.clone(),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(Value::to_string).collect();
            format!("[{}]", list.join(", "))
        }
        value => value.to_string(),
    };
    format!("{key}: {value}\n")
}

/// Whether a text is a day, or a moment, which need no quotation marks.
fn is_day(text: &str) -> bool {
    text.len() >= 10
        && text.as_bytes()[4] == b'-'
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"-:TZ+".contains(&byte))
}
