//! Giving one file new contents: all of them or none. A file of the author's is otherwise the same as before.
//!
//! Not for published sites, which are renewed as a whole. Of the author's files a symbolic link stays a link, and the file
//! it leads to is written; the permission bits stay. A further name of the file (a hard link) keeps the old contents.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};

/// How many names are tried for the new file before it has the name of the old one.
const TRIES: u32 = 100;

/// Replaces the contents of a file that is there.
///
/// # Errors
///
/// When the file cannot be written; it then has its old contents.
pub fn rewrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let disk = RealDisk;
    let real = disk.resolve(path)?;
    let found = disk.look(&real)?.ok_or(io::ErrorKind::NotFound)?;
    let beside = write_beside(&disk, &real, bytes)?;
    disk.set_mode(&beside, found.mode)
        .and_then(|()| disk.rename(&beside, &real))
        .inspect_err(|_| {
            let _ = disk.remove_file(&beside);
        })
}

/// Puts a file at a path, whole or not at all. What has the name is replaced: where a link there leads nothing is written.
///
/// # Errors
///
/// When the file cannot be written; what was there stays.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let disk = RealDisk;
    let beside = write_beside(&disk, path, bytes)?;
    disk.rename(&beside, path).inspect_err(|_| {
        let _ = disk.remove_file(&beside);
    })
}

/// Writes a new file in the same folder, under a hidden name that nothing has.
fn write_beside(disk: &RealDisk, real: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = real.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut number = 0;
    loop {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".mend-{}-{number}", std::process::id()));
        let beside = real.with_file_name(hidden);
        match disk.write(&beside, bytes) {
            Ok(()) => return Ok(beside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < TRIES => {
                number += 1;
            }
            Err(error) => {
                if error.kind() != io::ErrorKind::AlreadyExists {
                    let _ = disk.remove_file(&beside);
                }
                return Err(error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
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
