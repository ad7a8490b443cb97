//! The structure that readers rely on: headings, the points at the top, the next steps at the end, link texts that say what
//! they link to, boxes that contain what their title says.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::article::{is_article, is_worksheet};
use super::inputs::SiteDocuments;
use super::text_check::TextCheck;
use crate::codes;
use crate::config::Check;
use crate::diag::{Diagnostic, Severity, counted, counted_or_no, listed};
use crate::markdown::{BlockKind, Role};
use crate::path::{self, SourcePath};
use crate::word_list::entries;

/// The longest heading, in characters.
const LONGEST_HEADING: usize = 65;

/// How long a summary may be, in characters.
const SUMMARY: std::ops::RangeInclusive<usize> = 50..=155;

/// The most articles of a section.
const MOST_PAGES: usize = 8;

/// The most next steps.
const MOST_NEXT: usize = 3;

/// Link texts that mean nothing on their own.
static EMPTY_LINK_TEXTS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("../words/en/empty-link-texts.txt")).collect());

/// The rules that need the words of one document.
pub(super) fn check_text(text: &mut TextCheck<'_>) {
    headings(text);
    // While the front matter is unread, the article may have whatever these rules would miss.
    if !text.document.unread {
        skeleton(text);
        worksheet_notice(text);
    }
    boxes(text);
    link_texts(text);
}

fn headings(text: &mut TextCheck<'_>) {
    let may_ask = text.document.key.stem() == "faq";
    for at in 0..text.passages.len() {
        let passage = text.passages[at].passage;
        if !matches!(passage.role, Role::Heading(_)) {
            continue;
        }
        let bytes = 0..passage.text.len();
        let length = passage.text.chars().count();
        if length > LONGEST_HEADING {
            text.report(
                codes::STR_08,
                at,
                &bytes,
                format!("this heading has {length} characters"),
                format!("use at most {LONGEST_HEADING}"),
            );
        }
        if passage.text.ends_with('.') {
            text.report(
                codes::STR_08,
                at,
                &bytes,
                "this heading ends like a sentence",
                "remove the full stop, and name the topic of the section",
            );
        }
        if passage.text.ends_with('?') && !may_ask {
            text.report(
                codes::STR_10,
                at,
                &bytes,
                "this heading is a question",
                "name the topic of the section",
            );
        }
    }
}

/// What every article of the site has: a summary, an audience if the site has audiences, and the parts that the site asks for.
fn skeleton(text: &mut TextCheck<'_>) {
    if !is_article(text.document) {
        return;
    }
    front_matter(text);
    let mut lists = text.prose.lists.iter();
    let has_points = lists.any(|list| list.blocks == [BlockKind::IN_SHORT]);
    if text.rules.check.shape.main_points && !has_points {
        text.report_at(
            codes::STR_02,
            text.document.top(),
            "the article does not begin with its main points",
            "begin with `> [!in-short]` and three points",
        );
    }
    next_steps(text);
}

fn front_matter(text: &mut TextCheck<'_>) {
    let (meta, top) = (&text.document.meta, text.document.top());
    if meta.audience.is_empty() && !text.rules.audiences.is_empty() {
        let known = text.rules.audiences.iter().map(|kind| kind.id.as_str());
        let audiences = listed(&known.collect::<Vec<_>>());
        text.report_at(
            codes::STR_02,
            top.clone(),
            "the article has no `audience`",
            format!("add `audience:` with one or more of {audiences}"),
        );
    }
    let summary = meta.summary.as_deref().unwrap_or_default();
    let length = summary.chars().count();
    if !SUMMARY.contains(&length) {
        text.report_at(
            codes::STR_02,
            top,
            match length {
                0 => "the article has no summary".to_owned(),
                _ => format!(
                    "the summary has {}",
                    counted(length, "character", "characters")
                ),
            },
            "say in one sentence of 50 to 155 characters what the reader will find",
        );
    }
}

fn next_steps(text: &mut TextCheck<'_>) {
    let (document, parsed) = (text.document, &text.document.parsed);
    let Some(wanted) = &text.rules.check.shape.next_steps else {
        return;
    };
    let mut headings = parsed.headings.iter();
    let Some(next) = headings.rfind(|heading| *heading.text == **wanted) else {
        text.report_at(
            codes::STR_02,
            document.top(),
            "the article does not end with next steps",
            format!("end it with `## {wanted}` and up to three links"),
        );
        return;
    };
    let links = parsed.links.iter();
    let links = links.filter(|link| link.span.start > next.span.start);
    let links = links.count();
    if !(1..=MOST_NEXT).contains(&links) {
        text.report_at(
            codes::STR_02,
            next.span.clone(),
            format!(
                "the next steps have {}",
                counted_or_no(links, "link", "links")
            ),
            "use one to three",
        );
    }
}

/// A worksheet asks for what may be dangerous to write down or to share, so its author must have decided about a notice.
fn worksheet_notice(text: &mut TextCheck<'_>) {
    let document = text.document;
    let is_decided = !document.meta.safety.is_empty() || document.meta.safety_reason.is_some();
    let is_sheet = is_worksheet(document) && !document.is_index();
    if is_sheet && !is_decided {
        text.report_at(
            codes::WORK_02,
            document.top(),
            "the worksheet has no safety notice",
            "add `safety:` with what it needs, or `safety: none` with a `safety_reason`",
        );
    }
}

/// Do and do-not boxes.
fn boxes(text: &mut TextCheck<'_>) {
    for list in &text.prose.lists {
        let is_box = matches!(list.blocks.last(), Some(&BlockKind::DO | &BlockKind::DONT));
        if is_box && list.items == 1 {
            text.report_at(
                codes::STR_03,
                list.span.clone(),
                "this box has a single point",
                "write it as an ordinary sentence",
            );
        }
    }
    without_end(text);
    for at in 0..text.passages.len() {
        point_of_a_box(text, at);
    }
}

/// A point of a box continues the title of the box: "Do: ask first".
fn point_of_a_box(text: &mut TextCheck<'_>, at: usize) {
    let passage = text.passages[at].passage;
    let is_dont = passage.blocks.last() == Some(&BlockKind::DONT);
    let is_box = is_dont || passage.blocks.last() == Some(&BlockKind::DO);
    if !is_box || passage.role != Role::Item {
        return;
    }
    let lower = passage.text.to_lowercase();
    let negations = ["do not ", "don't ", "never "];
    let is_negated = negations.iter().any(|negation| lower.starts_with(negation));
    let first = passage.text.split_whitespace().next().unwrap_or_default();
    let (message, help) = if is_dont && is_negated {
        (
            "this point repeats the \"do not\" of its box",
            "begin with the verb",
        )
    } else if first.starts_with(char::is_uppercase) && first != "I" {
        (
            "this point of a box begins with a capital letter",
            "use a lower-case letter: the title of the box begins the sentence",
        )
    } else {
        return;
    };
    text.report(codes::STR_03, at, &(0..first.len()), message, help);
}

/// Boxes that are followed by text without a heading. A screen reader does not announce where a box ends, so the next
/// paragraph sounds like one more point. Another box announces itself, and a help card has a heading.
fn without_end(text: &mut TextCheck<'_>) {
    let is_box = |kind: &BlockKind| matches!(*kind, BlockKind::DO | BlockKind::DONT);
    let boxes = text.prose.blocks.iter().filter(|(kind, _)| is_box(kind));
    for (_, place) in boxes {
        let passages = &text.passages;
        let behind = passages.partition_point(|passage| passage.passage.span.start < place.end);
        let behind = passages.get(behind).map(|behind| behind.passage);
        let goes_on = behind.filter(|passage| {
            let announces_itself = |kind: &BlockKind| is_box(kind) || kind.shows_contacts();
            !matches!(passage.role, Role::Heading(_))
                && !passage.blocks.iter().any(announces_itself)
        });
        if let Some(passage) = goes_on {
            text.report_at(
                codes::STR_03,
                passage.span.clone(),
                "no heading separates this text from the box before it",
                "add a heading before it, or move it above the box",
            );
        }
    }
}

/// Link texts that mean nothing when they are read out on their own.
fn link_texts(text: &mut TextCheck<'_>) {
    let document = text.document;
    let links = document.parsed.links.iter();
    for link in links.filter(|link| !link.text.is_empty()) {
        let words = link.text.trim().trim_end_matches('.').to_lowercase();
        let is_address = words.starts_with("http://")
            || words.starts_with("https://")
            || words.starts_with("www.");
        if EMPTY_LINK_TEXTS.contains(words.as_str()) || is_address {
            text.report_at(
                codes::STR_09,
                link.span.clone(),
                format!(
                    "the link text \"{}\" does not say where it leads",
                    link.text
                ),
                "name what the reader will find there",
            );
        }
    }
}

/// The rules that need more than one document.
pub(super) fn check_site(
    documents: &SiteDocuments<'_>,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some(severity) = rules.severity_of(codes::STR_06) {
        problems.extend(repeated(documents, severity));
    } else if rules.structure != Some(false) && !rules.rules.contains_key(codes::STR_06.id()) {
        problems.extend(repeated_in_folder(documents));
    }
    if let Some(severity) = rules.severity_of(codes::STR_07) {
        problems.extend(crowded_sections(documents, severity));
    }
}

/// Articles with the title of another one in the same folder: one of the two is usually a copy. This is for sites that did not
/// ask for rules on structure: it is a warning, and articles in different folders may share a title.
fn repeated_in_folder(documents: &SiteDocuments<'_>) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, String), &SourcePath> = BTreeMap::new();
    let judged = documents.judged().map(|(_, document)| document);
    let mut problems = Vec::new();
    for document in judged.filter(|document| !document.is_index()) {
        match known.entry((document.key.folder(), document.title.to_lowercase())) {
            Entry::Vacant(place) => {
                place.insert(&document.path);
            }
            // Two spellings of one name have one address, which is reported as such.
            Entry::Occupied(other)
                if path::fold(other.get().stem()) == path::fold(document.path.stem()) => {}
            Entry::Occupied(other) => {
                let message = format!(
                    "two articles in this folder have the title \"{}\"",
                    document.title
                );
                problems.push(
                    Diagnostic::new(codes::STR_06, message)
                        .at(&document.path, document.top())
                        .severity(Severity::Warning)
                        .also(other.get(), None, "the other one")
                        .help("if one is a copy, delete it; otherwise say in each title what is different"),
                );
            }
        }
    }
    problems
}

/// Articles with the title or the summary of another.
fn repeated(documents: &SiteDocuments<'_>, severity: Severity) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut known: BTreeMap<(&str, String), &SourcePath> = BTreeMap::new();
    let judged = documents.judged().map(|(_, document)| document);
    for document in judged.filter(|document| is_article(document)) {
        let title = Some(("title", document.title.as_str()));
        let summary = document.meta.summary.as_deref();
        let summary = summary.map(|summary| ("summary", summary));
        for (what, text) in title.into_iter().chain(summary) {
            match known.entry((what, text.to_lowercase())) {
                Entry::Vacant(place) => drop(place.insert(&document.path)),
                Entry::Occupied(other) => {
                    let message = format!("two articles have the {what} \"{text}\"");
                    problems.push(
                        Diagnostic::new(codes::STR_06, message)
                            .at(&document.path, document.top())
                            .severity(severity)
                            .also(other.get(), None, "the other one")
                            .help("say in each what is different about it"),
                    );
                }
            }
        }
    }
    problems
}

/// Sections of more articles than a reader can choose from.
fn crowded_sections(documents: &SiteDocuments<'_>, severity: Severity) -> Vec<Diagnostic> {
    // A worksheet is picked from a list, so a section of worksheets can be longer than one that is read in order.
    let sections = documents.graph.edition.sections.iter();
    let crowded =
        sections.filter(|section| !section.is_shelf() && section.pages.len() > MOST_PAGES);
    let problems = crowded.filter_map(|section| {
        // A folder without an index is reported at its first article.
        let first = section.pages.first().map(|page| page.id());
        let document = &documents.all[section.index.or(first)?.index()];
        let message = format!(
            "the section \"{}\" has {}",
            section.title,
            counted(section.pages.len(), "article", "articles")
        );
        let problem = Diagnostic::new(codes::STR_07, message)
            .at(&document.path, document.top())
            .severity(severity);
        Some(problem.help(format!("split it into groups of at most {MOST_PAGES}")))
    });
    problems.collect()
}
