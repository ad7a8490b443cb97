//! Sends one request to one address and reads the reply. It does not follow redirects, retry or judge.
//!
//! ureq sends the requests: it is small, blocking (a worker is a plain thread), uses rustls instead of a system library,
//! follows the proxy settings of the environment, and is well maintained. Its own redirects are off, because it would not
//! tell which of them are permanent.

use std::io::ErrorKind;
use std::net::ToSocketAddrs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ureq::http::header::{DATE, LOCATION, RETRY_AFTER};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, http};
use url::Url;

use crate::date::http_seconds;

/// How to ask.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The user agent of the request.
    pub user_agent: String,
    /// How long one request may take.
    pub timeout: Duration,
    /// How long a host is left alone after a request.
    pub pause: Duration,
}

/// Sends requests.
pub(super) struct Client(Agent);

/// How to ask.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// For the headers of the page alone.
    Head,
    /// For the page, which is then not read. For hosts that do not understand HEAD.
    Get,
}

/// What a host answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// The page is elsewhere.
    Redirect { permanent: bool, to: String },
    /// The host is busy; for how long, if it says so.
    Busy {
        status: u16,
        after: Option<Duration>,
    },
    /// Anything else.
    Status(u16),
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no host of this name.
    NoSuchHost,
    /// The host cannot be reached.
    Unreachable(String),
    /// The host was reached, and then something went wrong.
    Broken(String),
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(settings.timeout))
            .user_agent(&settings.user_agent)
            // The certificates that the owner of this computer trusts, which can be behind a proxy with one of its own.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            .build();
        Self(config.new_agent())
    }

    pub(super) fn ask(&self, method: Method, url: &Url) -> Result<Reply, Failure> {
        let answer = match method {
            Method::Head => self.0.head(url.as_str()).call(),
            Method::Get => self.0.get(url.as_str()).call(),
        };
        match answer {
            Ok(response) => Ok(read(&response)),
            Err(error) => Err(fail(&error, url)),
        }
    }
}

fn read(response: &http::Response<Body>) -> Reply {
    let header = |name| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let status = response.status().as_u16();
    match (status, header(LOCATION)) {
        (301 | 308, Some(to)) => Reply::Redirect {
            permanent: true,
            to: to.to_owned(),
        },
        (302 | 303 | 307, Some(to)) => Reply::Redirect {
            permanent: false,
            to: to.to_owned(),
        },
        (429 | 503, _) => Reply::Busy {
            status,
            after: header(RETRY_AFTER).and_then(|text| wait(text, header(DATE))),
        },
        _ => Reply::Status(status),
    }
}

/// How long a host asks to wait: in seconds, or until a moment of its own clock.
fn wait(text: &str, host_time: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_seconds(text)?;
    let now = host_time.and_then(http_seconds).or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    })?;
    Some(Duration::from_secs(
        until.saturating_sub(now).max(0).unsigned_abs(),
    ))
}

fn fail(error: &Error, url: &Url) -> Failure {
    let said = match error {
        Error::Timeout(_) => "no answer came in time".to_owned(),
        _ => error.to_string(),
    };
    let is_known = || match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) => (host, port).to_socket_addrs().is_ok(),
        _ => false,
    };
    match error {
        Error::HostNotFound => Failure::NoSuchHost,
        Error::ConnectionFailed => Failure::Unreachable(said),
        Error::Io(cause) => match cause.kind() {
            ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown => Failure::Unreachable(said),
            // There is no error kind for an unknown name.
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof => Failure::Broken(said),
            _ if !is_known() => Failure::NoSuchHost,
            _ => Failure::Broken(said),
        },
        _ => Failure::Broken(said),
    }
}
