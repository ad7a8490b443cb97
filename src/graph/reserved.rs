//! The names in the published site that are reserved for mend, and their purposes.
//!
//! Later stages write these files; this file knows only their names. A site can replace [`REPLACEABLE`] with a file of its
//! own. No other file of mend can be replaced, since another search program or policy would affect every page.

use super::inputs::GraphSettings;
use crate::path::{self, OutputPath};

/// The folder of the search program and its index.
pub const SEARCH_FILES: &str = "search/data";

/// A file that mend writes only if the site has none of that name.
const REPLACEABLE: &str = "robots.txt";

/// The prefix of the files by which publishing recognises and manages a published folder.
const PUBLISHING_PREFIX: &str = ".mend";

/// Where the preview shows its own pages.
const PREVIEW: &str = "__mend";

/// Files at the top of a site that configure the host.
const HOST_FILES: [&str; 6] = [
    "_headers",
    "_redirects",
    "_routes.json",
    "_worker.js",
    "cname",
    "web.config",
];

/// Whether a file of the site may take the place of what mend writes there.
pub fn is_replaceable(output: &OutputPath) -> bool {
    output.as_str() == REPLACEABLE
}

/// The purpose for which mend reserves a name; neither a file nor a page may have it.
pub(super) fn reserved_for(
    output: &OutputPath,
    settings: &GraphSettings<'_>,
) -> Option<&'static str> {
    let name = path::fold(output.as_str());
    let is_below = |folder: &str| {
        name.strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let top = name.split('/').next().unwrap_or_default();
    let part = top.strip_prefix("sitemap-");
    let is_map = top == "sitemap.xml"
        || part
            .and_then(|part| part.strip_suffix(".xml"))
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let search_files = settings.edition.route(SEARCH_FILES);
    let search_files = search_files.as_str();
    let mut policies = settings.headers.iter();
    if policies.any(|kind| kind.published_name().is_some_and(is_below)) {
        Some("the policy that `[privacy] headers` asks for")
    } else if settings.has_search && is_below(&search_files[1..]) {
        Some("the search")
    } else if is_map {
        Some("the site map")
    } else if name
        .split('/')
        .any(|part| part.starts_with(PUBLISHING_PREFIX))
    {
        Some("its list of published files")
    } else if is_below(PREVIEW) {
        Some("the preview")
    } else {
        None
    }
}

/// Why a page cannot have this address although another file can.
pub(super) fn unfit_for_page(output: &OutputPath) -> Option<&'static str> {
    let mut parts = output.as_str().split('/');
    let first = path::fold(parts.clone().next().unwrap_or_default());
    if parts.any(|part| part.starts_with('.')) {
        Some("hosts do not serve names that begin with a dot")
    } else if HOST_FILES.contains(&first.as_str()) {
        Some("hosts read a file of that name and do not serve it")
    } else {
        None
    }
}
