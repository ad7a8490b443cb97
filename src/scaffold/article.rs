//! An article to begin with: where it goes, and its front matter and headings.

use super::quoted;
use crate::data::{self, DataFiles};
use crate::diag::{Error, Result, did_you_mean, nearest};
use crate::document::placeholders::{ACTION, EXPERIENCE, LIMITS, LINKS, NEXT, POINT, STEP};
use crate::document::starter::{self, Values};
use crate::document::{self, Safety, Settings, name_to_title};
use crate::files::Inputs;
use crate::path::{self, SourcePath};
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
    /// The heading under which every article ends with links, if the site's rules ask for one.
    pub next_steps: Option<String>,
    /// The site's own templates of articles.
    pub templates: Vec<Template>,
}

/// A template of articles in the theme of a site.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name: that of its file without `.md`.
    pub name: String,
    /// Its file.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
}

impl Template {
    /// Whether it has a place for this, such as `summary`.
    pub fn has(&self, placeholder: &str) -> bool {
        starter::has(&self.text, placeholder)
    }
}

/// The name of the template that is used where no other fits.
const USUAL: &str = "article";

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
        let audiences = data::read(&DataFiles::of(&inputs.data, &inputs.config))
            .value
            .localised
            .audiences;
        Self {
            sections,
            titles,
            audiences: audiences.into_iter().map(|kind| kind.id).collect(),
            next_steps: inputs.config.check.shape.next_steps.clone(),
            templates: starter::all(&inputs.config.theme, &inputs.theme)
                .map(|(name, file)| Template {
                    name: name.to_owned(),
                    path: file.path.clone(),
                    text: String::from_utf8_lossy(&file.bytes).into_owned(),
                })
                .collect(),
        }
    }

    /// The template for an article: the one of this name, else the one named after its section, else the usual one. `None`
    /// stands for the built-in one.
    ///
    /// # Errors
    ///
    /// When no template has the name.
    pub fn template(
        &self,
        asked: Option<&str>,
        section: Option<&str>,
    ) -> Result<Option<&Template>> {
        let find = |name: &str| self.templates.iter().find(|template| template.name == name);
        let Some(name) = asked else {
            let last = section.and_then(|section| section.rsplit('/').next());
            return Ok(last.and_then(find).or_else(|| find(USUAL)));
        };
        find(name).map(Some).ok_or_else(|| {
            let known = || self.templates.iter().map(|template| template.name.as_str());
            let help = did_you_mean(nearest(name, known())).unwrap_or_else(|| {
                "`mend new --list` lists the templates; yours are in new/ of your theme".to_owned()
            });
            Error::new(format!("--template: there is no template `{name}`")).help(help)
        })
    }

    /// Whether there is a folder of this name below `content/`, with articles in it or in folders inside it.
    pub fn has_folder(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        let mut folders = self.sections.iter();
        folders.any(|known| known == folder || known.starts_with(&start))
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
        let start = "to start one, add --new-section";
        let help = match did_you_mean(nearest(below, known)) {
            Some(question) => format!("{question} {}", start.replacen('t', "T", 1)),
            None => start.to_owned(),
        };
        Err(Error::new(format!("there is no section `{written}`")).help(help))
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

fn not_below(given: &str) -> Error {
    Error::new(format!("`{given}` is not a path below content/"))
        .help("write it like nights/lying-awake")
}

impl Draft {
    /// Reads a path that was given, whatever it is written like: `nights/lying-awake.md`, an address, or a title in quotation
    /// marks. Its folder becomes the section, and a name with spaces the title.
    ///
    /// # Errors
    ///
    /// When the path is not below `content/`.
    pub fn take_path(&mut self, given: &str) -> Result<()> {
        let shown = given.replace('\\', "/");
        let below = match shown.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => shown.trim_start_matches("./"),
        };
        let below = below.strip_prefix("content/").unwrap_or(below);
        let below = [".md", ".markdown", ".txt"]
            .iter()
            .find_map(|ending| below.strip_suffix(ending))
            .unwrap_or(below);
        let below = path::resolve_dots("", below.trim_matches('/'))
            .filter(|below| !below.is_empty())
            .ok_or_else(|| not_below(given))?;
        let (folder, name) = match below.rsplit_once('/') {
            Some((folder, name)) => (Some(folder), name),
            None => (None, below.as_str()),
        };
        let name = name.trim();
        self.path = Some(match name.contains(char::is_whitespace) {
            true => {
                self.title.get_or_insert_with(|| name.to_owned());
                path::address_part(name)
            }
            false => name.to_owned(),
        });
        self.section = match (self.section.take(), folder) {
            (Some(section), Some(folder)) => {
                Some(format!("{}/{folder}", section.trim_end_matches('/')))
            }
            (section, folder) => section.or(folder.map(str::to_owned)),
        };
        Ok(())
    }

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
        let below = path::resolve_dots("", &given)
            .filter(|below| !below.is_empty())
            .ok_or_else(|| not_below(&given))?;
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
    pub fn text(
        &self,
        choices: &Choices,
        template: Option<&Template>,
        day: &str,
    ) -> Result<String> {
        let title = match &self.title {
            Some(title) => title.clone(),
            None => {
                let below = self.path()?;
                name_to_title(below.rsplit('/').next().unwrap_or(&below))
            }
        };
        if let Some(template) = template {
            return self.fill_template(template, &title, day);
        }
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
        let next = choices.next_steps.as_ref();
        let next = next.map_or_else(String::new, |heading| {
            format!("\n## {heading}\n\n{LINKS}\n")
        });
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
{next}",
        title = quoted(&title),
    ))
    }

    /// The text of the article from a template of the site's own.
    fn fill_template(&self, template: &Template, title: &str, day: &str) -> Result<String> {
        for (option, is_given) in [
            ("summary", self.summary.is_some()),
            ("audience", !self.audience.is_empty()),
            ("safety", !self.safety.is_empty()),
        ] {
            if is_given && !template.has(option) {
                let message = format!("{} has no place for --{option}", template.path);
                let help = format!("write `{option}: {{{{ {option} }}}}` into its front matter");
                return Err(Error::new(message).help(help));
            }
        }
        let values = Values {
            title,
            date: day,
            section: self.section.as_deref().unwrap_or_default(),
            summary: self.summary.as_deref().unwrap_or_default(),
            audience: &self.audience,
            safety: &self.safety,
        };
        Ok(starter::fill(&template.text, &template.path, &values))
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
            ..Choices::default()
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
        assert_eq!(
            help("repiar"),
            "did you mean `repair`? To start one, add --new-section"
        );
        assert_eq!(help("New Things"), "to start one, add --new-section");
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
    fn a_path_is_understood_however_it_is_written() {
        for (given, section, name, title) in [
            ("nights/lying-awake.md", Some("nights"), "lying-awake", None),
            ("/nights/lying-awake/", Some("nights"), "lying-awake", None),
            (
                "https://example.org/lying-awake/",
                None,
                "lying-awake",
                None,
            ),
            (
                "Lying awake at night",
                None,
                "lying-awake-at-night",
                Some("Lying awake at night"),
            ),
            (
                "nights\\Second Week.txt",
                Some("nights"),
                "second-week",
                Some("Second Week"),
            ),
        ] {
            let mut draft = Draft::default();
            draft.take_path(given).expect(given);
            assert_eq!(draft.section.as_deref(), section, "{given}");
            assert_eq!(draft.path.as_deref(), Some(name), "{given}");
            assert_eq!(draft.title.as_deref(), title, "{given}");
        }
        assert!(Draft::default().take_path("../outside").is_err());
    }

    #[test]
    fn what_was_not_chosen_stands_in_comments() {
        let titled = Draft {
            title: Some("Sleep".to_owned()),
            ..Draft::default()
        };
        let text = |draft: &Draft, choices: &Choices| {
            draft
                .text(choices, None, "2026-06-15")
                .expect("it has a title")
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
