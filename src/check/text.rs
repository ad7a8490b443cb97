//! One document judged by its words alone, so that an edit judges one document again.
//!
//! Here stands what all rules about wording share: the text cut into passages, sentences and words, where a word is
//! someone's quoted speech, and how a finding is reported. The rules stand in their families' files.

use std::ops::Range;

use super::glossary::Forms;
use super::words::{self, Hit, List, Lists, Word};
use super::{evidence, glossary, hazards, language, level, sentences, structure};
use crate::codes::Code;
use crate::config::{Check, Config};
use crate::diag::{Diagnostic, Severity, Span, in_order, span_around};
use crate::document::Document;
use crate::document::data::Data;
use crate::files::SourceFile;
use crate::markdown::{self, BlockKind, Passage, Prose, Role, Syntax};
use crate::memo::Fingerprint;

pub use super::level::{Reading, age};

/// What of a site has a say in how a text is judged.
#[derive(Debug)]
pub struct Rules {
    pub(super) lists: Lists,
    pub(super) spelling: Option<List>,
    pub(super) terms: Forms,
    /// Whether the glossary could be read.
    pub(super) knows_terms: bool,
    /// Whether the site's changes to the lists could be read.
    knows_lists: bool,
    /// The audiences that articles can name.
    pub(super) audiences: Vec<String>,
    pub(super) check: Check,
    language: String,
    syntax: Syntax,
    /// The names of the pages that say where help is.
    pub(super) safety_pages: Vec<String>,
    fingerprint: Fingerprint,
}

impl Rules {
    /// Takes what matters from the configuration and the data files.
    pub fn of(config: &Config, data: &Data) -> Self {
        let lists = Lists::of(&data.words);
        Self {
            spelling: lists.foreign_spelling(&config.language),
            lists,
            terms: Forms::of(&data.glossary),
            knows_terms: !data.is_unread("terms"),
            knows_lists: !data.is_unread("words"),
            audiences: data.audiences.iter().map(|kind| kind.id.clone()).collect(),
            check: config.check.clone(),
            language: config.language.clone(),
            syntax: Syntax::of(&config.markdown),
            safety_pages: safety_pages(config),
            fingerprint: Fingerprint::of(&(
                (&data.words, &data.glossary.terms, &data.audiences),
                &data.unread,
                &config.check,
                &config.markdown,
                &config.language,
                &config.help,
            )),
        }
    }

    /// Stands for everything [`check`] looks at when it judges this file.
    pub fn key(&self, file: &SourceFile) -> Fingerprint {
        Fingerprint::of(&(&file.path, file.fingerprint, self.fingerprint))
    }
}

/// The page of help, and the article on when it is not safe.
fn safety_pages(config: &Config) -> Vec<String> {
    let article = config.help.safety_article.as_deref().unwrap_or_default();
    let name = article
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".md");
    ["help", name]
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What was found out about the words of one document.
#[derive(Debug, Default)]
pub struct Checked {
    /// Its words.
    pub prose: Prose,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
    /// How hard they are to read.
    pub reading: Reading,
    /// Where they first use terms of the glossary, each by its place there.
    pub terms: Vec<(usize, Span)>,
}

/// The words of one document, and how hard they are to read; nothing is judged.
pub fn measure(file: &SourceFile, document: &Document, rules: &Rules) -> (Prose, Reading) {
    let prose = prose(file, document, rules);
    let readers = prose.passages.iter();
    let readers: Vec<Reader<'_>> = readers.map(|passage| Reader::of(passage, &[])).collect();
    let reading = level::measure(&readers);
    (prose, reading)
}

fn prose(file: &SourceFile, document: &Document, rules: &Rules) -> Prose {
    let text = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let body = text.get(document.body..).unwrap_or_default();
    markdown::prose(body, document.body, &rules.syntax)
}

/// Judges one document by its words.
pub fn check(file: &SourceFile, document: &Document, rules: &Rules) -> Checked {
    let prose = prose(file, document, rules);
    let help: Vec<Span> = document
        .parsed
        .links
        .iter()
        .filter(|link| {
            rules
                .safety_pages
                .iter()
                .any(|page| leads_to(&link.target, page))
        })
        .map(|link| link.span.clone())
        .collect();
    let help = in_order(help);
    let mut text = Text {
        document,
        rules,
        passages: prose
            .passages
            .iter()
            .map(|passage| Reader::of(passage, &help))
            .collect(),
        prose: &prose,
        problems: Vec::new(),
    };
    structure::check_text(&mut text);
    // While the site's changes to the lists are unread, any phrase of them may have been taken out.
    if rules.knows_lists {
        language::check(&mut text);
        hazards::check(&mut text);
        evidence::check_text(&mut text);
        glossary::check_text(&mut text);
    }
    let reading = level::check(&mut text);
    Checked {
        terms: rules.terms.first_uses(&text.passages),
        problems: text.problems,
        reading,
        prose,
    }
}

/// A document that is being judged.
pub(super) struct Text<'t> {
    pub(super) document: &'t Document,
    pub(super) rules: &'t Rules,
    pub(super) prose: &'t Prose,
    pub(super) passages: Vec<Reader<'t>>,
    problems: Vec<Diagnostic>,
}

/// A passage with its words and sentences.
pub(super) struct Reader<'t> {
    pub(super) passage: &'t Passage,
    pub(super) words: Vec<Word>,
    /// The words of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
    /// The bytes that are quoted speech.
    quotes: Vec<Range<usize>>,
    /// Whether it sends the reader to help by a link.
    pub(super) points_to_help: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn of(passage: &'t Passage, help: &[Span]) -> Self {
        let words = words::words(&passage.text);
        let of = |range: Range<usize>| {
            let at = |byte: usize| words.partition_point(|word| word.range.start < byte);
            at(range.start)..at(range.end)
        };
        let sentences = sentences::sentences(&passage.text).into_iter().map(of);
        Self {
            sentences: sentences.filter(|words| !words.is_empty()).collect(),
            quotes: quotes(&passage.text),
            // Below a notice stand links to help, whatever its words are.
            points_to_help: passage.is_in(BlockKind::NOTICE)
                || help
                    .get(help.partition_point(|link| link.start < passage.span.start))
                    .is_some_and(|link| link.end <= passage.span.end),
            words,
            passage,
        }
    }

    /// Whether the passage is the article's own voice: no quotation, no wording shown as an example, no myth.
    pub(super) fn is_own_voice(&self) -> bool {
        const OTHERS: [&str; 4] = ["example", "example-weak", "example-better", "myth"];
        !self.passage.quoted
            && !self
                .passage
                .blocks
                .iter()
                .any(|kind| OTHERS.contains(&kind.name()))
    }

    /// Whether it tells what not to do, or what helpers say in an emergency.
    pub(super) fn is_in(&self, kinds: &[&str]) -> bool {
        self.passage
            .blocks
            .iter()
            .any(|kind| kinds.contains(&kind.name()))
    }

    /// Whether it is a paragraph, a list item or a cell: neither a heading nor a title.
    pub(super) fn is_body(&self) -> bool {
        !self.is_heading() && self.passage.role != Role::Title
    }

    /// Whether it is a heading.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.passage.role, Role::Heading(_))
    }

    /// Whether words are quoted speech.
    pub(super) fn is_quoted(&self, bytes: &Range<usize>) -> bool {
        span_around(&self.quotes, bytes.start).is_some_and(|quote| bytes.end <= quote.end)
    }

    /// Whether words are those of a link.
    pub(super) fn is_in_link(&self, bytes: &Range<usize>) -> bool {
        span_around(&self.passage.links, bytes.start).is_some()
    }

    /// The bytes of some of its words.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        self.words[words.start].range.start..self.words[words.end - 1].range.end
    }

    /// The hits of a list in the article's own voice, sentence by sentence.
    pub(super) fn hits(&self, list: &List) -> Vec<Hit> {
        let mut hits = Vec::new();
        for sentence in &self.sentences {
            for mut hit in list.hits(&self.words[sentence.clone()]) {
                hit.words = hit.words.start + sentence.start..hit.words.end + sentence.start;
                if !self.is_quoted(&self.bytes(&hit.words)) {
                    hits.push(hit);
                }
            }
        }
        hits
    }

    /// The sentence a word stands in.
    pub(super) fn sentence_of(&self, word: usize) -> Range<usize> {
        let found = span_around(&self.sentences, word);
        found.cloned().unwrap_or(0..self.words.len())
    }
}

impl Text<'_> {
    /// Reports something about words of a passage, unless the rule is switched off.
    pub(super) fn report(
        &mut self,
        code: Code,
        passage: usize,
        bytes: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report_as(code, code.severity(), passage, bytes, message, help);
    }

    /// Reports with another severity than the code's own; the configuration has the last word.
    pub(super) fn report_as(
        &mut self,
        code: Code,
        severity: Severity,
        passage: usize,
        bytes: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.passages[passage].passage.span_of(bytes);
        self.report_at_as(code, severity, span, message, help);
    }

    /// Reports something about bytes of the file.
    pub(super) fn report_at(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report_at_as(code, code.severity(), span, message, help);
    }

    /// The same with another severity than the code's own.
    pub(super) fn report_at_as(
        &mut self,
        code: Code,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if let Some(severity) = self.rules.check.severity(code, severity) {
            let problem = Diagnostic::new(code, message)
                .at(&self.document.path, span)
                .severity(severity);
            self.problems.push(problem.help(help));
        }
    }

    /// Reports every hit of a list in the passages that are wanted.
    pub(super) fn report_hits(
        &mut self,
        code: Code,
        list: &str,
        wanted: impl Fn(&Reader<'_>, &Hit) -> bool,
        message: impl Fn(&str) -> String,
        help: impl Fn(Option<&str>) -> String,
    ) {
        let rules = self.rules;
        for at in 0..self.passages.len() {
            let reader = &self.passages[at];
            let hits: Vec<(Range<usize>, Option<String>)> = reader
                .hits(rules.lists.get(list))
                .into_iter()
                .filter(|hit| wanted(reader, hit))
                .map(|hit| (reader.bytes(&hit.words), hit.instead))
                .collect();
            for (bytes, instead) in hits {
                let found = self.passages[at].passage.text[bytes.clone()].to_owned();
                self.report(code, at, &bytes, message(&found), help(instead.as_deref()));
            }
        }
    }

    /// The language the article is written in.
    pub(super) fn language(&self) -> &str {
        self.document
            .meta
            .language
            .as_deref()
            .unwrap_or(&self.rules.language)
    }
}

/// Whether an article is one of the guide's own texts, and no index, question list or worksheet.
pub(super) fn is_article(document: &Document) -> bool {
    let path = document.path.as_str();
    let is_own = !document.is_index() && path.ends_with(".md");
    is_own && document.path.folder() != "content" && !is_worksheet(document)
}

/// Whether a text is a worksheet.
pub(super) fn is_worksheet(document: &Document) -> bool {
    document.path.as_str().starts_with("content/worksheets/")
}

/// Whether a link as it is written leads to the page of this name, whatever its form.
pub(super) fn leads_to(target: &str, page: &str) -> bool {
    let path = target
        .split('#')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".md") == page
}

/// Where speech is quoted in a passage: between two `"`, or between two `'` that stand around words.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let doubles: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    for pair in doubles.chunks(2) {
        match pair {
            [start, end] => quotes.push(*start..end + 1),
            // Speech of several paragraphs opens each and closes the last.
            [start] if *start == 0 => quotes.push(0..text.len()),
            _ => {}
        }
    }
    let mut open = None;
    for (at, _) in text.match_indices('\'') {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let is_inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '(');
        match open {
            None if !is_inside(before) && is_inside(after) => open = Some(at),
            Some(start) if is_inside(before) && !after.is_some_and(char::is_alphanumeric) => {
                quotes.push(start..at + 1);
                open = None;
            }
            _ => {}
        }
    }
    in_order(quotes)
}

/// Whether a block is one in which things are said that must be exactly right.
pub(super) fn is_safety_block(kind: BlockKind) -> bool {
    [
        "help",
        "help-soon",
        "help-now",
        "notice",
        "warning",
        "caution",
        "important",
    ]
    .contains(&kind.name())
}
