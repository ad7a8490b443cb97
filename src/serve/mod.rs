//! The preview: HTTP over the latest complete build, and a word to the open tabs when there is a new one.
//!
//! The room sees bytes, paths and problems in the form in which they are shown; it never names a stage,
//! reads no file and changes nothing, so it answers `GET` and `HEAD` only. What it serves are the bytes
//! that would be published, with one script added to each page.
//!
//! How a request passes through: [`listen`] makes the sockets, [`http`] accepts connections and closes them, [`head`]
//! reads a request off the wire, [`request`] decides who may come in, [`answer`] looks the address up in the [`site`] (or in its [`pages`], for the author's panel, and in a [`folder`] for the overview), [`respond`] gives the answer its form, [`notice`] says on a page what is wrong with it, and [`events`] tells tabs
//! what is new; what runs in the tab lies in `browser/` and begins in `preview.js`.
//!
//! Invariants: every answer comes whole from one build; no file-system path is formed from a request;
//! publishing never waits for a browser; a failed build leaves the last good one in place.
//!
//! **Other machines.** The preview listens on this machine's addresses to itself. When another host is
//! named it shows unpublished pages to all who can reach that address, so the whole site then lies below
//! a random path, `/TOKEN/`, which works because links inside a site are relative. There is no cookie and
//! nothing to log in to: who has the address may read. This machine itself needs no token.

mod answer;
mod content_type;
mod events;
mod folder;
mod head;
mod http;
mod listen;
mod notice;
mod pages;
mod request;
mod respond;
mod site;

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::diag::{Error, Result};
use crate::memo::Fingerprint;

use events::Hub;
use http::{Answer, Connections, Handler};
use request::{Door, Head, OWN};
use site::Site;

pub use folder::Folder;
pub use pages::Pages;
pub use site::{Problem, Settings, Snapshot};

/// How long [`Server::stop`] waits for answers that are under way.
const FAREWELL: Duration = Duration::from_secs(1);

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Config {
    /// The host that was named, if any: an address, or a name of this machine.
    pub host: Option<String>,
    /// The port.
    pub port: Port,
    /// Whether other machines must know a random part of the address.
    pub token: bool,
    /// What holds until the first build.
    pub settings: Settings,
}

/// A port and how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// Take this one or, when it is taken, one of the next 20; 0 means any.
    Preferred(u16),
    /// Take this one or fail; 0 means any.
    Named(u16),
}

/// A running preview. It stops when it is dropped.
pub struct Server {
    preview: Arc<Preview>,
    connections: Arc<Connections>,
    urls: Vec<String>,
    warning: Option<String>,
}

/// What all threads share.
struct Preview {
    door: Door,
    /// Names this run of the program; a tab of another run starts afresh.
    run: String,
    /// The pointer that is swapped.
    site: RwLock<Arc<Site>>,
    /// Held by the one who makes the next site of the present one.
    turn: Mutex<()>,
    hub: Hub,
}

impl Server {
    /// Begins to listen. Until the first build every page says that it will appear.
    ///
    /// # Errors
    ///
    /// When the port is taken, or the host is not an address of this machine.
    pub fn start(config: &Config) -> Result<Server> {
        let bound = listen::bind(config.host.as_deref(), config.port)?;
        let token = (bound.open && config.token).then(|| random()[..20].to_owned());
        let path = token
            .as_ref()
            .map_or(String::new(), |token| format!("{token}/"));
        let urls: Vec<String> = bound
            .names
            .iter()
            .map(|name| format!("http://{name}:{}/{path}", bound.port))
            .collect();
        let warning = bound.open.then(|| warning(&urls, token.is_some()));
        let preview = Arc::new(Preview {
            door: Door {
                port: bound.port,
                hosts: bound.names,
                token,
            },
            run: random()[..12].to_owned(),
            site: RwLock::new(Arc::new(Site::before_any_build(config.settings.clone()))),
            turn: Mutex::new(()),
            hub: Hub::default(),
        });
        let cannot = |error: io::Error| Error::io("cannot start the preview", &error);
        let handler = Arc::clone(&preview) as Arc<dyn Handler>;
        let connections = Connections::serve(bound.sockets, handler).map_err(cannot)?;
        Ok(Server {
            preview,
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

    /// What the author must know when other machines can reach the preview.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// Shows a new complete build and tells the tabs; gives its number, from 1. It waits for no tab.
    pub fn publish(&self, snapshot: Snapshot) -> u64 {
        self.preview.advance(|site| site.succeeded(snapshot))
    }

    /// Shows why the newest build failed, over the last good one.
    pub fn fail(&self, problems: Vec<Problem>) {
        self.preview.advance(|site| site.failed(problems));
    }

    /// Stops: tabs are told, the ports become free, and answers under way get a second to finish.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.connections.stop();
        self.preview.hub.close();
        self.connections.finish(FAREWELL);
    }
}

impl Preview {
    fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the site by what follows it, and tells the tabs.
    fn advance(&self, next: impl FnOnce(&Site) -> Site) -> u64 {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.site();
        let new = Arc::new(next(&old));
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        self.hub.tell(&self.message(&new, Some(old.build)));
        new.build
    }

    fn message(&self, site: &Site, from: Option<u64>) -> String {
        let id = format!("{}-{}", self.run, site.build);
        events::message(&id, &site.news(&self.run, from))
    }

    /// The build a browser shows, if it is one of this run: what it heard last, or what its page says.
    fn build_of(&self, head: &Head<'_>, query: Option<&str>) -> Option<u64> {
        let said =
            query.and_then(|query| query.split('&').find_map(|part| part.strip_prefix("from=")));
        let (run, build) = head.first("Last-Event-ID").or(said)?.rsplit_once('-')?;
        build.parse().ok().filter(|_| run == self.run)
    }
}

impl Handler for Preview {
    fn answer(&self, head: &Head<'_>) -> Answer {
        let asked = match self.door.admit(head) {
            Ok(asked) => asked,
            Err(refused) => return Answer::Reply(refused.into(), head.method == "HEAD"),
        };
        if asked.path.strip_prefix(OWN) == Some("events") && !asked.head_only {
            return Answer::Events(self.build_of(head, asked.query.as_deref()));
        }
        let reply = answer::answer(&self.site(), &self.run, &asked, head);
        Answer::Reply(reply, asked.head_only)
    }

    fn stream(&self, writer: &mut dyn Write, from: Option<u64>) -> io::Result<()> {
        // First the stream and then the state, so that no build falls between them.
        let Some(stream) = self.hub.open() else {
            return writer
                .write_all(events::head().as_bytes())
                .and_then(|()| writer.write_all(b"0\r\n\r\n"));
        };
        let first = self.message(&self.site(), from);
        stream.serve(writer, &first)
    }
}

fn warning(urls: &[String], token: bool) -> String {
    let mut text = "other machines can reach this preview, unpublished pages included".to_owned();
    if token {
        text.push_str("; only who knows the whole address gets in:");
    } else {
        text.push_str(", without any password:");
    }
    for url in urls {
        text.push_str("\n  ");
        text.push_str(url);
    }
    text
}

/// 32 hexadecimal digits that cannot be foreseen: the standard library's hash keys come from the system's
/// source of randomness.
fn random() -> String {
    let keys: [u64; 4] = std::array::from_fn(|at| RandomState::new().hash_one(at));
    let moment = std::time::SystemTime::now();
    Fingerprint::of_bytes(format!("{keys:?} {moment:?}").as_bytes()).to_hex()
}
