//! Nothing is published that was not meant: a site full of secrets, each in another place, built by the program itself.
//!
//! Every secret holds the word [`CANARY`]. Two tables say where one can lie: what the build leaves out or holds back, and
//! what keeps the site from being published at all. A new way of hiding something is one more line.

use std::path::Path;
use std::process::Output;

use crate::program;

/// What no output may hold, in whatever case or coding.
const CANARY: &str = "zqcanary";

/// What every kind of output must hold, so that the search for the other word can find something.
const CONTROL: &str = "zqcontrol";

/// A site that is all right, and uses what it publishes.
const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        "# zqcanary in a comment\ntitle = \"A guide\"\nbase_url = \"https://example.org/\"\n[extra]\nkept = \"zqcanary\"\n",
    ),
    (
        "content/_index.md",
        "# A guide\n\n[The article](article.md)\n",
    ),
    (
        "content/article.md",
        "---\ntitle: A zqcontrol article # zqcanary\ndate: 2026-01-01\ntags: [zqcontrol]\nmine: zqcanary\nextra: { mine: zqcanary }\n\
         reviewed_hash: zqcanary\n---\nA zqcontrol text.\n\n%% zqcanary %%\n\nMore <!-- zqcanary --> of it. [Sheet](zqcontrol.pdf)\n\n\
         %%\nzqcanary\n%%\n\n<!-- zqcanary\n\n# zqcanary -->\n\n[//]: # (zqcanary)\n\n[unused]: https://example.org/zqcanary\n",
    ),
    ("content/zqcontrol.pdf", "%PDF-1.7 zqcontrol"),
    (
        "content/help.yaml",
        "# zqcanary\ndefault: gb\nregions:\n  - id: gb\n    name: United Kingdom\n    emergency: \"999\" # zqcanary\n    contacts:\n\
         \x20     - { kind: abuse, name: Line, phone: 0808 2000 247, for: anyone, source: \"https://line.example/\", checked: never }\n\
         \x20     - { kind: crisis, name: Ears, phone: 116 123, for: anyone, source: \"https://ears.example/\", checked: never }\n",
    ),
    (
        "content/terms.yaml",
        "# zqcanary\nterms:\n  - { term: lamp, definition: A light. }\n",
    ),
    ("content/own.yaml", "# zqcanary\nmine: zqcanary\n"),
    ("static/zqcontrol.txt", "zqcontrol"),
];

/// Secrets that are left out or held back, and the site is published without them.
const HELD: &[(&str, &str)] = &[
    // Drafts, by every tool's key.
    ("content/zqcanary-1.md", "---\ndraft: true\n---\nzqcanary"),
    ("content/zqcanary-2.md", "+++\ndraft = true\n+++\nzqcanary"),
    ("content/zqcanary-3.md", "{\"draft\": true}\nzqcanary"),
    (
        "content/zqcanary-4.md",
        "---\npublished: false\ntags: [zqcanary]\n---\nzqcanary",
    ),
    (
        "content/zqcanary-5.md",
        "---\npublish: false\naliases: [/zqcanary/]\n---\nzqcanary",
    ),
    ("content/zqcanary-6.md", "---\nprivate: true\n---\nzqcanary"),
    (
        "content/zqcanary-7.md",
        "---\nheadless: true\n---\nzqcanary",
    ),
    (
        "content/zqcanary-8.md",
        "---\nbuild: { render: never }\n---\nzqcanary",
    ),
    ("content/zqcanary-9.md", "---\nstatus: draft\n---\nzqcanary"),
    (
        "content/zqcanary-10.md",
        "---\nvisibility: members\n---\nzqcanary",
    ),
    (
        "content/zqcanary-11.md",
        "+++\nrender = false\n+++\nzqcanary",
    ),
    (
        "content/zqcanary-12.md",
        "---\npermalink: false\n---\nzqcanary",
    ),
    (
        "content/zqcanary-13.md",
        "---\ndg-publish: false\n---\nzqcanary",
    ),
    ("content/zqcanary-14.md", "---\nDraft: true\n---\nzqcanary"),
    ("content/_zqcanary.md", "zqcanary"),
    ("content/_drafts/zqcanary.md", "zqcanary"),
    // Dates.
    (
        "content/zqcanary-20.md",
        "---\npublish_date: 2100-01-01\n---\nzqcanary",
    ),
    (
        "content/zqcanary-21.md",
        "---\ndate: 2100-01-01\n---\nzqcanary",
    ),
    (
        "content/zqcanary-22.md",
        "---\nexpiry_date: 2020-01-01\n---\nzqcanary",
    ),
    (
        "content/zqcanary-23.md",
        "---\nembargo: 2100-01-01\n---\nzqcanary",
    ),
    ("content/2100-01-01-zqcanary.md", "zqcanary"),
    // Fences that are not quite at the top, or written by another tool.
    (
        "content/zqcanary-30.md",
        "\n---\ndraft: true\n---\nzqcanary",
    ),
    (
        "content/zqcanary-31.md",
        "\u{feff}\u{feff}---\ndraft: true\n---\nzqcanary",
    ),
    (
        "content/zqcanary-32.md",
        "<!-- zqcanary -->\n---\ndraft: true\n---\nzqcanary",
    ),
    (
        "content/zqcanary-33.md",
        "---json\n{\"draft\": true}\n---\nzqcanary",
    ),
    (
        "content/zqcanary-34.md",
        "----\ndraft: true\n----\nzqcanary",
    ),
    // Sections, and what they hand down.
    (
        "content/draft/_index.md",
        "+++\ntitle = \"zqcanary\"\ndraft = true\n+++\nzqcanary",
    ),
    (
        "content/draft/zqcanary.md",
        "---\ndraft: false\n---\nzqcanary",
    ),
    ("content/draft/deep/zqcanary.md", "zqcanary"),
    (
        "content/cascade/_index.md",
        "---\ntitle: zqcanary\ncascade: { draft: true }\n---\nzqcanary",
    ),
    ("content/cascade/deep/zqcanary.md", "zqcanary"),
    (
        "content/later/_index.md",
        "---\ntitle: zqcanary\ncascade: [{ publishDate: 2100-01-01 }]\n---\nzqcanary",
    ),
    ("content/later/zqcanary.md", "zqcanary"),
    // What drafts alone use.
    (
        "content/bundle/index.md",
        "---\ndraft: true\n---\n![zqcanary](zqcanary.svg)",
    ),
    (
        "content/bundle/zqcanary.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><title>zqcanary</title></svg>",
    ),
    // Backups, locks, copies.
    ("content/article.md.bak", "zqcanary"),
    ("content/article.md~", "zqcanary"),
    ("content/article copy.md", "zqcanary"),
    ("content/article - Copy (2).md", "zqcanary"),
    (
        "content/article (Ann's conflicted copy 2026-01-31).md",
        "zqcanary",
    ),
    (
        "content/article.sync-conflict-20260131-101010-ABC.md",
        "zqcanary",
    ),
    ("content/.article.md.swp", "zqcanary"),
    ("content/~$zqcanary.docx", "zqcanary"),
    ("content/.~lock.zqcanary.odt#", "zqcanary"),
    ("content/zqcanary.tmp", "zqcanary"),
    ("static/zqcanary.html.bak", "zqcanary"),
    ("static/zqcanary.orig", "zqcanary"),
    ("static/~$zqcanary.docx", "zqcanary"),
    ("static/.zqcanary.html", "zqcanary"),
    ("themes/calm/static/zqcanary.css.bak", "zqcanary"),
    // Kinds of file that are not meant to be published from among the articles.
    ("content/Client notes zqcanary.docx", "zqcanary"),
    ("content/zqcanary.xlsx", "zqcanary"),
    ("content/zqcanary.html", "<p>zqcanary</p>"),
    ("content/zqcanary.htm", "---\ndraft: true\n---\nzqcanary"),
    ("content/zqcanary.js", "zqcanary"),
    ("content/zqcanary.php", "zqcanary"),
    ("content/zqcanary.txt", "zqcanary"),
    ("content/zqcanary.json", "zqcanary"),
    ("content/zqcanary", "zqcanary"),
    ("content/deep/zqcanary.yaml", "mine: zqcanary"),
    ("content/zqcanary.canvas", "zqcanary"),
    (
        "content/_redirects",
        "/* https://zqcanary.example/:splat 301",
    ),
    ("content/.obsidian/zqcanary.json", "zqcanary"),
    // Secrets by name.
    ("content/zqcanary.pem", "zqcanary"),
    ("static/zqcanary.env", "zqcanary"),
    ("static/.env.zqcanary", "zqcanary"),
    ("static/id_rsa_zqcanary", "zqcanary"),
    ("static/zqcanary.kdbx", "zqcanary"),
    ("static/zqcanary.psd", "zqcanary"),
    // Outside of what is published.
    ("zqcanary.md", "zqcanary"),
    ("notes/zqcanary.md", "zqcanary"),
    ("themes/other/static/zqcanary.css", "zqcanary"),
];

/// Files that may or may not be secrets: the site is not published with one of them.
const REFUSED: &[(&str, &str)] = &[
    ("content/zqcanary.mdx", "---\ndraft: true\n---\nzqcanary"),
    ("content/zqcanary.md.txt", "---\ndraft: true\n---\nzqcanary"),
    ("content/zqcanary.rst", "zqcanary"),
    ("content/zqcanary.pdf", "---\ndraft: true\n---\nzqcanary"),
    ("static/zqcanary.html", "---\ndraft: true\n---\nzqcanary"),
    ("static/zqcanary.md", "+++\ndraft = true\n+++\nzqcanary"),
    ("content/zqcanary.md", "—\ndraft: true\n—\nzqcanary"),
    (
        "content/zqcanary.md",
        "---js\n{ draft: true }\n---\nzqcanary",
    ),
    (
        "content/zqcanary.md",
        "title: A\ndraft: true\n---\nzqcanary",
    ),
    (
        "content/zqcanary.md",
        "# A\n---\ndraft: true\n---\nzqcanary",
    ),
    ("content/zqcanary.md", "---\ndraft: true\nzqcanary"),
    ("content/zqcanary.md", "---\ndarft: true\n---\nzqcanary"),
    (
        "content/zqcanary.md",
        "---\ndraft: yes please\n---\nzqcanary",
    ),
    (
        "content/zqcanary.md",
        "---\npublish_date: soon\n---\nzqcanary",
    ),
    ("content/zqcanary.md", "---\npassword: open\n---\nzqcanary"),
    (
        "content/zqcanary.md",
        "+++\n[extra]\ndraft = true\n+++\nzqcanary",
    ),
    (
        "content/s/_index.md",
        "---\ncascade: { target: { path: /s/x }, draft: true }\n---\nzqcanary",
    ),
    ("content/zqcanary.md", "A text.\n\n%% zqcanary"),
];

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

fn site(files: &[&[(&str, &str)]]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files.iter().copied().flatten() {
        write(folder.path(), path, text);
    }
    folder
}

fn build(root: &Path) -> (bool, String) {
    let Output { status, stderr, .. } = program::mend()
        .arg("build")
        .current_dir(root)
        .output()
        .expect("it starts");
    (
        status.success(),
        String::from_utf8_lossy(&stderr).into_owned(),
    )
}

/// The outputs that hold a word in their name or their bytes, as it is or in one of the codings of the web.
fn holding(root: &Path, word: &str) -> Vec<String> {
    let entries = walkdir::WalkDir::new(root.join("public")).into_iter();
    let files = entries
        .map(|entry| entry.expect("readable").into_path())
        .filter(|path| path.is_file());
    files
        .filter_map(|path| {
            let name = path
                .strip_prefix(root)
                .expect("below")
                .to_string_lossy()
                .into_owned();
            let bytes = std::fs::read(&path).expect("a file");
            let holds = |text: &str| text.to_lowercase().contains(word);
            // Without the zeros, UTF-16 is what it would be in UTF-8.
            let plain: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
            let is_held = holds(&name) || holds(&String::from_utf8_lossy(&plain));
            is_held.then_some(name)
        })
        .collect()
}

#[test]
fn no_secret_is_in_anything_that_is_published() {
    let folder = site(&[SITE, HELD]);
    let (published, said) = build(folder.path());
    assert!(published, "{said}");
    assert_eq!(holding(folder.path(), CANARY), [""; 0]);
    let control = holding(folder.path(), CONTROL);
    for kind in [
        "article/index.html",
        "feed.xml",
        "sitemap.xml",
        "search/data/",
        "tags/zqcontrol/index.html",
        ".pdf",
        ".txt",
    ] {
        assert!(
            control.iter().any(|name| name.contains(kind)),
            "{kind} is not in {control:?}"
        );
    }
}

#[test]
fn each_secret_is_out_on_its_own_too() {
    // Together they could hide each other: of two files for one address only one is published.
    for secret in HELD {
        let is_alone = !secret.0.contains("/draft/")
            && !secret.0.contains("/cascade/")
            && !secret.0.contains("/later/");
        if !is_alone || !secret.0.ends_with(".md") {
            continue;
        }
        let folder = site(&[SITE, &[*secret]]);
        let (published, said) = build(folder.path());
        assert!(published, "{}: {said}", secret.0);
        assert_eq!(holding(folder.path(), CANARY), [""; 0], "{}", secret.0);
    }
}

#[test]
fn what_cannot_be_told_stops_publishing() {
    for secret in REFUSED {
        let folder = site(&[SITE, &[*secret]]);
        let (published, said) = build(folder.path());
        assert!(!published, "{secret:?} was published: {said}");
        assert!(said.contains("error["), "{secret:?}: {said}");
        assert!(!folder.path().join("public").exists(), "{secret:?}");
    }
}
