//! The forms of other tools, and what an author is told of each.

use std::ops::Range;

use crate::codes::{self, Code};

/// A form that means something elsewhere.
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
}

/// A form, its code, what is said of it, and what to do.
pub(super) type FormText = (Form, Code, &'static str, &'static str);

pub(super) const FORMS: [FormText; 18] = [
    (
        Form::Shortcode,
        codes::TEXT_05,
        "a shortcode of another tool stays as it is",
        "write it in Markdown or as one of mend's blocks, or put it in a code span",
    ),
    (
        Form::Include,
        codes::TEXT_05,
        "a file that another tool would include here is not included",
        "paste the lines that are meant",
    ),
    (
        Form::Erb,
        codes::TEXT_05,
        "a template's `<% %>` stays as it is",
        "write what it would say, or put it in a code span",
    ),
    (
        Form::Colons,
        codes::TEXT_08,
        "a container `:::` of another tool stays as it is",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Admonition,
        codes::TEXT_08,
        "an admonition of another tool stays as it is",
        "write a block: a quotation that begins with `> [!note]`",
    ),
    (
        Form::Tab,
        codes::TEXT_08,
        "a tab of another tool stays as it is",
        "write a heading instead, or a block `> [!folded]`",
    ),
    (
        Form::Attributes,
        codes::TEXT_09,
        "attributes in braces stay as they are",
        "take them out; only a heading can have them, as in `## Title {#name}`",
    ),
    (
        Form::Icon,
        codes::TEXT_09,
        "the name of an icon stays as it is",
        "put the character itself there, or take it out",
    ),
    (
        Form::Formula,
        codes::TEXT_09,
        "a formula stays as it is",
        "write it in words and signs, or put it in a code span",
    ),
    (
        Form::Tilde,
        codes::TEXT_09,
        "single tildes around words stay as they are",
        "write `~~words~~` to strike them out",
    ),
    (
        Form::Import,
        codes::TEXT_10,
        "an `import` or `export` of another tool stays as it is",
        "take it out, or put it in a block of code",
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
        "this block of code is never closed, so everything after it is code",
        "close it with a line of the same signs",
    ),
    (
        Form::FenceInHtml,
        codes::TEXT_11,
        "this fence is inside HTML, so it does not begin a block of code",
        "leave an empty line between the HTML and the fence",
    ),
    (
        Form::Contents,
        codes::TEXT_12,
        "the mark for a table of contents was left out",
        "take it out; the theme draws the contents of a long article itself",
    ),
    (
        Form::Enclosed,
        codes::TEXT_05,
        "the contents of another tool's shortcode are shown as a block of code",
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
];

/// The forms that were met: where first, and how often.
#[derive(Debug, Default)]
pub(super) struct FoundForms(pub(super) [Option<(Range<usize>, usize)>; FORMS.len()]);

impl FoundForms {
    pub(super) fn add(&mut self, form: Form, place: Range<usize>) {
        self.0[form as usize].get_or_insert((place, 0)).1 += 1;
    }
}
