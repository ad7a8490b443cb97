//! What a page shows that has nothing but texts of the interface. It is not a kind: several kinds have such pages.

use crate::data::texts::Texts;
use crate::view::{KindInputs, PageKind};

/// The inputs of a page with nothing but texts of the interface.
#[derive(Hash)]
pub(super) struct TextPage {
    pub(super) kind: PageKind,
    pub(super) title: String,
}

impl KindInputs<'_> for TextPage {
    fn page_kind(&self) -> PageKind {
        self.kind
    }

    fn title(&self, _texts: &Texts) -> String {
        self.title.clone()
    }
}
