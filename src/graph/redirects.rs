//! Redirects: old addresses, and the pages to which they lead.

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::Layout;
use super::ids::DocId;
use super::inputs::GraphInputs;
use super::sections::Section;
use crate::codes;
use crate::diag::{Diagnostic, Reported, Span};
use crate::path::{self, Route};

/// An old address and where it leads.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old address.
    pub from: Route,
    /// The page it leads to.
    pub to: DocId,
    /// Where that page gives the old address.
    pub span: Span,
}

/// The old addresses of all published documents.
pub(super) fn redirects(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    sections: &[Section],
) -> Reported<Vec<Redirect>> {
    let mut redirects: Reported<Vec<Redirect>> = Reported::default();
    let published = inputs.documents.iter().enumerate();
    for (at, document) in published.filter(|(at, _)| inputs.states[*at].published) {
        // The page's own address needs no redirect, and an old address that is repeated, perhaps in another case, no second one.
        let mut known = FxHashSet::from_iter([comparison_key(&layout.routes[at])]);
        for (written, span) in &document.meta.redirects {
            let Some(from) = redirect_route(written) else {
                redirects.problems.push(
                    Diagnostic::new(
                        codes::REDIRECT_01,
                        format!("`{written}` is not an address on this site"),
                    )
                    .at(&document.path, span.clone())
                    .help("write the path alone, starting with a single /: /old-address/"),
                );
                continue;
            };
            if known.insert(comparison_key(&from)) {
                redirects.value.push(Redirect {
                    from,
                    to: DocId::new(at),
                    span: span.clone(),
                });
            }
        }
    }
    let former = former_addresses(inputs, layout, sections, &redirects.value);
    redirects.value.extend(former);
    redirects
}

/// The addresses that pages had under earlier rules for names, except those that two pages shared and those in use now.
fn former_addresses(
    inputs: &GraphInputs<'_>,
    layout: &Layout,
    sections: &[Section],
    written: &[Redirect],
) -> Vec<Redirect> {
    let published = (0..inputs.documents.len()).filter(|at| inputs.states[*at].published);
    let former: Vec<(usize, &Route)> = published
        .clone()
        .filter_map(|at| Some((at, layout.former[at].as_ref()?)))
        .collect();
    if former.is_empty() {
        return Vec::new();
    }
    let routes = published.map(|at| &layout.routes[at]);
    let routes = routes.chain(sections.iter().map(|section| &section.route));
    let routes = routes.chain(written.iter().map(|redirect| &redirect.from));
    let taken: FxHashSet<String> = routes.map(comparison_key).collect();
    let mut pages: FxHashMap<String, usize> = FxHashMap::default();
    for (_, route) in &former {
        *pages.entry(comparison_key(route)).or_default() += 1;
    }
    let is_free = |(_, route): &(usize, &Route)| {
        let name = comparison_key(route);
        pages[&name] == 1 && !taken.contains(&name) && path::check_output(&name).is_ok()
    };
    let redirect = |(at, route): (usize, &Route)| Redirect {
        from: route.clone(),
        to: DocId::new(at),
        span: inputs.documents[at].top(),
    };
    former.into_iter().filter(is_free).map(redirect).collect()
}

/// The key by which addresses are compared.
fn comparison_key(route: &Route) -> String {
    path::fold(route.to_output().as_str())
}

/// The route of an old address as an author writes it; `None` if it is not an address on this site.
fn redirect_route(written: &str) -> Option<Route> {
    let path = written.strip_prefix('/').unwrap_or(written);
    if path.starts_with('/') || written.contains([':', '?', '#', '\\']) || path.is_empty() {
        return None;
    }
    let path = path::decode_path(path)?;
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    let slash = if is_file || path.ends_with('/') {
        ""
    } else {
        "/"
    };
    Some(Route::new(&format!("/{path}{slash}")))
}
