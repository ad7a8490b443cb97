//! Reading paths: their addresses, and the article of each step.

use super::generated::GeneratedRoutes;
use super::ids::{DocId, Listed};
use super::inputs::GraphInputs;
use super::resolution::Resolution;
use super::resolve::Index;
use super::suggest::Suggestions;
use crate::codes;
use crate::data::paths::ReadingPath;
use crate::diag::{Diagnostic, Reported, did_you_mean};
use crate::path::{self, Route};

const PUBLISH: &str = "publish it, or remove the step";
const NAME_IT: &str = "write the name of an article's file, without .md";

/// The address of a reading path.
pub(crate) fn path_route(generated: &GeneratedRoutes, path: &ReadingPath) -> Route {
    generated.paths.join(&format!("{}/", path::slug(&path.id)))
}

/// The articles of each path, in order; `None` for a step whose page does not exist or may not be listed.
pub(super) fn steps(
    inputs: &GraphInputs<'_>,
    index: &Index<'_>,
    suggestions: &mut Suggestions<'_>,
    listed: &[Listed],
) -> Reported<Vec<Vec<Option<Listed>>>> {
    let mut steps: Reported<Vec<Vec<Option<Listed>>>> = Reported::default();
    let Some(file) = &inputs.data.localised.paths_file else {
        return steps;
    };
    let knows_all = inputs.knows_all_documents();
    // While the file of the paths, or a page that a step may name, is unread, the step may be right.
    let may_be_right = |found: &Result<DocId, Resolution>| match found {
        _ if inputs.data.is_unread("paths") => true,
        Ok(id) => inputs.documents[id.index()].unread,
        Err(_) => !knows_all,
    };
    for path in &inputs.data.localised.paths {
        let mut pages = Vec::new();
        for step in &path.steps {
            let found = index.named(file, &step.page);
            let page = found.as_ref().ok().and_then(|id: &DocId| {
                let at = listed.binary_search_by_key(id, |page| page.id()).ok()?;
                Some(listed[at])
            });
            if page.is_none() && !may_be_right(&found) {
                let (why, help) = match found {
                    Ok(_) => ("is not published, or not listed", PUBLISH.to_owned()),
                    Err(Resolution::Ambiguous { .. }) => (
                        "matches more than one article",
                        "write its path: folder/name".to_owned(),
                    ),
                    Err(_) => {
                        let meant = suggestions.named(&step.page);
                        let help = did_you_mean(&meant).unwrap_or_else(|| NAME_IT.to_owned());
                        ("does not exist", help)
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
