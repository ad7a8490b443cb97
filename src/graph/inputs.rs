//! The inputs of the graph, and the cache keys derived from them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::help::HelpReason;
use super::state::State;
use crate::asset::Asset;
use crate::config::{self, Config, LanguagePaths, Menu, SortBy, Taxonomies, Titles, Urls};
use crate::data::Data;
use crate::document::Document;
use crate::files::SourceFile;
use crate::markdown::Medium;
use crate::memo::Fingerprint;
use crate::path::{Route, SourcePath};
use crate::policy::HeaderFile;
use crate::report::Status;

/// Everything the graph is made from.
#[derive(Clone, Copy)]
pub struct GraphInputs<'a> {
    /// The documents of one language, sorted by key.
    pub documents: &'a [Arc<Document>],
    /// The state of each.
    pub states: &'a [State],
    /// The other files that may be published, sorted by path.
    pub assets: &'a [Arc<Asset>],
    /// The folders that could not be read.
    pub closed: &'a [SourceFile],
    /// The data files.
    pub data: &'a Data,
    /// The addresses the theme's own files take.
    pub theme_files: &'a [Route],
    /// The settings that decide on addresses and lists.
    pub settings: GraphSettings<'a>,
}

/// What the graph reads of `site.toml`.
#[derive(Clone, Copy, Hash)]
pub struct GraphSettings<'a> {
    /// How addresses are made, and where the generated pages are.
    pub urls: &'a Urls,
    /// The name of the site.
    pub title: &'a str,
    /// The language by whose alphabet lists are sorted.
    pub language: &'a str,
    /// Which language of the site it is.
    pub edition: &'a config::Edition,
    /// Which files are in which language.
    pub language_paths: &'a LanguagePaths,
    /// Where the site will be.
    pub base_url: Option<&'a str>,
    /// The most entries on one page of a list.
    pub page_size: usize,
    /// The order of lists that ask for none.
    pub sort_by: SortBy,
    /// How articles are grouped.
    pub taxonomies: &'a Taxonomies,
    /// The links in the header and the footer of every page.
    pub menu: &'a Menu,
    /// Addresses of this host that something else serves.
    pub external_paths: &'a [String],
    /// Whether there are feeds.
    pub has_feeds: bool,
    /// What titles may give away.
    pub titles: Titles,
    /// The article on safety that the configuration names.
    pub safety_article: Option<&'a str>,
    /// Whether there is a site map.
    pub has_sitemap: bool,
    /// Whether the site can be searched.
    pub has_search: bool,
    /// The hosts for which a file with the policy is published.
    pub headers: &'a [HeaderFile],
    /// Whether every page has the parts that keep its reader safe, even if nothing leads readers to expect help.
    pub has_safety_parts: bool,
    /// The setting that leads readers to expect help.
    pub help: Option<HelpReason>,
}

impl<'a> GraphSettings<'a> {
    /// What the graph reads of a configuration.
    pub fn of(config: &'a Config) -> Self {
        let base_url = config.base_url.as_deref();
        Self {
            urls: &config.urls,
            title: &config.title,
            language: &config.language,
            edition: &config.edition,
            language_paths: &config.language_paths,
            base_url,
            page_size: config.lists.page_size,
            sort_by: config.lists.sort_by,
            taxonomies: &config.taxonomies,
            menu: &config.menu,
            external_paths: &config.links.external_paths,
            has_feeds: config.feeds.enabled && base_url.is_some(),
            titles: config.privacy.titles,
            safety_article: config.help.safety_article.as_deref(),
            has_sitemap: base_url.is_some() && !config.is_noindex(),
            has_search: config.search.enabled,
            headers: &config.privacy.headers,
            has_safety_parts: config.safety.enabled,
            help: HelpReason::of_settings(config),
        }
    }
}

impl GraphInputs<'_> {
    /// The files that pages in this language may show, each with its place in the list of assets and its path without the
    /// language. A file in this language takes the place of the one for all languages.
    pub(super) fn own_assets(&self) -> Vec<(usize, SourcePath)> {
        let (paths, own) = (self.settings.language_paths, self.settings.edition.number);
        let mut seen: BTreeMap<SourcePath, usize> = BTreeMap::new();
        let mut all = Vec::with_capacity(self.assets.len());
        for (at, asset) in self.assets.iter().enumerate() {
            match paths.split_named(&asset.path) {
                Some((edition, key)) if edition == own => drop(seen.insert(key, at)),
                Some(_) => {}
                None => all.push((at, asset.path.clone())),
            }
        }
        all.retain(|(_, path)| !seen.contains_key(path));
        all.extend(seen.into_iter().map(|(key, at)| (at, key)));
        all
    }

    /// Whether every document could be read. If not, a name or a link that no document answers may still be right.
    pub(super) fn knows_all_documents(&self) -> bool {
        self.closed.is_empty() && self.documents.iter().all(|document| !document.unread)
    }

    /// Whether every file could be read.
    pub(super) fn knows_all_files(&self) -> bool {
        self.knows_all_documents() && self.data.unread.is_empty()
    }

    /// The cache key of the whole graph.
    pub fn key(&self) -> Fingerprint {
        let Self {
            documents,
            states,
            assets,
            closed,
            data,
            theme_files,
            settings,
        } = self;
        let documents: Vec<_> = documents
            .iter()
            .map(|document| (&document.path, &document.key, document.facets.outline))
            .collect();
        let states: Vec<_> = states
            .iter()
            .map(|state| (state.status, state.published, state.overdue))
            .collect();
        let assets: Vec<_> = assets
            .iter()
            .map(|asset| {
                // A player says how large its file is.
                let medium = Medium::of(asset.path.as_str());
                let length = medium.map(|_| asset.content.length());
                (&asset.path, asset.size, length)
            })
            .collect();
        let closed: Vec<_> = closed.iter().map(|folder| &folder.path).collect();
        let files = (
            (
                &data.localised.paths,
                &data.localised.paths_file,
                &data.localised.audiences,
            ),
            (
                data.localised.glossary.terms.is_empty(),
                data.help_file.is_some(),
            ),
            (&data.unread, closed),
        );
        Fingerprint::of(&(documents, states, assets, files, theme_files, settings))
    }

    /// The cache key of the addresses of documents.
    pub(super) fn layout_key(&self) -> Fingerprint {
        let documents = self.documents.iter().zip(self.states);
        let documents: Vec<_> = documents
            .map(|(document, state)| {
                let meta = &document.meta;
                let is_current = state.status == Status::Current;
                (
                    &document.key,
                    &meta.url,
                    &meta.slug,
                    state.published,
                    is_current,
                )
            })
            .collect();
        Fingerprint::of(&(documents, self.settings.urls, self.settings.edition))
    }
}
