//! Everything a template can see, and nothing else.
//!
//! A page's [`View`] is its list of dependencies: the same view and the same theme give the same bytes, so a page is rendered
//! again exactly when its view changes. If a template needs a new value, add a field to the model. Addresses in a view are
//! relative to its page and percent-encoded, so that they can be written into a quoted attribute as they are.
//!
//! The contract with themes is in `model`. [`SiteFacts`] are computed once per build; then [`page`] makes the view of one page
//! at a time.
//!
//! No view grows with the site. Each list is bounded: by the page size (sections, tags, the A to Z, audiences), by a number
//! in `model` with a way to the others (header, foot, home page, glossary, links back), by the text of the page itself
//! (headings, evidence, terms, tags), or by a data file that is written by hand and has its own page (terms of the
//! glossary, reading paths, regions of the help page, audiences).

mod article;
mod content;
mod data_pages;
mod exit;
mod feeds;
mod filled;
mod fixed_pages;
mod frame;
mod help;
mod language;
mod list;
mod menu;
mod model;
mod reference;
mod scope;
mod site_facts;
mod source;
mod surroundings;
mod template;

use crate::graph::{NOT_FOUND, Page, PageKey};
use crate::path::{LinkStyle, Route};

pub use content::{Content, FilledImage, FilledLink, FilledTerm};
pub use feeds::{Feed, FeedEntry, FeedInputs, SitemapEntry, feeds, sitemap};
pub use frame::top_pages;
pub use help::kind_name;
pub use model::*;
pub use site_facts::{FactSettings, Shared, SiteFacts};
pub use source::{Addresses, Settings, SiteSettings, Source};
pub use surroundings::Surroundings;
pub use template::{PAGE_KINDS, default_template, suits, template_file};

use article::ArticleInputs;
use fixed_pages::PrivacyInputs;
use frame::Frame;
use scope::Scope;

/// The view of one page.
pub fn page(source: &Source<'_>, page: &Page) -> View {
    let scope = &Scope::of(source, page);
    let frame = Frame::of(source, scope);
    let Frame {
        reference,
        help,
        safeguards,
        ..
    } = &frame;
    let blank = frame.blank();
    let mut view = match page.key {
        PageKey::Article(id) => {
            let inputs = ArticleInputs {
                author: source.settings.site.author,
                related: source.related,
                people: &source.data.people,
                evidence: &source.data.evidence,
            };
            article::view(blank, scope, reference, &inputs, id)
        }
        PageKey::Section(id, part) => list::section(blank, scope, reference, (id, part)),
        PageKey::Taxonomy(at, part) => list::taxonomy(blank, scope, at, part),
        PageKey::Term(taxonomy, term, part) => list::term(blank, scope, (taxonomy, term), part),
        PageKey::AtoZ => list::a_to_z(blank, scope),
        PageKey::Letter(at, part) => list::letter(blank, scope, at, part),
        PageKey::Fixed(fixed) => blank.page(fixed_pages::kind(fixed), &scope.fixed_title(fixed)),
        PageKey::Glossary => data_pages::glossary(blank, scope, reference),
        PageKey::Paths => data_pages::paths(blank, scope, reference),
        PageKey::Path(at) => data_pages::path(blank, reference, at),
        PageKey::Audience(at, part) => data_pages::audience(blank, scope, reference, (at, part)),
        PageKey::Redirect(at) => article::redirect(blank, scope, at),
    };
    if let Some(fixed) = scope.edition.generated.fixed_at(&page.route) {
        let privacy = PrivacyInputs {
            allows_raw_html: source.settings.allows_raw_html,
            practice: source.settings.site.practice,
            menu: source.settings.site.menu,
            evidence: &source.data.evidence,
        };
        fixed_pages::complete(scope, help, &privacy, fixed, &mut view);
    }
    view.page.exit = safeguards.exit();
    view.page.notice = safeguards.notice(&view);
    view.page.discreet = safeguards.is_discreet(view.page.kind);
    view.page.may_store = safeguards.may_store(view.page.kind);
    View {
        template: template_of(scope, view.page.kind),
        ..view
    }
}

/// The template the page asks for, or the usual one of its kind.
fn template_of(scope: &Scope<'_>, kind: PageKind) -> String {
    let document = scope
        .shown_document()
        .filter(|_| kind != PageKind::Redirect);
    let asked = document.and_then(|id| scope.document(id).meta.template.as_ref());
    match asked {
        Some((name, _)) => template_file(name),
        None => default_template(kind).to_owned(),
    }
}

/// Where `/` is, seen from a page: what the theme's own files are found by.
pub fn root_url(route: &Route, base_path: &str) -> String {
    if route.as_str() == NOT_FOUND {
        return base_path.to_owned();
    }
    let root = Route::new("/").relative_from(route, LinkStyle::Folder);
    if root == "./" { String::new() } else { root }
}
