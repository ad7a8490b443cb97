//! Postings: the sections in which a stem occurs, and their encoding as a list of numbers.
//!
//! The weights are computed in `indexer`.

/// How many articles of a stem are always published. A stem in more of them keeps the best ones, up to this number or a tenth
/// of all articles, whichever is more: it distinguishes articles so little that the rest would cost bytes without changing the
/// order.
const ALWAYS_KEPT: usize = 200;

/// A section in which a stem occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// The article's number in the site.
    pub(super) article: u32,
    /// The section's number in its article.
    pub(super) section: u32,
    /// How much the section is about the stem, 1 to 15.
    pub(super) impact: u32,
}

/// A [`Posting`] inside a block of articles, in four bytes: there are as many as there are words in the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
            section: u32::from(self.section),
            impact: u32::from(self.impact),
        }
    }
}

/// Sorted postings as numbers: how many articles there are, then gap and sections of each (see the format in the
/// room's documentation). `articles` is how many the site has.
///
/// The first number counts all articles, also those that are left out: the browser ranks rare stems higher by it.
pub(super) fn encode(mut postings: Vec<Posting>, articles: usize) -> Vec<u32> {
    let mut best: Vec<(u32, u32)> = Vec::new();
    for found in postings.chunk_by(is_same_article) {
        let impacts = found.iter().map(|posting| posting.impact);
        best.push((impacts.max().unwrap_or_default(), found[0].article));
    }
    let mut numbers = vec![best.len() as u32];
    let most = (articles / 10).max(ALWAYS_KEPT);
    if best.len() > most {
        best.sort_unstable_by_key(|(impact, article)| (std::cmp::Reverse(*impact), *article));
        let mut kept: Vec<u32> = best[..most].iter().map(|(_, article)| *article).collect();
        kept.sort_unstable();
        postings.retain(|posting| kept.binary_search(&posting.article).is_ok());
    }
    let mut before = 0;
    for found in postings.chunk_by(is_same_article) {
        let article = found[0].article;
        numbers.push(article - before);
        before = article;
        let mut section_before = 0;
        for (at, posting) in found.iter().enumerate() {
            let more = u32::from(at + 1 < found.len());
            let gap = posting.section - section_before;
            numbers.push((gap << 5) | (posting.impact << 1) | more);
            section_before = posting.section;
        }
    }
    numbers
}

/// The postings that [`encode`] kept.
pub(super) fn decode(list: &[u32]) -> Vec<Posting> {
    let mut postings = Vec::new();
    let mut numbers = list.iter().copied().skip(1);
    let mut article = 0;
    while let Some(gap) = numbers.next() {
        article += gap;
        let mut section = 0;
        for packed in numbers.by_ref() {
            section += packed >> 5;
            postings.push(Posting {
                article,
                section,
                impact: (packed >> 1) & 15,
            });
            if packed & 1 == 0 {
                break;
            }
        }
    }
    postings
}

fn is_same_article(left: &Posting, right: &Posting) -> bool {
    left.article == right.article
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(article: u32, section: u32, impact: u32) -> Posting {
        Posting {
            article,
            section,
            impact,
        }
    }

    #[test]
    fn postings_are_read_back_as_they_were_written() {
        let postings = vec![posting(3, 0, 15), posting(3, 2, 1), posting(70, 1, 7)];
        let numbers = encode(postings.clone(), 100);
        assert_eq!(
            numbers,
            [
                2,
                3,
                (15 << 1) | 1,
                (2 << 5) | (1 << 1),
                67,
                (1 << 5) | (7 << 1)
            ]
        );
        assert_eq!(decode(&numbers), postings);
    }

    #[test]
    fn a_stem_in_many_articles_keeps_the_best_and_counts_all() {
        let postings = (0..300).map(|article| posting(article, 0, 1 + article % 15));
        let numbers = encode(postings.collect(), 300);
        let kept = decode(&numbers);
        assert_eq!((numbers[0], kept.len()), (300, ALWAYS_KEPT));
        assert!(kept.iter().all(|posting| posting.impact >= 5));
    }
}
