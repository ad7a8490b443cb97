//! How an answer looks on the wire: status, headers, ranges, entity tags.
//!
//! Pure: an answer is built as a value ([`Reply`]) and turned into bytes. Every answer carries the headers that keep other
//! sites from sniffing, framing, embedding or leaking it; none carries a CORS header or a cookie.

use std::fmt::Write;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tiny_http::StatusCode;

use crate::date::http_date;
use crate::files::{CHUNK, Content};
use crate::media_type::HTML;
use crate::memo::Fingerprint;
use crate::policy::HEADERS;

use super::request::{Head, Refusal};

/// The name of the header that can differ: a few pages show others in a frame.
const POLICY: &str = "Content-Security-Policy";

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// The contents of an answer; those of the site are shared with the build, not copied.
#[derive(Debug, Clone)]
pub(super) struct Body {
    content: Content,
    part: Range<u64>,
}

impl Body {
    pub(super) fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::of(Content::new(bytes))
    }

    pub(super) fn of(content: Content) -> Self {
        Self {
            part: 0..content.length(),
            content,
        }
    }

    /// Opens its bytes, to send them piece by piece.
    pub(super) fn open(&self) -> io::Result<impl Read> {
        let mut reader = self.content.open()?;
        reader.seek(SeekFrom::Start(self.part.start))?;
        Ok(BufReader::with_capacity(CHUNK, reader.take(self.length())))
    }

    pub(super) fn length(&self) -> u64 {
        self.part.end - self.part.start
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut body = self.open().expect("it can be read");
        body.read_to_end(&mut bytes).expect("it can be read");
        bytes
    }
}

impl Reply {
    /// A complete file with its entity tag.
    pub(super) fn file(mime: &'static str, tag: String, body: Body) -> Self {
        Self {
            status: 200,
            headers: vec![
                ("Content-Type", mime.to_owned()),
                ("ETag", tag),
                ("Accept-Ranges", "bytes".to_owned()),
            ],
            body,
        }
    }

    /// One line for people.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
            body: Body::new(format!("{text}\n").into_bytes()),
        }
    }

    /// A page without an entity tag, because it is shown at another page's address.
    pub(super) fn page(status: u16, html: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", HTML.to_owned())],
            body: Body::new(html),
        }
    }

    /// A redirect; `location` is relative and percent-encoded. It is temporary: the next site that is previewed at this port can
    /// have another page there.
    pub(super) fn redirect(location: String) -> Self {
        Self {
            headers: vec![("Location", location)],
            ..Self::text(302, "found elsewhere")
        }
    }

    /// Answers a conditional or range request: 304, or a part of the bytes.
    ///
    /// This applies to complete files with a tag. A request for several ranges gets the whole file, which is allowed.
    pub(super) fn narrowed(mut self, head: &Head<'_>) -> Self {
        let tag = self.headers.iter().find(|(name, _)| *name == "ETag");
        let (200, Some((_, tag))) = (self.status, tag) else {
            return self;
        };
        if head.all("If-None-Match").any(|list| names_tag(list, tag)) {
            self.status = 304;
            self.headers.retain(|(name, _)| *name == "ETag");
            return self;
        }
        if head.first("If-Range").is_some_and(|known| known != tag) {
            return self;
        }
        let length = self.body.length();
        match head
            .first("Range")
            .map_or(RangeRequest::All, |range| range_request(range, length))
        {
            RangeRequest::All => self,
            RangeRequest::Part(part) => {
                self.status = 206;
                let last = part.end - 1;
                let range = format!("bytes {}-{last}/{length}", part.start);
                self.headers.push(("Content-Range", range));
                self.body.part = part;
                self
            }
            RangeRequest::Beyond => {
                let mut reply = Self::text(416, "the file is shorter than that");
                reply
                    .headers
                    .push(("Content-Range", format!("bytes */{length}")));
                reply
            }
        }
    }

    /// The same with another content security policy than the site's.
    pub(super) fn with_policy(mut self, policy: &'static str) -> Self {
        self.headers.push((POLICY, policy.to_owned()));
        self
    }

    /// The head as it goes out, up to and including the empty line.
    pub(super) fn head(&self, now: SystemTime, close: bool) -> String {
        let reason = StatusCode(self.status).default_reason_phrase();
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        let mut field = |name: &str, value: &str| {
            // A line break in a value would begin another header. Our values have none; this makes sure of it.
            if value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                let _ = write!(head, "{name}: {value}\r\n");
            }
        };
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        if let Some(date) = http_date(since.as_secs()) {
            field("Date", &date);
        }
        for (name, value) in &self.headers {
            field(name, value);
        }
        // The length in a 304 would have to be that of the whole answer.
        if self.status != 304 {
            field("Content-Length", &self.body.length().to_string());
        }
        let has_policy = self.headers.iter().any(|(name, _)| *name == POLICY);
        for (name, value) in always().filter(|(name, _)| !has_policy || *name != POLICY) {
            field(name, value);
        }
        if close {
            field("Connection", "close");
        }
        head.push_str("\r\n");
        head
    }

    /// Whether anything follows the head.
    pub(super) fn has_body(&self) -> bool {
        self.status != 304 && self.body.length() > 0
    }
}

impl From<Refusal> for Reply {
    fn from(Refusal(status, reason): Refusal) -> Self {
        let mut reply = Reply::text(status, reason);
        if status == 405 {
            reply.headers.push(("Allow", "GET, HEAD".to_owned()));
        }
        reply
    }
}

/// The headers of every answer: the policy of the published site, and those that only a preview needs.
pub(super) fn always<'a>() -> impl Iterator<Item = (&'static str, &'a str)> {
    let own = [
        ("Cache-Control", "no-cache"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    own.into_iter().chain(HEADERS)
}

/// Whether a list of entity tags holds this one. A weak one counts, since ranges are not involved.
fn names_tag(list: &str, tag: &str) -> bool {
    list.split(',')
        .map(str::trim)
        .any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

/// The part of a file that a request asks for.
#[derive(Debug, PartialEq)]
enum RangeRequest {
    All,
    Part(Range<u64>),
    Beyond,
}

/// Reads a `Range` header; anything but exactly one range of bytes means the whole file.
fn range_request(range: &str, length: u64) -> RangeRequest {
    let Some((from, to)) = range
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return RangeRequest::All;
    };
    match (number(from), number(to)) {
        // The last `count` bytes.
        (None, Some(count)) if from.is_empty() => match count.min(length) {
            0 => RangeRequest::Beyond,
            count => RangeRequest::Part(length - count..length),
        },
        (Some(from), _) if from >= length && (to.is_empty() || number(to).is_some()) => {
            RangeRequest::Beyond
        }
        (Some(from), None) if to.is_empty() => RangeRequest::Part(from..length),
        (Some(from), Some(to)) if from <= to => {
            RangeRequest::Part(from..(to.saturating_add(1)).min(length))
        }
        _ => RangeRequest::All,
    }
}

/// A number of digits only; one that is too large counts as the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The entity tag of bytes as the build made them.
pub(super) fn tag(fingerprint: Fingerprint) -> String {
    format!("\"{}\"", fingerprint.to_hex())
}

/// The entity tag of a page together with what was put into it.
pub(super) fn tag_with(fingerprint: Fingerprint, added: &str) -> String {
    tag(Fingerprint::of_bytes(
        format!("{} {added}", fingerprint.to_hex()).as_bytes(),
    ))
}

/// Inserts `added` at the beginning of the page's head, before the site's own scripts, which may change the page. Every other
/// byte stays as it is.
pub(super) fn inject(page: &[u8], added: &str) -> Vec<u8> {
    const HEAD: &[u8] = b"<head";
    let begins = |at: usize| {
        let after = page.get(at + HEAD.len());
        page[at..at + HEAD.len()].eq_ignore_ascii_case(HEAD)
            && after.is_some_and(|c| *c == b'>' || c.is_ascii_whitespace())
    };
    let head = (0..page.len().saturating_sub(HEAD.len())).find(|at| begins(*at));
    let inside = head.and_then(|at| Some(at + page[at..].iter().position(|c| *c == b'>')? + 1));
    // In a page without a head a script may also be at the end.
    let at = inside.unwrap_or(page.len());
    [&page[..at], added.as_bytes(), &page[at..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head<'a>(headers: &[(&'a str, &'a str)]) -> Head<'a> {
        Head {
            method: "GET",
            target: "/",
            headers: headers.to_vec(),
            local: true,
        }
    }

    fn file() -> Reply {
        Reply::file("audio/mpeg", "\"t\"".to_owned(), Body::new(*b"0123456789"))
    }

    #[test]
    fn one_range_is_served_and_several_are_not() {
        for (range, status, body) in [
            ("bytes=0-0", 206, "0"),
            ("bytes=2-4", 206, "234"),
            ("bytes=7-", 206, "789"),
            ("bytes=-3", 206, "789"),
            ("bytes=-99", 206, "0123456789"),
            ("bytes=8-99999999999999999999999", 206, "89"),
            ("bytes=10-", 416, "the file is shorter than that\n"),
            ("bytes=-0", 416, "the file is shorter than that\n"),
            ("bytes=0-1,4-5", 200, "0123456789"),
            ("bytes=4-2", 200, "0123456789"),
            ("bytes=a-b", 200, "0123456789"),
            ("bytes=+1-2", 200, "0123456789"),
            ("pages=1-2", 200, "0123456789"),
        ] {
            let reply = file().narrowed(&head(&[("Range", range)]));
            assert_eq!(reply.status, status, "{range}");
            assert_eq!(reply.body.bytes(), body.as_bytes(), "{range}");
        }
        let reply = file().narrowed(&head(&[("Range", "bytes=2-4")]));
        assert!(
            reply
                .headers
                .contains(&("Content-Range", "bytes 2-4/10".to_owned()))
        );
        let stale = [("Range", "bytes=2-4"), ("If-Range", "\"old\"")];
        assert_eq!(file().narrowed(&head(&stale)).status, 200);
    }

    #[test]
    fn a_known_tag_is_answered_without_a_body() {
        for list in ["\"t\"", "W/\"t\"", "\"a\", \"t\"", "*"] {
            let reply = file().narrowed(&head(&[("If-None-Match", list)]));
            assert_eq!((reply.status, reply.has_body()), (304, false), "{list}");
        }
        assert_eq!(
            file().narrowed(&head(&[("If-None-Match", "\"u\"")])).status,
            200
        );
    }

    #[test]
    fn a_line_break_never_gets_into_a_head() {
        let reply = Reply::redirect("a\r\nSet-Cookie: x=1".to_owned());
        let head = reply.head(UNIX_EPOCH, false);
        assert!(!head.contains("Set-Cookie"));
        assert!(head.contains("X-Content-Type-Options: nosniff\r\n"));
    }

    #[test]
    fn only_one_place_of_a_page_changes() {
        assert_eq!(
            inject(b"<header><HEAD lang=en>a</head>", "X"),
            b"<header><HEAD lang=en>Xa</head>"
        );
        assert_eq!(inject(b"a", "X"), b"aX");
    }
}
