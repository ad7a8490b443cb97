//! The disk as this room needs it: the only place that touches files.
//!
//! Everything else in `publish` goes through [`Disk`], so that a test can pass a disk on which the n-th call fails, or after which
//! nothing happens any more, for every n. Each method is one step and decides nothing.
//!
//! No method that reads, writes or removes a file follows a symbolic link in the last part of its path; only [`Disk::resolve`]
//! follows links.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, OFlags, RenameFlags, Timespec, Timestamps, UTIME_NOW};

use crate::files::{CHUNK, Content};

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// The metadata of a path, without following links.
#[derive(Clone, Copy, Debug)]
pub struct Metadata {
    /// What it is.
    pub kind: Kind,
    /// Its length in bytes.
    pub length: u64,
    /// When its contents last changed, in nanoseconds; only for comparison.
    pub modified: i128,
    /// Device and inode: two names with one identity are one file.
    pub identity: (u64, u64),
    /// The permission bits.
    pub mode: u32,
}

/// The permissions of a new folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// As the user's umask says.
    Default,
    /// For the owner alone.
    Private,
}

/// A lock that is held until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its effect")] File);

/// The steps of publishing.
pub trait Disk: Sync {
    /// The metadata of a path, without following links; none if nothing has this name.
    fn look(&self, path: &Path) -> io::Result<Option<Metadata>>;
    /// The names in a folder, in any order.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>>;
    /// The path with every symbolic link and `..` followed; fails if it does not exist.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// The whole of a regular file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// A new file with these contents; fails if anything has that name.
    fn write(&self, path: &Path, content: &Content) -> io::Result<()>;
    /// A new file with the contents of another one.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// A hard link to a file.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// A new folder; fails if anything has that name.
    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()>;
    /// Sets the permission bits.
    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()>;
    /// Sets the time at which a file last changed to now.
    fn touch(&self, path: &Path) -> io::Result<()>;
    /// Renames a file, and replaces the file of the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file or folder; fails if anything has the new name.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two names in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file or link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Returns when everything written to the file system of this folder is on the medium.
    fn sync_disk(&self, folder: &Path) -> io::Result<()>;
    /// Returns when the names in this folder are on the medium.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// How many bytes may still be written to the file system of this folder.
    fn free(&self, folder: &Path) -> io::Result<u64>;
    /// Takes the lock of that name; none if another run holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn look(&self, path: &Path) -> io::Result<Option<Metadata>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(Metadata {
                kind: kind(metadata.file_type()),
                length: metadata.len(),
                modified: i128::from(metadata.mtime()) * 1_000_000_000
                    + i128::from(metadata.mtime_nsec()),
                identity: (metadata.dev(), metadata.ino()),
                mode: metadata.mode() & 0o7777,
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.file_name(), kind(entry.file_type()?)))
            })
            .collect()
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut open_file(path)?, &mut bytes)?;
        Ok(bytes)
    }

    fn write(&self, path: &Path, content: &Content) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        match content.in_memory() {
            Some(bytes) => file.write_all(bytes),
            None => {
                let mut reader = BufReader::with_capacity(CHUNK, content.open()?);
                io::copy(&mut reader, &mut file).map(|_| ())
            }
        }
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut from = open_file(from)?;
        let mut to = OpenOptions::new().write(true).create_new(true).open(to)?;
        io::copy(&mut from, &mut to).map(|_| ())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        if access == Access::Private {
            builder.mode(0o700);
        }
        builder.create(path)
    }

    fn set_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    fn touch(&self, path: &Path) -> io::Result<()> {
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        let times = Timestamps {
            last_access: now,
            last_modification: now,
        };
        Ok(rustix::fs::utimensat(
            CWD,
            path,
            &times,
            AtFlags::SYMLINK_NOFOLLOW,
        )?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match rename_with(from, to, RenameFlags::NOREPLACE) {
            // Not every file system can do this in one step. Two steps are safe here, because only this program uses these folders.
            Err(error) if is_unsupported(&error) && self.look(to)?.is_none() => {
                fs::rename(from, to)
            }
            result => result,
        }
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        rename_with(one, other, RenameFlags::EXCHANGE)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_disk(&self, folder: &Path) -> io::Result<()> {
        let folder = File::open(folder)?;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        return Ok(rustix::fs::syncfs(&folder)?);
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        return folder.sync_all();
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn free(&self, folder: &Path) -> io::Result<u64> {
        let facts = rustix::fs::statvfs(folder)?;
        Ok(facts.f_bavail.saturating_mul(facts.f_frsize))
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
                .open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // `clean` removes the file while it holds the lock. A run that opened it before that would lock a file without a name,
            // while another run could create and lock a new one.
            let ours = file.metadata()?;
            if self
                .look(path)?
                .is_some_and(|found| found.identity == (ours.dev(), ours.ino()))
            {
                file.set_len(0)?;
                file.rewind()?;
                writeln!(file, "{}", std::process::id())?;
                return Ok(Some(Lock(file)));
            }
        }
    }
}

/// Opens a regular file, to read it. A pipe in the place of our file must not block this.
fn open_file(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other("it is not a regular file")),
    }
}

/// Whether a step failed because the file system does not support it, and not because of the files.
pub(super) fn is_unsupported(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput
            | io::ErrorKind::Unsupported
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::ResourceBusy
    )
}

fn kind(of: fs::FileType) -> Kind {
    if of.is_file() {
        Kind::File
    } else if of.is_dir() {
        Kind::Folder
    } else if of.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

fn rename_with(from: &Path, to: &Path, flags: RenameFlags) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(CWD, from, CWD, to, flags)?)
}
