//! The kinds of page: a file for each, with what the page shows of the site and how that becomes its view.
//!
//! Each has a type of inputs whose hash is part of the page's cache key. They are gathered from outlines only, and filled into
//! a view that already has what all pages have.

mod a_to_z;
mod article;
mod audience;
pub(super) mod fixed;
pub(super) mod glossary;
mod paths;
mod redirect;
mod section;
mod taxonomy;

use std::borrow::Cow;

use super::gather::Gather;
use super::model::{PageKind, View};
use super::place::Name;
use super::site::SiteInputs;
use super::text::OwnDocument;
use super::titles::fixed_title;
use super::vantage::Vantage;
use crate::data::texts::Texts;
use crate::graph::{FixedPage, PageKey};

/// What a page of one kind shows of the site.
#[derive(Hash)]
pub(super) enum Kind<'a> {
    Article(article::Inputs<'a>),
    Section(section::Inputs<'a>),
    Taxonomy(taxonomy::Inputs<'a>),
    Term(taxonomy::TermInputs<'a>),
    AToZ(a_to_z::Inputs<'a>),
    Letter(a_to_z::LetterInputs<'a>),
    Fixed(FixedPage),
    Glossary(glossary::Inputs<'a>),
    Paths(Vec<paths::PathInputs<'a>>),
    Path(paths::PathInputs<'a>),
    Audience(audience::Inputs<'a>),
    Redirect(redirect::Inputs<'a>),
}

/// What only the page itself depends on.
#[derive(Hash)]
pub(super) enum Own<'a> {
    Nothing,
    Document(OwnDocument<'a>),
    Mentions(glossary::Mentioned<'a>),
}

impl<'a> Kind<'a> {
    pub(super) fn of(gather: &Gather<'a>, key: PageKey) -> Self {
        match key {
            PageKey::Article(id) => Self::Article(article::Inputs::of(gather, id)),
            PageKey::Section(id, part) => Self::Section(section::Inputs::of(gather, id, part)),
            PageKey::Taxonomy(at, part) => Self::Taxonomy(taxonomy::Inputs::of(gather, at, part)),
            PageKey::Term(taxonomy, term, part) => {
                Self::Term(taxonomy::TermInputs::of(gather, (taxonomy, term), part))
            }
            PageKey::AtoZ => Self::AToZ(a_to_z::Inputs::of(gather)),
            PageKey::Letter(at, part) => Self::Letter(a_to_z::LetterInputs::of(gather, at, part)),
            PageKey::Fixed(page) => Self::Fixed(page),
            PageKey::Glossary => Self::Glossary(glossary::Inputs {
                glossary: &gather.data.localised.glossary,
            }),
            PageKey::Paths => Self::Paths(paths::PathInputs::first(gather, usize::MAX)),
            PageKey::Path(at) => Self::Path(paths::PathInputs::of(gather, at)),
            PageKey::Audience(at, part) => Self::Audience(audience::Inputs::of(gather, at, part)),
            PageKey::Redirect(at) => {
                let to = gather.graph.redirects[at].to;
                Self::Redirect(redirect::Inputs::of(gather, to))
            }
        }
    }

    pub(super) fn page_kind(&self) -> PageKind {
        match self {
            Self::Article(article) => article.kind,
            Self::Section(section) => section.kind,
            Self::Taxonomy(_) => PageKind::Taxonomy,
            Self::Term(_) => PageKind::Term,
            Self::AToZ(_) | Self::Letter(_) => PageKind::AToZ,
            Self::Fixed(page) => fixed::kind(*page),
            Self::Glossary(_) => PageKind::Glossary,
            Self::Paths(_) => PageKind::Paths,
            Self::Path(_) => PageKind::Path,
            Self::Audience(_) => PageKind::Audience,
            Self::Redirect(_) => PageKind::Redirect,
        }
    }

    /// The title of a page that no document gives one.
    pub(super) fn title(&self, texts: &Texts) -> String {
        match self {
            Self::Article(_) => String::new(),
            Self::Section(section) => section.face.name.title.clone().into_owned(),
            Self::Taxonomy(taxonomy) => taxonomy.name.title.clone().into_owned(),
            Self::Term(term) => term.name.title.clone().into_owned(),
            Self::AToZ(_) => texts.get("a_to_z"),
            Self::Letter(letter) => letter.title(texts),
            Self::Fixed(page) => fixed_title(texts, *page),
            Self::Glossary(_) => texts.get("glossary"),
            Self::Paths(_) => texts.get("paths"),
            Self::Path(path) => path.title().to_owned(),
            Self::Audience(audience) => audience.title(texts),
            Self::Redirect(redirect) => redirect.to.title.clone().into_owned(),
        }
    }

    /// The feed of a page that is in no section.
    pub(super) fn feed(&self, texts: &Texts) -> Option<Name<'a>> {
        match self {
            Self::Term(term) => term.feed(texts),
            _ => None,
        }
    }

    /// The drawing of a page that no document is written for.
    pub(super) fn drawing(&self) -> Option<&'a str> {
        match self {
            Self::Path(path) => path.drawing(),
            _ => None,
        }
    }

    /// The page of which this one is a part, if its trail names one besides the sections.
    pub(super) fn parent(&self, site: &SiteInputs<'a>) -> Option<Name<'a>> {
        match self {
            Self::Term(term) => Some(term.all.clone()),
            Self::Letter(letter) => Some(Name {
                title: Cow::Owned(site.texts.get("a_to_z")),
                route: letter.whole(),
            }),
            Self::Path(_) => site.paths(),
            _ => None,
        }
    }

    /// Adds what pages of this kind show.
    pub(super) fn fill(
        &self,
        view: &mut View,
        site: &SiteInputs<'_>,
        own: &Own<'_>,
        vantage: &Vantage<'_>,
    ) {
        let texts = site.texts;
        let document = match own {
            Own::Document(document) => Some(document),
            Own::Nothing | Own::Mentions(_) => None,
        };
        match (self, own) {
            (Self::Article(article), Own::Document(own)) => {
                article.fill(view, site, own, vantage);
            }
            (Self::Section(section), _) => section.fill(view, document, vantage),
            (Self::Taxonomy(taxonomy), _) => taxonomy.fill(view, texts, vantage),
            (Self::Term(term), _) => term.fill(view, vantage),
            (Self::AToZ(list), _) => list.fill(view, texts, vantage),
            (Self::Letter(letter), _) => letter.fill(view, texts, vantage),
            (Self::Glossary(glossary), Own::Mentions(mentioned)) => {
                glossary.fill(view, mentioned, texts, vantage);
            }
            (Self::Paths(paths), _) => view.paths = paths::PathInputs::views(paths, vantage),
            (Self::Path(path), _) => path.fill(view, vantage),
            (Self::Audience(audience), _) => audience.fill(view, vantage),
            (Self::Redirect(redirect), _) => redirect.fill(view, vantage),
            (Self::Fixed(_) | Self::Article(_) | Self::Glossary(_), _) => {}
        }
    }
}
