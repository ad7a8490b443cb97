//! The files of a new site.

use crate::config::FILE_NAME;
use crate::document::placeholders::{ABOUT, ARTICLE, POINT, SUMMARY, TITLE, VOICE};

/// What git is not to keep of a site.
pub const GITIGNORE: &str = "/public\n/.public.mend\n/.mend\n";

/// The files of a new site, by their paths in it; `with_content` asks for examples in `content/`.
pub fn site(with_content: bool) -> Vec<(&'static str, String)> {
    let mut files = vec![(FILE_NAME, settings())];
    if with_content {
        files.extend([
            ("content/_index.md", home()),
            ("content/first-article.md", article()),
            ("content/help.yaml", HELP.to_owned()),
        ]);
    }
    files
}

/// `site.toml`.
fn settings() -> String {
    format!(
        r#"schema = 1

# Where the site will be published; feeds, the site map and link previews need it.
# base_url = "https://example.org/"

title = "{TITLE}"
description = "{ABOUT}"
language = "en"
timezone = "UTC"

# Where the button "Leave this site" leads: a dull page that looks alike for everybody.
[exit]
url = "https://www.bbc.co.uk/weather"

# What `mend check` looks for, and `mend build` insists on. "basic": links that lead nowhere, headings that skip a
# level, pictures without alternative texts. "guide": every rule there is. It is the preset of one guide, the one that
# comes with mend, and holds a site to that guide's own habits: reviews, sources, reading level, the shape of an article.
# Most sites start from "basic" and add families of rules below. `mend explain` lists the codes.
[check]
preset = "basic"
# One family more, whatever the preset: links, structure, review, reading, language, safety, evidence, glossary,
# originality, privacy. `false` takes one out.
# reading = true

# Single rules: "error", "warning", "note" or "off". The words they look for are yours to change in content/words.yaml.
# [check.rules]
# STR-05 = "error"  # pictures without alternative texts
"#
    )
}

fn home() -> String {
    format!(
        "---
title: {TITLE}
summary: {ABOUT}
---

Start with [the first article](first-article.md).
"
    )
}

fn article() -> String {
    format!(
        "---
title: {ARTICLE}
summary: {SUMMARY}
---

> [!in-short]
> - {POINT}
> - What to do about it.
> - Where to get help.

## A heading

{VOICE}
Links to other articles are plain Markdown: [back to the home page](_index.md).
"
    )
}

/// `help.yaml`, without a region: a comment shows what the author's own can look like.
const HELP: &str = r#"# Whom readers in need can turn to: on every page, and on /help/. Each entry needs the page on which it can be looked up
# (source) and the day on which a person did so (checked). Write down your own region; every page shows the default one.
regions: []

# default: home
# regions:
#   - id: home
#     name: My country
#     emergency: "112"
#     silent:               # how to call it without speaking, where that is possible
#       how: press 55 when you are asked to
#       source: https://example.org/
#       checked: never
#     contacts:
#       - kind: abuse       # or crisis, sexual-violence, change, money, gambling, substance, relationship, other
#         name: A helpline
#         phone: "0800 000 000"
#         for: anybody who is afraid of a partner
#         source: https://example.org/
#         checked: never
"#;
