//! Applies the keys that hold a page back to its settings, and reads those that a section hands down with `cascade`.
//!
//! It does not define these keys and their meanings; [`super::holding`] does.

use serde_json::Value;

use super::holding::{self, Effect};
use super::keys;
use super::reader::Reader;
use crate::codes;
use crate::diag::Diagnostic;

impl Reader<'_> {
    /// Applies a key that holds pages back to the settings, or reports its value.
    pub(super) fn hold(&mut self, effect: Effect, value: &Value) {
        match effect {
            Effect::Held { alone } => {
                let why = format!("`{}` in its front matter", shown(self.key, value));
                self.meta.hold(why, alone);
                if alone && self.settings.languages.split(self.path).1.stem() == "_index" {
                    let message = format!(
                        "`{}` holds back the text of this section, but not its page",
                        self.key
                    );
                    let help = "every section has a page that lists its contents; `draft: true` holds back the whole section";
                    self.warn(message, help);
                }
            }
            Effect::Ready => self.meta.says_ready = true,
            Effect::Unlisted => self.meta.unlisted = true,
            Effect::Appears => self.meta.publish_date = self.moment(value),
            Effect::Expires => self.meta.expiry_date = self.moment(value),
            Effect::None | Effect::Listed => {}
            Effect::Wrong(wanted) => self.wrong_word(wanted, value),
            Effect::Locked => self.refuse(
                format!(
                    "`{}` does not protect the page: everyone can read what mend publishes",
                    self.key
                ),
                "write `draft: true` to hold the page back, and publish it where readers have to log in",
            ),
        }
    }

    /// Reads Hugo's `cascade`: the settings that a section hands down to the pages below it.
    pub(super) fn cascade(&mut self, value: &Value) {
        let tables = match value {
            Value::Array(tables) => tables.iter().collect(),
            table => vec![table],
        };
        let mut passed_over = Vec::new();
        for table in tables.into_iter().filter_map(Value::as_object) {
            let is_target = |key: &str| matches!(key, "target" | "_target");
            let has_target = table.keys().any(|key| is_target(key));
            for (key, value) in table.iter().filter(|(key, _)| !is_target(key)) {
                match holding::read(&keys::squashed(key), value) {
                    None => passed_over.push(format!("`{key}`")),
                    Some(_) if has_target => self.refuse(
                        format!("`cascade` sets `{key}` for some of the pages below, but mend can set it only for all of them"),
                        "set it in each of these pages, or remove `target`",
                    ),
                    Some(effect) => self.hand_down(key, effect, value),
                }
            }
        }
        if !passed_over.is_empty() {
            let message = format!("`cascade` cannot set {}", passed_over.join(", "));
            self.warn(
                message,
                "it can set only keys that hold pages back; set the others in each page",
            );
        }
    }

    fn hand_down(&mut self, key: &str, effect: Effect, value: &Value) {
        let mut cascade = self.meta.cascade.take().unwrap_or_default();
        match effect {
            Effect::Held { .. } => cascade.draft = Some(true),
            Effect::Ready => cascade.draft = Some(false),
            Effect::Unlisted => cascade.unlisted = Some(true),
            Effect::Listed => cascade.unlisted = Some(false),
            Effect::Appears => cascade.publish_date = self.moment(value),
            Effect::Expires => cascade.expiry_date = self.moment(value),
            Effect::None => {}
            Effect::Wrong(wanted) => self.refuse(
                format!("`{key}` in `cascade` must be {wanted}"),
                "correct the value",
            ),
            Effect::Locked => self.refuse(
                format!("`{key}` in `cascade` does not protect the pages: everyone can read what mend publishes"),
                "write `draft: true` to hold the pages back",
            ),
        }
        self.meta.cascade = Some(cascade);
    }

    fn warn(&mut self, message: String, help: &str) {
        let problem = Diagnostic::new(codes::FRONT_05, message);
        let span = self.front_matter.key_span(self.key);
        self.problems.push(problem.at(self.path, span).help(help));
    }

    /// Reports an error where publishing would expose a page that its author holds back.
    pub(super) fn refuse(&mut self, message: String, help: &str) {
        let problem = Diagnostic::new(codes::FRONT_09, message);
        self.problems
            .push(problem.at(self.path, self.span()).help(help));
    }
}

/// A key with its value, much as it was written; the key alone if the value is a table or a list.
fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) => format!("{key}: {text}"),
        Value::Object(_) | Value::Array(_) => key.to_owned(),
        value => format!("{key}: {value}"),
    }
}

/// Finds a key nested in a table that would hold the page back if it were at the top level.
pub(super) fn held_inside(value: &Value) -> Option<String> {
    let table = value.as_object()?;
    table.iter().find_map(|(key, value)| {
        let name = keys::squashed(key);
        let is_meant = holding::is_own(&name)
            && value.is_boolean()
            && matches!(
                holding::read(&name, value),
                Some(Effect::Held { .. } | Effect::Unlisted)
            );
        is_meant.then(|| key.clone()).or_else(|| held_inside(value))
    })
}
