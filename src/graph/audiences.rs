//! The lists of articles by audience, in reading order.

use rustc_hash::FxHashMap;

use super::generated::GeneratedRoutes;
use super::ids::Listed;
use super::inputs::GraphInputs;
use crate::path::{self, Route};

/// The articles that are for one audience.
#[derive(Clone, Debug)]
pub struct AudienceList {
    /// The index of the audience in the site's list.
    pub kind: usize,
    /// Its address.
    pub route: Route,
    /// Its articles, in the order in which one would read them.
    pub pages: Vec<Listed>,
}

/// The lists of all audiences that any article names. An article for everyone is in each of them.
pub(super) fn audiences(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    reading_order: &[Listed],
) -> Vec<AudienceList> {
    let kinds = &inputs.data.localised.audiences;
    let mut by_id: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, kind) in kinds.iter().enumerate() {
        by_id.entry(&kind.id).or_default().push(at);
    }
    let mut lists: Vec<Vec<Listed>> = vec![Vec::new(); kinds.len()];
    let mut is_named = vec![false; kinds.len()];
    let mut is_for = vec![false; kinds.len()];
    for page in reading_order {
        let audience = &inputs.documents[page.id().index()].meta.audience;
        let ids = audience.iter().filter_map(|(id, _)| by_id.get(id.as_str()));
        is_for.fill(false);
        let mut is_for_everyone = false;
        for at in ids.flatten() {
            (is_for[*at], is_named[*at]) = (true, true);
            is_for_everyone |= kinds[*at].everyone;
        }
        for (list, is_for) in lists.iter_mut().zip(&is_for) {
            if *is_for || is_for_everyone {
                list.push(*page);
            }
        }
    }
    let lists = lists.into_iter().zip(kinds).enumerate();
    lists
        .filter(|(at, _)| is_named[*at])
        .map(|(at, (pages, kind))| AudienceList {
            kind: at,
            route: generated
                .audiences
                .join(&format!("{}/", path::slug(&kind.id))),
            pages,
        })
        .collect()
}
