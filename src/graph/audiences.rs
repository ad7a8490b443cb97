//! The articles by audience.

use super::generated::GeneratedRoutes;
use super::ids::Listed;
use super::inputs::GraphInputs;
use super::title_order::TitleOrder;
use crate::document::paths::AudienceKind;
use crate::path::{self, Route};

/// The articles that are for one audience.
#[derive(Clone, Debug)]
pub struct AudienceList {
    /// Which of the site's audiences.
    pub kind: usize,
    /// Its address.
    pub route: Route,
    /// Its articles, in the order of their titles.
    pub pages: Vec<Listed>,
}

/// The lists of all audiences that any article is for; what is for everyone stands in each.
pub(super) fn audiences(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    articles: &[Listed],
    titles: &TitleOrder,
) -> Vec<AudienceList> {
    let kinds = &inputs.data.audiences;
    let is_for = |page: &Listed, id: &str| {
        let audience = &inputs.documents[page.id().index()].meta.audience;
        audience.iter().any(|(name, _)| name == id)
    };
    let list = |(at, kind): (usize, &AudienceKind)| {
        let mut own = articles.iter().filter(|page| is_for(page, &kind.id));
        own.next()?;
        let everyone: Vec<&str> = kinds
            .iter()
            .filter(|kind| kind.everyone)
            .map(|kind| kind.id.as_str())
            .collect();
        let fits =
            |page: &&Listed| is_for(page, &kind.id) || everyone.iter().any(|id| is_for(page, id));
        let mut pages: Vec<Listed> = articles.iter().filter(fits).copied().collect();
        pages.sort_unstable_by_key(|page| titles.rank(page.id()));
        Some(AudienceList {
            kind: at,
            route: generated
                .audiences
                .join(&format!("{}/", path::slug(&kind.id))),
            pages,
        })
    };
    kinds.iter().enumerate().filter_map(list).collect()
}
