//! The stages in order, the memo tables between them, and the counts of work.
//!
//! [`Pipeline::build`] is a function from inputs to outputs with a cache: a pipeline that has built a thousand times gives
//! the same bytes as a new one. It holds caches and nothing else. [`Pipeline::preview`] is the same function with one more
//! input: the files that were shown before, which replace files that cannot be read now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::readability::Readability;
use crate::diag::Reported;
use crate::files::{Inputs, Sink, VariantStore};
use crate::graph::Graph;
use crate::inspect::{self, SiteModel};
use crate::kinds::Kinds;
use crate::path::{OutputPath, SourcePath};
use crate::render::ListingCache;
use crate::report::{Report, Work};

mod cancel;
mod edition;
mod fallback;
mod files;
mod model;
mod outputs;
mod pages;
mod pictures;
mod read;
mod site;
mod theme;

use cancel::{Cancellation, unless_cancelled};
use edition::EditionCache;
pub use fallback::Fallbacks;
use files::SiteFiles;
use model::Model;
use outputs::Outlet;
pub use pictures::Unscaled;
use read::Mode;
use site::Site;

/// A finished build: what is known of the site, whose files went to a sink.
pub struct Build {
    /// The names of the files.
    pub files: BTreeSet<OutputPath>,
    /// The facts of the build.
    pub report: Report,
    /// How hard the published documents are to read, as far as a rule reads their words.
    pub readability: Vec<(SourcePath, Readability)>,
    /// The model of the site in each language, for questions about single pages; the first language first.
    pub sites: Vec<SiteModel>,
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
    pictures: pictures::Cache,
    /// What is remembered for each language, by the number of its edition.
    editions: BTreeMap<usize, EditionCache>,
    listings: ListingCache,
    /// Whether the caches are for a single build.
    is_forgetting: bool,
}

impl Pipeline {
    /// A pipeline for a single build. It drops a page as soon as the sink has it, and the text of an article when it was read.
    pub fn once() -> Self {
        Self {
            files: read::Cache::forgetting(),
            pictures: pictures::Cache::forgetting(),
            is_forgetting: true,
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

    /// All stages, in order. Each runs for every language in turn: behind the files no stage knows of more than one.
    fn build_for(
        &mut self,
        inputs: &Inputs,
        mode: Mode<'_>,
        sink: &dyn Sink,
        cancellation: &Cancellation<'_>,
    ) -> Reported<Build> {
        let Self {
            kinds,
            files: file_cache,
            editions: edition_caches,
            listings,
            pictures: picture_cache,
            is_forgetting,
        } = self;
        let SiteFiles { shared, editions } = file_cache.read(inputs, mode, cancellation);
        let mut caches = edition::caches(edition_caches, &editions, *is_forgetting);
        let models = editions.into_iter().zip(&mut caches);
        let models = models
            .map(|(files, cache)| cache.model(inputs, (&shared, files), *kinds, cancellation));
        let models: Vec<Model<'_>> = models.collect();
        let graphs: Vec<&Graph> = models.iter().map(|model| &*model.links.graph).collect();
        let makes = matches!(mode, Mode::Publish);
        let shown = (&*graphs, &*shared.assets);
        let pictures = picture_cache.pictures(inputs, shown, makes, cancellation);
        let sources = models.iter().map(|model| model.source(&pictures.files));
        let sources: Vec<_> = sources.collect();
        let outlet = Outlet::to(sink);
        let of_site = site::files_of_site(&models, &sources, listings);
        outlet.put_all(site::fixed(&of_site));
        let site = Site {
            mode,
            addresses: site::addresses(&models, mode),
            models: &models,
            sources: &sources,
            of_site: &of_site,
            outlet: &outlet,
            cancellation,
        };
        let Reported {
            value: drawn,
            mut problems,
        } = site.draw(&mut caches);
        let judged: Vec<_> = drawn.iter().map(|edition| &edition.judged).collect();
        let of_files = shared.problems.iter().chain(&pictures.problems);
        problems.splice(0..0, of_files.cloned());
        let silenced = site.settle(&judged, &mut problems);
        let fallbacks = site.fallbacks((&mut caches, file_cache), &drawn, &mut problems);
        outlet.put_assets(&graphs, &shared.assets);
        outlet.put_pictures(pictures.outputs);
        outlet.put_all(of_site.iter().cloned());
        let work = Work {
            parsed: shared.parsed,
            linked: caches.iter().any(|cache| cache.has_linked()),
            rendered: caches.iter().map(|cache| cache.drawn()).sum(),
            scaled: pictures.scaled,
        };
        let readability = site.readability(&judged);
        let files = outlet.into_paths();
        drop((sources, graphs));
        let sites = site::into_sites(models, drawn, &pictures.files);
        let report = || inspect::report(&sites, inputs, files.len());
        let report = cancellation.stage("report", None, report);
        let build = Build {
            files,
            report: Report {
                silenced,
                work,
                ..report
            },
            readability,
            sites,
            unscaled: pictures.unscaled,
            fallbacks: fallbacks.with_inputs(shared.shown),
        };
        Reported {
            value: build,
            problems,
        }
    }
}
