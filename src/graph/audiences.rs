//! The lists of articles by audience.

use rustc_hash::FxHashMap;

use super::generated::GeneratedRoutes;
use super::ids::Listed;
use super::inputs::GraphInputs;
use super::list_order::ListOrder;
use crate::path::{self, Route};

/// The articles that are for one audience.
#[derive(Clone, Debug)]
pub struct AudienceList {
    /// The index of the audience in the site's list.
    pub kind: usize,
    /// Its address.
    pub route: Route,
    /// Its articles, in order.
    pub pages: Vec<Listed>,
}

/// The lists of all audiences that any article names. An article for everyone is in each of them.
pub(super) fn audiences(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    articles: &[Listed],
    order: &ListOrder<'_>,
) -> Vec<AudienceList> {
    let kinds = &inputs.data.localised.audiences;
    let mut by_id: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, kind) in kinds.iter().enumerate() {
        by_id.entry(&kind.id).or_default().push(at);
    }
    let mut named: Vec<Vec<Listed>> = vec![Vec::new(); kinds.len()];
    let mut for_everyone: Vec<Listed> = Vec::new();
    for page in articles {
        let audience = &inputs.documents[page.id().index()].meta.audience;
        let ids = audience.iter().filter_map(|(id, _)| by_id.get(id.as_str()));
        for at in ids.flatten() {
            named[*at].push(*page);
            if kinds[*at].everyone {
                for_everyone.push(*page);
            }
        }
    }
    let lists = named.into_iter().zip(kinds).enumerate();
    lists
        .filter(|(_, (pages, _))| !pages.is_empty())
        .map(|(at, (mut pages, kind))| {
            pages.extend_from_slice(&for_everyone);
            order.sort(inputs.settings.sort_by, &mut pages);
            pages.dedup();
            AudienceList {
                kind: at,
                route: generated
                    .audiences
                    .join(&format!("{}/", path::slug(&kind.id))),
                pages,
            }
        })
        .collect()
}
