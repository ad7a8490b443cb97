//! Single disk operations, with the messages for their failures.

use std::io;
use std::path::Path;

use super::disk::{Disk, Metadata};
use crate::diag::Error;
pub(super) use crate::diag::Result;

/// What lies at a path, without following it.
pub(super) fn look(disk: &dyn Disk, path: &Path) -> Result<Option<Metadata>> {
    disk.look(path)
        .map_err(doing("cannot read the state of", path))
}

/// Whether anything has this name.
pub(super) fn exists(disk: &dyn Disk, path: &Path) -> Result<bool> {
    Ok(look(disk, path)?.is_some())
}

/// Turns a failure of the disk into a sentence, with what to do about the usual ones.
pub(super) fn doing<'a>(what: &'a str, path: &'a Path) -> impl FnOnce(io::Error) -> Error + 'a {
    move |cause| {
        let error = Error::io(format!("{what} `{}`", path.display()), &cause);
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                error.help("the published site was not changed; free some space and build again")
            }
            io::ErrorKind::PermissionDenied => {
                error.help("give yourself permission to write there, or choose another folder")
            }
            io::ErrorKind::ReadOnlyFilesystem => error.help("choose a folder on another disk"),
            _ => error,
        }
    }
}
