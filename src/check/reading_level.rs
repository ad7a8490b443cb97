//! How hard a text is to read: limits for the whole text and for its sentences, paragraphs and lists.
//!
//! How it is measured is in [`super::readability`].

use super::article::{is_article, is_overview};
use super::readability::{self, LONG_SENTENCE, Readability, age, is_counted};
use super::text_check::{ListRule, TextCheck};
use crate::codes;
use crate::diag::{Severity, Span, counted_or_no};
use crate::markdown::Role;

/// In a text of fewer sentences, the share of long ones says nothing.
const FEWEST_SENTENCES: usize = 10;

/// The most items of a list.
const MOST_ITEMS: usize = 8;

const HARD_WORDS: ListRule = ListRule {
    code: codes::READ_05,
    list: "hard_words",
    message: "is harder to read than it needs to be",
    help: "use a plainer word",
};

pub(super) fn check(text: &mut TextCheck<'_>) -> Readability {
    let readability = readability::measure(&text.passages);
    for at in 0..text.passages.len() {
        if is_counted(&text.passages[at]) {
            sentences(text, at);
            paragraph(text, at);
        }
    }
    text.report_list(&HARD_WORDS, |passage, _| passage.is_own_voice());
    lists(text);
    let start = text.passages.first();
    let body = text.document.body;
    let start = start.map_or(body..body, |passage| passage.passage.span.clone());
    grade(text, &readability, &start);
    long_sentences(text, &readability, &start);
    length(text, start);
    readability
}

/// The sentences of a passage that are too long.
fn sentences(text: &mut TextCheck<'_>, at: usize) {
    let rules = text.rules;
    let limits = &rules.check.limits;
    for sentence in text.passages[at].sentences.clone() {
        let words = sentence.len();
        if words > limits.sentence {
            let (severity, limit) = match words > limits.longest_sentence {
                true => (Severity::Error, limits.longest_sentence),
                false => (Severity::Warning, limits.sentence),
            };
            let bytes = text.passages[at].bytes(&sentence);
            let message = format!("this sentence has {words} words");
            let help =
                format!("the limit is {limit}: split it; {LONG_SENTENCE} words are a good length");
            text.report_as(codes::READ_02, severity, at, &bytes, message, help);
        }
    }
}

/// A paragraph of too many sentences.
fn paragraph(text: &mut TextCheck<'_>, at: usize) {
    let passage = &text.passages[at];
    let sentences = passage.sentences.iter();
    // A quotation counts as one sentence of the paragraph, however many it has.
    let own = sentences.filter(|sentence| !passage.is_quoted(&passage.bytes(sentence)));
    let own = own.count();
    if passage.passage.role == Role::Paragraph && own > text.rules.check.limits.paragraph {
        let bytes = 0..passage.text().len();
        let message = format!("this paragraph has {own} sentences");
        let help = "start a new paragraph where the topic changes";
        text.report(codes::READ_04, at, &bytes, message, help);
    }
}

/// Lists of too many items.
fn lists(text: &mut TextCheck<'_>) {
    for list in &text.prose.lists {
        if list.items > MOST_ITEMS {
            text.report_at(
                codes::READ_07,
                list.span.clone(),
                format!("this list has {} items", list.items),
                "split it into two lists, each under a heading or sentence of its own",
            );
        }
    }
}

fn grade(text: &mut TextCheck<'_>, readability: &Readability, start: &Span) {
    let rules = text.rules;
    let limits = &rules.check.limits;
    let grade = readability.grade();
    let Some(grade) = grade.filter(|grade| *grade > f64::from(limits.grade)) else {
        return;
    };
    let severity = match grade > f64::from(limits.hardest_grade) {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let message = format!(
        "the text needs a reading age of {:.0} (grade {grade:.1})",
        age(grade)
    );
    let help = "use shorter sentences and more common words";
    text.report_at_as(codes::READ_01, severity, start.clone(), message, help);
}

/// A text of which too many sentences are long.
fn long_sentences(text: &mut TextCheck<'_>, readability: &Readability, start: &Span) {
    let Readability {
        sentences, long, ..
    } = readability;
    if *sentences >= FEWEST_SENTENCES && long * 5 > *sentences {
        text.report_at(
            codes::READ_03,
            start.clone(),
            format!("{long} of {sentences} sentences have more than {LONG_SENTENCE} words"),
            "split some of them",
        );
    }
}

/// An article that is too short or too long.
fn length(text: &mut TextCheck<'_>, start: Span) {
    let (document, rules) = (text.document, text.rules);
    let limits = &rules.check.limits;
    let own = limits.articles.get(document.key.stem()).copied();
    let (fewest, most) = (limits.fewest_words, own.unwrap_or(limits.most_words));
    let body = text.passages.iter().filter(|passage| passage.is_body());
    let words: usize = body.map(|passage| passage.words.len()).sum();
    if is_article(document) && !is_overview(document) && !(fewest..=most).contains(&words) {
        text.report_at(
            codes::READ_06,
            start,
            format!("the article has {}", counted_or_no(words, "word", "words")),
            match words < fewest {
                true => format!(
                    "readers expect at least {fewest}: write more, or join it to another article; `[check.limits]` in site.toml sets the limit"
                ),
                false => format!(
                    "readers manage up to {most} in one sitting: split it; `[check.limits]` in site.toml sets the limit"
                ),
            },
        );
    }
}
