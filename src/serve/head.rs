//! The head of a request: read off the wire within bounds, then taken apart.
//!
//! A head has at most [`LONGEST_HEAD`] bytes and [`HEAD_TIME`] to arrive, so a client that sends a flood, or one byte a
//! minute, costs little. The grammar is strict: what browsers never send is refused, because a lenient parser could take the
//! body of one request for the next request. The types of HTTP (methods, header fields, versions) come from `tiny_http`.
//! Whether a request is accepted is decided elsewhere.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tiny_http::{HTTPVersion, Header, Method};

use super::request::Refusal;

/// The longest a head may be, in bytes; browsers stay far below.
const LONGEST_HEAD: usize = 32 * 1024;

/// How long a head may take from its first byte to its last.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long a connection may be idle between requests. Browsers keep theirs for up to five minutes and open another when one
/// was closed.
const IDLE: Duration = Duration::from_secs(120);

/// How much is read at a time.
const CHUNK: usize = 4 * 1024;

const END: &[u8] = b"\r\n\r\n";

/// What arrives on one connection.
pub(super) struct Incoming<'a> {
    stream: &'a TcpStream,
    /// What arrived and is not used yet: the start of the next head, or pipelined requests.
    buffer: Vec<u8>,
}

/// A head, taken apart.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) version: HTTPVersion,
    pub(super) headers: Vec<Header>,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(stream: &'a TcpStream) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// The next head with the empty line that ends it; none if the client closed the connection or was idle for too long.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        let mut looked_at = 0;
        let mut deadline = (!self.buffer.is_empty()).then(|| Instant::now() + HEAD_TIME);
        loop {
            let from = looked_at.min(self.buffer.len());
            let end = self.buffer[from..]
                .windows(END.len())
                .position(|bytes| bytes == END);
            let length = end.map_or(self.buffer.len(), |at| from + at + END.len());
            if length > LONGEST_HEAD {
                return Err(Refusal(431, "the head of the request is too long"));
            }
            if end.is_some() {
                return Ok(Some(self.buffer.drain(..length).collect()));
            }
            looked_at = (length + 1).saturating_sub(END.len());
            let patience = match deadline {
                None => IDLE,
                Some(deadline) => deadline.saturating_duration_since(Instant::now()),
            };
            if patience.is_zero() {
                return Err(Refusal(408, "the head of the request took too long"));
            }
            match self.more(patience) {
                Ok(0) => return Ok(None),
                Ok(_) => {
                    deadline.get_or_insert_with(|| Instant::now() + HEAD_TIME);
                }
                // The time is over: a head that has begun is answered above.
                Err(error) if is_timeout(&error) && deadline.is_some() => {}
                Err(_) => return Ok(None),
            }
        }
    }

    fn more(&mut self, patience: Duration) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(patience))?;
        let mut chunk = [0; CHUNK];
        let mut stream = self.stream;
        loop {
            match stream.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    self.buffer
                        .extend_from_slice(&chunk[..*read.as_ref().unwrap_or(&0)]);
                    return read;
                }
            }
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    // Unix has one name for it and Windows the other.
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// Takes a head apart.
pub(super) fn parse(head: &[u8]) -> Result<Parsed, Refusal> {
    const BAD: Refusal = Refusal(400, "malformed request");
    let text = std::str::from_utf8(head).map_err(|_| BAD)?;
    let mut lines = text.trim_end_matches("\r\n").split("\r\n");
    let is_plain = |c: char| c.is_ascii() && (c == '\t' || !c.is_ascii_control());
    if !lines.clone().all(|line| line.chars().all(is_plain)) {
        return Err(BAD);
    }
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(BAD);
    };
    let version = match version {
        "HTTP/1.1" => HTTPVersion(1, 1),
        "HTTP/1.0" => HTTPVersion(1, 0),
        other if other.starts_with("HTTP/") => {
            return Err(Refusal(505, "only HTTP/1.1 and HTTP/1.0 are supported"));
        }
        _ => return Err(BAD),
    };
    if !is_token(method) || target.is_empty() {
        return Err(BAD);
    }
    let field = |line: &str| {
        let header: Header = line.parse().ok()?;
        is_token(header.field.as_str().as_str()).then_some(header)
    };
    Ok(Parsed {
        method: method.parse().map_err(|()| BAD)?,
        target: target.to_owned(),
        version,
        headers: lines
            .map(|line| field(line).ok_or(BAD))
            .collect::<Result<_, _>>()?,
    })
}

/// Whether a name has only the characters that the standard allows in one.
fn is_token(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_allowed)
}

impl Parsed {
    fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |header| header.field.equiv(name))
            .map(|header| header.value.as_str())
    }

    /// Whether a body follows the head. Where the head leaves that open, what follows cannot be told from a request.
    pub(super) fn has_body(&self) -> Result<bool, Refusal> {
        let mut lengths = self.all("Content-Length");
        let length = match (lengths.next(), lengths.next()) {
            (None, _) => return Ok(self.all("Transfer-Encoding").next().is_some()),
            (Some(length), None) => length,
            (Some(_), Some(_)) => {
                return Err(Refusal(
                    400,
                    "a request must not have two Content-Length headers",
                ));
            }
        };
        if self.all("Transfer-Encoding").next().is_some() {
            return Err(Refusal(
                400,
                "a body must not have both a length and an encoding",
            ));
        }
        if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal(400, "the length of the body is not a number"));
        }
        Ok(length.bytes().any(|byte| byte != b'0'))
    }

    /// Whether the client wants to ask for more on this connection.
    pub(super) fn keeps_alive(&self) -> bool {
        let says_close = self
            .all("Connection")
            .flat_map(|value| value.split(','))
            .any(|word| word.trim().eq_ignore_ascii_case("close"));
        self.version == HTTPVersion(1, 1) && !says_close
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(head: &str) -> u16 {
        let parsed = parse(head.as_bytes());
        match parsed.and_then(|parsed| parsed.has_body()) {
            Ok(_) => 200,
            Err(Refusal(status, _)) => status,
        }
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for (head, expected) in [
            ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
            ("GET / HTTP/1.0\r\n\r\n", 200),
            ("GET / HTTP/1.1\r\nX: a\tb\r\n\r\n", 200),
            ("\r\n\r\n", 400),
            ("GET\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1 x\r\n\r\n", 400),
            ("GET / HTTP/9.9\r\n\r\n", 505),
            ("PRI * HTTP/2.0\r\n\r\n", 505),
            ("G(T / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
            ("GET /\u{e9} HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nA: \u{0}\r\n\r\n", 400),
        ] {
            assert_eq!(status(head), expected, "{head:?}");
        }
    }

    #[test]
    fn whether_a_body_follows_is_told_by_one_length_or_one_encoding() {
        let body = |headers: &str| {
            let parsed = parse(format!("GET / HTTP/1.1\r\n{headers}\r\n").as_bytes());
            parsed
                .and_then(|parsed| parsed.has_body())
                .map_err(|refused| refused.0)
        };
        assert_eq!(body(""), Ok(false));
        assert_eq!(body("Content-Length: 0\r\n"), Ok(false));
        assert_eq!(body("Content-Length: 5\r\n"), Ok(true));
        assert_eq!(
            body("Content-Length: 99999999999999999999999\r\n"),
            Ok(true)
        );
        assert_eq!(body("transfer-encoding: chunked\r\n"), Ok(true));
        for unclear in [
            "Content-Length: 5\r\nContent-Length: 0\r\n",
            "Content-Length: 0\r\nContent-Length: 0\r\n",
            "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: -5\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length:\r\n",
        ] {
            assert_eq!(body(unclear), Err(400), "{unclear}");
        }
    }

    #[test]
    fn a_connection_is_kept_unless_the_client_says_otherwise() {
        let kept = |head: &str| parse(head.as_bytes()).is_ok_and(|parsed| parsed.keeps_alive());
        assert!(kept("GET / HTTP/1.1\r\n\r\n"));
        assert!(!kept("GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n"));
        assert!(!kept("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    }
}
