//! Keeps the smaller copies of pictures on the disk between builds.
//!
//! Each picture has a folder, named by the key of its copies, in which a file is named by all that is known of the copy
//! without opening it: `1600x1200-HASH-LENGTH.webp`. A folder is filled under another name and then renamed, so a copy is
//! there as a whole or not at all. A folder in which anything looks different counts as missing.
//!
//! The cache can be deleted at any time. What the last build did not use is removed at the end of it, and only folders and
//! files with such names ever are.

#![expect(
    clippy::disallowed_methods,
    reason = "an edge: it keeps files on the disk"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::files::{Content, Reader, Store, Variant, VariantFormat, VariantStore};
use crate::memo::Fingerprint;

/// The end of the name of a folder that is being filled.
const UNFINISHED: &str = ".tmp";

/// Copies of pictures in a folder.
#[derive(Debug)]
pub struct VariantCache {
    folder: PathBuf,
    used: Mutex<BTreeSet<String>>,
}

impl VariantCache {
    /// A cache in this folder, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            used: Mutex::default(),
        }
    }

    /// Removes the copies that were neither asked for nor kept since the cache was opened. Failures are no fault of the site
    /// and leave only files that the next build removes.
    pub fn remove_unused(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.remove(|name| !used.contains(name));
    }

    /// Removes all copies, and the folder if nothing else is in it. Returns how many pictures had some.
    pub fn clear(&self) -> usize {
        let removed = self.remove(|_| true);
        // It fails if something else is in there, which then stays.
        let _ = fs::remove_dir(&self.folder);
        removed
    }

    fn remove(&self, is_chosen: impl Fn(&str) -> bool) -> usize {
        let entries = fs::read_dir(&self.folder);
        let entries = entries.into_iter().flatten().flatten();
        let mut removed = 0;
        for entry in entries {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| is_key(name)) else {
                continue;
            };
            if is_chosen(name) && remove_copies(&entry.path()).is_ok() {
                removed += 1;
            }
        }
        removed
    }

    fn use_key(&self, name: &str) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(name.to_owned());
    }

    fn put(&self, name: &str, variants: &[Variant]) -> io::Result<()> {
        let unfinished = self
            .folder
            .join(format!("{name}-{}{UNFINISHED}", std::process::id()));
        fs::create_dir_all(&unfinished)?;
        let put = || {
            for (at, variant) in variants.iter().enumerate() {
                fs::write(
                    unfinished.join(file_name(at, variant)),
                    &variant.content.read()?,
                )?;
            }
            fs::rename(&unfinished, self.folder.join(name))
        };
        put().inspect_err(|_| {
            let _ = remove_copies(&unfinished);
        })
    }
}

impl VariantStore for VariantCache {
    fn find(&self, key: Fingerprint) -> Option<Vec<Variant>> {
        let name = key.to_hex();
        let folder = self.folder.join(&name);
        let entries = fs::read_dir(&folder).ok()?;
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.ok()?;
            let (at, variant) = read_name(&folder, entry.file_name().to_str()?)?;
            let length = entry.metadata().ok()?.len();
            if length != variant.content.length() {
                return None;
            }
            found.push((at, variant));
        }
        found.sort_by_key(|(at, _)| *at);
        self.use_key(&name);
        Some(found.into_iter().map(|(_, variant)| variant).collect())
    }

    fn keep(&self, key: Fingerprint, variants: Vec<Variant>) -> Vec<Variant> {
        let name = key.to_hex();
        // What is there was not usable.
        let _ = remove_copies(&self.folder.join(&name));
        match self.put(&name, &variants) {
            Ok(()) => self.find(key).unwrap_or(variants),
            Err(_) => variants,
        }
    }
}

/// A copy in the cache. It is small, and read as a whole, so that a file that was changed is noticed.
#[derive(Debug)]
struct CachedVariant {
    path: PathBuf,
    fingerprint: Fingerprint,
}

impl Store for CachedVariant {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        let bytes = fs::read(&self.path)?;
        if Fingerprint::of_bytes(&bytes) != self.fingerprint {
            let message = format!("{} was changed; run `mend clean`", self.path.display());
            return Err(io::Error::other(message));
        }
        Ok(Box::new(io::Cursor::new(bytes)))
    }
}

/// The name of the file of a copy, with its place among the copies of the picture.
fn file_name(at: usize, variant: &Variant) -> String {
    let (width, height) = variant.size;
    let content = &variant.content;
    format!(
        "{at:02}-{width}x{height}-{}-{}.{}",
        content.fingerprint().to_hex(),
        content.length(),
        variant.format.extension()
    )
}

/// What the name of a file says about a copy; `None` if it is not such a name.
fn read_name(folder: &Path, name: &str) -> Option<(usize, Variant)> {
    let (stem, extension) = name.rsplit_once('.')?;
    let mut formats = VariantFormat::ALL.into_iter();
    let format = formats.find(|format| format.extension() == extension)?;
    let parts: Vec<&str> = stem.split('-').collect();
    let [at, size, hash, length] = parts[..] else {
        return None;
    };
    let (width, height) = size.split_once('x')?;
    let fingerprint = Fingerprint::from_hex(hash)?;
    let stored = CachedVariant {
        path: folder.join(name),
        fingerprint,
    };
    let variant = Variant {
        size: (width.parse().ok()?, height.parse().ok()?),
        format,
        content: Content::stored(length.parse().ok()?, fingerprint, stored),
    };
    Some((at.parse().ok()?, variant))
}

/// Whether a folder has the name of a key, perhaps of one that was left unfinished.
fn is_key(name: &str) -> bool {
    let key = name.strip_suffix(UNFINISHED).unwrap_or(name);
    let key = key.split('-').next().unwrap_or_default();
    Fingerprint::from_hex(key).is_some()
}

/// Removes a folder with copies. If anything else is in it, that stays, and so does the folder.
fn remove_copies(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name
            .to_str()
            .is_some_and(|name| read_name(folder, name).is_some())
        {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(width: u32, text: &str) -> Variant {
        Variant {
            size: (width, width / 2),
            format: VariantFormat::WebP,
            content: Content::new(text.as_bytes()),
        }
    }

    fn texts(variants: &[Variant]) -> Vec<String> {
        let text = |variant: &Variant| {
            let bytes = variant.content.read().expect("it is there");
            String::from_utf8_lossy(&bytes).into_owned()
        };
        variants.iter().map(text).collect()
    }

    #[test]
    fn what_was_kept_is_found_until_it_is_unused_or_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("pictures");
        let (one, other) = (Fingerprint::of_bytes(b"1"), Fingerprint::of_bytes(b"2"));
        let cache = VariantCache::new(folder.clone());
        assert!(cache.find(one).is_none());
        let kept = cache.keep(one, vec![variant(800, "wide"), variant(480, "narrow")]);
        assert_eq!(texts(&kept), ["wide", "narrow"]);
        assert!(kept[0].content.in_memory().is_none(), "it is on the disk");
        cache.keep(other, Vec::new());

        let next = VariantCache::new(folder.clone());
        assert_eq!(next.find(other).map(|found| found.len()), Some(0));
        next.remove_unused();
        assert!(next.find(one).is_none());

        let kept = next.keep(one, vec![variant(800, "wide")]);
        let file = folder.join(one.to_hex()).join(file_name(0, &kept[0]));
        fs::write(&file, "evil").expect("it can be written");
        assert!(
            kept[0].content.read().is_err(),
            "another text of the same length"
        );
        fs::write(&file, "short.").expect("it can be written");
        assert!(next.find(one).is_none());
    }

    #[test]
    fn only_copies_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().join("pictures");
        let cache = VariantCache::new(folder.clone());
        let key = Fingerprint::of_bytes(b"1");
        cache.keep(key, vec![variant(800, "wide")]);
        fs::write(folder.join("note.txt"), "mine").expect("it can be written");
        fs::write(folder.join(key.to_hex()).join("note.txt"), "mine").expect("it can be written");
        assert_eq!(cache.clear(), 0);
        let left = |folder: &Path| fs::read_dir(folder).map_or(0, Iterator::count);
        assert_eq!((left(&folder), left(&folder.join(key.to_hex()))), (2, 1));
    }
}
