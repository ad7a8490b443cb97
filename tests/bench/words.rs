//! The language of the generated articles: made-up words that look, vary and spread like real ones,
//! between the real small words of English.
//!
//! Everything follows from a seed, on every machine: in whole numbers but for the weights of words.

use std::collections::HashSet;

use crate::random::Random;

/// How many base words there are of each kind. With their forms about 27,000 words, of which a site of
/// 10,000 articles uses nearly all, most of them seldom.
const NOUNS: usize = 6_000;
const VERBS: usize = 2_500;
const ADJECTIVES: usize = 2_500;
const ADVERBS: usize = 300;

/// One in so many nouns and verbs of an article is about its own topic.
const TOPICAL: usize = 4;

const ONSETS: &[&str] = &[
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p",
    "pl", "pr", "r", "s", "sh", "sl", "sp", "st", "t", "th", "tr", "v", "w",
];
const VOWELS: &[&str] = &[
    "a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ou",
];
const CODAS: &[&str] = &[
    "", "", "", "b", "ck", "d", "l", "ll", "m", "n", "nd", "nt", "p", "r", "rn", "rt", "st", "t",
];

/// Base words in the order of how common they are.
struct Pool {
    words: Vec<String>,
    /// The sum of the weights up to and with each word.
    weights: Vec<f64>,
}

impl Pool {
    /// Invented words; common ones are short.
    fn new(count: usize, random: &mut Random, used: &mut HashSet<String>) -> Self {
        let mut words = Vec::with_capacity(count);
        while words.len() < count {
            let longest = match words.len() * 100 / count {
                0 => 1,
                1..10 => 2,
                _ => 3,
            };
            let syllables = random.between(longest.min(2), longest);
            let mut word = String::new();
            for syllable in 1..=syllables {
                word.push_str(random.pick::<&str>(ONSETS));
                word.push_str(random.pick::<&str>(VOWELS));
                if syllable == syllables || random.one_in(4) {
                    word.push_str(random.pick::<&str>(CODAS));
                }
            }
            if (3..=10).contains(&word.len()) && used.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let weights = (0..count)
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 3.0);
                sum
            })
            .collect();
        Self { words, weights }
    }

    /// The place of a word, drawn as words are in real text: the n-th about 1/n as often as the first.
    fn draw(&self, random: &mut Random) -> usize {
        let point = random.fraction() * self.weights[self.weights.len() - 1];
        self.weights.partition_point(|weight| *weight <= point)
    }
}

/// All words.
pub(crate) struct Words {
    nouns: Pool,
    verbs: Pool,
    adjectives: Pool,
    adverbs: Pool,
}

/// The nouns and verbs an article keeps coming back to.
pub(crate) struct Topic {
    nouns: Vec<usize>,
    verbs: Vec<usize>,
}

impl Words {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, 0, 0);
        let mut used = HashSet::new();
        Self {
            nouns: Pool::new(NOUNS, &mut random, &mut used),
            verbs: Pool::new(VERBS, &mut random, &mut used),
            adjectives: Pool::new(ADJECTIVES, &mut random, &mut used),
            adverbs: Pool::new(ADVERBS, &mut random, &mut used),
        }
    }

    /// The `count` nouns from the `first` on, in the order of how common they are.
    pub(crate) fn nouns(&self, first: usize, count: usize) -> &[String] {
        &self.nouns.words[first..first + count]
    }

    pub(crate) fn topic(&self, random: &mut Random) -> Topic {
        Topic {
            nouns: (0..10).map(|_| self.nouns.draw(random)).collect(),
            verbs: (0..4).map(|_| self.verbs.draw(random)).collect(),
        }
    }

    /// Fills a pattern: N noun, M several of it, V verb, T the same of one, G and P its forms in -ing
    /// and -ed, A adjective, D adverb; everything else stands as it is. The first letter gets a capital.
    pub(crate) fn fill(&self, pattern: &str, topic: &Topic, random: &mut Random) -> String {
        let mut text = String::with_capacity(pattern.len() * 4);
        for token in pattern.split(' ') {
            if !text.is_empty() {
                text.push(' ');
            }
            let slot = token.trim_end_matches([',', ';', ':']);
            let (pool, own, ending) = match slot {
                "N" => (&self.nouns, &topic.nouns[..], ""),
                "M" => (&self.nouns, &topic.nouns[..], "s"),
                "V" => (&self.verbs, &topic.verbs[..], ""),
                "T" => (&self.verbs, &topic.verbs[..], "s"),
                "G" => (&self.verbs, &topic.verbs[..], "ing"),
                "P" => (&self.verbs, &topic.verbs[..], "ed"),
                "A" => (&self.adjectives, &[][..], ""),
                "D" if random.one_in(3) => (&self.adverbs, &[][..], ""),
                "D" => (&self.adjectives, &[][..], "ly"),
                _ => {
                    text.push_str(token);
                    continue;
                }
            };
            let place = if !own.is_empty() && random.one_in(TOPICAL) {
                *random.pick(own)
            } else {
                pool.draw(random)
            };
            text.push_str(&pool.words[place]);
            text.push_str(ending);
            text.push_str(&token[slot.len()..]);
        }
        text[..1].make_ascii_uppercase();
        text
    }
}
