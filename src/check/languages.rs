//! What a language must have before it is published: the words that keep its readers safe.
//!
//! A reader who cannot read the exit cannot leave. So a language without these words is held back; the others are published.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::codes;
use crate::config::{Config, without_suffix};
use crate::data::texts::Texts;
use crate::data::{Data, texts};
use crate::diag::{Diagnostic, counted, listed};
use crate::document::Document;
use crate::files::Options;
use crate::graph::State;
use crate::language;

/// Files whose names end with a language that the site does not have, beside the article of which they are probably a translation.
pub fn undeclared(documents: &[Arc<Document>], config: &Config) -> Vec<Diagnostic> {
    let keys = documents.iter().map(|document| document.key.as_str());
    let keys: FxHashSet<&str> = keys.collect();
    let mut problems = Vec::new();
    for document in documents {
        let Some((plain, tag)) = without_suffix(document.key.as_str()) else {
            continue;
        };
        if keys.contains(plain.as_str()) && language::check(tag).is_ok() {
            let message = format!(
                "`{}` looks like a translation, but the site has no language `{tag}`",
                document.path
            );
            let problem = Diagnostic::new(codes::I18N_03, message).in_file(&document.path);
            problems.push(problem.help(format!(
                "add a line [languages.{tag}] to {}, or rename the file",
                config.source.file
            )));
        }
    }
    problems
}

/// A language of a site, and the first one to compare it with.
pub struct LanguageFiles<'a> {
    /// The settings in this language.
    pub config: &'a Config,
    /// The words of the interface.
    pub texts: &'a Texts,
    /// The data in this language.
    pub data: &'a Data,
    /// The documents in this language.
    pub documents: &'a [Arc<Document>],
    /// The documents in the first language.
    pub first: &'a [Arc<Document>],
    /// The options of the build, which decide what is published.
    pub options: &'a Options,
}

/// Why a language cannot be published, if there is a reason.
pub fn gate(files: &LanguageFiles<'_>) -> Option<Diagnostic> {
    let config = files.config;
    let missing = files.missing();
    if missing.is_empty() {
        return None;
    }
    let message = format!(
        "{} is not published, because it lacks words that keep its readers safe: {}",
        config.language_name(),
        listed(&missing.iter().map(String::as_str).collect::<Vec<_>>())
    );
    let problem = Diagnostic::new(codes::I18N_01, message);
    let problem = problem.help("write them; `mend serve` shows the language before it is complete");
    Some(config.blame_language(problem))
}

impl LanguageFiles<'_> {
    /// What is missing, each as a file or in a few words.
    fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let untranslated = match self.data.is_unread(texts::NAME) {
            true => 0,
            false => self.texts.untranslated(),
        };
        if untranslated > 0 {
            let words = counted(untranslated, "text", "texts");
            missing.push(format!(
                "{words} of the interface ({})",
                self.config.data_file(texts::NAME)
            ));
        }
        missing.extend(self.contacts());
        let articles = self.config.articles().map(|(_, name)| name);
        let articles = articles.filter_map(|name| self.article(name));
        for article in articles {
            if !missing.contains(&article) {
                missing.push(article);
            }
        }
        missing
    }

    /// The contacts on every page whose words are in the first language.
    fn contacts(&self) -> Option<String> {
        let help = self.data.help.as_ref()?;
        let home = help.home_region(self.config.help.region.as_deref());
        let regions = help.regions.iter();
        let shown = regions.filter(|region| home.is_none_or(|home| region.id == home));
        let contacts = shown.flat_map(|region| &region.contacts);
        let untranslated = contacts.filter(|contact| !contact.is_translated).count();
        (untranslated > 0).then(|| {
            let words = counted(untranslated, "help contact", "help contacts");
            format!("{words} ({})", self.config.data_file("help"))
        })
    }

    /// The file of an article that the settings name, if it is published in the first language and not in this one.
    fn article(&self, name: &str) -> Option<String> {
        let original = published(self.first, name, self.options)?;
        let own = self.documents.iter();
        let mut own = own.filter(|document| document.key == original.key);
        if own.any(|document| State::of(document, self.options).published) {
            return None;
        }
        let key = original.key.as_str();
        let (stem, extension) = key.rsplit_once('.')?;
        Some(format!("{stem}.{}.{extension}", self.config.language))
    }
}

/// The published article that a setting names: by its path below `content/`, with or without `.md`, or by its file name.
fn published<'d>(
    documents: &'d [Arc<Document>],
    name: &str,
    options: &Options,
) -> Option<&'d Document> {
    let is_named = |document: &&Arc<Document>| {
        let key = &document.key;
        let below = key.below("content").unwrap_or_default();
        below == name || below.strip_suffix(".md") == Some(name) || key.stem() == name
    };
    let found = documents.iter().find(is_named)?;
    State::of(found, options).published.then_some(found)
}
