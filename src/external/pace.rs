//! The rate of requests to a host: one at a time, with a pause in between, and fewer while the host is busy.
//!
//! A redirect can lead one worker to the host of another; a lock per host makes both keep to its rate.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::client::{Client, Failure, Method, Reply};

/// How often a busy host is asked for the same page.
const MOST_TRIES: u32 = 3;

/// How many pauses the first wait for a busy host lasts; each further one lasts twice as long.
const PAUSES_WHEN_BUSY: u32 = 8;

/// A host that asks to wait longer is not asked again.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A host that has not answered for so many pages is not asked again.
const MOST_SILENCES: usize = 2;

/// How often a wait checks for an interruption.
const LOOK: Duration = Duration::from_millis(50);

/// The user pressed Ctrl-C.
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
    /// The answer for all its further pages.
    given_up: Option<Result<Reply, Failure>>,
}

/// The identity of a host: two ports of one computer are two hosts.
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

    /// Whether at least so many hosts could not be reached, and none answered.
    pub(super) fn is_offline(&self, hosts: usize) -> bool {
        !self.heard.load(Ordering::Relaxed) && self.unreachable.load(Ordering::Relaxed) >= hosts
    }

    /// Asks as soon as the host's pause is over, and again while it is busy.
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
                // Some hosts understand only GET.
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

/// Locks what no panic can leave half changed.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
