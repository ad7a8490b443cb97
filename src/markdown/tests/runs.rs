//! The runs of a text: what each piece of it is, and where it is in the HTML.

use super::*;

/// The runs of a text. ` | ` is between two runs that something separates, and `~` between two that may be one word; `*` is
/// before a run whose words may become links to the glossary, and `#2:` before one of the heading with this index.
fn runs(read: &Read) -> String {
    let mut shown = String::new();
    for (run, text) in read.parsed.texts(|_| "TITLE") {
        if !shown.is_empty() {
            shown.push_str(if run.separated { " | " } else { "~" });
        }
        if run.takes_links {
            shown.push('*');
        }
        if let RunKind::Heading(index) = run.kind {
            shown.push_str(&format!("#{index}:"));
        }
        shown.push_str(text.trim_end());
    }
    shown
}

/// Checks that the finished HTML has the text of each run at its place, and holds no mark.
fn assert_places(read: &Read) {
    let stretches = read.parsed.stretches();
    for run in &read.parsed.runs {
        if let Some((stretch, bytes)) = run.in_html() {
            let text = &stretches[stretch][bytes.clone()];
            assert!(!text.contains(['<', '>']), "{text:?}");
            let after = &stretches[stretch][bytes.end..];
            assert!(after.is_empty() || after.starts_with('<'), "{after:?}");
        }
    }
    assert!(!read.html.contains('\u{fdd0}'), "{}", read.html);
}

#[track_caller]
fn assert_runs(text: &str, expected: &str) {
    let read = read(text);
    assert_places(&read);
    assert_eq!(runs(&read), expected, "{}", read.html);
}

#[test]
fn a_run_goes_on_until_a_tag_or_a_gap() {
    assert_runs(
        "It's *so* im**port**ant\nto `say` [\"no\"](a.md) & go.",
        "*It’s | *so | *im~*port~*ant\nto | say | “no” | *& go.",
    );
    assert_runs(
        "One.\n\n- two\n- three\n\n---\n\nFour",
        "*One. | *two | *three | *Four",
    );
    assert_runs(
        "See [[Other]] and ![a bench](b.jpg).",
        "*See | TITLE | *and | a bench~*.",
    );
}

#[test]
fn headings_titles_quotations_and_code_are_left_alone() {
    assert_runs(
        "## A *big* step\n\nText\n\n> said\n\n```\nlet a;\n```\n",
        "#0:A | #0:big | #0:step | *Text | said | let a;",
    );
    assert_runs("##\n\nText", "#0: | *Text");
    assert_runs("> [!note] Title\n> Body", "Title | *Body");
    assert_runs("> [!example] Title\n> - Body", "Title | Body");
    assert_runs("| a |\n|---|\n| b |", "a | *b");
    assert_runs("- [ ] do it", "do it");
    assert_runs("Term\n: What it is", "Term | *What it is");
}

#[test]
fn footnotes_are_at_the_end_as_on_the_page() {
    assert_runs(
        "One[^a] two.\n\n[^a]: A note.\n\nThree.",
        "*One~1 | *two. | *Three. | *A note. | ↩\u{fe0e}",
    );
}

#[test]
fn the_sanitiser_takes_runs_along() {
    let sanitised = |text: &str| {
        let read = read_raw(text, RawHtml::Sanitise);
        assert_places(&read);
        runs(&read)
    };
    assert_eq!(
        sanitised("<div><p>a &lt; <kbd>K</kbd>ey<br>b <script>c</script></div>\n\nd <q>e</q>"),
        "*a < | K~*ey | *b | *d | e"
    );
    // A browser moves what is in no cell out of the table.
    assert_eq!(
        sanitised("<table><tr><td>cell</td></tr>stray</table>"),
        "*stray | *cell"
    );
    let read = read_raw("<q>a</q> b\n\n<style>\nc\n</style>", RawHtml::Allow);
    assert_places(&read);
    assert_eq!(runs(&read), "a | *b");
}

#[test]
fn characters_of_marks_in_a_text_stay_text() {
    let text = "a\u{fdd0}b *c*\u{fdd1} &#xfdd0;😀";
    let read = read(text);
    assert_eq!(runs(&read), "*a\u{fdd0}b | *c~*\u{fdd1} \u{fdd0}😀");
}
