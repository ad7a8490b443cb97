//! A loaded theme: its compiled templates, its files, and the values that templates get from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, Tera};

use super::constants::TemplateSource;
use super::template_problems::describe;
use crate::codes;
use crate::data::texts::Texts;
use crate::diag::Diagnostic;
use crate::files::{Output, ThemeNames};
use crate::memo::Fingerprint;
use crate::path::Route;
use crate::style::Palette;

/// The most bytes one page may have: a template that loops without end stops here.
const LARGEST_PAGE: usize = 64 << 20;

/// The folders of templates that draw a part of a page.
const PARTS: [&str; 2] = ["blocks/", "partials/"];

/// Templates and files, ready to be used.
pub struct Theme {
    pub(super) tera: Tera,
    /// The templates by their names.
    pub(super) sources: HashMap<String, TemplateSource>,
    /// The templates that show the text of the page they draw.
    pub(super) showing: BTreeSet<String>,
    /// Its published files, by their name.
    pub files: BTreeMap<String, ThemeFile>,
    /// Its drawings as SVG elements, by their name; sections ask for one in their front matter.
    pub drawings: BTreeMap<String, String>,
    /// The words of the interface, which every template gets as `texts`.
    pub texts: Texts,
    /// The colours it knows by name.
    pub palette: Palette,
    /// The fingerprint of all that pages show of it: templates, drawings, texts, and the addresses of its files. What the files
    /// hold is not on any page.
    pub fingerprint: Fingerprint,
}

/// A file of the theme that is published with the site.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Its address.
    pub route: Route,
    /// What it holds.
    pub output: Output,
}

impl ThemeFile {
    pub(super) fn new(name: &str, bytes: Arc<[u8]>, names: ThemeNames) -> Self {
        let output = Output::new(bytes);
        let hash = output.fingerprint.to_hex();
        // No file of a site has such a name by chance, so a preview has no conflict of addresses that publishing has not.
        let mark = match names {
            ThemeNames::Fingerprinted => &hash[..12],
            ThemeNames::Stable => "preview",
        };
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        Self {
            route: Route::new(&format!("/assets/{stem}.{mark}.{extension}")),
            output,
        }
    }
}

impl Theme {
    /// Whether there is a template of this name.
    pub fn has(&self, template: &str) -> bool {
        self.sources.contains_key(template)
    }

    /// The templates that draw a whole page and show its text, wherever in it.
    pub fn with_text(&self) -> impl Iterator<Item = &str> {
        let is_whole = |name: &&String| !PARTS.iter().any(|folder| name.starts_with(folder));
        self.showing.iter().filter(is_whole).map(String::as_str)
    }

    /// Runs one template.
    ///
    /// # Errors
    ///
    /// A problem at a place in the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let mut page = BoundedBuffer(Vec::with_capacity(16 << 10));
        let failed =
            |error: &tera::Error| Box::new(describe(error, codes::THEME_02, &self.sources));
        self.tera
            .render_to(template, context, &mut page)
            .map_err(|error| failed(&error))?;
        // Templates and values are text, so their output is, too.
        String::from_utf8(page.0)
            .map_err(|_| Box::new(Diagnostic::new(codes::THEME_02, "the page is not UTF-8")))
    }
}

/// Takes bytes until a page is far too large.
struct BoundedBuffer(Vec<u8>);

impl Write for BoundedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "the page grows without limit",
            ));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
