//! Brackets that were probably meant to be a link but are text: `[a](my file.md)`, `[a] (b.md)`, `[a][no such name]`,
//! `(a)[b.md]`, and a wikilink that a table splits in two.
//!
//! Brackets are common in prose and in code that is not marked as such, so only clear cases are reported. The text is not
//! changed.

use std::ops::Range;

use super::frames::Frame;
use super::state::Writer;
use crate::codes;

/// The file extensions that links usually point to.
const EXTENSIONS: [&str; 16] = [
    "md", "markdown", "mdx", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp",
    "avif", "mp3", "mp4", "webm",
];

impl Writer<'_> {
    /// Reports what an opening bracket at this byte of the text was probably meant to begin.
    pub(super) fn stray_link(&mut self, open: usize) {
        let source = self.events.text;
        let before = &source[..open];
        let rest = &source[open + 1..];
        // If another bracket opens first, the search starts again there, so nothing is searched twice.
        let Some(end) = rest
            .find(['[', ']'])
            .filter(|end| rest[*end..].starts_with(']'))
        else {
            return;
        };
        let words = &rest[..end];
        let after = &rest[end + 1..];
        if before.ends_with('[') {
            return self.cut_wikilink(open - 1, words, after);
        }
        let is_image = before.ends_with('!');
        if words.trim().is_empty() || words.contains("\n\n") || words.starts_with(['^', '@']) {
            return;
        }
        let follows_word =
            before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']'));
        let start = open - usize::from(is_image);
        let at = |length: usize| start..open + 1 + end + 1 + length;
        let line = after.split('\n').next().unwrap_or_default();
        if let Some(target) = line.strip_prefix('(') {
            if let Some(length) = target.find(')').filter(|end| has_blanks(&target[..*end])) {
                let target = address_of(&target[..length]);
                self.report_stray(
                    &at(length + 2),
                    "this is not a link, because of the space in its address",
                    format!("write `<{target}>` in the brackets, or `%20` for each space"),
                );
            }
        } else if follows_word {
            // `matrix[i][j]`, `list[0] (first)`
        } else if let Some(target) = line.trim_start_matches([' ', '\t']).strip_prefix('(') {
            let gap = line.len() - target.len();
            let is_number = words.bytes().all(|byte| byte.is_ascii_digit());
            if let Some(length) = target
                .find(')')
                .filter(|end| is_address(&target[..*end]) && !is_number)
            {
                self.report_stray(
                    &at(gap + length + 1),
                    "this is not a link, because of the space between its brackets",
                    format!("write `[{words}]({})`", &target[..length]),
                );
            }
        } else if let Some(name) = after.strip_prefix('[') {
            self.undefined_reference(words, name, at);
        } else if before.ends_with(')') && is_address(words) {
            let from = before
                .rfind(['(', '\n'])
                .filter(|from| before[*from..].starts_with('('));
            let from = from.filter(|from| from + 2 < open).unwrap_or(open);
            let (from, mark, what) = match before[..from].ends_with('!') {
                true => (from - 1, "!", "picture"),
                false => (from, "", "link"),
            };
            let text = before[from..]
                .trim_start_matches(['!', '('])
                .trim_end_matches(')');
            let text = Some(text)
                .filter(|text| !text.is_empty())
                .unwrap_or("words");
            self.report_stray(
                &(from..open + end + 2),
                &format!("the brackets of this {what} are swapped"),
                format!("write `{mark}[{text}]({words})`"),
            );
        }
    }

    /// Reports `[words][name]` and `[name][]`. They are text only because the name is not defined.
    fn undefined_reference(
        &mut self,
        words: &str,
        after: &str,
        at: impl Fn(usize) -> Range<usize>,
    ) {
        let Some(length) = after
            .find(['[', ']', '\n'])
            .filter(|end| after[*end..].starts_with(']'))
        else {
            return;
        };
        let name = &after[..length];
        // `matrix[i][j]` and `[1][2]` are no links.
        let is_index =
            |text: &str| text.chars().count() < 2 || text.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = name.starts_with(['^', '@']) || after[length + 1..].starts_with(['[', '(']);
        if is_index(words) || is_known || (name.is_empty() && is_index(words)) {
            return;
        }
        let name = if name.is_empty() { words } else { name };
        self.report(
            codes::LINK_16,
            &at(length + 2),
            format!("the reference `{name}` is not defined, so the brackets are shown as text"),
            format!("add a line `[{name}]: address`, or write the address in round brackets"),
        );
    }

    /// Reports `[[name|words]]` in a cell of a table, which ends at the bar.
    fn cut_wikilink(&mut self, start: usize, words: &str, after: &str) {
        let in_table = self
            .frames
            .iter()
            .any(|frame| matches!(frame, Frame::Table(_)));
        let bar = words
            .find('|')
            .filter(|_| in_table && !words.contains('\n') && after.starts_with(']'));
        if let Some(bar) = bar {
            let (name, label) = (&words[..bar], &words[bar + 1..]);
            self.report(
                codes::LINK_19,
                &(start..start + words.len() + 4),
                "the bar in this wikilink ends the cell of the table",
                format!("write `[[{name}\\|{label}]]`"),
            );
        }
    }

    fn report_stray(&mut self, range: &Range<usize>, message: &str, help: String) {
        self.report(codes::LINK_15, range, message, help);
    }
}

/// The address in the brackets of a link, without a title.
fn address_of(target: &str) -> &str {
    target.split(['"', '\'']).next().unwrap_or_default().trim()
}

/// Whether the text in the brackets of a link is an address with blanks in it, perhaps followed by a title.
fn has_blanks(target: &str) -> bool {
    let address = address_of(target);
    // `foreign` reports what a template of another tool would fill in.
    !["{{", "{%", "<%"].iter().any(|mark| address.contains(mark))
        && address.contains(' ')
        && is_address(&address.replace(' ', "-"))
}

/// Whether a text can hardly be anything but an address.
fn is_address(target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let extension = path
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_file = extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()));
    let starts = ["http://", "https://", "mailto:", "./", "../", "/", "#"];
    !target.contains(char::is_whitespace)
        && (is_file
            || starts
                .iter()
                .any(|start| target.len() > start.len() && target.starts_with(start)))
}
