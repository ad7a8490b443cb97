//! The pictures and other files of the old site: where they were, and which of them the new site needs.
//!
//! They keep their addresses below `/wp-content/uploads/`. Only files that an imported text uses are copied: nobody meant to
//! publish the others. A copy that WordPress made smaller (`lamp-300x200.jpg`) is replaced by its original.

use std::collections::{BTreeMap, HashMap};

use crate::files::by_kind;
use crate::import::{Source, paths};
use crate::path::{self, SourcePath};

/// The folder of files in an address of WordPress.
const UPLOADS: &str = "wp-content/uploads/";

#[derive(Default)]
pub(super) struct Media<'s> {
    folder: Option<&'s dyn Source>,
    /// The files of the folder, by their paths below the uploads.
    files: HashMap<String, String>,
    /// The attachments of the export by their paths below the uploads.
    attachments: HashMap<String, u64>,
    /// Addresses of attachments without scheme and query, with their paths.
    addresses: HashMap<String, String>,
    /// What imported texts use: each path, and whether the folder has the file.
    pub(super) used: BTreeMap<String, bool>,
}

/// What an address of a file was found to be.
pub(super) struct Found {
    /// The address in the new site.
    pub(super) address: String,
    /// Whether it stands for a smaller copy.
    pub(super) is_original: bool,
}

impl<'s> Media<'s> {
    pub(super) fn new(folder: Option<&'s dyn Source>) -> Self {
        let names = folder.map(Source::names).unwrap_or_default();
        let below = |name: &String| match name.rfind("uploads/") {
            Some(at) => (name[at + "uploads/".len()..].to_owned(), name.clone()),
            None => (name.clone(), name.clone()),
        };
        Self {
            folder,
            files: names.iter().map(below).collect(),
            ..Self::default()
        }
    }

    /// Whether a folder with the files was given.
    pub(super) fn has_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Remembers an attachment; returns its path.
    pub(super) fn know(&mut self, address: &str, id: u64) -> Option<String> {
        let (host, place) = paths::split(address);
        let place = path::decode_path(place)?;
        let path = match place.find(UPLOADS) {
            Some(at) => &place[at + UPLOADS.len()..],
            None => place.trim_matches('/'),
        };
        let is_legal =
            path::check_output(path).is_ok() && !path.split('/').any(|part| part.starts_with('.'));
        if !is_legal || host.is_empty() {
            return None;
        }
        self.attachments.insert(path.to_owned(), id);
        self.addresses
            .insert(format!("{host}{place}"), path.to_owned());
        Some(path.to_owned())
    }

    /// The file that an address means, which is used from now on; `None` if it is no file of the old site.
    pub(super) fn find(&mut self, address: &str, is_own: bool) -> Option<Found> {
        let (host, place) = paths::split(address);
        let place = match address.starts_with('/') && !address.starts_with("//") {
            true => address.split(['?', '#']).next().unwrap_or_default(),
            false => place,
        };
        let place = path::decode_path(place)?;
        let upload = place
            .find(UPLOADS)
            .map(|at| place[at + UPLOADS.len()..].to_owned());
        let known = self.addresses.get(&format!("{host}{place}")).cloned();
        let full = known.is_none().then(|| original(&place)).flatten();
        let full = full.and_then(|place| self.addresses.get(&format!("{host}{place}")).cloned());
        let is_original = full.is_some();
        let mut path = known.or(full).or(upload.filter(|_| is_own))?;
        let mut is_replaced = is_original;
        if let Some(original) = original(&path)
            && (self.attachments.contains_key(&original) || self.files.contains_key(&original))
        {
            path = original;
            is_replaced = true;
        }
        self.use_path(&path).map(|address| Found {
            address,
            is_original: is_replaced,
        })
    }

    /// The address of a path below the uploads, which is used from now on.
    pub(super) fn use_path(&mut self, path: &str) -> Option<String> {
        let is_legal =
            path::check_output(path).is_ok() && !path.split('/').any(|part| part.starts_with('.'));
        if !is_legal {
            return None;
        }
        let has = self.files.contains_key(path);
        self.used.insert(path.to_owned(), has);
        Some(format!("/{UPLOADS}{path}"))
    }

    /// The files to copy: the name in the folder, and the place in the new site.
    pub(super) fn copies(&self) -> impl Iterator<Item = (&'s dyn Source, &str, String)> {
        let names = self
            .used
            .keys()
            .filter_map(|path| Some((path, self.files.get(path)?)));
        names.filter_map(|(path, name)| Some((self.folder?, name.as_str(), place(path))))
    }
}

/// Where a file has to be: what mend does not publish from `content/` is published from `static/`.
pub(super) fn place(path: &str) -> String {
    let content = format!("content/{UPLOADS}{path}");
    match by_kind(&SourcePath::new(&content), &[]) {
        None => content,
        Some(_) => format!("static/{UPLOADS}{path}"),
    }
}

/// The path without the size that WordPress adds to a smaller copy.
fn original(path: &str) -> Option<String> {
    let (stem, extension) = path.rsplit_once('.')?;
    let (before, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| {
        !text.is_empty() && text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    (is_number(width) && is_number(height)).then(|| format!("{before}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_copies_lead_to_their_originals() {
        let mut media = Media::default();
        media.know("https://a.org/wp-content/uploads/2012/01/lamp.jpg", 1);
        media.know("https://a.files.example/2012/01/b.jpg", 2);
        for (address, expected) in [
            (
                "https://a.org/wp-content/uploads/2012/01/lamp-300x200.jpg",
                "2012/01/lamp.jpg",
            ),
            (
                "/wp-content/uploads/2012/01/lamp.jpg?x=1",
                "2012/01/lamp.jpg",
            ),
            (
                "https://a.files.example/2012/01/b.jpg?w=300",
                "2012/01/b.jpg",
            ),
            (
                "https://a.org/wp-content/uploads/other-1x2.png",
                "other-1x2.png",
            ),
        ] {
            let found = media.find(address, true).map(|found| found.address);
            assert_eq!(found, Some(format!("/{UPLOADS}{expected}")), "{address}");
        }
        for wrong in [
            "https://b.org/x.jpg",
            "https://a.org/wp-content/uploads/../../etc/passwd",
        ] {
            assert!(media.find(wrong, true).is_none(), "{wrong}");
        }
    }
}
