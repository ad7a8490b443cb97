//! An overview of the whole site for its authors: the state of each article, a map of the links between them, and everything
//! that needs attention.
//!
//! `mend check --report` writes these files and the preview shows them at `/__mend/`: the same bytes,
//! except for the targets of links. Pure, and done only on request: a finished build goes in, files come out. It does not
//! check anything.
//!
//! From data to page: `gather` fills the `model`. `chart` lays out the link map, and `picture` draws it
//! as SVG. `page` writes the documents from the parts in `articles`, `map` and `lists`, with `writer` and `html`. On a large
//! site, the first page shows the beginning of each list, so that it loads at once, and leads to pages with the whole. The
//! script `overview.js` sorts, filters and enlarges; everything can be read without it. `publication`
//! writes the page on what is to be known before the site is published.

mod articles;
mod chart;
mod gather;
mod html;
mod lists;
mod map;
mod model;
mod page;
mod picture;
mod publication;
mod writer;

use crate::files::{Content, Outputs, bare_script};
use crate::inspect::Inspection;
use crate::path::OutputPath;
use crate::style::Style;
use crate::theme::builtin;

pub use model::{LineOf, LinkTargets};
pub use publication::{Change, ChangeKind, Line, Publication, Stop, Unchecked, publication};

/// The first page among the [`files`].
pub const PAGE: &str = "index.html";

/// The overview of a build as files for one folder that need nothing else. Equal builds give equal
/// bytes.
pub fn files(built: &Inspection, line_of: &LineOf<'_>, targets: LinkTargets<'_>) -> Outputs {
    let overview = gather::gather(built, line_of);
    let pages = page::pages(&overview, targets).into_iter();
    let pages = pages.map(|(name, page)| (name, page.into_bytes()));
    let icon = builtin::find("themes/calm/static/icon.svg");
    let others = [
        ("overview.css", style_sheet().into_bytes()),
        (
            "overview.js",
            bare_script(include_str!("overview.js")).into_bytes(),
        ),
        ("icon.svg", icon.unwrap_or_default().to_vec()),
    ];
    let others = others.map(|(name, bytes)| (name.to_owned(), bytes));
    let files = pages.chain(others);
    files
        .map(|(name, bytes)| (OutputPath::new(&name), Content::new(bytes)))
        .collect()
}

/// The style sheet of the pages.
fn style_sheet() -> String {
    let palette = builtin::palette().sheet(&Style::default());
    [palette, include_str!("overview.css").to_owned()].join("\n")
}
