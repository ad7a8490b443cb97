//! Checks the words of one document on its own, so that after an edit only one document is checked again.
//!
//! It calls the rules, which are in the files of their families, and keeps what later stages need ([`TextReport`]). The
//! words themselves are not kept: they take far more memory than the text.

use super::article::is_link_to;
use super::passage::AnnotatedPassage;
use super::readability::{Readability, measure as measure_passages};
use super::text_check::TextCheck;
use super::text_report::TextReport;
use super::text_rules::TextRules;
use super::{evidence, glossary, hazards, language, reading_level, structure};
use crate::diag::{Reported, Span, in_order};
use crate::document::Document;
use crate::document::review::text_hash;
use crate::files::ContentFile;
use crate::markdown::Prose;

/// The words of one document, and how hard they are to read; nothing is judged.
pub fn measure(file: &ContentFile, document: &Document, rules: &TextRules) -> (Prose, Readability) {
    let prose = prose(file, document).value;
    let readability = measure_passages(&annotated(&prose, rules));
    (prose, readability)
}

/// The words of one document; none, and a problem, if its file was released and cannot be read again.
pub(super) fn prose(file: &ContentFile, document: &Document) -> Reported<Prose> {
    let read = file.whole();
    let bytes = read.as_deref().unwrap_or_default();
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let body = text.get(document.body..).unwrap_or_default();
    Reported {
        value: document.parsed.source_runs.prose(body),
        problems: read.err().into_iter().map(|problem| *problem).collect(),
    }
}

fn annotated<'t>(prose: &'t Prose, rules: &'t TextRules) -> Vec<AnnotatedPassage<'t>> {
    let passages = prose.passages.iter();
    passages
        .map(|passage| AnnotatedPassage::of(passage, &rules.lists))
        .collect()
}

/// Judges one document by its words.
pub fn check(file: &ContentFile, document: &Document, rules: &TextRules) -> TextReport {
    let Reported {
        value: prose,
        problems,
    } = prose(file, document);
    let help = links_to_help(document, rules);
    let passages = annotated(&prose, rules).into_iter();
    let mut text = TextCheck {
        document,
        rules,
        passages: passages.map(|passage| passage.with_help(&help)).collect(),
        prose: &prose,
        problems,
    };
    structure::check_text(&mut text);
    // While the site's changes to the lists are unread, the site may have removed any of their phrases.
    if rules.knows_lists {
        language::check(&mut text);
        hazards::check(&mut text);
        evidence::check_text(&mut text);
        glossary::check_text(&mut text);
    }
    let readability = reading_level::check(&mut text);
    TextReport {
        terms: glossary::first_mentions(&text),
        page_subjects: language::page_subjects(&text),
        evidence: evidence::contexts(&text),
        hash: text_hash(&prose),
        problems: text.problems,
        readability,
        silences: prose.silences,
    }
}

/// The links of a document to pages that say where help is, in the order of the text.
fn links_to_help(document: &Document, rules: &TextRules) -> Vec<Span> {
    let pages = &rules.safety_pages;
    let links = document.parsed.links.iter();
    let links = links.filter(|link| pages.iter().any(|page| is_link_to(&link.target, page)));
    in_order(links.map(|link| link.span.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::text_rules::RuleSettings;
    use crate::config::Config;
    use crate::data::Data;
    use crate::document::{self, Settings};
    use crate::markdown::Reserved;
    use crate::path::SourcePath;

    /// How much is kept of a text without faults, as text.
    fn kept(paragraphs: usize) -> usize {
        let text = "You could talk to a friend today. They may know what helps.\n\n";
        let path = SourcePath::new("content/a.md");
        let file = ContentFile::with(path, text.repeat(paragraphs).into_bytes());
        let config = Config::default();
        let settings = Settings::of(&config, Reserved::nothing());
        let document = document::read(&file, &settings).value;
        let rules = TextRules::of(RuleSettings::of(&config), &Data::default());
        let report = check(&file, &document, &rules);
        assert_eq!(report.readability.sentences, 2 * paragraphs);
        format!("{report:?}").len()
    }

    #[test]
    fn the_words_of_a_text_are_not_kept() {
        // The digits of the counts may become more, and nothing else.
        let (short, long) = (kept(10), kept(1_000));
        assert!(long < short + 50, "{short} and {long} bytes");
    }
}
