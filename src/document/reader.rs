//! Converts values of front matter to the types their keys need: strings, dates, lists, addresses.
//!
//! A value that cannot be converted is reported and left out. This module does not map keys to settings;
//! [`super::settings`] does.

use serde_json::{Map, Value};

use super::Settings;
use super::front_matter::FrontMatter;
use super::keys::squashed;
use super::meta::Meta;
use super::safety::Safety;
use crate::codes;
use crate::config::SortBy;
use crate::date::Moment;
use crate::diag::{Diagnostic, Span, did_you_mean, nearest};
use crate::language;
use crate::markdown;
use crate::path::SourcePath;

/// The state while the keys of an article are read one after another.
pub(super) struct Reader<'a> {
    pub(super) front_matter: &'a FrontMatter,
    pub(super) path: &'a SourcePath,
    pub(super) settings: &'a Settings,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) meta: Meta,
    /// The key that is being read, as written.
    pub(super) key: &'a str,
}

impl Reader<'_> {
    /// The span of the value that is being read.
    pub(super) fn span(&self) -> Span {
        self.front_matter.value_span(self.key)
    }

    /// The span of the key that is being read, with its value.
    pub(super) fn entry_span(&self) -> Span {
        self.front_matter.key_span(self.key).start..self.span().end
    }

    pub(super) fn wrong(&mut self, wanted: &str) {
        let problem = self.malformed(format!("`{}` must be {wanted}", self.key));
        self.problems.push(problem);
    }

    /// The same, with the word that was probably meant by this value.
    pub(super) fn wrong_word(&mut self, wanted: &str, value: &Value) {
        let written = match value {
            Value::String(text) => text.to_lowercase(),
            other => other.to_string(),
        };
        let words = wanted.split([' ', ',', '`']).filter(|word| word.len() > 2);
        let meant = match written.as_str() {
            "yes" | "y" | "on" | "1" => Some("true"),
            "no" | "n" | "off" | "0" => Some("false"),
            other => nearest(other, words),
        };
        let meant = meant.filter(|meant| wanted.contains(meant));
        let problem = self.malformed(format!("`{}` must be {wanted}", self.key));
        let help = meant.map(|meant| format!("write `{}: {meant}`", self.key));
        self.problems
            .push(help.into_iter().fold(problem, Diagnostic::help));
    }

    /// A diagnostic for the value that is being read.
    pub(super) fn malformed(&self, message: String) -> Diagnostic {
        Diagnostic::new(codes::FRONT_06, message).at(self.path, self.span())
    }

    pub(super) fn text(&mut self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            // `title: 1984` is a valid title.
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => {
                self.wrong("a text");
                None
            }
        }
    }

    pub(super) fn whole_number(&mut self, value: &Value) -> Option<i64> {
        let number = value.as_i64().or_else(|| {
            value
                .as_f64()
                .filter(|n| n.fract() == 0.0)
                .map(|n| n as i64)
        });
        if number.is_none() {
            self.wrong("a whole number");
        }
        number
    }

    /// A language tag.
    pub(super) fn language(&mut self, value: &Value) -> Option<String> {
        let tag = self.text(value)?;
        match language::check(&tag) {
            Ok(()) => Some(tag),
            Err(help) => {
                let message = format!("`{}: {tag}` is not a language tag", self.key);
                let problem = self.malformed(message).help(help);
                self.problems.push(problem);
                None
            }
        }
    }

    /// The dates of MkDocs: a table with `created` and `updated`.
    pub(super) fn dates(&mut self, value: &Value) {
        if let Some(created) = value.get("created").filter(|day| !day.is_null()) {
            self.meta.date = self.moment(created);
        }
        if let Some(updated) = value.get("updated").filter(|day| !day.is_null()) {
            self.meta.updated = self.moment(updated);
        }
    }

    pub(super) fn moment(&mut self, value: &Value) -> Option<Moment> {
        let moment = value
            .as_str()
            .and_then(|text| self.settings.zone.parse(text));
        if moment.is_none() {
            let shown = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let problem = Diagnostic::new(codes::FRONT_07, format!("`{shown}` is not a date"))
                .at(self.path, self.span())
                .help("write it as 2026-02-28 or 2026-02-28T09:00, or with a time zone: 2026-02-28T09:00+01:00");
            self.problems.push(problem);
        }
        moment
    }

    /// A date of the review. An invalid one is only noted, for the rules to judge: other sites use these keys differently.
    pub(super) fn review_day(&mut self, value: &Value, key: &'static str) -> Option<Moment> {
        let day = value
            .as_str()
            .and_then(|text| self.settings.zone.parse(text));
        // Words without a year may be for another tool, so they are only noted. A year shows that a date was meant.
        let is_other_notation = |text: &str| {
            let year =
                |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            text.split(|c: char| !c.is_alphanumeric()).any(year)
        };
        match value.as_str() {
            Some(text) if day.is_none() && is_other_notation(text) => drop(self.moment(value)),
            _ if day.is_none() => drop(self.meta.review.malformed.get_or_insert(key)),
            _ => {}
        }
        day
    }

    /// A list of strings; a single string is a list of one.
    pub(super) fn list(&mut self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            Value::Object(_) => {
                self.wrong("a text or a list of texts");
                Vec::new()
            }
            value => self.text(value).into_iter().collect(),
        }
    }

    /// CSS classes, without those reserved by the theme. Reserved ones are reported.
    pub(super) fn classes(&mut self, value: &Value) -> Vec<String> {
        let reserved = self.settings.syntax.reserved();
        let names = self.names(value);
        let (theirs, own): (Vec<_>, Vec<_>) = names
            .into_iter()
            .partition(|name| reserved.holds_class(name));
        for class in theirs {
            let (message, help) = markdown::reserved_class(&class);
            let problem = Diagnostic::new(codes::HTML_03, message).at(self.path, self.span());
            self.problems.push(problem.help(help));
        }
        own
    }

    /// Tags and similar names: a list, or one string separated by commas or, as in Jekyll, by spaces. Duplicates are removed.
    pub(super) fn names(&mut self, value: &Value) -> Vec<String> {
        let items = match value {
            Value::String(text) if text.contains(',') => {
                text.split(',').map(str::to_owned).collect()
            }
            Value::String(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
            value => self.list(value),
        };
        let mut names: Vec<String> = Vec::new();
        for item in items {
            let name = item.trim().trim_start_matches('#').trim();
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The kinds of safety notices. `none` is accepted and adds no notice.
    pub(super) fn safety(&mut self, value: &Value) {
        for name in self.names(value) {
            match Safety::named(&name) {
                Some(kind) => self.meta.safety.push(kind),
                None if name == "none" => {}
                None => {
                    let known = Safety::ALL.map(Safety::name);
                    let help = did_you_mean(nearest(&name, known))
                        .unwrap_or_else(|| format!("the kinds are {}, or none", known.join(", ")));
                    let message = format!("unknown kind of safety notice `{name}`");
                    let problem = Diagnostic::new(codes::SAFE_01, message);
                    self.problems
                        .push(problem.at(self.path, self.span()).help(help));
                }
            }
        }
        self.meta.safety.sort_unstable();
    }

    pub(super) fn authors(&mut self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.authors(item)).collect(),
            Value::Object(author) => author
                .get("name")
                .and_then(Value::as_str)
                .map(str::to_owned)
                .into_iter()
                .collect(),
            value => self.text(value).into_iter().collect(),
        }
    }

    /// Terms from a `taxonomies` table. Those of taxonomies that the site does not have are kept as the site's own data.
    pub(super) fn taxonomies(&mut self, value: &Value) {
        let Value::Object(groups) = value else {
            return self.wrong("a table of lists, such as `tags`");
        };
        let mut undeclared = Map::new();
        for (name, value) in groups {
            if self.terms(&squashed(name), value) {
                continue;
            }
            undeclared.insert(name.clone(), value.clone());
            let span = self.front_matter.key_span(self.key);
            self.meta.undeclared.push((name.clone(), span));
        }
        if !undeclared.is_empty() {
            let own = undeclared.into();
            self.meta.extra.insert(self.key.to_owned(), own);
        }
    }

    /// Reads the terms in the taxonomy that a key means; `false` if it means none.
    pub(super) fn terms(&mut self, key: &str, value: &Value) -> bool {
        let Some(taxonomy) = self.settings.taxonomy(key).cloned() else {
            return false;
        };
        let terms = self.names(value);
        let known = self.meta.terms.iter_mut();
        match known.into_iter().find(|(name, _)| *name == taxonomy) {
            Some((_, known)) => *known = terms,
            None => self.meta.terms.push((taxonomy, terms)),
        }
        true
    }

    /// The order of a section's articles, by Zola's names for them as well.
    pub(super) fn sort_by(&mut self, value: &Value) {
        let Some(name) = self.text(value) else {
            return;
        };
        let meant = match name.as_str() {
            "update_date" => "updated",
            "title_bytes" => "title",
            // The order of the site, as if the key were not there.
            "none" => return,
            other => other,
        };
        let mut orders = SortBy::ALL.into_iter();
        self.meta.sort_by = orders.find(|order| order.name() == meant);
        if self.meta.sort_by.is_none() {
            let known = SortBy::ALL.map(SortBy::name);
            let help = did_you_mean(nearest(&name, known))
                .unwrap_or_else(|| format!("the orders are {}", known.join(", ")));
            let problem = self.malformed(format!("`{}: {name}` is not an order", self.key));
            self.problems.push(problem.help(help));
        }
    }

    /// Reads `aliases`: in Hugo and Zola they are old addresses, in Obsidian other names of the page. A `/` tells them apart.
    pub(super) fn aliases(&mut self, value: &Value, always_addresses: bool) {
        for alias in self.list(value) {
            if always_addresses || alias.contains('/') || alias.ends_with(".html") {
                self.meta.redirects.push((alias, self.span()));
            } else {
                self.meta.names.push(alias);
            }
        }
    }

    pub(super) fn slug(&mut self, value: &Value) -> Option<String> {
        let slug = self.text(value)?;
        if slug.contains(['/', '\\', '?', '#', '%']) {
            self.wrong("one part of an address, without /, ?, # or %");
            return None;
        }
        Some(slug)
    }

    /// The page's own address, with or without the site's base URL. A `url` on another site is where the page was clipped
    /// from, as Obsidian records it, and is kept as data for templates.
    pub(super) fn own_url(&mut self, value: &Value) {
        let written = value.as_str().unwrap_or_default();
        let own = self.settings.base_url.as_deref();
        let own = own.and_then(|base| written.strip_prefix(base));
        let is_elsewhere = written.starts_with("https://") || written.starts_with("http://");
        match own {
            Some(below) => self.url(&Value::from(format!("/{below}"))),
            None if self.key == "url" && is_elsewhere => {
                self.meta.extra.insert(self.key.to_owned(), value.clone());
            }
            None => self.url(value),
        }
    }

    /// Sets the whole address of the page. It takes precedence over a slug.
    pub(super) fn url(&mut self, value: &Value) {
        let Some(url) = self.text(value) else {
            return;
        };
        if url.contains([':', '?', '#', '\\', '%'])
            || url.starts_with("//")
            || url.split('/').any(|part| part == "..")
        {
            return self.wrong(
                "an address inside the site such as /old/place/, without a pattern, ?, # or %",
            );
        }
        self.meta.address_span = Some(self.span());
        self.meta.url = Some(if url.starts_with('/') {
            url
        } else {
            format!("/{url}")
        });
    }
}
