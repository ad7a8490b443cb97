//! How hard a text is to read: two published formulas and a few plain limits.
//!
//! Flesch-Kincaid grade = 0.39 × words / sentences + 11.8 × syllables / words − 15.59.
//! Automated readability index = 4.71 × letters and digits / words + 0.5 × words / sentences − 21.43.
//! Reading age = grade + 5. Sentences and syllables are counted by the rules in [`super::sentences`]. Headings, titles,
//! quotations, wording shown as an example, notes and cells are not counted; fewer than [`FEWEST_WORDS`] words get
//! no score.

use std::ops::Range;

use super::sentences::syllables;
use super::text::{Reader, Text, is_article};
use crate::codes;
use crate::diag::Severity;
use crate::markdown::Role;

/// A shorter text says too little about its grade.
const FEWEST_WORDS: usize = 100;

/// A share of long sentences says something from this many sentences on.
const FEWEST_SENTENCES: usize = 10;

/// A sentence of more words counts as long, which a fifth of them may be.
const LONG_SENTENCE: usize = 20;

/// The most sentences of a paragraph.
const MOST_SENTENCES: usize = 4;

/// The most items of a list.
const MOST_ITEMS: usize = 8;

/// What was measured in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
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

impl Reading {
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
    fn add<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let mut count = 0;
        for word in words {
            count += 1;
            self.syllables += syllables(word);
            self.letters += word.chars().filter(|c| c.is_alphanumeric()).count();
        }
        self.words += count;
        self.sentences += 1;
        self.longest = self.longest.max(count);
        self.long += usize::from(count > LONG_SENTENCE);
    }
}

/// Whether a passage's words count.
pub(super) fn is_counted(reader: &Reader<'_>) -> bool {
    matches!(reader.passage.role, Role::Paragraph | Role::Item(_)) && reader.is_own_voice()
}

/// Counts what a text is made of.
pub(super) fn measure(passages: &[Reader<'_>]) -> Reading {
    let mut reading = Reading::default();
    for reader in passages.iter().filter(|reader| is_counted(reader)) {
        for sentence in &reader.sentences {
            let words = &reader.words[sentence.clone()];
            reading.add(words.iter().map(|word| &*word.lower));
        }
    }
    reading
}

pub(super) fn check(text: &mut Text<'_>) -> Reading {
    let reading = measure(&text.passages);
    let limits = text.rules.check.limits.clone();
    for at in 0..text.passages.len() {
        let reader = &text.passages[at];
        if !is_counted(reader) {
            continue;
        }
        let sentences = reader.sentences.clone();
        // What somebody says counts as one sentence of the paragraph, however long they speak.
        let own = sentences
            .iter()
            .filter(|sentence| !reader.is_quoted(&reader.bytes(sentence)))
            .count();
        let is_paragraph = reader.passage.role == Role::Paragraph;
        for sentence in &sentences {
            let words = &text.passages[at].words[sentence.clone()];
            if words.len() > limits.sentence {
                let bytes = text.passages[at].bytes(sentence);
                let severity = if words.len() > limits.longest_sentence {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                let message = format!("this sentence has {} words", words.len());
                text.report_as(
                    codes::READ_02,
                    severity,
                    at,
                    &bytes,
                    message,
                    format!("say it in two sentences of up to {LONG_SENTENCE} words"),
                );
            }
        }
        if is_paragraph && own > MOST_SENTENCES {
            let bytes = 0..text.passages[at].passage.text.len();
            text.report(
                codes::READ_04,
                at,
                &bytes,
                format!("this paragraph has {own} sentences"),
                "begin a new paragraph where the thought turns",
            );
        }
    }
    text.report_hits(
        codes::READ_05,
        "hard_words",
        |reader, _| reader.is_own_voice(),
        |found| format!("\"{found}\" is harder than it has to be"),
        |instead| format!("write \"{}\"", instead.unwrap_or("something plainer")),
    );
    for list in &text.prose.lists {
        if list.items > MOST_ITEMS {
            text.report_at(
                codes::READ_07,
                list.span.clone(),
                format!("this list has {} items", list.items),
                "part it in two under headings or sentences of their own",
            );
        }
    }
    whole(text, &reading);
    reading
}

/// What is said of a text as a whole; it is reported at its beginning.
fn whole(text: &mut Text<'_>, reading: &Reading) {
    let document = text.document;
    let limits = text.rules.check.limits.clone();
    let start: Range<usize> = text
        .passages
        .first()
        .map_or(document.body..document.body, |reader| {
            reader.passage.span.clone()
        });
    if let Some(grade) = reading.grade()
        && grade > f64::from(limits.grade)
    {
        let severity = if grade > f64::from(limits.hardest_grade) {
            Severity::Error
        } else {
            Severity::Warning
        };
        let message = format!(
            "the text needs a reading age of {:.0} (grade {grade:.1})",
            age(grade)
        );
        text.report_at_as(
            codes::READ_01,
            severity,
            start.clone(),
            message,
            "use shorter sentences and commoner words",
        );
    }
    if reading.sentences >= FEWEST_SENTENCES && reading.long * 5 > reading.sentences {
        text.report_at(
            codes::READ_03,
            start.clone(),
            format!(
                "{} of {} sentences have more than {LONG_SENTENCE} words",
                reading.long, reading.sentences
            ),
            "cut some of them in two",
        );
    }
    let own = limits.articles.get(document.path.stem()).copied();
    let most = own.unwrap_or(limits.most_words);
    let is_overview = document
        .meta
        .extra
        .get("overview")
        .is_some_and(|overview| overview == true);
    let words: usize = text
        .passages
        .iter()
        .filter(|reader| reader.is_body())
        .map(|reader| reader.words.len())
        .sum();
    if is_article(document) && !is_overview && !(limits.fewest_words..=most).contains(&words) {
        text.report_at(
            codes::READ_06,
            start,
            format!("the article has {words} words"),
            format!(
                "between {} and {most} can be read in one sitting",
                limits.fewest_words
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{sentences::sentences, words::words};

    /// Measures a text as often as asked, so that it is long enough for a grade.
    fn measure(text: &str, times: usize) -> Reading {
        let mut reading = Reading::default();
        for _ in 0..times {
            for sentence in sentences(text) {
                let words = words(&text[sentence]);
                reading.add(words.iter().map(|word| &*word.lower));
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
