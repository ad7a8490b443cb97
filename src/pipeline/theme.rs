//! Loads the theme with the texts of the interface, and caches both.
//!
//! A preview whose theme cannot draw falls back to the earlier version of the theme, then to the built-in one.

use std::sync::Arc;

use crate::config::Config;
use crate::data::texts::{self, Texts};
use crate::diag::{Diagnostic, Reported};
use crate::files::{SourceFile, ThemeNames};
use crate::memo::Memo;
use crate::path::SourcePath;
use crate::theme::{self, RunningFoot, Theme};

use super::cancel::Cancellation;

/// The texts and the theme that were loaded last. The templates are compiled with the texts.
#[derive(Default)]
pub(super) struct ThemeCache {
    texts: Memo<Reported<Texts>>,
    theme: Memo<Reported<Arc<Theme>>>,
}

/// A theme with the texts that it was loaded with.
pub(super) struct LoadedTheme {
    pub(super) theme: Arc<Theme>,
    /// What keeps it from drawing any page.
    pub(super) faults: Vec<Diagnostic>,
}

/// What a theme is loaded from.
#[derive(Clone, Copy)]
pub(super) struct ThemeFiles<'a> {
    pub(super) config: &'a Config,
    /// The files of the theme; none for the built-in one.
    pub(super) own: &'a [SourceFile],
    /// The file in which the site changes texts of the interface.
    pub(super) texts: Option<&'a SourceFile>,
    /// How its published files are named.
    pub(super) names: ThemeNames,
}

impl ThemeCache {
    /// Loads a theme, and reports all problems of it and its texts.
    pub(super) fn load(
        &mut self,
        files: ThemeFiles<'_>,
        cancellation: &Cancellation<'_>,
    ) -> (LoadedTheme, Vec<Diagnostic>) {
        let unopened = files.own.iter();
        let unopened = unopened.filter_map(|file| file.unopened.as_deref());
        let faults: Vec<Diagnostic> = unopened.cloned().collect();
        if !faults.is_empty() {
            // What is wrong with the other files may follow from what is not known.
            let (builtin, _) = self.load(ThemeFiles { own: &[], ..files }, cancellation);
            let problems = faults.clone();
            return (LoadedTheme { faults, ..builtin }, problems);
        }
        let texts = self.texts(files, cancellation);
        let theme = self.theme(files, &texts.value, cancellation);
        let of_site = |problem: &Diagnostic| {
            let site = files.texts;
            site.is_some_and(|site| is_in(problem, &site.path))
        };
        // Without the site's texts there are still those of the theme; without these there are none.
        let texts_faults = texts.problems.iter();
        let texts_faults =
            texts_faults.filter(|problem| problem.code.leaves_unread() && !of_site(problem));
        let faults = theme.problems.iter();
        let faults = texts_faults.chain(faults.filter(|problem| theme::is_fatal(problem)));
        let loaded = LoadedTheme {
            theme: Arc::clone(&theme.value),
            faults: faults.cloned().collect(),
        };
        (loaded, [&*texts.problems, &*theme.problems].concat())
    }

    /// Reads the texts of the interface: the theme's, and those that the site puts in their place.
    fn texts(
        &mut self,
        files: ThemeFiles<'_>,
        cancellation: &Cancellation<'_>,
    ) -> Arc<Reported<Texts>> {
        let Config {
            theme,
            language,
            edition,
            ..
        } = files.config;
        let is_first = edition.number == 0;
        let files = texts::Files {
            site: files.texts.cloned(),
            ..theme::texts_files(theme, files.own, language, is_first)
        };
        self.texts.one(files.fingerprint(), || {
            let read = cancellation.guard("texts", None, || texts::read(&files));
            read.unwrap_or_else(|fault| Reported {
                value: Texts::default(),
                problems: vec![*fault],
            })
        })
    }

    fn theme(
        &mut self,
        files: ThemeFiles<'_>,
        texts: &Texts,
        cancellation: &Cancellation<'_>,
    ) -> Arc<Reported<Arc<Theme>>> {
        let parts = theme::Parts {
            name: &files.config.theme,
            own: files.own,
            texts,
            style: &files.config.style,
            foot: running_foot(files.config),
            names: files.names,
        };
        self.theme.one(parts.key(), || {
            let loaded = cancellation.guard("theme", None, || theme::load(parts));
            let Reported { value, problems } = loaded.unwrap_or_else(|fault| Reported {
                value: theme::load(theme::Parts { own: &[], ..parts }).value,
                problems: vec![*fault],
            });
            Reported {
                value: Arc::new(value),
                problems,
            }
        })
    }
}

/// Who hands out what is printed: the practice, or the site without one.
fn running_foot(config: &Config) -> RunningFoot<'_> {
    match &config.practice {
        Some(practice) => RunningFoot {
            name: &practice.name,
            line: practice.handout_footer.as_deref(),
        },
        None => RunningFoot {
            name: &config.title,
            line: None,
        },
    }
}

/// Whether a problem is in this file.
pub(super) fn is_in(problem: &Diagnostic, path: &SourcePath) -> bool {
    let place = problem.place.as_ref();
    place.is_some_and(|place| place.path == *path)
}
