//! The words of a text and their places in the file.

use super::*;

fn read_prose(text: &str) -> Prose {
    let path = SourcePath::new("content/a.md");
    let parsed = parse(text, 0, &path, None, &Syntax::of(&Markdown::default()));
    parsed.value.source_runs.prose(text)
}

#[test]
fn every_word_knows_its_place() {
    let text =
        "It’s *fine* to [say “no”](a.md), `code` or ==wait== [@E05].\n\n- one\n- two **b**\n";
    let prose = read_prose(text);
    let texts: Vec<&str> = prose
        .passages
        .iter()
        .map(|passage| &*passage.text)
        .collect();
    assert_eq!(texts, ["It's fine to say \"no\", or wait.", "one", "two b"]);
    let first = &prose.passages[0];
    for (word, source) in [
        ("It's", "It’s"),
        ("fine", "fine"),
        ("\"no\"", "“no”"),
        ("wait", "wait"),
    ] {
        let at = first.text.find(word).expect("the word");
        assert_eq!(&text[first.span_of(&(at..at + word.len()))], source);
    }
    assert_eq!(&first.text[first.links[0].clone()], "say \"no\"");
    assert!(first.backed && !prose.passages[1].backed);
    assert_eq!(prose.lists[0].items, 2);
}

#[test]
fn passages_know_what_they_stand_in() {
    let prose = read_prose(
        "## Head\n\n> [!dont] Title\n> - shout\n\n> said\n\n> [!note]\n> text\n\n| a |\n|---|\n| b |\n",
    );
    let seen: Vec<(Role, &str, usize, bool)> = prose
        .passages
        .iter()
        .map(|passage| {
            (
                passage.role,
                &*passage.text,
                passage.blocks.len(),
                passage.quoted,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Role::Heading(2), "Head", 0, false),
            (Role::Title, "Title", 1, false),
            (Role::Item, "shout", 1, false),
            (Role::Paragraph, "said", 0, true),
            (Role::Paragraph, "text", 1, false),
            (Role::Cell, "a", 0, false),
            (Role::Cell, "b", 0, false),
        ]
    );
}

#[test]
fn a_silence_covers_the_next_block() {
    let text = "One.\n\n<!-- lint-ok LANG-01: a name -->\nTwo.\n\n<!-- lint-ok READ-02 -->\n\n- a\n- b\n\nEnd.\n";
    let prose = read_prose(text);
    let covered: Vec<&str> = prose
        .silences
        .iter()
        .map(|silence| &text[silence.covers.clone().expect("a block")])
        .collect();
    assert_eq!(covered, ["Two.", "- a\n- b"]);
    assert_eq!(
        (&*prose.silences[0].code, &*prose.silences[0].reason),
        ("LANG-01", "a name")
    );
}

#[test]
fn words_are_what_the_author_typed() {
    let text = "Wait... \"now\" -- it's %%a secret%% a &amp; b[^c] `code`.\n\n[^c]: See [[some/page-name]].\n";
    let prose = read_prose(text);
    let texts: Vec<&str> = prose
        .passages
        .iter()
        .map(|passage| &*passage.text)
        .collect();
    assert_eq!(texts, ["Wait... \"now\" -- it's a & b .", "See Page name."]);
    let first = &prose.passages[0];
    for (word, source) in [("a & b", "a &amp; b"), ("-- it's", "-- it's")] {
        let at = first.text.find(word).expect("the words");
        assert_eq!(&text[first.span_of(&(at..at + word.len()))], source);
    }
    assert!(first.backed);
}

#[test]
fn the_words_of_another_text_are_not_known() {
    let path = SourcePath::new("content/a.md");
    let parsed = parse(
        "One two.\n",
        0,
        &path,
        None,
        &Syntax::of(&Markdown::default()),
    );
    let source_runs = parsed.value.source_runs;
    assert_eq!(source_runs.prose("One two.\nMore.").passages.len(), 1);
    assert_eq!(source_runs.prose("One"), Prose::default());
}
