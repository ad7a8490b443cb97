//! What is shown of articles in the results -> the files `t-NUMBER`, each with the texts of some neighbours, and the lists
//! `f-N` that name them.
//!
//! It does not read words.

use rayon::prelude::*;

use super::file::{self, File};
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
    pub(super) articles: u32,
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
}

/// How many articles are in a bundle, in a site of so many.
pub(super) fn articles_in_a_bundle(articles: usize) -> usize {
    (articles / FILES).clamp(1, MOST)
}

/// Some files, each with the number of articles it is about.
pub(super) type FileList = Vec<(u32, String)>;

/// The files of all bundles, and the lists of their hashes. The second value lists the lists, for the root.
pub(super) fn files<'a>(bundles: impl Iterator<Item = &'a Bundle>) -> (Vec<File>, FileList) {
    let mut first = 0;
    let numbered = bundles.map(|bundle| {
        let number = first;
        first += bundle.articles;
        (number, bundle)
    });
    let numbered: Vec<(u32, &Bundle)> = numbered.collect();
    let named = numbered.par_iter().map(|(number, bundle)| {
        let file = File::named(&format!("t-{number}"), bundle.output.clone());
        (bundle.articles, file)
    });
    let named: Vec<(u32, File)> = named.collect();
    let each = bundles_in_a_list(named.len());
    let lists = (0..).zip(named.chunks(each)).map(|(number, named)| {
        let hashes = named
            .iter()
            .map(|(articles, file)| (*articles, file.hash()));
        let articles = named.iter().map(|(articles, _)| articles).sum();
        let list = File::hashed(&format!("f-{number}"), &hashes.collect::<FileList>());
        (articles, list)
    });
    let lists: Vec<(u32, File)> = lists.collect();
    let listed = lists
        .iter()
        .map(|(articles, list)| (*articles, list.hash()));
    let listed = listed.collect();
    let files = named.into_iter().chain(lists).map(|(_, file)| file);
    (files.collect(), listed)
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
        let (files, lists) = files(bundles.iter());
        let counts: Vec<u32> = lists.iter().map(|(articles, _)| *articles).collect();
        assert_eq!(counts, [15, 16, 8]);
        assert_eq!(files.len(), 20 + 3);
        assert!(
            files[2].path.as_str().contains("/t-3."),
            "{:?}",
            files[2].path
        );
    }
}
