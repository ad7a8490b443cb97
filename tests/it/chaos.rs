//! A site folder that is edited in every foreign way, at random: by editors, file managers, copies, version control and
//! mishaps, with its folders deleted, moved, swapped and made again. After each edit the watcher must tell that it is time
//! to look, and the last look must have found the folder as it is.
//!
//! A look that came only because nothing was heard for half a minute counts as stale: then the watcher was deaf. The steps
//! come from a seed. `CHAOS_EDITS=2000 CHAOS_SEED=7 cargo test --test it chaos` runs more of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use mend::watch::{Wake, Watcher};

use crate::random::Random;

/// More than the half minute after which a deaf watcher looks anyway.
const DEADLINE: Duration = Duration::from_secs(60);

/// What a look finds: each path below the roots with what is in the file, whatever links lead there.
type Found = BTreeMap<PathBuf, Vec<u8>>;

struct Site {
    root: PathBuf,
    /// A copy of `content` that mishaps are mended from, outside of the site.
    keep: PathBuf,
    random: Random,
    /// Makes each edit another one.
    count: usize,
}

type Edit = (&'static str, fn(&mut Site));

/// The ways in which the folder is edited. None of them waits for anything.
const EDITS: &[Edit] = &[
    ("write", |site| {
        let (article, text) = (site.article(), site.text());
        write(&article, &text);
    }),
    ("append", |site| {
        use std::io::Write;
        let (article, text) = (site.article(), site.text());
        let file = fs::File::options().append(true).create(true).open(article);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("it takes more");
    }),
    ("vim", |site| {
        let (article, text) = (site.article(), site.text());
        let backup = with(&article, "~");
        rename(&article, &backup);
        write(&article, &text);
        remove(&backup);
    }),
    ("rename over it", |site| {
        let (article, text) = (site.article(), site.text());
        let temporary = with(&article, ".tmp");
        write(&temporary, &text);
        rename(&temporary, &article);
    }),
    ("rename over it from elsewhere", |site| {
        let (article, text) = (site.article(), site.text());
        let temporary = site.keep.join("elsewhere");
        write(&temporary, &text);
        rename(&temporary, &article);
    }),
    ("delete and make again", |site| {
        let (article, text) = (site.article(), site.text());
        remove(&article);
        write(&article, &text);
    }),
    ("new file", |site| {
        let (name, text) = (format!("content/new-{}.md", site.count), site.text());
        write(&site.root.join(name), &text);
    }),
    ("new deep folder with a file", |site| {
        let text = site.text();
        let folder = site.root.join(format!("content/n{}/e/w", site.count));
        fs::create_dir_all(&folder).expect("a folder can be made");
        write(&folder.join("a.md"), &text);
    }),
    ("rename a folder", |site| {
        let to = site.root.join(format!("content/renamed-{}", site.count));
        rename(&site.root.join("content/b"), &to);
    }),
    ("rename a folder and put another in its place", |site| {
        let text = site.text();
        let to = site.root.join(format!("content/renamed-{}", site.count));
        let folder = site.root.join("content/b");
        rename(&folder, &to);
        fs::create_dir(&folder).expect("a folder can be made");
        write(&folder.join("a.md"), &text);
    }),
    ("swap two folders", |site| {
        let [b, c, aside] =
            ["content/b", "content/c", "content/x"].map(|name| site.root.join(name));
        rename(&b, &aside);
        rename(&c, &b);
        rename(&aside, &c);
        write(&b.join("a.md"), &site.text());
    }),
    ("delete a folder", |site| {
        remove_all(&site.root.join("content/c"));
    }),
    ("delete a folder and make it again", |site| {
        let text = site.text();
        let folder = site.root.join("content/c");
        remove_all(&folder);
        fs::create_dir_all(folder.join("d")).expect("a folder can be made");
        write(&folder.join("d/a.md"), &text);
    }),
    ("delete content and copy it back", |site| {
        remove_all(&site.root.join("content"));
        copy(&site.keep.join("content"), &site.root.join("content"));
        write(&site.root.join("content/a.md"), &site.text());
    }),
    ("move content away and back", |site| {
        let (content, aside) = (site.root.join("content"), site.root.join("aside"));
        rename(&content, &aside);
        rename(&aside, &content);
        write(&content.join("a.md"), &site.text());
    }),
    ("swap content for a copy", |site| {
        let (content, copied) = (site.root.join("content"), site.root.join("copied"));
        copy(&site.keep.join("content"), &copied);
        write(&copied.join("a.md"), &site.text());
        rename(&content, &site.root.join("aside"));
        rename(&copied, &content);
        remove_all(&site.root.join("aside"));
    }),
    ("delete static and make it again", |site| {
        let (folder, text) = (site.root.join("static"), site.text());
        remove_all(&folder);
        fs::create_dir_all(folder.join("deep")).expect("a folder can be made");
        write(&folder.join("deep/calm.css"), &text);
    }),
    ("delete static", |site| {
        remove_all(&site.root.join("static"));
        write(&site.root.join("content/a.md"), &site.text());
    }),
    ("edit static", |site| {
        let folder = site.root.join("static/deep");
        fs::create_dir_all(&folder).expect("a folder can be made");
        write(&folder.join("calm.css"), &site.text());
    }),
    ("delete themes and make it again", |site| {
        let (folder, text) = (site.root.join("themes"), site.text());
        remove_all(&folder);
        fs::create_dir_all(folder.join("calm/templates")).expect("a folder can be made");
        write(&folder.join("calm/templates/article.html"), &text);
    }),
    ("site.toml by rename", |site| {
        let (file, text) = (site.root.join("site.toml"), site.text());
        write(&with(&file, ".new"), &text);
        rename(&with(&file, ".new"), &file);
    }),
    ("delete site.toml and write it again", |site| {
        let (file, text) = (site.root.join("site.toml"), site.text());
        remove(&file);
        write(&file, &text);
    }),
    ("move the site away and back", |site| {
        let aside = with(&site.root, "-aside");
        rename(&site.root, &aside);
        rename(&aside, &site.root);
        write(&site.root.join("content/a.md"), &site.text());
    }),
    ("swap the site for a copy", |site| {
        let copied = with(&site.root, "-copied");
        copy(&site.root, &copied);
        remove_all(&site.root);
        rename(&copied, &site.root);
        write(&site.root.join("content/a.md"), &site.text());
    }),
    ("link to a folder, made and removed", |site| {
        let link = site.root.join("content/link");
        symlink("b", &link).expect("a link can be made");
        remove(&link);
        write(&site.root.join("content/b/a.md"), &site.text());
    }),
    ("link to a folder", |site| {
        let link = site.root.join("content/to-c");
        if !link.is_symlink() {
            symlink("c", &link).expect("a link can be made");
        }
        write(&site.root.join("content/c/a.md"), &site.text());
    }),
    ("link removed", |site| {
        let _ = fs::remove_file(site.root.join("content/to-c"));
        write(&site.root.join("content/c/a.md"), &site.text());
    }),
    ("target of a link to a file", |site| {
        let link = site.root.join("content/shared.md");
        if !link.is_symlink() {
            symlink("../shared/x.md", &link).expect("a link can be made");
        }
        write(&site.root.join("shared/x.md"), &site.text());
    }),
    ("target of a link deleted and made again", |site| {
        let (folder, text) = (site.root.join("shared"), site.text());
        remove_all(&folder);
        fs::create_dir(&folder).expect("a folder can be made");
        write(&folder.join("x.md"), &text);
    }),
    ("link pointed elsewhere", |site| {
        let (link, text) = (site.root.join("content/shared.md"), site.text());
        let target = format!("../shared/y{}.md", site.random.below(3));
        write(&site.root.join("content").join(&target), &text);
        let _ = fs::remove_file(&link);
        symlink(target, &link).expect("a link can be made");
    }),
    ("git stash and pop", |site| {
        let text = site.text();
        write(&site.root.join("content/a.md"), &text);
        git(&site.root, &["stash", "--quiet", "--include-untracked"]);
        git(&site.root, &["stash", "pop", "--quiet"]);
        write(&site.root.join("content/a.md"), &(text + " popped"));
    }),
    ("git branch without content, and back", |site| {
        git(&site.root, &["add", "--all"]);
        git(
            &site.root,
            &["commit", "--quiet", "--allow-empty", "--message", "x"],
        );
        git(&site.root, &["checkout", "--quiet", "empty"]);
        git(&site.root, &["checkout", "--quiet", "main"]);
        write(&site.root.join("content/a.md"), &site.text());
    }),
    ("git checkout of what was committed", |site| {
        git(&site.root, &["checkout", "--quiet", "--", "."]);
        write(&site.root.join("content/a.md"), &site.text());
    }),
];

impl Site {
    fn new(folder: &Path, seed: u64) -> Site {
        let (root, keep) = (folder.join("site"), folder.join("keep"));
        for (name, text) in [
            ("content/a.md", "a"),
            ("content/b/a.md", "b"),
            ("content/c/a.md", "c"),
            ("shared/x.md", "x"),
            ("site.toml", "title = \"T\""),
        ] {
            let file = root.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
            write(&file, text);
        }
        fs::create_dir(&keep).expect("a folder can be made");
        copy(&root.join("content"), &keep.join("content"));
        git(&root, &["init", "--quiet", "--initial-branch", "empty"]);
        git(
            &root,
            &["commit", "--quiet", "--allow-empty", "--message", "x"],
        );
        git(&root, &["checkout", "--quiet", "-b", "main"]);
        git(&root, &["add", "--all"]);
        git(&root, &["commit", "--quiet", "--message", "x"]);
        Site {
            root,
            keep,
            random: Random::new(seed, 0, 0),
            count: 0,
        }
    }

    /// Puts back what the edits count on, as an author would sooner or later.
    fn complete(&self) {
        for name in [
            "content/a.md",
            "content/b/a.md",
            "content/c/a.md",
            "shared/x.md",
        ] {
            let file = self.root.join(name);
            if !file.exists() {
                let folder = file.parent().expect("a folder");
                fs::create_dir_all(folder).expect("a folder can be made");
                write(&file, name);
            }
        }
    }

    fn article(&mut self) -> PathBuf {
        let names = ["content/a.md", "content/b/a.md", "content/c/a.md"];
        self.root.join(names[self.random.below(names.len())])
    }

    fn text(&self) -> String {
        format!("edit {}\n", self.count)
    }

    fn roots(&self) -> [PathBuf; 4] {
        ["content", "static", "themes", "site.toml"].map(|name| self.root.join(name))
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn remove_all(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

fn copy(from: &Path, to: &Path) {
    run(Command::new("cp").arg("-a").args([from, to]));
}

fn git(folder: &Path, arguments: &[&str]) {
    run(Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=Chaos",
            "-c",
            "user.email=chaos@example.org",
        ])
        .args(["-c", "commit.gpgsign=false", "-c", "gc.auto=0"])
        .args(["-c", "core.hooksPath=/dev/null"])
        .args(arguments)
        .env_remove("GIT_DIR"));
}

fn run(command: &mut Command) {
    let output = command.output().expect("the program is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

/// Everything below the roots, as a build would read it.
fn look(roots: &[PathBuf]) -> Found {
    fn visit(path: &Path, found: &mut Found) {
        if path.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            entries.for_each(|entry| visit(&entry.path(), found));
        } else if let Ok(bytes) = fs::read(path) {
            found.insert(path.to_owned(), bytes);
        }
    }
    let mut found = Found::new();
    roots.iter().for_each(|root| visit(root, &mut found));
    found
}

/// Waits until a look has found what is there now; whether it took a look for want of news, or was never found.
fn is_stale(site: &Site, looks: &Receiver<(Wake, Found)>, last: &mut Found) -> bool {
    let (start, now) = (Instant::now(), look(&site.roots()));
    while *last != now {
        match looks.recv_timeout(DEADLINE.saturating_sub(start.elapsed())) {
            Ok((Wake::Change, found)) => *last = found,
            Ok((Wake::Idle | Wake::Interrupt, found)) => {
                *last = found;
                return true;
            }
            Err(_) => return true,
        }
    }
    false
}

fn number(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(default, |given| given.parse().expect("a number"))
}

#[test]
fn whatever_is_done_to_the_folder_the_watcher_is_not_deaf_after_it() {
    let (edits, seed) = (number("CHAOS_EDITS", 300), number("CHAOS_SEED", 11));
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let folder = folder.path().canonicalize().expect("it has a name");
    let mut site = Site::new(&folder, seed);
    let roots = site.roots();
    let mut watcher = Watcher::new(&site.root, &roots, &[], None).expect("it can be watched");
    let interrupter = watcher.interrupter();
    let (sender, looks) = channel();
    let mut last = look(&roots);
    let watching = thread::spawn(move || {
        loop {
            let changed = watcher.wait(None);
            if changed == Wake::Interrupt {
                return;
            }
            let _ = sender.send((changed, look(&roots)));
        }
    });
    let mut stale = Vec::new();
    for count in 0..edits {
        site.count = usize::try_from(count).expect("a small number");
        site.complete();
        let (name, edit) = EDITS[site.random.below(EDITS.len())];
        // Sometimes the next edit comes before the last one was seen.
        let is_hasty = site.random.below(8) == 0;
        edit(&mut site);
        if is_hasty && count + 1 < edits {
            continue;
        }
        if is_stale(&site, &looks, &mut last) {
            stale.push(format!("{count}: {name}"));
        }
        // Few files, so that a run is about edits and not about reading.
        if count % 50 == 49 {
            remove_all(&site.root.join("content"));
        }
    }
    interrupter.interrupt();
    watching.join().expect("the watcher is well");
    assert!(
        stale.is_empty(),
        "{} of {edits} edits stale, seed {seed}: {stale:#?}",
        stale.len()
    );
}
