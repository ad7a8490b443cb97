//! Marks inside a line: links, images, evidence, comments, shortcodes.

use super::*;

#[test]
fn links_are_gaps_with_all_that_is_known() {
    let read = read(
        "See [a *b*](x.md#c \"T\"), <https://a.example/>, <me@a.example> and [r].\n\n[r]: /y?a&amp;b\n",
    );
    assert_eq!(read.problems, [""; 0]);
    let links: Vec<_> = read
        .parsed
        .links
        .iter()
        .map(|link| {
            (
                &*link.target,
                &*link.text,
                link.title.as_deref(),
                link.span.clone(),
            )
        })
        .collect();
    assert_eq!(
        links,
        [
            ("x.md#c", "a b", Some("T"), 1_004..1_023),
            (
                "https://a.example/",
                "https://a.example/",
                None,
                1_025..1_045
            ),
            ("mailto:me@a.example", "me@a.example", None, 1_047..1_061),
            ("/y?a&b", "r", None, 1_066..1_069),
        ]
    );
}

#[test]
fn wikilinks_bring_their_text_or_wait_for_a_title() {
    let read = read(
        "[[Page]] [[a/b#C|text *t*]] [[x|]] [[Sleep: a guide]]\n\n| a |\n|--|\n| [[y\\|z]] |\n",
    );
    assert_eq!(read.problems, [""; 0]);
    assert!(read.html.starts_with(
        "<p><a href=\"Page\">TITLE OF Page</a> <a href=\"a/b#C\">text <em>t</em></a> \
         <a href=\"x\">TITLE OF x</a> <a href=\"Sleep:%20a%20guide\">TITLE OF Sleep: a guide</a></p>"
    ));
    assert!(read.html.contains("<a href=\"y\">z</a>"));
    assert!(
        read.parsed
            .links
            .iter()
            .all(|link| link.kind == LinkKind::Wiki)
    );
    assert_eq!(&*read.parsed.links[1].text, "text t");
}

#[test]
fn embeds_are_images_or_links() {
    let read = read(
        "![[a.JPG|A bench]] ![[b.png|300]] ![[c.webp|Alt|300x200]] ![[d.pdf]] ![[e.pdf|Sheet]]",
    );
    assert_eq!(read.problems, ["STR-05 at \"![[b.png|300]]\""]);
    assert_eq!(
        read.html,
        "<p><img src=\"a.JPG\" alt=\"A bench\"> <img src=\"b.png\" width=\"300\"> \
         <img src=\"c.webp\" alt=\"Alt\" width=\"300\"> \
         <a href=\"d.pdf\" class=\"embed\">TITLE OF d.pdf</a> <a href=\"e.pdf\" class=\"embed\">Sheet</a></p>\n"
    );
    assert_eq!(read.parsed.links[0].kind, LinkKind::Embed);
}

#[test]
fn images_need_a_decision_about_their_text() {
    let read = read("![A *b* [c](d)](x.jpg \"T\") ![](y.jpg) ![decorative](z.jpg)");
    assert_eq!(read.problems, ["STR-05 at \"![](y.jpg)\""]);
    let alts: Vec<_> = read
        .parsed
        .images
        .iter()
        .map(|image| image.alt.as_deref())
        .collect();
    assert_eq!(alts, [Some("A b c"), None, Some("")]);
    assert!(read.parsed.links.is_empty());
}

#[test]
fn a_link_needs_words_or_a_described_image() {
    assert_eq!(problems("[](x.md)"), ["STR-04 at \"[](x.md)\""]);
    assert_eq!(problems("[ ](x.md)"), ["STR-04 at \"[ ](x.md)\""]);
    assert_eq!(problems("[![A bench](a.jpg)](x.md)"), [""; 0]);
    assert_eq!(
        problems("[![decorative](a.jpg)](x.md)"),
        ["STR-04 at \"[![decorative](a.jpg)](x.md)\""]
    );
    assert_eq!(
        &*read("[![A bench](a.jpg)](x.md)").parsed.links[0].text,
        "A bench"
    );
}

#[test]
fn a_scheme_that_is_not_allowed_drops_the_link_and_keeps_its_words() {
    for target in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script&colon;alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ] {
        let text = format!("[press *me*]({target})");
        let read = read(&text);
        assert_eq!(read.problems, [format!("LINK-04 at {text:?}")]);
        assert_eq!(read.html, "<p>press <em>me</em></p>\n");
        assert!(read.parsed.links.is_empty());
    }
    assert_eq!(read("![x](javascript:y)").html, "<p>x</p>\n");
    assert_eq!(problems("[[javascript:x]]").len(), 1);
    assert_eq!(problems("<ftp://a.example>").len(), 1);
}

#[test]
fn marked_words_nest_properly() {
    assert_eq!(
        html("a ==b *c* d== e"),
        "<p>a <mark>b <em>c</em> d</mark> e</p>"
    );
    assert_eq!(
        html("*==b==*, ==*b*== **a ==b==**"),
        "<p><em><mark>b</mark></em>, <mark><em>b</em></mark> <strong>a <mark>b</mark></strong></p>"
    );
    assert_eq!(
        html("==a [b](c)=="),
        "<p><mark>a <a href=\"c\">b</a></mark></p>"
    );
    assert_eq!(
        html("==“a”== ==\"a\"=="),
        "<p><mark>“a”</mark> <mark>“a”</mark></p>"
    );
    for plain in [
        "a == b == c",
        "==a",
        "a==",
        "==a ==",
        "== a==",
        "*a ==b* c==",
        "===a===",
        "====",
        "`==a==`",
        "\\==a==",
    ] {
        assert!(!html(plain).contains("<mark>"), "{plain}");
    }
    assert_eq!(
        html("==a== b== ==c=="),
        "<p><mark>a</mark> b== <mark>c</mark></p>"
    );
    assert_eq!(html("==a\nb=="), "<p><mark>a\nb</mark></p>");
    assert_eq!(
        html("==a <kbd>b</kbd>=="),
        "<p><mark>a <kbd>b</kbd></mark></p>"
    );
    assert_eq!(html("==a <kbd>b== c</kbd>"), "<p>==a <kbd>b== c</kbd></p>");
}

#[test]
fn evidence_marks_are_gaps() {
    let read = read("Often. [@E05] Rarely [@E05, @E07].");
    assert_eq!(
        read.html,
        "<p>Often. (see E05) Rarely (see E05)(see E07).</p>\n"
    );
    let spans: Vec<_> = read
        .parsed
        .evidence
        .iter()
        .map(|note| note.span.clone())
        .collect();
    assert_eq!(spans, [1_008..1_012, 1_022..1_026, 1_028..1_032]);
    for plain in [
        "`[@E05]`",
        "[@ E05]",
        "[@E05](x.md)",
        "\\[@E05]",
        "[@E05, E07]",
        "a@b [x]",
    ] {
        assert!(super::read(plain).parsed.evidence.is_empty(), "{plain}");
    }
    assert_eq!(
        html("*Often [@E05]* yes"),
        "<p><em>Often (see E05)</em> yes</p>"
    );
}

#[test]
fn comments_are_never_published() {
    for text in [
        "a %%secret%% b",
        "a <!-- secret --> b",
        "%%secret%%",
        "<!-- secret -->",
        "%%\nsecret\n\n## secret\n%%",
        "<!--\nsecret\n\nsecret\n-->\n",
        "> %%\n> secret\n> %%\n> b",
        "a %%se\n\ncret%% b",
        "## A %%secret%%",
        "[a %%secret%%](b \"c %%secret%%\")",
        "![a %%secret%%](b.jpg)",
        "%%`secret%% `b`",
        "%%\n```\nsecret\n%%\n\n```\nb\n```",
        "- a\n- %%secret%%\n- b",
        "<div title=\"%%secret%%\">a</div>",
        "[[a|%%secret%%b]]",
        "# T %%secret%%",
    ] {
        let read = read(text);
        let all = format!("{}{:?}", read.html, read.parsed);
        assert!(
            !all.contains("secret") && !all.contains("cret"),
            "{text}: {all}"
        );
        assert!(
            !all.contains('\u{1}') && !all.contains("\\u{1}"),
            "{text}: {all}"
        );
        assert!(!all.contains("%%"), "{text}: {all}");
    }
}

#[test]
fn a_comment_leaves_no_trace() {
    assert_eq!(html("%%a%%\n\nb"), "<p>b</p>");
    assert_eq!(html("%%a%% b"), "<p> b</p>");
    assert_eq!(html("a %%b%%\nc"), "<p>a \nc</p>");
    assert_eq!(
        html("- a\n%%x%%\n- b"),
        "<ul>\n<li>a\n</li>\n<li>b</li>\n</ul>"
    );
    assert_eq!(html("a\n\n%%\nx\n\n- y\n%%\n\nb"), "<p>a</p>\n<p>b</p>");
    assert_eq!(
        html("> a\n>\n> %%x\n> y%%\n>\n> b"),
        "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"
    );
    assert_eq!(html("a%%b%%c **d%%e%%**"), "<p>ac <strong>d</strong></p>");
    assert_eq!(html("## A %%b%%"), "<h2 id=\"a\">A </h2>");
}

#[test]
fn percent_signs_in_code_are_no_comment() {
    assert_eq!(html("`%%a%%` b %%c%%"), "<p><code>%%a%%</code> b </p>");
    assert_eq!(html("```\n%%a%%\n```"), "<pre><code>%%a%%\n</code></pre>");
    assert_eq!(html("    %%a%%"), "<pre><code>%%a%%</code></pre>");
    assert_eq!(html("100\\%% a"), "<p>100%% a</p>");
    assert_eq!(problems("a %% b"), ["TEXT-06 at \"%%\""]);
    assert_eq!(problems("<!-- a"), ["TEXT-06 at \"<!-- a\""]);
}

#[test]
fn places_behind_a_comment_stay_right() {
    let read = read("%%é%% [](x.md) %%`\n%%\n\n[](y.md)");
    assert_eq!(
        read.problems,
        ["STR-04 at \"[](x.md)\"", "STR-04 at \"[](y.md)\""]
    );
}

#[test]
fn shortcodes_stay_and_are_told_once() {
    let read = read(
        "{{< youtube a >}} {% include b %} {{% c %}}\n\n`{{< d >}}` {{<e f>}}\n\n## G {% h %}\n",
    );
    assert_eq!(read.problems, ["TEXT-05 at \"{{\""]);
    assert_eq!(
        read.messages,
        ["a shortcode of another tool is shown as text, and 4 more in this article"]
    );
    assert_eq!(
        read.html,
        "<p>{{&lt; youtube a &gt;}} {% include b %} {{% c %}}</p>\n<p><code>{{&lt; d &gt;}}</code> {{&lt;e f&gt;}}</p>\n\
         <h2 id=\"g--h-\">G {% h %}</h2>\n"
    );
    assert_eq!(html("{{ x }} and {y}"), "<p>{{ x }} and {y}</p>");
    assert_eq!(
        html("## Hello {{ x }}"),
        "<h2 id=\"hello--x-\">Hello {{ x }}</h2>"
    );
}

#[test]
fn smart_punctuation_is_a_choice() {
    assert_eq!(html("\"a\" -- it's..."), "<p>“a” – it’s…</p>");
    let config = Markdown {
        smart_punctuation: false,
        ..Markdown::default()
    };
    assert_eq!(
        read_with("\"a\" -- it's...", None, &config).html,
        "<p>\"a\" -- it's...</p>\n"
    );
}
