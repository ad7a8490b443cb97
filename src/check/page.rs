//! Checks one finished page: it reveals nothing about its reader to other sites, and its fields store nothing.
//!
//! The page is checked as it will be published, whatever theme drew it.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::codes::{self, Code};
use crate::config::Check;
use crate::diag::Diagnostic;

/// What must be known of a page to judge it.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct PageContext<'a> {
    /// Where the site will be, if that is known.
    pub(super) own_address: Option<&'a str>,
    /// Whether its readers must be warned.
    pub(super) flagged: bool,
}

/// Whether any rule of [`check`] is on.
pub(super) fn is_asked(rules: &Check) -> bool {
    let found = [codes::PRIV_01, codes::WORK_01, codes::SAFE_01];
    let mut found = found.into_iter();
    found.any(|code| rules.severity_of(code).is_some())
}

/// Judges a page by its HTML. The problems have no place: the caller knows which page it is.
pub(super) fn check(html: &str, page: &PageContext<'_>, rules: &Check) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut report = |code: Code, message: String, help: &str| {
        if let Some(severity) = rules.severity_of(code) {
            problems.push(Diagnostic::new(code, message).severity(severity).help(help));
        }
    };
    let mut has_notice = false;
    let mut labels = Labels::of(html);
    for tag in tags(html) {
        has_notice |= tag.value("role") == Some("note");
        if let Some(message) = leak(&tag, page.own_address) {
            report(codes::PRIV_01, message, "put it in a file of the site");
        }
        if is_field(&tag) {
            for (wrong, message) in [
                (
                    tag.value("name").is_some(),
                    "a field has a name, so a form could send it",
                ),
                (
                    tag.value("autocomplete") != Some("off"),
                    "a browser may keep what readers write in a field",
                ),
                (
                    tag.value("spellcheck") != Some("false"),
                    "a browser may send what readers write in a field to check its spelling",
                ),
                (!labels.name(&tag), "a field has no label"),
            ] {
                if wrong {
                    report(
                        codes::WORK_01,
                        message.to_owned(),
                        "give it a label, autocomplete=\"off\" and spellcheck=\"false\", and no name",
                    );
                }
            }
        }
    }
    if page.flagged && !has_notice {
        report(
            codes::SAFE_01,
            "the template of this page does not show its safety notice".to_owned(),
            "let the template show `content`, which holds the notice as an element with role=\"note\"",
        );
    }
    problems
}

/// The ids of a page.
pub(super) fn ids(html: &str) -> impl Iterator<Item = &str> {
    tags(html).filter_map(|tag| tag.value("id"))
}

/// An opening tag.
pub(super) struct Tag<'h> {
    pub(super) name: &'h str,
    rest: &'h str,
}

impl<'h> Tag<'h> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute; empty if it has none.
    pub(super) fn value(&self, wanted: &str) -> Option<&'h str> {
        let mut rest = self.rest.trim_start();
        while !rest.is_empty() {
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(behind) = rest.strip_prefix('=') {
                let behind = behind.trim_start();
                let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                    None => {
                        behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len()))
                    }
                };
                rest = rest.trim_start();
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            if end == 0 && value.is_empty() {
                break;
            }
        }
        None
    }
}

/// The opening tags of a page, those inside scripts and comments left out.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<')?;
            rest = &rest[start + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
                continue;
            }
            let length = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .unwrap_or(rest.len());
            if length == 0 {
                continue;
            }
            let name = &rest[..length];
            let end = end_of_tag(&rest[length..]) + length;
            let tag = Tag {
                name,
                rest: rest[length..end].trim_end_matches('/'),
            };
            rest = rest.get(end + 1..).unwrap_or_default();
            if name.eq_ignore_ascii_case("script") {
                rest = rest.find("</script").map_or("", |close| &rest[close..]);
            }
            return Some(tag);
        }
    })
}

/// Where the `>` of a tag is, which may not be the first one: attribute values can contain it.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return at,
            None => {}
        }
    }
    rest.len()
}

/// How a tag would reveal the reader to another site, or run code that is not in a file.
fn leak(tag: &Tag<'_>, own_address: Option<&str>) -> Option<String> {
    let is_foreign = |url: &str| {
        let is_own = own_address.is_some_and(|own| url.starts_with(own));
        (url.starts_with("http:") || url.starts_with("https:") || url.starts_with("//")) && !is_own
    };
    const WITH_SOURCE: [&str; 9] = [
        "img", "script", "iframe", "audio", "video", "source", "embed", "input", "track",
    ];
    let loads = if WITH_SOURCE.iter().any(|name| tag.is(name)) {
        tag.value("src")
    } else if tag.is("object") {
        tag.value("data")
    } else if tag.is("link") {
        let rel = tag.value("rel").unwrap_or_default();
        let names_only = ["canonical", "alternate", "license", "author", "me"].contains(&rel);
        tag.value("href").filter(|_| !names_only)
    } else {
        None
    };
    if let Some(url) = loads.filter(|url| is_foreign(url)) {
        return Some(format!("`<{}>` loads {url} from another host", tag.name));
    }
    if tag.is("script") && tag.value("src").is_none() && !is_data(tag) {
        return Some("the page contains an inline script".to_owned());
    }
    if tag.is("style") || tag.value("style").is_some() {
        return Some("the page contains an inline style".to_owned());
    }
    if tag.is("form") && tag.value("action").is_some_and(|action| !action.is_empty()) {
        return Some("a form sends what readers write".to_owned());
    }
    None
}

/// Whether a script holds data that no browser runs.
fn is_data(tag: &Tag<'_>) -> bool {
    tag.value("type").is_some_and(|kind| kind.ends_with("json"))
}

/// Whether a tag is a field of a worksheet; a search field is not.
fn is_field(tag: &Tag<'_>) -> bool {
    tag.is("textarea")
}

/// The labels of a page, read once however many fields it has: fields are asked about in the order of the page.
struct Labels<'h> {
    html: &'h str,
    /// How far the page was read for labels around fields, and whether one is open there.
    read: usize,
    is_open: bool,
    /// The ids that labels name.
    ids: OnceCell<FxHashSet<&'h str>>,
}

impl<'h> Labels<'h> {
    fn of(html: &'h str) -> Self {
        Self {
            html,
            read: 0,
            is_open: false,
            ids: OnceCell::new(),
        }
    }

    /// Whether a field has a name of its own, is inside a label, or has an id that a label names.
    fn name(&mut self, field: &Tag<'h>) -> bool {
        // The rest of a tag is a part of the HTML, so the distance between both is its place.
        let start = field.rest.as_ptr().addr() - self.html.as_ptr().addr();
        let between = &self.html[self.read..start];
        let (opened, closed) = (between.rfind("<label"), between.rfind("</label"));
        if opened != closed {
            self.is_open = opened > closed;
        }
        self.read = start;
        let own = field.value("aria-label");
        let own = own.or_else(|| field.value("aria-labelledby"));
        self.is_open
            || own.is_some_and(|name| !name.is_empty())
            || field.value("id").is_some_and(|id| self.ids().contains(id))
    }

    fn ids(&self) -> &FxHashSet<&'h str> {
        self.ids.get_or_init(|| {
            let labels = tags(self.html).filter(|tag| tag.is("label"));
            labels.filter_map(|label| label.value("for")).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Preset;

    fn codes_of(html: &str) -> Vec<&'static str> {
        let rules = Check {
            preset: Preset::Guide,
            ..Check::default()
        };
        let page = PageContext {
            own_address: Some("https://own.example/"),
            flagged: false,
        };
        check(html, &page, &rules)
            .iter()
            .map(|problem| problem.code.id())
            .collect()
    }

    #[test]
    fn what_leaves_the_page_is_noticed() {
        for html in [
            "<img src=\"https://counter.example/1.gif\">",
            "<script>track()</script>",
            "<p style=\"color:red\">x</p>",
            "<link rel=preload href='//fonts.example/a.woff'>",
            "<form action=\"https://mail.example/\">",
            "<style>p{}</style>",
            "<IMG SRC=\"http://counter.example/1.gif\">",
        ] {
            assert_eq!(codes_of(html), ["PRIV-01"], "{html}");
        }
    }

    #[test]
    fn what_stays_is_left_alone() {
        for html in [
            "<a href=\"https://doi.org/1\">study</a>",
            "<img src=\"../a.png\" alt=\"a > b\">",
            "<script src=\"theme.js\" defer></script>",
            "<link rel=\"canonical\" href=\"https://other.example/\">",
            "<img src=\"https://own.example/a.png\">",
            "<!-- <script>old()</script> -->",
            "<label>A <textarea autocomplete=\"off\" spellcheck=\"false\"></textarea></label>",
            "<label>A <textarea autocomplete=off spellcheck=false></textarea> or <textarea autocomplete=off spellcheck=false></textarea></label>",
            "<label for=a>A</label><textarea id='a' autocomplete=off spellcheck=false></textarea>",
            "<textarea id=\"a\" autocomplete=\"off\" spellcheck=\"false\"></textarea><label for=\"a\">A</label>",
        ] {
            assert!(codes_of(html).is_empty(), "{html}: {:?}", codes_of(html));
        }
    }

    #[test]
    fn a_page_whose_readers_must_be_warned_shows_the_notice() {
        let rules = Check {
            preset: Preset::Guide,
            ..Check::default()
        };
        let page = PageContext {
            own_address: None,
            flagged: true,
        };
        assert!(check("<aside role=\"note\">Take care.</aside>", &page, &rules).is_empty());
        let found = check("<p>Text.</p>", &page, &rules);
        assert_eq!(found[0].code, codes::SAFE_01);
    }

    #[test]
    fn a_field_that_could_keep_or_send_is_noticed() {
        assert_eq!(codes_of("<textarea name=\"feelings\"></textarea>").len(), 4);
        for html in [
            "<label>A</label> <textarea autocomplete=off spellcheck=false></textarea>",
            "<label>A <textarea autocomplete=off spellcheck=false></textarea></label> <textarea autocomplete=off spellcheck=false></textarea>",
            "<label for=b>B</label><textarea id=a autocomplete=off spellcheck=false></textarea>",
            "<output for=a></output><textarea id=a autocomplete=off spellcheck=false></textarea>",
        ] {
            assert_eq!(codes_of(html), ["WORK-01"], "{html}");
        }
    }
}
