//! What is read from a site folder, and what is not.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::Command;

use mend::codes;
use mend::date::Zone;
use mend::diag::Diagnostic;
use mend::discover::{Discovery, Site, overrides};
use mend::files::{Inputs, LARGEST_DOCUMENT, Options, SourceFile, ThemeNames};
use mend::memo::Fingerprint;
use mend::path::{LinkStyle, SourcePath};
use tempfile::TempDir;

use crate::support;

fn options() -> Options {
    Options {
        drafts: false,
        future: false,
        expired: false,
        links: LinkStyle::Folder,
        theme_names: ThemeNames::Fingerprinted,
        now: Zone::utc().at_seconds(0).expect("a moment"),
    }
}

/// A site of these files; each holds its own path.
fn site(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("site.toml"), "").expect("written");
    for path in files {
        write(folder.path(), path, path);
    }
    folder
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn discovery(folder: &TempDir) -> Discovery {
    Discovery::new(Site::find(folder.path()).expect("a site"), Vec::new())
}

/// The inputs, and each problem as its code and message.
fn read(discovery: &mut Discovery) -> (Inputs, Vec<String>) {
    let reported = discovery.read(options()).expect("a site that can be read");
    let problems = reported.problems.iter();
    (
        reported.value,
        problems
            .map(|problem| format!("{} {}", problem.code, problem.message))
            .collect(),
    )
}

fn paths<B>(files: &[SourceFile<B>]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

/// The bytes of a document.
fn bytes(inputs: &Inputs, at: usize) -> Vec<u8> {
    let bytes = inputs.documents[at].bytes.read();
    bytes.expect("they are in memory").to_vec()
}

/// The files that are there and could not be opened.
fn unopened<B>(files: &[SourceFile<B>]) -> Vec<&str> {
    let unopened = files.iter().filter(|file| file.unopened.is_some());
    unopened.map(|file| file.path.as_str()).collect()
}

fn left_out(inputs: &Inputs) -> Vec<&str> {
    let files = inputs.left_out.iter();
    files.map(|file| file.path.as_str()).collect()
}

/// A preview waits a moment before it shows a file that is gone or short: its editor may be about to write.
#[test]
fn a_cut_file_of_any_kind_is_noticed() {
    let files = [
        "site.toml",
        "content/a.md",
        "content/terms.yaml",
        "static/a.css",
        "themes/calm/templates/article.html",
    ];
    for cut in files {
        let folder = site(&files);
        write(folder.path(), "site.toml", "title = \"A\"\n");
        let mut discovery = discovery(&folder);
        let (before, _) = read(&mut discovery);
        write(folder.path(), "content/a.md", "another text");
        let (edited, _) = read(&mut discovery);
        assert!(!edited.is_cut_since(&before), "{cut}");
        write(folder.path(), cut, "");
        let (now, _) = read(&mut discovery);
        assert!(now.is_cut_since(&edited), "{cut}");
        let (later, _) = read(&mut discovery);
        assert!(!later.is_cut_since(&now), "{cut} was empty before");
    }
}

#[test]
fn half_a_file_and_a_missing_one_are_cut_and_a_renamed_one_is_not() {
    let folder = site(&["site.toml", "content/a.md", "content/b.md"]);
    write(folder.path(), "site.toml", "title = \"A\"\n");
    write(folder.path(), "content/a.md", "A text of some length.");
    let mut discovery = discovery(&folder);
    let (whole, _) = read(&mut discovery);
    let mut is_cut = || read(&mut discovery).0.is_cut_since(&whole);
    write(folder.path(), "content/a.md", "A text of");
    assert!(is_cut());
    write(folder.path(), "content/a.md", "A text of some");
    assert!(!is_cut());
    fs::rename(
        folder.path().join("content/b.md"),
        folder.path().join("content/c.md"),
    )
    .expect("a rename");
    assert!(!is_cut());
    fs::remove_file(folder.path().join("content/c.md")).expect("a removal");
    assert!(is_cut());
}

#[test]
fn a_site_is_found_from_any_folder_in_it() {
    let folder = site(&["content/a/b/c.md"]);
    let root = fs::canonicalize(folder.path()).expect("there");
    for inside in ["", "content", "content/a/b"] {
        let site = Site::find(&folder.path().join(inside)).expect("found");
        assert_eq!(site.root, root);
    }
    let bare = tempfile::tempdir().expect("a folder");
    let error = Site::find(bare.path()).expect_err("there is no site");
    assert!(
        error
            .help_text()
            .is_some_and(|help| help.contains("mend init"))
    );
    assert!(Site::find(&bare.path().join("missing")).is_err());
}

#[test]
fn every_file_has_its_role_and_every_list_its_order() {
    let folder = site(&[
        "content/b.md",
        "content/a/z.markdown",
        "content/a.md",
        "content/a-b.MD",
        "content/terms.yaml",
        "content/help.yml",
        "content/a/data.yaml",
        "content/a/bench.jpg",
        "static/robots.txt",
        "static/notes.md",
        "static/.well-known/security.txt",
        "themes/calm/templates/page.html",
        "themes/other/templates/page.html",
        "README.md",
        "public/index.html",
    ]);
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(problems, [""; 0]);
    assert_eq!(
        paths(&inputs.documents),
        [
            "content/a-b.MD",
            "content/a.md",
            "content/a/z.markdown",
            "content/b.md"
        ]
    );
    assert_eq!(
        paths(&inputs.data),
        ["content/help.yml", "content/terms.yaml"]
    );
    assert_eq!(
        paths(&inputs.assets),
        [
            "content/a/bench.jpg",
            "static/.well-known/security.txt",
            "static/notes.md",
            "static/robots.txt",
        ]
    );
    assert_eq!(left_out(&inputs), ["content/a/data.yaml"]);
    assert_eq!(paths(&inputs.theme), ["themes/calm/templates/page.html"]);
    assert_eq!(bytes(&inputs, 1), b"content/a.md");
}

#[test]
fn what_systems_and_editors_leave_and_what_is_secret_is_not_read() {
    let folder = site(&[
        "content/.git/config",
        "content/.well-known/x",
        "content/a.md~",
        "content/4913",
        "content/Thumbs.db",
        "content/prod.env",
        "content/id_rsa",
        "content/.obsidian/app.json",
        "static/server.pem",
        "static/.env",
        "static/.well-known/.hidden",
        "themes/calm/templates/.page.html.swp",
    ]);
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(
        left_out(&inputs),
        [
            "content/.git",
            "content/.obsidian",
            "content/.well-known",
            "content/4913",
            "content/Thumbs.db",
            "content/a.md~",
            "content/id_rsa",
            "content/prod.env",
            "static/.env",
            "static/.well-known/.hidden",
            "static/server.pem",
            "themes/calm/templates/.page.html.swp",
        ]
    );
    assert_eq!((inputs.paths().next(), problems), (None, vec![]));
}

#[test]
fn patterns_leave_out_files_and_whole_folders() {
    let folder = site(&[
        "content/a.md",
        "content/notes/a.md",
        "content/b/x.txt",
        "static/notes/a",
    ]);
    write(
        folder.path(),
        "site.toml",
        "[content]\nignore = [\"notes\", \"**/*.txt\"]",
    );
    let (inputs, _) = read(&mut discovery(&folder));
    assert_eq!(paths(&inputs.documents), ["content/a.md"]);
    assert_eq!(
        paths(&inputs.assets),
        ["static/notes/a"],
        "patterns are about content"
    );
}

#[test]
fn a_second_scan_opens_only_what_changed() {
    let names: Vec<String> = (0..50).map(|n| format!("content/{n}.md")).collect();
    let folder = site(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut discovery = discovery(&folder);
    let (first, _) = read(&mut discovery);
    assert_eq!(discovery.files_read(), 50);
    // What was written in the last moment before a scan is looked into once more.
    read(&mut discovery);
    let (third, _) = read(&mut discovery);
    assert_eq!(discovery.files_read(), 0);
    assert_eq!(paths(&first.documents), paths(&third.documents));

    write(folder.path(), "content/7.md", "new");
    fs::remove_file(folder.path().join("content/8.md")).expect("removed");
    fs::rename(
        folder.path().join("content/9.md"),
        folder.path().join("content/z.md"),
    )
    .expect("renamed");
    let (changed, _) = read(&mut discovery);
    assert_eq!(
        discovery.files_read(),
        2,
        "the one that was written and the one with a new name"
    );
    let (afresh, _) = read(&mut self::discovery(&folder));
    assert_eq!(paths(&changed.documents), paths(&afresh.documents));
    let prints = |inputs: &Inputs| {
        inputs
            .documents
            .iter()
            .map(|file| file.fingerprint)
            .collect::<Vec<_>>()
    };
    assert_eq!(prints(&changed), prints(&afresh));
}

#[test]
fn a_change_that_keeps_length_and_modification_time_is_noticed() {
    let folder = site(&["content/a.md"]);
    let path = folder.path().join("content/a.md");
    let modified = fs::metadata(&path)
        .and_then(|found| found.modified())
        .expect("known");
    let mut discovery = discovery(&folder);
    for n in 0..20 {
        let text = format!("version {n:04}");
        fs::write(&path, &text).expect("written");
        let file = fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .expect("opened");
        file.set_modified(modified).expect("set back");
        let (inputs, _) = read(&mut discovery);
        assert_eq!(bytes(&inputs, 0), text.as_bytes());
    }
}

#[test]
fn the_configuration_is_read_again_and_the_environment_has_the_last_word() {
    let folder = site(&[]);
    let site = Site::find(folder.path()).expect("a site");
    let environment = [
        ("MEND_LISTS__PAGE_SIZE", "7"),
        ("HOME", "/"),
        ("MEND_TITLE", "Mine"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut discovery = Discovery::new(site, overrides(environment));
    write(
        folder.path(),
        "site.toml",
        "title = \"Theirs\"\ndescription = \"One\"",
    );
    let config = discovery.config().expect("legal");
    assert_eq!((config.title.as_str(), config.lists.page_size), ("Mine", 7));
    write(folder.path(), "site.toml", "description = \"Two\"");
    assert_eq!(
        discovery.config().expect("legal").description.as_deref(),
        Some("Two")
    );
    write(folder.path(), "site.toml", "tilte = \"x\"");
    assert!(discovery.read(options()).is_err());
}

#[test]
fn a_theme_that_is_not_there_is_an_error_that_says_where_it_was_looked_for() {
    let folder = site(&["themes/plain/templates/page.html"]);
    write(folder.path(), "site.toml", "theme = \"plian\"");
    let error = discovery(&folder)
        .read(options())
        .expect_err("there is no such theme");
    let [problem] = &error.problems().problems[..] else {
        panic!("{error:?}");
    };
    assert!(problem.message.contains("themes/plian"), "{problem:?}");
    let help = problem.help.as_deref();
    assert_eq!(help, Some("did you mean theme = \"plain\"?"));
    assert!(
        problem
            .place
            .as_ref()
            .is_some_and(|place| place.span == Some(8..15))
    );
    // Once it is there, nothing is left of the problem, although the file is the same.
    write(folder.path(), "themes/plian/templates/page.html", "");
    let mut again = discovery(&folder);
    assert!(again.config().is_ok());
}

#[test]
fn links_inside_the_site_folder_are_followed() {
    let folder = site(&["content/a.md", "shared/pictures/bench.jpg"]);
    symlink("a.md", folder.path().join("content/b.md")).expect("linked");
    symlink("../shared/pictures", folder.path().join("content/img")).expect("linked");
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(problems, [""; 0]);
    assert_eq!(paths(&inputs.documents), ["content/a.md", "content/b.md"]);
    assert_eq!(bytes(&inputs, 1), b"content/a.md");
    assert_eq!(paths(&inputs.assets), ["content/img/bench.jpg"]);
}

#[test]
fn links_that_lead_out_in_a_circle_or_nowhere_are_problems() {
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "private.md", "secret");
    let folder = site(&[
        "content/a.md",
        "content/d/e/f.md",
        ".env",
        "public/index.html",
    ]);
    let content = folder.path().join("content");
    for (target, link) in [
        (outside.path().join("private.md").as_path(), "1-out.md"),
        (outside.path(), "2-out"),
        (Path::new("missing.md"), "3-nowhere.md"),
        (Path::new("5-loop"), "4-loop"),
        (Path::new("4-loop"), "5-loop"),
        (Path::new(".."), "6-up"),
        (Path::new("../.."), "d/e/7-up"),
        (Path::new("../.env"), "8-secret.txt"),
        (Path::new("../public"), "9-public"),
    ] {
        symlink(target, content.join(link)).expect("linked");
    }
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(
        paths(&inputs.documents),
        ["content/a.md", "content/d/e/f.md"]
    );
    assert_eq!(paths(&inputs.assets), [""; 0]);
    assert_eq!(problems.len(), 9, "{problems:#?}");
    assert!(
        problems
            .iter()
            .all(|problem| problem.starts_with("FILE-02 ")),
        "{problems:#?}"
    );
    let outside = fs::canonicalize(outside.path()).expect("there");
    assert!(problems[0].contains("content/1-out.md"), "{}", problems[0]);
    assert!(problems[0].contains(&*outside.join("private.md").to_string_lossy()));
    assert!(
        problems[3].contains("cannot be followed"),
        "{}",
        problems[3]
    );
}

#[test]
fn no_part_of_a_path_leads_out_of_the_site_folder() {
    let folder = site(&[]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    write(elsewhere.path(), "calm/static/secret.txt", "canary");
    write(elsewhere.path(), "calm/templates/article.html", "canary");
    symlink(elsewhere.path(), folder.path().join("themes")).expect("linked");
    let (inputs, problems) = read(&mut discovery(&folder));
    // The theme is there and cannot be looked into.
    assert_eq!(unopened(&inputs.theme), ["themes/calm"]);
    assert!(inputs.theme.iter().all(|file| file.bytes.is_empty()));
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .starts_with("FILE-02 the symbolic link `themes/calm` points outside the site folder"),
        "{problems:?}"
    );
    // Inside of it a link may lead where it wants.
    fs::remove_file(folder.path().join("themes")).expect("removed");
    write(folder.path(), "shared/calm/templates/article.html", "");
    symlink("shared", folder.path().join("themes")).expect("linked");
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(
        (paths(&inputs.theme), problems),
        (vec!["themes/calm/templates/article.html"], vec![])
    );
}

#[test]
fn folders_that_link_to_each_other_come_to_an_end() {
    let folder = site(&[]);
    for one in 0..12 {
        write(folder.path(), &format!("content/{one}/a.md"), "");
        for other in 0..12 {
            let link = folder.path().join(format!("content/{one}/to-{other}"));
            symlink(format!("../{other}"), link).expect("linked");
        }
    }
    let (_, problems) = read(&mut discovery(&folder));
    assert!(
        problems
            .iter()
            .all(|problem| problem.starts_with("FILE-02 "))
    );
    assert!(!problems.is_empty());
}

#[test]
fn pipes_and_sockets_are_left_out_without_being_opened() {
    let folder = site(&["content/a.md"]);
    let pipe = folder.path().join("content/pipe.md");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    symlink("pipe.md", folder.path().join("content/to-pipe.md")).expect("linked");
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("content/socket"))
        .expect("bound");
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(paths(&inputs.documents), ["content/a.md"]);
    assert_eq!(problems.len(), 3);
    assert!(
        problems
            .iter()
            .all(|problem| problem.starts_with("FILE-03 ")),
        "{problems:#?}"
    );
}

#[test]
fn a_file_that_is_too_large_is_named_with_the_limit() {
    let folder = site(&["content/a.md"]);
    let large = fs::File::create(folder.path().join("content/large.md")).expect("made");
    large.set_len(LARGEST_DOCUMENT + 1).expect("sparse");
    let picture = fs::File::create(folder.path().join("content/picture.jpg")).expect("made");
    picture.set_len(LARGEST_DOCUMENT + 1).expect("sparse");
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(
        paths(&inputs.documents),
        ["content/a.md", "content/large.md"]
    );
    assert_eq!(unopened(&inputs.documents), ["content/large.md"]);
    assert_eq!(paths(&inputs.assets), ["content/picture.jpg"]);
    assert_eq!(
        problems,
        ["FILE-04 `content/large.md` has 9 MiB; the limit is 8 MiB"]
    );
}

#[test]
fn two_spellings_of_one_name_are_a_problem_that_names_both() {
    let folder = site(&["content/caf\u{e9}.md", "content/cafe\u{301}.md"]);
    let reported = discovery(&folder).read(options()).expect("read");
    assert_eq!(paths(&reported.value.documents), ["content/caf\u{e9}.md"]);
    let [problem] = &reported.problems[..] else {
        panic!("{:#?}", reported.problems);
    };
    assert_eq!(problem.code.id(), "URL-01");
    let labels: Vec<&str> = problem
        .also
        .iter()
        .map(|(_, label)| label.as_str())
        .collect();
    assert!(
        labels.iter().any(|label| label.contains("caf\\u{e9}.md")),
        "{labels:?}"
    );
    assert!(
        labels.iter().any(|label| label.contains("cafe\\u{301}.md")),
        "{labels:?}"
    );
}

#[test]
fn a_name_that_is_no_text_or_holds_a_backslash_is_a_problem() {
    use std::os::unix::ffi::OsStrExt;
    let folder = site(&["content/a.md"]);
    let content = folder.path().join("content");
    fs::write(content.join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), "").expect("written");
    fs::write(content.join("a\\b.md"), "").expect("written");
    let (inputs, problems) = read(&mut discovery(&folder));
    assert_eq!(paths(&inputs.documents), ["content/a.md"]);
    assert_eq!(problems.len(), 2);
    assert!(
        problems
            .iter()
            .all(|problem| problem.starts_with("URL-02 ")),
        "{problems:#?}"
    );
}

/// Permissions mean nothing to root, so then the test runs itself once more as nobody.
#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    const SITE: &str = "TEST_SITE";
    const NAME: &str = "what_cannot_be_read_is_named_and_the_rest_is_read";
    if let Some(root) = std::env::var_os(SITE) {
        let site = Site::find(Path::new(&root)).expect("a site");
        let (inputs, problems) = read(&mut Discovery::new(site, Vec::new()));
        assert_eq!(
            paths(&inputs.documents),
            ["content/a.md", "content/locked.md"]
        );
        assert_eq!(unopened(&inputs.documents), ["content/locked.md"]);
        assert_eq!(
            problems,
            [
                "FILE-01 `content/locked` cannot be read: Permission denied",
                "FILE-01 `content/locked.md` cannot be read: Permission denied",
            ]
        );
        return;
    }
    let folder = site(&["content/a.md", "content/locked.md", "content/locked/b.md"]);
    let mode = |path: &str, mode: u32| {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(folder.path().join(path), permissions).expect("set");
    };
    mode("", 0o755);
    mode("content/locked.md", 0);
    mode("content/locked", 0);
    let is_root = fs::metadata(folder.path()).expect("there").uid() == 0;
    // The user `nobody` may not be allowed into the folder this program was built in. `cp` copies it, since a program that
    // this process has opened to write cannot be run while another test starts one.
    let program = folder.path().join("test");
    let copied = Command::new("cp")
        .arg(std::env::current_exe().expect("known"))
        .arg(&program)
        .status();
    assert!(copied.expect("there is cp").success());
    mode("test", 0o755);
    let mut command = Command::new(program);
    if is_root {
        std::os::unix::process::CommandExt::uid(&mut command, 65_534);
    }
    let run = command
        .args(["--exact", &support::test_name(module_path!(), NAME)])
        .env(SITE, folder.path())
        .current_dir("/")
        .output()
        .expect("it runs");
    mode("content/locked", 0o755);
    support::assert_one_passed(&run);
}

#[test]
fn what_a_link_leads_to_is_looked_at_in_every_scan() {
    let folder = site(&["content/a.md", "shared/b.md"]);
    symlink("../shared", folder.path().join("content/shared")).expect("linked");
    symlink("../later.md", folder.path().join("content/later.md")).expect("linked");
    let mut discovery = discovery(&folder);
    for _ in 0..3 {
        let (inputs, problems) = read(&mut discovery);
        assert_eq!(
            paths(&inputs.documents),
            ["content/a.md", "content/shared/b.md"]
        );
        assert_eq!(problems.len(), 1);
    }
    write(folder.path(), "later.md", "now it is there");
    write(folder.path(), "shared/c.md", "new");
    let (inputs, problems) = read(&mut discovery);
    assert_eq!(
        paths(&inputs.documents),
        [
            "content/a.md",
            "content/later.md",
            "content/shared/b.md",
            "content/shared/c.md"
        ]
    );
    assert_eq!(problems, [""; 0]);
}

#[test]
fn a_changed_pattern_is_applied_to_what_was_found_before() {
    let folder = site(&["content/a.md", "content/notes/b.md"]);
    let mut discovery = discovery(&folder);
    for _ in 0..3 {
        read(&mut discovery);
    }
    write(
        folder.path(),
        "site.toml",
        "[content]\nignore = [\"notes\"]",
    );
    let (inputs, _) = read(&mut discovery);
    assert_eq!(paths(&inputs.documents), ["content/a.md"]);
    write(folder.path(), "site.toml", "");
    let (inputs, _) = read(&mut discovery);
    assert_eq!(inputs.documents.len(), 2);
}

/// The oracle: whatever happens between two scans, remembering makes no difference.
#[test]
fn a_scan_that_remembers_finds_what_a_fresh_one_finds() {
    let folder = site(&["content/a.md", "static/a.css", "outside/x.md"]);
    let root = folder.path();
    let mut discovery = discovery(&folder);
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for step in 0..400 {
        // Several changes between two scans, often within one tick of the clock.
        for _ in 0..=random(3) {
            let top = ["content", "static", "content/d", "content/d/e", "content/f"];
            let one = root
                .join(top[random(5) as usize])
                .join(["0.md", "1.md", "2.mdx", "3.html"][random(4) as usize]);
            let other = root
                .join(top[random(5) as usize])
                .join(format!("{}.md", random(4)));
            fs::create_dir_all(one.parent().expect("a folder")).expect("made");
            // Some of these are impossible at the moment, and then nothing changes.
            let _ = match random(8) {
                0 => fs::write(&one, format!("{}", random(10))),
                // In static/ its contents decide whether it is taken.
                1 => fs::write(&one, "---\ntitle: A\n---\n"),
                2 => fs::remove_file(&one),
                3 => fs::rename(&one, &other),
                4 => symlink("../outside/x.md", &one),
                5 => symlink("d", root.join("content/link")),
                6 => fs::remove_dir_all(root.join("content/d")),
                _ => fs::rename(root.join("content/d"), root.join("content/f")),
            };
            if random(12) == 0 {
                let _ = fs::remove_file(root.join("content/link"));
            }
        }
        let remembered = discovery.read(options()).expect("read");
        let afresh = self::discovery(&folder).read(options()).expect("read");
        let all = |inputs: &Inputs| {
            fn named<B>(file: &SourceFile<B>) -> (String, Fingerprint) {
                (file.path.to_string(), file.fingerprint)
            }
            let documents = inputs.documents.iter().map(named);
            let assets = inputs.assets.iter().map(named);
            let files: Vec<_> = documents.chain(assets).collect();
            (files, inputs.left_out.clone())
        };
        assert_eq!(
            all(&remembered.value),
            all(&afresh.value),
            "after step {step}"
        );
        assert_eq!(remembered.problems, afresh.problems, "after step {step}");
    }
}

#[test]
fn what_keeps_a_site_from_being_published_comes_first_and_the_file_saved_last_before_others() {
    let folder = site(&["content/a.md", "content/b.md", "content/c.md"]);
    let saved = |name: &str, seconds: u64| {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        let path = folder.path().join("content").join(name);
        let file = fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(time).expect("a time");
    };
    saved("a.md", 1_000);
    saved("b.md", 3_000);
    saved("c.md", 2_000);
    let mut discovery = discovery(&folder);
    read(&mut discovery);
    let problem = |code, path: &str| Diagnostic::new(code, path).in_file(&SourcePath::new(path));
    let mut problems = [
        problem(codes::STR_01, "content/b.md"),
        Diagnostic::new(codes::SITE_03, "no file"),
        problem(codes::LINK_01, "content/a.md"),
        problem(codes::LINK_01, "content/b.md"),
        problem(codes::LINK_01, "content/c.md"),
    ];
    problems.sort_by_cached_key(|problem| discovery.urgency(problem));
    let order: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        order,
        [
            "content/b.md",
            "content/c.md",
            "content/a.md",
            "no file",
            "content/b.md"
        ]
    );
}
