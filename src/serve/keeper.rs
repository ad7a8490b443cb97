//! Keeping tiny_http well from outside: one thread that never answers anybody.
//!
//! **The kick.** When several connections arrive at once, tiny_http 0.12 may queue a connection for a
//! thread that is already taken; it is then served when any *other* connection ends, which with a
//! browser's open connections may be minutes later. So the keeper connects to the server and leaves
//! again: the pool starts a thread for the visitor, and a thread whose visitor has left takes the next
//! connection from the queue. Often while requests come in, seldom otherwise.
//!
//! **The probe.** Every two seconds the keeper waits for the server to notice that it left. When that
//! does not happen the listening thread is gone (it dies of missing descriptors or threads), and a new
//! generation begins on the same socket.

use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant};

use super::http::{Front, Line};

/// Kicks a round, while requests come in: a burst of 72 is through after a few rounds.
const KICKS: usize = 4;

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

/// How often it is made sure that somebody listens.
const PROBE: Duration = Duration::from_secs(2);

/// How long the server may take to notice that a visitor left.
const NOTICE: Duration = Duration::from_secs(1);

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
    let mut probed = Instant::now();
    while !front.is_stopping() {
        front.activity.pause();
        let kicks = if front.activity.since_last() < BURST {
            KICKS
        } else {
            1
        };
        let probe = probed.elapsed() >= PROBE;
        for (line, ward) in front.lines.iter().zip(&mut wards) {
            if front.is_stopping() {
                return;
            }
            let dead = front.is_dead(line)
                // Once may be chance on a busy machine.
                || (probe && !is_alive(ward.target) && !is_alive(ward.target) && !front.is_stopping());
            if dead {
                ward.renew(front, line);
            } else {
                kick(ward.target, kicks);
            }
        }
        if probe {
            probed = Instant::now();
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
            renewed: Instant::now(),
            pause: RENEWAL[0],
        }
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
        self.renewed = Instant::now();
        self.pause = (self.pause * 2).min(RENEWAL[1]);
        // If it cannot be, the line is still dead at the next round.
        let _ = front.renew(line);
    }
}

/// Connects a few times and leaves at once.
fn kick(target: SocketAddr, kicks: usize) {
    // All are open together, so that each of them gets a thread of its own.
    let visitors: Vec<_> = (0..kicks)
        .map_while(|_| TcpStream::connect_timeout(&target, NOTICE / 10).ok())
        .collect();
    drop(visitors);
}

/// Whether the server notices that a visitor leaves.
fn is_alive(target: SocketAddr) -> bool {
    let mut visitor = match TcpStream::connect_timeout(&target, NOTICE) {
        Ok(visitor) => visitor,
        // Nobody takes connections off the queue. Any other error is this side's own want.
        Err(error) => return error.kind() != io::ErrorKind::TimedOut,
    };
    let left = visitor
        .shutdown(Shutdown::Write)
        .and_then(|()| visitor.set_read_timeout(Some(NOTICE)));
    match left.and_then(|()| visitor.read(&mut [0])) {
        Ok(_) => true,
        Err(error) => !matches!(
            error.kind(),
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
        ),
    }
}
