//! A site folder to publish from, and what is seen of it afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use mend::files::{Content, Outputs};
use mend::path::OutputPath;
use mend::publish::{Destination, Published, publish};
use tempfile::TempDir;

/// Everything below a folder: files by their contents, links by their targets, folders as such.
pub(crate) type Snapshot = BTreeMap<String, String>;

pub(crate) fn snapshot(folder: &Path) -> Snapshot {
    fn add(top: &Path, folder: &Path, all: &mut Snapshot) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(top)
                .expect("below")
                .to_string_lossy()
                .into_owned();
            let found = fs::symlink_metadata(&path).expect("there");
            if found.is_dir() {
                add(top, &path, all);
                all.insert(name, "a folder".to_owned());
            } else if found.is_symlink() {
                let target = fs::read_link(&path).expect("a link");
                all.insert(name, format!("-> {}", target.display()));
            } else {
                let bytes = fs::read(&path).expect("readable");
                all.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    let mut all = Snapshot::new();
    add(folder, folder, &mut all);
    all
}

/// The published folder without the marker, whose id only mend reads.
pub(crate) fn published(site: &Site) -> Snapshot {
    let mut all = snapshot(&site.public());
    all.remove(".mend");
    all
}

pub(crate) fn outputs(files: &[(&str, &str)]) -> Outputs {
    let file = |(path, text): &(&str, &str)| (OutputPath::new(path), Content::new(text.as_bytes()));
    files.iter().map(file).collect()
}

/// A site that looks as it did before: in `with` what else lies in the folder.
pub(crate) fn expected(outputs: &Outputs, with: &[(&str, &str)]) -> Snapshot {
    let mut all = Snapshot::new();
    let files = outputs.iter().map(|(path, content)| {
        let bytes = content.in_memory().expect("these are in memory");
        (path.as_str(), std::str::from_utf8(bytes).expect("text"))
    });
    for (path, text) in files.chain(with.iter().copied()) {
        all.insert(path.to_owned(), text.to_owned());
        for (at, _) in path.match_indices('/') {
            all.insert(path[..at].to_owned(), "a folder".to_owned());
        }
    }
    all
}

pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    pub(crate) fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        let folder = folder.expect("a folder");
        let site = Self { folder };
        site.write("site.toml", "title = \"A\"");
        site.write("content/a.md", "# A");
        site.write("static/robots.txt", "User-agent: *");
        site.write("themes/calm/templates/page.html", "<p>");
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        self.root().starts_with("/dev/shm")
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub(crate) fn beside(&self) -> PathBuf {
        self.root().join(".public.mend")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn to(&self, folder: impl Into<PathBuf>) -> Destination {
        let mut to = Destination::new(self.root(), folder);
        to.durable = false;
        to
    }

    pub(crate) fn publish(&self, outputs: &Outputs) -> Published {
        publish(outputs, &self.to("public")).expect("published")
    }

    /// Everything that is a person's work.
    pub(crate) fn sources(&self) -> Snapshot {
        let mut all = snapshot(self.root());
        all.retain(|path, _| !path.starts_with("public") && !path.starts_with(".public.mend"));
        all
    }
}

pub(crate) fn old_site() -> Outputs {
    outputs(&[
        ("index.html", "old home"),
        ("same.css", "same"),
        ("a/index.html", "old a"),
        ("gone/deep/index.html", "old gone"),
        ("becomes-folder", "old file"),
        ("becomes-file/x.html", "old x"),
        ("feed.xml", "old feed"),
    ])
}

pub(crate) fn new_site() -> Outputs {
    outputs(&[
        ("index.html", "new home"),
        ("same.css", "same"),
        ("a/index.html", "new a"),
        ("new/index.html", "new new"),
        ("becomes-folder/x.html", "new x"),
        ("becomes-file", "new file"),
        ("feed.xml", "new feed"),
    ])
}
