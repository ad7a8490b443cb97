//! Taking requests off the wire and putting answers on it: the only file that names `tiny_http`.
//!
//! tiny_http 0.12 is small, and has faults that a preview must not show. What is done about each:
//!
//! - its pool may promise one idle thread to two connections, and the second waits until some other
//!   connection ends: the [keeper](super::keeper) wakes the pool by visiting for a moment;
//! - its listening thread dies when the system runs out of descriptors or threads: the keeper notices
//!   and begins a new [`Generation`] on the same socket, while the old one serves what it has;
//! - dropping a request reads the rest of its body into memory of the size that was *announced*: a
//!   request with a body is answered first, and a preposterous one is never dropped ([`refuse_body`]);
//! - a slow or pipelining browser blocks the thread that writes to it: each connection has a lane, at
//!   most one thread serves a lane, and there is always another thread to take the next request.
//!
//! Not cured, since the package reads the head of a request before we see anything of it: a program on
//! this machine can make it hold a head of any length in memory until the head ends.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use tiny_http::{Header, Request, Response, Server, StatusCode};

use super::keeper::Activity;
use super::request::Head;
use super::respond::{Reply, always};

/// The most threads that answer at a time. Streams of events take up to 64 of them.
const MOST_THREADS: usize = 256;

/// How many threads wait for requests although there are none.
const SPARE_THREADS: usize = 4;

/// How long a thread waits for a request before it looks whether it is still needed, and how long when
/// there are more than enough.
const PATIENCE: Duration = Duration::from_secs(10);
const IMPATIENCE: Duration = Duration::from_millis(200);

/// How many times an old generation is patient; browsers close idle connections within five minutes.
const PATIENCE_WITH_THE_OLD: usize = 60;

/// How many requests of one connection may wait; a browser does not even send two.
const LONGEST_LANE: usize = 16_384;

/// The largest body that is read in order to throw it away.
const LARGEST_BODY: usize = 64 << 20;

/// How many threads may throw bodies away at a time; a body may never come.
const MOST_BODIES: usize = 64;

/// More connections than the system lets wait on one socket.
const MOST_WAITING: usize = 8_192;

/// The largest answer that is sent in one piece with its head.
const ONE_PIECE: usize = 64 * 1024;

/// Decides what is answered. It never sees a socket.
pub(super) trait Room: Send + Sync + 'static {
    /// The answer to a request.
    fn answer(&self, head: &Head<'_>) -> Answer;

    /// Writes events until the browser or the server leaves.
    fn stream(&self, writer: &mut dyn Write, from: Option<u64>) -> io::Result<()>;
}

/// What a room says to a request.
pub(super) enum Answer {
    /// An answer, and whether only its head is wanted.
    Reply(Reply, bool),
    /// A stream of events, for a tab that shows this build of this run.
    Events(Option<u64>),
}

/// All listening sockets with the threads that serve them.
pub(super) struct Front {
    pub(super) lines: Vec<Line>,
    pub(super) activity: Activity,
    room: Arc<dyn Room>,
    lanes: Mutex<HashMap<SocketAddr, VecDeque<Request>>>,
    threads: AtomicUsize,
    bodies: AtomicUsize,
    stopping: AtomicBool,
}

/// One listening socket.
pub(super) struct Line {
    /// Kept, so that a new generation can listen where the old one did, and no browser is turned away
    /// meanwhile.
    socket: Mutex<Option<TcpListener>>,
    pub(super) address: SocketAddr,
    current: Mutex<Option<Arc<Generation>>>,
}

/// One life of tiny_http on a socket.
struct Generation {
    server: Server,
    /// Held from taking a request until it is in its lane: of two requests of one connection the second
    /// must not get there first, since its answer cannot go out before the other's.
    turn: Mutex<()>,
    idle: AtomicUsize,
    /// How many waits in a row were for nothing.
    waits: AtomicUsize,
    /// Its listening thread is gone, so its connections should end, too.
    retired: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each of these holds a whole value at any time, so a panic elsewhere leaves it usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Front {
    /// Begins to serve on these sockets.
    pub(super) fn start(sockets: Vec<TcpListener>, room: Arc<dyn Room>) -> io::Result<Arc<Front>> {
        let lines = sockets
            .into_iter()
            .map(|socket| {
                Ok(Line {
                    address: socket.local_addr()?,
                    socket: Mutex::new(Some(socket)),
                    current: Mutex::new(None),
                })
            })
            .collect::<io::Result<_>>()?;
        let front = Arc::new(Front {
            lines,
            activity: Activity::default(),
            room,
            lanes: Mutex::new(HashMap::new()),
            threads: AtomicUsize::new(0),
            bodies: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
        });
        for line in &front.lines {
            front.renew(line)?;
        }
        Ok(front)
    }

    /// Begins a new generation on a line; the old one, if any, serves the connections it has.
    pub(super) fn renew(self: &Arc<Self>, line: &Line) -> io::Result<()> {
        let socket = match &*lock(&line.socket) {
            Some(socket) => socket.try_clone()?,
            None => return Ok(()),
        };
        // tiny_http panics when the system has no thread for it; asking first costs nothing.
        thread::Builder::new().spawn(|| {})?;
        let server = catch_unwind(AssertUnwindSafe(|| Server::from_listener(socket, None)))
            .map_err(|_| io::Error::other("no thread to listen with"))?
            .map_err(io::Error::other)?;
        let generation = Arc::new(Generation {
            server,
            turn: Mutex::new(()),
            idle: AtomicUsize::new(0),
            waits: AtomicUsize::new(0),
            retired: AtomicBool::new(false),
        });
        if let Some(old) = lock(&line.current).replace(Arc::clone(&generation)) {
            old.retired.store(true, Ordering::Relaxed);
        }
        self.hire(&generation);
        self.hire(&generation);
        Ok(())
    }

    /// Closes every connection that waits to be taken. Only when nobody takes them.
    pub(super) fn turn_away(&self, line: &Line) {
        let socket = lock(&line.socket);
        let Some(socket) = &*socket else { return };
        if socket.set_nonblocking(true).is_ok() {
            let _ = (0..MOST_WAITING).all(|_| socket.accept().is_ok());
        }
        // The next generation waits on this very socket.
        let _ = socket.set_nonblocking(false);
    }

    /// Whether the listening thread of a line is known to be gone.
    pub(super) fn is_dead(&self, line: &Line) -> bool {
        lock(&line.current)
            .as_ref()
            .is_some_and(|generation| generation.retired.load(Ordering::Relaxed))
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Closes the sockets and sends the threads home. Who is just being answered is still answered.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        for line in &self.lines {
            lock(&line.socket).take();
            if let Some(generation) = lock(&line.current).take() {
                for _ in 0..MOST_THREADS {
                    generation.server.unblock();
                }
            }
        }
    }

    /// Whether no thread is left that could answer.
    pub(super) fn is_empty(&self) -> bool {
        self.threads.load(Ordering::Relaxed) == 0
    }

    /// Adds a thread, if there may be another. When there may not, or the system has none, the next
    /// one that becomes free takes the work.
    fn hire(self: &Arc<Self>, generation: &Arc<Generation>) {
        if self.threads.fetch_add(1, Ordering::Relaxed) >= MOST_THREADS {
            self.threads.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        let (front, generation) = (Arc::clone(self), Arc::clone(generation));
        let hired = thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || {
                front.work(&generation);
                // The generation first: with its last thread its listening thread ends.
                drop(generation);
                front.threads.fetch_sub(1, Ordering::Relaxed);
            });
        if hired.is_err() {
            self.threads.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Takes requests until the server stops or the thread is not needed any more.
    fn work(self: &Arc<Self>, generation: &Arc<Generation>) {
        while !self.is_stopping() {
            generation.idle.fetch_add(1, Ordering::Relaxed);
            let received = self.receive(generation);
            let others = generation.idle.fetch_sub(1, Ordering::Relaxed) - 1;
            match received {
                Ok(Some(request)) => {
                    if others == 0 {
                        self.hire(generation);
                    }
                    self.run_lane(generation, request);
                }
                Ok(None) => {
                    let retired = generation.retired.load(Ordering::Relaxed);
                    let waits = generation.waits.load(Ordering::Relaxed);
                    if others >= SPARE_THREADS || (retired && waits > PATIENCE_WITH_THE_OLD) {
                        return;
                    }
                }
                // The listening thread is gone; what it accepted still sends requests here.
                Err(_) => {
                    generation.retired.store(true, Ordering::Relaxed);
                    self.activity.wake();
                }
            }
        }
    }

    /// Waits for the first request of a lane; a later one is put into its lane, which is nothing to do
    /// for this thread.
    fn receive(&self, generation: &Generation) -> io::Result<Option<Request>> {
        let _turn = lock(&generation.turn);
        let patience = match generation.idle.load(Ordering::Relaxed) {
            idle if idle > SPARE_THREADS + 1 => IMPATIENCE,
            _ => PATIENCE,
        };
        loop {
            if self.is_stopping() {
                return Ok(None);
            }
            let Some(request) = generation.server.recv_timeout(patience)? else {
                if patience == PATIENCE {
                    generation.waits.fetch_add(1, Ordering::Relaxed);
                }
                return Ok(None);
            };
            generation.waits.store(0, Ordering::Relaxed);
            self.activity.note();
            if let Some(first) = self.enter_lane(request) {
                return Ok(Some(first));
            }
        }
    }

    /// Gives a request back that has to be answered now; one whose connection is being answered waits
    /// in its lane. Answers go out in order, so a second thread could only wait for the first.
    fn enter_lane(&self, request: Request) -> Option<Request> {
        let Some(address) = request.remote_addr() else {
            return Some(request);
        };
        let mut lanes = lock(&self.lanes);
        let Some(lane) = lanes.get_mut(address) else {
            lanes.insert(*address, VecDeque::new());
            return Some(request);
        };
        if lane.len() < LONGEST_LANE {
            lane.push_back(request);
        } else {
            drop(lanes);
            discard(request);
        }
        None
    }

    /// Answers a request and all that wait behind it.
    fn run_lane(&self, generation: &Generation, request: Request) {
        let address = request.remote_addr().copied();
        let mut next = Some(request);
        while let Some(request) = next {
            let written = catch_unwind(AssertUnwindSafe(|| self.serve(generation, request)));
            let Some(address) = address else { return };
            if !matches!(written, Ok(true)) {
                // Whoever does not read one answer does not read the next.
                let rest = lock(&self.lanes).remove(&address).unwrap_or_default();
                rest.into_iter().for_each(discard);
                return;
            }
            let mut lanes = lock(&self.lanes);
            next = lanes.get_mut(&address).and_then(VecDeque::pop_front);
            if next.is_none() {
                lanes.remove(&address);
            }
        }
    }

    /// Answers one request; false when the browser is gone or does not read.
    fn serve(&self, generation: &Generation, request: Request) -> bool {
        let head = head_of(&request);
        let answer = self.room.answer(&head);
        let close = generation.retired.load(Ordering::Relaxed)
            || head
                .first("Connection")
                .is_some_and(|value| value.eq_ignore_ascii_case("close"));
        if head.first("Transfer-Encoding").is_some()
            || request.body_length().is_some_and(|length| length > 0)
        {
            let reply = match answer {
                Answer::Reply(reply, _) if reply.status >= 400 && reply.status != 404 => reply,
                Answer::Reply(..) | Answer::Events(_) => {
                    Reply::text(413, "a request has no body here")
                }
            };
            self.refuse_body(request, reply);
            return true;
        }
        // A length that is no number was taken for none, and then a body may follow as if it were a
        // request. There is nothing in it we would do, but we need not play along.
        let odd = head.all("Content-Length").any(|length| length != "0");
        let answer = if odd {
            Answer::Reply(
                Reply::text(400, "the length of the body is not a number"),
                false,
            )
        } else {
            answer
        };
        match answer {
            Answer::Reply(reply, head_only) => {
                write(request, &reply, head_only, close || odd).is_ok()
            }
            Answer::Events(_) if *request.http_version() < (1, 1) => write(
                request,
                &Reply::text(505, "events need HTTP/1.1"),
                false,
                true,
            )
            .is_ok(),
            Answer::Events(from) => self.room.stream(&mut *request.into_writer(), from).is_ok(),
        }
    }

    /// Answers a request that brings a body which nobody will read.
    ///
    /// The answer goes out before the request is dropped, because dropping waits for the body. A
    /// preposterous one must never be dropped at all: that would ask the system for memory of the size
    /// that was announced, and being refused ends the program. It is forgotten instead, which costs one
    /// sleeping thread and a connection.
    fn refuse_body(&self, request: Request, reply: Reply) {
        let waiting = self.bodies.fetch_add(1, Ordering::Relaxed);
        if waiting < MOST_BODIES && request.body_length().unwrap_or(0) <= LARGEST_BODY {
            // An error means that the browser is gone.
            let _ = request.respond(as_response(&reply));
        } else {
            // An upgrade is the only way to write without dropping. It begins with a status of its own;
            // 100 is the one that every client takes as "the answer follows".
            let mut stream = request.upgrade("none", Response::empty(StatusCode(100)));
            let head = reply.head(SystemTime::now(), true);
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(reply.body.as_bytes());
            let _ = stream.flush();
            std::mem::forget(stream);
        }
        self.bodies.fetch_sub(1, Ordering::Relaxed);
    }
}

fn head_of(request: &Request) -> Head<'_> {
    Head {
        method: request.method().as_str(),
        target: request.url(),
        headers: request
            .headers()
            .iter()
            .map(|header| (header.field.as_str().as_str(), header.value.as_str()))
            .collect(),
        local: request
            .remote_addr()
            .is_some_and(|address| address.ip().to_canonical().is_loopback()),
    }
}

/// Sends an answer, in one piece if it is small.
fn write(request: Request, reply: &Reply, head_only: bool, close: bool) -> io::Result<()> {
    let mut out = reply.head(SystemTime::now(), close).into_bytes();
    let body = reply.body.as_bytes();
    let mut writer = request.into_writer();
    if head_only || !reply.has_body() {
        writer.write_all(&out)?;
    } else if body.len() <= ONE_PIECE {
        out.extend_from_slice(body);
        writer.write_all(&out)?;
    } else {
        writer.write_all(&out)?;
        writer.write_all(body)?;
    }
    writer.flush()
}

/// Lets go of a request without an answer and without waiting for anything.
fn discard(request: Request) {
    if request.body_length().is_some_and(|length| length > 0) {
        std::mem::forget(request);
    } else {
        drop(request.into_writer());
    }
}

/// An answer in tiny_http's own form.
fn as_response(reply: &Reply) -> Response<&[u8]> {
    let fields = reply
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    let headers = fields
        .chain(always())
        .filter(|(_, value)| !value.contains(char::is_control))
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect();
    let body = reply.body.as_bytes();
    Response::new(
        StatusCode(reply.status),
        headers,
        body,
        Some(body.len()),
        None,
    )
    .with_chunked_threshold(usize::MAX)
}
