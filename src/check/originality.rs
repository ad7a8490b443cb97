//! Runs of words that two texts share.
//!
//! Both rules compare texts with texts, so they are not part of a build: only `mend check` runs them. The words of an
//! article are read again for this, one article at a time, and only the fingerprint and the place of each run are kept.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::text::prose;
use super::text_rules::TextRules;
use super::word::{Word, words};
use crate::codes;
use crate::diag::{Diagnostic, Severity, Span, span_around};
use crate::document::Document;
use crate::files::ContentFile;
use crate::markdown::{BlockKind, Passage};
use crate::memo::Fingerprint;
use crate::path::SourcePath;

/// How many words in a row make a text a copy of its source.
const COPY_LENGTH: usize = 7;

/// How many words in a row make two articles repeat each other.
const REPEAT_LENGTH: usize = 12;

/// Compares the articles with each other, and with the texts their authors worked from (name and text each).
pub fn check(
    articles: &[(&ContentFile, &Document)],
    sources: &[(String, String)],
    rules: &TextRules,
) -> Vec<Diagnostic> {
    let copies = rules.check.severity_of(codes::ORIG_01);
    let repeats = rules.check.severity_of(codes::ORIG_02);
    let copies = copies.filter(|_| !sources.is_empty());
    let mut problems = Vec::new();
    if copies.is_none() && repeats.is_none() {
        return problems;
    }
    let sources = SourceRuns::of(sources);
    let mut articles_before = ArticleRuns::default();
    for (file, document) in articles {
        let read = prose(file, document);
        problems.extend(read.problems);
        for passage in &read.value.passages {
            let all = words(&passage.text);
            // A notice may say the same on every page, so that readers know it again.
            let repeats = repeats.filter(|_| !passage.is_in(BlockKind::NOTICE));
            let in_link = |word: &Word| span_around(&passage.links, word.range.start).is_some();
            // The words of links are titles, which are repeated on purpose.
            for words in all.split(in_link) {
                let part = LinkFreePart {
                    path: &file.path,
                    passage,
                    words,
                };
                problems.extend(
                    copies
                        .iter()
                        .flat_map(|severity| sources.judge(&part, *severity)),
                );
                if let Some(severity) = repeats {
                    problems.extend(articles_before.judge(&part, severity));
                    articles_before.add(&part);
                }
            }
        }
    }
    problems
}

/// A part of a passage without links.
struct LinkFreePart<'a> {
    path: &'a SourcePath,
    passage: &'a Passage,
    words: &'a [Word<'a>],
}

impl LinkFreePart<'_> {
    fn span_of(&self, words: Range<usize>) -> Span {
        let words = &self.words[words];
        let bytes = words[0].range.start..words[words.len() - 1].range.end;
        self.passage.span_of(&bytes)
    }
}

/// Words in a row, whatever is between them.
struct WordRun<'w>(&'w [Word<'w>]);

impl Hash for WordRun<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for word in self.0 {
            word.lower.hash(state);
        }
    }
}

/// The fingerprints of all runs of `length` words, in order.
fn runs(words: &[Word], length: usize) -> Vec<Fingerprint> {
    let runs = words.windows(length);
    runs.map(|run| Fingerprint::of(&WordRun(run))).collect()
}

/// The stretches in which every run is shared, each as a range of runs.
fn shared_stretches(
    runs: &[Fingerprint],
    is_shared: impl Fn(&Fingerprint) -> bool,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        if is_shared(run) {
            match found.last_mut().filter(|last| last.end == at) {
                Some(last) => last.end += 1,
                None => found.push(at..at + 1),
            }
        }
    }
    found
}

/// For each run in the texts that authors worked from, the name of the first text that has it.
struct SourceRuns<'s>(FxHashMap<Fingerprint, &'s str>);

impl<'s> SourceRuns<'s> {
    fn of(sources: &'s [(String, String)]) -> Self {
        let mut names = FxHashMap::default();
        for (name, text) in sources {
            for run in runs(&words(text), COPY_LENGTH) {
                names.entry(run).or_insert(name.as_str());
            }
        }
        Self(names)
    }

    fn judge(&self, part: &LinkFreePart<'_>, severity: Severity) -> Vec<Diagnostic> {
        let runs = runs(part.words, COPY_LENGTH);
        let stretches = shared_stretches(&runs, |run| self.0.contains_key(run)).into_iter();
        let judge = |stretch: Range<usize>| {
            let name = self.0[&runs[stretch.start]];
            let words = stretch.start..stretch.end - 1 + COPY_LENGTH;
            let message = format!("{} words in a row are also in {name}", words.len());
            Diagnostic::new(codes::ORIG_01, message)
                .at(part.path, part.span_of(words))
                .severity(severity)
                .help("say it in your own words")
        };
        stretches.map(judge).collect()
    }
}

/// For each run in the articles compared so far, the first place that has it.
#[derive(Default)]
struct ArticleRuns(FxHashMap<Fingerprint, (SourcePath, Span)>);

impl ArticleRuns {
    fn judge(&self, part: &LinkFreePart<'_>, severity: Severity) -> Vec<Diagnostic> {
        let runs = runs(part.words, REPEAT_LENGTH);
        let is_shared = |run: &Fingerprint| {
            let known = self.0.get(run);
            known.is_some_and(|(other, _)| other != part.path)
        };
        let judge = |stretch: Range<usize>| {
            let (other, place) = &self.0[&runs[stretch.start]];
            let words = stretch.start..stretch.end - 1 + REPEAT_LENGTH;
            let message = format!("{} words in a row are also in another article", words.len());
            Diagnostic::new(codes::ORIG_02, message)
                .at(part.path, part.span_of(words))
                .severity(severity)
                .also(other, Some(place.clone()), "here")
                .help("keep it where it fits best, and link to it")
        };
        let stretches = shared_stretches(&runs, is_shared).into_iter();
        stretches.map(judge).collect()
    }

    fn add(&mut self, part: &LinkFreePart<'_>) {
        for (run, at) in runs(part.words, REPEAT_LENGTH).into_iter().zip(0..) {
            let place = || (part.path.clone(), part.span_of(at..at + REPEAT_LENGTH));
            self.0.entry(run).or_insert_with(place);
        }
    }
}
