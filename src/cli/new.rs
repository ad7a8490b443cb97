//! `mend new`: a good start for an article. On a terminal it asks for what was not given; in a pipe it never asks.

use std::io::{BufRead, Write};

use super::args::{Global, New, Selection};
use super::console::Console;
use super::dialogue::Dialogue;
use super::{Outcome, now, options, site};
use crate::diag::{Error, Result, nearest};
use crate::document::placeholders::{EXPERIENCE, LIMITS, POINT, STEP};
use crate::document::{self, Safety, Settings, data, name_to_title};
use crate::edit::{create, keep_inside};
use crate::files::Inputs;
use crate::path::{self, LinkStyle};
use crate::theme;

pub(super) fn run(global: &Global, args: &New, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let config = discovery.config()?;
    let inputs = discovery
        .read(options(&Selection::default(), LinkStyle::Folder, &config)?)?
        .value;
    let known = Known::of(&inputs);
    let mut wanted = Wanted::of(args);
    known.check(&wanted)?;
    if let Some(section) = &wanted.section {
        wanted.section = Some(known.section(section)?);
    }
    if let Some(mut dialogue) = console.dialogue() {
        wanted.ask(&known, &mut dialogue);
    }
    let below = wanted.path()?;
    let title = wanted.title.clone().unwrap_or_else(|| {
        let name = below.rsplit('/').next().unwrap_or(&below);
        name_to_title(name)
    });
    let day = now(None, &config.zone())?.iso_day();
    let text = article(&title, &wanted, &known, &day);
    let root = &discovery.site().root;
    let file = root.join("content").join(format!("{below}.md"));
    keep_inside(root, &file)?;
    create(&file, &text)?;
    console.data(&format!("content/{below}.md"));
    console
        .say("It is a draft: the preview shows it, build does not until you remove `draft: true`.");
    Ok(Outcome::Fine)
}

/// What articles of this site can be.
struct Known {
    sections: Vec<String>,
    /// The sections that have a page of their own: its title, and the folder.
    titles: Vec<(String, String)>,
    audiences: Vec<String>,
    /// Whether the site says for whom its articles are; if not, there is nothing to ask about that.
    names_audiences: bool,
    safety: Vec<String>,
}

impl Known {
    fn of(inputs: &Inputs) -> Self {
        let folders = inputs.documents.iter().filter_map(|file| {
            let folder = file.path.folder().strip_prefix("content/")?;
            Some(folder.to_owned())
        });
        let mut sections: Vec<String> = folders.collect();
        sections.sort();
        sections.dedup();
        let settings = Settings::of(&inputs.config, theme::builtin::reserved());
        let indexes = inputs.documents.iter().filter_map(|file| {
            let document = document::read(file, &settings).value;
            let folder = file.path.folder().strip_prefix("content/")?.to_owned();
            document.is_index().then_some((document.title, folder))
        });
        let titles = indexes.collect();
        let audiences = data::read(&inputs.data).value.audiences;
        let kinds = Safety::ALL.iter().map(|kind| kind.name());
        Self {
            sections,
            titles,
            audiences: audiences.into_iter().map(|kind| kind.id).collect(),
            names_audiences: names_audiences(inputs),
            safety: kinds.chain(["none"]).map(str::to_owned).collect(),
        }
    }

    /// The folder of a section by its path, in any case, or by the title of its page.
    fn section(&self, written: &str) -> Result<String> {
        let below = written.trim_matches('/');
        let below = below.strip_prefix("content/").unwrap_or(below);
        let folded = path::fold(below);
        let is_meant = |name: &str| path::fold(name) == folded;
        let by_path = self.sections.iter().find(|section| is_meant(section));
        let by_title = || self.titles.iter().find(|(title, _)| is_meant(title));
        if let Some(folder) = by_path.or_else(|| by_title().map(|(_, folder)| folder)) {
            return Ok(folder.clone());
        }
        let titles = self.titles.iter().map(|(title, _)| title.as_str());
        let known = self.sections.iter().map(String::as_str).chain(titles);
        let error = Error::new(format!("--section: there is no section `{written}`"));
        Err(match nearest(below, known) {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error.help(format!(
                "to start one, write its folder into the path: `mend new {}/NAME`",
                path::slug(below)
            )),
        })
    }

    /// Refuses words that mean nothing in this site.
    fn check(&self, wanted: &Wanted) -> Result<()> {
        for (flag, words, known) in [
            ("--audience", &wanted.audience, &self.audiences),
            ("--safety", &wanted.safety, &self.safety),
        ] {
            let Some(word) = words.iter().find(|word| !known.contains(word)) else {
                continue;
            };
            let error = Error::new(format!("{flag}: there is no `{word}` in this site"));
            return Err(match nearest(word, known.iter().map(String::as_str)) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error.help(format!("there are {}", known.join(", "))),
            });
        }
        Ok(())
    }
}

/// Whether a site has audiences of its own, or an article that is for one of the usual ones.
fn names_audiences(inputs: &Inputs) -> bool {
    let settings = Settings::of(&inputs.config, theme::builtin::reserved());
    let mut data = inputs.data.iter();
    let mut documents = inputs.documents.iter();
    data.any(|file| file.path.stem() == "audiences")
        || documents.any(|file| {
            let document = document::read(file, &settings).value;
            !document.meta.audience.is_empty()
        })
}

/// What was asked for, by arguments or in answer to questions.
struct Wanted {
    path: Option<String>,
    title: Option<String>,
    section: Option<String>,
    summary: Option<String>,
    audience: Vec<String>,
    safety: Vec<String>,
}

impl Wanted {
    fn of(args: &New) -> Self {
        Self {
            path: args.path.clone(),
            title: args.title.clone(),
            section: args.section.clone(),
            summary: args.summary.clone(),
            audience: args.audience.clone(),
            safety: args.safety.clone(),
        }
    }

    /// Asks for what is missing; every question can be passed over with Enter.
    fn ask<R: BufRead, W: Write>(&mut self, known: &Known, dialogue: &mut Dialogue<R, W>) {
        if self.title.is_none() {
            self.title = dialogue.line("What is the article called?");
        }
        if self.path.is_none() && self.section.is_none() && !known.sections.is_empty() {
            let chosen = dialogue.some_of("In which section? (Enter: in none)", &known.sections);
            self.section = chosen.into_iter().next();
        }
        if self.summary.is_none() {
            self.summary =
                dialogue.line("What will a reader know or be able to do after it? One sentence:");
        }
        if self.audience.is_empty() && known.names_audiences {
            self.audience = dialogue.some_of("For whom is it?", &known.audiences);
        }
        if self.safety.is_empty() {
            self.safety = dialogue.some_of("Must readers be warned of something?", &known.safety);
        }
    }

    /// Where the article goes, below `content/` and without `.md`.
    fn path(&self) -> Result<String> {
        let given = match (&self.path, &self.title) {
            (Some(path), _) => path.clone(),
            (None, Some(title)) => path::slug(title),
            (None, None) => {
                return Err(Error::new("an article needs a path or a title")
                    .help("write `mend new repair/saying-sorry`, or `mend new --title \"Saying sorry\" --section repair`"));
            }
        };
        let given = match &self.section {
            Some(section) => format!("{}/{given}", section.trim_end_matches('/')),
            None => given,
        };
        let shown = given.replace('\\', "/");
        let name = shown.strip_prefix("content/").unwrap_or(&shown);
        let name = name.strip_suffix(".md").unwrap_or(name);
        let below = path::resolve_dots("", name)
            .filter(|below| !below.is_empty() && !name.starts_with('/'))
            .ok_or_else(|| {
                Error::new(format!("`{given}` is not a path below content/"))
                    .help("write it like repair/saying-sorry")
            })?;
        path::check_output(&below)
            .map_err(|reason| Error::new(format!("`{below}` cannot be published: {reason}")))?;
        Ok(below)
    }
}

/// The front matter with a word on each key, and headings to write under.
fn article(title: &str, wanted: &Wanted, known: &Known, day: &str) -> String {
    // A JSON string is a YAML string, whatever it holds.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let summary = wanted.summary.as_deref().map(quoted).unwrap_or_default();
    let list = |words: &[String]| format!("[{}]", words.join(", "));
    let audience = match (wanted.audience.as_slice(), known.names_audiences) {
        ([], false) => String::new(),
        ([], true) => format!(
            "# Whom it is for:\n# audience: {}\n",
            list(&known.audiences)
        ),
        (named, _) => format!("# Whom it is for:\naudience: {}\n", list(named)),
    };
    let safety = match wanted.safety.as_slice() {
        [] => format!("# safety: {}", list(&known.safety)),
        [none] if none == "none" => {
            "safety: none\n# Say why, for whoever reviews it:\nsafety_reason:".to_owned()
        }
        kinds => format!("safety: {}", list(kinds)),
    };
    format!(
        "---
title: {title}
# One sentence: what a reader will know or be able to do. Lists, search results and shared links show it.
summary: {summary}
{audience}# What readers must be warned of, or none:
{safety}
# Other names for its subject; search finds it by them:
# alternate: [another name, one more]
date: {day}
# Nobody has reviewed it yet; write the day when somebody has:
reviewed: never
# Remove the next line to publish it:
draft: true
---

> [!in-short]
> - {POINT}
> - What to do about it.
> - When to get help.

## What it is like

{EXPERIENCE}

## What helps

> [!steps]
> 1. {STEP}
> 2. What comes next.

## When to get help

{LIMITS}
",
        title = quoted(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Known {
            sections: words(&["repair", "signs"]),
            titles: vec![("Making it good".to_owned(), "repair".to_owned())],
            audiences: words(&["hurt", "both"]),
            names_audiences: true,
            safety: words(&["abuse", "none"]),
        }
    }

    fn nothing() -> Wanted {
        Wanted {
            path: None,
            title: None,
            section: None,
            summary: None,
            audience: Vec::new(),
            safety: Vec::new(),
        }
    }

    #[test]
    fn on_a_terminal_it_asks_for_what_was_not_given() {
        let mut wanted = Wanted {
            summary: Some("Given.".to_owned()),
            ..nothing()
        };
        let typed = "Saying sorry\nrepair\nboth\nabuse\n";
        wanted.ask(&known(), &mut Dialogue::new(typed.as_bytes(), Vec::new()));
        assert_eq!(wanted.path().expect("a legal path"), "repair/saying-sorry");
        assert_eq!(wanted.audience, ["both"]);
        assert_eq!(wanted.safety, ["abuse"]);
        assert_eq!(wanted.summary.as_deref(), Some("Given."));
    }

    #[test]
    fn a_section_is_known_by_its_folder_and_by_its_title() {
        for written in ["repair", "Repair/", "content/repair", "making it GOOD"] {
            assert_eq!(known().section(written).expect(written), "repair");
        }
        let help = |written| {
            let error = known().section(written).expect_err("there is none");
            error.help_text().unwrap_or_default().to_owned()
        };
        assert_eq!(help("repiar"), "did you mean `repair`?");
        assert!(help("New Things").contains("`mend new new-things/NAME`"));
    }

    #[test]
    fn every_question_can_be_passed_over_but_a_path_or_a_title_is_needed() {
        let mut wanted = nothing();
        wanted.ask(
            &known(),
            &mut Dialogue::new("\n\n\n\n\n".as_bytes(), Vec::new()),
        );
        let error = wanted.path().expect_err("there is neither");
        assert!(
            error
                .help_text()
                .is_some_and(|help| help.contains("mend new repair/saying-sorry"))
        );
        let text = article("A", &wanted, &known(), "2026-06-15");
        assert!(
            text.contains("# audience: [hurt, both]\n")
                && text.contains("# safety: [abuse, none]\n")
        );
    }

    #[test]
    fn a_site_without_audiences_is_not_asked_for_them() {
        let known = Known {
            names_audiences: false,
            ..known()
        };
        let mut wanted = nothing();
        let typed = "Sleep\n\nSleep better.\nabuse\n";
        wanted.ask(&known, &mut Dialogue::new(typed.as_bytes(), Vec::new()));
        assert_eq!(wanted.safety, ["abuse"], "the answer after the summary");
        let text = article("Sleep", &wanted, &known, "2026-06-15");
        assert!(!text.contains("audience") && !text.contains("hurt"));
        wanted.audience = vec!["hurt".to_owned()];
        let text = article("Sleep", &wanted, &known, "2026-06-15");
        assert!(
            text.contains("\naudience: [hurt]\n"),
            "who asks for it gets it"
        );
    }
}
