//! The last check of an article with raw HTML: ammonia parses it like a browser.
//!
//! The writer has already removed what is not allowed. This pass makes sure of it, and closes elements that the author left
//! open. The gaps of the article (links, images, blocks) pass through as elements of our own, marked with a fingerprint of the
//! text, so that no author can write one.

use std::collections::{HashMap, HashSet};

use ammonia::Builder;

use crate::markdown::fragment::Fragment;
use crate::markdown::policy;
use crate::markdown::syntax::Syntax;
use crate::memo::Fingerprint;

/// The attribute that carries a gap through.
const GAP: &str = "data-gap";

/// Makes the HTML of these fragments safe.
pub(super) fn sanitise(fragments: Vec<Fragment>, text: &str, syntax: &Syntax) -> Vec<Fragment> {
    let seal = Fingerprint::of_bytes(text.as_bytes()).to_hex();
    let mut html = String::new();
    let mut gaps = Vec::new();
    for fragment in fragments {
        let number = gaps.len();
        match fragment {
            Fragment::Html(part) => {
                html.push_str(&part);
                continue;
            }
            Fragment::LinkAttributes(_) => html.push_str(&format!(" {GAP}=\"{seal}{number}\"")),
            Fragment::LinkAddress(_)
            | Fragment::LinkText(_)
            | Fragment::Image(_)
            | Fragment::Evidence(_)
            | Fragment::Block(_) => {
                html.push_str(&format!("<wbr {GAP}=\"{seal}{number}\">"));
            }
        }
        gaps.push(Some(fragment));
    }
    let clean = builder(seal.clone(), syntax).clean(&html).to_string();
    refill(&clean, &seal, gaps)
}

/// Puts the gaps back to where their marks are now.
///
/// A mark is only known as a whole tag. Text and attributes hold no `<` any more, so nothing that was
/// swallowed by either can be taken for one.
fn refill(clean: &str, seal: &str, mut gaps: Vec<Option<Fragment>>) -> Vec<Fragment> {
    let link = format!("<a {GAP}=\"");
    let other = format!("<wbr {GAP}=\"");
    let mut fragments = Vec::new();
    let (mut rest, mut html) = (clean, String::new());
    while let Some(at) = rest.find(seal) {
        let (before, after) = (&rest[..at], &rest[at + seal.len()..]);
        let (number, tail) = after.split_once('"').unwrap_or((after, ""));
        let gap = number.parse::<usize>().ok();
        let gap = gap.and_then(|number| gaps.get_mut(number));
        let fragment = if let Some(before) = before.strip_suffix(link.as_str()) {
            html.push_str(before);
            html.push_str("<a");
            rest = tail;
            // A browser may split a link in two; then both halves have the same target.
            gap.and_then(|gap| gap.clone())
                .filter(|fragment| matches!(fragment, Fragment::LinkAttributes(_)))
        } else if let Some(before) = before.strip_suffix(other.as_str()) {
            html.push_str(before);
            rest = tail.strip_prefix('>').unwrap_or(tail);
            gap.and_then(Option::take)
        } else {
            html.push_str(before);
            rest = after;
            None
        };
        if let Some(fragment) = fragment {
            flush(&mut html, &mut fragments);
            fragments.push(fragment);
        }
    }
    html.push_str(rest);
    flush(&mut html, &mut fragments);
    fragments
}

fn flush(html: &mut String, fragments: &mut Vec<Fragment>) {
    if !html.is_empty() {
        fragments.push(Fragment::Html(std::mem::take(html).into()));
    }
}

fn builder(seal: String, syntax: &Syntax) -> Builder<'_> {
    let mut attributes: HashMap<&str, HashSet<&str>> = policy::ATTRIBUTES_OF
        .iter()
        .map(|(element, names)| (*element, names.iter().copied().collect()))
        .collect();
    for element in ["a", "wbr"] {
        attributes.entry(element).or_default().insert(GAP);
    }
    let mut fixed: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
    for (element, name, value) in policy::FIXED {
        fixed.entry(element).or_default().insert(name, value);
        // Ammonia adds those that are missing in an order that changes from run to run. The writer writes all of them, so
        // they only have to be let through.
        attributes.entry(element).or_default().insert(name);
    }
    let schemes = match &syntax.link_schemes {
        Some(schemes) => schemes.iter().map(String::as_str).collect(),
        None => ["http", "https"].into(),
    };
    let mut builder = Builder::empty();
    builder
        .tags(policy::ELEMENTS.iter().copied().collect())
        .clean_content_tags(policy::DROPPED_WHOLE.into())
        .generic_attributes(policy::ATTRIBUTES.iter().copied().collect())
        .generic_attribute_prefixes([policy::ATTRIBUTE_PREFIX].into())
        .tag_attributes(attributes)
        .set_tag_attribute_values(fixed)
        .url_schemes(schemes)
        .link_rel(None)
        .attribute_filter(move |_, name, value| {
            let is_ours = name != GAP || value.starts_with(&seal);
            (is_ours && !policy::is_page_wide(name, value)).then_some(value.into())
        });
    builder
}
