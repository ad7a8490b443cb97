//! The list of a published site's files. Only files in it are ever deleted.
//!
//! The manifest is a text with one line per file, sorted by path, and a fingerprint of these lines, the site's **id**. The
//! marker in the published folder holds only the id, so a folder and a manifest that do not belong together are recognised, and
//! so is a damaged manifest. A manifest is checked as untrusted input: no path in it can lead out of the folder.

use std::collections::BTreeSet;

use crate::files::PublishedFile;
use crate::memo::Fingerprint;
use crate::path::check_output;

/// The name of the marker in the published folder.
pub(super) const MARKER: &str = ".mend";

/// The id in the marker of a folder that is still being filled: no manifest has it.
pub(super) const UNFINISHED: &str = "00000000000000000000000000000000";

/// The folder of prepared files, inside the published folder.
pub(super) const HALF_DONE: &str = ".mend-tmp";

const FIRST_LINE: &str = "mend manifest 1";

/// Refuses a path that leads out of the folder, or is reserved.
pub(super) fn check(file: &PublishedFile) -> Result<(), String> {
    let path = &file.path;
    check_output(path).map_err(|why| format!("`{path}`: {why}"))?;
    match path.split('/').any(is_reserved) {
        true => Err(format!("`{path}`: this name is reserved for mend")),
        false => Ok(()),
    }
}

/// The files of one published site, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    entries: Vec<PublishedFile>,
    id: String,
}

impl Manifest {
    /// Parses a manifest. Anything that differs from what [`Manifest::to_text`] writes counts as damage.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
        let mut lines = text.split_inclusive('\n');
        let mut next = || {
            lines
                .next()
                .and_then(|line| line.strip_suffix('\n'))
                .ok_or("it ends too early")
        };
        if next()? != FIRST_LINE {
            return Err(format!("it does not start with `{FIRST_LINE}`"));
        }
        next()?
            .strip_prefix("tool ")
            .ok_or("its second line does not name the tool")?;
        let id = next()?
            .strip_prefix("site ")
            .ok_or("its third line does not name the site")?
            .to_owned();
        let entries = lines
            .map(|line| {
                let line = line.strip_suffix('\n').ok_or("its last line is cut off")?;
                read_line(line).ok_or_else(|| format!("it has an invalid line: {line:?}"))
            })
            .collect::<Result<Vec<_>, String>>()?;
        let manifest = Self::checked(entries)?;
        if manifest.id != id {
            return Err("its lines do not match its fingerprint".to_owned());
        }
        Ok(manifest)
    }

    /// The text of the manifest.
    pub(super) fn to_text(&self) -> String {
        let tool = env!("CARGO_PKG_VERSION");
        let mut text = format!("{FIRST_LINE}\ntool {tool}\nsite {}\n", self.id);
        text.push_str(&body(&self.entries));
        text
    }

    /// The fingerprint of the list, which the marker holds.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The published files, sorted by path.
    pub(super) fn entries(&self) -> &[PublishedFile] {
        &self.entries
    }

    /// The file at a path, if the site has it.
    pub(super) fn get(&self, path: &str) -> Option<&PublishedFile> {
        self.entries
            .binary_search_by(|entry| (*entry.path).cmp(path))
            .ok()
            .map(|at| &self.entries[at])
    }

    /// Every folder that holds a file, each after its parent.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        let mut folders = BTreeSet::new();
        for entry in &self.entries {
            for folder in ancestors(&entry.path) {
                // If a folder is in the set, so are its ancestors.
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        folders
    }

    /// The manifest of these files, if it has the invariants of every manifest.
    pub(super) fn checked(entries: Vec<PublishedFile>) -> Result<Self, String> {
        for pair in entries.windows(2) {
            if pair[0].path >= pair[1].path {
                return Err(format!("`{}` is out of order", pair[1].path));
            }
        }
        entries.iter().try_for_each(check)?;
        let manifest = Self {
            id: Fingerprint::of_bytes(body(&entries).as_bytes()).to_hex(),
            entries,
        };
        for folder in manifest.folders() {
            if manifest.get(folder).is_some() {
                return Err(format!("`{folder}` is listed as a file and as a folder"));
            }
        }
        Ok(manifest)
    }
}

/// The folders above a relative path, the nearest first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
        .map(|(folder, _)| folder)
}

/// The text of the marker in the folder of the site with this id.
pub(super) fn marker(id: &str) -> String {
    format!("mend writes this folder; change the sources, not the files in here. {id}\n")
}

/// The id in a marker, if it is valid.
pub(super) fn marker_id(bytes: &[u8]) -> Option<String> {
    let id = std::str::from_utf8(bytes)
        .ok()?
        .trim_end()
        .rsplit(' ')
        .next()?;
    is_hash(id).then(|| id.to_owned())
}

fn is_reserved(part: &str) -> bool {
    part == MARKER || part == HALF_DONE
}

fn is_hash(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn body(entries: &[PublishedFile]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(entries.len() * 80);
    for PublishedFile { path, length, hash } in entries {
        let _ = writeln!(text, "{hash} {length} {path}");
    }
    text
}

fn read_line(line: &str) -> Option<PublishedFile> {
    let (hash, rest) = line.split_once(' ')?;
    let (length, path) = rest.split_once(' ')?;
    let number: u64 = length.parse().ok()?;
    (is_hash(hash) && number.to_string() == length).then(|| PublishedFile {
        path: path.into(),
        length: number,
        hash: hash.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Result<Manifest, String> {
        let entry = |path: &&str| PublishedFile {
            path: (*path).into(),
            length: path.len() as u64,
            hash: Fingerprint::of_bytes(path.as_bytes()).to_hex().into(),
        };
        Manifest::checked(paths.iter().map(entry).collect())
    }

    fn manifest() -> Manifest {
        let paths = ["a-b.html", "a/index.html", "index.html", "å/kůň.html"];
        of(&paths).expect("legal paths")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = manifest().to_text();
        assert_eq!(Manifest::parse(text.as_bytes()), Ok(manifest()));
        assert_eq!(
            marker_id(marker(manifest().id()).as_bytes()).as_deref(),
            Some(manifest().id())
        );
    }

    #[test]
    fn no_change_of_a_single_byte_and_no_cut_goes_unnoticed() {
        let text = manifest().to_text();
        let after_tool = text.find("site ").expect("its third line");
        for at in after_tool..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(Manifest::parse(&bytes).is_err(), "byte {at} changed");
        }
        for cut in 0..text.len() {
            assert!(
                Manifest::parse(&text.as_bytes()[..cut]).is_err(),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_manifest_that_fits_its_fingerprint_still_cannot_name_what_lies_outside() {
        let hash = "0".repeat(32);
        for path in [
            "../x",
            "/etc/passwd",
            "a/../../x",
            "a//b",
            "C:/x",
            "a\\b",
            ".mend",
            "a/.mend-tmp/b",
            "",
        ] {
            let body = format!("{hash} 1 {path}\n");
            let id = Fingerprint::of_bytes(body.as_bytes()).to_hex();
            let text = format!("{FIRST_LINE}\ntool 0\nsite {id}\n{body}");
            assert!(Manifest::parse(text.as_bytes()).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_path_cannot_be_a_file_and_a_folder() {
        assert!(of(&["a", "a-b", "a/b"]).is_err());
    }
}
