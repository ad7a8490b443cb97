//! Keeping tiny_http well from outside: one thread that never answers anybody.
//!
//! When several connections arrive at once, tiny_http 0.12 may queue a connection for a thread that is
//! already taken; it is then served when any *other* connection ends, which with a browser's open
//! connections may be minutes later. So the keeper sends **visitors**: connections that say nothing and
//! leave. The pool starts a thread for a visitor, and a thread whose visitor has left takes the next
//! connection from the queue. Visitors come often while requests come in, and seldom otherwise.
//!
//! The server notices when a visitor leaves. When it has noticed none for a while the listening thread
//! is gone (it dies when descriptors or threads run out), and a new generation begins on the same socket.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant};

use super::http::{Front, Line};

/// Visitors a round, while requests come in: a burst of 72 is through after a few rounds.
const VISITORS: usize = 4;

/// From how many unnoticed visitors on only one comes at a time, and not often: they take up descriptors
/// and stand in the queue when there is nobody to take connections off it.
const UNNOTICED: usize = 8;

/// How often that one comes. It must come: the others may be queued behind a connection that waits for it.
const SELDOM: Duration = Duration::from_millis(50);

/// How long after a request a burst may still be going on.
const BURST: Duration = Duration::from_millis(150);

/// How long after a request a page may still be loading.
const LOADING: Duration = Duration::from_secs(2);

/// Pauses between rounds: in a burst, while a page loads, and otherwise.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(5),
    Duration::from_millis(25),
    Duration::from_millis(250),
];

/// How long the server may take to notice that visitors leave before it is taken for dead.
const NOTICE: Duration = Duration::from_millis(1_500);

/// How long connecting may take; on this machine it takes microseconds unless the queue is full.
const CONNECT: Duration = Duration::from_millis(100);

/// The pause before another generation, doubled each time up to the second one.
const RENEWAL: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(1)];

/// How long a generation must have lived for the pause to begin short again.
const WELL: Duration = Duration::from_secs(10);

/// When the last request came, told to the keeper by those who take requests.
pub(super) struct Activity {
    start: Instant,
    last: AtomicU64,
    dozing: AtomicBool,
    keeper: OnceLock<Thread>,
}

impl Default for Activity {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            last: AtomicU64::new(0),
            dozing: AtomicBool::new(false),
            keeper: OnceLock::new(),
        }
    }
}

impl Activity {
    /// A request has come.
    pub(super) fn note(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
        if self.dozing.swap(false, Ordering::Relaxed) {
            self.wake();
        }
    }

    /// Something is wrong, or over: look at once.
    pub(super) fn wake(&self) {
        if let Some(keeper) = self.keeper.get() {
            keeper.unpark();
        }
    }

    fn since_last(&self) -> Duration {
        let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
        self.start.elapsed().saturating_sub(last)
    }

    fn pause(&self) {
        let since = self.since_last();
        let pause = if since < BURST {
            PAUSES[0]
        } else if since < LOADING {
            PAUSES[1]
        } else {
            PAUSES[2]
        };
        self.dozing.store(pause != PAUSES[0], Ordering::Relaxed);
        thread::park_timeout(pause);
    }
}

/// What the keeper knows of a line.
struct Ward {
    target: SocketAddr,
    /// Who has left, as far as is known unnoticed, the oldest first.
    visitors: VecDeque<(Instant, TcpStream)>,
    /// When the server last noticed one, or began.
    noticed: Instant,
    renewed: Instant,
    pause: Duration,
}

/// Starts the keeper; it ends when the front stops.
pub(super) fn keep(front: &Arc<Front>) -> io::Result<JoinHandle<()>> {
    let front = Arc::clone(front);
    thread::Builder::new()
        .name("preview keeper".to_owned())
        .spawn(move || {
            let _ = front.activity.keeper.set(thread::current());
            watch_over(&front);
        })
}

fn watch_over(front: &Arc<Front>) {
    let mut wards: Vec<Ward> = front.lines.iter().map(Ward::new).collect();
    loop {
        front.activity.pause();
        let visitors = if front.activity.since_last() < BURST {
            VISITORS
        } else {
            1
        };
        for (line, ward) in front.lines.iter().zip(&mut wards) {
            if front.is_stopping() {
                return;
            }
            ward.harvest();
            if front.is_dead(line) || ward.is_unnoticed() {
                ward.renew(front, line);
            } else {
                ward.send(visitors);
            }
        }
    }
}

impl Ward {
    fn new(line: &Line) -> Self {
        let ip = match line.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        Self {
            target: SocketAddr::new(ip, line.address.port()),
            visitors: VecDeque::new(),
            noticed: Instant::now(),
            renewed: Instant::now(),
            pause: RENEWAL[0],
        }
    }

    /// Sends visitors: each connects, says that it will say nothing, and waits to be noticed.
    fn send(&mut self, count: usize) {
        let count = if self.visitors.len() < UNNOTICED {
            count
        } else {
            let last = self.visitors.back();
            usize::from(last.is_some_and(|(sent, _)| sent.elapsed() >= SELDOM))
        };
        for _ in 0..count {
            let visitor = TcpStream::connect_timeout(&self.target, CONNECT).and_then(|visitor| {
                visitor.shutdown(Shutdown::Write)?;
                visitor.set_nonblocking(true)?;
                Ok(visitor)
            });
            // If there is no descriptor left, the next round may have one.
            let Ok(visitor) = visitor else { return };
            self.visitors.push_back((Instant::now(), visitor));
        }
        if self.visitors.len() > 2 * UNNOTICED {
            self.visitors.pop_front();
        }
    }

    /// Forgets the visitors that were noticed.
    fn harvest(&mut self) {
        let before = self.visitors.len();
        self.visitors.retain(|(_, visitor)| {
            let mut visitor = visitor;
            let heard = visitor.read(&mut [0]);
            matches!(heard, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
        });
        if self.visitors.len() < before {
            self.noticed = Instant::now();
        }
    }

    /// Whether visitors leave and the server notices none of them.
    fn is_unnoticed(&self) -> bool {
        self.noticed.elapsed() > NOTICE
            && self
                .visitors
                .front()
                .is_some_and(|(sent, _)| sent.elapsed() > NOTICE)
    }

    /// Begins a new generation, but not too many one after the other while the system has no room.
    fn renew(&mut self, front: &Arc<Front>, line: &Line) {
        let lived = self.renewed.elapsed();
        if lived > WELL {
            self.pause = RENEWAL[0];
        }
        if lived < self.pause {
            return;
        }
        // A generation that died young found so many connections waiting that it ran out of descriptors
        // again; most of them are dead, and the rest must come back.
        if self.pause > RENEWAL[0] {
            front.turn_away(line);
        }
        self.renewed = Instant::now();
        self.pause = (self.pause * 2).min(RENEWAL[1]);
        self.visitors.clear();
        self.noticed = Instant::now();
        // If it cannot be, the line is still dead at the next round.
        let _ = front.renew(line);
    }
}
