//! Replaces the contents of one file, completely or not at all: the new file is written beside it and renamed in one step.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How many temporary names are tried.
const TRIES: u32 = 100;

/// Replaces the contents of a file. A symbolic link stays a link, and the file it leads to is written; the permission bits
/// stay. A further name of the file (a hard link) keeps the old contents.
///
/// # Errors
///
/// When the file cannot be written; it then has its old contents.
pub fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(path)?;
    let permissions = fs::metadata(&real)?.permissions();
    let beside = write_beside(&real, bytes)?;
    fs::set_permissions(&beside, permissions)
        .and_then(|()| fs::rename(&beside, &real))
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
}

/// Puts a file at a path, whole or not at all. It replaces whatever has the name; a link is replaced, not followed.
///
/// # Errors
///
/// When the file cannot be written; what was there stays.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = write_beside(path, bytes)?;
    fs::rename(&beside, path).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// Writes a new file in the same folder, under a hidden name that is free.
fn write_beside(real: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = real.file_name().ok_or(ErrorKind::InvalidInput)?;
    let mut number = 0;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".mend-{}-{number}", std::process::id()));
        let beside = real.with_file_name(hidden);
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&beside);
        match opened {
            Ok(mut file) => {
                file.write_all(bytes).inspect_err(|_| {
                    let _ = fs::remove_file(&beside);
                })?;
                return Ok(beside);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < TRIES => {
                number += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_link_stays_a_link_and_its_file_keeps_its_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&file, "old").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
        symlink("a.md", &link).expect("linked");
        rewrite(&link, b"new").expect("replaced");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).expect("read"), b"new");
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 2);
    }

    #[test]
    fn a_file_that_has_the_name_of_the_new_one_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.md");
        let taken = folder
            .path()
            .join(format!(".a.md.mend-{}-0", std::process::id()));
        let precious = folder.path().join("precious");
        for path in [&file, &precious] {
            fs::write(path, "old").expect("written");
        }
        symlink(&precious, &taken).expect("linked");
        rewrite(&file, b"new").expect("replaced");
        assert_eq!(fs::read(&file).expect("read"), b"new");
        assert_eq!(fs::read(&precious).expect("read"), b"old");
        assert!(taken.is_symlink());
        assert!(rewrite(&folder.path().join("missing"), b"new").is_err());
    }
}
