//! `mend init`: creates a new site, and overwrites nothing. On a terminal it asks for what was not given; in a pipe it never
//! asks.

use std::io::{BufRead, Write};
use std::path::{Component, Path, PathBuf};

use super::args::{Ci, Init};
use super::console::Console;
use super::dialogue::Dialogue;
use super::outcome::Outcome;
use super::setup::now;
use super::shell;
use crate::config::FILE_NAME;
use crate::data::help::is_emergency;
use crate::date::Zone;
use crate::diag::{Error, Result};
use crate::document::name_to_title;
use crate::edit::create;
use crate::language;
use crate::scaffold::ci::{self, Workflow};
use crate::scaffold::{GITIGNORE, NewRegion, NewSite};

/// The title of a site in a folder without a name.
const TITLE: &str = "My guide";

/// Starts a site, and says what to do next.
pub(super) fn init(args: &Init, console: Console) -> Result<Outcome> {
    let root = &args.directory;
    begin(args, console)?;
    let go = if is_here(root) {
        let whole = std::path::absolute(root).map(|root| root.components().collect::<PathBuf>());
        let whole = whole.map_or_else(|_| String::new(), |whole| format!(", {}", whole.display()));
        console.say(&format!("A new site is in this folder{whole}."));
        String::new()
    } else {
        let whole = std::path::absolute(root).unwrap_or_else(|_| root.clone());
        console.say(&format!("A new site is in {}.", whole.display()));
        format!("cd {} && ", shell::word(&root.to_string_lossy()))
    };
    if let Some(ci) = args.ci {
        let (workflow, _) = workflow(ci);
        console.say(&format!(
            "{workflow} publishes it. Its first lines say what to set up for that."
        ));
    }
    console.say(&format!("Preview it with: {go}mend serve"));
    console.say("Stop the preview with Ctrl-C.");
    console.say(
        "Then write content/first-article.md, a draft to begin with. `mend build` says what else is left to write.",
    );
    Ok(Outcome::Fine)
}

/// Asks for what was not given, and writes the files of a new site.
pub(super) fn begin(args: &Init, console: Console) -> Result<()> {
    let root = &args.directory;
    if root.join(FILE_NAME).exists() {
        return Err(
            Error::new(format!("{} already contains a site", root.display()))
                .help("preview it with `mend serve`, or name another folder"),
        );
    }
    if let Some((site, folder)) = surrounding(root) {
        return Err(Error::new(format!(
            "{} is in {folder}/ of the site {}, and a site cannot be inside the files of another",
            root.display(),
            site.display()
        ))
        .help("start the new site in a folder beside that one; `mend new` starts an article in this one"));
    }
    let mut answers = args.clone();
    if let Some(mut dialogue) = console.dialogue() {
        if let Some(others) = foreign(root).filter(|_| is_here(root)) {
            let question = format!(
                "You gave no name for a new folder, and this folder holds other files ({others}).\nStart the site among them?"
            );
            if !dialogue.agreed(&question)? {
                return Err(Error::new("no site was started").help(
                    "to start one in a folder of its own, add a name: `mend init my-guide`",
                ));
            }
        }
        ask(&mut answers, &title_of(root), &mut dialogue)?;
    }
    let site = new_site(answers, root);
    site.check()?;
    write(root, &site, args.ci)
}

fn write(root: &Path, site: &NewSite, ci: Option<Ci>) -> Result<()> {
    // Examples are not mixed with content that is there already.
    let has_content = root
        .join("content")
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    let day = now(None, &Zone::utc())?.iso_day();
    let mut files = site.files(!has_content, &day)?;
    files.push((".gitignore", GITIGNORE.to_owned()));
    files.extend(ci.map(|ci| {
        let (path, text) = workflow(ci);
        (path, text.to_owned())
    }));
    for (path, text) in files {
        let path = root.join(path);
        if !path.exists() {
            create(&path, &text)?;
        }
    }
    Ok(())
}

/// The file that makes a host build and publish the site: its path and its text.
fn workflow(ci: Ci) -> Workflow {
    match ci {
        Ci::Github => ci::GITHUB,
        Ci::Gitlab => ci::GITLAB,
        Ci::Forgejo => ci::FORGEJO,
    }
}

/// Asks for what is missing. Enter skips a question.
fn ask<R: BufRead, W: Write>(
    args: &mut Init,
    title: &str,
    dialogue: &mut Dialogue<R, W>,
) -> Result<()> {
    if args.title.is_none() {
        args.title = dialogue.line(&format!("What is the site called? (Enter: {title})"))?;
    }
    if args.language.is_none() {
        args.language = dialogue.valid(
            "In which language is it? (en-GB, de, …; Enter: en)",
            language::check,
        )?;
    }
    if args.about.is_none() {
        args.about = dialogue.line(
            "Whom is it for, and how does it help? One sentence, which readers see (Enter: later):",
        )?;
    }
    if args.region.is_none() {
        args.region = dialogue
            .line("In which country or region are its readers? (Enter: in no single one)")?;
    }
    if args.region.is_some() && args.emergency.is_none() {
        let fits = |number: &str| match is_emergency(number) {
            true => Ok(()),
            false => Err("write digits only, such as 112; join several by \" or \"".to_owned()),
        };
        args.emergency = dialogue.valid(
            "Which number do people call there in an emergency? (Enter: leave the region out)",
            fits,
        )?;
    }
    Ok(())
}

fn new_site(answers: Init, root: &Path) -> NewSite {
    let region = answers.region.zip(answers.emergency);
    NewSite {
        title: answers.title.unwrap_or_else(|| title_of(root)),
        language: answers.language.unwrap_or_else(|| "en".to_owned()),
        about: answers.about,
        region: region.map(|(name, emergency)| NewRegion { name, emergency }),
    }
}

/// The title that the name of a folder suggests.
fn title_of(root: &Path) -> String {
    let whole = std::path::absolute(root).unwrap_or_default();
    let name = whole.file_name().map(|name| name.to_string_lossy());
    name.map_or_else(|| TITLE.to_owned(), |name| name_to_title(&name))
}

/// The site whose own files a folder would be among, and the folder of these files.
fn surrounding(root: &Path) -> Option<(PathBuf, &'static str)> {
    let whole = std::path::absolute(root).ok()?;
    let whole: PathBuf = whole.components().collect();
    let mut above = whole.ancestors().skip(1);
    let site = above.find(|folder| folder.join(FILE_NAME).is_file())?;
    let first = whole.strip_prefix(site).ok()?.components().next()?;
    let mut own = ["content", "static", "themes"].into_iter();
    let folder = own.find(|name| first.as_os_str() == *name)?;
    Some((site.to_owned(), folder))
}

/// The files and folders that are there already, in words; `None` if there are none, or only what a site may have.
fn foreign(root: &Path) -> Option<String> {
    let names = root.read_dir().ok()?.flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_of_site = |name: &String| {
        let lower = name.to_lowercase();
        name.starts_with('.')
            || ["content", "static", "themes", "readme", "license"]
                .iter()
                .any(|part| lower.starts_with(part))
    };
    let mut names: Vec<String> = names.filter(|name| !is_of_site(name)).collect();
    names.sort();
    match names.as_slice() {
        [] => None,
        [first] => Some(first.clone()),
        [first, second] => Some(format!("{first}, {second}")),
        [first, second, rest @ ..] => Some(format!("{first}, {second} and {} more", rest.len())),
    }
}

/// Whether a path means the current folder.
fn is_here(root: &Path) -> bool {
    root.components().all(|part| part == Component::CurDir)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(given: Init, typed: &str) -> NewSite {
        let mut answers = given;
        let mut dialogue = Dialogue::new(typed.as_bytes(), Vec::new());
        let root = Path::new("/sites/lying-awake");
        ask(&mut answers, &title_of(root), &mut dialogue).expect("every question is answered");
        new_site(answers, root)
    }

    #[test]
    fn every_question_can_be_skipped() {
        let site = answered(Init::default(), "\n\n\n\n");
        assert_eq!((&*site.title, &*site.language), ("Lying awake", "en"));
        assert!(site.about.is_none() && site.region.is_none());
    }

    #[test]
    fn what_was_given_is_not_asked_for_and_what_is_wrong_is_asked_again() {
        let given = Init {
            title: Some("Nights".to_owned()),
            ..Init::default()
        };
        let typed = "german\nde\nFor all.\nGermany\nthe police\n112\n";
        let site = answered(given, typed);
        assert_eq!((&*site.title, &*site.language), ("Nights", "de"));
        assert_eq!(site.about.as_deref(), Some("For all."));
        let region = site.region.expect("a region");
        assert_eq!((&*region.name, &*region.emergency), ("Germany", "112"));
    }

    #[test]
    fn several_emergency_numbers_are_joined_by_or() {
        let typed = "\n\n\nIreland\n999 or\n999 or 112\n";
        let region = answered(Init::default(), typed).region.expect("a region");
        assert_eq!(region.emergency, "999 or 112");
    }

    #[test]
    fn nothing_is_made_when_the_input_ends_at_a_question() {
        for typed in ["", "Nights\n", "\n\n\nIreland\n", "\ngerman\n"] {
            let mut dialogue = Dialogue::new(typed.as_bytes(), Vec::new());
            let asked = ask(&mut Init::default(), TITLE, &mut dialogue);
            assert!(asked.is_err(), "{typed:?}");
        }
    }

    #[test]
    fn without_an_emergency_number_the_region_is_left_out() {
        let site = answered(Init::default(), "\n\n\nGermany\n\n");
        assert!(site.region.is_none());
    }
}
