//! The contents of an index -> its files, in steps that are each cached.
//!
//! The same contents give the same bytes: everything is sorted, and all numbers in files are integers. An edit recomputes the
//! block of the article and the buckets of its words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;

use super::article_block::{self, ArticleBlock};
use super::bundles::{self, FileList};
use super::contents::Contents;
use super::file::File;
use super::indexer::{Batch, IndexerPool};
use super::letters::prefix;
use super::postings::most_kept;
use super::shards::{self, Shard};
use super::synonyms::{SynonymEntry, Synonyms};
use super::term_bucket::{Buckets, PostingLists, TermBucket};
use super::{danger, spellings};
use crate::files::Output;
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;

/// If more files than this have words with the same first letter, the root names a list of them instead. That keeps the
/// root small, which every search loads; a search loads only the lists of its own letters.
const NAMED_BY_ROOT: usize = 5;

/// An index.
#[derive(Default)]
pub struct SearchIndex {
    /// Its files.
    pub files: Vec<(OutputPath, Output)>,
    /// Phrases of the terms file whose meanings occur nowhere in the site, so that they find nothing.
    pub unmatched: Vec<String>,
}

/// The cached results of the last index.
#[derive(Default)]
pub struct Cache {
    indexers: IndexerPool,
    blocks: Memo<ArticleBlock>,
    buckets: Buckets,
    shards: Memo<File>,
    spellings: spellings::Cache,
    danger: Memo<File>,
}

impl Cache {
    /// Makes all files of an index.
    pub(super) fn index(&mut self, contents: &Contents<'_>) -> SearchIndex {
        let vocabulary = self.indexers.vocabularies.of(contents.language);
        let synonyms = Synonyms::of(&contents.synonyms, &vocabulary);
        let articles = contents.articles.len();

        let mut blocks = self.blocks(contents);
        // The words of synonyms can be typed, even those that no article has.
        blocks.push(Arc::new(ArticleBlock::of(Batch {
            forms: synonyms.forms.clone(),
            ..Batch::default()
        })));
        let texts = self.indexers.vocabularies.interner.texts();
        let buckets = self.buckets.update(&blocks, articles, &texts);
        drop(texts);
        let entries = synonyms.entries(PostingLists(&buckets), most_kept(articles));
        let unmatched = synonyms.unmatched(&entries);

        let mut by_letters = self.shards(&buckets, entries);
        by_letters.extend(self.spellings.files(&buckets, articles));
        let key = Fingerprint::of(&contents.help);
        let danger =
            (self.danger).one(key, || File::named("danger", danger::script(contents.help)));

        let mut files = Files::default();
        files.add_by_letters(by_letters);
        files.add_named("danger", File::clone(&danger));
        let bundles = blocks.iter().flat_map(|block| &block.bundles);
        let (texts, lists) = bundles::files(bundles);
        let root = root(
            contents,
            &vocabulary.language.stop_words,
            &files.hashes,
            &lists,
        );
        files.all.extend([File::client(), root]);
        let all = files.all.into_iter().chain(texts);
        SearchIndex {
            files: all.map(|File { path, output }| (path, output)).collect(),
            unmatched,
        }
    }

    fn blocks(&mut self, contents: &Contents<'_>) -> Vec<Arc<ArticleBlock>> {
        let language = contents.language;
        let bundled = bundles::articles_in_a_bundle(contents.articles.len());
        let divided: Vec<_> = article_block::divide(&contents.articles).collect();
        let indexers = &self.indexers;
        self.blocks.map(
            &divided,
            |articles| Fingerprint::of(&(language, bundled, articles)),
            |articles| ArticleBlock::of(indexers.read(articles, language, bundled)),
        )
    }

    /// The shards by name.
    fn shards(
        &mut self,
        buckets: &[Arc<TermBucket>],
        synonyms: Vec<SynonymEntry>,
    ) -> Vec<(String, File)> {
        let groups = shards::group(buckets, synonyms);
        let shards = shards::shards(&groups);
        let files = self.shards.map(&shards, Shard::key, Shard::file);
        let names = shards.iter().map(Shard::name);
        names
            .zip(files.iter().map(|file| File::clone(file)))
            .collect()
    }
}

/// The files of an index in the making.
#[derive(Default)]
struct Files {
    all: Vec<File>,
    /// The hash of each file that the root names, by the file's name.
    hashes: BTreeMap<String, String>,
}

impl Files {
    /// Adds a file that the root names.
    fn add_named(&mut self, name: &str, file: File) {
        self.hashes.insert(name.to_owned(), file.hash());
        self.all.push(file);
    }

    /// Adds shards or spellings: files whose names are a letter for the kind, a hyphen, and the first letters of words.
    fn add_by_letters(&mut self, files: Vec<(String, File)>) {
        let mut letters: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (name, file) in files {
            let letter = prefix(&name[2..], 1).to_owned();
            letters.entry(letter).or_default().insert(name, file.hash());
            self.all.push(file);
        }
        for (letter, hashes) in letters {
            if hashes.len() > NAMED_BY_ROOT {
                let name = format!("l-{letter}");
                let list = File::hashed(&name, &hashes);
                self.add_named(&name, list);
            } else {
                self.hashes.extend(hashes);
            }
        }
    }
}

/// The file that the client loads first. It names the files of `hashes` and the `lists` of texts.
fn root(
    contents: &Contents<'_>,
    stop_words: &BTreeSet<String>,
    hashes: &BTreeMap<String, String>,
    lists: &FileList,
) -> File {
    let articles = &contents.articles;
    let aside = (0..)
        .zip(articles)
        .filter(|(_, article)| article.aside)
        .map(|(number, _)| number);
    let sections: BTreeSet<&str> = articles.iter().map(|article| article.section).collect();
    let mut root = json!({
        "count": articles.len(),
        "aside": aside.collect::<Vec<u32>>(),
        "files": hashes,
        "lists": lists,
        "stop": stop_words,
        "lift": contents.lift.iter().copied().collect::<BTreeMap<_, _>>(),
        "sections": sections,
        "audiences": contents.audiences.iter().collect::<Vec<_>>(),
    });
    if !contents.taxonomies.is_empty() {
        root["taxonomies"] = json!(contents.taxonomies);
    }
    File::fixed("root", &root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::page::{Article, GeneratedPage, Page};
    use crate::search::synonyms::SynonymGroup;

    /// The `number`th of many words that begin with different letters.
    fn word(number: usize) -> String {
        let letter = |at: usize| char::from_u32(0x4e00 + at as u32).unwrap_or('x');
        [letter(number / 50), letter(1_000 + number % 50)]
            .iter()
            .collect()
    }

    /// Contents with this many articles, each with the text for its number.
    fn contents<'a>(articles: usize, text: impl Fn(usize) -> String) -> Contents<'a> {
        let articles = (0..articles).map(|number| Article {
            url: format!("article-{number}/"),
            section: "",
            aside: false,
            page: Page::Generated(GeneratedPage {
                title: format!("Article {number}"),
                names: String::new(),
                summary: String::new(),
                sections: vec![(String::new(), String::new(), text(number))],
            }),
        });
        Contents {
            articles: articles.collect(),
            lift: Vec::new(),
            help: None,
            synonyms: Vec::new(),
            audiences: Vec::new(),
            taxonomies: Vec::new(),
            language: "en",
        }
    }

    /// A text of ten words that no other article has, and one that all have.
    fn ten_words(number: usize) -> String {
        let own: Vec<String> = (0..10).map(|at| word(10 * number + at)).collect();
        format!("trust {}", own.join(" "))
    }

    fn bytes(index: &SearchIndex) -> usize {
        index
            .files
            .iter()
            .map(|(_, output)| output.bytes.len())
            .sum()
    }

    fn assert_linear(what: &str, once: usize, twice: usize) {
        assert!(
            once > 0 && 2 * twice < 5 * once,
            "{what}: {once} for n, {twice} for 2n"
        );
    }

    #[test]
    fn twice_the_articles_and_terms_are_twice_the_work() {
        let work = |articles| {
            let contents = contents(articles, ten_words);
            let mut cache = Cache::default();
            let index = cache.index(&contents);
            let [buckets, parts] = cache.buckets.computed();
            [buckets, parts, index.files.len(), bytes(&index)]
        };
        let (once, twice) = (work(400), work(800));
        let counted = ["buckets", "parts of blocks", "files", "bytes"];
        for ((what, once), twice) in counted.iter().zip(once).zip(twice) {
            assert_linear(what, once, twice);
        }
    }

    #[test]
    fn twice_the_synonyms_are_twice_the_bytes() {
        let phrases: Vec<String> = (0..800).map(word).collect();
        let work = |count: usize| {
            let mut contents = contents(10, |_| "trust".to_owned());
            let own = bytes(&Cache::default().index(&contents));
            contents.synonyms = vec![SynonymGroup {
                phrases: phrases[..count].iter().map(String::as_str).collect(),
                meanings: vec!["trust"],
            }];
            bytes(&Cache::default().index(&contents)) - own
        };
        assert_linear("bytes", work(400), work(800));
    }

    #[test]
    fn an_edit_costs_its_block_and_the_buckets_of_its_words_however_large_the_site() {
        for articles in [200, 400] {
            let mut cache = Cache::default();
            cache.index(&contents(articles, ten_words));
            let edited = |number| match number {
                7 => ten_words(7).replace("trust", "hope"),
                other => ten_words(other),
            };
            cache.index(&contents(articles, edited));
            let [buckets, _] = cache.buckets.computed();
            // The buckets of the removed word and of the new one.
            let computed = (cache.blocks.computed(), buckets);
            assert_eq!(computed, (1, 2), "{articles} articles");
        }
    }

    #[test]
    fn a_synonym_of_something_that_is_nowhere_is_unmatched() {
        let mut contents = contents(3, |_| "trust".to_owned());
        contents.synonyms = vec![
            SynonymGroup {
                phrases: vec!["faith"],
                meanings: vec!["trust"],
            },
            SynonymGroup {
                phrases: vec!["wall", "fence"],
                meanings: vec!["boundary"],
            },
        ];
        let index = Cache::default().index(&contents);
        assert_eq!(index.unmatched.len(), 1, "one of those that mean the same");
    }
}
