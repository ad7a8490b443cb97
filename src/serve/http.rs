//! Connections: accepted, answered and closed here, one thread for each.
//!
//! A socket belongs to this file from its acceptance until it is closed, so that no client can occupy a thread or a descriptor
//! for good. That is why `tiny_http` gives only its types of HTTP and not its server, which reads heads of any length and never
//! releases a connection whose body it does not read.
//!
//! What bounds each cost:
//!
//! - a [head](super::head) has a greatest length and a deadline;
//! - a body is never read: the request is answered and its connection closed;
//! - a connection whose client does not read the answer is closed after [`SEND_TIMEOUT`];
//! - there are at most [`MOST_CONNECTIONS`]. For one more, or when the system has no descriptor or thread left, the connection
//!   that has been idle the longest is closed; browsers then open another.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::head::{Incoming, Parsed, parse};
use super::request::{Head, Refusal};
use super::respond::Reply;

/// How many connections may be open. A browser opens six, and 64 tabs may listen for events; two descriptors in three
/// of the usual 1,024 are left to the build.
const MOST_CONNECTIONS: usize = 384;

/// How long a client may read nothing of its answer before the connection is closed.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection does not count as idle after it was opened or answered.
const GRACE: Duration = Duration::from_secs(1);

/// How long, and for how many bytes, reading continues after a refusal. Closing at once would discard the answer together with
/// what the client is still sending.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1024;

/// The pause after the system refused a connection, so that a closed one is gone.
const RECOVERY: Duration = Duration::from_millis(5);

/// How long connecting to ourselves may take; it takes microseconds.
const CONNECT: Duration = Duration::from_millis(100);

/// The largest answer that is sent in one piece with its head.
const ONE_PIECE: u64 = 64 * 1024;

/// Decides what is answered. It sees no socket.
pub(super) trait Handler: Send + Sync + 'static {
    /// The answer to a request.
    fn answer(&self, head: &Head<'_>) -> Answer;

    /// Writes events until the browser or the server leaves.
    fn stream(&self, writer: &mut dyn Write, from: Option<u64>) -> io::Result<()>;
}

/// What a handler answers to a request.
pub(super) enum Answer {
    /// An answer, and whether only its head is wanted.
    Reply(Reply, bool),
    /// A stream of events, for a tab that shows this build of this run.
    Events(Option<u64>),
}

/// The listening sockets with everything that is connected to them.
pub(super) struct Connections {
    pub(super) addresses: Vec<SocketAddr>,
    handler: Arc<dyn Handler>,
    open: Mutex<Open>,
    /// A connection has ended.
    ended: Condvar,
    stopping: AtomicBool,
}

/// The open connections by number.
#[derive(Default)]
struct Open {
    next: u64,
    connections: BTreeMap<u64, Connection>,
}

struct Connection {
    stream: Arc<TcpStream>,
    /// A request is being answered.
    busy: bool,
    /// When that began or ended.
    since: Instant,
}

impl Connections {
    /// Begins to serve on these sockets.
    pub(super) fn serve(
        sockets: Vec<TcpListener>,
        handler: Arc<dyn Handler>,
    ) -> io::Result<Arc<Connections>> {
        let addresses = sockets.iter().map(TcpListener::local_addr);
        let connections = Arc::new(Connections {
            addresses: addresses.collect::<io::Result<_>>()?,
            handler,
            open: Mutex::default(),
            ended: Condvar::new(),
            stopping: AtomicBool::new(false),
        });
        for socket in sockets {
            let accepting = Arc::clone(&connections);
            thread::Builder::new()
                .name("preview listener".to_owned())
                .spawn(move || accepting.accept(&socket))?;
        }
        Ok(connections)
    }

    /// Accepts no further connection and closes the idle ones. Requests that are being answered are finished.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        for connection in self.open().connections.values() {
            if !connection.busy {
                let _ = connection.stream.shutdown(Shutdown::Both);
            }
        }
        for address in &self.addresses {
            // Wakes the listener. If it cannot be reached it is not waiting, and will see the flag.
            let _ = TcpStream::connect_timeout(&from_here(*address), CONNECT);
        }
    }

    /// Waits for the last answers, at most this long, and then closes the remaining connections.
    pub(super) fn finish(&self, patience: Duration) {
        let (open, _) = self
            .ended
            .wait_timeout_while(self.open(), patience, |open| !open.connections.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        for connection in open.connections.values() {
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        // No update can panic halfway, so a poisoned lock is safe to use.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn accept(self: &Arc<Self>, socket: &TcpListener) {
        loop {
            let accepted = socket.accept();
            if self.is_stopping() {
                return;
            }
            match accepted {
                Ok((stream, peer)) => self.admit(stream, peer),
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                // No descriptor or no memory is left.
                Err(_) => self.recover(),
            }
        }
    }

    /// Gives a connection its thread.
    fn admit(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        // Nagle's algorithm would cost 40 ms an answer.
        let prepared = stream
            .set_nodelay(true)
            .and_then(|()| stream.set_write_timeout(Some(SEND_TIMEOUT)));
        if prepared.is_err() {
            return;
        }
        let stream = Arc::new(stream);
        let registration = self.register(&stream);
        let is_local = peer.ip().to_canonical().is_loopback();
        let spawned = thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || {
                let Registration {
                    connections,
                    number,
                } = &registration;
                connections.converse(*number, &stream, is_local);
                // Released first, so that the descriptor is closed with the entry by which it is counted.
                drop(stream);
            });
        if spawned.is_err() {
            self.recover();
        }
    }

    /// Registers a connection, and closes another if there are too many.
    fn register(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Registration {
        let mut open = self.open();
        while open.connections.len() >= MOST_CONNECTIONS {
            open.close_one();
        }
        let number = open.next;
        open.next += 1;
        let connection = Connection {
            stream: Arc::clone(stream),
            busy: false,
            since: Instant::now(),
        };
        open.connections.insert(number, connection);
        Registration {
            connections: Arc::clone(self),
            number,
        }
    }

    /// Makes room when the system has none.
    fn recover(&self) {
        self.open().close_one();
        thread::sleep(RECOVERY);
    }

    /// Marks a connection as busy or idle; false if it should end.
    fn mark(&self, number: u64, busy: bool) -> bool {
        let mut open = self.open();
        if let Some(connection) = open.connections.get_mut(&number) {
            connection.busy = busy;
            connection.since = Instant::now();
        }
        busy || !self.is_stopping()
    }

    /// Answers one request after the other until the client leaves or is refused.
    fn converse(&self, number: u64, stream: &TcpStream, is_local: bool) {
        let mut incoming = Incoming::new(stream);
        loop {
            let head = match incoming.next() {
                Ok(Some(head)) => head,
                Ok(None) => return,
                Err(refused) => {
                    self.mark(number, true);
                    return self.refuse(number, stream, &refused.into());
                }
            };
            self.mark(number, true);
            let next = match parse(&head) {
                Ok(parsed) => self.respond(stream, &parsed, is_local),
                Err(refused) => Next::Refuse(refused.into()),
            };
            match next {
                Next::Request => {}
                Next::Close => return,
                Next::Refuse(reply) => return self.refuse(number, stream, &reply),
            }
            if !self.mark(number, false) {
                return;
            }
        }
    }

    /// Answers one request.
    fn respond(&self, stream: &TcpStream, parsed: &Parsed, is_local: bool) -> Next {
        let head = Head {
            method: parsed.method.as_str(),
            target: &parsed.target,
            headers: parsed
                .headers
                .iter()
                .map(|header| (header.field.as_str().as_str(), header.value.as_str()))
                .collect(),
            local: is_local,
        };
        let answered = catch_unwind(AssertUnwindSafe(|| self.handler.answer(&head)));
        let answer = answered.unwrap_or_else(|_| {
            Answer::Reply(Reply::text(500, "the preview failed to answer this"), false)
        });
        match parsed.has_body() {
            Err(refused) => return Next::Refuse(refused.into()),
            Ok(true) => return Next::Refuse(without_body(answer)),
            Ok(false) => {}
        }
        let is_kept = parsed.keeps_alive() && !self.is_stopping();
        let sent = match answer {
            Answer::Reply(reply, head_only) => send(stream, &reply, head_only, !is_kept),
            Answer::Events(_) if !parsed.keeps_alive() => {
                return Next::Refuse(Reply::text(
                    505,
                    "events need a lasting HTTP/1.1 connection",
                ));
            }
            Answer::Events(from) => {
                let mut writer = stream;
                self.handler.stream(&mut writer, from)
            }
        };
        if sent.is_ok() && is_kept {
            Next::Request
        } else {
            Next::Close
        }
    }

    /// Sends a last answer to a client that may still be sending.
    fn refuse(&self, number: u64, stream: &TcpStream, reply: &Reply) {
        if send(stream, reply, false, true).is_err() || stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        // From here on it may be closed to make room.
        self.mark(number, false);
        let deadline = Instant::now() + LINGER;
        let (mut chunk, mut heard) = ([0; 4096], 0);
        let mut stream = stream;
        while heard < LINGER_BYTES && !self.is_stopping() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
                return;
            }
            match stream.read(&mut chunk) {
                Ok(count @ 1..) => heard += count,
                Ok(_) | Err(_) => return,
            }
        }
    }
}

impl Open {
    /// Closes the connection that has been idle the longest; when none is idle, the one that has been busy the longest.
    fn close_one(&mut self) {
        let is_idle =
            |connection: &Connection| !connection.busy && connection.since.elapsed() >= GRACE;
        let oldest = self
            .connections
            .iter()
            .min_by_key(|(_, connection)| (!is_idle(connection), connection.since))
            .map(|(number, _)| *number);
        if let Some(connection) = oldest.and_then(|number| self.connections.remove(&number)) {
            // Its thread is blocked in a read or write on it, and ends now.
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
    }
}

/// The entry of a connection among the open ones. It is removed when the connection's thread ends, however it ends.
struct Registration {
    connections: Arc<Connections>,
    number: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.connections.open().connections.remove(&self.number);
        self.connections.ended.notify_all();
    }
}

/// What comes after an answer.
enum Next {
    Request,
    Close,
    /// Send this answer as the last one.
    Refuse(Reply),
}

/// The answer to a request with a body, which is not read.
fn without_body(answer: Answer) -> Reply {
    match answer {
        Answer::Reply(reply, _) if reply.status >= 400 && reply.status != 404 => reply,
        Answer::Reply(..) | Answer::Events(_) => {
            Refusal(413, "a request must not have a body").into()
        }
    }
}

/// Sends an answer, in one piece if it is small.
fn send(mut stream: &TcpStream, reply: &Reply, head_only: bool, close: bool) -> io::Result<()> {
    let mut out = reply.head(SystemTime::now(), close).into_bytes();
    if head_only || !reply.has_body() {
        return stream.write_all(&out);
    }
    let mut body = reply.body.open()?;
    if reply.body.length() <= ONE_PIECE {
        body.read_to_end(&mut out)?;
        return stream.write_all(&out);
    }
    stream.write_all(&out)?;
    io::copy(&mut body, &mut stream).map(|_| ())
}

/// The address under which this machine reaches one of its own listeners.
fn from_here(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
