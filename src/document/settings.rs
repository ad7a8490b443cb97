//! Maps the keys of front matter to the settings of an article, as Hugo, Jekyll, Zola, Obsidian and others spell them.
//!
//! Keys are compared without case, `-` and `_`, so that `publishDate`, `publish_date` and `publishdate` are the same key.
//! An unknown key is kept for templates; a probable typo of a known key is reported. This module does not convert values
//! ([`super::reader`]) and does not interpret the keys that hold pages back ([`super::holding`]).

use serde_json::Value;

use super::Settings;
use super::front_matter::FrontMatter;
use super::hold;
use super::holding;
use super::keys;
use super::meta::Meta;
use super::reader::Reader;
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, is_slip, nearest};
use crate::markdown::Reserved;
use crate::path::SourcePath;

/// Whether a key of front matter is a setting of articles, or another name of a taxonomy that every site has, so that no
/// taxonomy can have its name.
pub(crate) fn is_setting(key: &str) -> bool {
    let settings = Settings::of(&Config::default(), Reserved::nothing());
    let mut problems = Vec::new();
    let mut reader = Reader {
        front_matter: &FrontMatter::default(),
        path: &SourcePath::new(""),
        settings: &settings,
        problems: &mut problems,
        meta: Meta::default(),
        key,
    };
    reader.read(&Value::from("text"));
    let Meta { extra, terms, .. } = &reader.meta;
    let is_taxonomy = terms.iter().any(|(name, _)| **name == *key);
    // What is no setting is kept as data.
    holding::is_known(&keys::squashed(key)) || !(is_taxonomy || extra.contains_key(key))
}

/// Reads one key after another into a [`Meta`].
pub(super) fn read(
    front_matter: &FrontMatter,
    path: &SourcePath,
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> Meta {
    let mut reader = Reader {
        front_matter,
        path,
        settings,
        problems,
        meta: Meta::default(),
        key: "",
    };
    for (key, value) in &front_matter.values {
        reader.key = key;
        if !value.is_null() {
            reader.read(value);
        }
    }
    reader.meta
}

impl Reader<'_> {
    /// Reads the value of the current key into its setting.
    fn read(&mut self, value: &Value) {
        let name = keys::squashed(self.key);
        if let Some(effect) = holding::read(&name, value) {
            return self.hold(effect, value);
        }
        if name == "cascade" {
            return self.cascade(value);
        }
        if let Some(key) = hold::held_inside(value) {
            self.refuse(
                format!("`{key}` is inside `{}`, where it does not hold the page back", self.key),
                "move it to the top level: in TOML above the first [table], in YAML without indentation",
            );
        }
        match name.as_str() {
            "safety" | "safetyreason" | "discreet" => self.read_safety(&name, value),
            _ if name.starts_with("review") => self.read_review(&name, value),
            "title" | "summary" | "excerpt" | "description" => self.read_text(&name, value),
            "date" if value.is_object() => self.dates(value),
            "date" | "created" => self.meta.date = self.moment(value),
            "updated" | "lastmod" | "modified" | "lastmodifiedat" => {
                self.meta.updated = self.moment(value);
            }
            // In Docusaurus, `slug: /intro` is a whole address.
            "slug" if value.as_str().is_some_and(|slug| slug.starts_with('/')) => self.url(value),
            "slug" => {
                self.meta.slug = self.slug(value);
                self.meta.address_span.get_or_insert(self.span());
            }
            "url" | "permalink" => self.own_url(value),
            "redirectto" => {
                let message = format!(
                    "`{}` is not supported: a page cannot redirect to another",
                    self.key
                );
                let problem = self.malformed(message);
                self.problems.push(problem.help("delete this file, and add its address to the `aliases` of the page that replaces it"));
            }
            // In Zola, `path` is an address; in mend, it is the name of a reading path.
            "path" if value.as_str().is_some_and(|path| path.contains('/')) => self.url(value),
            "aliases" | "alias" | "redirectfrom" => self.aliases(value, name == "redirectfrom"),
            "taxonomies" => self.taxonomies(value),
            "tag" if self.terms("tags", value) => {}
            "category" if self.terms("categories", value) => {}
            "author" | "authors" => self.meta.authors = self.authors(value),
            "audience" => {
                let span = self.span();
                let names = self.names(value).into_iter();
                self.meta.audience = names.map(|name| (name, span.clone())).collect();
            }
            "weight" | "order" | "navorder" => self.meta.weight = self.whole_number(value),
            "sortby" => self.sort_by(value),
            "sidebar" if value.get("order").is_some() => {
                self.meta.weight = self.whole_number(&value["order"]);
            }
            "language" | "lang" | "locale" => self.meta.language = self.language(value),
            "template" | "layout" => {
                let span = self.span();
                self.meta.template = self.text(value).map(|name| (name, span));
            }
            "image" | "images" | "cover" | "featuredimage" | "socialimage" => {
                self.meta.image = self.list(value).into_iter().next();
            }
            "alternate" | "alternates" => {
                let names = self.list(value);
                self.meta.names.extend(names);
            }
            "searchwords" => self.meta.search_words = self.list(value),
            "cssclasses" | "cssclass" => self.meta.css_classes = self.classes(value),
            "extra" | "params" => match value {
                Value::Object(values) => self.meta.extra.extend(values.clone()),
                _ => self.wrong("a table of your own keys"),
            },
            _ => self.other(&name, value),
        }
    }

    /// Reads the keys whose texts are shown in lists.
    fn read_text(&mut self, name: &str, value: &Value) {
        let (text, span) = (self.text(value), Some(self.entry_span()));
        let meta = &mut self.meta;
        match name {
            "title" => (meta.title, meta.title_span) = (text, span),
            "description" => {
                meta.description = text;
                // A description serves as the summary of an article that has none.
                if meta.summary.is_none() {
                    meta.summary_span = span;
                }
            }
            _ => (meta.summary, meta.summary_span) = (text, span),
        }
    }

    /// Reads the keys about safety notices.
    fn read_safety(&mut self, name: &str, value: &Value) {
        match name {
            "safety" => self.safety(value),
            "safetyreason" => self.meta.safety_reason = self.text(value),
            _ => match value.as_bool() {
                Some(discreet) => self.meta.discreet = discreet,
                None => self.wrong_word("`true` or `false`, without quotes", value),
            },
        }
    }

    /// Reads the keys about the review.
    fn read_review(&mut self, name: &str, value: &Value) {
        match name {
            "reviewed" => {
                self.meta.review.span = Some(self.span());
                self.meta.review.never = value.as_str() == Some("never");
                if !self.meta.review.never {
                    self.meta.review.reviewed = self.review_day(value, "reviewed");
                }
            }
            "reviewdue" if value.as_str() == Some("never") => {}
            "reviewdue" => self.meta.review.due = self.review_day(value, "review_due"),
            "reviewedby" => self.meta.review.by = self.text(value),
            "reviewquestions" => self.meta.review.questions = self.list(value),
            "reviewedhash" => self.meta.review.hash = self.text(value),
            _ => self.other(name, value),
        }
    }

    /// Reads a key that is no setting: the terms of a taxonomy, or data for templates.
    fn other(&mut self, name: &str, value: &Value) {
        if self.terms(name, value) {
            return;
        }
        let written = self.key;
        let plain = written.to_lowercase().replace('-', "_");
        let is_known = || keys::names().any(|known| known == plain) || keys::is_not_ours(&plain);
        let mut known: Vec<&str> = keys::names().collect();
        known.extend(self.settings.taxonomies.iter().map(|(_, name)| &**name));
        let meant = nearest(written, known).filter(|meant| is_slip(&plain, meant));
        if let Some(meant) = meant.filter(|_| !is_known()) {
            // A typo in `tags` is a warning; one in `draft` is an error, because it would publish an unfinished page.
            let code = match holding::is_own(meant)
                && !matches!(value, Value::Array(_) | Value::Object(_))
            {
                true => codes::FRONT_09,
                false => codes::FRONT_05,
            };
            let problem = Diagnostic::new(code, format!("unknown key `{written}`"))
                .at(self.path, self.front_matter.key_span(written))
                .help(format!(
                    "did you mean `{meant}`? Put keys of your own under `extra`"
                ));
            self.problems.push(problem);
        }
        self.meta.extra.insert(written.to_owned(), value.clone());
    }
}
