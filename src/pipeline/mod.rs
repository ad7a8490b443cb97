//! The stages in order, the memo tables between them, and the counts of work.
//!
//! [`Pipeline::build`] is a function from inputs to outputs with a cache: a pipeline that has built a thousand times gives
//! the same bytes as a new one. It holds caches and nothing else. [`Pipeline::preview`] is the same function with one more
//! input: the files that were shown before, which replace files that cannot be read now.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check;
use crate::check::readability::Readability;
use crate::check::text_report::TextReport;
use crate::check::text_rules::{RuleSettings, TextRules};
use crate::diag::{Diagnostic, Reported};
use crate::document::mentions::{Mention, MentionFinder};
use crate::files::{Inputs, Sink, VariantStore};
use crate::graph::{self, GraphInputs, GraphSettings, State};
use crate::inspect::{self, SiteModel};
use crate::kinds::Kinds;
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, SourcePath};
use crate::report::{Report, Work};
use crate::search;
use crate::view;

mod cancel;
mod fallback;
mod model;
mod outputs;
mod pages;
mod pictures;
mod read;
mod theme;

use cancel::{Cancellation, unless_cancelled};
use fallback::FallbackPages;
pub use fallback::Fallbacks;
use model::{Judged, LinkedSite, Model};
use outputs::Outlet;
use pages::{DrawContext, DrawnSite, PageWay};
use pictures::Pictures;
pub use pictures::Unscaled;
use read::{Mode, SiteFiles};

/// A finished build: what is known of the site, whose files went to a sink.
pub struct Build {
    /// The names of the files.
    pub files: BTreeSet<OutputPath>,
    /// The facts of the build.
    pub report: Report,
    /// How hard the published documents are to read, as far as a rule reads their words.
    pub readability: Vec<(SourcePath, Readability)>,
    /// The model of the site, for questions about single pages.
    pub site: SiteModel,
    /// The pictures whose smaller copies are not there yet, so that pages show them as they are.
    pub unscaled: Vec<Unscaled>,
    /// What a preview shows instead of files and pages that are not as their author meant them.
    pub fallbacks: Fallbacks,
}

/// What the stages remember.
#[derive(Default)]
pub struct Pipeline {
    kinds: Kinds,
    files: read::Cache,
    mentions: Memo<Vec<Mention>>,
    rules: Memo<TextRules>,
    wording: Memo<TextReport>,
    links: Memo<LinkedSite>,
    graph: graph::Cache,
    pictures: pictures::Cache,
    pages: pages::Cache,
    search: search::Cache,
    check: check::Cache,
}

impl Pipeline {
    /// A pipeline for a single build. It drops a page as soon as the sink has it, and the text of an article when it was read.
    pub fn once() -> Self {
        Self {
            files: read::Cache::forgetting(),
            graph: graph::Cache::forgetting(),
            mentions: Memo::forgetting(),
            wording: Memo::forgetting(),
            pages: pages::Cache::forgetting(),
            pictures: pictures::Cache::forgetting(),
            search: search::Cache::forgetting(),
            ..Self::default()
        }
    }

    /// The same pipeline, which keeps the smaller copies of pictures in this store and not in memory.
    #[must_use]
    pub fn keeping_in(mut self, store: Arc<dyn VariantStore>) -> Self {
        self.pictures.keep_in(store);
        self
    }

    /// The same pipeline for those who want to know only what is wrong with a site: no picture is scaled.
    #[must_use]
    pub fn without_scaling(mut self) -> Self {
        self.pictures.only_find();
        self
    }

    /// A pipeline for sites with other kinds of page.
    #[cfg(test)]
    pub(crate) fn with_kinds(kinds: Kinds) -> Self {
        Self {
            kinds,
            ..Self::default()
        }
    }

    /// Makes the whole site from its inputs, as far as it can be made, and says everything that is wrong with it. The files
    /// go to the sink as soon as they are made, also if something is wrong.
    ///
    /// A fault of mend in a stage without which there is no site unwinds, for [`fault::caught`](crate::fault::caught).
    pub fn build(&mut self, inputs: &Inputs, sink: &dyn Sink) -> Reported<Build> {
        let cancellation = Cancellation::new(&|| false);
        self.build_for(inputs, Mode::Publish, sink, &cancellation)
    }

    /// The same, unless the build is cancelled meanwhile. What went to the sink by then is of no use.
    pub fn build_unless(
        &mut self,
        is_cancelled: &(dyn Fn() -> bool + Sync),
        inputs: &Inputs,
        sink: &dyn Sink,
    ) -> Option<Reported<Build>> {
        let cancellation = Cancellation::new(is_cancelled);
        unless_cancelled(|| self.build_for(inputs, Mode::Publish, sink, &cancellation))
    }

    /// The same for a preview. A file that cannot be read is shown in its version in `earlier`, the inputs of the build
    /// before; if there is none, the page says so.
    ///
    /// The build is cancelled when `is_cancelled` says that the inputs are no longer the newest. Then there is nothing to
    /// show.
    pub fn preview(
        &mut self,
        inputs: &Inputs,
        earlier: Option<&Inputs>,
        sink: &dyn Sink,
        is_cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Reported<Build>> {
        let cancellation = Cancellation::new(is_cancelled);
        unless_cancelled(|| self.build_for(inputs, Mode::Preview(earlier), sink, &cancellation))
    }

    /// All stages, in order.
    fn build_for(
        &mut self,
        inputs: &Inputs,
        mode: Mode<'_>,
        sink: &dyn Sink,
        cancellation: &Cancellation<'_>,
    ) -> Reported<Build> {
        let files = self.files.read(inputs, mode, cancellation);
        let (model, pictures) = self.model(inputs, files, mode, cancellation);
        let source = model.source();
        let outlet = Outlet::to(sink);
        let data = &model.files.data;
        let way = PageWay {
            addresses: &fallback::addresses(&model.links.graph, mode),
            anchored: &check::anchored(&model.site_documents(), data, &inputs.config),
            outlet: &outlet,
        };
        let context = model.draw_context(&source, way, cancellation);
        outlet.put_theme(&model.files.theme);
        let mut problems = model.files.problems.clone();
        problems.extend(pictures.problems);
        let (drawn, index) = self.draw_and_index(&model, &context, &mut problems);

        let judged = self.judge(&model, cancellation);
        let check_inputs = model.check_inputs(&judged);
        problems.extend(cancellation.problems("rules", || check::site(&check_inputs)));
        let finished = model.finished(&drawn, &index);
        let anchors = || check::anchors(&check_inputs, &finished);
        problems.extend(cancellation.problems("places", anchors));
        let pages = || check::pages(&check_inputs, &finished, &mut self.check);
        problems.extend(cancellation.problems("privacy", pages));
        check::references(&check_inputs, &finished, &mut problems);
        let silenced = check::settle(&check_inputs, &mut problems);

        let fallback_pages = self.fallback_pages(mode, &model, &context, &drawn, &mut problems);
        outlet.put_assets(&model.links.graph, &model.files.assets);
        outlet.put_pictures(pictures.outputs);
        outlet.put_all(drawn.listings.iter().cloned());
        let fallbacks = Fallbacks::of(&model, &fallback_pages);
        let work = Work {
            parsed: model.files.parsed,
            linked: self.links.computed() > 0,
            rendered: self.pages.drawn(),
            scaled: pictures.scaled,
        };
        let readability = model.published_readability(&judged);
        let files = outlet.into_paths();
        let (site, shown) = model.into_parts(judged.rules, drawn.pages);
        let report = || inspect::report(&site, inputs, files.len());
        let report = cancellation.stage("report", None, report);
        let build = Build {
            files,
            report: Report {
                silenced,
                work,
                ..report
            },
            readability,
            site,
            unscaled: pictures.unscaled,
            fallbacks: fallbacks.with_inputs(shown, fallback_pages),
        };
        Reported {
            value: build,
            problems,
        }
    }

    /// Computes everything that pages are drawn from.
    fn model<'a>(
        &mut self,
        inputs: &'a Inputs,
        files: SiteFiles<'a>,
        mode: Mode<'_>,
        cancellation: &Cancellation<'_>,
    ) -> (Model<'a>, Pictures) {
        let documents = graph::inherit(files.documents);
        let files = SiteFiles { documents, ..files };
        let finder = MentionFinder::of(&files.data.localised.glossary);
        let mentions = self.mentions.map(
            &files.documents,
            |document| finder.key(document),
            |document| {
                let find = || finder.find(document);
                cancellation.stage("terms", Some(&document.path), find)
            },
        );
        let (links, links_key) = self.links(inputs, &files, cancellation);
        let makes = matches!(mode, Mode::Publish);
        let site = (&*links.graph, &*files.assets);
        let pictures = self.pictures.pictures(inputs, site, makes, cancellation);
        let settings = view::FactSettings::of(&inputs.config);
        let facts = view::SiteFacts::of(settings, &files.documents, &links.graph, &files.data);
        let model = Model {
            facts: Arc::new(facts),
            pictures: Arc::clone(&pictures.files),
            kinds: self.kinds,
            inputs,
            files,
            mentions,
            links,
            links_key,
        };
        (model, pictures)
    }

    /// What the rules about wording find in each document, if any rule asks.
    fn judge(&mut self, model: &Model<'_>, cancellation: &Cancellation<'_>) -> Judged {
        let (files, config) = (&model.files, &model.inputs.config);
        let key = Fingerprint::of(&(files.data_key(), config.fingerprint()));
        let rules = || TextRules::of(RuleSettings::of(config), &files.data);
        let rules = self.rules.one(key, rules);
        let (texts, documents) = (&files.shown.documents, &files.documents);
        let is_read = files.shown.config.check.reads_texts()
            || documents.iter().any(|document| document.silences);
        let all: Vec<usize> = match is_read {
            true => (0..documents.len()).collect(),
            false => Vec::new(),
        };
        let wording = self.wording.map(
            &all,
            |at| rules.key(&texts[*at]),
            |at| {
                let (text, document) = (&texts[*at], &documents[*at]);
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
        files: &SiteFiles<'_>,
        cancellation: &Cancellation<'_>,
    ) -> (Arc<LinkedSite>, Fingerprint) {
        let documents = &files.documents;
        let states = documents.iter();
        let states = states.map(|document| State::of(document, &inputs.options));
        let graph_inputs = GraphInputs {
            documents,
            states: &states.collect::<Vec<_>>(),
            assets: &files.assets,
            closed: &inputs.closed,
            data: &files.data,
            theme_files: &files.theme_routes(),
            settings: GraphSettings::of(&inputs.config),
        };
        let related = inputs.config.lists.related;
        let key = Fingerprint::of(&(graph_inputs.key(), related));
        let Self {
            kinds,
            links,
            graph,
            ..
        } = self;
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
    fn draw_and_index(
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
            || match model.inputs.config.search.enabled {
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

    /// The pages that only a preview shows.
    fn fallback_pages(
        &mut self,
        mode: Mode<'_>,
        model: &Model<'_>,
        context: &DrawContext<'_>,
        drawn: &DrawnSite,
        problems: &mut [Diagnostic],
    ) -> FallbackPages {
        let Self { files, pages, .. } = self;
        let shown = &model.files.shown;
        let theme = || files.fallback_theme(shown, mode, context.cancellation);
        match mode {
            Mode::Publish => FallbackPages::default(),
            Mode::Preview(_) => FallbackPages::draw(context, &drawn.pages, problems, pages, theme),
        }
    }
}
