//! `mend init`: a good beginning, never over anything that is there.

use std::path::{Component, Path};

use super::Outcome;
use super::args::Init;
use super::console::Console;
use crate::config::FILE_NAME;
use crate::diag::{Error, Result};
use crate::document::placeholders::{ABOUT, ARTICLE, POINT, SUMMARY, TITLE, VOICE};
use crate::edit::create;

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

/// `help.yaml`, without a region: what the author's own looks like stands in comments.
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

const IGNORED: &str = "/public\n/.public.mend\n/.mend\n";

/// Starts a site, and says how to go on.
pub(super) fn init(args: &Init, console: Console) -> Result<Outcome> {
    let root = &args.directory;
    begin(root)?;
    let is_here = root.components().all(|part| part == Component::CurDir);
    console.say(&match is_here {
        true => "A new site is in this folder.\nPreview it with: mend serve".to_owned(),
        false => format!(
            "A new site is in {}.\nPreview it with: cd {} && mend serve",
            root.display(),
            quoted(root)
        ),
    });
    console.say("Then write your own words, and your region's contacts into content/help.yaml: `mend build` lists what is left.");
    Ok(Outcome::Fine)
}

/// Writes the files of a new site.
pub(super) fn begin(root: &Path) -> Result<()> {
    if root.join(FILE_NAME).exists() {
        return Err(
            Error::new(format!("{} holds a site already", root.display()))
                .help("preview it with `mend serve`, or name another folder"),
        );
    }
    let content = root.join("content");
    // Somebody else's content is not mixed with examples.
    let has_content = content
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    create(&root.join(FILE_NAME), settings())?;
    if !has_content {
        create(&content.join("_index.md"), home())?;
        create(&content.join("first-article.md"), article())?;
        create(&content.join("help.yaml"), HELP)?;
    }
    match create(&root.join(".gitignore"), IGNORED) {
        Err(error) if !root.join(".gitignore").exists() => return Err(error),
        _ => {}
    }
    Ok(())
}

/// A path as it can be typed in a shell.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+~".contains(c);
    match path.chars().all(is_plain) {
        true => path,
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_quoted_where_a_shell_would_part_it() {
        assert_eq!(quoted(Path::new("neu/ü-1")), "neu/ü-1");
        assert_eq!(quoted(Path::new("my site's")), "'my site'\\''s'");
    }
}
