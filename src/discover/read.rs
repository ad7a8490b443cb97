//! Reading one file so that what was read is what the file held at one moment.
//!
//! Editors and other programs write while we read. So a file is looked at before and after, and what
//! changed in between is read again, once. The **stamp** of that look is what a later scan compares
//! to know whether the file must be read at all.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat};

/// What the file system says about a file without its contents being read.
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

/// The coarsest steps in which file systems note times, with room to spare, in nanoseconds: usual ones
/// count in clock ticks, those of memory cards in two seconds.
const STEP: i128 = 20_000_000;
const LONG_STEP: i128 = 2_000_000_000;

impl Stamp {
    /// Whether the file changed so shortly before the newest change anywhere that it may change once
    /// more and look the same: then it is to be read once more at the next scan.
    pub(super) fn is_recent(&self, newest: i128) -> bool {
        let is_whole_second = self.changed % 1_000_000_000 == 0;
        self.changed > newest - if is_whole_second { LONG_STEP } else { STEP }
    }
}

/// A folder whose files are looked at, one after the other or many at once.
///
/// The folder is found once, not once for each of its files: that halves the work.
pub(super) struct Stamps<'a> {
    path: &'a Path,
    folder: Option<OwnedFd>,
}

impl<'a> Stamps<'a> {
    /// Of a folder in which so many files are to be looked at.
    pub(super) fn of(path: &'a Path, files: usize) -> Self {
        // For one or two files, finding the folder costs more than it saves.
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
pub(super) enum Trouble {
    /// The system said no.
    Io(io::Error),
    /// It is not a regular file any more.
    NotAFile,
    /// It has this many bytes or more.
    TooLarge(u64),
    /// It was different before and after, twice.
    Unsteady,
}

/// Reads a whole file of at most `limit` bytes. `between` is for tests: it runs while the file is read.
pub(super) fn read(
    path: &Path,
    limit: u64,
    between: impl Fn(),
) -> Result<(Arc<[u8]>, Stamp), Trouble> {
    match attempt(path, limit, &between) {
        Err(Trouble::Unsteady) => attempt(path, limit, &between),
        // An editor that saves by renaming leaves the name empty for a moment.
        Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            attempt(path, limit, &between)
        }
        result => result,
    }
}

fn attempt(path: &Path, limit: u64, between: &impl Fn()) -> Result<(Arc<[u8]>, Stamp), Trouble> {
    // A pipe that took the file's place since the folder was listed must not make us wait, and a link
    // must not lead us away.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(Trouble::Io)?;
    let before = look(&file)?;
    if before.length > limit {
        return Err(Trouble::TooLarge(before.length));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.length).unwrap_or(0) + 1);
    // A file that grows as we read is not followed for ever.
    Read::by_ref(&mut file)
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(Trouble::Io)?;
    between();
    let after = look(&file)?;
    if before != after || bytes.len() as u64 != after.length {
        return Err(Trouble::Unsteady);
    }
    Ok((bytes.into(), after))
}

fn look(file: &File) -> Result<Stamp, Trouble> {
    let stat = rustix::fs::fstat(file).map_err(|error| Trouble::Io(error.into()))?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Err(Trouble::NotAFile);
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
        assert!(matches!(result, Err(Trouble::Unsteady)));
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
        assert!(matches!(read(&path, 100, || ()), Err(Trouble::NotAFile)));
    }
}
