//! Sentences that could put a reader in danger, pressure or blame them, and pages that mention a danger without saying
//! where to find help.
//!
//! It does not check the settings and the help data; `safety_settings` does.

use std::ops::Range;

use super::article::is_link_to;
use super::passage::AnnotatedPassage;
use super::phrase_lists::Hit;
use super::text_check::{ListRule, TextCheck};
use super::text_rules::TextRules;
use super::word::Word;
use crate::codes;
use crate::data::help::digits;
use crate::diag::{Span, span_around};
use crate::document::Safety;
use crate::markdown::{BlockKind, Link};
use crate::word_list::entries;

/// How many callouts a page can have before readers skip them.
const MOST_CALLOUTS: usize = 2;

/// Verbs that begin a task for two people.
const SHARED_TASK_VERBS: &str = include_str!("../words/en/shared-task-verbs.txt");

/// The most words of a phrase that introduces an order, such as "you could".
const LONGEST_COMMAND: usize = 5;

/// The fewest digits of a telephone number.
const FEWEST_DIGITS: usize = 7;

/// The fewest digits of a number within its country, without its leading zero, that is recognised behind a country code. With
/// fewer, two numbers that end alike could be taken for one.
const FEWEST_NATIONAL_DIGITS: usize = 8;

/// The most digits of a country code (E.164).
const LONGEST_COUNTRY_CODE: usize = 3;

/// What the article must not say in its own voice, except in a box of what not to do.
const PRESSURE_AND_BLAME: [ListRule; 2] = [
    ListRule {
        code: codes::SAFE_04,
        list: "pressure",
        message: "puts pressure on the reader",
        help: "leave the choice with the reader: say what is possible, and that they may decide otherwise",
    },
    ListRule {
        code: codes::SAFE_05,
        list: "blame",
        message: "blames the person who was hurt",
        help: "separate what both did from what one person chose",
    },
];

const DIAGNOSES: ListRule = ListRule {
    code: codes::SAFE_12,
    list: "diagnoses",
    message: "is a diagnosis",
    help: "describe what the person does, and say who can assess it",
};

/// Instructions to spy on a partner.
const WATCHING: ListRule = ListRule {
    code: codes::SAFE_11,
    list: "watching",
    message: "tells the reader to spy on a partner",
    help: "suggest what they can ask for openly",
};

const DANGER_STEPS: ListRule = ListRule {
    code: codes::SAFE_13,
    list: "danger_steps",
    message: "is a step that can increase danger",
    help: "leave plans to specialists who know the reader's situation, and say how to reach them",
};

pub(super) fn check(text: &mut TextCheck<'_>) {
    // While the front matter is unread, the page may have the flags that these rules would miss.
    if !text.document.unread {
        couples_task(text);
        second_notice(text);
        risks(text);
    }
    for rule in &PRESSURE_AND_BLAME {
        text.report_list(rule, |passage, _| {
            passage.is_own_voice() && !passage.is_in(&["dont"])
        });
    }
    couples_work(text);
    telephone_numbers(text);
    callouts(text);
    orders(text, &WATCHING);
    text.report_list(&DIAGNOSES, |passage, _| passage.is_own_voice());
    orders(text, &DANGER_STEPS);
}

/// A task for two on a page for an audience that does things together, if the page is not marked as such. Steps are such a
/// task, and so is a sentence that asks two people to do something with each other.
fn couples_task(text: &mut TextCheck<'_>) {
    let document = text.document;
    let together = text.rules.audiences.iter().filter(|kind| kind.together);
    let mut together = together.map(|kind| kind.id.as_str());
    let is_for_both = together.any(|id| {
        let mut named = document.meta.audience.iter();
        named.any(|(name, _)| name == id)
    });
    let safety = &document.meta.safety;
    let is_marked = safety.contains(&Safety::CouplesWork) || safety.contains(&Safety::CouplesPart);
    if !is_for_both || is_marked || document.meta.safety_reason.is_some() {
        return;
    }
    let task = text.passages.iter().enumerate().find_map(|(at, passage)| {
        let is_task = passage.passage.is_in(BlockKind::STEPS) || asks_each_other(passage);
        is_task.then_some((at, 0..passage.text().len()))
    });
    if let Some((at, bytes)) = task {
        text.report(
            codes::SAFE_02,
            at,
            &bytes,
            "this is a task for two, and the page is not marked as `couples-work`",
            "add `couples-work` to `safety`, or `couples-part` if one person does it alone, or say `safety: none` with a `safety_reason`",
        );
    }
}

/// A second warning on a page that has one: another help card, a kind of notice that contradicts the first, or a paragraph
/// before the first heading that links to the page to which the notice links.
fn second_notice(text: &mut TextCheck<'_>) {
    let document = text.document;
    let safety = &document.meta.safety;
    if safety.contains(&Safety::CouplesWork) && safety.contains(&Safety::CouplesPart) {
        text.report_at(
            codes::SAFE_18,
            document.top(),
            "`couples-work` says that the page is for two people, and `couples-part` that it is for one",
            "keep the one that fits the whole page",
        );
    }
    let notices = text.prose.blocks.iter();
    let mut notices = notices.filter(|(kind, _)| kind.is_help_card());
    let has_notice = notices.next().is_some();
    if let Some((_, span)) = notices.next() {
        text.report_at(
            codes::SAFE_18,
            span.clone(),
            "this page has a second help card",
            "merge both into one block: `> [!notice]` and `> [!help-now]` are the help card of a page",
        );
    }
    if !safety.is_empty() || has_notice {
        repeated_link(text);
    }
}

/// A link before the first heading to a page to which the notice of this page links.
fn repeated_link(text: &mut TextCheck<'_>) {
    let lead = text.passages.iter();
    let lead = lead.take_while(|passage| !passage.is_heading());
    // A card of help has its own link to the help page.
    let written = lead.filter(|passage| {
        passage.is_own_voice() && !passage.is_in(&["help", "help-soon", "help-now"])
    });
    let written: Vec<Span> = written
        .map(|passage| passage.passage.span.clone())
        .collect();
    let is_repeated = |link: &&Link| {
        // A link to one part of a page says more than the notice does.
        let is_whole = !link.target.contains('#');
        let mut pages = text.rules.safety_pages.iter();
        is_whole
            && pages.any(|page| is_link_to(&link.target, page))
            && span_around(&written, link.span.start).is_some_and(|span| link.span.end <= span.end)
    };
    if let Some(link) = text.document.parsed.links.iter().find(is_repeated) {
        text.report_at(
            codes::SAFE_18,
            link.span.clone(),
            "the notice of this page already links there",
            "write the paragraph as a block `> [!notice]` without this link, or remove it: mend adds the links",
        );
    }
}

/// Whether a sentence starts by asking the two to do something with each other.
fn asks_each_other(passage: &AnnotatedPassage<'_>) -> bool {
    let asks = |sentence: &Range<usize>| {
        let words = &passage.words[sentence.clone()];
        let is_each_other = |pair: &[Word]| &*pair[0].lower == "each" && &*pair[1].lower == "other";
        let first = words.first().map(|word| &*word.lower);
        words.windows(2).any(is_each_other)
            && entries(SHARED_TASK_VERBS).any(|verb| Some(verb) == first)
    };
    passage.is_own_voice() && passage.sentences.iter().any(asks)
}

fn risks(text: &mut TextCheck<'_>) {
    let flags = [
        (
            Safety::Abuse,
            "risk_abuse",
            "add `abuse` to `safety`, so that the page carries its notice, or link to the safety page here",
        ),
        (
            Safety::Crisis,
            "risk_crisis",
            "add `crisis` to `safety`, so that the page carries its notice, or link to the safety page here",
        ),
    ];
    for (flag, list, help) in flags {
        if text.document.meta.safety.contains(&flag) {
            continue;
        }
        let rule = ListRule {
            code: codes::SAFE_03,
            list,
            message: "names a risk that the page has no flag for",
            help,
        };
        text.report_list(&rule, |passage, _| {
            passage.is_own_voice() && !passage.points_to_help
        });
    }
}

/// Couples counselling on a page that never says when it is not safe, in its notice or in its text.
fn couples_work(text: &mut TextCheck<'_>) {
    let warns = |kind: &Safety| {
        matches!(
            kind,
            Safety::CouplesWork | Safety::CouplesPart | Safety::Abuse
        )
    };
    if text.document.meta.safety.iter().any(warns)
        || text.passages.iter().any(|passage| passage.points_to_help)
    {
        return;
    }
    let rule = ListRule {
        code: codes::SAFE_06,
        list: "couples_work",
        message: "is mentioned, and nothing on this page links to the safety page",
        help: "couples work is not advised where there is abuse: say so, and link to the page that explains it",
    };
    text.report_list(&rule, |passage, _| {
        passage.is_own_voice() && passage.is_body()
    });
}

fn telephone_numbers(text: &mut TextCheck<'_>) {
    for at in 0..text.passages.len() {
        let passage = &text.passages[at];
        let found = numbers(&passage.passage.text);
        // A listed number inside a longer one that was found by its form is reported with that one.
        let listed = text.rules.listed_numbers.find(passage).into_iter();
        let more = listed.filter(|listed| {
            let mut known = found.iter();
            !is_own_number(text.rules, &passage.passage.text[listed.clone()])
                && !known.any(|known| known.start <= listed.start && listed.end <= known.end)
        });
        let more: Vec<Range<usize>> = more.collect();
        for bytes in more {
            text.report(
                codes::SAFE_07,
                at,
                &bytes,
                "this article contains a telephone number of the help data",
                "link to the help page instead, or show the contact with a block such as `> [!help-now]`, so that the number is kept up to date in one place",
            );
        }
        for bytes in found {
            if is_own_number(text.rules, &text.passages[at].passage.text[bytes.clone()]) {
                continue;
            }
            text.report(
                codes::SAFE_07,
                at,
                &bytes,
                "this article contains a telephone number",
                "put it in content/help.yaml with its source and the date on which it was checked, and link to the help page; a practice's own number belongs to `[practice]` in site.toml",
            );
        }
    }
}

/// Whether this is the number of the practice, with or without the code of its country.
fn is_own_number(rules: &TextRules, written: &str) -> bool {
    let Some(own) = &rules.own_number else {
        return false;
    };
    let (own, written) = (own.trim_start_matches('0'), digits(written));
    let written = written.trim_start_matches('0');
    let (long, short) = match own.len() < written.len() {
        true => (written, own),
        false => (own, written),
    };
    long == short
        || long.strip_suffix(short).is_some_and(|code| {
            short.len() >= FEWEST_NATIONAL_DIGITS && code.len() <= LONGEST_COUNTRY_CODE
        })
}

/// What looks like a telephone number: at least seven digits in groups, and neither a date, a span of years, a DOI nor an
/// ISBN.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/');
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
    {
        let start = from + start;
        let first = text[start..].chars().next().map_or(1, char::len_utf8);
        let length = text[start + first..]
            .find(|c: char| !part(c))
            .unwrap_or(text.len() - start - first);
        let run = &text[start..start + first + length];
        let trimmed = run.trim_end_matches(|c: char| !c.is_ascii_digit());
        from = start + run.len().max(first);
        if !trimmed.starts_with("10.") && is_number(trimmed) && !is_identifier(&text[..start]) {
            found.push(start..start + trimmed.len());
        }
    }
    found
}

/// Whether digits after this text belong to a word, an address, a price or an identifier.
fn is_identifier(before: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '£' | '$' | '€' | ',');
    let name = before.trim_end();
    let ends_with = |name: &str, end: &str| {
        let start = name.len().checked_sub(end.len());
        start.is_some_and(|start| name.as_bytes()[start..].eq_ignore_ascii_case(end.as_bytes()))
    };
    before.ends_with(goes_on)
        || ["doi:", "doi", "isbn"]
            .iter()
            .any(|end| ends_with(name, end))
}

fn is_number(written: &str) -> bool {
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let groups: Vec<&str> = written
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let is_year =
        |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_date = matches!(lengths[..], [4, 2, 2] | [1 | 2, 1 | 2, 4]);
    // A full stop separates two numbers, and so does a bracket after a blank, unless the first begins with `0` or `+`.
    let is_sentence =
        written.contains(". ") || written.contains(" (") && !written.starts_with(['0', '+']);
    (FEWEST_DIGITS..=15).contains(&digits)
        && !groups.iter().all(is_year)
        && !is_date
        && !is_sentence
}

fn callouts(text: &mut TextCheck<'_>) {
    let prose = text.prose;
    let kinds: [(&[&str], usize, &str); 2] = [
        (
            &["note", "tip", "important", "warning", "caution"],
            MOST_CALLOUTS,
            "callouts",
        ),
        (&["help-now"], 1, "emergency cards"),
    ];
    for (names, most, plural) in kinds {
        let found: Vec<_> = prose
            .blocks
            .iter()
            .filter(|(kind, _)| names.contains(&kind.name()))
            .collect();
        if let Some((_, span)) = found.get(most) {
            text.report_at(
                codes::SAFE_10,
                span.clone(),
                format!(
                    "this page has {} {plural}, and a reader in distress skips more than {most}",
                    found.len()
                ),
                "keep the most important and write the rest as ordinary text",
            );
        }
    }
}

/// Phrases that are only wrong as an order: at the start of a sentence or clause, or after "you could" and the like.
fn orders(text: &mut TextCheck<'_>, rule: &ListRule) {
    let commands = text.rules.lists.get("commands");
    text.report_list(rule, |passage, hit| {
        let start = hit.words.start;
        let sentence = passage.sentence_of(start);
        let tail = start.saturating_sub(LONGEST_COMMAND).max(sentence.start)..start;
        let is_order = sentence.start == start
            || tail
                .into_iter()
                .any(|from| passage.is_exactly(commands, from..start))
            || starts_clause(passage, hit);
        passage.is_own_voice() && passage.is_body() && !passage.is_in(&["dont"]) && is_order
    });
}

/// Whether a hit follows a comma, a colon or a dash: "If you are unsure, check their phone".
fn starts_clause(passage: &AnnotatedPassage<'_>, hit: &Hit) -> bool {
    let start = passage.words[hit.words.start].range.start;
    passage.text()[..start]
        .trim_end()
        .ends_with([',', ':', ';', '–', '—'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_told_from_other_digits() {
        for number in [
            "0808 2000 247",
            "+44 20 7946 0018",
            "1-800-799-7233",
            "(020) 7946 0018",
            "1800737732",
        ] {
            assert_eq!(
                numbers(&format!("Call {number} today.")).len(),
                1,
                "{number}"
            );
        }
        for other in [
            "2026-11-24",
            "24/11/2026",
            "2008 to 2012",
            "2,092 couples",
            "doi 10.1145/3544548.3581078",
            "82(1), 154 to 170",
            "1 2 3 4",
            "2010. 2011",
        ] {
            assert!(numbers(other).is_empty(), "{other}");
        }
    }
}
