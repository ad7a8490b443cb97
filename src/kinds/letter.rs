//! The page of one letter of a long A to Z.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{self, PageKey, PageList, PageSource, Parts, Subject};
use crate::search::WordSource;
use crate::view::{
    Gather, KindInputs, ListView, Name, PageKind, PagerInputs, SiteInputs, View, ViewContext,
    ViewSource, plain_group, shown,
};

use super::a_to_z::{A_TO_Z, LetterEntry, Letters, letter_name};

/// The kind of page, numbered as the letters. Templates know it as a part of the A to Z.
pub(super) struct Letter;

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    letters: Letters<'a>,
    /// The index of the letter.
    at: usize,
    entries: Vec<LetterEntry<'a>>,
    pager: PagerInputs<'a>,
}

impl PageSource for Letter {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (at, letter) in site.edition.letters.iter().enumerate() {
            // The letters of a short list have no pages of their own.
            if letter.route != site.edition.generated.a_to_z {
                pages.add_list(Subject::Generated(at), letter.entries.len(), &letter.route);
            }
        }
    }
}

impl ViewSource for Letter {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let at = key.number();
        let graph::Letter { route, entries, .. } = &gather.edition.letters[at];
        let size = gather.settings.page_size;
        Box::new(Inputs {
            letters: Letters::of(gather),
            at,
            entries: LetterEntry::all(gather, shown(entries, key.part, size)),
            pager: PagerInputs::of(entries.len(), size, key.part, Cow::Borrowed(route)),
        })
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        A_TO_Z
    }

    fn title(&self, texts: &Texts) -> String {
        let (name, _) = self.letters.all[self.at];
        texts.fill("a_to_z_of", &[("letter", &letter_name(texts, name))])
    }

    fn parent(&self, site: &SiteInputs<'a>) -> Option<Name<'a>> {
        Some(Name {
            title: Cow::Owned(site.texts.get("a_to_z")),
            route: self.letters.whole,
        })
    }

    fn fill(&self, view: &mut View, &ViewContext { site, vantage, .. }: &ViewContext<'_>) {
        view.list = Some(ListView {
            taxonomy: None,
            term_title: None,
            groups: vec![plain_group(LetterEntry::views(&self.entries, vantage))],
            letters: self.letters.links(Some(self.at), site.texts, vantage),
            pager: self.pager.view(vantage),
        });
    }
}

impl WordSource for Letter {}
