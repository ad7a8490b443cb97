//! The review pack: one document per article, for a clinician who reads it on paper, and an index for the editor.
//!
//! `mend review-pack` writes these files. Each document is one HTML file that needs nothing else and prints on A4 and
//! Letter: the text as readers see it, what it rests on, its safety settings in words, what is open, a form for the answer,
//! and how the answer gets into front matter. Pure, like the [overview](crate::overview): a finished build goes in, files
//! come out. Nothing here judges a text, and no answer is read in here: only a person can say that they reviewed it.
//!
//! `gather` puts the [`Sheet`] of an article together; `article.html` and `index.html`, with `head.html` in both, and
//! `pack.css` say how it looks. They are
//! in English, like everything that mend says to authors; the text keeps the language of the article.

mod gather;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diag::{Diagnostic, Error, Reported, Result};
use crate::files::{Content, Outputs};
use crate::graph::DocId;
use crate::inspect::Inspector;
use crate::path::OutputPath;
use crate::view::{ContactView, EvidenceEntry, HelpRegion};

/// The page among the [`files`] that lists the others.
pub const INDEX: &str = "index.html";

/// What a document of the pack may load: its own style and the pictures it holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The documents and their index, as files for one folder. Equal builds give equal bytes.
///
/// # Errors
///
/// The problems of the theme or of a text, if one of them cannot be shown.
pub fn files(built: &Inspector, picked: &[DocId]) -> Result<Outputs> {
    let Reported {
        value: sheets,
        problems,
    } = gather::sheets(built, picked);
    if let Some(Diagnostic { message, .. }) = problems.first() {
        let text = format!("an article cannot be shown: {message}");
        return Err(Error::new(text).help("`mend check` says what is wrong, and where"));
    }
    let mut tera = Tera::new();
    let templates = [
        ("head.html", include_str!("head.html")),
        ("article.html", include_str!("article.html")),
        (INDEX, include_str!("index.html")),
    ];
    tera.add_raw_templates(templates)
        .map_err(|error| Error::new(format!("the review pack cannot be drawn: {error}")))?;
    let mut context = Context::new();
    context.insert("site", &built.inputs().config.title);
    context.insert("day", &built.inputs().options.now.long_day());
    context.insert("policy", POLICY);
    context.insert_value("style", tera::Value::safe_string(include_str!("pack.css")));
    let draw = |template: &str, context: &Context| -> Result<Content> {
        let html = tera.render(template, context);
        let html =
            html.map_err(|error| Error::new(format!("`{template}` cannot be drawn: {error}")))?;
        Ok(Content::new(html.into_bytes()))
    };
    let mut files = Outputs::new();
    for (sheet, text) in &sheets {
        context.insert("sheet", sheet);
        context.insert_value("text", tera::Value::safe_string(text));
        let foot = format!(
            "@page {{ @bottom-left {{ content: {}; font: 9pt system-ui, sans-serif; }} }}",
            css_string(&sheet.title)
        );
        context.insert_value("foot", tera::Value::safe_string(&foot));
        files.insert(
            OutputPath::new(&sheet.name),
            draw("article.html", &context)?,
        );
    }
    let sheets: Vec<&Sheet> = sheets.iter().map(|(sheet, _)| sheet).collect();
    context.insert("sheets", &sheets);
    context.insert("help", &gather::help(built));
    files.insert(OutputPath::new(INDEX), draw(INDEX, &context)?);
    Ok(files)
}

/// A text as a string of CSS: loose pages must say which document they are of.
fn css_string(text: &str) -> String {
    let mut string = String::from("\"");
    for c in text.chars() {
        match c {
            // What could end the string or the element around it is written by its number.
            '"' | '\\' | '<' | '>' => string.push_str(&format!("\\{:x} ", u32::from(c))),
            c if c.is_control() => string.push(' '),
            c => string.push(c),
        }
    }
    string.push('"');
    string
}

/// What the document of an article shows in addition to its text.
#[derive(Serialize)]
struct Sheet {
    /// The file it becomes.
    name: String,
    title: String,
    summary: Option<String>,
    language: String,
    direction: &'static str,
    /// Where it is written.
    source: String,
    section: String,
    /// `draft`, `future` or `expired`, if readers do not see it now.
    held_back: Option<&'static str>,
    audience: Vec<String>,
    /// The reading paths it is part of, such as `The first days, step 2 of 6`.
    paths: Vec<String>,
    /// What readers type to find it.
    search_words: Vec<String>,
    words: usize,
    minutes: usize,
    /// The reading age, if the text is long enough.
    age: Option<String>,
    /// Every kind of warning, and whether the article has it.
    safety: Vec<SafetyRow>,
    /// Why it needs no warning, if its authors say so.
    safety_reason: Option<String>,
    /// Whether the page has the exit.
    exit: bool,
    /// Whether the tab and the history show its title.
    shows_title: bool,
    /// What its authors ask.
    questions: Vec<String>,
    /// The open points that mend can find, a sentence each.
    open: Vec<String>,
    evidence: Vec<EvidenceRow>,
    /// The terms that its page explains.
    terms: Vec<TermRow>,
    /// The day of the last review, as `2026-01-31`, and whether the text has changed since.
    reviewed: Option<String>,
    /// The state of the last review, in a sentence.
    review: String,
    /// How many months a review may be valid.
    months: i32,
    /// The fingerprint of the words that are printed here.
    hash: String,
}

/// A kind of warning.
#[derive(Serialize)]
struct SafetyRow {
    name: &'static str,
    about: &'static str,
    set: bool,
}

/// The evidence behind a mark in the text.
#[derive(Serialize)]
struct EvidenceRow {
    number: usize,
    id: String,
    entry: EvidenceEntry,
    /// How well it is known, in a sentence.
    known: &'static str,
}

/// A term and the definition that readers see.
#[derive(Serialize)]
struct TermRow {
    id: String,
    term: String,
    definition: String,
}

/// The contacts in the foot of every page.
#[derive(Serialize)]
struct HelpList {
    contacts: Vec<ContactView>,
    region: HelpRegion,
    /// How many of them have not been checked by a person.
    unchecked: usize,
}
