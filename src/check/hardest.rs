//! The hardest sentences of a text, for an author who wants to simplify it. They are not reported as problems.

use super::passage::AnnotatedPassage;
use super::readability::is_counted;
use super::syllables::syllables;
use super::text_rules::TextRules;
use crate::diag::Span;
use crate::markdown::Prose;

/// A shorter sentence is easy to read, whatever its words are.
const FEWEST_WORDS: usize = 8;

/// A sentence and what makes it hard.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its text, without Markdown.
    pub text: String,
    /// Where it is in the file.
    pub span: Span,
    /// How many words it has.
    pub words: usize,
    /// Its Flesch-Kincaid grade, taken by itself.
    pub grade: f64,
}

/// The sentences above a grade, the hardest first, `most` of them.
pub fn hardest(prose: &Prose, rules: &TextRules, above: f64, most: usize) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for passage in &prose.passages {
        let annotated = AnnotatedPassage::of(passage, &rules.lists);
        if !is_counted(&annotated) {
            continue;
        }
        for range in &annotated.sentences {
            let words = &annotated.words[range.clone()];
            let count = words.len();
            let spoken: usize = words.iter().map(|word| syllables(&word.lower)).sum();
            let grade = 0.39 * count as f64 + 11.8 * spoken as f64 / count as f64 - 15.59;
            if count >= FEWEST_WORDS && grade > above {
                let bytes = annotated.bytes(range);
                sentences.push(Sentence {
                    text: passage.text[bytes.clone()].to_owned(),
                    span: passage.span_of(&bytes),
                    words: count,
                    grade,
                });
            }
        }
    }
    // Equally hard ones stay in the order of the text.
    sentences.sort_by(|one, other| other.grade.total_cmp(&one.grade));
    sentences.truncate(most);
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::text_rules::RuleSettings;
    use crate::config::Config;
    use crate::config::Markdown;
    use crate::data::Data;
    use crate::markdown::{self, Syntax};
    use crate::path::SourcePath;

    #[test]
    fn the_hardest_sentence_comes_first_and_easy_or_quoted_ones_never() {
        let text = "Say what you did. Stop there and wait for them to speak.\n\n\
            Responsibility without defensiveness necessitates considerable emotional preparation beforehand.\n\n\
            Nobody who has been deceived repeatedly recovers their confidence immediately after one conversation.\n\n\
            > Circumstantial considerations notwithstanding, reconciliation necessitates deliberate determination.\n";
        let rules = TextRules::of(RuleSettings::of(&Config::default()), &Data::default());
        let path = SourcePath::new("content/a.md");
        let syntax = Syntax::of(&Markdown::default());
        let prose = markdown::parse(text, 100, &path, None, &syntax);
        let prose = prose.value.source_runs.prose(text);
        let found = hardest(&prose, &rules, 9.0, 9);
        let starts: Vec<&str> = found
            .iter()
            .filter_map(|sentence| sentence.text.split(' ').next())
            .collect();
        assert_eq!(starts, ["Responsibility", "Nobody"]);
        assert_eq!(found[0].words, 8);
        let at = text.find("Responsibility").expect("it is there");
        assert_eq!(found[0].span.start, 100 + at);
        assert_eq!(hardest(&prose, &rules, 9.0, 1).len(), 1);
    }
}
