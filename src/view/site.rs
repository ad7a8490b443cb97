//! What every page shows of the site: its header and footer, the help card, the exit.
//!
//! No list here grows with the site: each has a maximum length and leads to a page with the others.
//!
//! Pages in one folder link to the rest of the site with the same addresses. So there is one [`SiteView`] a folder, which they
//! share ([`SiteViews`]); a page to which it leads itself has its own.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::help::{HelpData, phone};
use super::menu::MenuInputs;
use super::model::{
    Guard, LogoView, MOST_TOP_PAGES, MOST_TOP_SECTIONS, PracticeCard, PrintView, SiteView,
};
use super::page_kind::ListLink;
use super::place::{Face, Faces, Name};
use super::site_facts::Shared;
use super::source::{Addresses, SiteSettings, Source, asset_at};
use super::vantage::Vantage;
use crate::asset::Asset;
use crate::config::{Exit, ExitPlace, Practice, Shortcut, Titles};
use crate::data::texts::Texts;
use crate::graph::{DocId, Edition, GeneratedRoutes, Graph, Subject};
use crate::memo::Hashed;
use crate::path::Route;
use crate::style;

/// Everything that every page may show of the site.
#[derive(Hash)]
pub(crate) struct SiteInputs<'a> {
    pub(crate) settings: SiteSettings<'a>,
    pub(crate) addresses: Addresses<'a>,
    pub(crate) texts: &'a Texts,
    pub(super) exit: &'a Exit,
    pub(super) titles: Titles,
    pub(crate) help: HelpData<'a>,
    generated: &'a GeneratedRoutes,
    home: &'a Route,
    feed: Option<&'a Route>,
    pub(crate) menu: MenuInputs<'a>,
    sections: Vec<Hashed<Face<'a>>>,
    more_sections: usize,
    pages: Vec<Hashed<Face<'a>>>,
    /// The lists of the site, in the order of the table of kinds.
    lists: Vec<ListLink<'a>>,
    questions: Option<Hashed<Face<'a>>>,
    has_safety_parts: bool,
    logo: Option<Logo<'a>>,
    practice_pages: Vec<Hashed<Face<'a>>>,
    /// The published articles that `site.toml` names for readers in danger and in a crisis.
    pub(super) safety_article: Option<Hashed<Face<'a>>>,
    pub(super) crisis_article: Option<Hashed<Face<'a>>>,
    extra: &'a Shared<Map<String, Value>>,
    data: &'a Shared<BTreeMap<String, Value>>,
}

/// The picture of `[style.logo]`.
#[derive(Hash)]
struct Logo<'a> {
    route: &'a Route,
    alt: &'a str,
    size: (u32, u32),
}

impl<'a> SiteInputs<'a> {
    /// The lists are those of all kinds of page, in order.
    pub(super) fn of(source: &Source<'a>, faces: &Faces<'a>, lists: Vec<ListLink<'a>>) -> Self {
        let Source {
            assets,
            graph,
            data,
            texts,
            facts,
            settings,
            ..
        } = *source;
        let edition = &graph.edition;
        let home = edition.home();
        let face = |id: DocId| faces.document(id).clone();
        let published = |id: Option<DocId>| {
            let id = id.filter(|id| graph.states[id.index()].published);
            id.map(face)
        };
        Self {
            settings: settings.site,
            addresses: settings.addresses,
            texts,
            exit: settings.exit,
            titles: settings.titles,
            help: HelpData {
                help: data.help.as_ref(),
                exit: settings.exit,
                region: facts.region.as_deref(),
                helped_with: &facts.helped_with,
                page: help_page(source),
                texts,
            },
            generated: &edition.generated,
            home: &home.route,
            feed: home.feed.as_ref(),
            menu: MenuInputs::of(settings.site.menu, graph),
            sections: home
                .children
                .iter()
                .take(MOST_TOP_SECTIONS)
                .map(|child| faces.section(*child).clone())
                .collect(),
            more_sections: home.children.len().saturating_sub(MOST_TOP_SECTIONS),
            pages: top_pages(edition).take(MOST_TOP_PAGES).map(face).collect(),
            lists,
            questions: edition.questions.map(|page| face(page.id())),
            has_safety_parts: edition.has_safety_parts,
            logo: settings
                .site
                .style
                .logo
                .as_ref()
                .and_then(|logo| Logo::of(logo, assets, graph)),
            practice_pages: facts.practice_pages.iter().copied().map(face).collect(),
            safety_article: published(edition.discretion.safety_article),
            crisis_article: published(facts.crisis_article),
            extra: &facts.extra,
            data: &facts.data,
        }
    }

    /// The lists that are pages of a kind.
    pub(crate) fn lists(&self, kind: &str) -> impl Iterator<Item = &Name<'a>> {
        let lists = self.lists.iter().filter(move |list| list.kind == kind);
        lists.map(|list| &list.to)
    }

    /// A page by a text of the interface.
    fn named(&self, key: &str, route: &'a Route) -> Name<'a> {
        Name {
            title: Cow::Owned(self.texts.get(key)),
            route,
        }
    }

    /// The site as a page sees it.
    fn view(&self, vantage: &Vantage<'_>) -> SiteView {
        let settings = self.settings;
        let named = |key: &str, route: &'a Route| vantage.name_link(&self.named(key, route));
        let list = |kind: &str| self.lists(kind).next().map(|name| vantage.name_link(name));
        let lists = self.lists.iter();
        SiteView {
            title: settings.title.to_owned(),
            description: settings.description.map(str::to_owned),
            logo: self.logo.as_ref().map(|logo| logo.view(vantage)),
            print: PrintView {
                terms: settings.style.print.terms,
                name: settings.style.print.name,
                address: settings.style.print.address,
                large: settings.style.print.large,
            },
            language: settings.language.to_owned(),
            author: settings.author.map(str::to_owned),
            copyright: settings.copyright.map(str::to_owned),
            home: vantage.link(settings.title, self.home),
            menu: self.menu.view(vantage),
            sections: vantage.face_links(&self.sections),
            more_sections: self.more_sections,
            pages: vantage.face_links(&self.pages),
            lists: lists.map(|list| vantage.name_link(&list.to)).collect(),
            a_to_z: list("a-z"),
            taxonomies: self
                .lists("taxonomy")
                .map(|name| vantage.name_link(name))
                .collect(),
            glossary: list("glossary"),
            paths: list("paths"),
            worksheets: list("worksheets"),
            questions: self.questions.as_ref().map(|face| vantage.face_link(face)),
            feed: self.feed.map(|route| vantage.url(route)),
            help: self.has_safety_parts.then(|| self.help.card(vantage)),
            safe_browsing: self
                .has_safety_parts
                .then(|| named("safe_browsing_page", &self.generated.safe_browsing)),
            privacy: named("privacy_page", &self.generated.privacy),
            search: settings
                .has_search
                .then(|| named("search", &self.generated.search)),
            read_aloud: settings.is_read_aloud,
            keeps_sheets: settings.keeps_sheets,
            guard: self.guard(),
            policy: crate::policy::META,
            noindex: settings.is_noindex,
            practice: settings
                .practice
                .map(|practice| self.practice_card(practice, vantage)),
            extra: self.extra.clone(),
            data: self.data.clone(),
        }
    }

    fn guard(&self) -> Option<Guard> {
        let exit = self.exit;
        Some(Guard {
            url: exit.destination(self.help.region)?.to_owned(),
            place: match exit.place {
                ExitPlace::Top => "top",
                ExitPlace::Bottom => "bottom",
            },
            back: exit.back_guard,
            forget: exit.forget,
            all_tabs: exit.all_tabs,
            shift: exit.shortcut == Shortcut::Shift3,
            window: exit.window_ms,
        })
    }

    fn practice_card(&self, practice: &Practice, vantage: &Vantage<'_>) -> PracticeCard {
        PracticeCard {
            name: practice.name.clone(),
            phone: practice.phone.as_deref().map(phone),
            email: practice.email.clone(),
            website: practice.website.clone(),
            address: practice.address.clone(),
            hours: practice.hours.clone(),
            out_of_hours: practice.out_of_hours.clone(),
            out_of_hours_parts: practice.out_of_hours.as_deref().map_or(Vec::new(), |text| {
                self.help.pieces(text, practice.phone.as_deref())
            }),
            pages: vantage.face_links(&self.practice_pages),
            handout_footer: practice.handout_footer.clone(),
        }
    }
}

impl<'a> Logo<'a> {
    /// Nothing when the picture is not there, which is reported elsewhere.
    fn of(logo: &'a style::Logo, assets: &'a [Arc<Asset>], graph: &'a Graph) -> Option<Self> {
        let at = asset_at(assets, &logo.path())?;
        Some(Self {
            route: graph.asset_routes[at].as_ref()?,
            alt: &logo.alt,
            size: assets[at].size?,
        })
    }

    fn view(&self, vantage: &Vantage<'_>) -> LogoView {
        let (width, height) = self.size;
        LogoView {
            url: vantage.url(self.route),
            alt: self.alt.to_owned(),
            width,
            height,
        }
    }
}

/// The address of the help page, if the site has one.
fn help_page<'a>(source: &Source<'a>) -> Option<&'a Route> {
    let graph = source.graph;
    let route = &graph.edition.generated.help;
    let key = graph.pages[graph.page_at(route)?].key;
    let is_there = matches!(key.subject, Subject::Article(_) | Subject::Generated(_));
    is_there.then_some(route)
}

/// The articles of the home page that are in no section, in order. The page with frequent questions has its own link.
pub fn top_pages(edition: &Edition) -> impl Iterator<Item = DocId> {
    let pages = edition.home().pages.iter();
    let others = pages.filter(|page| Some(**page) != edition.questions);
    others.map(|page| page.id())
}

/// The site as pages see it. A view is made when the first page asks for it.
pub(super) struct SiteViews<'a> {
    pub(crate) inputs: Hashed<SiteInputs<'a>>,
    /// Everything to which the site leads, sorted.
    linked: Vec<Route>,
    made: Mutex<FxHashMap<Viewpoint, Shared<SiteView>>>,
}

/// From where the site looks alike.
#[derive(PartialEq, Eq, Hash)]
enum Viewpoint {
    /// From all pages in a folder.
    Folder(String),
    /// From one page only.
    Page(Route),
}

impl<'a> SiteViews<'a> {
    pub(crate) fn of(inputs: SiteInputs<'a>) -> Self {
        let visited = RefCell::default();
        inputs.view(&Vantage {
            route: inputs.home,
            addresses: inputs.addresses,
            visited: Some(&visited),
        });
        let mut linked: Vec<Route> = visited.into_inner();
        linked.sort_unstable();
        Self {
            inputs: Hashed::new(inputs),
            linked,
            made: Mutex::default(),
        }
    }

    /// The site as a page sees it.
    pub(super) fn seen_from(&self, vantage: &Vantage<'_>) -> Shared<SiteView> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let viewpoint = self.viewpoint(vantage.route);
        if let Some(view) = made().get(&viewpoint) {
            return view.clone();
        }
        // The lock is not held meanwhile, so two threads may make the same view.
        let view = Shared::new(self.inputs.view(vantage));
        made().entry(viewpoint).or_insert(view).clone()
    }

    /// Two pages in one folder write the same relative address, unless it leads to one of them or to something below it.
    fn viewpoint(&self, route: &Route) -> Viewpoint {
        let own = route.directory();
        let next = self.linked.partition_point(|linked| linked.as_str() < own);
        let is_linked = |linked: &Route| linked.as_str().starts_with(own);
        let folder = own.strip_suffix('/').and_then(|own| own.rsplit_once('/'));
        match folder {
            Some((folder, _)) if !self.linked.get(next).is_some_and(is_linked) => {
                Viewpoint::Folder(folder.to_owned())
            }
            _ => Viewpoint::Page(route.clone()),
        }
    }
}
