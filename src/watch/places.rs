//! Where the roots really lie, whether they are still the same folders, and what is below them.

use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::diag::{Error, Result};

use super::news::is_left_out;

/// Tells one folder from another with the same path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

/// The folders and files to watch: absolute, in folders that exist, none inside another.
///
/// A root whose folder is not there yet is seen by watching that folder instead.
pub(super) fn settle(roots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut settled = Vec::new();
    for root in roots {
        let mut path = std::path::absolute(root)
            .map_err(|error| Error::io(format!("cannot watch {}", root.display()), &error))?;
        while let Some(parent) = path.parent()
            && !parent.is_dir()
        {
            path = parent.to_owned();
        }
        settled.push(real(&path));
    }
    settled.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in settled {
        if !kept.iter().any(|outer| root.starts_with(outer)) {
            kept.push(root);
        }
    }
    Ok(kept)
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

/// The path with its folder's real name.
///
/// The last part stays as it is, so that a link that is pointed elsewhere is noticed. Only macOS tells of
/// events under the real path, whatever was asked for.
fn real(path: &Path) -> PathBuf {
    if cfg!(target_os = "macos")
        && let Ok(real) = path.canonicalize()
    {
        return real;
    }
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(parent)), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

/// Which folder this is; nothing if it is none.
pub(super) fn identify(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok().filter(Metadata::is_dir)?;
    Some(Identity::of(&metadata))
}

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    /// Elsewhere the moment it was made must do.
    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        let made = metadata
            .created()
            .ok()
            .and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        Self(0, made.map_or(0, |made| made.as_nanos() as u64))
    }
}

/// Feeds the name, size and time of a path and of everything below it to a hasher.
///
/// `above` are the folders it lies in: a link to one of them is not followed, since that has no end.
pub(super) fn stamp(
    path: &Path,
    ignored: &[PathBuf],
    above: &mut Vec<Identity>,
    hasher: &mut impl Hasher,
) {
    if is_left_out(path, ignored) {
        return;
    }
    path.hash(hasher);
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    let identity = Identity::of(&metadata);
    (identity.0, identity.1, metadata.len()).hash(hasher);
    metadata.modified().ok().hash(hasher);
    if !metadata.is_dir() || above.contains(&identity) {
        return;
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    entries.sort();
    above.push(identity);
    for entry in entries {
        stamp(&entry, ignored, above, hasher);
    }
    above.pop();
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
