//! The reading level of all articles, for `mend check`: a summary for people, a list for programs.

use serde_json::{Value, json};

use crate::check::readability::{Readability, age};
use crate::path::SourcePath;

/// The texts that are long enough to have a grade, the hardest first.
fn graded(texts: &[(SourcePath, Readability)]) -> Vec<(&SourcePath, &Readability, f64)> {
    let graded = texts.iter().filter_map(|(path, readability)| {
        let grade = readability.grade()?;
        Some((path, readability, grade))
    });
    let mut graded: Vec<_> = graded.collect();
    graded.sort_by(|(.., left), (.., right)| right.total_cmp(left));
    graded
}

/// One line for the site as a whole, and with `verbose` one for each text.
pub(super) fn in_words(texts: &[(SourcePath, Readability)], verbose: bool) -> Vec<String> {
    let graded = graded(texts);
    let Some((hardest, _, grade)) = graded.first() else {
        return Vec::new();
    };
    let middle = graded[graded.len() / 2].2;
    let mut lines = vec![format!(
        "Reading age: median {:.1}, highest {:.1} ({hardest})",
        age(middle),
        age(*grade)
    )];
    if verbose {
        lines.extend(graded.iter().map(|(path, reading, grade)| {
            format!(
                "  {:.1}  {path}: {} words in whole sentences, the longest has {}",
                age(*grade),
                reading.words,
                reading.longest
            )
        }));
    }
    lines
}

pub(super) fn to_json(texts: &[(SourcePath, Readability)]) -> Value {
    let rounded = |value: f64| (value * 100.0).round() / 100.0;
    let describe = |(path, reading, grade): &(&SourcePath, &Readability, f64)| {
        json!({
            "path": path,
            "words": reading.words,
            "sentences": reading.sentences,
            "grade": rounded(*grade),
            "age": rounded(age(*grade)),
            "readability_index": reading.index().map(rounded),
            "longest_sentence": reading.longest,
            "long_sentences": reading.long,
        })
    };
    graded(texts).iter().map(describe).collect()
}
