//! Days and moments, as authors write them and as pages show them.
//!
//! A date in front matter is a day or a moment. If it has no time zone, it is read in that of the site. Nothing here
//! reads the clock: the current time is an input of the build.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Serialize, Serializer};

/// A moment in time, and the day it falls on in the site's time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    timestamp: Timestamp,
    day: Date,
}

/// The time zone of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// A zone by its IANA name, such as `Europe/London`.
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The names of all zones.
    pub fn names() -> Vec<String> {
        let names = jiff::tz::db().available();
        names.map(|name| name.as_str().to_owned()).collect()
    }

    /// UTC.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The moment this many seconds after 1970-01-01T00:00:00Z.
    pub fn at_seconds(&self, seconds: i64) -> Option<Moment> {
        Timestamp::from_second(seconds)
            .ok()
            .map(|timestamp| self.moment(timestamp))
    }

    /// Parses a date in the notations of authors and other tools. A day without a time means the start of that day.
    ///
    /// Accepts `2026-01-31`, `2026-01-31T09:00` and `2026-01-31 09:00:00`. A time may be followed by `Z`, `+01:00` or
    /// ` +0100`, and an offset by a zone such as `[Europe/London]`.
    pub fn parse(&self, text: &str) -> Option<Moment> {
        let text = text.trim();
        if let Ok(zoned) = text.parse::<Zoned>() {
            return Some(self.moment(zoned.timestamp()));
        }
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Some(self.moment(timestamp));
        }
        // Jekyll writes `2026-01-31 09:00:00 +0100`, with a space before the offset.
        let parts: Vec<&str> = text.split_ascii_whitespace().collect();
        if let [date, time, offset] = parts[..]
            && let Ok(timestamp) = format!("{date}T{time}{offset}").parse::<Timestamp>()
        {
            return Some(self.moment(timestamp));
        }
        // jiff's parsers of civil dates and times ignore an offset or a time that they do not need. So a text with an
        // offset is refused, and a day must not be longer than `2026-01-31`.
        if text.contains(['Z', 'z', '+']) {
            return None;
        }
        let local = match text.parse::<Date>() {
            Ok(day) if text.len() <= 10 => day.to_datetime(jiff::civil::Time::midnight()),
            _ => text.parse::<DateTime>().ok()?,
        };
        self.0
            .to_zoned(local)
            .ok()
            .map(|zoned| self.moment(zoned.timestamp()))
    }

    fn moment(&self, timestamp: Timestamp) -> Moment {
        Moment {
            timestamp,
            day: timestamp.to_zoned(self.0.clone()).date(),
        }
    }
}

/// Parses the date of an HTTP header, such as `Sun, 06 Nov 1994 08:49:37 GMT`, to seconds since 1970-01-01T00:00:00Z.
pub fn http_seconds(text: &str) -> Option<i64> {
    let parsed = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim());
    parsed.ok().map(Timestamp::as_second)
}

/// Formats seconds since 1970-01-01T00:00:00Z for an HTTP header: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn http_date(seconds: u64) -> Option<String> {
    let timestamp = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&timestamp).ok()
}

impl Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.timestamp.as_second()
    }

    /// The number of days from this day to another, negative if the other one is earlier.
    pub fn days_until(self, other: Moment) -> i64 {
        other
            .day
            .since(self.day)
            .map_or(0, |span| i64::from(span.get_days()))
    }

    /// The moment this many days later. The timestamp moves by 24 hours a day, even where the clocks change.
    pub fn plus_days(self, days: i32) -> Moment {
        Moment {
            timestamp: self
                .timestamp
                .saturating_add(jiff::Span::new().hours(i64::from(days) * 24))
                .unwrap_or(self.timestamp),
            day: self.day.saturating_add(jiff::Span::new().days(days)),
        }
    }

    /// The year, in the site's time zone.
    pub fn year(self) -> i64 {
        i64::from(self.day.year())
    }

    /// The moment in whole seconds for feeds and sitemaps: `2026-01-31T09:00:00Z`.
    pub fn rfc3339(self) -> String {
        Timestamp::from_second(self.seconds())
            .unwrap_or(self.timestamp)
            .to_string()
    }

    /// The day in the site's time zone: `2026-01-31`.
    pub fn iso_day(self) -> String {
        self.day.to_string()
    }

    /// The day in the site's time zone, in words: `31 January 2026`.
    pub fn long_day(self) -> String {
        self.day.strftime("%-d %B %Y").to_string()
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl Serialize for Moment {
    /// Writes a map of `iso` (the day), `day`, `month` and `year` (as numbers) and `moment` (RFC 3339).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("iso", &self.iso_day())?;
        map.serialize_entry("day", &self.day.day())?;
        map.serialize_entry("month", &self.day.month())?;
        map.serialize_entry("year", &self.day.year())?;
        map.serialize_entry("moment", &self.rfc3339())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_site_is() {
        let zone = Zone::named("Pacific/Auckland").expect("the zone database is bundled");
        let moment = zone.parse("2026-12-01").expect("a plain day");
        assert_eq!(moment.rfc3339(), "2026-11-30T11:00:00Z");
        assert_eq!(moment.iso_day(), "2026-12-01");
        assert_eq!(moment.long_day(), "1 December 2026");
    }

    #[test]
    fn dates_of_headers_are_read_and_written() {
        for (seconds, text) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        ] {
            assert_eq!(http_date(seconds).as_deref(), Some(text));
            assert_eq!(http_seconds(text), i64::try_from(seconds).ok());
        }
        assert_eq!(http_date(u64::MAX), None);
        assert_eq!(http_seconds("120"), None);
        assert_eq!(http_seconds("soon"), None);
    }

    #[test]
    fn dates_are_read_as_other_tools_write_them() {
        let zone = Zone::utc();
        for text in [
            "2026-01-31T09:00:00Z",
            "2026-01-31T09:00",
            "2026-01-31 09:00:00",
            "2026-01-31T10:00:00+01:00",
            "2026-01-31 10:00:00 +0100",
            "2026-01-31 10:00:00 +01:00",
            "2026-01-31T10:00:00+01:00[Europe/Paris]",
        ] {
            let moment = zone
                .parse(text)
                .unwrap_or_else(|| panic!("{text} is a date"));
            assert_eq!(moment.rfc3339(), "2026-01-31T09:00:00Z", "{text}");
        }
        for text in ["2026-02-30", "tomorrow", "", "2026-13-01", "31/01/2026"] {
            assert_eq!(zone.parse(text), None, "{text}");
        }
    }
}
