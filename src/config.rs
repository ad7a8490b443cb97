//! `site.toml`: what a publisher decides once for the whole site.
//!
//! Every key is optional, an unknown key is an error with the nearest match, and the names other
//! tools use are understood where they mean the same. Environment variables named `MEND_KEY` or
//! `MEND_TABLE__KEY` override the file; who reads the environment is not known here.

mod check;
mod lists;
mod places;
mod preview;
mod safety;
mod urls;
mod validate;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Value;

use crate::conflict;
use crate::date::Zone;
use crate::diag::{Error, Result, Severity, Span};
use crate::memo::Fingerprint;
use crate::style::Style;

pub use check::{Check, Limits, Preset, Review, RuleLevel};
pub use lists::{Feeds, Lists, Search};
pub use preview::{Editor, Serve};
pub use safety::{Exit, ExitScope, HelpSettings, Practice, Privacy, Shortcut, Titles};
pub use urls::{MadePages, UrlPattern, Urls};

/// The file's name.
pub const FILE_NAME: &str = "site.toml";

/// The whole configuration of a site.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The version of this file's format; there is one so far.
    pub schema: u32,
    /// Where the site will be published, ending with `/`; what needs absolute addresses is left out without it.
    #[serde(alias = "baseURL", alias = "url")]
    pub base_url: Option<String>,
    /// The site's name.
    pub title: String,
    /// One sentence on what the site is.
    pub description: Option<String>,
    /// The language of articles that name none, as a BCP 47 tag.
    #[serde(alias = "default_language", alias = "languageCode", alias = "lang")]
    pub language: String,
    /// The IANA name of the time zone in which days begin.
    #[serde(alias = "timeZone")]
    pub timezone: String,
    /// Who writes articles that name nobody.
    pub author: Option<String>,
    /// A line for the foot of every page.
    pub copyright: Option<String>,
    /// The theme's folder below `themes/`.
    pub theme: String,
    /// The folder the site is published into, relative to the site folder.
    #[serde(alias = "publishDir")]
    pub output_dir: String,
    /// How addresses are made.
    pub urls: Urls,
    /// What counts as content.
    pub content: Content,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// How links are judged.
    pub links: Links,
    /// How long lists are.
    pub lists: Lists,
    /// What is changed about the look.
    pub style: Style,
    /// What goes into feeds.
    pub feeds: Feeds,
    /// How readers search.
    pub search: Search,
    /// How the preview is served.
    #[serde(alias = "preview")]
    pub serve: Serve,
    /// Which rules about content are on.
    pub check: Check,
    /// How long a review holds.
    pub review: Review,
    /// The way out of the site.
    pub exit: Exit,
    /// Where readers in need are led.
    pub help: HelpSettings,
    /// What browsers, search engines and hosts are told.
    pub privacy: Privacy,
    /// The practice that gives the guide to its clients, if one does.
    pub practice: Option<Practice>,
    /// The site's own values, for its templates.
    #[serde(alias = "params")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The text of the file, for messages that point into it.
    #[serde(skip)]
    pub text: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: 1,
            base_url: None,
            title: "A guide".to_owned(),
            description: None,
            language: "en".to_owned(),
            timezone: "UTC".to_owned(),
            author: None,
            copyright: None,
            theme: "calm".to_owned(),
            output_dir: "public".to_owned(),
            urls: Urls::default(),
            content: Content::default(),
            markdown: Markdown::default(),
            links: Links::default(),
            lists: Lists::default(),
            style: Style::default(),
            feeds: Feeds::default(),
            search: Search::default(),
            serve: Serve::default(),
            check: Check::default(),
            review: Review::default(),
            exit: Exit::default(),
            help: HelpSettings::default(),
            privacy: Privacy::default(),
            practice: None,
            extra: serde_json::Map::new(),
            text: String::new(),
        }
    }
}

/// `[content]`: what counts as content.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    /// Files and folders to leave out, as paths below `content/`; `*` and `?` stand for a part of a
    /// name, `**` for any folders.
    pub ignore: Vec<String>,
    /// Endings of files that are published from `content/` besides pictures, sound, film, captions, PDF, EPUB, vCards
    /// and calendars, such as "csv". Everything else is left out there; `static/` takes every kind.
    pub publish: Vec<String>,
}

/// `[markdown]`: how Markdown is read.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Markdown {
    /// What happens to HTML in articles.
    pub raw_html: RawHtml,
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// The address schemes that links may use.
    pub link_schemes: Vec<String>,
}

impl Default for Markdown {
    fn default() -> Self {
        Self {
            raw_html: RawHtml::default(),
            smart_punctuation: true,
            link_schemes: ["http", "https", "mailto", "tel"]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

/// What happens to HTML in articles.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It is published as it is: for sites that trust every author.
    Allow,
    /// What could harm a reader is taken out, and the author is told.
    #[default]
    Sanitise,
    /// It is an error.
    Refuse,
}

/// `[links]`: how links are judged.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    /// What a link that leads nowhere is.
    pub broken: Level,
    /// What a link to a heading that is not there is.
    pub anchors: Level,
    /// Addresses inside the site that something else serves, such as `/shop/**`.
    pub external_paths: Vec<String>,
}

/// How seriously a kind of problem is taken.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The site is not published.
    #[default]
    Error,
    /// The author is told.
    Warning,
    /// Nobody is told.
    Off,
}

impl Level {
    /// How bad a problem of this kind is; nothing if it is not reported.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Off => None,
        }
    }
}

impl Config {
    /// Reads a configuration and lets `overrides` (dotted key and value) have the last word.
    ///
    /// # Errors
    ///
    /// Says where the text is wrong and, for an unknown key, which one was probably meant.
    pub fn parse(text: &str, overrides: &[(String, String)]) -> Result<Config> {
        if let Some(span) = conflict::find(text) {
            return Err(validate::unresolved(text, &span));
        }
        // The text is read on its own first, since only then do errors know their place.
        let config: Config =
            toml::from_str(text).map_err(|error| validate::explain(&error, text))?;
        let config = if overrides.is_empty() {
            config
        } else {
            let mut table: toml::Table =
                toml::from_str(text).map_err(|error| validate::explain(&error, text))?;
            for (key, value) in overrides {
                set(&mut table, key, value)?;
            }
            Config::deserialize(Value::Table(table)).map_err(|error| {
                Error::new(format!(
                    "the environment variables do not fit: {}",
                    error.message()
                ))
            })?
        };
        let config = Config {
            text: text.to_owned(),
            ..config
        };
        validate::values(config, overrides)
    }

    /// The articles that are named here, each as a path below `content/` with the dotted key whose value it is.
    pub fn articles(&self) -> impl Iterator<Item = (String, &str)> {
        let safety = self.help.safety_article.iter();
        let safety = safety.map(|path| ("help.safety_article".to_owned(), path.as_str()));
        let pages = self.practice.iter().flat_map(|practice| &practice.pages);
        let pages = pages.zip(0..);
        safety.chain(pages.map(|(path, at)| (format!("practice.pages.{at}"), path.as_str())))
    }

    /// The bytes of the file in which the value of a dotted key stands, such as `style.light.accent` or, in a list,
    /// `practice.pages.0`.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        places::find(&self.text, key)
    }

    /// The JSON Schema of `site.toml`, made from these very types.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Config).to_value()
    }

    /// Whether search engines are asked to leave the whole site out.
    pub fn is_noindex(&self) -> bool {
        self.privacy.noindex
            || self
                .practice
                .as_ref()
                .is_some_and(|practice| practice.noindex)
    }

    /// The site's time zone.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.timezone).unwrap_or_else(Zone::utc)
    }

    /// The path part of `base_url`: `/guide/`, or `/` without one.
    pub fn base_path(&self) -> &str {
        let after_scheme = self
            .base_url
            .as_deref()
            .and_then(|url| url.split_once("://"))
            .map(|(_, rest)| rest);
        after_scheme
            .and_then(|rest| rest.find('/').map(|at| &rest[at..]))
            .unwrap_or("/")
    }

    /// The pattern for the articles of a folder below `content/`: that of its nearest named ancestor.
    pub fn url_pattern(&self, mut folder: &str) -> UrlPattern {
        loop {
            if let Some(pattern) = self.urls.sections.get(folder) {
                return *pattern;
            }
            match folder.rsplit_once('/') {
                Some((parent, _)) => folder = parent,
                None => return self.urls.pattern,
            }
        }
    }

    /// Stands for everything in the configuration.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

/// Reads TOML into plain data, for front matter that is written in it.
///
/// # Errors
///
/// The message and the bytes it is about.
pub fn toml_data(
    text: &str,
) -> std::result::Result<serde_json::Value, (String, std::ops::Range<usize>)> {
    let table: toml::Table = toml::from_str(text)
        .map_err(|error| (error.message().to_owned(), error.span().unwrap_or(0..0)))?;
    Ok(toml_to_json(Value::Table(table)))
}

fn toml_to_json(value: Value) -> serde_json::Value {
    match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(truth) => truth.into(),
        Value::Datetime(moment) => moment.to_string().into(),
        Value::Array(items) => items.into_iter().map(toml_to_json).collect(),
        Value::Table(table) => serde_json::Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, toml_to_json(value)))
                .collect(),
        ),
    }
}

/// Sets a dotted key to a value that is TOML if it can be read as such, and text otherwise.
fn set(table: &mut toml::Table, key: &str, value: &str) -> Result<()> {
    let parsed = toml::from_str::<toml::Table>(&format!("value = {value}"))
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(value.to_owned()));
    let mut parts = key.split('.').peekable();
    let mut table = table;
    while let Some(part) = parts.next() {
        if part.is_empty() {
            return Err(Error::new(format!(
                "the environment variable for `{key}` has a malformed name"
            ))
            .help("write MEND_TITLE or, for a key in a table, MEND_LINKS__BROKEN"));
        }
        if parts.peek().is_none() {
            table.insert(part.to_owned(), parsed);
            return Ok(());
        }
        let entry = table
            .entry(part)
            .or_insert_with(|| Value::Table(toml::Table::new()));
        table = entry.as_table_mut().ok_or_else(|| {
            Error::new(format!(
                "the environment variable for `{key}`: `{part}` is not a table"
            ))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let error = Config::parse(text, &[]).expect_err("the text is wrong");
        format!("{error} | {}", error.help_text().unwrap_or(""))
    }

    #[test]
    fn an_unknown_key_names_its_place_and_the_nearest_known_one() {
        assert_eq!(
            error("title = \"A\"\ntilte = \"B\""),
            "site.toml:2:1: there is no key `tilte` | did you mean `title`?"
        );
        assert!(error("[links]\nbrokn = \"off\"").contains("did you mean `broken`?"));
    }

    #[test]
    fn the_names_of_other_tools_are_understood() {
        let config = Config::parse(
            "baseURL = \"https://example.org/guide\"\nlanguageCode = \"en-GB\"",
            &[],
        )
        .expect("Hugo's names");
        assert_eq!(
            config.base_url.as_deref(),
            Some("https://example.org/guide/")
        );
        assert_eq!(config.base_path(), "/guide/");
        assert_eq!(config.language, "en-GB");
    }

    #[test]
    fn the_environment_has_the_last_word() {
        let overrides = [
            ("title".to_owned(), "Other".to_owned()),
            ("lists.page_size".to_owned(), "7".to_owned()),
        ];
        let config = Config::parse("title = \"A\"", &overrides).expect("both keys exist");
        assert_eq!(
            (config.title.as_str(), config.lists.page_size),
            ("Other", 7)
        );
        assert!(Config::parse("", &[("no_such".to_owned(), "1".to_owned())]).is_err());
    }

    #[test]
    fn a_section_takes_the_pattern_of_its_nearest_named_ancestor() {
        let config = Config::parse("[urls.sections]\nrepair = \"flat\"", &[]).expect("legal");
        assert_eq!(config.url_pattern("repair/hurt"), UrlPattern::Flat);
        assert_eq!(config.url_pattern("repairs"), UrlPattern::Folders);
    }

    #[test]
    fn values_that_cannot_work_are_refused() {
        for text in [
            "timezone = \"Mars/Base\"",
            "base_url = \"example.org\"",
            "theme = \"../x\"",
            "schema = 2",
        ] {
            assert!(Config::parse(text, &[]).is_err(), "{text}");
        }
    }
}
