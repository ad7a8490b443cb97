//! Reads one file, so that the result is its contents at one moment: the contents of a text, and a handle to those of a file
//! that is only copied.
//!
//! Editors and other programs write while we read. So the file's metadata is compared before and after, and a file that
//! changed in between is read again, once. A later scan compares this **stamp** to know whether the file must be read at
//! all, and a handle compares it whenever it is read.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat};

use crate::files::{CHUNK, Content, Reader, Store};
use crate::memo::{Fingerprint, FingerprintWriter};

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

/// A whole text of at most `limit` bytes, held in memory until it is released.
pub(super) fn text(path: &Path, limit: u64) -> Result<(Content, Arc<[u8]>, Stamp), Failure> {
    let (bytes, stamp) = read(path, limit, || ())?;
    let fingerprint = Fingerprint::of_bytes(&bytes);
    let held = HeldFile {
        bytes: RwLock::new(Some(Arc::clone(&bytes))),
        file: StoredFile {
            path: path.to_owned(),
            stamp,
        },
    };
    let content = Content::stored(stamp.length, fingerprint, held);
    Ok((content, bytes, stamp))
}

/// Reads a whole file of at most `limit` bytes. `between` is for tests: it runs while the file is read.
pub(super) fn read(
    path: &Path,
    limit: u64,
    between: impl Fn(),
) -> Result<(Arc<[u8]>, Stamp), Failure> {
    steady(path, limit, &|file, length| {
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
        // A file can grow while it is read, so the limit is enforced here, too.
        let read = file.take(limit + 1).read_to_end(&mut bytes)?;
        between();
        Ok((bytes.into(), read as u64))
    })
}

/// The contents of a file of any size, with the first of its bytes, at most [`CHUNK`]. Those of a file of at most `held`
/// bytes are in memory, others are a handle.
pub(super) fn contents(path: &Path, held: u64) -> Result<(Content, Vec<u8>, Stamp), Failure> {
    let ((read, head), stamp) = steady(path, u64::MAX, &|file, length| {
        let mut chunk = Vec::new();
        let mut next = |chunk: &mut Vec<u8>| {
            chunk.clear();
            Read::by_ref(file).take(CHUNK as u64).read_to_end(chunk)
        };
        next(&mut chunk)?;
        let head = chunk.clone();
        let (mut kept, mut fingerprint) = (Vec::new(), FingerprintWriter::default());
        let mut read = 0;
        while !chunk.is_empty() {
            fingerprint.write_all(&chunk)?;
            if length <= held {
                kept.extend_from_slice(&chunk);
            }
            read += chunk.len() as u64;
            next(&mut chunk)?;
        }
        Ok((((kept, fingerprint.finish()), head), read))
    })?;
    let (kept, fingerprint) = read;
    let content = match stamp.length <= held {
        true => Content::new(kept),
        false => Content::stored(
            stamp.length,
            fingerprint,
            StoredFile {
                path: path.to_owned(),
                stamp,
            },
        ),
    };
    Ok((content, head, stamp))
}

/// How a file is read: from the open file and its length to the result and how many bytes were read.
type ReadFile<'r, T> = dyn Fn(&mut File, u64) -> io::Result<(T, u64)> + 'r;

/// Reads a file of at most `limit` bytes, once more if it changed meanwhile.
fn steady<T>(path: &Path, limit: u64, read: &ReadFile<'_, T>) -> Result<(T, Stamp), Failure> {
    match attempt(path, limit, read) {
        Err(Failure::Unsteady) => attempt(path, limit, read),
        // An editor that saves by renaming leaves the name empty for a moment.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::NotFound => {
            attempt(path, limit, read)
        }
        result => result,
    }
}

fn attempt<T>(path: &Path, limit: u64, read: &ReadFile<'_, T>) -> Result<(T, Stamp), Failure> {
    let mut file = open(path).map_err(Failure::Io)?;
    let before = look(&file)?;
    if before.length > limit {
        return Err(Failure::TooLarge(before.length));
    }
    let (value, length) = read(&mut file, before.length).map_err(Failure::Io)?;
    let after = look(&file)?;
    if before != after || length != after.length {
        return Err(Failure::Unsteady);
    }
    Ok((value, after))
}

/// Opens a regular file. Since its folder was listed, a pipe or a link can have taken its place: this neither waits for the
/// one nor follows the other.
fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(flags.bits().cast_signed());
    options.open(path)
}

/// A file of the site as it was when it was scanned.
#[derive(Debug)]
struct StoredFile {
    path: PathBuf,
    stamp: Stamp,
}

impl Store for StoredFile {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        // The error of another file, such as a copy that is being written, must not be taken for one of this file.
        let gone =
            |error: io::Error| io::Error::other(format!("its source cannot be read: {error}"));
        let file = UnchangedFile {
            file: open(&self.path).map_err(gone)?,
            stamp: self.stamp,
        };
        file.check()?;
        Ok(Box::new(file))
    }
}

/// A file whose contents are in memory until they are released.
#[derive(Debug)]
struct HeldFile {
    bytes: RwLock<Option<Arc<[u8]>>>,
    file: StoredFile,
}

impl Store for HeldFile {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        match self.held() {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes))),
            None => self.file.open(),
        }
    }

    fn held(&self) -> Option<Arc<[u8]>> {
        let held = self.bytes.read().unwrap_or_else(PoisonError::into_inner);
        held.clone()
    }

    fn release(&self) {
        let mut held = self.bytes.write().unwrap_or_else(PoisonError::into_inner);
        *held = None;
    }
}

/// An open file that can be read as long as it has its stamp.
struct UnchangedFile {
    file: File,
    stamp: Stamp,
}

impl UnchangedFile {
    fn check(&self) -> io::Result<()> {
        match look(&self.file) {
            Ok(stamp) if stamp == self.stamp => Ok(()),
            _ => Err(io::Error::other(
                "its source changed after the site was read",
            )),
        }
    }
}

impl Read for UnchangedFile {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(bytes)?;
        self.check()?;
        Ok(length)
    }
}

impl Seek for UnchangedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
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

    #[test]
    fn a_handle_reads_what_was_scanned_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("film.mp4");
        let bytes: Vec<u8> = (0..CHUNK * 2 + 7).map(|at| at as u8).collect();
        fs::write(&path, &bytes).expect("written");
        let (content, head, _) = contents(&path, 0).expect("it is there");
        assert_eq!(head, bytes[..CHUNK]);
        assert_eq!(content.length(), bytes.len() as u64);
        let read = content.read().expect("unchanged");
        assert_eq!((&*read, content.in_memory()), (&*bytes, None));
        assert_eq!(content.fingerprint(), Content::new(bytes).fingerprint());
        let mut open = content.open().expect("unchanged");
        fs::write(&path, "another film").expect("written");
        assert!(open.read(&mut [0; 10]).is_err());
        assert!(content.read().is_err());
        fs::remove_file(&path).expect("removed");
        assert!(content.read().is_err());
    }

    #[test]
    fn a_text_is_held_until_it_is_released_and_can_be_read_again_if_the_file_is_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "words").expect("written");
        let (content, ..) = text(&path, 100).expect("it is there");
        fs::write(&path, "other words").expect("written");
        assert_eq!(&*content.read().expect("held"), b"words");
        content.release();
        assert!(content.read().is_err(), "the file has changed");

        let (content, ..) = text(&path, 100).expect("it is there");
        content.release();
        assert_eq!(&*content.read().expect("unchanged"), b"other words");
    }
}
