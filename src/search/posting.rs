//! Where a stem stands, as a list of numbers: how the browser is told.

/// A word that is in more articles than this, and in more than a tenth, keeps its best tenth.
const CAP: usize = 200;

/// A section where something stands: the article, the section in it, and how much it is about that, 1 to 15.
pub(super) type Posting = (u32, u32, u32);

/// Sorted postings as numbers: how many articles there are, then gap and sections of each. `articles` is how many
/// the site has.
pub(super) fn encode(mut postings: Vec<Posting>, articles: usize) -> Vec<u32> {
    let mut best: Vec<(u32, u32)> = Vec::new();
    for found in postings.chunk_by(same_article) {
        let impacts = found.iter().map(|(.., impact)| *impact);
        best.push((impacts.max().unwrap_or_default(), found[0].0));
    }
    let mut numbers = vec![best.len() as u32];
    let cap = (articles / 10).max(CAP);
    if best.len() > cap {
        best.sort_unstable_by_key(|(impact, article)| (std::cmp::Reverse(*impact), *article));
        let mut kept: Vec<u32> = best[..cap].iter().map(|(_, article)| *article).collect();
        kept.sort_unstable();
        postings.retain(|(article, ..)| kept.binary_search(article).is_ok());
    }
    let mut before = 0;
    for found in postings.chunk_by(same_article) {
        let article = found[0].0;
        numbers.push(article - before);
        before = article;
        let mut section_before = 0;
        for (at, (_, section, impact)) in found.iter().enumerate() {
            let more = u32::from(at + 1 < found.len());
            numbers.push(((section - section_before) << 5) | (impact << 1) | more);
            section_before = *section;
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
            postings.push((article, section, (packed >> 1) & 15));
            if packed & 1 == 0 {
                break;
            }
        }
    }
    postings
}

fn same_article(left: &Posting, right: &Posting) -> bool {
    left.0 == right.0
}
