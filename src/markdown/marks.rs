//! Finds the places of an article's runs in its HTML.
//!
//! The writer knows everything about a piece of text when it writes it, except where it will be: footnotes move to the end,
//! and the HTML of authors is written again by the sanitiser. So it puts a **mark** before each piece, which moves along like
//! a letter of the text. When the article is complete, [`Marks::place`] takes the marks out and remembers where they were. No
//! tag is read for this. `text_runs` says what runs are for.

use std::ops::Range;

use super::block::BlockKind;
use super::fragment::Fragment;
use super::text_runs::{RunKind, RunPlace, TextRun};

/// The first of the characters that number the marks. All characters from here on have four bytes and are legal.
const FIRST_NUMBER: u32 = 0x1_0000;

/// The marks of an article that is being written.
pub(super) struct Marks {
    /// The character that begins a mark, which the article does not contain; the number comes after it. `None` if there is no
    /// such character: then the article has no runs.
    sign: Option<char>,
    runs: Vec<TextRun>,
    /// Whether something separates the next run from the last one.
    pub(super) separated: bool,
    /// Whether the next run begins a block.
    begins_block: bool,
    /// What the text that is written now is.
    pub(super) kind: RunKind,
}

impl Marks {
    pub(super) fn of(text: &str) -> Self {
        // These characters are reserved for the inner use of programs, and no text should contain them.
        let mut signs = '\u{fdd0}'..='\u{fdef}';
        Self {
            sign: signs.find(|sign| !text.contains(*sign)),
            runs: Vec::new(),
            separated: true,
            begins_block: true,
            kind: RunKind::Text,
        }
    }

    /// A block begins or ends here.
    pub(super) fn border(&mut self) {
        self.separated = true;
        self.begins_block = true;
    }

    /// Appends the mark of a run that begins here in the HTML.
    pub(super) fn begin_text(&mut self, html: &mut String, takes_links: bool) {
        let place = RunPlace::Html {
            stretch: 0,
            bytes: 0..0,
        };
        self.begin(html, place, takes_links);
    }

    /// Appends the mark of a run of [`RunKind::Generated`] that begins here.
    pub(super) fn begin_generated(&mut self, html: &mut String) {
        let kind = self.kind;
        if kind == RunKind::Text {
            self.kind = RunKind::Generated;
        }
        self.begin_text(html, false);
        self.kind = kind;
    }

    /// Appends the mark of a run whose text is in the next gap.
    pub(super) fn begin_gap(&mut self, html: &mut String, place: RunPlace) {
        self.begin(html, place, false);
    }

    fn begin(&mut self, html: &mut String, place: RunPlace, takes_links: bool) {
        let number = u32::try_from(self.runs.len()).ok();
        let number = number.and_then(|number| char::from_u32(FIRST_NUMBER.checked_add(number)?));
        let (Some(sign), Some(number)) = (self.sign, number) else {
            return;
        };
        html.push(sign);
        html.push(number);
        self.runs.push(TextRun {
            kind: self.kind,
            place,
            separated: std::mem::take(&mut self.separated),
            begins_block: std::mem::take(&mut self.begins_block),
            takes_links,
        });
    }

    /// Takes the marks out of a complete article, and returns its runs in the order of the page.
    pub(super) fn place(self, body: &mut Vec<Fragment>) -> Vec<TextRun> {
        let Some(sign) = self.sign else {
            return Vec::new();
        };
        let mut placer = Placer {
            sign,
            runs: Vec::with_capacity(self.runs.len()),
            marked: self.runs,
            stretch: 0,
            separated: false,
            begins_block: false,
            is_left_alone: false,
        };
        placer.fragments(body);
        placer.runs.shrink_to_fit();
        placer.runs
    }
}

struct Placer {
    sign: char,
    /// The runs by the numbers of their marks.
    marked: Vec<TextRun>,
    /// The runs that have their place.
    runs: Vec<TextRun>,
    stretch: u32,
    /// Whether a run that was left out was separated from the one before, and whether it began a block.
    separated: bool,
    begins_block: bool,
    /// Whether this is the title of a block, or in a block of wording.
    is_left_alone: bool,
}

impl Placer {
    fn fragments(&mut self, fragments: &mut Vec<Fragment>) {
        fragments.retain_mut(|fragment| match fragment {
            Fragment::Html(html) => {
                if html.contains(self.sign) {
                    *html = self.html(html);
                }
                // A stretch that held only the mark of the next gap is empty now.
                let is_kept = !html.is_empty();
                self.stretch += u32::from(is_kept);
                is_kept
            }
            Fragment::Block(block) => {
                let outer = self.is_left_alone;
                self.is_left_alone = true;
                self.fragments(&mut block.title);
                self.is_left_alone = outer || BlockKind::WORDING.contains(&block.kind);
                self.fragments(&mut block.body);
                self.is_left_alone = outer;
                true
            }
            _ => true,
        });
    }

    /// Takes the marks out of a stretch.
    fn html(&mut self, marked: &str) -> Box<str> {
        let mut html = String::with_capacity(marked.len());
        let mut parts = marked.split(self.sign);
        html.push_str(parts.next().unwrap_or_default());
        // Whether no tag was written since the last run.
        let mut is_open = false;
        for part in parts {
            let Some((run, part)) = self.run(part) else {
                html.push(self.sign);
                html.push_str(part);
                continue;
            };
            let start = html.len();
            html.push_str(part);
            let length = part.find('<').unwrap_or(part.len());
            let is_placed = self.add(run, start..start + length, is_open);
            is_open = is_placed && length == part.len();
        }
        html.into()
    }

    /// The run whose mark begins with this number, and what follows the number.
    fn run<'p>(&self, part: &'p str) -> Option<(TextRun, &'p str)> {
        let mut chars = part.chars();
        let number = u32::from(chars.next()?).checked_sub(FIRST_NUMBER)?;
        let run = self.marked.get(number as usize)?;
        Some((run.clone(), chars.as_str()))
    }

    /// Adds a run, or continues the last one if that is open and of the same kind. Says whether there was anything to add.
    fn add(&mut self, mut run: TextRun, bytes: Range<usize>, is_open: bool) -> bool {
        if let RunPlace::Html { .. } = run.place {
            let bytes = bytes.start as u32..bytes.end as u32;
            if is_open
                && let Some(last) = self.runs.last_mut()
                && (last.kind, last.takes_links)
                    == (run.kind, run.takes_links && !self.is_left_alone)
                && let RunPlace::Html { bytes: before, .. } = &mut last.place
            {
                before.end = bytes.end;
                return true;
            }
            if bytes.is_empty() && !matches!(run.kind, RunKind::Heading(_)) {
                self.separated |= run.separated;
                self.begins_block |= run.begins_block;
                return false;
            }
            run.place = RunPlace::Html {
                stretch: self.stretch,
                bytes,
            };
        }
        run.separated |= std::mem::take(&mut self.separated);
        run.begins_block |= std::mem::take(&mut self.begins_block);
        run.takes_links &= !self.is_left_alone;
        self.runs.push(run);
        true
    }
}
