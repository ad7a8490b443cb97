//! The preview: runs the pipeline in a loop and shows the newest build in the browser.
//!
//! It joins the edges that the loop needs: [`discover`](crate::discover) reads, [`pipeline`](crate::pipeline) builds,
//! [`serve`](crate::serve) shows and [`watch`](crate::watch) waits. Decisions of the loop are pure and have files of their own:
//! [`cycle`] decides when to build, to drop a build, to wait and to show; [`settings`] which settings a build uses;
//! [`attention`] which problems a page shows; [`moves`] where pages have gone; [`publication`] what would stop publication;
//! [`conversation`] what is printed on the terminal; [`snapshot`] what the browser
//! gets. This file carries them out.
//!
//! The pages that a browser looks at are shown as soon as the build has drawn them; the rest of it, the problems and the facts for
//! authors follow when it is complete. A build is complete when every stage has run, even if the content has faults: an article
//! with a mistake is shown as far as it can be read, with its problems. Only after a failure outside the content the previous build stays on the screen.
//!
//! Arguments are not parsed here and nothing is printed: the command line implements [`Author`].

#![expect(
    clippy::disallowed_methods,
    reason = "an edge: it joins those of the preview"
)]

mod attention;
mod author_pages;
mod conversation;
mod cycle;
mod moves;
mod problem;
mod publication;
mod reading_text;
mod scaling;
mod settings;
mod snapshot;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::{Config, Editor};
use crate::date::{Moment, Zone};
use crate::diag::{Diagnostic, Error, Result, arrange};
use crate::discover::Discovery;
use crate::fault;
use crate::files::{self, Inputs};
use crate::inspect::{Inspection, Sources};
use crate::path::LinkStyle;
use crate::pipeline::{Build, Pipeline};
use crate::publish;
use crate::report::{DocumentReport, Report, Status};
use crate::serve::{self, Port, Server, Snapshot};
use crate::variant_cache::VariantCache;
use crate::watch::{ChangeSignal, Interrupter, Wake, Watcher};

use attention::Attention;
use conversation::Conversation;
pub use conversation::MessageParts;
use cycle::{Cycle, Event, Step};
use moves::Moves;
use publication::Candidate;
use scaling::Scaling;
use settings::{ConfigChoice, LastGood};

/// What was asked for. It comes before what `site.toml` says.
pub struct Options<'a> {
    /// The host to listen on, if it is not this machine alone.
    pub host: Option<String>,
    /// The port to listen on.
    pub port: Option<u16>,
    /// Whether other machines must know a random part of the address.
    pub token: bool,
    /// Whether drafts, future and expired pages are hidden.
    pub published: bool,
    /// Whether open tabs go to the article that is saved.
    pub follow: bool,
    /// The editor that opens the files of the site.
    pub editor: Option<Editor>,
    /// Compare files at this interval instead of waiting for events of the system.
    pub poll: Option<Duration>,
    /// The moment that a build takes for now.
    pub now: &'a dyn Fn(&Zone) -> Result<Moment>,
}

/// The person who writes, as far as the preview can speak to them.
pub trait Author {
    /// Something about the preview itself.
    fn note(&self, text: &str);
    /// There is no new build.
    fn failed(&self, error: &Error);
    /// A new build is shown, and there is something to say about it.
    fn built(&self, message: &Message<'_>);
}

/// The messages about a build.
pub struct Message<'a> {
    /// The parts to print.
    pub parts: MessageParts,
    /// The problems, the most urgent first.
    pub problems: &'a [Diagnostic],
    /// Why the settings on disk could not be used.
    pub settings_failure: Option<&'a Error>,
    /// The texts that the problems point into.
    pub sources: &'a Sources<'a>,
    /// The facts of the build.
    pub report: &'a Report,
    /// The time from the change to the build that is shown.
    pub took: Duration,
}

/// A running preview.
pub struct Preview<'a> {
    options: Options<'a>,
    discovery: Discovery,
    pipeline: Pipeline,
    server: Server,
    watcher: Watcher,
    signal: ChangeSignal,
    cycle: Cycle,
    /// How long to wait for the rest of a file that is being saved.
    patience: Option<Duration>,
    settings: LastGood,
    conversation: Conversation,
    attention: Attention,
    moves: Moves,
    /// Builds what `unchecked` holds.
    as_published: Pipeline,
    /// The site as it would be published, if that is not what is shown, until it is known what stops that.
    unchecked: Option<Candidate>,
    /// What to say because the preview uses another port than the one in `site.toml`.
    other_port: Option<String>,
    /// The build that is shown.
    shown: Option<Arc<Inspection>>,
    scaling: Scaling,
}

/// A build of the files as they are.
struct Latest {
    inputs: Inputs,
    build: Build,
    problems: Vec<Diagnostic>,
    /// Those that were there before the build.
    read_problems: Vec<Diagnostic>,
    settings_failure: Option<Error>,
}

impl<'a> Preview<'a> {
    /// Listens and watches. Nothing is built yet: until then every page says that it will appear.
    ///
    /// # Errors
    ///
    /// When the port is taken, the host is not an address of this machine, or there is no current folder.
    pub fn start(mut discovery: Discovery, options: Options<'a>) -> Result<Self> {
        discovery.hold_small_assets();
        let settings = LastGood::default();
        let config = choose(&settings, &mut discovery).config;
        let root = discovery.site().root.clone();
        let server = Server::start(&serve::Config {
            host: options.host.clone(),
            port: options
                .port
                .map_or(Port::Preferred(config.serve.port), Port::Named),
            token: options.token,
            settings: served_settings(&options, &config, &root),
        })?;
        let variants = Arc::new(VariantCache::new(root.join(&config.images.cache)));
        let ignored = publish::traces(&root.join(&config.output_dir));
        let sources = discovery.site().sources();
        let watcher = Watcher::new(&root, &sources, &ignored, options.poll)?;
        let port = server.address().port();
        let is_named = options.port.is_some();
        let other_port = other_port(config.serve.port, port).filter(|_| !is_named);
        let port_of_site = options.port.is_none().then_some(config.serve.port);
        Ok(Self {
            signal: watcher.signal(),
            options,
            discovery,
            pipeline: Pipeline::default().keeping_in(Arc::clone(&variants) as _),
            scaling: Scaling::new(variants, watcher.waker()),
            server,
            watcher,
            cycle: Cycle::default(),
            patience: None,
            settings,
            conversation: Conversation::begin(port_of_site),
            attention: Attention::default(),
            moves: Moves::default(),
            as_published: Pipeline::default(),
            unchecked: None,
            other_port,
            shown: None,
        })
    }

    /// The address to open in a browser on this machine.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// What the author must know when the port in `site.toml` was taken: bookmarks and open tabs lead to another program.
    pub fn other_port(&self) -> Option<&str> {
        self.other_port.as_deref()
    }

    /// The address for other machines as a QR code for a terminal, if they can reach the preview.
    pub fn qr_code(&self) -> Option<String> {
        self.server.qr_code()
    }

    /// What the author must know when other machines can reach the preview.
    pub fn warning(&self) -> Option<&str> {
        self.server.warning()
    }

    /// A handle that ends [`Preview::follow`] from another thread.
    pub fn interrupter(&self) -> Interrupter {
        self.watcher.interrupter()
    }

    /// Shows a new build after each change, until it is interrupted.
    pub fn follow(&mut self, author: &dyn Author) {
        loop {
            for notice in self.watcher.take_notices() {
                author.note(&notice);
            }
            let patience = self.patience.take();
            if patience.is_none() {
                self.check_publication();
            }
            let event = match self.watcher.wait(patience) {
                Wake::Idle if patience.is_some() => Event::Quiet,
                Wake::Change | Wake::Idle => Event::Change,
                Wake::Interrupt => return,
            };
            self.run(event, author);
        }
    }

    /// Builds what is on disk and shows it, whatever is wrong with it.
    pub fn build(&mut self, author: &dyn Author) {
        self.run(Event::Change, author);
    }

    fn run(&mut self, event: Event<Box<Latest>, Error>, author: &dyn Author) {
        let started = Instant::now();
        let mut step = self.cycle.after(event);
        loop {
            let event = match step {
                Step::Build { drop_after } => self.attempt(started, drop_after),
                Step::Wait(time) => {
                    self.patience = Some(time);
                    return;
                }
                Step::Show(latest) => {
                    // A fault of mend in here leaves what was shown before.
                    let shown =
                        fault::caught("preview", None, || self.show(latest, started, author));
                    if let Err(fault) = shown {
                        self.fail(&(*fault).into(), author);
                    }
                    return;
                }
                Step::Fail(error) => return self.fail(&error, author),
                Step::Rest => return,
            };
            step = self.cycle.after(event);
        }
    }

    /// Reads and builds, unless the build takes longer than `drop_after` and is out of date by then.
    fn attempt(
        &mut self,
        started: Instant,
        drop_after: Option<Duration>,
    ) -> Event<Box<Latest>, Error> {
        let built = fault::caught("preview", None, || self.read_and_build(started, drop_after));
        let built = built.unwrap_or_else(|fault| Err((*fault).into()));
        built.unwrap_or_else(Event::Failed)
    }

    fn read_and_build(
        &mut self,
        started: Instant,
        drop_after: Option<Duration>,
    ) -> Result<Event<Box<Latest>, Error>> {
        let ConfigChoice { config, failure } = choose(&self.settings, &mut self.discovery);
        let options = self.build_options(&config)?;
        let read = self.discovery.read_with(&config, options);
        let cut = self.is_cut(&read.value);
        let signal = &self.signal;
        let is_superseded =
            || drop_after.is_some_and(|limit| started.elapsed() > limit && signal.is_set());
        let earlier = self.shown.as_ref().map(|shown| shown.inputs());
        let saved = self.attention.saved(&read.value);
        let is_early = !cut || self.cycle.takes_cut_files();
        let sink = self.server.begin(saved, is_early);
        let pipeline = &mut self.pipeline;
        let built = fault::caught("build", None, || {
            pipeline.preview(&read.value, earlier, &sink, &is_superseded)
        });
        let Some(built) = built.map_err(|fault| Error::from(*fault))? else {
            return Ok(Event::Superseded {
                shown: sink.has_shown(),
            });
        };
        let mut problems = read.problems.clone();
        problems.extend(built.problems);
        arrange(&mut problems);
        Ok(Event::Built {
            build: Box::new(Latest {
                inputs: read.value,
                build: built.value,
                problems,
                read_problems: read.problems,
                settings_failure: failure,
            }),
            cut,
        })
    }

    /// Builds the site once more as it would be published, if that is not what is shown, and tells the browsers what would stop
    /// it. A change ends it.
    fn check_publication(&mut self) {
        let Some(candidate) = self.unchecked.take() else {
            return;
        };
        let (pipeline, signal) = (&mut self.as_published, &self.signal);
        let stops = fault::caught("publication", None, || {
            candidate.stops(pipeline, &|| signal.is_set())
        });
        // A fault of mend is told by the build itself.
        if let Ok(Some(stops)) = stops {
            self.server.stops(stops);
        }
    }

    fn build_options(&self, config: &Config) -> Result<files::Options> {
        let all = !self.options.published;
        Ok(files::Options {
            drafts: all,
            future: all,
            expired: all,
            links: LinkStyle::Folder,
            theme_names: files::ThemeNames::Stable,
            now: (self.options.now)(&config.zone())?,
        })
    }

    /// Whether a file is gone or has lost much of its text since the build that is shown.
    fn is_cut(&self, inputs: &Inputs) -> bool {
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| inputs.is_cut_since(shown.inputs()))
    }

    /// Says why there is no new build. The one before stays on the screen.
    fn fail(&mut self, error: &Error, author: &dyn Author) {
        self.server.fail(problem::failure(error));
        if self.conversation.failed(error) {
            author.failed(error);
        }
    }

    fn show(&mut self, latest: Box<Latest>, started: Instant, author: &dyn Author) {
        let Latest {
            inputs: newest,
            build,
            mut problems,
            read_problems,
            settings_failure,
        } = *latest;
        self.scaling.begin(build.unscaled);
        let mut fallbacks = build.fallbacks;
        let shown = fallbacks.inputs.take().unwrap_or_else(|| newest.clone());
        let built = Inspection::new(shown, build.sites, build.report, problems.clone());
        let built = Arc::new(built);
        let before = self.shown.replace(Arc::clone(&built));
        problems.sort_by_cached_key(|problem| self.discovery.urgency(problem));
        let sources = Sources::of(&newest);
        let candidate = Candidate::of(&newest, read_problems, settings_failure.as_ref());
        let judged = self.attention.judge(&problems, &newest);
        let never_good = self
            .settings
            .shown(&newest.config, settings_failure.as_ref());
        let snapshot = snapshot::of(snapshot::SnapshotInputs {
            built: &built,
            fallbacks,
            problems: &problems,
            sources: &sources,
            settings: served_settings(&self.options, &newest.config, &self.discovery.site().root),
            settings_failure: settings_failure.as_ref(),
            fails_everywhere: never_good,
            judged,
            candidate: candidate.clone(),
            publication: &self.discovery.site().root.join(&newest.config.output_dir),
            left: self.moves.after(before.as_deref(), &built),
            before: before.as_deref(),
            follow: self.options.follow,
        });
        // The last step: until then the files that are made already are shown from the build.
        let outputs = self.server.take_outputs();
        self.server.publish(Snapshot {
            outputs,
            ..snapshot
        });
        let hides =
            |document: &DocumentReport| document.published && document.status != Status::Current;
        self.unchecked = match built.report().documents.iter().any(hides) {
            true => Some(candidate),
            false => {
                self.server.stops(Vec::new());
                None
            }
        };
        if let Some(note) = self.conversation.port_note(&newest.config) {
            author.note(&note);
        }
        let report = built.report();
        let parts =
            self.conversation
                .built(&problems, settings_failure.as_ref(), report.work.rendered);
        author.built(&Message {
            parts,
            problems: &problems,
            settings_failure: settings_failure.as_ref(),
            sources: &sources,
            report,
            took: started.elapsed(),
        });
    }
}

/// The settings for the next build.
fn choose(settings: &LastGood, discovery: &mut Discovery) -> ConfigChoice {
    let on_disk = discovery.config();
    settings.choose(on_disk, || {
        let usable = discovery.settings();
        usable.map_or_else(|_| Arc::default(), |read| read.value)
    })
}

/// The settings of the site that the server follows.
fn served_settings(options: &Options<'_>, config: &Config, root: &Path) -> serve::Settings {
    let editor = options.editor.as_ref().or(config.serve.editor.as_ref());
    serve::Settings {
        base_path: config.base_path().to_owned(),
        editor: editor.map(|editor| editor.below(&root.to_string_lossy())),
        panel_key: config.serve.panel_key,
    }
}

/// What to say if the preview listens on another port than the wanted one; 0 means any port.
fn other_port(wanted: u16, port: u16) -> Option<String> {
    let is_other = wanted != 0 && wanted != port;
    is_other.then(|| {
        format!("Port {wanted} is taken by another program, perhaps by another preview, so this one uses {port}.")
    })
}

#[cfg(test)]
mod tests {
    use super::other_port;

    #[test]
    fn another_port_than_the_wanted_one_is_told() {
        assert_eq!(other_port(1414, 1414), None);
        assert_eq!(other_port(0, 40_000), None);
        let told = other_port(1414, 1415).expect("it is told");
        assert!(told.contains("1414") && told.contains("1415"));
    }
}
