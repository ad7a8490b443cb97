//! Recognises tags that are not meant as HTML: components of other tools, and words in angle brackets such as `List<T>` and
//! `<your name>`. A browser takes both for unknown tags and does not show them.

use std::collections::HashSet;

use crate::markdown::events::Events;
use crate::markdown::policy;
use crate::markdown::raw::{Markup, OpenTag, Token};

/// What a tag was meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Kind {
    Html,
    Component,
    Words,
    /// HTML with a shortcode of another tool among its attributes.
    Filled,
}

/// What must be known of all tags of an article to judge one of them.
#[derive(Debug)]
pub(in crate::markdown) struct Tags {
    /// The names of the end tags, in lower case.
    closed: HashSet<String>,
}

impl Tags {
    pub(in crate::markdown) fn of(events: &Events<'_>) -> Self {
        let tokens = events.markup.iter().flat_map(Markup::tokens);
        let closed = tokens.filter_map(|token| match token {
            Token::Close(name, _) => Some(name.to_ascii_lowercase()),
            _ => None,
        });
        Self {
            closed: closed.collect(),
        }
    }

    pub(in crate::markdown) fn kind(&self, markup: &Markup<'_>, tag: &OpenTag<'_>) -> Kind {
        let closes_itself = markup.html[tag.range.clone()].ends_with("/>");
        let has_values = tag.attributes.iter().any(|it| it.value.is_some());
        let is_filled = |name: &str| name.starts_with("{{") || name.starts_with("{%");
        if tag.attributes.iter().any(|it| is_filled(it.name)) {
            Kind::Filled
        } else if markup.inline
            && !closes_itself
            && !has_values
            && !policy::is_html(tag.name)
            && !self.closed.contains(&tag.name.to_ascii_lowercase())
        {
            Kind::Words
        } else if is_component(tag.name) {
            Kind::Component
        } else {
            Kind::Html
        }
    }
}

/// Whether a name is a component's: it begins with a capital and is not the name of an element that an article can hold.
pub(super) fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
        && policy::element(name).is_none()
        && !policy::is_dropped_whole(name)
}
