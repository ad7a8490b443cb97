//! Themes: the templates that draw pages, and the files that are published with them.
//!
//! The default theme is part of the program ([`builtin`]); a file of the same name in the site's own `themes/NAME/` replaces
//! the built-in one. A template gets a context and nothing else: it cannot access the site, the disk, the network or the clock.

pub mod builtin;
mod constants;
mod filters;
mod load;
mod manifest;
mod running_foot;
mod template_problems;
mod template_wording;
mod templates;
mod text_users;

use crate::codes;
use crate::data::texts::{self, Texts};
use crate::diag::Diagnostic;
use crate::files::{SourceFile, ThemeNames, fingerprint_of};
use crate::memo::Fingerprint;
use crate::path::SourcePath;
use crate::style::Style;

pub use load::load;
pub use running_foot::RunningFoot;
pub use templates::{Theme, ThemeFile};

/// Everything that a theme is made of.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// Its name.
    pub name: &'a str,
    /// The files that the site has for it.
    pub own: &'a [SourceFile],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// The colours of the site.
    pub style: &'a Style,
    /// Whose printed pages these are.
    pub foot: RunningFoot<'a>,
    /// How its published files are named.
    pub names: ThemeNames,
}

impl Parts<'_> {
    /// The cache key of the theme that [`load`] makes of them.
    pub fn key(&self) -> Fingerprint {
        let Self {
            name,
            own,
            texts,
            style,
            foot,
            names,
        } = *self;
        Fingerprint::of(&(name, fingerprint_of(own), texts, style, foot, names))
    }
}

/// The files with the words of a theme on a site in a language: those that ship with mend, and those of the site's own theme.
/// The file without a language in its name is in the first language of the site; every other one falls back on it.
pub fn texts_files(name: &str, own: &[SourceFile], language: &str, is_first: bool) -> texts::Files {
    let main = format!("{}.yaml", texts::NAME);
    let shipped = |file: &str| {
        let path = SourcePath::new(&format!("{}/{file}", builtin::FOLDER));
        let bytes = builtin::find(path.as_str()).unwrap_or_default();
        SourceFile::new(path, bytes)
    };
    let of_theme = |file: &str| {
        let path = SourcePath::new(&format!("themes/{name}/{file}"));
        own.iter().find(|own| own.path == path).cloned()
    };
    let translation = builtin::translation(language);
    let in_language = translation.and_then(|(_, file)| of_theme(file));
    let (fallback, first) = match is_first {
        true => (None, of_theme(&main)),
        false => (of_theme(&main), None),
    };
    texts::Files {
        fallbacks: std::iter::once(shipped(&main)).chain(fallback).collect(),
        translation: translation.map(|(language, file)| (language.to_owned(), shipped(file))),
        theme: first.into_iter().chain(in_language).collect(),
        site: None,
        language: language.to_owned(),
    }
}

/// Whether a theme with this problem can draw no page at all.
pub fn is_fatal(problem: &Diagnostic) -> bool {
    [codes::THEME_01, codes::TEXT_07, codes::MEND_01].contains(&problem.code)
}
