//! The program as people run it: what it prints where, and how it ends.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::{program, support};

/// A site in a folder of its own, which disappears with it.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub(crate) struct Run {
    code: i32,
    out: String,
    pub(crate) err: String,
}

impl Site {
    pub(crate) fn empty() -> Site {
        Site {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A site of two articles that is all right.
    pub(crate) fn new() -> Site {
        let site = Site::empty();
        site.write("site.toml", "title = \"Test\"\n");
        site.write("content/a.md", "---\ntitle: A\n---\n[b](b.md)\n");
        site.write("content/b.md", "---\ntitle: B\n---\n[a](a.md)\n");
        site
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("inside the site")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn mend(&self, args: &[&str]) -> Run {
        self.mend_with(args, &[])
    }

    pub(crate) fn mend_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Run {
        let Output {
            status,
            stdout,
            stderr,
        } = program::mend()
            .args(args)
            .envs(environment.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .expect("the program starts");
        Run {
            code: status.code().expect("it ends by itself"),
            out: String::from_utf8(stdout).expect("text"),
            err: String::from_utf8(stderr).expect("text"),
        }
    }
}

impl Run {
    pub(crate) fn ends_with(self, code: i32) -> Run {
        assert_eq!(
            self.code, code,
            "stdout:\n{}\nstderr:\n{}",
            self.out, self.err
        );
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in:\n{}", self.out))
    }
}

pub(crate) fn assert_contains(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

#[test]
fn outside_a_site_every_command_says_what_to_do() {
    let site = Site::empty();
    for command in [
        &["build"][..],
        &["check"],
        &["serve"],
        &["list"],
        &["clean"],
        &["new", "a"],
    ] {
        let run = site.mend(command).ends_with(2);
        assert_contains(&run.err, "mend init");
        assert!(run.out.is_empty(), "{command:?} printed data: {}", run.out);
    }
}

/// What a new site is asked to be, without its folder.
const NEW_SITE: [&str; 11] = [
    "init",
    "--title",
    "Lying awake",
    "--language",
    "en-GB",
    "--about",
    "For people who cannot sleep: what helps tonight.",
    "--region",
    "United Kingdom",
    "--emergency",
    "999",
];

/// Words of a guide for couples, which no other site should meet.
const OF_COUPLES: [&str; 6] = ["couple", "partner", "hurt", "broke", "apolog", "forgiv"];

#[test]
fn a_new_site_builds_without_a_problem_and_says_what_is_left_to_write() {
    let site = Site::empty();
    site.mend(&NEW_SITE).ends_with(0);
    for file in [
        "site.toml",
        "content/_index.md",
        "content/first-article.md",
        "content/help.yaml",
    ] {
        let text = site.read(file).to_lowercase();
        // A new article lists every kind of warning, whatever the site is about.
        let text = text.replace("couples-work, couples-part, ", "");
        for word in OF_COUPLES {
            assert!(!text.contains(word), "{word} is in {file}");
        }
    }
    assert_contains(&site.read("content/help.yaml"), "emergency: \"999\"");
    let run = site.mend(&["build", "--strict"]).ends_with(0);
    for left in [
        "no problems",
        "no article is published yet",
        "the region `united-kingdom` has no contacts yet",
        "Held back: 1 draft",
    ] {
        assert_contains(&run.err, left);
    }
    let home = site.read("public/index.html");
    assert_contains(&home, "what helps tonight");
    assert_contains(&home, "tel:999");
    for (path, page) in support::files_below(&site.path("public")) {
        let page = String::from_utf8_lossy(&page);
        assert!(!page.contains("The most important point"), "{path:?}");
    }

    site.write(
        "content/first-article.md",
        "# One bad night\n\n[Home](_index.md)\n",
    );
    let run = site.mend(&["build"]).ends_with(1);
    assert_contains(&run.err, "error[SAFE-08]");
    let help = site.read("content/help.yaml");
    let contact = |kind: &str| {
        format!(
            "      - {{ kind: {kind}, name: N, phone: \"116 123\", for: all, source: \"https://example.org/\", checked: never }}\n"
        )
    };
    let contacts = format!("contacts:\n{}{}", contact("crisis"), contact("abuse"));
    let help = help.replace("contacts: []\n", &contacts);
    site.write("content/help.yaml", &help);
    let run = site.mend(&["build"]).ends_with(0);
    assert!(!run.err.contains("SITE-04"), "{}", run.err);
    let again = site.mend(&["init"]).ends_with(2);
    assert_contains(&again.err, "already contains a site");
}

#[test]
fn a_new_site_needs_no_answer_at_all() {
    let site = Site::empty();
    site.mend(&["init", "lying-awake"]).ends_with(0);
    assert_contains(
        &site.read("lying-awake/site.toml"),
        "title = \"Lying awake\"",
    );
    assert!(!site.path("lying-awake/content/help.yaml").exists());
    let build = ["build", "--strict", "--root", "lying-awake"];
    let run = site.mend(&build).ends_with(0);
    assert_contains(&run.err, "no problems");
    let pages = support::files_below(&site.path("lying-awake/public")).into_iter();
    let pages = pages.filter(|(path, _)| path.extension().is_some_and(|end| end == "html"));
    let pages: Vec<_> = pages.collect();
    assert!(pages.len() > 3, "{}", pages.len());
    for (path, page) in pages {
        let page = String::from_utf8_lossy(&page);
        assert!(
            !page.contains("data-leave"),
            "a way out without help: {path:?}"
        );
    }
}

#[test]
fn init_refuses_what_a_site_cannot_use_before_it_writes_anything() {
    for (args, help) in [
        (&["--language", "german"][..], "did you mean \"de\"?"),
        (
            &["--region", "Here", "--emergency", "call us"],
            "digits only",
        ),
        (&["--region", "Here"], "--emergency"),
    ] {
        let site = Site::empty();
        let run = site.mend(&[&["init"], args].concat()).ends_with(2);
        assert_contains(&run.err, help);
        assert!(!site.path("site.toml").exists());
    }
}

#[test]
fn what_is_left_out_and_what_no_page_uses_is_named() {
    let site = Site::new();
    for path in [
        "static/ca.pem",
        "static/logo.psd",
        "content/prod.env",
        "static/.htpasswd-old",
        "content/.secret.md",
        "content/.obsidian/app.json",
    ] {
        site.write(path, "canary");
    }
    for name in ["one", "two", "three", "four", "five"] {
        site.write(&format!("content/{name}.pdf"), "%PDF-1.7");
    }
    // The picture of an article is used; a file whose name is the end of its name is not.
    site.write("content/take-five.pdf", "%PDF-1.7");
    let article = "---\ntitle: Five\nimage: take-five.pdf\n---\nText.\n";
    site.write("content/take-five.md", article);
    site.write("static/.nojekyll", "");
    let run = site.mend(&["build"]).ends_with(0);
    assert_contains(
        &run.err,
        "5 published files are used by no page: content/five.pdf, content/four.pdf, content/one.pdf and 2 more",
    );
    assert_contains(
        &run.err,
        "Left out: content/prod.env, static/ca.pem: each looks like a key",
    );
    assert_contains(
        &run.err,
        "Left out: static/logo.psd: it looks like the working file of a picture",
    );
    assert_contains(
        &run.err,
        "content/.secret.md, static/.htpasswd-old: each has a name that begins with a dot",
    );
    assert!(!run.err.contains(".obsidian"), "{}", run.err);
    assert!(site.path("public/.nojekyll").exists());
    let report = site.mend(&["check", "--format", "json"]).json();
    assert_eq!(report["unused"].as_array().expect("a list").len(), 5);
    for (asked, why) in [
        (
            "static/ca.pem",
            "it looks like a key, a certificate or a password file",
        ),
        (
            "content/.obsidian/app.json",
            "it belongs to the system, an editor or another tool",
        ),
        (".secret.md", "it has a name that begins with a dot"),
    ] {
        assert_contains(&site.mend(&["why", asked]).ends_with(0).out, why);
    }
}

#[test]
fn nothing_is_written_behind_a_link_that_leads_out_of_the_site() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    for (link, command) in [
        ("themes", &["theme", "eject", "article.html"][..]),
        ("content/there", &["new", "there/a"]),
    ] {
        let site = Site::new();
        std::os::unix::fs::symlink(elsewhere.path(), site.path(link)).expect("a link");
        let run = site.mend(command).ends_with(2);
        assert_contains(&run.err, "lies outside the site");
        assert_eq!(elsewhere.path().read_dir().expect("a folder").count(), 0);
    }
}

#[test]
fn init_touches_nothing_that_is_there() {
    let site = Site::empty();
    site.write("content/mine.md", "Mine.");
    site.write(".gitignore", "mine");
    site.mend(&["init"]).ends_with(0);
    assert_eq!(site.read("content/mine.md"), "Mine.");
    assert_eq!(site.read(".gitignore"), "mine");
    assert!(
        !site.path("content/_index.md").exists(),
        "no example among an author's articles"
    );
}

#[test]
fn a_build_ends_with_one_honest_summary() {
    let site = Site::new();
    site.write("content/draft.md", "---\ndraft: true\n---\n");
    site.write("content/later.md", "---\npublish_date: 2100-01-02\n---\n");
    let run = site.mend(&["build"]).ends_with(0);
    assert!(run.out.is_empty(), "a summary is no data: {}", run.out);
    assert_contains(&run.err, "Published 8 pages (2 articles)");
    assert_contains(&run.err, "on this computer only");
    assert_contains(&run.err, "2 links checked; no problems");
    assert_contains(&run.err, "Held back: 1 draft");
    assert_contains(
        &run.err,
        "1 page waits for a date, the next until 2 January 2100",
    );
    assert_contains(&run.err, "no base_url");
    assert!(
        !run.err.contains('\u{1b}'),
        "no colours in a pipe: {:?}",
        run.err
    );
    let quiet = site.mend(&["build", "--quiet"]).ends_with(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn a_site_with_errors_is_not_published_and_the_last_good_one_stays() {
    let site = Site::new();
    site.mend(&["build"]).ends_with(0);
    let before = site.read("public/a/index.html");
    site.write(
        "content/a.md",
        "---\ntitle: A\n---\n[gone](gone.md)\n\n[too](too.md)\n",
    );
    let run = site.mend(&["build"]).ends_with(1);
    assert_contains(&run.err, "content/a.md:4:1");
    assert_contains(&run.err, "content/a.md:6:1");
    assert_contains(&run.err, "[gone](gone.md)");
    assert_contains(&run.err, "Not published");
    assert_eq!(site.read("public/a/index.html"), before);
}

#[test]
fn warnings_are_errors_only_when_strict() {
    let site = Site::new();
    site.write("content/a.md", "---\ntilte: A\n---\n[b](b.md)\n");
    site.mend(&["check"]).ends_with(0);
    let run = site.mend(&["check", "--strict"]).ends_with(1);
    assert_contains(&run.err, "did you mean `title`?");
}

#[test]
fn the_report_for_programs_has_its_documented_shape() {
    let site = Site::new();
    site.write("content/a.md", "---\ntitle: A\n---\n[gone](gone.md)\n");
    site.write("content/later.md", "---\npublish_date: 2100-01-02\n---\n");
    let run = site.mend(&["check", "--format", "json"]).ends_with(1);
    let report = run.json();
    assert_eq!(
        (&report["schema"], &report["command"], &report["ok"]),
        (&1.into(), &"check".into(), &false.into())
    );
    assert_eq!(report["summary"]["errors"], 1);
    let problem = &report["problems"][0];
    assert_eq!(problem["code"], "LINK-01");
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["place"]["file"], "content/a.md");
    assert_eq!(
        (&problem["place"]["line"], &problem["place"]["column"]),
        (&4.into(), &1.into())
    );
    assert_eq!(report["held_back"][0]["path"], "content/later.md");
    assert_eq!(report["published"], Value::Null);

    site.write("content/a.md", "---\ntitle: A\n---\n[b](b.md)\n");
    let report = site
        .mend(&["build", "--format", "json"])
        .ends_with(0)
        .json();
    assert!(
        report["published"]["written"]
            .as_u64()
            .is_some_and(|written| written > 0)
    );
    let list = site
        .mend(&["list", "future", "--format", "json"])
        .ends_with(0)
        .json();
    assert_eq!(list["documents"][0]["status"], "future");
}

#[test]
fn lists_name_what_is_special() {
    let site = Site::new();
    site.write("content/alone.md", "---\ntitle: Alone\n---\nNo links.\n");
    site.write("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\n");
    site.write(
        "content/over.md",
        "---\ntitle: Over\nexpiry_date: 2020-01-01\n---\n[out](https://example.org/)\n",
    );
    let lines = |what: &str| site.mend(&["list", what]).ends_with(0).out;
    assert_eq!(lines("drafts"), "content/draft.md\tdraft\tDraft\n");
    assert_eq!(
        lines("expired"),
        "content/over.md\tuntil 2020-01-01\tOver\n"
    );
    assert_eq!(lines("orphans"), "content/alone.md\tcurrent\tAlone\n");
    assert_eq!(lines("dead-ends"), "content/alone.md\tcurrent\tAlone\n");
    assert_eq!(lines("external"), "");
    let external = site
        .mend(&["list", "external", "--expired"])
        .ends_with(0)
        .out;
    assert_eq!(external, "https://example.org/\tcontent/over.md\n");
}

#[test]
fn the_questions_are_no_orphan_since_every_page_leads_to_them() {
    let site = Site::new();
    site.write("content/faq.md", "# Questions\n\n## Is it free?\n\nYes.\n");
    assert_eq!(site.mend(&["list", "orphans"]).ends_with(0).out, "");
}

#[test]
fn new_starts_a_draft_and_overwrites_nothing() {
    let site = Site::new();
    let run = site
        .mend(&[
            "new",
            "repair/saying-sorry",
            "--title",
            "Saying: \"sorry\"",
            "--new-section",
        ])
        .ends_with(0);
    assert_eq!(run.out, "content/repair/saying-sorry.md\n");
    site.mend(&["check", "--drafts"]).ends_with(0);
    assert_contains(&site.read("content/repair/saying-sorry.md"), "draft: true");
    let list = site.mend(&["list", "drafts"]).out;
    assert_contains(&list, "Saying: \"sorry\"");
    let again = site.mend(&["new", "repair/saying-sorry.md"]).ends_with(2);
    assert_contains(&again.err, "exists already");
    for bad in ["../outside", "/etc/passwd", "con"] {
        site.mend(&["new", bad]).ends_with(2);
    }
    assert!(
        !site
            .folder
            .path()
            .parent()
            .expect("a parent")
            .join("outside.md")
            .exists()
    );
}

#[test]
fn new_takes_everything_by_flags_and_its_start_passes_the_check() {
    let site = Site::new();
    site.write("content/audiences.yaml", support::AUDIENCES);
    site.mend(&["new", "repair/with-less", "--new-section"])
        .ends_with(0);
    let run = site
        .mend(&[
            "new",
            "--title",
            "Saying \"sorry\"",
            "--section",
            "Repair/",
            "--summary",
            "How to: say it.",
            "--audience",
            "hurt,both",
            "--safety",
            "none",
        ])
        .ends_with(0);
    assert_eq!(run.out, "content/repair/saying-sorry.md\n");
    let text = site.read("content/repair/saying-sorry.md");
    assert_contains(&text, "summary: \"How to: say it.\"");
    assert_contains(&text, "audience: [hurt, both]");
    assert_contains(&text, "safety: none");
    assert_contains(&text, "## What helps");
    site.mend(&["check", "--drafts", "--strict"]).ends_with(0);
    site.mend(&["build"]).ends_with(0);
    assert!(!site.path("public/repair/saying-sorry/index.html").exists());
}

#[test]
fn new_refuses_words_the_site_does_not_know_and_asks_nobody_in_a_pipe() {
    let site = Site::new();
    let run = site.mend(&["new", "x", "--audience", "hurt"]).ends_with(2);
    assert_contains(&run.err, "define it in content/audiences.yaml");
    site.write("content/audiences.yaml", support::AUDIENCES);
    let run = site.mend(&["new", "x", "--audience", "hrut"]).ends_with(2);
    assert_contains(&run.err, "did you mean `hurt`?");
    let run = site.mend(&["new", "x", "--safety", "weather"]).ends_with(2);
    assert_contains(&run.err, "couples-work");
    assert!(!site.path("content/x.md").exists());
    let run = site.mend(&["new"]).ends_with(2);
    assert_contains(&run.err, "an article needs a path or a title");
}

#[test]
fn serve_in_an_empty_folder_says_how_to_start() {
    let site = Site::empty();
    let run = site.mend(&["serve", "--port", "0"]).ends_with(2);
    assert_contains(&run.err, "this folder is empty");
    assert_contains(&run.err, "mend init");
    assert!(
        !site.path("site.toml").exists(),
        "there was no one to agree"
    );
}

#[test]
fn why_tells_where_a_page_comes_from_and_what_holds_it_back() {
    let site = Site::new();
    site.write(
        "site.toml",
        "title = \"Test\"\nbase_url = \"https://example.org/guide/\"\n",
    );
    site.write(
        "content/a.md",
        "---\ntitle: A\naliases: [/old/]\n---\n[b](b.md) ![A lamp](lamp.svg)\n",
    );
    site.write(
        "content/lamp.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>",
    );
    site.write(
        "content/later.md",
        "---\ntitle: Later\ndate: 2999-01-01\n---\nText.\n",
    );
    site.write(
        "content/draft.md",
        "---\ntitle: Draft\ndraft: true\n---\nText.\n",
    );
    for asked in [
        "/a/",
        "/a",
        "a/",
        "content/a.md",
        "a.md",
        "http://localhost:1414/a/",
        "https://example.org/guide/a/#x",
    ] {
        let run = site.mend(&["why", asked]).ends_with(0);
        for fact in [
            "It is        an article: A\n",
            "Address      /a/\n",
            "Written in   content/a.md\n",
            "Published    yes: nothing holds it back\n",
            "Template     article.html\n",
            "Made with    content/lamp.svg\n",
            "Linked from  content/b.md\n",
            "Links to     content/b.md\n",
            "Old address  /old/\n",
        ] {
            assert_contains(&run.out, fact);
        }
    }
    for (asked, fact) in [
        ("/old/", "Leads to     /a/"),
        ("/later/", "Published    no: it appears on 2999-01-01"),
        (
            "draft.md",
            "Published    no: it is a draft by `draft: true` in its front matter",
        ),
        ("/lamp.svg", "Linked from  content/a.md"),
        ("/a-z/", "a generated page"),
        ("/robots.txt", "a generated file"),
    ] {
        assert_contains(&site.mend(&["why", asked]).ends_with(0).out, fact);
    }
    let run = site.mend(&["why", "/nowhere/"]).ends_with(2);
    assert_contains(&run.err, "nothing here is called `/nowhere/`");
    let json: Value = serde_json::from_str(
        &site
            .mend(&["why", "/a/", "--format", "json"])
            .ends_with(0)
            .out,
    )
    .expect("JSON");
    assert_eq!(json["answer"]["page"]["links_to"][0]["url"], "/b/");
}

#[test]
fn check_writes_a_report_that_is_the_same_every_time_and_can_be_written_again() {
    let site = Site::new();
    let args = ["check", "--report", "report", "--as-of", "2026-06-15"];
    let run = site.mend(&args).ends_with(0);
    assert_contains(&run.err, "The report is in ");
    let page = site.read("report/index.html");
    assert_contains(&page, "As of 15 June 2026.");
    assert_contains(&page, "content/a.md");
    for name in ["overview.css", "overview.js", "icon.svg"] {
        assert_contains(&page, name);
        assert!(site.path("report").join(name).is_file(), "{name}");
    }
    assert!(!site.path("public").exists(), "nothing is published");
    site.mend(&args).ends_with(0);
    assert_eq!(site.read("report/index.html"), page);
    site.write("content/b.md", "---\ntitle: B anew\n---\n[a](a.md)\n");
    site.mend(&args).ends_with(0);
    assert_contains(&site.read("report/index.html"), "B anew");
}

#[test]
fn a_report_takes_the_place_of_nothing_else() {
    let site = Site::new();
    let refused = |folder: &str, why: &str| {
        let run = site.mend(&["check", "--report", folder]).ends_with(2);
        assert_contains(&run.err, why);
        assert_contains(&run.err, "a folder of its own");
    };
    refused("public", "the site is published there");
    refused("public/report", "the site is published there");
    refused("content/report", "is inside `content`");
    refused(".", "the site is published there");
    site.write("mine/notes.txt", "mine");
    refused("mine", "it contains `notes.txt`");
    site.mend(&["build", "--output-dir", "elsewhere"])
        .ends_with(0);
    let home = site.read("elsewhere/index.html");
    refused("elsewhere", "it contains");
    refused("elsewhere/report", "is a published site");
    assert_eq!(site.read("mine/notes.txt"), "mine");
    assert_eq!(site.read("elsewhere/index.html"), home);
    assert!(!site.path("content/report").exists());
}

#[test]
fn a_review_pack_is_written_into_a_folder_of_its_own_and_changes_nothing() {
    let site = Site::new();
    site.write("content/c.md", "---\ntitle: C\ndraft: true\n---\nWords.\n");
    let at = ["review-pack", "--as-of", "2026-06-15"];
    let run = site.mend(&at).ends_with(0);
    assert_contains(&run.err, "2 documents in ");
    assert_contains(
        &site.read("review-pack-2026-06-15/index.html"),
        "15 June 2026",
    );
    assert_contains(
        &site.read("review-pack-2026-06-15/01-a.html"),
        "content/a.md",
    );
    assert!(!site.path("public").exists(), "nothing is published");
    let again = site.mend(&at).ends_with(2);
    assert_contains(&again.err, "it contains");
    let one = ["review-pack", "c", "--drafts", "--output-dir", "one"];
    site.mend(&one).ends_with(0);
    assert!(site.path("one/01-c.html").is_file());
    let two = ["review-pack", "c", "--drafts", "--output-dir", "one/../two"];
    let two = site.mend(&two).ends_with(0).err;
    assert!(
        two.contains("/two/index.html") && !two.contains(".."),
        "{two}"
    );
    let draft = site.mend(&["review-pack", "c"]).ends_with(2);
    assert_contains(&draft.err, "--drafts");
    let slip = site.mend(&["review-pack", "content/aa.md"]).ends_with(2);
    assert_contains(&slip.err, "nearest: ");
}

#[test]
fn a_review_pack_takes_the_place_of_nothing_else() {
    let site = Site::new();
    let refused = |folder: &str, why: &str| {
        let args = ["review-pack", "--output-dir", folder];
        let run = site.mend(&args).ends_with(2);
        assert_contains(&run.err, why);
        assert_contains(&run.err, "a folder of its own");
    };
    site.write("mine/notes.txt", "mine");
    refused("mine", "it contains `notes.txt`");
    refused("content/pack", "it is inside `content`");
    refused("static", "it contains `static`");
    refused("public/pack", "the site is published there");
    refused(".", "the site is published there");
    site.mend(&["build", "--output-dir", "elsewhere"])
        .ends_with(0);
    refused("elsewhere/pack", "is a published site");
    assert_eq!(site.read("mine/notes.txt"), "mine");
    assert!(!site.path("content/pack").exists());
}

#[test]
fn clean_removes_what_build_made_and_keeps_the_rest() {
    let site = Site::new();
    site.mend(&["build"]).ends_with(0);
    site.write("public/mine.txt", "mine");
    let run = site.mend(&["clean"]).ends_with(0);
    assert_contains(&run.err, "mine.txt");
    assert_eq!(site.read("public/mine.txt"), "mine");
    assert!(!site.path("public/index.html").exists());
    assert!(!site.path(".public.mend").exists());
}

#[test]
fn a_foreign_folder_is_refused_and_untouched() {
    let site = Site::new();
    site.write("public/mine.txt", "mine");
    let run = site.mend(&["build"]).ends_with(2);
    assert_contains(&run.err, "--adopt");
    assert_eq!(
        std::fs::read_dir(site.path("public"))
            .expect("the folder")
            .count(),
        1
    );
    site.mend(&["build", "--adopt"]).ends_with(0);
    assert_eq!(site.read("public/mine.txt"), "mine");
    for dangerous in [".", "..", "content", "content/inside", "/"] {
        site.mend(&["build", "--output-dir", dangerous])
            .ends_with(2);
    }
    assert_contains(&site.read("content/a.md"), "title: A");
}

#[test]
fn the_environment_and_the_spellings_of_other_tools_are_understood() {
    let site = Site::new();
    site.mend_with(&["build"], &[("MEND_TITLE", "From outside")])
        .ends_with(0);
    assert_contains(&site.read("public/index.html"), "From outside");
    let wrong = site
        .mend_with(&["build"], &[("MEND_TILTE", "x")])
        .ends_with(2);
    assert_contains(&wrong.err, "tilte");
    site.write("content/draft.md", "---\ndraft: true\n---\n");
    let hugo = [
        "build",
        "--source",
        ".",
        "--destination",
        "out",
        "--baseURL",
        "https://example.org/",
        "-D",
    ];
    site.mend(&hugo).ends_with(0);
    assert!(site.path("out/draft/index.html").exists());
    assert_contains(&site.read("out/sitemap.xml"), "https://example.org/a/");
}

#[test]
fn the_same_inputs_make_the_same_bytes_anywhere() {
    let (one, two) = (Site::new(), Site::new());
    one.mend_with(
        &["build", "--as-of", "2026-06-15"],
        &[("TZ", "Asia/Tokyo"), ("LANG", "C")],
    )
    .ends_with(0);
    two.mend_with(
        &["build", "--as-of", "2026-06-15"],
        &[("TZ", "America/Lima"), ("RAYON_NUM_THREADS", "1")],
    )
    .ends_with(0);
    let files = |site: &Site| support::files_below(&site.path("public"));
    assert_eq!(files(&one), files(&two));
}

#[test]
fn explain_describes_every_code() {
    let site = Site::empty();
    for code in mend::codes::ALL {
        let run = site.mend(&["explain", code.id()]).ends_with(0);
        assert_contains(&run.out, code.remedy());
    }
    let wrong = site.mend(&["explain", "LINK-91"]).ends_with(2);
    assert_contains(&wrong.err, "did you mean");
}

#[test]
fn one_file_of_the_theme_can_be_changed() {
    let site = Site::new();
    assert_contains(
        &site.mend(&["theme", "eject"]).ends_with(0).out,
        "templates/article.html",
    );
    site.mend(&["theme", "eject", "article.html"]).ends_with(0);
    site.write(
        "themes/calm/templates/article.html",
        "<h1>Mine: {{ page.title }}</h1>",
    );
    site.mend(&["build"]).ends_with(0);
    assert_eq!(site.read("public/a/index.html"), "<h1>Mine: A</h1>");
    site.mend(&["theme", "eject", "article.html"]).ends_with(2);
    assert_contains(
        &site
            .mend(&["theme", "eject", "artcle.html"])
            .ends_with(2)
            .err,
        "did you mean article.html?",
    );
    assert_contains(&site.mend(&["theme", "view"]).ends_with(0).out, "`minutes`");
}

#[test]
fn completions_manual_pages_and_help_are_there() {
    let site = Site::empty();
    assert_contains(
        &site.mend(&["completions", "bash"]).ends_with(0).out,
        "_mend",
    );
    site.mend(&["man", "pages"]).ends_with(0);
    assert_contains(&site.read("pages/mend-build.1"), "\\-\\-portable");
    let help = site.mend(&["--help"]).ends_with(0).out;
    for part in ["init", "review-pack", "Exit codes", "MEND_TITLE"] {
        assert_contains(&help, part);
    }
    site.mend(&["bild"]).ends_with(2);
}

#[test]
fn check_compares_texts_with_each_other_and_with_those_their_authors_worked_from() {
    let site = Site::empty();
    site.write("site.toml", "[check]\noriginality = true\n");
    site.write(
        "content/a.md",
        "---\ntitle: A\n---\nOne two three four five six seven eight nine ten eleven twelve.\n",
    );
    site.write(
        "content/b.md",
        "---\ntitle: B\n---\nSo: one two three four five six seven eight nine ten eleven twelve.\n",
    );
    site.write(
        "sources/old.txt",
        "They wrote: Two, three four five six seven eight.",
    );
    let alone = site.mend(&["check"]);
    assert_eq!(alone.code, 0, "{}", alone.err);
    assert!(
        alone.err.contains("warning[ORIG-02]: 12 words in a row"),
        "{}",
        alone.err
    );
    let compared = site.mend(&["check", "--originals", "sources"]);
    assert_eq!(compared.code, 1, "{}", compared.err);
    assert!(
        compared
            .err
            .contains("error[ORIG-01]: 7 words in a row are also in old.txt"),
        "{}",
        compared.err
    );
}

#[test]
fn list_due_names_what_was_never_reviewed_first_and_then_goes_by_the_day() {
    let site = Site::empty();
    site.write("site.toml", "title = \"Test\"\n");
    site.write(
        "content/a.md",
        "---\nreviewed: 2026-01-01\nreview_due: 2027-05-01\n---\nText.\n",
    );
    site.write(
        "content/b.md",
        "---\nreviewed: 2026-01-01\nreview_due: 2027-02-01\n---\nText.\n",
    );
    site.write("content/c.md", "---\nreviewed: never\n---\nText.\n");
    site.write("content/d.md", "Text.\n");
    let out = site.mend(&["list", "due"]).out;
    assert_eq!(
        out,
        "content/c.md\tnever reviewed\tC\ncontent/b.md\tdue 2027-02-01\tB\ncontent/a.md\tdue 2027-05-01\tA\n"
    );
}

#[test]
fn check_names_what_authors_let_stand_and_why() {
    let site = Site::empty();
    site.write("site.toml", "[check]\nlanguage = true\nstructure = true\n");
    site.write(
        "content/a.md",
        "Text.\n\n<!-- lint-ok LANG-07: a name of a shop -->\nMiracle sells shoes.\n\n<!-- lint-ok STR-05: drawn by a child -->\n![](a.svg)\n",
    );
    site.write(
        "content/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let text = site.mend(&["check"]).ends_with(0).err;
    assert_contains(
        &text,
        "Silenced: content/a.md:4: LANG-07, since a name of a shop",
    );
    assert_contains(
        &text,
        "Silenced: content/a.md:7: STR-05, since drawn by a child",
    );
    let json = site.mend(&["check", "--format", "json"]).json();
    assert_eq!(json["silenced"][0]["reason"], "a name of a shop");
    assert_eq!(json["silenced"][0]["place"]["line"], 4);
}

#[test]
fn a_new_site_says_what_is_checked_and_how_more_is() {
    let site = Site::empty();
    site.mend(&["init"]).ends_with(0);
    let config = site.read("site.toml");
    assert_contains(&config, "[check]\npreset = \"basic\"");
    site.write(
        "content/s/b.md",
        "![](c.svg)\n\n## A\n\n#### B\n\n[x](nowhere.md)\n",
    );
    site.write(
        "content/s/c.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let basic = site.mend(&["check"]).ends_with(1).err;
    for code in ["STR-05", "STR-01", "LINK-01"] {
        assert_contains(&basic, code);
    }
    assert!(!basic.contains("STR-02"), "{basic}");
    site.write("site.toml", &config.replace("\"basic\"", "\"guide\""));
    assert_contains(&site.mend(&["check"]).ends_with(1).err, "STR-02");
    // What stands there as an example can be switched on as it is.
    let examples = ["reading = true", "[check.rules]", "STR-05 ="];
    let switched_on = examples.iter().fold(config, |text, example| {
        text.replace(&format!("# {example}"), example)
    });
    site.write("site.toml", &switched_on);
    assert_contains(&site.mend(&["check"]).ends_with(1).err, "error[STR-05]");
}

#[test]
fn programs_are_answered_on_every_failure_of_every_command_that_reports() {
    let site = Site::new();
    site.write("site.toml", "tilte = \"A\"\n[serve]\nport = \"x\"\n");
    for command in [&["build"][..], &["check"], &["list"], &["why", "/a/"]] {
        let args = [command, &["--format", "json"]].concat();
        let run = site.mend(&args).ends_with(2);
        let report = run.json();
        assert_eq!(report["ok"], false, "{command:?}");
        assert_eq!(report["command"], command[0]);
        let problems = report["problems"].as_array().expect("a list");
        let codes: Vec<&Value> = problems.iter().map(|problem| &problem["code"]).collect();
        assert_eq!(codes, ["CONF-02", "CONF-03"], "{command:?}");
        assert_eq!(problems[0]["place"]["file"], "site.toml");
        assert_eq!(problems[1]["place"]["line"], 3);
        assert_contains(&run.err, "did you mean `title`?");
    }
    site.write("site.toml", "title = \"A\"\n");
    for args in [
        &["build", "-o", "content"][..],
        &["build", "--as-of", "tomorrow"],
        &["build", "--no-such-flag"],
        &["check", "--as-of", "tomorrow"],
        &["check", "--originals", "nowhere"],
        &["list", "--as-of", "tomorrow"],
        &["list", "everything"],
        &["why", "/nowhere-at-all/"],
        &["why"],
        &["build", "-c", "nowhere.toml"],
        &["check", "-r", "nowhere"],
    ] {
        let args = [args, &["--format", "json"]].concat();
        let run = site.mend(&args).ends_with(2);
        let report = run.json();
        assert_eq!(report["ok"], false, "{args:?}");
        assert_eq!(report["command"], args[0]);
        let [problem] = &report["problems"].as_array().expect("a list")[..] else {
            panic!("{args:?}: {report}");
        };
        assert_eq!(problem["severity"], "error");
        let message = problem["message"].as_str().expect("a text");
        assert!(run.err.contains(message), "{args:?}: {message}");
    }
}

#[test]
fn a_setting_is_blamed_where_it_was_made() {
    let site = Site::new();
    site.write(
        "other.toml",
        "title = \"A\"\ntilte = \"B\"\n[exit]\nurl = \"https://example.org/\"\n",
    );
    let run = site.mend(&["check", "-c", "other.toml"]).ends_with(2);
    assert_contains(&run.err, "other.toml:2:1");
    assert!(!run.err.contains("site.toml"), "{}", run.err);
    site.write("site.toml", "[exit]\nurl = \"https://example.org/\"\n");
    for (name, value, said) in [
        (
            "MEND_SERVE__PORT",
            "abc",
            "MEND_SERVE__PORT: `serve.port` must be a whole number",
        ),
        ("MEND_EXIT__URL", "javascript:x", "MEND_EXIT__URL: "),
        ("MEND_THEME", "clam", "MEND_THEME: there is no theme `clam`"),
    ] {
        let run = site.mend_with(&["check"], &[(name, value)]);
        assert_ne!(run.code, 0);
        assert_contains(&run.err, said);
        assert!(!run.err.contains("site.toml:"), "{}", run.err);
    }
    let run = site.mend(&["build", "-u", ""]).ends_with(2);
    assert_contains(
        &run.err,
        "--base-url: base_url = \"\" is not a valid address",
    );
}

#[test]
fn commands_of_other_tools_lead_to_those_of_mend() {
    let site = Site::new();
    for (typed, meant) in [
        ("dev", "mend serve"),
        ("publish", "mend build"),
        ("lint", "mend check"),
    ] {
        let run = site.mend(&[typed]).ends_with(2);
        assert_contains(&run.err, meant);
    }
    let version = site.mend(&["version"]).ends_with(0);
    assert_eq!(version.out, site.mend(&["--version"]).ends_with(0).out);
    let help = site.mend(&["build", "--help"]).ends_with(0).out;
    let at = |option: &str| {
        help.find(option)
            .unwrap_or_else(|| panic!("{option} in {help}"))
    };
    assert!(at("--portable") < at("--quiet"), "{help}");
}

#[test]
fn what_a_terminal_would_obey_is_printed_as_pictures() {
    let site = Site::new();
    site.write(
        "content/c.md",
        "---\ntitle: \"Bell\\a and \\e]0;name\"\n---\n[a](a.md)\n",
    );
    for command in [&["list"][..], &["why", "c.md"], &["check"]] {
        let run = site.mend(command);
        let said = format!("{}{}", run.out, run.err);
        assert!(!said.contains(['\u{7}', '\u{1b}']), "{command:?}: {said:?}");
    }
    assert_contains(&site.mend(&["list"]).out, "Bell␇ and ␛]0;name");
}

#[test]
fn a_completion_script_may_be_read_in_part() {
    let mut command = program::mend();
    command.args(["completions", "bash"]);
    command.stdout(std::process::Stdio::piped());
    command.stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    let Output { status, stderr, .. } = child.wait_with_output().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert!(stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
}

#[test]
fn what_is_not_there_is_answered_with_what_may_be_meant() {
    let site = Site::new();
    site.write(
        "content/why/_index.md",
        "---\ntitle: Why trust breaks\n---\nText.\n",
    );
    site.write(
        "content/why/signs.md",
        "---\ntitle: The signs\n---\n[a](../a.md)\n",
    );
    site.write("content/texts.yaml", "home: Start\n");
    for (args, said) in [
        (&["mv", "sings", "b"][..], "nearest: content/why/signs.md"),
        (
            &["mv", "content/whi/signs.md", "b"],
            "nearest: content/why/signs.md",
        ),
        (&["why", "sgins.md"], "nearest: "),
        (&["why", "The sings"], "nearest: The signs"),
        (
            &["new", "x", "--section", "Why trust braeks"],
            "did you mean `Why trust breaks`?",
        ),
    ] {
        let run = site.mend(args).ends_with(2);
        assert_contains(&run.err, said);
    }
    for (asked, fact) in [
        ("content/texts.yaml", "It is        a data file"),
        ("texts.yaml", "Published    no: pages show what it contains"),
        ("site.toml", "It is        the settings of the site"),
        ("the SIGNS", "Address      /why/signs/"),
    ] {
        assert_contains(&site.mend(&["why", asked]).ends_with(0).out, fact);
    }
    let made = site
        .mend(&["new", "x", "--section", "why trust breaks"])
        .ends_with(0);
    assert_eq!(made.out, "content/why/x.md\n");
}

#[test]
fn a_name_with_a_space_that_is_not_quoted_is_answered_with_one_that_is() {
    let site = Site::empty();
    let run = site.mend(&["init", "My", "Guide"]).ends_with(2);
    assert_contains(&run.err, "mend init \"My Guide\"");
    assert_contains(&run.err, "mend init my-guide");
    assert!(!site.folder.path().join("My").exists());
}

#[test]
fn a_new_article_has_one_ending_and_is_refused_before_anything_is_made() {
    let site = Site::new();
    let run = site.mend(&["new", "Second Week.txt"]).ends_with(0);
    assert_eq!(run.out.trim(), "content/second-week.md");
    assert_contains(
        &site.read("content/second-week.md"),
        "title: \"Second Week\"",
    );
    let run = site.mend(&["new", "Second Week.md"]).ends_with(2);
    assert_contains(&run.err, "exists already");
}

#[test]
fn a_section_is_started_only_on_request() {
    let site = Site::new();
    let run = site.mend(&["new", "Nights/lying-awake"]).ends_with(2);
    assert_contains(&run.err, "there is no section `Nights`");
    assert_contains(&run.err, "--new-section");
    assert!(!site.path("content/Nights").exists());
    let run = site
        .mend(&["new", "Nights/Lying awake", "--new-section"])
        .ends_with(0);
    assert_eq!(run.out, "content/nights/lying-awake.md\n");
    assert_contains(&run.err, "http://localhost:1414/nights/lying-awake/");
    assert_contains(&site.read("content/nights/_index.md"), "title: \"Nights\"");
    let run = site.mend(&["new", "/NIGHTS/waking/"]).ends_with(0);
    assert_eq!(run.out, "content/nights/waking.md\n");
}

#[test]
fn an_article_begins_from_a_template_of_the_site() {
    let site = Site::new();
    let run = site.mend(&["new", "--list"]).ends_with(0);
    assert_contains(&run.err, "no templates of its own");
    site.write(
        "themes/calm/new/talk.md",
        "---\ntitle: {{ title }}\nsummary: {{ summary }}\ndate: {{ date }}\ndraft: true\n---\n## {{ title }}, in {{ section }}\n",
    );
    site.write("content/talk/_index.md", "---\ntitle: Talks\n---\n");
    let run = site.mend(&["new", "--list"]).ends_with(0);
    assert_eq!(run.out, "talk\tthemes/calm/new/talk.md\n");
    for args in [
        &["new", "talk/first", "--title", "The \"first\""][..],
        &[
            "new",
            "second",
            "--template",
            "talk",
            "--title",
            "The \"first\"",
        ],
    ] {
        site.mend(args).ends_with(0);
    }
    let text = site.read("content/talk/first.md");
    assert_contains(&text, "title: \"The \\\"first\\\"\"");
    assert_contains(&text, "## The \"first\", in talk\n");
    assert_contains(&site.read("content/second.md"), "## The \"first\", in \n");
    site.mend(&["check", "--drafts"]).ends_with(0);
    let run = site.mend(&["new", "x", "--template", "talks"]).ends_with(2);
    assert_contains(&run.err, "did you mean `talk`?");
    let run = site
        .mend(&["new", "x", "--template", "talk", "--safety", "none"])
        .ends_with(2);
    assert_contains(&run.err, "has no place for --safety");
    site.write(
        "themes/calm/new/slip.md",
        "---\ntitle: {{ titel }}\ndraft: true\n---\n",
    );
    let run = site.mend(&["check"]).ends_with(0);
    assert_contains(&run.err, "there is no placeholder `titel`");
    assert_contains(&run.err, "themes/calm/new/slip.md:2:8");
}

#[test]
fn a_site_is_not_started_among_the_files_of_another() {
    let site = Site::new();
    for folder in ["content", "content/inner", "static/x"] {
        let run = site.mend(&["init", folder]).ends_with(2);
        assert_contains(&run.err, "a site cannot be inside the files of another");
    }
    assert!(!site.path("content/site.toml").exists());
    site.mend(&["init", "docs"]).ends_with(0);
}

#[test]
fn a_new_site_says_where_it_is_and_how_to_go_there() {
    let site = Site::empty();
    let run = site.mend(&["init", "."]).ends_with(0);
    let here = site.folder.path().canonicalize().expect("a folder");
    assert_contains(&run.err, "A new site is in this folder, ");
    assert_contains(
        &run.err,
        &here.file_name().expect("a name").to_string_lossy(),
    );
    assert_contains(
        &run.err,
        "Preview it with: mend serve\nStop the preview with Ctrl-C.",
    );
    let run = site.mend(&["init", "neu ü 🙂"]).ends_with(0);
    let next = run.err.lines().find(|line| line.starts_with("Preview it"));
    let next = next.and_then(|line| line.strip_prefix("Preview it with: "));
    // What it says is pasted into a shell, with another command in the place of the preview.
    let pasted = next
        .expect("a command")
        .replace("mend serve", "cat site.toml");
    let shell = Command::new("sh")
        .args(["-c", &pasted])
        .current_dir(site.folder.path())
        .output()
        .expect("a shell");
    assert_contains(&String::from_utf8_lossy(&shell.stdout), "Neu ü 🙂");
}
