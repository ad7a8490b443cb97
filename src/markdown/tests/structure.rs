//! Blocks, headings, footnotes, lists, tables, code, depth.

use super::*;

#[test]
fn a_mark_makes_a_quote_a_block() {
    assert_eq!(
        html("> [!note] Take *care*\n> of **this**\n"),
        "<aside note>[Take <em>care</em>]\n<p>of <strong>this</strong></p>\n</aside>"
    );
    assert_eq!(
        html("> [!TIP]\n> Rest."),
        "<aside tip>[]\n<p>Rest.</p>\n</aside>"
    );
    assert_eq!(
        html("> [!Warning]- Folded\n>\n> Body"),
        "<aside warning>[Folded]\n<p>Body</p>\n</aside>"
    );
    assert_eq!(
        html("> [!details]+ A ==b==\n> c"),
        "<aside details>[A <mark>b</mark>]\n<p>c</p>\n</aside>"
    );
    assert_eq!(
        html("> [!myth] **All** of it"),
        "<aside myth>[<strong>All</strong> of it]\n</aside>"
    );
    assert_eq!(
        html("> [!help-now] [Call](x.md)\n"),
        "<aside help-now>[<a href=\"x.md\">Call</a>]\n</aside>"
    );
}

#[test]
fn a_block_holds_blocks_and_lists_of_its_own() {
    assert_eq!(
        html("> [!details] Out\n> > [!tip] In\n> > deep\n>\n> after\n\nend"),
        "<aside details>[Out]\n<aside tip>[In]\n<p>deep</p>\n</aside>\n<p>after</p>\n</aside>\n<p>end</p>"
    );
    assert_eq!(
        html("1. one\n\n   > [!note]\n   > two\n"),
        "<ol>\n<li>\n<p>one</p>\n<aside note>[]\n<p>two</p>\n</aside>\n</li>\n</ol>"
    );
}

#[test]
fn every_kind_is_found_in_any_case() {
    for kind in BlockKind::ALL {
        assert_eq!(BlockKind::find(&kind.name().to_uppercase()), Some(*kind));
    }
    assert_eq!(BlockKind::find("info"), None);
}

#[test]
fn callouts_of_other_tools_become_blocks_and_keep_their_titles() {
    for (text, wanted) in [
        (
            "> [!info] What it is\n> Text.",
            "<aside note>[What it is]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!INFO]- What it is\n> Text.",
            "<aside note>[What it is]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!todo]+\n> Text.",
            "<aside note>[Todo]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!danger]\n> Text.",
            "<aside caution>[]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!tip|wide] A\n> Text.",
            "<aside tip>[A]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!tldr]\n> Text.",
            "<aside note>[]\n<p>Text.</p>\n</aside>",
        ),
        (
            "> [!tldr]\n> - One.",
            "<aside in-short>[]\n<ul>\n<li>One.</li>\n</ul>\n</aside>",
        ),
        (
            "> [!quote] *Anna*, 40\n> Text.\n>\n> More.",
            "<blockquote>\n<p><strong><em>Anna</em>, 40</strong></p>\n<p>Text.</p>\n<p>More.</p>\n</blockquote>",
        ),
        (
            "> [!cite]\n> Text.",
            "<blockquote>\n<p>Text.</p>\n</blockquote>",
        ),
        (
            "> [!quote] Alone",
            "<blockquote>\n<p><strong>Alone</strong></p>\n</blockquote>",
        ),
    ] {
        assert_eq!(html(text), wanted, "{text}");
    }
}

#[test]
fn no_callout_of_obsidian_or_github_is_unknown() {
    let obsidian = "note abstract summary tldr info todo tip hint important success check done question help faq warning \
        caution attention failure fail missing danger error bug example quote cite";
    for name in obsidian.split_ascii_whitespace() {
        let read = read(&format!("> [!{name}] Title\n> Text."));
        assert!(read.problems.is_empty(), "{name}: {:?}", read.problems);
    }
}

#[test]
fn an_unknown_kind_stays_a_quote_and_names_the_nearest() {
    let read = read("> [!warnin] Careful\n> now");
    assert_eq!(read.problems, ["BLOCK-01 at \"[!warnin]\""]);
    assert_eq!(
        read.html,
        "<blockquote>\n<p>[!warnin] Careful\nnow</p>\n</blockquote>\n"
    );
    for plain in [
        "> [!note](x.md) a",
        "> \\[!note] a",
        "> a [!note]",
        "> [!] a",
    ] {
        let read = super::read(plain);
        assert!(
            read.problems.is_empty() && read.html.starts_with("<blockquote>"),
            "{plain}"
        );
    }
    let read = super::read("> [! note] a");
    assert_eq!(read.problems, ["TEXT-13 at \"[! note]\""]);
}

#[test]
fn a_block_that_is_made_of_a_list_needs_one() {
    for kind in ["in-short", "do", "dont"] {
        assert_eq!(
            problems(&format!("> [!{kind}]\n> words")),
            [format!("BLOCK-02 at \"[!{kind}]\"")]
        );
        assert_eq!(problems(&format!("> [!{kind}]\n> - words")), [""; 0]);
    }
    assert_eq!(
        problems("> [!steps]\n> - not numbered"),
        ["BLOCK-02 at \"[!steps]\""]
    );
    assert_eq!(problems("> [!steps]\n> 1. numbered"), [""; 0]);
}

#[test]
fn a_timeline_sets_its_when_apart() {
    assert_eq!(
        html(
            "> [!timeline]\n> 1. Day *one*: sleep: a lot\n> 2. No when\n> 3. Week 2:\n>    rest\n"
        ),
        "<aside timeline>[]\n<ol>\n<li><strong class=\"when\">Day <em>one</em>:</strong> sleep: a lot</li>\n\
         <li>No when</li>\n<li><strong class=\"when\">Week 2:</strong> \nrest</li>\n</ol>\n</aside>"
    );
    assert_eq!(
        html("> [!timeline]\n> 1. A: b\n>\n>    more: c\n>\n> 2. `x: y`: z\n"),
        "<aside timeline>[]\n<ol>\n<li>\n<p><strong class=\"when\">A:</strong> b</p>\n<p>more: c</p>\n</li>\n\
         <li>\n<p><strong class=\"when\"><code>x: y</code>:</strong> z</p>\n</li>\n</ol>\n</aside>"
    );
    // Only the timeline's own list.
    assert_eq!(html("1. A: b"), "<ol>\n<li>A: b</li>\n</ol>");
}

#[test]
fn a_field_says_how_many_lines_it_wants() {
    for text in [
        "> [!field] What happened? lines: 4",
        "> [!field] What happened? (lines: 4)",
        "> [!field] What happened?\n> lines: 4",
        "> [!field] What happened?\n>\n> lines: 4",
    ] {
        assert_eq!(
            html(text),
            "<aside field lines=4>[What happened?]\n</aside>",
            "{text}"
        );
    }
    assert_eq!(
        html("> [!field] A *b*\n> lines: 12\n> Think of one day."),
        "<aside field lines=12>[A <em>b</em>]\n<p>Think of one day.</p>\n</aside>"
    );
    assert_eq!(html("> [!field] Lines"), "<aside field>[Lines]\n</aside>");
    assert_eq!(
        html("> [!field] outlines: 3"),
        "<aside field>[outlines: 3]\n</aside>"
    );
    assert_eq!(
        html("> [!note] lines: 4"),
        "<aside note>[lines: 4]\n</aside>"
    );
}

#[test]
fn headings_get_unique_ids_and_keep_fixed_ones() {
    let read = read("## A b!\n\n### A b\n\n## C {#a-b-1 .wide}\n\n## A *b*\n\n## !!!");
    assert_eq!(
        read.html,
        "<h2 id=\"a-b\">A b!</h2>\n<h3 id=\"a-b-2\">A b</h3>\n<h2 id=\"a-b-1\" class=\"wide\">C</h2>\n\
         <h2 id=\"a-b-3\">A <em>b</em></h2>\n<h2 id=\"section\">!!!</h2>\n"
    );
    let headings: Vec<_> = read
        .parsed
        .headings
        .iter()
        .map(|heading| (heading.level, &*heading.id, &*heading.text))
        .collect();
    assert_eq!(headings[3], (2, "a-b-3", "A b"));
    assert_eq!(read.parsed.anchors.len(), 5);
    assert_eq!(
        problems("## A {#x}\n\n## B {#x}\n"),
        ["STR-06 at \"## B {#x}\""]
    );
}

#[test]
fn a_heading_may_hold_links_and_code() {
    assert_eq!(
        html("## See [this](a.md) and `b`"),
        "<h2 id=\"see-this-and-b\">See <a href=\"a.md\">this</a> and <code>b</code></h2>"
    );
}

#[test]
fn levels_go_down_one_at_a_time() {
    assert_eq!(problems("### A"), ["STR-01 at \"### A\""]);
    assert_eq!(problems("## A\n#### B\n"), ["STR-01 at \"#### B\""]);
    assert_eq!(problems("## A\n### B\n## C\n### D\n#### E"), [""; 0]);
    assert_eq!(problems("text\n\n# A"), ["STR-01 at \"# A\""]);
}

#[test]
fn a_first_heading_is_the_title_when_nothing_else_is() {
    let title = |text: &str, title: Option<&str>| {
        let read = read_with(text, title, &Markdown::default());
        (read.parsed.title.map(String::from), read.html)
    };
    assert_eq!(
        title("# How *trust* breaks\n\nText", None),
        (
            Some("How trust breaks".to_owned()),
            "<p>Text</p>\n".to_owned()
        )
    );
    assert_eq!(
        title("<!-- c -->\n%% d %%\n# Don't\n\nText", Some("Don't")).0,
        Some("Don’t".to_owned())
    );
    assert_eq!(title("# Other\n", Some("Title")).0, None);
    assert_eq!(title("Text\n\n# A", None).0, None);
    assert_eq!(title("## A", None).0, None);
}

#[test]
fn footnotes_are_numbered_by_their_marks() {
    let read = read("B[^b] a[^a] b[^B].\n\n[^a]: One.\n[^b]: Two[^c].\n[^c]: - list\n");
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(
        read.html,
        "<p>B<sup id=\"fnref-b\"><a href=\"#fn-b\" role=\"doc-noteref\">1</a></sup> \
         a<sup id=\"fnref-a\"><a href=\"#fn-a\" role=\"doc-noteref\">2</a></sup> \
         b<sup id=\"fnref-b-1\"><a href=\"#fn-b\" role=\"doc-noteref\">1</a></sup>.</p>\n\
         <div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
         <li id=\"fn-b\"><p>Two<sup id=\"fnref-c\"><a href=\"#fn-c\" role=\"doc-noteref\">3</a></sup>. \
         <a href=\"#fnref-b\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{fe0e}</a> \
         <a href=\"#fnref-b-1\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{fe0e}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-a\"><p>One. <a href=\"#fnref-a\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-c\"><ul>\n<li>list</li>\n</ul>\n \
         <a href=\"#fnref-c\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{fe0e}</a></li>\n</ol>\n</div>\n"
    );
    assert_eq!(read.parsed.anchors.len(), 7);
}

#[test]
fn a_footnote_needs_its_mark_and_its_text() {
    assert_eq!(
        problems("a[^1] `[^2]` \\[^3] [^4 5]\n\n    [^6]"),
        ["NOTE-01 at \"[^1]\""]
    );
    assert_eq!(problems("a\n\n[^1]: never"), ["NOTE-02 at \"[^1]\""]);
    assert_eq!(
        problems("a[^1]\n\n[^1]: b\n\n[^1]: c\n"),
        ["NOTE-02 at \"[^1]\""]
    );
    assert!(!read("a\n\n[^1]: never [x](y.md)").html.contains("never"));
}

#[test]
fn tables_say_what_heads_a_column() {
    assert_eq!(
        html("| a | | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n"),
        "<aside table>[]\n<table>\n<thead>\n<tr><th scope=\"col\" class=\"left\">a</th><td class=\"center\"></td>\
         <th scope=\"col\" class=\"right\">c</th></tr>\n</thead>\n<tbody>\n<tr><td class=\"left\">1</td>\
         <td class=\"center\">2</td><td class=\"right\">3</td></tr>\n</tbody>\n</table>\n</aside>"
    );
    assert_eq!(
        html("| a |\n|--|\n"),
        "<aside table>[]\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n</table>\n</aside>"
    );
}

#[test]
fn tables_are_known_by_the_heading_above_them() {
    let table = "| a |\n|---|\n| 1 |\n\n";
    let inside = "> [!details] a\n> | a |\n> |---|\n";
    let text = format!("{table}{table}## One *thing*\n\n{table}{table}## Two\n\n{inside}");
    let mut names = Vec::new();
    fn find(fragments: &[Fragment], names: &mut Vec<String>) {
        for fragment in fragments {
            if let Fragment::Block(block) = fragment {
                names.push(block.about.to_string());
                find(&block.body, names);
            }
        }
    }
    find(&read(&text).parsed.body, &mut names);
    assert_eq!(names, ["", "2", "One thing", "One thing 2", "", "Two"]);
}

#[test]
fn a_task_is_named_by_its_words() {
    assert_eq!(
        html("- [ ] call *her*\n- [x] wait\n  - inner\n"),
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled> call <em>her</em></label></li>\n\
         <li class=\"task\"><label><input type=\"checkbox\" disabled checked> wait</label>\n<ul>\n<li>inner</li>\n</ul>\n</li>\n</ul>"
    );
    assert_eq!(
        html("- [ ] a\n\n  b\n"),
        "<ul>\n<li class=\"task\">\n<p><label><input type=\"checkbox\" disabled> a</label></p>\n<p>b</p>\n</li>\n</ul>"
    );
}

#[test]
fn a_fence_names_its_language_only_with_harmless_letters() {
    assert_eq!(
        html("```rust,ignore\na < b\n```"),
        "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>"
    );
    assert_eq!(
        html("```c++\n```"),
        "<pre><code class=\"language-c++\"></code></pre>"
    );
    for bad in ["a\"onclick=x", "é", &"x".repeat(41)] {
        assert_eq!(
            html(&format!("~~~ {bad}\nx\n~~~")),
            "<pre><code>x\n</code></pre>"
        );
    }
}

#[test]
fn definition_lists_and_strikethrough() {
    assert_eq!(
        html("Trust\n: what is ~~lost~~ kept\n"),
        "<dl>\n<dt>Trust</dt>\n<dd>what is <del>lost</del> kept</dd>\n</dl>"
    );
}

#[test]
fn plain_text_is_what_a_reader_reads() {
    let read = read(
        "# T\n\n## Head\n\nOne *two*\nthree `four` [five](x.md) ![six](y.jpg) <b>seven</b>.\n\n```\ncode\n```\n\
         - a\n  - b\n- c\n\n| h | i |\n|--|--|\n| j | k |\n\n> [!note] Title\n> body %%secret%%\n",
    );
    let mut blocks = String::new();
    for (run, text) in read.parsed.texts(|_| "TITLE") {
        if run.begins_block {
            blocks.push('\n');
        } else if run.separated {
            blocks.push(' ');
        }
        blocks.push_str(match run.kind {
            RunKind::Code => "CODE",
            RunKind::Text | RunKind::Heading(_) | RunKind::Generated => text.trim_end(),
        });
    }
    assert_eq!(
        blocks,
        "\nHead\nOne two three four five six seven.\nCODE\na\nb\nc\nh\ni\nj\nk\nTitle\nbody"
    );
}

#[test]
fn depth_is_bounded_and_reported_once() {
    let quotes = ">".repeat(200_000);
    let lists = (0..1_000)
        .map(|depth| format!("{}- x\n", "  ".repeat(depth % 400)))
        .collect::<String>();
    let emphasis = "*a ".repeat(100_000) + &"b* ".repeat(100_000);
    let marks = "==a **b ".repeat(20_000);
    let brackets = "[".repeat(100_000);
    for text in [
        quotes,
        lists,
        "- ".repeat(100_000),
        emphasis,
        marks,
        brackets,
    ] {
        let read = read(&text);
        let deep = read
            .problems
            .iter()
            .filter(|problem| problem.starts_with("TEXT-04"));
        assert!(deep.count() <= 1);
    }
    assert_eq!(read(&">".repeat(200)).problems.len(), 1);
    assert_eq!(read(&">".repeat(128)).problems.len(), 0);
}

#[test]
fn twice_the_depth_is_at_most_twice_the_html_and_the_problems() {
    let units = [
        ">", "- ", "*a ", "*a **b ", "==a **b ", "[a ", "![a ", "[[a ", "a^[b ", "(a ", "<b>",
        "%%a ", "{{< a ",
    ];
    for unit in units {
        let size = |count: usize| {
            let read = read(&format!("{}x", unit.repeat(count)));
            let messages: usize = read.messages.iter().map(String::len).sum();
            read.html.len() + messages
        };
        let (once, twice) = (size(1_000), size(2_000));
        assert!(
            once > 0 && 2 * twice < 5 * once,
            "{unit:?}: {once}, then {twice}"
        );
    }
}
