//! The page of the glossary: all terms, with the articles that mention them.

use crate::data::glossary;
use crate::data::texts::Texts;
use crate::graph::{Page, PageKey, PageList, PageSource, Parts, Subject, first_letter};
use crate::language::Alphabet;
use crate::path::encode_path;
use crate::search::{Corpus, GeneratedPage, WordSource};
use crate::view::{
    Gather, GlossaryEntry, GlossaryGroup, GlossaryView, KindInputs, LetterLink, Link, ListLink,
    Name, Own, PageKind, Source, View, ViewContext, ViewSource,
};

use super::a_to_z::{letter_id, letter_name};

/// The kind of page.
pub(super) struct Glossary;

/// By which name templates know it.
const GLOSSARY: PageKind = PageKind::new(
    "glossary",
    "glossary.html",
    "all terms and their definitions",
);

/// Everything that the page shows besides the articles that mention terms.
#[derive(Hash)]
struct Inputs<'a> {
    alphabet: &'a Alphabet,
    glossary: &'a glossary::Glossary,
}

impl PageSource for Glossary {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        if !site.inputs.data.localised.glossary.terms.is_empty() {
            pages.add(Subject::Generated(0), &site.edition.generated.glossary);
        }
    }
}

impl ViewSource for Glossary {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[GLOSSARY]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, _key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs {
            alphabet: &gather.edition.alphabet,
            glossary: &gather.data.localised.glossary,
        })
    }

    fn lists<'a>(&self, source: &Source<'a>, pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let link =
            |page: &&'a Page| GLOSSARY.list(Name::of_page(page, source.texts.get("glossary")));
        pages.iter().map(link).collect()
    }

    fn shows_mentions(&self) -> bool {
        true
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        GLOSSARY
    }

    fn title(&self, texts: &Texts) -> String {
        texts.get("glossary")
    }

    fn fill(&self, view: &mut View, &ViewContext { site, own, vantage }: &ViewContext<'_>) {
        let Own::Mentions(mentioned) = own else {
            return;
        };
        let terms = &self.glossary.terms;
        let entries = terms.iter().zip(mentioned);
        let mut entries: Vec<GlossaryEntry> = entries
            .map(|(term, mentioned)| GlossaryEntry {
                id: term.id(),
                term: term.term.clone(),
                definition: term.definition.clone(),
                see: term
                    .see
                    .iter()
                    .filter_map(|name| terms.get(self.glossary.find(name)?))
                    .map(|other| anchor_link(&other.term, &other.id()))
                    .collect(),
                more_pages: mentioned.more,
                pages: mentioned
                    .pages
                    .iter()
                    .map(|name| vantage.name_link(name))
                    .collect(),
            })
            .collect();
        entries.sort_by_cached_key(|entry| self.alphabet.sort_key(&entry.term));
        let mut groups: Vec<GlossaryGroup> = Vec::new();
        for entry in entries {
            let name = first_letter(&entry.term, self.alphabet);
            let (title, id) = (letter_name(site.texts, &name), letter_id(&name));
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.entries.push(entry),
                None => groups.push(GlossaryGroup {
                    title,
                    id,
                    entries: vec![entry],
                }),
            }
        }
        let letters = groups.iter().map(|group| LetterLink {
            name: group.title.clone(),
            url: format!("#{}", encode_path(&group.id)),
            current: false,
        });
        view.glossary = Some(GlossaryView {
            letters: letters.collect(),
            groups,
        });
    }
}

impl WordSource for Glossary {
    fn words(&self, corpus: &Corpus<'_>, _key: PageKey) -> Option<GeneratedPage> {
        let title = corpus.texts.get("glossary");
        let terms = corpus.glossary.terms.iter();
        let terms = terms.map(|term| (term.id(), term.term.clone(), term.definition.clone()));
        Some(GeneratedPage::new(title).with_sections(terms))
    }
}

fn anchor_link(title: &str, id: &str) -> Link {
    Link {
        title: title.to_owned(),
        url: format!("#{}", encode_path(id)),
        summary: None,
    }
}
