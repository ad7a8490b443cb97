//! The configuration of a site, `site.toml`.
//!
//! Every key is optional. An unknown key is an error that names the nearest known key. Some names from other tools are
//! accepted as aliases. Environment variables named `MEND_KEY` or `MEND_TABLE__KEY` and command-line options override the
//! file ([`Source`]); they are not read here. Reading never fails: a setting that cannot be used is reported and gets its
//! default value.

mod check;
mod deploy;
mod images;
mod languages;
mod lists;
mod menu;
mod misplaced;
mod preview;
mod read;
mod safety;
mod source;
mod taxonomies;
mod tools;
mod urls;
mod validate;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Zone;
use crate::diag::{Diagnostic, Reported, Severity, Span};
use crate::memo::Fingerprint;
use crate::style::Style;

pub use check::{Check, Limits, Preset, Review, RuleLevel, Shape};
pub use deploy::{Deployment, Place};
pub use images::{ImageFormat, ImageQuality, Images};
pub use languages::{Edition, Language, LanguagePaths, PracticeWords, without_suffix};
pub use lists::{Feeds, Lists, Search, SortBy};
pub use menu::{Menu, MenuLink};
pub use preview::{Editor, Serve};
pub use safety::{
    Exit, ExitPlace, ExitScope, HelpSettings, Practice, Privacy, SafetyParts, Shortcut, Titles,
};
pub use source::{Override, Source};
pub use taxonomies::{TAGS, Taxonomies, Taxonomy};
pub use tools::{ReadAloud, Worksheets};
pub use urls::{PageAddresses, UrlPattern, Urls};

/// The file's name.
pub const FILE_NAME: &str = "site.toml";

/// The configuration of a site, `site.toml`. Every key is optional.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The version of this file's format. The only version so far is 1.
    pub schema: u32,
    /// The address at which the site is published, such as `https://example.org/guide/`. Without it, feeds, the site map
    /// and the addresses in link previews are left out, because they need absolute addresses.
    pub base_url: Option<String>,
    /// The name of the site.
    pub title: String,
    /// One sentence that says what the site is. Search engines and link previews show it.
    pub description: Option<String>,
    /// The language of the site as a BCP 47 tag, such as `en-GB`. An article can set its own in its front matter.
    pub language: String,
    /// The name of that language in itself, such as `English`, for readers of other languages of the site. mend knows the names of
    /// common languages.
    pub language_name: Option<String>,
    /// The other languages of the site.
    pub languages: BTreeMap<String, Language>,
    /// The time zone of dates without an offset, by its IANA name, such as `Europe/London`.
    pub timezone: String,
    /// The author of every article that does not name one.
    pub author: Option<String>,
    /// A line of text at the foot of every page, such as a copyright notice.
    pub copyright: Option<String>,
    /// The name of the theme: `calm`, which is built in, or the name of a folder in `themes/`.
    pub theme: String,
    /// The folder into which `mend build` writes the site, relative to the folder of `site.toml`.
    pub output_dir: String,
    /// The addresses of pages.
    pub urls: Urls,
    /// Which files in `content/` belong to the site.
    pub content: Content,
    /// How Markdown is converted to HTML.
    pub markdown: Markdown,
    /// Smaller copies of pictures.
    pub images: Images,
    /// How links are checked.
    pub links: Links,
    /// The length and the order of lists.
    pub lists: Lists,
    /// How articles are grouped.
    pub taxonomies: Taxonomies,
    /// The links in the header and the footer of every page.
    pub menu: Menu,
    /// Changes to the look of the theme.
    pub style: Style,
    /// Atom feeds.
    pub feeds: Feeds,
    /// The search on the site.
    pub search: Search,
    /// Whether articles can be read aloud.
    pub read_aloud: ReadAloud,
    /// What worksheets do with what is typed into them.
    pub worksheets: Worksheets,
    /// The live preview, `mend serve`.
    pub serve: Serve,
    /// Which rules `mend check` applies to the content.
    pub check: Check,
    /// How long reviews and help contacts stay valid.
    pub review: Review,
    /// The parts of every page that keep its reader safe.
    pub safety: SafetyParts,
    /// The button with which readers leave the site quickly.
    pub exit: Exit,
    /// Where readers who need help are sent.
    pub help: HelpSettings,
    /// What browsers, search engines and web hosts learn about the site and its readers.
    pub privacy: Privacy,
    /// The practice that gives the guide to its clients. Pages show its card if this table exists.
    pub practice: Option<Practice>,
    /// Where `mend deploy` puts the published site, by name.
    pub deploy: BTreeMap<String, Deployment>,
    /// Your own values. Templates read them as `site.extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The text it was read from, so that messages can name the line.
    #[serde(skip)]
    #[schemars(skip)]
    pub source: Source,
    /// Which language of the site these settings are for.
    #[serde(skip)]
    #[schemars(skip)]
    pub edition: Edition,
    /// Which files are in which language.
    #[serde(skip)]
    #[schemars(skip)]
    pub language_paths: LanguagePaths,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: 1,
            base_url: None,
            title: "A guide".to_owned(),
            description: None,
            language: "en".to_owned(),
            language_name: None,
            languages: BTreeMap::new(),
            timezone: "UTC".to_owned(),
            author: None,
            copyright: None,
            theme: "calm".to_owned(),
            output_dir: "public".to_owned(),
            urls: Urls::default(),
            content: Content::default(),
            markdown: Markdown::default(),
            images: Images::default(),
            links: Links::default(),
            lists: Lists::default(),
            taxonomies: Taxonomies::default(),
            menu: Menu::default(),
            style: Style::default(),
            feeds: Feeds::default(),
            search: Search::default(),
            read_aloud: ReadAloud::default(),
            worksheets: Worksheets::default(),
            serve: Serve::default(),
            check: Check::default(),
            review: Review::default(),
            safety: SafetyParts::default(),
            exit: Exit::default(),
            help: HelpSettings::default(),
            privacy: Privacy::default(),
            practice: None,
            deploy: BTreeMap::new(),
            extra: serde_json::Map::new(),
            source: Source::of(""),
            edition: Edition::default(),
            language_paths: LanguagePaths::default(),
        }
    }
}

/// `[content]`: which files in `content/` belong to the site.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    /// Files and folders to leave out, as paths below `content/`, such as `drafts/**`. In a pattern, `*` matches any part of
    /// a name, `?` one character, and `**` any number of folders.
    pub ignore: Vec<String>,
    /// More kinds of file to publish from `content/`, by their extensions, such as `csv`. Pictures, sound, film, captions,
    /// PDF, EPUB, vCards and calendars are always published; all other kinds are left out. Files in `static/` are
    /// published whatever their kind.
    pub publish: Vec<String>,
}

/// `[markdown]`: how Markdown is converted to HTML.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Markdown {
    /// What happens to raw HTML in articles: `sanitise` (the default), `allow` or `refuse`.
    pub raw_html: RawHtml,
    /// Whether straight quotes, `--` and `...` are replaced by typographic quotes, dashes and ellipses.
    pub smart_punctuation: bool,
    /// The schemes that links may have. Of a link with another scheme only the text is kept, and the link is reported.
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

/// What happens to raw HTML in articles.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum RawHtml {
    /// It is published unchanged. Choose this only if you trust every author: raw HTML can hide the exit button, imitate
    /// the help card and break the page. The content security policy still blocks scripts and other hosts.
    Allow,
    /// Everything that could harm a reader is removed, and a problem tells the author.
    #[default]
    Sanitise,
    /// It is an error, and the site is not published.
    Refuse,
}

/// `[links]`: how links are checked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    /// The level of a link to a page or file that does not exist: `error` (the default), `warning` or `off`.
    pub broken: Level,
    /// The level of a link to a heading that does not exist: `error` (the default), `warning` or `off`.
    pub anchors: Level,
    /// Addresses below the site's own that another program serves, such as `/shop/**`. Links to them are not checked.
    pub external_paths: Vec<String>,
}

/// The level of a kind of problem.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, Serialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It is reported, and the site is not published.
    #[default]
    Error,
    /// It is reported.
    Warning,
    /// It is not reported.
    Off,
}

impl Level {
    /// The severity of a problem of this kind; `None` if it is not reported.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Off => None,
        }
    }
}

impl Config {
    /// Reads a configuration and reports all its faults. Faulty settings get their default values, so that a preview can
    /// continue; publishing is refused.
    pub fn read(source: Source) -> Reported<Config> {
        read::read(source)
    }

    /// The articles that the configuration refers to: the dotted key of each, and its name or path below `content/`.
    pub fn articles(&self) -> impl Iterator<Item = (String, &str)> {
        let safety = self.help.articles().into_iter();
        let safety = safety.filter_map(|(key, path)| Some((format!("help.{key}"), path?)));
        let pages = self.practice.iter().flat_map(|practice| &practice.pages);
        let pages = pages.zip(0..);
        safety.chain(pages.map(|(path, at)| (format!("practice.pages.{at}"), path.as_str())))
    }

    /// The span in the file of the value of a dotted key, such as `style.light.accent` or, for an item of a list,
    /// `practice.pages.0`; `None` if the file does not set it.
    pub fn place_of(&self, key: &str) -> Option<Span> {
        match self.source.origin(key) {
            source::Origin::File(span) => Some(span),
            source::Origin::Override(_) | source::Origin::Default => None,
        }
    }

    /// Attaches a problem to the value of a dotted key: its place in the file, or the name of its override.
    pub fn blame(&self, key: &str, problem: Diagnostic) -> Diagnostic {
        self.source.place(&self.source.origin(key), problem)
    }

    /// Attaches a problem to the name of a dotted key, for keys that should not be there.
    pub fn blame_name(&self, key: &str, problem: Diagnostic) -> Diagnostic {
        self.source.place(&self.source.origin_of_name(key), problem)
    }

    /// The JSON Schema of `site.toml`, derived from these types.
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

    /// The fingerprint of the whole configuration.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text that must have no faults.
    fn legal(text: &str) -> Config {
        let Reported { value, problems } = Config::read(Source::of(text));
        assert_eq!(problems, [], "{text}");
        value
    }

    /// The faults of a source: the span and message of each.
    fn faults(source: Source) -> Vec<(Option<Span>, String)> {
        let problems = Config::read(source).problems.into_iter();
        let told = problems.map(|problem| {
            let help = problem.help.unwrap_or_default();
            let span = problem.place.and_then(|place| place.span);
            (span, format!("{} | {help}", problem.message))
        });
        told.collect()
    }

    fn environment(pairs: &[(&str, &str, &str)]) -> Vec<Override> {
        let made = pairs.iter().map(|(name, key, value)| Override {
            name: (*name).to_owned(),
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        });
        made.collect()
    }

    #[test]
    fn an_unknown_key_names_its_place_and_the_nearest_known_one() {
        let told = faults(Source::of("title = \"A\"\ntilte = \"B\""));
        let wanted = "unknown key `tilte` in this file | did you mean `title`?".to_owned();
        assert_eq!(told, [(Some(12..17), wanted)]);
    }

    #[test]
    fn all_faults_are_told_at_once_and_the_rest_holds() {
        let text = "tilte = \"A\"\ntimezone = \"Mars/Base\"\ntitle = \"B\"\n[lists]\npage_size = \"ten\"\nrelated = 3\n\
            [style.light]\naccent = \"teal\"\n[privacy]\nheaders = [\"netlify\", \"nginx\", \"iis\"]\n[check.rules]\n\
            URL-01 = \"off\"\nLINK-01 = \"of\"\n";
        let Reported { value, problems } = Config::read(Source::of(text));
        let places: Vec<&str> = problems
            .iter()
            .map(|problem| {
                let place = problem.place.as_ref().expect("each is in the file");
                &text[place.span.clone().expect("each has bytes")]
            })
            .collect();
        assert_eq!(
            places,
            [
                "tilte",
                "\"Mars/Base\"",
                "\"ten\"",
                "\"teal\"",
                "\"nginx\"",
                "\"iis\"",
                "\"off\"",
                "\"of\""
            ]
        );
        assert_eq!((value.title.as_str(), value.lists.related), ("B", 3));
        assert_eq!(value.timezone, "UTC");
        assert_eq!(value.privacy.headers.len(), 1);
    }

    #[test]
    fn the_names_of_other_tools_are_understood_wherever_they_are_blamed() {
        let config = legal("baseURL = \"https://example.org/guide\"\nlanguageCode = \"en-GB\"");
        let url = config.base_url.as_deref();
        assert_eq!(url, Some("https://example.org/guide/"));
        assert_eq!(config.base_path(), "/guide/");
        assert_eq!(config.language, "en-GB");
        let told = faults(Source::of("url = \"x\"\nbaseURL = \"https://example.org\""));
        let [(span, said)] = &told[..] else {
            panic!("{told:?}");
        };
        assert!(*span == Some(0..3) && said.contains("keep one of the two"));
        let told = faults(Source::of("baseURL = \"x\""));
        assert_eq!(told[0].0, Some(10..13), "{told:?}");
    }

    #[test]
    fn the_environment_has_the_last_word_and_is_blamed_by_its_name() {
        let source = |overrides: &[_]| Source {
            overrides: environment(overrides),
            ..Source::of("title = \"A\"\nbaseURL = \"https://a.example\"\n[serve]\nport = 1")
        };
        let Reported { value, problems } = Config::read(source(&[
            ("MEND_TITLE", "title", "Other"),
            ("MEND_LISTS__PAGE_SIZE", "lists.page_size", "7"),
            ("MEND_BASE_URL", "base_url", "https://b.example"),
        ]));
        assert_eq!(problems, []);
        assert_eq!((value.title.as_str(), value.lists.page_size), ("Other", 7));
        assert_eq!(value.base_url.as_deref(), Some("https://b.example/"));
        for (name, key, given) in [
            ("MEND_SERVE__PORT", "serve.port", "abc"),
            ("--base-url", "base_url", ""),
            ("MEND_NO_SUCH", "no_such", "1"),
            ("MEND_TITLE__X", "title.x", "1"),
            ("MEND___X", ".x", "1"),
            ("MEND_TIMEZONE", "timezone", "Mars/Base"),
            ("MEND_STYLE", "style", "{ light = { accent = 1 } }"),
        ] {
            let told = faults(source(&[
                ("MEND_TITLE", "title", "Fine"),
                (name, key, given),
            ]));
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!(told[0].0, None);
            assert!(told[0].1.starts_with(&format!("{name}: ")), "{told:?}");
        }
    }

    #[test]
    fn behind_a_slip_in_the_notation_nothing_is_said_of_values() {
        let told = faults(Source::of(
            "tilte = 1\ndescription = A calm guide\n[lists\nrelated = \"x\"\n",
        ));
        let messages: Vec<&str> = told.iter().map(|(_, said)| said.as_str()).collect();
        assert!(messages[0].contains("tilte"), "{messages:?}");
        assert!(
            messages.iter().all(|said| !said.contains("related")),
            "{messages:?}"
        );
    }

    #[test]
    fn whatever_stands_in_the_file_there_is_a_configuration() {
        let many: String = (0..300).map(|at| format!("k{at} = 1\n")).collect();
        for text in [
            "=",
            "[",
            "a = [",
            "\0",
            "\u{feff}title = 1",
            "practice = 1",
            "[practice]",
            "[[style]]",
            "style = []",
            "extra = 1",
            "[extra]\na = { b = [ { c = 1 } ] }",
            "check.rules = { \"\" = \"off\" }",
            &many,
        ] {
            Config::read(Source::of(text));
        }
        assert!(Config::read(Source::of(many)).problems.len() >= 100);
    }

    #[test]
    fn a_section_takes_the_pattern_of_its_nearest_named_ancestor() {
        let config = legal("[urls.sections]\nrepair = \"flat\"");
        assert_eq!(config.urls.pattern_of("repair/hurt"), UrlPattern::Flat);
        assert_eq!(config.urls.pattern_of("repairs"), UrlPattern::Folders);
    }

    #[test]
    fn every_rule_can_be_changed_or_says_that_it_cannot() {
        for code in crate::codes::ALL {
            let told = faults(Source::of(format!("[check.rules]\n{code} = \"note\"")));
            match code.is_adjustable() {
                true => assert_eq!(told, []),
                false => assert!(
                    told[0]
                        .1
                        .starts_with(&format!("the level of the rule `{code}` is fixed"))
                ),
            }
        }
    }

    #[test]
    fn values_that_cannot_work_are_refused() {
        for text in [
            "timezone = \"Mars/Base\"",
            "base_url = \"example.org\"",
            "theme = \"../x\"",
            "schema = 2",
            "language = \"english\"",
            "output_dir = \"\"",
            "[review]\nhelp_days = -1",
            "[lists]\npage_size = 0",
            "[exit]\nwindow_ms = 5",
            "[check.external]\ntimeout_seconds = 0",
            "[deploy.live]\nto = \"s3:/bucket\"",
            "[deploy.live]\nto = \"s3://bucket\"\nendpoint = \"s3.example.com\"",
            "[deploy.live]\nto = \"../www\"\nmax_deleted_percent = 101",
        ] {
            assert_eq!(faults(Source::of(text)).len(), 1, "{text}");
        }
    }
}
