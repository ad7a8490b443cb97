//! The frame of every page: header and footer with their links, and a page that still has no content.
//!
//! No list here grows with the site: each has a maximum length and leads to a page with the others.

use super::exit::Safeguards;
use super::help::{HelpData, phone};
use super::language::direction;
use super::model::{
    Link, LogoView, MOST_TOP_PAGES, MOST_TOP_SECTIONS, Notice, PageKind, PageView, PracticeCard,
    PrintView, SiteView, VIEW_VERSION, View,
};
use super::reference::Reference;
use super::scope::{Scope, asset_at};
use super::site_facts::SiteFacts;
use super::source::{SiteSettings, Source};
use crate::config::Practice;
use crate::graph::{DocId, Edition, FixedPage};

/// What the frame of a page is made from.
pub(super) struct Frame<'a> {
    scope: &'a Scope<'a>,
    settings: SiteSettings<'a>,
    facts: &'a SiteFacts,
    pub(super) reference: Reference<'a>,
    pub(super) help: HelpData<'a>,
    pub(super) safeguards: Safeguards<'a>,
}

impl<'a> Frame<'a> {
    pub(super) fn of(source: &'a Source<'a>, scope: &'a Scope<'a>) -> Self {
        let Source {
            data,
            mentions,
            facts,
            settings,
            ..
        } = *source;
        Self {
            scope,
            settings: settings.site,
            facts,
            reference: Reference {
                scope,
                data: &data.localised,
                mentions,
                facts,
            },
            help: HelpData {
                scope,
                help: data.help.as_ref(),
                exit: settings.exit,
                facts,
            },
            safeguards: Safeguards {
                scope,
                exit: settings.exit,
                titles: settings.titles,
                facts,
            },
        }
    }

    /// What every page shows of the site.
    pub(super) fn site(&self) -> SiteView {
        let (scope, settings) = (self.scope, self.settings);
        let edition = scope.edition;
        let home = edition.home();
        SiteView {
            title: settings.title.to_owned(),
            description: settings.description.map(str::to_owned),
            logo: self.logo(),
            print: PrintView {
                terms: settings.style.print.terms,
                name: settings.style.print.name,
            },
            language: settings.language.to_owned(),
            author: settings.author.map(str::to_owned),
            copyright: settings.copyright.map(str::to_owned),
            home: scope.link(settings.title, &home.route),
            menu: scope.menu(settings.menu),
            sections: home
                .children
                .iter()
                .take(MOST_TOP_SECTIONS)
                .map(|child| scope.section_link(*child))
                .collect(),
            more_sections: home.children.len().saturating_sub(MOST_TOP_SECTIONS),
            pages: top_pages(edition)
                .take(MOST_TOP_PAGES)
                .map(|page| scope.document_link(page))
                .collect(),
            a_to_z: (!edition.letters.is_empty())
                .then(|| scope.link(&scope.texts.get("a_to_z"), &edition.generated.a_to_z)),
            taxonomies: edition
                .taxonomies
                .iter()
                .map(|taxonomy| scope.link(&scope.taxonomy_title(taxonomy), &taxonomy.route))
                .collect(),
            glossary: self.reference.glossary_link(),
            paths: self.reference.paths_link(),
            worksheets: self.worksheets_link(),
            questions: self.questions_link(),
            feed: home.feed.as_ref().map(|route| scope.url(route)),
            help: edition.has_safety_parts.then(|| self.help.card()),
            safe_browsing: edition
                .has_safety_parts
                .then(|| scope.fixed_link(FixedPage::SafeBrowsing)),
            privacy: scope.fixed_link(FixedPage::Privacy),
            search: settings
                .has_search
                .then(|| scope.fixed_link(FixedPage::Search)),
            guard: self.safeguards.guard(),
            policy: crate::policy::META,
            noindex: settings.is_noindex,
            practice: settings
                .practice
                .map(|practice| self.practice_card(practice)),
            extra: self.facts.extra.clone(),
            data: self.facts.data.clone(),
        }
    }

    /// A page with everything that all pages have, still without content.
    pub(super) fn blank(&self) -> Blank {
        let (scope, settings) = (self.scope, self.settings);
        Blank(View {
            version: VIEW_VERSION,
            site: self.site(),
            page: PageView {
                kind: PageKind::Article,
                title: String::new(),
                summary: None,
                description: settings.description.map(str::to_owned),
                language: settings.language.to_owned(),
                direction: direction(settings.language),
                url: scope.url(scope.route),
                canonical: scope.absolute(scope.route),
                breadcrumbs: scope.home_trail(),
                unlisted: false,
                image: None,
                feed: None,
                exit: None,
                safety: Vec::new(),
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
        })
    }

    /// The picture of `[style.logo]`; nothing when it is not there, which is reported elsewhere.
    fn logo(&self) -> Option<LogoView> {
        let logo = self.settings.style.logo.as_ref()?;
        let at = asset_at(self.scope.assets, &logo.path())?;
        let (width, height) = self.scope.assets[at].size?;
        Some(LogoView {
            url: self.scope.url(self.scope.graph.asset_routes[at].as_ref()?),
            alt: logo.alt.clone(),
            width,
            height,
        })
    }

    fn practice_card(&self, practice: &Practice) -> PracticeCard {
        let pages = self.facts.practice_pages.iter();
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
            pages: pages.map(|id| self.scope.document_link(*id)).collect(),
            handout_footer: practice.handout_footer.clone(),
        }
    }

    /// The list of worksheets, if there are any.
    fn worksheets_link(&self) -> Option<Link> {
        let section = &self.scope.edition.sections[self.facts.worksheets?];
        Some(
            self.scope
                .link(&self.scope.section_title(section), &section.route),
        )
    }

    /// The page with the questions people ask, if there is one.
    fn questions_link(&self) -> Option<Link> {
        Some(self.scope.document_link(self.scope.edition.questions?.id()))
    }
}

/// A page with everything that all pages have, but without a kind, a title and content.
pub(super) struct Blank(View);

impl Blank {
    /// A page of a kind.
    pub(super) fn page(self, kind: PageKind, title: &str) -> View {
        let Self(mut view) = self;
        view.page.kind = kind;
        title.clone_into(&mut view.page.title);
        view
    }
}

/// The articles of the home page that are in no section, in order. The page with frequent questions has its own link.
pub fn top_pages(edition: &Edition) -> impl Iterator<Item = DocId> {
    let pages = edition.home().pages.iter();
    let others = pages.filter(|page| Some(**page) != edition.questions);
    others.map(|page| page.id())
}
