//! The server of the preview: HTTP over the latest complete build, and a message to open tabs when there is a new one.
//!
//! The room sees bytes, paths and problems in the form in which they are shown. It names no stage, reads no file and changes
//! nothing, so it answers `GET` and `HEAD` only. It serves the bytes that would be published, with one script added to each
//! page.
//!
//! The way of a request: [`listen`] opens the sockets, [`http`] accepts and closes connections, [`head`] parses the request,
//! [`request`] decides whether it is accepted, [`answer`] looks its address up in the [`state`] (or in [`pages`] for the
//! author's panel, or in a [`folder`] for the overview), [`respond`] gives the answer its form, and
//! [`notice`] adds a page's problems to it. [`under_way`] knows which pages are asked for while a build is made, so that they are
//! made and shown first. [`share`] draws the address for other machines. [`events`] tells tabs what is new. The scripts of the
//! tab are in `browser/` and
//! begin in `preview.js`.
//!
//! Invariants: every answer comes from one build; no file-system path is formed from a request; a build never waits for a
//! browser; a failed build leaves the last good one in place. While a build is under way, a page is only shown as this build
//! makes it; a browser waits for that, and not for other pages.
//!
//! **Other machines.** The preview listens on this machine's own addresses. If another host is named, it shows unpublished
//! pages to everyone who can reach that address. The whole site is then below a random path, `/TOKEN/`, which works because
//! links inside a site are relative. There is no cookie and no login: everyone with the address can read. This machine needs no
//! token.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it listens, and answers on threads"
)]

mod answer;
mod events;
mod folder;
mod head;
mod http;
mod listen;
mod notice;
mod pages;
mod request;
mod respond;
mod share;
mod snapshot;
mod state;
mod under_way;

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::diag::{Error, Result};
use crate::files::{Content, Outputs, Sink};
use crate::memo::Fingerprint;
use crate::path::OutputPath;

use events::Hub;
use http::{Answer, Connections, Handler};
use request::{AccessPolicy, Head, OWN};
use state::State;
use under_way::{UnderWay, Use};

pub use folder::Folder;
pub use listen::Port;
pub use pages::Pages;
pub use snapshot::{Left, Overlay, Problem, Settings, Snapshot, Whereabouts};

/// How long [`Server::stop`] waits for answers that are being sent.
const GRACE_PERIOD: Duration = Duration::from_secs(1);

/// How long a browser waits for a page of the build that is under way before it gets the page that is shown.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Config {
    /// The host that was named, if any: an address, or a name of this machine.
    pub host: Option<String>,
    /// The port.
    pub port: Port,
    /// Whether other machines must know a random part of the address.
    pub token: bool,
    /// The settings until the first build.
    pub settings: Settings,
}

/// A running preview. It stops when it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    connections: Arc<Connections>,
    urls: Vec<String>,
    warning: Option<String>,
}

/// What all threads share.
struct Shared {
    access: AccessPolicy,
    session: Session,
    /// The pointer that is swapped.
    state: RwLock<Arc<State>>,
    /// The build that is under way. Held while the next state is made from the current one.
    under_way: Mutex<UnderWay>,
    /// A file of that build was made, or nothing more will come of it.
    progress: Condvar,
    hub: Hub,
}

/// What stays the same while the program runs.
struct Session {
    /// Identifies this run of the program; a tab of another run reloads.
    run: String,
    /// The address that other machines can open, if they can reach the preview.
    share: Option<String>,
}

impl Server {
    /// Begins to listen. Until the first build every page says that it will appear.
    ///
    /// # Errors
    ///
    /// When the port is taken, or the host is not an address of this machine.
    pub fn start(config: &Config) -> Result<Server> {
        let listeners = listen::bind(config.host.as_deref(), config.port)?;
        let token = (listeners.open && config.token).then(|| random()[..20].to_owned());
        let path = token
            .as_ref()
            .map_or(String::new(), |token| format!("{token}/"));
        let urls: Vec<String> = listeners
            .names
            .iter()
            .map(|name| format!("http://{name}:{}/{path}", listeners.port))
            .collect();
        let warning = listeners.open.then(|| warning(&urls, token.is_some()));
        let shared = Arc::new(Shared {
            access: AccessPolicy {
                port: listeners.port,
                hosts: listeners.names,
                token,
            },
            session: Session {
                run: random()[..12].to_owned(),
                share: urls.first().filter(|_| warning.is_some()).cloned(),
            },
            state: RwLock::new(Arc::new(State::before_any_build(config.settings.clone()))),
            under_way: Mutex::default(),
            progress: Condvar::new(),
            hub: Hub::default(),
        });
        let cannot = |error: io::Error| Error::io("cannot start the preview", &error);
        let handler = Arc::clone(&shared) as Arc<dyn Handler>;
        let connections = Connections::serve(listeners.sockets, handler).map_err(cannot)?;
        Ok(Server {
            shared,
            connections,
            urls,
            warning,
        })
    }

    /// The first address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.connections.addresses[0]
    }

    /// The address to open in a browser on this machine.
    pub fn url(&self) -> &str {
        &self.urls[0]
    }

    /// Every address under which it can be reached, the best first.
    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// What the author must know if other machines can reach the preview.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// The address for other machines as a QR code for a terminal, if they can reach the preview.
    pub fn qr_code(&self) -> Option<String> {
        share::text(self.shared.session.share.as_deref()?)
    }

    /// Begins a build, in the place of one that was dropped: returns the sink for its files. What browsers look at is shown
    /// before the build is complete, unless `is_early` is false. `saved` are the source files that differ from those of the
    /// build that is shown.
    pub fn begin(&self, saved: Vec<String>, is_early: bool) -> BuildSink<'_> {
        self.shared.under_way().begin(saved, is_early);
        BuildSink {
            shared: &self.shared,
        }
    }

    /// The files of the build that is under way, which stays so until it is shown or fails.
    pub fn take_outputs(&self) -> Outputs {
        self.shared.under_way().take_files()
    }

    /// Shows a new complete build and tells the tabs, without waiting for them. Returns its number, from 1.
    pub fn publish(&self, snapshot: Snapshot) -> u64 {
        self.shared.end(|state| state.succeeded(snapshot))
    }

    /// Tells the tabs which errors would stop publication although the build that is shown may not have them.
    pub fn stops(&self, errors: Vec<Problem>) {
        let under_way = self.shared.under_way();
        let old = self.shared.state();
        if old.stops != errors {
            self.shared
                .advance(&under_way, &old, old.stopped_by(errors));
        }
    }

    /// Shows why the newest build failed, on top of the last good one.
    pub fn fail(&self, problems: Vec<Problem>) {
        self.shared.end(|state| state.failed(problems));
    }

    /// Stops: tabs are told, the ports become free, and answers that are being sent get a second to finish.
    pub fn stop(self) {
        drop(self);
    }
}

/// Takes the files of the build that is under way.
#[derive(Clone, Copy)]
pub struct BuildSink<'s> {
    shared: &'s Shared,
}

impl BuildSink<'_> {
    /// Whether a browser got something new of the build already.
    pub fn has_shown(&self) -> bool {
        self.shared.under_way().has_shown()
    }
}

impl Sink for BuildSink<'_> {
    fn put(&self, path: OutputPath, content: Content) {
        let mut under_way = self.shared.under_way();
        let Use {
            is_open,
            is_awaited,
        } = under_way.put(&path, content);
        if is_open {
            self.shared.show_early(&mut under_way, &path);
        }
        if is_awaited {
            self.shared.progress.notify_all();
        }
    }

    fn wanted(&self) -> Option<OutputPath> {
        self.shared.under_way().next()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.connections.stop();
        self.shared.under_way().end();
        self.shared.progress.notify_all();
        self.shared.hub.close();
        self.connections.finish(GRACE_PERIOD);
    }
}

impl Shared {
    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn under_way(&self) -> MutexGuard<'_, UnderWay> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the build that is under way with the next state.
    fn end(&self, next: impl FnOnce(&State) -> State) -> u64 {
        let mut under_way = self.under_way();
        under_way.end();
        let old = self.state();
        let number = self.advance(&under_way, &old, next(&old));
        self.progress.notify_all();
        number
    }

    /// Shows a file of the build that is under way to the tabs, if it may be shown and is new.
    fn show_early(&self, under_way: &mut MutexGuard<'_, UnderWay>, path: &OutputPath) {
        let Some((content, saved)) = under_way.early(path) else {
            return;
        };
        let old = self.state();
        if let Some(next) = old.with_early(path, content, saved) {
            self.advance(under_way, &old, next);
            under_way.note_shown();
        }
    }

    /// The state to answer a request for a file from. It has the file as the newest build makes it: if that build is under way,
    /// this waits until the file is made.
    fn state_for(&self, path: &OutputPath) -> Arc<State> {
        let mut under_way = self.under_way();
        under_way.ask(path);
        under_way.wait(path, true);
        let deadline = Instant::now() + PATIENCE;
        let state = loop {
            let state = self.state();
            let patience = deadline.saturating_duration_since(Instant::now());
            if let Some((content, _)) = under_way.early(path) {
                break Arc::new(state.showing(path, content));
            }
            if state.snapshot.is_none()
                || !under_way.is_awaited(path, state.file(path).is_some())
                || patience.is_zero()
            {
                break state;
            }
            let waited = self.progress.wait_timeout(under_way, patience);
            under_way = waited.unwrap_or_else(PoisonError::into_inner).0;
        };
        under_way.wait(path, false);
        state
    }

    /// Replaces the state by the next one, and tells the tabs. The lock makes sure that no other does.
    fn advance(&self, _: &MutexGuard<'_, UnderWay>, old: &State, next: State) -> u64 {
        let new = Arc::new(next);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        self.hub.tell(&self.message(&new, Some(old.build)));
        new.build
    }

    fn message(&self, state: &State, from: Option<u64>) -> String {
        let id = format!("{}-{}", self.session.run, state.build);
        events::message(&id, &state.message(&self.session.run, from))
    }

    /// The build that a browser shows, if it is one of this run: from its last event, or else from its page.
    fn build_of(&self, head: &Head<'_>, query: Option<&str>) -> Option<u64> {
        let said =
            query.and_then(|query| query.split('&').find_map(|part| part.strip_prefix("from=")));
        let (run, build) = head.first("Last-Event-ID").or(said)?.rsplit_once('-')?;
        build.parse().ok().filter(|_| run == self.session.run)
    }
}

impl Handler for Shared {
    fn answer(&self, head: &Head<'_>) -> Answer {
        let request = match self.access.admit(head) {
            Ok(request) => request,
            Err(refusal) => return Answer::Reply(refusal.into(), head.method == "HEAD"),
        };
        if request.path.strip_prefix(OWN) == Some("events") && !request.head_only {
            return Answer::Events(self.build_of(head, request.query.as_deref()));
        }
        let state = self.state();
        let file = answer::file_of_site(&state, &request);
        let state = file.map_or(state, |file| self.state_for(&file));
        let reply = answer::answer(&state, &self.session, &request, head);
        Answer::Reply(reply, request.head_only)
    }

    fn stream(&self, writer: &mut dyn Write, from: Option<u64>) -> io::Result<()> {
        // The stream is opened before the state is read, so that no build is missed in between.
        let Some(stream) = self.hub.open() else {
            return writer
                .write_all(events::head().as_bytes())
                .and_then(|()| writer.write_all(b"0\r\n\r\n"));
        };
        let first = self.message(&self.state(), from);
        stream.serve(writer, &first)
    }
}

fn warning(urls: &[String], token: bool) -> String {
    let mut text = "other machines can reach this preview, unpublished pages included".to_owned();
    if token {
        text.push_str("; only those who know the whole address get in:");
    } else {
        text.push_str(", without any password:");
    }
    for url in urls {
        text.push_str("\n  ");
        text.push_str(url);
    }
    text
}

/// 32 unpredictable hexadecimal digits: the standard library's hash keys come from the system's random source.
fn random() -> String {
    let keys: [u64; 4] = std::array::from_fn(|at| RandomState::new().hash_one(at));
    let moment = std::time::SystemTime::now();
    Fingerprint::of_bytes(format!("{keys:?} {moment:?}").as_bytes()).to_hex()
}
