//! The capabilities of the operating system: how deep one watch reaches, which file systems report no changes, and the
//! message when there are no watches left.

use std::fs;
use std::path::Path;

use notify::RecursiveMode;

/// Outside Linux one watch covers everything below a folder, and each watch is expensive.
pub(super) const DEPTH: RecursiveMode = if cfg!(any(target_os = "linux", target_os = "android")) {
    RecursiveMode::NonRecursive
} else {
    RecursiveMode::Recursive
};

/// The kind of the file system that holds a path, if it reports no changes.
pub(super) fn silent_file_system(path: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let kind = file_system_of(&real, &mounts)?;
    is_silent(&kind).then_some(kind)
}

/// Network and shared folders: changes made by another machine are not reported to this one.
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

/// The kind of the file system mounted nearest above a path.
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
        // Of equally long mount points the last one is on top.
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

/// The message for the author if this error means that the system has no watches left.
pub(super) fn exhausted(error: &notify::Error) -> Option<String> {
    const EMFILE: i32 = 24;
    let limit = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "fs.inotify.max_user_watches",
        notify::ErrorKind::Io(cause) if cause.raw_os_error() == Some(EMFILE) => {
            "fs.inotify.max_user_instances"
        }
        notify::ErrorKind::Generic(_)
        | notify::ErrorKind::Io(_)
        | notify::ErrorKind::PathNotFound
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_) => return None,
    };
    Some(format!(
        "the system cannot watch more folders; raise {limit} (sysctl) to see changes at once"
    ))
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

    #[test]
    fn a_full_table_of_watches_names_the_setting() {
        let message = exhausted(&notify::Error::new(notify::ErrorKind::MaxFilesWatch));
        assert!(message.is_some_and(|message| message.contains("fs.inotify.max_user_watches")));
        assert!(exhausted(&notify::Error::path_not_found()).is_none());
    }
}
