//! `mend serve`: the same pipeline in a loop, its outputs held in memory and shown by the preview.

use std::collections::BTreeMap;
use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::args::{Global, Init, Selection, Serve as ServeArgs};
use super::build::held_back;
use super::console::{Console, count};
use super::overview;
use super::show::Sources;
use super::{
    Made, Outcome, now, on_interrupt, options, print_problems, site, start, tally, tally_in_words,
};
use crate::config::{Config, FILE_NAME};
use crate::diag::{self, Diagnostic, Error, Result, Severity};
use crate::discover::Discovery;
use crate::files::{self, Inputs, Options};
use crate::inspect::Inspector;
use crate::path::{LinkStyle, Route, SourcePath};
use crate::pipeline::Pipeline;
use crate::publish;
use crate::report::{Report, Status};
use crate::serve::{
    Config as ServerConfig, Folder, Pages, Port, Problem, Server, Settings, Snapshot,
};
use crate::watch::{Changed, Pending, Watcher};

pub(super) fn run(global: &Global, args: &ServeArgs, console: Console) -> Result<Outcome> {
    let mut discovery = find(global, args, console)?;
    let config = discovery.config()?;
    let root = discovery.site().root.clone();
    let server = Server::start(&ServerConfig {
        host: args.host.clone(),
        port: args
            .port
            .map_or(Port::Preferred(config.serve.port), Port::Named),
        token: !args.no_token,
        settings: settings(args, &config, &root),
    })?;
    let ignored = publish::traces(&root.join(&config.output_dir));
    let mut watched: Vec<PathBuf> = ["content", "static", "themes"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    watched.push(discovery.site().config_path.clone());
    let mut watcher = Watcher::new(&root, &watched, &ignored, args.poll)?;
    let interrupter = watcher.interrupter();
    on_interrupt(move || interrupter.interrupt());
    let pending = watcher.pending();
    let mut preview = Preview {
        discovery,
        pipeline: Pipeline::default(),
        server: &server,
        args,
        console,
        last: None,
        shown: None,
        pending,
        dropped: false,
        port: config.serve.port,
    };
    preview.rebuild();
    console.data(server.url());
    if let Some(warning) = server.warning() {
        console.complain(&format!("warning: {warning}"));
    }
    if args.open && stdout().is_terminal() {
        open(server.url(), console);
    }
    loop {
        for notice in watcher.take_notices() {
            console.say(&notice);
        }
        match watcher.wait() {
            Changed::Maybe | Changed::Quiet => preview.rebuild(),
            Changed::Interrupted => return Ok(Outcome::Interrupted),
        }
    }
}

/// What of the site's settings the preview itself heeds; the command line comes first.
fn settings(args: &ServeArgs, config: &Config, root: &Path) -> Settings {
    let editor = args.editor.as_ref().or(config.serve.editor.as_ref());
    Settings {
        base_path: config.base_path().to_owned(),
        editor: editor.map(|editor| editor.below(&root.to_string_lossy())),
    }
}

/// The site; in an empty folder one is started, if somebody is there who wants that.
fn find(global: &Global, args: &ServeArgs, console: Console) -> Result<Discovery> {
    let found = site(global, args.base_url.as_deref());
    let folder = global.root.clone().unwrap_or_else(|| PathBuf::from("."));
    let Err(error) = found else { return found };
    if global.config.is_some() || !is_empty(&folder) {
        return Err(error);
    }
    let wanted = console.dialogue().is_some_and(|mut dialogue| {
        dialogue.yes(
            "This folder is empty. Start a new site in it, with a home page and a first article?",
        )
    });
    if !wanted {
        return Err(
            Error::new("this folder is empty, so there is nothing to preview")
                .help("run `mend init` to start a site here, then `mend serve` again"),
        );
    }
    start::init(&Init { directory: folder }, console)?;
    site(global, args.base_url.as_deref())
}

/// Whether a folder holds nothing that anybody would look for in it.
fn is_empty(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|entries| {
        entries
            .flatten()
            .all(|entry| entry.file_name().to_string_lossy().starts_with('.'))
    })
}

/// How long an editor may take between emptying a file and writing its text. An article that is empty after that is.
const SAVING: Duration = Duration::from_millis(50);

/// A build is finished that takes no longer, whatever is saved meanwhile: some editors save in several steps.
const SOON: Duration = Duration::from_millis(100);

/// What goes on from one build to the next.
struct Preview<'a> {
    discovery: Discovery,
    pipeline: Pipeline,
    server: &'a Server,
    args: &'a ServeArgs,
    console: Console,
    /// What was said last, so that nothing is said twice.
    last: Option<Said>,
    /// The build that is shown.
    shown: Option<Arc<Inspector>>,
    /// Whether the author saved something in the meantime.
    pending: Pending,
    /// Whether the last build was dropped.
    dropped: bool,
    /// The port that `site.toml` names.
    port: u16,
}

/// What the author was told of a build.
#[derive(PartialEq)]
enum Said {
    Problems(Vec<Diagnostic>),
    Failure(String),
}

impl Preview<'_> {
    /// Reads what changed, builds, and shows the result; what is wrong is shown over the last good site.
    fn rebuild(&mut self) {
        let started = Instant::now();
        let mut made = self.make(started);
        if matches!(&made, Ok(Some(made)) if self.is_emptied(made)) {
            thread::sleep(SAVING);
            made = self.make(started);
        }
        self.dropped = matches!(made, Ok(None));
        match made {
            Ok(Some(made)) => self.show(made, started),
            Ok(None) => {}
            Err(error) => self.fail(&error),
        }
    }

    /// A build of what is on disk; nothing if it took long enough for something newer to be there. Of two in a row
    /// one is shown, however fast somebody saves.
    fn make(&mut self, started: Instant) -> Result<Option<Made>> {
        let options = self.options()?;
        let read = self.discovery.read(options)?;
        let (droppable, pending) = (!self.dropped, self.pending.clone());
        let is_superseded = || droppable && started.elapsed() > SOON && pending.is_there();
        let built = self.pipeline.build_unless(&read.value, &is_superseded);
        Ok(built.map(|built| Made::of(read, built)))
    }

    /// Whether an article lost all its text since the last build that is shown.
    fn is_emptied(&self, made: &Made) -> bool {
        let new = &made.inputs.documents;
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| files::is_emptied(&shown.inputs().documents, new))
    }

    fn options(&mut self) -> Result<Options> {
        let config = self.discovery.config()?;
        let shown = !self.args.published;
        let selection = Selection {
            drafts: shown,
            future: shown,
            expired: shown,
            ..Selection::default()
        };
        let now = now(self.args.as_of.as_deref(), &config.zone())?;
        Ok(Options {
            now,
            ..options(&selection, LinkStyle::Folder, &config)?
        })
    }

    /// The configuration cannot be read, or the disk fails: the last good site stays.
    fn fail(&mut self, error: &Error) {
        let text = error.to_string();
        let problem = Problem {
            severity: Severity::Error,
            code: error
                .known_as()
                .map_or(String::new(), |code| code.to_string()),
            file: None,
            line: None,
            column: None,
            message: text.clone(),
            help: error.help_text().map(str::to_owned),
            frame: None,
        };
        self.server.fail(vec![problem]);
        let said = Some(Said::Failure(text));
        if self.last != said {
            self.console.fail(error);
            self.last = said;
        }
    }

    fn show(&mut self, made: Made, started: Instant) {
        let Made {
            inputs,
            build,
            problems,
        } = made;
        let complete = diag::leave_pages_readable(&problems);
        let outputs = build.outputs;
        let built = Arc::new(Inspector::new(inputs, build.facts, build.report, problems));
        let (report, problems) = (built.report(), built.problems());
        let sources = Sources::of(built.inputs());
        let shown: Vec<Problem> = problems
            .iter()
            .map(|problem| to_shown(problem, &sources))
            .collect();
        if complete {
            let (asked, whole, themed) =
                (Arc::clone(&built), Arc::clone(&built), Arc::clone(&built));
            let pages = Pages::new(move |route| serde_json::to_value(asked.page(route)?).ok());
            let before = self.shown.replace(Arc::clone(&built));
            let before = before.as_ref().map(|before| before.inputs());
            let follow = before
                .filter(|_| self.args.follow)
                .and_then(|before| follow(before, built.inputs(), report));
            self.server.publish(Snapshot {
                outputs,
                settings: settings(
                    self.args,
                    &built.inputs().config,
                    &self.discovery.site().root,
                ),
                badges: badges(report),
                problems: shown,
                follow,
                saved: before.map_or(Vec::new(), |before| saved(before, built.inputs())),
                pages: Some(Arc::new(pages)),
                overview: Some(Arc::new(Folder::new(move || overview::for_preview(&whole)))),
                gallery: Some(Arc::new(Folder::new(move || {
                    overview::gallery(themed.inputs())
                }))),
            });
        } else {
            self.server.fail(shown);
        }
        self.note_port(built.inputs().config.serve.port);
        let milliseconds = started.elapsed().as_millis();
        let first = self.last.is_none();
        if !matches!(&self.last, Some(Said::Problems(last)) if last == problems) {
            print_problems(problems, &sources, self.console);
            self.last = Some(Said::Problems(problems.to_vec()));
        }
        let kept = if complete {
            ""
        } else {
            "; the last good site stays"
        };
        let work = report.work;
        if first || work.rendered > 0 || !complete {
            self.console.say(&format!(
                "{} rendered of {} in {milliseconds} ms; {}{kept}",
                count(work.rendered, "page", "pages"),
                count(report.pages, "page", "pages")
                    .split(' ')
                    .next()
                    .unwrap_or_default(),
                tally_in_words(tally(problems, false)),
            ));
        }
        if first {
            held_back(report)
                .iter()
                .for_each(|line| self.console.say(line));
        }
    }
}

impl Preview<'_> {
    /// The one setting of the preview that cannot change while it runs: open tabs would lose it.
    fn note_port(&mut self, port: u16) {
        let before = std::mem::replace(&mut self.port, port);
        if port != before && self.args.port.is_none() {
            self.console.say(&format!(
                "{FILE_NAME} names port {port} now; restart the preview to use it"
            ));
        }
    }
}

/// The files that differ between two builds, by path.
fn saved(before: &Inputs, now: &Inputs) -> Vec<String> {
    let lists = [
        (&before.documents, &now.documents),
        (&before.data, &now.data),
        (&before.assets, &now.assets),
        (&before.theme, &now.theme),
    ];
    let files = lists
        .into_iter()
        .flat_map(|(before, now)| files::differing_sources(before, now));
    let mut saved: Vec<String> = files.map(ToString::to_string).collect();
    if before.config != now.config {
        saved.push(FILE_NAME.to_owned());
    }
    saved
}

/// The address of the one article that was saved since the last build. When there are several, as after a
/// checkout, nobody wants to be taken to any of them.
fn follow(before: &Inputs, now: &Inputs, report: &Report) -> Option<Route> {
    let saved = files::differing_sources(&before.documents, &now.documents);
    let known = |path: &SourcePath| {
        let mut documents = report.documents.iter();
        documents.find(|document| document.path == *path)
    };
    let mut documents = saved.into_iter().filter_map(known);
    let (Some(document), None) = (documents.next(), documents.next()) else {
        return None;
    };
    document.published.then(|| document.route.clone())
}

/// What a reader would not see like this, by address.
fn badges(report: &Report) -> BTreeMap<Route, Vec<String>> {
    let words = |document: &crate::report::DocumentReport| {
        let mut words = Vec::new();
        if document.status != Status::Current {
            words.push(document.status.as_str().to_owned());
        }
        if document.unlisted {
            words.push("unlisted".to_owned());
        }
        words
    };
    let all = report
        .documents
        .iter()
        .filter(|document| document.published);
    all.map(|document| (document.route.clone(), words(document)))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

fn to_shown(problem: &Diagnostic, sources: &Sources<'_>) -> Problem {
    let position = problem
        .place
        .as_ref()
        .and_then(|place| sources.position(place));
    Problem {
        severity: problem.severity,
        code: problem.code.to_string(),
        file: problem.place.as_ref().map(|place| place.path.to_string()),
        line: position.as_ref().map(|position| position.line),
        column: position.as_ref().map(|position| position.column),
        message: problem.message.clone(),
        help: problem.help.clone(),
        frame: problem
            .place
            .as_ref()
            .and_then(|place| sources.frame(place)),
    }
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
            "{} could not be started; open {url} yourself",
            program.display()
        ));
    }
}
