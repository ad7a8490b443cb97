//! What the stages remember for one language of a site, and the work that they do for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cancel::Cancellation;
use super::files::{EditionFiles, SharedFiles};
use super::model::{Judged, LinkedSite, Model};
use super::pages::{self, DrawContext, DrawnSite};
use crate::check;
use crate::check::text_report::TextReport;
use crate::check::text_rules::{RuleSettings, TextRules};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::document::mentions::{Mention, MentionFinder};
use crate::files::{ContentFile, Inputs};
use crate::graph::{self, GraphInputs, GraphSettings, State};
use crate::kinds::Kinds;
use crate::memo::{Fingerprint, Memo};
use crate::search;
use crate::view;

/// What the stages remember for one language.
#[derive(Default)]
pub(super) struct EditionCache {
    mentions: Memo<Vec<Mention>>,
    rules: Memo<TextRules>,
    wording: Memo<TextReport>,
    links: Memo<LinkedSite>,
    graph: graph::Cache,
    pub(super) pages: pages::Cache,
    search: search::Cache,
    pub(super) check: check::Cache,
}

impl EditionCache {
    /// A cache for a single build.
    fn forgetting() -> Self {
        Self {
            graph: graph::Cache::forgetting(),
            mentions: Memo::forgetting(),
            wording: Memo::forgetting(),
            pages: pages::Cache::forgetting(),
            search: search::Cache::forgetting(),
            ..Self::default()
        }
    }
}

/// The caches of languages, in the order of their numbers. A language that is new gets one.
pub(super) fn caches<'c>(
    all: &'c mut BTreeMap<usize, EditionCache>,
    languages: &[EditionFiles],
    is_forgetting: bool,
) -> Vec<&'c mut EditionCache> {
    let numbers: Vec<usize> = languages.iter().map(EditionFiles::number).collect();
    for number in &numbers {
        all.entry(*number).or_insert_with(|| match is_forgetting {
            true => EditionCache::forgetting(),
            false => EditionCache::default(),
        });
    }
    let caches = all.iter_mut();
    let caches = caches.filter(|(number, _)| numbers.contains(number));
    caches.map(|(_, cache)| cache).collect()
}

impl EditionCache {
    /// Whether the last build had to resolve links.
    pub(super) fn has_linked(&self) -> bool {
        self.links.computed() > 0
    }

    /// How many pages the last build had to draw.
    pub(super) fn drawn(&self) -> usize {
        self.pages.drawn()
    }

    /// Computes everything that is needed before pages are drawn: the graph of the documents and the checks of their words.
    pub(super) fn model<'a>(
        &mut self,
        inputs: &'a Inputs,
        (shared, files): (&'a SharedFiles<'a>, EditionFiles),
        kinds: Kinds,
        cancellation: &Cancellation<'_>,
    ) -> Model<'a> {
        let finder = MentionFinder::of(&files.data.localised.glossary);
        let mentions = self.mentions.map(
            &files.documents,
            |document| finder.key(document),
            |document| {
                let find = || finder.find(document);
                cancellation.stage("terms", Some(&document.path), find)
            },
        );
        let (links, links_key) = self.links(inputs, (shared, &files), kinds, cancellation);
        let settings = view::FactSettings::of(&files.config);
        let facts = view::SiteFacts::of(settings, &files.documents, &links.graph, &files.data);
        Model {
            facts: Arc::new(facts),
            kinds,
            inputs,
            shared,
            files,
            mentions,
            links,
            links_key,
        }
    }

    /// What the rules about wording find in each document, if any rule asks.
    pub(super) fn judge(&mut self, model: &Model<'_>, cancellation: &Cancellation<'_>) -> Judged {
        let (files, config) = (&model.files, &model.files.config);
        let key = Fingerprint::of(&(files.data_key, config.fingerprint()));
        let rules = || TextRules::of(RuleSettings::of(config), &files.data);
        let rules = self.rules.one(key, rules);
        let documents = &files.documents;
        let is_read =
            config.check.reads_texts() || documents.iter().any(|document| document.silences);
        let all = documents.iter().filter(|_| is_read);
        let all = all.filter_map(|document| Some((model.shared.text(document)?, document)));
        let all: Vec<(&ContentFile, &Arc<Document>)> = all.collect();
        let wording = self.wording.map(
            &all,
            |(text, _)| rules.key(text),
            |(text, document)| {
                let judge = || check::text::check(text, document, &rules);
                let judged = cancellation.guard("words", Some(&text.path), judge);
                judged.unwrap_or_else(|fault| TextReport::failed(*fault))
            },
        );
        Judged { rules, wording }
    }

    /// How the documents belong together, with the cache key of that.
    fn links(
        &mut self,
        inputs: &Inputs,
        (shared, files): (&SharedFiles<'_>, &EditionFiles),
        kinds: Kinds,
        cancellation: &Cancellation<'_>,
    ) -> (Arc<LinkedSite>, Fingerprint) {
        let documents = &files.documents;
        let states = documents.iter();
        let states = states.map(|document| State::of(document, &inputs.options));
        let graph_inputs = GraphInputs {
            documents,
            states: &states.collect::<Vec<_>>(),
            assets: &shared.assets,
            closed: &inputs.closed,
            data: &files.data,
            theme_files: &files.theme_routes(),
            settings: GraphSettings::of(&files.config),
        };
        let related = files.config.lists.related;
        let key = Fingerprint::of(&(graph_inputs.key(), related));
        let Self { links, graph, .. } = self;
        let link = || {
            let linked = graph.graph(&graph_inputs, kinds.pages());
            LinkedSite {
                related: Arc::new(graph.related(&linked, documents, related)),
                graph: Arc::new(linked),
            }
        };
        let links = cancellation.stage("links", None, || links.one(key, link));
        (links, key)
    }

    /// Draws the pages and indexes them.
    pub(super) fn draw_and_index(
        &mut self,
        model: &Model<'_>,
        context: &DrawContext<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> (DrawnSite, search::SearchIndex) {
        let Self { pages, search, .. } = self;
        let cancellation = context.cancellation;
        if model.files.can_draw {
            cancellation.stage("pages", None, || pages.draw_wanted(context));
        }
        // Neither stage reads what the other makes. After an edit each is mostly the work of one thread, so both together
        // take as long as the longer one.
        let (drawn, index) = rayon::join(
            || match model.files.can_draw {
                true => cancellation.stage("pages", None, || pages.draw(context)),
                false => DrawnSite::default(),
            },
            || match model.files.config.search.enabled {
                true => {
                    let index = || search::index(&model.corpus(), search, context.way.outlet);
                    cancellation.guard("search", None, index)
                }
                false => Ok(search::SearchIndex::default()),
            },
        );
        let index = index.unwrap_or_else(|fault| {
            problems.push(*fault);
            search::SearchIndex::default()
        });
        (drawn, index)
    }
}
