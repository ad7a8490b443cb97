//! One file -> one [`Document`]: its settings, its text with gaps for what depends on other pages, and
//! everything the rest of the site may want to know about it.
//!
//! A document knows its own file and nothing else: not where its links lead, not what its neighbours
//! are called, not what its page will look like.
//!
//! A file that cannot be read becomes a document all the same. It is marked as **unread**: what it says is not known, so
//! nothing follows from what it seems to lack. Its own problem is all that is told.

mod amend;
mod fence;
mod front_matter;
mod help_cards;
mod hold;
mod holding;
mod keys;
mod lines;
pub mod mentions;
mod meta;
pub mod placeholders;
mod reader;
pub mod review;
mod safety;
mod settings;
mod terms;

use crate::codes;
use crate::config::Config;
use crate::conflict;
use crate::date::{Moment, Zone};
use crate::diag::{Diagnostic, Reported, Span, nearest};
use crate::files::SourceFile;
use crate::markdown::{self, BlockKind, Fragment, Heading, Parsed, Reserved, Syntax};
use crate::memo::Fingerprint;
use crate::path::SourcePath;

pub use amend::{with_redirect, without_redirect};
pub use keys::schema;
pub use meta::{Cascade, Meta};
pub use safety::Safety;
pub(crate) use terms::title_terms;

/// How many words a minute people read silently (Brysbaert 2019: 238 for non-fiction).
const WORDS_A_MINUTE: usize = 238;

/// The longest summary that is cut from the text when the author gave none, in characters.
const LONGEST_SUMMARY: usize = 155;

/// One article or section index, read and understood on its own.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it is written.
    pub path: SourcePath,
    /// Its title: from the front matter, else its first heading, else its file name.
    pub title: String,
    /// A sentence about it: from the front matter, else the beginning of its text.
    pub summary: String,
    /// Its settings.
    pub meta: Meta,
    /// Its text. The plain text is not kept: only search wants it, and makes its own terms.
    pub parsed: Parsed,
    /// The byte of its file at which its text begins, behind the front matter.
    pub body: usize,
    /// How many words it has.
    pub words: usize,
    /// The words that stand for it when related articles are found, in the order of the alphabet.
    pub key_terms: Vec<Box<str>>,
    /// Whether it may hold a comment `lint-ok`, so that its comments must be read.
    pub silences: bool,
    /// Where it still says what a command wrote for its author to replace.
    pub placeholders: Vec<Span>,
    /// Whether one of its blocks shows whom to turn to, or leads to the page that does.
    pub leads_to_help: bool,
    /// Whether its file could not be read as it is now. The rest is then what could be made of it, or of an earlier version.
    pub unread: bool,
    /// Whether its text was read, even if its settings were not.
    pub is_text_read: bool,
    /// Its fingerprints.
    pub facets: Facets,
}

/// Fingerprints of what others may look at, so that a change that concerns no one else stops here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facets {
    /// What other pages can show of the document or link to: settings, headings, links, key terms.
    pub outline: Fingerprint,
    /// What decides where its links lead and what leads to it: old addresses, links, images, anchors, headings.
    pub web: Fingerprint,
    /// What only its own page shows.
    pub body: Fingerprint,
}

/// What a document has from the section it lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Inherited {
    /// Why it is a draft, in words, if the section makes it one.
    pub draft: Option<String>,
    /// Whether it is in no list.
    pub unlisted: bool,
    /// When it appears, unless it says so itself.
    pub publish_date: Option<Moment>,
    /// When it disappears, unless it says so itself.
    pub expiry_date: Option<Moment>,
}

/// What of the configuration has a say in how a document is read.
#[derive(Clone, Debug)]
pub struct Settings {
    syntax: Syntax,
    zone: Zone,
    base_url: Option<String>,
    fingerprint: Fingerprint,
}

impl Settings {
    /// Takes what matters from the configuration; `reserved` are the names that are the theme's own.
    pub fn of(config: &Config, reserved: &'static Reserved) -> Self {
        Self {
            syntax: Syntax::of(&config.markdown).with_reserved(reserved),
            zone: config.zone(),
            base_url: config.base_url.clone(),
            fingerprint: Fingerprint::of(&(&config.markdown, &config.timezone, &config.base_url)),
        }
    }

    /// Stands for everything [`read`] looks at when it reads this file.
    pub fn key(&self, file: &SourceFile) -> Fingerprint {
        Fingerprint::of(&(&file.path, file.fingerprint, self.fingerprint))
    }
}

impl Facets {
    /// The same facets of a document that is marked as unread.
    fn of_unread(self) -> Self {
        let Self { outline, web, body } = self;
        Self {
            outline: Fingerprint::of(&(outline, "unread")),
            web: Fingerprint::of(&(web, "unread")),
            body,
        }
    }
}

impl Document {
    /// How long it takes to read, in whole minutes; 0 when that is less than one.
    pub fn minutes(&self) -> usize {
        match self.words {
            words if words < WORDS_A_MINUTE => 0,
            words => words.div_ceil(WORDS_A_MINUTE),
        }
    }

    /// The same document, standing in for a file that cannot be read as it is now.
    #[must_use]
    pub fn as_stand_in(self) -> Self {
        Self {
            unread: true,
            is_text_read: false,
            facets: self.facets.of_unread(),
            ..self
        }
    }

    /// The same document, held back as far as its section says.
    #[must_use]
    pub fn below(&self, inherited: &Inherited) -> Self {
        let mut meta = self.meta.clone();
        if let Some(why) = &inherited.draft {
            meta.hold(why.clone(), false);
        }
        meta.unlisted |= inherited.unlisted;
        meta.publish_date = meta.publish_date.or(inherited.publish_date);
        meta.expiry_date = meta.expiry_date.or(inherited.expiry_date);
        Self {
            meta,
            facets: Facets {
                outline: Fingerprint::of(&(self.facets.outline, inherited)),
                ..self.facets
            },
            ..self.clone()
        }
    }

    /// The place that stands for the file as a whole: its first bytes.
    pub fn top(&self) -> Span {
        0..self.body.min(3)
    }

    /// The file that a picture named in the front matter is: beside the document, or with a `/` in front below
    /// `static`. Nothing if that lies outside of the site.
    pub fn image_path(&self, image: &str) -> Option<SourcePath> {
        match image.strip_prefix('/') {
            Some(path) => Some(SourcePath::new(&format!("static/{path}"))),
            None => self.path.join(image),
        }
    }

    /// Whether the file is the index of its folder, by its name.
    pub fn is_index(&self) -> bool {
        has_index_name(&self.path)
    }
}

/// Whether a file is named as the index of its folder.
fn has_index_name(path: &SourcePath) -> bool {
    matches!(
        path.stem().to_lowercase().as_str(),
        "_index" | "index" | "readme"
    )
}

/// The fingerprint of what decides where links lead, from here and to here.
fn link_facet(meta: &Meta, parsed: &Parsed) -> Fingerprint {
    let headings = parsed.headings.iter();
    let headings: Vec<_> = headings
        .map(|heading| (heading.level, &heading.id, &heading.text))
        .collect();
    let links = parsed.links.iter();
    let links: Vec<_> = links.map(|link| (link.kind, &link.target)).collect();
    let images = parsed.images.iter();
    let images: Vec<_> = images.map(|image| (image.kind, &image.target)).collect();
    Fingerprint::of(&(
        (&meta.redirects, &meta.address_span),
        (headings, links, images, &parsed.anchors),
    ))
}

/// The fingerprint of what only the document's own page shows.
fn body_facet(parsed: &Parsed) -> Fingerprint {
    Fingerprint::of(&(
        &parsed.body,
        &parsed.links,
        &parsed.images,
        &parsed.no_terms,
    ))
}

/// Reads one Markdown file. Whatever is wrong with it, there is a document, and a list of problems.
pub fn read(file: &SourceFile, settings: &Settings) -> Reported<Document> {
    let (text, trouble) = decode(file);
    let mut problems = Vec::new();
    let silences = text.contains("lint-ok ");
    let placeholders = placeholders::find(text);
    let (front_matter, body) = front_matter::split(text, &file.path, &mut problems);
    let mut meta = settings::read(&front_matter, &file.path, settings, &mut problems);
    apply_file_name(&file.path, &mut meta, settings);
    problems.extend(slip_in_name(&file.path));
    let markdown = markdown::parse(
        &text[body..],
        body,
        &file.path,
        meta.title.as_deref(),
        &settings.syntax,
    );
    let mut in_text = markdown.problems;
    help_cards::check(&markdown.value.body, &file.path, &mut in_text);
    let problems = causes(trouble, problems, in_text);
    let unread = problems.iter().any(|problem| problem.code.leaves_unread());
    let mut unknown = problems
        .iter()
        .filter(|problem| problem.code.leaves_unread());
    let is_text_read = unknown.all(|problem| problem.code.family() == "FRONT");
    let mut parsed = markdown.value;
    let from_text = title_from_text(&parsed, |heading| {
        let before = text.get(body..heading.span.start).unwrap_or_default();
        before.chars().all(|c| c.is_whitespace() || c == '#')
    });
    let text = std::mem::take(&mut parsed.text);

    let title = meta.title.clone().or(from_text);
    let title = title.unwrap_or_else(|| title_from_file_name(&file.path));
    let summary = meta
        .summary
        .clone()
        .or_else(|| meta.description.clone())
        .unwrap_or_else(|| beginning(&text));
    let key_terms = terms::key_terms(&text);
    let leads_to_help = Fragment::has_block(&parsed.body, BlockKind::leads_to_help);
    let web = link_facet(&meta, &parsed);
    let evidence: Vec<_> = parsed.evidence.iter().map(|mark| &mark.id).collect();
    let outline = Fingerprint::of(&(
        (&title, &summary, &meta, &front_matter.span.end),
        (web, evidence, &key_terms, leads_to_help),
    ));
    let facets = Facets {
        outline,
        web,
        body: body_facet(&parsed),
    };
    let words = text.split_ascii_whitespace().count();
    let document = Document {
        path: file.path.clone(),
        title,
        summary,
        meta,
        parsed,
        body,
        words,
        key_terms,
        silences,
        placeholders,
        leads_to_help,
        unread,
        is_text_read,
        facets: match unread {
            true => facets.of_unread(),
            false => facets,
        },
    };
    Reported {
        value: document,
        problems,
    }
}

/// The document of a file of which nothing is known but its path.
pub fn without_text(path: &SourcePath, settings: &Settings) -> Document {
    let nothing = SourceFile::new(path.clone(), Vec::new());
    read(&nothing, settings).value.as_stand_in()
}

/// What is wrong with a file, without what only follows from it: of a text that is known in part, some marks have no
/// partner. A slip in the settings says nothing of the text.
fn causes(
    trouble: Option<Diagnostic>,
    settings: Vec<Diagnostic>,
    mut text: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    if let Some(trouble) = trouble {
        return vec![trouble];
    }
    if text.iter().any(|problem| problem.code.leaves_unread()) {
        text.retain(|problem| problem.code.leaves_unread());
    }
    [settings, text].concat()
}

/// The text of a file as far as it is text, and what keeps it from being read as a whole.
fn decode(file: &SourceFile) -> (&str, Option<Diagnostic>) {
    let bytes = &*file.bytes;
    let path = &file.path;
    if let Some(problem) = &file.unopened {
        return ("", Some((**problem).clone()));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let problem = Diagnostic::new(
            codes::TEXT_02,
            "the file looks like UTF-16, and pages are made from UTF-8",
        )
        .at(path, 0..0)
        .help("choose UTF-8 when saving, or convert it: iconv -f UTF-16 -t UTF-8 old.md > new.md");
        return ("", Some(problem));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("byte {at} of the file, {:#04x}, is not UTF-8", bytes[at]);
            let problem = Diagnostic::new(codes::TEXT_01, message)
                .at(path, at..at)
                .help("save the file as UTF-8");
            let text = std::str::from_utf8(&bytes[..at]).unwrap_or("");
            return (text, Some(problem));
        }
    };
    if let Some(at) = text.find('\0') {
        let problem = Diagnostic::new(codes::TEXT_03, "the text holds a NUL character")
            .at(path, at..at + 1)
            .help("remove it, or export the text again from the program it comes from");
        return (&text[..at], Some(problem));
    }
    (text, conflict::problem(path, text))
}

/// What a file's name and folder say, where the front matter says nothing: `2026-01-31-name.md`, `_drafts/`.
fn apply_file_name(path: &SourcePath, meta: &mut Meta, settings: &Settings) {
    if let (Some(day), _) = split_date(path.stem()) {
        meta.date = meta.date.or_else(|| settings.zone.parse(day));
    }
    if path.folder().split('/').any(|folder| folder == "_drafts") {
        meta.hold("the folder `_drafts` it lies in".to_owned(), false);
    }
    // Jekyll, Docusaurus and Astro publish no page whose name begins so.
    if path.stem().starts_with('_') && !has_index_name(path) {
        meta.hold("its name, which begins with `_`".to_owned(), false);
    }
}

/// A file that was probably to be the index of its folder.
fn slip_in_name(path: &SourcePath) -> Option<Diagnostic> {
    let stem = path.stem();
    let is_slip = stem.starts_with('_') && stem != "_index" && nearest(stem, ["_index"]).is_some();
    let message =
        format!("`{path}` is held back, since its name begins with `_` and is not `_index`");
    let problem = Diagnostic::new(codes::FILE_09, message).in_file(path);
    is_slip.then(|| problem.help("did you mean `_index.md`?"))
}

/// Splits a file name as Jekyll writes them, `2026-01-31-name`, into day and name.
pub(crate) fn split_date(stem: &str) -> (Option<&str>, &str) {
    let is_date = stem.len() > 11
        && stem
            .bytes()
            .take(11)
            .enumerate()
            .all(|(at, byte)| match at {
                4 | 7 | 10 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    if is_date {
        (Some(&stem[..10]), &stem[11..])
    } else {
        (None, stem)
    }
}

/// The heading of level 1 that a text has, or else the heading that it begins with. One below other words is called
/// after its own part of the text.
fn title_from_text(parsed: &Parsed, starts_with: impl Fn(&Heading) -> bool) -> Option<String> {
    let headings = || {
        let all = parsed.headings.iter();
        all.filter(|heading| !heading.text.is_empty())
    };
    let heading = headings()
        .find(|heading| heading.level == 1)
        .or_else(|| headings().next().filter(|heading| starts_with(heading)));
    let title = parsed
        .title
        .as_deref()
        .or(heading.map(|heading| &*heading.text));
    title.map(str::to_owned)
}

/// `how-to_apologise.md` is "How to apologise"; an index is called like its folder.
fn title_from_file_name(path: &SourcePath) -> String {
    let stem = match has_index_name(path) {
        true => path.folder().rsplit('/').next().unwrap_or_default(),
        false => split_date(path.stem()).1,
    };
    name_to_title(stem)
}

/// A file's or folder's name as words that start with a capital.
pub(crate) fn name_to_title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The first words of a text, up to the end of a sentence if there is one in time.
fn beginning(text: &str) -> String {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or("");
    if first.chars().count() <= LONGEST_SUMMARY {
        return first.to_owned();
    }
    let end = first
        .char_indices()
        .nth(LONGEST_SUMMARY)
        .map_or(first.len(), |(at, _)| at);
    let head = &first[..end];
    match head.rfind(['.', '!', '?']).filter(|&at| at > 40) {
        Some(at) => head[..=at].to_owned(),
        None => format!(
            "{}…",
            head.rsplit_once(' ').map_or(head, |(words, _)| words)
        ),
    }
}
