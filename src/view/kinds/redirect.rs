//! The page at an old address, which leads to an article or a section.

use crate::graph::DocId;
use crate::memo::Hashed;
use crate::path::Route;
use crate::view::gather::Gather;
use crate::view::model::View;
use crate::view::place::{Face, Name};
use crate::view::vantage::Vantage;

/// Everything that the page shows of the site.
#[derive(Hash)]
pub(in crate::view) struct Inputs<'a> {
    /// The page to which it leads. The address of a section's index is that of its section.
    pub(super) to: Name<'a>,
}

impl<'a> Inputs<'a> {
    pub(super) fn of(gather: &Gather<'a>, to: DocId) -> Self {
        let face: &Hashed<Face<'a>> = gather.face(to);
        Self {
            to: (*face.name).clone(),
        }
    }

    pub(super) fn fill(&self, view: &mut View, vantage: &Vantage<'_>) {
        let to: &Route = self.to.route;
        view.page.canonical = vantage.absolute(to);
        view.redirect = Some(vantage.name_link(&self.to));
    }
}
