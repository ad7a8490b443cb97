//! The preview over real sockets: what it serves, whom it refuses, and what it survives.
//!
//! `TEST_BURSTS=200 cargo test --release --test it bursts` runs the bursts at full length.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use mend::diag::Severity;
use mend::files::{Content, Outputs, Sink};
use mend::path::{OutputPath, Route};
use mend::serve::{Config, Port, Problem, Server, Settings, Snapshot};

use crate::support;

/// A wait that should end at once ends the test after this long.
const DEADLINE: Duration = Duration::from_secs(10);

// ---- A build that is under way

#[test]
fn what_a_browser_looks_at_is_shown_before_the_build_is_complete() {
    let server = serve(site());
    let text = |path: &str| get(&server, path).text();
    assert!(text("/repair/").contains("repair"));
    let sink = server.begin(vec!["content/repair.md".to_owned()], true);
    let page = OutputPath::new("repair/index.html");
    assert_eq!(sink.wanted().as_ref(), Some(&page), "it may be open");
    assert_eq!(sink.wanted(), None);
    let put = |path: &str, text: &str| {
        sink.put(OutputPath::new(path), Content::new(text.as_bytes()));
    };
    assert!(!sink.has_shown());
    put("repair/index.html", "<head></head>better");
    assert!(sink.has_shown());
    assert!(text("/repair/").contains("better"));
    thread::scope(|scope| {
        let asked = scope.spawn(|| text("/"));
        let wanted = until(|| sink.wanted());
        assert_eq!(wanted.as_str(), "index.html", "a browser waits for it");
        put("index.html", "<head></head>another home");
        assert!(asked.join().expect("an answer").contains("another home"));
    });
    // Nobody asked for this one: it is shown with the complete build.
    put("404.html", "<head></head>nowhere");
    let build = server.publish(Snapshot {
        outputs: server.take_outputs(),
        ..Snapshot::default()
    });
    assert_eq!(build, 3, "the open page came before it");
    assert!(text("/nothing/").contains("nowhere"));
}

#[test]
fn a_browser_that_waits_gets_the_old_page_when_the_build_fails() {
    let server = serve(site());
    let sink = server.begin(Vec::new(), true);
    thread::scope(|scope| {
        let asked = scope.spawn(|| get(&server, "/repair/").text());
        until(|| sink.wanted());
        server.fail(vec![problem("no build")]);
        assert!(asked.join().expect("an answer").contains("repair"));
    });
}

#[test]
fn a_build_that_was_dropped_is_waited_for_until_the_next_has_the_page() {
    let server = serve(site());
    let dropped = server.begin(Vec::new(), true);
    thread::scope(|scope| {
        let asked = scope.spawn(|| get(&server, "/repair/").text());
        until(|| dropped.wanted());
        let next = server.begin(Vec::new(), true);
        let page = until(|| next.wanted());
        next.put(page, Content::new(*b"<head></head>newest"));
        assert!(asked.join().expect("an answer").contains("newest"));
    });
}

/// What `ask` answers as soon as it answers.
fn until<T>(ask: impl Fn() -> Option<T>) -> T {
    let mut answer = None;
    eventually("an answer", || {
        answer = ask();
        answer.is_some()
    });
    answer.expect("an answer")
}

// ---- Helpers

fn config() -> Config {
    Config {
        host: None,
        port: Port::Named(0),
        token: true,
        settings: Settings::default(),
    }
}

fn outputs(files: &[(&str, &[u8])]) -> Outputs {
    files
        .iter()
        .map(|(path, bytes)| (OutputPath::new(path), Content::new(bytes.to_vec())))
        .collect()
}

fn snapshot(files: &[(&str, &[u8])]) -> Snapshot {
    Snapshot {
        outputs: outputs(files),
        ..Snapshot::default()
    }
}

const HOME: &[u8] =
    b"<!doctype html><html><head><title>Home</title></head><body>home</body></html>";

fn site() -> Snapshot {
    let mut site = snapshot(&[
        ("index.html", HOME),
        ("repair/index.html", b"<head></head>repair"),
        ("d\u{e9}j\u{e0} vu/index.html", b"<head></head>again"),
        ("404.html", b"<head></head>lost"),
        ("calm.css", b"p { color: #333 }"),
        ("breath.mp3", b"0123456789"),
        (".well-known/security.txt", b"Contact: x"),
    ]);
    site.badges
        .insert(Route::new("/repair/"), vec!["draft".to_owned()]);
    site
}

/// The same site after a change that no page shows.
fn saved() -> Snapshot {
    Snapshot {
        saved: vec!["content/a.md".to_owned()],
        ..site()
    }
}

fn serve(snapshot: Snapshot) -> Server {
    let server = Server::start(&config()).expect("some port is free");
    server.publish(snapshot);
    server
}

fn problem(message: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        code: "LINK-01".to_owned(),
        file: Some("content/a.md".to_owned()),
        line: Some(3),
        column: Some(7),
        message: message.to_owned(),
        help: Some("correct the target".to_owned()),
        frame: Some("3 | [a](b.md)".to_owned()),
        ..Problem::default()
    }
}

/// A connection that is held open, as browsers do.
struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Wire {
    fn open(address: SocketAddr) -> Wire {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream
            .set_read_timeout(Some(DEADLINE))
            .expect("a timeout can be set");
        stream.set_nodelay(true).expect("nodelay can be set");
        Wire {
            stream,
            buffer: Vec::new(),
        }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.stream
            .write_all(bytes)
            .expect("the server takes requests");
    }

    /// Bytes up to and including `end`.
    fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        loop {
            if let Some(at) = self
                .buffer
                .windows(end.len())
                .position(|window| window == end)
            {
                return Some(self.buffer.drain(..at + end.len()).collect());
            }
            self.more()?;
        }
    }

    fn exactly(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.buffer.len() < length {
            self.more()?;
        }
        Some(self.buffer.drain(..length).collect())
    }

    /// Whether the server has neither answered nor hung up.
    fn waits(&self) -> bool {
        let stream = &self.stream;
        stream.set_nonblocking(true).expect("it can be set");
        let arrived = stream.peek(&mut [0]);
        stream.set_nonblocking(false).expect("it can be set");
        arrived.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    }

    fn more(&mut self) -> Option<()> {
        let mut bytes = [0; 16 * 1024];
        let count = self
            .stream
            .read(&mut bytes)
            .ok()
            .filter(|count| *count > 0)?;
        self.buffer.extend_from_slice(&bytes[..count]);
        Some(())
    }

    fn head(&mut self) -> Option<Reply> {
        let head = String::from_utf8(self.until(b"\r\n\r\n")?).expect("a head is text");
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        // An interim answer precedes the real one.
        if reply.status == 100 {
            self.head()
        } else {
            Some(reply)
        }
    }

    fn reply(&mut self, with_body: bool) -> Option<Reply> {
        let mut reply = self.head()?;
        if with_body && reply.status != 304 {
            let length = reply
                .header("content-length")
                .parse()
                .expect("a length is told");
            reply.body = self.exactly(length)?;
        }
        Some(reply)
    }
}

fn ask(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> Option<Reply> {
    let mut wire = Wire::open(server.address());
    wire.send(request(server, method, target, headers).as_bytes());
    wire.reply(method != "HEAD")
}

/// A request; it names our host unless the headers do.
fn request(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\n");
    if !headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("host"))
    {
        text.push_str(&format!("Host: localhost:{}\r\n", server.address().port()));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text + "\r\n"
}

fn get(server: &Server, target: &str) -> Reply {
    ask(server, "GET", target, &[]).expect("the server answers")
}

fn status(server: &Server, target: &str, headers: &[(&str, &str)]) -> u16 {
    ask(server, "GET", target, headers)
        .expect("the server answers")
        .status
}

/// A tab's stream of events.
struct Tab(Wire);

impl Tab {
    fn open(server: &Server, headers: &[(&str, &str)]) -> Tab {
        let mut wire = Wire::open(server.address());
        wire.send(request(server, "GET", "/__mend/events", headers).as_bytes());
        let head = wire.head().expect("the server answers");
        assert_eq!(head.status, 200);
        assert_eq!(head.header("content-type"), "text/event-stream");
        assert_eq!(head.header("cache-control"), "no-store");
        Tab(wire)
    }

    /// The next chunk of the stream; empty at its end.
    fn chunk(&mut self) -> String {
        let size =
            String::from_utf8(self.0.until(b"\r\n").expect("the stream goes on")).expect("text");
        let size = usize::from_str_radix(size.trim_end(), 16).expect("a chunk has a size");
        let bytes = self.0.exactly(size + 2).expect("a chunk is complete");
        String::from_utf8(bytes[..size].to_vec()).expect("text")
    }

    /// Whether the stream ends soon.
    fn ends(&mut self) -> bool {
        (0..10).any(|_| self.chunk().is_empty())
    }

    /// The next message: its id and what it says.
    fn news(&mut self) -> (String, serde_json::Value) {
        loop {
            let chunk = self.chunk();
            assert!(!chunk.is_empty(), "the stream has not ended");
            let field = |name: &str| chunk.lines().find_map(|line| line.strip_prefix(name));
            if let (Some(id), Some(data)) = (field("id: "), field("data: ")) {
                return (
                    id.to_owned(),
                    serde_json::from_str(data).expect("it is JSON"),
                );
            }
        }
    }
}

/// Waits until something is so.
fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < DEADLINE, "never happened: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

// ---- What is served

#[test]
fn a_page_is_the_published_bytes_and_one_script() {
    let server = serve(site());
    let reply = get(&server, "/");
    let text = reply.text();
    let start = text.find("<script").expect("there is a script");
    let end = text.find("</script>").expect("it ends") + "</script>".len();
    assert!(text[start..end].starts_with(
        "<script type=\"module\" src=\"/__mend/preview.js\" data-build=\"1\" data-run="
    ));
    assert!(
        text[..start].ends_with("<head>"),
        "before the site's own scripts"
    );
    assert_eq!(
        format!("{}{}", &text[..start], &text[end..]).as_bytes(),
        HOME
    );
    assert!(
        get(&server, "/repair/")
            .text()
            .contains("data-badges=\"draft\"")
    );
    let style = get(&server, "/calm.css");
    assert_eq!(
        (style.header("content-type"), style.text().as_str()),
        ("text/css; charset=utf-8", "p { color: #333 }")
    );
    assert_eq!(get(&server, "/.well-known/security.txt").status, 200);
    assert_eq!(get(&server, "/d%C3%A9j%C3%A0%20vu/").status, 200);
}

#[test]
fn every_answer_carries_the_policy_of_the_published_site() {
    let server = serve(site());
    for target in [
        "/",
        "/calm.css",
        "/nowhere",
        "/repair",
        "/..",
        "/__mend/preview.js",
        "/__mend/nothing",
    ] {
        let reply = get(&server, target);
        for (name, value) in mend::policy::HEADERS {
            assert_eq!(reply.header(&name.to_lowercase()), value, "{target}");
        }
        assert_eq!(
            reply.header("cross-origin-resource-policy"),
            "same-origin",
            "{target}"
        );
        assert_eq!(reply.header("cache-control"), "no-cache", "{target}");
        assert!(
            !reply
                .headers
                .keys()
                .any(|name| name.starts_with("access-control") || name == "set-cookie")
        );
    }
}

#[test]
fn an_unknown_address_shows_the_sites_own_page_and_a_folder_gets_its_slash() {
    let server = serve(site());
    let reply = get(&server, "/nowhere/");
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("lost") && reply.text().contains("data-page=\"/404.html\""));
    let reply = get(&server, "/d%C3%A9j%C3%A0%20vu?x=1");
    assert_eq!(
        (reply.status, reply.header("location")),
        (302, "d%C3%A9j%C3%A0%20vu/?x=1")
    );
    assert_eq!(get(&server, "/repair?a\u{1}b").header("location"), "");
}

#[test]
fn head_ranges_and_known_tags_are_answered_as_the_standard_says() {
    let server = serve(site());
    let head = ask(&server, "HEAD", "/breath.mp3", &[]).expect("an answer");
    assert_eq!((head.status, head.header("content-length")), (200, "10"));
    let tag = head.header("etag").to_owned();
    assert_eq!(
        status(&server, "/breath.mp3", &[("If-None-Match", &tag)]),
        304
    );
    assert_eq!(
        status(&server, "/breath.mp3", &[("If-None-Match", "\"other\"")]),
        200
    );
    let part = ask(&server, "GET", "/breath.mp3", &[("Range", "bytes=2-4")]).expect("an answer");
    assert_eq!(
        (
            part.status,
            part.text().as_str(),
            part.header("content-range")
        ),
        (206, "234", "bytes 2-4/10")
    );
    assert_eq!(
        status(&server, "/breath.mp3", &[("Range", "bytes=10-")]),
        416
    );
    assert_eq!(
        status(&server, "/breath.mp3", &[("Range", "bytes=0-1,3-4")]),
        200
    );
    let page = get(&server, "/").header("etag").to_owned();
    assert_eq!(status(&server, "/", &[("If-None-Match", &page)]), 304);
    server.publish(saved());
    assert_eq!(
        status(&server, "/", &[("If-None-Match", &page)]),
        200,
        "the page names another build now"
    );
}

#[test]
fn a_site_for_a_sub_path_previews_at_the_top_and_follows_its_settings() {
    let server = serve(site());
    assert_eq!(get(&server, "/guide/calm.css").status, 404);
    let mut tab = Tab::open(&server, &[]);
    tab.news();
    server.publish(Snapshot {
        settings: Settings {
            base_path: "/guide/".to_owned(),
            editor: Some("myeditor://{file}:{line}".to_owned()),
            ..Settings::default()
        },
        ..site()
    });
    assert_eq!(tab.news().1["changed"], "all", "every page shows them");
    assert_eq!(get(&server, "/repair/").status, 200);
    assert_eq!(get(&server, "/guide/calm.css").status, 200);
    let page = get(&server, "/nowhere/").text();
    assert!(page.contains("data-base=\"/guide/\""), "{page}");
    assert!(
        page.contains("data-editor=\"myeditor://{file}:{line}\""),
        "{page}"
    );
    server.publish(site());
    assert_eq!(get(&server, "/guide/calm.css").status, 404);
}

#[test]
fn an_answer_comes_whole_from_one_build() {
    let page = |letter: u8| [b"<head></head>".as_slice(), &[letter; 300_000]].concat();
    let server = Arc::new(serve(snapshot(&[("index.html", &page(b'a'))])));
    let done = Arc::new(AtomicBool::new(false));
    let builder = {
        let (server, done) = (Arc::clone(&server), Arc::clone(&done));
        thread::spawn(move || {
            let mut letters = (b'a'..=b'z').cycle();
            while !done.load(Ordering::Relaxed) {
                let letter = letters.next().unwrap_or(b'a');
                server.publish(snapshot(&[("index.html", &page(letter))]));
            }
        })
    };
    let mut wire = Wire::open(server.address());
    for _ in 0..100 {
        wire.send(request(&server, "GET", "/", &[]).as_bytes());
        let body = wire.reply(true).expect("an answer").body;
        let letters = &body[body.len() - 300_000..];
        assert!(letters.iter().all(|letter| *letter == letters[0]));
    }
    done.store(true, Ordering::Relaxed);
    builder.join().expect("the builder is well");
}

// ---- Who is refused

#[test]
fn no_request_reaches_outside_the_site() {
    let server = serve(site());
    for target in [
        "/../",
        "/%2e%2e/",
        "/%252e%252e/",
        "/%2e%2e%2fetc/passwd",
        "/..%5cwindows",
        "/..\\x",
        "/a%00b",
        "//etc/passwd",
        "/C:/",
        "/index.html::$DATA",
        "/index.html%20",
        "/index.html.",
        "/%c0%ae%c0%ae/",
        "/file~1",
        "*",
        "/.git/config",
        "/%zz",
    ] {
        let status = status(&server, target, &[]);
        assert!(matches!(status, 400 | 404), "{target}: {status}");
    }
    assert_eq!(status(&server, "http://evil.example/", &[]), 400);
}

#[test]
fn a_foreign_host_origin_or_page_is_refused() {
    let server = serve(site());
    let port = server.address().port();
    let host = format!("localhost:{port}");
    // What a page gets whose name leads to this machine by a trick (DNS rebinding).
    let rebound = format!("evil.example:{port}");
    assert_eq!(status(&server, "/", &[("Host", &rebound)]), 421);
    assert_eq!(status(&server, "/", &[("Host", "localhost:1")]), 421);
    assert_eq!(
        status(&server, "/", &[("Host", &host), ("Host", &host)]),
        400
    );
    let mut wire = Wire::open(server.address());
    wire.send(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(wire.reply(true).expect("an answer").status, 400);
    assert_eq!(
        status(
            &server,
            "/__mend/events",
            &[("Origin", "http://evil.example")]
        ),
        403
    );
    assert_eq!(
        status(
            &server,
            "/__mend/preview.js",
            &[("Sec-Fetch-Site", "cross-site")]
        ),
        403
    );
    assert_eq!(
        status(
            &server,
            "/",
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "no-cors")
            ]
        ),
        403
    );
    let followed = [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Dest", "document"),
    ];
    assert_eq!(status(&server, "/", &followed), 200);
}

#[test]
fn only_reading_is_answered() {
    let server = serve(site());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        let reply = ask(&server, method, "/", &[]).expect("an answer");
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, "GET, HEAD"),
            "{method}"
        );
    }
}

// ---- What tabs are told

#[test]
fn a_tab_learns_what_each_build_changed_and_what_it_missed() {
    let server = serve(snapshot(&[("a/index.html", b"1"), ("b.css", b"1")]));
    let mut tab = Tab::open(&server, &[]);
    let (first, news) = tab.news();
    assert_eq!(
        (news["build"].as_u64(), news["changed"].as_str()),
        (Some(1), Some("all"))
    );
    server.publish(snapshot(&[("a/index.html", b"1"), ("b.css", b"2")]));
    let (second, news) = tab.news();
    assert_eq!(news["changed"], serde_json::json!(["/b.css"]));
    assert_eq!(
        (news["from"].as_u64(), news["build"].as_u64()),
        (Some(1), Some(2))
    );
    server.publish(snapshot(&[("a/index.html", b"2"), ("b.css", b"2")]));
    let missed =
        |id: &str| Tab::open(&server, &[("Last-Event-ID", id)]).news().1["changed"].clone();
    assert_eq!(missed(&second), serde_json::json!(["/a/"]));
    assert_eq!(missed(&first), serde_json::json!(["/a/", "/b.css"]));
    assert_eq!(missed("another-1"), serde_json::json!("all"));
}

#[test]
fn a_failed_build_keeps_the_last_good_one_and_tells_old_and_new_tabs() {
    let server = serve(site());
    let mut old = Tab::open(&server, &[]);
    old.news();
    server.fail(vec![problem("leads nowhere")]);
    let mut new = Tab::open(&server, &[]);
    for tab in [&mut old, &mut new] {
        let (_, news) = tab.news();
        assert_eq!(news["failed"], true);
        assert_eq!(news["problems"][0]["place"], "content/a.md:3:7");
        assert_eq!(news["build"], 1);
    }
    assert_eq!(get(&server, "/").status, 200);
    server.publish(site());
    let (_, news) = old.news();
    assert_eq!(
        (
            news["failed"].as_bool(),
            news["problems"].as_array().map(Vec::len)
        ),
        (Some(false), Some(0))
    );
}

#[test]
fn without_any_good_build_every_page_shows_what_is_wrong() {
    let server = Server::start(&config()).expect("some port is free");
    assert_eq!(get(&server, "/").status, 503);
    server.fail(vec![problem("<b>leads</b> nowhere")]);
    let reply = get(&server, "/any/page/");
    assert_eq!(reply.status, 500);
    assert!(reply.text().contains("&lt;b&gt;leads") && reply.text().contains("content/a.md:3:7"));
    assert!(
        reply
            .text()
            .contains("/__mend/preview.js\" data-build=\"0\"")
    );
    let mut tab = Tab::open(&server, &[]);
    tab.news();
    server.publish(site());
    assert_eq!(tab.news().1["changed"], "all");
    assert_eq!(get(&server, "/").status, 200);
}

#[test]
fn fifty_tabs_hear_of_a_build_at_once() {
    let server = serve(site());
    let mut tabs: Vec<Tab> = (0..50).map(|_| Tab::open(&server, &[])).collect();
    tabs.iter_mut().for_each(|tab| drop(tab.news()));
    server.publish(saved());
    for tab in &mut tabs {
        assert_eq!(tab.news().1["build"], 2);
    }
}

#[test]
fn a_hundred_tabs_get_no_more_than_their_streams_and_pages_still_come() {
    let server = serve(site());
    let mut tabs: Vec<Tab> = (0..100).map(|_| Tab::open(&server, &[])).collect();
    assert_eq!(get(&server, "/").status, 200);
    let (first, last) = (0, tabs.len() - 1);
    assert!(tabs[first].ends(), "the oldest stream makes room");
    assert_eq!(tabs[last].news().1["build"], 1);
}

#[test]
fn stopping_tells_the_tabs_and_frees_the_port() {
    let server = serve(site());
    let address = server.address();
    let mut tab = Tab::open(&server, &[]);
    tab.news();
    server.stop();
    assert_eq!(tab.chunk(), "event: bye\ndata:\n\n");
    assert_eq!(tab.chunk(), "", "the stream ends");
    let mut again = None;
    eventually("the port becomes free", || {
        again = Server::start(&Config {
            port: Port::Named(address.port()),
            ..config()
        })
        .ok();
        again.is_some()
    });
}

// ---- What it survives

/// Opens many connections in one moment and holds each until all are answered, as browsers do.
fn burst(server: &Server, size: usize) {
    let barrier = Barrier::new(size);
    let message = request(server, "GET", "/", &[]);
    thread::scope(|scope| {
        for _ in 0..size {
            scope.spawn(|| {
                barrier.wait();
                let mut wire = Wire::open(server.address());
                wire.send(message.as_bytes());
                let answered = wire.reply(true).is_some_and(|reply| reply.status == 200);
                // Held until all have an answer: none comes because another connection was closed.
                barrier.wait();
                assert!(answered, "a connection was never answered");
            });
        }
    });
}

#[test]
fn bursts_of_connections_are_all_answered() {
    let rounds = std::env::var("TEST_BURSTS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(8);
    let server = serve(site());
    for size in [6, 24, 72] {
        for round in 0..rounds {
            // A server that has just begun has few threads; one that has run for a while has many.
            match round % 2 {
                0 => burst(&serve(site()), size),
                _ => burst(&server, size),
            }
        }
    }
}

#[test]
fn silent_connections_do_not_keep_a_request_waiting() {
    let server = serve(site());
    let silent: Vec<Wire> = (0..40).map(|_| Wire::open(server.address())).collect();
    assert_eq!(get(&server, "/").status, 200);
    assert!(
        silent.iter().all(Wire::waits),
        "none of them had to end first"
    );
}

#[test]
fn a_kept_connection_is_answered_again_and_again() {
    let page = [b"<head></head>".as_slice(), &[b'x'; 20_000]].concat();
    let server = serve(snapshot(&[("index.html", &page)]));
    let mut wire = Wire::open(server.address());
    let message = request(&server, "GET", "/", &[]);
    for _ in 0..200 {
        wire.send(message.as_bytes());
        assert_eq!(wire.reply(true).expect("an answer").status, 200);
    }
    assert!(wire.buffer.is_empty(), "an answer is as long as it says");
}

#[test]
fn a_body_nobody_wants_harms_nobody_however_long_it_says_it_is() {
    let server = serve(site());
    let host = format!("Host: localhost:{}\r\n", server.address().port());
    let mut held = Vec::new();
    for (method, length, expected) in [
        ("POST", "1000000000000", 405),
        ("GET", "1000000000000", 413),
        ("POST", "18446744073709551615", 405),
        ("POST", "100000", 405),
        ("GET", "100000", 413),
        ("POST", "-5", 405),
        ("GET", "-5", 400),
        ("GET", "99999999999999999999999999", 413),
        ("GET", "5\r\nContent-Length: 7", 413),
    ] {
        for _ in 0..4 {
            let mut wire = Wire::open(server.address());
            wire.send(
                format!("{method} / HTTP/1.1\r\n{host}Content-Length: {length}\r\n\r\nhalf a body")
                    .as_bytes(),
            );
            let reply = wire.reply(false).expect("an answer");
            assert!(
                reply.status == expected || matches!(reply.status, 400 | 405),
                "{method} {length}: {}",
                reply.status
            );
            held.push(wire);
        }
    }
    let mut wire = Wire::open(server.address());
    wire.send(
        format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffff\r\nhalf")
            .as_bytes(),
    );
    assert_eq!(wire.reply(true).expect("an answer").status, 405);
    held.push(wire);
    assert_eq!(get(&server, "/").status, 200);
    drop(held);
    assert_eq!(get(&server, "/").status, 200);
}

#[test]
fn half_a_body_is_answered_at_once_and_its_connection_closed() {
    let server = serve(site());
    for length in ["5", "1000", "1000000", "100000000000"] {
        let mut wire = Wire::open(server.address());
        wire.send(request(&server, "POST", "/", &[("Content-Length", length)]).as_bytes());
        wire.send(b"half");
        let reply = wire.reply(true).expect("an answer");
        assert_eq!((reply.status, reply.header("connection")), (405, "close"));
        assert!(wire.more().is_none(), "closed without waiting for the rest");
    }
}

#[test]
fn what_follows_two_lengths_is_not_taken_for_a_request() {
    let server = serve(site());
    let smuggled = request(&server, "GET", "/calm.css", &[]);
    for (first, second) in [("0", "30"), ("30", "0"), ("0", "0")] {
        let headers = [("Content-Length", first), ("Content-Length", second)];
        let mut wire = Wire::open(server.address());
        wire.send((request(&server, "GET", "/", &headers) + &smuggled).as_bytes());
        assert_eq!(wire.reply(true).expect("an answer").status, 400);
        assert!(wire.head().is_none(), "nothing more is answered");
    }
}

#[test]
fn a_flood_of_headers_is_refused_and_the_server_stays_well() {
    let server = serve(site());
    let flood = "x".repeat(40_000);
    assert_eq!(status(&server, "/", &[("X-Flood", &flood)]), 431);
    let many: Vec<(&str, &str)> = vec![("X-Flood", "some value"); 5_000];
    assert_eq!(status(&server, "/", &many), 431);
    // One line without an end is not held in memory: the connection is closed while it is still coming.
    let mut wire = Wire::open(server.address());
    wire.send(b"GET / HTTP/1.1\r\nX-Flood: ");
    let chunk = vec![b'x'; 1 << 20];
    let sent = (0..64).take_while(|_| wire.stream.write_all(&chunk).is_ok());
    assert!(sent.count() < 64, "all of it was taken");
    assert_eq!(get(&server, "/").status, 200);
}

#[test]
fn half_a_head_keeps_nobody_waiting() {
    let server = serve(site());
    let held: Vec<Wire> = (0..300)
        .map(|_| {
            let mut wire = Wire::open(server.address());
            wire.send(b"GET / HTTP/1.1\r\nHost: loc");
            wire
        })
        .collect();
    assert_eq!(get(&server, "/").status, 200);
    assert!(
        held.iter().all(Wire::waits),
        "none of them had to end first"
    );
}

/// Whether the test with this name has a process to itself. If not, it is run in one that a shell begins with `limits`,
/// and has passed when this returns.
fn is_alone(test: &str, limits: &str) -> bool {
    const ALONE: &str = "TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let name = support::test_name(module_path!(), test);
    let run = Command::new("sh")
        .arg("-c")
        .arg(format!("{limits} exec \"$0\" --exact {name}"))
        .arg(std::env::current_exe().expect("the test knows itself"))
        .env(ALONE, "1")
        .output()
        .expect("there is a shell");
    support::assert_one_passed(&run);
    false
}

/// Counts for the whole process.
#[cfg(target_os = "linux")]
#[test]
fn no_request_costs_a_thread_or_a_descriptor_for_good() {
    if !is_alone("no_request_costs_a_thread_or_a_descriptor_for_good", "") {
        return;
    }
    let server = serve(snapshot(&[
        ("index.html", HOME),
        ("large.pdf", &[b'x'; 8 << 20]),
    ]));
    let count = |of: &str| {
        let entries = std::fs::read_dir(format!("/proc/self/{of}")).expect("Linux tells");
        entries.count()
    };
    let before = (count("fd"), count("task"));
    let host = format!("Host: localhost:{}\r\n", server.address().port());
    let attacks = [
        (
            "a body announced of 66 MB",
            format!("POST / HTTP/1.1\r\n{host}Content-Length: 69206016\r\n\r\nhalf"),
        ),
        (
            "a body announced of 1 TB",
            format!("POST / HTTP/1.1\r\n{host}Content-Length: 1000000000000\r\n\r\n"),
        ),
        (
            "half a body of 1 MB",
            format!("POST / HTTP/1.1\r\n{host}Content-Length: 1000000\r\n\r\nhalf"),
        ),
        (
            "half a chunked body",
            format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffff\r\nhalf"),
        ),
        (
            "a body that waits to be asked for",
            format!(
                "POST / HTTP/1.1\r\n{host}Expect: 100-continue\r\nContent-Length: 9999\r\n\r\n"
            ),
        ),
        (
            "an upgrade",
            format!("GET / HTTP/1.1\r\n{host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        ),
        ("half a head", format!("GET / HTTP/1.1\r\n{host}")),
        (
            "an answer that is not read",
            format!("GET / HTTP/1.1\r\n{host}\r\n"),
        ),
    ];
    for (what, message) in &attacks {
        // Held until the end, as by a page that never closes anything; there are more of them than connections may be open.
        let held: Vec<TcpStream> = (0..500)
            .filter_map(|_| {
                let mut stream = TcpStream::connect(server.address()).ok()?;
                stream.write_all(message.as_bytes()).ok()?;
                Some(stream)
            })
            .collect();
        assert!(held.len() > 400, "{what}");
        // It closes what is too many while more are coming in, so for a moment there can be a few more.
        eventually(what, || count("fd") - held.len() <= before.0 + 400);
        assert_eq!(get(&server, "/").status, 200, "{what}");
    }
    eventually("all descriptors and threads are given back", || {
        (count("fd"), count("task")) == before
    });
}

#[test]
fn a_browser_that_sends_thousands_of_requests_and_reads_nothing_stands_in_nobodys_way() {
    let page = [b"<head></head>".as_slice(), &[b'x'; 20_000]].concat();
    let server = serve(snapshot(&[("index.html", &page)]));
    let mut greedy = Wire::open(server.address());
    let message = request(&server, "GET", "/", &[]).repeat(1_000);
    greedy
        .stream
        .set_write_timeout(Some(Duration::from_millis(200)))
        .expect("a timeout can be set");
    for _ in 0..10 {
        // The server may stop taking them; that is its right.
        let _ = greedy.stream.write_all(message.as_bytes());
    }
    for _ in 0..10 {
        assert_eq!(get(&server, "/").status, 200);
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let server = serve(site());
    let targets = ["/calm.css", "/nowhere.png", "/breath.mp3", "/calm.css"];
    let all: String = targets
        .iter()
        .map(|target| request(&server, "GET", target, &[]))
        .collect();
    // Two threads that each take one of them once waited for each other, one time in a hundred.
    for _ in 0..300 {
        let mut wire = Wire::open(server.address());
        wire.send(all.as_bytes());
        let statuses: Vec<u16> = targets
            .iter()
            .map(|_| wire.reply(true).expect("an answer").status)
            .collect();
        assert_eq!(statuses, [200, 404, 200, 200]);
    }
}

/// The limit holds for a whole process.
#[test]
fn running_out_of_descriptors_is_survived() {
    if !is_alone("running_out_of_descriptors_is_survived", "ulimit -n 100 &&") {
        return;
    }
    let server = serve(site());
    for _ in 0..3 {
        let mut idle = Vec::new();
        // The server needs a descriptor for each of them, too, and at some point there is none left.
        let mut refused = 0;
        while refused < 100 {
            match TcpStream::connect(server.address()) {
                Ok(stream) => idle.push(stream),
                Err(_) => {
                    refused += 1;
                    thread::sleep(Duration::from_millis(10));
                }
            }
        }
        assert!(idle.len() > 20);
        drop(idle);
        eventually("a page is served again", || {
            let Ok(mut stream) = TcpStream::connect(server.address()) else {
                return false;
            };
            let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
            let mut start = [0; 12];
            stream
                .write_all(request(&server, "GET", "/", &[]).as_bytes())
                .is_ok()
                && stream.read_exact(&mut start).is_ok()
                && start == *b"HTTP/1.1 200"
        });
    }
}

#[test]
fn rubbish_is_refused_and_the_server_stays_well() {
    let server = serve(site());
    for rubbish in [
        b"\r\n\r\n".as_slice(),
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut wire = Wire::open(server.address());
        wire.send(rubbish);
        let _ = wire.stream.shutdown(Shutdown::Write);
        if let Some(head) = wire.head() {
            assert!(head.status >= 400, "{rubbish:?}");
        }
        assert_eq!(get(&server, "/").status, 200);
    }
}

// ---- Where it listens

#[test]
fn a_preferred_port_that_is_taken_gives_way_and_a_named_one_is_an_error() {
    let first = serve(site());
    let port = first.address().port();
    let second = Server::start(&Config {
        port: Port::Preferred(port),
        ..config()
    })
    .expect("one of the next twenty is free");
    assert!((port + 1..=port + 20).contains(&second.address().port()));
    let error = Server::start(&Config {
        port: Port::Named(port),
        ..config()
    })
    .err()
    .expect("the port is taken");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[test]
fn it_answers_on_both_of_this_machines_addresses_to_itself() {
    let server = serve(site());
    assert!(server.address().ip().is_loopback() && server.warning().is_none());
    if server.url().contains("localhost") {
        let mut wire = Wire::open(SocketAddr::new(
            "::1".parse().expect("an address"),
            server.address().port(),
        ));
        wire.send(request(&server, "GET", "/", &[]).as_bytes());
        assert_eq!(wire.reply(true).expect("an answer").status, 200);
    }
}

#[test]
fn a_named_host_opens_the_preview_to_those_who_know_its_address() {
    let server = Server::start(&Config {
        host: Some("0.0.0.0".to_owned()),
        ..config()
    })
    .expect("some port is free");
    server.publish(site());
    let warning = server.warning().expect("there is a warning");
    assert!(
        server.urls().iter().all(|url| warning.contains(url)),
        "{warning}"
    );
    let url = server
        .url()
        .strip_prefix("http://")
        .expect("it is an address");
    let (host, path) = url.split_once('/').expect("it has a path");
    assert_eq!(path.len(), 21, "a token and a slash");
    let outside: SocketAddr = host.parse().expect("an address with a port");
    if outside.ip().is_loopback() {
        return;
    }
    let ask = |target: &str| {
        let mut wire = Wire::open(outside);
        wire.send(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        wire.reply(true).expect("an answer")
    };
    assert_eq!(ask("/").status, 404);
    assert_eq!(ask("/__mend/preview.js").status, 404);
    let page = ask(&format!("/{path}"));
    assert!(page.text().contains(&format!(
        "<script type=\"module\" src=\"/{path}__mend/preview.js\""
    )));
    assert_eq!(ask(&format!("/{path}__mend/preview.js")).status, 200);
}
