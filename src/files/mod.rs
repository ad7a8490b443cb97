//! The inputs and outputs of a build: named contents.
//!
//! [`Inputs`] is everything a build may read, the clock included; [`Outputs`] is everything it makes. Builds with equal
//! inputs have equal outputs, byte for byte. Articles and what is only copied are handles ([`Content`]); other texts are in
//! memory. Nothing here opens a file of the disk.

mod content;
mod left_out;
mod published;
mod sink;
mod variant;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::codes;
use crate::config::Config;
use crate::date::Moment;
use crate::diag::Diagnostic;
use crate::memo::Fingerprint;
use crate::path::{LinkStyle, OutputPath, SourcePath};

pub use content::{CHUNK, Content, Reader, Store};
pub use left_out::{LeftOut, Reason, by_contents, by_kind, by_name, left_out_at, take_copies};
pub use published::PublishedFile;
pub use sink::{Collected, Discarded, Recording, Sink};
pub use variant::{Variant, VariantFormat, VariantStore};

/// The largest Markdown file that is accepted, in bytes.
pub const LARGEST_DOCUMENT: u64 = 8 << 20;

/// The largest file of another kind that a build reads as a whole, in bytes: data, texts, pictures. A file that is only
/// copied may have any size.
pub const LARGEST_FILE: u64 = 64 << 20;

/// A snapshot of a file in the site folder. The contents of a text are in memory.
#[derive(Clone, Debug)]
pub struct SourceFile<B = Arc<[u8]>> {
    /// Its path in the site folder.
    pub path: SourcePath,
    /// Its contents.
    pub bytes: B,
    /// The fingerprint of the contents; for an unopened file, that of the problem.
    pub fingerprint: Fingerprint,
    /// Why it could not be opened. The file exists, but its contents are unknown.
    pub unopened: Option<Arc<Diagnostic>>,
}

/// A file whose contents are read when they are needed: an article, or a file that a site publishes, such as a film.
pub type ContentFile = SourceFile<Content>;

impl SourceFile {
    /// A file with these contents.
    pub fn new(path: SourcePath, bytes: impl Into<Arc<[u8]>>) -> Self {
        let Output { bytes, fingerprint } = Output::new(bytes);
        Self {
            path,
            bytes,
            fingerprint,
            unopened: None,
        }
    }

    /// A file that exists but could not be opened.
    pub fn unopened(path: SourcePath, problem: Diagnostic) -> Self {
        Self {
            path,
            bytes: Arc::default(),
            fingerprint: Fingerprint::of(&problem),
            unopened: Some(Arc::new(problem)),
        }
    }
}

impl ContentFile {
    /// A file with these contents, wherever they are.
    pub fn of(path: SourcePath, content: Content) -> Self {
        Self {
            path,
            fingerprint: content.fingerprint(),
            bytes: content,
            unopened: None,
        }
    }

    /// A file with these bytes.
    pub fn with(path: SourcePath, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::of(path, Content::new(bytes))
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// With the problem that it cannot be read any more.
    pub fn whole(&self) -> Result<Arc<[u8]>, Box<Diagnostic>> {
        let unread = |cause| {
            let message = format!("`{}` cannot be read: {cause}", self.path);
            Box::new(Diagnostic::new(codes::FILE_01, message).in_file(&self.path))
        };
        self.bytes.read().map_err(unread)
    }
}

impl From<SourceFile> for ContentFile {
    fn from(file: SourceFile) -> Self {
        Self {
            path: file.path,
            bytes: Content::new(file.bytes),
            fingerprint: file.fingerprint,
            unopened: file.unopened,
        }
    }
}

/// The fingerprint of a list of files, over their paths and bytes.
pub fn fingerprint_of(files: &[SourceFile]) -> Fingerprint {
    let files = files.iter().map(|file| (&file.path, file.fingerprint));
    Fingerprint::of(&files.collect::<Vec<_>>())
}

/// An entry that differs between two lists, or is in only one of them.
#[derive(Clone, Copy, Debug)]
pub struct Differing<'a, P, F> {
    /// Its path.
    pub path: &'a P,
    /// Its value in the old list.
    pub old: Option<&'a F>,
    /// Its value in the new list.
    pub new: Option<&'a F>,
}

/// The entries that differ between two lists. Both must be sorted by path, since they are walked in step like the two
/// sides of a merge. Values are compared by `fingerprint`.
pub fn differing<'a, P: Ord, F>(
    old: impl IntoIterator<Item = (&'a P, &'a F)>,
    new: impl IntoIterator<Item = (&'a P, &'a F)>,
    fingerprint: impl Fn(&F) -> Fingerprint,
) -> Vec<Differing<'a, P, F>> {
    let mut differing = Vec::new();
    let (mut before, mut after) = (old.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (Some((was, _)), Some((is, _))) => was.cmp(is),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return differing,
        };
        let was = before.next_if(|_| order.is_le());
        let is = after.next_if(|_| order.is_ge());
        let (old, new) = (was.map(|(_, file)| file), is.map(|(_, file)| file));
        if let Some((path, _)) = is.or(was)
            && old.map(&fingerprint) != new.map(&fingerprint)
        {
            differing.push(Differing { path, old, new });
        }
    }
}

/// The paths of the files that differ between two lists sorted by path, or are in only one of them.
pub fn differing_sources<'a, B>(
    old: &'a [SourceFile<B>],
    new: &'a [SourceFile<B>],
) -> Vec<&'a SourcePath> {
    let named = |file: &'a SourceFile<B>| (&file.path, file);
    let (old, new) = (old.iter().map(named), new.iter().map(named));
    let differing = differing(old, new, |file| file.fingerprint);
    differing.into_iter().map(|file| file.path).collect()
}

/// How the published files of the theme are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeNames {
    /// By their contents, such as `style.0f3a5b7c9d1e.css`: a browser may keep such a file for ever.
    #[default]
    Fingerprinted,
    /// The same whatever they hold, such as `style.preview.css`: no page changes because a style sheet does. A browser must ask
    /// each time whether it has the newest.
    Stable,
}

/// The options of a build, set by the person who started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether drafts are published, too.
    pub drafts: bool,
    /// Whether pages whose publish date has not come yet are published.
    pub future: bool,
    /// Whether pages whose expiry date has passed are published.
    pub expired: bool,
    /// How links inside the site are written.
    pub links: LinkStyle,
    /// How the files of the theme are named.
    pub theme_names: ThemeNames,
    /// The current time, as far as the build is concerned.
    pub now: Moment,
}

/// Everything a build may read. Each list is sorted by path.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The configuration.
    pub config: Arc<Config>,
    /// The options of the build.
    pub options: Options,
    /// The Markdown files below `content/`.
    pub documents: Vec<ContentFile>,
    /// The YAML files directly in `content/`.
    pub data: Vec<SourceFile>,
    /// The files below `content/` that are published as they are, and those below `static/`.
    pub assets: Vec<ContentFile>,
    /// The site's own theme files, `themes/NAME/…`. Missing files come from the built-in theme.
    pub theme: Vec<SourceFile>,
    /// The files and folders in the site's folders that are not part of the site.
    pub left_out: Vec<LeftOut>,
    /// The folders below `content/` and `static/` that cannot be read, and the broken symbolic links: their contents are
    /// unknown. Those of the theme are in `theme`.
    pub closed: Vec<SourceFile>,
}

impl Inputs {
    /// The paths of what articles are made of: the documents and assets.
    pub fn content_paths(&self) -> impl Iterator<Item = &SourcePath> {
        let documents = self.documents.iter().map(|file| &file.path);
        documents.chain(self.assets.iter().map(|file| &file.path))
    }

    /// The data and theme files.
    pub fn texts(&self) -> impl Iterator<Item = &SourceFile> {
        self.data.iter().chain(&self.theme)
    }

    /// The paths of all of these, and of the documents and assets.
    pub fn paths(&self) -> impl Iterator<Item = &SourcePath> {
        let texts = self.texts().map(|file| &file.path);
        texts.chain(self.content_paths())
    }

    /// Whether a file is gone, or has less than half its contents. Either that is meant, or a slow program is in the middle of
    /// saving: it truncates the file before it writes, writes it part by part, or deletes it first. A file that was renamed is
    /// not gone.
    pub fn is_cut_since(&self, earlier: &Inputs) -> bool {
        let [text, before] = [self, earlier].map(|inputs| inputs.config.source.text.len());
        let text_length = |bytes: &Arc<[u8]>| bytes.len() as u64;
        2 * text < before
            || is_cut(&earlier.data, &self.data, text_length)
            || is_cut(&earlier.theme, &self.theme, text_length)
            || is_cut(&earlier.documents, &self.documents, Content::length)
            || is_cut(&earlier.assets, &self.assets, Content::length)
    }
}

/// Whether a file of the old list is cut in the new one. Both must be sorted by path.
fn is_cut<B>(old: &[SourceFile<B>], new: &[SourceFile<B>], length: impl Fn(&B) -> u64) -> bool {
    let has_fewer = new.len() < old.len();
    let find = |all: &[SourceFile<B>], path: &SourcePath| {
        let at = all.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(match all[at].unopened {
            Some(_) => 0,
            None => length(&all[at].bytes),
        })
    };
    let differing = differing_sources(old, new);
    differing.into_iter().any(|path| {
        let before = find(old, path).unwrap_or(0);
        let now = find(new, path);
        now.map_or(has_fewer && before > 0, |now| 2 * now < before)
    })
}

/// A file that a stage made.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its contents.
    pub bytes: Arc<[u8]>,
    /// The fingerprint of the bytes.
    pub fingerprint: Fingerprint,
}

impl Output {
    /// A file with these contents.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            fingerprint: Fingerprint::of_bytes(&bytes),
            bytes,
        }
    }
}

/// The finished site, by output path.
pub type Outputs = BTreeMap<OutputPath, Content>;

/// Minifies a script for publishing: removes comments, indentation and needless line breaks, about a third of its bytes.
///
/// This does not parse JavaScript. It is safe only for mend's own scripts, whose comments are `/** … */` or whole lines
/// and whose strings never span lines.
pub fn bare_script(script: &str) -> String {
    let mut code = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, after)) = rest.split_once("/**") {
        code.push_str(before);
        rest = after
            .split_once("*/")
            .map_or("", |(_, after)| after.trim_start_matches(' '));
    }
    code.push_str(rest);
    code.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .flat_map(|line| {
            [
                line,
                if line.ends_with([';', ',', '{', '(']) {
                    ""
                } else {
                    "\n"
                },
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(files: &[(&str, &str)]) -> Vec<SourceFile> {
        let file =
            |(path, text): &(&str, &str)| SourceFile::new(SourcePath::new(path), text.as_bytes());
        files.iter().map(file).collect()
    }

    #[test]
    fn what_has_lost_more_than_half_or_is_gone_for_no_other_file_is_cut() {
        let old = list(&[("a", "1234"), ("b", ""), ("c", "12")]);
        let is_cut = |new: &[(&str, &str)]| is_cut(&old, &list(new), |bytes| bytes.len() as u64);
        assert!(is_cut(&[("a", "1"), ("b", ""), ("c", "12")]));
        assert!(!is_cut(&[("a", "12"), ("b", ""), ("c", "21")]));
        assert!(is_cut(&[("b", ""), ("c", "12")]));
        assert!(
            !is_cut(&[("a", "1234"), ("c", "12")]),
            "it was empty before"
        );
        assert!(!is_cut(&[("b", ""), ("c", "12"), ("d", "1234")]), "renamed");
    }

    #[test]
    fn files_that_are_new_gone_or_other_differ() {
        let old = list(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let new = list(&[("a", "1"), ("c", "2"), ("d", "1")]);
        let paths: Vec<&str> = differing_sources(&old, &new)
            .into_iter()
            .map(SourcePath::as_str)
            .collect();
        assert_eq!(paths, ["b", "c", "d"]);
        assert_eq!(differing_sources(&new, &new), Vec::<&SourcePath>::new());
    }
}
