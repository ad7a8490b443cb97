//! Files for authors in a folder of their own, such as a report: written where they can neither be published nor take the
//! place of anything.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::danger::danger;
use super::destination::Destination;
use super::disk::{Disk, RealDisk};
use super::manifest::MARKER;
use super::run::publish;
use super::steps::Result;
use crate::diag::Error;
use crate::files::Outputs;

/// Files that are to be written, and where.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// What they are, as messages name it: `the report`.
    pub name: &'a str,
    /// The site folder.
    pub root: &'a Path,
    /// The folder to write into, or the file.
    pub folder: &'a Path,
    /// The folder that the site is published in.
    pub public: &'a Path,
    /// How to mend a refusal.
    pub advice: &'a str,
}

impl Export<'_> {
    /// Refuses a folder into which [`Export::write_new`] would not write, before any work is done.
    ///
    /// # Errors
    ///
    /// When the folder holds anything, or is dangerous.
    pub fn check_new(&self) -> Result<()> {
        self.refuse_danger()?;
        self.refuse_unless(|_| false)
    }

    /// Writes the files into a new or empty folder; returns the folder.
    ///
    /// # Errors
    ///
    /// When the folder holds anything, is dangerous, or cannot be written to.
    pub fn write_new(&self, files: &Outputs) -> Result<PathBuf> {
        self.check_new()?;
        let cannot = |path: &Path, error: io::Error| {
            Error::io(format!("cannot write `{}`", path.display()), &error)
        };
        fs::create_dir_all(self.folder).map_err(|error| cannot(self.folder, error))?;
        for (name, content) in files {
            let path = self.folder.join(name.as_str());
            let written = RealDisk.write(&path, content);
            written.map_err(|error| cannot(&path, error))?;
        }
        // As `replace` gives it: without `..`, and without links.
        Ok(fs::canonicalize(self.folder).unwrap_or_else(|_| self.folder.to_owned()))
    }

    /// Refuses a file that [`Export::write_file`] would not write, before any work is done. `folder` is the file.
    ///
    /// # Errors
    ///
    /// When something has its name and is not to be replaced, or its place is dangerous.
    pub fn check_file(&self, replace: bool) -> Result<()> {
        self.refuse_danger()?;
        match fs::symlink_metadata(self.folder) {
            Ok(found) if found.is_dir() => Err(self.refusal("it is a folder")),
            Ok(_) if !replace => {
                let (name, file) = (self.name, self.folder.display());
                Err(
                    Error::new(format!("{name} is not written to `{file}`: it exists"))
                        .help("name another file, or use --replace to write over it"),
                )
            }
            _ => Ok(()),
        }
    }

    /// Writes one file, `folder`: it is there as a whole or not at all.
    ///
    /// # Errors
    ///
    /// When something has its name and is not to be replaced, its place is dangerous, or it cannot be written.
    pub fn write_file(
        &self,
        replace: bool,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<()> {
        self.check_file(replace)?;
        let mut name = OsString::from(".");
        name.push(self.folder.file_name().unwrap_or_default());
        name.push(".part");
        let part = self.folder.with_file_name(name);
        let written = File::create(&part)
            .and_then(|mut file| {
                write(&mut file)?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&part, self.folder));
        written.map_err(|error| {
            // What is left of it is of no use. If it cannot be removed, the next export writes over it.
            let _ = fs::remove_file(&part);
            Error::io(format!("cannot write `{}`", self.folder.display()), &error)
        })
    }

    /// Writes the files into a new or empty folder, or in place of an earlier export; returns the folder.
    ///
    /// # Errors
    ///
    /// When the folder holds anything else, is dangerous, or cannot be written to.
    pub fn replace(&self, files: &Outputs) -> Result<PathBuf> {
        self.refuse_danger()?;
        self.refuse_unless(|name| {
            name == MARKER || files.keys().any(|file| file.as_str() == name)
        })?;
        let published = publish(files, &Destination::new(self.root, self.folder));
        // The help of publishing is written for sites.
        let published = published.map_err(|error| match error.help_text() {
            Some(_) => error.help(self.advice),
            None => error,
        })?;
        Ok(published.folder)
    }

    /// Refuses a folder from which files are published or taken, and one in a published site.
    ///
    /// # Errors
    ///
    /// Says why the folder must not be written to.
    pub fn refuse_danger(&self) -> Result<()> {
        let Self { folder, public, .. } = *self;
        if folder.starts_with(public) || public.starts_with(folder) {
            return Err(self.refusal("the site is published there"));
        }
        let to = Destination {
            home: None,
            current: None,
            ..Destination::new(self.root, folder)
        };
        match danger(&RealDisk, &to)? {
            Some(why) => Err(self.refusal(&why)),
            None => Ok(()),
        }
    }

    /// Refuses a folder that holds something that may not be there.
    fn refuse_unless(&self, may_be_there: impl Fn(&str) -> bool) -> Result<()> {
        let Ok(entries) = self.folder.read_dir() else {
            // It does not exist or is not a folder; writing tells which.
            return Ok(());
        };
        for entry in entries {
            let cannot =
                |error| Error::io(format!("cannot read `{}`", self.folder.display()), &error);
            let name = entry.map_err(cannot)?.file_name();
            if !name.to_str().is_some_and(&may_be_there) {
                return Err(self.refusal(&format!("it contains `{}`", name.to_string_lossy())));
            }
        }
        Ok(())
    }

    fn refusal(&self, why: &str) -> Error {
        let (name, folder) = (self.name, self.folder.display());
        Error::new(format!("{name} is not written to `{folder}`: {why}")).help(self.advice)
    }
}
