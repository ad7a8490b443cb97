//! From the folders of other tools.

use super::Desk;

#[test]
fn a_site_of_hugo_comes_over_with_its_references_and_shortcodes() {
    let desk = Desk::new(&[
        ("old/hugo.toml", b"baseURL = \"https://example.org/\"\ntitle = \"Harbour\"\ndefaultContentLanguage = \"en\"\n[languages.en]\n[languages.de]\n[permalinks]\nposts = \"/:year/:month/:slug/\"\n[taxonomies]\ntopic = \"topics\"\n"),
        ("old/content/_index.md", b"---\ntitle: Home\n---\n"),
        ("old/content/posts/first.md", b"---\ntitle: First\ndate: 2024-03-05\nlayout: wide\ntopics: [night]\n---\nRead [this]({{< ref \"second.md#part\" >}}).\n\n{{% notice tip %}}\nEat first.\n{{% /notice %}}\n\n{{< chart id=\"SOURCE\" >}}\n\nShown as `{{</* ref */>}}`.\n"),
        ("old/content/posts/second.md", b"+++\ntitle = \"Second\"\ndraft = true\n+++\n## Part\n"),
        ("old/content/posts/first.de.md", b"---\ntitle: Erstes\n---\n"),
        ("old/static/form.pdf", b"%PDF-1.4"),
        ("old/data/hours.toml", b"open = 9\n"),
        ("old/layouts/index.html", b"<html>"),
    ]);
    let report = desk.import(&["hugo", "old"]);
    assert_eq!(report["counts"]["items"], 8);
    assert_eq!(report["counts"]["drafts"], 1);
    let text = desk.read("content/posts/first.md");
    for part in [
        "title: First\ndate: 2024-03-05\ntopics: [night]\nurl: \"/2024/03/first/\"\n",
        "Read [this](@/posts/second.md#part).\n",
        "> [!tip]\n> Eat first.\n",
        "> [!note] Not imported: chart\n\n%% {{< chart id=\"SOURCE\" >}} %%\n",
        "Shown as `{{< ref >}}`.\n",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
    assert!(!desk.published().contains("SOURCE"));
    assert!(desk.has("public/form.pdf") && desk.has("content/hours.yaml"));
}

#[test]
fn a_site_of_jekyll_keeps_its_addresses() {
    let desk = Desk::new(&[
        ("old/_config.yml", b"title: Harbour\nurl: https://example.org\nplugins: [jekyll-feed]\n"),
        ("old/_posts/2024-03-05-first-steps.md", b"---\nlayout: post\ncategories: sleep\n---\n{% post_url 2024-03-06-next %}\n\n## Part\n{: #own }\n\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n{% for x in site.posts %}{{ x.title }}{% endfor %}\n\n[home]({{ '/about.html' | relative_url }})\n"),
        ("old/_posts/2024-03-06-next.md", b"---\n---\nText.\n"),
        ("old/_drafts/later.md", b"---\n---\nUNFINISHED\n"),
        ("old/about.md", b"---\ntitle: About\n---\nText.\n"),
        ("old/README.md", b"READ ME\n"),
        ("old/_layouts/post.html", b"x"),
        ("old/assets/form.pdf", b"%PDF-1.4"),
    ]);
    let report = desk.import(&["jekyll", "old"]);
    assert_eq!(report["counts"]["drafts"], 1);
    let text = desk.read("content/posts/2024-03-05-first-steps.md");
    for part in [
        "url: \"/sleep/2024/03/05/first-steps.html\"\n",
        "@/posts/2024-03-06-next.md\n",
        "## Part {#own}\n",
        "```ruby\nputs 1\n```\n",
        "Not imported: Liquid for",
        "[home](/about.html)",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
    let all = desk.published();
    assert!(!all.contains("UNFINISHED") && !all.contains("READ ME") && !all.contains("x.title"));
    assert!(desk.has("public/about.html"), "a redirect");
}

#[test]
fn a_site_of_zola_comes_over() {
    let desk = Desk::new(&[
        ("old/config.toml", b"base_url = \"https://example.org\"\ntitle = \"Harbour\"\n"),
        ("old/content/first.md", b"+++\ntitle = \"First\"\naliases = [\"older\"]\npath = \"how-to\"\ntemplate = \"x.html\"\n+++\n{{ youtube(id=\"abc\") }}\n\n{% quote() %}\nSome words.\n{% end %}\n\nDear {{ name }}.\n"),
        ("old/content/gone.md", b"+++\nredirect_to = \"how-to\"\n+++\n"),
        ("old/templates/x.html", b"x"),
    ]);
    let report = desk.import(&["zola", "old"]);
    assert_eq!(report["counts"]["left_out"], 2);
    let text = desk.read("content/first.md");
    for part in [
        "aliases = [\"/older/\"]\n",
        "url = \"/how-to/\"\n",
        "(https://www.youtube.com/watch?v=abc)",
        "Some words.\n",
        "Dear {{ name }}.",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
    desk.published();
    assert!(desk.has("public/older/index.html"), "a redirect");
}

#[test]
fn notes_that_are_not_for_readers_become_drafts() {
    let desk = Desk::new(&[
        (
            "vault/Open.md",
            b"---\npublish: true\n---\nHello ![[Closed]].\n\n```dataview\nLIST FROM x\n```\n",
        ),
        ("vault/Closed.md", b"DIARY\n"),
        ("vault/Templates/T.md", b"<% tp.date %>"),
        ("vault/Board.canvas", b"{}"),
    ]);
    let report = desk.import(&["obsidian", "vault"]);
    assert_eq!(report["counts"]["drafts"], 1);
    assert_eq!(report["counts"]["left_out"], 2);
    let text = desk.read("content/Open.md");
    assert!(
        text.contains("> [!note] Not imported: dataview\n"),
        "{text}"
    );
    let all = desk.published();
    assert!(!all.contains("DIARY") && !all.contains("LIST FROM"));
}
