//! Conflicts over the names of published files: two sources for one address, names that are reserved for mend, names that
//! some file systems cannot store.
//!
//! Addresses are compared as the most lenient file system would: without case and Unicode form. The names of files that
//! later stages write are in [`super::reserved`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::address::Layout;
use super::edition::Edition;
use super::generated::AddressSetting;
use super::ids::{CONTENT, DocId};
use super::inputs::{GraphInputs, GraphSettings};
use super::page::{Page, Subject};
use super::redirects::Redirect;
use super::reserved;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::path::{self, OutputPath, Route, SourcePath};

/// A source that claims an address.
#[derive(Clone)]
struct Claim {
    output: OutputPath,
    /// The file to blame.
    path: Option<SourcePath>,
    /// Where in the file the address was chosen, if it says so.
    span: Option<Span>,
    /// Whether it is the address of a page.
    is_page: bool,
    /// A description for messages: `an article`.
    noun: Cow<'static, str>,
    /// The setting that moves it, if it is a generated page.
    setting: Option<AddressSetting>,
}

/// Everything that claims addresses.
pub(super) struct Claimants<'a> {
    pub(super) inputs: &'a GraphInputs<'a>,
    pub(super) layout: &'a Layout,
    pub(super) edition: &'a Edition,
    pub(super) pages: &'a [Page],
    pub(super) redirects: &'a [Redirect],
    pub(super) asset_routes: &'a [Option<Route>],
}

/// Finds addresses that are claimed twice, that are file and folder at once, or that are not legal.
pub(super) fn conflicts(claimants: &Claimants<'_>) -> Vec<Diagnostic> {
    let mut problems = claimants.two_indexes();
    let mut taken: BTreeMap<String, Claim> = BTreeMap::new();
    for claim in claimants.pages().chain(claimants.files()) {
        if let Some(problem) = unfit(&claim, &claimants.inputs.settings) {
            problems.push(problem);
            continue;
        }
        let folded = path::fold(claim.output.as_str());
        if let Some(first) = taken.get(&folded) {
            problems.push(clash(first, &claim, "both have this address"));
        } else {
            taken.insert(folded, claim);
        }
    }
    // `a` and `a/b` cannot both exist: the first is a file, and the second needs a folder of that name.
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
                "cannot both be published, since one is a file where the other needs a folder",
            ));
        }
    }
    problems
}

/// The problem with an address at which nothing, or at least no page, can be published.
fn unfit(claim: &Claim, settings: &GraphSettings<'_>) -> Option<Diagnostic> {
    let output = &claim.output;
    if let Err(reason) = path::check_output(output.as_str()) {
        let message = format!("`{output}` cannot be published: {reason}");
        let help = "rename the file, or give the page a `slug` or `url`";
        return Some(blame(Diagnostic::new(codes::URL_02, message), claim).help(help));
    }
    let first = output.as_str().split('/').next().unwrap_or_default();
    let other_language = settings.language_paths.with_prefix(first);
    let other_language = other_language.filter(|_| claim.is_page);
    let why = match reserved::reserved_for(output, settings) {
        _ if other_language.is_some_and(|other| other != settings.edition.number) => {
            format!("/{first}/ is for the pages in another language")
        }
        Some(purpose) => format!("mend reserves that name for {purpose}"),
        None => reserved::unfit_for_page(output)
            .filter(|_| claim.is_page)?
            .to_owned(),
    };
    let help = match &claim.setting {
        Some(setting) => help_to_move(setting),
        None if claim.is_page => {
            "give the page another `url` or `slug`, or rename its file".to_owned()
        }
        None => "rename it or move it to another folder".to_owned(),
    };
    let message = format!("{} cannot have the address /{output}: {why}", claim.noun);
    Some(blame(Diagnostic::new(codes::URL_03, message), claim).help(help))
}

impl Claimants<'_> {
    /// Two documents that both want to be the index of one section.
    fn two_indexes(&self) -> Vec<Diagnostic> {
        let Self { inputs, layout, .. } = self;
        let index = |at: usize| self.edition.section(layout.section_of[at]).index;
        let claim = |at: usize| Claim {
            output: layout.routes[at].to_output(),
            path: Some(inputs.documents[at].path.clone()),
            span: None,
            is_page: true,
            noun: "an article".into(),
            setting: None,
        };
        let indexes = (0..inputs.documents.len())
            .filter(|at| inputs.states[*at].published && layout.is_index(DocId::new(*at)));
        let pairs = indexes.filter_map(|at| Some((index(at)?.index(), at)));
        pairs
            .filter(|(first, second)| first != second)
            .map(|(first, second)| {
                let why = "are both the index of the same folder";
                clash(&claim(first), &claim(second), why)
            })
            .collect()
    }

    /// The claims of the pages.
    fn pages(&self) -> impl Iterator<Item = Claim> {
        self.pages.iter().map(|page| self.page(page))
    }

    fn page(&self, page: &Page) -> Claim {
        let (document, noun, setting) = match page.key.subject {
            Subject::Article(id) => (Some(id), "an article".into(), None),
            Subject::Section(id) => {
                let section = self.edition.section(id);
                let noun = format!("the page of the folder `{CONTENT}/{}`", section.folder);
                (section.index, noun.into(), None)
            }
            Subject::Redirect(at) => (Some(self.redirects[at].to), "a redirect".into(), None),
            Subject::Generated(_) => {
                let setting = self.edition.generated.setting(&page.route);
                (None, "a generated page".into(), setting)
            }
        };
        let document = document.map(|id| &self.inputs.documents[id.index()]);
        let span = match page.key.subject {
            Subject::Redirect(at) => Some(self.redirects[at].span.clone()),
            _ => document.and_then(|document| document.meta.address_span.clone()),
        };
        Claim {
            output: page.route.to_output(),
            path: document.map(|document| document.path.clone()),
            span,
            is_page: true,
            noun,
            setting,
        }
    }

    /// The claims of the assets, the theme's files and the feeds.
    fn files(&self) -> impl Iterator<Item = Claim> {
        let claim = |route: &Route, path: Option<&SourcePath>, noun: &'static str| Claim {
            output: route.to_output(),
            path: path.cloned(),
            span: None,
            is_page: false,
            noun: noun.into(),
            setting: None,
        };
        let assets = self.inputs.assets.iter().zip(self.asset_routes);
        let assets = assets.filter_map(move |(asset, route)| {
            Some(claim(route.as_ref()?, Some(&asset.path), "a file"))
        });
        let theme = self.inputs.theme_files.iter();
        let theme = theme.map(move |route| claim(route, None, "a file of the theme"));
        let feeds = self.edition.feeds();
        let feeds = feeds.map(move |route| claim(route, None, "a feed"));
        assets.chain(theme).chain(feeds)
    }
}

fn blame(problem: Diagnostic, claim: &Claim) -> Diagnostic {
    match (&claim.path, &claim.span) {
        (Some(path), Some(span)) => problem.at(path, span.clone()),
        (Some(path), None) => problem.in_file(path),
        (None, _) => problem,
    }
}

fn clash(first: &Claim, second: &Claim, why: &str) -> Diagnostic {
    // The message points at a file that an author can rename, if there is one.
    let (blamed, other) = if second.path.is_some() {
        (second, first)
    } else {
        (first, second)
    };
    let mut message = format!(
        "{} and {} {why}: /{}",
        name_of(blamed),
        name_of(other),
        blamed.output
    );
    if blamed.output != other.output {
        message.push_str(&format!(" and /{}", other.output));
    }
    let (code, help) = match blamed.setting.as_ref().or(other.setting.as_ref()) {
        Some(setting) => (
            codes::URL_04,
            format!("{}, or rename yours", help_to_move(setting)),
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

/// The advice to move a generated page.
fn help_to_move(AddressSetting { table, key }: &AddressSetting) -> String {
    format!(
        "move the generated page with `{key} = \"/another-address/\"` under `[{table}]` in site.toml"
    )
}

/// The name of a claim in a message: its file if it has one.
fn name_of(claim: &Claim) -> Cow<'_, str> {
    match &claim.path {
        Some(path) => format!("`{path}`").into(),
        None => Cow::Borrowed(&claim.noun),
    }
}
