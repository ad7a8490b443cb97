//! What goes into a build and what comes out of it: bytes with names.
//!
//! [`Inputs`] is everything a build may look at, the clock included; [`Outputs`] is everything it
//! makes. Two builds with equal inputs have equal outputs, byte for byte. Who reads or writes the
//! disk is not known here.

mod left_out;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::date::Moment;
use crate::diag::Diagnostic;
use crate::memo::Fingerprint;
use crate::path::{LinkStyle, OutputPath, SourcePath};

pub use left_out::{LeftOut, Reason, by_contents, by_kind, by_name, left_out_at, take_copies};

/// The largest Markdown file that is taken, in bytes.
pub const LARGEST_DOCUMENT: u64 = 8 << 20;

/// The largest file of any other kind that is taken, in bytes.
pub const LARGEST_FILE: u64 = 64 << 20;

/// A file of the site folder, as it was when it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it lies.
    pub path: SourcePath,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// Stands for the bytes.
    pub fingerprint: Fingerprint,
    /// What kept it from being opened: it is there, and what it holds is not known.
    pub unopened: Option<Arc<Diagnostic>>,
}

impl SourceFile {
    /// A file with these contents.
    pub fn new(path: SourcePath, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            fingerprint: Fingerprint::of_bytes(&bytes),
            path,
            bytes,
            unopened: None,
        }
    }

    /// A file that is there and could not be opened.
    pub fn unopened(path: SourcePath, problem: Diagnostic) -> Self {
        Self {
            path,
            bytes: Arc::default(),
            fingerprint: Fingerprint::of(&problem),
            unopened: Some(Arc::new(problem)),
        }
    }
}

/// The fingerprint of files: of their paths and their bytes.
pub fn fingerprint_of(files: &[SourceFile]) -> Fingerprint {
    let files = files.iter().map(|file| (&file.path, file.fingerprint));
    Fingerprint::of(&files.collect::<Vec<_>>())
}

/// What has one path in two sorted lists and differs, or is in one of them alone.
#[derive(Clone, Copy, Debug)]
pub struct Differing<'a, P, F> {
    /// Its path.
    pub path: &'a P,
    /// What the old list has there.
    pub old: Option<&'a F>,
    /// What the new list has there.
    pub new: Option<&'a F>,
}

/// Where two lists differ, both in the order of their paths, by one walk along both; `fingerprint` stands for what is
/// compared.
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

/// The paths of the files that differ between two sorted lists, or are in one of them alone.
pub fn differing_sources<'a>(old: &'a [SourceFile], new: &'a [SourceFile]) -> Vec<&'a SourcePath> {
    let named = |file: &'a SourceFile| (&file.path, file);
    let (old, new) = (old.iter().map(named), new.iter().map(named));
    let differing = differing(old, new, |file| file.fingerprint);
    differing.into_iter().map(|file| file.path).collect()
}

/// What the person who started the build asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Publish drafts, too.
    pub drafts: bool,
    /// Publish pages whose publish date has not come yet.
    pub future: bool,
    /// Publish pages whose expiry date has passed.
    pub expired: bool,
    /// How links inside the site are written.
    pub links: LinkStyle,
    /// The moment the build takes for now.
    pub now: Moment,
}

/// Everything a build may look at. Each list is sorted by path.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The configuration.
    pub config: Arc<Config>,
    /// What was asked for.
    pub options: Options,
    /// The Markdown files below `content/`.
    pub documents: Vec<SourceFile>,
    /// The YAML files directly in `content/`.
    pub data: Vec<SourceFile>,
    /// The files below `content/` that are published as they are, and those below `static/`.
    pub assets: Vec<SourceFile>,
    /// The site's own theme files, `themes/NAME/…`; whatever is missing comes from the built-in theme.
    pub theme: Vec<SourceFile>,
    /// What lies in the folders of the site and takes no part in it.
    pub left_out: Vec<LeftOut>,
    /// Folders below `content/` and `static/` that are there and cannot be looked into, and links that lead nowhere: what
    /// would be in them is not known. Those of the theme stand among its files.
    pub closed: Vec<SourceFile>,
}

impl Inputs {
    /// All files, of whatever kind.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.lists().into_iter().flatten()
    }

    /// Whether a file that held something holds nothing now: it was emptied, or an editor that empties a file before it
    /// writes is just saving it.
    pub fn is_emptied_since(&self, earlier: &Inputs) -> bool {
        let [text, before] = [self, earlier].map(|inputs| &inputs.config.source.text);
        let mut lists = earlier.lists().into_iter().zip(self.lists());
        (text.is_empty() && !before.is_empty()) || lists.any(|(old, new)| is_emptied(old, new))
    }

    fn lists(&self) -> [&[SourceFile]; 4] {
        [&self.documents, &self.data, &self.assets, &self.theme]
    }
}

/// Whether a file of the old list holds nothing in the new one. Both are sorted by path.
fn is_emptied(old: &[SourceFile], new: &[SourceFile]) -> bool {
    let empty = new.iter().filter(|file| file.bytes.is_empty());
    empty
        .filter_map(|file| old.binary_search_by(|old| old.path.cmp(&file.path)).ok())
        .any(|at| !old[at].bytes.is_empty())
}

/// A file of the finished site.
#[derive(Clone, Debug)]
pub struct Output {
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// Stands for the bytes; also the strong entity tag of the preview.
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

/// The finished site, by the place of each file.
pub type Outputs = BTreeMap<OutputPath, Output>;

/// A script as it is published: without comments, indentation and the ends of lines that go on, which are a third of its bytes. This is no
/// reading of JavaScript: it holds for mend's own scripts, whose comments are `/** … */` or whole lines, and in
/// which no text goes over more than one line.
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
    fn only_what_held_something_is_emptied() {
        let old = list(&[("a", "1"), ("b", ""), ("c", "1")]);
        assert!(is_emptied(&old, &list(&[("a", "1"), ("c", "")])));
        let others = list(&[("a", "2"), ("b", ""), ("d", "")]);
        assert!(!is_emptied(&old, &others));
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
