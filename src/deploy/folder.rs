//! A folder as a store: a mounted drive, a share, or the folder of a web server on this machine.
//!
//! Each file takes its name in one step, so a reader gets the old or the new one. Symbolic links are neither followed nor
//! replaced: through one, a site could end up in, or delete, another folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::failure::Failure;
use super::store::{About, Body, Store};

/// How the names of files begin that are being written. They have no other name yet, and a listing leaves them out.
const UNFINISHED: &str = ".mend-upload-";

/// A folder that holds a site.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    name: String,
    /// How many files were begun, so that each has a name of its own while it is written.
    begun: AtomicUsize,
}

impl Folder {
    /// A folder, which must exist: a drive that is not mounted must not become a folder on this disk.
    ///
    /// # Errors
    ///
    /// When there is no such folder.
    pub fn new(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(Self {
                path: path.to_owned(),
                name,
                begun: AtomicUsize::new(0),
            }),
            Ok(_) => Err(Failure::lasting(format!("`{name}` is not a folder"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::lasting(
                format!("there is no folder `{name}`"),
            )
            .help("make it first; if it is on another drive, see whether that is connected")),
            Err(error) => Err(failure(&format!("cannot open `{name}`"), &error)),
        }
    }

    /// The place of a file, if no part of its path is a symbolic link.
    fn place(&self, name: &str) -> Result<PathBuf, Failure> {
        let mut path = self.path.clone();
        for part in name.split('/') {
            path.push(part);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
                return Err(Failure::lasting(format!(
                    "`{}` is a symbolic link, and mend does not write through links",
                    path.display()
                ))
                .help("remove the link, or deploy into another folder"));
            }
        }
        Ok(path)
    }

    fn put(&self, name: &str, body: Body<'_>) -> Result<(), Failure> {
        let place = self.place(name)?;
        let cannot =
            |error: io::Error| failure(&format!("cannot write `{}`", place.display()), &error);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        // What a run that was cut off has left has the name of an early file of the next run, which replaces it.
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.path.join(format!("{UNFINISHED}{number}"));
        let written = fill(&unfinished, body).and_then(|()| fs::rename(&unfinished, &place));
        written.map_err(|error| {
            let _ = fs::remove_file(&unfinished);
            cannot(error)
        })
    }
}

impl Store for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> Result<BTreeMap<String, u64>, Failure> {
        let mut files = BTreeMap::new();
        walk(&self.path, "", &mut files)
            .map_err(|error| failure(&format!("cannot read `{}`", self.name), &error))?;
        Ok(files)
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let place = self.place(name)?;
        match fs::read(&place) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failure(
                &format!("cannot read `{}`", place.display()),
                &error,
            )),
        }
    }

    fn write(&self, name: &str, body: Body<'_>, _about: &About) -> Result<(), Failure> {
        self.put(name, body)
    }

    fn create(&self, name: &str, bytes: &[u8], _about: &About) -> Result<bool, Failure> {
        let place = self.place(name)?;
        let cannot =
            |error: io::Error| failure(&format!("cannot write `{}`", place.display()), &error);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        match File::create_new(&place).and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(cannot(error)),
        }
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        let place = self.place(name)?;
        match fs::remove_file(&place) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(failure(
                    &format!("cannot remove `{}`", place.display()),
                    &error,
                ));
            }
        }
        // Folders that are empty now go, too. The first one that is not ends this.
        let above = place.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != self.path) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Writes a new file.
fn fill(path: &Path, body: Body<'_>) -> io::Result<()> {
    let mut file = File::create(path)?;
    match body {
        Body::Bytes(bytes) => file.write_all(bytes)?,
        Body::File(from) => {
            io::copy(&mut File::open(from)?, &mut file)?;
        }
    }
    file.sync_all()
}

/// Adds the regular files below a folder to a list.
fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, u64>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry
            .file_name()
            .to_str()
            .map(|name| format!("{below}{name}"))
        else {
            // Not a name of ours: these are UTF-8.
            continue;
        };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), files)?;
        } else if kind.is_file() && !name.starts_with(UNFINISHED) {
            files.insert(name, entry.metadata()?.len());
        }
    }
    Ok(())
}

fn failure(doing: &str, error: &io::Error) -> Failure {
    let failure = Failure::lasting(format!("{doing}: {error}"));
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failure.help("free some space there and run the command again; it continues")
        }
        io::ErrorKind::PermissionDenied => failure.help("give yourself permission to write there"),
        io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => Failure {
            temporary: true,
            ..failure
        },
        _ => failure,
    }
}
