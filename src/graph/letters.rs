//! The A to Z: all titles, by the letter under which readers look them up.
//!
//! In a script with an alphabet, titles are sorted by their first letters. Titles in other scripts are sorted into a few
//! classes, as in the index of a book: Japanese syllables by the row of their table, Korean ones by their first consonant,
//! and all Chinese characters together, since a letter for each of them would give every title a page of its own.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::generated::GeneratedRoutes;
use super::ids::{Listed, SectionId};
use super::inputs::GraphInputs;
use super::list_order::ListOrder;
use super::sections::Section;
use super::title_order::{sort_key, without_article};
use crate::language::Alphabet;
use crate::path::{self, Route};

/// The name of the letter for titles that begin with a digit or have no letters.
pub const DIGITS: &str = "0 to 9";

/// One letter of the A to Z.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The letter, `B`, or [`DIGITS`].
    pub name: String,
    /// Its address: a page of its own when the list is long, else the A to Z.
    pub route: Route,
    /// The entries that begin with it, by title.
    pub entries: Vec<Entry>,
}

/// An entry of the A to Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// An article.
    Article(Listed),
    /// A section.
    Section(SectionId),
}

/// Something with a title, and its place in the alphabet: a section comes after an article of the same name.
struct TitleEntry<'a> {
    key: (Cow<'a, [u8]>, usize),
    title: &'a str,
    entry: Entry,
}

/// Everything with a title, by its first letter.
pub(super) fn letters(
    inputs: &GraphInputs<'_>,
    generated: &GeneratedRoutes,
    articles: &[Listed],
    sections: &[Section],
    order: &ListOrder<'_>,
) -> Vec<Letter> {
    let ListOrder {
        titles, alphabet, ..
    } = *order;
    let articles = articles.iter().map(|page| {
        let id = page.id();
        TitleEntry {
            key: (Cow::from(titles.key(id)), titles.rank(id)),
            title: inputs.documents[id.index()].title.as_str(),
            entry: Entry::Article(*page),
        }
    });
    let sections = sections.iter().enumerate().skip(1);
    let sections = sections
        .filter(|(_, section)| section.size > 0 && !section.is_shelf())
        .map(|(at, section)| {
            let title = section.title.as_str();
            TitleEntry {
                key: (Cow::from(sort_key(title, alphabet)), usize::MAX),
                title,
                entry: Entry::Section(SectionId::from_index(at)),
            }
        });
    let mut entries: Vec<TitleEntry<'_>> = articles.chain(sections).collect();
    entries.sort_by(|left, right| left.key.cmp(&right.key));
    let long = entries.len() > inputs.settings.page_size;
    let mut letters: Vec<Letter> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for TitleEntry { title, entry, .. } in entries {
        let name = first_letter(title, alphabet);
        let at = *places.entry(name).or_insert_with_key(|name| {
            let slug = path::slug(name);
            let route = match long {
                true => generated.a_to_z.join(&format!("{slug}/")),
                false => generated.a_to_z.clone(),
            };
            letters.push(Letter {
                name: name.clone(),
                route,
                entries: Vec::new(),
            });
            letters.len() - 1
        });
        letters[at].entries.push(entry);
    }
    letters
}

/// The letter under which a title is looked up: that of the alphabet, or the class of a character without one. All digits are
/// one letter.
pub fn first_letter(title: &str, alphabet: &Alphabet) -> String {
    let title = without_article(title);
    let letters = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    match letters.nfkd().next() {
        Some(c) if c.is_alphabetic() => class(c).unwrap_or_else(|| alphabet.letter(letters)),
        _ => DIGITS.to_owned(),
    }
}

/// Scripts with hundreds of characters and without an alphabet, each with its first and last character. All titles in one
/// of them are under one letter. They are Canadian syllabics, Yi, Vai, Bamum, Linear B and A, cuneiform, hieroglyphs,
/// Anatolian hieroglyphs, Tangut and its neighbours, old kana, Nushu and Mende.
const SYLLABARIES: [(char, char); 14] = [
    ('\u{1401}', '\u{167f}'),
    ('\u{18b0}', '\u{18ff}'),
    ('\u{a000}', '\u{a4cf}'),
    ('\u{a500}', '\u{a63f}'),
    ('\u{a6a0}', '\u{a6ff}'),
    ('\u{10000}', '\u{100ff}'),
    ('\u{10600}', '\u{1077f}'),
    ('\u{12000}', '\u{1254f}'),
    ('\u{13000}', '\u{1342f}'),
    ('\u{14400}', '\u{1467f}'),
    ('\u{16800}', '\u{16a3f}'),
    ('\u{17000}', '\u{18cff}'),
    ('\u{1b000}', '\u{1b2ff}'),
    ('\u{1e800}', '\u{1e8ff}'),
];

/// The name of the class of a letter from a script without an alphabet: the first member of the class.
fn class(c: char) -> Option<String> {
    /// The rows of the table of Japanese syllables: the first character of each, and its name.
    const ROWS: [(char, char); 10] = [
        ('ぁ', 'あ'),
        ('か', 'か'),
        ('さ', 'さ'),
        ('た', 'た'),
        ('な', 'な'),
        ('は', 'は'),
        ('ま', 'ま'),
        ('ゃ', 'や'),
        ('ら', 'ら'),
        ('ゎ', 'わ'),
    ];
    /// The consonants that Korean syllables begin with; a doubled one counts as the single one.
    const CONSONANTS: [char; 19] = [
        'ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    let class = match c {
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30f6}' => {
            let kana = match c as u32 {
                // The katakana are in the same order as the hiragana, 0x60 code points later.
                katakana @ 0x30a1.. => char::from_u32(katakana - 0x60)?,
                _ => c,
            };
            ROWS.iter().rfind(|(first, _)| *first <= kana)?.1
        }
        '\u{1100}'..='\u{1112}' => CONSONANTS[c as usize - 0x1100],
        '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => {
            return Some("漢字".to_owned());
        }
        // Ethiopic has a row of eight for each consonant.
        '\u{1200}'..='\u{1357}' | '\u{2d80}'..='\u{2ddf}' | '\u{ab00}'..='\u{ab2f}' => {
            char::from_u32(c as u32 & !7)?
        }
        _ => {
            let holds = |(first, last): &&(char, char)| (*first..=*last).contains(&c);
            SYLLABARIES.iter().find(holds)?.0
        }
    };
    Some(class.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_few_letters() {
        let alphabet = Alphabet::of("en");
        for (title, letter) in [
            ("Élan", "E"),
            ("7 days", DIGITS),
            ("«Слова»", "С"),
            ("العلاقة", "ع"),
            ("علاقة", "ع"),
            ("التزام", "ا"),
            ("شكر", "ش"),
            ("אמון", "א"),
            ("信頼の回復", "漢字"),
            ("𠮷野", "漢字"),
            ("ガイド", "か"),
            ("ｶﾞｲﾄﾞ", "か"),
            ("ﷲ", "ا"),
            ("ぱん", "は"),
            ("ゃ", "や"),
            ("を", "わ"),
            ("꾸준히", "ㄱ"),
            ("한국", "ㅎ"),
            ("ሃሎ", "ሀ"),
        ] {
            assert_eq!(first_letter(title, &alphabet), letter, "{title}");
        }
    }

    #[test]
    fn as_many_titles_as_there_are_characters_have_few_letters() {
        let alphabet = Alphabet::of("en");
        let letters = |first: char, last: char| {
            let titles = (first..=last).filter(|c| c.is_alphabetic());
            let letters = titles.map(|c| first_letter(&c.to_string(), &alphabet));
            letters.collect::<std::collections::BTreeSet<_>>().len()
        };
        assert_eq!(letters('\u{4e00}', '\u{9fff}'), 1);
        assert_eq!(letters('\u{ac00}', '\u{d7a3}'), 14);
        assert_eq!(letters('\u{3041}', '\u{3096}'), 10);
        for (first, last) in SYLLABARIES {
            assert_eq!(letters(first, last), 1, "{first}");
        }
    }
}
