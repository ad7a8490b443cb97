//! Which answer a request gets: a page of the build, a file of the preview itself, or a page that says what is missing or
//! wrong.
//!
//! Pure: the state of the preview and a request in, a [`Reply`] out. Only the stream of events is answered elsewhere.

use crate::files::Content;
use crate::html::escape::escaped;
use crate::media_type::{self, HTML};
use crate::memo::Fingerprint;
use crate::path::{OutputPath, Route, encode_path};
use crate::policy;

use super::notice;
use super::pages;
use super::request::{Head, OWN, Request};
use super::respond::{Body, Reply, inject, tag, tag_with};
use super::snapshot::{Left, Snapshot, Whereabouts};
use super::state::State;
use super::{Session, share};

/// The scripts and styles of the preview, by name.
const OWN_FILES: [(&str, &str); 17] = [
    ("preview.js", include_str!("browser/preview.js")),
    ("current.js", include_str!("browser/current.js")),
    ("patch.js", include_str!("browser/patch.js")),
    ("corner.js", include_str!("browser/corner.js")),
    ("problems.js", include_str!("browser/problems.js")),
    ("panel.js", include_str!("browser/panel.js")),
    ("editor.js", include_str!("browser/editor.js")),
    ("picker.js", include_str!("browser/picker.js")),
    ("places.js", include_str!("browser/places.js")),
    ("dom.js", include_str!("browser/dom.js")),
    ("reload.js", include_str!("browser/reload.js")),
    ("pill.js", include_str!("browser/pill.js")),
    (FRAME, include_str!("browser/frame.html")),
    ("frame.js", include_str!("browser/frame.js")),
    ("frame.css", include_str!("browser/frame.css")),
    ("stream.js", include_str!("browser/stream.js")),
    ("preview.css", include_str!("browser/preview.css")),
];

/// The page that shows a page of the site in a frame.
const FRAME: &str = "frame.html";

/// The page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";

/// The gallery of the theme, below the preview's own prefix.
const GALLERY: &str = "gallery/";

/// What there is to know before the site is published, below the preview's own prefix.
const PUBLICATION: &str = "publish/";

/// What the script of a page is told.
struct PageContext<'a> {
    /// Names this run of the program.
    run: &'a str,
    base: &'a str,
    editor: Option<&'a str>,
    panel_key: bool,
    /// Whether other machines can open the preview.
    is_shared: bool,
}

/// The answer to anything but the stream of events.
pub(super) fn answer(
    state: &State,
    session: &Session,
    request: &Request,
    head: &Head<'_>,
) -> Reply {
    let context = &PageContext {
        run: &session.run,
        base: &state.settings.base_path,
        // Other machines do not learn where this one's folders are.
        editor: state.settings.editor.as_deref().filter(|_| head.local),
        panel_key: state.settings.panel_key,
        is_shared: session.share.is_some(),
    };
    let reply = match (request.path.strip_prefix(OWN), &state.snapshot) {
        (Some("page"), _) => page_facts(state, request),
        (Some("share.svg"), _) => shared(session),
        (None | Some(""), None) => nothing_yet(state, context, request),
        (Some(name), _) => own_file(name)
            .or_else(|| author_file(state, context, request, name))
            .unwrap_or_else(|| Reply::text(404, "not found")),
        (None, Some(snapshot)) => of_site(state, snapshot, context, request),
    };
    let reply = reply.narrowed(head);
    let is_in_own_frame = head.first("Sec-Fetch-Dest") == Some("iframe")
        && head.first("Sec-Fetch-Site") == Some("same-origin");
    match request.path.strip_prefix(OWN) {
        Some(FRAME) => reply.with_policy(policy::FRAMING),
        None if is_in_own_frame => reply.with_policy(policy::FRAMED),
        _ => reply,
    }
}

/// The facts of a page of the last good build, for the author's panel.
fn page_facts(state: &State, request: &Request) -> Reply {
    let pages = state
        .snapshot
        .as_ref()
        .and_then(|snapshot| snapshot.pages.as_ref());
    let route = pages::route_in(request.query.as_deref());
    let Some((facts, route)) = pages
        .zip(route)
        .and_then(|(pages, route)| Some((pages.of(&route)?, route)))
    else {
        return Reply::text(404, "there is no such page");
    };
    let saved = serde_json::json!(state.saved_for(route.as_str())).to_string();
    let parts: [&[u8]; 5] = [
        b"{\"saved\":",
        saved.as_bytes(),
        b",\"page\":",
        &facts,
        b"}",
    ];
    let body = parts.concat();
    let tag = tag(Fingerprint::of_bytes(&body));
    Reply::file(media_type::of("page.json"), tag, Body::new(body))
}

/// The address for other machines, as a QR code.
fn shared(session: &Session) -> Reply {
    let drawing = session.share.as_deref().and_then(share::drawing);
    let Some(drawing) = drawing else {
        return Reply::text(404, "no other machine can reach this preview");
    };
    let tag = tag(Fingerprint::of_bytes(drawing.as_bytes()));
    Reply::file(
        media_type::of("share.svg"),
        tag,
        Body::new(drawing.into_bytes()),
    )
}

fn own_file(name: &str) -> Option<Reply> {
    let (_, text) = OWN_FILES.iter().find(|(own, _)| *own == name)?;
    let body = Body::new(text.as_bytes());
    let tag = tag(Fingerprint::of_bytes(text.as_bytes()));
    Some(Reply::file(media_type::of(name), tag, body))
}

/// A file of the overview, or of the gallery below it, of the last good build.
fn author_file(
    state: &State,
    context: &PageContext<'_>,
    request: &Request,
    address: &str,
) -> Option<Reply> {
    let snapshot = state.snapshot.as_ref()?;
    let below = |prefix| address.strip_prefix(prefix);
    let (folder, address) = match (below(GALLERY), below(PUBLICATION)) {
        (Some(below), _) => (&snapshot.gallery, below),
        (_, Some(below)) => (&snapshot.publication, below),
        (None, None) => (&snapshot.overview, address),
    };
    let (name, file) = folder.as_ref()?.file(address)?;
    let script = || script("current.js", state, context, request, &[]);
    Some(file_reply(name, file, script))
}

/// The file of the site that a request is for, if it is for one.
pub(super) fn file_of_site(state: &State, request: &Request) -> Option<OutputPath> {
    if request.path.starts_with(OWN) {
        return None;
    }
    let file = |path: &str| Route::new(path).to_output();
    let below_base = request.path.strip_prefix(&state.settings.base_path);
    let below_base = below_base.map(|rest| file(&format!("/{rest}")));
    let below_base = below_base.filter(|file| state.file(file).is_some());
    Some(below_base.unwrap_or_else(|| file(&request.path)))
}

fn of_site(
    state: &State,
    snapshot: &Snapshot,
    context: &PageContext<'_>,
    request: &Request,
) -> Reply {
    let at = |path: &str| file_at(state, snapshot, context, request, path);
    if let Some(reply) = at(&request.path) {
        return reply;
    }
    // Only the 404 page links to the base path; all other links are relative.
    let below_base = request.path.strip_prefix(context.base);
    if let Some(reply) = below_base.and_then(|rest| at(&format!("/{rest}"))) {
        return reply;
    }
    not_found(state, snapshot, context, request)
}

/// The file at an address, or a redirect to the folder of that name.
fn file_at(
    state: &State,
    snapshot: &Snapshot,
    context: &PageContext<'_>,
    request: &Request,
    path: &str,
) -> Option<Reply> {
    let route = Route::new(path);
    let output = route.to_output();
    let shown = output.to_route();
    let script = || {
        let badges = snapshot.badges.get(&shown);
        let badges = badges.map(|badges| ("badges", badges.join(" ")));
        script("preview.js", state, context, request, badges.as_slice())
    };
    let wrong = snapshot.wrong_at(&shown);
    match state.file(&output) {
        Some(file) if wrong.is_empty() || media_type::of(output.as_str()) != HTML => {
            return Some(file_reply(output.as_str(), file, script));
        }
        Some(file) => {
            let page = file.read().unwrap_or_default();
            let page = notice::put(&page, &wrong);
            return Some(file_reply(output.as_str(), &Content::new(page), script));
        }
        None if snapshot.wrong.contains_key(&shown) => {
            let body = notice::put(b"", &wrong);
            let body = String::from_utf8_lossy(&body).into_owned();
            let page = plain_page("This page could not be built", &script(), &body);
            return Some(Reply::page(500, page));
        }
        None => {}
    }
    let folder = OutputPath::new(&format!("{output}/index.html"));
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    state.file(&folder).map(|_| {
        let query = request
            .query
            .as_ref()
            .map_or(String::new(), |query| format!("?{query}"));
        Reply::redirect(format!("{}/{query}", encode_path(name)))
    })
}

/// A file as it is, or a page with the preview's script in it.
fn file_reply(name: &str, file: &Content, script: impl FnOnce() -> String) -> Reply {
    let content_type = media_type::of(name);
    if content_type != HTML {
        let tag = tag(file.fingerprint());
        return Reply::file(content_type, tag, Body::of(file.clone()));
    }
    let Ok(page) = file.read() else {
        return Reply::text(503, "this file has just changed");
    };
    let script = script();
    let tag = tag_with(file.fingerprint(), &script);
    Reply::file(HTML, tag, Body::new(inject(&page, &script)))
}

/// The site's own page for addresses that do not exist.
fn not_found(
    state: &State,
    snapshot: &Snapshot,
    context: &PageContext<'_>,
    request: &Request,
) -> Reply {
    let mut about = vec![("page", format!("/{NOT_FOUND}"))];
    let asked = Route::new(&request.path).to_output().to_route();
    if let Some(Left { file, whereabouts }) = snapshot.left.get(&asked) {
        about.push(match whereabouts {
            Whereabouts::At(route) => ("moved", route.to_string()),
            Whereabouts::Unpublished => ("gone", "unpublished".to_owned()),
            Whereabouts::Deleted => ("gone", "deleted".to_owned()),
        });
        about.push(("file", file.clone()));
    }
    let script = script("preview.js", state, context, request, &about);
    let page = state.file(&OutputPath::new(NOT_FOUND));
    let page = match page.and_then(|file| file.read().ok()) {
        Some(page) => inject(&page, &script),
        None => plain_page(
            "Page not found",
            &script,
            "<p>There is no page at this address.</p>",
        ),
    };
    Reply::page(404, page)
}

/// Before the first complete build: the problems, or a page that asks to wait. Both are replaced by the site as soon as there is
/// one.
fn nothing_yet(state: &State, context: &PageContext<'_>, request: &Request) -> Reply {
    let script = script("preview.js", state, context, request, &[]);
    let (status, page) = match &state.failure {
        Some(problems) => {
            let body = format!(
                "<section id=\"mend-problems\" class=\"mend-page\">{}</section>",
                notice::list(problems)
            );
            (
                500,
                plain_page("The site could not be built", &script, &body),
            )
        }
        None => {
            let body = "<p>This page appears as soon as it is ready.</p>";
            (
                503,
                plain_page("The first build is not finished yet", &script, body),
            )
        }
    };
    Reply::page(status, page)
}

fn plain_page(title: &str, script: &str, body: &str) -> Vec<u8> {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>{script}</head>\
         <body><h1>{title}</h1>{body}</body></html>\n"
    )
    .into_bytes()
}

/// What the preview adds to a page: one of its scripts, with what is known about the page and its context as attributes.
fn script(
    name: &str,
    state: &State,
    context: &PageContext<'_>,
    request: &Request,
    about: &[(&str, String)],
) -> String {
    let mut attributes = format!(
        "type=\"module\" src=\"{}{OWN}{name}\" data-build=\"{}\"",
        escaped(&request.prefix),
        state.build
    );
    let mut attribute = |name: &str, value: &str| {
        attributes.push_str(&format!(" data-{name}=\"{}\"", escaped(value)));
    };
    for (name, value) in about {
        attribute(name, value);
    }
    attribute("run", context.run);
    if context.base != "/" {
        attribute("base", context.base);
    }
    if let Some(editor) = context.editor {
        attribute("editor", editor);
    }
    for (name, is_on) in [("key", context.panel_key), ("share", context.is_shared)] {
        if is_on {
            attribute(name, "on");
        }
    }
    format!("<script {attributes}></script>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;
    use crate::serve::Problem;
    use crate::serve::folder::Folder;
    use crate::serve::snapshot::Settings;
    use std::sync::Arc;

    fn session() -> Session {
        Session {
            run: "r1".to_owned(),
            share: None,
        }
    }

    /// The same site with other settings.
    fn with(mut state: State, base_path: &str, editor: Option<&str>) -> State {
        state.settings = Settings {
            base_path: base_path.to_owned(),
            editor: editor.map(str::to_owned),
            ..Settings::default()
        };
        state
    }

    fn site() -> State {
        let files = [
            ("index.html", "<head></head>home"),
            ("a/index.html", "<head></head>a"),
            ("déjà vu/index.html", "<head></head>d"),
            ("calm.css", "p{}"),
            ("404.html", "<head></head>lost"),
        ];
        let mut snapshot = Snapshot {
            outputs: files
                .iter()
                .map(|(path, text)| {
                    (
                        OutputPath::new(path),
                        Content::new(text.as_bytes().to_vec()),
                    )
                })
                .collect(),
            ..Snapshot::default()
        };
        snapshot
            .badges
            .insert(Route::new("/a/"), vec!["draft".to_owned()]);
        State::default().succeeded(snapshot)
    }

    /// The head of a request from this machine.
    fn head(target: &str) -> Head<'_> {
        Head {
            method: "GET",
            target,
            headers: Vec::new(),
            local: true,
        }
    }

    fn ask(site: &State, session: &Session, head: &Head<'_>) -> Reply {
        let request = Request {
            path: head.target.to_owned(),
            query: None,
            head_only: false,
            prefix: String::new(),
        };
        answer(site, session, &request, head)
    }

    fn get(site: &State, base: &str, path: &str) -> (u16, String, Option<String>) {
        let site = with(site.clone(), base, None);
        let reply = ask(&site, &session(), &head(path));
        let body = String::from_utf8_lossy(&reply.body.bytes()).into_owned();
        let location = reply
            .headers
            .into_iter()
            .find(|(name, _)| *name == "Location");
        (reply.status, body, location.map(|(_, value)| value))
    }

    #[test]
    fn a_page_gets_one_script_and_other_files_stay_as_they_are() {
        let script = "<script type=\"module\" src=\"/__mend/preview.js\" data-build=\"1\" data-badges=\"draft\" data-run=\"r1\" data-key=\"on\"></script>";
        assert_eq!(
            get(&site(), "/", "/a/").1,
            format!("<head>{script}</head>a")
        );
        assert_eq!(get(&site(), "/", "/calm.css").1, "p{}");
    }

    #[test]
    fn only_this_machine_learns_where_the_editor_finds_the_files() {
        let editor = "vscode://file/srv/site/{file}:{line}:{column}";
        let site = with(site(), "/", Some(editor));
        for (local, told) in [(true, true), (false, false)] {
            let head = Head {
                local,
                ..head("/a/")
            };
            let reply = ask(&site, &session(), &head);
            let page = String::from_utf8_lossy(&reply.body.bytes()).into_owned();
            assert_eq!(page.contains("/srv/site"), told, "{page}");
        }
    }

    #[test]
    fn only_the_previews_own_page_shows_pages_in_a_frame() {
        let policy = |path: &str, dest, site| {
            let head = Head {
                headers: vec![("Sec-Fetch-Dest", dest), ("Sec-Fetch-Site", site)],
                ..head(path)
            };
            let reply = ask(&self::site(), &session(), &head);
            let head = reply.head(std::time::UNIX_EPOCH, false);
            let mut lines = head.lines();
            let policy = lines.find(|line| line.starts_with("Content-Security-Policy: "));
            policy.expect("a policy").to_owned()
        };
        let none = "frame-ancestors 'none'";
        let page = policy("/a/", "document", "none");
        assert!(page.ends_with(none) && !page.contains("frame-src"));
        assert!(policy("/a/", "iframe", "same-origin").ends_with("frame-ancestors 'self'"));
        assert!(policy("/a/", "iframe", "cross-site").ends_with(none));
        let frame = policy("/__mend/frame.html", "document", "same-origin");
        assert!(frame.contains("frame-src 'self'") && frame.ends_with(none));
    }

    #[test]
    fn other_machines_get_the_address_as_a_code_if_there_is_one() {
        let status = |session| ask(&site(), &session, &head("/__mend/share.svg")).status;
        assert_eq!(status(session()), 404);
        let share = Some("http://192.168.1.5:1414/".to_owned());
        assert_eq!(status(Session { share, ..session() }), 200);
    }

    #[test]
    fn a_folder_without_its_slash_leads_to_the_folder() {
        let location = |path| get(&site(), "/", path).2;
        assert_eq!(location("/a").as_deref(), Some("a/"));
        assert_eq!(
            location("/déjà vu").as_deref(),
            Some("d%C3%A9j%C3%A0%20vu/")
        );
        assert_eq!(location("/calm.css"), None);
    }

    #[test]
    fn a_site_for_a_sub_path_previews_at_the_top_and_its_404_page_finds_its_style() {
        assert_eq!(get(&site(), "/guide/", "/a/").0, 200);
        assert_eq!(get(&site(), "/guide/", "/guide/calm.css").0, 200);
        let (status, body, _) = get(&site(), "/guide/", "/nowhere/");
        assert_eq!(status, 404);
        assert!(
            body.contains("data-base=\"/guide/\"")
                && body.contains("data-page=\"/404.html\"")
                && body.contains("lost")
        );
    }

    #[test]
    fn what_is_made_for_authors_lies_below_the_previews_own_prefix() {
        let folder = |text: &'static str| {
            let page = (OutputPath::new("index.html"), Content::new(text.as_bytes()));
            Some(Arc::new(Folder::new(move || [page.clone()].into())))
        };
        let snapshot = Snapshot {
            overview: folder("all"),
            gallery: folder("one of each"),
            ..Snapshot::default()
        };
        let site = State::default().succeeded(snapshot);
        let get = |site: &State, path| get(site, "/", path);
        let script = "<script type=\"module\" src=\"/__mend/current.js\" data-build=\"1\" data-run=\"r1\" data-key=\"on\"></script>";
        assert_eq!(get(&site, "/__mend/").1, format!("all{script}"));
        assert_eq!(
            get(&site, "/__mend/gallery/").1,
            format!("one of each{script}")
        );
        assert_eq!(get(&site, "/__mend/other/").0, 404);
        let failed = site.failed(Vec::new());
        assert_eq!(get(&failed, "/__mend/").0, 200, "of the last good build");
        assert_eq!(get(&State::default(), "/__mend/").0, 503);
    }

    #[test]
    fn without_a_good_build_every_page_shows_the_problems_escaped() {
        assert_eq!(get(&State::default(), "/", "/").0, 503);
        let problem = Problem {
            severity: Severity::Error,
            code: String::new(),
            file: Some("a.md".to_owned()),
            line: None,
            column: None,
            message: "<script>alert(1)</script>".to_owned(),
            help: None,
            frame: Some("1 | \"&\"".to_owned()),
            ..Problem::default()
        };
        let (status, body, _) = get(&State::default().failed(vec![problem]), "/", "/any/");
        assert_eq!(status, 500);
        assert!(body.contains("&lt;script&gt;alert(1)") && body.contains("1 | &quot;&amp;&quot;"));
        assert!(!body.contains("<script>alert"));
    }
}
