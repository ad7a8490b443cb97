//! The number of links between articles, and the hosts to which articles may link.

use std::ops::RangeInclusive;

use super::article::{is_article, is_overview};
use super::inputs::CheckInputs;
use crate::codes;
use crate::diag::{Diagnostic, Severity};
use crate::graph::{DocId, Resolution};

/// The fewest and the most other articles an article links to.
const CROSS_LINKS: RangeInclusive<usize> = 3..=8;

/// The most for an overview.
const MOST_OF_AN_OVERVIEW: usize = 12;

/// Checks the links of one document that is read.
pub(super) fn check(inputs: &CheckInputs<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let rules = &inputs.config.check;
    // Most sites do not ask for this, and it looks at every link.
    let is_asked = rules.severity(codes::LINK_10, Severity::Warning).is_some();
    if is_asked && is_article(&inputs.documents[at]) {
        problems.extend(links_out(inputs, at));
        problems.extend(links_in(inputs, at));
    }
    if let Some(severity) = rules.severity(codes::LINK_11, Severity::Error) {
        problems.extend(hosts(inputs, at, severity));
    }
}

/// Too few or too many links to other articles.
fn links_out(inputs: &CheckInputs<'_>, at: usize) -> Option<Diagnostic> {
    let document = &inputs.documents[at];
    let targets = inputs.graph.targets(DocId::new(at)).into_iter();
    let out = targets.filter(|id| is_article(&inputs.documents[id.index()]));
    let out = out.count();
    let fewest = *CROSS_LINKS.start();
    let most = match is_overview(document) {
        true => MOST_OF_AN_OVERVIEW,
        false => *CROSS_LINKS.end(),
    };
    let rules = &inputs.config.check;
    let severity = rules.severity(codes::LINK_10, Severity::Warning)?;
    (!(fewest..=most).contains(&out)).then(|| {
        let message = format!("the article links to {out} other articles");
        Diagnostic::new(codes::LINK_10, message)
            .at(&document.path, document.top())
            .severity(severity)
            .help(format!(
                "link to {fewest} to {most}, each in a sentence that says why"
            ))
    })
}

/// An article to which no other links.
fn links_in(inputs: &CheckInputs<'_>, at: usize) -> Option<Diagnostic> {
    let document = &inputs.documents[at];
    let mut backlinks = inputs.graph.backlinks[at].iter();
    let is_linked = backlinks.any(|page| is_article(&inputs.documents[page.id().index()]));
    if is_linked || !inputs.knows_all_documents() {
        return None;
    }
    let rules = &inputs.config.check;
    let severity = rules.severity(codes::LINK_10, Severity::Error)?;
    Some(
        Diagnostic::new(codes::LINK_10, "no other article links to this one")
            .at(&document.path, document.top())
            .severity(severity)
            .help("link to it where it would help a reader"),
    )
}

/// Links to hosts that the site does not allow.
fn hosts(inputs: &CheckInputs<'_>, at: usize, severity: Severity) -> Vec<Diagnostic> {
    let document = &inputs.documents[at];
    let allowed = &inputs.config.check.allowed_hosts;
    let links = document.parsed.links.iter().zip(&inputs.graph.links[at]);
    let external = links.filter(|(_, resolution)| **resolution == Resolution::External);
    let told = external.filter_map(|(link, _)| {
        let (message, help) = outside(&link.target, allowed)?;
        let problem = Diagnostic::new(codes::LINK_11, message).severity(severity);
        Some(problem.at(&document.path, link.span.clone()).help(help))
    });
    told.collect()
}

/// What is wrong with an address outside the site.
fn outside(url: &str, allowed: &[String]) -> Option<(String, String)> {
    if url.starts_with("mailto:") || url.starts_with("tel:") {
        return None;
    }
    let Some(rest) = url.strip_prefix("https://") else {
        return Some((
            format!("`{url}` does not use https"),
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
            format!("the host `{host}` is not in `[check] allowed_hosts`"),
            format!(
                "add it there, or remove the link (allowed: {})",
                allowed.join(", ")
            ),
        )
    })
}
