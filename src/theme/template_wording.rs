//! The messages of the template library, in words for those who change templates, with the name that was probably meant.
//!
//! The library has no error codes, so its messages are matched by their text. Sentences that are plain already are kept.

use crate::diag::{did_you_mean, listed, nearest};

/// The filters, tests, functions and tags that every template has. The library does not list its own; a test tries each.
const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "text",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: &[&str] = &["range", "throw"];
const TAGS: &[&str] = &[
    "block",
    "break",
    "component",
    "continue",
    "elif",
    "else",
    "endblock",
    "endcomponent",
    "endfilter",
    "endfor",
    "endif",
    "endraw",
    "endset",
    "extends",
    "filter",
    "for",
    "if",
    "include",
    "raw",
    "set",
    "set_global",
];

/// A message and its help. `here` is the text at the place of the fault, and `templates` are the names of all templates.
pub(super) fn reword<'t>(
    said: &str,
    here: &str,
    templates: impl Iterator<Item = &'t str>,
) -> (String, Option<String>) {
    for (what, known) in [
        ("filter", FILTERS),
        ("test", TESTS),
        ("function", FUNCTIONS),
    ] {
        if let Some(name) = named(said, &format!("Unknown {what} ")) {
            let help = did_you_mean(nearest(name, known.iter().copied()))
                .unwrap_or_else(|| format!("the {what}s are {}", known.join(", ")));
            return (format!("there is no {what} `{name}`"), Some(help));
        }
    }
    if let Some(name) = named(said, "Unknown component ") {
        let help = "`mend theme eject` lists the files of the theme, and its components among them";
        return (
            format!("there is no component `{name}`"),
            Some(help.to_owned()),
        );
    }
    if said == "Unknown tag" {
        return unknown_tag(here);
    }
    let parent = said
        .split('\'')
        .nth(3)
        .filter(|_| said.contains("is inheriting from"));
    if let Some(name) = named(said, "Unknown template ").or(parent) {
        let help = did_you_mean(nearest(name, templates))
            .unwrap_or_else(|| "`mend theme eject` lists the templates".to_owned());
        return (format!("there is no template `{name}`"), Some(help));
    }
    if let Some((_, chain)) = said.split_once(" chain: ") {
        let chain = chain.trim_matches(['`', '[', ']']).replace('"', "`");
        return (
            "this template includes itself".to_owned(),
            Some(format!(
                "it comes back by way of {chain}: take one of these out"
            )),
        );
    }
    if let Some(found) = undefined(said) {
        return found;
    }
    if let Some((found, wanted)) = said.strip_prefix("Found ").and_then(|rest| {
        rest.split_once(" but expected ")
            .or(rest.split_once(" but was expecting "))
    }) {
        return out_of_place(found, wanted.trim_end_matches('.'));
    }
    if said.starts_with("Unexpected end of input") {
        return (
            "the template ends before something that it opens is closed".to_owned(),
            Some("close each {{ with }}, each {% with %}, and each if, for, set and block with its end tag".to_owned()),
        );
    }
    if let Some(name) = named(said, "Missing keyword argument ") {
        return (
            format!("this needs a value for `{name}`"),
            Some(format!("write it in brackets: {name}=…")),
        );
    }
    (in_sentence(said), None)
}

/// The name in backticks that follows these words.
fn named<'s>(said: &'s str, words: &str) -> Option<&'s str> {
    said.strip_prefix(words)?
        .strip_prefix('`')?
        .split('`')
        .next()
}

fn unknown_tag(here: &str) -> (String, Option<String>) {
    let name: String = here
        .trim_start_matches(['{', '%', '-', ' '])
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    if TAGS.contains(&name.as_str()) {
        return (
            format!("`{name}` is out of place here"),
            Some(
                "each end tag closes what was opened last: `endif` an `if`, `endfor` a `for`"
                    .to_owned(),
            ),
        );
    }
    let help = did_you_mean(nearest(&name, TAGS.iter().copied()))
        .unwrap_or_else(|| format!("the tags are {}", TAGS.join(", ")));
    (format!("there is no tag `{name}`"), Some(help))
}

/// A field or variable that does not exist; the library lists those that do.
fn undefined(said: &str) -> Option<(String, Option<String>)> {
    for (start, what) in [("Field ", "field"), ("Variable ", "variable")] {
        let Some(name) = named(said, start).filter(|_| said.contains("is not defined")) else {
            continue;
        };
        let known = said
            .split_once("Available ")
            .and_then(|(_, rest)| rest.split_once(": "));
        let known: Vec<&str> = known
            .map(|(_, names)| names.split(", ").collect())
            .unwrap_or_default();
        let help = did_you_mean(nearest(name, known.iter().copied())).or_else(|| {
            (!known.is_empty()).then(|| format!("the {what}s here are {}", listed(&known)))
        });
        return Some((format!("there is no {what} `{name}` here"), help));
    }
    None
}

/// A sign where another one belongs.
fn out_of_place(found: &str, wanted: &str) -> (String, Option<String>) {
    let found = found.trim_matches('`');
    let message = format!("`{found}` is out of place here");
    let is_value = ["integer", "ident", "string"]
        .iter()
        .any(|kind| wanted.contains(kind));
    let help = match is_value {
        true => "a name, a text in quotation marks or a number is missing before it".to_owned(),
        false => format!("write {} here", wanted.trim_start_matches("one of: ")),
    };
    (message, Some(help))
}

/// A sentence of the library as a message of mend: it begins in lower case and ends without a full stop.
fn in_sentence(said: &str) -> String {
    let said = said.trim_end_matches('.');
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "the template cannot be used".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_exist() {
        let mut tera = tera::Tera::new();
        super::super::filters::register(&mut tera, &crate::data::texts::Texts::default());
        for (form, names) in [
            ("{{ a | NAME }}", FILTERS),
            ("{% if a is NAME %}{% endif %}", TESTS),
            ("{{ NAME() }}", FUNCTIONS),
        ] {
            for name in names {
                let added = tera.add_raw_template(name, &form.replace("NAME", name));
                assert!(added.is_ok(), "{name}: {:?}", added.err());
            }
        }
        for tag in TAGS {
            let added = tera::Tera::new().add_raw_template("a", &format!("{{% {tag} %}}"));
            let error = added
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            let is_end = tag.starts_with("end") || ["elif", "else"].contains(tag);
            assert!(is_end || !error.contains("Unknown tag"), "{tag}: {error}");
        }
    }

    #[test]
    fn a_missing_name_is_told_with_the_one_that_was_meant() {
        let told = |said: &str, here: &str| {
            let (message, help) = reword(said, here, ["base.html"].into_iter());
            format!("{message}: {}", help.unwrap_or_default())
        };
        for (said, here, wanted) in [
            ("Unknown filter `uper`", "", "did you mean `upper`?"),
            ("Unknown tag", "iff a %}", "did you mean `if`?"),
            ("Unknown tag", "endif %}", "`endif` is out of place here"),
            (
                "Template 'a.html' is inheriting from 'bas.html', which doesn't exist or isn't loaded.",
                "",
                "there is no template `bas.html`: did you mean `base.html`?",
            ),
            (
                "Field `titel` is not defined. Available fields: tags, title",
                "",
                "did you mean `title`?",
            ),
            ("Found `}` but expected }}.", "", "write }} here"),
        ] {
            let found = told(said, here);
            assert!(found.contains(wanted), "{found}");
        }
    }
}
