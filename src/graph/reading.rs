//! Ways through a site that its data files lay: reading paths, and lists by audience.

use std::collections::BTreeSet;

use super::letters::TitleOrder;
use super::lists::{part_route, parts};
use super::resolve::{Index, Resolution};
use super::suggest::Suggestions;
use super::{DocId, Listed, Made, Material, PageKey};
use crate::codes;
use crate::data::paths::ReadingPath;
use crate::diag::{Diagnostic, Reported, did_you_mean};
use crate::path::{self, Route};

/// The folder of the worksheets, below `content/` and in addresses.
pub const WORKSHEETS: &str = "worksheets";

/// The name of the file with the questions people ask, without `.md`.
pub(super) const QUESTIONS: &str = "faq";

const PUBLISH: &str = "publish it, or take the step out";
const NAME_IT: &str = "write the name of an article's file, without .md";

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

/// The address of a reading path.
pub(crate) fn path_route(made: &Made, path: &ReadingPath) -> Route {
    made.paths.join(&format!("{}/", path::slug(&path.id)))
}

/// The lists of all audiences that any article is for; what is for everyone stands in each.
pub(super) fn audiences(
    material: &Material<'_>,
    made: &Made,
    articles: &[Listed],
    titles: &TitleOrder,
) -> Vec<AudienceList> {
    let kinds = &material.data.localised.audiences;
    let is_for = |page: &Listed, id: &str| {
        let audience = &material.documents[page.id().index()].meta.audience;
        audience.iter().any(|(name, _)| name == id)
    };
    let list = |(at, kind): (usize, &crate::data::paths::AudienceKind)| {
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
        pages.sort_unstable_by_key(|page| titles.place(page.id()));
        Some(AudienceList {
            kind: at,
            route: made.audiences.join(&format!("{}/", path::slug(&kind.id))),
            pages,
        })
    };
    kinds.iter().enumerate().filter_map(list).collect()
}

/// The pages of the data files: glossary, paths, lists by audience.
pub(super) fn pages(
    material: &Material<'_>,
    made: &Made,
    audiences: &[AudienceList],
) -> Vec<(PageKey, Route)> {
    let data = material.data;
    let mut pages = Vec::new();
    if !data.localised.glossary.terms.is_empty() {
        pages.push((PageKey::Glossary, made.glossary.clone()));
    }
    if !data.localised.paths.is_empty() {
        pages.push((PageKey::Paths, made.paths.clone()));
    }
    let mut taken = BTreeSet::new();
    for (at, path) in data.localised.paths.iter().enumerate() {
        // A second path of one name is reported where it is read.
        if taken.insert(path_route(made, path)) {
            pages.push((PageKey::Path(at), path_route(made, path)));
        }
    }
    let size = material.config.lists.page_size;
    for (at, list) in audiences.iter().enumerate() {
        let parts = parts(list.pages.len(), size);
        pages.extend((0..parts).map(|n| (PageKey::Audience(at, n), part_route(&list.route, n))));
    }
    pages
}

/// The articles of each path, in order; nothing for a step whose page is not there to be listed.
pub(super) fn steps(
    material: &Material<'_>,
    index: &Index<'_>,
    suggestions: &mut Suggestions<'_>,
    listed: &[Listed],
) -> Reported<Vec<Vec<Option<Listed>>>> {
    let mut steps: Reported<Vec<Vec<Option<Listed>>>> = Reported::default();
    let Some(file) = &material.data.localised.paths_file else {
        return steps;
    };
    let knows_all = material.knows_all_documents();
    // While the file or a page that a step may mean is unread, the step may be right.
    let is_open = |found: &Result<DocId, Resolution>| match found {
        _ if material.data.is_unread("paths") => true,
        Ok(id) => material.documents[id.index()].unread,
        Err(_) => !knows_all,
    };
    for path in &material.data.localised.paths {
        let mut pages = Vec::new();
        for step in &path.steps {
            let found = index.named(file, &step.page);
            let page = found.as_ref().ok().and_then(|id: &DocId| {
                let at = listed.binary_search_by_key(id, |page| page.id()).ok()?;
                Some(listed[at])
            });
            if page.is_none() && !is_open(&found) {
                let (why, help) = match found {
                    Ok(_) => ("is not published and listed", PUBLISH.to_owned()),
                    Err(Resolution::Ambiguous { .. }) => (
                        "is one of several",
                        "write its path: folder/name".to_owned(),
                    ),
                    Err(_) => {
                        let meant = suggestions.named(&step.page);
                        let help = did_you_mean(&meant).unwrap_or_else(|| NAME_IT.to_owned());
                        ("is not there", help)
                    }
                };
                let message = format!("the page `{}` of this path {why}", step.page);
                steps.problems.push(
                    Diagnostic::new(codes::PATH_02, message)
                        .at(file, step.span.clone())
                        .help(help),
                );
            }
            pages.push(page);
        }
        steps.value.push(pages);
    }
    steps
}
