//! The stages from the drawing of pages on, for each language of a site in turn.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cancel::Cancellation;
use super::edition::EditionCache;
use super::fallback::{self, FallbackPages, Fallbacks};
use super::model::{DrawnLanguage, Judged, Model};
use super::outputs::Outlet;
use super::pages::PageWay;
use super::read::{self, Mode};
use crate::check;
use crate::check::readability::Readability;
use crate::diag::{Diagnostic, Reported};
use crate::files::Output;
use crate::graph;
use crate::inspect::SiteModel;
use crate::memo::Fingerprint;
use crate::path::{OutputPath, SourcePath};
use crate::render::{AllSources, ListingCache};
use crate::report::Silenced;
use crate::view;

/// A site in all its languages. The lists are in the order of the languages.
pub(super) struct Site<'s> {
    pub(super) mode: Mode<'s>,
    pub(super) models: &'s [Model<'s>],
    /// What the pages of each language are drawn from.
    pub(super) sources: &'s [view::Source<'s>],
    /// The names of the files of the pages of each language.
    pub(super) addresses: Vec<Vec<Option<OutputPath>>>,
    /// The files of which a site has one.
    pub(super) of_site: &'s [(OutputPath, Output)],
    pub(super) outlet: &'s Outlet<'s>,
    pub(super) cancellation: &'s Cancellation<'s>,
}

impl Site<'_> {
    /// Draws the pages of each language, then judges them.
    pub(super) fn draw(&self, caches: &mut [&mut EditionCache]) -> Reported<Vec<DrawnLanguage>> {
        let mut drawn: Reported<Vec<DrawnLanguage>> = Reported::default();
        for (at, (model, cache)) in self.models.iter().zip(caches).enumerate() {
            let Reported { value, problems } = self.draw_language(at, model, cache);
            drawn.value.push(value);
            drawn.problems.extend(problems);
        }
        drawn
    }

    fn draw_language(
        &self,
        at: usize,
        model: &Model<'_>,
        cache: &mut EditionCache,
    ) -> Reported<DrawnLanguage> {
        let cancellation = self.cancellation;
        let (documents, data) = (model.site_documents(), &model.files.data);
        let way = PageWay {
            addresses: &self.addresses[at],
            anchored: &check::anchored(&documents, data, &model.files.config),
            outlet: self.outlet,
        };
        let context = model.draw_context(&self.sources[at], way, cancellation);
        self.outlet.put_theme(&model.files.theme);
        let mut problems = Vec::new();
        let (site, index) = cache.draw_and_index(model, &context, &mut problems);

        let judged = cache.judge(model, cancellation);
        let inputs = &model.check_inputs(&judged);
        problems.extend(cancellation.problems("rules", || check::site(inputs)));
        let finished = model.finished(&site, self.of_site, &index);
        let anchors = || check::anchors(inputs, &finished);
        problems.extend(cancellation.problems("places", anchors));
        let pages = || check::pages(inputs, &finished, &mut cache.check);
        problems.extend(cancellation.problems("privacy", pages));
        check::references(inputs, &finished, &mut problems);
        drop(finished);
        Reported {
            value: DrawnLanguage { site, judged },
            problems,
        }
    }

    /// Gives each problem its severity and removes those that authors have silenced. Returns what was silenced.
    pub(super) fn settle(
        &self,
        judged: &[&Judged],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Silenced> {
        let languages = self.models.iter().zip(judged);
        let silenced = languages.flat_map(|(model, judged)| {
            let inputs = model.check_inputs(judged);
            check::settle(&inputs, problems)
        });
        let silenced: Vec<Silenced> = silenced.collect();
        // Rules about what all languages share find the same in each of them.
        if self.models.len() > 1 {
            problems.dedup();
        }
        silenced
    }

    /// How hard the published documents are to read, in the order of their paths.
    pub(super) fn readability(&self, judged: &[&Judged]) -> Vec<(SourcePath, Readability)> {
        let languages = self.models.iter().zip(judged);
        let all = languages.flat_map(|(model, judged)| model.published_readability(judged));
        let mut all: Vec<_> = all.collect();
        all.sort_by(|(left, _), (right, _)| left.cmp(right));
        all
    }

    /// What a preview shows instead of something that is broken.
    pub(super) fn fallbacks(
        &self,
        (caches, files): (&mut [&mut EditionCache], &mut read::Cache),
        drawn: &[DrawnLanguage],
        problems: &mut [Diagnostic],
    ) -> Fallbacks {
        let mut fallbacks = Fallbacks::default();
        for (at, (model, cache)) in self.models.iter().zip(caches).enumerate() {
            let way = PageWay {
                addresses: &self.addresses[at],
                anchored: &BTreeSet::new(),
                outlet: self.outlet,
            };
            let context = model.draw_context(&self.sources[at], way, self.cancellation);
            let theme = || {
                let (config, shown) = (&model.files.config, &model.shared.shown);
                files.fallback_theme(config, shown, self.mode, self.cancellation)
            };
            let pages = match self.mode {
                Mode::Publish => FallbackPages::default(),
                Mode::Preview(_) => {
                    let pages = &drawn[at].site.pages;
                    FallbackPages::draw(&context, pages, problems, &mut cache.pages, theme)
                }
            };
            fallbacks.add(model, pages);
        }
        fallbacks
    }
}

/// The names of the files of the pages of each language.
pub(super) fn addresses(models: &[Model<'_>], mode: Mode<'_>) -> Vec<Vec<Option<OutputPath>>> {
    let graphs = models.iter().map(|model| &model.links.graph);
    graphs
        .map(|graph| fallback::addresses(graph, mode))
        .collect()
}

/// What is kept of each language for questions about single pages.
pub(super) fn into_sites(
    models: Vec<Model<'_>>,
    drawn: Vec<DrawnLanguage>,
    pictures: &Arc<view::PictureFiles>,
) -> Vec<SiteModel> {
    let languages = models.into_iter().zip(drawn);
    languages
        .map(|(model, drawn)| model.into_site(drawn, pictures))
        .collect()
}

/// The files of which a site has one, whatever its languages; none if its pages cannot be drawn.
pub(super) fn files_of_site(
    models: &[Model<'_>],
    sources: &[view::Source<'_>],
    cache: &mut ListingCache,
) -> Arc<Vec<(OutputPath, Output)>> {
    let Some(first) = models.first().filter(|first| first.files.can_draw) else {
        return Arc::default();
    };
    let keys: Vec<Fingerprint> = models.iter().map(Model::key).collect();
    let all = AllSources {
        sources,
        key: Fingerprint::of(&keys),
    };
    cache.of_site(all, first.kinds.views())
}

/// Those of them that no file of the site may replace.
pub(super) fn fixed(files: &[(OutputPath, Output)]) -> impl Iterator<Item = (OutputPath, Output)> {
    let fixed = files.iter();
    let fixed = fixed.filter(|(path, _)| !graph::is_replaceable(path));
    fixed.cloned()
}
