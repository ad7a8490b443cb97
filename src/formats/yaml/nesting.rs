//! The nesting limit of YAML: counts open brackets without building any data.
//!
//! Brackets in quoted, plain and block scalars and in comments do not count. So tokens are recognised by the rules of
//! libyaml's scanner: any difference would let deep nesting through. Each byte is read once. Invalid YAML is not
//! reported here and may be scanned in any way, since the library stops at the first error.

use super::MOST_NESTED;

/// Scans a text for its first alias, and returns the offset of it.
///
/// # Errors
///
/// The offset of the bracket that exceeds the limit.
pub(super) fn check(text: &str) -> Result<Option<usize>, usize> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
        column: 0,
        open: 0,
        indents: Vec::new(),
        key: None,
    };
    let mut alias = None;
    while scanner.skip_blanks() {
        if scanner.open == 0 {
            let column = scanner.column;
            while scanner.indents.pop_if(|indent| *indent > column).is_some() {}
        }
        match scanner.peek(0) {
            b'[' | b'{' => {
                if scanner.open == MOST_NESTED {
                    return Err(scanner.at);
                }
                scanner.may_be_key();
                scanner.open += 1;
                scanner.next();
            }
            b']' | b'}' => {
                scanner.open = scanner.open.saturating_sub(1);
                scanner.next();
            }
            b'*' => {
                alias.get_or_insert(scanner.at);
                scanner.name();
            }
            b'@' | b'`' => break,
            _ => scanner.token(),
        }
    }
    Ok(alias)
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The column in characters, as the library counts.
    column: usize,
    /// The number of open brackets.
    open: usize,
    /// The columns of the open block sequences and mappings.
    indents: Vec<usize>,
    /// The column of a possible mapping key on the current line.
    key: Option<usize>,
}

impl Scanner<'_> {
    /// The byte this far ahead, or zero past the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t' | b'\n' | b'\r' | 0)
    }

    fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn is_break(&self) -> bool {
        matches!(self.peek(0), b'\n' | b'\r')
    }

    fn next(&mut self) {
        let byte = self.peek(0);
        self.at += 1;
        match byte {
            b'\n' | b'\r' => self.column = 0,
            // A UTF-8 continuation byte.
            0x80..=0xbf => {}
            _ => self.column += 1,
        }
    }

    fn skip_line(&mut self) {
        while !self.is_end() && !self.is_break() {
            self.next();
        }
    }

    /// Skips blanks and comments. Returns whether a token follows.
    fn skip_blanks(&mut self) -> bool {
        loop {
            match self.peek(0) {
                b' ' | b'\t' => self.next(),
                b'#' => self.skip_line(),
                b'\n' | b'\r' => {
                    self.next();
                    self.key = None;
                }
                0xef if self.bytes[self.at..].starts_with("\u{feff}".as_bytes()) => self.at += 3,
                _ => return !self.is_end(),
            }
        }
    }

    /// Records the column of a possible mapping key, unless the line already has one.
    fn may_be_key(&mut self) {
        if self.open == 0 {
            self.key.get_or_insert(self.column);
        }
    }

    /// Opens a block sequence or mapping at a column, unless one is open there.
    fn indent(&mut self, column: usize) {
        if self.open == 0 && self.indents.last().is_none_or(|last| *last < column) {
            self.indents.push(column);
        }
        self.key = None;
    }

    /// The least column at which a scalar can continue.
    fn least(&self) -> usize {
        self.indents.last().map_or(0, |indent| indent + 1)
    }

    fn is_document_mark(&self) -> bool {
        let rest = &self.bytes[self.at.min(self.bytes.len())..];
        self.column == 0
            && (rest.starts_with(b"---") || rest.starts_with(b"..."))
            && self.is_blank(3)
    }

    fn token(&mut self) {
        if self.is_document_mark() {
            self.indents.clear();
            (0..3).for_each(|_| self.next());
            return;
        }
        match self.peek(0) {
            b'%' if self.column == 0 => self.skip_line(),
            b',' if self.open > 0 => self.next(),
            b'-' if self.is_blank(1) => {
                self.indent(self.column);
                self.next();
            }
            b'?' if self.open > 0 || self.is_blank(1) => {
                self.indent(self.column);
                self.next();
            }
            b':' if self.open > 0 || self.is_blank(1) => {
                self.indent(self.key.unwrap_or(self.column));
                self.next();
            }
            b'&' => self.name(),
            b'!' => {
                self.may_be_key();
                while !self.is_blank(0) && !b"[]{},\"'".contains(&self.peek(0)) {
                    self.next();
                }
            }
            b'|' | b'>' if self.open == 0 => self.block(),
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.plain(),
        }
    }

    /// An anchor or an alias.
    fn name(&mut self) {
        self.may_be_key();
        self.next();
        while self.peek(0).is_ascii_alphanumeric() || matches!(self.peek(0), b'_' | b'-') {
            self.next();
        }
    }

    fn quoted(&mut self, quote: u8) {
        self.may_be_key();
        self.next();
        while !self.is_end() {
            let byte = self.peek(0);
            if byte == quote && quote == b'\'' && self.peek(1) == quote {
                self.next();
            } else if byte == quote {
                self.next();
                return;
            } else if byte == b'\\' && quote == b'"' {
                self.next();
            } else if self.is_break() {
                self.key = None;
            }
            self.next();
        }
    }

    /// A plain scalar, which can span lines.
    fn plain(&mut self) {
        self.may_be_key();
        // The first character is consumed whatever it is, since no other token begins here.
        self.next();
        loop {
            while !self.is_end() && !self.is_break() {
                let ends = match self.peek(0) {
                    b':' => self.is_blank(1) || self.open > 0 && b",?[]{}".contains(&self.peek(1)),
                    b',' | b'[' | b']' | b'{' | b'}' => self.open > 0,
                    b'#' => matches!(self.bytes[self.at - 1], b' ' | b'\t'),
                    _ => false,
                };
                if ends {
                    return;
                }
                self.next();
            }
            while matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r') && !self.is_end() {
                self.next();
            }
            self.key = None;
            let is_outside = self.open == 0 && self.column < self.least();
            if self.is_end() || is_outside || self.peek(0) == b'#' || self.is_document_mark() {
                return;
            }
        }
    }

    /// A block scalar, after `|` or `>`.
    ///
    /// Its indentation is the one that its header gives, or else that of its first line with text.
    fn block(&mut self) {
        let least = self.least();
        self.next();
        let mut indent = None;
        while matches!(self.peek(0), b'+' | b'-' | b'0'..=b'9') {
            if self.peek(0).is_ascii_digit() {
                indent = Some(least.saturating_sub(1) + usize::from(self.peek(0) - b'0'));
            }
            self.next();
        }
        self.skip_line();
        self.key = None;
        if self.is_end() {
            return;
        }
        self.line_break();
        let mut widest = 0;
        loop {
            while self.peek(0) == b' ' && indent.is_none_or(|indent| self.column < indent) {
                self.next();
            }
            widest = widest.max(self.column);
            if self.is_break() {
                self.line_break();
                continue;
            }
            let indent = *indent.get_or_insert(widest.max(least).max(1));
            if self.is_end() || self.column < indent {
                return;
            }
            self.skip_line();
            self.line_break();
        }
    }

    fn line_break(&mut self) {
        if self.peek(0) == b'\r' && self.peek(1) == b'\n' {
            self.next();
        }
        if self.is_break() {
            self.next();
        }
    }
}
