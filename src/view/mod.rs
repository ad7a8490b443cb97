//! Everything a template can see, and nothing else.
//!
//! A page's [`View`] is its list of dependencies: the same view and the same theme make the same
//! bytes, so a page is rendered again exactly when its view changes. A template needs something new?
//! Add a field here. Addresses in a view are relative to its page and percent-encoded: they can stand
//! in a quoted attribute as they are.

mod article;
mod contacts;
mod content;
mod feed;
mod list;
mod model;
mod reading;
mod safety;
mod surroundings;
mod template;
mod ways;

use std::sync::Arc;

use crate::asset::Asset;
use crate::config::Config;
use crate::data::Data;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::Options;
use crate::graph::{
    DocId, Edition, Fixed, Graph, NOT_FOUND, Page as GraphPage, PageKey, Related, Section,
    SectionId,
};
use crate::path::{LinkStyle, Route, SourcePath};

pub use contacts::{
    ContactWay, HelpCard, HelpContact, HelpGroup, HelpPlace, HelpRegion, Phone, SilentCall,
};
pub use content::{Content, FilledImage, FilledLink, FilledTerm};
pub use feed::{Feed, FeedEntry, SitemapEntry, feeds, sitemap};
pub use model::*;
pub use surroundings::Surroundings;
pub use template::{PAGE_KINDS, suits, template_file, usual_template};
pub use ways::*;

/// Everything a view is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The files beside them.
    pub assets: &'a [Arc<Asset>],
    /// The site.
    pub graph: &'a Graph,
    /// What is related to each document.
    pub related: &'a [Option<Arc<Vec<Related>>>],
    /// The data files.
    pub data: &'a Data,
    /// Where each document uses the terms of the glossary; empty without one.
    pub uses: &'a [Arc<Vec<Mention>>],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// The configuration.
    pub config: &'a Config,
    /// What was asked for.
    pub options: &'a Options,
}

impl Source<'_> {
    /// What a section is called: the worksheets have words of the interface unless they have an index.
    fn section_title(&self, section: &Section) -> String {
        match section.index {
            None if section.is_shelf() => self.texts.get("worksheets"),
            _ => section.title.clone(),
        }
    }

    /// Where a picture named in a document's front matter is published.
    fn image_route(&self, document: &Document, image: &str) -> Option<&Route> {
        let path = document.image_path(image)?;
        self.graph.asset_routes[self.asset_at(&path)?].as_ref()
    }

    fn asset_at(&self, path: &SourcePath) -> Option<usize> {
        self.assets
            .binary_search_by(|asset| asset.path.cmp(path))
            .ok()
    }
}

/// The view of one page.
pub fn page(source: &Source<'_>, page: &GraphPage) -> View {
    let scope = Scope::of(source, page);
    let mut view = match page.key {
        PageKey::Article(id) => article::view(&scope, id),
        PageKey::Section(id, part) => list::section(&scope, id, part),
        PageKey::Taxonomy(at, part) => list::taxonomy(&scope, at, part),
        PageKey::Term(taxonomy, term, part) => list::term(&scope, taxonomy, term, part),
        PageKey::AtoZ => list::a_to_z(&scope),
        PageKey::Letter(at, part) => list::letter(&scope, at, part),
        PageKey::Fixed(fixed) => scope.view(safety::kind(fixed), &scope.fixed_title(fixed)),
        PageKey::Glossary => reading::glossary(&scope),
        PageKey::Paths => reading::paths(&scope),
        PageKey::Path(at) => reading::path(&scope, at),
        PageKey::Audience(at, part) => reading::audience(&scope, at, part),
        PageKey::Redirect(at) => redirect(&scope, at),
    };
    if let Some(fixed) = scope.edition.generated.fixed_at(scope.route) {
        safety::complete(&scope, fixed, &mut view);
    }
    view.page.exit = scope.exit(&view.page.safety);
    view.page.notice = scope.notice(&view);
    view.page.discreet = scope.is_discreet(view.page.kind);
    View {
        template: scope.template(view.page.kind),
        ..view
    }
}

/// A page that is being viewed: where it stands decides how its links are written.
struct Scope<'a> {
    source: &'a Source<'a>,
    /// The edition the page belongs to.
    edition: &'a Edition,
    route: &'a Route,
    key: PageKey,
}

impl<'a> Scope<'a> {
    fn of(source: &'a Source<'a>, page: &'a GraphPage) -> Self {
        Self {
            source,
            edition: &source.graph.edition,
            route: &page.route,
            key: page.key,
        }
    }

    fn document(&self, id: DocId) -> &'a Arc<Document> {
        &self.source.documents[id.index()]
    }

    /// How this page links to an address of the site.
    fn url(&self, to: &Route) -> String {
        if self.route.as_str() == NOT_FOUND {
            // The page is shown at any depth, so only whole paths hold.
            let base = self.source.config.base_path().trim_end_matches('/');
            return format!("{base}{}", to.encoded());
        }
        to.relative_from(self.route, self.source.options.links)
    }

    /// The whole address of a place in the site, if it is known where the site will be.
    fn absolute(&self, to: &Route) -> Option<String> {
        self.source
            .config
            .base_url
            .as_ref()
            .map(|base| format!("{base}{}", &to.encoded()[1..]))
    }

    fn link(&self, title: &str, to: &Route) -> Link {
        Link {
            title: title.to_owned(),
            url: self.url(to),
            summary: None,
        }
    }

    fn document_link(&self, id: DocId) -> Link {
        let document = self.document(id);
        let summary = Some(document.summary.clone()).filter(|summary| !summary.is_empty());
        Link {
            summary,
            ..self.link(&document.title, &self.source.graph.routes[id.index()])
        }
    }

    fn section_link(&self, id: SectionId) -> Link {
        let section = self.edition.section(id);
        let summary = section
            .index
            .and_then(|index| self.document(index).meta.summary.clone());
        Link {
            summary,
            ..self.link(&self.source.section_title(section), &section.route)
        }
    }

    /// The sections around a section, from the home page down to it.
    fn trail(&self, id: SectionId) -> Vec<Link> {
        let mut trail = Vec::new();
        let mut at = Some(id);
        while let Some(id) = at {
            trail.push(self.section_link(id));
            at = self.edition.section(id).parent;
        }
        trail.reverse();
        trail
    }

    fn home_trail(&self) -> Vec<Link> {
        self.trail(SectionId::default())
    }

    /// A view with everything that all pages have, ready for what makes this one special.
    fn view(&self, kind: PageKind, title: &str) -> View {
        View {
            version: VIEW_VERSION,
            site: self.site(),
            page: Page {
                kind,
                title: title.to_owned(),
                summary: None,
                description: self.source.config.description.clone(),
                language: self.source.config.language.clone(),
                direction: direction(&self.source.config.language),
                url: self.url(self.route),
                canonical: self.absolute(self.route),
                breadcrumbs: self.home_trail(),
                unlisted: false,
                image: None,
                feed: None,
                exit: None,
                safety: Vec::new(),
                notice: Notice::default(),
                discreet: false,
                classes: Vec::new(),
                extra: serde_json::Map::new(),
            },
            article: None,
            audiences: Vec::new(),
            paths: Vec::new(),
            glossary: None,
            terms: Vec::new(),
            section: None,
            list: None,
            redirect: None,
            help: Vec::new(),
            privacy: None,
            content: None,
            template: String::new(),
        }
    }

    fn site(&self) -> Site {
        let edition = self.edition;
        let config = self.source.config;
        let home = edition.home();
        Site {
            title: config.title.clone(),
            description: config.description.clone(),
            logo: self.logo(),
            print: config.style.print,
            language: config.language.clone(),
            author: config.author.clone(),
            copyright: config.copyright.clone(),
            home: self.link(&config.title, &home.route),
            sections: home
                .children
                .iter()
                .take(MOST_TOP_SECTIONS)
                .map(|child| self.section_link(*child))
                .collect(),
            pages: top_pages(edition)
                .take(MOST_TOP_PAGES)
                .map(|page| self.document_link(page))
                .collect(),
            a_to_z: (!edition.letters.is_empty())
                .then(|| self.link(&self.source.texts.get("a_to_z"), &edition.generated.a_to_z)),
            taxonomies: edition
                .taxonomies
                .iter()
                .map(|taxonomy| self.link(&self.taxonomy_title(taxonomy), &taxonomy.route))
                .collect(),
            glossary: self.glossary_link(),
            paths: self.paths_link(),
            worksheets: self.worksheets_link(),
            questions: self.questions_link(),
            feed: home.feed.as_ref().map(|route| self.url(route)),
            help: self.help_card(),
            safe_browsing: self.fixed_link(Fixed::SafeBrowsing),
            privacy: self.fixed_link(Fixed::Privacy),
            search: config
                .search
                .enabled
                .then(|| self.fixed_link(Fixed::Search)),
            guard: self.guard(),
            policy: crate::policy::META,
            noindex: config.is_noindex(),
            practice: config
                .practice
                .as_ref()
                .map(|practice| self.practice_card(practice)),
            extra: config.extra.clone(),
            data: self.source.data.own.clone(),
        }
    }

    /// The picture of `[style.logo]`; nothing when it is not there, which is reported elsewhere.
    fn logo(&self) -> Option<LogoView> {
        let logo = self.source.config.style.logo.as_ref()?;
        let at = self.source.asset_at(&logo.path())?;
        let (width, height) = self.source.assets[at].size?;
        Some(LogoView {
            url: self.url(self.source.graph.asset_routes[at].as_ref()?),
            alt: logo.alt.clone(),
            width,
            height,
        })
    }

    /// The template the page asks for, or the usual one of its kind.
    fn template(&self, kind: PageKind) -> String {
        let document = self.edition.document_of(self.key);
        let asked = document.and_then(|id| self.document(id).meta.template.as_ref());
        match asked {
            Some((name, _)) => template_file(name),
            None => usual_template(kind).to_owned(),
        }
    }
}

/// The articles that lie beside the home page's sections, in order. The questions people ask have a link of their own.
pub fn top_pages(edition: &Edition) -> impl Iterator<Item = DocId> {
    let pages = edition.home().pages.iter();
    let others = pages.filter(|page| Some(**page) != edition.questions);
    others.map(|page| page.id())
}

/// Languages that are written from right to left, and scripts that make any language so.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi", "arab", "hebr", "thaa",
];

/// Which way a language is written, by its BCP 47 tag.
fn direction(language: &str) -> &'static str {
    let tag = language.to_lowercase();
    let mut parts = tag.split(['-', '_']);
    let name = parts.next().unwrap_or_default();
    // A script that is named decides: `ku-latn` is written from the left.
    let decides = parts.find(|part| part.len() == 4).unwrap_or(name);
    if RIGHT_TO_LEFT.contains(&decides) {
        "rtl"
    } else {
        "ltr"
    }
}

fn redirect(scope: &Scope<'_>, at: usize) -> View {
    let redirect = &scope.source.graph.redirects[at];
    let target = &scope.source.graph.routes[redirect.to.index()];
    let mut view = scope.view(PageKind::Redirect, &scope.document(redirect.to).title);
    view.page.canonical = scope.absolute(target);
    view.page
        .safety
        .clone_from(&scope.document(redirect.to).meta.safety);
    view.redirect = Some(scope.link(&scope.document(redirect.to).title, target));
    view
}

/// Where `/` is, seen from a page: what the theme's own files are found by.
pub fn root_url(route: &Route, config: &Config) -> String {
    if route.as_str() == NOT_FOUND {
        return config.base_path().to_owned();
    }
    let root = Route::new("/").relative_from(route, LinkStyle::Folder);
    if root == "./" { String::new() } else { root }
}
