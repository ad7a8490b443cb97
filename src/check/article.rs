//! Questions that rules of all families ask: which documents are articles, and to which page a written link leads.

use crate::document::Document;

/// Whether a document is an article, and not an index, a page directly in content/, or a worksheet.
pub(super) fn is_article(document: &Document) -> bool {
    let path = document.key.as_str();
    let is_own = !document.is_index() && path.ends_with(".md");
    is_own && document.key.folder() != "content" && !is_worksheet(document)
}

/// Whether a document is a worksheet.
pub(super) fn is_worksheet(document: &Document) -> bool {
    document.key.as_str().starts_with("content/worksheets/")
}

/// Whether the target of a link, in any of its forms, is the page of this name.
pub(super) fn is_link_to(target: &str, page: &str) -> bool {
    let path = target
        .split('#')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".md") == page
}

/// Whether an article says in its front matter that it gives an overview: `overview: true`.
pub(super) fn is_overview(document: &Document) -> bool {
    let overview = document.meta.extra.get("overview");
    overview.is_some_and(|overview| overview == true)
}
