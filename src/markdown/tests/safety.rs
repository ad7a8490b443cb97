//! Raw HTML by configuration, and extreme texts.

use proptest::prelude::*;

use super::*;

fn safe(text: &str) -> Read {
    read_raw(text, RawHtml::Sanitise)
}

#[test]
fn harmless_html_passes_without_a_word() {
    for (text, expected) in [
        ("a <kbd>b</kbd> c", "<p>a <kbd>b</kbd> c</p>\n"),
        ("a<br>b<br />c", "<p>a<br>b<br>c</p>\n"),
        (
            "<div class=\"box\" id=\"x\" aria-label=\"y\">\n\nHello *you*\n\n</div>",
            "<div class=\"box\" id=\"x\" aria-label=\"y\">\n<p>Hello <em>you</em></p>\n</div>",
        ),
        (
            "<details open>\n<summary>A &amp; b</summary>\n\n## In\n\n</details>\n",
            "<details open=\"\">\n<summary>A &amp; b</summary>\n<h2 id=\"in\">In</h2>\n</details>\n",
        ),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ] {
        let read = safe(text);
        assert_eq!(read.problems, [""; 0], "{text}");
        assert_eq!(read.html, expected, "{text}");
    }
}

#[test]
fn what_could_harm_is_removed_and_told_at_its_place() {
    for (text, code, expected) in [
        (
            "a <script>alert(1)</script> b",
            "HTML-02 at \"<script>\"",
            "<p>a  b</p>\n",
        ),
        (
            "<script>\nalert(1)\n\n</script>\nb",
            "HTML-02 at \"<script>\"",
            "\n<p>b</p>\n",
        ),
        (
            "<p onclick=\"x()\">a</p>",
            "HTML-02 at \"onclick=\\\"x()\\\"\"",
            "<p>a</p>",
        ),
        (
            "<p style=color:red>a</p>",
            "HTML-02 at \"style=color:red\"",
            "<p>a</p>",
        ),
        (
            "<iframe src=x>a</iframe>",
            "HTML-02 at \"<iframe src=x>\"",
            "",
        ),
        (
            "<svg><a href=x>b</a></svg>c",
            "HTML-02 at \"<svg>\"",
            "<p>c</p>\n",
        ),
        ("<input value=x>", "HTML-02 at \"<input value=x>\"", ""),
        ("<form>a</form>", "HTML-02 at \"<form>\"", "a"),
        ("</div>\n", "HTML-02 at \"</div>\"", "\n"),
        (
            "<div class=\"x\n\na",
            "HTML-02 at \"<div class=\\\"x\"",
            "&lt;div class=\"x\n<p>a</p>\n",
        ),
        (
            "<q cite='javascript:x'>a</q>",
            "HTML-02 at \"cite='javascript:x'\"",
            "<p><q>a</q></p>\n",
        ),
    ] {
        let read = safe(text);
        assert_eq!(read.problems, [code], "{text}");
        assert_eq!(read.html, expected, "{text}");
    }
}

#[test]
fn our_own_markup_survives_next_to_html() {
    let text = "<b>x</b>\n\n## Head {.wide}\n\n- [x] task\n\n| a |\n|:-:|\n| b[^1] |\n\n```rust\nx\n```\n\n\
                3. c\n\n==m== [l](x.md) ![i](y.jpg) ![[f.pdf]] [[w]] [@E1]\n\n> [!note] T\n> <i>b</i>\n\n[^1]: n\n";
    let read = safe(text);
    assert_eq!(read.problems, [""; 0]);
    let plain = safe(&text.replace("<b>x</b>", "x").replace("<i>b</i>", "b"));
    let html = read.html.replace("<b>x</b>", "x").replace("<i>b</i>", "b");
    let boolean = |html: &str| html.replace("=\"\"", "");
    assert_eq!(boolean(&html), boolean(&plain.html));
}

#[test]
fn elements_end_inside_what_they_began_in() {
    let read = safe("> <b>a\n\nb</b> c");
    assert_eq!(read.problems, ["HTML-02 at \"</b>\""]);
    assert_eq!(
        read.html,
        "<blockquote>\n<p><b>a</b></p>\n</blockquote>\n<p>b c</p>\n"
    );
    assert_eq!(
        safe("*a <b>c* d</b>").html,
        "<p><em>a <b>c</b></em> d</p>\n"
    );
}

#[test]
fn raw_links_and_images_are_gaps_like_all_others() {
    for mode in [RawHtml::Sanitise, RawHtml::Allow] {
        let read = read_raw(
            "<a class=\"k\" href=\"x.md?a&amp;b\" title=\"T\">to *x*</a> and <img src=y.jpg alt='Y' width=30 class=z>\n\n\
             <p><a href=\"z.md\">z</a><img src=\"w.jpg\"></p>\n",
            mode,
        );
        assert_eq!(read.problems, ["STR-05 at \"<img src=\\\"w.jpg\\\">\""]);
        let links: Vec<_> = read
            .parsed
            .links
            .iter()
            .map(|link| (&*link.target, &*link.text, link.title.as_deref()))
            .collect();
        assert_eq!(
            links,
            [("x.md?a&b", "to x", Some("T")), ("z.md", "z", None)]
        );
        assert!(read.html.starts_with(
            "<p><a href=\"x.md?a&amp;b\" class=\"k\">to <em>x</em></a> and \
             <img src=\"y.jpg\" alt=\"Y\" width=\"30\" class=\"z\"></p>\n<p><a href=\"z.md\">z</a><img src=\"w.jpg\"></p>"
        ), "{}", read.html);
    }
    assert_eq!(
        safe("<a href=x.md></a>").problems,
        ["STR-04 at \"<a href=x.md>\""]
    );
    assert_eq!(
        safe("<a href=\"java&#115;cript:x\">a</a>").problems.len(),
        1
    );
    assert_eq!(
        safe("<a href=\"java&#115;cript:x\">a</a>").html,
        "<p><a>a</a></p>\n"
    );
    assert_eq!(safe("<img src=x alt=\"\">").problems, [""; 0]);
}

#[test]
fn ids_in_html_are_anchors_and_belong_to_the_author() {
    let read = safe("## Top\n\n<a id=\"top\"></a> <a name=old></a>\n");
    assert_eq!(read.problems, [""; 0]);
    let anchors: Vec<&str> = read.parsed.anchors.iter().map(|anchor| &**anchor).collect();
    assert_eq!(anchors, ["top", "old", "top-1"]);
    assert_eq!(
        safe("<b id=a>x</b> <b id=a>y</b>").problems,
        ["STR-06 at \"<b id=a>\""]
    );
}

#[test]
fn html_can_be_allowed_or_refused() {
    let text = "<div onclick=x>\n\na <script>y</script>\n\n</div> <!-- c -->";
    let allowed = read_raw(text, RawHtml::Allow);
    assert_eq!(allowed.problems, [""; 0]);
    assert_eq!(
        allowed.html,
        "<div onclick=x>\n<p>a <script>y</script></p>\n</div> "
    );
    let refused = read_raw(text, RawHtml::Refuse);
    assert_eq!(
        refused.problems,
        ["HTML-01 at \"<div onclick=x>\"", "HTML-01 at \"<script>\""]
    );
    assert_eq!(refused.html.trim(), "<p>a y</p>");
    assert_eq!(read_raw("<!-- c -->", RawHtml::Refuse).problems, [""; 0]);
}

#[test]
fn html_inside_a_quote_keeps_its_places() {
    let read = safe("> <div\n> onclick=x>\n> a <b onclick=y>é</b>\n> </div>\n");
    assert_eq!(
        read.problems,
        ["HTML-02 at \"onclick=x\"", "HTML-02 at \"onclick=y\""]
    );
}

#[test]
fn no_gap_can_be_forged_or_moved_into_an_attribute() {
    let read = safe(
        "<div title=\"\n\n![ onmouseover=alert(1) x=](a.jpg)\n\n\">\n\n<wbr data-gap=\"0\"><a data-gap=\"1\">x</a>",
    );
    assert!(!read.html.contains("<div"), "{}", read.html);
    assert!(!read.html.contains("data-gap"), "{}", read.html);
}

#[test]
fn many_unclosed_elements_do_not_multiply() {
    let text: String = (0..3_000)
        .map(|number| format!("<b id=x{number}>\n\n<p>a\n\n"))
        .collect();
    let read = safe(&text);
    assert!(read.html.len() < 3 * text.len());
    assert_eq!(
        read.problems
            .iter()
            .filter(|problem| problem.starts_with("TEXT-04"))
            .count(),
        1
    );
}

/// Fragments of Markdown that interact in odd ways.
fn bits() -> impl Strategy<Value = String> {
    let bit = prop::sample::select(vec![
        "a",
        "é",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "==",
        "%%",
        "[",
        "]",
        "[[",
        "]]",
        "![[",
        "|",
        "(x.md)",
        "[^1]",
        "[^1]: ",
        "[@E1]",
        "[@",
        "> ",
        "> [!note] ",
        "> [!field] ",
        "> [!timeline]\n> 1. ",
        "lines: 3",
        "- ",
        "1. ",
        "- [ ] ",
        "# ",
        "### ",
        " {#a}",
        ": ",
        "| a |\n|--|\n",
        "<b>",
        "</b>",
        "<a href=x>",
        "</a>",
        "<img src=y>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<p class=\"",
        "\"",
        "'",
        "{{< x >}}",
        "{%",
        "&amp;",
        "&#0;",
        "\\",
        "---\n",
        "    ",
        "\t",
        "![",
        "](",
        "<",
        ">",
        "javascript:",
        "🙂",
    ]);
    prop::collection::vec(bit, 0..40).prop_map(|bits| bits.concat())
}

/// Whether tags open and close in order; for texts without HTML of their own.
fn is_balanced(html: &str) -> bool {
    const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let name = tag
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '/')
            .next()
            .unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None if VOID.contains(&name) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}

/// Fragments of hostile HTML.
fn hostile_bits() -> impl Strategy<Value = String> {
    let bit = prop::sample::select(vec![
        "a",
        " ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "*",
        "`",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "&",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<table>",
        "<td>",
        "</table>",
        "<svg>",
        "<math>",
        "<style>",
        "<title>",
        "<textarea>",
        "<select>",
        "<template>",
        "<script>",
        "</script>",
        "</style>",
        "<noscript>",
        "<plaintext>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<?",
        "?>",
        "<!x",
        "<a href=\"javascript:x\">",
        "<a href=y>",
        "</a>",
        "<a\nhref='&#106;avascript:x'",
        " onclick=x",
        "<img src=x onerror=y>",
        "<img/src=\"x\"/onerror=y>",
        "<p/onclick=x>",
        "<b\tid=x",
        " style=x",
        "<li>",
        "</ul>",
        "<wbr data-gap=\"0\">",
        "<a data-gap=\"0\">",
        "![x onerror=y](z.jpg)",
        "[[w]]",
        "[l](m)",
        "> [!note] ",
        "<form action=x>",
        "<input type=text>",
        "<input type=checkbox>",
        "<iframe src=x>",
        "<object>",
        "<details>",
        "<summary>",
        "%%",
        "==",
        "<div title=\"",
        "<q cite=\"javascript:x\">",
        "<mglyph>",
        "<annotation-xml encoding=\"text/html\">",
        "<br/>",
    ]);
    prop::collection::vec(bit, 0..30).prop_map(|bits| bits.concat())
}

/// Whether every tag of this HTML may be there, as a browser would read it.
fn is_harmless(html: &str) -> Result<(), String> {
    for token in raw::Tokens::from(html, 0) {
        match token {
            raw::Token::Text(_) | raw::Token::Close(..) => {}
            raw::Token::Open(tag) if tag.name == "aside" => {}
            raw::Token::Open(tag) => {
                let element = policy::element(tag.name).ok_or(tag.name)?;
                for attribute in tag.attributes {
                    let ours =
                        attribute.name == "src" || (element == "img" && attribute.name == "width");
                    if !ours && !policy::allows(element, attribute.name) {
                        return Err(attribute.name.to_owned());
                    }
                    let value = attribute.value.unwrap_or_default();
                    if attribute.name == "href" && value.contains("javascript:") {
                        return Err(value.to_owned());
                    }
                }
            }
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    parse(
        text,
        0,
        &SourcePath::new("a.md"),
        None,
        &Syntax::commonmark(),
    );
    for raw_html in [RawHtml::Refuse, RawHtml::Sanitise, RawHtml::Allow] {
        // This also cuts the place of every problem out of the text, which fails if the place is wrong.
        let read = read_raw(text, raw_html);
        let parsed = &read.parsed;
        let spans = (parsed.links.iter().map(|link| &link.span))
            .chain(parsed.images.iter().map(|image| &image.span))
            .chain(parsed.headings.iter().map(|heading| &heading.span))
            .chain(parsed.evidence.iter().map(|note| &note.span));
        for span in spans {
            prop_assert!(text.get(span.start - 1_000..span.end - 1_000).is_some());
        }
        let mut anchors = parsed.anchors.clone();
        anchors.sort();
        anchors.dedup();
        let told = read
            .problems
            .iter()
            .any(|problem| problem.starts_with("STR-06"));
        prop_assert!(told || anchors.len() == parsed.anchors.len());
        if raw_html != RawHtml::Allow {
            prop_assert!(is_balanced(&read.html), "{}", read.html);
            prop_assert!(!read.html.contains("<script") && !read.html.contains("<wbr data-gap"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        check(&text)?;
    }

    #[test]
    fn no_mixture_of_html_gets_through(text in hostile_bits()) {
        check(&text)?;
        for raw_html in [RawHtml::Refuse, RawHtml::Sanitise] {
            let html = read_raw(&text, raw_html).html;
            prop_assert!(is_harmless(&html).is_ok(), "{:?} in {html}", is_harmless(&html));
        }
    }

    #[test]
    fn any_mixture_of_marks_can_be_read(text in bits()) {
        check(&text)?;
    }
}
