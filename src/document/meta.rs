//! What an article says about itself, understood as Hugo, Jekyll, Zola and Obsidian write it.
//!
//! Keys are compared without case, `-` and `_`, so that `publishDate`, `publish_date` and
//! `publishdate` are one. An unknown key is kept for templates; a near miss of a known one is
//! reported. The keys that hold pages back are listed in [`super::holding`]. Which of the keys matter to the rest of the
//! site is not decided here.

use serde_json::{Map, Value};

use super::Settings;
use super::front_matter::FrontMatter;
use super::hold::{self, Cascade};
use super::holding;
use super::keys;
use super::review::Review;
use super::safety::Safety;
use crate::codes;
use crate::date::Moment;
use crate::diag::{Diagnostic, Span, is_slip, nearest};
use crate::language;
use crate::markdown;
use crate::path::SourcePath;

/// The settings of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Meta {
    /// Its title, if the front matter gives one.
    pub title: Option<String>,
    /// A sentence for lists and search results.
    pub summary: Option<String>,
    /// A sentence for search engines, where it differs from the summary.
    pub description: Option<String>,
    /// The day it is dated.
    pub date: Option<Moment>,
    /// When it was last changed in substance.
    pub updated: Option<Moment>,
    /// When it appears.
    pub publish_date: Option<Moment>,
    /// When it disappears.
    pub expiry_date: Option<Moment>,
    /// Not finished.
    pub draft: bool,
    /// What makes it a draft, in words.
    pub held_by: Option<String>,
    /// Whether it is held back alone: where it is the index of a section, the section is published.
    pub held_alone: bool,
    /// Whether it says itself that it is finished, so that its section cannot hand down that it is a draft.
    pub says_ready: bool,
    /// What the index of a section hands down to all pages below it.
    pub cascade: Option<Box<Cascade>>,
    /// Published, but in no list, feed or search.
    pub unlisted: bool,
    /// Its name in its address.
    pub slug: Option<String>,
    /// Its whole address, starting with `/`.
    pub url: Option<String>,
    /// Where its `url` or `slug` is written.
    pub address_span: Option<Span>,
    /// Old addresses that lead to it, each with where it is written.
    pub redirects: Vec<(String, Span)>,
    /// Other names by which `[[…]]` and search find it.
    pub names: Vec<String>,
    /// Words readers type who look for it.
    pub search_words: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its categories; never mixed with the tags.
    pub categories: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Whom it is for, each with where that is written.
    pub audience: Vec<(String, Span)>,
    /// Its place among its neighbours; small numbers come first.
    pub weight: Option<i64>,
    /// Its language, where it differs from the site's.
    pub language: Option<String>,
    /// The template that draws it, where it differs from the usual one.
    pub template: Option<(String, Span)>,
    /// A picture for cards, as written.
    pub image: Option<String>,
    /// Classes for its element, as Obsidian writes them.
    pub css_classes: Vec<String>,
    /// What its readers must be warned of before its first instruction, in the order of the kinds.
    pub safety: Vec<Safety>,
    /// Why it needs no warning, where that is not plain to see.
    pub safety_reason: Option<String>,
    /// Whether its title stays out of the tab and the history.
    pub discreet: bool,
    /// When a person last reviewed it, and when that is due again.
    pub review: Review,
    /// Everything else, under the keys its author chose.
    pub extra: Map<String, Value>,
}

impl Meta {
    /// When the article was last changed in substance, as far as it says: updated, else dated, else published.
    pub fn changed(&self) -> Option<Moment> {
        self.updated.or(self.date).or(self.publish_date)
    }
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

/// Reads keys into settings, one after another.
pub(super) struct Reader<'a> {
    pub(super) front_matter: &'a FrontMatter,
    pub(super) path: &'a SourcePath,
    settings: &'a Settings,
    pub(super) problems: &'a mut Vec<Diagnostic>,
    pub(super) meta: Meta,
    /// The key that is being read, as written.
    pub(super) key: &'a str,
}

impl Reader<'_> {
    fn read(&mut self, value: &Value) {
        let name = keys::squashed(self.key);
        if let Some(said) = holding::read(&name, value) {
            return self.hold(said, value);
        }
        if name == "cascade" {
            return self.cascade(value);
        }
        if let Some(key) = hold::held_inside(value) {
            self.refuse(
                format!("`{key}` stands inside `{}`, where it holds nothing back", self.key),
                "move it to the top of the front matter: in TOML above the first [table], in YAML to the margin",
            );
        }
        match name.as_str() {
            "title" => self.meta.title = self.text(value),
            "summary" | "excerpt" => self.meta.summary = self.text(value),
            "description" => self.meta.description = self.text(value),
            "date" if value.is_object() => self.dates(value),
            "date" | "created" => self.meta.date = self.moment(value),
            "updated" | "lastmod" | "modified" | "lastmodifiedat" => {
                self.meta.updated = self.moment(value);
            }
            // Docusaurus' `slug: /intro` is a whole address.
            "slug" if value.as_str().is_some_and(|slug| slug.starts_with('/')) => self.url(value),
            "slug" => {
                self.meta.slug = self.slug(value);
                self.meta.address_span.get_or_insert(self.span());
            }
            "url" | "permalink" => self.own_url(value),
            "redirectto" => {
                let message = format!(
                    "`{}` is not understood: no page leads to another by itself",
                    self.key
                );
                let problem = self.malformed(message);
                self.problems.push(problem.help("mend makes redirects where they lead: delete this file, and write its old address under `aliases` of the page that takes its place"));
            }
            // Zola's `path` is an address; the guide's own is the name of a reading path.
            "path" if value.as_str().is_some_and(|path| path.contains('/')) => self.url(value),
            "aliases" | "alias" | "redirectfrom" => self.aliases(value, name == "redirectfrom"),
            "tags" | "tag" => self.meta.tags = self.names(value),
            "categories" | "category" => self.meta.categories = self.names(value),
            "taxonomies" => self.taxonomies(value),
            "author" | "authors" => self.meta.authors = self.authors(value),
            "safety" => self.safety(value),
            "safetyreason" => self.meta.safety_reason = self.text(value),
            "discreet" => match value.as_bool() {
                Some(discreet) => self.meta.discreet = discreet,
                None => self.wrong("true or false"),
            },
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
            "audience" => {
                let span = self.span();
                let names = self.names(value).into_iter();
                self.meta.audience = names.map(|name| (name, span.clone())).collect();
            }
            "weight" | "order" | "navorder" => self.meta.weight = self.whole_number(value),
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
            _ => self.unknown(value),
        }
    }

    fn unknown(&mut self, value: &Value) {
        let written = self.key;
        let plain = written.to_lowercase().replace('-', "_");
        let is_known =
            || keys::names().any(|known| known == plain) || keys::is_of_another_tool(&plain);
        let meant = nearest(written, keys::names()).filter(|meant| is_slip(&plain, meant));
        if let Some(meant) = meant.filter(|_| !is_known()) {
            // A slip in a tag is a pity; one in `draft` publishes what was to wait.
            let code = match holding::is_own(meant)
                && !matches!(value, Value::Array(_) | Value::Object(_))
            {
                true => codes::FRONT_09,
                false => codes::FRONT_05,
            };
            let problem = Diagnostic::new(code, format!("the key `{written}` is not known"))
                .at(self.path, self.front_matter.key_span(written))
                .help(format!(
                    "did you mean `{meant}`? A key of your own is safe under `extra`"
                ));
            self.problems.push(problem);
        }
        self.meta.extra.insert(written.to_owned(), value.clone());
    }

    /// Where the value stands that is being read.
    pub(super) fn span(&self) -> Span {
        self.front_matter.value_span(self.key)
    }

    pub(super) fn wrong(&mut self, wanted: &str) {
        let problem = self.malformed(format!("`{}` must be {wanted}", self.key));
        self.problems.push(problem);
    }

    /// A problem of the value that is being read.
    pub(super) fn malformed(&self, message: String) -> Diagnostic {
        Diagnostic::new(codes::FRONT_06, message).at(self.path, self.span())
    }

    fn text(&mut self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            // `title: 1984` is a title.
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => {
                self.wrong("a text");
                None
            }
        }
    }

    fn whole_number(&mut self, value: &Value) -> Option<i64> {
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

    /// A language, as its tag.
    fn language(&mut self, value: &Value) -> Option<String> {
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

    /// The days of MkDocs, in a table of their own.
    fn dates(&mut self, value: &Value) {
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
                .help("write it as 2026-02-28 or 2026-02-28T09:00, if need be with a zone: 2026-02-28T09:00+01:00");
            self.problems.push(problem);
        }
        moment
    }

    /// A day of the review. One that is none is the rules' affair: other sites give these keys other meanings.
    fn review_day(&mut self, value: &Value, key: &'static str) -> Option<Moment> {
        let day = value
            .as_str()
            .and_then(|text| self.settings.zone.parse(text));
        if day.is_none() {
            self.meta.review.malformed.get_or_insert(key);
        }
        day
    }

    /// A list, or a single text that stands for a list of one.
    fn list(&mut self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            value => self.text(value).into_iter().collect(),
        }
    }

    /// Tags and the like: a list, a text with commas or, as Jekyll has it, with spaces.
    /// Classes, without those that are the theme's own.
    fn classes(&mut self, value: &Value) -> Vec<String> {
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

    fn names(&mut self, value: &Value) -> Vec<String> {
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

    /// The kinds of a safety notice; `none` says that the author has thought of it.
    fn safety(&mut self, value: &Value) {
        for name in self.names(value) {
            match Safety::named(&name) {
                Some(kind) => self.meta.safety.push(kind),
                None if name == "none" => {}
                None => {
                    let known = Safety::ALL.map(Safety::name);
                    let help = match nearest(&name, known) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("the kinds are {}, or none", known.join(", ")),
                    };
                    let message = format!("there is no safety notice of the kind `{name}`");
                    let problem = Diagnostic::new(codes::SAFE_01, message);
                    self.problems
                        .push(problem.at(self.path, self.span()).help(help));
                }
            }
        }
        self.meta.safety.sort_unstable();
    }

    fn authors(&mut self, value: &Value) -> Vec<String> {
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

    /// Tags and categories; what else a site groups its articles by is kept as data of its own.
    fn taxonomies(&mut self, value: &Value) {
        let Value::Object(groups) = value else {
            return self.wrong("a table of lists, such as `tags`");
        };
        let mut own = groups.clone();
        if let Some(tags) = own.shift_remove("tags") {
            self.meta.tags = self.names(&tags);
        }
        if let Some(categories) = own.shift_remove("categories") {
            self.meta.categories = self.names(&categories);
        }
        if !own.is_empty() {
            self.meta.extra.insert(self.key.to_owned(), own.into());
        }
    }

    /// Hugo's and Zola's `aliases` are old addresses, Obsidian's are other names of the page.
    fn aliases(&mut self, value: &Value, always_addresses: bool) {
        for alias in self.list(value) {
            if always_addresses || alias.contains('/') || alias.ends_with(".html") {
                self.meta.redirects.push((alias, self.span()));
            } else {
                self.meta.names.push(alias);
            }
        }
    }

    fn slug(&mut self, value: &Value) -> Option<String> {
        let slug = self.text(value)?;
        if slug.contains(['/', '\\', '?', '#', '%']) {
            self.wrong("one part of an address, without /, ?, # or %");
            return None;
        }
        Some(slug)
    }

    /// The page's own address, in whole if need be. An address elsewhere is where the page was clipped from, as Obsidian
    /// notes it, and stays for templates.
    fn own_url(&mut self, value: &Value) {
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

    /// Takes a whole address, which counts more than a slug.
    fn url(&mut self, value: &Value) {
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
