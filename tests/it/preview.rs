//! The preview as a whole: the real program, real files, real sockets. Whatever an editor or a version
//! control system does to the folder, what is served ends up equal to a clean build of the same files.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::InMemory as _;
use mend::discover::{Discovery, Site};
use mend::files::{Options, Outputs, ThemeNames};
use mend::path::LinkStyle;
use mend::pipeline::Pipeline;

use crate::program;

/// How long a change may take to show; generous, since the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// So many pages count as open in tabs.
#[cfg(target_os = "linux")]
const OPEN_PAGES: u64 = 8;

/// A site on disk and its running preview.
struct Preview {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Preview {
    fn start() -> Preview {
        Self::start_with(None, &[])
    }

    /// A preview with this many threads; by default, as many as there are processors.
    fn start_on(threads: Option<&str>) -> Preview {
        Self::start_with(threads, &[])
    }

    /// The same, with other files there from the start.
    fn start_with(threads: Option<&str>, files: &[(&str, &str)]) -> Preview {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), "site.toml", "title = \"Test\"\n");
        write(
            folder.path(),
            "content/_index.md",
            "---\ntitle: Home\n---\n[a](a.md)\n",
        );
        write(
            folder.path(),
            "content/a.md",
            "---\ntitle: A\n---\nThe first text.\n",
        );
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let mut child = program::mend()
            .args(["serve", "--port", "0", "--as-of", "2026-06-15"])
            .envs(threads.map(|threads| ("RAYON_NUM_THREADS", threads)))
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut url)
            .expect("a line");
        let port = url
            .trim()
            .trim_end_matches('/')
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok());
        Preview {
            folder,
            child,
            port: port.unwrap_or_else(|| panic!("no address in {url:?}")),
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Status and body of one address.
    fn answer(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n",
            self.port
        );
        stream
            .write_all(request.as_bytes())
            .expect("it takes a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        (status, body.to_owned())
    }

    /// Status and body of one address, without the script that the preview adds.
    fn get(&self, path: &str) -> (u16, String) {
        let (status, body) = self.answer(path);
        let script = body.find("<script type=\"module\" src=\"/__mend/");
        let body = match script {
            Some(at) => {
                let end = at + body[at..].find("</script>").expect("its end") + "</script>".len();
                format!("{}{}", &body[..at], &body[end..])
            }
            None => body,
        };
        (status, body)
    }

    /// The number of the build that is shown.
    #[cfg(target_os = "linux")]
    fn build(&self) -> u64 {
        let (_, body) = self.answer("/");
        let number = body
            .split_once("data-build=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        number
            .and_then(|(number, _)| number.parse().ok())
            .expect("a number")
    }

    /// How long the program has worked so far, in hundredths of a second.
    #[cfg(target_os = "linux")]
    fn worked(&self) -> u64 {
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("it runs");
        let after_name = stat.rsplit(')').next().expect("its figures");
        let figures: Vec<&str> = after_name.split_whitespace().collect();
        figures[11..13]
            .iter()
            .map(|ticks| ticks.parse::<u64>().expect("a number"))
            .sum()
    }

    /// What a clean build of the folder makes now.
    fn clean_build(&self) -> Outputs {
        let mut discovery =
            Discovery::new(Site::find(self.folder.path()).expect("a site"), Vec::new());
        let now = mend::date::Zone::utc().parse("2026-06-15").expect("a date");
        let options = Options {
            drafts: true,
            future: true,
            expired: true,
            links: LinkStyle::Folder,
            theme_names: ThemeNames::Stable,
            now,
        };
        let inputs = discovery.read(options).expect("it can be read").value;
        Pipeline::default().make(&inputs).value.outputs
    }

    /// Waits until every page that a clean build makes is served as it is there, and `gone` is not.
    #[track_caller]
    fn becomes_current(&self, gone: &[&str]) {
        let deadline = Instant::now() + PATIENCE;
        let wanted = self.clean_build();
        let pages: Vec<_> = wanted
            .iter()
            .filter(|(path, _)| path.as_str().ends_with(".html"))
            .collect();
        assert!(!pages.is_empty());
        loop {
            let wrong = pages.iter().find(|(path, output)| {
                let route = path.to_route();
                route.as_str() != "/404.html"
                    && self.get(&route.encoded()).1.as_bytes() != &*output.read().expect("readable")
            });
            let still_there = gone.iter().find(|path| self.get(path).0 != 404);
            if wrong.is_none() && still_there.is_none() {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "still wrong: {:?} {still_there:?}",
                wrong.map(|(path, _)| path)
            );
            std::thread::yield_now();
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("inside the site")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

#[test]
fn however_an_editor_saves_the_page_follows() {
    let preview = Preview::start();
    preview.becomes_current(&[]);
    preview.write("content/a.md", "---\ntitle: A\n---\nWritten in place.\n");
    preview.becomes_current(&[]);
    // A new file is put in the place of the old one.
    preview.write(
        "content/.a.md.tmp",
        "---\ntitle: A\n---\nRenamed into place.\n",
    );
    std::fs::rename(
        preview.path("content/.a.md.tmp"),
        preview.path("content/a.md"),
    )
    .expect("a rename");
    preview.becomes_current(&[]);
    // The old one becomes a backup, the new one is written, the backup goes.
    std::fs::rename(preview.path("content/a.md"), preview.path("content/a.md~")).expect("a rename");
    preview.write("content/a.md", "---\ntitle: A\n---\nWritten anew.\n");
    std::fs::remove_file(preview.path("content/a.md~")).expect("a removal");
    preview.becomes_current(&[]);
    // First half of a file, then the whole.
    preview.write("content/a.md", "---\ntitle: A");
    preview.write("content/a.md", "---\ntitle: A\n---\nWhole again.\n");
    preview.becomes_current(&[]);
    assert!(preview.get("/a/").1.contains("Whole again."));
}

#[test]
fn pages_and_folders_come_move_and_go() {
    let preview = Preview::start();
    preview.write(
        "content/new/deep/b.md",
        "---\ntitle: B\n---\n[a](../../a.md)\n",
    );
    preview.becomes_current(&[]);
    std::fs::rename(preview.path("content/new"), preview.path("content/old")).expect("a rename");
    preview.becomes_current(&["/new/deep/b/"]);
    std::fs::remove_dir_all(preview.path("content/old")).expect("a removal");
    preview.becomes_current(&["/old/deep/b/"]);
    // The whole folder goes and comes back.
    std::fs::rename(preview.path("content"), preview.path("elsewhere")).expect("a rename");
    std::fs::rename(preview.path("elsewhere"), preview.path("content")).expect("a rename");
    preview.write("content/a.md", "---\ntitle: A\n---\nBack again.\n");
    preview.becomes_current(&[]);
    std::fs::remove_dir_all(preview.path("content")).expect("a removal");
    preview.becomes_current(&["/a/"]);
    preview.write("content/a.md", "---\ntitle: A\n---\nMade anew.\n");
    preview.becomes_current(&[]);
}

/// The folders are there again before the watcher hears of it, and can have the numbers of the old ones. Each step ends
/// with an edit that only a watch can tell of.
#[cfg(unix)]
#[test]
fn folders_that_are_replaced_are_watched_again() {
    let preview = Preview::start();
    preview.becomes_current(&[]);
    let (content, aside) = (preview.path("content"), preview.path("aside"));
    let steps: [(&str, &dyn Fn()); 3] = [
        ("moved away and back", &|| {
            std::fs::rename(&content, &aside).expect("a rename");
            std::fs::rename(&aside, &content).expect("a rename");
        }),
        ("deleted and made again", &|| {
            std::fs::remove_dir_all(&content).expect("a removal");
            preview.write("content/_index.md", "---\ntitle: Home\n---\n[a](a.md)\n");
            preview.write("content/a.md", "---\ntitle: A\n---\nBack.\n");
        }),
        ("a link made and removed", &|| {
            std::os::unix::fs::symlink(&content, preview.path("content/again")).expect("a link");
            std::fs::remove_file(preview.path("content/again")).expect("a removal");
        }),
    ];
    for round in 0..3 {
        for (what, step) in &steps {
            step();
            preview.becomes_current(&[]);
            preview.write(
                "content/a.md",
                &format!("---\ntitle: A\n---\nRound {round}, {what}.\n"),
            );
            preview.becomes_current(&[]);
        }
    }
}

#[test]
fn a_thousand_files_at_once_end_in_the_same_pages() {
    let preview = Preview::start();
    for at in 0..1_000 {
        preview.write(
            &format!("content/many/page-{at}.md"),
            &format!("---\ntitle: Page {at}\n---\nText {at}.\n"),
        );
    }
    preview.becomes_current(&[]);
    for at in (0..1_000).step_by(3) {
        std::fs::remove_file(preview.path(&format!("content/many/page-{at}.md")))
            .expect("a removal");
    }
    preview.becomes_current(&["/many/page-0/", "/many/page-999/"]);
}

#[cfg(target_os = "linux")]
#[test]
fn work_that_a_newer_save_makes_useless_is_dropped() {
    let preview = Preview::start_on(Some("1"));
    for at in 0..1_500 {
        let text = format!("---\ntitle: Page {at}\n---\nText {at}.\n");
        preview.write(&format!("content/many/page-{at}.md"), &text);
    }
    preview.becomes_current(&[]);

    // Every page changes with the name of the site, so this takes a while.
    let (shown, worked) = (preview.build(), preview.worked());
    preview.write("site.toml", "title = \"Half a na\"\n");
    let deadline = Instant::now() + PATIENCE;
    while preview.worked() < worked + 15 {
        assert!(Instant::now() < deadline, "it never began");
    }
    preview.write("site.toml", "title = \"Half a name, and the other half\"\n");
    preview.becomes_current(&[]);
    // Each build shows the open pages one by one, and is shown as a whole unless it was dropped.
    let most = shown + 2 * OPEN_PAGES + 1;
    assert!(preview.build() <= most, "half a site was never shown");

    // What was saved while it could not look is one build, too.
    let signal = |name: &str| {
        let pid = preview.child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status();
        assert!(sent.expect("kill is there").success());
    };
    let shown = preview.build();
    signal("-STOP");
    for at in 0..100 {
        preview.write("content/a.md", &format!("---\ntitle: A\n---\nSave {at}.\n"));
    }
    signal("-CONT");
    preview.becomes_current(&[]);
    assert!(
        preview.build() <= shown + 4,
        "one look, or two when it was woken in between"
    );
}

#[test]
fn theme_and_configuration_changes_show_and_mistakes_keep_the_last_good_site() {
    let preview = Preview::start();
    preview.becomes_current(&[]);
    preview.write("site.toml", "title = \"Another name\"\n");
    preview.becomes_current(&[]);
    let good = preview.get("/a/").1;
    preview.write("site.toml", "tilte = \"Wrong\"\n");
    preview.write("content/a.md", "---\ntitle: A\n---\nNot shown yet.\n");
    preview.write("site.toml", "title = \"Mended\"\n");
    preview.becomes_current(&[]);
    assert_ne!(preview.get("/a/").1, good);
    preview.write(
        "themes/calm/templates/article.html",
        "<h1>{{ page.title }}</h1>{{ content }}",
    );
    preview.becomes_current(&[]);
    std::fs::remove_dir_all(preview.path("themes")).expect("a removal");
    preview.becomes_current(&[]);
}

#[test]
fn the_settings_of_the_preview_follow_site_toml() {
    let preview = Preview::start();
    preview.becomes_current(&[]);
    preview.write(
        "site.toml",
        "title = \"Test\"\nbase_url = \"https://example.org/guide/\"\n[serve]\neditor = \"vscode\"\n",
    );
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (_, page) = preview.answer("/nowhere/");
        if page.contains("data-base=\"/guide/\"") && page.contains("data-editor=\"vscode:") {
            break;
        }
        assert!(Instant::now() < deadline, "{page}");
        std::thread::yield_now();
    }
    // What the page for missing addresses links to is found below the new path.
    let (_, page) = preview.answer("/nowhere/");
    let style = page
        .split('"')
        .find(|part| part.starts_with("/guide/") && part.ends_with(".css"));
    assert_eq!(preview.answer(style.expect("a style sheet")).0, 200);
}

impl Preview {
    /// Waits until a page holds some words.
    #[track_caller]
    fn comes_to_hold(&self, path: &str, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.get(path).1.contains(words) {
            assert!(Instant::now() < deadline, "{path}: {}", self.get(path).1);
            std::thread::yield_now();
        }
    }
}

/// A slip, where its page is, and what is told there.
const SLIPS: [(&str, &str, &str, &str); 8] = [
    (
        "content/b.md",
        "---\ntitle: [B\n---\nNew.\n",
        "/b/",
        "the closing bracket of `title` is missing",
    ),
    (
        "content/b.md",
        "---\ntitle: B\ndate: soon\n---\nNew.\n",
        "/b/",
        "`soon` is not a date",
    ),
    (
        "content/b.md",
        "---\ntitle: B\n---\nNew. %% ask Ann\n",
        "/b/",
        "this comment has no end",
    ),
    (
        "content/b.md",
        "<<<<<<< HEAD\nNew.\n",
        "/b/",
        "unresolved merge conflict",
    ),
    (
        "content/b.md",
        "---\ntitle: B\nurl: /a/\n---\nNew.\n",
        "/a-2/",
        "have this address",
    ),
    ("content/help.yaml", "default: [\n", "", ""),
    (
        "themes/calm/templates/article.html",
        "{% if %}",
        "/a/",
        "themes/calm/templates/article.html",
    ),
    (
        "site.toml",
        "tilte = \"Test\"\n",
        "/a/",
        "unknown key `tilte`",
    ),
];

#[test]
fn a_preview_that_starts_with_a_slip_shows_the_rest_and_says_what_is_wrong() {
    for (path, text, page, told) in SLIPS {
        let preview = Preview::start_with(None, &[("content/c.md", "Third."), (path, text)]);
        preview.comes_to_hold("/a/", "The first text.");
        preview.comes_to_hold("/c/", "Third.");
        if !page.is_empty() {
            preview.comes_to_hold(page, told);
        }
        preview.write("content/a.md", "---\ntitle: A\n---\nEdited.\n");
        preview.comes_to_hold("/a/", "Edited.");
        match path {
            "site.toml" => preview.write(path, "title = \"Test\"\n"),
            path => std::fs::remove_file(preview.path(path)).expect("it was there"),
        }
        preview.becomes_current(&[]);
    }
}

#[test]
fn a_slip_during_a_session_keeps_its_page_and_stops_no_other() {
    let preview = Preview::start_with(None, &[("content/b.md", "---\ntitle: B\n---\nSecond.\n")]);
    preview.becomes_current(&[]);
    for (number, (path, text, _, _)) in SLIPS.into_iter().enumerate() {
        let before = std::fs::read_to_string(preview.path(path)).ok();
        preview.write(path, text);
        let edited = format!("Edit {number}.");
        preview.write("content/a.md", &format!("---\ntitle: A\n---\n{edited}\n"));
        preview.comes_to_hold("/a/", &edited);
        // The slip is known by now: both were saved before that build, or the next one finds it.
        if !text.contains("url:") {
            assert!(preview.get("/b/").1.contains("Second."), "{path}");
        }
        match before {
            Some(before) => preview.write(path, &before),
            None => std::fs::remove_file(preview.path(path)).expect("it was there"),
        }
        preview.becomes_current(&[]);
    }
}

#[test]
fn an_article_that_cannot_be_opened_keeps_its_page_and_breaks_no_link() {
    let preview = Preview::start_with(
        None,
        &[
            ("content/_index.md", "[b](b.md#part)\n"),
            ("content/b.md", "## Part\n\nSecond.\n"),
        ],
    );
    preview.becomes_current(&[]);
    // More than the limit on any machine.
    let large = format!("## Other\n\n{}", "x".repeat(9 << 20));
    preview.write("content/b.md", &large);
    preview.write("content/a.md", "---\ntitle: A\n---\nEdited.\n");
    preview.comes_to_hold("/a/", "Edited.");
    assert!(preview.get("/b/").1.contains("Second."));
    let checked = program::mend()
        .args(["check", "--format", "json"])
        .current_dir(preview.folder.path())
        .output()
        .expect("the program runs");
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("a report");
    let codes: Vec<&str> = report["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|problem| problem["code"].as_str())
        .collect();
    assert_eq!(codes, ["FILE-04"]);
}

#[test]
fn the_preview_writes_nothing_and_ends_with_130() {
    let mut preview = Preview::start();
    preview.becomes_current(&[]);
    let names = |folder: &Path| -> Vec<String> {
        let entries = walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter();
        entries
            .map(|entry| entry.expect("readable").path().display().to_string())
            .collect()
    };
    let before = names(preview.folder.path());
    preview.write("content/a.md", "---\ntitle: A\n---\nOther.\n");
    preview.becomes_current(&[]);
    assert_eq!(names(preview.folder.path()), before);
    let interrupted = Command::new("kill")
        .args(["-INT", &preview.child.id().to_string()])
        .status();
    assert!(interrupted.expect("kill is there").success());
    assert_eq!(preview.child.wait().expect("it ends").code(), Some(130));
}
