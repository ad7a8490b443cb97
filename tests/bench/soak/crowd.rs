//! The readers: browsers that ask for pages over kept connections, tabs that listen for news, and visitors who mean harm.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Result;
use crate::corpus::{Corpus, SECTIONS};
use crate::http::Client;
use crate::random::Random;

/// How many there are of each kind, and all together.
const BROWSERS: usize = 450;
const LISTENERS: usize = 40;
pub(super) const HOSTILE: usize = 10;
pub(super) const SIZE: usize = BROWSERS + LISTENERS + HOSTILE;

/// A reader looks at a page for this many milliseconds.
const LOOK: (usize, usize) = (500, 1_500);
/// How often those who wait look whether it is over.
const BREATH: Duration = Duration::from_millis(100);
/// How long a tab may take to hear of the last build.
const HEARS: Duration = Duration::from_secs(10);

/// All readers at work.
pub(super) struct Crowd {
    watch: Arc<Watch>,
    threads: Vec<JoinHandle<()>>,
}

/// What is left when they have gone.
pub(super) struct Leaving {
    pub(super) faults: Vec<String>,
    /// How long each page took, in milliseconds.
    pub(super) waits_ms: Vec<f64>,
}

/// What the readers know of each other.
struct Watch {
    server: String,
    pages: Vec<String>,
    over: AtomicBool,
    faults: Mutex<Vec<String>>,
    waits_ms: Mutex<Vec<f64>>,
    /// What each page was in each build, as the first who got it saw it.
    bodies: Mutex<HashMap<(usize, u64), u64>>,
    /// The last build that each tab heard of.
    heard: Vec<AtomicU64>,
    /// The last news that the first tab heard.
    news: Mutex<String>,
}

impl Crowd {
    /// Lets all readers come to a server, host and port, that serves this site.
    pub(super) fn gather(server: &str, corpus: &Corpus, seed: u64) -> Result<Self> {
        let articles = corpus.entries.iter();
        let lists = SECTIONS.iter().map(|(folder, ..)| format!("/{folder}/"));
        let pages = articles.map(|entry| format!("/{}/", entry.path()));
        let watch = Arc::new(Watch {
            server: server.to_owned(),
            pages: pages.chain(lists).chain(["/".to_owned()]).collect(),
            over: AtomicBool::new(false),
            faults: Mutex::default(),
            waits_ms: Mutex::default(),
            bodies: Mutex::default(),
            heard: (0..LISTENERS).map(|_| AtomicU64::new(0)).collect(),
            news: Mutex::default(),
        });
        let start = |number: usize| {
            let watch = Arc::clone(&watch);
            let random = Random::new(seed, 21, number);
            let work = move || match number {
                ..BROWSERS => watch.browse(random),
                number if number < BROWSERS + LISTENERS => watch.listen(number - BROWSERS),
                _ => watch.harm(random),
            };
            let thread = std::thread::Builder::new().stack_size(256 << 10);
            Ok(thread.spawn(work)?)
        };
        let threads = (0..SIZE).map(start).collect::<Result<_>>()?;
        Ok(Self { watch, threads })
    }

    /// Whether the last news tell of a problem in a file.
    pub(super) fn reported(&self, file: &str) -> bool {
        lock(&self.watch.news).contains(file)
    }

    /// The newest build of which any tab has heard.
    pub(super) fn newest(&self) -> u64 {
        let heard = self.watch.heard.iter();
        heard
            .map(|build| build.load(Ordering::Relaxed))
            .max()
            .unwrap_or(0)
    }

    /// Lets all readers go, once every tab has heard of the newest build or has had time to.
    pub(super) fn leave(self, newest: u64) -> Leaving {
        let since = Instant::now();
        let heard = self.watch.heard.iter();
        let late = || {
            heard
                .clone()
                .filter(|build| build.load(Ordering::Relaxed) < newest)
                .count()
        };
        while late() > 0 && since.elapsed() < HEARS {
            std::thread::sleep(BREATH);
        }
        if late() > 0 {
            self.watch
                .fault(format!("{} tabs never heard of build {newest}", late()));
        }
        self.watch.over.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                self.watch.fault("a reader gave up".to_owned());
            }
        }
        Leaving {
            faults: std::mem::take(&mut lock(&self.watch.faults)),
            waits_ms: std::mem::take(&mut lock(&self.watch.waits_ms)),
        }
    }
}

impl Watch {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn fault(&self, what: String) {
        lock(&self.faults).push(what);
    }

    /// Asks for one page after the other. The pages of one build are the same for every client, and no build is followed by an
    /// older one.
    fn browse(&self, mut random: Random) {
        let mut client = Client::new(self.server.clone());
        let mut newest = 0;
        while !self.is_over() {
            let at = random.below(self.pages.len());
            let page = &self.pages[at];
            let asked = Instant::now();
            match client.get(page) {
                Ok(answer) if answer.status == 200 => {
                    lock(&self.waits_ms).push(asked.elapsed().as_secs_f64() * 1e3);
                    let build = build_of(&answer.body).unwrap_or(0);
                    let mut hasher = DefaultHasher::new();
                    answer.body.hash(&mut hasher);
                    let body = hasher.finish();
                    if *lock(&self.bodies).entry((at, build)).or_insert(body) != body {
                        self.fault(format!(
                            "{page} of build {build} is not the same for every client"
                        ));
                    }
                    if build < newest || build == 0 {
                        self.fault(format!("{page} is of build {build}, after one of {newest}"));
                    }
                    newest = newest.max(build);
                }
                Ok(answer) => self.fault(format!("{page}: status {}", answer.status)),
                Err(error) => self.fault(format!("{page}: {error}")),
            }
            let look = Duration::from_millis(random.between(LOOK.0, LOOK.1) as u64);
            while asked.elapsed() < look && !self.is_over() {
                std::thread::sleep(BREATH);
            }
        }
    }

    /// Hears of builds until it is over; comes back whenever the stream ends.
    fn listen(&self, number: usize) {
        while !self.is_over() {
            // A stream that breaks off is what a tab must live with; what counts is what it has heard in the end.
            self.hear(number).ok();
        }
    }

    fn hear(&self, number: usize) -> Result<()> {
        let mut stream = TcpStream::connect(&self.server)?;
        stream.set_read_timeout(Some(BREATH))?;
        let request = format!(
            "GET /__mend/events HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.server
        );
        stream.write_all(request.as_bytes())?;
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        while !self.is_over() {
            match stream.read_line(&mut line) {
                Ok(0) => break,
                Ok(_) => {}
                // What came of the line stays in it.
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
            if let Some(id) = line.strip_prefix("id: ") {
                let build = id
                    .trim_end()
                    .rsplit_once('-')
                    .and_then(|(_, build)| build.parse().ok());
                self.heard[number].store(build.ok_or("no build")?, Ordering::Relaxed);
            } else if let Some(news) = line.strip_prefix("data: ").filter(|_| number == 0) {
                news.clone_into(&mut lock(&self.news));
            }
            line.clear();
        }
        Ok(())
    }

    /// Sends requests that must be refused, and malformed ones.
    fn harm(&self, mut random: Random) {
        let host = format!("Host: {}\r\n", self.server);
        let requests = [
            "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n".to_owned(),
            format!("GET / HTTP/1.1\r\n{host}Origin: https://other.example\r\n\r\n"),
            format!("GET /../../../../etc/passwd HTTP/1.1\r\n{host}\r\n"),
            format!("GET /%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\n{host}\r\n"),
            format!("POST / HTTP/1.1\r\n{host}Content-Length: 9999999\r\n\r\n"),
            format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(40_000)),
            "\0\u{1}\u{2}\r\n\r\n".to_owned(),
            "GET / HT".to_owned(),
        ];
        // Once, since the server never gets rid of it.
        let mut request = format!("POST / HTTP/1.1\r\n{host}Content-Length: 99999999999\r\n\r\n");
        while !self.is_over() {
            if let Ok(answer) = self.ask(&request)
                && (answer.starts_with("HTTP/1.1 200") || answer.contains("root:"))
            {
                let start: String = request.chars().take(60).collect();
                self.fault(format!("answered: {start}"));
            }
            random.pick(&requests).clone_into(&mut request);
        }
    }

    /// What the server says to anything, as far as it says so soon.
    fn ask(&self, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.server)?;
        stream.set_read_timeout(Some(BREATH))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = vec![0; 4_096];
        let length = stream.read(&mut answer)?;
        std::thread::sleep(BREATH);
        Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
    }
}

/// The build that a page says it is of.
fn build_of(body: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(body);
    let (_, rest) = text.split_once(" data-build=\"")?;
    rest.split('"').next()?.parse().ok()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
