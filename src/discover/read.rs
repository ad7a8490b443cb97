//! Reads one file, so that the result is its contents at one moment.
//!
//! Editors and other programs write while we read. So the file's metadata is compared before and after, and a file that
//! changed in between is read again, once. A later scan compares this **stamp** to know whether the file must be read at
//! all.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat};

/// What the file system says about a file.
///
/// The times are nanoseconds since 1970. They are only compared with each other, never with a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) length: u64,
    pub(super) modified: i128,
    /// When the file's inode changed; it cannot be set back, unlike the time of modification.
    pub(super) changed: i128,
    pub(super) inode: (u64, u64),
}

impl Stamp {
    fn of(stat: &Stat) -> Self {
        let nanoseconds =
            |seconds, rest: u64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            length: stat.st_size.cast_unsigned(),
            modified: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
            changed: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
            inode: (stat.st_dev, stat.st_ino),
        }
    }
}

/// The coarsest steps of the times that file systems keep, with a margin, in nanoseconds: usual ones keep clock ticks, those
/// of memory cards steps of two seconds.
const STEP: i128 = 20_000_000;
const LONG_STEP: i128 = 2_000_000_000;

impl Stamp {
    /// Whether the file changed so shortly before the newest change anywhere that it could change again and have the same stamp.
    /// Then it must be read again at the next scan.
    pub(super) fn is_recent(&self, newest: i128) -> bool {
        let is_whole_second = self.changed % 1_000_000_000 == 0;
        self.changed > newest - if is_whole_second { LONG_STEP } else { STEP }
    }
}

/// A folder whose files get stamps.
///
/// The folder is opened once and not looked up again for each file, which halves the work.
pub(super) struct Stamps<'a> {
    path: &'a Path,
    folder: Option<OwnedFd>,
}

impl<'a> Stamps<'a> {
    /// For so many files of a folder.
    pub(super) fn of(path: &'a Path, files: usize) -> Self {
        // For one or two files, opening the folder costs more than it saves.
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = (files > 2).then(|| rustix::fs::open(path, flags, Mode::empty()));
        Self {
            path,
            folder: folder.and_then(|folder| folder.ok()),
        }
    }

    /// The stamp of a file in it, if it has one; links are not followed.
    pub(super) fn stamp(&self, name: &OsStr) -> Option<Stamp> {
        let flags = AtFlags::SYMLINK_NOFOLLOW;
        let stat = match &self.folder {
            Some(folder) => rustix::fs::statat(folder, name, flags),
            None if name.is_empty() => rustix::fs::statat(CWD, self.path, flags),
            None => rustix::fs::statat(CWD, self.path.join(name), flags),
        };
        stat.ok().map(|stat| Stamp::of(&stat))
    }
}

/// Why a file could not be read.
#[derive(Debug)]
pub(super) enum Failure {
    /// The system refused it.
    Io(io::Error),
    /// It is not a regular file any more.
    NotAFile,
    /// It has this many bytes or more.
    TooLarge(u64),
    /// It changed while it was read, twice.
    Unsteady,
}

/// Reads a whole file of at most `limit` bytes. `between` is for tests: it runs while the file is read.
pub(super) fn read(
    path: &Path,
    limit: u64,
    between: impl Fn(),
) -> Result<(Arc<[u8]>, Stamp), Failure> {
    match attempt(path, limit, &between) {
        Err(Failure::Unsteady) => attempt(path, limit, &between),
        // An editor that saves by renaming leaves the name empty for a moment.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            attempt(path, limit, &between)
        }
        result => result,
    }
}

fn attempt(path: &Path, limit: u64, between: &impl Fn()) -> Result<(Arc<[u8]>, Stamp), Failure> {
    // Since the folder was listed, a pipe or a link can have taken the file's place: neither wait for the one nor follow the
    // other.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(Failure::Io)?;
    let before = look(&file)?;
    if before.length > limit {
        return Err(Failure::TooLarge(before.length));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.length).unwrap_or(0) + 1);
    // A file can grow while it is read, so the limit is enforced here, too.
    Read::by_ref(&mut file)
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Io)?;
    between();
    let after = look(&file)?;
    if before != after || bytes.len() as u64 != after.length {
        return Err(Failure::Unsteady);
    }
    Ok((bytes.into(), after))
}

fn look(file: &File) -> Result<Stamp, Failure> {
    let stat = rustix::fs::fstat(file).map_err(|error| Failure::Io(error.into()))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Failure::NotAFile);
    }
    Ok(Stamp::of(&stat))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;

    #[test]
    fn what_changed_within_a_step_of_the_clock_is_recent() {
        let stamp = |changed| Stamp {
            length: 0,
            modified: 0,
            changed,
            inode: (0, 0),
        };
        assert!(stamp(5_990_000_001).is_recent(6_000_000_000));
        assert!(!stamp(5_900_000_001).is_recent(6_000_000_000));
        assert!(
            stamp(5_000_000_000).is_recent(6_000_000_000),
            "whole seconds"
        );
        assert!(!stamp(4_000_000_000).is_recent(6_000_000_000));
    }

    #[test]
    fn a_file_that_changes_once_while_it_is_read_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "old").expect("written");
        let times = Cell::new(0);
        let (bytes, _) = read(&path, 100, || {
            times.set(times.get() + 1);
            if times.get() == 1 {
                fs::write(&path, "newer").expect("written");
            }
        })
        .expect("the second attempt is undisturbed");
        assert_eq!((&*bytes, times.get()), (&b"newer"[..], 2));
    }

    #[test]
    fn a_file_that_never_rests_is_given_up_after_the_second_attempt() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "x").expect("written");
        let times = Cell::new(0);
        let result = read(&path, 100, || {
            times.set(times.get() + 1);
            fs::write(&path, "x".repeat(times.get() + 1)).expect("written");
        });
        assert!(matches!(result, Err(Failure::Unsteady)));
        assert_eq!(times.get(), 2);
    }

    #[test]
    fn a_pipe_in_the_place_of_a_file_does_not_make_us_wait() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo")
            .arg(&path)
            .status()
            .expect("mkfifo runs");
        assert!(made.success());
        assert!(matches!(read(&path, 100, || ()), Err(Failure::NotAFile)));
    }
}
