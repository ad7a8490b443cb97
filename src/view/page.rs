//! The typed inputs of one page, and its view made from them.
//!
//! [`PageInputs`] and [`Own`] are everything that a page may show, and their fingerprints are its cache key: what is not in them
//! cannot be shown. The inputs change with the outlines of documents, the data files and the settings; what is the page's own
//! changes with its text.

use super::gather::Gather;
use super::kind::{KindInputs, ViewContext, ViewSource};
use super::language::direction;
use super::model::{Link, Notice, PageView, SiteView, VIEW_VERSION, View};
use super::outline::Outline;
use super::own::Own;
use super::page_kind::template_file;
use super::place::{Face, Name};
use super::safeguards::{Safeguards, safety_names};
use super::site::SiteInputs;
use super::site_facts::Shared;
use super::text::OwnDocument;
use super::vantage::Vantage;
use crate::document::Safety;
use crate::graph::{DocId, KindId, Page, SectionId, Subject};
use crate::memo::Hashed;
use crate::path::Route;

/// Everything that a page shows, except for what is its own.
#[derive(Hash)]
pub(super) struct PageInputs<'a> {
    site: &'a Hashed<SiteInputs<'a>>,
    route: &'a Route,
    /// Two kinds may have the same inputs.
    kind_id: KindId,
    kind: Box<dyn KindInputs<'a> + 'a>,
    /// What a page at a fixed address shows besides, if an article gives it its text.
    fixed: Option<Box<dyn KindInputs<'a> + 'a>>,
    /// Whether it is about help or safe browsing.
    is_about_safety: bool,
    /// The sections around it.
    trail: Vec<&'a Hashed<Face<'a>>>,
    feed: Option<Name<'a>>,
    /// The name of its drawing, if its document or a section around it has one.
    drawing: Option<&'a str>,
    /// The picture for shared links.
    image: Option<&'a Route>,
    /// What its readers must be warned of.
    warnings: &'a [Safety],
    /// Whether it shows, or leads to, an article that is called sensitive.
    is_sensitive: bool,
}

impl<'a> PageInputs<'a> {
    pub(super) fn of(
        gather: &Gather<'a>,
        kinds: &[&dyn ViewSource],
        site: &'a Hashed<SiteInputs<'a>>,
        page: &'a Page,
    ) -> Self {
        let Gather {
            graph,
            edition,
            outlines,
            ..
        } = *gather;
        let key = page.key;
        let section = match key.subject {
            Subject::Article(id) => Some(graph.section_of[id.index()]),
            Subject::Section(id) => Some(id),
            Subject::Redirect(_) | Subject::Generated(_) => None,
        };
        let feed = section.and_then(|id| {
            let title = gather.section_face(id).name.title.clone();
            let route = edition.section(id).feed.as_ref()?;
            Some(Name { title, route })
        });
        let source = kinds[key.kind.index()];
        let kind = source.inputs(gather, key);
        let mut fixed = kinds.iter().copied();
        let fixed = fixed.find(|kind| kind.fixed_route(&edition.generated) == Some(&page.route));
        let written = edition.document_of(key);
        let shown = match key.subject {
            Subject::Redirect(at) => Some(graph.redirects[at].to),
            _ => written,
        };
        let outline = |id: DocId| outlines.get(id);
        Self {
            site,
            route: &page.route,
            is_about_safety: fixed.unwrap_or(source).is_about_safety(),
            fixed: fixed
                .filter(|_| !matches!(key.subject, Subject::Generated(_)))
                .map(|fixed| fixed.inputs(gather, key)),
            kind_id: key.kind,
            trail: match key.subject {
                Subject::Section(id) => {
                    let parent = edition.section(id).parent;
                    parent.map_or_else(Vec::new, |parent| gather.trail(parent))
                }
                _ => gather.trail(section.unwrap_or(SectionId::default())),
            },
            feed: feed.or_else(|| kind.feed(gather.texts)),
            drawing: gather.drawing(written, section).or(kind.drawing()),
            kind,
            image: written.and_then(|id| {
                let at = outline(id).image(gather.assets)?;
                graph.asset_routes[at].as_ref()
            }),
            warnings: shown.map_or(&[], |id| &outline(id).meta().safety),
            is_sensitive: shown.is_some_and(|id| outlines.is_sensitive(graph, id)),
        }
    }

    /// Where the page stands.
    pub(super) fn vantage(&self) -> Vantage<'a> {
        Vantage::of(self.route, self.site.addresses)
    }

    /// The view of the page.
    pub(super) fn view(
        &self,
        own: &Own<'_>,
        site: Shared<SiteView>,
        vantage: &Vantage<'_>,
    ) -> View {
        let mut view = self.blank(site, vantage);
        let outline = own.document().map(OwnDocument::outline);
        if let Some(outline) = outline {
            describe(&mut view, outline);
        }
        let context = ViewContext {
            site: self.site,
            own,
            vantage,
        };
        self.kind.fill(&mut view, &context);
        if let Some(fixed) = &self.fixed {
            fixed.fill(&mut view, &context);
        }
        let safeguards = Safeguards {
            site: self.site,
            warnings: self.warnings,
            is_about_safety: self.is_about_safety,
            is_sensitive: self.is_sensitive,
        };
        safeguards.protect(&mut view, vantage);
        // The help card is part of the text, and what the text links to is not named again.
        let PageView { notice, .. } = &view.page;
        if let Some(article) = &mut view.article {
            let named = [&notice.safety, &notice.crisis];
            let is_new = |link: &Link| {
                named
                    .iter()
                    .copied()
                    .flatten()
                    .all(|named| named.url != link.url)
            };
            article.related.retain(is_new);
        }
        let asked = outline.and_then(|outline| outline.meta().template.as_ref());
        view.template = match asked {
            Some((name, _)) => template_file(name),
            None => view.page.kind.template.to_owned(),
        };
        view
    }

    /// A page with everything that all pages have, but without content.
    fn blank(&self, site: Shared<SiteView>, vantage: &Vantage<'_>) -> View {
        let settings = self.site.settings;
        let mut breadcrumbs = vantage.face_links(self.trail.iter().copied());
        let parent = self.kind.parent(self.site);
        breadcrumbs.extend(parent.map(|parent| vantage.name_link(&parent)));
        View {
            version: VIEW_VERSION,
            site,
            page: PageView {
                kind: self.fixed.as_ref().unwrap_or(&self.kind).page_kind(),
                title: self.kind.title(self.site.texts),
                summary: None,
                description: settings.description.map(str::to_owned),
                language: settings.language.to_owned(),
                direction: direction(settings.language),
                url: vantage.url(self.route),
                canonical: vantage.absolute(self.route),
                breadcrumbs,
                unlisted: false,
                image: self.image.and_then(|image| vantage.absolute(image)),
                feed: self.feed.as_ref().map(|feed| vantage.name_link(feed)),
                drawing: self.drawing.map(str::to_owned),
                exit: None,
                safety: safety_names(self.warnings),
                notice: Notice::default(),
                discreet: false,
                may_store: true,
                classes: Vec::new(),
                extra: serde_json::Map::new(),
            },
            article: None,
            audiences: Vec::new(),
            paths: Vec::new(),
            more_paths: 0,
            glossary: None,
            terms: Vec::new(),
            section: None,
            list: None,
            redirect: None,
            help: Vec::new(),
            privacy: None,
            content: None,
            template: String::new(),
            root: vantage.root(),
            language_root: vantage.way_to(&settings.edition.home()),
        }
    }
}

/// Adds what a document says about itself.
fn describe(view: &mut View, outline: Outline<'_>) {
    let meta = outline.meta();
    let page = &mut view.page;
    outline.title().clone_into(&mut page.title);
    page.summary = outline.summary().map(str::to_owned);
    page.description = meta
        .description
        .clone()
        .or_else(|| page.summary.clone())
        .or(page.description.take());
    if let Some(language) = &meta.language {
        page.language.clone_from(language);
        page.direction = direction(language);
    }
    page.unlisted = meta.unlisted;
    page.classes.clone_from(&meta.css_classes);
    page.extra.clone_from(&meta.extra);
}
