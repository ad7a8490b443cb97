//! One run at a time: the folder of our own, and the lock in it.
//!
//! The system releases the lock when the process ends, however it ends, so a dead run never blocks another.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::destination::Destination;
use super::disk::{Access, Disk, Kind, Lock};
use super::layout::Layout;
use super::steps::{Result, doing, look};
use super::survey::Survey;
use super::swap;
use crate::diag::Error;

/// Short for a person who waits, and long enough not to load the machine.
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// How often to look for the process id of the holder if there is none yet: for one second.
const NAMELESS_TRIES: usize = 20;

/// How often our own folder is created again after a concurrent `clean` has removed it.
const FOLDER_TRIES: usize = 20;

/// Takes the lock of the destination, and creates our own folder beside it if it does not exist.
pub(super) fn take(disk: &dyn Disk, layout: &Layout, to: &Destination) -> Result<Lock> {
    let lock = &layout.lock;
    let mut nameless = 0..NAMELESS_TRIES;
    let mut gone = 0..FOLDER_TRIES;
    make_folder(disk, layout, to)?;
    loop {
        match disk.lock(lock) {
            Ok(Some(held)) => return Ok(held),
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && gone.next().is_some() => {
                make_folder(disk, layout, to)?;
                continue;
            }
            Err(error) => return Err(doing("cannot lock", lock)(error)),
        }
        to.go_on()?;
        if !to.wait {
            // The holder can have finished and removed the lock file meanwhile.
            let holder = match disk.read(lock) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                read => read.map_err(doing("cannot read", lock))?,
            };
            let holder = String::from_utf8_lossy(&holder);
            // The holder writes its process id right after it took the lock; in between the file is empty.
            if !holder.trim().is_empty() || nameless.next().is_none() {
                return Err(held_by(layout, holder.trim()));
            }
        }
        // Polling, because a blocking wait for the lock could not be interrupted.
        std::thread::sleep(BETWEEN_TRIES);
    }
}

/// Creates our own folder beside the destination; refuses a folder of that name that is not ours.
fn make_folder(disk: &dyn Disk, layout: &Layout, to: &Destination) -> Result<()> {
    let beside = &layout.beside;
    match look(disk, beside)? {
        None => {
            // Surveyed before anything is created, so that a refusal leaves no trace.
            Survey::take(disk, layout, to.adopt)?;
            swap::make_parents(disk, beside)?;
            match disk.make_folder(beside, Access::Private) {
                // Another build was faster; the lock decides.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                made => made.map_err(doing("cannot make", beside)),
            }
        }
        Some(found) if found.kind == Kind::Folder => {
            let list = match disk.list(beside) {
                // It was removed just now.
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                list => list.map_err(doing("cannot list", beside))?,
            };
            if !list.is_empty() && !list.iter().any(|(name, _)| name == "lock") {
                return Err(not_ours(beside));
            }
            Ok(())
        }
        Some(_) => Err(not_ours(beside)),
    }
}

fn held_by(layout: &Layout, process: &str) -> Error {
    let process = match process {
        "" => String::new(),
        process => format!(" (process {process})"),
    };
    let folder = layout.public.display();
    Error::new(format!("another build into `{folder}` is running{process}"))
        .help("wait until it has ended, or pass --wait")
}

fn not_ours(beside: &Path) -> Error {
    Error::new(format!(
        "`{}` is in the way: mend needs this name, but did not create what has it",
        beside.display()
    ))
    .help("nothing was changed; move it elsewhere")
}
