//! The templates of each kind of page. It does not know which of them a theme has.

use super::model::PageKind;

/// Every kind of page.
pub const PAGE_KINDS: [PageKind; 19] = [
    PageKind::Home,
    PageKind::Article,
    PageKind::Section,
    PageKind::Taxonomy,
    PageKind::Term,
    PageKind::AToZ,
    PageKind::Help,
    PageKind::Privacy,
    PageKind::SafeBrowsing,
    PageKind::Search,
    PageKind::Glossary,
    PageKind::Paths,
    PageKind::Path,
    PageKind::Audience,
    PageKind::Worksheets,
    PageKind::Worksheet,
    PageKind::Questions,
    PageKind::NotFound,
    PageKind::Redirect,
];

/// The template of a kind of page.
pub fn default_template(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home.html",
        PageKind::Article => "article.html",
        PageKind::Section => "section.html",
        PageKind::Taxonomy => "taxonomy.html",
        PageKind::Term => "term.html",
        PageKind::AToZ => "a-z.html",
        PageKind::Glossary => "glossary.html",
        PageKind::Paths => "paths.html",
        PageKind::Path => "path.html",
        PageKind::Audience => "audience.html",
        PageKind::Worksheets => "worksheets.html",
        PageKind::Worksheet => "worksheet.html",
        PageKind::Questions => "questions.html",
        PageKind::Help => "help.html",
        PageKind::Privacy => "privacy.html",
        PageKind::SafeBrowsing => "safe-browsing.html",
        PageKind::Search => "search.html",
        PageKind::NotFound => "404.html",
        PageKind::Redirect => "redirect.html",
    }
}

/// The file of a template by the name that an article gives it, with or without its ending.
pub fn template_file(name: &str) -> String {
    format!("{}.html", name.trim_end_matches(".html"))
}

/// Whether a template that shows the text of its page can draw a page of this kind. Those of mend for a kind of their own
/// need what only such pages have; an article and a worksheet have the same, and so have a section and the home page.
pub fn suits(template: &str, kind: PageKind) -> bool {
    let like = |kind| match kind {
        PageKind::Worksheet => PageKind::Article,
        PageKind::Home => PageKind::Section,
        other => other,
    };
    let mut kinds = PAGE_KINDS.into_iter();
    let owner = kinds.find(|kind| default_template(*kind) == template);
    owner.is_none_or(|owner| like(owner) == like(kind))
}
