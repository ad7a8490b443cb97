//! The one check of who owns which name of the published site: two sources for one address, names that mend keeps for
//! itself, names no system can hold, redirects that lead in circles.
//!
//! Addresses are compared as the most forgiving file system would: without case and Unicode form. What later stages
//! write has its names in [`super::reserved`].

use std::collections::BTreeMap;

use super::address::Layout;
use super::{DocId, Material, PageKey, Redirect, Section, reserved};
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, Reported, Span};
use crate::path::{self, OutputPath, Route, SourcePath};

/// The old addresses of all published documents.
pub(super) fn redirects(material: &Material<'_>, layout: &Layout) -> Reported<Vec<Redirect>> {
    let mut redirects: Reported<Vec<Redirect>> = Reported::default();
    for (at, document) in material
        .documents
        .iter()
        .enumerate()
        .filter(|(at, _)| material.states[*at].published)
    {
        for (written, span) in &document.meta.redirects {
            match redirect_route(written) {
                None => redirects.problems.push(
                    Diagnostic::new(
                        codes::REDIRECT_01,
                        format!("`{written}` is not an old address of this site"),
                    )
                    .at(&document.path, span.clone())
                    .help("write the path alone, starting with a single /: /old-address/"),
                ),
                Some(from) if from == layout.routes[at] => redirects.problems.push(
                    Diagnostic::new(
                        codes::REDIRECT_02,
                        format!("`{written}` is the page's own address"),
                    )
                    .at(&document.path, span.clone())
                    .help("remove it; the page already answers there"),
                ),
                Some(from) => redirects.value.push(Redirect {
                    from,
                    to: DocId::new(at),
                    span: span.clone(),
                }),
            }
        }
    }
    redirects
}

/// An old address as it was written, as a route; nothing if it is none.
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

/// Who wants an address.
#[derive(Clone)]
struct Claim {
    output: OutputPath,
    /// The file to blame.
    path: Option<SourcePath>,
    /// Where in the file the address was chosen, if it says so.
    span: Option<Span>,
    /// Whether it is the address of a page.
    is_page: bool,
    /// What it is, for the message.
    what: &'static str,
}

/// Finds addresses that are claimed twice, that are file and folder at once, or that are not legal.
pub(super) fn clashes(
    material: &Material<'_>,
    layout: &Layout,
    pages: &[(PageKey, Route)],
    sections: &[Section],
    redirects: &[Redirect],
    asset_routes: &[Option<Route>],
) -> Vec<Diagnostic> {
    let mut problems = two_indexes(material, layout, sections);
    let mut taken: BTreeMap<String, Claim> = BTreeMap::new();
    let pages = page_claims(material, pages, sections, redirects);
    for claim in pages.chain(file_claims(material, sections, asset_routes)) {
        if let Some(problem) = unfit(&claim, material.config) {
            problems.push(problem);
            continue;
        }
        let folded = path::fold(claim.output.as_str());
        if let Some(first) = taken.get(&folded) {
            problems.push(clash(first, &claim, "both claim this address"));
        } else {
            taken.insert(folded, claim);
        }
    }
    // `a` and `a/b` cannot both be there: the one is a file, the other needs a folder of that name.
    for (folded, claim) in &taken {
        let inside = format!("{folded}/");
        if let Some((_, inner)) = taken
            .range(inside.clone()..)
            .next()
            .filter(|(next, _)| next.starts_with(&inside))
        {
            problems.push(clash(
                claim,
                inner,
                "one is a file where the other needs a folder",
            ));
        }
    }
    problems
}

/// Why nothing can be published under a name, if so.
fn unfit(claim: &Claim, config: &Config) -> Option<Diagnostic> {
    let output = &claim.output;
    if let Err(reason) = path::check_output(output.as_str()) {
        let message = format!("`{output}` cannot be published: {reason}");
        let help = "rename the file, or give the page a `slug` or `url`";
        return Some(blame(Diagnostic::new(codes::URL_02, message), claim).help(help));
    }
    let why = match reserved::kept_for(output, config) {
        Some(purpose) => format!("mend keeps that name for {purpose}"),
        None => reserved::unfit_for_page(output)
            .filter(|_| claim.is_page)?
            .to_owned(),
    };
    let help = match claim.is_page {
        true => "give the page another `url` or `slug`, or rename its file",
        false => "rename it or move it to another folder",
    };
    let message = format!("{} cannot have the address /{output}: {why}", claim.what);
    Some(blame(Diagnostic::new(codes::URL_03, message), claim).help(help))
}

/// Two documents that both want to be the index of one section.
fn two_indexes(material: &Material<'_>, layout: &Layout, sections: &[Section]) -> Vec<Diagnostic> {
    let section_of = &layout.section_of;
    let second = |at: &usize| {
        layout.is_index(DocId::new(*at))
            && material.states[*at].published
            && sections[section_of[*at].index()].index != Some(DocId::new(*at))
    };
    let claim = |at: usize| Claim {
        output: layout.routes[at].to_output(),
        path: Some(material.documents[at].path.clone()),
        span: None,
        is_page: true,
        what: "an article",
    };
    let pair = |at: usize| {
        sections[section_of[at].index()]
            .index
            .map(|first| (claim(first.index()), claim(at)))
    };
    let pairs = (0..material.documents.len())
        .filter(second)
        .filter_map(pair);
    pairs
        .map(|(first, second)| clash(&first, &second, "both are the index of one folder"))
        .collect()
}

/// What the pages claim.
fn page_claims<'a>(
    material: &'a Material<'a>,
    pages: &'a [(PageKey, Route)],
    sections: &'a [Section],
    redirects: &'a [Redirect],
) -> impl Iterator<Item = Claim> + 'a {
    pages.iter().map(move |(key, route)| {
        let (document, what) = match key {
            PageKey::Article(id) => (Some(*id), "an article"),
            PageKey::Section(id, _) => (sections[id.index()].index, "the page of a folder"),
            PageKey::Redirect(at) => (Some(redirects[*at].to), "a redirect"),
            _ => (None, "a page mend makes"),
        };
        let document = document.map(|id| &material.documents[id.index()]);
        let span = match key {
            PageKey::Redirect(at) => Some(redirects[*at].span.clone()),
            _ => document.and_then(|document| document.meta.address_span.clone()),
        };
        Claim {
            output: route.to_output(),
            path: document.map(|document| document.path.clone()),
            span,
            is_page: true,
            what,
        }
    })
}

/// What the assets, the theme's files and the files without a page claim.
fn file_claims<'a>(
    material: &'a Material<'a>,
    sections: &'a [Section],
    asset_routes: &'a [Option<Route>],
) -> impl Iterator<Item = Claim> + 'a {
    let claim = |output: OutputPath, path: Option<&SourcePath>, what: &'static str| Claim {
        output,
        path: path.cloned(),
        span: None,
        is_page: false,
        what,
    };
    let assets = material.assets.iter().zip(asset_routes);
    let assets = assets.filter_map(move |(asset, route)| {
        Some(claim(
            route.as_ref()?.to_output(),
            Some(&asset.path),
            "a file",
        ))
    });
    let feeds = sections.iter().filter_map(|section| section.feed.as_ref());
    let feeds = feeds.map(move |route| claim(route.to_output(), None, "a feed"));
    let theme = material
        .theme_files
        .iter()
        .map(move |route| claim(route.to_output(), None, "a file of the theme"));
    assets.chain(theme).chain(feeds)
}

fn blame(problem: Diagnostic, claim: &Claim) -> Diagnostic {
    match (&claim.path, &claim.span) {
        (Some(path), Some(span)) => problem.at(path, span.clone()),
        (Some(path), None) => problem.in_file(path),
        (None, _) => problem,
    }
}

fn clash(first: &Claim, second: &Claim, why: &str) -> Diagnostic {
    let name = |claim: &Claim| {
        claim
            .path
            .as_ref()
            .map_or_else(|| claim.what.to_owned(), |path| format!("`{path}`"))
    };
    // The message stands at a file an author can rename, if there is one.
    let (blamed, other) = if second.path.is_some() {
        (second, first)
    } else {
        (first, second)
    };
    let message = if blamed.output == other.output {
        format!(
            "`{}` and {} {why}: /{}",
            shown(blamed),
            name(other),
            blamed.output
        )
    } else {
        format!(
            "`{}` and {} {why}: /{} and /{}",
            shown(blamed),
            name(other),
            blamed.output,
            other.output
        )
    };
    let problem = blame(Diagnostic::new(codes::URL_01, message), blamed);
    let problem = match &other.path {
        Some(path) => problem.also(path, other.span.clone(), "the other one"),
        None => problem,
    };
    problem.help("rename one of them, or give it a `slug` or `url` of its own")
}

fn shown(claim: &Claim) -> &str {
    claim.path.as_ref().map_or(claim.what, SourcePath::as_str)
}
