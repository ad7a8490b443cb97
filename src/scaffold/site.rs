//! The files of a new site.
//!
//! Every page that a new site publishes says only what its author has said. The article to begin with is a draft, so its
//! placeholders reach no reader.

use super::article::{Choices, Draft};
use super::quoted;
use crate::config::FILE_NAME;
use crate::data::help::is_emergency;
use crate::diag::{Error, Result};
use crate::document::placeholders::ARTICLE;
use crate::language;
use crate::path;

/// What git is not to keep of a site.
pub const GITIGNORE: &str = "/public\n/.public.mend\n/.mend\n";

/// What is known of a new site.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// Its title.
    pub title: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// One sentence on whom it is for and how it helps.
    pub about: Option<String>,
    /// Where its readers are, if they are in one place.
    pub region: Option<NewRegion>,
}

/// The country or region of a new site's readers.
#[derive(Clone, Debug)]
pub struct NewRegion {
    /// What it is called.
    pub name: String,
    /// The number that people call there in an emergency.
    pub emergency: String,
}

impl NewSite {
    /// Refuses what the settings of a site cannot say.
    ///
    /// # Errors
    ///
    /// With the option that is wrong.
    pub fn check(&self) -> Result<()> {
        if let Err(help) = language::check(&self.language) {
            let message = format!("--language: `{}` is not a language tag", self.language);
            return Err(Error::new(message).help(help));
        }
        match &self.region {
            Some(region) if !is_emergency(&region.emergency) => Err(Error::new(format!(
                "--emergency: `{}` cannot be dialled",
                region.emergency
            ))
            .help("write digits only, such as 112; join several by \" or \"")),
            _ => Ok(()),
        }
    }

    /// The files, by their paths in the site; `with_articles` asks for a home page and a first article, a draft of `day`.
    ///
    /// # Errors
    ///
    /// As [`Draft::text`].
    pub fn files(&self, with_articles: bool, day: &str) -> Result<Vec<(&'static str, String)>> {
        let mut files = vec![(FILE_NAME, self.settings())];
        files.extend(
            self.region
                .as_ref()
                .map(|region| ("content/help.yaml", region.help())),
        );
        if with_articles {
            let first = Draft {
                title: Some(ARTICLE.to_owned()),
                ..Draft::default()
            };
            let first = first.text(&Choices::default(), None, day)?;
            files.push(("content/_index.md", self.home()));
            files.push(("content/first-article.md", first));
        }
        Ok(files)
    }

    /// `site.toml`.
    fn settings(&self) -> String {
        let description = match &self.about {
            Some(about) => format!("description = {}", quoted(about)),
            None => "# One sentence on whom it is for and how it helps:\n# description = \"\""
                .to_owned(),
        };
        format!(
            r#"schema = 1

# Where the site will be published; feeds, the site map and link previews need it.
# base_url = "https://example.org/"

title = {title}
{description}
language = {language}
# The clock by which dates are read; yours may be "Europe/Dublin" or "America/New_York".
timezone = "UTC"

{exit}
{CHECK}"#,
            title = quoted(&self.title),
            language = quoted(&self.language),
            exit = match &self.region {
                Some(_) => EXIT.to_owned(),
                None => format!(
                    "# A site for readers who may be in danger needs a way out, and help to lead to: content/help.yaml names the\n\
                     # emergency number and the contacts of a region. `mend explain SITE-04` shows such a file.\n{}",
                    commented(EXIT)
                ),
            },
        )
    }

    /// The home page: what the author has said, and no more.
    fn home(&self) -> String {
        let summary = self.about.as_deref();
        let summary = summary.map(|about| format!("summary: {}\n", quoted(about)));
        format!(
            "---\ntitle: {}\n{}---\n",
            quoted(&self.title),
            summary.unwrap_or_default()
        )
    }
}

impl NewRegion {
    /// `help.yaml`, with the emergency number; a comment shows how contacts are added.
    fn help(&self) -> String {
        let id = path::address_part(&self.name);
        let (id, name, emergency) = (quoted(&id), quoted(&self.name), quoted(&self.emergency));
        format!(
            r#"# Where readers in need find help: on every page, and on /help/. Check the emergency number at an official source before
# you publish the site.
default: {id}
regions:
  - id: {id}
    name: {name}
    emergency: {emergency}
    # Services for a crisis and for abuse at home, at least. Each needs the page on which it can be looked up (source) and
    # the day on which a person did so (checked). For the first, write `contacts:` without the brackets.
    contacts: []
    #  - kind: crisis   # or abuse, sexual-violence, change, money, gambling, substance, relationship, other
    #    name: the name of the service
    #    phone: "its number"
    #    for: anyone who is in despair
    #    source: https://example.org/
    #    checked: never
    # How to call the emergency number without speaking, where that is possible:
    # silent:
    #   how: what to do, as the emergency service of your country says it, without a full stop
    #   source: https://example.org/
    #   checked: never
"#
        )
    }
}

/// The way out of the site.
const EXIT: &str = r#"# Where the button "Leave this site now" leads: an ordinary page that looks the same for everyone. Choose one that many people in
# your country open every day, such as a page about the weather.
[exit]
url = "https://www.wikipedia.org/"
"#;

/// What the rules about content look for.
const CHECK: &str = r#"# What `mend check` looks for, and `mend build` insists on. "basic": links that lead nowhere, headings that skip a level,
# pictures without alternative texts. "guide": what any self-help guide needs as well, such as sentences that put readers
# under pressure, risks without a way to help, claims without a source, texts that are hard to read. `mend explain` lists
# the codes.
[check]
preset = "basic"
# Every rule of a family: links, structure, review, reading, language, safety, evidence, glossary, originality, privacy.
# `false` switches a family off.
# reading = true

# Single rules: "error", "warning", "note" or "off". content/words.yaml changes the words that they look for.
# [check.rules]
# STR-05 = "error"  # pictures without alternative texts
"#;

/// A text of which every line is a comment.
fn commented(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(comment) => format!("# {comment}\n"),
        None => format!("# {line}\n"),
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> NewSite {
        NewSite {
            title: "Say \"hello\" \\ ü 🙂".to_owned(),
            language: "en-GB".to_owned(),
            about: Some("For: everyone # who asks.".to_owned()),
            region: Some(NewRegion {
                name: "United Kingdom".to_owned(),
                emergency: "999".to_owned(),
            }),
        }
    }

    #[test]
    fn a_language_and_a_number_that_cannot_be_used_are_refused() {
        site().check().expect("all is well");
        let mut german = site();
        german.language = "german".to_owned();
        let error = german.check().expect_err("a name of a language");
        assert_eq!(error.help_text(), Some("did you mean \"de\"?"));
        let mut nameless = site();
        nameless.region = nameless.region.map(|region| NewRegion {
            emergency: "call the police".to_owned(),
            ..region
        });
        assert!(nameless.check().is_err());
    }

    #[test]
    fn without_a_region_no_help_is_promised() {
        let bare = NewSite {
            about: None,
            region: None,
            ..site()
        };
        let files = bare.files(true, "2026-06-15").expect("a site");
        let text = |name: &str| files.iter().find(|(path, _)| *path == name);
        assert!(text("content/help.yaml").is_none());
        let (_, settings) = text(FILE_NAME).expect("settings");
        assert!(settings.contains("\n# [exit]\n# url = "), "{settings}");
        let (_, home) = text("content/_index.md").expect("a home page");
        assert_eq!(home, "---\ntitle: \"Say \\\"hello\\\" \\\\ ü 🙂\"\n---\n");
        let (_, article) = text("content/first-article.md").expect("an article");
        assert!(article.contains("\ndraft: true\n"), "{article}");
    }
}
