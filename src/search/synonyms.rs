//! Synonyms: phrases by which a search also finds other phrases, such as `boundary` by `wall`.
//!
//! Each is an entry of the shard with the phrase's first word, so that looking it up needs no further request. Where it comes
//! from (terms, synonyms, search words) is not known here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::language::STOP_MARK;
use super::page::Article;
use super::postings::{Posting, PostingList};
use super::term_bucket::{PostingLists, form_size, postings_size};
use super::vocabulary::{Form, Vocabulary};
use crate::words;

/// The least impact of a meaning on a section that counts as being about it.
const LEAST_IMPACT: u32 = 2;

/// The highest impact of a word on a section.
const HIGHEST_IMPACT: u32 = 15;

/// Phrases that are found where any of the `meanings` is.
pub(super) struct SynonymGroup<'a> {
    pub(super) phrases: Vec<&'a str>,
    pub(super) meanings: Vec<&'a str>,
}

/// The synonyms of a site, as stems.
pub(super) struct Synonyms {
    /// The meanings of each phrase. A phrase or meaning is its stems with spaces between them.
    meanings: BTreeMap<String, BTreeSet<String>>,
    /// How each phrase was first written.
    written: BTreeMap<String, String>,
    /// Phrases that do not mean what their words mean.
    idioms: BTreeSet<String>,
    /// All words in them, as they can be typed: like those of articles.
    pub(super) forms: Vec<Form>,
}

/// A phrase as an entry of the index.
#[derive(Hash)]
pub(super) struct SynonymEntry {
    /// The stem of its first word that is not a stop word, `=`, and all its stems, so that it sorts next to that word.
    pub(super) key: String,
    /// The stems of its meanings, for marking them in excerpts; after an exclamation mark for an idiom, whose own words count for nothing.
    pub(super) stems: String,
    /// Where its meanings occur: a posting list like that of a stem.
    pub(super) postings: PostingList,
}

impl SynonymEntry {
    /// Whether a search needs it: it finds something, or keeps the words of an idiom from finding anything.
    pub(super) fn leads_anywhere(&self) -> bool {
        self.postings.articles() > 0 || self.stems.starts_with('!')
    }

    /// How many bytes it takes in a file.
    pub(super) fn size(&self) -> usize {
        form_size(&self.key, &self.stems) + postings_size(&self.key, &self.postings)
    }
}

/// The titles of a site.
#[derive(Clone, Copy)]
pub(super) struct Titles<'a> {
    pub(super) articles: &'a [Article<'a>],
    pub(super) vocabulary: &'a Vocabulary,
}

impl Titles<'_> {
    /// The articles whose titles have all words of a phrase next to each other. Such a phrase means these articles, wherever else its words
    /// are. A single word is no name of an article.
    fn with(self, phrase: &str, lists: PostingLists<'_>) -> Impacts {
        let first = lists.get(first_stem(phrase));
        let beginnings = first.filter(|_| phrase.contains(' ')).into_iter();
        let beginnings = beginnings.flat_map(PostingList::postings);
        let beginnings = beginnings.filter(|posting| posting.section == 0);
        let named = beginnings.filter(|posting| {
            let title = self.articles.get(posting.article as usize);
            let title = title.map_or("", |article| article.page.title());
            format!(" {} ", stems(title, self.vocabulary)).contains(&format!(" {phrase} "))
        });
        named
            .map(|posting| ((posting.article, 0), HIGHEST_IMPACT))
            .collect()
    }
}

/// The stems of a text, with spaces between them.
fn stems(text: &str, vocabulary: &Vocabulary) -> String {
    let mut stems: Vec<Arc<str>> = Vec::new();
    words::searched(text, |word| {
        let word = vocabulary.word(&word.to_lowercase());
        stems.push(vocabulary.text(word.stem.text));
    });
    stems.join(" ")
}

/// The impact of a phrase on each section, by the number of its article and its own.
type Impacts = BTreeMap<(u32, u16), u32>;

impl Synonyms {
    pub(super) fn of(groups: &[SynonymGroup<'_>], vocabulary: &Vocabulary) -> Self {
        let mut synonyms = Self {
            meanings: BTreeMap::new(),
            written: BTreeMap::new(),
            idioms: BTreeSet::new(),
            forms: Vec::new(),
        };
        for idiom in &vocabulary.language.idioms {
            let stems = synonyms.stems(idiom, vocabulary);
            synonyms.meanings.insert(stems.clone(), BTreeSet::new());
            synonyms.idioms.insert(stems);
        }
        for SynonymGroup { phrases, meanings } in groups {
            let meanings = meanings.iter();
            let meanings = meanings.map(|meaning| synonyms.stems(meaning, vocabulary));
            let meanings: Vec<String> = meanings.filter(|stems| !stems.is_empty()).collect();
            for phrase in phrases {
                let stems = synonyms.stems(phrase, vocabulary);
                if !stems.is_empty() {
                    let written = synonyms.written.entry(stems.clone());
                    written.or_insert_with(|| (*phrase).to_owned());
                    let known = synonyms.meanings.entry(stems).or_default();
                    known.extend(meanings.iter().cloned());
                }
            }
        }
        for (typed, meant) in &vocabulary.language.sound_alikes {
            let [typed, meant] = [typed, meant].map(|word| synonyms.stems(word, vocabulary));
            synonyms.meanings.entry(typed).or_default().insert(meant);
        }
        // A phrase that only means itself needs no entry.
        let Self {
            meanings, idioms, ..
        } = &mut synonyms;
        meanings.retain(|phrase, meanings| {
            meanings.iter().any(|meaning| meaning != phrase) || idioms.contains(phrase)
        });
        synonyms
    }

    /// The stems of a phrase. Its words are added to those that can be typed.
    fn stems(&mut self, phrase: &str, vocabulary: &Vocabulary) -> String {
        words::searched(phrase, |word| {
            let word = vocabulary.word(&word.to_lowercase());
            if !word.is_stop {
                self.forms.extend(&word.forms);
            }
        });
        stems(phrase, vocabulary)
    }

    /// An entry for each phrase; its list is empty if no meaning occurs in the site. Each keeps `most` articles at most.
    pub(super) fn entries(
        &self,
        lists: PostingLists<'_>,
        titles: Titles<'_>,
        most: usize,
    ) -> Vec<SynonymEntry> {
        // Many phrases have the same few meanings, so each is looked up once and each set of them encoded once.
        let mut encoded: BTreeMap<&BTreeSet<String>, PostingList> = BTreeMap::new();
        let mut looked_up: BTreeMap<&str, Impacts> = BTreeMap::new();
        let mut entries = Vec::new();
        for (phrase, meanings) in &self.meanings {
            let postings = encoded.entry(meanings).or_insert_with(|| {
                let mut best = Impacts::new();
                for meaning in meanings {
                    let impacts = looked_up.entry(meaning).or_insert_with(|| {
                        let titled = titles.with(meaning, lists);
                        match titled.is_empty() {
                            true => look_up(meaning, lists),
                            false => titled,
                        }
                    });
                    for (place, impact) in impacts {
                        let known = best.entry(*place).or_default();
                        *known = (*known).max(*impact);
                    }
                }
                PostingList::of(&postings(best), most)
            });
            entries.push(SynonymEntry {
                key: format!("{}={phrase}", first_stem(phrase)),
                stems: match self.idioms.contains(phrase) {
                    true => format!("!{}", content_stems(meanings)),
                    false => content_stems(meanings),
                },
                postings: postings.clone(),
            });
        }
        entries
    }

    /// The phrases whose `entries` are empty, as they are written. Of phrases with the same meanings, the first.
    pub(super) fn unmatched(&self, entries: &[SynonymEntry]) -> Vec<String> {
        let mut reported: BTreeSet<&BTreeSet<String>> = BTreeSet::new();
        let phrases = self.meanings.iter().zip(entries);
        let empty = phrases.filter(|(_, entry)| entry.postings.articles() == 0);
        let first =
            empty.filter(|((_, meanings), _)| !meanings.is_empty() && reported.insert(meanings));
        first
            .filter_map(|((phrase, _), _)| self.written.get(phrase).cloned())
            .collect()
    }
}

fn is_content(stem: &&str) -> bool {
    !stem.starts_with(STOP_MARK)
}

/// The first stem of a phrase that is not a stop word's, or the first one of all.
fn first_stem(phrase: &str) -> &str {
    let mut stems = phrase.split(' ');
    let content = phrase.split(' ').find(is_content);
    content.or(stems.next()).unwrap_or_default()
}

/// The stems of some phrases, each once and sorted, without those of stop words.
fn content_stems(phrases: &BTreeSet<String>) -> String {
    let stems = phrases.iter().flat_map(|phrase| phrase.split(' '));
    let stems: BTreeSet<&str> = stems.filter(is_content).collect();
    stems.into_iter().collect::<Vec<_>>().join(" ")
}

fn postings(impacts: Impacts) -> Vec<Posting> {
    let postings = impacts.into_iter();
    postings
        .map(|((article, section), impact)| Posting {
            article,
            section,
            impact: impact.min(HIGHEST_IMPACT) as u8,
        })
        .collect()
}

/// Where a phrase occurs: a section counts by the impact of all the phrase's words, an article by how many of them it has.
///
/// The sum of impacts is divided by the number of words, so that a phrase weighs no more than a word. It is then multiplied
/// by the share of these words that the article has, because half the words of a phrase are hardly that phrase.
fn look_up(phrase: &str, lists: PostingLists<'_>) -> Impacts {
    let stems: Vec<&str> = phrase.split(' ').collect();
    let mut sums = Impacts::new();
    let mut words_in: BTreeMap<u32, u32> = BTreeMap::new();
    for list in stems.iter().filter_map(|stem| lists.get(stem)) {
        let mut articles = BTreeSet::new();
        for posting in list.postings() {
            articles.insert(posting.article);
            let sum = sums.entry((posting.article, posting.section)).or_default();
            *sum += u32::from(posting.impact);
        }
        for article in articles {
            *words_in.entry(article).or_default() += 1;
        }
    }
    let all = stems.len() as u32;
    for ((article, _), impact) in &mut sums {
        let words = words_in.get(article).copied().unwrap_or_default();
        *impact = *impact * words / (all * all);
    }
    sums.retain(|_, impact| *impact >= LEAST_IMPACT);
    sums
}
