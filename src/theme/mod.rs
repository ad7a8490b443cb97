//! Themes: the templates that draw pages, and the files that are published with them.
//!
//! The default theme is part of the program ([`builtin`]); a file of the same name in the site's own `themes/NAME/` replaces
//! the built-in one. A template gets a context and nothing else: it cannot access the site, the disk, the network or the clock.

pub mod builtin;
mod constants;
mod filters;
mod load;
mod manifest;
mod template_problems;
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
            names,
        } = *self;
        Fingerprint::of(&(name, fingerprint_of(own), texts, style, names))
    }
}

/// The files with the theme's own words: the built-in ones, and what the site's theme adds or changes.
pub fn texts_files(name: &str, own: &[SourceFile]) -> Vec<SourceFile> {
    let file = format!("{}.yaml", texts::NAME);
    let builtin = SourcePath::new(&format!("{}/{file}", builtin::FOLDER));
    let builtin = SourceFile::new(
        builtin.clone(),
        builtin::find(builtin.as_str()).unwrap_or_default(),
    );
    let own_path = SourcePath::new(&format!("themes/{name}/{file}"));
    let own = own.iter().find(|file| file.path == own_path).cloned();
    std::iter::once(builtin).chain(own).collect()
}

/// Whether a theme with this problem can draw no page at all.
pub fn is_fatal(problem: &Diagnostic) -> bool {
    [codes::THEME_01, codes::TEXT_07, codes::MEND_01].contains(&problem.code)
}
