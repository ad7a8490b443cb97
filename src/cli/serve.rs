//! `mend serve`: starts the preview and prints what it has to say.

use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::args::{Global, Init, Serve as ServeArgs};
use super::console::Console;
use super::diagnostics::{fail, print_problems, tally_in_words};
use super::interrupt::on_interrupt;
use super::outcome::Outcome;
use super::setup::{now, site};
use super::start;
use super::summary::held_back;
use super::tally::tally;
use crate::diag::{Diagnostic, Error, Result, Severity, counted, grouped};
use crate::discover::Discovery;
use crate::preview::{Author, Message, Options, Preview};

pub(super) fn run(global: &Global, args: &ServeArgs, console: Console) -> Result<Outcome> {
    let discovery = find(global, args, console)?;
    let options = Options {
        host: args.host.clone(),
        port: args.port,
        token: !args.no_token,
        published: args.published,
        follow: args.follow,
        editor: args.editor.clone(),
        poll: args.poll,
        now: &|zone| now(args.as_of.as_deref(), zone),
    };
    let mut preview = Preview::start(discovery, options)?;
    let interrupter = preview.interrupter();
    on_interrupt(move || interrupter.interrupt());
    preview.build(&console);
    console.data(preview.url());
    if let Some(note) = preview.other_port() {
        console.say(note);
    }
    console.say("Open this address in your browser; the page changes whenever you save a file.");
    console.say("Press Ctrl-C to stop the preview.");
    if let Some(warning) = preview.warning() {
        console.complain(&format!("warning: {warning}"));
        if let Some(code) = preview.qr_code().filter(|_| stdout().is_terminal()) {
            console.say(&code);
        }
    }
    if args.open && stdout().is_terminal() {
        open(preview.url(), console);
    }
    preview.follow(&console);
    console.say("The preview has ended. Your files are as you saved them.");
    Ok(Outcome::Interrupted)
}

/// The site. In an empty folder it offers to start one, if there is a terminal to ask at.
fn find(global: &Global, args: &ServeArgs, console: Console) -> Result<Discovery> {
    let found = site(global, args.base_url.as_deref());
    let folder = global.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let Err(error) = found else { return found };
    if global.config.is_some() || !is_empty(&folder) {
        return Err(error);
    }
    let wanted = console
        .dialogue()
        .is_some_and(|mut dialogue| dialogue.yes("This folder is empty. Start a new site in it?"));
    if !wanted {
        return Err(
            Error::new("this folder is empty, so there is nothing to preview")
                .help("run `mend init` to start a site here, then `mend serve` again"),
        );
    }
    let here = Init {
        directory: folder,
        ..Init::default()
    };
    start::begin(&here, console)?;
    console.say("A new site is in this folder.");
    site(global, args.base_url.as_deref())
}

/// Whether a folder holds nothing but hidden files.
fn is_empty(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|entries| {
        entries
            .flatten()
            .all(|entry| entry.file_name().to_string_lossy().starts_with('.'))
    })
}

impl Author for Console {
    fn note(&self, text: &str) {
        self.say(text);
    }

    fn failed(&self, error: &Error) {
        fail(error, *self);
    }

    fn built(&self, message: &Message<'_>) {
        let waits = |problem: &Diagnostic| {
            problem.code.waits_for_publishing() && problem.severity != Severity::Error
        };
        let (waiting, problems): (Vec<Diagnostic>, Vec<Diagnostic>) =
            message.problems.iter().cloned().partition(waits);
        // What waits for publishing is counted as in `mend check` and in the browser.
        let mut tally = tally(message.problems, false);
        tally.errors += usize::from(message.settings_failure.is_some());
        let errors = tally.errors;
        if message.parts.problems {
            if errors > 0 {
                self.say(
                    "These errors keep the site from being published, the file saved last first:",
                );
            }
            if let Some(error) = message.settings_failure {
                fail(error, *self);
            }
            print_problems(&problems, message.sources, *self);
        }
        if message.parts.summary {
            let blocked = if errors > 0 {
                "; the site cannot be published like this"
            } else {
                ""
            };
            self.say(&format!(
                "{} of {} rendered in {} ms; {}{blocked}",
                grouped(message.report.work.rendered),
                counted(message.report.pages, "page", "pages"),
                message.took.as_millis(),
                tally_in_words(tally),
            ));
        }
        if message.parts.first {
            for line in held_back(message.report) {
                self.say(&line);
            }
        }
        if message.parts.problems {
            for problem in &waiting {
                self.say(&before_publishing(problem));
            }
        }
    }
}

/// What is left to do before the site is published, as one line.
fn before_publishing(problem: &Diagnostic) -> String {
    let place = problem
        .place
        .iter()
        .map(|place| format!("{}: ", place.path));
    let help = problem.help.iter().map(|help| format!(" ({help})"));
    let (place, help): (String, String) = (place.collect(), help.collect());
    format!("Before you publish: {place}{}{help}", problem.message)
}

/// Opens the preview in the browser that `BROWSER` names, or in the system's own.
fn open(url: &str, console: Console) {
    let system = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let program = std::env::var_os("BROWSER").map_or_else(|| PathBuf::from(system), PathBuf::from);
    if Command::new(&program).arg(url).spawn().is_err() {
        console.say(&format!(
            "cannot start {}; open {url} yourself",
            program.display()
        ));
    }
}
