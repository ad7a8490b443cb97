//! The due dates of reviews as a calendar (RFC 5545) that a publisher can import.
//!
//! Equal sites give equal bytes. The calendar is never published: it is only printed.

use crate::date::Moment;
use crate::report::Report;

/// The most bytes of a line without its end.
const LONGEST_LINE: usize = 75;

/// A day on which something is due.
struct Event {
    /// Identifies it in all calendars of this site.
    uid: String,
    summary: String,
    description: String,
    due: Moment,
    /// The day of the last review or check, from which the due date follows.
    since: Option<Moment>,
    url: Option<String>,
}

/// The calendar of a site with this name. With `base_url`, the event of an article has its address.
pub(super) fn calendar(report: &Report, title: &str, base_url: Option<&str>) -> String {
    let mut events: Vec<Event> = articles(report, base_url).chain(contacts(report)).collect();
    events.sort_by(|a, b| (a.due, &a.uid).cmp(&(b.due, &b.uid)));
    let mut text = String::new();
    line(&mut text, "BEGIN", "VCALENDAR");
    line(&mut text, "VERSION", "2.0");
    line(&mut text, "PRODID", "-//mend//Reviews that are due//EN");
    line(&mut text, "CALSCALE", "GREGORIAN");
    line(
        &mut text,
        "X-WR-CALNAME",
        &escape(&format!("Reviews: {title}")),
    );
    for event in &events {
        line(&mut text, "BEGIN", "VEVENT");
        line(&mut text, "UID", &escape(&event.uid));
        line(
            &mut text,
            "DTSTAMP",
            &instant(event.since.unwrap_or(event.due)),
        );
        line(
            &mut text,
            "DTSTART;VALUE=DATE",
            &event.due.iso_day().replace('-', ""),
        );
        line(&mut text, "SUMMARY", &escape(&event.summary));
        line(&mut text, "DESCRIPTION", &escape(&event.description));
        if let Some(url) = &event.url {
            line(&mut text, "URL", url);
        }
        // The day is not taken by it.
        line(&mut text, "TRANSP", "TRANSPARENT");
        line(&mut text, "END", "VEVENT");
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn articles(report: &Report, base_url: Option<&str>) -> impl Iterator<Item = Event> {
    report.documents.iter().filter_map(move |document| {
        Some(Event {
            uid: format!("{}@mend", document.path),
            summary: format!("Review: {}", document.title),
            description: match document.reviewed {
                Some(day) if document.changed_since_review => format!(
                    "{}, changed since its review on {}",
                    document.path,
                    day.long_day()
                ),
                Some(day) => format!("{}, last reviewed on {}", document.path, day.long_day()),
                None => document.path.to_string(),
            },
            due: document.review_due?,
            since: document.reviewed,
            url: base_url
                .filter(|_| document.published)
                .map(|base| format!("{base}{}", &document.route.encoded()[1..])),
        })
    })
}

fn contacts(report: &Report) -> impl Iterator<Item = Event> {
    report.contacts.iter().filter_map(|contact| {
        let day = contact.checked?;
        Some(Event {
            uid: format!("{}#{}/{}@mend", contact.path, contact.region, contact.name),
            summary: format!("Check the contact: {} ({})", contact.name, contact.region),
            description: format!("{}, last checked on {}", contact.path, day.long_day()),
            due: contact.due?,
            since: Some(day),
            url: None,
        })
    })
}

/// `20260131T090000Z`.
fn instant(moment: Moment) -> String {
    moment.rfc3339().replace(['-', ':'], "")
}

/// A text as the value of a property.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a property, folded as RFC 5545 wants it: a long line continues after a line break and a space, never in the middle of a
/// character.
fn line(text: &mut String, name: &str, value: &str) {
    let mut length = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}
