//! A kind of page that only the tests have: the articles of one author. It shows that one file, a row in the table and a
//! template make a kind of page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::data::texts::Texts;
use crate::graph::{DocId, Edition, Listed, Page, PageKey, PageList, PageSource, Parts, Subject};
use crate::path::{Route, slug};
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{
    ArticleList, Gather, KindInputs, ListLink, Name, PageKind, Source, View, ViewContext,
    ViewSource,
};

/// The kind of page, numbered as the authors in alphabetical order.
pub(super) struct Author;

/// By which name templates know it.
const AUTHOR: PageKind = PageKind::new("author", "author.html", "the articles of one author");

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    name: &'a str,
    list: ArticleList<'a>,
}

/// The authors, each with the articles that name them.
type Authors<'a> = Vec<(&'a str, Vec<Listed>)>;

fn authors<'a>(edition: &Edition, named_in: impl Fn(DocId) -> &'a [String]) -> Authors<'a> {
    let mut authors: BTreeMap<&str, Vec<Listed>> = BTreeMap::new();
    for page in &edition.articles {
        for name in named_in(page.id()) {
            authors.entry(name).or_default().push(*page);
        }
    }
    authors.into_iter().collect()
}

fn route(name: &str) -> Route {
    Route::new(&format!("/authors/{}/", slug(name)))
}

impl PageSource for Author {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        let documents = site.inputs.documents;
        let authors = authors(site.edition, |id| &documents[id.index()].meta.authors);
        for (at, (name, articles)) in authors.iter().enumerate() {
            pages.add_list(Subject::Generated(at), articles.len(), &route(name));
        }
    }
}

impl ViewSource for Author {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[AUTHOR]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let authors = authors(gather.edition, |id| &gather.outlines.get(id).meta().authors);
        let (name, articles) = &authors[key.number()];
        let settings = &gather.settings;
        let cut = (settings.page_size, key.part);
        let first = Cow::Owned(route(name));
        Box::new(Inputs {
            name,
            list: ArticleList::of(gather, articles, settings.sort_by, cut, first),
        })
    }

    fn lists<'a>(&self, source: &Source<'a>, pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let documents = source.documents;
        let edition = &source.graph.edition;
        let authors = authors(edition, |id| &documents[id.index()].meta.authors);
        let name = |page: &&'a Page| {
            let (name, _) = authors[page.key.number()];
            AUTHOR.list(Name::of_page(page, name.to_owned()))
        };
        pages.iter().map(name).collect()
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        AUTHOR
    }

    fn title(&self, _texts: &Texts) -> String {
        self.name.to_owned()
    }

    fn fill(&self, view: &mut View, &ViewContext { vantage, .. }: &ViewContext<'_>) {
        view.list = Some(self.list.view(vantage));
    }
}

impl WordSource for Author {
    fn words(&self, corpus: &Corpus<'_>, key: PageKey) -> Option<GeneratedPage> {
        let documents = corpus.documents;
        let edition = &corpus.graph.edition;
        let authors = authors(edition, |id| &documents[id.index()].meta.authors);
        let (name, _) = authors[key.number()];
        Some(GeneratedPage::new(name.to_owned()))
    }
}
