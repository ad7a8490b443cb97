//! The contents of an index -> its files, in steps that are each cached.
//!
//! The same contents give the same bytes: everything is sorted, and all numbers in files are integers. An edit recomputes the
//! block of the article and the buckets of its words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;

use super::article_block::{self, ArticleBlock};
use super::bundles::{self, Bundle, FileList};
use super::contents::Contents;
use super::file::{File, Named, Outlet};
use super::indexer::{Batch, IndexerPool};
use super::language::Language;
use super::letters::prefix;
use super::page::Article;
use super::postings::most_kept;
use super::shards::{self, Shard};
use super::synonyms::{SynonymEntry, Synonyms, Titles};
use super::term_bucket::{Buckets, PostingLists, TermBucket};
use super::{asker, danger, spellings};
use crate::files::Sink;
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;

/// If more files than this have words with the same first letter, the root names a list of them instead. That keeps the
/// root small, which every search loads; a search loads only the lists of its own letters.
const NAMED_BY_ROOT: usize = 5;

/// An index.
#[derive(Default)]
pub struct SearchIndex {
    /// The paths of its files.
    pub files: BTreeSet<OutputPath>,
    /// Phrases of the terms file whose meanings occur nowhere in the site, so that they find nothing.
    pub unmatched: Vec<String>,
}

/// The cached results of the last index.
#[derive(Default)]
pub struct Cache {
    indexers: IndexerPool,
    blocks: Memo<ReadBlock>,
    buckets: Buckets,
    shards: Memo<File>,
    spellings: spellings::Cache,
    danger: Memo<File>,
    asker: Memo<File>,
}

/// What was read in a block of articles.
struct ReadBlock {
    words: Arc<ArticleBlock>,
    bundles: Vec<Bundle>,
}

impl Cache {
    /// A cache for a single index, which drops what is shown of a block of articles as soon as it was passed on.
    pub fn forgetting() -> Self {
        Self {
            blocks: Memo::forgetting(),
            shards: Memo::forgetting(),
            spellings: spellings::Cache::forgetting(),
            ..Self::default()
        }
    }

    /// Makes all files of an index. They go to the sink as soon as they are made.
    pub(super) fn index(&mut self, contents: &Contents<'_>, sink: &dyn Sink) -> SearchIndex {
        let outlet = Outlet::to(sink, contents.prefix);
        let vocabulary = self.indexers.vocabularies.of(contents.language);
        let synonyms = Synonyms::of(&contents.synonyms, &vocabulary);
        let articles = contents.articles.len();

        let (mut blocks, bundles) = self.blocks(contents, &outlet);
        // The words of synonyms can be typed, even those that no article has.
        blocks.push(Arc::new(ArticleBlock::of(Batch {
            forms: synonyms.forms.clone(),
            ..Batch::default()
        })));
        let texts = self.indexers.vocabularies.interner.texts();
        let buckets = self.buckets.update(&blocks, articles, &texts);
        drop(texts);
        let titles = Titles {
            articles: &contents.articles,
            vocabulary: &vocabulary,
        };
        let mut entries = synonyms.entries(PostingLists(&buckets), titles, most_kept(articles));
        let unmatched = synonyms.unmatched(&entries);
        entries.retain(SynonymEntry::leads_anywhere);

        let mut by_letters = self.shards(&buckets, entries, &outlet);
        let known = &vocabulary.language.known_words;
        by_letters.extend(self.spellings.files(&buckets, articles, known, &outlet));
        let key = Fingerprint::of(&contents.help);
        let danger = self.danger.one(key, || danger::file(contents.help));

        let mut hashes = by_first_letter(by_letters, &outlet);
        hashes.insert("danger".to_owned(), outlet.put(File::clone(&danger)));
        hashes.insert("slips".to_owned(), outlet.put(spellings::script()));
        if asker::can_learn(contents.askers) {
            let asker = self.asker(contents, &vocabulary.language);
            hashes.insert("asker".to_owned(), outlet.put(File::clone(&asker)));
        }
        let lists = bundles::lists(&bundles, &outlet);
        let stop_words = &vocabulary.language.stop_words;
        outlet.put(root(contents, stop_words, &hashes, &lists));
        outlet.put(File::client());
        SearchIndex {
            files: outlet.into_paths(),
            unmatched,
        }
    }

    /// The words of all blocks, and the bundles, whose files are passed on.
    fn blocks(
        &mut self,
        contents: &Contents<'_>,
        outlet: &Outlet<'_>,
    ) -> (Vec<Arc<ArticleBlock>>, FileList) {
        let language = contents.language;
        let bundled = bundles::articles_in_a_bundle(contents.articles.len());
        let mut first = 0;
        let divided = article_block::divide(&contents.articles).map(|articles| {
            let block = (first, articles);
            first += articles.len() as u32;
            block
        });
        let divided: Vec<(u32, &[Article<'_>])> = divided.collect();
        let indexers = &self.indexers;
        let blocks = self.blocks.each(
            &divided,
            |(_, articles)| Fingerprint::of(&(language, bundled, articles)),
            |(_, articles)| {
                let (words, bundles) = indexers.read(articles, language, bundled);
                let words = Arc::new(ArticleBlock::of(words));
                ReadBlock { words, bundles }
            },
            |(first, _), block| {
                let bundles = Bundle::put_all(&block.bundles, *first, outlet);
                (Arc::clone(&block.words), bundles)
            },
        );
        let (blocks, bundles): (_, Vec<FileList>) = blocks.into_iter().unzip();
        (blocks, bundles.concat())
    }

    /// The file that tells who is asking.
    fn asker(&mut self, contents: &Contents<'_>, rules: &Language) -> Arc<File> {
        let Contents {
            askers,
            articles,
            language,
            ..
        } = contents;
        let filters: Vec<_> = articles
            .iter()
            .map(|article| article.page.filters())
            .collect();
        let key = Fingerprint::of(&(askers, filters, language));
        let file = || asker::file(askers, articles, language, rules);
        self.asker.one(key, file)
    }

    /// Passes on the shards.
    fn shards(
        &mut self,
        buckets: &[Arc<TermBucket>],
        synonyms: Vec<SynonymEntry>,
        outlet: &Outlet<'_>,
    ) -> Vec<Named> {
        let groups = shards::group(buckets, synonyms);
        let shards = shards::shards(&groups);
        self.shards
            .each(&shards, Shard::key, Shard::file, |shard, file| {
                (shard.name(), outlet.put(File::clone(file)))
            })
    }
}

/// The files that the root names, from shards and spellings: files whose names are a letter for the kind, a hyphen, and the first
/// letters of words. Where many of them share a first letter, the root names a list of them, which is passed on.
fn by_first_letter(files: Vec<Named>, outlet: &Outlet<'_>) -> BTreeMap<String, String> {
    let mut letters: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, hash) in files {
        let letter = prefix(&name[2..], 1).to_owned();
        letters.entry(letter).or_default().insert(name, hash);
    }
    let mut named = BTreeMap::new();
    for (letter, hashes) in letters {
        if hashes.len() > NAMED_BY_ROOT {
            let name = format!("l-{letter}");
            let list = File::hashed(&name, &hashes);
            named.insert(name, outlet.put(list));
        } else {
            named.extend(hashes);
        }
    }
    named
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
    use crate::files::{Collected, Discarded};
    use crate::search::page::{GeneratedPage, Page};
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
            askers: &[],
            taxonomies: Vec::new(),
            language: "en",
            prefix: "",
        }
    }

    /// A text of ten words that no other article has, and one that all have.
    fn ten_words(number: usize) -> String {
        let own: Vec<String> = (0..10).map(|at| word(10 * number + at)).collect();
        format!("trust {}", own.join(" "))
    }

    /// How many bytes the files of an index have.
    fn bytes(cache: &mut Cache, contents: &Contents<'_>) -> usize {
        let sink = Collected::default();
        cache.index(contents, &sink);
        let files = sink.into_outputs();
        files.values().map(|file| file.length() as usize).sum()
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
            let index = cache.index(&contents, &Discarded);
            let [buckets, parts] = cache.buckets.computed();
            let bytes = bytes(&mut cache, &contents);
            [buckets, parts, index.files.len(), bytes]
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
            let own = bytes(&mut Cache::default(), &contents);
            contents.synonyms = vec![SynonymGroup {
                phrases: phrases[..count].iter().map(String::as_str).collect(),
                meanings: vec!["trust"],
            }];
            bytes(&mut Cache::default(), &contents) - own
        };
        assert_linear("bytes", work(400), work(800));
    }

    #[test]
    fn an_edit_costs_its_block_and_the_buckets_of_its_words_however_large_the_site() {
        for articles in [200, 400] {
            let mut cache = Cache::default();
            cache.index(&contents(articles, ten_words), &Discarded);
            let edited = |number| match number {
                7 => ten_words(7).replace("trust", "hope"),
                other => ten_words(other),
            };
            cache.index(&contents(articles, edited), &Discarded);
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
        let index = Cache::default().index(&contents, &Discarded);
        assert_eq!(index.unmatched.len(), 1, "one of those that mean the same");
    }
}
