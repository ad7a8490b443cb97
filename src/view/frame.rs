//! The frame of every page: header and footer, with their links.
//!
//! No list here grows with the site: each has a maximum length and leads to a page with the others.

use super::help::phone;
use super::model::{
    LogoView, MOST_TOP_PAGES, MOST_TOP_SECTIONS, PracticeCard, PrintView, SiteView,
};
use super::scope::Scope;
use crate::config::Practice;
use crate::graph::{DocId, Edition, FixedPage};

impl Scope<'_> {
    pub(super) fn site(&self) -> SiteView {
        let edition = self.edition;
        let settings = &self.source.settings;
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
            home: self.link(settings.title, &home.route),
            sections: home
                .children
                .iter()
                .take(MOST_TOP_SECTIONS)
                .map(|child| self.section_link(*child))
                .collect(),
            more_sections: home.children.len().saturating_sub(MOST_TOP_SECTIONS),
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
            help: edition.has_safety_parts.then(|| self.help_card()),
            safe_browsing: edition
                .has_safety_parts
                .then(|| self.fixed_link(FixedPage::SafeBrowsing)),
            privacy: self.fixed_link(FixedPage::Privacy),
            search: settings
                .has_search
                .then(|| self.fixed_link(FixedPage::Search)),
            guard: self.guard(),
            policy: crate::policy::META,
            noindex: settings.is_noindex,
            practice: settings
                .practice
                .map(|practice| self.practice_card(practice)),
            extra: self.source.facts.extra.clone(),
            data: self.source.facts.data.clone(),
        }
    }

    /// The picture of `[style.logo]`; nothing when it is not there, which is reported elsewhere.
    fn logo(&self) -> Option<LogoView> {
        let logo = self.source.settings.style.logo.as_ref()?;
        let at = self.source.asset_at(&logo.path())?;
        let (width, height) = self.source.assets[at].size?;
        Some(LogoView {
            url: self.url(self.source.graph.asset_routes[at].as_ref()?),
            alt: logo.alt.clone(),
            width,
            height,
        })
    }

    fn practice_card(&self, practice: &Practice) -> PracticeCard {
        let pages = self.source.facts.practice_pages.iter();
        PracticeCard {
            name: practice.name.clone(),
            phone: practice.phone.as_deref().map(phone),
            email: practice.email.clone(),
            website: practice.website.clone(),
            address: practice.address.clone(),
            hours: practice.hours.clone(),
            out_of_hours: practice.out_of_hours.clone(),
            pages: pages.map(|id| self.document_link(*id)).collect(),
            handout_footer: practice.handout_footer.clone(),
        }
    }
}

/// The articles of the home page that are in no section, in order. The page with frequent questions has its own link.
pub fn top_pages(edition: &Edition) -> impl Iterator<Item = DocId> {
    let pages = edition.home().pages.iter();
    let others = pages.filter(|page| Some(**page) != edition.questions);
    others.map(|page| page.id())
}
