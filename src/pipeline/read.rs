//! Reads every file of a site, each kind by its room, and caches the results.
//!
//! In a preview, a file that cannot be read now falls back to its earlier version. Problems are always those of the current
//! file. The earlier version is an input like any other; it is not cached here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::asset::{self, Asset};
use crate::check::{self, languages::LanguageFiles};
use crate::config::Config;
use crate::data::{self, Data, DataFiles, texts};
use crate::diag::{Diagnostic, Reported};
use crate::document::{self, Document, Settings, starter};
use crate::files::{ContentFile, Inputs, SourceFile, fingerprint_of};
use crate::graph::{self, CONTENT};
use crate::memo::{Fingerprint, Memo};
use crate::path::SourcePath;
use crate::theme::{self, Theme};

use super::cancel::Cancellation;
use super::files::{EditionFiles, SharedFiles, SiteFiles};
use super::theme::{LoadedTheme, ThemeCache, ThemeFiles, is_in};

/// What a build is for.
#[derive(Clone, Copy)]
pub(super) enum Mode<'a> {
    /// To publish the site. Files that cannot be read are reported, and nothing is shown in their place.
    Publish,
    /// To look at it. Files that cannot be read are also replaced by those of the earlier inputs, if there were any.
    Preview(Option<&'a Inputs>),
}

impl<'a> Mode<'a> {
    fn earlier(self) -> Option<&'a Inputs> {
        match self {
            Self::Publish => None,
            Self::Preview(earlier) => earlier,
        }
    }
}

/// What is remembered of the files.
#[derive(Default)]
pub(super) struct Cache {
    documents: Memo<Reported<Arc<Document>>>,
    assets: Memo<Reported<Arc<Asset>>>,
    /// What is remembered for each language, by the number of its edition.
    editions: BTreeMap<usize, EditionCache>,
    earlier: EarlierCache,
}

/// What is remembered of the files that a language has for itself.
#[derive(Default)]
struct EditionCache {
    theme: ThemeCache,
    data: Memo<Reported<Arc<Data>>>,
    earlier: EarlierEditionCache,
}

/// What is remembered of earlier versions; `None` for one that cannot be read either.
#[derive(Default)]
struct EarlierCache {
    documents: Memo<Option<Arc<Document>>>,
    assets: Memo<Option<Arc<Asset>>>,
}

/// The same for the files that a language has for itself.
#[derive(Default)]
struct EarlierEditionCache {
    theme: ThemeCache,
    builtin_theme: ThemeCache,
    data: Memo<Data>,
}

/// A theme that draws instead of another.
pub(super) struct FallbackTheme {
    pub(super) theme: Arc<Theme>,
    /// Its files, if it is an earlier version of the site's own.
    pub(super) files: Option<Vec<SourceFile>>,
}

impl Cache {
    /// A cache for a single build. It lets go of the text of an article as soon as that was read, unless rules read its words.
    pub(super) fn forgetting() -> Self {
        Self {
            documents: Memo::forgetting(),
            assets: Memo::forgetting(),
            ..Self::default()
        }
    }

    /// Reads all files.
    pub(super) fn read<'a>(
        &mut self,
        inputs: &'a Inputs,
        mode: Mode<'a>,
        cancellation: &Cancellation<'_>,
    ) -> SiteFiles<'a> {
        let closed = inputs.closed.iter();
        let closed = closed.filter_map(|folder| folder.unopened.as_deref());
        let mut reading = Reading {
            newest: inputs,
            mode,
            cancellation,
            shown: Cow::Borrowed(inputs),
            problems: closed.cloned().collect(),
        };
        let configs = inputs.config.editions(inputs.options.drafts);
        let themes = configs.iter().map(|config| {
            let cache = self.editions.entry(config.edition.number).or_default();
            reading.theme(config, cache)
        });
        let themes: Vec<_> = themes.collect();
        let documents = reading.documents(&mut self.documents, &mut self.earlier);
        let parsed = self.documents.computed();
        let undeclared = check::languages::undeclared(&documents, &inputs.config);
        reading.problems.extend(undeclared);
        let numbers: Vec<usize> = configs.iter().map(|config| config.edition.number).collect();
        let divided = graph::divide(documents, &numbers);
        reading.problems.extend(divided.problems);
        reading.starters();
        let assets = reading.assets(&mut self.assets, &mut self.earlier);
        let themed = configs.into_iter().zip(themes).zip(divided.value);
        let editions = themed.map(|((config, (theme, lost_theme)), documents)| {
            let cache = self.editions.entry(config.edition.number).or_default();
            let (data, data_key) = reading.data(&config, cache);
            EditionFiles {
                can_draw: theme.faults.is_empty(),
                theme: theme.theme,
                lost_theme,
                documents,
                data,
                data_key,
                config,
            }
        });
        let mut editions: Vec<EditionFiles> = editions.collect();
        let refused = reading.gate(&editions);
        if !inputs.options.drafts {
            editions.retain(|files| !refused.contains(&files.number()));
        }
        // What is wrong with files that are not meant to be published yet keeps no others back.
        let languages = &inputs.config.language_paths;
        reading.problems.retain(|problem| {
            let place = problem.place.as_ref();
            place.is_none_or(|place| numbers.contains(&languages.split(&place.path).0))
        });
        SiteFiles {
            editions,
            shared: SharedFiles {
                shown: reading.shown,
                parsed,
                assets,
                problems: reading.problems,
            },
        }
    }

    /// Another theme for pages in a language that the newest cannot draw.
    pub(super) fn fallback_theme(
        &mut self,
        config: &Config,
        shown: &Inputs,
        mode: Mode<'_>,
        cancellation: &Cancellation<'_>,
    ) -> FallbackTheme {
        let cache = self.editions.entry(config.edition.number).or_default();
        let earlier = &mut cache.earlier;
        let (loaded, files) = earlier.fallback_theme(config, shown, mode, cancellation);
        FallbackTheme {
            theme: loaded.theme,
            files,
        }
    }
}

impl EarlierEditionCache {
    /// The earlier theme with its files if it can draw, else the built-in one.
    fn fallback_theme(
        &mut self,
        config: &Config,
        shown: &Inputs,
        mode: Mode<'_>,
        cancellation: &Cancellation<'_>,
    ) -> (LoadedTheme, Option<Vec<SourceFile>>) {
        let data = DataFiles::of(&shown.data, config);
        let files = |own| ThemeFiles {
            config,
            own,
            texts: data.find(texts::NAME),
            names: shown.options.theme_names,
        };
        let earlier = mode.earlier().map(|earlier| &earlier.theme);
        let differs = |own: &&Vec<SourceFile>| fingerprint_of(own) != fingerprint_of(&shown.theme);
        if let Some(own) = earlier.filter(differs) {
            let (loaded, _) = self.theme.load(files(own), cancellation);
            if loaded.faults.is_empty() {
                return (loaded, Some(own.clone()));
            }
        }
        let (builtin, _) = self.builtin_theme.load(files(&[]), cancellation);
        (builtin, None)
    }
}

/// The reading of one build.
struct Reading<'a, 'c> {
    newest: &'a Inputs,
    mode: Mode<'a>,
    cancellation: &'c Cancellation<'c>,
    /// The files in the versions that are shown; owned from the first that falls back to an earlier one.
    shown: Cow<'a, Inputs>,
    problems: Vec<Diagnostic>,
}

impl<'a> Reading<'a, '_> {
    /// The numbers of the languages that lack words which keep their readers safe.
    fn gate(&mut self, editions: &[EditionFiles]) -> Vec<usize> {
        let Some((first, others)) = editions.split_first() else {
            return Vec::new();
        };
        let mut refused = Vec::new();
        for files in others {
            let gate = check::languages::gate(&LanguageFiles {
                config: &files.config,
                texts: &files.theme.texts,
                data: &files.data,
                documents: &files.documents,
                first: &first.documents,
                options: &self.newest.options,
            });
            if let Some(problem) = gate {
                refused.push(files.number());
                self.problems.push(problem);
            }
        }
        refused
    }

    /// The theme that draws in a language, and what is wrong with the newest if the built-in one replaces it.
    fn theme(
        &mut self,
        config: &Config,
        cache: &mut EditionCache,
    ) -> (LoadedTheme, Vec<Diagnostic>) {
        let data = DataFiles::of(&self.newest.data, config);
        let texts = data.find(texts::NAME);
        let files = ThemeFiles {
            config,
            own: &self.newest.theme,
            texts,
            names: self.newest.options.theme_names,
        };
        let (loaded, found) = cache.theme.load(files, self.cancellation);
        let has_lost_texts = texts.is_some_and(|texts| is_unread(&found, &texts.path));
        self.problems.extend(found);
        let can_draw = loaded.faults.is_empty();
        if (can_draw && !has_lost_texts) || matches!(self.mode, Mode::Publish) {
            return (loaded, Vec::new());
        }
        let earlier = self.mode.earlier().filter(|_| has_lost_texts);
        let earlier = earlier.map(|earlier| DataFiles::of(&earlier.data, config));
        if let Some(texts) = earlier.as_ref().and_then(|data| data.find(texts::NAME)) {
            replace(&mut self.shown.to_mut().data, texts);
        }
        let earlier = &mut cache.earlier;
        if can_draw {
            let data = DataFiles::of(&self.shown.data, config);
            let texts = data.find(texts::NAME);
            let files = ThemeFiles { texts, ..files };
            let (loaded, _) = earlier.theme.load(files, self.cancellation);
            return (loaded, Vec::new());
        }
        let (fallback, own) =
            earlier.fallback_theme(config, &self.shown, self.mode, self.cancellation);
        let Some(own) = own else {
            return (fallback, loaded.faults);
        };
        self.shown.to_mut().theme = own;
        (fallback, Vec::new())
    }

    /// Checks the templates of new articles.
    fn starters(&mut self) {
        let config = &self.newest.config;
        let settings = Settings::of(config, theme::builtin::reserved());
        let found = starter::check(&config.theme, &self.newest.theme, &settings);
        self.problems.extend(found);
    }

    fn documents(
        &mut self,
        cache: &mut Memo<Reported<Arc<Document>>>,
        earlier: &mut EarlierCache,
    ) -> Vec<Arc<Document>> {
        let (files, cancellation) = (&self.newest.documents, self.cancellation);
        let settings = Settings::of(&self.newest.config, theme::builtin::reserved());
        let key = |file: &ContentFile| settings.key(file);
        let read = |file: &ContentFile| {
            let read = || document::read(file, &settings);
            cancellation.guard("documents", Some(&file.path), read)
        };
        let releases = cache.is_forgetting() && !self.newest.config.check.reads_texts();
        let newest = cache.map(files, key, |file| {
            let read = shared(read(file), || document::without_text(&file.path, &settings));
            if releases {
                file.bytes.release();
            }
            read
        });
        let mut documents = self.collect(newest);
        let unread = (0..files.len()).filter(|at| documents[*at].unread);
        let fallbacks = self.fallbacks(unread, |inputs| &inputs.documents);
        let earlier = earlier.documents.map(
            &fallbacks,
            |(_, file)| key(file),
            |(_, file)| {
                let found = read(file).ok()?.value;
                (!found.unread).then(|| Arc::new(found.as_stand_in()))
            },
        );
        for ((at, file), earlier) in fallbacks.into_iter().zip(earlier) {
            if let Some(document) = &*earlier {
                documents[at] = Arc::clone(document);
                self.shown.to_mut().documents[at] = file.clone();
            }
        }
        documents
    }

    fn assets(
        &mut self,
        cache: &mut Memo<Reported<Arc<Asset>>>,
        earlier: &mut EarlierCache,
    ) -> Vec<Arc<Asset>> {
        let (files, cancellation) = (&self.newest.assets, self.cancellation);
        let max_pixels = self.newest.config.images.max_pixels;
        // A result holds the handle, so the address of that one is not used again as long as the result is remembered.
        let key = |file: &ContentFile| {
            let inputs = (file.fingerprint, file.bytes.handle(), max_pixels);
            Fingerprint::of(&(&file.path, inputs))
        };
        let read = |file: &ContentFile| {
            cancellation.guard("assets", Some(&file.path), || {
                asset::prepare(file, max_pixels)
            })
        };
        let newest = cache.map(files, key, |file| {
            shared(read(file), || Asset::without_bytes(file))
        });
        let mut assets = self.collect(newest);
        let unread = (0..files.len()).filter(|at| assets[*at].unread);
        let fallbacks = self.fallbacks(unread, |inputs| &inputs.assets);
        let earlier = earlier.assets.map(
            &fallbacks,
            |(_, file)| key(file),
            |(_, file)| {
                let mut found = read(file).ok()?.value;
                (!std::mem::replace(&mut found.unread, true)).then(|| Arc::new(found))
            },
        );
        for ((at, file), earlier) in fallbacks.into_iter().zip(earlier) {
            if let Some(asset) = &*earlier {
                assets[at] = Arc::clone(asset);
                self.shown.to_mut().assets[at] = file.clone();
            }
        }
        assets
    }

    /// The data in a language, and their cache key.
    fn data(&mut self, config: &Config, cache: &mut EditionCache) -> (Arc<Data>, Fingerprint) {
        let (inputs, cancellation) = (self.newest, self.cancellation);
        let read = |files: &DataFiles| {
            let read = cancellation.guard("data", None, || data::read(files));
            read.unwrap_or_else(|fault| Reported {
                value: Data::unread(files),
                problems: vec![*fault],
            })
        };
        let mut closed = inputs.closed.iter();
        let is_closed = closed.any(|folder| folder.path.as_str() == CONTENT);
        let files = DataFiles::of(&inputs.data, config);
        let key = Fingerprint::of(&(files.fingerprint(), is_closed));
        let newest = cache.data.one(key, || {
            let Reported { value, problems } = read(&files);
            let value = Arc::new(Data { is_closed, ..value });
            Reported { value, problems }
        });
        self.problems.extend_from_slice(&newest.problems);
        let newest = &newest.value;
        let lost = files.unread(newest);
        let all = 0..inputs.data.len();
        let unread = all.filter(|at| lost.contains(&&inputs.data[*at].path));
        let fallbacks = self.fallbacks(unread, |inputs| &inputs.data);
        if fallbacks.is_empty() {
            let key = Fingerprint::of(&(key, &newest.unread));
            return (Arc::clone(newest), key);
        }
        for (at, file) in fallbacks {
            self.shown.to_mut().data[at] = file.clone();
        }
        let shown = DataFiles::of(&self.shown.data, config);
        let key = Fingerprint::of(&(shown.fingerprint(), is_closed, &newest.unread));
        let data = cache.earlier.data.one(key, || {
            let mut earlier = read(&shown).value;
            // Rules that look for what is missing still have to hold back.
            earlier.unread.extend(newest.unread.iter().cloned());
            earlier
        });
        (data, key)
    }

    /// Takes the values out of their reports and keeps the problems.
    fn collect<T>(&mut self, reports: Vec<Arc<Reported<Arc<T>>>>) -> Vec<Arc<T>> {
        let take = |report: Arc<Reported<Arc<T>>>| {
            self.problems.extend_from_slice(&report.problems);
            Arc::clone(&report.value)
        };
        reports.into_iter().map(take).collect()
    }

    /// The earlier versions of files that cannot be read, each with the position of its file in the list of files.
    fn fallbacks<B>(
        &self,
        unread: impl Iterator<Item = usize>,
        list: impl Fn(&'a Inputs) -> &'a Vec<SourceFile<B>>,
    ) -> Vec<(usize, &'a SourceFile<B>)> {
        let Some(earlier) = self.mode.earlier() else {
            return Vec::new();
        };
        let (newest, earlier) = (list(self.newest), list(earlier));
        let found = unread.filter_map(|at| {
            let file = &newest[at];
            let found = earlier.binary_search_by(|earlier| earlier.path.cmp(&file.path));
            let earlier = &earlier[found.ok()?];
            (earlier.fingerprint != file.fingerprint).then_some((at, earlier))
        });
        found.collect()
    }
}

/// What was read of a file, to be shared; what `lost` makes if mend failed on the file, with that fault.
fn shared<T>(
    read: Result<Reported<T>, Box<Diagnostic>>,
    lost: impl FnOnce() -> T,
) -> Reported<Arc<T>> {
    let Reported { value, problems } = read.unwrap_or_else(|fault| Reported {
        value: lost(),
        problems: vec![*fault],
    });
    Reported {
        value: Arc::new(value),
        problems,
    }
}

/// Whether a problem says that this file could not be read.
fn is_unread(problems: &[Diagnostic], path: &SourcePath) -> bool {
    let mut own = problems.iter().filter(|problem| is_in(problem, path));
    own.any(|problem| problem.code.leaves_unread())
}

/// Puts a file in the place of the one with its path.
fn replace(files: &mut [SourceFile], new: &SourceFile) {
    if let Some(file) = files.iter_mut().find(|file| file.path == new.path) {
        *file = new.clone();
    }
}
