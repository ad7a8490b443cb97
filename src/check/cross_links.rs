//! The number of links between articles, and the hosts to which articles may link.

use super::article::{is_article, is_overview};
use super::inputs::SiteDocuments;
use crate::codes;
use crate::config::{Check, Config};
use crate::diag::{Diagnostic, Severity, counted_or_no};
use crate::graph::{DocId, Resolution};

/// Checks the links of one document that could be read.
pub(super) fn check(
    documents: &SiteDocuments<'_>,
    at: usize,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    // Most sites do not ask for this, and it looks at every link.
    let is_asked = rules.severity(codes::LINK_10, Severity::Warning).is_some();
    if is_asked && is_article(&documents.all[at]) {
        problems.extend(links_out(documents, at, rules));
        problems.extend(links_in(documents, at, rules));
    }
    if let Some(severity) = rules.severity(codes::LINK_11, Severity::Error) {
        problems.extend(hosts(documents, at, &rules.allowed_hosts, severity));
    }
}

/// Links of the menus to hosts that the site does not allow.
pub(super) fn check_menus(
    documents: &SiteDocuments<'_>,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) {
    let rules = &config.check;
    let Some(severity) = rules.severity(codes::LINK_11, Severity::Error) else {
        return;
    };
    let links = config.menu_links().zip(&*documents.graph.menu);
    let external = links.filter(|(_, resolution)| **resolution == Resolution::External);
    problems.extend(external.filter_map(|((key, link), _)| {
        let (message, help) = judge_address(&link.to, &rules.allowed_hosts)?;
        let problem = Diagnostic::new(codes::LINK_11, message).severity(severity);
        Some(config.blame(&format!("{key}.to"), problem.help(help)))
    }));
}

/// Too few or too many links to other articles.
fn links_out(documents: &SiteDocuments<'_>, at: usize, rules: &Check) -> Option<Diagnostic> {
    let document = &documents.all[at];
    let targets = documents.graph.targets(DocId::new(at)).into_iter();
    let out = targets.filter(|id| is_article(&documents.all[id.index()]));
    let out = out.count();
    let fewest = rules.limits.fewest_links;
    let most = match is_overview(document) {
        true => rules.limits.most_links * 3 / 2,
        false => rules.limits.most_links,
    };
    let severity = rules.severity(codes::LINK_10, Severity::Warning)?;
    (!(fewest..=most).contains(&out)).then(|| {
        let message = format!(
            "the article links to {}",
            counted_or_no(out, "other article", "other articles")
        );
        Diagnostic::new(codes::LINK_10, message)
            .at(&document.path, document.top())
            .severity(severity)
            .help(format!(
                "link to {fewest} to {most}, each in a sentence that says why"
            ))
    })
}

/// An article to which no text of another page links. A list does not count: it gives no reason to read an article. An
/// unlisted page is meant to be found by its address alone.
fn links_in(documents: &SiteDocuments<'_>, at: usize, rules: &Check) -> Option<Diagnostic> {
    let document = &documents.all[at];
    let is_linked = !documents.graph.backlinks[at].is_empty();
    if is_linked || document.meta.unlisted || !documents.are_known {
        return None;
    }
    let severity = rules.severity(codes::LINK_10, Severity::Warning)?;
    Some(
        Diagnostic::new(
            codes::LINK_10,
            "no other page links to this article in its text",
        )
        .at(&document.path, document.top())
        .severity(severity)
        .help("link to it where it would help a reader"),
    )
}

/// Links to hosts that the site does not allow.
fn hosts(
    documents: &SiteDocuments<'_>,
    at: usize,
    allowed: &[String],
    severity: Severity,
) -> Vec<Diagnostic> {
    let document = &documents.all[at];
    let links = document.parsed.links.iter().zip(&documents.graph.links[at]);
    let external = links.filter(|(_, resolution)| **resolution == Resolution::External);
    let problems = external.filter_map(|(link, _)| {
        let (message, help) = judge_address(&link.target, allowed)?;
        let problem = Diagnostic::new(codes::LINK_11, message).severity(severity);
        Some(problem.at(&document.path, link.span.clone()).help(help))
    });
    problems.collect()
}

/// What is wrong with an address outside the site, and how to mend it.
fn judge_address(url: &str, allowed: &[String]) -> Option<(String, String)> {
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
    (!allowed.is_empty() && !allowed.iter().any(is_allowed)).then(|| {
        (
            format!("the host `{host}` is not in `[check] allowed_hosts`"),
            format!(
                "add it there, or remove the link (allowed: {})",
                allowed.join(", ")
            ),
        )
    })
}
