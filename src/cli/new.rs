//! `mend new`: creates an article to start from. On a terminal it asks for missing arguments; in a pipe it never asks.

use std::io::{BufRead, Write};

use super::args::{Global, New, Selection};
use super::console::Console;
use super::dialogue::Dialogue;
use super::outcome::Outcome;
use super::setup::{now, options, site};
use crate::diag::Result;
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
    if let Some(mut dialogue) = console.dialogue() {
        ask(&mut draft, &choices, &mut dialogue)?;
    }
    let below = draft.path()?;
    let day = now(None, &config.zone())?.iso_day();
    let text = draft.text(&choices, &day)?;
    let root = &discovery.site().root;
    let file = root.join("content").join(format!("{below}.md"));
    keep_inside(root, &file)?;
    create(&file, &text)?;
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
    }
}

/// Asks for what is missing. Enter skips a question.
fn ask<R: BufRead, W: Write>(
    draft: &mut Draft,
    choices: &Choices,
    dialogue: &mut Dialogue<R, W>,
) -> Result<()> {
    if draft.title.is_none() {
        draft.title = dialogue.line("What is the article called?")?;
    }
    if draft.path.is_none() && draft.section.is_none() && !choices.sections.is_empty() {
        let chosen = dialogue.some_of("In which section? (Enter: in none)", &choices.sections)?;
        draft.section = chosen.into_iter().next();
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
        ask(&mut draft, choices, &mut dialogue).expect("every question is answered");
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
    fn every_question_can_be_skipped() {
        let draft = answered(Draft::default(), &choices(), "\n\n\n\n\n");
        assert!(draft.title.is_none() && draft.section.is_none() && draft.summary.is_none());
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
