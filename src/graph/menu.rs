//! The menus of `site.toml`: where each link leads.
//!
//! A link is read as if it were written in a file directly in `content/`. Broken ones are reported by the checks.

use super::address::{Layout, document_named};
use super::ids::CONTENT;
use super::inputs::GraphInputs;
use super::resolution::{Origin, Resolution};
use super::resolve::Index;
use super::suggest::Suggestions;
use super::unreadable;
use crate::markdown::LinkKind;
use crate::path::SourcePath;

/// Where the links of all menus lead, in the order of [`Menu::links`](crate::config::Menu::links).
pub(super) fn resolve(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    index: &Index<'_>,
    suggestions: &mut Suggestions<'_>,
) -> Vec<Resolution> {
    let source = &SourcePath::new(&format!("{CONTENT}/_index.md"));
    let origin = &Origin {
        source,
        file: source,
        route: &inputs.settings.edition.home(),
        document: None,
    };
    let knows_all = inputs.knows_all_files();
    let links = inputs.settings.menu.links();
    let resolved = links.map(|(_, link)| {
        let kind = LinkKind::Markdown;
        let mut found = index.follow(origin, kind, &link.to);
        if let Resolution::Missing { .. } = found
            && let Some(id) = document_named(inputs.documents, &layout.by_file_name, &link.to)
        {
            // Other settings name an article by its file name alone.
            found = index.document(id);
        }
        if !knows_all {
            found = unreadable::allow(inputs, source, kind, &link.to, found);
        }
        suggestions.complete(source, kind, &link.to, &mut found);
        found
    });
    resolved.collect()
}
