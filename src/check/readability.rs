//! How hard a text is to read, by two published formulas.
//!
//! Flesch-Kincaid grade = 0.39 × words / sentences + 11.8 × syllables / words − 15.59.
//! Automated readability index = 4.71 × letters and digits / words + 0.5 × words / sentences − 21.43.
//! Reading age = grade + 5. Sentences and syllables are counted by the rules in [`super::sentences`] and [`super::syllables`]. Headings, titles,
//! quotations, wording shown as an example, notes and cells are not counted; fewer than [`FEWEST_WORDS`] words get
//! no score.

use super::passage::AnnotatedPassage;
use super::syllables::SyllableCounter;
use super::word::Word;
use crate::markdown::Role;

/// A shorter text says too little about its grade.
const FEWEST_WORDS: usize = 100;

/// A sentence of more words counts as long. A fifth of the sentences may be long.
pub(super) const LONG_SENTENCE: usize = 20;

/// What was measured in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readability {
    /// Words that were counted.
    pub words: usize,
    /// Sentences that were counted.
    pub sentences: usize,
    /// Syllables of those words.
    pub syllables: usize,
    /// Letters and digits of those words.
    pub letters: usize,
    /// The words of the longest sentence.
    pub longest: usize,
    /// How many sentences have more than 20 words.
    pub long: usize,
}

/// The age at which most people read a text of this grade easily.
pub fn age(grade: f64) -> f64 {
    grade + 5.0
}

impl Readability {
    /// The Flesch-Kincaid grade, if the text is long enough for one.
    pub fn grade(&self) -> Option<f64> {
        let (words, sentences) = self.counts()?;
        Some(0.39 * words / sentences + 11.8 * self.syllables as f64 / words - 15.59)
    }

    /// The automated readability index, if the text is long enough for one.
    pub fn index(&self) -> Option<f64> {
        let (words, sentences) = self.counts()?;
        Some(4.71 * self.letters as f64 / words + 0.5 * words / sentences - 21.43)
    }

    fn counts(&self) -> Option<(f64, f64)> {
        (self.words >= FEWEST_WORDS).then(|| (self.words as f64, self.sentences.max(1) as f64))
    }

    /// Adds a sentence.
    fn add<'w>(&mut self, words: &'w [Word], syllables: &mut SyllableCounter<'w>) {
        for word in words.iter().map(|word| &*word.lower) {
            self.syllables += syllables.count(word);
            self.letters += match word.is_ascii() {
                true => word.bytes().filter(u8::is_ascii_alphanumeric).count(),
                false => word.chars().filter(|c| c.is_alphanumeric()).count(),
            };
        }
        self.words += words.len();
        self.sentences += 1;
        self.longest = self.longest.max(words.len());
        self.long += usize::from(words.len() > LONG_SENTENCE);
    }
}

/// Whether a passage's words count.
pub(super) fn is_counted(passage: &AnnotatedPassage<'_>) -> bool {
    matches!(passage.passage.role, Role::Paragraph | Role::Item) && passage.is_own_voice()
}

/// Counts the words, sentences, syllables and letters of a text.
pub(super) fn measure(passages: &[AnnotatedPassage<'_>]) -> Readability {
    let mut readability = Readability::default();
    let mut syllables = SyllableCounter::default();
    for passage in passages.iter().filter(|passage| is_counted(passage)) {
        for sentence in &passage.sentences {
            readability.add(&passage.words[sentence.clone()], &mut syllables);
        }
    }
    readability
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{sentences::sentences, word::words};

    /// Measures a text as often as asked, so that it is long enough for a grade.
    fn measure(text: &str, times: usize) -> Readability {
        let mut reading = Readability::default();
        for _ in 0..times {
            for sentence in sentences(text) {
                let words = words(&text[sentence]);
                reading.add(&words, &mut SyllableCounter::default());
            }
        }
        reading
    }

    #[test]
    fn the_counts_are_those_of_a_person() {
        // Words, sentences, syllables, letters and the longest sentence, counted by hand.
        for (text, counts) in [
            (
                "The cat sat on the mat. It was a warm day.",
                (11, 2, 11, 30, 6),
            ),
            (
                "Honest answers matter after a broken promise. Nobody can decide for you.",
                (12, 2, 21, 59, 7),
            ),
            (
                "You could say, \"I lied to you.\" Then stop. Dr. Lee may call at 5.",
                (15, 3, 15, 44, 7),
            ),
        ] {
            let read = measure(text, 1);
            assert_eq!(
                (
                    read.words,
                    read.sentences,
                    read.syllables,
                    read.letters,
                    read.longest
                ),
                counts,
                "{text}"
            );
        }
    }

    /// Each sentence with its words, syllables and letters, counted by hand.
    const GOLDEN: [(&str, usize, usize, usize); 11] = [
        ("Trust can break in one day.", 6, 6, 21),
        ("It can also wear away over many quiet months.", 9, 14, 36),
        ("Some people want to talk at once.", 7, 8, 26),
        ("Others need time before they can say anything.", 8, 12, 38),
        (
            "Neither of these is wrong, and neither lasts for ever.",
            10,
            13,
            43,
        ),
        (
            "Write down what happened, in your own words, and leave it for a night.",
            14,
            15,
            54,
        ),
        ("Read it again when you are rested.", 7, 9, 27),
        (
            "Is there one sentence that you would like your partner to hear?",
            12,
            14,
            51,
        ),
        (
            "You could begin with that sentence and stop there.",
            9,
            11,
            41,
        ),
        (
            "If you feel afraid of an answer, talk to somebody outside first.",
            12,
            17,
            51,
        ),
        ("A doctor, a friend or a helpline will listen.", 9, 12, 35),
    ];

    #[test]
    fn a_text_of_a_hundred_words_has_the_grade_that_a_person_works_out() {
        for (sentence, words, syllables, letters) in GOLDEN {
            let read = measure(sentence, 1);
            let counts = (read.sentences, read.words, read.syllables, read.letters);
            assert_eq!(counts, (1, words, syllables, letters), "{sentence}");
        }
        let text = GOLDEN.map(|(sentence, ..)| sentence).join(" ");
        let read = measure(&text, 1);
        assert_eq!(
            (read.words, read.sentences, read.syllables, read.letters),
            (103, 11, 131, 423)
        );
        // 0.39 × 103 / 11 + 11.8 × 131 / 103 − 15.59, and 4.71 × 423 / 103 + 0.5 × 103 / 11 − 21.43.
        assert!((read.grade().expect("103 words") - 3.070).abs() < 0.001);
        assert!((read.index().expect("103 words") - 2.595).abs() < 0.001);
    }

    #[test]
    fn the_formulas_are_the_published_ones() {
        let easy = measure("The cat sat on the mat. It was a warm day.", 10);
        assert!((easy.grade().expect("110 words") - (0.39 * 5.5 + 11.8 - 15.59)).abs() < 1e-9);
        assert!(
            (easy.index().expect("110 words") - (4.71 * 30.0 / 11.0 + 0.5 * 5.5 - 21.43)).abs()
                < 1e-9
        );
        assert_eq!(measure("Too short.", 1).grade(), None);
    }
}
