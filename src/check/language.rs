//! How people are spoken of, and how the page sounds: no labels, nobody left out, no promises, no shouting.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::Subject;
use super::text::{Checked, Reader, Text, is_safety_block};
use super::words::{Hit, List, Lists, Word};
use crate::codes;
use crate::diag::{Diagnostic, Severity, Span};
use crate::graph::Resolution;
use crate::path::fold;

/// The most orders in 500 words that still read as advice.
const ORDERS_IN_500_WORDS: usize = 3;

/// The longest run of capitals that is no shouting.
const LONGEST_CAPITALS: usize = 3;

pub(super) fn check(text: &mut Text<'_>) {
    let rules = text.rules;
    let own = |reader: &Reader<'_>, _: &Hit| reader.is_own_voice();
    let instead = |instead: Option<&str>| match instead {
        Some(instead) => format!("write \"{instead}\""),
        None => "say what the person did or feels instead".to_owned(),
    };
    text.report_hits(
        codes::LANG_01,
        "labels",
        own,
        |found| format!("\"{found}\" makes a label of a person"),
        instead,
    );
    let named_from = text
        .passages
        .iter()
        .find(|reader| names_in_full(reader))
        .map(|reader| reader.passage.span.start);
    text.report_hits(
        codes::LANG_02,
        "gendered",
        |reader, hit| {
            let is_named = named_from.is_some_and(|from| from < reader.passage.span.start);
            reader.is_own_voice()
                && !speaks_of_an_example(reader, &rules.lists, hit)
                && !(is_named && takes_part(reader, rules.lists.get("speech"), hit))
        },
        |found| format!("\"{found}\" takes a gender for granted"),
        instead,
    );
    text.report_hits(
        codes::LANG_03,
        "couple_norms",
        own,
        |found| format!("\"{found}\" leaves out many couples"),
        |_| "say \"partner\", or name whom you mean".to_owned(),
    );
    text.report_hits(
        codes::LANG_04,
        "ill_words",
        own,
        |found| format!("\"{found}\" makes a person out of an illness or a harm"),
        |instead| match instead {
            Some(instead) => format!("write \"{instead}\""),
            None => "name the person first, then what they live with".to_owned(),
        },
    );
    contractions(text);
    spelling(text);
    text.report_hits(
        codes::LANG_07,
        "hype",
        own,
        |found| format!("\"{found}\" promises more than anybody can keep"),
        |_| "say what it can do, for whom, and how sure that is".to_owned(),
    );
    text.report_hits(
        codes::LANG_08,
        "images",
        own,
        |found| format!("\"{found}\" is a worn picture"),
        |_| "say the thing itself in plain words".to_owned(),
    );
    orders(text);
    loudness(text);
    if is_english(text.language()) {
        stiffness(text);
        text.report_hits(
            codes::LANG_13,
            "may",
            own,
            |found| format!("\"{found}\" can be a permission or a possibility"),
            |_| "write \"can\" for what is allowed, \"might\" for what is possible".to_owned(),
        );
        text.report_hits(
            codes::LANG_14,
            "bare_other",
            own,
            |found| format!("\"{found}\" does not say which one"),
            |_| "name who or what is meant, such as \"your partner\"".to_owned(),
        );
    }
}

/// Whether a language tag means English, of any country.
fn is_english(tag: &str) -> bool {
    let name = tag.split(['-', '_']).next().unwrap_or_default();
    name.eq_ignore_ascii_case("en")
}

/// The fewest places where a contraction could stand: fewer say nothing about a text.
const FEWEST_CONTRACTIBLE: usize = 3;

/// Tells a text without a single contraction where the first could stand.
fn stiffness(text: &mut Text<'_>) {
    let lists = &text.rules.lists;
    let contracted = [lists.get("contracted"), lists.get("contractions")];
    let contractible = lists.get("contractible");
    let own = text.passages.iter().enumerate();
    let own = own.filter(|(_, reader)| reader.is_own_voice() && reader.is_body());
    let (mut words, mut places) = (0, Vec::new());
    for (at, reader) in own {
        if contracted.iter().any(|list| list.is_in(&reader.words)) {
            return;
        }
        words += reader.words.len();
        let hits = reader.hits(contractible).into_iter();
        places.extend(hits.map(|hit| (at, reader.bytes(&hit.words), hit.instead)));
    }
    if words < text.rules.check.limits.words_without_contraction
        || places.len() < FEWEST_CONTRACTIBLE
    {
        return;
    }
    let (at, bytes, instead) = places.swap_remove(0);
    let message = format!(
        "there is no contraction in {words} words, and {} places for one",
        places.len() + 1
    );
    let help = format!(
        "here people say \"{}\"; contract some, as you would in speech",
        instead.unwrap_or_default()
    );
    text.report(codes::LANG_11, at, &bytes, message, help);
}

/// Finds sentences that begin with the title of another page and go on about the page. Which words are a title, only the
/// whole site knows.
pub(super) fn check_titles(
    subject: &Subject<'_>,
    at: usize,
    text: &Checked,
    problems: &mut Vec<Diagnostic>,
) {
    let document = &subject.documents[at];
    let language = document.meta.language.as_ref();
    let language = language.unwrap_or(&subject.config.language);
    let Some(severity) = subject.config.check.severity_of(codes::LANG_12) else {
        return;
    };
    if !is_english(language) {
        return;
    }
    let verbs = subject.rules.lists.get("page_verbs");
    let linked = text.prose.passages.iter();
    for passage in linked.filter(|passage| !passage.links.is_empty()) {
        let reader = Reader::of(passage, &[]);
        for words in passage.links.iter().filter(|_| reader.is_own_voice()) {
            let span = passage.span_of(words);
            let title = title_at(subject, at, &span);
            let title = title.filter(|_| begins_a_sentence_about(&reader, words, verbs));
            if let Some(title) = title {
                problems.push(
                    Diagnostic::new(
                        codes::LANG_12,
                        format!("the title \"{title}\" is the subject of this sentence"),
                    )
                    .at(&document.path, span)
                    .severity(severity)
                    .help("say what the reader finds there, then name the page"),
                );
            }
        }
    }
}

/// Whether a sentence begins with these words, and one of these verbs follows them.
fn begins_a_sentence_about(reader: &Reader<'_>, bytes: &Range<usize>, verbs: &List) -> bool {
    let place = |byte: usize| reader.words.partition_point(|word| word.range.start < byte);
    let (first, behind) = (place(bytes.start), place(bytes.end));
    let sentences = &reader.sentences;
    let at = sentences.partition_point(|sentence| sentence.start < first);
    let sentence = sentences.get(at);
    let sentence = sentence.filter(|sentence| sentence.start == first && behind < sentence.end);
    sentence.is_some_and(|sentence| verbs.begins(&reader.words[behind..sentence.end]))
}

/// The title that the link at this place shows, if it shows the title of the page to which it leads.
fn title_at<'a>(subject: &Subject<'a>, at: usize, place: &Span) -> Option<&'a str> {
    let links = &subject.documents[at].parsed.links;
    // Links stand in their order, and the one around a place begins last of those before it, or holds that one.
    let before = links.partition_point(|link| link.span.start <= place.start);
    let found = links[..before]
        .iter()
        .rposition(|link| place.end <= link.span.end)?;
    let Resolution::Page { id, anchor: None } = &subject.graph.links[at][found] else {
        return None;
    };
    let title = subject.documents[id.index()].title.as_str();
    let shown = &links[found].text;
    (shown.is_empty() || fold(shown) == fold(title)).then_some(title)
}

/// Whether the passage names the person before, as an example does.
fn speaks_of_an_example(reader: &Reader<'_>, lists: &Lists, hit: &Hit) -> bool {
    let before = &reader.words[..hit.words.start];
    let others = lists.get("no_names");
    let names_somebody = |word: &Word| {
        is_capitalised(reader, word)
            && is_name(&reader.passage.text, &word.range)
            && !others.is_in(std::slice::from_ref(word))
    };
    lists.get("names").is_in(before) || before.iter().any(names_somebody)
}

/// Whether a passage names a person by two names, in the middle of a sentence.
fn names_in_full(reader: &Reader<'_>) -> bool {
    reader.words.windows(2).any(|pair| {
        let is_first = is_name(&reader.passage.text, &pair[0].range);
        is_first && pair.iter().all(|word| is_capitalised(reader, word))
    })
}

/// Whether a word begins with a capital and goes on without.
fn is_capitalised(reader: &Reader<'_>, word: &Word) -> bool {
    let written = &reader.passage.text[word.range.clone()];
    written.starts_with(char::is_uppercase) && written.contains(char::is_lowercase)
}

/// Whether a hit begins a phrase of another list.
fn takes_part(reader: &Reader<'_>, list: &List, hit: &Hit) -> bool {
    reader
        .hits(list)
        .iter()
        .any(|phrase| phrase.words.start == hit.words.start)
}

fn contractions(text: &mut Text<'_>) {
    let list = text.rules.lists.get("contractions");
    for at in 0..text.passages.len() {
        let reader = &text.passages[at];
        if !reader.is_own_voice() {
            continue;
        }
        let is_grave = reader
            .passage
            .blocks
            .iter()
            .any(|kind| is_safety_block(*kind))
            || reader.is_in(&["do", "dont"]);
        let severity = if is_grave {
            Severity::Error
        } else {
            Severity::Warning
        };
        let hits: Vec<(Range<usize>, Option<String>)> = reader
            .hits(list)
            .into_iter()
            .map(|hit| (reader.bytes(&hit.words), hit.instead))
            .collect();
        for (bytes, instead) in hits {
            let found = text.passages[at].passage.text[bytes.clone()].to_owned();
            let message = format!("\"{found}\" hides the word \"not\"");
            let help = format!("write \"{}\"", instead.unwrap_or_default());
            text.report_as(codes::LANG_05, severity, at, &bytes, message, help);
        }
    }
}

fn spelling(text: &mut Text<'_>) {
    let rules = text.rules;
    let own = text
        .document
        .meta
        .language
        .as_deref()
        .and_then(|language| rules.lists.foreign_spelling(language));
    let Some(list) = own.as_ref().or(rules.spelling.as_ref()) else {
        return;
    };
    for at in 0..text.passages.len() {
        let reader = &text.passages[at];
        let hits: Vec<(Range<usize>, Option<String>)> = reader
            .hits(list)
            .into_iter()
            .map(|hit| (reader.bytes(&hit.words), hit.instead))
            // A capital in the middle of a sentence is somebody's name, and the words of a link are a title.
            .filter(|(bytes, _)| !is_name(&reader.passage.text, bytes) && !reader.passage.quoted)
            .filter(|(bytes, _)| !reader.is_in_link(bytes))
            .collect();
        for (bytes, instead) in hits {
            let found = text.passages[at].passage.text[bytes.clone()].to_owned();
            let message = format!("\"{found}\" is not spelt as in {}", text.language());
            let help = format!("write \"{}\"", instead.unwrap_or_default());
            text.report(codes::LANG_06, at, &bytes, message, help);
        }
    }
}

/// Whether a word starts with a capital though no sentence does.
fn is_name(text: &str, bytes: &Range<usize>) -> bool {
    let before = text[..bytes.start].trim_end();
    text[bytes.clone()].starts_with(char::is_uppercase)
        && before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == ',')
}

fn orders(text: &mut Text<'_>) {
    let list = text.rules.lists.get("orders");
    let mut orders: Vec<(usize, Range<usize>)> = Vec::new();
    let mut words = 0;
    for (at, reader) in text.passages.iter().enumerate() {
        let is_grave = reader
            .passage
            .blocks
            .iter()
            .any(|kind| is_safety_block(*kind));
        if is_grave || !reader.is_own_voice() {
            continue;
        }
        words += reader.words.len();
        orders.extend(
            reader
                .hits(list)
                .into_iter()
                .map(|hit| (at, reader.bytes(&hit.words))),
        );
    }
    let most = ORDERS_IN_500_WORDS * words.div_ceil(500).max(1);
    if orders.len() > most {
        let (at, bytes) = orders[most].clone();
        let message = format!(
            "\"should\" and \"must\" stand here {} times in {words} words",
            orders.len()
        );
        text.report(
            codes::LANG_09,
            at,
            &bytes,
            message,
            "\"can\", \"could\" and \"may help\" leave the reader a choice",
        );
    }
}

fn loudness(text: &mut Text<'_>) {
    let acronyms = text.rules.lists.get("acronyms");
    let shouted = text.rules.lists.get("shouted");
    let ordinary = ordinary_words(text);
    for at in 0..text.passages.len() {
        let reader = &text.passages[at];
        let passage = reader.passage;
        if !reader.is_own_voice() {
            continue;
        }
        let mut found: Vec<(Range<usize>, &str, &str)> = Vec::new();
        for word in &reader.words {
            let written = &passage.text[word.range.clone()];
            let is_loud = written.chars().count() > LONGEST_CAPITALS
                && written.chars().all(char::is_uppercase);
            let is_ordinary =
                ordinary.contains(&word.lower) || shouted.is_in(std::slice::from_ref(word));
            if is_loud && is_ordinary && !acronyms.is_in(std::slice::from_ref(word)) {
                found.push((
                    word.range.clone(),
                    "capitals shout",
                    "write it as an ordinary word, or spell out what it stands for",
                ));
            }
        }
        for (mark, message, help) in [
            (
                "!",
                "an exclamation mark is loud",
                "end the sentence with a full stop",
            ),
            (
                "...",
                "dots leave the reader guessing",
                "end the sentence, or say what is left out",
            ),
            (
                "…",
                "dots leave the reader guessing",
                "end the sentence, or say what is left out",
            ),
        ] {
            found.extend(
                passage
                    .text
                    .match_indices(mark)
                    .map(|(from, _)| (from..from + mark.len(), message, help)),
            );
        }
        let emoji = passage.text.char_indices().filter(|(_, c)| is_emoji(*c));
        found.extend(emoji.map(|(from, c)| {
            (
                from..from + c.len_utf8(),
                "a small picture can be read out oddly",
                "say it in words",
            )
        }));
        found.retain(|(bytes, ..)| !reader.is_quoted(bytes));
        for (bytes, message, help) in found {
            text.report(codes::LANG_10, at, &bytes, message, help);
        }
    }
}

/// The words that the text writes without capitals: in capitals they are the same words, and no names.
fn ordinary_words(text: &Text<'_>) -> FxHashSet<Box<str>> {
    let words = text.passages.iter().flat_map(|reader| {
        let written =
            |word: &&Word| !reader.passage.text[word.range.clone()].contains(char::is_uppercase);
        reader.words.iter().filter(written)
    });
    words.map(|word| word.lower.clone()).collect()
}

/// Whether a character is drawn as a small picture: the blocks of Unicode that hold nothing else.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1F2FF}')
}
