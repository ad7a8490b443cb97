//! The watcher on a real file system: whatever an editor, a checkout or a file manager does, it reports that files may
//! have changed.
//!
//! Each test makes its change and waits for the watcher to speak, up to a deadline far above what is
//! promised.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use mend::watch::{Interrupter, Wake, Watcher};

const DEADLINE: Duration = Duration::from_secs(10);

/// Files with what they hold, in order.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// A site folder that is being watched by a thread, as the preview does.
struct Watched {
    folder: tempfile::TempDir,
    looks: Receiver<()>,
    interrupter: Interrupter,
    thread: Option<JoinHandle<()>>,
    /// What the thread found in the folder at its last look.
    seen: Arc<Mutex<Files>>,
}

impl Watched {
    fn new(poll: Option<Duration>) -> Watched {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        fs::create_dir(folder.path().join("content")).expect("a folder can be made");
        fs::write(folder.path().join("content/a.md"), "one").expect("a file can be written");
        fs::write(folder.path().join("site.toml"), "").expect("a file can be written");
        let roots = ["content", "static", "site.toml"].map(|name| folder.path().join(name));
        let ignored = ["content/public"].map(|name| folder.path().join(name));
        let mut watcher =
            Watcher::new(folder.path(), &roots, &ignored, poll).expect("the folder can be watched");
        assert!(watcher.take_notices().is_empty());
        let interrupter = watcher.interrupter();
        let (sender, looks) = channel();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let top = folder.path().to_owned();
        let thread = {
            let seen = Arc::clone(&seen);
            thread::spawn(move || {
                while watcher.wait(None) != Wake::Interrupt {
                    let mut found = Vec::new();
                    read(&top, &mut found);
                    *seen.lock().expect("no thread panicked") = found;
                    let _ = sender.send(());
                }
            })
        };
        Watched {
            folder,
            looks,
            interrupter,
            thread: Some(thread),
            seen,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a change and waits until a look has found the folder as it is now.
    fn sees(&self, what: &str, change: impl FnOnce()) {
        change();
        let start = Instant::now();
        loop {
            let mut now = Vec::new();
            read(self.folder.path(), &mut now);
            if *self.seen.lock().expect("no thread panicked") == now {
                return;
            }
            let left = DEADLINE.saturating_sub(start.elapsed());
            self.looks
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("never seen: {what}"));
        }
    }

    /// Waits until the watcher has been silent for a while.
    fn calm(&self) {
        while self.looks.recv_timeout(Duration::from_millis(400)).is_ok() {}
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.interrupter.interrupt();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Every file below a folder with its contents, in order.
fn read(folder: &Path, found: &mut Files) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    entries.sort();
    for path in entries {
        if ["circle", "aside", "old"]
            .iter()
            .any(|name| path.ends_with(name))
        {
            // The first leads back to where it lies, and the others are no part of the site.
        } else if path.is_dir() {
            read(&path, found);
        } else if let Ok(bytes) = fs::read(&path) {
            found.push((path, bytes));
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file can be written");
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).expect("a file can be renamed");
}

#[test]
fn every_way_of_saving_is_seen() {
    let site = Watched::new(None);
    let article = site.path("content/a.md");
    site.sees("a plain write", || write(&article, "two"));
    for round in ["first", "second", "third"] {
        // The backup comes into being by a rename, so the article is another file afterwards.
        site.sees(&format!("vim, {round} save"), || {
            let backup = site.path("content/a.md~");
            write(&site.path("content/4913"), "");
            fs::remove_file(site.path("content/4913")).expect("a file can be removed");
            rename(&article, &backup);
            write(&article, &format!("vim {round}"));
            fs::remove_file(&backup).expect("a file can be removed");
        });
        site.sees(&format!("a rename over it, {round} save"), || {
            let temporary = site.path("content/.goutputstream-ABC");
            write(&temporary, &format!("gedit {round}"));
            rename(&temporary, &article);
        });
    }
    site.sees("JetBrains", || {
        let temporary = site.path("content/a.md___jb_tmp___");
        let old = site.path("content/a.md___jb_old___");
        write(&temporary, "jetbrains");
        rename(&article, &old);
        rename(&temporary, &article);
        fs::remove_file(&old).expect("a file can be removed");
    });
    site.sees("an append", || {
        use std::io::Write;
        let file = fs::File::options().append(true).open(&article);
        file.expect("the file is there")
            .write_all(b"more")
            .expect("it takes more");
    });
}

#[test]
fn files_come_go_and_move() {
    let site = Watched::new(None);
    site.sees("a new file", || write(&site.path("content/b.md"), "b"));
    site.sees("a rename", || {
        rename(&site.path("content/b.md"), &site.path("content/c.md"));
    });
    site.sees("a removal", || {
        fs::remove_file(site.path("content/c.md")).expect("it is there");
    });
    site.sees("a move out", || {
        rename(&site.path("content/a.md"), &site.path("a.md"));
    });
    site.sees("a move in", || {
        rename(&site.path("a.md"), &site.path("content/a.md"));
    });
    site.sees("the configuration", || {
        write(&site.path("site.toml"), "title = \"T\"");
    });
    site.sees("the configuration, by rename", || {
        write(&site.path("site.toml.new"), "title = \"U\"");
        rename(&site.path("site.toml.new"), &site.path("site.toml"));
    });
}

#[test]
fn a_new_folder_is_seen_with_the_file_that_is_in_it_at_once() {
    let site = Watched::new(None);
    for round in 0..20 {
        site.sees("a deep folder with a file", || {
            let deep = site.path(&format!("content/{round}/b/c"));
            fs::create_dir_all(&deep).expect("a folder can be made");
            write(&deep.join("d.md"), "d");
        });
        let file = site.path(&format!("content/{round}/b/c/d.md"));
        site.sees("an edit in there", || write(&file, "dd"));
    }
    site.sees("a renamed folder", || {
        rename(&site.path("content/0"), &site.path("content/zero"));
    });
    site.sees("an edit in there", || {
        write(&site.path("content/zero/b/c/d.md"), "ddd");
    });
}

#[test]
fn a_root_that_is_deleted_and_comes_back_is_seen() {
    let site = Watched::new(None);
    for round in ["first", "second", "third"] {
        site.sees("the root is gone", || {
            fs::remove_dir_all(site.path("content")).expect("it is there");
        });
        site.sees("the root is back", || {
            fs::create_dir(site.path("content")).expect("a folder can be made");
            write(&site.path("content/a.md"), round);
        });
        site.sees("an edit in it", || {
            write(&site.path("content/a.md"), &format!("{round} again"));
        });
    }
    site.sees("the root is replaced by another folder", || {
        fs::create_dir(site.path("other")).expect("a folder can be made");
        write(&site.path("other/x.md"), "x");
        rename(&site.path("content"), &site.path("old"));
        rename(&site.path("other"), &site.path("content"));
    });
    site.sees("an edit in the other one", || {
        write(&site.path("content/x.md"), "xx");
    });
}

/// What is there again can be the very same folder to the system, or have the number of the old one, while the watch is
/// gone.
#[test]
fn a_root_that_is_back_at_once_is_still_watched() {
    let site = Watched::new(None);
    let (content, aside) = (site.path("content"), site.path("aside"));
    for round in 0..10 {
        let edit = |what: &str| {
            site.sees(&format!("an edit after it was {what}"), || {
                write(&content.join("a.md"), &format!("{round}, {what}"));
            });
        };
        site.sees("deleted and made again", || {
            fs::remove_dir_all(&content).expect("it is there");
            fs::create_dir_all(content.join("deep/er")).expect("a folder can be made");
            write(&content.join("deep/er/b.md"), &format!("b {round}"));
        });
        edit("deleted and made again");
        site.sees("moved away and back", || {
            rename(&content, &aside);
            rename(&aside, &content);
            write(&content.join("deep/er/b.md"), &format!("{round} was away"));
        });
        edit("moved away and back");
        site.sees("swapped for a copy", || {
            fs::create_dir(&aside).expect("a folder can be made");
            rename(&content, &site.path("old"));
            rename(&aside, &content);
            fs::remove_dir_all(site.path("old")).expect("it is there");
        });
        edit("swapped for a copy");
    }
}

#[test]
fn the_site_folder_itself_may_go_and_come_back() {
    let outer = tempfile::tempdir().expect("there is a temporary folder");
    let site = outer.path().join("site");
    let article = site.join("content/a.md");
    fs::create_dir_all(site.join("content")).expect("a folder can be made");
    write(&article, "one");
    let roots = ["content", "site.toml"].map(|name| site.join(name));
    let mut watcher = Watcher::new(&site, &roots, &[], None).expect("it can be watched");
    let interrupter = watcher.interrupter();
    let (sender, looks) = channel();
    let waiting = {
        let article = article.clone();
        thread::spawn(move || {
            while watcher.wait(None) != Wake::Interrupt {
                let _ = sender.send(fs::read_to_string(&article).unwrap_or_default());
            }
        })
    };
    let sees = |text: &str| {
        let start = Instant::now();
        while looks
            .recv_timeout(DEADLINE.saturating_sub(start.elapsed()))
            .unwrap_or_else(|_| panic!("never seen: {text}"))
            != text
        {}
    };
    let aside = outer.path().join("aside");
    for round in 0..5 {
        rename(&site, &aside);
        sees("");
        rename(&aside, &site);
        write(&article, &format!("{round}, moved back"));
        sees(&format!("{round}, moved back"));
        fs::remove_dir_all(&site).expect("it is there");
        fs::create_dir_all(site.join("content")).expect("a folder can be made");
        write(&article, &format!("{round}, made again"));
        sees(&format!("{round}, made again"));
        write(&article, &format!("{round}, edited"));
        sees(&format!("{round}, edited"));
    }
    interrupter.interrupt();
    waiting.join().expect("the watcher is well");
}

#[test]
fn a_root_that_was_not_there_at_the_start_is_seen() {
    let site = Watched::new(None);
    site.sees("the folder appears", || {
        fs::create_dir(site.path("static")).expect("a folder can be made");
        write(&site.path("static/calm.css"), "p {}");
    });
    site.sees("an edit in it", || {
        write(&site.path("static/calm.css"), "p { color: red }");
    });
}

#[test]
fn a_checkout_of_a_thousand_files_becomes_a_few_looks() {
    let site = Watched::new(None);
    let fill = |text: &str| {
        for number in 0..1_000 {
            let folder = site.path(&format!("content/{}", number % 20));
            fs::create_dir_all(&folder).expect("a folder can be made");
            write(&folder.join(format!("{number}.md")), text);
        }
    };
    site.sees("a thousand new files", || fill("one"));
    site.calm();
    site.sees("a thousand changed files", || fill("two"));
    site.calm();
    let looks = site.looks.try_iter().count();
    assert_eq!(looks, 0, "it is calm");
    fill("three");
    let mut looks = 0;
    while site.looks.recv_timeout(Duration::from_secs(1)).is_ok() {
        looks += 1;
    }
    // Each pause of the writer may cost one, and on a busy machine it is made to pause often.
    assert!((1..250).contains(&looks), "{looks} looks");
}

#[test]
fn reading_editors_leavings_and_the_output_are_not_told() {
    let site = Watched::new(None);
    site.calm();
    for name in [
        "content/.a.md.swp",
        "content/a.md~",
        "content/.#a.md",
        "content/#a.md#",
        "content/4913",
        "content/.DS_Store",
    ] {
        write(&site.path(name), "x");
    }
    fs::read(site.path("content/a.md")).expect("it is there");
    write(&site.path("notes.txt"), "beside the roots");
    fs::create_dir(site.path("content/public")).expect("a folder can be made");
    for number in 0..50 {
        write(&site.path(&format!("content/public/{number}.html")), "x");
    }
    let told = site.looks.recv_timeout(Duration::from_millis(400));
    assert!(told.is_err(), "nothing that matters has changed");
}

#[test]
fn polling_sees_saves_and_old_files() {
    let site = Watched::new(Some(Duration::from_millis(50)));
    for round in 0..5 {
        site.sees("a save", || {
            write(&site.path("content/a.md"), &format!("same length {round}"));
        });
    }
    site.sees(
        "a file from a backup, older than the one it replaces",
        || {
            let backup = site.path("backup");
            write(&backup, "old");
            let file = fs::File::options()
                .write(true)
                .open(&backup)
                .expect("it is there");
            let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            file.set_modified(long_ago).expect("the time can be set");
            rename(&backup, &site.path("content/a.md"));
        },
    );
    site.sees("a new folder", || {
        fs::create_dir(site.path("static")).expect("a folder can be made");
        write(&site.path("static/x.css"), "x");
    });
    site.sees("the root is gone", || {
        fs::remove_dir_all(site.path("content")).expect("it is there");
    });
}

#[test]
fn a_wait_ends_when_it_is_interrupted_even_before_it_began() {
    for poll in [None, Some(Duration::from_secs(60))] {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let roots = [folder.path().join("content")];
        let mut watcher =
            Watcher::new(folder.path(), &roots, &[], poll).expect("the folder can be watched");
        let interrupter = watcher.interrupter();
        interrupter.interrupt();
        assert_eq!(watcher.wait(None), Wake::Interrupt);
        let waiting = thread::spawn(move || watcher.wait(None));
        interrupter.interrupt();
        assert_eq!(
            waiting.join().expect("the watcher is well"),
            Wake::Interrupt
        );
    }
}

#[test]
fn a_root_whose_very_folder_is_missing_is_seen_when_both_come() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let theme = folder.path().join("themes/calm");
    let mut watcher = Watcher::new(folder.path(), std::slice::from_ref(&theme), &[], None)
        .expect("it can be watched");
    let (sender, looks) = channel();
    let interrupter = watcher.interrupter();
    let waiting = thread::spawn(move || {
        while watcher.wait(None) != Wake::Interrupt {
            let _ = sender.send(());
        }
    });
    fs::create_dir_all(&theme).expect("a folder can be made");
    looks.recv_timeout(DEADLINE).expect("the folder is seen");
    // Looked at twice since it is new; then it is quiet, and what comes is the file.
    while looks.recv_timeout(Duration::from_millis(400)).is_ok() {}
    write(&theme.join("calm.css"), "p {}");
    looks.recv_timeout(DEADLINE).expect("the file is seen");
    interrupter.interrupt();
    waiting.join().expect("the watcher is well");
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a link can be made");
}

/// A folder has one watch, however many names lead to it.
#[cfg(unix)]
#[test]
fn a_second_name_of_a_folder_goes_and_the_folder_is_still_watched() {
    let site = Watched::new(None);
    let inner = site.path("content/s");
    site.sees("a folder", || {
        fs::create_dir(&inner).expect("a folder can be made");
        write(&inner.join("a.md"), "a");
    });
    for round in ["first", "second"] {
        site.sees("a link to it", || {
            link(Path::new("s"), &site.path("content/s2"));
        });
        site.sees("an edit beside the link", || {
            write(&inner.join("a.md"), &format!("{round}, with the link"));
        });
        site.sees("the link is gone", || {
            fs::remove_file(site.path("content/s2")).expect("it is there");
        });
        site.sees("an edit after it", || {
            write(&inner.join("a.md"), &format!("{round}, without"));
        });
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_to_a_file_leads_to_is_watched() {
    let site = Watched::new(None);
    let shared = site.path("shared");
    site.sees("a link to a file of another folder", || {
        fs::create_dir(&shared).expect("a folder can be made");
        write(&shared.join("x.md"), "x");
        link(Path::new("../shared/x.md"), &site.path("content/x.md"));
    });
    site.sees("an edit of the file", || {
        write(&shared.join("x.md"), "an edit");
    });
    site.sees("a save by rename", || {
        write(&shared.join(".new"), "another edit");
        rename(&shared.join(".new"), &shared.join("x.md"));
    });
    site.sees("its folder is gone", || {
        fs::remove_dir_all(&shared).expect("it is there");
    });
    site.sees("its folder is back", || {
        fs::create_dir(&shared).expect("a folder can be made");
        write(&shared.join("x.md"), "back");
    });
    site.sees("an edit after that", || {
        write(&shared.join("x.md"), "back, and edited");
    });
}

#[cfg(unix)]
#[test]
fn a_linked_folder_is_followed_and_a_circle_of_links_has_an_end() {
    for poll in [None, Some(Duration::from_millis(50))] {
        let site = Watched::new(poll);
        let elsewhere = site.path("shared");
        fs::create_dir(&elsewhere).expect("a folder can be made");
        write(&elsewhere.join("b.md"), "b");
        site.sees("a link to another folder", || {
            link(&elsewhere, &site.path("content/linked"));
        });
        site.sees("an edit behind the link", || {
            write(&elsewhere.join("b.md"), "a longer b");
        });
        for folder in ["x", "y"] {
            let folder = elsewhere.join(folder);
            fs::create_dir(&folder).expect("a folder can be made");
            link(&elsewhere, &folder.join("circle"));
        }
        site.looks
            .recv_timeout(DEADLINE)
            .expect("the circle is seen, and it has an end");
    }
}
