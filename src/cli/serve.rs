//! `mend serve`: the same pipeline in a loop, its outputs held in memory and shown by the preview.

use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::args::{Global, Selection, Serve as ServeArgs};
use super::build::held_back;
use super::console::{Console, count};
use super::show::Sources;
use super::snapshot;
use super::{
    Made, Outcome, fail, now, on_interrupt, options, print_problems, site, start, tally,
    tally_in_words,
};
use crate::config::Config;
use crate::diag::{Diagnostic, Error, Result};
use crate::discover::Discovery;
use crate::fault;
use crate::files::{Inputs, Options};
use crate::inspect::Inspector;
use crate::path::LinkStyle;
use crate::pipeline::{Build, Pipeline};
use crate::publish;
use crate::report::Report;
use crate::serve::{Config as ServerConfig, Port, Problem, Server, Settings, Snapshot};
use crate::watch::{ChangeSignal, Wake, Watcher};

pub(super) fn run(global: &Global, args: &ServeArgs, console: Console) -> Result<Outcome> {
    let mut discovery = find(global, args, console)?;
    let (config, _) = usable(&mut discovery, None);
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
    let pending = watcher.signal();
    let mut preview = Preview {
        discovery,
        pipeline: Pipeline::default(),
        server: &server,
        args,
        console,
        last: None,
        config: None,
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
            Wake::Change | Wake::Idle => preview.rebuild(),
            Wake::Interrupt => return Ok(Outcome::Interrupted),
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
    start::begin(&folder)?;
    console.say("A new site is in this folder.");
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

/// How long an editor may take between emptying a file and writing its text. A file that is still empty after that is
/// taken for an empty one.
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
    /// The settings of the last build that was shown and had none at fault.
    config: Option<Arc<Config>>,
    /// The build that is shown.
    shown: Option<Arc<Inspector>>,
    /// Whether the author saved something in the meantime.
    pending: ChangeSignal,
    /// Whether the last build was dropped.
    dropped: bool,
    /// The port that `site.toml` names.
    port: u16,
}

/// What the author was told of a build.
#[derive(PartialEq)]
struct Said {
    problems: Vec<Diagnostic>,
    /// Why the settings or the whole site cannot be used.
    failure: Option<String>,
}

/// A build, and what is wrong with the settings it was made with.
struct Latest {
    /// The files as they are.
    inputs: Inputs,
    build: Build,
    problems: Vec<Diagnostic>,
    unsettled: Option<Error>,
}

impl Preview<'_> {
    /// Reads what changed, builds, and shows the result, whatever is wrong. A fault of mend leaves what was shown before.
    fn rebuild(&mut self) {
        let rebuilt = fault::caught("preview", None, || self.try_to_rebuild());
        if let Err(error) = rebuilt.unwrap_or_else(|fault| Err((*fault).into())) {
            self.fail(&error);
        }
    }

    fn try_to_rebuild(&mut self) -> Result<()> {
        let started = Instant::now();
        let mut made = self.make(started);
        if matches!(&made, Ok(Some(made)) if self.is_emptied(made)) {
            thread::sleep(SAVING);
            made = self.make(started);
        }
        self.dropped = matches!(made, Ok(None));
        if let Some(made) = made? {
            self.show(made, started);
        }
        Ok(())
    }

    /// A build of what is on disk; nothing if it took long enough for something newer to be there. Of two in a row
    /// one is shown, however fast files are saved.
    fn make(&mut self, started: Instant) -> Result<Option<Latest>> {
        let (config, unsettled) = usable(&mut self.discovery, self.config.as_ref());
        let options = self.options(&config)?;
        let read = self.discovery.read_with(&config, options);
        let (droppable, pending) = (!self.dropped, self.pending.clone());
        let is_superseded = || droppable && started.elapsed() > SOON && pending.is_set();
        let earlier = self.shown.as_ref().map(|shown| shown.inputs());
        let pipeline = &mut self.pipeline;
        let built = fault::caught("build", None, || {
            pipeline.preview(&read.value, earlier, &is_superseded)
        });
        let built = built.map_err(|fault| Error::from(*fault))?;
        Ok(built.map(|built| {
            let Made {
                inputs,
                build,
                problems,
            } = Made::of(read, built);
            Latest {
                inputs,
                build,
                problems,
                unsettled,
            }
        }))
    }

    /// Whether a file lost all its text since the last build that is shown.
    fn is_emptied(&self, made: &Latest) -> bool {
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| made.inputs.is_emptied_since(shown.inputs()))
    }

    fn options(&self, config: &Config) -> Result<Options> {
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
            ..options(&selection, LinkStyle::Folder, config)?
        })
    }

    /// The disk fails, or mend does: what was shown before stays.
    fn fail(&mut self, error: &Error) {
        self.server.fail(snapshot::failure(error));
        let said = Some(Said {
            problems: Vec::new(),
            failure: Some(in_words(error)),
        });
        if self.last != said {
            fail(error, self.console);
            self.last = said;
        }
    }

    fn show(&mut self, made: Latest, started: Instant) {
        let Latest {
            inputs: newest,
            build,
            mut problems,
            unsettled,
        } = made;
        let stand_ins = build.stand_ins;
        let shown = stand_ins.inputs.unwrap_or_else(|| newest.clone());
        let built = Inspector::new(shown, build.facts, build.report, problems.clone());
        let built = Arc::new(built);
        let before = self.shown.replace(Arc::clone(&built));
        let before = before.as_ref().map(|before| before.inputs());
        let sources = Sources::of(&newest);
        problems.sort_by_cached_key(|problem| self.discovery.urgency(problem));
        let is_first_with_faulty_settings = unsettled.is_some() && self.config.is_none();
        if unsettled.is_none() {
            self.config = Some(Arc::clone(&newest.config));
        }
        let unsettled_shown = unsettled.as_ref().map_or(Vec::new(), snapshot::failure);
        let drawn = |problems: &[Diagnostic]| -> Vec<Problem> {
            problems
                .iter()
                .map(|problem| snapshot::problem(problem, &sources))
                .collect()
        };
        let everywhere = unsettled_shown
            .iter()
            .filter(|_| is_first_with_faulty_settings);
        let follow = before.filter(|_| self.args.follow);
        let mut latest = snapshot::of(&built, build.outputs);
        for route in stand_ins.outdated {
            latest
                .badges
                .entry(route)
                .or_default()
                .push("outdated".to_owned());
        }
        self.server.publish(Snapshot {
            settings: settings(self.args, &newest.config, &self.discovery.site().root),
            problems: unsettled_shown
                .iter()
                .cloned()
                .chain(drawn(&problems))
                .collect(),
            wrong: stand_ins
                .pages
                .iter()
                .map(|(route, problems)| (route.clone(), drawn(problems)))
                .collect(),
            wrong_everywhere: everywhere
                .cloned()
                .chain(drawn(&stand_ins.everywhere))
                .collect(),
            follow: follow
                .and_then(|before| snapshot::follow(before, built.inputs(), built.report())),
            saved: before.map_or(Vec::new(), |before| snapshot::saved(before, built.inputs())),
            ..latest
        });
        self.note_port(&newest.config);
        self.say(
            problems,
            unsettled.as_ref(),
            &sources,
            built.report(),
            started,
        );
    }

    /// Tells the author at the terminal what came of a build.
    fn say(
        &mut self,
        problems: Vec<Diagnostic>,
        unsettled: Option<&Error>,
        sources: &Sources<'_>,
        report: &Report,
        started: Instant,
    ) {
        let milliseconds = started.elapsed().as_millis();
        let first = self.last.is_none();
        let (errors, warnings) = tally(&problems, false);
        let errors = errors + usize::from(unsettled.is_some());
        let said = Said {
            failure: unsettled.map(in_words),
            problems,
        };
        let is_news = self.last.as_ref() != Some(&said);
        if is_news {
            if errors > 0 {
                self.console
                    .say("What keeps the site from being published, the file saved last first:");
            }
            if let Some(error) = unsettled {
                fail(error, self.console);
            }
            print_problems(&said.problems, sources, self.console);
            self.last = Some(said);
        }
        let work = report.work;
        if is_news || work.rendered > 0 {
            let blocked = if errors > 0 {
                "; the site cannot be published like this"
            } else {
                ""
            };
            self.console.say(&format!(
                "{} rendered of {} in {milliseconds} ms; {}{blocked}",
                count(work.rendered, "page", "pages"),
                count(report.pages, "page", "pages")
                    .split(' ')
                    .next()
                    .unwrap_or_default(),
                tally_in_words((errors, warnings)),
            ));
        }
        if first {
            held_back(report)
                .iter()
                .for_each(|line| self.console.say(line));
        }
    }
}

/// The settings as they are, else as they were, else those of them that can be used; and why not all can.
fn usable(discovery: &mut Discovery, before: Option<&Arc<Config>>) -> (Arc<Config>, Option<Error>) {
    let error = match discovery.config() {
        Ok(config) => return (config, None),
        Err(error) => error,
    };
    let config = match before {
        Some(config) => Arc::clone(config),
        None => discovery
            .settings()
            .map_or_else(|_| Arc::default(), |read| read.value),
    };
    (config, Some(error))
}

/// A failure and the problems that caused it, as one text by which two failures are compared.
fn in_words(error: &Error) -> String {
    format!("{error} {:?}", error.problems().problems)
}

impl Preview<'_> {
    /// The one setting of the preview that cannot change while it runs: open tabs would lose it.
    fn note_port(&mut self, config: &Config) {
        let (file, port) = (&config.source.file, config.serve.port);
        let before = std::mem::replace(&mut self.port, port);
        if port != before && self.args.port.is_none() {
            self.console.say(&format!(
                "{file} names port {port} now; restart the preview to use it"
            ));
        }
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
