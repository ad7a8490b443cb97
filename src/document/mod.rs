//! Reads one file into one [`Document`]: its settings, its text with gaps for what depends on other pages, and
//! everything the rest of the site needs from it.
//!
//! A document depends on its own file only. It does not resolve links, read other documents or render pages.
//!
//! A file that cannot be read still becomes a document, marked as **unread**. Its content is unknown, so no problem may be
//! derived from what it seems to lack. Only the problem that made it unread is reported.

mod amend;
mod decode;
mod doubtful;
mod fence;
mod front_matter;
mod help_cards;
mod hold;
mod holding;
mod keys;
mod lines;
pub mod mentions;
mod meta;
mod missing_fence;
pub mod placeholders;
mod reader;
pub mod review;
mod safety;
mod settings;
pub mod starter;
mod terms;
mod text;

use std::sync::Arc;

use crate::codes;
use crate::config::{Config, LanguagePaths};
use crate::date::{Moment, Zone};
use crate::diag::{Diagnostic, Reported, Span, nearest};
use crate::files::ContentFile;
use crate::markdown::{self, BlockKind, Fragment, Parsed, Reserved, Syntax};
use crate::memo::Fingerprint;
use crate::path::SourcePath;

pub use amend::{with_redirect, without_redirect};
pub use keys::schema;
pub(crate) use keys::squashed as key_form;
pub use meta::{Cascade, Meta};
pub use safety::Safety;
pub(crate) use settings::is_setting;
use terms::WordCounts;
pub(crate) use terms::title_terms;

/// The silent reading speed in words a minute (Brysbaert 2019: 238 for non-fiction).
const WORDS_A_MINUTE: usize = 238;

/// One article or section index, read without any other file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path of its file.
    pub path: SourcePath,
    /// The path without the language, `content/lies.md` for `content/lies.cy.md` and `content/cy/lies.md`. Addresses, sections and
    /// names follow from it, and translations of one article have the same.
    pub key: SourcePath,
    /// The number of the language edition that it is in.
    pub edition: usize,
    /// Its title: from the front matter, else its first heading, else its file name.
    pub title: String,
    /// A sentence about it: from the front matter, else the beginning of its text.
    pub summary: String,
    /// Its settings.
    pub meta: Meta,
    /// Its parsed text.
    pub parsed: Parsed,
    /// The byte offset at which its text begins, after the front matter.
    pub body: usize,
    /// How many words it has.
    pub words: usize,
    /// Its key terms, by which related articles are found, in alphabetical order.
    pub key_terms: Vec<Box<str>>,
    /// Whether it contains a `lint-ok` comment, so that its words must be checked.
    pub silences: bool,
    /// The spans of placeholder sentences that its author has not replaced yet.
    pub placeholders: Vec<Span>,
    /// Whether one of its blocks shows help contacts or links to the help page.
    pub leads_to_help: bool,
    /// Whether the current file could not be read. The other fields then hold what could be read of it or of an earlier version.
    pub unread: bool,
    /// Whether its text was read in full, even if its settings were not.
    pub is_text_read: bool,
    /// The fingerprints of its parts.
    pub facets: Facets,
}

/// Fingerprints of the parts that other stages read. A stage that reads only an unchanged part is not run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facets {
    /// The parts that other pages can show or link to: settings, headings, links, key terms, reading time.
    pub outline: Fingerprint,
    /// The parts that the link graph depends on: old addresses, links, images, anchors, headings.
    pub links: Fingerprint,
    /// The parts that only its own page shows.
    pub body: Fingerprint,
}

/// What a document inherits from its section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Inherited {
    /// Why the section makes it a draft, in words, if it does.
    pub draft: Option<String>,
    /// Whether it is left out of lists.
    pub unlisted: bool,
    /// When it appears, unless its own front matter sets that.
    pub publish_date: Option<Moment>,
    /// When it disappears, unless its own front matter sets that.
    pub expiry_date: Option<Moment>,
}

/// The parts of the configuration that reading a document depends on.
#[derive(Clone, Debug)]
pub struct Settings {
    syntax: Syntax,
    zone: Zone,
    base_url: Option<String>,
    /// The names of the taxonomies, each after the form in which keys are compared.
    taxonomies: Vec<(String, Arc<str>)>,
    languages: LanguagePaths,
    fingerprint: Fingerprint,
}

impl Settings {
    /// Takes these parts from the configuration. `reserved` holds the names that belong to the theme.
    pub fn of(config: &Config, reserved: &'static Reserved) -> Self {
        let names = config.taxonomies.iter().map(|(name, _)| name);
        let taxonomies: Vec<_> = names
            .map(|name| (keys::squashed(name), name.into()))
            .collect();
        Self {
            syntax: Syntax::of(&config.markdown).with_reserved(reserved),
            zone: config.zone(),
            base_url: config.base_url.clone(),
            languages: config.language_paths.clone(),
            fingerprint: Fingerprint::of(&(
                (&config.markdown, &config.timezone),
                (&config.base_url, &taxonomies, &config.language_paths),
            )),
            taxonomies,
        }
    }

    /// The taxonomy that a key of front matter means, by the form in which keys are compared.
    fn taxonomy(&self, key: &str) -> Option<&Arc<str>> {
        let mut all = self.taxonomies.iter();
        all.find(|(form, _)| form == key).map(|(_, name)| name)
    }

    /// The cache key of [`read`] for this file: a fingerprint of every input it reads.
    pub fn key(&self, file: &ContentFile) -> Fingerprint {
        Fingerprint::of(&(&file.path, file.fingerprint, self.fingerprint))
    }
}

impl Facets {
    /// The facets of the same document marked as unread, so that stages that check for that run again.
    fn of_unread(self) -> Self {
        let Self {
            outline,
            links,
            body,
        } = self;
        Self {
            outline: Fingerprint::of(&(outline, "unread")),
            links: Fingerprint::of(&(links, "unread")),
            body,
        }
    }
}

impl Document {
    /// The reading time in whole minutes, rounded up; 0 if it is less than one minute.
    pub fn minutes(&self) -> usize {
        minutes(self.words)
    }

    /// The same document, marked as a substitute for a file that cannot be read at present.
    #[must_use]
    pub fn as_stand_in(self) -> Self {
        Self {
            unread: true,
            is_text_read: false,
            facets: self.facets.of_unread(),
            ..self
        }
    }

    /// The same document with the inherited settings of its section applied.
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

    /// The span used for a problem of the whole file: its first bytes.
    pub fn top(&self) -> Span {
        0..self.body.min(3)
    }

    /// The file of a picture named in the front matter. The name is relative to the document; with a leading `/` it is
    /// relative to `static`. `None` if the path leaves the site.
    pub fn image_path(&self, image: &str) -> Option<SourcePath> {
        match image.strip_prefix('/') {
            Some(path) => Some(SourcePath::new(&format!("static/{path}"))),
            None => self.key.join(image),
        }
    }

    /// Whether the file is the index of its folder, judged by its name.
    pub fn is_index(&self) -> bool {
        has_index_name(&self.key)
    }
}

fn minutes(words: usize) -> usize {
    match words {
        words if words < WORDS_A_MINUTE => 0,
        words => words.div_ceil(WORDS_A_MINUTE),
    }
}

/// Whether a file is named as the index of its folder.
fn has_index_name(path: &SourcePath) -> bool {
    matches!(
        path.stem().to_lowercase().as_str(),
        "_index" | "index" | "readme"
    )
}

/// The fingerprint of the parts that links from and to this document depend on.
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

/// The fingerprint of the parts that only the document's own page shows.
fn body_facet(parsed: &Parsed) -> Fingerprint {
    Fingerprint::of(&(
        &parsed.body,
        &parsed.links,
        &parsed.images,
        &parsed.no_terms,
    ))
}

/// Reads one Markdown file. It always returns a document, together with the problems found.
pub fn read(file: &ContentFile, settings: &Settings) -> Reported<Document> {
    let read = file.whole();
    let (text, trouble) = match &read {
        Ok(bytes) => decode::decode(file, bytes),
        Err(problem) => ("", Some((**problem).clone())),
    };
    let mut problems = Vec::new();
    let (edition, key) = settings.languages.split(&file.path);
    let (front_matter, body) = front_matter::split(text, &file.path, &mut problems);
    let mut meta = settings::read(&front_matter, &file.path, settings, &mut problems);
    apply_file_name(&key, &mut meta, settings);
    problems.extend(slip_in_name(&file.path, &key));
    let markdown = markdown::parse(
        &text[body..],
        body,
        &file.path,
        meta.title.as_deref(),
        &settings.syntax,
    );
    let mut in_text = markdown.problems;
    help_cards::check(&markdown.value.body, &file.path, &mut in_text);
    let source_runs = &markdown.value.source_runs;
    meta.review.compare(|| source_runs.prose(&text[body..]));
    problems.extend(decode::without_text(file, &key, text).filter(|_| trouble.is_none()));
    let problems = causes(trouble, problems, in_text);
    let unread = problems.iter().any(|problem| problem.code.leaves_unread());
    let mut unknown = problems
        .iter()
        .filter(|problem| problem.code.leaves_unread());
    let is_text_read = unknown.all(|problem| problem.code.family() == "FRONT");
    let parsed = markdown.value;
    let title = meta.title.clone().or_else(|| text::title(&parsed));
    let title = title.unwrap_or_else(|| title_from_file_name(&key));
    let summary = meta
        .summary
        .clone()
        .or_else(|| meta.description.clone())
        .unwrap_or_else(|| text::beginning(&parsed));
    let counts = WordCounts::of(&parsed);
    let (words, key_terms) = (counts.all, counts.key_terms());
    let placeholders = placeholders::find(text, body, &parsed.source_runs, &meta);
    let leads_to_help = Fragment::has_block(&parsed.body, BlockKind::leads_to_help);
    let links = link_facet(&meta, &parsed);
    let evidence: Vec<_> = parsed.evidence.iter().map(|mark| &mark.id).collect();
    let outline = Fingerprint::of(&(
        (&title, &summary, &meta, &front_matter.span.end),
        (links, evidence, &key_terms, leads_to_help),
        minutes(words),
    ));
    let facets = Facets {
        outline,
        links,
        body: body_facet(&parsed),
    };
    let document = Document {
        path: file.path.clone(),
        key,
        edition,
        title,
        summary,
        meta,
        silences: parsed.source_runs.has_silences(),
        parsed,
        body,
        words,
        key_terms,
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

/// The place of the document with this path in the list of the documents of a language, which is sorted by key.
pub fn position(
    documents: &[Arc<Document>],
    languages: &LanguagePaths,
    path: &SourcePath,
) -> Option<usize> {
    let (_, key) = languages.split(path);
    let at = documents.binary_search_by(|document| document.key.cmp(&key));
    at.ok().filter(|at| documents[*at].path == *path)
}

/// The unread document of a file of which only the path is known.
pub fn without_text(path: &SourcePath, settings: &Settings) -> Document {
    let nothing = ContentFile::with(path.clone(), Vec::new());
    read(&nothing, settings).value.as_stand_in()
}

/// The problems of a file without those that are only consequences of others. If a text was read in part, an opening mark
/// may lack its closing mark for that reason alone. Problems in the settings do not affect the text, so both are kept.
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

/// Applies what a file's name and folder say: `2026-01-31-name.md`, `_drafts/`. A date in the front matter takes precedence.
fn apply_file_name(path: &SourcePath, meta: &mut Meta, settings: &Settings) {
    if let (Some(day), _) = split_date(path.stem()) {
        meta.date = meta.date.or_else(|| settings.zone.parse(day));
    }
    if path.folder().split('/').any(|folder| folder == "_drafts") {
        meta.hold("the folder `_drafts` it lies in".to_owned(), false);
    }
    // Jekyll, Docusaurus and Astro do not publish files whose names begin with `_`.
    if path.stem().starts_with('_') && !has_index_name(path) {
        meta.hold("its name, which begins with `_`".to_owned(), false);
    }
}

/// Reports a file that was probably meant to be the index of its folder.
fn slip_in_name(path: &SourcePath, key: &SourcePath) -> Option<Diagnostic> {
    let stem = key.stem();
    let is_slip = stem.starts_with('_') && stem != "_index" && nearest(stem, ["_index"]).is_some();
    let message =
        format!("`{path}` is held back, because its name begins with `_` and is not `_index`");
    let problem = Diagnostic::new(codes::FILE_09, message).in_file(path);
    is_slip.then(|| problem.help("did you mean `_index.md`?"))
}

/// Splits a Jekyll file name, `2026-01-31-name`, into day and name.
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

/// `how-to_apologise.md` becomes "How to apologise"; an index takes the name of its folder.
fn title_from_file_name(path: &SourcePath) -> String {
    let stem = match has_index_name(path) {
        true => path.folder().rsplit('/').next().unwrap_or_default(),
        false => split_date(path.stem()).1,
    };
    name_to_title(stem)
}

/// Turns a file or folder name into words, the first one with a capital letter.
pub(crate) fn name_to_title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
