//! Writing into front matter: one redirect more, and everything else stays as its author wrote it.
//!
//! It changes text and judges nothing; whoever uses it reads the result and sees whether it says what
//! was meant.

use super::front_matter::{self, FrontMatter, Notation};
use crate::path::{Route, SourcePath};

/// The keys that hold old addresses, as [`super::meta`] understands them.
const KEYS: [&str; 3] = ["aliases", "alias", "redirectfrom"];

/// The text of a document with one more old address that leads to it.
///
/// Nothing when its front matter cannot be read, or lists its redirects in a way that is not a list.
pub fn with_redirect(text: &str, path: &SourcePath, from: &Route) -> Option<String> {
    let mut problems = Vec::new();
    let (front_matter, body) = front_matter::split(text, path, &mut problems);
    if !problems.is_empty() {
        return None;
    }
    // A JSON string is a YAML and a TOML string, too.
    let address = serde_json::Value::from(from.as_str()).to_string();
    let Some(notation) = front_matter.notation else {
        return Some(format!(
            "---\naliases: [{address}]\n---\n\n{}",
            &text[body..]
        ));
    };
    let key = front_matter.values.keys().find(|key| {
        let plain = key.to_lowercase().replace(['-', '_'], "");
        KEYS.contains(&plain.as_str())
    });
    let (at, added) = match key {
        Some(key) => {
            let list = front_matter.values[key].as_array()?;
            more(text, &front_matter, key, list.is_empty(), &address)?
        }
        None => first(&front_matter, notation, &address),
    };
    Some(format!("{}{added}{}", &text[..at], &text[at..]))
}

/// Where a new key goes, and how it is written.
fn first(front_matter: &FrontMatter, notation: Notation, address: &str) -> (usize, String) {
    let span = &front_matter.span;
    match notation {
        Notation::Yaml => (span.end, format!("aliases: [{address}]\n")),
        // Behind the first table every key would belong to that.
        Notation::Toml => (span.start, format!("aliases = [{address}]\n")),
        Notation::Json => {
            let comma = if front_matter.values.is_empty() {
                ""
            } else {
                ","
            };
            (span.start + 1, format!("\"aliases\": [{address}]{comma}"))
        }
    }
}

/// Where one more entry of a list goes, and how it is written.
fn more(
    text: &str,
    front_matter: &FrontMatter,
    key: &str,
    is_empty: bool,
    address: &str,
) -> Option<(usize, String)> {
    let rest = front_matter.key_span(key).end..front_matter.span.end;
    let value = text[rest.clone()].trim_start_matches([':', '=', '"', ' ', '\t']);
    let start = rest.end - value.len();
    if value.starts_with('[') {
        // Addresses hold no brackets.
        let end = start + value.find(']')?;
        let comma = if is_empty { "" } else { ", " };
        return Some((end, format!("{comma}{address}")));
    }
    // A YAML list with an entry on each line.
    let mut at = start + value.find('\n')? + 1;
    let mut indent = None;
    for line in text[at..rest.end].split_inclusive('\n') {
        let entry = line.trim_start_matches([' ', '\t']);
        if !entry.starts_with('-') {
            break;
        }
        indent = Some(&line[..line.len() - entry.len()]);
        at += line.len();
    }
    Some((at, format!("{}- {address}\n", indent?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amended(text: &str) -> Option<String> {
        with_redirect(text, &SourcePath::new("content/a.md"), &Route::new("/old/"))
    }

    #[test]
    fn a_redirect_is_added_in_the_notation_of_the_file() {
        for (before, after) in [
            ("Text.\n", "---\naliases: [\"/old/\"]\n---\n\nText.\n"),
            (
                "---\ntitle: A # mine\n---\nText.\n",
                "---\ntitle: A # mine\naliases: [\"/old/\"]\n---\nText.\n",
            ),
            (
                "---\naliases: [/x/]\ntitle: A\n---\n",
                "---\naliases: [/x/, \"/old/\"]\ntitle: A\n---\n",
            ),
            (
                "---\nredirect_from:\n  - /x/\n  - /y/\ntitle: A\n---\n",
                "---\nredirect_from:\n  - /x/\n  - /y/\n  - \"/old/\"\ntitle: A\n---\n",
            ),
            (
                "---\naliases: []\n---\n",
                "---\naliases: [\"/old/\"]\n---\n",
            ),
            (
                "+++\ntitle = \"A\"\n[extra]\nb = 1\n+++\n",
                "+++\naliases = [\"/old/\"]\ntitle = \"A\"\n[extra]\nb = 1\n+++\n",
            ),
            (
                "{\"title\": \"A\"}\nText.\n",
                "{\"aliases\": [\"/old/\"],\"title\": \"A\"}\nText.\n",
            ),
        ] {
            assert_eq!(amended(before).as_deref(), Some(after));
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert_eq!(amended("---\ntitle: [\n---\n"), None);
        assert_eq!(amended("---\naliases: /x/\n---\n"), None);
    }
}
