//! The page at an old address, which leads to an article or a section.

use crate::data::texts::Texts;
use crate::graph::{PageKey, PageList, PageSource, Parts, Subject};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{Gather, KindInputs, Name, PageKind, View, ViewContext, ViewSource};

/// The kind of page.
pub(super) struct Redirect;

/// By which name templates know it.
const REDIRECT: PageKind = PageKind::new("redirect", "redirect.html", "an old address");

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    /// The page to which it leads. The address of a section's index is that of its section.
    to: Name<'a>,
}

impl PageSource for Redirect {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (at, redirect) in site.redirects.iter().enumerate() {
            pages.add(Subject::Redirect(at), &redirect.from);
        }
    }

    fn is_in_site_map(&self) -> bool {
        false
    }
}

impl ViewSource for Redirect {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[REDIRECT]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let to = gather.graph.redirects[key.number()].to;
        Box::new(Inputs {
            to: (*gather.face(to).name).clone(),
        })
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        REDIRECT
    }

    fn title(&self, _texts: &Texts) -> String {
        self.to.title.clone().into_owned()
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
        let to: &Route = self.to.route;
        view.page.canonical = vantage.absolute(to);
        view.redirect = Some(vantage.name_link(&self.to));
    }
}

impl WordSource for Redirect {}
