//! The one check of who owns which name of the published site: two sources for one address, names that mend keeps for
//! itself, names no system can hold, redirects that lead in circles.
//!
//! Addresses are compared as the most forgiving file system would: without case and Unicode form. What later stages
//! write has its names in [`super::reserved`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{CONTENT, Layout};
use super::{DocId, Made, Material, PageKey, Redirect, Section, reserved};
use crate::codes;
use crate::config::Config;
use crate::diag::{Diagnostic, Reported, Span};
use crate::path::{self, OutputPath, Route, SourcePath};

/// The old addresses of all published documents.
pub(super) fn redirects(
    material: &Material<'_>,
    layout: &Layout,
    sections: &[Section],
) -> Reported<Vec<Redirect>> {
    let mut redirects: Reported<Vec<Redirect>> = Reported::default();
    let published = material.documents.iter().enumerate();
    for (at, document) in published.filter(|(at, _)| material.states[*at].published) {
        // The page answers at its own address, and at an old one that is given twice or in another case once.
        let mut known = vec![compared(&layout.routes[at])];
        for (written, span) in &document.meta.redirects {
            let Some(from) = redirect_route(written) else {
                redirects.problems.push(
                    Diagnostic::new(
                        codes::REDIRECT_01,
                        format!("`{written}` is not an old address of this site"),
                    )
                    .at(&document.path, span.clone())
                    .help("write the path alone, starting with a single /: /old-address/"),
                );
                continue;
            };
            let name = compared(&from);
            if !known.contains(&name) {
                known.push(name);
                redirects.value.push(Redirect {
                    from,
                    to: DocId::new(at),
                    span: span.clone(),
                });
            }
        }
    }
    let former = former_addresses(material, layout, sections, &redirects.value);
    redirects.value.extend(former);
    redirects
}

/// The addresses that pages had under earlier rules for names, as far as each was that of one page and is free now.
fn former_addresses(
    material: &Material<'_>,
    layout: &Layout,
    sections: &[Section],
    written: &[Redirect],
) -> Vec<Redirect> {
    let published = (0..material.documents.len()).filter(|at| material.states[*at].published);
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
    let taken: FxHashSet<String> = routes.map(compared).collect();
    let mut pages: FxHashMap<String, usize> = FxHashMap::default();
    for (_, route) in &former {
        *pages.entry(compared(route)).or_default() += 1;
    }
    let is_free = |(_, route): &(usize, &Route)| {
        let name = compared(route);
        pages[&name] == 1 && !taken.contains(&name) && path::check_output(&name).is_ok()
    };
    let redirect = |(at, route): (usize, &Route)| Redirect {
        from: route.clone(),
        to: DocId::new(at),
        span: material.documents[at].top(),
    };
    former.into_iter().filter(is_free).map(redirect).collect()
}

/// The name under which an address is compared with others.
fn compared(route: &Route) -> String {
    path::fold(route.to_output().as_str())
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
    what: Cow<'static, str>,
    /// The key of `[urls.pages]` that moves it, if it is a page of mend's.
    setting: Option<&'static str>,
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
    let help = match claim.setting {
        Some(setting) => move_made(setting),
        None if claim.is_page => {
            "give the page another `url` or `slug`, or rename its file".to_owned()
        }
        None => "rename it or move it to another folder".to_owned(),
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
        what: "an article".into(),
        setting: None,
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
    let made = Made::of(material.config);
    pages.iter().map(move |(key, route)| {
        let (document, what, setting) = match key {
            PageKey::Article(id) => (Some(*id), "an article".into(), None),
            PageKey::Section(id, _) => {
                let section = &sections[id.index()];
                let what = format!("the page of the folder `{CONTENT}/{}`", section.folder);
                (section.index, what.into(), None)
            }
            PageKey::Redirect(at) => (Some(redirects[*at].to), "a redirect".into(), None),
            _ => (None, "a page mend makes".into(), made.setting(route)),
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
            setting,
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
        what: what.into(),
        setting: None,
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
    // The message stands at a file an author can rename, if there is one.
    let (blamed, other) = if second.path.is_some() {
        (second, first)
    } else {
        (first, second)
    };
    let mut message = format!(
        "{} and {} {why}: /{}",
        shown(blamed),
        shown(other),
        blamed.output
    );
    if blamed.output != other.output {
        message.push_str(&format!(" and /{}", other.output));
    }
    let (code, help) = match blamed.setting.or(other.setting) {
        Some(setting) => (
            codes::URL_04,
            format!("{}, or rename yours", move_made(setting)),
        ),
        None => (
            codes::URL_01,
            "rename one of them, or give it a `slug` or `url` of its own".to_owned(),
        ),
    };
    let problem = blame(Diagnostic::new(code, message), blamed).help(help);
    match &other.path {
        Some(path) => problem.also(path, other.span.clone(), "the other one"),
        None => problem,
    }
}

/// How a site moves a page that mend makes.
fn move_made(setting: &str) -> String {
    format!(
        "move mend's page, `{setting} = \"/another-address/\"` under `[urls.pages]` in site.toml"
    )
}

/// How a message calls it.
fn shown(claim: &Claim) -> Cow<'_, str> {
    match &claim.path {
        Some(path) => format!("`{path}`").into(),
        None => Cow::Borrowed(&claim.what),
    }
}
