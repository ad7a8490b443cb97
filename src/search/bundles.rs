//! What is shown of articles in the results -> the files `t-NUMBER`, each with the texts of some neighbours, and the lists
//! `f-N` that name them.
//!
//! It does not read words.

use super::file::{self, File, Outlet};
use super::page::Article;
use super::sections::Section;
use crate::files::Output;

/// Up to twice as many articles as this, each has a file of its own. Files cost a host, but bytes cost a reader: a search shows
/// articles from all over the site, so a bundle loads the texts of its other articles for nothing.
const FILES: usize = 4_000;

/// How many articles a bundle has at most: their texts are about 24 kB.
const MOST: usize = 4;

/// What is shown of some neighbouring articles.
pub(super) struct Bundle {
    /// How many they are.
    articles: u32,
    output: Output,
}

/// An article with its sections.
pub(super) type Sectioned<'a> = (&'a Article<'a>, Vec<Section<'a>>);

impl Bundle {
    /// The data do not contain the articles' numbers, which change when an article is added before them.
    pub(super) fn of(articles: &[Sectioned<'_>]) -> Self {
        let texts = articles.iter().map(|(article, sections)| {
            let page = &article.page;
            let sections = sections.iter();
            let sections = sections.map(|section| (section.id, section.heading, &section.text));
            (
                &article.url,
                page.title(),
                page.summary(),
                article.section,
                page.filters(),
                sections.collect::<Vec<_>>(),
            )
        });
        Self {
            articles: articles.len() as u32,
            output: file::script("t", &texts.collect::<Vec<_>>()),
        }
    }

    /// Passes on the files of some bundles, the first of whose articles has this number in the site.
    pub(super) fn put_all(bundles: &[Self], mut first: u32, outlet: &Outlet<'_>) -> FileList {
        let files = bundles.iter().map(|bundle| {
            let file = File::named(&format!("t-{first}"), bundle.output.clone());
            first += bundle.articles;
            (bundle.articles, outlet.put(file))
        });
        files.collect()
    }
}

/// How many articles are in a bundle, in a site of so many.
pub(super) fn articles_in_a_bundle(articles: usize) -> usize {
    (articles / FILES).clamp(1, MOST)
}

/// Some files, each with the number of articles it is about.
pub(super) type FileList = Vec<(u32, String)>;

/// Passes on the lists of all bundles, which are given with their hashes. Returns the list of these lists, for the root.
pub(super) fn lists(bundles: &FileList, outlet: &Outlet<'_>) -> FileList {
    let lists = (0..).zip(bundles.chunks(bundles_in_a_list(bundles.len())));
    let lists = lists.map(|(number, bundles)| {
        let articles = bundles.iter().map(|(articles, _)| articles).sum();
        let list = File::hashed(&format!("f-{number}"), &bundles);
        (articles, outlet.put(list))
    });
    lists.collect()
}

/// How many bundles one list names.
///
/// While a reader types, a search loads the hashes of all lists (they are in the root) and about fifteen complete lists, those
/// with the results of each keystroke. With `n` bundles in a list these are `bundles / n + 15 * n` hashes, which is least
/// where `n` is the square root of `bundles / 15`. A list of fewer than eight bundles costs more as a file than it saves.
fn bundles_in_a_list(bundles: usize) -> usize {
    (bundles / 15).isqrt().next_power_of_two().max(8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Collected;

    #[test]
    fn only_large_sites_bundle() {
        let sizes = [0, 75, 7_999, 8_000, 12_000, 100_000];
        assert_eq!(sizes.map(articles_in_a_bundle), [1, 1, 1, 2, 3, 4]);
    }

    #[test]
    fn the_lists_have_every_article() {
        let bundle = |articles| Bundle {
            articles,
            output: Output::new(format!("{articles}").into_bytes()),
        };
        let bundles: Vec<Bundle> = (0..20).map(|number| bundle(1 + number % 3)).collect();
        let sink = Collected::default();
        let outlet = Outlet::to(&sink, "");
        let named = Bundle::put_all(&bundles, 100, &outlet);
        let lists = lists(&named, &outlet);
        let counts: Vec<u32> = lists.iter().map(|(articles, _)| *articles).collect();
        assert_eq!(counts, [15, 16, 8]);
        let files = outlet.into_paths();
        assert_eq!(files.len(), 20 + 3);
        let third = format!("/t-103.{}.js", named[2].1);
        assert!(files.iter().any(|path| path.as_str().ends_with(&third)));
    }
}
