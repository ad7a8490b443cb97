//! The page on what is to be done and known before a site is published: what stops it, what readers will see that is new to
//! them, and what of it was not checked by a person. It writes what it is told, and compares nothing.

use super::html::{Html, list, paragraph, quiet, section};
use super::{LinkTargets, style_sheet};
use crate::files::{Content, Outputs};
use crate::path::{OutputPath, Route};
use crate::policy;

/// What there is to know before a site is published.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    /// The name of the site.
    pub title: String,
    /// The errors of the site as it would be published.
    pub stops: Vec<Stop>,
    /// What differs from the site that was published last; `None` if none was.
    pub changes: Option<Vec<Change>>,
    /// The pages that readers would see and that no person has checked as they are.
    pub unchecked: Vec<Unchecked>,
}

/// An error that stops publication.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The page that it is on, if it is on one.
    pub page: Option<Route>,
    /// Its place, such as `content/a.md:3`.
    pub place: String,
    /// Its code and what is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// A page that readers will find different.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its address.
    pub page: Route,
    /// What has become of it.
    pub kind: ChangeKind,
    /// The lines that differ, in order.
    pub lines: Vec<Line>,
}

/// What has become of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not published before.
    New,
    /// Its words differ.
    Changed,
    /// It is no longer there.
    Gone,
}

/// A line that readers will find different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It was not there before.
    Added(String),
    /// It is no longer there.
    Removed(String),
}

/// A page that no person has checked as it is.
#[derive(Clone, Debug)]
pub struct Unchecked {
    /// Its address.
    pub page: Route,
    /// Its title.
    pub title: String,
    /// Why, in words.
    pub why: &'static str,
}

/// The page as a file, with its style sheet, and the same facts as JSON.
pub fn publication(known: &Publication, targets: LinkTargets<'_>) -> Outputs {
    let files = [
        ("index.html", page(known, targets).into_bytes()),
        ("overview.css", style_sheet().into_bytes()),
        ("facts.json", facts(known).to_string().into_bytes()),
    ];
    let files = files.into_iter();
    files
        .map(|(name, bytes)| (OutputPath::new(name), Content::new(bytes)))
        .collect()
}

/// The facts by page, for the author's panel.
fn facts(known: &Publication) -> serde_json::Value {
    let line = |line: &Line| match line {
        Line::Added(text) => serde_json::json!(["added", text]),
        Line::Removed(text) => serde_json::json!(["removed", text]),
    };
    let stops = known.stops.iter().map(|stop| {
        serde_json::json!({
            "page": stop.page.as_ref().map(Route::as_str),
            "place": stop.place,
            "message": stop.message,
            "help": stop.help,
        })
    });
    let changes = known.changes.as_ref().map(|changes| {
        let changes = changes.iter().map(|change| {
            serde_json::json!({
                "page": change.page.as_str(),
                "kind": change.kind.as_str(),
                "lines": change.lines.iter().map(line).collect::<Vec<_>>(),
            })
        });
        changes.collect::<Vec<_>>()
    });
    let unchecked = known.unchecked.iter();
    let unchecked =
        unchecked.map(|page| serde_json::json!({ "page": page.page.as_str(), "why": page.why }));
    serde_json::json!({
        "stops": stops.collect::<Vec<_>>(),
        "changes": changes,
        "unchecked": unchecked.collect::<Vec<_>>(),
    })
}

impl ChangeKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

fn page(known: &Publication, targets: LinkTargets<'_>) -> String {
    let site = targets.site.unwrap_or_default();
    let link = |route: &Route, text: &str| Html::link(&format!("{site}{}", route.encoded()), text);
    let parts = [
        section(
            "stops",
            &titled("What stops it", known.stops.len()),
            stops(known, &link),
        ),
        changes(known, &link),
        section(
            "unchecked",
            &titled("What no person has checked", known.unchecked.len()),
            unchecked(known, &link),
        ),
    ];
    let title = Html::text(&known.title).0;
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>Before you publish: {title}</title>\n<link rel=\"stylesheet\" href=\"overview.css\">\n</head>\n<body>\n\
         <header>\n<p class=\"site\">{title}</p>\n<h1>Before you publish</h1>\n\
         <p class=\"quiet\">The site as readers would get it from <code>mend build</code> now, without drafts.</p>\n{ways}</header>\n\
         <main>\n{parts}</main>\n</body>\n</html>\n",
        policy = policy::META,
        ways = Html::element("p", &[], Html::link("../", "The whole site")).0,
        parts = Html::all(parts).0,
    )
}

fn titled(title: &str, count: usize) -> String {
    format!("{title} ({count})")
}

fn stops(known: &Publication, link: &dyn Fn(&Route, &str) -> Html) -> Html {
    if known.stops.is_empty() {
        return paragraph("Nothing. The site can be published.");
    }
    list(known.stops.iter().map(|stop| {
        let page = stop.page.as_ref();
        let place = Html::element("span", &[("class", "place")], Html::text(&stop.place));
        let space = || Html::text(" ");
        let page = page.map(|page| Html::all([space(), link(page, "Open the page")]));
        let help = stop.help.as_deref().map(quiet);
        let message = Html::element("p", &[], Html::ticked(&stop.message));
        Html::all([place].into_iter().chain(page).chain([message]).chain(help))
    }))
}

fn changes(known: &Publication, link: &dyn Fn(&Route, &str) -> Html) -> Html {
    let title = "What changes for readers";
    let Some(changes) = &known.changes else {
        let none = "Nothing was published from this folder yet, so all of it is new.";
        return section("changes", title, paragraph(none));
    };
    let shown = changes.iter().map(|change| {
        let word = Html::text(change.kind.as_str());
        let count = |is: fn(&Line) -> bool| change.lines.iter().filter(|line| is(line)).count();
        let added = count(|line| matches!(line, Line::Added(_)));
        let numbers = format!(" +{added} −{}", change.lines.len() - added);
        let name = Html::element("code", &[], Html::text(change.page.as_str()));
        let summary = Html::all([name, Html::text(" "), word, Html::text(&numbers)]);
        let summary = Html::element("summary", &[], summary);
        let lines = change.lines.iter().map(|line| {
            let (name, text) = match line {
                Line::Added(text) => ("ins", text),
                Line::Removed(text) => ("del", text),
            };
            Html::element("p", &[], Html::element(name, &[], Html::text(text)))
        });
        let way = (change.kind != ChangeKind::Gone).then(|| link(&change.page, "Open the page"));
        let way = way.map(|way| Html::element("p", &[], way));
        let content = [summary].into_iter().chain(lines).chain(way);
        Html::element("details", &[("class", "difference")], Html::all(content))
    });
    let content = match changes.is_empty() {
        true => paragraph("Nothing. Readers see these words already."),
        false => Html::all(shown),
    };
    section("changes", &titled(title, changes.len()), content)
}

fn unchecked(known: &Publication, link: &dyn Fn(&Route, &str) -> Html) -> Html {
    if known.unchecked.is_empty() {
        return paragraph("Nothing. No article waits for a review.");
    }
    list(known.unchecked.iter().map(|page| {
        let why = Html::text(&format!(": {}", page.why));
        Html::all([link(&page.page, &page.title), why])
    }))
}
