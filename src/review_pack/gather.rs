//! A finished build -> the data of the documents in the pack.

use std::collections::HashMap;

use super::{EvidenceRow, HelpList, INDEX, SafetyRow, Sheet, TermRow};
use crate::check::readability::age;
use crate::check::review::longest;
use crate::check::text;
use crate::codes;
use crate::config::Titles;
use crate::data::EDITORS;
use crate::diag::{Diagnostic, Reported};
use crate::document::review::{Review, text_hash};
use crate::document::{Document, Safety};
use crate::graph::{DocId, Resolution};
use crate::html::data_url;
use crate::inspect::Inspector;
use crate::path::{Route, encode_path, slug};
use crate::render::Renderer;
use crate::report::Status;
use crate::view::{self, ArticleView, Certainty, HelpCard, Shared, View, Views};

/// The documents of the pack, each with its text as HTML, in the order in which they are picked.
pub(super) fn sheets(built: &Inspector, picked: &[DocId]) -> Reported<Vec<(Sheet, String)>> {
    let names: HashMap<DocId, String> = (1..)
        .zip(picked)
        .map(|(number, id)| {
            let stem = slug(built.site().documents[id.index()].path.stem());
            (*id, format!("{number:02}-{stem}.html"))
        })
        .collect();
    let site = built.site();
    let renderer = Renderer::new(&site.theme, &site.facts, site.kinds.page_kinds());
    let pack = Pack {
        built,
        views: built.views(),
        renderer,
        names,
    };
    let mut problems = Vec::new();
    let sheets = picked.iter().map(|id| pack.sheet(*id, &mut problems));
    Reported {
        value: sheets.collect(),
        problems,
    }
}

/// The contacts in the foot of every page, if there is help data.
pub(super) fn help(built: &Inspector) -> Option<HelpList> {
    let page = built.site().graph.pages.first()?;
    let help = built.views().page(page).site.help.clone();
    let region = help?.region?;
    let urgent = region.groups.iter().filter(|group| group.urgent);
    let contacts: Vec<_> = urgent.flat_map(|group| group.contacts.clone()).collect();
    let unchecked = contacts.iter();
    let unchecked = unchecked.filter(|contact| contact.checked.is_none());
    Some(HelpList {
        unchecked: unchecked.count(),
        contacts,
        region,
    })
}

struct Pack<'a> {
    built: &'a Inspector,
    views: Views<'a>,
    renderer: Renderer<'a>,
    /// The files of the pack.
    names: HashMap<DocId, String>,
}

impl Pack<'_> {
    fn sheet(&self, id: DocId, problems: &mut Vec<Diagnostic>) -> (Sheet, String) {
        let built = self.built;
        let site = built.site();
        let document = &*site.documents[id.index()];
        let route = &site.graph.routes[id.index()];
        let page = site.kinds.article_page(id, route);
        let mut view = View {
            root: String::new(),
            ..self.views.page(&page)
        };
        self.settle_links(id, &mut view, problems);
        let shown = self.renderer.content(&view);
        problems.extend(shown.problems);
        let article = view.article.as_ref();
        let status = site.graph.states[id.index()].status;
        let measured = built
            .file(id)
            .map(|file| text::measure(file, document, &site.rules));
        let grade = measured.as_ref().and_then(|(_, reading)| reading.grade());
        let hash = measured.map_or(String::new(), |(prose, _)| text_hash(&prose));
        let titles = |links: &[view::Link]| links.iter().map(|link| link.title.clone()).collect();
        let evidence = article.map_or(Vec::new(), evidence_rows);
        let sheet = Sheet {
            name: self.names[&id].clone(),
            title: view.page.title.clone(),
            summary: view.page.summary.clone(),
            language: view.page.language.clone(),
            direction: view.page.direction,
            source: document.path.to_string(),
            section: article.map_or(String::new(), |article| article.section.title.clone()),
            held_back: (status != Status::Current).then_some(status.as_str()),
            audience: article.map_or(Vec::new(), |article| titles(&article.audience)),
            paths: article
                .map_or(&[][..], |article| &article.paths)
                .iter()
                .map(|path| format!("{}, step {} of {}", path.title, path.number, path.count))
                .collect(),
            search_words: [&document.meta.names[..], &document.meta.search_words].concat(),
            words: document.words,
            minutes: document.minutes(),
            age: grade.map(|grade| format!("{:.0}", age(grade.max(0.0)))),
            safety: Safety::ALL
                .into_iter()
                .map(|kind| SafetyRow {
                    name: kind.name(),
                    about: about(kind),
                    set: document.meta.safety.contains(&kind),
                })
                .collect(),
            safety_reason: document.meta.safety_reason.clone(),
            exit: view.page.exit.is_some(),
            shows_title: built.source().settings.titles != Titles::Site,
            questions: document.meta.review.questions.clone(),
            open: self.open(document, &evidence),
            evidence,
            terms: view
                .terms
                .iter()
                .map(|note| TermRow {
                    id: note.id.clone(),
                    term: note.term.clone(),
                    definition: note.definition.clone(),
                })
                .collect(),
            reviewed: reviewed_on(&document.meta.review),
            review: self.last_review(document, article),
            months: longest(&site.config.review, document).0,
            hash,
        };
        // Text that is folded away on the screen must be on paper.
        (sheet, shown.value.replace("<details ", "<details open "))
    }

    /// Gives every link of a page a target that works in the pack: another document of it, the published site, or none.
    /// Pictures become part of the document.
    fn settle_links(&self, id: DocId, view: &mut View, problems: &mut Vec<Diagnostic>) {
        let site = self.built.site();
        let graph = &site.graph;
        for term in &mut view.terms {
            term.url = format!("#{}", term.id);
        }
        let Some(content) = &mut view.content else {
            return;
        };
        for (link, resolution) in content.links.iter_mut().zip(&graph.links[id.index()]) {
            if let Some(url) = self.leads(id, resolution) {
                link.url = url;
            }
        }
        for (image, resolution) in content.images.iter_mut().zip(&graph.images[id.index()]) {
            if let Resolution::Asset(at) = resolution {
                let asset = &site.assets[*at];
                let picture = asset.content.read().ok().filter(|_| !asset.unread);
                if picture.is_none() {
                    let message = format!("`{}` cannot be read", asset.path);
                    problems.push(Diagnostic::new(codes::FILE_01, message));
                }
                let bytes = picture.unwrap_or_default();
                // A document of its own has no other files.
                image.picture = None;
                image.url = data_url(&asset.path.extension(), &bytes);
            }
        }
        for term in &mut content.terms {
            term.url = format!("#{}", term.note);
        }
        self.settle_notice(id, view);
    }

    /// The same for links that the theme adds to the text: those of notices and help cards to the pages that site.toml names.
    fn settle_notice(&self, id: DocId, view: &mut View) {
        let site = self.built.site();
        let graph = &site.graph;
        let inputs = self.built.inputs();
        let here = &graph.routes[id.index()];
        let seen_from_here = |route: &Route| route.relative_from(here, inputs.options.links);
        let help = &self.built.site().config.help;
        let named = [&help.safety_article, &help.crisis_article];
        let named = named.into_iter().flatten();
        let named = named.filter_map(|name| graph.document_at(&site.documents, name));
        let mut targets: Vec<(String, String)> = named
            .map(|to| {
                let old = seen_from_here(&graph.routes[to.index()]);
                (old, or_index(self.document_url(to, None)))
            })
            .collect();
        let page = &graph.edition.generated.help;
        targets.push((seen_from_here(page), or_index(self.on_site(page))));
        let mut site = (*view.site).clone();
        let card = site.help.iter_mut();
        let in_card = card.flat_map(|HelpCard { url, elsewhere, .. }| {
            let places = elsewhere.iter_mut().flat_map(|place| &mut place.url);
            url.iter_mut().chain(places)
        });
        let notice = &mut view.page.notice;
        let links = [&mut notice.safety, &mut notice.crisis]
            .into_iter()
            .flatten();
        let urls = links.map(|link| &mut link.url);
        for url in urls.chain(in_card) {
            let (page, part) = url.split_at(url.find('#').unwrap_or(url.len()));
            if let Some((_, new)) = targets.iter().find(|(old, _)| old == page) {
                *url = format!("{new}{part}");
            }
        }
        view.site = Shared::new(site);
    }

    /// Where a link leads from here; `None` if it leads out of the site anyway.
    fn leads(&self, from: DocId, resolution: &Resolution) -> Option<String> {
        let graph = &self.built.site().graph;
        Some(match resolution {
            Resolution::Page { id, anchor } if *id == from => anchor
                .as_deref()
                .map_or(String::new(), |anchor| format!("#{}", encode_path(anchor))),
            Resolution::Page { id, anchor } => self.document_url(*id, anchor.as_deref()),
            Resolution::NoAnchor { id, .. } => self.document_url(*id, None),
            Resolution::Generated { route, .. } => self.on_site(route),
            Resolution::Asset(at) => match &graph.asset_routes[*at] {
                Some(route) => self.on_site(route),
                None => String::new(),
            },
            Resolution::External => return None,
            Resolution::Elsewhere
            | Resolution::Unpublished(_)
            | Resolution::Ambiguous { .. }
            | Resolution::Unknown
            | Resolution::Missing { .. } => String::new(),
        })
    }

    fn document_url(&self, id: DocId, anchor: Option<&str>) -> String {
        let place = match self.names.get(&id) {
            Some(name) => encode_path(name),
            None => self.on_site(&self.built.site().graph.routes[id.index()]),
        };
        match anchor {
            Some(anchor) if !place.is_empty() => format!("{place}#{}", encode_path(anchor)),
            _ => place,
        }
    }

    /// The absolute address of a page, if it is known where the site is published.
    fn on_site(&self, route: &Route) -> String {
        let base = self.built.inputs().config.base_url.as_ref();
        base.map_or(String::new(), |base| {
            format!("{base}{}", &route.encoded()[1..])
        })
    }

    /// The state of the last review.
    fn last_review(&self, document: &Document, article: Option<&ArticleView>) -> String {
        let Some(note) = article.and_then(|article| article.review.as_ref()) else {
            return "The article does not say when it was reviewed.".to_owned();
        };
        let review = &document.meta.review;
        if let (true, Some(day)) = (note.changed, review.reviewed) {
            return format!(
                "Reviewed on {}, but the text has changed since. Readers no longer see that review.",
                day.long_day()
            );
        }
        let Some(day) = note.reviewed else {
            return "No review has taken place. Readers are told so.".to_owned();
        };
        let by = match &note.by {
            Some(person) if review.by.as_deref() != Some(EDITORS) => {
                format!(" by {}", person.name)
            }
            Some(_) => " by the editors, not by a clinician".to_owned(),
            None => String::new(),
        };
        let due = match note.due {
            Some(due) if note.overdue => format!(" The next review was due on {}.", due.long_day()),
            Some(due) => format!(" The next review is due on {}.", due.long_day()),
            None => String::new(),
        };
        format!("Reviewed on {}{by}.{due}", day.long_day())
    }

    /// The open points that mend can find.
    fn open(&self, document: &Document, evidence: &[EvidenceRow]) -> Vec<String> {
        let mut open = Vec::new();
        if document.meta.review.changed {
            open.push("The text has changed since its last review.".to_owned());
        }
        let of = |wanted: Certainty| -> Vec<String> {
            let rows = evidence.iter();
            let rows = rows.filter(|row| row.entry.certainty == Some(wanted));
            rows.map(|row| row.number.to_string()).collect()
        };
        for (certainty, words) in [
            (Certainty::C, "it has not been checked"),
            (Certainty::B, "the editors know it through other texts only"),
        ] {
            let numbers = of(certainty);
            if !numbers.is_empty() {
                open.push(format!("Evidence {}: {words}.", numbers.join(", ")));
            }
        }
        let silenced = self.built.report().silenced.iter();
        for silenced in silenced {
            let place = silenced.problem.place.as_ref();
            if place.is_some_and(|place| place.path == document.path) {
                open.push(format!(
                    "An automatic check found: {}. The editors let it stand, since {}.",
                    silenced.problem.message, silenced.reason
                ));
            }
        }
        open
    }
}

/// The day of the last review, and whether the text has changed since.
fn reviewed_on(review: &Review) -> Option<String> {
    let day = review.reviewed?.iso_day();
    Some(match review.changed {
        true => format!("{day}, changed since"),
        false => day,
    })
}

/// An address, or the index of the pack if there is no address.
fn or_index(url: String) -> String {
    match url.is_empty() {
        true => format!("{INDEX}#help"),
        false => url,
    }
}

/// What a warning is for.
fn about(kind: Safety) -> &'static str {
    match kind {
        Safety::CouplesWork => "Two people do this together, and both must be free to refuse.",
        Safety::CouplesPart => "One person does this alone, and a part of it involves the partner.",
        Safety::Abuse => "Control, threats or fear may be near.",
        Safety::Crisis => "Readers may think of harming themselves.",
        Safety::Money => "Another person may control the reader's money.",
        Safety::Substance => "Stopping a substance suddenly may be dangerous.",
    }
}

/// How well a source is known.
fn certainty(certainty: Option<Certainty>) -> &'static str {
    match certainty {
        Some(Certainty::A) => "The editors have read it, or its summary.",
        Some(Certainty::B) => "The editors know it through other texts.",
        Some(Certainty::C) => "It has not been checked.",
        None => "The editors do not say how well they know it.",
    }
}

/// What the article rests on, in the order of its marks.
fn evidence_rows(article: &ArticleView) -> Vec<EvidenceRow> {
    let row = |note: &view::EvidenceNote| EvidenceRow {
        number: note.number,
        id: note.id.clone(),
        entry: note.entry.clone(),
        known: certainty(note.entry.certainty),
    };
    article.evidence.iter().map(row).collect()
}
