//! The names by which templates know kinds of page, and the template of each. It does not know which templates a theme has.

use serde::{Serialize, Serializer};

use super::place::Name;

/// A kind of page as templates know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageKind {
    /// Its name, which is the value of `page.kind`.
    pub name: &'static str,
    /// The template that draws its pages.
    pub template: &'static str,
    /// What its pages are, for authors of templates; empty if the name says it.
    pub about: &'static str,
    /// The kind that has the same values, so that its templates can draw these pages as well; else this kind itself.
    like: &'static str,
}

impl PageKind {
    /// A kind whose pages have values of their own.
    pub(crate) const fn new(
        name: &'static str,
        template: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            template,
            about,
            like: name,
        }
    }

    /// The same kind, with the values of another.
    pub(crate) const fn like(self, other: &'static str) -> Self {
        Self {
            like: other,
            ..self
        }
    }

    /// A link to a list of this kind.
    pub(crate) fn list(self, to: Name<'_>) -> ListLink<'_> {
        let kind = self.name;
        ListLink { kind, to }
    }
}

impl Serialize for PageKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// A link to a list of the site.
#[derive(Hash)]
pub(crate) struct ListLink<'a> {
    /// The name of the kind of page that it leads to.
    pub(crate) kind: &'static str,
    pub(crate) to: Name<'a>,
}

/// The file of a template by the name that an article gives it, with or without its ending.
pub fn template_file(name: &str) -> String {
    format!("{}.html", name.trim_end_matches(".html"))
}

/// Whether a template that shows the text of its page can draw a page of this kind. The template of another kind needs values
/// that only pages of that kind have.
pub fn suits(template: &str, kind: PageKind, kinds: &[PageKind]) -> bool {
    let mut kinds = kinds.iter();
    let owner = kinds.find(|kind| kind.template == template);
    owner.is_none_or(|owner| owner.like == kind.like)
}
