//! Code inside a shortcode of another tool: `{{< highlight go >}}` to `{{< /highlight >}}`, `{% highlight ruby %}`
//! to `{% endhighlight %}`, `{% mermaid() %}` to `{% end %}`.
//!
//! The text between such tags is not Markdown. So the parser gets two fences of the same length in their place, and the text
//! becomes a code block. [`Events`](super::events::Events) continues with the original text, so that offsets stay the same.
//! Shortcodes with code are recognised by their names alone; all others, and those inside a line, are left to the parser.

use std::borrow::Cow;
use std::ops::Range;

/// Words of the names of shortcodes that hold code.
const NAMES: [&str; 19] = [
    "chart",
    "code",
    "codeblock",
    "console",
    "diagram",
    "graphviz",
    "highlight",
    "hl",
    "katex",
    "latex",
    "math",
    "mathjax",
    "mermaid",
    "plantuml",
    "prettify",
    "snippet",
    "sourcecode",
    "terminal",
    "verbatim",
];

/// How tags begin and end.
const MARKS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// The text as the parser is to read it.
pub(super) fn fence(text: &str) -> Cow<'_, str> {
    if !text.contains("{{<") && !text.contains("{{%") && !text.contains("{%") {
        return Cow::Borrowed(text);
    }
    let pairs = pairs(text);
    if pairs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (open, close) in &pairs {
        let info = open.language.map(|name| format!(" {name}"));
        let info = info.as_deref().unwrap_or_default();
        let length = close.len().min(open.range.len() - info.len());
        let mut write = |range: &Range<usize>, info: &str| {
            let tag = &mut bytes[range.clone()];
            tag.fill(b' ');
            tag[..length].fill(b'~');
            tag[length..length + info.len()].copy_from_slice(info.as_bytes());
        };
        write(&open.range, info);
        write(close, "");
    }
    // Whole lines were replaced, by ASCII.
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The tag before the code.
struct Open<'t> {
    range: Range<usize>,
    mark: &'static str,
    name: &'t str,
    language: Option<&'t str>,
}

/// The tags around each piece of code.
fn pairs(text: &str) -> Vec<(Open<'_>, Range<usize>)> {
    let mut pairs = Vec::new();
    // The last tag of each name that could begin code.
    let mut open: Vec<Open<'_>> = Vec::new();
    // The character and the length of the fence that is open.
    let mut fence: Option<(char, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let from = start;
        start += line.len();
        if let Some((character, length, info)) = fence_of(line) {
            fence = match fence {
                Some((open, least)) if open == character && length >= least && info.is_empty() => {
                    None
                }
                Some(fence) => Some(fence),
                None => Some((character, length)),
            };
            // Text that has a fence of its own is Markdown, so the tags around it do not enclose code.
            open.clear();
            continue;
        }
        if fence.is_some() {
            continue;
        }
        let Some((at, mark, inside)) = tag_of(line) else {
            continue;
        };
        let range = from + at..from + line.trim_end().len();
        if let Some(name) = closing(mark, inside) {
            let is_of = |tag: &Open<'_>| tag.mark == mark && (name.is_empty() || tag.name == name);
            if let Some(place) = open.iter().rposition(is_of) {
                pairs.push((open.swap_remove(place), range));
                open.clear();
            }
        } else if let Some(tag) = opening(mark, inside, range) {
            open.retain(|known| known.name != tag.name || known.mark != mark);
            open.push(tag);
        }
    }
    pairs
}

/// The character of a fence that a line begins with, the length of the fence, and the rest of the line.
fn fence_of(line: &str) -> Option<(char, usize, &str)> {
    let at = line.find(['`', '~'])?;
    let character = line[at..].chars().next()?;
    let info = line[at..].trim_start_matches(character);
    let length = line.len() - at - info.len();
    let is_span = character == '`' && info.contains(character);
    (length >= 3 && !is_span && is_margin(&line[..at])).then_some((character, length, info.trim()))
}

/// The tag that has a line to itself (a `raw` tag in the same line does not count): where it begins, how, and its contents.
fn tag_of(line: &str) -> Option<(usize, &'static str, &str)> {
    let at = line.find('{')?;
    let tags = line[at..].trim_end();
    let (begin, end) = MARKS.iter().find(|(begin, _)| tags.starts_with(begin))?;
    let mut alone = None;
    for tag in tags.strip_suffix(end)?.split(end) {
        let inside = tag.trim_start().strip_prefix(begin)?;
        match inside.trim_matches(['-', ' ', '\t']) {
            "raw" | "endraw" if *begin == "{%" => {}
            inside if alone.is_none() => alone = Some(inside),
            _ => return None,
        }
    }
    is_margin(&line[..at]).then_some((at, *begin, alone?))
}

/// The name that a tag closes; empty for a tag that closes any.
fn closing<'t>(mark: &str, inside: &'t str) -> Option<&'t str> {
    match mark {
        "{%" => inside.strip_prefix("end").map(str::trim_start),
        _ => inside.strip_prefix('/').map(str::trim_start),
    }
}

fn opening<'t>(mark: &'static str, inside: &'t str, range: Range<usize>) -> Option<Open<'t>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let end = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    let mut words = name.split(['-', '_', '/', '.']);
    // A template decides where the contents of `{% set %}` are shown, if at all, so they are not text of the article.
    let is_set = (mark, name) == ("{%", "set") && !rest.contains('=');
    let is_code = is_set || words.any(|word| NAMES.contains(&word.to_ascii_lowercase().as_str()));
    (is_code && !inside.ends_with('/')).then(|| Open {
        range,
        mark,
        name,
        language: language(rest).filter(|_| !is_set),
    })
}

/// The language of the code, if it is the first argument of the tag.
fn language(rest: &str) -> Option<&str> {
    let word = rest.split_whitespace().next()?.trim_matches('"');
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-');
    let is_language =
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(is_part);
    is_language.then_some(word)
}

/// Whether the beginning of a line holds nothing but the markers of quotations and lists.
pub(super) fn is_margin(before: &str) -> bool {
    let rest = before.trim_start_matches([' ', '\t', '>']);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(rest);
    rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tags_around_code_become_fences_of_their_length() {
        for (text, shown) in [
            (
                "{{< highlight go >}}\nx\n{{< /highlight >}}\n",
                "~~~~~~~~~~~~~~~~~ go\nx\n~~~~~~~~~~~~~~~~~ \n",
            ),
            (
                "> {{< code-toggle file=hugo >}}\n> x\n> {{</ code-toggle >}}",
                "> ~~~~~~~~~~~~~~~~~~~~         \n> x\n> ~~~~~~~~~~~~~~~~~~~~",
            ),
            (
                "- {%- highlight \"c++\" -%}\r\n  x\r\n  {%- endhighlight -%}",
                "- ~~~~~~~~~~~~~~~~~~~ c++\r\n  x\r\n  ~~~~~~~~~~~~~~~~~~~ ",
            ),
            (
                "{%- set code %}{% raw %}\nx\n{% endraw %}{% endset %}",
                "~~~~~~~~~~~~~~~~~~~~~~~~\nx\n~~~~~~~~~~~~~~~~~~~~~~~~",
            ),
            (
                "{% mermaid() %}\nx\n{% end %}",
                "~~~~~~~~~      \nx\n~~~~~~~~~",
            ),
        ] {
            assert_eq!(fence(text), shown, "{text}");
        }
    }

    #[test]
    fn all_else_is_left_alone() {
        for text in [
            "{{< note >}}\nx\n{{< /note >}}",
            "{{< code a.go >}}\nx",
            "{{< code a.go />}}\nx\n{{< /code >}}",
            "x {{< code >}}\nx\n{{< /code >}}",
            "{{< code >}}\n```\nx\n```\n{{< /code >}}",
            "```\n{{< code >}}\nx\n{{< /code >}}\n```",
            "{% raw %}\nx\n{% endraw %}",
            "{% set x = 1 %}\nx\n{% endset %}",
        ] {
            assert_eq!(fence(text), text);
        }
    }
}
