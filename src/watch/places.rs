//! Where paths really lie, and whether the file system there tells of changes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diag::{Error, Result};

/// The absolute path of a file or folder that need not be there, with the real name of the folder it lies in.
pub(super) fn settle(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path)
        .map_err(|error| Error::io(format!("cannot watch {}", path.display()), &error))?;
    Ok(real(&path))
}

/// The folders to leave out, in every form in which an event may name them.
pub(super) fn spellings(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths
        .iter()
        .flat_map(|path| {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            [real(&absolute), absolute]
        })
        .collect()
}

/// The path below the real name of the nearest folder that is there.
///
/// The last part stays as it is, so that a link that is pointed elsewhere is noticed. Only macOS tells of
/// events under the real path, whatever was asked for.
pub(super) fn real(path: &Path) -> PathBuf {
    if cfg!(target_os = "macos")
        && let Ok(real) = path.canonicalize()
    {
        return real;
    }
    let real = path.ancestors().skip(1).find_map(|above| {
        let below = path.strip_prefix(above).ok()?;
        Some(above.canonicalize().ok()?.join(below))
    });
    real.unwrap_or_else(|| path.to_owned())
}

/// The kind of the file system a path lies on, if it is one that does not tell of changes.
pub(super) fn silent_file_system(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let kind = file_system_of(&real, &mounts)?;
    is_silent(&kind).then_some(kind)
}

/// Network and shared folders: what another machine changes there is not told to this one.
fn is_silent(kind: &str) -> bool {
    matches!(
        kind,
        "9p" | "drvfs"
            | "nfs"
            | "nfs4"
            | "cifs"
            | "smb3"
            | "smbfs"
            | "virtiofs"
            | "vboxsf"
            | "prl_fs"
            | "afs"
            | "ceph"
            | "fuse"
            | "fuseblk"
    ) || kind.starts_with("fuse.")
}

/// The kind of the file system that is mounted nearest above a path.
fn file_system_of(path: &Path, mounts: &str) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
            let (before, after) = line.split_once(" - ")?;
            let point = unescape(before.split(' ').nth(4)?);
            let kind = after.split(' ').next()?;
            path.starts_with(&point)
                .then(|| (point.len(), kind.to_owned()))
        })
        // The last of equally long ones lies on top.
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

/// Undoes the octal escapes of the mount table: `\040` is a space.
fn unescape(field: &str) -> String {
    let mut parts = field.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..3)
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match (code, part.get(3..)) {
            (Some(code), Some(rest)) => {
                plain.push(char::from(code));
                plain.push_str(rest);
            }
            _ => {
                plain.push('\\');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_decides_whether_the_system_tells() {
        let mounts = "22 1 0:1 / / rw - ext4 /dev/sda rw\n\
            23 22 0:2 / /mnt/c rw shared:3 - 9p drvfs rw\n\
            24 22 0:3 / /home/me/My\\040Guide rw - fuse.sshfs host: rw\n";
        let kind = |path: &str| file_system_of(Path::new(path), mounts);
        assert_eq!(kind("/home/me/site").as_deref(), Some("ext4"));
        assert_eq!(kind("/mnt/c/site").as_deref(), Some("9p"));
        assert_eq!(kind("/mnt/cd/site").as_deref(), Some("ext4"));
        assert_eq!(
            kind("/home/me/My Guide/content").as_deref(),
            Some("fuse.sshfs")
        );
        assert!(is_silent("9p") && is_silent("fuse.sshfs") && !is_silent("ext4"));
    }
}
