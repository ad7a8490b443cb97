//! Edits: how long it takes from a save until the preview answers with the new page.
//!
//! The article in the middle of its section is edited; then an article is added beside it, the footer's template and the style
//! sheet get a line. Time runs from just before the file is written in
//! place to the arrival of the whole answer that shows the edit; the server is asked about once a
//! millisecond. The next edit waits until the server has nothing more to do. Before the first edit, the work of the idle
//! server is counted for a while.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Result;
use crate::corpus::{Corpus, Entry, SECTIONS};
use crate::http::{Answer, Client};
use crate::measure::{peak_of, work_of};
use crate::report::progress;
use crate::tool::{Kind, Tool, source};

/// How often the server is asked.
const POLL: Duration = Duration::from_millis(1);
/// A server that has done nothing for so long is done.
const QUIET: Duration = Duration::from_millis(400);
/// How long the work of an idle server is counted.
const IDLE: Duration = Duration::from_secs(10);
/// The longest to wait for a server to start, and for one edit to show.
const START: Duration = Duration::from_secs(600);
const SHOWN: Duration = Duration::from_secs(60);

/// What is edited, and where it has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Edit {
    /// A sentence at the end of the article, on its own page.
    Text,
    /// The title, in the list of its section.
    Title,
    /// A new article, in the list of the section.
    New,
    /// A line in the template of the footer, on the page of the article.
    Template,
    /// A line of CSS, in the style sheet.
    Style,
}

impl Edit {
    /// All of them, in the order in which they are made.
    const ALL: [Self; 5] = [
        Self::Text,
        Self::Title,
        Self::New,
        Self::Template,
        Self::Style,
    ];
}

/// The edits of one kind: what is written, and where it has to show.
struct Plan {
    file: PathBuf,
    /// The file as it was; `None` if there was none.
    original: Option<String>,
    /// The text that is written, with `{mark}` for what has to show.
    text: String,
    page: String,
}

/// What has to show in the text of a [`Plan`].
const MARK: &str = "{mark}";

/// The edits of one kind in one preview.
#[derive(Serialize)]
pub(crate) struct Edits {
    pub(crate) tool: &'static str,
    pub(crate) articles: usize,
    pub(crate) edit: Edit,
    /// Until each edit showed.
    pub(crate) shown_ms: Vec<f64>,
    /// The server's work for one edit, until it was quiet, our questions included.
    pub(crate) cpu_ms: f64,
    /// From the start of the server to its first page; the same for all edits of one preview.
    pub(crate) start_s: f64,
    /// The work of the idle server, of one processor; the same for all edits of one preview, too.
    pub(crate) idle_percent: f64,
    /// The most memory the server has held so far.
    pub(crate) peak_mib: f64,
}

/// Previews the site of one tool (already written below `folder`) and edits one article of it.
pub(crate) fn preview(
    tool: &Tool,
    corpus: &Corpus,
    folder: &Path,
    edits: usize,
) -> Result<Vec<Edits>> {
    let site = folder.join(tool.name());
    let entry = corpus.middle();
    progress(&format!("{} starts its preview", tool.name()));
    let mut server = Server::start(tool, &site, &format!("/{}/", entry.path()))?;
    let start_s = server.started.elapsed().as_secs_f64();
    server.wait_until_quiet()?;
    progress(&format!("{} is idle", tool.name()));
    let idle_percent = 100.0 * server.work_while_idle()?.div_duration_f64(IDLE);
    let mut rows = Vec::new();
    for edit in Edit::ALL {
        let Plan {
            file,
            original,
            text,
            page,
        } = server.plan(tool, &site, entry, edit)?;
        let mut shown_ms = Vec::new();
        server.wait_until_quiet()?;
        let before = work_of(server.process.id())?;
        for number in 0..edits {
            progress(&format!("{} edit {} of {edits}", tool.name(), number + 1));
            let mark = format!("marker{}x{number}x", edit as usize);
            let text = text.replace(MARK, &mark);
            shown_ms.push(server.time_edit(&file, &text, &page, &mark)?.as_secs_f64() * 1e3);
            server.wait_until_quiet()?;
        }
        rows.push(Edits {
            tool: tool.name(),
            articles: corpus.entries.len(),
            edit,
            shown_ms,
            cpu_ms: (work_of(server.process.id())? - before).as_secs_f64() * 1e3
                / edits.max(1) as f64,
            start_s,
            idle_percent,
            peak_mib: peak_of(server.process.id())?,
        });
        match original {
            Some(original) => fs::write(&file, original)?,
            None => fs::remove_file(&file)?,
        }
        server.wait_until_quiet()?;
    }
    Ok(rows)
}

/// A running preview; it ends with this value.
pub(crate) struct Server {
    pub(crate) process: Child,
    pub(crate) client: Client,
    started: Instant,
}

impl Server {
    /// Starts a preview and waits until it answers with a page.
    pub(crate) fn start(tool: &Tool, site: &Path, page: &str) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let mut command = tool.serve(site, port);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if tool.kind == Kind::Mend {
            command.stdout(Stdio::piped());
        }
        let started = Instant::now();
        let process = command.spawn()?;
        let address = format!("{}:{port}", Ipv4Addr::LOCALHOST);
        let mut server = Self {
            process,
            client: Client::new(address),
            started,
        };
        if let Some(output) = server.process.stdout.take() {
            let mut url = String::new();
            BufReader::new(output).read_line(&mut url)?;
            let address = url
                .trim()
                .strip_prefix("http://")
                .map(|rest| rest.trim_end_matches('/'));
            let address = address
                .ok_or_else(|| format!("{} said {url:?} instead of where it is", tool.name()))?;
            server.client = Client::new(address.to_owned());
        }
        while started.elapsed() < START {
            if let Some(status) = server.process.try_wait()? {
                return Err(format!("the preview of {} ended: {status}", tool.name()).into());
            }
            if matches!(server.client.get(page), Ok(Answer { status: 200, .. })) {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err(format!("the preview of {} never answered", tool.name()).into())
    }

    /// What the edits of one kind write, and where they show.
    fn plan(&mut self, tool: &Tool, site: &Path, entry: &Entry, edit: Edit) -> Result<Plan> {
        let file = match edit {
            Edit::Text | Edit::Title => source(site, entry),
            Edit::New => source(site, entry).with_file_name("a-new-article.md"),
            Edit::Template => site.join(tool.footer()),
            Edit::Style => site.join(tool.style()),
        };
        // What the site does not have comes with the program.
        let original = fs::read_to_string(&file).ok();
        let before = match (&original, edit) {
            (Some(text), _) => text.clone(),
            (None, Edit::New) => String::new(),
            (None, _) => tool.builtin(file.strip_prefix(site)?)?,
        };
        let article = format!("/{}/", entry.path());
        let list = SECTIONS[entry.section].0;
        let (text, page) = match edit {
            Edit::Text => (format!("{before}\nA new line says {MARK}.\n"), article),
            Edit::Title => {
                let title = format!("{} {MARK}", entry.title);
                let text = before.replacen(&entry.title, &title, 1);
                (text, self.list_of(list, &entry.title)?)
            }
            Edit::New => {
                let weight = entry.weight;
                let text = format!("---\ntitle: A new {MARK}\nweight: {weight}\n---\n\nWords.\n");
                (text, self.list_of(list, &entry.title)?)
            }
            Edit::Template => (format!("{before}\n<p>{MARK}</p>\n"), article),
            Edit::Style => {
                let text = format!("{before}\n.{MARK} {{ color: red; }}\n");
                (text, tool.style_address().to_owned())
            }
        };
        Ok(Plan {
            file,
            original,
            text,
            page,
        })
    }

    /// The part of a section's list that shows an article.
    fn list_of(&mut self, section: &str, title: &str) -> Result<String> {
        for part in 1.. {
            let page = if part == 1 {
                format!("/{section}/")
            } else {
                format!("/{section}/page/{part}/")
            };
            let answer = self.client.get(&page)?;
            if answer.status != 200 {
                break;
            }
            if contains(&answer.body, title) {
                return Ok(page);
            }
        }
        Err(format!("no list of {section} shows \"{title}\"").into())
    }

    /// Saves the file and asks for the page until it shows the mark.
    fn time_edit(&mut self, file: &Path, text: &str, page: &str, mark: &str) -> Result<Duration> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let saved = Instant::now();
        fs::write(file, text)?;
        while saved.elapsed() < SHOWN {
            // A page may be missing or cut short while it is rebuilt; then it is asked for again.
            if let Ok(answer) = self.client.get(page)
                && contains(&answer.body, mark)
            {
                return Ok(saved.elapsed());
            }
            std::thread::sleep(POLL);
        }
        Err(format!(
            "{page} did not show an edit within {} seconds",
            SHOWN.as_secs()
        )
        .into())
    }

    /// Its work in a time without edits and questions.
    fn work_while_idle(&self) -> Result<Duration> {
        let before = work_of(self.process.id())?;
        std::thread::sleep(IDLE);
        Ok(work_of(self.process.id())? - before)
    }

    /// Waits until the server has done nothing for a while.
    pub(crate) fn wait_until_quiet(&self) -> Result<()> {
        let (mut work, mut since) = (work_of(self.process.id())?, Instant::now());
        while since.elapsed() < QUIET {
            std::thread::sleep(Duration::from_millis(20));
            let now = work_of(self.process.id())?;
            if now > work {
                (work, since) = (now, Instant::now());
            }
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to tidy up: what it knows is in memory and below our folder.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Whether a body holds a text.
pub(crate) fn contains(body: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    body.windows(text.len()).any(|window| window == text)
}
