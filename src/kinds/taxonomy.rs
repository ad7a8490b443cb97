//! The page with all terms of a taxonomy, such as all tags.

use std::borrow::Cow;

use crate::data::texts::Texts;
use crate::graph::{Page, PageKey, PageList, PageSource, Parts, Subject, Taxonomy as Grouping};
use crate::search::WordSource;
use crate::view::{
    Gather, KindInputs, Link, ListEntry, ListLink, ListView, Name, PageKind, PagerInputs, Source,
    View, ViewContext, ViewSource, plain_group, shown,
};

/// The kind of page, numbered as the taxonomies that have terms.
pub(super) struct Taxonomy;

/// By which name templates know it.
const TAXONOMY: PageKind = PageKind::new(
    "taxonomy",
    "taxonomy.html",
    "all terms of a taxonomy, such as all tags",
);

/// Everything that the page shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    taxonomy: &'a str,
    name: Name<'a>,
    /// The terms, each with the number of its articles.
    terms: Vec<(Name<'a>, usize)>,
    pager: PagerInputs<'a>,
}

impl PageSource for Taxonomy {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (at, taxonomy) in site.edition.taxonomies.iter().enumerate() {
            let subject = Subject::Generated(at);
            let terms = taxonomy.terms.len();
            pages.add_list_of(taxonomy.page_size, subject, terms, &taxonomy.route);
        }
    }
}

impl ViewSource for Taxonomy {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[TAXONOMY]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        let taxonomy = &gather.edition.taxonomies[key.number()];
        let size = taxonomy.page_size;
        let terms = shown(&taxonomy.terms, key.part, size).iter();
        Box::new(Inputs {
            taxonomy: &taxonomy.name,
            name: name(taxonomy, gather.texts),
            terms: terms
                .map(|term| (Name::of_term(term), term.pages.len()))
                .collect(),
            pager: PagerInputs::of(
                taxonomy.terms.len(),
                size,
                key.part,
                Cow::Borrowed(&taxonomy.route),
            ),
        })
    }

    fn lists<'a>(&self, source: &Source<'a>, pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let taxonomies = &source.graph.edition.taxonomies;
        let link =
            |page: &&'a Page| TAXONOMY.list(name(&taxonomies[page.key.number()], source.texts));
        pages.iter().map(link).collect()
    }
}

/// The page with the terms of a taxonomy by its title.
pub(super) fn name<'a>(taxonomy: &'a Grouping, texts: &Texts) -> Name<'a> {
    Name {
        title: taxonomy.title(texts),
        route: &taxonomy.route,
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        TAXONOMY
    }

    fn title(&self, _texts: &Texts) -> String {
        self.name.title.clone().into_owned()
    }

    fn fill(&self, view: &mut View, &ViewContext { site, vantage, .. }: &ViewContext<'_>) {
        let entry = |(name, count): &(Name<'_>, usize)| {
            let count = count.to_string();
            ListEntry::from(Link {
                summary: Some(site.texts.fill("article_count", &[("count", &count)])),
                ..vantage.name_link(name)
            })
        };
        view.list = Some(ListView {
            taxonomy: Some(self.taxonomy.to_owned()),
            term_title: None,
            groups: vec![plain_group(self.terms.iter().map(entry).collect())],
            letters: Vec::new(),
            pager: self.pager.view(vantage),
        });
    }
}

impl WordSource for Taxonomy {}
