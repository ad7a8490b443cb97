//! Reads every file of a site, each kind in its room, and remembers what it says.
//!
//! For a preview, an earlier version stands in for a file that cannot be read now. What is wrong is always told of the
//! file as it is. Which version was good is not remembered here: it is an input like any other.

use std::borrow::Cow;
use std::sync::Arc;

use crate::asset::{self, Asset};
use crate::config::Config;
use crate::data::texts::{self, Texts};
use crate::data::{self, Data};
use crate::diag::{Diagnostic, Reported};
use crate::document::{self, Document, Settings};
use crate::files::{Inputs, SourceFile};
use crate::graph::CONTENT;
use crate::memo::{Fingerprint, Memo};
use crate::path::SourcePath;
use crate::theme::{self, Theme};

use super::superseded::Superseded;

/// What is done about files that cannot be read.
#[derive(Clone, Copy)]
pub(super) enum Unread<'a> {
    /// They are told of, and nothing is shown in their place: the site is not published.
    Left,
    /// What was shown before, if anything was, is shown again.
    Replaced(Option<&'a Inputs>),
}

/// What is remembered of the files.
#[derive(Default)]
pub(super) struct Readings {
    dress: Dress,
    documents: Memo<Reported<Arc<Document>>>,
    assets: Memo<Reported<Arc<Asset>>>,
    data: Memo<Reported<Arc<Data>>>,
    earlier: Earlier,
}

/// What is remembered of earlier versions; nothing of one that cannot be read either.
#[derive(Default)]
struct Earlier {
    dress: Dress,
    builtin: Dress,
    documents: Memo<Option<Arc<Document>>>,
    assets: Memo<Option<Arc<Asset>>>,
    data: Memo<Arc<Data>>,
}

/// A theme and the words of the interface, which templates are compiled with.
#[derive(Default)]
struct Dress {
    texts: Memo<Reported<Texts>>,
    theme: Memo<Reported<Arc<Theme>>>,
}

/// What the files say.
pub(super) struct Read<'a> {
    /// The files in the versions that were read: earlier ones where they stand in.
    pub(super) files: Cow<'a, Inputs>,
    pub(super) worn: Worn,
    pub(super) documents: Vec<Arc<Document>>,
    /// How many documents had to be read.
    pub(super) parsed: usize,
    pub(super) assets: Vec<Arc<Asset>>,
    pub(super) data: Arc<Data>,
    /// What is wrong with a theme that is replaced by the built-in one, since no earlier version of it is known.
    pub(super) lost_theme: Vec<Diagnostic>,
    /// What is wrong with the files as they are.
    pub(super) problems: Vec<Diagnostic>,
}

/// The theme that draws the pages, and its words.
#[derive(Clone)]
pub(super) struct Worn {
    pub(super) texts: Texts,
    pub(super) theme: Arc<Theme>,
    /// What keeps it from drawing any page.
    pub(super) faults: Vec<Diagnostic>,
}

/// A theme that draws in the place of another.
pub(super) struct Spare {
    pub(super) worn: Worn,
    /// Its files, if it is an earlier one of the site's own.
    pub(super) files: Option<Vec<SourceFile>>,
}

impl Readings {
    /// Reads all files.
    pub(super) fn read<'a>(
        &mut self,
        inputs: &'a Inputs,
        unread: Unread<'a>,
        superseded: &Superseded<'_>,
    ) -> Read<'a> {
        let mut files = Cow::Borrowed(inputs);
        let closed = inputs
            .closed
            .iter()
            .filter_map(|folder| folder.unopened.as_deref());
        let mut problems: Vec<Diagnostic> = closed.cloned().collect();
        let (worn, lost_theme) = self.worn(inputs, unread, superseded, &mut files, &mut problems);
        let documents = self.documents(inputs, unread, superseded, &mut files, &mut problems);
        let parsed = self.documents.computed();
        let assets = self.assets(inputs, unread, superseded, &mut files, &mut problems);
        let data = self.data(inputs, unread, superseded, &mut files, &mut problems);
        Read {
            files,
            worn,
            documents,
            parsed,
            assets,
            data,
            lost_theme,
            problems,
        }
    }

    /// Another theme for pages that the newest cannot draw: the one before, else the built-in one.
    pub(super) fn spare(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
    ) -> Spare {
        let Self { earlier, .. } = self;
        let (config, site) = (&inputs.config, site_texts(&inputs.data));
        let before = unread.earlier().map(|earlier| &earlier.theme);
        if let Some(theme) = before.filter(|theme| differ(theme, &inputs.theme)) {
            let (worn, _) = earlier.dress.put_on(config, theme, site, superseded);
            if worn.faults.is_empty() {
                return Spare {
                    worn,
                    files: Some(theme.clone()),
                };
            }
        }
        let (worn, _) = earlier.builtin.put_on(config, &[], site, superseded);
        Spare { worn, files: None }
    }

    fn worn(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
        files: &mut Cow<'_, Inputs>,
        problems: &mut Vec<Diagnostic>,
    ) -> (Worn, Vec<Diagnostic>) {
        let site = site_texts(&inputs.data);
        let (config, theme) = (&inputs.config, &inputs.theme);
        let (worn, found) = self.dress.put_on(config, theme, site, superseded);
        let is_lost = site.is_some_and(|site| is_unread(&found, &site.path));
        problems.extend(found);
        let is_whole = worn.faults.is_empty();
        if (is_whole && !is_lost) || matches!(unread, Unread::Left) {
            return (worn, Vec::new());
        }
        let before = unread
            .earlier()
            .and_then(|earlier| site_texts(&earlier.data));
        if let Some(before) = before.filter(|_| is_lost) {
            put(&mut files.to_mut().data, before);
        }
        if is_whole {
            let site = site_texts(&files.data);
            let dress = &mut self.earlier.dress;
            return (dress.put_on(config, theme, site, superseded).0, Vec::new());
        }
        let spare = self.spare(files, unread, superseded);
        let Some(theme) = spare.files else {
            return (spare.worn, worn.faults);
        };
        files.to_mut().theme = theme;
        (spare.worn, Vec::new())
    }

    fn documents(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
        files: &mut Cow<'_, Inputs>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Document>> {
        let settings = Settings::of(&inputs.config, theme::builtin::reserved());
        let read = |file: &SourceFile| {
            superseded.guard("documents", Some(&file.path), || {
                document::read(file, &settings)
            })
        };
        let newest = self.documents.map(
            &inputs.documents,
            |file| settings.key(file),
            |file| shared(read(file), || document::without_text(&file.path, &settings)),
        );
        let mut documents = collect(newest, problems);
        let lost = (0..documents.len()).filter(|at| documents[*at].unread);
        let before: Vec<(usize, &SourceFile)> =
            earlier_of(lost, &inputs.documents, unread, |earlier| {
                &earlier.documents
            });
        let earlier = self.earlier.documents.map(
            &before,
            |(_, file)| settings.key(file),
            |(_, file)| {
                let found = read(file).ok()?.value;
                (!found.unread).then(|| Arc::new(found.as_stand_in()))
            },
        );
        for ((at, file), earlier) in before.into_iter().zip(earlier) {
            if let Some(document) = &*earlier {
                documents[at] = Arc::clone(document);
                files.to_mut().documents[at] = file.clone();
            }
        }
        documents
    }

    fn assets(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
        files: &mut Cow<'_, Inputs>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Asset>> {
        let key = |file: &SourceFile| Fingerprint::of(&(&file.path, file.fingerprint));
        let prepare = |file: &SourceFile| {
            superseded.guard("assets", Some(&file.path), || asset::prepare(file))
        };
        let newest = self.assets.map(&inputs.assets, key, |file| {
            shared(prepare(file), || Asset::without_bytes(file))
        });
        let mut assets = collect(newest, problems);
        let lost = (0..assets.len()).filter(|at| assets[*at].unread);
        let before = earlier_of(lost, &inputs.assets, unread, |earlier| &earlier.assets);
        let earlier = self.earlier.assets.map(
            &before,
            |(_, file)| key(file),
            |(_, file)| {
                let found = prepare(file).ok()?.value;
                (!found.unread).then(|| {
                    Arc::new(Asset {
                        unread: true,
                        ..found
                    })
                })
            },
        );
        for ((at, file), earlier) in before.into_iter().zip(earlier) {
            if let Some(asset) = &*earlier {
                assets[at] = Arc::clone(asset);
                files.to_mut().assets[at] = file.clone();
            }
        }
        assets
    }

    fn data(
        &mut self,
        inputs: &Inputs,
        unread: Unread<'_>,
        superseded: &Superseded<'_>,
        files: &mut Cow<'_, Inputs>,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<Data> {
        let read = |files: &[SourceFile]| match superseded.guard("data", None, || data::read(files))
        {
            Ok(read) => read,
            Err(fault) => Reported {
                value: Data::unread(files),
                problems: vec![*fault],
            },
        };
        let is_closed = inputs
            .closed
            .iter()
            .any(|folder| folder.path.as_str() == CONTENT);
        let key = Fingerprint::of(&(fingerprint(&inputs.data), is_closed));
        let newest = self.data.one(key, || {
            let Reported {
                mut value,
                problems,
            } = read(&inputs.data);
            value.is_closed = is_closed;
            Reported {
                value: Arc::new(value),
                problems,
            }
        });
        problems.extend_from_slice(&newest.problems);
        let lost = (0..inputs.data.len())
            .filter(|at| newest.value.is_unread(inputs.data[*at].path.stem()));
        let before = earlier_of(lost, &inputs.data, unread, |earlier| &earlier.data);
        if before.is_empty() {
            return Arc::clone(&newest.value);
        }
        for (at, file) in before {
            files.to_mut().data[at] = file.clone();
        }
        let key = Fingerprint::of(&(fingerprint(&files.data), &newest.value.unread));
        let earlier = self.earlier.data.one(key, || {
            let mut earlier = read(&files.data).value;
            earlier.unread.extend(newest.value.unread.iter().cloned());
            Arc::new(earlier)
        });
        Arc::clone(&earlier)
    }
}

/// What was read of a file, to be held by several; what `lost` makes if mend failed on it, with that fault.
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

impl<'a> Unread<'a> {
    fn earlier(self) -> Option<&'a Inputs> {
        match self {
            Self::Left => None,
            Self::Replaced(earlier) => earlier,
        }
    }
}

impl Dress {
    /// Reads the words of the interface, the theme's and those that the site puts in their place, and the theme with them;
    /// with everything that is wrong with both.
    fn put_on(
        &mut self,
        config: &Config,
        theme_files: &[SourceFile],
        site: Option<&SourceFile>,
        superseded: &Superseded<'_>,
    ) -> (Worn, Vec<Diagnostic>) {
        let unopened = theme_files
            .iter()
            .filter_map(|file| file.unopened.as_deref());
        let faults: Vec<Diagnostic> = unopened.cloned().collect();
        if !faults.is_empty() {
            // What is wrong with the rest may follow from what is not known.
            let (builtin, _) = self.put_on(config, &[], site, superseded);
            let problems = faults.clone();
            return (Worn { faults, ..builtin }, problems);
        }
        let own = theme::texts_files(&config.theme, theme_files);
        let key = Fingerprint::of(&(fingerprint(&own), site.map(|file| file.fingerprint)));
        let texts = self.texts.one(key, || {
            let read = superseded.guard("texts", None, || texts::read(&own, site));
            read.unwrap_or_else(|fault| Reported {
                value: Texts::default(),
                problems: vec![*fault],
            })
        });
        let key = theme::key(&config.theme, theme_files, &texts.value, &config.style);
        let theme = self.theme.one(key, || {
            let load = |files| theme::load(&config.theme, files, &texts.value, &config.style);
            let Reported { value, problems } = superseded
                .guard("theme", None, || load(theme_files))
                .unwrap_or_else(|fault| Reported {
                    value: load(&[]).value,
                    problems: vec![*fault],
                });
            Reported {
                value: Arc::new(value),
                problems,
            }
        });
        let is_sites = |problem: &Diagnostic| {
            let place = problem.place.as_ref();
            place.is_some_and(|place| site.is_some_and(|site| site.path == place.path))
        };
        let words = texts.problems.iter();
        let words = words.filter(|problem| problem.code.leaves_unread() && !is_sites(problem));
        let drawing = theme.problems.iter();
        let drawing = drawing.filter(|problem| theme::is_fatal(problem));
        let worn = Worn {
            texts: texts.value.clone(),
            theme: Arc::clone(&theme.value),
            faults: words.chain(drawing).cloned().collect(),
        };
        (worn, [&*texts.problems, &*theme.problems].concat())
    }
}

/// The file in which a site changes words of the interface.
fn site_texts(data: &[SourceFile]) -> Option<&SourceFile> {
    data.iter().find(|file| file.path.stem() == texts::NAME)
}

/// Whether a problem says that this file could not be read.
fn is_unread(problems: &[Diagnostic], path: &SourcePath) -> bool {
    let mut own = problems.iter().filter(|problem| {
        let place = problem.place.as_ref();
        place.is_some_and(|place| place.path == *path)
    });
    own.any(|problem| problem.code.leaves_unread())
}

/// The earlier versions of files that cannot be read, each with the place of its file in the list of files.
fn earlier_of<'e>(
    lost: impl Iterator<Item = usize>,
    files: &[SourceFile],
    unread: Unread<'e>,
    list: impl Fn(&'e Inputs) -> &'e Vec<SourceFile>,
) -> Vec<(usize, &'e SourceFile)> {
    let Some(earlier) = unread.earlier().map(list) else {
        return Vec::new();
    };
    let found = lost.filter_map(|at| {
        let file = &files[at];
        let found = earlier.binary_search_by(|earlier| earlier.path.cmp(&file.path));
        let earlier = &earlier[found.ok()?];
        (earlier.fingerprint != file.fingerprint).then_some((at, earlier))
    });
    found.collect()
}

/// Puts a file in the place of the one with its path.
fn put(files: &mut [SourceFile], new: &SourceFile) {
    if let Some(file) = files.iter_mut().find(|file| file.path == new.path) {
        *file = new.clone();
    }
}

fn differ(one: &[SourceFile], other: &[SourceFile]) -> bool {
    fingerprint(one) != fingerprint(other)
}

/// Takes the values out of their reports and keeps the problems.
fn collect<T>(reports: Vec<Arc<Reported<Arc<T>>>>, problems: &mut Vec<Diagnostic>) -> Vec<Arc<T>> {
    let take = |report: Arc<Reported<Arc<T>>>| {
        problems.extend_from_slice(&report.problems);
        Arc::clone(&report.value)
    };
    reports.into_iter().map(take).collect()
}

/// Stands for files: their paths and what they hold.
pub(super) fn fingerprint(files: &[SourceFile]) -> Fingerprint {
    Fingerprint::of(
        &files
            .iter()
            .map(|file| (&file.path, file.fingerprint))
            .collect::<Vec<_>>(),
    )
}
