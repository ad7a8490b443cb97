//! The stages in order, the memo tables between them, and the counts of work.
//!
//! [`Pipeline::build`] is a function from inputs to outputs that happens to remember: a pipeline that
//! has built a thousand times gives the bytes of one that was made a moment ago. It holds caches and
//! nothing else.

use std::sync::Arc;

use crate::asset::{self, Asset};
use crate::check;
use crate::check::text::{Checked, Rules};
use crate::codes;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Reported};
use crate::document::data::{self, Data};
use crate::document::texts::{self, Texts};
use crate::document::uses::{Finder, Use};
use crate::document::{self, Document, Settings};
use crate::files::{Inputs, Output, Outputs, SourceFile};
use crate::graph::{self, Graph, Material, PageKey, Related, State};
use crate::inspect::Facts;
use crate::memo::{Fingerprint, Memo};
use crate::path::{Route, SourcePath};
use crate::render;
use crate::report::{Report, Work};
use crate::search;
use crate::theme::{self, Theme};
use crate::view;

mod pages;
mod summary;
mod superseded;
mod wishes;

use pages::Drawn;
use superseded::{Superseded, unless_given_up};
use wishes::{template_failures, unknown_drawings, unknown_templates, unmet_phrases};

/// A finished build.
pub struct Build {
    /// The site, as far as it could be made.
    pub outputs: Outputs,
    /// The facts of the build.
    pub report: Report,
    /// The words of the published documents, as far as a rule reads them.
    pub wording: Vec<(SourcePath, Arc<Checked>)>,
    /// What was worked out, for questions about single pages.
    pub facts: Facts,
}

/// What the stages remember.
#[derive(Default)]
pub struct Pipeline {
    texts: Memo<Reported<Texts>>,
    theme: Memo<Reported<Theme>>,
    documents: Memo<Reported<Arc<Document>>>,
    assets: Memo<Reported<Arc<Asset>>>,
    data: Memo<Reported<Data>>,
    uses: Memo<Vec<Use>>,
    rules: Memo<Rules>,
    wording: Memo<Checked>,
    looks: Memo<Vec<Diagnostic>>,
    site: Memo<Site>,
    graph: graph::Memory,
    pages: pages::Memory,
    search: search::Memory,
}

/// What is worked out for the site as a whole.
struct Site {
    graph: Arc<Graph>,
    /// What is related to each document.
    related: Vec<Option<Arc<Vec<Related>>>>,
}

impl Pipeline {
    /// Makes the whole site from its inputs and says everything that is wrong with it.
    pub fn build(&mut self, inputs: &Inputs) -> Reported<Build> {
        self.build_for(inputs, &Superseded::new(&|| false))
    }

    /// The same, unless `is_superseded` says in the meantime that the inputs are no longer the newest: then the rest of the
    /// work is dropped, and there is nothing to show for it.
    pub fn build_unless(
        &mut self,
        inputs: &Inputs,
        is_superseded: &(dyn Fn() -> bool + Sync),
    ) -> Option<Reported<Build>> {
        unless_given_up(|| self.build_for(inputs, &Superseded::new(is_superseded)))
    }

    fn build_for(&mut self, inputs: &Inputs, superseded: &Superseded<'_>) -> Reported<Build> {
        let Inputs {
            config,
            options,
            documents: document_files,
            data: data_files,
            assets: asset_files,
            theme: theme_files,
            left_out,
        } = inputs;
        let mut problems: Vec<Diagnostic> = Vec::new();

        let texts = self.texts(config, theme_files, data_files);
        problems.extend_from_slice(&texts.problems);
        let texts = &texts.value;

        let theme_key = theme::key(&config.theme, theme_files, texts, &config.style);
        let theme = self.theme.one(theme_key, || {
            theme::load(&config.theme, theme_files, texts, &config.style)
        });
        problems.extend_from_slice(&theme.problems);

        let settings = Settings::of(config);
        let documents = self.documents.map(
            document_files,
            |file| settings.key(file),
            |file| {
                superseded.check();
                let Reported { value, problems } = document::read(file, &settings);
                Reported {
                    value: Arc::new(value),
                    problems,
                }
            },
        );
        let documents = collect(documents, &mut problems);

        let assets = self.assets.map(
            asset_files,
            |file| Fingerprint::of(&(&file.path, file.fingerprint)),
            |file| {
                let Reported { value, problems } = asset::prepare(file);
                Reported {
                    value: Arc::new(value),
                    problems,
                }
            },
        );
        let assets = collect(assets, &mut problems);

        let data_key = fingerprint(data_files);
        let data = self.data.one(data_key, || data::read(data_files));
        problems.extend_from_slice(&data.problems);

        let finder = Finder::of(&data.value.glossary);
        let uses = self.uses.map(
            &documents,
            |document| finder.key(document),
            |document| finder.find(document),
        );
        let rules_key = Fingerprint::of(&(data_key, config.fingerprint()));
        let rules = self.rules.one(rules_key, || Rules::of(config, &data.value));
        let is_read =
            config.check.reads_texts() || documents.iter().any(|document| document.silences);
        let places: Vec<usize> = match is_read {
            true => (0..documents.len()).collect(),
            false => Vec::new(),
        };
        let wording = self.wording.map(
            &places,
            |at| rules.key(&document_files[*at]),
            |at| {
                superseded.check();
                check::text::check(&document_files[*at], &documents[*at], &rules)
            },
        );

        let states: Vec<State> = documents
            .iter()
            .map(|document| State::of(document, options))
            .collect();
        let theme_routes: Vec<Route> = theme
            .value
            .files
            .values()
            .map(|file| file.route.clone())
            .collect();
        let material = Material {
            documents: &documents,
            states: &states,
            assets: &assets,
            data: &data.value,
            theme_files: &theme_routes,
            config,
        };
        superseded.check();
        let site_key = material.key();
        let Self { site, graph, .. } = self;
        let site = site.one(site_key, || {
            let made = graph.graph(&material);
            let wanted = config.lists.related;
            Site {
                related: graph.related(&made, &documents, wanted),
                graph: Arc::new(made),
            }
        });
        let graph = &*site.graph;
        let subject = check::Subject {
            documents: &documents,
            assets: &assets,
            graph,
            data: &data.value,
            uses: &uses,
            wording: &wording,
            rules: &rules,
            theme_files,
            left_out,
            config,
            now: options.now,
        };
        superseded.check();
        problems.extend(check::site(&subject));

        let source = view::Source {
            documents: &documents,
            assets: &assets,
            graph,
            related: &site.related,
            data: &data.value,
            uses: &uses,
            texts,
            config,
            options,
        };
        let settings = Fingerprint::of(&(data_key, options.links, theme.value.fingerprint, config));
        let searched = search::Subject {
            documents: &documents,
            graph,
            data: &data.value,
            texts,
            language: &config.language,
            links: options.links,
        };
        let usable = theme.is_usable();
        let Self {
            pages: drawing,
            search: indexing,
            ..
        } = self;
        // Neither looks at the other. After an edit each is mostly the work of one thread, so both together take as long as
        // the longer one.
        let (Drawn { pages, listings }, index) = rayon::join(
            || match usable {
                true => drawing.draw(&source, &theme.value, site_key, settings, superseded),
                false => Drawn::default(),
            },
            || match config.search.enabled {
                true => search::index(&searched, indexing),
                false => search::Made::default(),
            },
        );
        // A template may fail for want of what an unread data file would have said.
        if data.value.unread.is_empty() {
            problems.extend(template_failures(graph, &documents, &pages));
        }
        superseded.check();
        let html = |route: &Route| {
            let found = graph.pages.partition_point(|(_, known)| known < route);
            let is_it = graph
                .pages
                .get(found)
                .is_some_and(|(_, known)| known == route);
            let page = pages.get(found).filter(|_| is_it)?;
            page.output.as_ref().map(|output| &*output.bytes)
        };
        problems.extend(check::places(&subject, &html));
        problems.extend(self.look_at(&pages, graph, &documents, config));
        problems.extend(unknown_templates(graph, &documents, &theme.value));
        problems.extend(unknown_drawings(&documents, &theme.value));
        let terms_file = data.value.terms_file.as_ref();
        let terms_file =
            terms_file.and_then(|path| data_files.iter().find(|file| file.path == *path));
        if documents.iter().all(|document| !document.unread) {
            problems.extend(unmet_phrases(&index.unmet, terms_file));
        }
        problems.retain_mut(|problem| {
            let settled = config.check.settle(problem.code, problem.severity);
            problem.severity = settled.unwrap_or(problem.severity);
            settled.is_some()
        });
        let silenced = check::silence(&subject, &mut problems);
        diag::arrange(&mut problems);

        let rendered = graph.pages.iter().zip(&pages);
        let rendered = rendered
            .filter_map(|((_, route), page)| Some((route.to_output(), page.output.clone()?)));
        let published = graph.asset_routes.iter().zip(&assets);
        let published = published
            .filter_map(|(route, asset)| Some((route.as_ref()?.to_output(), asset.output.clone())));
        let themed = theme.value.files.values();
        let themed = themed.map(|file| (file.route.to_output(), file.output.clone()));
        // The graph told of every name that two want. Of those the first here stands: what mend writes, and last of all
        // what a site may replace.
        let (replaceable, own): (Vec<_>, Vec<_>) = listings
            .iter()
            .cloned()
            .partition(|(path, _)| graph::is_replaceable(path));
        let offered = index.files.into_iter().chain(own).chain(themed);
        let offered = offered.chain(rendered).chain(published).chain(replaceable);
        let mut outputs = Outputs::new();
        for (path, output) in offered {
            outputs.entry(path).or_insert(output);
        }
        superseded.check();

        let work = Work {
            parsed: self.documents.computed(),
            linked: self.site.computed() > 0,
            rendered: self.pages.drawn(),
        };
        let report = Report {
            silenced,
            ..summary::report(&source, left_out, &outputs, work)
        };
        Reported {
            value: Build {
                outputs,
                report,
                wording: published_wording(&documents, &states, wording),
                facts: Facts {
                    graph: Arc::clone(&site.graph),
                    rules,
                    pages,
                    documents,
                    assets,
                },
            },
            problems,
        }
    }
}

impl Pipeline {
    /// The words of the interface: the theme's, and those the site puts in their place.
    fn texts(
        &mut self,
        config: &Config,
        theme_files: &[SourceFile],
        data_files: &[SourceFile],
    ) -> Arc<Reported<Texts>> {
        let theme = theme::texts_files(&config.theme, theme_files);
        let site = data_files
            .iter()
            .find(|file| file.path.stem() == texts::NAME);
        let key = (fingerprint(&theme), site.map(|file| file.fingerprint));
        self.texts
            .one(Fingerprint::of(&key), || texts::read(&theme, site))
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
        if rules
            .severity(codes::PRIV_01, codes::PRIV_01.severity())
            .is_none()
        {
            return Vec::new();
        }
        let is_of_unread =
            |key: &PageKey| matches!(key, PageKey::Article(id) if documents[id.index()].unread);
        let finished: Vec<(PageKey, &Output)> = graph
            .pages
            .iter()
            .zip(pages)
            .filter(|((key, _), _)| !is_of_unread(key))
            .filter_map(|((key, _), page)| Some((*key, page.output.as_ref()?)))
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

/// Takes the values out of their reports and keeps the problems.
fn collect<T>(reports: Vec<Arc<Reported<Arc<T>>>>, problems: &mut Vec<Diagnostic>) -> Vec<Arc<T>> {
    let take = |report: Arc<Reported<Arc<T>>>| {
        problems.extend_from_slice(&report.problems);
        Arc::clone(&report.value)
    };
    reports.into_iter().map(take).collect()
}

fn fingerprint(files: &[SourceFile]) -> Fingerprint {
    Fingerprint::of(
        &files
            .iter()
            .map(|file| (&file.path, file.fingerprint))
            .collect::<Vec<_>>(),
    )
}

/// The words of the documents that this build publishes.
fn published_wording(
    documents: &[Arc<Document>],
    states: &[State],
    wording: Vec<Arc<Checked>>,
) -> Vec<(SourcePath, Arc<Checked>)> {
    let all = documents.iter().zip(states).zip(wording);
    all.filter(|((document, state), _)| state.published && !document.unread)
        .map(|((document, _), text)| (document.path.clone(), text))
        .collect()
}
