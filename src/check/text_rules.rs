//! The settings and data of a site on which the wording rules depend.

use super::glossary_forms::GlossaryForms;
use super::phrase_lists::{ListId, PhraseLists};
use crate::config::{Check, Config};
use crate::data::{AudienceKind, Data};
use crate::files::SourceFile;
use crate::markdown::Syntax;
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
    pub(super) syntax: Syntax,
    /// The names of the pages that say where help is.
    pub(super) safety_pages: Vec<String>,
    fingerprint: Fingerprint,
}

impl TextRules {
    /// Takes what matters from the configuration and the data files.
    pub fn of(config: &Config, data: &Data) -> Self {
        let localised = &data.localised;
        let (terms, forms) = GlossaryForms::of(&localised.glossary);
        let lists = PhraseLists::of(&localised.words, forms);
        Self {
            foreign_spelling: lists.foreign_spelling(&config.language),
            lists,
            terms,
            knows_terms: !data.is_unread("terms"),
            knows_lists: !data.is_unread("words"),
            audiences: localised.audiences.clone(),
            check: config.check.clone(),
            language: config.language.clone(),
            syntax: Syntax::of(&config.markdown),
            safety_pages: safety_pages(config),
            fingerprint: Fingerprint::of(&(
                (
                    &localised.words,
                    &localised.glossary.terms,
                    &localised.audiences,
                ),
                &data.unread,
                &config.check,
                &config.markdown,
                &config.language,
                &config.help,
            )),
        }
    }

    /// The cache key of a file that is judged by these rules.
    pub fn key(&self, file: &SourceFile) -> Fingerprint {
        Fingerprint::of(&(&file.path, file.fingerprint, self.fingerprint))
    }
}

/// The page of help, and the article on when couples work is not safe.
fn safety_pages(config: &Config) -> Vec<String> {
    let article = config.help.safety_article.as_deref().unwrap_or_default();
    let name = article.rsplit('/').next().unwrap_or_default();
    let pages = ["help", name.trim_end_matches(".md")].into_iter();
    pages
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
