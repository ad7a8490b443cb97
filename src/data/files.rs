//! Which data files are read for which language.
//!
//! Files of words (`terms.yaml`, `paths.yaml`, `audiences.yaml`, `words.yaml`, `texts.yaml`) exist once per language: Welsh pages
//! show those of `terms.cy.yaml` or none. Other files are shared, unless there is one for the language. `help.cy.yaml` is
//! different: it has words for contacts that `help.yaml` describes ([`help_words`](super::help_words)).

use super::{Data, texts};
use crate::config::Config;
use crate::files::{SourceFile, fingerprint_of};
use crate::memo::Fingerprint;
use crate::path::SourcePath;

/// The files that are words, so that no language takes those of another one.
const WORDS: [&str; 5] = ["audiences", "paths", "terms", texts::NAME, "words"];

/// The data files for one language.
#[derive(Clone, Debug)]
pub struct DataFiles {
    /// The files, each with the name by which mend knows it: `terms` for `terms.cy.yaml`.
    pub(super) named: Vec<(String, SourceFile)>,
    /// The words of the help contacts in this language, if it is not the first.
    pub(super) help_words: Option<SourceFile>,
}

impl DataFiles {
    /// Chooses them among the data files of a site.
    pub fn of(all: &[SourceFile], config: &Config) -> Self {
        let own = config.edition.number;
        let named = all.iter().map(|file| {
            let (edition, key) = config.language_paths.split(&file.path);
            (edition, key.stem().to_owned(), file)
        });
        let named: Vec<(usize, String, &SourceFile)> = named.collect();
        let is_own = |name: &str| {
            named
                .iter()
                .any(|(at, known, _)| *at == own && known == name)
        };
        let is_help_words = |at: usize, name: &str| at == own && own != 0 && name == "help";
        let mut files = Self {
            named: Vec::new(),
            help_words: None,
        };
        for (at, name, file) in &named {
            let is_shared = *at == 0 && !WORDS.contains(&&**name);
            if is_help_words(*at, name) {
                files.help_words = Some((*file).clone());
            } else if *at == own || (is_shared && (name == "help" || !is_own(name))) {
                files.named.push((name.clone(), (*file).clone()));
            }
        }
        files
    }

    /// The file with a name, without `.yaml`.
    pub fn find(&self, name: &str) -> Option<&SourceFile> {
        let mut named = self.named.iter();
        let (_, file) = named.find(|(known, _)| known == name)?;
        Some(file)
    }

    /// The paths of those that could not be read as these data.
    pub fn unread(&self, data: &Data) -> Vec<&SourcePath> {
        let named = self.named.iter().map(|(name, file)| (name.as_str(), file));
        let words = self.help_words.iter().map(|file| ("help", file));
        let unread = named.chain(words).filter(|(name, _)| data.is_unread(name));
        unread.map(|(_, file)| &file.path).collect()
    }

    /// The fingerprint of all of them.
    pub fn fingerprint(&self) -> Fingerprint {
        let files: Vec<SourceFile> = self.named.iter().map(|(_, file)| file.clone()).collect();
        let words = self.help_words.as_ref().map(|file| file.fingerprint);
        Fingerprint::of(&(fingerprint_of(&files), words))
    }

    /// The names without `.yaml`.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(name, _)| name.as_str())
    }
}
