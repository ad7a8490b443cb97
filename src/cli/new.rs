//! `mend new`: creates an article to start from. On a terminal it asks for missing arguments; in a pipe it never asks.

use std::io::{BufRead, Write};
use std::path::Path;

use super::args::{Global, New, Selection};
use super::console::Console;
use super::dialogue::Dialogue;
use super::outcome::Outcome;
use super::setup::{now, options, site};
use crate::diag::{Error, Result};
use crate::edit::{create, keep_inside};
use crate::path::LinkStyle;
use crate::scaffold::{Choices, Draft, kinds_of_warning};

pub(super) fn run(global: &Global, args: &New, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let config = discovery.config()?;
    let inputs = discovery
        .read(options(&Selection::default(), LinkStyle::Folder, &config)?)?
        .value;
    let choices = Choices::of(&inputs);
    let mut draft = given(args);
    choices.check(&draft)?;
    if let Some(section) = &draft.section {
        draft.section = Some(choices.section(section)?);
    }
    let content = discovery.site().root.join("content");
    if draft.path.is_some() {
        // A path that is taken is refused before any question.
        refuse_existing(&draft, &content)?;
    }
    if let Some(mut dialogue) = console.dialogue() {
        ask(&mut draft, &choices, &content, &mut dialogue)?;
    }
    let below = draft.path()?;
    let day = now(None, &config.zone())?.iso_day();
    let text = draft.text(&choices, &day)?;
    let root = &discovery.site().root;
    let file = content.join(format!("{below}.md"));
    keep_inside(root, &file)?;
    create(&file, &text)?;
    if let Some((index, text)) = draft.new_section() {
        let file = content.join(&index);
        if !file.exists() {
            create(&file, &text)?;
            console.say(&format!("content/{index} is the page of the new section."));
        }
    }
    console.data(&format!("content/{below}.md"));
    console.say(
        "It is a draft: the preview shows it, and `mend build` publishes it once you remove `draft: true`.",
    );
    Ok(Outcome::Fine)
}

/// What the arguments say.
fn given(args: &New) -> Draft {
    Draft {
        path: args.path.clone(),
        title: args.title.clone(),
        section: args.section.clone(),
        summary: args.summary.clone(),
        audience: args.audience.clone(),
        safety: args.safety.clone(),
        section_title: None,
    }
}

/// Refuses an article that exists.
fn refuse_existing(draft: &Draft, content: &Path) -> Result<()> {
    let below = draft.path()?;
    match content.join(format!("{below}.md")).exists() {
        true => Err(Error::new(format!("content/{below}.md exists already"))
            .help("open that file, or choose another name")),
        false => Ok(()),
    }
}

/// Asks for what is missing. Enter skips a question, except for the title of an article without a path.
fn ask<R: BufRead, W: Write>(
    draft: &mut Draft,
    choices: &Choices,
    content: &Path,
    dialogue: &mut Dialogue<R, W>,
) -> Result<()> {
    const TITLE: &str = "What is the article called?";
    let is_titled = draft.title.is_some();
    if !is_titled {
        draft.title = match draft.path.is_some() {
            true => dialogue.line(&format!("{TITLE} (Enter: as its file)"))?,
            false => Some(dialogue.needed(TITLE, |_| Ok(()))?),
        };
    }
    if draft.path.is_none() && draft.section.is_none() {
        draft.section = dialogue.section(
            "In which section? (Enter: in none; a new name starts one)",
            &choices.sections,
            |line| choices.section(line).ok(),
        )?;
        draft.name_new_section(choices);
    }
    if draft.path.is_none()
        && let Err(error) = refuse_existing(draft, content)
    {
        if is_titled {
            return Err(error);
        }
        let fits = |title: &str| {
            let titled = Draft {
                title: Some(title.to_owned()),
                ..draft.clone()
            };
            refuse_existing(&titled, content).map_err(|error| error.to_string())
        };
        let question = format!("{error}: what is the new one called?");
        draft.title = Some(dialogue.needed(&question, fits)?);
    }
    if draft.summary.is_none() {
        draft.summary =
            dialogue.line("What will a reader know or be able to do after it? One sentence:")?;
    }
    if draft.audience.is_empty() && !choices.audiences.is_empty() {
        draft.audience = dialogue.some_of("Who is it for?", &choices.audiences)?;
    }
    if draft.safety.is_empty() {
        draft.safety =
            dialogue.some_of("What should readers be warned of?", &kinds_of_warning())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Choices {
            sections: words(&["repair", "signs"]),
            titles: Vec::new(),
            audiences: words(&["hurt", "both"]),
        }
    }

    /// The draft after these answers.
    fn answered(mut draft: Draft, choices: &Choices, typed: &str) -> Draft {
        let mut dialogue = Dialogue::new(typed.as_bytes(), Vec::new());
        ask(&mut draft, choices, Path::new("no-site"), &mut dialogue)
            .expect("every question is answered");
        draft
    }

    #[test]
    fn on_a_terminal_it_asks_for_what_was_not_given() {
        let given = Draft {
            summary: Some("Given.".to_owned()),
            ..Draft::default()
        };
        let draft = answered(given, &choices(), "Saying sorry\nrepair\nboth\nabuse\n");
        assert_eq!(draft.path().expect("a legal path"), "repair/saying-sorry");
        assert_eq!(draft.audience, ["both"]);
        assert_eq!(draft.safety, ["abuse"]);
        assert_eq!(draft.summary.as_deref(), Some("Given."));
    }

    #[test]
    fn a_new_section_is_started_after_a_question() {
        let draft = answered(Draft::default(), &choices(), "Sleep\nFirst Days\ny\n\n\n\n");
        assert_eq!(draft.path().expect("a legal path"), "first-days/sleep");
        let (index, text) = draft.new_section().expect("it is new");
        assert_eq!(index, "first-days/_index.md");
        assert!(text.contains("title: \"First Days\""), "{text}");
        let draft = answered(
            Draft::default(),
            &choices(),
            "Sleep\nRepiar\nn\nRepair\n\n\n\n",
        );
        assert_eq!(draft.path().expect("a legal path"), "repair/sleep");
        assert_eq!(draft.new_section(), None);
    }

    #[test]
    fn every_question_but_the_title_can_be_skipped() {
        let draft = answered(Draft::default(), &choices(), "\n\nSleep\n\n\n\n\n");
        assert_eq!(draft.path().expect("a legal path"), "sleep");
        assert!(draft.section.is_none() && draft.summary.is_none());
        assert!(draft.audience.is_empty() && draft.safety.is_empty());
    }

    #[test]
    fn a_site_without_audiences_is_not_asked_for_them() {
        let choices = Choices {
            audiences: Vec::new(),
            ..choices()
        };
        let draft = answered(
            Draft::default(),
            &choices,
            "Sleep\n\nSleep better.\nabuse\n",
        );
        assert_eq!(draft.safety, ["abuse"], "the answer after the summary");
    }
}
