//! The command line: it parses arguments, joins the pipeline with the edges (disk, network, clock, environment), prints, and
//! sets the exit code.
//!
//! Each command is one file. `mend serve` hands its work to the room [`preview`](crate::preview). [`EXIT_CODES`] says how
//! commands end.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it reads the command line and the environment, and prints"
)]

mod args;
mod build;
mod calendar;
mod check;
mod clean;
mod console;
mod deploy;
mod diagnostics;
mod dialogue;
mod explain;
mod export;
mod external;
mod format;
mod headers;
mod import;
mod import_args;
mod interrupt;
mod list;
mod man;
mod mv;
mod named;
mod new;
mod outcome;
mod overview;
mod plain;
mod reading;
mod review_pack;
mod schema;
mod serve;
mod setup;
mod shell;
mod start;
mod summary;
mod tally;
mod theme;
mod why;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::diag::{Error, Result};
use crate::fault;
use args::{Cli, Command};
use console::Console;
use diagnostics::{fail, failure_to_json};
use outcome::Outcome;

pub use outcome::EXIT_CODES;

/// The commands and options, from which the reference of the command line is made.
pub fn command_line() -> clap::Command {
    Cli::command()
}

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let console = Console::new(&cli.global);
    let reporting = cli.command.reporting();
    fault::note_places(std::env::var_os("RUST_BACKTRACE").is_some());
    let done = fault::caught("command", None, || dispatch(cli, console));
    match done.unwrap_or_else(|fault| Err((*fault).into())) {
        Ok(outcome) => outcome.code(),
        Err(error) => {
            if let Some(command) = reporting {
                console.data(&format!("{:#}", failure_to_json(command, &error)));
            }
            fail(&error, console);
            ExitCode::from(2)
        }
    }
}

/// Prints what is wrong with the arguments. Clap also reports help and version as errors, which end with 0; everything else is
/// wrong usage and ends with 2.
fn misused(error: &clap::Error) -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let asks_for_json = typed.iter().any(|arg| arg == "--format=json")
        || typed.windows(2).any(|pair| pair == ["--format", "json"]);
    let command = typed.iter().find(|arg| !arg.starts_with('-'));
    if error.use_stderr() && asks_for_json {
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default();
        let failure = Error::new(first.strip_prefix("error: ").unwrap_or(first));
        let name = command.map_or("", String::as_str);
        Console::unstyled().data(&format!("{:#}", failure_to_json(name, &failure)));
    }
    let _ = error.print();
    let hint = command.filter(|_| error.kind() == ErrorKind::InvalidSubcommand);
    if let Some(hint) = hint.and_then(|command| args::instead_of(command)) {
        Console::unstyled().complain(&format!("\n  {hint}"));
    }
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(hint) = unquoted_name(&typed)
    {
        Console::unstyled().complain(&format!("\n  {hint}"));
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// What to type for `mend init My Guide`: the shell passes a name with a space on as two words.
fn unquoted_name(typed: &[String]) -> Option<String> {
    let (command, rest) = typed.split_first()?;
    let takes_name = matches!(command.as_str(), "init" | "new");
    let is_name = |word: &&String| !word.starts_with('-');
    let words: Vec<&str> = rest
        .iter()
        .take_while(is_name)
        .map(String::as_str)
        .collect();
    (takes_name && words.len() > 1).then(|| {
        format!(
            "A name with spaces needs quotation marks: mend {command} \"{}\". Or write hyphens: mend {command} {}",
            words.join(" "),
            words.join("-").to_lowercase()
        )
    })
}

fn dispatch(cli: Cli, console: Console) -> Result<Outcome> {
    let Cli { global, command } = cli;
    match command {
        Command::Init(args) => start::init(&args, console),
        Command::Import(args) => import::run(&args, console),
        Command::New(args) => new::run(&global, &args, console),
        Command::Mv(args) => mv::run(&global, &args, console),
        Command::Build(args) => build::run(&global, &args, console),
        Command::Serve(args) => serve::run(&global, &args, console),
        Command::Check(args) => check::run(&global, &args, console),
        Command::List(args) => list::run(&global, &args, console),
        Command::Why(args) => why::run(&global, &args, console),
        Command::ReviewPack(args) => review_pack::run(&global, &args, console),
        Command::Deploy(args) => deploy::run(&global, &args, console),
        Command::Export(args) => export::run(&global, &args, console),
        Command::Clean(args) => clean::run(&global, &args, console),
        Command::Explain(args) => explain::run(&args, console),
        Command::Schema(args) => schema::run(&global, &args, console),
        Command::Headers(args) => headers::run(&global, &args, console),
        Command::Theme(args) => theme::run(&global, &args, console),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut command_line(), "mend", &mut script);
            console.bytes(&String::from_utf8_lossy(&script));
            Ok(Outcome::Fine)
        }
        Command::Man(args) => man::run(&args),
        Command::Version => {
            console.data(command_line().render_version().trim_end());
            Ok(Outcome::Fine)
        }
    }
}
