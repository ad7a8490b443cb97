//! An article to begin with: where it goes, and its front matter and headings.

use super::quoted;
use crate::data;
use crate::diag::{Error, Result, did_you_mean, nearest};
use crate::document::placeholders::{ACTION, EXPERIENCE, LIMITS, NEXT, POINT, STEP};
use crate::document::{self, Safety, Settings, name_to_title};
use crate::files::Inputs;
use crate::path;
use crate::theme;

/// What the front matter of this site's articles can say.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The folders of the sections.
    pub sections: Vec<String>,
    /// The sections with a page of their own: its title, and the folder.
    pub titles: Vec<(String, String)>,
    /// The ids of the audiences; none if the site does not define any.
    pub audiences: Vec<String>,
}

impl Choices {
    /// The choices of a site.
    pub fn of(inputs: &Inputs) -> Self {
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
        let audiences = data::read(&inputs.data).value.localised.audiences;
        Self {
            sections,
            titles,
            audiences: audiences.into_iter().map(|kind| kind.id).collect(),
        }
    }

    /// The folder of a section, found by its path in any letter case or by the title of its page.
    ///
    /// # Errors
    ///
    /// When there is no such section.
    pub fn section(&self, written: &str) -> Result<String> {
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
        let help = did_you_mean(nearest(below, known)).unwrap_or_else(|| {
            format!(
                "to start one, write its folder into the path: `mend new {}/NAME`",
                path::address_part(below)
            )
        });
        Err(Error::new(format!("--section: there is no section `{written}`")).help(help))
    }

    /// Refuses audiences and warnings that this site does not have.
    ///
    /// # Errors
    ///
    /// With the nearest of those it has.
    pub fn check(&self, draft: &Draft) -> Result<()> {
        for (flag, words, known) in [
            ("--audience", &draft.audience, &self.audiences),
            ("--safety", &draft.safety, &kinds_of_warning()),
        ] {
            let Some(word) = words.iter().find(|word| !known.contains(word)) else {
                continue;
            };
            let meant = nearest(word, known.iter().map(String::as_str));
            let help = did_you_mean(meant).unwrap_or_else(|| match known.is_empty() {
                true => "define it in content/audiences.yaml; `mend schema audiences` describes the file"
                    .to_owned(),
                false => format!("choose from {}", known.join(", ")),
            });
            return Err(
                Error::new(format!("{flag}: there is no `{word}` in this site")).help(help),
            );
        }
        Ok(())
    }
}

/// The kinds of warnings to choose from, and `none`.
pub fn kinds_of_warning() -> Vec<String> {
    let kinds = Safety::ALL.iter().map(|kind| kind.name());
    kinds.chain(["none"]).map(str::to_owned).collect()
}

/// What is known of a new article.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its path below `content/`.
    pub path: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The folder of its section.
    pub section: Option<String>,
    /// What a reader will know or be able to do after it.
    pub summary: Option<String>,
    /// The ids of its audiences.
    pub audience: Vec<String>,
    /// What readers must be warned of, or `none`.
    pub safety: Vec<String>,
    /// The title of its section, if the section is new.
    pub section_title: Option<String>,
}

impl Draft {
    /// Where the article goes, below `content/` and without `.md`.
    ///
    /// # Errors
    ///
    /// When there is neither a path nor a title, or the path is not one that can be published.
    pub fn path(&self) -> Result<String> {
        let given = match (&self.path, &self.title) {
            (Some(path), _) => path.clone(),
            (None, Some(title)) => path::address_part(title),
            (None, None) => {
                return Err(Error::new("an article needs a path or a title")
                    .help("write `mend new nights/lying-awake`, or `mend new --title \"Lying awake\" --section nights`"));
            }
        };
        let given = match &self.section {
            Some(section) => format!("{}/{given}", section.trim_end_matches('/')),
            None => given,
        };
        let shown = given.replace('\\', "/");
        let name = shown.strip_prefix("content/").unwrap_or(&shown);
        let name = [".md", ".markdown", ".txt"]
            .iter()
            .find_map(|ending| name.strip_suffix(ending))
            .unwrap_or(name);
        let below = path::resolve_dots("", name)
            .filter(|below| !below.is_empty() && !name.starts_with('/'))
            .ok_or_else(|| {
                Error::new(format!("`{given}` is not a path below content/"))
                    .help("write it like nights/lying-awake")
            })?;
        path::check_output(&below)
            .map_err(|reason| Error::new(format!("`{below}` cannot be published: {reason}")))?;
        Ok(below)
    }

    /// Turns the name of a section that does not exist yet into its title and its folder: `First Days` is in `first-days`.
    pub fn name_new_section(&mut self, choices: &Choices) {
        let is_new = |section: &&String| !choices.sections.contains(section);
        if let Some(section) = self.section.as_ref().filter(is_new) {
            let parts = section.trim_matches('/').split('/');
            let folder = parts.map(path::address_part).collect::<Vec<_>>().join("/");
            self.section_title = Some(name_to_title(section.trim_matches('/')));
            self.section = Some(folder);
        }
    }

    /// The page of its section, if the section is new: its path below `content/`, and its text.
    pub fn new_section(&self) -> Option<(String, String)> {
        let (folder, title) = (self.section.as_ref()?, self.section_title.as_ref()?);
        let text = format!("---\ntitle: {}\n---\n", quoted(title));
        Some((format!("{folder}/_index.md"), text))
    }

    /// The text of the article: its front matter with a comment on each key, and headings to write under. `day` is today, as
    /// `2026-01-31`.
    ///
    /// # Errors
    ///
    /// As [`Draft::path`], if the title is to be made from the path.
    pub fn text(&self, choices: &Choices, day: &str) -> Result<String> {
        let title = match &self.title {
            Some(title) => title.clone(),
            None => {
                let below = self.path()?;
                name_to_title(below.rsplit('/').next().unwrap_or(&below))
            }
        };
        let summary = self.summary.as_deref().map(quoted).unwrap_or_default();
        let list = |words: &[String]| format!("[{}]", words.join(", "));
        let audience = match (self.audience.as_slice(), choices.audiences.as_slice()) {
            ([], []) => String::new(),
            ([], known) => format!("# Whom it is for:\n# audience: {}\n", list(known)),
            (named, _) => format!("# Whom it is for:\naudience: {}\n", list(named)),
        };
        let safety = match self.safety.as_slice() {
            [] => format!("# safety: {}", list(&kinds_of_warning())),
            [none] if none == "none" => {
                "safety: none\n# Say why, for its reviewer:\nsafety_reason:".to_owned()
            }
            kinds => format!("safety: {}", list(kinds)),
        };
        Ok(format!(
        "---
title: {title}
# One sentence: what a reader will know or be able to do. Lists, search results and shared links show it.
summary: {summary}
{audience}# What readers must be warned of, or none:
{safety}
# Other names for its subject, by which search finds it:
# alternate: [another name, one more]
date: {day}
# It has not been reviewed yet. After a review, write the date here:
reviewed: never
# Remove the next line to publish it:
draft: true
---

> [!in-short]
> - {POINT}
> - {ACTION}
> - When to get help.

## What it is like

{EXPERIENCE}

## What helps

> [!steps]
> 1. {STEP}
> 2. {NEXT}

## When to get help

{LIMITS}
",
        title = quoted(&title),
    ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Choices {
            sections: words(&["repair", "signs"]),
            titles: vec![("Making it good".to_owned(), "repair".to_owned())],
            audiences: words(&["hurt", "both"]),
        }
    }

    #[test]
    fn a_section_is_found_by_its_folder_and_by_its_title() {
        for written in ["repair", "Repair/", "content/repair", "making it GOOD"] {
            assert_eq!(choices().section(written).expect(written), "repair");
        }
        let help = |written| {
            let error = choices().section(written).expect_err("there is none");
            error.help_text().unwrap_or_default().to_owned()
        };
        assert_eq!(help("repiar"), "did you mean `repair`?");
        assert!(help("New Things").contains("`mend new new-things/NAME`"));
    }

    #[test]
    fn a_path_or_a_title_is_needed() {
        let error = Draft::default().path().expect_err("there is neither");
        let help = error.help_text().unwrap_or_default();
        assert!(help.contains("mend new nights/lying-awake"), "{help}");
        let draft = Draft {
            title: Some("Saying sorry".to_owned()),
            section: Some("repair".to_owned()),
            ..Draft::default()
        };
        assert_eq!(draft.path().expect("a legal path"), "repair/saying-sorry");
    }

    #[test]
    fn what_was_not_chosen_stands_in_comments() {
        let titled = Draft {
            title: Some("Sleep".to_owned()),
            ..Draft::default()
        };
        let text = |draft: &Draft, choices: &Choices| {
            draft.text(choices, "2026-06-15").expect("it has a title")
        };
        let open = text(&titled, &choices());
        assert!(open.contains("# audience: [hurt, both]\n"), "{open}");
        assert!(open.contains("# safety: [couples-work, "), "{open}");
        let silent = text(&titled, &Choices::default());
        assert!(!silent.contains("audience"), "{silent}");
        assert!(silent.contains("# safety: [couples-work, "), "{silent}");
        let chosen = Draft {
            audience: vec!["hurt".to_owned()],
            ..titled
        };
        let told = text(&chosen, &choices());
        assert!(told.contains("\naudience: [hurt]\n"), "{told}");
    }
}
