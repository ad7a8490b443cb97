//! `mend check --external` against real sockets: what each answer means, how politely it is asked for, and what is
//! remembered. No other host than this computer is asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program;

const PAUSE: Duration = Duration::from_millis(40);

/// A request as the host saw it.
#[derive(Clone, Debug)]
struct Request {
    method: String,
    path: String,
    agent: String,
    at: Instant,
}

/// A host on this computer.
struct Host {
    port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
    most_at_once: Arc<AtomicUsize>,
}

impl Host {
    /// Starts to answer; the program's end stops it.
    fn start() -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = Host {
            port: listener.local_addr().expect("an address").port(),
            requests: Arc::default(),
            most_at_once: Arc::default(),
        };
        let (requests, most) = (Arc::clone(&host.requests), Arc::clone(&host.most_at_once));
        std::thread::spawn(move || {
            let now = Arc::new(AtomicUsize::new(0));
            for stream in listener.incoming().map_while(Result::ok) {
                let (requests, most, now) =
                    (Arc::clone(&requests), Arc::clone(&most), Arc::clone(&now));
                std::thread::spawn(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    answer(stream, &requests, &now);
                });
            }
        });
        host
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic").clone()
    }

    /// Method and path of each request, in order.
    fn asked(&self) -> Vec<String> {
        let requests = self.requests();
        requests
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect()
    }
}

/// Reads a request and answers as its path says: `/404`, `/301/ok`, `/slow`, `/429-then-200`.
fn answer(stream: TcpStream, requests: &Mutex<Vec<Request>>, now: &AtomicUsize) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request");
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (method, path) = (word(), word());
    let mut agent = String::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        if let Some(value) = header.to_lowercase().strip_prefix("user-agent:") {
            agent = value.trim().to_owned();
        }
        if header.trim().is_empty() {
            break;
        }
    }
    let times = {
        let mut requests = requests.lock().expect("no panic");
        requests.push(Request {
            method: method.clone(),
            path: path.clone(),
            agent,
            at: Instant::now(),
        });
        requests
            .iter()
            .filter(|request| request.path == path)
            .count()
    };
    let mut stream = reader.into_inner();
    let parts: Vec<&str> = path.trim_start_matches('/').splitn(2, '/').collect();
    // The part after `?` only tells addresses apart.
    let parts = match parts[..] {
        [single] => vec![single.split('?').next().unwrap_or_default()],
        _ => parts,
    };
    let (status, header) = match parts[..] {
        ["ok"] => ("200", String::new()),
        ["get-only"] if method == "HEAD" => ("405", String::new()),
        ["get-only"] => ("200", String::new()),
        ["429-then-200"] if times == 1 => ("429", "Retry-After: 1\r\n".to_owned()),
        ["429-then-200"] => ("200", String::new()),
        // A moment one second after what this host takes for now.
        ["503-until-then-200"] if times == 1 => (
            "503",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n"
                .to_owned(),
        ),
        ["503-until-then-200"] => ("200", String::new()),
        ["429-for-long"] => ("429", "Retry-After: 3600\r\n".to_owned()),
        ["slow"] => {
            // Says nothing until the other side has had enough.
            let _ = stream.read(&mut [0]);
            now.fetch_sub(1, Ordering::SeqCst);
            return;
        }
        ["closed"] => {
            now.fetch_sub(1, Ordering::SeqCst);
            return;
        }
        [status @ ("301" | "302" | "308"), to] => {
            let to = if to.starts_with("http") {
                to.to_owned()
            } else {
                format!("/{to}")
            };
            (status, format!("Location: {to}\r\n"))
        }
        [status] => (status, String::new()),
        _ => ("500", String::new()),
    };
    // It is over for this host before the other side can know, so that what comes next is not taken for more at once.
    now.fetch_sub(1, Ordering::SeqCst);
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
}

/// A site of one article.
struct Site(tempfile::TempDir);

impl Site {
    fn linking_to(addresses: &[String]) -> Site {
        let site = Site(tempfile::tempdir().expect("a folder"));
        let config = format!(
            "title = \"Test\"\n[check.external]\npause_ms = {}\ntimeout_seconds = 1\n",
            PAUSE.as_millis()
        );
        let links = addresses.iter().map(|address| format!("[x]({address})\n"));
        let links: String = links.chain(["\nText.\n".to_owned()]).collect();
        std::fs::create_dir(site.0.path().join("content")).expect("a folder");
        std::fs::write(site.0.path().join("site.toml"), config).expect("a file");
        std::fs::write(site.0.path().join("content/a.md"), links).expect("a file");
        site
    }

    /// Exit code, standard output, standard error.
    fn mend(&self, args: &[&str]) -> (i32, String, String) {
        let run = program::mend()
            .args(args)
            .current_dir(self.0.path())
            .output()
            .expect("mend runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (
            run.status.code().expect("a code"),
            text(run.stdout),
            text(run.stderr),
        )
    }

    /// The report of a check, and its exit code.
    fn check(&self, more: &[&str]) -> (i32, Value) {
        let args = ["check", "--external", "--format", "json"];
        let (code, out, err) = self.mend(&[&args[..], more].concat());
        (
            code,
            serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}")),
        )
    }
}

/// `code severity` of what is reported about an address.
fn found(report: &Value, address: &str) -> Vec<String> {
    let problems = report["problems"].as_array().expect("a list").iter();
    let about = problems.filter(|problem| {
        problem["message"]
            .as_str()
            .expect("text")
            .starts_with(&format!("`{address}`"))
    });
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    about
        .map(|problem| format!("{} {}", text(&problem["code"]), text(&problem["severity"])))
        .collect()
}

#[test]
fn each_answer_means_what_it_means() {
    let host = Host::start();
    let expected = [
        ("/ok", vec![]),
        ("/get-only", vec![]),
        ("/302/ok", vec![]),
        ("/301/ok", vec!["LINK-13 warning"]),
        ("/308/302/ok", vec!["LINK-13 warning"]),
        ("/302/301/ok", vec![]),
        ("/301/404", vec!["LINK-12 error"]),
        ("/404", vec!["LINK-12 error"]),
        ("/410", vec!["LINK-12 error"]),
        ("/403", vec!["LINK-14 note"]),
        ("/401", vec!["LINK-14 note"]),
        ("/500", vec!["LINK-14 warning"]),
        ("/ok#part", vec![]),
    ];
    let addresses: Vec<String> = expected.iter().map(|(path, _)| host.url(path)).collect();
    let (code, report) = Site::linking_to(&addresses).check(&[]);
    assert_eq!(code, 1, "what does not exist is an error");
    for (path, problems) in &expected {
        assert_eq!(found(&report, &host.url(path)), *problems, "{path}");
    }
    let problem = &report["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|problem| problem["code"] == "LINK-12")
        .expect("one");
    assert_eq!(problem["place"]["file"], "content/a.md");
    assert_eq!(problem["place"]["line"], 7);
    let counts = ["fine", "moved", "unverified", "gone", "asked", "remembered"]
        .map(|name| report["external"][name].as_u64());
    assert_eq!(counts, [5, 2, 3, 3, 13, 0].map(Some));
}

#[test]
fn no_answer_is_no_judgement() {
    let (slow, closed, other) = (Host::start(), Host::start(), Host::start());
    let addresses = [slow.url("/slow"), closed.url("/closed"), other.url("/ok")];
    let (code, report) = Site::linking_to(&addresses).check(&[]);
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(found(&report, &addresses[0]), ["LINK-14 warning"]);
    assert_eq!(found(&report, &addresses[1]), ["LINK-14 warning"]);
}

#[test]
fn a_host_that_keeps_silent_is_left_alone() {
    let host = Host::start();
    let addresses: Vec<String> = (0..6)
        .map(|at| host.url(&format!("/closed?{at}")))
        .collect();
    let closed = Host::start();
    let addresses = [addresses, vec![closed.url("/closed"), closed.url("/ok")]].concat();
    let (_, report) = Site::linking_to(&addresses).check(&[]);
    assert_eq!(report["external"]["asked"], 8);
    assert_eq!(host.requests().len(), 4, "by both methods for two pages");
}

#[test]
fn a_name_that_nobody_knows_is_an_error() {
    let host = Host::start();
    let unknown_host = "http://nobody.invalid/".to_owned();
    let (code, report) = Site::linking_to(&[host.url("/ok"), unknown_host.clone()]).check(&[]);
    assert_eq!(code, 1);
    assert_eq!(found(&report, &unknown_host), ["LINK-12 error"]);
}

#[test]
fn a_busy_host_is_asked_again_when_it_says_and_given_up_when_that_is_too_long() {
    let (patient, dated, strict) = (Host::start(), Host::start(), Host::start());
    let addresses = [
        patient.url("/429-then-200"),
        dated.url("/503-until-then-200"),
        strict.url("/429-for-long"),
        strict.url("/ok"),
    ];
    let (code, report) = Site::linking_to(&addresses).check(&[]);
    assert_eq!(code, 0);
    for (host, address) in [(&patient, &addresses[0]), (&dated, &addresses[1])] {
        assert_eq!(found(&report, address), [""; 0]);
        let requests = host.requests();
        assert_eq!(requests.len(), 2, "{address}");
        let waited = requests[1].at - requests[0].at;
        assert!(
            waited >= Duration::from_millis(950),
            "{address}: {waited:?}"
        );
    }
    assert_eq!(found(&report, &addresses[2]), ["LINK-14 note"]);
    assert_eq!(
        strict.asked(),
        ["HEAD /429-for-long"],
        "and it is asked nothing more"
    );
    assert_eq!(found(&report, &addresses[3]), ["LINK-14 note"]);
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_a_pause_whoever_leads_there() {
    let (first, second) = (Host::start(), Host::start());
    let mut addresses: Vec<String> = (0..4).map(|at| first.url(&format!("/ok?{at}"))).collect();
    addresses.extend(
        (0..4).map(|at| second.url(&format!("/302/{}", first.url(&format!("/ok?from{at}"))))),
    );
    let (code, _) = Site::linking_to(&addresses).check(&[]);
    assert_eq!(code, 0);
    assert_eq!(first.requests().len(), 8);
    assert_eq!(first.most_at_once.load(Ordering::SeqCst), 1);
    let times: Vec<Instant> = first.requests().iter().map(|request| request.at).collect();
    assert!(
        times.windows(2).all(|pair| pair[1] - pair[0] >= PAUSE),
        "{times:?}"
    );
    assert!(
        first
            .requests()
            .iter()
            .all(|request| request.method == "HEAD")
    );
    assert!(
        first
            .requests()
            .iter()
            .all(|request| request.agent.starts_with("mend/")
                && request.agent.contains("checks the links"))
    );
}

#[test]
fn good_answers_are_remembered_for_some_days_and_bad_ones_are_not() {
    let host = Host::start();
    let site = Site::linking_to(&[host.url("/ok"), host.url("/301/ok"), host.url("/404")]);
    let day = |day: &'static str| site.check(&["--as-of", day]).1;
    day("2026-11-01");
    assert_eq!(
        host.asked(),
        [
            "HEAD /301/ok",
            "HEAD /ok",
            "HEAD /404",
            "GET /404",
            "HEAD /ok"
        ]
    );
    let report = day("2026-11-08");
    assert_eq!(host.asked()[5..], ["HEAD /404", "GET /404"]);
    assert_eq!(
        (
            &report["external"]["remembered"],
            &report["external"]["fine"]
        ),
        (&2.into(), &1.into())
    );
    assert_eq!(found(&report, &host.url("/301/ok")), ["LINK-13 warning"]);
    day("2026-11-09");
    assert_eq!(
        host.asked().len(),
        12,
        "after a week everything is asked again"
    );
    let memory =
        std::fs::read_to_string(site.0.path().join(".mend/external.json")).expect("a memory");
    assert!(!memory.contains("404"), "{memory}");
    std::fs::write(site.0.path().join(".mend/external.json"), "{ half of it").expect("a file");
    assert_eq!(
        day("2026-11-09")["external"]["remembered"],
        0,
        "a damaged memory holds nothing"
    );
}

#[test]
fn offline_is_one_message() {
    let ports = [
        TcpListener::bind("127.0.0.1:0"),
        TcpListener::bind("127.0.0.1:0"),
    ];
    let ports = ports.map(|listener| {
        listener
            .expect("a port")
            .local_addr()
            .expect("an address")
            .port()
    });
    let mut addresses: Vec<String> = Vec::new();
    for at in 0..20 {
        addresses.extend(ports.map(|port| format!("http://127.0.0.1:{port}/{at}")));
    }
    let site = Site::linking_to(&addresses);
    let (code, _, err) = site.mend(&["check", "--external"]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(
        err.matches("no other host could be reached").count(),
        1,
        "{err}"
    );
    assert!(!err.contains("LINK-1"), "{err}");
    assert!(!site.0.path().join(".mend").exists(), "nothing was learnt");
}

#[test]
fn nobody_is_asked_unless_it_is_wanted() {
    let host = Host::start();
    let site = Site::linking_to(&[host.url("/ok")]);
    for args in [&["build"][..], &["check"], &["list", "external"]] {
        assert_eq!(site.mend(args).0, 0);
    }
    let config = std::fs::read_to_string(site.0.path().join("site.toml")).expect("a file");
    let skip = format!("{config}skip = [\"{}\"]\n", host.url("/"));
    std::fs::write(site.0.path().join("site.toml"), skip).expect("a file");
    assert_eq!(site.check(&[]).1["external"]["skipped"], 1);
    assert_eq!(host.asked(), [""; 0]);
}

#[test]
fn the_contacts_and_the_evidence_are_asked_for_too() {
    let host = Host::start();
    let site = Site::linking_to(&[]);
    let evidence = format!("E01:\n  source: A study\n  url: {}\n", host.url("/404"));
    std::fs::write(site.0.path().join("content/evidence.yaml"), evidence).expect("a file");
    let (code, report) = site.check(&[]);
    assert_eq!(code, 1);
    let place = &report["problems"][0]["place"];
    assert_eq!(
        (&place["file"], &place["line"]),
        (&"content/evidence.yaml".into(), &3.into())
    );
}
