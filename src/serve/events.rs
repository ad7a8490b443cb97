//! Telling open tabs that something is new: a stream of server-sent events for each browser.
//!
//! The build never waits for a browser. It puts a message into a short queue for each stream, and the stream's own thread
//! writes it. A browser that does not read its messages loses the stream, and learns what it missed when it reconnects.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::respond::always;

/// The most streams at a time; one browser needs one, however many tabs it has.
const MOST_STREAMS: usize = 64;

/// How many messages may wait for a browser.
const QUEUE: usize = 16;

/// How often a stream without messages sends a ping.
const PING: Duration = Duration::from_secs(15);

/// What is sent to a tab, ready for the wire.
type Message = Arc<str>;

/// All streams that are open.
#[derive(Default)]
pub(super) struct Hub {
    streams: Mutex<Streams>,
}

#[derive(Default)]
struct Streams {
    open: Vec<(u64, SyncSender<Message>)>,
    next: u64,
    closed: bool,
}

/// The receiving end of one stream; dropping it removes it from the hub.
pub(super) struct Stream<'a> {
    hub: &'a Hub,
    number: u64,
    messages: Receiver<Message>,
}

impl Hub {
    fn streams(&self) -> MutexGuard<'_, Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a stream; none if the server is stopping.
    ///
    /// If there are too many, the oldest ends: it is the most likely one to belong to a tab that is gone, and if it does not,
    /// that tab reconnects.
    pub(super) fn open(&self) -> Option<Stream<'_>> {
        let (sender, messages) = sync_channel(QUEUE);
        let mut streams = self.streams();
        if streams.closed {
            return None;
        }
        if streams.open.len() >= MOST_STREAMS {
            streams.open.remove(0);
        }
        let number = streams.next;
        streams.next += 1;
        streams.open.push((number, sender));
        Some(Stream {
            hub: self,
            number,
            messages,
        })
    }

    /// Sends a message to every stream, without waiting for any.
    pub(super) fn tell(&self, message: &str) {
        let message = Message::from(message);
        self.streams()
            .open
            .retain(|(_, sender)| sender.try_send(Arc::clone(&message)).is_ok());
    }

    /// Ends every stream, and admits no new one.
    pub(super) fn close(&self) {
        self.tell("event: bye\ndata:\n\n");
        let mut streams = self.streams();
        streams.closed = true;
        streams.open.clear();
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.hub
            .streams()
            .open
            .retain(|(number, _)| *number != self.number);
    }
}

/// One message; a browser sends its id when it reconnects.
pub(super) fn message(id: &str, data: &str) -> String {
    // JSON has no line breaks outside of strings, and inside they are escaped.
    format!("id: {id}\ndata: {data}\n\n")
}

/// The head of the answer, before the first message.
pub(super) fn head() -> String {
    let mut head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
            .to_owned();
    for (name, value) in always() {
        let value = if name == "Cache-Control" {
            "no-store"
        } else {
            value
        };
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head
}

impl Stream<'_> {
    /// Writes `first` and then every message until the browser or the server leaves.
    ///
    /// # Errors
    ///
    /// When the browser is gone or does not read.
    pub(super) fn serve(&self, writer: &mut dyn Write, first: &str) -> io::Result<()> {
        writer.write_all(head().as_bytes())?;
        // The browser reconnects half a second after the stream ended.
        chunk(writer, "retry: 500\n\n")?;
        chunk(writer, first)?;
        loop {
            match self.messages.recv_timeout(PING) {
                Ok(message) => chunk(writer, &message)?,
                Err(RecvTimeoutError::Timeout) => chunk(writer, "event: ping\ndata:\n\n")?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // The last chunk, so that the browser sees the end of the stream although the connection stays open.
        writer.write_all(b"0\r\n\r\n")?;
        writer.flush()
    }
}

fn chunk(writer: &mut dyn Write, text: &str) -> io::Result<()> {
    writer.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes())?;
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_does_not_read_loses_its_stream_and_nobody_waits() {
        let hub = Hub::default();
        let stream = hub.open().expect("the hub is open");
        for _ in 0..=QUEUE {
            hub.tell("x");
        }
        let mut out = Vec::new();
        stream.serve(&mut out, "first").expect("memory takes all");
        let text = String::from_utf8(out).expect("it is text");
        assert_eq!(text.matches("1\r\nx\r\n").count(), QUEUE);
        assert!(text.ends_with("0\r\n\r\n"));
    }

    #[test]
    fn the_oldest_stream_makes_room() {
        let hub = Hub::default();
        let streams: Vec<_> = (0..=MOST_STREAMS).filter_map(|_| hub.open()).collect();
        assert_eq!(hub.streams().open.len(), MOST_STREAMS);
        drop(streams);
        assert_eq!(hub.streams().open.len(), 0);
    }
}
