//! Suggests links: the text of this article names the subject of another article without linking to it.
//!
//! A few precise suggestions are better than many: only titles and alternate names count, only in the author's own running
//! text, once per article, and never for an article that is already linked. mend never adds a link by itself.

use serde::Serialize;

use super::{LineIndex, Position};
use crate::document::mentions::MentionFinder;
use crate::graph::{DocId, relative_source};
use crate::markdown::{BlockKind, Passage, Prose, Role};

use super::SiteModel;

/// A single word must be this long to name a subject: `gaslighting`, but not `trust`.
const LONGEST_COMMON_WORD: usize = 8;

/// A link that could be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The words that could be the link.
    pub words: String,
    /// Where they are.
    #[serde(flatten)]
    pub place: Position,
    /// The title of the article they name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The link as it could be written.
    pub link: String,
}

/// The names of all articles that may be listed, to be found in texts. An index is left out: it is named after its
/// folder, which says where to look rather than what it is about.
pub(super) fn names(site: &SiteModel) -> MentionFinder {
    let articles = site.graph.edition.articles.iter();
    let articles = articles.map(|page| page.id());
    MentionFinder::of_names(articles.flat_map(|id| {
        let document = &site.documents[id.index()];
        let names = std::iter::once(&document.title).chain(&document.meta.names);
        let both = names.flat_map(|name| [name.as_str(), without_article(name)]);
        let telling = both.filter(|name| is_telling(name));
        telling.map(move |name| (id.index(), name.to_owned()))
    }))
}

/// The links that one document could have, in the order of its text; `names` finds those of all articles.
pub(super) fn suggestions(
    site: &SiteModel,
    names: &MentionFinder,
    id: DocId,
    prose: &Prose,
    lines: &LineIndex<'_>,
) -> Vec<Suggestion> {
    let documents = &site.documents;
    // An article that is linked already needs no other link, and every other article one at most.
    let mut met: Vec<usize> = site.graph.targets(id).iter().map(|id| id.index()).collect();
    met.push(id.index());
    let mut found = Vec::new();
    for passage in prose
        .passages
        .iter()
        .filter(|passage| is_running_text(passage))
    {
        for (target, bytes) in names.find_in(&passage.text) {
            let in_link = passage
                .links
                .iter()
                .any(|link| link.start < bytes.end && bytes.start < link.end);
            if in_link || met.contains(&target) {
                continue;
            }
            met.push(target);
            let words = &passage.text[bytes.clone()];
            let way = relative_source(&documents[id.index()].path, &documents[target].path);
            found.push(Suggestion {
                words: words.to_owned(),
                place: lines.at(&passage.span_of(&bytes)),
                title: documents[target].title.clone(),
                url: site.graph.routes[target].to_string(),
                link: format!("[{words}]({way})"),
            });
        }
    }
    found
}

/// A text rarely repeats a title's first "the" or "a"; in other languages names stay as they are.
fn without_article(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, rest)) if ["a", "an", "the"].contains(&&*first.to_lowercase()) => rest,
        _ => name,
    }
}

fn is_telling(name: &str) -> bool {
    name.split_whitespace().count() > 1 || name.chars().count() > LONGEST_COMMON_WORD
}

fn is_running_text(passage: &Passage) -> bool {
    let is_text = matches!(
        passage.role,
        Role::Paragraph | Role::Item | Role::Cell | Role::Note
    );
    let is_wording = BlockKind::WORDING.iter().any(|kind| passage.is_in(*kind));
    is_text && !passage.quoted && !is_wording
}
