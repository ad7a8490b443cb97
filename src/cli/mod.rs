//! The command line: arguments in, exit code out, and the edges joined in between.
//!
//! Only this room knows both the pipeline and the edges (disk, network, clock, environment). Each
//! command is one file. Exit codes: 0 fine; 1 problems in the content; 2 anything else that keeps a
//! command from doing its work, a fault of mend itself included; 130 interrupted.

mod args;
mod build;
mod calendar;
mod check;
mod clean;
mod console;
mod diagnostics;
mod dialogue;
mod explain;
mod external;
mod headers;
mod list;
mod mv;
mod new;
mod overview;
mod reading;
mod review_pack;
mod schema;
mod serve;
mod start;
mod summary;
mod theme;
mod why;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use serde_json::{Value, json};

use crate::codes::{self, Code};
use crate::config::{Config, Override};
use crate::date::{Moment, Zone};
use crate::diag::{self, Diagnostic, Error, Result, Severity};
use crate::discover::{self, Discovery, Site};
use crate::fault;
use crate::files::{Inputs, Options};
use crate::inspect::Sources;
use crate::path::LinkStyle;
use crate::pipeline::{Build, Pipeline};
use crate::publish::Destination;
use args::{Cli, Command, Global, Selection};
use console::{Console, count};

/// The exit code of a command that was interrupted.
const INTERRUPTED: i32 = 130;

/// What a command that ran to its end has to say about the content.
enum Outcome {
    /// Nothing is wrong.
    Fine,
    /// There are problems: exit code 1.
    Problems,
    /// Part of the work could not be done, and the command has said so: exit code 2.
    Failed,
    /// Somebody pressed Ctrl-C: exit code 130.
    Interrupted,
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
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Ok(Outcome::Interrupted) => ExitCode::from(INTERRUPTED as u8),
        Err(error) => {
            if let Some(command) = reporting {
                console.data(&format!("{:#}", failure_to_json(command, &error)));
            }
            fail(&error, console);
            ExitCode::from(2)
        }
    }
}

/// Says what is wrong with the arguments. Help and version come this way, too, and are no failures; everything else is
/// wrong usage, which is 2 here as in clap.
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
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// Says why a command could not do its work.
fn fail(error: &Error, console: Console) {
    let told = error.problems();
    if told.problems.is_empty() {
        console.fail(error);
        return;
    }
    print_problems(&told.problems, &Sources::of_error(error), console);
    console.complain(&error.to_string());
}

/// A failure as the report for programs says it: the problems that caused it, else the failure itself as the only one.
fn failure_to_json(command: &str, error: &Error) -> Value {
    let told = error.problems();
    let sources = Sources::of_error(error);
    let mut problems: Vec<Value> = told
        .problems
        .iter()
        .map(|problem| diagnostics::to_json(&sources, problem))
        .collect();
    if problems.is_empty() {
        problems.push(json!({
            "code": error.known_as().map(Code::id),
            "severity": Severity::Error.as_str(),
            "message": error.to_string(),
            "help": error.help_text(),
            "place": null,
            "also": [],
        }));
    }
    json!({
        "schema": 1,
        "command": command,
        "ok": false,
        "error": error.to_string(),
        "problems": problems,
    })
}

fn dispatch(cli: Cli, console: Console) -> Result<Outcome> {
    let Cli { global, command } = cli;
    match command {
        Command::Init(args) => start::init(&args, console),
        Command::New(args) => new::run(&global, &args, console),
        Command::Mv(args) => mv::run(&global, &args, console),
        Command::Build(args) => build::run(&global, &args, console),
        Command::Serve(args) => serve::run(&global, &args, console),
        Command::Check(args) => check::run(&global, &args, console),
        Command::List(args) => list::run(&global, &args, console),
        Command::Why(args) => why::run(&global, &args, console),
        Command::ReviewPack(args) => review_pack::run(&global, &args, console),
        Command::Clean(args) => clean::run(&global, &args, console),
        Command::Explain(args) => explain::run(&args, console),
        Command::Schema(args) => schema::run(&global, &args, console),
        Command::Headers(args) => headers::run(&global, &args, console),
        Command::Theme(args) => theme::run(&global, &args, console),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "mend", &mut script);
            console.bytes(&String::from_utf8_lossy(&script));
            Ok(Outcome::Fine)
        }
        Command::Version => {
            console.data(Cli::command().render_version().trim_end());
            Ok(Outcome::Fine)
        }
    }
}

/// Set by the first Ctrl-C, so that publishing can step back cleanly; the second one ends the program at
/// once, which harms nothing either.
fn interruption() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    on_interrupt(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    interrupted
}

/// What to do when the person at the keyboard has had enough.
fn on_interrupt(act: impl FnMut() + Send + 'static) {
    // Without a handler the system ends the program, which is what was asked for.
    let _ = ctrlc::set_handler(act);
}

/// The site the command is about.
fn site(global: &Global, base_url: Option<&str>) -> Result<Discovery> {
    let folder = global.root.as_deref().unwrap_or(Path::new("."));
    let site = match &global.config {
        None => Site::find(folder)?,
        Some(config) => Site {
            root: canonical(folder)?,
            config_path: canonical(config)?,
        },
    };
    let mut overrides = discover::overrides(std::env::vars());
    overrides.extend(base_url.map(|url| Override {
        name: "--base-url".to_owned(),
        key: "base_url".to_owned(),
        value: url.to_owned(),
    }));
    Ok(Discovery::new(site, overrides))
}

fn canonical(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path)
        .map_err(|error| Error::io(format!("cannot open `{}`", path.display()), &error))
}

/// A site that was read and built, and everything that is wrong with it, in order.
struct SiteBuild {
    inputs: Inputs,
    build: Build,
    problems: Vec<Diagnostic>,
}

/// Reads the site and builds it.
fn make(discovery: &mut Discovery, pipeline: &mut Pipeline, options: Options) -> Result<SiteBuild> {
    let read = discovery.read(options)?;
    let built = fault::caught("build", None, || pipeline.build(&read.value));
    let built = built.map_err(|fault| Error::from(*fault))?;
    let mut problems = read.problems;
    problems.extend(built.problems);
    diag::arrange(&mut problems);
    Ok(SiteBuild {
        inputs: read.value,
        build: built.value,
        problems,
    })
}

/// What was asked for on the command line, at this moment.
fn options(selection: &Selection, links: LinkStyle, config: &Config) -> Result<Options> {
    let Selection {
        drafts,
        future,
        expired,
        as_of,
        base_url: _,
    } = selection;
    let now = now(as_of.as_deref(), &config.zone())?;
    Ok(Options {
        drafts: *drafts,
        future: *future,
        expired: *expired,
        links,
        now,
    })
}

/// The moment the command takes for now: what was asked for, else `SOURCE_DATE_EPOCH`, else the clock.
fn now(as_of: Option<&str>, zone: &Zone) -> Result<Moment> {
    if let Some(text) = as_of {
        return zone.parse(text).ok_or_else(|| {
            Error::new(format!("`{text}` is not a date"))
                .help("write it as 2026-12-01 or 2026-12-01T09:00")
        });
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text.parse().map_err(|_| {
            Error::new(format!(
                "SOURCE_DATE_EPOCH = {text} is not a number of seconds"
            ))
        })?,
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs() as i64),
    };
    zone.at_seconds(seconds)
        .ok_or_else(|| Error::new("the clock shows a time outside all calendars"))
}

/// Where the site is published: what was asked for, else what the configuration says.
fn destination(discovery: &mut Discovery, asked: Option<&PathBuf>) -> Result<Destination> {
    let configured = PathBuf::from(&discovery.config()?.output_dir);
    let root = discovery.site().root.clone();
    // What is typed is meant from where it is typed; what is configured, from the site folder.
    let folder = match asked {
        Some(folder) => std::path::absolute(folder)
            .map_err(|error| Error::io(format!("cannot use `{}`", folder.display()), &error))?,
        None => root.join(configured),
    };
    Ok(Destination::new(root, folder))
}

impl Outcome {
    /// What problems make of a command that ran to its end.
    fn of(problems: &[Diagnostic], (errors, _): (usize, usize)) -> Self {
        let is_fault = |problem: &Diagnostic| problem.code == codes::MEND_01;
        match errors {
            _ if problems.iter().any(is_fault) => Self::Failed,
            0 => Self::Fine,
            _ => Self::Problems,
        }
    }
}

/// Prints the problems, what keeps the site from being published first, and most of them if there are very many.
fn print_problems(problems: &[Diagnostic], sources: &Sources<'_>, console: Console) {
    const MOST_PRINTED: usize = 50;
    let shown = if console.verbose {
        problems.len()
    } else {
        MOST_PRINTED.min(problems.len())
    };
    let blocks = |problem: &&Diagnostic| problem.severity == Severity::Error;
    let (first, then): (Vec<_>, Vec<_>) = problems.iter().partition(blocks);
    let told = first.into_iter().chain(then);
    for problem in told
        .filter(|problem| !console.quiet || blocks(problem))
        .take(shown)
    {
        console.complain(&diagnostics::draw(sources, problem, console.styled));
        console.complain("");
    }
    if shown < problems.len() {
        console.complain(&format!(
            "… and {} more; -v shows all of them",
            problems.len() - shown
        ));
    }
}

/// How many errors and warnings there are; with `strict`, warnings count as errors.
fn tally(problems: &[Diagnostic], strict: bool) -> (usize, usize) {
    let of = |severity| {
        problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if strict {
        (errors + warnings, 0)
    } else {
        (errors, warnings)
    }
}

/// "no problems", or how many of which kind.
fn tally_in_words((errors, warnings): (usize, usize)) -> String {
    match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        (0, warnings) => count(warnings, "warning", "warnings"),
        (errors, 0) => count(errors, "error", "errors"),
        (errors, warnings) => format!(
            "{} and {}",
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_mend_is_told_from_problems_in_the_content() {
        let problem = Diagnostic::new(codes::LINK_01, "leads nowhere");
        let fault = Diagnostic::new(codes::MEND_01, "failed");
        let of = |problems: &[Diagnostic]| Outcome::of(problems, tally(problems, false));
        assert!(matches!(of(&[]), Outcome::Fine));
        assert!(matches!(
            of(std::slice::from_ref(&problem)),
            Outcome::Problems
        ));
        assert!(matches!(of(&[problem, fault]), Outcome::Failed));
    }
}
