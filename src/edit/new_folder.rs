//! Makes a whole folder, or nothing: files are written into a hidden folder beside it, which gets its name in one step.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::diag::{Error, Result};

/// A folder on its way. What is dropped before [`NewFolder::finish`] leaves nothing behind.
#[derive(Debug)]
pub struct NewFolder {
    target: PathBuf,
    hidden: PathBuf,
    is_finished: bool,
}

impl NewFolder {
    /// Begins a folder at a path where nothing is, or an empty folder.
    ///
    /// # Errors
    ///
    /// When there is something, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self> {
        let cannot =
            |error: io::Error| Error::io(format!("cannot make `{}`", target.display()), &error);
        let target = std::path::absolute(target).map_err(cannot)?;
        let target: PathBuf = target.components().collect();
        refuse_used(&target)?;
        let name = target.file_name().ok_or_else(|| {
            Error::new(format!("`{}` cannot be made", target.display())).help("name a new folder")
        })?;
        let parent = target.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(parent).map_err(cannot)?;
        let hidden = parent.join(format!(
            ".{}.mend-{}",
            name.to_string_lossy(),
            std::process::id()
        ));
        fs::create_dir(&hidden).map_err(cannot)?;
        Ok(Self {
            target,
            hidden,
            is_finished: false,
        })
    }

    /// Where the files are until it is finished.
    pub fn folder(&self) -> &Path {
        &self.hidden
    }

    /// Writes a file that is not there yet.
    ///
    /// # Errors
    ///
    /// When it is there, its path leads out of the folder, or it cannot be written.
    pub fn put(&self, path: &str, contents: &[u8]) -> Result<()> {
        let file = self.place(path)?;
        let opened = OpenOptions::new().write(true).create_new(true).open(&file);
        let written = opened.and_then(|mut opened| opened.write_all(contents));
        written.map_err(|error| Error::io(format!("cannot write {path}"), &error))
    }

    /// Copies a file to a path at which nothing is yet.
    ///
    /// # Errors
    ///
    /// As [`NewFolder::put`], or when the file cannot be read.
    pub fn copy(&self, from: &Path, path: &str) -> Result<()> {
        let file = self.place(path)?;
        let copied = fs::File::open(from).and_then(|mut read| {
            let mut written = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&file)?;
            io::copy(&mut read, &mut written)
        });
        let copied = copied.map_err(|error| {
            Error::io(format!("cannot copy {} to {path}", from.display()), &error)
        });
        copied.map(|_| ())
    }

    fn place(&self, path: &str) -> Result<PathBuf> {
        let is_inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || path.is_empty() {
            return Err(Error::new(format!("`{path}` leads out of the new folder")));
        }
        let file = self.hidden.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| Error::io(format!("cannot make the folder of {path}"), &error))?;
        }
        Ok(file)
    }

    /// Gives the folder its name; returns its path.
    ///
    /// # Errors
    ///
    /// When something has the name meanwhile.
    pub fn finish(mut self) -> Result<PathBuf> {
        refuse_used(&self.target)?;
        let renamed = fs::rename(&self.hidden, &self.target);
        renamed.map_err(|error| {
            Error::io(format!("cannot make `{}`", self.target.display()), &error)
        })?;
        self.is_finished = true;
        Ok(self.target.clone())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_dir_all(&self.hidden);
        }
    }
}

/// Refuses a path where something is already.
fn refuse_used(target: &Path) -> Result<()> {
    let refused = |why: &str| {
        Err(
            Error::new(format!("nothing was written: `{}` {why}", target.display()))
                .help("name a folder that does not exist yet; nothing that exists is ever changed"),
        )
    };
    let Ok(found) = target.symlink_metadata() else {
        return Ok(());
    };
    if !found.is_dir() {
        return refused("exists and is no folder");
    }
    match target
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_none())
    {
        true => Ok(()),
        false => refused("exists and is not empty"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().expect("a folder").flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_folder_appears_as_a_whole_or_not_at_all() {
        let outside = tempfile::tempdir().expect("a folder");
        let target = outside.path().join("deep/new");
        let new = NewFolder::begin(&target).expect("begun");
        new.put("a/b.md", b"text").expect("written");
        assert!(!target.exists());
        assert!(new.put("a/b.md", b"other").is_err());
        drop(new);
        assert_eq!(names(&outside.path().join("deep")), [""; 0]);
        let new = NewFolder::begin(&target).expect("begun");
        new.put("a/b.md", b"text").expect("written");
        new.finish().expect("finished");
        assert_eq!(fs::read(target.join("a/b.md")).expect("there"), b"text");
    }

    #[test]
    fn nothing_that_exists_is_changed_and_nothing_is_written_outside() {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("mine"), "mine").expect("written");
        assert!(NewFolder::begin(outside.path()).is_err());
        assert!(NewFolder::begin(&outside.path().join("mine")).is_err());
        let empty = outside.path().join("empty");
        fs::create_dir(&empty).expect("made");
        let new = NewFolder::begin(&empty).expect("an empty folder will do");
        for path in ["../mine", "/tmp/x", "a/../../mine", ""] {
            assert!(new.put(path, b"x").is_err(), "{path}");
        }
        new.finish().expect("finished");
        assert_eq!(
            fs::read(outside.path().join("mine")).expect("there"),
            b"mine"
        );
    }
}
