//! The page with the articles of a term, such as a tag.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{Edition, PageKey, PageList, PageSource, Parts, Subject, Taxonomy};
use crate::path::Route;
use crate::search::WordSource;
use crate::view::{
    ArticleList, Gather, KindInputs, ListView, Name, PageKind, SiteInputs, View, ViewContext,
    ViewSource, term_word, word_and_term,
};

use super::taxonomy;

/// The kind of page, numbered as the terms of all taxonomies.
pub(super) struct Term;

/// By which name templates know it.
const TERM: PageKind = PageKind::new(
    "term",
    "term.html",
    "the articles of one term, such as a tag",
);

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    taxonomy: &'a str,
    name: Name<'a>,
    /// The page with all terms.
    all: Name<'a>,
    /// What the terms of the taxonomy are called.
    term_word: Cow<'a, str>,
    feed: Option<&'a Route>,
    list: ArticleList<'a>,
}

impl PageSource for Term {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let taxonomies = site.edition.taxonomies.iter();
        let terms = taxonomies.flat_map(|taxonomy| {
            let terms = taxonomy.terms.iter();
            terms.map(|term| (taxonomy.page_size, term))
        });
        for (number, (size, term)) in terms.enumerate() {
            let subject = Subject::Generated(number);
            pages.add_list_of(size, subject, term.pages.len(), &term.route);
        }
    }
}

/// The taxonomy of the term with a number, and the term's place in it.
fn place(edition: &Edition, number: usize) -> (&Taxonomy, usize) {
    let mut taxonomies = edition.taxonomies.iter();
    let mut at = number;
    let holds = |taxonomy: &&Taxonomy| {
        let terms = taxonomy.terms.len();
        let is_inside = at < terms;
        at -= if is_inside { 0 } else { terms };
        is_inside
    };
    let taxonomy = taxonomies.find(holds).expect("the number of a term");
    (taxonomy, at)
}

impl ViewSource for Term {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[TERM]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let (taxonomy, at) = place(gather.edition, key.number());
        let term = &taxonomy.terms[at];
        let cut = (taxonomy.page_size, key.part);
        Box::new(Inputs {
            taxonomy: &taxonomy.name,
            name: Name::of_term(term),
            all: taxonomy::name(taxonomy, gather.texts),
            term_word: term_word(gather.texts, taxonomy),
            feed: term.feed.as_ref(),
            list: ArticleList::of(
                gather,
                &term.pages,
                taxonomy.sort_by,
                cut,
                Cow::Borrowed(&term.route),
            ),
        })
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        TERM
    }

    fn title(&self, _texts: &Texts) -> String {
        self.name.title.clone().into_owned()
    }

    fn feed(&self, texts: &Texts) -> Option<Name<'a>> {
        Some(Name {
            title: Cow::Owned(word_and_term(texts, &self.term_word, &self.name.title)),
            route: self.feed?,
        })
    }

    fn parent(&self, _site: &SiteInputs<'a>) -> Option<Name<'a>> {
        Some(self.all.clone())
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
        view.list = Some(ListView {
            taxonomy: Some(self.taxonomy.to_owned()),
            term_title: Some(self.term_word.clone().into_owned()),
            ..self.list.view(vantage)
        });
    }
}

impl WordSource for Term {}
