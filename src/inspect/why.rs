//! The answers of `mend why`: where an address comes from, or why a file is not published.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Inspector, PageFacts};
use crate::diag::nearest;
use crate::document::Document;
use crate::files::{Inputs, LeftOut, left_out_at};
use crate::graph::{CONTENT, DocId, Resolution, Subject};
use crate::path::{OutputPath, Route, SourcePath, decode_path, fold};
use crate::report::{DocumentReport, Status};

/// What is known of something that was asked about.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// What it is, in a few words.
    pub what: String,
    /// Its address, if it has one.
    pub url: Option<Route>,
    /// Its title.
    pub title: Option<String>,
    /// Where it is written.
    pub file: Option<SourcePath>,
    /// Whether this build publishes it.
    pub published: bool,
    /// Why it is published or not, in a sentence.
    pub reason: String,
    /// The template that draws it.
    pub template: Option<String>,
    /// The other files it is made from, without those that every page is made from.
    pub inputs: Vec<String>,
    /// The files that show it or link to it.
    pub used_by: Vec<SourcePath>,
    /// The page to which an old address redirects.
    pub redirects_to: Option<Route>,
    /// What else is known of an article.
    pub page: Option<PageFacts>,
}

impl Inspector {
    /// Answers for an address, for a file by its path in the site or below `content/`, or for an article by its title.
    /// `files` are those of the same build.
    pub fn why(&self, asked: &str, files: &BTreeSet<OutputPath>) -> Option<Why> {
        if let Some(id) = self.document_named(asked) {
            return Some(self.why_document(id));
        }
        if let Some(at) = self.asset_named(asked) {
            return Some(self.why_asset(at));
        }
        if let Some(file) = self.left_out_named(asked) {
            return Some(why_left_out(file));
        }
        if let Some(why) = self.why_source(asked) {
            return Some(why);
        }
        let route = self.route_of(asked)?;
        let folder = Route::new(&format!("{}/", route.as_str()));
        self.why_route(&route)
            .or_else(|| self.why_route(&folder))
            .or_else(|| made(&route, files))
            .or_else(|| Some(self.why_document(self.document_titled(asked)?)))
    }

    /// Paths, addresses and titles that are similar to what was asked about.
    pub fn near(&self, asked: &str) -> Vec<String> {
        let documents = &self.site.documents;
        let files = self.inputs.paths().map(SourcePath::as_str);
        let below = documents
            .iter()
            .filter_map(|document| document.path.below(CONTENT));
        let routes = self.site.graph.pages.iter().map(|page| page.route.as_str());
        let titles = documents.iter().map(|document| document.title.as_str());
        let names: Vec<&str> = files.chain(below).chain(routes).chain(titles).collect();
        let written = asked.trim_matches('/');
        let forms = [
            asked.to_owned(),
            format!("{written}.md"),
            format!("/{written}/"),
        ];
        let mut near: Vec<String> = forms
            .iter()
            .filter_map(|form| nearest(form, names.iter().copied()))
            .map(str::to_owned)
            .collect();
        near.dedup();
        if near.is_empty() {
            // A file with a similar name in another folder.
            let paths = || self.inputs.paths();
            let name = nearest(written, paths().map(|path| path.file_name()));
            let namesakes = paths().filter(|path| Some(path.file_name()) == name);
            near.extend(namesakes.map(ToString::to_string));
        }
        near.truncate(3);
        near
    }

    /// The one document of this title, in any case.
    pub(super) fn document_titled(&self, asked: &str) -> Option<DocId> {
        let folded = fold(asked.trim());
        let documents = self.site.documents.iter().enumerate();
        let mut found = documents.filter(|(_, document)| fold(&document.title) == folded);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Some(DocId::new(at)),
            _ => None,
        }
    }

    /// A file from which pages are made and that is not published itself: settings, data, templates.
    fn why_source(&self, asked: &str) -> Option<Why> {
        let names = [asked.to_owned(), format!("{CONTENT}/{asked}")];
        let is_asked = |path: &SourcePath| names.iter().any(|name| name == path.as_str());
        let Inputs {
            config,
            data,
            theme,
            ..
        } = &self.inputs;
        let settings = &config.source.file;
        let (what, path, reason) = if is_asked(settings) {
            (
                "the settings of the site",
                settings,
                "pages are built with it; it is not published itself",
            )
        } else if let Some(file) = data.iter().find(|file| is_asked(&file.path)) {
            (
                "a data file",
                &file.path,
                "pages show what it contains; it is not published itself",
            )
        } else {
            let file = theme.iter().find(|file| is_asked(&file.path))?;
            (
                "a file of the theme",
                &file.path,
                "it replaces the built-in file of the same name",
            )
        };
        Some(Why {
            what: what.to_owned(),
            file: Some(path.clone()),
            reason: reason.to_owned(),
            ..Why::nothing()
        })
    }

    fn document_named(&self, asked: &str) -> Option<DocId> {
        let names = [asked.to_owned(), format!("{CONTENT}/{asked}")];
        let documents = &self.site.documents;
        names.iter().find_map(|name| {
            let at = documents
                .binary_search_by(|document| document.path.as_str().cmp(name))
                .ok()?;
            Some(DocId::new(at))
        })
    }

    fn asset_named(&self, asked: &str) -> Option<usize> {
        let below = format!("{CONTENT}/{asked}");
        self.site
            .assets
            .iter()
            .position(|asset| [asked, &below].contains(&asset.path.as_str()))
    }

    fn left_out_named(&self, asked: &str) -> Option<&LeftOut> {
        let names = [asked, &format!("{CONTENT}/{asked}")];
        names
            .into_iter()
            .find_map(|name| left_out_at(&self.inputs.left_out, name))
    }

    /// The address inside the site that was typed, copied from a browser or from the published site.
    pub(super) fn route_of(&self, asked: &str) -> Option<Route> {
        let plain = asked.split(['?', '#']).next().unwrap_or_default();
        let path = match plain.split_once("://") {
            Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
            None => plain,
        };
        let config = &self.inputs.config;
        let is_whole = plain.contains("://");
        let below_base = path.strip_prefix(config.base_path()).filter(|_| is_whole);
        let path = below_base.unwrap_or_else(|| path.trim_start_matches('/'));
        let path = decode_path(path)?;
        let path = path.strip_suffix("index.html").unwrap_or(&path);
        Some(Route::new(&format!("/{path}")))
    }

    fn why_route(&self, route: &Route) -> Option<Why> {
        let graph = &self.site.graph;
        if let Some((key, _)) = self.page_at(route) {
            return Some(match (key.subject, self.document_of(key)) {
                (Subject::Redirect(at), _) => self.why_redirect(route, at),
                (_, Some(id)) if graph.routes[id.index()] == *route => self.why_document(id),
                _ => self.why_generated(route),
            });
        }
        let held_back = graph.routes.iter().position(|other| other == route);
        if let Some(at) = held_back {
            return Some(self.why_document(DocId::new(at)));
        }
        let mut assets = graph.asset_routes.iter();
        let at = assets.position(|other| other.as_ref() == Some(route))?;
        Some(self.why_asset(at))
    }

    fn why_document(&self, id: DocId) -> Why {
        let graph = &self.site.graph;
        let document = self.document(id);
        let known = &self.report.documents[id.index()];
        let route = &graph.routes[id.index()];
        let page = self.written_page(route, id);
        Why {
            what: match document.is_index() {
                true => "the index of a section".to_owned(),
                false => "an article".to_owned(),
            },
            url: Some(route.clone()),
            title: Some(document.title.clone()),
            file: Some(document.path.clone()),
            published: known.published,
            reason: reason(document, known, page.since.as_deref()),
            template: self.template(route),
            inputs: self.inputs_of(id),
            used_by: page
                .linked_from
                .iter()
                .map(|page| page.file.clone())
                .collect(),
            page: Some(page),
            ..Why::nothing()
        }
    }

    fn why_redirect(&self, route: &Route, at: usize) -> Why {
        let graph = &self.site.graph;
        let to = graph.redirects[at].to;
        Why {
            what: "an old address".to_owned(),
            url: Some(route.clone()),
            file: Some(self.document(to).path.clone()),
            published: true,
            reason: "`aliases` in the front matter of the page it redirects to".to_owned(),
            template: self.template(route),
            redirects_to: Some(graph.routes[to.index()].clone()),
            ..Why::nothing()
        }
    }

    fn why_generated(&self, route: &Route) -> Why {
        Why {
            what: "a generated page".to_owned(),
            url: Some(route.clone()),
            published: true,
            reason: "it is built from the titles, settings and data files of the site".to_owned(),
            template: self.template(route),
            ..Why::nothing()
        }
    }

    fn why_asset(&self, at: usize) -> Why {
        let graph = &self.site.graph;
        let shows = |id: &usize| {
            let all = graph.links[*id].iter().chain(&graph.images[*id]);
            all.into_iter()
                .any(|resolution| *resolution == Resolution::Asset(at))
        };
        let documents = &self.site.documents;
        let used_by: Vec<SourcePath> = (0..documents.len())
            .filter(shows)
            .map(|id| documents[id].path.clone())
            .collect();
        let url = graph.asset_routes[at].clone();
        let reason = match (&url, used_by.is_empty()) {
            (Some(_), false) => "published articles use it",
            (Some(_), true) => {
                "it is in a folder whose files are always published; no article uses it"
            }
            (None, _) => "only articles that are held back use it",
        };
        Why {
            what: "a file among the articles".to_owned(),
            file: Some(self.site.assets[at].path.clone()),
            published: url.is_some(),
            reason: reason.to_owned(),
            url,
            used_by,
            ..Why::nothing()
        }
    }

    fn template(&self, route: &Route) -> Option<String> {
        let (_, at) = self.page_at(route)?;
        Some(self.site.pages.get(at)?.template.clone())
    }

    /// The pictures and files an article shows, and the data files it draws on.
    fn inputs_of(&self, id: DocId) -> Vec<String> {
        let graph = &self.site.graph;
        let document = self.document(id);
        let all = graph.images[id.index()]
            .iter()
            .chain(&graph.links[id.index()]);
        let mut inputs: Vec<String> = all
            .filter_map(|resolution| match resolution {
                Resolution::Asset(at) => Some(self.site.assets[*at].path.to_string()),
                _ => None,
            })
            .collect();
        inputs.sort();
        inputs.dedup();
        let data = |name: &str| {
            let files = &self.inputs.data;
            let file = files.iter().find(|file| file.path.stem() == name)?;
            Some(file.path.to_string())
        };
        if !document.parsed.evidence.is_empty() {
            inputs.extend(data("evidence"));
        }
        // Every article shows the line of help and the linked terms.
        inputs.extend(["help", "terms", "texts"].into_iter().filter_map(data));
        inputs
    }
}

impl Why {
    fn nothing() -> Self {
        Self {
            what: String::new(),
            url: None,
            title: None,
            file: None,
            published: false,
            reason: String::new(),
            template: None,
            inputs: Vec::new(),
            used_by: Vec::new(),
            redirects_to: None,
            page: None,
        }
    }
}

fn why_left_out(file: &LeftOut) -> Why {
    Why {
        what: "a file or folder that is not part of the site".to_owned(),
        file: Some(file.path.clone()),
        reason: file.reason.in_words(),
        ..Why::nothing()
    }
}

/// A published file that is neither a page nor a file of the author.
fn made(route: &Route, files: &BTreeSet<OutputPath>) -> Option<Why> {
    files.contains(&route.to_output()).then(|| Why {
        what: "a generated file".to_owned(),
        url: Some(route.clone()),
        published: true,
        reason: "it comes with the theme, or is built from all pages".to_owned(),
        ..Why::nothing()
    })
}

fn reason(document: &Document, known: &DocumentReport, since: Option<&str>) -> String {
    let since = since.unwrap_or("its date");
    match known.status {
        Status::Draft => {
            let why = document.meta.held_by.as_deref();
            format!("it is a draft by {}", why.unwrap_or("its front matter"))
        }
        Status::Future => format!("it appears on {since}"),
        Status::Expired => format!("it expired on {since}"),
        Status::Current if known.unlisted => {
            "it is published but unlisted: in no list, feed or search".to_owned()
        }
        Status::Current => "nothing holds it back".to_owned(),
    }
}
