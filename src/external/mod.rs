//! Asks other hosts whether the pages are still there to which a site links.
//!
//! Only `mend check --external` comes here; no build and no preview does. A host is asked one thing at a time,
//! with a pause between two requests ([`pace`]), by HEAD, and by GET where that is not understood ([`client`]).
//! What an answer means for the site is not decided here.
//!
//! A host that refuses a program (403, 429 and the like) has said nothing about the page, so that is no error.
//! If no host answers at all, this computer is offline, and no link is judged.

mod client;
mod memory;
mod pace;

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use client::{Client, Failure, Reply};
pub use memory::Memory;
use pace::{Interrupted, Pace};

/// How many hosts are asked at the same time.
const MOST_WORKERS: usize = 8;

/// How many redirects are followed; browsers give up at 20, readers on slow lines long before.
const MOST_HOPS: usize = 10;

/// After so many hosts that cannot be reached, and none that can, no other is asked.
const UNREACHABLE_WHEN_OFFLINE: usize = 5;

/// How to ask.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the request says of its sender.
    pub user_agent: String,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long a host is left alone after a request.
    pub pause: Duration,
}

/// What is known of a page on another host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is there.
    Fine,
    /// It is there, but for good at another address.
    Moved(String),
    /// The host does not tell programs; what it said.
    Refused(String),
    /// No answer came that says anything about the page; what came instead.
    Silent(String),
    /// It is not there; what the host, or the directory of hosts, said.
    Gone(String),
}

/// What came of a round of questions.
#[derive(Debug, Default)]
pub struct Asked {
    /// The answers by address, of those that were asked before the interruption.
    pub answers: BTreeMap<String, Answer>,
    /// No host could be reached, so nothing is known.
    pub offline: bool,
}

/// Asks for each address, the hosts side by side. `told` is called after each.
pub fn ask(
    addresses: &[&str],
    settings: &Settings,
    interrupted: &AtomicBool,
    told: &(dyn Fn() + Sync),
) -> Asked {
    let mut hosts: BTreeMap<String, Vec<(&str, Url)>> = BTreeMap::new();
    let mut answers = BTreeMap::new();
    for address in addresses {
        match Url::parse(address) {
            Ok(url) if url.has_host() => {
                let of_host = hosts.entry(pace::host_of(&url)).or_default();
                of_host.push((address, url));
            }
            _ => {
                let wrong = Answer::Gone("it is no address of a page".to_owned());
                answers.insert((*address).to_owned(), wrong);
            }
        }
    }
    let count = hosts.len();
    let round = Round {
        client: Client::new(settings),
        pace: Pace::new(settings.pause),
        interrupted,
        queue: Mutex::new(hosts.into_values().collect()),
        answers: Mutex::new(answers),
    };
    std::thread::scope(|scope| {
        for _ in 0..count.min(MOST_WORKERS) {
            scope.spawn(|| round.work(told));
        }
    });
    let offline = round
        .pace
        .nobody_answers(count.clamp(2, UNREACHABLE_WHEN_OFFLINE));
    let answers = round
        .answers
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    Asked { answers, offline }
}

/// One round of questions.
struct Round<'r> {
    client: Client,
    pace: Pace,
    interrupted: &'r AtomicBool,
    queue: Mutex<VecDeque<Vec<(&'r str, Url)>>>,
    answers: Mutex<BTreeMap<String, Answer>>,
}

impl Round<'_> {
    /// Takes one host after another and asks it for all that is wanted of it.
    fn work(&self, told: &(dyn Fn() + Sync)) {
        loop {
            let next = lock(&self.queue).pop_front();
            let Some(addresses) = next else { return };
            for (address, url) in addresses {
                let is_over = self.interrupted.load(Ordering::Relaxed)
                    || self.pace.nobody_answers(UNREACHABLE_WHEN_OFFLINE);
                let answer = if is_over {
                    Err(Interrupted)
                } else {
                    self.follow(url)
                };
                let Ok(answer) = answer else { return };
                lock(&self.answers).insert(address.to_owned(), answer);
                told();
            }
        }
    }

    /// Follows an address to the page, if it leads to one.
    fn follow(&self, mut url: Url) -> Result<Answer, Interrupted> {
        url.set_fragment(None);
        let mut moved: Option<Url> = None;
        let mut for_good = true;
        for _ in 0..=MOST_HOPS {
            let (permanent, to) = match self.pace.ask(&self.client, &url, self.interrupted)? {
                Ok(Reply::Redirect { permanent, to }) => (permanent, to),
                Ok(Reply::Status(200..=299)) => {
                    return Ok(moved.map_or(Answer::Fine, |url| Answer::Moved(url.to_string())));
                }
                Ok(Reply::Status(status)) => return Ok(judge(status)),
                Ok(Reply::Busy { status, .. }) => return Ok(judge(status)),
                Err(Failure::NoSuchHost) => {
                    let host = url.host_str().unwrap_or_default();
                    return Ok(Answer::Gone(format!("there is no host `{host}`")));
                }
                Err(Failure::Unreachable(said) | Failure::Broken(said)) => {
                    return Ok(Answer::Silent(said));
                }
            };
            url = match url.join(&to) {
                Ok(next) if matches!(next.scheme(), "http" | "https") && next.has_host() => next,
                _ => return Ok(Answer::Silent(format!("it redirects to `{to}`"))),
            };
            for_good &= permanent;
            if for_good {
                moved = Some(url.clone());
            }
        }
        Ok(Answer::Gone(format!(
            "it redirects more than {MOST_HOPS} times"
        )))
    }
}

/// What a status that is neither a page nor a redirect says about the page.
fn judge(status: u16) -> Answer {
    let said = format!("the host answers {status}");
    match status {
        404 | 410 => Answer::Gone(said),
        400..=499 => Answer::Refused(said),
        _ => Answer::Silent(said),
    }
}

/// A lock whose holder cannot leave it half changed, so that a panic elsewhere spoils nothing.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
