//! What a request is for, and whether it is accepted.
//!
//! Pure: text in, a decision out. Any page on the web can send requests to a preview, and a hostile name server can make such
//! a page look as if it came from here (DNS rebinding). So a request must name this server as its host and must not come from
//! another site's page. Its path is only a key into the map of the build's files: no file-system path is ever formed from it.

use crate::path::decode_path;

/// The first part of every address that belongs to the preview and not to the site.
pub(super) const OWN: &str = "/__mend/";

/// The head of a request.
pub(super) struct Head<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    /// Whether the request came from this machine.
    pub(super) local: bool,
}

/// Which requests are answered.
#[derive(Debug)]
pub(super) struct AccessPolicy {
    pub(super) port: u16,
    /// The names and addresses of this server, besides this machine's own ones such as `localhost`.
    pub(super) hosts: Vec<String>,
    /// The first part of every address that another machine must know.
    pub(super) token: Option<String>,
}

/// A request that was accepted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// The address, decoded once; it starts with `/` and has no odd parts.
    pub(super) path: String,
    /// What follows the `?`, as it came.
    pub(super) query: Option<String>,
    /// Only the head of the answer is wanted.
    pub(super) head_only: bool,
    /// What came before the path: empty, or `/` and the token.
    pub(super) prefix: String,
}

/// A request that was refused: the status and a message for people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16, pub(super) &'static str);

impl Head<'_> {
    /// All values of a header.
    pub(super) fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b str> {
        self.headers
            .iter()
            .filter(move |(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// The first value of a header.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }
}

impl AccessPolicy {
    /// Accepts a request, or says why it is refused.
    pub(super) fn admit(&self, head: &Head<'_>) -> Result<Request, Refusal> {
        let host = self.check_host(head)?;
        check_method(head)?;
        check_sender(head, host)?;
        let (path, query) = split_target(head.target, host)?;
        let (prefix, path) = self.check_token(path, head.local)?;
        Ok(Request {
            path: legal_path(path)?,
            query: query.map(str::to_owned),
            head_only: head.method == "HEAD",
            prefix: prefix.to_owned(),
        })
    }

    /// The one `Host` must name this server, with its port.
    fn check_host<'a>(&self, head: &'a Head<'_>) -> Result<&'a str, Refusal> {
        let mut hosts = head.all("Host");
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal(400, "a request must have exactly one Host header"));
        };
        if self.answers_to(host) {
            Ok(host)
        } else {
            Err(Refusal(421, "the Host is not a name of this server"))
        }
    }

    fn answers_to(&self, host: &str) -> bool {
        // The colons inside `[::1]` are no port.
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
            _ => (host, None),
        };
        let port_fits = match port {
            Some(port) => port == self.port.to_string(),
            None => self.port == 80,
        };
        let name = name.to_ascii_lowercase();
        let ours = matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || name
                .strip_suffix(".localhost")
                .is_some_and(|sub| !sub.is_empty())
            || self.hosts.contains(&name);
        port_fits && ours
    }

    /// Other machines must know the token; this one need not.
    fn check_token<'a>(&self, path: &'a str, local: bool) -> Result<(&'a str, &'a str), Refusal> {
        let Some(token) = &self.token else {
            return Ok(("", path));
        };
        let known = path
            .strip_prefix('/')
            .and_then(|rest| rest.strip_prefix(token.as_str()))
            .filter(|rest| rest.starts_with('/'));
        match known {
            Some(rest) => Ok((&path[..=token.len()], rest)),
            None if local => Ok(("", path)),
            None => Err(Refusal(404, "not found")),
        }
    }
}

fn check_method(head: &Head<'_>) -> Result<(), Refusal> {
    match head.method {
        "GET" | "HEAD" => Ok(()),
        _ => Err(Refusal(405, "only GET and HEAD are supported")),
    }
}

/// Requests from another site's page are refused, except for a link that a person followed.
fn check_sender(head: &Head<'_>, host: &str) -> Result<(), Refusal> {
    const FOREIGN: Refusal = Refusal(403, "requests from the pages of other sites are refused");
    let foreign_origin = head
        .all("Origin")
        .any(|origin| !origin.eq_ignore_ascii_case(&format!("http://{host}")));
    if foreign_origin {
        return Err(FOREIGN);
    }
    let own = head
        .all("Sec-Fetch-Site")
        .all(|site| matches!(site, "same-origin" | "none"));
    let followed_link = head.first("Sec-Fetch-Mode") == Some("navigate")
        && head.first("Sec-Fetch-Dest") == Some("document");
    if own || followed_link {
        Ok(())
    } else {
        Err(FOREIGN)
    }
}

/// Path and query of the target; an absolute address must name the same host as the head.
fn split_target<'a>(target: &'a str, host: &str) -> Result<(&'a str, Option<&'a str>), Refusal> {
    const BAD: Refusal = Refusal(400, "malformed address");
    let target = if target.starts_with('/') {
        target
    } else {
        let rest = target.strip_prefix("http://").ok_or(BAD)?;
        let path = rest.find('/').ok_or(BAD)?;
        if !rest[..path].eq_ignore_ascii_case(host) {
            return Err(BAD);
        }
        &rest[path..]
    };
    let target = target.split('#').next().unwrap_or(target);
    Ok(match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    })
}

/// Decodes a path once and refuses paths that no build makes.
fn legal_path(path: &str) -> Result<String, Refusal> {
    const BAD: Refusal = Refusal(400, "malformed address");
    const MISSING: Refusal = Refusal(404, "not found");
    let path = decode_path(path).ok_or(BAD)?;
    if path
        .chars()
        .any(|c| c.is_control() || matches!(c, '\\' | ':'))
    {
        return Err(BAD);
    }
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." | ".." => return Err(BAD),
            "" if last => {}
            "" => return Err(MISSING),
            ".well-known" => {}
            // Windows drops dots and spaces at the end; a leading dot hides a file.
            part if part.starts_with('.') || part.ends_with('.') || part.ends_with(' ') => {
                return Err(MISSING);
            }
            _ => {}
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> AccessPolicy {
        AccessPolicy {
            port: 1414,
            hosts: vec!["192.168.1.5".to_owned()],
            token: None,
        }
    }

    fn ask(method: &str, target: &str, headers: &[(&str, &str)]) -> Result<Request, u16> {
        let head = Head {
            method,
            target,
            headers: headers.to_vec(),
            local: true,
        };
        policy().admit(&head).map_err(|refused| refused.0)
    }

    fn path(target: &str) -> Result<String, u16> {
        ask("GET", target, &[("Host", "localhost:1414")]).map(|request| request.path)
    }

    #[test]
    fn a_path_that_tries_to_climb_or_to_mean_something_else_is_refused() {
        for (target, status) in [
            ("/../etc/passwd", 400),
            ("/a/../b", 400),
            ("/%2e%2e/etc/passwd", 400),
            ("/.%2e/x", 400),
            ("/..%2fetc%2fpasswd", 400),
            ("/..%5cetc", 400),
            ("/..\\etc", 400),
            ("/a%00b", 400),
            ("/a%0d%0ab", 400),
            ("//etc/passwd", 404),
            ("/C:/windows", 400),
            ("/a::$DATA", 400),
            ("/a%20", 404),
            ("/a.", 404),
            ("/.git/config", 404),
            ("/a/.env", 404),
            ("/%c0%ae%c0%ae/x", 400),
            ("/%zz", 400),
            ("/%", 400),
            ("*", 400),
            ("http://evil/", 400),
            ("https://localhost:1414/", 400),
            ("a", 400),
        ] {
            assert_eq!(path(target), Err(status), "{target}");
        }
    }

    #[test]
    fn a_path_is_decoded_once_and_keeps_its_odd_but_legal_letters() {
        for (target, expected) in [
            ("/", "/"),
            ("/a/b.html", "/a/b.html"),
            ("/d%C3%A9j%C3%A0%20vu/?x=1#y", "/déjà vu/"),
            ("/%252e%252e/x", "/%2e%2e/x"),
            ("/.well-known/security.txt", "/.well-known/security.txt"),
            ("/file~1", "/file~1"),
            ("http://localhost:1414/a", "/a"),
        ] {
            assert_eq!(path(target).as_deref(), Ok(expected), "{target}");
        }
    }

    #[test]
    fn only_our_own_names_are_answered_to() {
        for host in [
            "localhost:1414",
            "LOCALHOST:1414",
            "guide.localhost:1414",
            "127.0.0.1:1414",
            "[::1]:1414",
            "192.168.1.5:1414",
        ] {
            assert!(ask("GET", "/", &[("Host", host)]).is_ok(), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:1414",
            "localhost",
            "localhost:80",
            "localhost:",
            "127.0.0.1.evil.example:1414",
            "localhost.evil.example:1414",
            ".localhost:1414",
            "[::1]",
            "::1",
            "[::2]:1414",
            "0.0.0.0:1414",
            "",
            "localhost:1414@evil.example",
        ] {
            assert_eq!(ask("GET", "/", &[("Host", host)]), Err(421), "{host}");
        }
        assert_eq!(ask("GET", "/", &[]), Err(400));
        let twice = [("Host", "localhost:1414"), ("host", "localhost:1414")];
        assert_eq!(ask("GET", "/", &twice), Err(400));
    }

    #[test]
    fn another_sites_page_gets_nothing_unless_a_person_followed_a_link() {
        let from = |headers: &[(&str, &str)]| {
            let mut all = vec![("Host", "localhost:1414")];
            all.extend(headers);
            ask("GET", "/", &all).map(|_| ())
        };
        assert_eq!(from(&[("Origin", "http://localhost:1414")]), Ok(()));
        assert_eq!(from(&[("Origin", "http://evil.example")]), Err(403));
        assert_eq!(from(&[("Origin", "null")]), Err(403));
        assert_eq!(from(&[("Sec-Fetch-Site", "same-origin")]), Ok(()));
        assert_eq!(from(&[("Sec-Fetch-Site", "none")]), Ok(()));
        assert_eq!(from(&[("Sec-Fetch-Site", "cross-site")]), Err(403));
        let link = [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"),
        ];
        assert_eq!(from(&link), Ok(()));
        let frame = [link[0], link[1], ("Sec-Fetch-Dest", "iframe")];
        assert_eq!(from(&frame), Err(403));
    }

    #[test]
    fn only_reading_is_answered() {
        let host = ("Host", "localhost:1414");
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "BREW"] {
            assert_eq!(ask(method, "/", &[host]), Err(405), "{method}");
        }
        assert!(ask("HEAD", "/", &[host]).is_ok_and(|request| request.head_only));
    }

    #[test]
    fn another_machine_must_know_the_token() {
        let door = AccessPolicy {
            token: Some("k3y".to_owned()),
            ..policy()
        };
        let ask = |target, local| {
            let head = Head {
                method: "GET",
                target,
                headers: vec![("Host", "192.168.1.5:1414")],
                local,
            };
            door.admit(&head)
                .map(|request| (request.prefix, request.path))
                .map_err(|refused| refused.0)
        };
        let ok = |prefix: &str, path: &str| Ok((prefix.to_owned(), path.to_owned()));
        assert_eq!(ask("/a/", false), Err(404));
        assert_eq!(ask("/k3yx/a/", false), Err(404));
        assert_eq!(ask("/k3y", false), Err(404));
        assert_eq!(ask("/k3y/a/", false), ok("/k3y", "/a/"));
        assert_eq!(ask("/a/", true), ok("", "/a/"));
        assert_eq!(ask("/k3y/a/", true), ok("/k3y", "/a/"));
    }
}
