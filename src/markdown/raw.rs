//! Splits raw HTML into tags, comments and the text between them.
//!
//! It parses tags like a browser, but no document structure. The writer and its policy decide what may stay. It never fails:
//! what is not a tag is text.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::comments::FILLER;
use crate::html::elements;

/// Raw HTML as the author wrote it: one tag inside a paragraph, or a whole block.
#[derive(Debug)]
pub(super) struct Markup<'a> {
    pub(super) html: CowStr<'a>,
    range: Range<usize>,
    /// Whether it is part of a line of text.
    pub(super) inline: bool,
    /// The parts of a block that are contiguous in the source, each by its offsets in `html` and in the source. A block
    /// inside a quotation or list has several. Empty for a tag inside a paragraph.
    parts: Vec<(usize, usize)>,
}

/// A part of some markup; the ranges are bytes of its HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'h> {
    /// The text between tags.
    Text(Range<usize>),
    /// `<name …>`.
    Open(OpenTag<'h>),
    /// `</name>`.
    Close(&'h str, Range<usize>),
    /// A comment, and whether it has an end.
    Comment(Range<usize>, bool),
    /// `<!doctype …>`, `<? … ?>`, `<![CDATA[ … ]]>`.
    Declaration(Range<usize>),
    /// The contents of `<script>` and the like: never tags, whatever they look like.
    Opaque(Range<usize>),
    /// A tag that has no end.
    Broken(Range<usize>),
}

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenTag<'h> {
    pub(super) name: &'h str,
    pub(super) attributes: Vec<Attribute<'h>>,
    pub(super) range: Range<usize>,
}

/// An attribute as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'h> {
    pub(super) name: &'h str,
    /// Without its quotes, its entities not decoded; `None` if there is no `=`.
    pub(super) value: Option<&'h str>,
    pub(super) range: Range<usize>,
}

/// Elements whose contents a browser does not read as HTML.
const OPAQUE: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
];

impl<'h> OpenTag<'h> {
    /// The value of an attribute, as it is written.
    pub(super) fn value(&self, name: &str) -> Option<&'h str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
            .map(|attribute| attribute.value.unwrap_or_default())
    }

    /// The ids it gives, as they are written.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'h str> {
        let id = self.value("id");
        let is_link = self.name.eq_ignore_ascii_case("a");
        let name = self
            .value("name")
            .filter(|name| is_link && Some(*name) != id);
        id.into_iter().chain(name).filter(|id| !id.is_empty())
    }
}

impl<'a> Markup<'a> {
    pub(super) fn inline(html: CowStr<'a>, range: Range<usize>) -> Self {
        Self {
            html,
            range,
            inline: true,
            parts: Vec::new(),
        }
    }

    pub(super) fn block(range: Range<usize>) -> Self {
        Self {
            html: CowStr::Borrowed(""),
            range,
            inline: false,
            parts: Vec::new(),
        }
    }

    /// Adds a line to a block. As long as the lines follow each other in the source, nothing is copied.
    pub(super) fn append(&mut self, source: &'a str, line: CowStr<'a>, range: Range<usize>) {
        let from = self.parts.first().map_or(range.start, |part| part.1);
        if self.parts.is_empty() {
            self.parts.push((0, range.start));
            self.html = line;
            return;
        }
        if self.parts.len() == 1
            && let CowStr::Borrowed(html) = self.html
            && from + html.len() == range.start
            && matches!(line, CowStr::Borrowed(_))
            && let Some(both) = source.get(from..range.end)
            && both.len() == html.len() + line.len()
        {
            self.html = CowStr::Borrowed(both);
            return;
        }
        let mut html = String::from(&*self.html);
        self.parts.push((html.len(), range.start));
        html.push_str(&line);
        self.html = CowStr::Boxed(html.into());
    }

    /// Removes the fillers of our own comments; blanks of the same length keep all places right.
    pub(super) fn blank_filler(&mut self) {
        if self.html.contains(FILLER) {
            self.html = CowStr::Boxed(self.html.replace(FILLER, " ").into());
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The place of a range of its HTML in the source.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        if self.inline {
            // A tag that spans several lines of a quotation is not contiguous in the source.
            return if self.html.len() == self.range.len() {
                self.range.start + range.start..self.range.start + range.end
            } else {
                self.range.clone()
            };
        }
        let find = |at: usize| {
            let part = self.parts.partition_point(|part| part.0 <= at);
            let (html, source) = self.parts[..part].last().copied().unwrap_or_default();
            (source + at - html).clamp(self.range.start, self.range.end)
        };
        let start = find(range.start);
        // The end belongs to the part of the last byte, not to the part that begins there.
        let end = find(range.end.saturating_sub(1)) + 1;
        start..end.clamp(start, self.range.end)
    }

    /// Whether it holds nothing but comments.
    pub(super) fn is_comment(&self) -> bool {
        self.tokens().all(|token| match token {
            Token::Comment(..) => true,
            Token::Text(range) => self.html[range].trim().is_empty(),
            _ => false,
        })
    }

    /// Whether readers see nothing of it: it holds only comments, anchors, scripts and styles.
    pub(super) fn is_invisible(&self) -> bool {
        let is =
            |name: &str, names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        self.tokens().all(|token| match token {
            Token::Open(tag) if is(tag.name, &["a"]) => tag.value("href").is_none(),
            Token::Open(OpenTag { name, .. }) => is(name, &["script", "style"]),
            Token::Close(name, _) => is(name, &["a", "script", "style"]),
            Token::Comment(..) | Token::Opaque(_) => true,
            Token::Text(range) => self.html[range].trim().is_empty(),
            _ => false,
        })
    }

    /// Pushes the elements it opens onto the stack of open elements, and pops those it closes. Says whether every end tag
    /// matched.
    pub(super) fn nest<'f>(&'f self, open: &mut Vec<&'f str>) -> bool {
        self.tokens().all(|token| match token {
            Token::Open(tag) if !elements::is_void(tag.name) => {
                open.push(tag.name);
                true
            }
            Token::Close(name, _) => open
                .pop()
                .is_some_and(|open| open.eq_ignore_ascii_case(name)),
            _ => true,
        })
    }

    pub(super) fn tokens(&self) -> Tokens<'_> {
        Tokens {
            html: &self.html,
            at: 0,
            opaque: None,
        }
    }
}

/// Walks over the tokens of some HTML.
pub(super) struct Tokens<'h> {
    html: &'h str,
    at: usize,
    /// The opaque element that was opened last and not read yet.
    opaque: Option<&'h str>,
}

impl<'h> Tokens<'h> {
    /// Starts at a byte of the HTML.
    pub(super) fn from(html: &'h str, at: usize) -> Self {
        Self {
            html,
            at,
            opaque: None,
        }
    }

    fn opaque(&mut self, name: &str) -> Token<'h> {
        let start = self.at;
        let bytes = self.html.as_bytes();
        self.at = (start..bytes.len())
            .find(|&at| {
                bytes[at] == b'<'
                    && bytes.get(at + 1) == Some(&b'/')
                    && bytes
                        .get(at + 2..at + 2 + name.len())
                        .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
            })
            .unwrap_or(bytes.len());
        Token::Opaque(start..self.at)
    }

    /// The token that begins at a `<`; `None` if it is only a character.
    fn token(&mut self) -> Option<Token<'h>> {
        let start = self.at;
        let rest = &self.html[start..];
        let bytes = rest.as_bytes();
        let ended_by = |end: &str, from: usize| {
            rest.get(from..)
                .and_then(|rest| rest.find(end))
                .map(|at| from + at + end.len())
        };
        let (length, token): (usize, fn(Range<usize>) -> Token<'h>) = match bytes.get(1)? {
            b'!' if rest.starts_with("<!-->") => (5, |range| Token::Comment(range, true)),
            b'!' if rest.starts_with("<!--->") => (6, |range| Token::Comment(range, true)),
            b'!' if rest.starts_with("<!--") => match ended_by("-->", 4) {
                Some(length) => (length, |range| Token::Comment(range, true)),
                None => (rest.len(), |range| Token::Comment(range, false)),
            },
            b'!' if rest.starts_with("<![CDATA[") => {
                (ended_by("]]>", 9).unwrap_or(rest.len()), Token::Declaration)
            }
            b'?' => (ended_by("?>", 2).unwrap_or(rest.len()), Token::Declaration),
            b'!' => (ended_by(">", 2).unwrap_or(rest.len()), Token::Declaration),
            b'/' if bytes.get(2)?.is_ascii_alphabetic() => return Some(self.close_tag()),
            first if first.is_ascii_alphabetic() => return Some(self.open_tag()),
            _ => return None,
        };
        self.at = start + length;
        Some(token(start..self.at))
    }

    fn close_tag(&mut self) -> Token<'h> {
        let start = self.at;
        let rest = &self.html[start..];
        let Some(end) = rest.find('>') else {
            self.at = self.html.len();
            return Token::Broken(start..self.at);
        };
        self.at = start + end + 1;
        let name = &rest[2..end];
        let name = name
            .split(|c: char| c.is_ascii_whitespace() || c == '/')
            .next()
            .unwrap_or(name);
        Token::Close(name, start..self.at)
    }

    fn open_tag(&mut self) -> Token<'h> {
        let html = self.html;
        let start = self.at;
        self.at += 1;
        let name = self.take(|byte| !ends_name(byte));
        let mut attributes = Vec::new();
        loop {
            self.take(|byte| byte.is_ascii_whitespace() || byte == b'/');
            match self.peek() {
                None => return Token::Broken(start..html.len()),
                Some(b'>') => break,
                Some(_) => match self.attribute() {
                    Some(attribute) => attributes.push(attribute),
                    None => {
                        self.at = html.len();
                        return Token::Broken(start..html.len());
                    }
                },
            }
        }
        self.at += 1;
        self.opaque = OPAQUE
            .iter()
            .any(|opaque| name.eq_ignore_ascii_case(opaque))
            .then_some(name);
        Token::Open(OpenTag {
            name,
            attributes,
            range: start..self.at,
        })
    }

    fn attribute(&mut self) -> Option<Attribute<'h>> {
        let start = self.at;
        // A name may begin with `=`, odd as it is.
        self.at += 1;
        while !self.html.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.take(|byte| !ends_name(byte) && byte != b'=');
        let name = &self.html[start..self.at];
        let end = self.at;
        self.take(|byte| byte.is_ascii_whitespace());
        if self.peek() != Some(b'=') {
            self.at = end;
            return Some(Attribute {
                name,
                value: None,
                range: start..end,
            });
        }
        self.at += 1;
        self.take(|byte| byte.is_ascii_whitespace());
        let value = match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.take(|byte| byte != quote);
                self.peek()?;
                self.at += 1;
                value
            }
            _ => self.take(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
        Some(Attribute {
            name,
            value: Some(value),
            range: start..self.at,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    /// Takes what follows as long as it fits; only ASCII may end it, so it ends between characters.
    fn take(&mut self, fits: impl Fn(u8) -> bool) -> &'h str {
        let start = self.at;
        let length = self.html.as_bytes()[start..]
            .iter()
            .position(|&byte| !fits(byte))
            .unwrap_or(self.html.len() - start);
        self.at += length;
        &self.html[start..self.at]
    }
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/' || byte == b'>'
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        if let Some(name) = self.opaque.take() {
            let token = self.opaque(name);
            if token != Token::Opaque(self.at..self.at) {
                return Some(token);
            }
        }
        let start = self.at;
        let mut from = start;
        loop {
            let Some(angle) = self.html[from..].find('<').map(|at| from + at) else {
                self.at = self.html.len();
                return (start < self.at).then_some(Token::Text(start..self.at));
            };
            self.at = angle;
            let Some(token) = self.token() else {
                from = angle + 1;
                continue;
            };
            if start < angle {
                // Text comes first; the tag is read again, which costs little and keeps this simple.
                self.at = angle;
                self.opaque = None;
                return Some(Token::Text(start..angle));
            }
            return Some(token);
        }
    }
}
