//! Dates in the words of the interface.

use super::texts::Texts;
use crate::date::Moment;

impl Texts {
    /// A day in words, as [`Moment::iso_day`] writes it.
    pub fn day(&self, moment: Moment) -> String {
        let day = moment.iso_day();
        let mut parts = day.split('-').map(|part| part.trim_start_matches('0'));
        let mut part = || parts.next().unwrap_or_default();
        let (year, month, day) = (part(), part(), part());
        self.date(day, month, year)
    }

    /// A date in words. The month is its number, from 1.
    pub fn date(&self, day: &str, month: &str, year: &str) -> String {
        let month = self.get(&format!("month_{month}"));
        self.fill("date", &[("day", day), ("month", &month), ("year", year)])
    }
}
