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
use crate::files::Inputs;
use crate::path::{LinkStyle, SourcePath};
use crate::relocate::Planner;
use crate::scaffold::{Choices, Draft, kinds_of_warning};

pub(super) fn run(global: &Global, args: &New, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let config = discovery.config()?;
    let options = options(&Selection::default(), LinkStyle::Folder, &config)?;
    let inputs = discovery.read(options)?.value;
    let choices = Choices::of(&inputs);
    if args.list {
        list(&choices, console);
        return Ok(Outcome::Fine);
    }
    let mut draft = given(args)?;
    choices.check(&draft)?;
    choices.template(args.template.as_deref(), None)?;
    let root = discovery.site().root.clone();
    let content = root.join("content");
    let mut dialogue = console.dialogue();
    settle_section(
        &mut draft,
        &choices,
        &content,
        args.new_section,
        dialogue.as_mut(),
    )?;
    if draft.path.is_some() {
        // A path that is taken is refused before any question.
        refuse_existing(&draft, &content)?;
    }
    if let Some(dialogue) = &mut dialogue {
        let asked = args.template.as_deref();
        ask(&mut draft, &choices, asked, &content, dialogue)?;
    }
    let below = draft.path()?;
    let template = choices.template(args.template.as_deref(), draft.section.as_deref())?;
    let day = now(None, &config.zone())?.iso_day();
    let text = draft.text(&choices, template, &day)?;
    let file = content.join(format!("{below}.md"));
    keep_inside(&root, &file)?;
    create(&file, &text)?;
    if let Some((index, text)) = draft.new_section() {
        let file = content.join(&index);
        if !file.exists() {
            create(&file, &text)?;
            console.say(&format!("content/{index} is the page of the new section."));
        }
    }
    console.data(&format!("content/{below}.md"));
    let inputs = discovery.read(options)?.value;
    let place = SourcePath::new(&format!("content/{below}.md"));
    if let Some(address) = address(&inputs, &place) {
        console.say(&format!(
            "`mend serve` shows it at http://localhost:{}{address}",
            config.serve.port
        ));
    }
    console.say("It is a draft: `mend build` publishes it once you remove `draft: true`.");
    Ok(Outcome::Fine)
}

/// The address of an article, encoded. A draft has one, too.
fn address(inputs: &Inputs, file: &SourcePath) -> Option<String> {
    let site = Planner::new(inputs);
    let directory = site.directory();
    let found = directory.find(file.as_str());
    Some(directory.route(found.first()?)?.encoded())
}

/// Lists the templates.
fn list(choices: &Choices, console: Console) {
    for template in &choices.templates {
        console.data(&format!("{}\t{}", template.name, template.path));
    }
    if choices.templates.is_empty() {
        console.say("This site has no templates of its own, so articles begin from the built-in one. Yours are Markdown files in new/ of your theme, such as themes/calm/new/article.md.");
    }
}

/// Finds the section that was named. One that does not exist is started after a question, or with the flag.
fn settle_section<R: BufRead, W: Write>(
    draft: &mut Draft,
    choices: &Choices,
    content: &Path,
    may_start: bool,
    dialogue: Option<&mut Dialogue<R, W>>,
) -> Result<()> {
    let Some(written) = draft.section.clone() else {
        return Ok(());
    };
    let unknown = match choices.section(&written) {
        Ok(folder) => {
            draft.section = Some(folder);
            return Ok(());
        }
        Err(error) => error,
    };
    let folder = written.trim_matches('/');
    if choices.has_folder(folder) || content.join(folder).exists() {
        draft.section = Some(folder.to_owned());
        return Ok(());
    }
    let agreed = match dialogue {
        _ if may_start => true,
        None => return Err(unknown),
        Some(dialogue) => {
            let near = unknown.help_text().unwrap_or_default();
            let near = near.split_once('?').map_or("", |(near, _)| near);
            let hint = match near.is_empty() {
                true => String::new(),
                false => format!(" ({near}?)"),
            };
            dialogue.agreed(&format!(
                "There is no section `{written}` yet{hint}. Start it?"
            ))?
        }
    };
    match agreed {
        true => draft.name_new_section(choices),
        false => {
            return Err(Error::new("no article was started")
                .help("name a section that there is, or leave it out"));
        }
    }
    Ok(())
}

/// What the arguments say.
fn given(args: &New) -> Result<Draft> {
    let mut draft = Draft {
        path: None,
        title: args.title.clone(),
        section: args.section.clone(),
        summary: args.summary.clone(),
        audience: args.audience.clone(),
        safety: args.safety.clone(),
        section_title: None,
    };
    if let Some(path) = &args.path {
        draft.take_path(path)?;
    }
    Ok(draft)
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
    template: Option<&str>,
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
    // A template of the site's own has places for some answers only.
    let template = choices.template(template, draft.section.as_deref())?;
    let takes = |answer: &str| template.is_none_or(|template| template.has(answer));
    if draft.summary.is_none() && takes("summary") {
        draft.summary =
            dialogue.line("What will a reader know or be able to do after it? One sentence:")?;
    }
    if draft.audience.is_empty() && !choices.audiences.is_empty() && takes("audience") {
        draft.audience = dialogue.some_of("Who is it for?", &choices.audiences)?;
    }
    if draft.safety.is_empty() && takes("safety") {
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
            ..Choices::default()
        }
    }

    /// The draft after these answers.
    fn answered(mut draft: Draft, choices: &Choices, typed: &str) -> Draft {
        let mut dialogue = Dialogue::new(typed.as_bytes(), Vec::new());
        ask(
            &mut draft,
            choices,
            None,
            Path::new("no-site"),
            &mut dialogue,
        )
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
