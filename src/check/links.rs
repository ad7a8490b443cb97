//! Links lead somewhere: to a page that is published, to a heading that is there, to one page only.

use super::Subject;
use super::text::is_article;
use crate::codes::{self, Code};
use crate::config::Level;
use crate::diag::{Diagnostic, Severity, Span, any_of, did_you_mean};
use crate::files::{LeftOut, left_out_at};
use crate::graph::{DocId, Resolution};
use crate::markdown::LinkKind;
use crate::path::{SourcePath, decode_path, resolve_dots};

/// Checks the links and images of one document.
pub(super) fn check(subject: &Subject<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let parsed = &subject.documents[at].parsed;
    let links = parsed.links.iter().map(|link| match link.kind {
        LinkKind::Source => (link.kind, &link.target, &link.span, "source"),
        _ => (link.kind, &link.target, &link.span, "link"),
    });
    let images = parsed
        .images
        .iter()
        .map(|image| (image.kind, &image.target, &image.span, "image"));
    let resolutions = subject.graph.links[at]
        .iter()
        .chain(&subject.graph.images[at]);
    for ((kind, target, span, what), resolution) in links.chain(images).zip(resolutions) {
        let written = Written {
            subject,
            at,
            kind,
            target,
            span: span.clone(),
            what,
        };
        problems.extend(written.judge(resolution));
    }
    problems.extend(front_matter_image(subject, at));
}

/// The picture that the front matter names, if it is not there. One on another host is never loaded by the page.
fn front_matter_image(subject: &Subject<'_>, at: usize) -> Option<Diagnostic> {
    let document = &subject.documents[at];
    let image = document
        .meta
        .image
        .as_deref()
        .filter(|image| !image.contains("://"))?;
    let severity = subject.config.links.broken.severity()?;
    let is_there = |path: &SourcePath| {
        let assets = subject.assets;
        assets
            .binary_search_by(|asset| asset.path.cmp(path))
            .is_ok()
            || subject.may_be_there(path)
    };
    let path = document.image_path(image);
    if path.as_ref().is_some_and(is_there) {
        return None;
    }
    let message = format!("the picture that the front matter names leads nowhere: `{image}`");
    let help = match path {
        Some(path) => format!("put it at `{path}`, or correct `image`"),
        None => "name a file beside the article, or one in static/ with a / in front".to_owned(),
    };
    let problem = Diagnostic::new(codes::LINK_01, message).severity(severity);
    Some(problem.at(&document.path, document.top()).help(help))
}

/// The fewest and the most other articles an article links to.
const CROSS_LINKS: std::ops::RangeInclusive<usize> = 3..=8;

/// The most for an overview.
const MOST_OF_AN_OVERVIEW: usize = 12;

/// Checks how an article is woven into the guide, and where its links leave the site.
pub(super) fn check_ways(subject: &Subject<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let document = &subject.documents[at];
    let rules = &subject.config.check;
    let mut report =
        |code: Code, severity: Severity, span: Option<Span>, message: String, help: String| {
            if let Some(severity) = rules.severity(code, severity) {
                let problem = Diagnostic::new(code, message).severity(severity).help(help);
                let span = span.unwrap_or_else(|| document.top());
                problems.push(problem.at(&document.path, span));
            }
        };
    // Most sites do not ask for this, and it looks at every link.
    let is_asked = rules.severity(codes::LINK_10, Severity::Warning).is_some();
    if is_asked && is_article(document) {
        let is_other = |id: &DocId| is_article(&subject.documents[id.index()]);
        let out = subject
            .graph
            .targets(DocId::new(at))
            .into_iter()
            .filter(is_other)
            .count();
        let is_overview = document
            .meta
            .extra
            .get("overview")
            .is_some_and(|overview| overview == true);
        let most = if is_overview {
            MOST_OF_AN_OVERVIEW
        } else {
            *CROSS_LINKS.end()
        };
        if !(*CROSS_LINKS.start()..=most).contains(&out) {
            let help = format!(
                "lead to {} to {most}, each in a sentence that says why",
                CROSS_LINKS.start()
            );
            report(
                codes::LINK_10,
                Severity::Warning,
                None,
                format!("the article links to {out} other articles"),
                help,
            );
        }
        let mut backlinks = subject.graph.backlinks[at].iter();
        if subject.knows_all_documents() && !backlinks.any(|page| is_other(&page.id())) {
            report(
                codes::LINK_10,
                Severity::Error,
                None,
                "no other article links to this one".to_owned(),
                "link to it where it would help a reader".to_owned(),
            );
        }
    }
    for (link, resolution) in document.parsed.links.iter().zip(&subject.graph.links[at]) {
        if *resolution != Resolution::External {
            continue;
        }
        if let Some((message, help)) = outside(&link.target, &rules.allowed_hosts) {
            report(
                codes::LINK_11,
                Severity::Error,
                Some(link.span.clone()),
                message,
                help,
            );
        }
    }
}

/// What is wrong with an address outside the site.
fn outside(url: &str, allowed: &[String]) -> Option<(String, String)> {
    if url.starts_with("mailto:") || url.starts_with("tel:") {
        return None;
    }
    let Some(rest) = url.strip_prefix("https://") else {
        return Some((
            format!("`{url}` is not read over https"),
            "use its https address".to_owned(),
        ));
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_allowed = |known: &String| {
        host == known
            || host
                .strip_suffix(known.as_str())
                .is_some_and(|before| before.ends_with('.'))
    };
    (!allowed.iter().any(is_allowed)).then(|| {
        (
            format!("the host `{host}` is not agreed"),
            format!(
                "add it to `[check] allowed_hosts`, or take the link out (agreed: {})",
                allowed.join(", ")
            ),
        )
    })
}

/// The most files that a message about a name names.
const MOST_CANDIDATES: usize = 3;

/// The endings of files that authors embed and no browser shows as a picture. Kinds of pictures that some browsers lack
/// are judged where pictures are read.
const IS_NO_PICTURE: [&str; 21] = [
    "aac", "doc", "docx", "flac", "m4a", "m4v", "markdown", "md", "mkv", "mov", "mp3", "mp4",
    "odt", "ogg", "ogv", "opus", "pdf", "txt", "wav", "webm", "zip",
];

/// A link as its author wrote it.
struct Written<'a> {
    subject: &'a Subject<'a>,
    /// The document it stands in.
    at: usize,
    kind: LinkKind,
    target: &'a str,
    span: Span,
    /// "link", "source" or "image".
    what: &'static str,
}

impl Written<'_> {
    fn judge(&self, resolution: &Resolution) -> Option<Diagnostic> {
        let Written { what, target, .. } = self;
        let documents = self.subject.documents;
        let levels = &self.subject.config.links;
        match resolution {
            _ if target.trim().is_empty() => {
                let message = format!("this {what} has no target");
                let problem = self.problem(codes::LINK_17, levels.broken, message)?;
                Some(problem.help("write between the brackets where it leads, or take it out"))
            }
            Resolution::Missing { meant } => {
                let message = format!("this {what} leads nowhere: `{target}`");
                let problem = self.problem(codes::LINK_01, levels.broken, message)?;
                Some(problem.help(self.missing_help(meant)))
            }
            Resolution::NoAnchor { id, meant } => {
                let page = &documents[id.index()];
                let anchor = target.split_once('#').map_or("", |(_, anchor)| anchor);
                let message = format!("`{}` has no heading or place named `{anchor}`", page.path);
                let problem = self.problem(codes::LINK_02, levels.anchors, message)?;
                let headings = page.parsed.headings.iter();
                let known: Vec<&str> = headings.map(|heading| &*heading.id).collect();
                Some(problem.help(places_help(meant, &known)))
            }
            Resolution::Ambiguous { candidates } => {
                let message = format!("`{target}` fits {} files", candidates.len());
                let mut problem = self.problem(codes::LINK_03, levels.broken, message)?;
                for candidate in candidates.iter().take(MOST_CANDIDATES) {
                    problem = problem.also(candidate, None, "this one");
                }
                let nearest = candidates.iter().take(MOST_CANDIDATES);
                let paths: Vec<String> = nearest.map(|path| self.as_wikilink(path)).collect();
                Some(problem.help(format!("write the path: {}", any_of(&paths))))
            }
            Resolution::Unpublished(id) => {
                let page = &documents[id.index()];
                let status = self.subject.graph.states[id.index()].status.as_str();
                let message = format!(
                    "this {what} leads to a page that is not published: `{}` ({status})",
                    page.path
                );
                Some(
                    self.problem(codes::LINK_05, levels.broken, message)?
                        .help("publish that page, or take the link out until then"),
                )
            }
            Resolution::External if *what != "link" => {
                let message = format!("this {what} lies on another host: `{target}`");
                let problem = self.problem(codes::LINK_06, Level::Error, message)?;
                let file = if *what == "image" { "picture" } else { "file" };
                Some(problem.help(format!(
                    "save the {file} beside the article, and name the file"
                )))
            }
            Resolution::External => {
                let parameter = tracking_parameter(target)?;
                let message =
                    format!("this link carries what others follow readers by: `{parameter}`");
                let problem = self.problem(codes::LINK_07, Level::Error, message)?;
                Some(problem.help("take the parameter out of the address"))
            }
            Resolution::Page { .. } | Resolution::Generated { .. } if *what == "image" => {
                let message = format!("this image leads to a page: `{target}`");
                let problem = self.problem(codes::LINK_18, levels.broken, message)?;
                Some(problem.help("take away the `!` to link to it, or name a picture"))
            }
            Resolution::Asset(at) if *what == "image" => {
                let kind = self.subject.assets[*at].path.extension();
                if !IS_NO_PICTURE.contains(&kind.as_str()) {
                    return None;
                }
                let message = format!("this image leads to a file that is no picture: `{target}`");
                let problem = self.problem(codes::LINK_18, levels.broken, message)?;
                Some(problem.help("take away the `!` to link to it, or name a picture"))
            }
            Resolution::Page { .. }
            | Resolution::Generated { .. }
            | Resolution::Asset(_)
            | Resolution::Unknown
            | Resolution::Elsewhere => None,
        }
    }

    /// A link by name as it is written with the whole path of a file.
    fn as_wikilink(&self, path: &SourcePath) -> String {
        let below = path.below("content").unwrap_or(path.as_str());
        let name = below.strip_suffix(".md").unwrap_or(below);
        let name = name.strip_suffix("/_index").unwrap_or(name);
        let anchor = self.target.find('#').map_or("", |at| &self.target[at..]);
        let mark = if self.kind == LinkKind::Embed {
            "!"
        } else {
            ""
        };
        format!("{mark}[[{name}{anchor}]]")
    }

    /// The file that is meant, if it is there and left out of the site.
    fn left_out(&self) -> Option<&LeftOut> {
        let target = self.target.split(['#', '?']).next().unwrap_or_default();
        let target = decode_path(target)?;
        let folder = self.subject.documents[self.at].path.folder();
        let candidates = match target.strip_prefix('/') {
            Some(below) => ["static", "content"].map(|root| resolve_dots(root, below)),
            None => [
                resolve_dots(folder, &target),
                resolve_dots("static", &target),
            ],
        };
        let find = |path: &str| left_out_at(self.subject.left_out, path);
        let source = |path: &String| {
            let endings = ["", ".mdx", "/index.mdx", ".html"];
            let exact = |path: &str| find(path).filter(|file| file.path.as_str() == path);
            endings
                .iter()
                .find_map(|ending| exact(&format!("{path}{ending}")))
        };
        let paths = || candidates.iter().flatten();
        paths()
            .find_map(|path| find(path))
            .or_else(|| paths().find_map(source))
    }

    /// How to mend a link that leads nowhere.
    fn missing_help(&self, meant: &[String]) -> String {
        if let Some(file) = self.left_out() {
            let reason = file.reason.in_words();
            return format!("`{}` is not published: {reason}", file.path);
        }
        if is_template(self.target) {
            return "mend fills in no templates: write the address itself".to_owned();
        }
        let name = self.target.split('#').next().unwrap_or_default();
        let glossary = &self.subject.data.glossary;
        let term = glossary.find(name).map(|at| &glossary.terms[at].term);
        if let Some(term) = term.filter(|_| self.kind.is_name()) {
            return format!(
                "`{term}` is a term of the glossary: write it without brackets, and it is linked"
            );
        }
        did_you_mean(meant)
            .unwrap_or_else(|| "no page or file of that name is published".to_owned())
    }

    fn problem(&self, code: Code, level: Level, message: String) -> Option<Diagnostic> {
        let severity = level.severity()?;
        let path = &self.subject.documents[self.at].path;
        Some(
            Diagnostic::new(code, message)
                .at(path, self.span.clone())
                .severity(severity),
        )
    }
}

/// Whether another tool would fill something in here. Of `(<%= address %>)` the outer brackets are Markdown's.
fn is_template(target: &str) -> bool {
    let is_erb = target.starts_with('%') && target.ends_with('%');
    is_erb || ["{{", "{%", "<%"].iter().any(|mark| target.contains(mark))
}

/// The most headings that a message names, and the most characters it takes for them.
const MOST_HEADINGS: usize = 8;
const LONGEST_LIST: usize = 300;

/// How to mend a link to a place that is not there, given the ids that are there.
pub(super) fn places_help<S: AsRef<str>>(meant: &[S], known: &[&str]) -> String {
    let meant: Vec<String> = meant.iter().map(|id| format!("#{}", id.as_ref())).collect();
    if let Some(question) = did_you_mean(&meant) {
        return question;
    }
    let mut length = 0;
    let fits = |id: &&str| {
        length += id.chars().count() + 2;
        length <= LONGEST_LIST
    };
    let named: Vec<&str> = known
        .iter()
        .copied()
        .take(MOST_HEADINGS)
        .take_while(fits)
        .collect();
    let list = named.join(", ");
    match known.len() - named.len() {
        _ if known.is_empty() => "the page has no headings; link to it as a whole".to_owned(),
        0 => format!("its headings are: {list}"),
        more if named.is_empty() => format!("the page has {more} headings, and none is called so"),
        more => format!("its headings are: {list} and {more} more"),
    }
}

/// Parameters that tell a host where its visitor comes from, or who the visitor is; `*` ends a beginning.
const TRACKING: &[&str] = &[
    "utm_*", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid",
    "ttclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok",
];

/// The first parameter of an address that follows readers.
fn tracking_parameter(url: &str) -> Option<&str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let names = query
        .split(['&', ';'])
        .filter_map(|part| part.split('=').next());
    let follows = |name: &&str| {
        TRACKING.iter().any(|known| match known.strip_suffix('*') {
            Some(beginning) => name.to_ascii_lowercase().starts_with(beginning),
            None => name.eq_ignore_ascii_case(known),
        })
    };
    names.into_iter().find(follows)
}
