//! The page of an article, a worksheet, or the questions people ask.

use std::collections::BTreeMap;

use crate::data::texts::Texts;
use crate::data::{self, EDITORS, Evidence, Person};
use crate::document::Document;
use crate::document::review::Review;
use crate::graph::{DocId, Graph, Listed, Page, PageKey, PageList, PageSource, Parts, Subject};
use crate::memo::Hashed;
use crate::path::{Route, encode_path, slug};
use crate::search::WordSource;
use crate::view::{
    ArticleView, AudienceFace, Certainty, ContentsEntry, EvidenceEntry, EvidenceNote, Face, Gather,
    KindInputs, ListLink, MOST_BACKLINKS, MOST_SIBLINGS, Name, PageKind, ReviewNote, Reviewer,
    SiteInputs, Source, Targets, Terms, View, ViewContext, ViewSource,
};

use super::path::PathPlace;

/// The kind of page. Search has a way of its own to the words of articles.
pub(super) struct Article;

/// By which names templates know it.
pub(super) const ARTICLE: PageKind = PageKind::new("article", "article.html", "");
const WORKSHEET: PageKind =
    PageKind::new("worksheet", "worksheet.html", "one worksheet").like(ARTICLE.name);
const QUESTIONS: PageKind = PageKind::new(
    "questions",
    "questions.html",
    "frequent questions, with short answers",
);

/// Everything that the page of an article shows of the site.
#[derive(Hash)]
struct Inputs<'a> {
    kind: PageKind,
    section: &'a Hashed<Face<'a>>,
    audience: Vec<AudienceFace<'a>>,
    terms: Vec<Terms<'a>>,
    siblings: Vec<&'a Hashed<Name<'a>>>,
    previous: Option<&'a Hashed<Face<'a>>>,
    next: Option<&'a Hashed<Face<'a>>>,
    related: Vec<&'a Hashed<Face<'a>>>,
    backlinks: Vec<&'a Hashed<Face<'a>>>,
    more_backlinks: usize,
    /// The entry of each mark in its text, if it has one.
    evidence: Vec<Option<&'a Evidence>>,
    /// The entry of its reviewer in the data files.
    reviewer: Option<&'a Person>,
    is_overdue: bool,
    paths: Vec<PathPlace<'a>>,
    targets: Targets<'a>,
    glossary: &'a Route,
}

impl PageSource for Article {
    fn list(&self, site: &Parts<'_>, pages: &mut PageList<'_>) {
        for (id, route) in site.articles() {
            pages.add(Subject::Article(id), route);
        }
    }
}

impl ViewSource for Article {
    fn page_kinds(&self) -> &'static [PageKind] {
        &[ARTICLE, WORKSHEET, QUESTIONS]
    }

    fn inputs<'a>(&self, gather: &Gather<'a>, key: PageKey) -> Box<dyn KindInputs<'a> + 'a> {
        Box::new(Inputs::of(gather, DocId::new(key.number())))
    }

    fn lists<'a>(&self, source: &Source<'a>, _pages: &[&'a Page]) -> Vec<ListLink<'a>> {
        let questions = source.graph.edition.questions.iter();
        let link = |page: &Listed| {
            let at = page.id().index();
            QUESTIONS.list(Name {
                title: (&*source.documents[at].title).into(),
                route: &source.graph.routes[at],
            })
        };
        questions.map(link).collect()
    }
}

impl<'a> KindInputs<'a> for Inputs<'a> {
    fn page_kind(&self) -> PageKind {
        self.kind
    }

    fn title(&self, _texts: &Texts) -> String {
        String::new()
    }

    fn fill(&self, view: &mut View, &ViewContext { site, own, vantage }: &ViewContext<'_>) {
        let Some(own) = own.document() else {
            return;
        };
        let Some(document) = own.text() else {
            return;
        };
        let outline = own.outline();
        let meta = outline.meta();
        let (evidence, marks) = self.evidence(document);
        let taxonomies = Terms::views(&self.terms, vantage);
        let of_taxonomy = |name: &str| {
            let found = taxonomies.iter().find(|terms| terms.name == name);
            found.map_or(Vec::new(), |found| found.terms.clone())
        };
        view.article = Some(ArticleView {
            section: vantage.face_link(self.section),
            audience: AudienceFace::links(&self.audience, vantage),
            contents: contents(document),
            tags: of_taxonomy("tags"),
            categories: of_taxonomy("categories"),
            taxonomies,
            authors: if meta.authors.is_empty() {
                let author = site.settings.author.map(str::to_owned);
                author.into_iter().collect()
            } else {
                meta.authors.clone()
            },
            date: meta.date,
            updated: meta.updated,
            words: document.words,
            minutes: document.minutes(),
            siblings: self
                .siblings
                .iter()
                .map(|name| vantage.name_link(name))
                .collect(),
            previous: self.previous.map(|face| vantage.face_link(face)),
            next: self.next.map(|face| vantage.face_link(face)),
            related: vantage.face_links(self.related.iter().copied()),
            backlinks: vantage.face_links(self.backlinks.iter().copied()),
            more_backlinks: self.more_backlinks,
            evidence,
            review: self.review(&meta.review, site),
            paths: self.paths.iter().map(|path| path.view(vantage)).collect(),
        });
        view.terms = own.term_notes(self.glossary, vantage);
        view.content = own.content(&self.targets, marks, self.glossary, vantage);
    }
}

impl WordSource for Article {}

impl<'a> Inputs<'a> {
    fn of(gather: &Gather<'a>, id: DocId) -> Self {
        let Gather {
            graph,
            edition,
            data,
            ..
        } = *gather;
        let at = id.index();
        let outline = gather.outlines.get(id);
        let meta = outline.meta();
        let backlinks = &graph.backlinks[at];
        let neighbours = edition.neighbours[at];
        let neighbour = |page: Option<Listed>| page.map(|page| gather.face(page.id()));
        let related = gather.related[at].as_ref();
        let related = related.map_or(&[][..], |related| related.as_slice()).iter();
        let shown = backlinks.iter().take(MOST_BACKLINKS);
        let by = meta.review.by.as_ref();
        Self {
            kind: match edition.questions {
                Some(page) if page.id() == id => QUESTIONS,
                _ if graph.is_worksheet(id) => WORKSHEET,
                _ => ARTICLE,
            },
            section: gather.section_face(graph.section_of[at]),
            audience: AudienceFace::named(gather, meta.audience.iter().map(|(id, _)| id)),
            terms: Terms::all_of(outline, edition, gather.texts),
            siblings: siblings(graph, id)
                .iter()
                .map(|page| &gather.face(page.id()).name)
                .collect(),
            previous: neighbour(neighbours.previous),
            next: neighbour(neighbours.next),
            related: related.map(|page| gather.face(page.id())).collect(),
            backlinks: shown.map(|page| gather.face(page.id())).collect(),
            more_backlinks: backlinks.len().saturating_sub(MOST_BACKLINKS),
            evidence: outline.evidence().map(|id| data.evidence.get(id)).collect(),
            reviewer: by.and_then(|by| data.people.get(by)),
            is_overdue: graph.states[at].overdue,
            paths: PathPlace::all_of(gather, id),
            targets: Targets::of(gather, id),
            glossary: &edition.generated.glossary,
        }
    }

    /// The review of an article that readers see; `None` if the article does not mention one.
    fn review(&self, review: &Review, site: &SiteInputs<'_>) -> Option<ReviewNote> {
        let named = |name: String| Reviewer {
            name,
            role: None,
            credential: None,
            source: None,
            url: None,
        };
        let reviewer = |by: &String| match self.reviewer {
            Some(person) => Reviewer {
                name: person.name.clone(),
                role: person.role.clone(),
                credential: person.credential.clone(),
                source: person.source.clone(),
                url: person.url.clone(),
            },
            None if by == EDITORS => named(site.texts.get("the_editors")),
            None => named(by.clone()),
        };
        if review.changed {
            // A theme that does not know `changed` then says that the article was not reviewed, which is true of this text.
            return Some(ReviewNote {
                reviewed: None,
                due: None,
                overdue: false,
                by: None,
                changed: true,
            });
        }
        (review.never || review.reviewed.is_some()).then(|| ReviewNote {
            reviewed: review.reviewed,
            due: review.due,
            overdue: self.is_overdue,
            by: review.by.as_ref().map(reviewer),
            changed: false,
        })
    }

    /// The evidence notes of the article, and for each of its marks the note's number and the mark's id. A mark whose entry
    /// is not there has the number 0.
    fn evidence(&self, document: &Document) -> (Vec<EvidenceNote>, Vec<(usize, String)>) {
        let mut notes: Vec<EvidenceNote> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut marks = Vec::new();
        for (mark, entry) in document.parsed.evidence.iter().zip(&self.evidence) {
            let id = format!("evidence-{}", slug(&mark.id));
            let known = places.get(&id).copied();
            let at = known.or_else(|| {
                notes.push(EvidenceNote {
                    number: notes.len() + 1,
                    id: id.clone(),
                    marks: Vec::new(),
                    entry: evidence_entry((*entry)?),
                });
                places.insert(id.clone(), notes.len() - 1);
                Some(notes.len() - 1)
            });
            marks.push(match at {
                Some(at) => {
                    let note = &mut notes[at];
                    let mark = format!("{id}-mark-{}", note.marks.len() + 1);
                    note.marks.push(mark.clone());
                    (note.number, mark)
                }
                None => (0, String::new()),
            });
        }
        (notes, marks)
    }
}

/// The articles that an article's page lists as those of its section. The home page and the worksheets are no
/// section in which one reads on.
fn siblings(graph: &Graph, id: DocId) -> &[Listed] {
    let holder = graph.section(id);
    if holder.parent.is_none()
        || holder.is_shelf()
        || !(2..=MOST_SIBLINGS).contains(&holder.pages.len())
    {
        return &[];
    }
    &holder.pages
}

fn contents(document: &Document) -> Vec<ContentsEntry> {
    let mut contents: Vec<ContentsEntry> = Vec::new();
    for heading in document
        .parsed
        .headings
        .iter()
        .filter(|heading| (2..=3).contains(&heading.level))
    {
        let url = format!("#{}", encode_path(&heading.id));
        let entry = ContentsEntry {
            title: heading.text.to_string(),
            url,
            children: Vec::new(),
        };
        match contents.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(entry),
            _ => contents.push(entry),
        }
    }
    contents
}

fn evidence_entry(entry: &Evidence) -> EvidenceEntry {
    EvidenceEntry {
        source: entry.source.clone(),
        note: entry.note.clone(),
        size: entry.size.clone(),
        limits: entry.limits.clone(),
        url: entry.url.clone(),
        certainty: entry.certainty.map(|certainty| match certainty {
            data::Certainty::A => Certainty::A,
            data::Certainty::B => Certainty::B,
            data::Certainty::C => Certainty::C,
        }),
    }
}
