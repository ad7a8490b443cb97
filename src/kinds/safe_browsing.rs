//! The page on safe browsing: how to read without being watched, and how to leave.

use crate::graph::{GeneratedRoutes, PageKey, PageList, PageSource, Parts};
use crate::path::Route;
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{Gather, KindInputs, PageKind, ViewSource};

use super::text_page::TextPage;

/// The kind of page.
pub(super) struct SafeBrowsing;

/// By which name templates know it.
const SAFE_BROWSING: PageKind = PageKind::new(
    "safe-browsing",
    "safe-browsing.html",
    "how to read without being watched",
);

impl PageSource for SafeBrowsing {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let route = &site.edition.generated.safe_browsing;
        if site.edition.has_safety_parts {
            pages.add_fixed(site, route);
        }
    }

    fn fixed_route<'r>(&self, generated: &'r GeneratedRoutes) -> Option<&'r Route> {
        Some(&generated.safe_browsing)
    }

    fn is_about_safety(&self) -> bool {
        true
    }
}

impl ViewSource for SafeBrowsing {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[SAFE_BROWSING]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(TextPage {
            kind: SAFE_BROWSING,
            title: gather.texts.get("safe_browsing_page"),
        })
    }
}

impl WordSource for SafeBrowsing {
    fn words(&self, corpus: &Corpus<'_>, _key: PageKey) -> Option<GeneratedPage> {
        let text = corpus.joined_texts(&[
            "safe_limit_history",
            "safe_limit_sync",
            "safe_limit_watching",
            "safe_limit_network",
            "safe_other_device",
            "safe_private",
            "safe_single_entries",
            "safe_bookmarks",
            "safe_paper",
        ]);
        let texts = corpus.texts;
        let page = GeneratedPage::new(texts.get("safe_browsing_page"))
            .with_names(texts.get("safe_browsing_search"));
        Some(page.with_summary(texts.get("safe_lead")).with_text(text))
    }
}
