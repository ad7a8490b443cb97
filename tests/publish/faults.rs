//! Publishing on a disk that fails or stops dead at its n-th call, for every n.
//!
//! Whatever happens: the sources are untouched, the published site is the old one or the new one,
//! whole, and the next run on a sound disk leaves the right site and nothing besides. Where a folder
//! cannot be swapped, each *file* is the old or the new one until the next run.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use mend::diag::Result;
use mend::files::{Content, Outputs};
use mend::publish::{
    Access, Disk, Kind, Lock, Metadata, Published, RealDisk, clean, clean_on, publish, publish_on,
};

use crate::site::{Site, Snapshot, expected, new_site, old_site, outputs, published, snapshot};

/// What a disk does to its n-th call.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// It fails with this error number, and the next one works again.
    Once(i32),
    /// It and all after it that need room fail.
    Full,
    /// It stops halfway, and nothing happens any more: the process is dead.
    Dead,
    /// This one kind of call never works.
    Never(&'static str, i32),
}

/// The numbers of the errors as Linux has them.
const EIO: i32 = 5;
const EACCES: i32 = 13;
const EPERM: i32 = 1;
const EINVAL: i32 = 22;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

struct BadDisk {
    fault: Fault,
    at: usize,
    calls: AtomicUsize,
}

impl BadDisk {
    fn new(fault: Fault, at: usize) -> Self {
        Self {
            fault,
            at,
            calls: AtomicUsize::new(0),
        }
    }

    /// Whether the fault was met at all: if not, every later n is the same run.
    fn was_met(&self) -> bool {
        self.calls.load(Ordering::SeqCst) >= self.at
    }

    fn call(&self, name: &str) -> io::Result<()> {
        let n = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let takes_room = matches!(name, "write" | "copy" | "make_folder" | "link");
        let error = match self.fault {
            Fault::Once(error) if n == self.at => error,
            Fault::Full if n >= self.at && takes_room => ENOSPC,
            Fault::Dead if n >= self.at => EIO,
            Fault::Never(which, error) if which == name => error,
            Fault::Once(_) | Fault::Full | Fault::Dead | Fault::Never(..) => return Ok(()),
        };
        Err(io::Error::from_raw_os_error(error))
    }
}

macro_rules! pass_on {
    ($(fn $name:ident(&self $(, $argument:ident: $kind:ty)*) -> $result:ty;)*) => {$(
        fn $name(&self $(, $argument: $kind)*) -> io::Result<$result> {
            self.call(stringify!($name))?;
            RealDisk.$name($($argument),*)
        }
    )*};
}

impl Disk for BadDisk {
    fn write(&self, path: &Path, content: &Content) -> io::Result<()> {
        let called = self.call("write");
        // A write that fails has written something; one after death has not.
        let is_dead = self.calls.load(Ordering::SeqCst) > self.at;
        if called.is_err() && !(is_dead && matches!(self.fault, Fault::Dead)) {
            let bytes = content.read()?;
            RealDisk.write(path, &Content::new(&bytes[..bytes.len() / 2]))?;
        }
        called?;
        RealDisk.write(path, content)
    }

    pass_on! {
        fn look(&self, path: &Path) -> Option<Metadata>;
        fn list(&self, folder: &Path) -> Vec<(OsString, Kind)>;
        fn resolve(&self, path: &Path) -> PathBuf;
        fn read(&self, path: &Path) -> Vec<u8>;
        fn copy(&self, from: &Path, to: &Path) -> ();
        fn link(&self, from: &Path, to: &Path) -> ();
        fn make_folder(&self, path: &Path, access: Access) -> ();
        fn set_mode(&self, path: &Path, mode: u32) -> ();
        fn touch(&self, path: &Path) -> ();
        fn rename(&self, from: &Path, to: &Path) -> ();
        fn rename_new(&self, from: &Path, to: &Path) -> ();
        fn exchange(&self, one: &Path, other: &Path) -> ();
        fn remove_file(&self, path: &Path) -> ();
        fn remove_folder(&self, path: &Path) -> ();
        fn sync_disk(&self, folder: &Path) -> ();
        fn sync_folder(&self, folder: &Path) -> ();
        fn free(&self, folder: &Path) -> u64;
        fn lock(&self, path: &Path) -> Option<Lock>;
    }
}

/// A state of the folder that a run starts from, and what the run makes of it.
struct Story {
    /// Makes the state; the second site is then published onto it.
    before: fn(&Site),
    /// What the folder holds before, and what it holds after, without the marker.
    old: Snapshot,
    new: Snapshot,
    adopt: bool,
    /// Whether readers may meet files of both sites while the change is carried out.
    is_mixed: bool,
}

const MINE: [(&str, &str); 2] = [("mine.txt", "mine"), ("gone/mine.txt", "mine, too")];
const GIT: (&str, &str) = (".git/HEAD", "ref: refs/heads/pages");

fn onto_nothing() -> Story {
    Story {
        before: |_| (),
        old: Snapshot::new(),
        new: expected(&new_site(), &[]),
        adopt: false,
        is_mixed: false,
    }
}

fn by_swap() -> Story {
    Story {
        before: |site| {
            site.publish(&old_site());
            for (path, text) in MINE {
                site.write(&format!("public/{path}"), text);
            }
        },
        old: expected(&old_site(), &MINE),
        new: expected(&new_site(), &MINE),
        adopt: false,
        is_mixed: false,
    }
}

fn in_place() -> Story {
    Story {
        before: |site| {
            site.publish(&old_site());
            site.write(&format!("public/{}", GIT.0), GIT.1);
        },
        old: expected(&old_site(), &[GIT]),
        new: expected(&new_site(), &[GIT]),
        adopt: false,
        is_mixed: true,
    }
}

fn adopting() -> Story {
    let theirs = [("index.html", "theirs"), ("mine/a.txt", "mine")];
    Story {
        before: |site| {
            site.write("public/index.html", "theirs");
            site.write("public/mine/a.txt", "mine");
        },
        old: expected(&outputs(&[]), &theirs),
        new: expected(&new_site(), &theirs[1..]),
        adopt: true,
        is_mixed: false,
    }
}

/// The same site again, after one of its files was removed.
fn putting_right() -> Story {
    let mut old = expected(&new_site(), &[]);
    old.remove("index.html");
    Story {
        before: |site| {
            site.publish(&new_site());
            fs::remove_file(site.public().join("index.html")).expect("removed");
        },
        old,
        new: expected(&new_site(), &[]),
        adopt: false,
        is_mixed: true,
    }
}

impl Story {
    /// Runs it with the fault at every call, until one run does not meet it.
    fn tell(&self, fault: Fault) {
        for n in 1.. {
            let site = Site::new();
            (self.before)(&site);
            let sources = site.sources();
            let disk = BadDisk::new(fault, n);
            let result = self.publish(&site, &disk, &new_site());
            let context = format!("{fault:?} at call {n}: {result:?}");
            assert_eq!(site.sources(), sources, "{context}");
            self.check_live(&site, result.is_ok(), &context);
            if !disk.was_met() {
                assert!(result.is_ok(), "{context}");
                break;
            }
            if !matches!(fault, Fault::Dead) && result.is_err() && !self.is_mixed {
                let left: Vec<_> = snapshot(&site.beside()).into_keys().collect();
                let is_tidy = left.iter().all(|name| name == "lock" || name == "manifest");
                let is_new = published(&site) == self.new;
                assert!(is_tidy || is_new, "{context}\n{left:?}");
            }
            self.check_repair(&site, n, &context);
            assert_eq!(site.sources(), sources, "{context}");
        }
    }

    fn publish(&self, site: &Site, disk: &dyn Disk, outputs: &Outputs) -> Result<Published> {
        let mut to = site.to("public");
        to.adopt = self.adopt;
        // The calls that sync are among those that fail; they cost nothing where nothing is on a disk.
        to.durable = site.is_in_memory();
        publish_on(disk, outputs, &to)
    }

    /// The published folder right after the fault: the old site or the new one.
    fn check_live(&self, site: &Site, is_done: bool, context: &str) {
        let mut now = published(site);
        if is_done {
            assert_eq!(now, self.new, "{context}");
        } else if self.is_mixed {
            now.retain(|path, _| !path.starts_with(".mend-tmp"));
            for (path, text) in &now {
                let is_known = self.old.get(path) == Some(text) || self.new.get(path) == Some(text);
                assert!(is_known, "{context}\n{path} {text:?}");
            }
            for (path, text) in &self.new {
                let is_folder = |text: &str| text == "a folder";
                let old = self.old.get(path);
                let stays = old.is_some_and(|old| is_folder(old) == is_folder(text));
                assert!(
                    !stays || now.contains_key(path),
                    "{context}\n{path} is missing"
                );
            }
        } else {
            assert!(now == self.old || now == self.new, "{context}\n{now:#?}");
        }
    }

    /// The next run on a sound disk, with the same site or with yet another one.
    fn check_repair(&self, site: &Site, n: usize, context: &str) {
        let last = outputs(&[("index.html", "last home"), ("last/index.html", "last")]);
        let foreign: Vec<(&str, &str)> = [MINE[0], MINE[1], GIT, ("mine/a.txt", "mine")]
            .into_iter()
            .filter(|(path, _)| self.new.contains_key(*path))
            .collect();
        let next = if n.is_multiple_of(2) {
            new_site()
        } else {
            last
        };
        let result = self.publish(site, &RealDisk, &next);
        assert!(result.is_ok(), "{context}\nthen {result:?}");
        assert_eq!(published(site), expected(&next, &foreign), "{context}");
        let left = snapshot(&site.beside());
        let left: Vec<_> = left
            .keys()
            .filter(|name| !name.starts_with("kept"))
            .collect();
        assert_eq!(left, ["lock", "manifest"], "{context}");
        if self.adopt {
            let kept = snapshot(&site.beside().join("kept"));
            assert!(
                kept.values().any(|text| text == "theirs"),
                "{context}\n{kept:?}"
            );
        }
        clean(&site.to("public")).unwrap_or_else(|error| panic!("{context}\nthen {error}"));
        assert_eq!(
            published(site),
            expected(&outputs(&[]), &foreign),
            "{context}"
        );
    }
}

macro_rules! every_fault {
    ($($story:ident)*) => {$(
        mod $story {
            use super::*;

            #[test]
            fn survives_any_call_that_fails() {
                for error in [ENOSPC, EIO, EACCES, EROFS] {
                    super::$story().tell(Fault::Once(error));
                }
            }

            #[test]
            fn survives_a_disk_that_fills_up_at_any_moment() {
                super::$story().tell(Fault::Full);
            }

            #[test]
            fn survives_death_at_any_moment() {
                super::$story().tell(Fault::Dead);
            }
        }
    )*};
}

every_fault! { onto_nothing by_swap in_place adopting putting_right }

#[test]
fn death_while_tidying_up_after_death_is_survived() {
    for first in (40..400).step_by(7) {
        for second in (20..200).step_by(11) {
            let story = by_swap();
            let site = Site::new();
            (story.before)(&site);
            let bad = |n| BadDisk::new(Fault::Dead, n);
            let _ = story.publish(&site, &bad(first), &new_site());
            let _ = story.publish(&site, &bad(second), &new_site());
            let context = format!("dead at call {first}, then at call {second}");
            story.check_live(&site, false, &context);
            story.check_repair(&site, second, &context);
        }
    }
}

#[test]
fn cleaning_can_fail_anywhere_and_be_done_again() {
    for fault in [Fault::Once(EIO), Fault::Dead] {
        for n in 1.. {
            let site = Site::new();
            site.publish(&old_site());
            site.write("public/mine.txt", "mine");
            let disk = BadDisk::new(fault, n);
            let result = clean_on(&disk, &site.to("public"));
            let context = format!("{fault:?} at call {n}: {result:?}");
            let now = published(&site);
            assert_eq!(
                now.get("mine.txt").map(String::as_str),
                Some("mine"),
                "{context}"
            );
            if !disk.was_met() {
                break;
            }
            let again = clean(&site.to("public"));
            let is_clean = published(&site) == expected(&outputs(&[]), &[("mine.txt", "mine")]);
            // When only its own folder was left to remove, the published one has no owner any more.
            let marker = site.public().join(".mend").exists();
            assert!(
                is_clean && (again.is_ok() || !marker),
                "{context}\nthen {again:?}"
            );
        }
    }
}

#[test]
fn where_names_cannot_be_exchanged_the_site_is_renewed_in_place() {
    for error in [
        EINVAL, 38, /* ENOSYS */
        95, /* EOPNOTSUPP */
        18, /* EXDEV */
        16, /* EBUSY */
    ] {
        let story = by_swap();
        let site = Site::new();
        (story.before)(&site);
        let disk = BadDisk::new(Fault::Never("exchange", error), 0);
        let done = story.publish(&site, &disk, &new_site()).expect("published");
        assert!(done.in_place, "{error}");
        story.check_live(&site, true, &format!("{error}"));
        story.check_repair(&site, 0, &format!("{error}"));
    }
}

#[test]
fn where_a_file_cannot_have_two_names_the_site_is_written() {
    let disk = BadDisk::new(Fault::Never("link", EPERM), 0);
    let site = Site::new();
    site.publish(&old_site());
    let done = publish_on(&disk, &new_site(), &site.to("public")).expect("published");
    assert!(!done.in_place);
    assert_eq!(published(&site), expected(&new_site(), &[]));
    // What is foreign stays where it is.
    let story = by_swap();
    let site = Site::new();
    (story.before)(&site);
    let done = story.publish(&site, &disk, &new_site()).expect("published");
    assert!(done.in_place);
    story.check_live(&site, true, "");
}

#[test]
fn a_full_disk_is_named_with_what_to_do() {
    let site = Site::new();
    site.publish(&old_site());
    let disk = BadDisk::new(Fault::Never("write", ENOSPC), 0);
    let error = publish_on(&disk, &new_site(), &site.to("public")).expect_err("it is full");
    let message = error.to_string();
    assert!(
        message.contains("stage") && message.contains("No space left"),
        "{message}"
    );
    let help = error.help_text().expect("there is help");
    assert!(help.contains("was not changed"), "{help}");
}

#[test]
fn a_foreign_file_that_comes_while_the_stage_is_built_is_not_lost() {
    /// A file in the published folder is saved at the last moment before the swap.
    struct Busy<'a>(&'a Site, BadDisk);
    impl Disk for Busy<'_> {
        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            self.0.write("public/late/mine.txt", "late");
            self.0.write("public/mine.txt", "saved in place");
            fs::remove_file(self.0.public().join("saved.txt"))?;
            self.0.write("public/saved.txt", "saved anew");
            symlink("nowhere", self.0.public().join("late/link"))?;
            self.1.exchange(one, other)
        }
        fn write(&self, path: &Path, content: &Content) -> io::Result<()> {
            self.1.write(path, content)
        }
        pass_on! {
            fn look(&self, path: &Path) -> Option<Metadata>;
            fn list(&self, folder: &Path) -> Vec<(OsString, Kind)>;
            fn resolve(&self, path: &Path) -> PathBuf;
            fn read(&self, path: &Path) -> Vec<u8>;
            fn copy(&self, from: &Path, to: &Path) -> ();
            fn link(&self, from: &Path, to: &Path) -> ();
            fn make_folder(&self, path: &Path, access: Access) -> ();
            fn set_mode(&self, path: &Path, mode: u32) -> ();
            fn touch(&self, path: &Path) -> ();
            fn rename(&self, from: &Path, to: &Path) -> ();
            fn rename_new(&self, from: &Path, to: &Path) -> ();
            fn remove_file(&self, path: &Path) -> ();
            fn remove_folder(&self, path: &Path) -> ();
            fn sync_disk(&self, folder: &Path) -> ();
            fn sync_folder(&self, folder: &Path) -> ();
            fn free(&self, folder: &Path) -> u64;
            fn lock(&self, path: &Path) -> Option<Lock>;
        }
    }
    impl Busy<'_> {
        fn call(&self, name: &str) -> io::Result<()> {
            self.1.call(name)
        }
    }
    let site = Site::new();
    site.publish(&old_site());
    site.write("public/mine.txt", "mine");
    site.write("public/saved.txt", "saved");
    let disk = Busy(&site, BadDisk::new(Fault::Never("", 0), 0));
    let done = publish_on(&disk, &new_site(), &site.to("public")).expect("published");
    let mine = [
        ("mine.txt", "saved in place"),
        ("saved.txt", "saved"),
        ("late/mine.txt", "late"),
        ("late/link", "-> nowhere"),
    ];
    assert_eq!(published(&site), expected(&new_site(), &mine));
    let [aside] = &done.put_aside[..] else {
        panic!("{done:?}");
    };
    assert_eq!(fs::read_to_string(aside).expect("kept"), "saved anew");
    publish(&old_site(), &site.to("public")).expect("published");
    assert!(aside.is_file());
}

#[test]
fn a_foreign_folder_that_may_not_be_listed_stays_and_nothing_is_swapped() {
    /// A disk of its own, mounted as the published folder, has a folder that only root may list.
    struct Locked(&'static str);
    impl Locked {
        fn call(&self, _: &str) -> io::Result<()> {
            Ok(())
        }
    }
    impl Disk for Locked {
        fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, Kind)>> {
            if folder.ends_with(self.0) {
                return Err(io::Error::from_raw_os_error(EACCES));
            }
            RealDisk.list(folder)
        }
        pass_on! {
            fn look(&self, path: &Path) -> Option<Metadata>;
            fn resolve(&self, path: &Path) -> PathBuf;
            fn read(&self, path: &Path) -> Vec<u8>;
            fn write(&self, path: &Path, content: &Content) -> ();
            fn copy(&self, from: &Path, to: &Path) -> ();
            fn link(&self, from: &Path, to: &Path) -> ();
            fn make_folder(&self, path: &Path, access: Access) -> ();
            fn set_mode(&self, path: &Path, mode: u32) -> ();
            fn touch(&self, path: &Path) -> ();
            fn rename(&self, from: &Path, to: &Path) -> ();
            fn rename_new(&self, from: &Path, to: &Path) -> ();
            fn exchange(&self, one: &Path, other: &Path) -> ();
            fn remove_file(&self, path: &Path) -> ();
            fn remove_folder(&self, path: &Path) -> ();
            fn sync_disk(&self, folder: &Path) -> ();
            fn sync_folder(&self, folder: &Path) -> ();
            fn free(&self, folder: &Path) -> u64;
            fn lock(&self, path: &Path) -> Option<Lock>;
        }
    }
    let site = Site::new();
    site.publish(&old_site());
    site.write("public/lost+found/1", "lost");
    let done = publish_on(&Locked("lost+found"), &new_site(), &site.to("public"));
    assert!(done.expect("published").in_place);
    let lost = [("lost+found/1", "lost")];
    assert_eq!(published(&site), expected(&new_site(), &lost));
    // In a folder of ours there may be pages to remove, so then nothing is done.
    let refused = publish_on(&Locked("a"), &old_site(), &site.to("public"));
    assert!(
        refused
            .expect_err("refused")
            .to_string()
            .contains("permission to list")
    );
    assert_eq!(published(&site), expected(&new_site(), &lost));
}

#[test]
fn a_journal_without_its_folder_is_forgotten() {
    let story = in_place();
    for n in 1.. {
        let site = Site::new();
        (story.before)(&site);
        let disk = BadDisk::new(Fault::Dead, n);
        let _ = story.publish(&site, &disk, &new_site());
        assert!(disk.was_met(), "no run died with a journal");
        if site.beside().join("journal").exists() {
            fs::remove_dir_all(site.public()).expect("removed");
            site.publish(&old_site());
            assert_eq!(published(&site), expected(&old_site(), &[]));
            assert_eq!(snapshot(&site.beside()).len(), 2);
            break;
        }
    }
}
