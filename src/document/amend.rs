//! Edits front matter as text: adds or removes one redirect and keeps everything else as the author wrote it.
//!
//! It does not verify the result. The caller reads the new text and checks that it has the intended redirects.

use std::ops::Range;

use super::front_matter::{self, FrontMatter};
use super::lines::Notation;
use crate::path::{self, Route, SourcePath};

/// The keys that hold old addresses, in the normalised form that [`super::settings`] uses.
const KEYS: [&str; 3] = ["aliases", "alias", "redirectfrom"];

/// The text of a document with one more old address that redirects to it.
///
/// `None` if its front matter cannot be read, or if its redirects are not written as a list.
pub fn with_redirect(text: &str, path: &SourcePath, from: &Route) -> Option<String> {
    let mut problems = Vec::new();
    let (front_matter, body) = front_matter::split(text, path, &mut problems);
    if !problems.is_empty() {
        return None;
    }
    // A JSON string is also a valid string in YAML and TOML.
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

/// The text of a document without an old address that is now its own. If it cannot be removed, the text is unchanged.
pub fn without_redirect(text: &str, path: &SourcePath, own: &Route) -> String {
    let mut problems = Vec::new();
    let (front_matter, _) = front_matter::split(text, path, &mut problems);
    let plain = |key: &str| key.to_lowercase().replace(['-', '_'], "");
    let mut keys = front_matter.values.keys();
    let key = keys.find(|key| KEYS.contains(&plain(key).as_str()));
    let (Some(key), true) = (key, problems.is_empty()) else {
        return text.to_owned();
    };
    let Some(list) = front_matter.values[key].as_array() else {
        return text.to_owned();
    };
    let is_own = |written: &str| {
        let written = path::decode_path(written).unwrap_or_default();
        let bare = |address: &str| path::fold(address.trim_matches('/'));
        bare(&written) == bare(own.as_str())
    };
    let kept = list
        .iter()
        .filter(|entry| !entry.as_str().is_some_and(is_own));
    let is_emptied = kept.clone().next().is_none();
    if kept.count() == list.len() {
        return text.to_owned();
    }
    let key_span = front_matter.key_span(key);
    let is_json = front_matter.notation == Some(Notation::Json);
    let cut = match is_emptied && !is_json {
        true => vec![whole_key(text, key_span.start, front_matter.span.end)],
        false => entries(text, key_span.end..front_matter.span.end, is_own),
    };
    let mut shorter = text.to_owned();
    for range in cut.into_iter().rev() {
        shorter.replace_range(range, "");
    }
    // Remove the empty front matter of a file that had none before `with_redirect`.
    match shorter.strip_prefix("---\n---\n\n") {
        Some(body) => body.to_owned(),
        None => shorter,
    }
}

/// The byte range of all lines of a key and its list, written in brackets or with an entry on each line.
fn whole_key(text: &str, start: usize, end: usize) -> Range<usize> {
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let first = text[start..end].find('\n').map_or(end, |at| start + at + 1);
    let value = &text[start..first];
    if value.contains('[') && !value.contains(']') {
        let close = text[start..end].find(']').map_or(end, |at| start + at);
        let line = text[close..end].find('\n').map_or(end, |at| close + at + 1);
        return start..line;
    }
    let list = text[first..end].split_inclusive('\n');
    let list = list.take_while(|line| line.trim_start().starts_with('-'));
    start..first + list.map(str::len).sum::<usize>()
}

/// The byte ranges of the list entries to remove, each with its comma or its line.
fn entries(text: &str, value: Range<usize>, goes: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let bare = |entry: &str| entry.trim().trim_matches(['"', '\'']).to_owned();
    let rest = &text[value.clone()];
    let open = rest.find('[').filter(|open| !rest[..*open].contains("\n"));
    let mut cut = Vec::new();
    if let Some(open) = open {
        // Addresses contain neither brackets nor commas, so splitting is safe.
        let close = rest.find(']').unwrap_or(rest.len());
        let mut at = value.start + open + 1;
        let mut is_first = true;
        for entry in rest[open + 1..close].split_inclusive(',') {
            let end = at + entry.len();
            if goes(&bare(entry.trim_end_matches(','))) {
                let is_last = !entry.ends_with(',');
                // The last entry is removed with the comma before it, an entry before all kept ones with the blanks after it.
                let from = if is_last && !is_first { at - 1 } else { at };
                let blank = text[end..].len() - text[end..].trim_start_matches(' ').len();
                cut.push(from..if is_first { end + blank } else { end });
            } else {
                is_first = false;
            }
            at = end;
        }
        return cut;
    }
    let mut at = value.start + rest.find('\n').map_or(rest.len(), |at| at + 1);
    for line in text[at..value.end].split_inclusive('\n') {
        let Some(entry) = line.trim_start().strip_prefix('-') else {
            break;
        };
        if goes(&bare(entry)) {
            cut.push(at..at + line.len());
        }
        at += line.len();
    }
    cut
}

/// The offset and the text of a new key.
fn first(front_matter: &FrontMatter, notation: Notation, address: &str) -> (usize, String) {
    let span = &front_matter.span;
    match notation {
        Notation::Yaml => (span.end, format!("aliases: [{address}]\n")),
        // After the first table header, a key would belong to that table.
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

/// The offset and the text of one more entry in an existing list. `None` if the list cannot be found in the text.
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
        // Addresses contain no brackets.
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
    fn an_old_address_that_is_the_own_one_is_taken_out() {
        let shortened = |text: &str| {
            without_redirect(text, &SourcePath::new("content/a.md"), &Route::new("/old/"))
        };
        for (before, after) in [
            ("---\naliases: [\"/old/\"]\n---\n\nText.\n", "Text.\n"),
            (
                "---\ntitle: A # mine\naliases: [\"/old/\"]\n---\nText.\n",
                "---\ntitle: A # mine\n---\nText.\n",
            ),
            (
                "---\naliases: [/x/, \"/old/\"]\ntitle: A\n---\n",
                "---\naliases: [/x/]\ntitle: A\n---\n",
            ),
            (
                "---\naliases: [/old, /x/, old/, /y/, /OLD/]\n---\n",
                "---\naliases: [/x/, /y/]\n---\n",
            ),
            (
                "---\nredirect_from:\n  - /x/\n  - \"/old/\"\n  - /y/\ntitle: A\n---\n",
                "---\nredirect_from:\n  - /x/\n  - /y/\ntitle: A\n---\n",
            ),
            (
                "---\nredirect_from:\n  - /old/\ntitle: A\n---\n",
                "---\ntitle: A\n---\n",
            ),
            (
                "+++\naliases = [\n  \"/old/\",\n]\ntitle = \"A\"\n+++\n",
                "+++\ntitle = \"A\"\n+++\n",
            ),
            (
                "{\"aliases\": [\"/old/\"],\"title\": \"A\"}\n",
                "{\"aliases\": [],\"title\": \"A\"}\n",
            ),
            ("---\naliases: /old/\n---\n", "---\naliases: /old/\n---\n"),
            ("---\naliases: [/x/]\n---\n", "---\naliases: [/x/]\n---\n"),
            ("Text.\n", "Text.\n"),
        ] {
            assert_eq!(shortened(before), after);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert_eq!(amended("---\ntitle: [\n---\n"), None);
        assert_eq!(amended("---\naliases: /x/\n---\n"), None);
    }
}
