//! The settings and data of a site on which the wording rules depend.

use super::glossary_forms::GlossaryForms;
use super::listed_numbers::ListedNumbers;
use super::phrase_lists::{ListId, PhraseLists};
use crate::config::{Check, Config, HelpSettings, Markdown};
use crate::data::help::digits;
use crate::data::{AudienceKind, Data};
use crate::files::ContentFile;
use crate::memo::Fingerprint;

/// The rules about wording, as the configuration and the data files have them.
#[derive(Debug)]
pub struct TextRules {
    pub(super) lists: PhraseLists,
    /// The words whose spelling is foreign to the site's variety of English.
    pub(super) foreign_spelling: Option<ListId>,
    pub(super) terms: GlossaryForms,
    /// Whether the glossary could be read.
    pub(super) knows_terms: bool,
    /// Whether the site's changes to the lists could be read.
    pub(super) knows_lists: bool,
    /// The audiences that articles can name.
    pub(super) audiences: Vec<AudienceKind>,
    pub(super) check: Check,
    pub(super) language: String,
    /// The names of the pages that say where help is.
    pub(super) safety_pages: Vec<String>,
    /// The phone number of the practice, which articles may name; its digits only.
    pub(super) own_number: Option<String>,
    /// The numbers in the help data.
    pub(super) listed_numbers: ListedNumbers,
    fingerprint: Fingerprint,
}

/// What the rules read of `site.toml`.
#[derive(Clone, Copy, Hash)]
pub struct RuleSettings<'a> {
    /// Which rules apply, and their limits.
    pub check: &'a Check,
    /// How Markdown is read, which decides what the words of an article are.
    pub markdown: &'a Markdown,
    /// The language of the site.
    pub language: &'a str,
    /// Where readers who need help are sent.
    pub help: &'a HelpSettings,
    /// The phone number of the practice.
    pub own_number: Option<&'a str>,
}

impl<'a> RuleSettings<'a> {
    /// Takes them out of the configuration.
    pub fn of(config: &'a Config) -> Self {
        Self {
            check: &config.check,
            markdown: &config.markdown,
            language: &config.language,
            help: &config.help,
            own_number: config
                .practice
                .as_ref()
                .and_then(|practice| practice.phone.as_deref()),
        }
    }
}

impl TextRules {
    /// Takes what matters from the settings and the data files.
    pub fn of(settings: RuleSettings<'_>, data: &Data) -> Self {
        let localised = &data.localised;
        let (terms, forms) = GlossaryForms::of(&localised.glossary);
        let lists = PhraseLists::of(&localised.words, forms);
        let listed_numbers = ListedNumbers::of(data.help.as_ref());
        Self {
            foreign_spelling: lists.foreign_spelling(settings.language),
            lists,
            terms,
            knows_terms: !data.is_unread("terms"),
            knows_lists: !data.is_unread("words"),
            audiences: localised.audiences.clone(),
            check: settings.check.clone(),
            language: settings.language.to_owned(),
            safety_pages: safety_pages(settings.help),
            own_number: settings.own_number.map(digits),
            fingerprint: Fingerprint::of(&(
                &listed_numbers,
                (
                    &localised.words,
                    &localised.glossary.terms,
                    &localised.audiences,
                ),
                &data.unread,
                settings,
            )),
            listed_numbers,
        }
    }

    /// The cache key of a file that is judged by these rules.
    pub fn key(&self, file: &ContentFile) -> Fingerprint {
        Fingerprint::of(&(&file.path, file.fingerprint, self.fingerprint))
    }
}

/// The page of help, and the article on when couples work is not safe.
fn safety_pages(help: &HelpSettings) -> Vec<String> {
    let article = help.safety_article.as_deref().unwrap_or_default();
    let name = article.rsplit('/').next().unwrap_or_default();
    let pages = ["help", name.trim_end_matches(".md")].into_iter();
    pages
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
