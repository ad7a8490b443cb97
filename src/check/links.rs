//! Links lead somewhere: to a page that is published, to a heading that is there, to one page only.

use super::Subject;
use super::text::is_article;
use crate::codes::{self, Code};
use crate::config::Level;
use crate::diag::{Diagnostic, Severity, Span, nearest};
use crate::document::glossary::Term;
use crate::files::{LeftOut, left_out_at};
use crate::graph::{DocId, GLOSSARY_ROUTE, Resolution};
use crate::markdown::LinkKind;
use crate::path::{decode_path, resolve_dots};

/// Checks the links and images of one document.
pub(super) fn check(subject: &Subject<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let parsed = &subject.documents[at].parsed;
    let links = parsed
        .links
        .iter()
        .map(|link| (link.kind, &link.target, &link.span, "link"));
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

/// A link as its author wrote it.
struct Written<'a> {
    subject: &'a Subject<'a>,
    /// The document it stands in.
    at: usize,
    kind: LinkKind,
    target: &'a str,
    span: Span,
    /// "link" or "image".
    what: &'static str,
}

impl Written<'_> {
    fn judge(&self, resolution: &Resolution) -> Option<Diagnostic> {
        let Written { what, target, .. } = self;
        let documents = self.subject.documents;
        let levels = &self.subject.config.links;
        match resolution {
            Resolution::Missing { nearest } => {
                let problem = self.problem(
                    codes::LINK_01,
                    levels.broken,
                    format!("this {what} leads nowhere: `{target}`"),
                )?;
                let help = match (self.left_out(), nearest) {
                    (Some(file), _) => format!(
                        "`{}` is not published: {}",
                        file.path,
                        file.reason.in_words()
                    ),
                    (None, Some(meant)) => format!("did you mean `{meant}`?"),
                    (None, None) => "no page or file of that name is published".to_owned(),
                };
                Some(problem.help(help))
            }
            Resolution::NoAnchor { id, nearest } => {
                let page = &documents[id.index()];
                let anchor = target.split_once('#').map_or("", |(_, anchor)| anchor);
                let message = format!("`{}` has no heading or place named `{anchor}`", page.path);
                let problem = self.problem(codes::LINK_02, levels.anchors, message)?;
                let known: Vec<&str> = page
                    .parsed
                    .headings
                    .iter()
                    .map(|heading| &*heading.id)
                    .collect();
                Some(problem.help(match nearest {
                    Some(meant) => format!("did you mean `#{meant}`?"),
                    None if known.is_empty() => {
                        "the page has no headings; link to it as a whole".to_owned()
                    }
                    None => format!("its headings are: {}", known.join(", ")),
                }))
            }
            Resolution::Ambiguous { candidates } => {
                let message = format!("`{target}` fits {} files", candidates.len());
                let mut problem = self.problem(codes::LINK_03, levels.broken, message)?;
                for candidate in candidates {
                    problem = problem.also(candidate, None, "this one");
                }
                let path = candidates[0]
                    .below("content")
                    .unwrap_or(candidates[0].as_str());
                let path = path.strip_suffix(".md").unwrap_or(path);
                Some(problem.help(match self.kind {
                    LinkKind::Markdown => format!("write the path: `{path}`"),
                    LinkKind::Wiki | LinkKind::Embed => format!("write the path: `[[{path}]]`"),
                }))
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
            Resolution::External if *what == "image" => {
                let message = format!("this image lies on another host: `{target}`");
                let problem = self.problem(codes::LINK_06, Level::Error, message)?;
                Some(problem.help("save the picture beside the article, and name the file"))
            }
            Resolution::External => {
                let parameter = tracking_parameter(target)?;
                let message =
                    format!("this link carries what others follow readers by: `{parameter}`");
                let problem = self.problem(codes::LINK_07, Level::Error, message)?;
                Some(problem.help("take the parameter out of the address"))
            }
            Resolution::Generated {
                route,
                anchor: Some(anchor),
            } if route.as_str() == GLOSSARY_ROUTE => self.judge_term(anchor),
            Resolution::Page { .. }
            | Resolution::Generated { .. }
            | Resolution::Asset(_)
            | Resolution::Unknown
            | Resolution::Elsewhere => None,
        }
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
        let mut paths = candidates.iter().flatten();
        paths.find_map(|path| left_out_at(self.subject.left_out, path))
    }

    /// Judges a link to a term of the glossary.
    fn judge_term(&self, anchor: &str) -> Option<Diagnostic> {
        let terms = self.subject.data.glossary.terms.iter();
        let ids: Vec<String> = terms.map(Term::id).collect();
        if ids.iter().any(|id| id == anchor) || self.subject.data.is_unread("terms") {
            return None;
        }
        let level = self.subject.config.links.anchors;
        let message = format!("the glossary has no term at `#{anchor}`");
        let problem = self.problem(codes::LINK_02, level, message)?;
        Some(
            problem.help(match nearest(anchor, ids.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean `#{meant}`?"),
                None => "define the term in content/terms.yaml, or take the link out".to_owned(),
            }),
        )
    }

    fn problem(&self, code: Code, level: Level, message: String) -> Option<Diagnostic> {
        let severity = match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Off => return None,
        };
        let path = &self.subject.documents[self.at].path;
        Some(
            Diagnostic::new(code, message)
                .at(path, self.span.clone())
                .severity(severity),
        )
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
