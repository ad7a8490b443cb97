//! Where a stem stands, as a list of numbers: how the browser is told.

use super::Places;

/// A word that is in more articles than this, and in more than a tenth, keeps its best tenth.
const CAP: usize = 200;

/// A list of articles as numbers: how many there are, then gap and sections of each.
pub(super) fn encode(mut list: Vec<(u32, Places)>, articles: usize) -> Vec<u32> {
    let mut numbers = vec![list.len() as u32];
    let cap = (articles / 10).max(CAP);
    if list.len() > cap {
        let best = |places: &[(u32, u32)]| places.iter().map(|(_, impact)| *impact).max();
        list.sort_by_key(|(number, places)| (std::cmp::Reverse(best(places)), *number));
        list.truncate(cap);
        list.sort_by_key(|(number, _)| *number);
    }
    let mut before = 0;
    for (number, places) in list {
        numbers.push(number - before);
        before = number;
        let mut section = 0;
        let last = places.len() - 1;
        for (at, (place, impact)) in places.into_iter().enumerate() {
            numbers.push(((place - section) << 5) | (impact << 1) | u32::from(at < last));
            section = place;
        }
    }
    numbers
}

/// The list that [`encode`] wrote.
pub(super) fn decode(list: &[u32]) -> Vec<(u32, Places)> {
    let mut articles = Vec::new();
    let mut numbers = list.iter().copied().skip(1);
    let mut article = 0;
    while let Some(gap) = numbers.next() {
        article += gap;
        let mut places = Places::new();
        let mut section = 0;
        for packed in numbers.by_ref() {
            section += packed >> 5;
            places.push((section, (packed >> 1) & 15));
            if packed & 1 == 0 {
                break;
            }
        }
        articles.push((article, places));
    }
    articles
}
