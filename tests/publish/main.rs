//! Publishing: what is written, what is refused, and that nothing can break it halfway.
//!
//! These tests are a program of their own: they publish into the same folders again and again, and a process that another
//! test starts at the same time would hold the lock of a publication open for a moment after it was given back.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests reach the outside world on purpose"
)]

mod faults;
mod site;

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use mend::publish::{Destination, clean, publish};

use site::{Site, expected, new_site, old_site, outputs, published, snapshot};

#[test]
fn the_first_site_is_written_whole() {
    let site = Site::new();
    let done = site.publish(&new_site());
    assert_eq!(published(&site), expected(&new_site(), &[]));
    assert_eq!(
        (done.written, done.unchanged, done.deleted, done.in_place),
        (7, 0, 0, false)
    );
    let marker = fs::read_to_string(site.public().join(".mend")).expect("there");
    assert_eq!(marker.lines().count(), 1);
    assert!(!marker.contains("index"), "the marker names no page");
    let beside: Vec<_> = snapshot(&site.beside()).into_keys().collect();
    assert_eq!(beside, ["lock", "manifest"]);
    assert_eq!(
        fs::metadata(site.beside()).expect("there").mode() & 0o777,
        0o700
    );
}

#[test]
fn the_next_site_writes_what_changed_and_removes_what_is_gone() {
    let site = Site::new();
    site.publish(&old_site());
    let inode = |path: &str| fs::metadata(site.public().join(path)).expect("there").ino();
    let (same, home) = (inode("same.css"), inode("index.html"));
    let done = site.publish(&new_site());
    assert_eq!(published(&site), expected(&new_site(), &[]));
    assert_eq!((done.written, done.unchanged, done.deleted), (6, 1, 3));
    assert_eq!(inode("same.css"), same, "it was not written again");
    assert_ne!(inode("index.html"), home);
}

#[test]
fn the_same_site_is_not_written_at_all() {
    let site = Site::new();
    site.publish(&old_site());
    let inode = fs::metadata(site.public()).expect("there").ino();
    let done = site.publish(&old_site());
    assert_eq!((done.written, done.unchanged, done.deleted), (0, 7, 0));
    assert_eq!(fs::metadata(site.public()).expect("there").ino(), inode);
}

#[test]
fn a_published_file_that_somebody_changed_is_put_right() {
    let site = Site::new();
    site.publish(&old_site());
    for next in [old_site(), new_site()] {
        site.write("public/same.css", "SAME");
        let manifest = fs::metadata(site.beside().join("manifest")).expect("there");
        let later = manifest.modified().expect("known") + std::time::Duration::from_secs(1);
        let file = fs::OpenOptions::new()
            .write(true)
            .open(site.public().join("same.css"));
        file.and_then(|file| file.set_modified(later)).expect("set");
        fs::remove_file(site.public().join("index.html")).expect("removed");
        site.publish(&next);
        assert_eq!(published(&site), expected(&next, &[]));
    }
}

#[test]
fn what_is_not_mends_stays_and_is_named() {
    let site = Site::new();
    site.publish(&old_site());
    site.write("public/mine.txt", "mine");
    site.write("public/gone/deep/mine.txt", "mine, too");
    site.write("public/own/deep/mine.txt", "and mine");
    fs::create_dir(site.public().join("empty")).expect("made");
    symlink("mine.txt", site.public().join("link")).expect("linked");
    let done = site.publish(&new_site());
    let mut all = expected(
        &new_site(),
        &[
            ("mine.txt", "mine"),
            ("gone/deep/mine.txt", "mine, too"),
            ("own/deep/mine.txt", "and mine"),
            ("link", "-> mine.txt"),
        ],
    );
    all.insert("empty".to_owned(), "a folder".to_owned());
    assert_eq!(published(&site), all);
    let foreign = [
        "gone/deep/mine.txt",
        "link",
        "mine.txt",
        "own/deep/mine.txt",
    ];
    assert_eq!(done.foreign, foreign.map(PathBuf::from));
    assert!(!done.in_place);
    assert_eq!(snapshot(&site.beside()).len(), 2);
}

#[test]
fn a_foreign_file_in_the_way_is_not_replaced() {
    let site = Site::new();
    site.publish(&old_site());
    for (path, text) in [
        ("new/index.html", "mine"),
        ("new", "mine"),
        ("becomes-file/y", "mine"),
    ] {
        site.write(&format!("public/{path}"), text);
        let before = snapshot(&site.public());
        let error = publish(&new_site(), &site.to("public")).expect_err("it is in the way");
        assert!(error.to_string().contains("in the way"), "{error}");
        assert_eq!(snapshot(&site.public()), before);
        let _ = fs::remove_dir_all(site.public().join("new"));
        let _ = fs::remove_file(site.public().join("new"));
    }
}

#[test]
fn the_permissions_of_the_published_folder_are_kept() {
    let site = Site::new();
    site.publish(&old_site());
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o750);
    fs::set_permissions(site.public(), mode).expect("set");
    site.publish(&new_site());
    assert_eq!(
        fs::metadata(site.public()).expect("there").mode() & 0o7777,
        0o750
    );
}

#[test]
fn readers_never_meet_a_missing_page() {
    let site = Site::new();
    site.publish(&old_site());
    let path = site.public().join("index.html");
    std::thread::scope(|scope| {
        let publisher = scope.spawn(|| {
            for _ in 0..30 {
                site.publish(&new_site());
                site.publish(&old_site());
            }
        });
        while !publisher.is_finished() {
            let text = fs::read_to_string(&path).expect("there is always a home page");
            assert!(text == "old home" || text == "new home", "{text:?}");
        }
    });
}

#[test]
fn dangerous_destinations_are_refused_and_nothing_is_touched() {
    let site = Site::new();
    let root = fs::canonicalize(site.root()).expect("there");
    symlink("content", root.join("to-content")).expect("linked");
    symlink(".", root.join("to-root")).expect("linked");
    fs::create_dir(root.join("build")).expect("made");
    fs::create_dir(root.join("home")).expect("made");
    fs::create_dir(root.join("here")).expect("made");
    let before = snapshot(&root);
    let parent = root.parent().expect("a folder");
    let folders = [
        PathBuf::from("/"),
        root.clone(),
        parent.to_owned(),
        "".into(),
        ".".into(),
        "..".into(),
        "build/..".into(),
        "content".into(),
        "content/deep/public".into(),
        "CONTENT/x".into(),
        "Static".into(),
        "themes".into(),
        "themes/calm/public".into(),
        "src".into(),
        "build/../content".into(),
        "to-content".into(),
        "to-content/x".into(),
        "to-root".into(),
        "to-root/static/x".into(),
        "missing/../content".into(),
        "home".into(),
        "here".into(),
        ".public.mend".into(),
        ".public.mend/stage".into(),
    ];
    for folder in folders {
        for adopt in [false, true] {
            let mut to = site.to(&folder);
            to.home = Some(root.join("home/me"));
            to.current = Some(root.join("here"));
            to.adopt = adopt;
            let refused = publish(&old_site(), &to);
            assert!(refused.is_err(), "{} was not refused", folder.display());
            assert!(clean(&to).is_err(), "{} was not refused", folder.display());
        }
    }
    assert_eq!(snapshot(&root), before);
}

#[test]
fn a_site_is_not_published_into_another_one() {
    let site = Site::new();
    site.publish(&old_site());
    assert!(publish(&old_site(), &site.to("public/inner")).is_err());
    assert_eq!(published(&site), expected(&old_site(), &[]));
}

#[test]
fn a_folder_that_is_not_mends_is_refused_without_a_trace() {
    let site = Site::new();
    site.write("public/mine.txt", "mine");
    site.write("file", "a file");
    symlink("nowhere", site.root().join("dangling")).expect("linked");
    let before = snapshot(site.root());
    for folder in ["public", "file", "dangling", "file/x"] {
        assert!(publish(&old_site(), &site.to(folder)).is_err(), "{folder}");
        assert!(clean(&site.to(folder)).is_err(), "{folder}");
    }
    assert_eq!(snapshot(site.root()), before);
}

#[test]
fn an_empty_folder_and_a_deep_new_one_are_fine() {
    let site = Site::new();
    fs::create_dir(site.public()).expect("made");
    site.publish(&old_site());
    assert_eq!(published(&site), expected(&old_site(), &[]));
    publish(&old_site(), &site.to("dist/web/site")).expect("published");
    assert!(site.root().join("dist/web/site/index.html").is_file());
    assert!(site.root().join("dist/web/.site.mend/manifest").is_file());
}

#[test]
fn a_new_disk_counts_as_empty() {
    let site = Site::new();
    fs::create_dir_all(site.public().join("lost+found")).expect("made");
    site.publish(&old_site());
    clean(&site.to("public")).expect("cleaned");
    let left: Vec<_> = published(&site).into_keys().collect();
    assert_eq!(left, ["lost+found"]);
}

#[test]
fn adopting_takes_over_a_folder_and_loses_nothing() {
    let site = Site::new();
    site.write("public/mine/a.txt", "mine");
    site.write("public/index.html", "another tool's home");
    let mut to = site.to("public");
    to.adopt = true;
    let done = publish(&old_site(), &to).expect("adopted");
    assert_eq!(
        published(&site),
        expected(&old_site(), &[("mine/a.txt", "mine")])
    );
    let [aside] = &done.put_aside[..] else {
        panic!("{done:?}");
    };
    assert_eq!(
        fs::read_to_string(aside).expect("kept"),
        "another tool's home"
    );
    // From now on it is an ordinary destination.
    site.publish(&new_site());
    assert_eq!(
        published(&site),
        expected(&new_site(), &[("mine/a.txt", "mine")])
    );
    let cleaned = clean(&site.to("public")).expect("cleaned");
    assert!(cleaned.foreign.contains(aside), "{cleaned:?}");
    assert!(aside.is_file());
}

#[test]
fn a_damaged_foreign_or_missing_manifest_is_refused_and_nothing_is_deleted() {
    let site = Site::new();
    site.publish(&old_site());
    let manifest = site.beside().join("manifest");
    let good = fs::read(&manifest).expect("there");
    let mut damaged = good.clone();
    let last = damaged.len() - 3;
    damaged[last] ^= 1;
    let (id, files) = ("0".repeat(32), "0".repeat(32));
    let foreign = format!("mend manifest 1\ntool 0\nsite {id}\n{files} 1 index.html\n");
    for bytes in [
        &damaged[..],
        &good[..good.len() - 1],
        b"",
        foreign.as_bytes(),
    ] {
        fs::write(&manifest, bytes).expect("written");
        let error = publish(&new_site(), &site.to("public")).expect_err("refused");
        assert!(error.help_text().is_some());
        assert!(clean(&site.to("public")).is_err());
        assert_eq!(published(&site), expected(&old_site(), &[]));
    }
    fs::remove_file(&manifest).expect("removed");
    publish(&new_site(), &site.to("public")).expect_err("refused");
    assert_eq!(published(&site), expected(&old_site(), &[]));
}

#[test]
fn a_hostile_manifest_deletes_nothing_outside() {
    let site = Site::new();
    site.write("victim.txt", "precious");
    let victim = site.root().join("victim.txt");
    for path in [
        "../victim.txt",
        &victim.to_string_lossy(),
        "a/../../victim.txt",
    ] {
        site.publish(&old_site());
        let body = format!("{} 8 {path}\n", "0".repeat(32));
        let id = mend::memo::Fingerprint::of_bytes(body.as_bytes()).to_hex();
        let text = format!("mend manifest 1\ntool 0\nsite {id}\n{body}");
        fs::write(site.beside().join("manifest"), text).expect("written");
        site.write("public/.mend", &format!("mend {id}\n"));
        publish(&new_site(), &site.to("public")).expect_err("refused");
        clean(&site.to("public")).expect_err("refused");
        assert_eq!(fs::read_to_string(&victim).expect("there"), "precious");
        fs::remove_dir_all(site.public()).expect("removed");
        fs::remove_dir_all(site.beside()).expect("removed");
    }
}

#[test]
fn a_link_in_the_place_of_our_folder_is_not_followed() {
    for git in [false, true] {
        let site = Site::new();
        site.write("elsewhere/deep/index.html", "precious");
        site.publish(&old_site());
        if git {
            site.write("public/.git/HEAD", "ref");
        }
        fs::remove_dir_all(site.public().join("gone")).expect("removed");
        symlink("../elsewhere", site.public().join("gone")).expect("linked");
        site.publish(&new_site());
        let elsewhere = site.root().join("elsewhere/deep/index.html");
        assert_eq!(fs::read_to_string(&elsewhere).expect("there"), "precious");
        assert!(site.public().join("gone").is_symlink());
        publish(&old_site(), &site.to("public")).expect_err("the link is in the way");
        clean(&site.to("public")).expect("cleaned");
        assert_eq!(fs::read_to_string(&elsewhere).expect("there"), "precious");
    }
}

#[test]
fn a_linked_folder_and_one_that_git_works_in_stay_the_folders_they_are() {
    for linked in [false, true] {
        let site = Site::new();
        let target = if linked {
            fs::create_dir(site.root().join("target")).expect("made");
            symlink("target", site.public()).expect("linked");
            site.root().join("target")
        } else {
            site.public()
        };
        site.publish(&old_site());
        let git = [(".git/HEAD", "ref: refs/heads/pages")];
        site.write("public/.git/HEAD", git[0].1);
        let inode = fs::metadata(&target).expect("there").ino();
        let done = site.publish(&new_site());
        assert!(done.in_place);
        assert_eq!((done.written, done.unchanged, done.deleted), (6, 1, 3));
        assert_eq!(published(&site), expected(&new_site(), &git));
        assert_eq!(fs::metadata(&target).expect("there").ino(), inode);
        assert_eq!(site.public().is_symlink(), linked);
        site.publish(&old_site());
        assert_eq!(published(&site), expected(&old_site(), &git));
    }
}

#[test]
fn cleaning_removes_what_is_mends_and_lists_the_rest() {
    let site = Site::new();
    site.publish(&old_site());
    let cleaned = clean(&site.to("public")).expect("cleaned");
    assert_eq!((cleaned.removed, cleaned.foreign), (7, vec![]));
    assert!(!site.public().exists() && !site.beside().exists());
    assert_eq!(clean(&site.to("public")).expect("nothing to do").removed, 0);

    site.publish(&old_site());
    site.write("public/gone/mine.txt", "mine");
    let cleaned = clean(&site.to("public")).expect("cleaned");
    let mine = fs::canonicalize(site.public().join("gone/mine.txt")).expect("there");
    assert_eq!((cleaned.removed, cleaned.foreign), (7, vec![mine]));
    assert_eq!(
        published(&site),
        expected(&outputs(&[]), &[("gone/mine.txt", "mine")])
    );
}

#[test]
fn cleaning_keeps_what_was_changed_after_it_was_published() {
    let site = Site::new();
    site.publish(&old_site());
    let file = fs::canonicalize(site.public().join("index.html")).expect("published");
    let before = fs::metadata(&file).expect("there");
    let mut text = fs::read(&file).expect("read");
    text[0] ^= 1;
    fs::write(&file, &text).expect("edited by hand");
    // Neither its length nor its time gives the change away.
    let time = before.modified().expect("it has one");
    let opened = fs::File::options().write(true).open(&file).expect("opened");
    opened.set_modified(time).expect("set");
    let cleaned = clean(&site.to("public")).expect("cleaned");
    assert_eq!(
        (cleaned.removed, cleaned.foreign, cleaned.changed),
        (6, vec![], vec![file.clone()])
    );
    assert_eq!(fs::read(&file).expect("kept"), text);
    assert!(!site.beside().exists());
}

/// A run of `clean` takes our own folder away between the moment another run finds it and the moment that locks in it.
#[test]
fn runs_that_begin_while_another_cleans_up_go_on() {
    let site = Site::new();
    let failed = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|number| {
                let site = &site;
                scope.spawn(move || {
                    let to = Destination {
                        wait: true,
                        ..site.to("public")
                    };
                    let rounds = (0..100).map(|_| match number % 2 {
                        0 => publish(&old_site(), &to).map(drop),
                        _ => clean(&to).map(drop),
                    });
                    rounds
                        .filter_map(Result::err)
                        .map(|error| error.to_string())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        runs.into_iter()
            .flat_map(|run| run.join().expect("it ends"))
            .collect::<Vec<_>>()
    });
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn an_illegal_output_is_refused() {
    for bad in [
        &[("../x", "")][..],
        &[("/x", "")],
        &[("a//b", "")],
        &[(".mend", "")],
        &[(".mend-tmp/x", "")],
        &[("a", ""), ("a-b", ""), ("a/b", "")],
    ] {
        let site = Site::new();
        assert!(
            publish(&outputs(bad), &site.to("public")).is_err(),
            "{bad:?}"
        );
        assert!(!site.public().exists());
    }
}

#[test]
fn an_interrupted_run_leaves_the_old_site() {
    let site = Site::new();
    site.publish(&old_site());
    let to = site.to("public");
    to.interrupted.store(true, Ordering::Relaxed);
    let error = publish(&new_site(), &to).expect_err("interrupted");
    assert!(error.to_string().contains("interrupted"));
    assert_eq!(published(&site), expected(&old_site(), &[]));
    assert_eq!(snapshot(&site.beside()).len(), 2);
}

#[test]
fn of_many_builds_at_once_each_publishes_whole_or_is_told_to_wait() {
    for wait in [false, true] {
        let site = Site::new();
        let results: Vec<_> = std::thread::scope(|scope| {
            let build = |n: usize| {
                let mut to = site.to("public");
                to.wait = wait;
                move || {
                    publish(
                        &if n.is_multiple_of(2) {
                            old_site()
                        } else {
                            new_site()
                        },
                        &to,
                    )
                }
            };
            let builds: Vec<_> = (0..20).map(|n| scope.spawn(build(n))).collect();
            builds
                .into_iter()
                .map(|build| build.join().expect("no panic"))
                .collect()
        });
        let done = results.iter().filter(|result| result.is_ok()).count();
        assert!(done >= 1);
        assert!(!wait || done == 20, "who waits gets his turn");
        for error in results.into_iter().filter_map(Result::err) {
            let process = format!("(process {}", std::process::id());
            assert!(error.to_string().contains("another build"), "{error}");
            assert!(
                error.to_string().contains(&process) || error.to_string().ends_with("(process )")
            );
        }
        let now = published(&site);
        assert!(now == expected(&old_site(), &[]) || now == expected(&new_site(), &[]));
    }
}

#[test]
fn a_durable_site_is_the_same_site() {
    let site = Site::new();
    for outputs in [old_site(), new_site()] {
        publish(&outputs, &Destination::new(site.root(), "public")).expect("published");
        assert_eq!(published(&site), expected(&outputs, &[]));
    }
}

#[test]
fn who_waits_for_another_build_can_be_interrupted() {
    let site = Site::new();
    site.publish(&old_site());
    let held = fs::File::open(site.beside().join("lock")).expect("there");
    held.try_lock().expect("no other process holds it");
    let mut to = site.to("public");
    let error = publish(&new_site(), &to).expect_err("another build is running");
    assert!(error.to_string().contains("another build"), "{error}");
    assert!(clean(&to).is_err());
    to.wait = true;
    let interrupted = to.interrupted.clone();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| publish(&new_site(), &to));
        interrupted.store(true, Ordering::Relaxed);
        assert!(waiting.join().expect("no panic").is_err());
    });
    assert_eq!(published(&site), expected(&old_site(), &[]));
}
