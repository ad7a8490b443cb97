//! What a site asks for and does not get: documents of the theme, its templates of a page, the terms file of search.

use std::sync::Arc;

use crate::codes;
use crate::diag::{self, Diagnostic};
use crate::document::Document;
use crate::files::SourceFile;
use crate::graph::{Graph, PageKey};
use crate::path::Route;
use crate::render;
use crate::theme::Theme;

/// Pages that ask for a template the theme does not have, as those moved from other tools do.
pub(super) fn unknown_templates<'a>(
    graph: &'a Graph,
    documents: &'a [Arc<Document>],
    theme: &'a Theme,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let published = documents
        .iter()
        .zip(&graph.states)
        .filter(|(document, state)| state.published && !document.unread);
    published.filter_map(|(document, _)| {
        let (name, span) = document.meta.template.as_ref()?;
        let file = format!("{}.html", name.trim_end_matches(".html"));
        (!theme.has(&file)).then(|| {
            Diagnostic::new(codes::THEME_03, format!("the theme has no template `{file}`"))
                .at(&document.path, span.clone())
                .help("remove the key to use the usual template, or add the file to the theme's templates")
        })
    })
}

/// Documents that ask for a drawing the theme does not have.
pub(super) fn unknown_drawings<'a>(
    documents: &'a [Arc<Document>],
    theme: &'a Theme,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let read = documents.iter().filter(|document| !document.unread);
    read.filter_map(|document| {
        let name = document.meta.extra.get("drawing")?.as_str()?;
        let names = || theme.drawings.keys().map(String::as_str);
        (!theme.drawings.contains_key(name)).then(|| {
            let known = names().collect::<Vec<_>>().join(", ");
            let help = match diag::nearest(name, names()) {
                Some(meant) => format!("did you mean `{meant}`? There are {known}"),
                None => {
                    format!("there are {known}; your own belong in the theme's folder `drawings`")
                }
            };
            Diagnostic::new(
                codes::THEME_04,
                format!("the theme has no drawing `{name}`"),
            )
            .in_file(&document.path)
            .help(help)
        })
    })
}

/// Phrases of the terms file by which nothing is found, since no page says what they mean.
pub(super) fn unmet_phrases<'a>(
    phrases: &'a [String],
    file: Option<&'a SourceFile>,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let told = move |phrase: &'a String| {
        let file = file?;
        let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
        // Behind the terms themselves, whose pages say what they mean.
        let lists = ["\nsynonyms:", "\nsearch_words:"];
        let lists = lists.iter().filter_map(|key| text.find(key)).min();
        let start = lists.unwrap_or_default();
        let at = start + text[start..].find(phrase.as_str())?;
        let message = format!("no page says what `{phrase}` means, so nothing is found by it");
        Some(
            Diagnostic::new(codes::SEARCH_01, message)
                .at(&file.path, at..at + phrase.len())
                .help("take it out, or name words that the articles use"),
        )
    };
    phrases.iter().filter_map(told)
}

/// What failed in templates: each failure once, with the first page on which it did and how many more.
pub(super) fn template_failures(
    graph: &Graph,
    documents: &[Arc<Document>],
    pages: &[Arc<render::Page>],
) -> Vec<Diagnostic> {
    let mut failures: Vec<(Diagnostic, &PageKey, &Route, usize)> = Vec::new();
    for ((key, route), page) in graph.pages.iter().zip(pages) {
        for problem in &page.problems {
            match failures.iter_mut().find(|(known, ..)| known == problem) {
                Some((.., more)) => *more += 1,
                None => failures.push((problem.clone(), key, route, 0)),
            }
        }
    }
    let name = |(problem, key, route, more): (Diagnostic, &PageKey, &Route, usize)| {
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
        let problem = problem.help(help);
        match key {
            PageKey::Article(id) => problem.also(
                &documents[id.index()].path,
                None,
                "the page that was being made",
            ),
            _ => problem,
        }
    };
    failures.into_iter().map(name).collect()
}
