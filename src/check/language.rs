//! The language of a text: no labels for people, no assumptions about the reader, no promises, no shouting.

use std::cell::LazyCell;
use std::ops::{Deref, Range};

use rustc_hash::FxHashSet;

use super::inputs::SiteDocuments;
use super::passage::AnnotatedPassage;
use super::phrase_lists::{Hit, ListId, PhraseLists};
use super::text_check::{ListRule, TextCheck};
use super::text_report::TextReport;
use super::word::Word;
use crate::codes;
use crate::config::Check;
use crate::diag::{Diagnostic, Severity, Span};
use crate::graph::Resolution;
use crate::path::fold;

/// The most orders in 500 words that still read as advice.
const ORDERS_IN_500_WORDS: usize = 3;

/// The longest word in capitals that is not read as shouting.
const LONGEST_CAPITALS: usize = 3;

/// The rules that report each hit of a list in the article's own voice.
const LISTS: [ListRule; 5] = [
    ListRule {
        code: codes::LANG_01,
        list: "labels",
        message: "turns a person into a label",
        help: "say what the person did or feels instead",
    },
    ListRule {
        code: codes::LANG_03,
        list: "couple_norms",
        message: "excludes many couples",
        help: "write \"partner\", or name the people you mean",
    },
    ListRule {
        code: codes::LANG_04,
        list: "ill_words",
        message: "defines a person by an illness or a harm",
        help: "name the person first, then what they live with",
    },
    ListRule {
        code: codes::LANG_07,
        list: "hype",
        message: "promises more than anyone can deliver",
        help: "say what it can do, for whom, and how certain that is",
    },
    ListRule {
        code: codes::LANG_08,
        list: "images",
        message: "is a worn metaphor",
        help: "say it in plain words",
    },
];

/// The rules that only make sense in English.
const ENGLISH: [ListRule; 2] = [
    ListRule {
        code: codes::LANG_13,
        list: "may",
        message: "can mean permission or possibility",
        help: "write \"can\" for what is allowed, \"might\" for what is possible",
    },
    ListRule {
        code: codes::LANG_14,
        list: "bare_other",
        message: "does not say which one",
        help: "name who or what is meant, such as \"your partner\"",
    },
];

pub(super) fn check(text: &mut TextCheck<'_>) {
    for rule in &LISTS {
        text.report_list(rule, |passage, _| passage.is_own_voice());
    }
    genders(text);
    contractions(text);
    spelling(text);
    orders(text);
    loudness(text);
    if is_english(text.language()) {
        stiffness(text);
        for rule in &ENGLISH {
            text.report_list(rule, |passage, _| passage.is_own_voice());
        }
    }
}

/// Words that assume a gender, unless they refer to a person that the text has named.
fn genders(text: &mut TextCheck<'_>) {
    let rule = ListRule {
        code: codes::LANG_02,
        list: "gendered",
        message: "assumes a gender",
        help: "use a word that fits every reader",
    };
    let rules = text.rules;
    let (list, speech) = (rules.lists.get(rule.list), rules.lists.get("speech"));
    // Names are searched for only if it matters, which is seldom.
    let mut passages = text.passages.iter();
    if !passages.any(|passage| passage.has(list, 0..passage.words.len())) {
        return;
    }
    let named_from = text.passages.iter().find(|passage| names_in_full(passage));
    let named_from = named_from.map(|passage| passage.passage.span.start);
    text.report_list(&rule, |passage, hit| {
        let is_named = named_from.is_some_and(|from| from < passage.passage.span.start);
        passage.is_own_voice()
            && !speaks_of_an_example(passage, &rules.lists, hit)
            && !(is_named && begins_a_hit(passage, speech, hit))
    });
}

/// Whether a language tag means English, of any country.
fn is_english(tag: &str) -> bool {
    let name = tag.split(['-', '_']).next().unwrap_or_default();
    name.eq_ignore_ascii_case("en")
}

/// The fewest places for a contraction: with fewer, their absence says nothing about the text.
const FEWEST_CONTRACTIBLE: usize = 3;

/// Reports a text without a single contraction, at the first place where one is possible.
fn stiffness(text: &mut TextCheck<'_>) {
    let lists = &text.rules.lists;
    let contracted = [lists.get("contracted"), lists.get("contractions")];
    let contractible = lists.get("contractible");
    let own = text.passages.iter().enumerate();
    let own = own.filter(|(_, passage)| passage.is_own_voice() && passage.is_body());
    let (mut words, mut places) = (0, Vec::new());
    for (at, passage) in own {
        let all = 0..passage.words.len();
        if contracted
            .iter()
            .any(|list| passage.has(*list, all.clone()))
        {
            return;
        }
        words += all.end;
        places.extend(passage.hits(contractible).into_iter().map(|hit| (at, hit)));
    }
    if words < text.rules.check.limits.words_without_contraction
        || places.len() < FEWEST_CONTRACTIBLE
    {
        return;
    }
    let (at, hit) = &places[0];
    let (bytes, _) = text.found(*at, hit);
    let message = format!(
        "no contraction in {words} words, and {} places for one",
        places.len()
    );
    let help = format!(
        "in speech it would be \"{}\"; use some contractions",
        hit.replacement.as_deref().unwrap_or_default()
    );
    text.report(codes::LANG_11, *at, &bytes, message, help);
}

/// The links that begin a sentence which continues as if they were its subject: "The first days explains how". Whether
/// their text is the title of a page can only be judged with the whole site ([`check_titles`]).
pub(super) fn page_subjects(text: &TextCheck<'_>) -> Vec<Span> {
    let verbs = text.rules.lists.get("page_verbs");
    if text.rules.check.severity_of(codes::LANG_12).is_none() || !is_english(text.language()) {
        return Vec::new();
    }
    let own = text
        .passages
        .iter()
        .filter(|passage| passage.is_own_voice());
    let subjects = own.flat_map(|passage| {
        let links = passage.passage.links.iter();
        let subjects = links.filter(|link| begins_a_sentence_about(passage, link, verbs));
        subjects.map(|link| passage.span_of(link))
    });
    subjects.collect()
}

/// Finds sentences whose subject is the title of another page.
pub(super) fn check_titles(
    documents: &SiteDocuments<'_>,
    at: usize,
    text: &TextReport,
    rules: &Check,
    problems: &mut Vec<Diagnostic>,
) {
    let document = &documents.all[at];
    let Some(severity) = rules.severity_of(codes::LANG_12) else {
        return;
    };
    for span in &text.page_subjects {
        if let Some(title) = title_at(documents, at, span) {
            let message = format!("the title \"{title}\" is the subject of this sentence");
            problems.push(
                Diagnostic::new(codes::LANG_12, message)
                    .at(&document.path, span.clone())
                    .severity(severity)
                    .help("say what the reader finds there, then name the page"),
            );
        }
    }
}

/// Whether a sentence begins with these words, and one of these verbs follows them.
fn begins_a_sentence_about(
    passage: &AnnotatedPassage<'_>,
    bytes: &Range<usize>,
    verbs: ListId,
) -> bool {
    let word_at = |byte: usize| {
        passage
            .words
            .partition_point(|word| word.range.start < byte)
    };
    let (first, behind) = (word_at(bytes.start), word_at(bytes.end));
    let sentences = &passage.sentences;
    let at = sentences.partition_point(|sentence| sentence.start < first);
    let sentence = sentences.get(at);
    let sentence = sentence.filter(|sentence| sentence.start == first && behind < sentence.end);
    sentence.is_some_and(|sentence| passage.begins(verbs, behind..sentence.end))
}

/// The title that the link at this place shows, if its text is the title of its page.
fn title_at<'a>(documents: &SiteDocuments<'a>, at: usize, place: &Span) -> Option<&'a str> {
    let links = &documents.all[at].parsed.links;
    // Links are in the order of the text, and a link can contain another one (an image in a link). So the link around a
    // place is the last that begins before it, or one that contains that one.
    let before = links.partition_point(|link| link.span.start <= place.start);
    let found = links[..before]
        .iter()
        .rposition(|link| place.end <= link.span.end)?;
    let Resolution::Page { id, anchor: None } = &documents.graph.links[at][found] else {
        return None;
    };
    let title = documents.all[id.index()].title.as_str();
    let shown = &links[found].text;
    (shown.is_empty() || fold(shown) == fold(title)).then_some(title)
}

/// Whether the passage names a person before the hit, as an example does.
fn speaks_of_an_example(passage: &AnnotatedPassage<'_>, lists: &PhraseLists, hit: &Hit) -> bool {
    let before = 0..hit.words.start;
    let others = lists.get("no_names");
    let is_a_name = |at: usize| {
        let word = &passage.words[at];
        is_capitalised(passage, word)
            && is_name(passage.text(), &word.range)
            && !passage.has(others, at..at + 1)
    };
    passage.has(lists.get("names"), before.clone()) || before.into_iter().any(is_a_name)
}

/// Whether a passage names a person by two names, in the middle of a sentence.
fn names_in_full(passage: &AnnotatedPassage<'_>) -> bool {
    passage.words.windows(2).any(|pair| {
        let is_capitalised = pair.iter().all(|word| is_capitalised(passage, word));
        is_capitalised && is_name(passage.text(), &pair[0].range)
    })
}

/// Whether a word begins with a capital and continues in lower case.
fn is_capitalised(passage: &AnnotatedPassage<'_>, word: &Word) -> bool {
    let written = &passage.text()[word.range.clone()];
    word.is_changed()
        && written.starts_with(char::is_uppercase)
        && written.contains(char::is_lowercase)
}

/// Whether a hit of another list begins where this one does.
fn begins_a_hit(passage: &AnnotatedPassage<'_>, list: ListId, hit: &Hit) -> bool {
    let others = passage.hits(list).into_iter();
    others
        .into_iter()
        .any(|other| other.words.start == hit.words.start)
}

fn contractions(text: &mut TextCheck<'_>) {
    let list = text.rules.lists.get("contractions");
    for at in 0..text.passages.len() {
        let passage = &text.passages[at];
        if !passage.is_own_voice() {
            continue;
        }
        let is_grave = passage.is_about_safety() || passage.is_in(&["do", "dont"]);
        let severity = match is_grave {
            true => Severity::Error,
            false => Severity::Warning,
        };
        for hit in passage.hits(list) {
            let (bytes, found) = text.found(at, &hit);
            let message = format!("\"{found}\" hides the word \"not\"");
            let help = format!("write \"{}\"", hit.replacement.unwrap_or_default());
            text.report_as(codes::LANG_05, severity, at, &bytes, message, help);
        }
    }
}

fn spelling(text: &mut TextCheck<'_>) {
    let rules = text.rules;
    let own = text.document.meta.language.as_deref();
    let own = own.and_then(|language| rules.lists.foreign_spelling(language));
    let Some(list) = own.or(rules.foreign_spelling) else {
        return;
    };
    for at in 0..text.passages.len() {
        for hit in text.passages[at].hits(list) {
            let (bytes, found) = text.found(at, &hit);
            let passage = &text.passages[at];
            // A capital in the middle of a sentence begins a name, and the words of a link are a title.
            let is_exempt = is_name(passage.text(), &bytes)
                || passage.passage.quoted
                || passage.is_in_link(&bytes);
            if !is_exempt {
                let message = format!("\"{found}\" is not {} spelling", text.language());
                let help = format!("write \"{}\"", hit.replacement.unwrap_or_default());
                text.report(codes::LANG_06, at, &bytes, message, help);
            }
        }
    }
}

/// Whether a word starts with a capital in the middle of a sentence, as names do.
fn is_name(text: &str, bytes: &Range<usize>) -> bool {
    let goes_on = |before: char| before.is_alphanumeric() || before == ',';
    text[bytes.clone()].starts_with(char::is_uppercase)
        && text[..bytes.start].trim_end().ends_with(goes_on)
}

fn orders(text: &mut TextCheck<'_>) {
    let list = text.rules.lists.get("orders");
    let mut orders: Vec<(usize, Range<usize>)> = Vec::new();
    let mut words = 0;
    for (at, passage) in text.passages.iter().enumerate() {
        if passage.is_about_safety() || !passage.is_own_voice() {
            continue;
        }
        words += passage.words.len();
        let hits = passage.hits(list).into_iter();
        orders.extend(hits.map(|hit| (at, passage.bytes(&hit.words))));
    }
    let most = ORDERS_IN_500_WORDS * words.div_ceil(500).max(1);
    if let Some((at, bytes)) = orders.get(most) {
        let message = format!(
            "\"should\" and \"must\" are used {} times in {words} words",
            orders.len()
        );
        text.report(
            codes::LANG_09,
            *at,
            bytes,
            message,
            "\"can\", \"could\" and \"may help\" leave the reader a choice",
        );
    }
}

/// Something loud: its bytes, what is wrong with it, and how to say it quietly.
type LoudMark = (Range<usize>, &'static str, &'static str);

fn loudness(text: &mut TextCheck<'_>) {
    let mut loud: Vec<(usize, LoudMark)> = Vec::new();
    // Most texts have no word in capitals, for which ordinary words would have to be known.
    let ordinary = LazyCell::new(|| ordinary_words(&text.passages));
    for (at, passage) in text.passages.iter().enumerate() {
        if passage.is_own_voice() {
            let mut found = capitals(passage, &text.rules.lists, &ordinary);
            found.extend(loud_marks(passage.text()));
            found.retain(|(bytes, ..)| !passage.is_quoted(bytes));
            loud.extend(found.into_iter().map(|mark| (at, mark)));
        }
    }
    drop(ordinary);
    for (at, (bytes, message, help)) in loud {
        text.report(codes::LANG_10, at, &bytes, message, help);
    }
}

/// Ordinary words in capitals.
fn capitals<'o>(
    passage: &AnnotatedPassage<'_>,
    lists: &PhraseLists,
    ordinary: &impl Deref<Target = FxHashSet<&'o str>>,
) -> Vec<LoudMark> {
    let (acronyms, shouted) = (lists.get("acronyms"), lists.get("shouted"));
    let is_shouted = |(at, word): &(usize, &Word)| {
        let this = *at..at + 1;
        let written = &passage.text()[word.range.clone()];
        word.is_changed()
            && written.chars().all(char::is_uppercase)
            && written.chars().count() > LONGEST_CAPITALS
            && (ordinary.contains(&*word.lower) || passage.has(shouted, this.clone()))
            && !passage.has(acronyms, this)
    };
    let shouted = passage.words.iter().enumerate().filter(is_shouted);
    let help = "write it as an ordinary word, or spell out what it stands for";
    shouted
        .map(|(_, word)| (word.range.clone(), "a word in capitals shouts", help))
        .collect()
}

/// Exclamation marks, ellipses and emoji.
fn loud_marks(text: &str) -> Vec<LoudMark> {
    const DOTS: (&str, &str) = (
        "an ellipsis leaves the reader guessing",
        "end the sentence, or say what is left out",
    );
    const EXCLAMATION: (&str, &str) = (
        "an exclamation mark is loud",
        "end the sentence with a full stop",
    );
    let mut found = Vec::new();
    for (mark, (message, help)) in [("!", EXCLAMATION), ("...", DOTS), ("…", DOTS)] {
        let places = text.match_indices(mark);
        found.extend(places.map(|(from, _)| (from..from + mark.len(), message, help)));
    }
    if text.is_ascii() {
        return found;
    }
    let emoji = text.char_indices().filter(|(_, c)| is_emoji(*c));
    found.extend(emoji.map(|(from, c)| {
        (
            from..from + c.len_utf8(),
            "a screen reader may read this emoji oddly",
            "say it in words",
        )
    }));
    found
}

/// The words that the text also writes without capitals: written in capitals they are the same words, and not acronyms.
fn ordinary_words<'t>(passages: &'t [AnnotatedPassage<'_>]) -> FxHashSet<&'t str> {
    let words = passages.iter().flat_map(|passage| {
        let is_small = |word: &&Word<'_>| {
            !word.is_changed() || !passage.text()[word.range.clone()].contains(char::is_uppercase)
        };
        passage.words.iter().filter(is_small)
    });
    words.map(|word| &*word.lower).collect()
}

/// Whether a character is in one of the Unicode blocks of emoji, pictographs and symbols.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1F2FF}')
}
