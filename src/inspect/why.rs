//! The answers of `mend why`: where an address comes from, or why a file is not published.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::{Inspector, PageFacts};
use crate::document::Document;
use crate::files::{Inputs, LeftOut, left_out_at};
use crate::graph::{CONTENT, Directory, DocId, Named, Resolution, Subject};
use crate::path::{OutputPath, Route, SourcePath};
use crate::report::Status;

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
    /// What depends on it, in a few words, if that is more than single files.
    pub depends: Option<String>,
    /// The page to which an old address redirects.
    pub redirects_to: Option<Route>,
    /// What else is known of an article.
    pub page: Option<PageFacts>,
}

impl Inspector {
    /// The names of the site.
    pub fn directory(&self) -> Directory<'_> {
        let site = &self.site;
        Directory::new(
            &self.build.inputs,
            &site.config,
            &site.documents,
            &site.graph,
        )
    }

    /// Answers for what a name means. `files` are those of the same build.
    pub fn why(&self, named: &Named, files: &BTreeSet<OutputPath>) -> Option<Why> {
        match named {
            Named::Document(id) => Some(self.why_document(*id)),
            Named::Folder(folder) => self.why_folder(folder),
            Named::File(path) => {
                let assets = &self.site.assets;
                match assets.iter().position(|asset| asset.path == *path) {
                    Some(at) => Some(self.why_asset(at)),
                    None => self.why_source(path),
                }
            }
            Named::Page(route) => self.why_route(route).or_else(|| made(route, files)),
        }
    }

    /// Answers for a file that takes no part in the site, and for a published file that no name means.
    pub fn why_other(&self, asked: &str, files: &BTreeSet<OutputPath>) -> Option<Why> {
        if let Some(file) = self.left_out_named(asked) {
            return Some(why_left_out(file));
        }
        made(
            &Route::new(&format!("/{}", asked.trim_start_matches('/'))),
            files,
        )
    }

    /// A folder below `content/`: the section in it.
    fn why_folder(&self, folder: &str) -> Option<Why> {
        let mut sections = self.site.graph.edition.sections.iter();
        let section = sections.find(|section| section.folder == folder)?;
        Some(Why {
            title: Some(section.title.clone()),
            ..self.why_route(&section.route)?
        })
    }

    /// A file from which pages are made and that is not published itself: settings, data, templates.
    fn why_source(&self, asked: &SourcePath) -> Option<Why> {
        let Inputs {
            config,
            data,
            theme,
            ..
        } = &self.build.inputs;
        let (what, reason, used_by) = if *asked == config.source.file {
            (
                "the settings of the site",
                "pages are built with it; it is not published itself",
                Vec::new(),
            )
        } else if data.iter().any(|file| file.path == *asked) {
            (
                "a data file",
                "pages show what it contains; it is not published itself",
                self.drawing_on(self.site.config.language_paths.split(asked).1.stem()),
            )
        } else {
            theme.iter().find(|file| file.path == *asked)?;
            (
                "a file of the theme",
                "it replaces the built-in file of the same name",
                Vec::new(),
            )
        };
        // These are drawn on by single articles; every page shows, or may show, what the others hold.
        let of_articles = ["audiences", "evidence", "paths", "people"]
            .contains(&self.site.config.language_paths.split(asked).1.stem());
        Some(Why {
            what: what.to_owned(),
            file: Some(asked.clone()),
            reason: reason.to_owned(),
            depends: (!of_articles).then(|| "all pages".to_owned()),
            used_by,
            ..Why::nothing()
        })
    }

    /// The articles that draw on a data file that not every page draws on; none if every page does, or may.
    fn drawing_on(&self, name: &str) -> Vec<SourcePath> {
        let graph = &self.site.graph;
        let all = self.site.documents.iter().enumerate();
        let draws = |(at, document): &(usize, &Arc<Document>)| match name {
            "evidence" => !document.parsed.evidence.is_empty(),
            "people" => document.meta.review.by.is_some(),
            "audiences" => !document.meta.audience.is_empty(),
            "paths" => graph
                .edition
                .paths
                .iter()
                .flatten()
                .flatten()
                .any(|page| page.id().index() == *at),
            _ => false,
        };
        all.filter(draws)
            .map(|(_, document)| document.path.clone())
            .collect()
    }

    fn left_out_named(&self, asked: &str) -> Option<&LeftOut> {
        let names = [asked, &format!("{CONTENT}/{asked}")];
        names
            .into_iter()
            .find_map(|name| left_out_at(&self.build.inputs.left_out, name))
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
        let state = graph.states[id.index()];
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
            published: state.published,
            reason: reason(document, state.status, page.since.as_deref()),
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
            let files = &self.build.inputs.data;
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
            depends: None,
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

fn reason(document: &Document, status: Status, since: Option<&str>) -> String {
    let since = since.unwrap_or("its date");
    match status {
        Status::Draft => {
            let why = document.meta.held_by.as_deref();
            format!("it is a draft by {}", why.unwrap_or("its front matter"))
        }
        Status::Future => format!("it appears on {since}"),
        Status::Expired => format!("it expired on {since}"),
        Status::Current if document.meta.unlisted => {
            "it is published but unlisted: in no list, feed or search".to_owned()
        }
        Status::Current => "nothing holds it back".to_owned(),
    }
}
