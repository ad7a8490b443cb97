//! References to things that the site does not have: templates and drawings of its theme, texts in its language, space in
//! the header and footer, meanings of search synonyms. It also reports the templates that failed.
//!
//! It does not check links between pages.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::finished::FinishedPage;
use crate::codes;
use crate::config::{Config, Menu};
use crate::data::paths::ReadingPath;
use crate::data::texts::{self, Texts};
use crate::diag::{self, Diagnostic, KnownNames};
use crate::document::Document;
use crate::files::SourceFile;
use crate::graph::{Graph, Page, PageKey};
use crate::language;
use crate::path::{Route, SourcePath};
use crate::view;

/// Pages that were drawn by their usual template because the theme does not have the one that they ask for, or because that
/// one cannot draw them. Articles that come from other tools often ask for such templates.
pub(super) fn templates<'a>(
    graph: &'a Graph,
    documents: &'a [Arc<Document>],
    pages: &'a [Arc<FinishedPage>],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let keys = graph.pages.iter().map(|page| page.key);
    keys.zip(pages).filter_map(|(key, page)| {
        let unmet = page.unmet.as_ref()?;
        let id = graph.edition.text_of(key)?;
        let document = Some(&documents[id.index()]).filter(|document| !document.unread)?;
        let (name, span) = document.meta.template.as_ref()?;
        let file = view::template_file(name);
        let usable = unmet.usable.join(", ");
        let (message, meant) = match unmet.exists {
            true => (
                format!("the template `{file}` cannot draw this page"),
                None,
            ),
            false => (
                format!("the theme has no template `{file}`"),
                diag::nearest(
                    name.trim_end_matches(".html"),
                    unmet.usable.iter().map(String::as_str),
                ),
            ),
        };
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`? This page can use {usable}"),
            None => format!(
                "remove the key to use the default template; this page can use {usable}, or your own template with {{{{ content }}}} in the theme's folder `templates`"
            ),
        };
        let problem = Diagnostic::new(codes::THEME_03, message).help(help);
        Some(problem.at(&document.path, span.clone()))
    })
}

/// A site whose interface is in another language than its articles, or in words that no native speaker has checked. While
/// a file of texts cannot be read, it may hold the translation.
pub(super) fn foreign_texts(
    config: &Config,
    texts: &Texts,
    known: &[Diagnostic],
) -> Option<Diagnostic> {
    if let Some(language) = texts.unchecked() {
        let message = format!(
            "the words of the interface in `{language}` that ship with mend were not checked by a native speaker yet"
        );
        let problem = Diagnostic::new(codes::UI_05, message).help(
            format!("have them read, above all the exit, the notices and the help page; then add `checked_by: name and day` to {}", config.data_file(texts::NAME)),
        );
        return Some(config.blame_language(problem));
    }
    let untranslated = texts.untranslated();
    let hides_texts = |problem: &Diagnostic| {
        let place = problem
            .place
            .as_ref()
            .filter(|_| problem.code.leaves_unread());
        place.is_some_and(|place| config.language_paths.split(&place.path).1.stem() == texts::NAME)
    };
    let is_own = language::primary(&config.language) == texts::LANGUAGE;
    if untranslated == 0 || is_own || known.iter().any(hides_texts) {
        return None;
    }
    let all = texts.entries().len();
    let message = format!(
        "the site is in `{}`, but {untranslated} of {all} texts of its interface are in English",
        config.language
    );
    let problem = Diagnostic::new(codes::CONF_06, message)
        .help("`mend theme eject texts.yaml` gives you the file to translate");
    Some(config.blame_language(problem))
}

/// More sections and articles at the top of the site than the header and the foot of its pages name. A menu of the site's own
/// names what it likes.
pub(super) fn long_frame(graph: &Graph, menu: &Menu) -> impl Iterator<Item = Diagnostic> {
    let header = (
        ("header", view::MOST_TOP_SECTIONS),
        (graph.edition.home().children.len(), "sections of the site"),
        "group sections in folders",
    );
    let foot = (
        ("foot", view::MOST_TOP_PAGES),
        (
            view::top_pages(&graph.edition).count(),
            "articles that lie directly in content/",
        ),
        "move articles into folders",
    );
    let long = [
        (menu.header.is_none(), header),
        (menu.footer.is_none(), foot),
    ];
    let long = long.into_iter();
    let long = long.filter_map(|(is_usual, part)| is_usual.then_some(part));
    let long = long.filter(|((_, named), (all, _), _)| all > named);
    long.map(|((part, named), (all, what), help)| {
        let message = format!("the {part} shows only {named} of the {all} {what}");
        Diagnostic::new(codes::THEME_05, message).help(format!(
            "{help}, or give the most important ones the smallest `weight`"
        ))
    })
}

/// Documents and reading paths that ask for a drawing the theme does not have, given the names of those it has.
pub(super) fn drawings<'a>(
    documents: &'a [Arc<Document>],
    paths: (&'a [ReadingPath], Option<&'a SourcePath>),
    drawings: &'a [&'a str],
) -> impl Iterator<Item = Diagnostic> + 'a {
    let known_names = KnownNames::new(drawings.iter().copied());
    let known = diag::listed(drawings);
    let read = documents.iter().filter(|document| !document.unread);
    let of_document = |document: &'a Arc<Document>| {
        let name = document.meta.extra.get("drawing")?.as_str()?;
        Some((name, &document.path, None))
    };
    let (paths, file) = paths;
    let of_path = move |path: &'a ReadingPath| {
        let name = path.drawing.as_deref()?;
        Some((name, file?, Some(path.span.clone())))
    };
    let asked = read.filter_map(of_document);
    let asked = asked.chain(paths.iter().filter_map(of_path));
    asked.filter_map(move |(name, file, span)| {
        if known_names.has(name) {
            return None;
        }
        let help = match known_names.nearest(name) {
            Some(meant) => format!("did you mean `{meant}`? The drawings are {known}"),
            None => {
                format!("the drawings are {known}; put your own in the theme's folder `drawings`")
            }
        };
        let message = format!("the theme has no drawing `{name}`");
        let problem = Diagnostic::new(codes::THEME_04, message);
        let problem = match span {
            Some(span) => problem.at(file, span),
            None => problem.in_file(file),
        };
        Some(problem.help(help))
    })
}

/// Search synonyms that find nothing, because none of their meanings occurs in the site.
pub(super) fn phrases<'a>(
    phrases: &'a [String],
    file: Option<&'a SourceFile>,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let report = move |phrase: &'a String| {
        let file = file?;
        let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
        // Only these lists can hold the phrase: another name of a term always finds the glossary.
        let lists = ["\nsynonyms:", "\nsearch_words:"];
        let lists = lists.iter().filter_map(|key| text.find(key)).min();
        let start = lists.unwrap_or_default();
        let at = start + text[start..].find(phrase.as_str())?;
        let message = format!(
            "search synonym `{phrase}` matches no page: none of its meanings occurs in the site"
        );
        Some(
            Diagnostic::new(codes::SEARCH_01, message)
                .at(&file.path, at..at + phrase.len())
                .help("remove it, or give it meanings that the articles use"),
        )
    };
    phrases.iter().filter_map(report)
}

/// What failed in templates: each failure once, with the first page on which it occurred and the number of others.
pub(super) fn template_failures(
    graph: &Graph,
    documents: &[Arc<Document>],
    pages: &[Arc<FinishedPage>],
) -> Vec<Diagnostic> {
    let mut failures: Vec<(&Diagnostic, &PageKey, &Route, usize)> = Vec::new();
    let mut known: FxHashMap<&Diagnostic, usize> = FxHashMap::default();
    for (Page { key, route }, drawn) in graph.pages.iter().zip(pages) {
        for problem in &drawn.failures {
            match known.entry(problem) {
                Entry::Occupied(at) => failures[*at.get()].3 += 1,
                Entry::Vacant(place) => {
                    place.insert(failures.len());
                    failures.push((problem, key, route, 0));
                }
            }
        }
    }
    let describe = |(problem, key, route, more): (&Diagnostic, &PageKey, &Route, usize)| {
        let others = if more > 0 {
            format!(", and on {more} more")
        } else {
            String::new()
        };
        let where_it_failed = format!("it failed on the page {route}{others}");
        let help = match &problem.help {
            Some(help) => format!("{where_it_failed}; {help}"),
            None => where_it_failed,
        };
        let problem = problem.clone().help(help);
        match key.article() {
            Some(id) => problem.also(&documents[id.index()].path, None, "the page being made"),
            None => problem,
        }
    };
    failures.into_iter().map(describe).collect()
}
