//! The stages in order, the memo tables between them, and the counts of work.
//!
//! [`Pipeline::build`] is a function from inputs to outputs that happens to remember: a pipeline that
//! has built a thousand times gives the bytes of one that was made a moment ago. It holds caches and
//! nothing else. [`Pipeline::preview`] is the same function, with one more input: what was shown before, which stands in for
//! files that cannot be read now.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::asset::Asset;
use crate::check;
use crate::check::readability::Readability;
use crate::check::text_report::TextReport;
use crate::check::text_rules::TextRules;
use crate::codes;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Reported};
use crate::document::Document;
use crate::document::mentions::{Mention, MentionFinder};
use crate::files::{Inputs, Output, Outputs};
use crate::graph::{self, Graph, GraphInputs, GraphSettings, PageKey, Related, State};
use crate::inspect::Facts;
use crate::memo::{Fingerprint, Memo};
use crate::path::{OutputPath, Route, SourcePath};
use crate::render;
use crate::report::{Report, Work};
use crate::search;
use crate::view;

mod pages;
mod readings;
mod stand_in;
mod summary;
mod superseded;
mod wishes;

use pages::{Canvas, Drawn};
use readings::{Read, Readings, Unread, fingerprint};
pub use stand_in::StandIns;
use stand_in::{Displaced, Failed};
use superseded::{Superseded, unless_given_up};
use wishes::{
    foreign_words, long_frame, template_failures, unfit_templates, unknown_drawings, unmet_phrases,
};

/// A finished build.
pub struct Build {
    /// The site, as far as it could be made.
    pub outputs: Outputs,
    /// The facts of the build.
    pub report: Report,
    /// How hard the published documents are to read, as far as a rule reads their words.
    pub readability: Vec<(SourcePath, Readability)>,
    /// What was worked out, for questions about single pages.
    pub facts: Facts,
    /// What a preview shows in place of files and pages that are not as their author meant them.
    pub stand_ins: StandIns,
}

/// What the stages remember.
#[derive(Default)]
pub struct Pipeline {
    files: Readings,
    uses: Memo<Vec<Mention>>,
    rules: Memo<TextRules>,
    wording: Memo<TextReport>,
    looks: Memo<Vec<Diagnostic>>,
    raw_looks: Memo<Vec<Diagnostic>>,
    site: Memo<Site>,
    graph: graph::Cache,
    pages: pages::Memory,
    search: search::Cache,
}

/// What is worked out for the site as a whole.
struct Site {
    graph: Arc<Graph>,
    /// What is related to each document.
    related: Arc<Vec<Option<Arc<Vec<Related>>>>>,
}

impl Pipeline {
    /// Makes the whole site from its inputs and says everything that is wrong with it.
    ///
    /// A fault of mend in a stage without which there is no site unwinds, for [`fault::caught`](crate::fault::caught).
    pub fn build(&mut self, inputs: &Inputs) -> Reported<Build> {
        self.build_for(inputs, Unread::Left, &Superseded::new(&|| false))
    }

    /// The same for a preview. Where a file cannot be read, the version of it in `earlier` is shown, the inputs of the build
    /// before; where there is none, a page that says so.
    ///
    /// When `is_superseded` says in the meantime that the inputs are no longer the newest, the rest of the work is dropped, and
    /// there is nothing to show for it.
    pub fn preview(
        &mut self,
        inputs: &Inputs,
        earlier: Option<&Inputs>,
        is_superseded: &(dyn Fn() -> bool + Sync),
    ) -> Option<Reported<Build>> {
        let superseded = Superseded::new(is_superseded);
        unless_given_up(|| self.build_for(inputs, Unread::Replaced(earlier), &superseded))
    }

    fn build_for(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
    ) -> Reported<Build> {
        let Read {
            files,
            worn,
            documents,
            parsed,
            assets,
            data,
            lost_theme,
            mut problems,
        } = self.files.read(inputs, unread, superseded);
        let Inputs {
            config,
            options,
            left_out,
            closed,
            ..
        } = inputs;
        let documents = graph::inherit(documents);
        let (theme, texts) = (&*worn.theme, &worn.texts);
        let partial = stand_in::partial(&documents, inputs, &files, &problems);
        let data_key = Fingerprint::of(&(fingerprint(&files.data), &data.unread, data.is_closed));

        let foreign = foreign_words(config, texts, &problems);
        problems.extend(foreign);

        let finder = MentionFinder::of(&data.localised.glossary);
        let uses = self.uses.map(
            &documents,
            |document| finder.key(document),
            |document| {
                let find = || finder.find(document);
                superseded.stage("terms", Some(&document.path), find)
            },
        );
        let rules_key = Fingerprint::of(&(data_key, config.fingerprint()));
        let rules = self.rules.one(rules_key, || TextRules::of(config, &data));
        let wording = self.wording(&files, &documents, &rules, superseded);

        let states: Vec<State> = documents
            .iter()
            .map(|document| State::of(document, options))
            .collect();
        let theme_files = theme.files.values();
        let theme_routes: Vec<Route> = theme_files.map(|file| file.route.clone()).collect();
        let graph_inputs = GraphInputs {
            documents: &documents,
            states: &states,
            assets: &assets,
            closed,
            data: &data,
            theme_files: &theme_routes,
            settings: GraphSettings::of(config),
        };
        let wanted = config.lists.related;
        let site_key = Fingerprint::of(&(graph_inputs.key(), wanted));
        let Self { site, graph, .. } = self;
        let site = superseded.stage("links", None, || {
            site.one(site_key, || {
                let made = graph.graph(&graph_inputs);
                Site {
                    related: Arc::new(graph.related(&made, &documents, wanted)),
                    graph: Arc::new(made),
                }
            })
        });
        let graph = &*site.graph;
        let subject = check::Subject {
            documents: &documents,
            assets: &assets,
            graph,
            data: &data,
            uses: &uses,
            wording: &wording,
            rules: &rules,
            theme_files: &files.theme,
            left_out,
            closed,
            config,
            now: options.now,
        };
        let judged = superseded.guard("rules", None, || check::site(&subject));
        problems.extend(judged.unwrap_or_else(|fault| vec![*fault]));

        let source = view::Source {
            documents: &documents,
            assets: &assets,
            graph,
            related: &site.related,
            data: &data,
            uses: &uses,
            texts,
            config,
            options,
        };
        let canvas = Canvas {
            source: &source,
            site: site_key,
            settings: Fingerprint::of(&(data_key, options.links, theme.fingerprint, config)),
            superseded,
        };
        let searched = search::Corpus {
            documents: &documents,
            graph,
            glossary: &data.localised.glossary,
            help: data.help.as_ref(),
            paths: &data.localised.paths,
            audiences: &data.localised.audiences,
            texts,
            danger: &config.help,
            language: &config.language,
            links: options.links,
        };
        let is_usable = worn.faults.is_empty();
        let Self {
            pages: drawing,
            search: indexing,
            ..
        } = self;
        // Neither looks at the other. After an edit each is mostly the work of one thread, so both together take as long as
        // the longer one.
        let (Drawn { pages, listings }, index) = rayon::join(
            || match is_usable {
                true => superseded.stage("pages", None, || drawing.draw(&canvas, theme)),
                false => Drawn::default(),
            },
            || match config.search.enabled {
                true => superseded.guard("search", None, || search::index(&searched, indexing)),
                false => Ok(search::SearchIndex::default()),
            },
        );
        let index = index.unwrap_or_else(|fault| {
            problems.push(*fault);
            search::SearchIndex::default()
        });
        let drawn = drawing.drawn();
        // A template may fail for want of what an unread data file would have said.
        let failures = template_failures(graph, &documents, &pages);
        let failures = failures.into_iter();
        let knows_data = data.unread.is_empty() && !data.is_closed;
        problems.extend(failures.filter(|failure| knows_data || failure.code == codes::MEND_01));
        let html = |route: &Route| {
            let page = pages.get(graph.page_at(route)?)?;
            page.output.as_ref().map(|output| &*output.bytes)
        };
        let places = superseded.guard("places", None, || check::places(&subject, &html));
        problems.extend(places.unwrap_or_else(|fault| vec![*fault]));
        let look = || {
            let mut seen = self.look_at(&pages, graph, &documents, config);
            let made = index.files.iter().chain(listings.iter());
            let made = made.map(|(path, _)| path.clone());
            let made = made.chain(theme_routes.iter().map(Route::to_output));
            seen.extend(self.look_at_raw_pages(&assets, graph, config, made));
            seen
        };
        let seen = superseded.guard("privacy", None, look);
        problems.extend(seen.unwrap_or_else(|fault| vec![*fault]));
        problems.extend(unfit_templates(graph, &documents, &pages, theme));
        problems.extend(long_frame(graph));
        problems.extend(unknown_drawings(&documents, theme));
        let terms_file = data.localised.terms_file.as_ref();
        let terms_file =
            terms_file.and_then(|path| files.data.iter().find(|file| file.path == *path));
        if subject.knows_all_documents() {
            problems.extend(unmet_phrases(&index.unmatched, terms_file));
        }
        config.check.settle_all(&mut problems);
        let silenced = check::silence(&subject, &mut problems);
        diag::arrange(&mut problems);

        let (displaced, failed) = match unread {
            Unread::Left => (Displaced::default(), Failed::default()),
            Unread::Replaced(_) => {
                let spare = || self.files.spare(&files, unread, superseded);
                (
                    Displaced::find(&source, &pages, &mut problems),
                    Failed::draw_again(&canvas, &pages, &mut self.pages, spare),
                )
            }
        };
        let rendered = graph.pages.iter().zip(&pages);
        let rendered = rendered
            .filter_map(|(page, drawn)| Some((page.route.to_output(), drawn.output.clone()?)));
        let published = graph.asset_routes.iter().zip(&assets);
        let published = published
            .filter_map(|(route, asset)| Some((route.as_ref()?.to_output(), asset.output.clone())));
        let themed = theme.files.values();
        let themed = themed.map(|file| (file.route.to_output(), file.output.clone()));
        // The graph told of every name that two want. Of those the first here stands: what mend writes, and last of all
        // what a site may replace.
        let (replaceable, own): (Vec<_>, Vec<_>) = listings
            .iter()
            .cloned()
            .partition(|(path, _)| graph::is_replaceable(path));
        let offered = index.files.into_iter().chain(own).chain(themed);
        let offered = offered
            .chain(rendered)
            .chain(failed.outputs.iter().cloned())
            .chain(displaced.outputs.iter().cloned());
        let offered = offered.chain(published).chain(replaceable);
        let mut outputs = Outputs::new();
        for (path, output) in offered {
            outputs.entry(path).or_insert(output);
        }

        let work = Work {
            parsed,
            linked: self.site.computed() > 0,
            rendered: drawn,
        };
        let report = Report {
            silenced,
            ..superseded.stage("report", None, || {
                summary::report(&source, left_out, &outputs, work)
            })
        };
        let stand_ins = StandIns::of(&source, partial, lost_theme, displaced, failed, files);
        Reported {
            value: Build {
                outputs,
                report,
                readability: published_readability(&documents, &states, &wording),
                facts: Facts {
                    graph: Arc::clone(&site.graph),
                    rules,
                    pages,
                    documents,
                    assets,
                    data,
                    uses,
                    related: Arc::clone(&site.related),
                    theme: worn.theme,
                },
                stand_ins,
            },
            problems,
        }
    }

    /// What the rules about wording find in each document, if any rule asks.
    fn wording(
        &mut self,
        files: &Inputs,
        documents: &[Arc<Document>],
        rules: &TextRules,
        superseded: &Superseded<'_>,
    ) -> Vec<Arc<TextReport>> {
        let is_read =
            files.config.check.reads_texts() || documents.iter().any(|document| document.silences);
        let places: Vec<usize> = match is_read {
            true => (0..documents.len()).collect(),
            false => Vec::new(),
        };
        self.wording.map(
            &places,
            |at| rules.key(&files.documents[*at]),
            |at| {
                let (file, document) = (&files.documents[*at], &documents[*at]);
                let judge = || check::text::check(file, document, rules);
                let judged = superseded.guard("words", Some(&file.path), judge);
                judged.unwrap_or_else(|fault| TextReport::failed(*fault))
            },
        )
    }
}

impl Pipeline {
    /// Judges each finished page by its HTML, if a rule wants that.
    fn look_at(
        &mut self,
        pages: &[Arc<render::Page>],
        graph: &Graph,
        documents: &[Arc<Document>],
        config: &Config,
    ) -> Vec<Diagnostic> {
        let rules = &config.check;
        if !check::page::is_asked(rules) {
            return Vec::new();
        }
        let is_of_unread =
            |key: &PageKey| matches!(key, PageKey::Article(id) if documents[id.index()].unread);
        let finished: Vec<(PageKey, &Output)> = graph
            .pages
            .iter()
            .zip(pages)
            .filter(|(page, _)| !is_of_unread(&page.key))
            .filter_map(|(page, drawn)| Some((page.key, drawn.output.as_ref()?)))
            .collect();
        let page = |key: &PageKey| check::page::Page {
            own_address: config.base_url.as_deref(),
            flagged: match key {
                PageKey::Article(id) => !documents[id.index()].meta.safety.is_empty(),
                _ => false,
            },
        };
        let found = self.looks.map(
            &finished,
            |(key, output)| Fingerprint::of(&(output.fingerprint, rules, page(key))),
            |(key, output)| {
                check::page::check(&String::from_utf8_lossy(&output.bytes), &page(key), rules)
            },
        );
        let place = |(key, problem): (PageKey, &Diagnostic)| match key {
            PageKey::Article(id) => {
                let document = &documents[id.index()];
                problem.clone().at(&document.path, document.top())
            }
            _ => problem.clone(),
        };
        let keys = finished.iter().map(|(key, _)| *key);
        keys.zip(&found)
            .flat_map(|(key, problems)| problems.iter().map(move |problem| place((key, problem))))
            .collect()
    }
}

impl Pipeline {
    /// Judges the HTML files that a site brings itself, given what is published beside pages and the site's own files.
    fn look_at_raw_pages(
        &mut self,
        assets: &[Arc<Asset>],
        graph: &Graph,
        config: &Config,
        made: impl Iterator<Item = OutputPath>,
    ) -> Vec<Diagnostic> {
        const ENDINGS: [&str; 4] = ["htm", "html", "shtml", "xhtml"];
        let published = assets.iter().zip(graph.asset_routes.iter());
        let published = published.filter_map(|(asset, route)| Some((asset, route.as_ref()?)));
        let raw: Vec<(&Arc<Asset>, OutputPath)> = published
            .clone()
            .filter(|(asset, _)| ENDINGS.contains(&&*asset.path.extension()) && !asset.unread)
            .map(|(asset, route)| (asset, route.to_output()))
            .collect();
        if raw.is_empty() {
            return Vec::new();
        }
        let pages = graph.pages.iter().map(|page| &page.route);
        let routes = pages.chain(published.map(|(_, route)| route));
        let published: BTreeSet<OutputPath> = routes.map(Route::to_output).chain(made).collect();
        let site = check::raw_page::Site {
            config,
            published: &published,
        };
        let site_key = Fingerprint::of(&(config, &published));
        let page = check::page::Page {
            own_address: config.base_url.as_deref(),
            flagged: false,
        };
        let found = self.raw_looks.map(
            &raw,
            |(asset, _)| Fingerprint::of(&(&asset.path, asset.output.fingerprint, site_key)),
            |(asset, output)| {
                let html = String::from_utf8_lossy(&asset.output.bytes);
                check::raw_page::check(&html, &asset.path, output, &page, &site)
            },
        );
        found
            .iter()
            .flat_map(|found| found.iter().cloned())
            .collect()
    }
}

/// How hard the documents are to read that this build publishes.
fn published_readability(
    documents: &[Arc<Document>],
    states: &[State],
    wording: &[Arc<TextReport>],
) -> Vec<(SourcePath, Readability)> {
    let all = documents.iter().zip(states).zip(wording);
    all.filter(|((document, state), _)| state.published && !document.unread)
        .map(|((document, _), text)| (document.path.clone(), text.readability.clone()))
        .collect()
}
