//! One run at a time: the folder of our own, and the lock in it.
//!
//! The system gives the lock back when the process ends, however it ends, so a dead run never keeps
//! anybody out.

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

/// Short for a person who waits, and nothing for the machine.
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// How often to look for the name of who holds the lock, should there be none: for a second.
const NAMELESS_TRIES: usize = 20;

/// How often our own folder is made again when a run of `clean` has just taken it away.
const FOLDER_TRIES: usize = 20;

/// Takes the lock of the destination, and makes our own folder beside it if there is none yet.
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
            // The one who held it may be gone, and the lock with it: then it has no name either.
            let holder = match disk.read(lock) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                read => read.map_err(doing("cannot read", lock))?,
            };
            let holder = String::from_utf8_lossy(&holder);
            // It names its process right after it got the lock; who comes in between asks again.
            if !holder.trim().is_empty() || nameless.next().is_none() {
                return Err(held_by(layout, holder.trim()));
            }
        }
        // Asked for again and again, since a wait for the lock itself could not be interrupted.
        std::thread::sleep(BETWEEN_TRIES);
    }
}

/// Makes sure of our own folder beside the destination, which is refused if it is something else.
fn make_folder(disk: &dyn Disk, layout: &Layout, to: &Destination) -> Result<()> {
    let beside = &layout.beside;
    match look(disk, beside)? {
        None => {
            // A destination that is refused is refused without a trace.
            Survey::take(disk, layout, to.adopt)?;
            swap::make_parents(disk, beside)?;
            match disk.make_folder(beside, Access::Private) {
                // Another build was quicker; the lock decides.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                made => made.map_err(doing("cannot make", beside)),
            }
        }
        Some(found) if found.kind == Kind::Folder => {
            let list = match disk.list(beside) {
                // Taken away in this moment.
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
        "`{}` is needed by mend, but is not mend's",
        beside.display()
    ))
    .help("nothing was changed; move it elsewhere")
}
