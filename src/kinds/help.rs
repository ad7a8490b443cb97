//! The help page: contacts by region, on sites with a reason for it.

use crate::data::texts::Texts;
use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts};
use crate::path::Route;
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{Gather, KindInputs, PageKind, View, ViewContext, ViewSource};

/// The kind of page.
pub(super) struct Help;

/// By which name templates know it.
const HELP: PageKind = PageKind::new("help", "help.html", "the help page");

/// Everything that the page shows is there for every page of the site.
#[derive(Hash)]
struct Inputs;

impl PageSource for Help {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.help;
        if site.edition.help.is_some() {
            pages.add_fixed(site, route);
        }
    }

    fn fixed_route<'r>(&self, generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        Some(&generated.help)
    }

    fn is_about_safety(&self) -> bool {
        true
    }
}

impl ViewSource for Help {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[HELP]
    }

    fn inputs<'a>(&self, _gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs)
    }
}

impl KindInputs<'_> for Inputs {
    fn page_kind(&self) -> PageKind {
        HELP
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("help_page")
    }

    fn fill(&self, view: &mut View, &ViewContext { site, .. }: &ViewContext<'_>) {
        view.help = site.help.regions();
    }
}

impl WordSource for Help {
    fn words(&self, corpus: &Corpus<'_>, _key: PageKey) -> Option<GeneratedPage> {
        let regions = corpus.help.iter().flat_map(|help| &help.regions);
        let contacts = regions.flat_map(|region| &region.contacts);
        let contacts = contacts.map(|contact| format!("{}: {}.", contact.name, contact.audience));
        let text = contacts.collect::<Vec<_>>().join(" ");
        let texts = corpus.texts;
        let page = GeneratedPage::new(texts.get("help_page"));
        Some(page.with_names(texts.get("help_search")).with_text(text))
    }
}
