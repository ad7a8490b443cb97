//! The syntax of other tools that is recognised, and the message about each form.

use std::ops::Range;

use crate::codes::{self, Code};

/// A form of syntax that has a meaning in other tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Shortcode,
    Include,
    Erb,
    Colons,
    Admonition,
    Tab,
    Attributes,
    Icon,
    Formula,
    Tilde,
    Import,
    Component,
    OpenFence,
    FenceInHtml,
    Contents,
    Enclosed,
    Words,
    Comment,
    HashWithoutSpace,
    Bullet,
    SpacedCallout,
    BoldHeading,
    Garbled,
}

/// A form, its code, the message about it, and the help.
pub(super) type FormText = (Form, Code, &'static str, &'static str);

pub(super) const FORMS: [FormText; 23] = [
    (
        Form::Shortcode,
        codes::TEXT_05,
        "a shortcode of another tool is shown as text",
        "write it in Markdown or as one of mend's blocks, or put it in a code span",
    ),
    (
        Form::Include,
        codes::TEXT_05,
        "a file that another tool would include here is not included",
        "paste its lines here",
    ),
    (
        Form::Erb,
        codes::TEXT_05,
        "a template's `<% %>` is shown as text",
        "write its output, or put it in a code span",
    ),
    (
        Form::Colons,
        codes::TEXT_08,
        "a container `:::` of another tool is shown as text",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Admonition,
        codes::TEXT_08,
        "an admonition of another tool is shown as text",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Tab,
        codes::TEXT_08,
        "a tab of another tool is shown as text",
        "write a heading instead, or a block `> [!details]`",
    ),
    (
        Form::Attributes,
        codes::TEXT_09,
        "attributes in braces are shown as text",
        "remove them; only a heading can have them, as in `## Title {#name}`",
    ),
    (
        Form::Icon,
        codes::TEXT_09,
        "the name of an icon is shown as text",
        "use the character itself, or remove it",
    ),
    (
        Form::Formula,
        codes::TEXT_09,
        "a formula is shown as text",
        "write it in words and symbols, or put it in a code span",
    ),
    (
        Form::Tilde,
        codes::TEXT_09,
        "single tildes around words are shown as text",
        "write `~~words~~` to strike them out",
    ),
    (
        Form::Import,
        codes::TEXT_10,
        "an `import` or `export` of another tool is shown as text",
        "remove it, or put it in a code block",
    ),
    (
        Form::Component,
        codes::TEXT_10,
        "a component of another tool is not rendered",
        "write it in Markdown or as one of mend's blocks",
    ),
    (
        Form::OpenFence,
        codes::TEXT_11,
        "this code block is never closed, so everything after it is code",
        "close it with a line of the same characters",
    ),
    (
        Form::FenceInHtml,
        codes::TEXT_11,
        "this fence is inside HTML, so it does not begin a code block",
        "leave an empty line between the HTML and the fence",
    ),
    (
        Form::Contents,
        codes::TEXT_12,
        "the marker for a table of contents was removed",
        "delete it; the theme adds a table of contents to long articles itself",
    ),
    (
        Form::Enclosed,
        codes::TEXT_05,
        "the contents of another tool's shortcode are shown as a code block",
        "write it as one: between two lines of three backticks",
    ),
    (
        Form::Words,
        codes::HTML_05,
        "this is read as an HTML tag, so readers do not see it",
        "write `&lt;` for `<`, or put it in a code span",
    ),
    (
        Form::Comment,
        codes::TEXT_05,
        "a comment of another tool is shown to readers",
        "write it between `%%` and `%%`, which is never published, or take it out",
    ),
    (
        Form::HashWithoutSpace,
        codes::TEXT_13,
        "this line is not a heading, because there is no space after its `#`",
        "write a space after it, as in `## What helps`",
    ),
    (
        Form::Bullet,
        codes::TEXT_13,
        "this line is not an item of a list, because it begins with a bullet sign",
        "begin it with a hyphen and a space, as in `- Rest`",
    ),
    (
        Form::SpacedCallout,
        codes::TEXT_13,
        "this does not begin a box, because of the space in its square brackets",
        "write it without a space, as in `> [!tip]`",
    ),
    (
        Form::BoldHeading,
        codes::TEXT_13,
        "this bold line looks like a heading, but is not one",
        "write it as a heading, as in `## What helps`; if it is a sentence, end it with a full stop",
    ),
    (
        Form::Garbled,
        codes::TEXT_14,
        "these letters are garbled: a program read the text in the wrong encoding",
        "type them again, or copy the text anew from where it is still right",
    ),
];

/// The forms that were found: the first place of each, and the count.
#[derive(Debug, Default)]
pub(super) struct FoundForms(pub(super) [Option<(Range<usize>, usize)>; FORMS.len()]);

impl FoundForms {
    pub(super) fn add(&mut self, form: Form, place: Range<usize>) {
        self.0[form as usize].get_or_insert((place, 0)).1 += 1;
    }
}
