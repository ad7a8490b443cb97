//! Postings: the sections in which a stem occurs, and their encoding as a text.
//!
//! The weights are computed in `indexer`.

use serde::Serialize;

/// How many articles of a stem are always published. A stem in more of them keeps the best ones, up to this number or a tenth
/// of all articles, whichever is more: it distinguishes articles so little that the rest would cost bytes without changing the
/// order.
const ALWAYS_KEPT: usize = 200;

/// The digits of numbers, by their value. All of them may be in a JSON text as they are.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A section in which a stem occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// The article's number in the site.
    pub(super) article: u32,
    /// The section's number in its article.
    pub(super) section: u16,
    /// How much the section is about the stem, 1 to 15.
    pub(super) impact: u8,
}

/// A [`Posting`] inside a block of articles, in four bytes: there are as many as there are words in the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BlockPosting {
    /// The article's number in its block.
    pub(super) article: u8,
    /// How much the section is about the stem, 1 to 15.
    pub(super) impact: u8,
    /// The section's number in its article.
    pub(super) section: u16,
}

impl BlockPosting {
    /// The posting in the site, if the block's first article has this number.
    pub(super) fn in_site(self, first: u32) -> Posting {
        Posting {
            article: first + u32::from(self.article),
            section: self.section,
            impact: self.impact,
        }
    }
}

/// How many articles of a stem are published at most, in a site of so many.
pub(super) fn most_kept(articles: usize) -> usize {
    (articles / 10).max(ALWAYS_KEPT)
}

/// Sorted postings as they are published: how many articles there are, then gap and sections of each (see the format in the
/// room's documentation).
///
/// The first number counts all articles, also those that are left out: the browser ranks rare stems higher by it. A number is
/// written as in the mappings of a source map, in digits of five bits, of which the last is below 32: most numbers are small.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(transparent)]
pub(super) struct PostingList(Box<str>);

impl PostingList {
    /// The list of a stem, with `most` articles at most.
    pub(super) fn of(postings: &[Posting], most: usize) -> Self {
        let found = || postings.chunk_by(is_same_article);
        let best = |found: &[Posting]| found.iter().map(|posting| posting.impact).max();
        let articles = found().count();
        let mut text = String::with_capacity(2 * postings.len() + 4);
        push(articles as u32, &mut text);
        let mut filter = Filter::of(found().filter_map(best), most);
        let mut before = 0;
        for found in found().filter(|found| filter.keeps(best(found))) {
            let article = found[0].article;
            push(article - before, &mut text);
            before = article;
            let mut section_before = 0;
            for (at, posting) in found.iter().enumerate() {
                let more = u32::from(at + 1 < found.len());
                let gap = u32::from(posting.section - section_before);
                push(
                    (gap << 5) | (u32::from(posting.impact) << 1) | more,
                    &mut text,
                );
                section_before = posting.section;
            }
        }
        Self(text.into())
    }

    /// The list as it is written.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// In how many articles the stem is.
    pub(super) fn articles(&self) -> u32 {
        self.numbers().next().unwrap_or_default()
    }

    /// The postings that were kept.
    pub(super) fn postings(&self) -> Vec<Posting> {
        let mut postings = Vec::new();
        let mut numbers = self.numbers().skip(1);
        let mut article = 0;
        while let Some(gap) = numbers.next() {
            article += gap;
            let mut section = 0;
            for packed in numbers.by_ref() {
                section += (packed >> 5) as u16;
                postings.push(Posting {
                    article,
                    section,
                    impact: ((packed >> 1) & 15) as u8,
                });
                if packed & 1 == 0 {
                    break;
                }
            }
        }
        postings
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        let mut digits = self.0.bytes().map(value);
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0, 0);
            loop {
                let digit = digits.next()?;
                number |= (digit & 31) << shift;
                if digit < 32 {
                    return Some(number);
                }
                shift += 5;
            }
        })
    }
}

/// Appends a number, the lowest digit first.
fn push(mut number: u32, text: &mut String) {
    while number >= 32 {
        text.push(char::from(DIGITS[(number as usize & 31) | 32]));
        number >>= 5;
    }
    text.push(char::from(DIGITS[number as usize]));
}

/// The value of a digit.
fn value(digit: u8) -> u32 {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    value.into()
}

/// Keeps the articles of a stem with the highest impacts, the first ones among equals.
struct Filter {
    /// The articles with a higher impact are kept.
    above: u8,
    /// How many with just this impact are kept as well.
    room: usize,
}

impl Filter {
    /// `best` is the best impact of each article.
    fn of(best: impl Iterator<Item = u8>, most: usize) -> Self {
        let mut counts = [0; 16];
        for impact in best {
            counts[usize::from(impact)] += 1;
        }
        let mut room = most;
        for above in (1..=15).rev() {
            let count = counts[usize::from(above)];
            if count > room {
                return Self { above, room };
            }
            room -= count;
        }
        Self { above: 0, room: 0 }
    }

    fn keeps(&mut self, best: Option<u8>) -> bool {
        let best = best.unwrap_or_default();
        let is_last = best == self.above && self.room > 0;
        self.room -= usize::from(is_last);
        best > self.above || is_last
    }
}

fn is_same_article(left: &Posting, right: &Posting) -> bool {
    left.article == right.article
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(article: u32, section: u16, impact: u8) -> Posting {
        Posting {
            article,
            section,
            impact,
        }
    }

    #[test]
    fn postings_are_read_back_as_they_were_written() {
        let postings = [
            posting(3, 0, 15),
            posting(3, 2, 1),
            posting(70, 1, 7),
            posting(90_000, 40, 2),
        ];
        let list = PostingList::of(&postings, 100);
        let numbers: Vec<u32> = list.numbers().collect();
        assert_eq!(
            numbers,
            [
                3,
                3,
                (15 << 1) | 1,
                (2 << 5) | (1 << 1),
                67,
                (1 << 5) | (7 << 1),
                89_930,
                (40 << 5) | (2 << 1)
            ]
        );
        assert!(list.as_str().starts_with("DDf"), "{}", list.as_str());
        assert_eq!(list.postings(), postings);
    }

    #[test]
    fn a_digit_has_the_value_of_its_place() {
        for (at, digit) in (0..).zip(DIGITS) {
            assert_eq!(value(*digit), at);
        }
    }

    #[test]
    fn a_stem_in_many_articles_keeps_the_best_and_counts_all() {
        let postings: Vec<Posting> = (0..300)
            .map(|article| posting(article, 0, 1 + (article % 15) as u8))
            .collect();
        let list = PostingList::of(&postings, most_kept(300));
        let kept = list.postings();
        assert_eq!((list.articles(), kept.len()), (300, ALWAYS_KEPT));
        assert!(kept.iter().all(|posting| posting.impact >= 6));
        let of_impact = |impact| kept.iter().filter(move |posting| posting.impact == impact);
        assert!((6..=15).all(|impact| of_impact(impact).count() == 20));

        // Of equal articles, the first are kept.
        let fewer = PostingList::of(&postings, 190).postings();
        let last = fewer.iter().rfind(|posting| posting.impact == 6);
        assert_eq!(fewer.len(), 190);
        assert_eq!(last.map(|posting| posting.article), Some(9 * 15 + 5));
    }
}
