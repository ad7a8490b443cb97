//! Checks one finished page: it reveals nothing about its reader to other sites, and its fields store nothing.
//!
//! The page is checked as it will be published, whatever theme drew it. Its HTML is read in [`super::tags`].

use rustc_hash::FxHashSet;

use super::tags::{self, OpenTag, Tag};
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
    let mut judge = PageJudge::new(page, rules);
    tags::read(html, |tag| judge.take(&tag));
    judge.finish()
}

/// The ids of a page.
pub(super) fn ids(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    tags::read(html, |tag| {
        if let Tag::Open(tag) = tag {
            ids.extend(tag.value("id").map(str::to_owned));
        }
    });
    ids
}

/// Judges a page tag by tag.
pub(super) struct PageJudge<'a> {
    page: &'a PageContext<'a>,
    rules: &'a Check,
    problems: Vec<Diagnostic>,
    has_notice: bool,
    /// Whether a label is open.
    is_in_label: bool,
    /// The ids that labels name.
    labelled: FxHashSet<String>,
    /// The fields that only a label elsewhere can name, by their ids.
    unlabelled: Vec<Option<String>>,
}

impl<'a> PageJudge<'a> {
    pub(super) fn new(page: &'a PageContext<'a>, rules: &'a Check) -> Self {
        Self {
            page,
            rules,
            problems: Vec::new(),
            has_notice: false,
            is_in_label: false,
            labelled: FxHashSet::default(),
            unlabelled: Vec::new(),
        }
    }

    /// Takes the next tag of the page.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Close(name) => self.is_in_label &= *name != "label",
            Tag::Open(tag) => self.open(tag),
        }
    }

    fn open(&mut self, tag: &OpenTag<'_>) {
        self.has_notice |= tag.value("role") == Some("note");
        if tag.name == "label" {
            self.is_in_label = true;
            self.labelled.extend(tag.value("for").map(str::to_owned));
        }
        if let Some(message) = leak(tag, self.page.own_address) {
            self.report(codes::PRIV_01, message, "put it in a file of the site");
        }
        // A search field is not a field of a worksheet.
        if tag.name == "textarea" {
            self.field(tag);
        }
    }

    fn field(&mut self, tag: &OpenTag<'_>) {
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
        ] {
            if wrong {
                self.report_field(message);
            }
        }
        let own = tag.value("aria-label");
        let own = own.or_else(|| tag.value("aria-labelledby"));
        if !self.is_in_label && own.is_none_or(str::is_empty) {
            self.unlabelled.push(tag.value("id").map(str::to_owned));
        }
    }

    /// What is wrong with the whole page.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for id in std::mem::take(&mut self.unlabelled) {
            if !id.is_some_and(|id| self.labelled.contains(&id)) {
                self.report_field("a field has no label");
            }
        }
        if self.page.flagged && !self.has_notice {
            self.report(
                codes::SAFE_01,
                "the template of this page does not show its safety notice".to_owned(),
                "let the template show `content`, which holds the notice as an element with role=\"note\"",
            );
        }
        self.problems
    }

    fn report_field(&mut self, message: &str) {
        self.report(
            codes::WORK_01,
            message.to_owned(),
            "give it a label, autocomplete=\"off\" and spellcheck=\"false\", and no name",
        );
    }

    fn report(&mut self, code: Code, message: String, help: &str) {
        if let Some(severity) = self.rules.severity_of(code) {
            let problem = Diagnostic::new(code, message).severity(severity);
            self.problems.push(problem.help(help));
        }
    }
}

/// How a tag would reveal the reader to another site, or run code that is not in a file.
fn leak(tag: &OpenTag<'_>, own_address: Option<&str>) -> Option<String> {
    let is_foreign = |url: &str| {
        let is_own = own_address.is_some_and(|own| url.starts_with(own));
        (url.starts_with("http:") || url.starts_with("https:") || url.starts_with("//")) && !is_own
    };
    let loads = match tag.name {
        "img" | "script" | "iframe" | "audio" | "video" | "source" | "embed" | "input"
        | "track" => tag.value("src"),
        "object" => tag.value("data"),
        "link" => {
            let rel = tag.value("rel").unwrap_or_default();
            let names_only = ["canonical", "alternate", "license", "author", "me"].contains(&rel);
            tag.value("href").filter(|_| !names_only)
        }
        _ => None,
    };
    if let Some(url) = loads.filter(|url| is_foreign(url)) {
        return Some(format!("`<{}>` loads {url} from another host", tag.name));
    }
    if tag.name == "script" && tag.value("src").is_none() && !is_data(tag) {
        return Some("the page contains an inline script".to_owned());
    }
    if tag.name == "style" || tag.value("style").is_some() {
        return Some("the page contains an inline style".to_owned());
    }
    if tag.name == "form" && tag.value("action").is_some_and(|action| !action.is_empty()) {
        return Some("a form sends what readers write".to_owned());
    }
    None
}

/// Whether a script holds data that no browser runs.
fn is_data(tag: &OpenTag<'_>) -> bool {
    tag.value("type").is_some_and(|kind| kind.ends_with("json"))
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
