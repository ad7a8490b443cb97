//! Requests all links of a plan: the hosts in parallel, each for one page at a time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use url::Url;

use super::answer::Answer;
use super::client::{Client, Failure, Reply, Settings};
use super::pace::{Interrupted, Pace, host_of, lock};

/// How many hosts are asked at the same time.
const MOST_WORKERS: usize = 8;

/// How many redirects are followed; browsers give up at 20, readers on slow lines long before.
const MOST_HOPS: usize = 10;

/// When so many hosts cannot be reached and none has answered, no other is asked.
const UNREACHABLE_WHEN_OFFLINE: usize = 5;

/// The answers of a round.
#[derive(Debug, Default)]
pub struct Answers {
    /// By address. After an interruption some are missing.
    pub by_address: BTreeMap<String, Answer>,
    /// No host could be reached, so nothing is known.
    pub offline: bool,
}

/// Requests each address. `progress` is called after each answer.
pub fn ask(
    addresses: &[&str],
    settings: &Settings,
    interrupted: &AtomicBool,
    progress: &(dyn Fn() + Sync),
) -> Answers {
    let mut hosts: BTreeMap<String, Vec<(&str, Url)>> = BTreeMap::new();
    let mut answers = BTreeMap::new();
    for address in addresses {
        match Url::parse(address) {
            Ok(url) if url.has_host() => {
                let of_host = hosts.entry(host_of(&url)).or_default();
                of_host.push((address, url));
            }
            _ => {
                let wrong = Answer::Gone("it is not the address of a page".to_owned());
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
            scope.spawn(|| round.work(progress));
        }
    });
    let offline = round
        .pace
        .is_offline(count.clamp(2, UNREACHABLE_WHEN_OFFLINE));
    let answers = round
        .answers
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    Answers {
        by_address: answers,
        offline,
    }
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
    /// Takes one host after another and asks it for all its pages.
    fn work(&self, progress: &(dyn Fn() + Sync)) {
        loop {
            let next = lock(&self.queue).pop_front();
            let Some(addresses) = next else { return };
            for (address, url) in addresses {
                let is_over = self.interrupted.load(Ordering::Relaxed)
                    || self.pace.is_offline(UNREACHABLE_WHEN_OFFLINE);
                let answer = if is_over {
                    Err(Interrupted)
                } else {
                    self.follow(url)
                };
                let Ok(answer) = answer else { return };
                lock(&self.answers).insert(address.to_owned(), answer);
                progress();
            }
        }
    }

    /// Asks for a page and follows its redirects.
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
                Ok(Reply::Status(status)) => return Ok(Answer::of_status(status)),
                Ok(Reply::Busy { status, .. }) => return Ok(Answer::of_status(status)),
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
