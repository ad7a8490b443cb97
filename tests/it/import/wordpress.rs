//! From an export of WordPress.

use super::Desk;

const EXPORT: &str = include_str!("wordpress.xml");

fn desk() -> Desk {
    let picture = include_bytes!("../../../docs/content/images/start.jpg");
    Desk::new(&[
        ("export.xml", EXPORT.as_bytes()),
        ("up/wp-content/uploads/2012/01/lamp.jpg", picture),
        ("up/wp-content/uploads/2012/01/unused.jpg", picture),
    ])
}

#[test]
fn every_item_has_one_fate_and_the_numbers_add_up() {
    let desk = desk();
    let report = desk.import(&["wordpress", "export.xml", "--media", "up"]);
    let counts = &report["counts"];
    assert_eq!(counts["items"], EXPORT.matches("<item>").count());
    for (name, count) in [
        ("articles", 3),
        ("pages", 2),
        ("drafts", 1),
        ("files", 1),
        ("left_out", 5),
    ] {
        assert_eq!(counts[name], count, "{name}: {counts}");
    }
    assert!(
        desk.read("import-report.md")
            .contains("12 items = 3 articles + 2 pages + 1 draft + 1 file copied + 5 left out.")
    );
}

#[test]
fn a_text_of_the_classic_editor_becomes_markdown() {
    let desk = desk();
    desk.import(&["wordpress", "export.xml", "--media", "up"]);
    let text = desk.read("content/posts/lying-awake.md");
    for part in [
        "title: \"Lying awake\"\ndate: 2012-01-03T17:22:20\nupdated: 2013-02-01T10:00:00\nsummary: \"What helps at night.\"\n",
        "url: \"/2012/01/03/lying-awake/\"\naliases: [\"/2012/01/03/awake/\"]\n",
        "categories: [\"Nights\"]\ntags: [\"Sleep\"]\nauthors: [\"Ann Lee\"]\n",
        "First line\\\nsecond line\n\n**Bold** words and [the team](/about/team/), or [another](/2012/01/04/lying-awake/).\n",
        "![A lamp](/wp-content/uploads/2012/01/lamp.jpg)\n\n<figcaption>\n\nThe lamp *at night*\n",
        "> [!note] Not imported: \\[contact-form-7\\]\n\n%% [contact-form-7 id=\"4\" title=\"Ask us\"] %%\n",
        "| Name | Hours |\n| --- | --- |\n| **Jane Doe** | 8 |\n",
        "As he said \\[sic\\], 100 \\%\\% sure, \\{\\{ not a template }}.",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
}

#[test]
fn blocks_of_the_block_editor_become_blocks_of_mend() {
    let desk = desk();
    desk.import(&["wordpress", "export.xml"]);
    let text = desk.read("content/posts/lying-awake-2.md");
    for part in [
        "Escaped marks: 5 \\* 3 and # no heading.\n",
        "> [!note] Not imported: block latest-posts\n\n%% <!-- wp:latest-posts {\"n\":3} /--> %%\n",
        "From a reusable block.\n",
        "> [!details] More\n> Folded.\n",
        "(https://videos.example/watch?v=1)\n\nA film\n",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
}

#[test]
fn readers_get_nothing_that_its_author_held_back_and_no_source() {
    let desk = desk();
    desk.import(&["wordpress", "export.xml", "--media", "up"]);
    let all = desk.published();
    for hidden in [
        "SECRET",
        "LOCKED",
        "hunter2",
        "UNFINISHED",
        "CUSTOMER",
        "COMMENTARY",
        "steal()",
        "contact-form-7 id",
        "ann@example.org",
    ] {
        assert!(!all.contains(hidden), "{hidden}");
    }
    assert!(all.contains("From a reusable block."));
    assert!(desk.has("public/2012/01/03/awake/index.html"), "a redirect");
    assert!(
        desk.has("public/wp-content/uploads/2012/01/lamp.jpg"),
        "the old address"
    );
    assert!(!desk.has("content/wp-content/uploads/2012/01/unused.jpg"));
}

#[test]
fn private_texts_come_as_drafts_if_they_are_asked_for() {
    let desk = desk();
    let report = desk.import(&[
        "wordpress",
        "export.xml",
        "--private",
        "--kind",
        "shop_order",
    ]);
    assert_eq!(report["counts"]["drafts"], 3);
    assert!(desk.read("content/posts/locked.md").contains("draft: true"));
    assert!(!desk.read("content/posts/locked.md").contains("hunter2"));
    assert!(
        desk.read("content/shop_order/order-7.md")
            .contains("CUSTOMER")
    );
}

#[test]
fn old_addresses_are_looked_for_in_the_site_that_is_built() {
    let desk = desk();
    std::fs::write(
        desk.path("sitemap.xml"),
        "<urlset><url><loc>https://example.org/blog/2012/01/03/lying-awake/</loc></url><url><loc>https://example.org/blog/2012/01/03/awake/</loc></url>\
         <url><loc>https://example.org/blog/help/</loc></url><url><loc>https://example.org/blog/gone/</loc></url></urlset>",
    )
    .expect("written");
    let args = [
        "import",
        "wordpress",
        "export.xml",
        "-o",
        "new",
        "--old-sitemap",
        "sitemap.xml",
    ];
    let (code, _, err) = desk.mend("", &args);
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.contains("Old addresses: 3 of 4 lead to a page of the new site."),
        "{err}"
    );
    assert!(desk.read("import-report.md").contains("- `/blog/gone/`\n"));
}

#[test]
fn a_dry_run_writes_nothing_and_a_second_import_is_refused() {
    let desk = desk();
    let (code, out, err) = desk.mend("", &["import", "wordpress", "export.xml", "--dry-run"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("12 items = "), "{out}");
    assert!(!desk.has(""));
    desk.import(&["wordpress", "export.xml"]);
    let before = desk.read("content/posts/x.md");
    let (code, _, err) = desk.mend("", &["import", "wordpress", "export.xml", "-o", "new"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("exists and is not empty"), "{err}");
    assert_eq!(desk.read("content/posts/x.md"), before);
}

#[test]
fn the_text_is_the_same_every_time_and_every_word_of_it_is_there() {
    let desk = desk();
    desk.import(&["wordpress", "export.xml"]);
    let first = desk.read("content/posts/lying-awake.md");
    std::fs::rename(desk.path("new"), desk.path("old")).expect("renamed");
    desk.import(&["wordpress", "export.xml"]);
    assert_eq!(desk.read("content/posts/lying-awake.md"), first);
    for word in "First line second Bold words the team another lamp at night Name Hours Jane Doe sic sure not a template".split(' ') {
        assert!(first.contains(word), "{word}");
    }
}

#[test]
fn hostile_exports_do_no_harm() {
    let nested = format!("{}deep{}", "<div>".repeat(1_000), "</div>".repeat(1_000));
    let item = |content: &str| {
        format!(
            "<item><title>t</title><link>https://a.org/t/</link><content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>1</wp:post_id>\
             <wp:post_name>t</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    for content in [
        nested.as_str(),
        "<![CDATA[ inner ]]>",
        "<b><i><b>deep</i>",
        "[caption][caption]<img src=x>[/gallery]",
        "<table><tr><td><table><tr><td>deep",
        "%% {/* <!-- deep",
    ] {
        let export = format!(
            "<rss><channel><title>t</title><link>https://a.org</link>{}</channel></rss>",
            item(content)
        );
        let mut bytes = export.into_bytes();
        bytes.extend_from_slice(b"\xff\xfe");
        let desk = Desk::new(&[("export.xml", &bytes)]);
        let report = desk.import(&["wordpress", "export.xml"]);
        assert_eq!(report["counts"]["articles"], 1, "{content}");
        desk.published();
    }
    let desk = Desk::new(&[("export.xml", b"PK\x03\x04")]);
    let (code, _, err) = desk.mend("", &["import", "wordpress", "export.xml", "-o", "new"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("this is no export of WordPress") && !desk.has(""),
        "{err}"
    );
}
