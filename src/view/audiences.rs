//! Audiences as pages name them: in words, with a link to the list of their articles if there is one.

use super::gather::Gather;
use super::model::Link;
use super::vantage::Vantage;
use crate::graph::AudienceList;
use crate::path::Route;

/// What pages show of an audience.
#[derive(Hash)]
pub(crate) struct AudienceFace<'a> {
    /// What its people are called in a sentence.
    words: &'a str,
    /// The list of its articles, if it has any.
    list: Option<&'a Route>,
}

impl<'a> AudienceFace<'a> {
    /// All audiences that have a list.
    pub(crate) fn listed(gather: &Gather<'a>) -> Vec<Self> {
        let lists = gather.edition.audiences.iter();
        let face = |list: &'a AudienceList| Self {
            words: audience_words(gather, list.kind),
            list: Some(&list.route),
        };
        lists.map(face).collect()
    }

    /// The audiences with these ids, as far as they exist.
    pub(crate) fn named<'i>(
        gather: &Gather<'a>,
        ids: impl Iterator<Item = &'i String>,
    ) -> Vec<Self> {
        let face = |id: &String| {
            let (kind, list) = gather.facts.audience(id)?;
            Some(Self {
                words: audience_words(gather, kind),
                list: list.map(|at| &gather.edition.audiences[at].route),
            })
        };
        ids.filter_map(face).collect()
    }

    /// Links to them; an audience without a list has an empty address.
    pub(crate) fn links(audiences: &[Self], vantage: &Vantage<'_>) -> Vec<Link> {
        let link = |audience: &Self| match audience.list {
            Some(route) => vantage.link(audience.words, route),
            None => Link {
                title: audience.words.to_owned(),
                url: String::new(),
                summary: None,
            },
        };
        audiences.iter().map(link).collect()
    }
}

/// What the people of an audience are called in a sentence.
pub(crate) fn audience_words<'a>(gather: &Gather<'a>, kind: usize) -> &'a str {
    &gather.data.localised.audiences[kind].words
}
