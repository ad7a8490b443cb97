//! Runs of words that two texts share.
//!
//! Both rules compare texts with texts, so they stand beside a build and not in it: `mend check` asks for them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::text::Checked;
use super::words::{self, Word};
use crate::codes;
use crate::config::Check;
use crate::diag::{Diagnostic, span_around};
use crate::markdown::{BlockKind, Passage};
use crate::path::SourcePath;

/// How many words in a row make a text somebody else's.
const WITH_A_SOURCE: usize = 7;

/// How many words in a row make two articles repeat each other.
const WITH_EACH_OTHER: usize = 12;

/// Compares the articles with each other, and with the texts their authors worked from (name and text each).
pub fn check(
    articles: &[(SourcePath, &Checked)],
    sources: &[(String, String)],
    rules: &Check,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut known: FxHashMap<String, &str> = FxHashMap::default();
    for (name, text) in sources {
        let words = words::words(text);
        for run in words.windows(WITH_A_SOURCE) {
            known.entry(joined(run)).or_insert(name);
        }
    }
    let mut first: FxHashMap<String, (&SourcePath, &Passage, Range<usize>)> = FxHashMap::default();
    for (path, text) in articles {
        for passage in &text.prose.passages {
            // A notice may say the same on every page, so that readers know it again.
            let repeats = rules
                .severity_of(codes::ORIG_02)
                .filter(|_| !passage.is_in(BlockKind::NOTICE));
            let all = words::words(&passage.text);
            let in_link = |word: &Word| span_around(&passage.links, word.range.start).is_some();
            // The words of links are titles, which are repeated on purpose.
            for words in all.split(in_link) {
                let bytes = |run: &[Word]| run[0].range.start..run[run.len() - 1].range.end;
                if let Some(severity) = rules.severity_of(codes::ORIG_01) {
                    for run in
                        first_of_each(words, WITH_A_SOURCE, |run| known.contains_key(&joined(run)))
                    {
                        let message = format!(
                            "{} words in a row stand in {} as well",
                            run.len(),
                            known[&joined(&run[..WITH_A_SOURCE])]
                        );
                        problems.push(
                            Diagnostic::new(codes::ORIG_01, message)
                                .at(path, passage.span_of(&bytes(run)))
                                .severity(severity)
                                .help("say it in your own words, from your own thought"),
                        );
                    }
                }
                if let Some(severity) = repeats {
                    let is_shared = |run: &[Word]| {
                        let known = first.get(&joined(run));
                        known.is_some_and(|(other, ..)| *other != path)
                    };
                    for run in first_of_each(words, WITH_EACH_OTHER, is_shared) {
                        let (other, there, place) = &first[&joined(&run[..WITH_EACH_OTHER])];
                        problems.push(
                            Diagnostic::new(
                                codes::ORIG_02,
                                format!(
                                    "{} words in a row stand in another article as well",
                                    run.len()
                                ),
                            )
                            .at(path, passage.span_of(&bytes(run)))
                            .severity(severity)
                            .also(other, Some(there.span_of(place)), "here")
                            .help("keep it where it fits best, and link to it"),
                        );
                    }
                    for run in words.windows(WITH_EACH_OTHER) {
                        first
                            .entry(joined(run))
                            .or_insert((path, passage, bytes(run)));
                    }
                }
            }
        }
    }
    problems
}

/// The stretches in which every run of so many words is shared.
fn first_of_each(
    words: &[Word],
    length: usize,
    is_shared: impl Fn(&[Word]) -> bool,
) -> Vec<&[Word]> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + length <= words.len() {
        let shared = (at..=words.len() - length)
            .take_while(|from| is_shared(&words[*from..from + length]))
            .count();
        if shared > 0 {
            found.push(&words[at..at + shared - 1 + length]);
        }
        at += shared.max(1);
    }
    found
}

fn joined(run: &[Word]) -> String {
    run.iter()
        .map(|word| &*word.lower)
        .collect::<Vec<_>>()
        .join(" ")
}
