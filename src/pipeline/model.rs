//! The model of a site before any page is drawn, and the parts of it that each later stage may read.

use std::sync::Arc;

use crate::check::readability::Readability;
use crate::check::text_report::TextReport;
use crate::check::text_rules::TextRules;
use crate::check::{CheckInputs, Finished, PageRules, SiteDocuments};
use crate::document::mentions::Mention;
use crate::files::{Inputs, Output};
use crate::graph::{Graph, Listed, State};
use crate::inspect::SiteModel;
use crate::kinds::Kinds;
use crate::memo::Fingerprint;
use crate::path::{OutputPath, SourcePath};
use crate::search;
use crate::theme::builtin;
use crate::view;

use super::cancel::Cancellation;
use super::files::{EditionFiles, SharedFiles};
use super::pages::{DrawContext, DrawnSite, PageWay};

/// A site in one language before it is drawn.
pub(super) struct Model<'a> {
    /// The files as they are now.
    pub(super) inputs: &'a Inputs,
    /// What the shown versions of them say in all languages.
    pub(super) shared: &'a SharedFiles<'a>,
    /// What they say in this language.
    pub(super) files: EditionFiles,
    /// Which terms of the glossary each document mentions.
    pub(super) mentions: Vec<Arc<Vec<Mention>>>,
    /// How the documents belong together.
    pub(super) links: Arc<LinkedSite>,
    /// The cache key of [`Self::links`].
    pub(super) links_key: Fingerprint,
    /// The table of kinds of page.
    pub(super) kinds: Kinds,
    /// What views share.
    pub(super) facts: Arc<view::SiteFacts>,
}

/// What the rules about wording found. No page shows it.
pub(super) struct Judged {
    /// The rules.
    pub(super) rules: Arc<TextRules>,
    /// What they found in each document; empty when no rule asks.
    pub(super) wording: Vec<Arc<TextReport>>,
}

/// What was drawn of a language and found in it.
pub(super) struct DrawnLanguage {
    pub(super) site: DrawnSite,
    pub(super) judged: Judged,
}

/// The results for all documents together.
pub(super) struct LinkedSite {
    pub(super) graph: Arc<Graph>,
    /// What is related to each document.
    pub(super) related: Arc<Vec<Option<Arc<Vec<Listed>>>>>,
}

impl<'a> Model<'a> {
    /// The cache key of the pages and their addresses.
    pub(super) fn key(&self) -> Fingerprint {
        Fingerprint::of(&(self.links_key, self.files.config.fingerprint()))
    }

    /// The documents and how they belong together.
    pub(super) fn site_documents(&self) -> SiteDocuments<'_> {
        SiteDocuments::of(
            &self.files.documents,
            &self.links.graph,
            &self.inputs.closed,
        )
    }

    /// What the rules read.
    pub(super) fn check_inputs<'m>(&'m self, judged: &'m Judged) -> CheckInputs<'m> {
        CheckInputs {
            documents: self.site_documents(),
            assets: &self.shared.assets,
            left_out: &self.inputs.left_out,
            data: &self.files.data,
            mentions: &self.mentions,
            wording: &judged.wording,
            text_rules: &judged.rules,
            palette: &self.files.theme.palette,
            theme_files: &self.shared.shown.theme,
            builtin_files: builtin::FILES,
            config: &self.files.config,
            now: self.inputs.options.now,
        }
    }

    /// What views may be made from.
    pub(super) fn source<'m>(&'m self, pictures: &'m view::PictureFiles) -> view::Source<'m> {
        view::Source {
            documents: &self.files.documents,
            assets: &self.shared.assets,
            pictures,
            graph: &self.links.graph,
            related: &self.links.related,
            data: &self.files.data,
            mentions: &self.mentions,
            texts: &self.files.theme.texts,
            languages: &self.files.config.language_paths,
            facts: &self.facts,
            settings: view::Settings::of(&self.files.config, self.inputs.options.links),
        }
    }

    /// What pages are drawn from, and where they go.
    pub(super) fn draw_context<'s>(
        &'s self,
        source: &'s view::Source<'s>,
        way: PageWay<'s>,
        cancellation: &'s Cancellation<'s>,
    ) -> DrawContext<'s> {
        let config = &*self.files.config;
        let theme = &*self.files.theme;
        let settings = (
            self.files.data_key,
            self.inputs.options.links,
            theme.fingerprint,
            config,
            source.pictures,
        );
        DrawContext {
            source,
            theme,
            kinds: self.kinds,
            graph_key: self.links_key,
            settings_key: Fingerprint::of(&settings),
            rules: PageRules::of(config),
            way,
            cancellation,
        }
    }

    /// What the search index may be made from.
    pub(super) fn corpus(&self) -> search::Corpus<'_> {
        search::Corpus {
            documents: &self.files.documents,
            graph: &self.links.graph,
            glossary: &self.files.data.localised.glossary,
            help: self.files.data.help.as_ref(),
            paths: &self.files.data.localised.paths,
            audiences: &self.files.data.localised.audiences,
            texts: &self.files.theme.texts,
            danger: &self.files.config.help,
            language: &self.files.config.language,
            edition: &self.files.config.edition,
            links: self.inputs.options.links,
            kinds: self.kinds.words(),
        }
    }

    /// What the rules about the finished site may look at.
    pub(super) fn finished<'s>(
        &'s self,
        drawn: &'s DrawnSite,
        of_site: &[(OutputPath, Output)],
        index: &search::SearchIndex,
    ) -> Finished<'s> {
        let listings = drawn.listings.iter().chain(of_site).map(|(path, _)| path);
        let listed = index.files.iter().chain(listings).cloned();
        let theme = &self.files.theme;
        let themed = theme.files.values();
        let themed = themed.map(|file| file.route.to_output());
        let terms_file = self.files.data.localised.terms_file.as_ref();
        let mut data = self.shared.shown.data.iter();
        Finished {
            pages: &drawn.pages,
            ids: &drawn.ids,
            files: listed.chain(themed).collect(),
            drawings: theme.drawings.keys().map(String::as_str).collect(),
            texts: &theme.texts,
            unmet_phrases: index.unmatched.clone(),
            terms_file: terms_file.and_then(|path| data.find(|file| file.path == *path)),
        }
    }

    /// How hard the published documents are to read.
    pub(super) fn published_readability(&self, judged: &Judged) -> Vec<(SourcePath, Readability)> {
        let states: &[State] = &self.links.graph.states;
        let all = self.files.documents.iter().zip(states);
        let all = all.zip(&judged.wording);
        all.filter(|((document, state), _)| state.published && !document.unread)
            .map(|((document, _), text)| (document.path.clone(), text.readability.clone()))
            .collect()
    }

    /// What is kept for questions about single pages.
    pub(super) fn into_site(
        self,
        drawn: DrawnLanguage,
        pictures: &Arc<view::PictureFiles>,
    ) -> SiteModel {
        SiteModel {
            config: self.files.config,
            graph: Arc::clone(&self.links.graph),
            rules: drawn.judged.rules,
            kinds: self.kinds,
            pictures: Arc::clone(pictures),
            pages: drawn.site.pages,
            documents: self.files.documents,
            assets: self.shared.assets.clone(),
            data: self.files.data,
            mentions: self.mentions,
            related: Arc::clone(&self.links.related),
            facts: self.facts,
            theme: self.files.theme,
        }
    }
}
