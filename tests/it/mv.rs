//! `mend mv` on real files: every form of link follows, the old address redirects, and what cannot be done
//! leaves everything as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::{program, support};

struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Site {
        let site = Site(tempfile::tempdir().expect("a folder"));
        for (name, text) in [("site.toml", "title = \"Guide\"\n")].iter().chain(files) {
            let file = site.0.path().join(name);
            fs::create_dir_all(file.parent().expect("inside the site")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
        site
    }

    /// The exit code, and what was printed and said.
    fn mend(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let program = program::mend()
            .args(args)
            .current_dir(self.0.path())
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (
            program.status.code(),
            text(program.stdout),
            text(program.stderr),
        )
    }

    fn moves(&self, args: &[&str]) -> String {
        let (code, out, err) = self.mend(&[&["mv"], args].concat());
        assert_eq!(code, Some(0), "{err}");
        out
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        support::files_below(&self.0.path().join("content"))
    }

    fn is_sound(&self) {
        let (code, _, err) = self.mend(&["check"]);
        assert_eq!(code, Some(0), "{err}");
    }
}

#[test]
fn links_of_every_form_follow_and_keep_their_form() {
    let links = "\
[relative](../repair/sorry.md#why) and [without its ending](../repair/sorry),
[an address](/repair/sorry/#why), [a relative one](../../repair/sorry/),
[from the content](@/repair/sorry.md), [from the root](/repair/sorry.md),
[[sorry]], [[sorry#Why|words]], [[repair/sorry]], [[Saying sorry]],
[a definition][d] and [again][d] and ![a picture](../repair/hand.svg).

[d]: ../repair/sorry.md \"A title\"
";
    let site = Site::new(&[
        (
            "content/repair/sorry.md",
            "---\ntitle: Saying sorry\n---\n\n## Why\n\nSee [other](../signs/other.md), [here](#why) and ![a hand](hand.svg).\n",
        ),
        (
            "content/repair/hand.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>",
        ),
        ("content/signs/other.md", links),
    ]);
    site.is_sound();
    let said = site.moves(&["repair/sorry", "talking/apology"]);
    assert!(
        said.contains("content/repair/sorry.md -> content/talking/apology.md"),
        "{said}"
    );
    assert_eq!(
        site.read("content/signs/other.md"),
        "\
[relative](../talking/apology.md#why) and [without its ending](../talking/apology),
[an address](/talking/apology/#why), [a relative one](../../talking/apology/),
[from the content](@/talking/apology.md), [from the root](/talking/apology.md),
[[apology]], [[apology#Why|words]], [[talking/apology]], [[Saying sorry]],
[a definition][d] and [again][d] and ![a picture](../repair/hand.svg).

[d]: ../talking/apology.md \"A title\"
"
    );
    assert_eq!(
        site.read("content/talking/apology.md"),
        "---\ntitle: Saying sorry\naliases: [\"/repair/sorry/\"]\n---\n\n## Why\n\nSee [other](../signs/other.md), \
         [here](#why) and ![a hand](../repair/hand.svg).\n"
    );
    site.is_sound();
    let (code, _, err) = site.mend(&["build"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(
        site.read("public/repair/sorry/index.html")
            .contains("../../talking/apology/")
    );
}

#[test]
fn a_folder_moves_with_all_that_is_in_it() {
    let site = Site::new(&[
        (
            "content/repair/sorry.md",
            "# Saying sorry\n\nThen [listen](listen.md).\n",
        ),
        (
            "content/repair/listen.md",
            "# Listening\n\nFirst [sorry](./sorry.md), back to [all](../start.md).\n",
        ),
        (
            "content/start.md",
            "# Start\n\n[Repair](repair/), [sorry](repair/sorry.md).\n",
        ),
    ]);
    site.is_sound();
    site.moves(&["content/repair/", "steps/mending"]);
    assert_eq!(
        site.read("content/start.md"),
        "# Start\n\n[Repair](steps/mending/), [sorry](steps/mending/sorry.md).\n"
    );
    let inner = |name: &str| site.read(&format!("content/steps/mending/{name}.md"));
    assert!(inner("sorry").contains("Then [listen](listen.md)."));
    assert!(inner("listen").contains("back to [all](../../start.md)."));
    assert!(
        !site.0.path().join("content/repair").exists(),
        "the empty folder is gone"
    );
    site.is_sound();
}

#[test]
fn at_an_address_that_stays_no_redirect_is_added() {
    let site = Site::new(&[
        ("content/a.md", "---\ntitle: A\nurl: /always/\n---\nText.\n"),
        ("content/b.md", "# B\n\n[a](a.md)\n"),
    ]);
    site.moves(&["a.md", "deep/"]);
    assert_eq!(
        site.read("content/deep/a.md"),
        "---\ntitle: A\nurl: /always/\n---\nText.\n"
    );
    assert_eq!(site.read("content/b.md"), "# B\n\n[a](deep/a.md)\n");
    site.is_sound();
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let site = Site::new(&[
        (
            "site.toml",
            "title = \"Guide\"\n[content]\nignore = [\"private/**\"]\n",
        ),
        ("content/a.md", "# Alpha\n\nText.\n"),
        (
            "content/b.md",
            "---\ntitle: B\naliases: /older/\n---\n\n[a](a.md)\n",
        ),
        ("content/twin/c.md", "# C\n\n[[a]]\n"),
        ("content/x/name.md", "# Name\n\nText.\n"),
    ]);
    let before = site.content();
    for (args, reason) in [
        (&["nothing", "b2"][..], "nothing here is called `nothing`"),
        (&["a", "b"], "already exists"),
        (&["a", "../../elsewhere"], "is not a path below content/"),
        (&["twin", "twin/inner"], "a folder cannot move into itself"),
        (&["b", "b2"], "cannot be added to this front matter"),
        (&["a", ".git"], "`.git` belongs to"),
        (&["a", "x/.hidden/a"], "`.hidden` has a name"),
        (&["a", "private/a"], "`[content] ignore`"),
    ] {
        let (code, _, err) = site.mend(&[&["mv"], args].concat());
        assert_eq!(code, Some(2), "{args:?}: {err}");
        assert!(err.contains(reason), "{args:?}: {err}");
        assert_eq!(site.content(), before, "{args:?}");
    }
    let said = site.moves(&["--dry-run", "a", "y/z"]);
    assert!(said.contains("content/b.md:6: a.md -> y/z.md"), "{said}");
    assert_eq!(site.content(), before, "a rehearsal changes nothing");
    assert!(!site.0.path().join("content/y").exists());
}

#[test]
fn a_file_that_is_not_text_keeps_what_it_says() {
    let site = Site::new(&[("content/a.md", "# Alpha\n\n[there](there.md)\n")]);
    let there = site.0.path().join("content/there.md");
    fs::write(&there, b"# Caf\xe9\n").expect("a file");
    let before = site.content();
    let (code, _, err) = site.mend(&["mv", "there", "here"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("a file that is not UTF-8 text"), "{err}");
    assert_eq!(site.content(), before);
    site.moves(&["--no-redirect", "there", "here"]);
    let moved = fs::read(site.0.path().join("content/here.md"));
    assert_eq!(moved.expect("a file"), b"# Caf\xe9\n");
    assert_eq!(site.read("content/a.md"), "# Alpha\n\n[there](here.md)\n");
}

#[test]
fn what_takes_no_part_in_the_site_goes_with_its_folder() {
    let site = Site::new(&[
        ("content/a/b.md", "# Beta\n\nText.\n"),
        ("content/a/notes.docx", "notes"),
        ("content/a/.obsidian/workspace.json", "{}"),
        ("content/a/inner/old.md.bak", "# Old"),
        ("content/c.md", "# Gamma\n\n[b](a/b.md)\n"),
    ]);
    site.moves(&["--no-redirect", "a", "d"]);
    let root = site.0.path().join("content");
    assert!(!root.join("a").exists(), "nothing is left behind");
    for file in [
        "b.md",
        "notes.docx",
        ".obsidian/workspace.json",
        "inner/old.md.bak",
    ] {
        assert!(root.join("d").join(file).is_file(), "{file}");
    }
    site.moves(&["--no-redirect", "d", "a"]);
    assert!(!root.join("d").exists(), "and nothing on the way back");
}

#[test]
fn what_a_pattern_leaves_out_is_not_moved_to_where_it_would_be_published() {
    let site = Site::new(&[
        ("content/a/b.md", "# Beta\n\nText.\n"),
        ("content/a/private/c.md", "# Secret\n"),
    ]);
    fs::write(
        site.0.path().join("site.toml"),
        "title = \"T\"\n[content]\nignore = [\"a/private\"]\n",
    )
    .expect("settings");
    let before = site.content();
    let (code, _, err) = site.mend(&["mv", "a", "d"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("change the pattern first"), "{err}");
    assert_eq!(site.content(), before);
}

#[test]
fn what_was_written_before_a_move_fails_is_taken_back() {
    let site = Site::new(&[
        ("content/a.md", "# Alpha\n\n[b](b.md)\n"),
        ("content/b.md", "# Beta\n\nText.\n"),
    ]);
    // A folder without files is met only when the file is moved.
    fs::create_dir(site.0.path().join("content/taken.md")).expect("a folder");
    let before = site.content();
    let (code, _, err) = site.mend(&["mv", "b", "taken"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(
        err.contains("exists already and was left as it is"),
        "{err}"
    );
    assert_eq!(site.content(), before);
}

#[test]
fn the_steps_of_reading_paths_follow() {
    let paths = "paths:\n  - id: now\n    title: Now\n    summary: What to read now.\n    steps:\n      \
                 - page: sorry\n        text: Say it.\n      - {page: \"repair/sorry\", text: Say it again.}\n      \
                 - page: talk\n        text: Talk.\n";
    let site = Site::new(&[
        ("content/repair/sorry.md", "# Saying sorry\n"),
        ("content/repair/talk.md", "# Talking\n"),
        ("content/paths.yaml", paths),
    ]);
    let said = site.moves(&["repair/sorry", "talking/apology"]);
    assert!(
        said.contains("content/paths.yaml:6: sorry -> apology"),
        "{said}"
    );
    let now = site.read("content/paths.yaml");
    assert_eq!(
        now,
        paths
            .replace("page: sorry", "page: apology")
            .replace("repair/sorry", "talking/apology")
    );
    site.is_sound();
}

#[test]
fn what_the_configuration_names_follows() {
    let config = "[help]\nsafety_article = 'safe.md' # first\n\n[practice]\nname = \"P\"\npages = [\n  \"about/fees.md\",\n  \"fees.md\",\n]\n\
        [menu]\nheader = [{ title = \"F\", to = \"/fees.md#costs\" }, { title = \"A\", to = \"about/\" }]\n";
    let site = Site::new(&[
        ("content/help.yaml", support::HELP),
        ("content/safe.md", "# Safety\n"),
        ("content/about/fees.md", "# Fees here\n"),
        ("content/fees.md", "# Fees\n\n## Costs\n"),
    ]);
    fs::write(site.0.path().join("site.toml"), config).expect("a file");
    site.is_sound();
    let said = site.moves(&["fees", "money/what-it-costs"]);
    assert!(
        said.contains("site.toml:8: fees.md -> money/what-it-costs.md"),
        "{said}"
    );
    site.moves(&["safe", "safety/first"]);
    let now = config
        .replace("\"fees.md", "\"money/what-it-costs.md")
        .replace("/fees.md#", "/money/what-it-costs.md#")
        .replace("'safe.md'", "'safety/first.md'");
    assert_eq!(site.read("site.toml"), now);
    site.is_sound();
    site.moves(&["about", "who-we-are"]);
    assert_eq!(site.read("site.toml"), now.replace("about/", "who-we-are/"));
    site.is_sound();
}

#[test]
fn what_the_configuration_calls_by_name_is_called_by_its_new_name() {
    let config = "[practice]\nname = \"P\"\npages = [\"costs\", \"about/way\", \"fees\"]\n";
    let site = Site::new(&[
        ("content/help.yaml", support::HELP),
        ("content/about/costs.md", "# Costs\n"),
        ("content/about/way.md", "# The way here\n"),
        ("content/about/fees.md", "# Fees here\n"),
        ("content/fees.md", "# Fees\n"),
    ]);
    fs::write(site.0.path().join("site.toml"), config).expect("a file");
    site.is_sound();
    site.moves(&["about", "us"]);
    let now = config.replace("about/way", "us/way");
    assert_eq!(site.read("site.toml"), now);
    site.moves(&["us/costs", "prices"]);
    let now = now.replace("costs", "prices");
    assert_eq!(site.read("site.toml"), now);
    site.is_sound();
}

/// What is written is the file that a link leads to, with its permissions; what is moved is the link.
#[cfg(unix)]
#[test]
fn symbolic_links_stay_links_and_files_keep_their_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let site = Site::new(&[
        ("content/a.md", "---\ntitle: A\n---\n\nText.\n"),
        ("shared/b.md", "---\ntitle: B\n---\n\nSee [A](a.md).\n"),
    ]);
    let path = |name: &str| site.0.path().join(name);
    symlink("../shared/b.md", path("content/b.md")).expect("a link");
    let mode = |name: &str| path(name).metadata().expect("there").permissions().mode() & 0o7777;
    fs::set_permissions(path("shared/b.md"), fs::Permissions::from_mode(0o600)).expect("set");
    site.moves(&["a.md", "deep/er/a.md"]);
    assert!(path("content/b.md").is_symlink());
    assert!(site.read("shared/b.md").contains("[A](deep/er/a.md)"));
    assert_eq!(mode("shared/b.md"), 0o600);
    site.moves(&["b.md", "deep/b.md"]);
    assert!(path("content/deep/b.md").is_symlink());
    assert_eq!(
        fs::read_link(path("content/deep/b.md")).expect("a link"),
        PathBuf::from("../../shared/b.md")
    );
    assert!(site.read("content/deep/b.md").contains("[A](er/a.md)"));
    site.is_sound();
}

#[test]
fn a_move_back_undoes_a_move_to_the_byte() {
    let site = Site::new(&[
        ("content/worry.md", "# Worry\n\n[b](b.md) [[b#^x|there]]\n"),
        (
            "content/b.md",
            "---\ntitle: B\naliases: [/older/]\n---\n\nText. ^x\n\n[a](worry.md) [[worry]] [c](/worry/)\n",
        ),
        ("content/people/_index.md", "+++\ntitle = \"People\"\n+++\n"),
        (
            "content/people/one.md",
            "---\ntitle: One\n---\n\n[[worry]]\n",
        ),
    ]);
    let before = site.content();
    for (there, back) in [
        (["worry", "thoughts/worry"], ["thoughts/worry", "worry"]),
        (["b", "people"], ["people/b", "b"]),
        (["people", "those we love"], ["those we love", "people"]),
    ] {
        let (code, _, err) = site.mend(&[&["mv"][..], &there].concat());
        assert_eq!(code, Some(0), "{err}");
        assert!(
            err.contains("To undo: mend mv --undo. Later: mend mv --no-redirect"),
            "{err}"
        );
        site.is_sound();
        site.moves(&[&["--no-redirect"][..], &back].concat());
        assert_eq!(site.content(), before, "{there:?}");
    }
    // A move back that keeps the address in between works, too, as often as one likes.
    for _ in 0..2 {
        site.moves(&["worry", "thoughts"]);
        site.is_sound();
        site.moves(&["thoughts", "worry"]);
        site.is_sound();
    }
    assert!(
        site.read("content/worry.md")
            .contains("aliases: [\"/thoughts/\"]")
    );
}

#[test]
fn the_last_move_is_taken_back_exactly_or_not_at_all() {
    let site = Site::new(&[
        ("content/worry.md", "# Worry\n\n[b](people/b.md)\n"),
        (
            "content/people/_index.md",
            "---\ntitle: People we love\n---\n",
        ),
        ("content/people/b.md", "# B\n\n[a](../worry.md) [[worry]]\n"),
        ("content/c.md", "# C\n\n[b](people/b.md) [[worry]]\n"),
    ]);
    let undo = || site.mend(&["mv", "--undo"]);
    let (code, _, err) = undo();
    assert_eq!(code, Some(2));
    assert!(err.contains("there is no move to undo"), "{err}");
    let before = site.content();
    // Places are named by their title, address and path.
    for there in [
        ["People we love", "friends"],
        ["/worry/", "people/thoughts"],
    ] {
        site.moves(&there);
        assert_ne!(site.content(), before);
        let moved = site.content();
        let (code, _, err) = site.mend(&["mv", "--undo", "--dry-run"]);
        assert_eq!(code, Some(0), "{err}");
        assert_eq!(site.content(), moved);
        let (code, out, err) = undo();
        assert_eq!(code, Some(0), "{err}");
        assert!(out.contains(": as before"), "{out}");
        assert_eq!(site.content(), before, "{there:?}");
    }
    // A file that changed since is not overwritten, and nothing else is taken back then.
    site.moves(&["people", "friends"]);
    let file = site.0.path().join("content/c.md");
    fs::write(&file, "# C, and more\n").expect("written");
    let moved = site.content();
    let (code, _, err) = undo();
    assert_eq!(code, Some(2));
    assert!(
        err.contains("nothing was undone: content/c.md has changed since the move"),
        "{err}"
    );
    assert_eq!(site.content(), moved);
    fs::remove_file(&file).expect("removed");
    let (_, _, err) = undo();
    assert!(err.contains("content/c.md was moved or deleted"), "{err}");
}

#[test]
fn a_name_that_nothing_or_several_things_have_is_refused() {
    let site = Site::new(&[
        ("content/a/sleep.md", "---\ntitle: Sleep\n---\n"),
        ("content/b/sleep.md", "---\ntitle: Sleep well\n---\n"),
        (
            "content/b/rest.md",
            "---\ntitle: Rest\naliases: [/old/]\n---\n",
        ),
    ]);
    for (old, wanted) in [
        ("sleep", "2 things here are called `sleep`"),
        (
            "sleep",
            "write one of: content/a/sleep.md, content/b/sleep.md",
        ),
        ("a/slep", "nothing here is called `a/slep`"),
        ("a/slep", "nearest: a/sleep.md"),
        ("Slep wel", "nearest: Sleep well"),
        ("/a-z/", "is a page that mend makes"),
    ] {
        for command in [&["mv", old, "c/other"][..], &["why", old]] {
            if command[0] == "why" && wanted.contains("mend makes") {
                continue;
            }
            let (code, _, err) = site.mend(command);
            assert_eq!(code, Some(2), "{command:?}");
            assert!(err.contains(wanted), "{command:?}: {err}");
        }
    }
    // An old address means the page it leads to.
    let said = site.moves(&["--dry-run", "https://example.org/old/", "c/"]);
    assert!(
        said.contains("content/b/rest.md -> content/c/rest.md"),
        "{said}"
    );
}

#[test]
fn a_name_that_two_notes_would_have_becomes_a_path() {
    let site = Site::new(&[
        ("content/a.md", "# Alpha\n\n## Part\n\nText. ^id\n"),
        (
            "content/twin/c.md",
            "# C\n\n[[a]] [[a#Part]] [[a#^id|x]] [[./d]] ![[twin/d]]\n",
        ),
        ("content/twin/d.md", "# D\n"),
        ("content/x/name.md", "# Name\n\nText.\n"),
    ]);
    site.moves(&["a", "y/name"]);
    assert_eq!(
        site.read("content/twin/c.md"),
        "# C\n\n[[y/name]] [[y/name#Part]] [[y/name#^id|x]] [[./d]] ![[twin/d]]\n"
    );
    site.moves(&["twin/d", "x/e"]);
    assert_eq!(
        site.read("content/twin/c.md"),
        "# C\n\n[[y/name]] [[y/name#Part]] [[y/name#^id|x]] [[x/e]] ![[x/e]]\n"
    );
    site.is_sound();
}

#[test]
fn files_that_raw_html_loads_follow() {
    let site = Site::new(&[
        (
            "site.toml",
            "title = \"Guide\"\n[markdown]\nraw_html = \"allow\"\n",
        ),
        (
            "content/a.md",
            "# A\n\n<video src=\"clip.mp4\" poster=\"clip.svg\"></video>\n\n<img srcset=\"clip.svg, big/clip.svg 2x\" src=\"clip.svg\" alt=\"x\">\n",
        ),
        ("content/clip.mp4", "film"),
        ("content/clip.svg", "<svg width=\"1\" height=\"1\"></svg>"),
        (
            "content/big/clip.svg",
            "<svg width=\"1\" height=\"1\"></svg>",
        ),
    ]);
    site.moves(&["a", "b/a"]);
    assert_eq!(
        site.read("content/b/a.md"),
        "---\naliases: [\"/a/\"]\n---\n\n# A\n\n<video src=\"../clip.mp4\" poster=\"../clip.svg\"></video>\n\n<img srcset=\"../clip.svg, ../big/clip.svg 2x\" src=\"../clip.svg\" alt=\"x\">\n"
    );
    site.is_sound();
}
