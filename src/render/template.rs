//! Selects the template of a page: the one for which the page asks if it can draw the page, else the default of its kind.

use crate::theme::Theme;
use crate::view::{self, PageKind, View};

/// A template that a page asks for and that cannot draw it.
pub struct UnmetTemplate {
    /// Whether the theme has it. If so, it is a template for other pages.
    pub exists: bool,
    /// The templates that can draw the page, without `.html`.
    pub usable: Vec<String>,
}

/// The template that draws a page, and what is known of the one that it asks for instead.
pub(super) fn choose(
    view: &View,
    theme: &Theme,
    kinds: &[PageKind],
) -> (String, Option<UnmetTemplate>) {
    let kind = view.page.kind;
    let usable = || usable(theme, kind, kinds);
    if usable().any(|template| template == view.template) {
        return (view.template.clone(), None);
    }
    let stem = |file: &str| file.strip_suffix(".html").unwrap_or(file).to_owned();
    let unmet = UnmetTemplate {
        exists: theme.has(&view.template),
        usable: usable().map(stem).collect(),
    };
    (kind.template.to_owned(), Some(unmet))
}

/// The templates that can draw pages of this kind: its default one, and those that show the text of their page.
fn usable<'t>(
    theme: &'t Theme,
    kind: PageKind,
    kinds: &[PageKind],
) -> impl Iterator<Item = &'t str> {
    let default = kind.template;
    let others = theme.with_text();
    let others =
        others.filter(move |template| *template != default && view::suits(template, kind, kinds));
    std::iter::once(default).chain(others)
}
