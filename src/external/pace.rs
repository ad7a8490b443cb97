//! How often a host is asked: one thing at a time, with a pause in between, and less when it is busy.
//!
//! A redirect can lead one worker to the host of another; the lock of a host holds both to its pace.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::client::{Client, Failure, Method, Reply};
use super::lock;

/// How often a host that says it is busy is asked for the same page.
const MOST_TRIES: u32 = 3;

/// How many pauses long a busy host is left alone the first time; each time after, twice as long.
const PAUSES_WHEN_BUSY: u32 = 8;

/// A host that wants to be left alone for longer is asked nothing more.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// After so many pages of a host for which no answer came, it is asked nothing more.
const MOST_SILENCES: usize = 2;

/// How often a wait looks whether to go on.
const LOOK: Duration = Duration::from_millis(50);

/// Somebody pressed Ctrl-C.
pub(super) struct Interrupted;

/// The hosts and when each may be asked again.
pub(super) struct Pace {
    pause: Duration,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
    /// Whether any host answered anything.
    heard: AtomicBool,
    /// How many hosts could not be reached.
    unreachable: AtomicUsize,
}

struct Host {
    /// When it may be asked.
    next: Instant,
    /// For how many pages no answer came.
    silences: usize,
    /// What it is taken to answer from now on.
    given_up: Option<Result<Reply, Failure>>,
}

/// What tells hosts apart: two ports of one computer are two hosts.
pub(super) fn host_of(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}:{port}", url.host_str().unwrap_or_default())
}

impl Pace {
    pub(super) fn new(pause: Duration) -> Self {
        Self {
            pause,
            hosts: Mutex::default(),
            heard: AtomicBool::new(false),
            unreachable: AtomicUsize::new(0),
        }
    }

    /// Whether so many hosts could not be reached, and none could.
    pub(super) fn nobody_answers(&self, hosts: usize) -> bool {
        !self.heard.load(Ordering::Relaxed) && self.unreachable.load(Ordering::Relaxed) >= hosts
    }

    /// Asks as soon as the host may be asked, and as often as it takes.
    pub(super) fn ask(
        &self,
        client: &Client,
        url: &Url,
        interrupted: &AtomicBool,
    ) -> Result<Result<Reply, Failure>, Interrupted> {
        let host = Arc::clone(lock(&self.hosts).entry(host_of(url)).or_insert_with(|| {
            Arc::new(Mutex::new(Host {
                next: Instant::now(),
                silences: 0,
                given_up: None,
            }))
        }));
        let mut host = lock(&host);
        if let Some(answer) = &host.given_up {
            return Ok(answer.clone());
        }
        let mut method = Method::Head;
        let mut tries = 0;
        loop {
            wait_until(host.next, interrupted)?;
            let answer = client.ask(method, url);
            host.next = Instant::now() + self.pause;
            if answer.is_ok() {
                self.heard.store(true, Ordering::Relaxed);
            }
            match &answer {
                Ok(Reply::Busy { after, .. }) => {
                    let wait = after.unwrap_or(self.pause * PAUSES_WHEN_BUSY * 2_u32.pow(tries));
                    tries += 1;
                    if tries < MOST_TRIES && wait <= LONGEST_WAIT {
                        host.next = Instant::now() + wait;
                        continue;
                    }
                    host.given_up = Some(answer.clone());
                }
                Err(Failure::NoSuchHost | Failure::Unreachable(_)) => {
                    self.unreachable.fetch_add(1, Ordering::Relaxed);
                    host.given_up = Some(answer.clone());
                }
                // Some hosts understand GET alone.
                Ok(Reply::Status(300..)) | Err(Failure::Broken(_)) if method == Method::Head => {
                    method = Method::Get;
                    continue;
                }
                Err(Failure::Broken(_)) => {
                    host.silences += 1;
                    host.given_up = (host.silences >= MOST_SILENCES).then(|| answer.clone());
                }
                Ok(Reply::Redirect { .. } | Reply::Status(_)) => host.silences = 0,
            }
            return Ok(answer);
        }
    }
}

fn wait_until(moment: Instant, interrupted: &AtomicBool) -> Result<(), Interrupted> {
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        let left = moment.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        thread::sleep(left.min(LOOK));
    }
}
