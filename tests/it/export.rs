//! `mend export`: files to take away, and what they do not say.

use crate::cli::{Site, assert_contains};

/// Contacts, without which a practice may not publish.
const HELP: &str = "default: gb
regions:
  - id: gb
    name: United Kingdom
    emergency: \"999\"
    contacts:
      - {kind: abuse, name: Line, phone: 0808 2000 247, for: anybody, source: \"https://line.example/\", checked: never}
      - {kind: crisis, name: Ears, phone: 116 123, for: anybody, source: \"https://ears.example/\", checked: never}
";

#[test]
fn an_export_is_one_file_that_replaces_nothing_and_says_nothing_of_its_maker() {
    let site = Site::new();
    let zip = [
        "export",
        "--zip",
        "-o",
        "guide.zip",
        "--as-of",
        "2026-06-15",
    ];
    site.mend(&zip).ends_with(0);
    let bytes = || std::fs::read(site.path("guide.zip")).expect("the archive");
    let first = bytes();
    let again = site.mend(&zip).ends_with(2);
    assert_contains(&again.err, "--replace");
    site.mend(&[&zip[..], &["--replace"]].concat()).ends_with(0);
    assert!(first == bytes(), "equal sites make equal archives");
    let html = ["export", "--html", "--articles", "b,a", "-o", "b.html"];
    site.mend(&html).ends_with(0);
    let booklet = site.read("b.html");
    let folder = site.path("").display().to_string();
    for said in [&*folder, "Test</", "\"Test\""] {
        assert!(!booklet.contains(said), "the booklet says {said}");
    }
    assert!(!String::from_utf8_lossy(&first).contains(&folder));
    let at = |words: &str| booklet.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at(">B</h1>") < at(">A</h1>"), "in the order asked for");
    site.mend(&["export", "--epub", "-o", "b.epub"])
        .ends_with(0);
    let book = std::fs::File::open(site.path("b.epub")).expect("the book");
    let mut book = zip::ZipArchive::new(book).expect("an archive");
    for at in 0..book.len() {
        let mut part = book.by_index(at).expect("a part");
        let text = std::io::read_to_string(&mut part).expect("a book without pictures is text");
        for said in [&*folder, "Test</", ">Test"] {
            assert!(!text.contains(said), "part {at} of the book says {said}");
        }
    }
    let named = ["export", "--html", "--name", "-o", "named.html"];
    site.mend(&named).ends_with(0);
    assert_contains(&site.read("named.html"), "<p class=\"from\">Test</p>");
    assert!(!site.path("public").exists(), "nothing is published");
}

#[test]
fn a_pack_has_a_note_and_does_not_say_for_whom_or_where_it_was_made() {
    let site = Site::new();
    let config = site.read("site.toml");
    site.write("content/help.yaml", HELP);
    let practice = "[practice]\nname = \"Haus Linde\"\nemail = \"desk@linde.example\"\n";
    site.write(
        "site.toml",
        &format!("{config}\nauthor = \"The people of Test\"\n{practice}"),
    );
    let pack = |note: &str| {
        let text = format!("title: First weeks\nnote: |\n  {note}\narticles: [b]\n");
        site.write("packs/first.yaml", &text);
    };
    let export = [
        "export",
        "--html",
        "--pack",
        "packs/first.yaml",
        "-o",
        "p.html",
        "--replace",
    ];
    pack("Read *this*, then [the rest](a.md), or write to desk@linde.example.");
    site.mend(&export).ends_with(0);
    let booklet = site.read("p.html");
    let at = |words: &str| booklet.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(
        at("<h1>First weeks</h1>") < at("Read <em>this</em>")
            && at("Read <em>this</em>") < at(">B</h1>")
    );
    let folder = site.path("").display().to_string();
    for said in ["Haus Linde", "The people of", "packs/first", &*folder] {
        assert!(!booklet.contains(said), "the pack says {said}");
    }
    let named = [&export[..], &["--name"]].concat();
    site.mend(&named).ends_with(0);
    assert_contains(&site.read("p.html"), "Haus Linde");
    site.mend(&["build"]).ends_with(0);
    let published = site.path("public");
    assert!(
        !published.join("note-of-the-pack").exists(),
        "the note is no page of the site"
    );
    let refused = |note: &str, why: &str| {
        pack(note);
        assert_contains(&site.mend(&export).ends_with(2).err, why);
    };
    refused("Dear Anna, read on.", "the name of a person");
    refused("You were born on 31.1.1990.", "a date as of a birth");
    refused("[gone](gone.md)", "gone.md");
    site.write("packs/first.yaml", "title: A\nclient: B\narticles: [a]\n");
    assert_contains(&site.mend(&export).ends_with(2).err, "client");
}

#[test]
fn an_export_that_cannot_be_made_says_why_and_leaves_nothing() {
    let site = Site::new();
    site.write("mine.zip", "mine");
    let refused = |args: &[&str], why: &str| {
        let run = site.mend(&[&["export"], args].concat()).ends_with(2);
        assert_contains(&run.err, why);
    };
    refused(&["--zip", "-o", "mine.zip"], "it exists");
    refused(&["--zip", "-o", "content/a.zip"], "it is inside `content`");
    refused(
        &["--zip", "-o", "public/a.zip"],
        "the site is published there",
    );
    refused(&["--zip", "-o", "none/a.zip"], "cannot write");
    refused(
        &["--html", "--path", "x", "-o", "x.html"],
        "no reading path `x`",
    );
    refused(
        &["--html", "--articles", "aa", "-o", "x.html"],
        "nearest: a.md",
    );
    refused(&["-o", "x.html"], "--zip");
    refused(&["--zip", "--html", "-o", "x.html"], "cannot be used with");
    site.write("content/c.md", "---\ntitle: C\ndraft: true\n---\nWords.\n");
    refused(&["--html", "--articles", "c", "-o", "x.html"], "--drafts");
    site.write("content/d.md", "---\ntitle: D\n---\n[gone](gone.md)\n");
    refused(&["--html", "-o", "x.html"], "the site has errors");
    assert_eq!(site.read("mine.zip"), "mine");
    assert!(!site.path("x.html").exists() && !site.path("content/a.zip").exists());
}
