//! The text of an article as a reader sees it, with the place of each word in the file.
//!
//! The wording rules need the text without markup, and the exact place of every word. A [`Passage`] is one paragraph, heading,
//! paragraph of a list item or table cell: no marks, no targets of links, no code, no comments; typographic quotes and
//! apostrophes are replaced by plain ones. This is a second, cheaper pass over the same events, for the rules only. It judges
//! nothing and writes no HTML.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::block::BlockKind;
use super::comments::{self, FILLER};
use super::definitions;
use super::events::callout::{self, QuoteKind};
use super::events::{Events, Node, is_inline};
use super::syntax::Syntax;
use crate::diag::{Span, in_order, span_around};

/// The words of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// Its passages, in order.
    pub passages: Vec<Passage>,
    /// Its lists.
    pub lists: Vec<List>,
    /// Its blocks, each with its place in the file.
    pub blocks: Vec<(BlockKind, Span)>,
    /// Its blocks of code, each with its place in the file. They are not the author's words.
    pub code: Vec<(String, Span)>,
    /// The comments that silence a finding.
    pub silences: Vec<Silence>,
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A heading of this level.
    Heading(u8),
    /// A paragraph that is not part of a list, quotation or block.
    Paragraph,
    /// A paragraph of an item of the list with this index.
    Item(usize),
    /// The title of a block.
    Title,
    /// A cell of a table, or a term or definition of a list of those.
    Cell,
    /// A footnote.
    Note,
}

/// A stretch of words without a break.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// What it is.
    pub role: Role,
    /// The blocks it is in, from the outermost in.
    pub blocks: Vec<BlockKind>,
    /// Whether it is in a plain quotation.
    pub quoted: bool,
    /// Its words.
    pub text: String,
    /// The place of the whole passage in the file.
    pub span: Span,
    /// Whether it carries an evidence mark or the mark of a footnote.
    pub backed: bool,
    /// The bytes of `text` that are the words of links, in order.
    pub links: Vec<Range<usize>>,
    /// Its text in contiguous parts, in order.
    runs: Vec<Run>,
}

/// A part of a passage's text that is contiguous in the file as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Run {
    /// Where it begins in the text of the passage.
    from: usize,
    /// Where it begins in the file.
    place: usize,
    /// How many bytes of the file the last byte of the run comes from: more than one for a typographic
    /// quote, which is a run of its own.
    width: usize,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List {
    /// How many items it has.
    pub items: usize,
    /// The blocks it is in, from the outermost in.
    pub blocks: Vec<BlockKind>,
    /// Its place in the file.
    pub span: Span,
}

/// A comment `<!-- lint-ok CODE: reason -->`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Silence {
    /// The code as written.
    pub code: Box<str>,
    /// Why; empty when the author gave no reason.
    pub reason: Box<str>,
    /// The place of the comment in the file.
    pub span: Span,
    /// The block after it; `None` at the end of a text.
    pub covers: Option<Span>,
}

impl Passage {
    /// The place of some of its words in the file.
    pub fn span_of(&self, words: &Range<usize>) -> Span {
        let run = |at: usize| {
            let after = self.runs.partition_point(|run| run.from <= at);
            self.runs[after.saturating_sub(1)]
        };
        let last = words.end.saturating_sub(1).max(words.start);
        let (first_run, last_run) = (run(words.start), run(last));
        let start = first_run.place + words.start - first_run.from;
        start..last_run.place + last - last_run.from + last_run.width
    }

    /// Whether it is in a block of this kind.
    pub fn is_in(&self, kind: BlockKind) -> bool {
        self.blocks.contains(&kind)
    }
}

/// Reads the words of a text; `offset` is where the text begins in its file.
pub fn prose(text: &str, offset: usize, syntax: &Syntax) -> Prose {
    let plain = Syntax {
        smart_punctuation: false,
        ..syntax.clone()
    };
    let uncommented = comments::take_out(text, &plain).text;
    let guarded = definitions::guard(&uncommented, &plain);
    let events = Events::of(&uncommented, &guarded, &plain);
    let mut reader = Reader {
        events: &events,
        offset,
        prose: Prose::default(),
        blocks: Vec::new(),
        quotes: 0,
        list: None,
        notes: 0,
        waiting: Vec::new(),
    };
    reader.run(0, events.items.len());
    reader.prose
}

struct Reader<'r> {
    events: &'r Events<'r>,
    offset: usize,
    prose: Prose,
    blocks: Vec<BlockKind>,
    /// How many plain quotations are open.
    quotes: usize,
    /// The list that is open.
    list: Option<usize>,
    /// How many footnotes are open.
    notes: usize,
    /// The silences that wait for their block.
    waiting: Vec<usize>,
}

impl Reader<'_> {
    fn run(&mut self, mut at: usize, end: usize) {
        let events = self.events;
        while at < end {
            let close = events.mate(at);
            if let Some(tag) = events.tag(at).filter(|tag| !is_inline(tag)) {
                self.cover(at);
                self.block(at, tag);
            } else if let Node::Raw(markup) = events.items[at].node {
                let html = &events.markup[markup as usize].html;
                self.silence(html, events.items[at].range());
            } else if !matches!(events.items[at].node, Node::Close) {
                // A tight list's item holds words without a paragraph around them.
                let stop = (at..end)
                    .find(|inside| self.starts_block(*inside))
                    .unwrap_or(end);
                self.passage(at..stop, self.role());
                at = stop;
                continue;
            }
            at = close + 1;
        }
    }

    /// Whether a block begins at this item, and no words.
    fn starts_block(&self, at: usize) -> bool {
        match self.events.tag(at) {
            Some(tag) => !is_inline(tag),
            None => false,
        }
    }

    fn block(&mut self, at: usize, tag: &Tag<'_>) {
        let inside = at + 1..self.events.mate(at);
        match tag {
            Tag::Paragraph => self.passage(inside, self.role()),
            Tag::Heading { level, .. } => self.passage(inside, Role::Heading(*level as u8)),
            Tag::BlockQuote(_) => self.quote(at),
            Tag::CodeBlock(_) => self.code(at, inside),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(_) => {
                let span = self.span(&self.events.items[at].range());
                self.prose.lists.push(List {
                    items: 0,
                    blocks: self.blocks.clone(),
                    span,
                });
                let outer = self.list.replace(self.prose.lists.len() - 1);
                self.run(inside.start, inside.end);
                self.list = outer;
            }
            Tag::Item => {
                if let Some(list) = self.list {
                    self.prose.lists[list].items += 1;
                }
                self.run(inside.start, inside.end);
            }
            Tag::FootnoteDefinition(_) => {
                self.notes += 1;
                self.run(inside.start, inside.end);
                self.notes -= 1;
            }
            Tag::TableCell | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.passage(inside, Role::Cell);
            }
            _ => self.run(inside.start, inside.end),
        }
    }

    fn code(&mut self, at: usize, inside: Range<usize>) {
        let text = inside.filter_map(|item| self.events.words(item)).collect();
        let span = self.span(&self.events.items[at].range());
        self.prose.code.push((text, span));
    }

    /// A quotation, or a block of the closed set.
    fn quote(&mut self, at: usize) {
        let end = self.events.mate(at);
        let mark = callout::mark(self.events, at);
        let with_kind = |mark| Some((callout::kind(self.events, at, &mark), mark));
        let Some((QuoteKind::Block(kind, _), mark)) = mark.and_then(with_kind) else {
            self.quotes += 1;
            self.run(at + 1, end);
            self.quotes -= 1;
            return;
        };
        let span = self.span(&self.events.items[at].range());
        self.prose.blocks.push((kind, span));
        self.blocks.push(kind);
        let paragraph = self.events.mate(at + 1);
        let is_after_mark = |item: &usize| self.events.items[*item].range().start >= mark.end;
        let title = (at + 2..paragraph).find(is_after_mark).unwrap_or(paragraph);
        let breaks = |item: &usize| {
            matches!(
                self.events.items[*item].node,
                Node::SoftBreak | Node::HardBreak
            )
        };
        let stop = (title..paragraph).find(breaks).unwrap_or(paragraph);
        self.passage(title..stop, Role::Title);
        if stop < paragraph {
            // A line `contacts: …` and the break after it are settings, not words.
            let asks = callout::asked_contacts(self.events, kind, stop + 1).is_some();
            let first = if asks { stop + 3 } else { stop + 1 };
            if first < paragraph {
                self.passage(first..paragraph, self.role());
            }
        }
        self.run(paragraph + 1, end);
        self.blocks.pop();
    }

    /// What a paragraph is here.
    fn role(&self) -> Role {
        match self.list {
            _ if self.notes > 0 => Role::Note,
            Some(list) => Role::Item(list),
            None => Role::Paragraph,
        }
    }

    fn passage(&mut self, items: Range<usize>, role: Role) {
        let mut words = Words::default();
        let mut at = items.start;
        while at < items.end {
            at = self.word(at, &mut words);
        }
        let span = match items.clone().next_back() {
            Some(last) => {
                self.events.items[items.start].range().start..self.events.items[last].range().end
            }
            None => return,
        };
        let span = self.span(&span);
        if let Some(passage) = words.finish(self.offset, span, role) {
            self.prose.passages.push(Passage {
                blocks: self.blocks.clone(),
                quoted: self.quotes > 0,
                ..passage
            });
        }
    }

    /// Takes one item of a passage, and says which comes next.
    fn word(&mut self, at: usize, words: &mut Words) -> usize {
        let events = self.events;
        let item = &events.items[at];
        match item.node {
            Node::Text | Node::Converted(_) => {
                words.push(events.words(at).unwrap_or_default(), item.range().start);
            }
            Node::SoftBreak | Node::HardBreak | Node::Rule => words.push(" ", item.range().start),
            Node::NoteMark(_) => words.backed = true,
            Node::Raw(markup) => {
                self.silence(&events.markup[markup as usize].html, item.range());
            }
            Node::Open(_) => match events.tag(at) {
                Some(Tag::Image { .. }) => return item.mate as usize + 1,
                Some(Tag::Link { link_type, .. }) => {
                    words.open_link();
                    if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
                        let name = events.items[at + 1].range();
                        words.push_name(&events.text[name.clone()], name.start);
                        words.close_link();
                        return item.mate as usize + 1;
                    }
                }
                _ => {}
            },
            Node::Close => {
                if let Some(Tag::Link { .. }) = events.tag(item.mate as usize) {
                    words.close_link();
                }
            }
            Node::Code(_) | Node::Task(_) => {}
        }
        at + 1
    }

    /// Remembers the silence a comment asks for, if it does.
    fn silence(&mut self, html: &str, range: Range<usize>) {
        let mut rest = html;
        while let Some((_, after)) = rest.split_once("<!--") {
            let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
            if let Some(asked) = comment.trim().strip_prefix("lint-ok ") {
                let (code, reason) = asked.split_once(':').unwrap_or((asked, ""));
                self.waiting.push(self.prose.silences.len());
                self.prose.silences.push(Silence {
                    code: code.trim().into(),
                    reason: reason.trim().into(),
                    span: self.span(&range),
                    covers: None,
                });
            }
            rest = next;
        }
    }

    /// Gives the block that begins here to the silences that wait for one.
    fn cover(&mut self, at: usize) {
        if self.waiting.is_empty() {
            return;
        }
        let span = self.span(&self.events.items[at].range());
        for silence in self.waiting.drain(..) {
            self.prose.silences[silence].covers = Some(span.clone());
        }
    }

    /// A range of the text as a range of the file, without the breaks at its end.
    fn span(&self, range: &Range<usize>) -> Span {
        let text = self.events.text.get(range.clone()).unwrap_or_default();
        let length = text.trim_end().len();
        self.offset + range.start..self.offset + range.start + length
    }
}

/// The words of a passage while they are gathered, with the marks the parser does not know still in them.
#[derive(Default)]
struct Words {
    raw: String,
    /// Where each piece of text begins in `raw`, and where in the text of the article.
    runs: Vec<(usize, usize)>,
    links: Vec<Range<usize>>,
    backed: bool,
}

impl Words {
    fn push(&mut self, words: &str, place: usize) {
        self.runs.push((self.raw.len(), place));
        self.raw.push_str(words);
    }

    /// The name of a page in place of its title: the title is not known here, but a name begins like it and has
    /// about its words.
    fn push_name(&mut self, target: &str, place: usize) {
        let name = target.split('#').next().unwrap_or_default();
        let start = name.rfind('/').map_or(0, |slash| slash + 1);
        let mut title = name[start..].replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self.push(&title, place + start);
    }

    fn open_link(&mut self) {
        self.links.push(self.raw.len()..self.raw.len());
    }

    fn close_link(&mut self) {
        if let Some(link) = self.links.last_mut() {
            link.end = self.raw.len();
        }
    }

    /// The passage, if it has any words.
    fn finish(mut self, offset: usize, span: Span, role: Role) -> Option<Passage> {
        let cuts = self.marks();
        let mut passage = Passage {
            role,
            blocks: Vec::new(),
            quoted: false,
            text: String::with_capacity(self.raw.len()),
            span,
            backed: self.backed,
            links: self.links.clone(),
            runs: Vec::new(),
        };
        // The bytes of each character in `raw` and in the text of the passage.
        let mut moved: Vec<(usize, usize)> = Vec::new();
        // `next` is the place at which a character must be to continue the last run.
        let (mut run, mut next) = (0, None);
        for (at, c) in self.raw.char_indices() {
            while self.runs.get(run + 1).is_some_and(|(from, _)| *from <= at) {
                run += 1;
            }
            let place = self.runs[run].1 + at - self.runs[run].0;
            moved.push((at, passage.text.len()));
            let is_double_blank = c.is_whitespace() && passage.text.ends_with([' ']);
            let is_cut = c == FILLER || span_around(&cuts, at).is_some();
            if is_cut || is_double_blank || (c.is_whitespace() && passage.text.is_empty()) {
                continue;
            }
            let plain = match c {
                '‘' | '’' => '\'',
                '“' | '”' => '"',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            let keeps_length = plain.len_utf8() == c.len_utf8();
            if next != Some(place) || !keeps_length {
                let width = if keeps_length { 1 } else { c.len_utf8() };
                passage.runs.push(Run {
                    from: passage.text.len(),
                    place: offset + place,
                    width,
                });
            }
            passage.text.push(plain);
            next = keeps_length.then(|| place + c.len_utf8());
        }
        passage.text.truncate(passage.text.trim_end().len());
        let length = passage.text.len();
        let position_of = |old: usize| {
            let found = moved.binary_search_by_key(&old, |(from, _)| *from);
            found.map_or(length, |at| moved[at].1).min(length)
        };
        for link in &mut passage.links {
            *link = position_of(link.start)..position_of(link.end);
        }
        (!passage.text.is_empty()).then_some(passage)
    }

    /// The places of marks that are not words: `[@E05]`, `[^1]` and the `==` of `==mark==`.
    fn marks(&mut self) -> Vec<Range<usize>> {
        let mut cuts: Vec<Range<usize>> = Vec::new();
        let ends: Vec<usize> = self.raw.match_indices(']').map(|(at, _)| at).collect();
        for (at, _) in self.raw.match_indices('[') {
            let is_mark = self.raw[at + 1..].starts_with(['@', '^']);
            let end = ends.get(ends.partition_point(|end| *end < at));
            if let Some(end) = end.filter(|_| is_mark) {
                self.backed = true;
                // The blank before the mark is removed as well, so that there is none before a full stop.
                let start = self.raw[..at].trim_end_matches(' ').len();
                cuts.push(start..end + 1);
            }
        }
        cuts.extend(self.raw.match_indices("==").map(|(at, _)| at..at + 2));
        in_order(cuts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Markdown;

    fn read(text: &str) -> Prose {
        prose(text, 0, &Syntax::of(&Markdown::default()))
    }

    #[test]
    fn every_word_knows_its_place() {
        let text =
            "It’s *fine* to [say “no”](a.md), `code` or ==wait== [@E05].\n\n- one\n- two **b**\n";
        let prose = read(text);
        let texts: Vec<&str> = prose
            .passages
            .iter()
            .map(|passage| &*passage.text)
            .collect();
        assert_eq!(texts, ["It's fine to say \"no\", or wait.", "one", "two b"]);
        let first = &prose.passages[0];
        for (word, source) in [
            ("It's", "It’s"),
            ("fine", "fine"),
            ("\"no\"", "“no”"),
            ("wait", "wait"),
        ] {
            let at = first.text.find(word).expect("the word");
            assert_eq!(&text[first.span_of(&(at..at + word.len()))], source);
        }
        assert_eq!(&first.text[first.links[0].clone()], "say \"no\"");
        assert!(first.backed && !prose.passages[1].backed);
        assert_eq!(prose.lists[0].items, 2);
    }

    #[test]
    fn passages_know_what_they_stand_in() {
        let prose = read(
            "## Head\n\n> [!dont] Title\n> - shout\n\n> said\n\n> [!note]\n> text\n\n| a |\n|---|\n| b |\n",
        );
        let seen: Vec<(Role, &str, usize, bool)> = prose
            .passages
            .iter()
            .map(|passage| {
                (
                    passage.role,
                    &*passage.text,
                    passage.blocks.len(),
                    passage.quoted,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (Role::Heading(2), "Head", 0, false),
                (Role::Title, "Title", 1, false),
                (Role::Item(0), "shout", 1, false),
                (Role::Paragraph, "said", 0, true),
                (Role::Paragraph, "text", 1, false),
                (Role::Cell, "a", 0, false),
                (Role::Cell, "b", 0, false),
            ]
        );
    }

    #[test]
    fn a_silence_covers_the_next_block() {
        let text = "One.\n\n<!-- lint-ok LANG-01: a name -->\nTwo.\n\n<!-- lint-ok READ-02 -->\n\n- a\n- b\n\nEnd.\n";
        let prose = read(text);
        let covered: Vec<&str> = prose
            .silences
            .iter()
            .map(|silence| &text[silence.covers.clone().expect("a block")])
            .collect();
        assert_eq!(covered, ["Two.", "- a\n- b"]);
        assert_eq!(
            (&*prose.silences[0].code, &*prose.silences[0].reason),
            ("LANG-01", "a name")
        );
    }
}
