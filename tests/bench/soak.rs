//! The soak: one author and five hundred readers at one preview, for thousands of edits.
//!
//! Unlike the rest of the benchmark it judges, though no time: [`author`] sees every edit arrive where it belongs, or the
//! mistake in it reported; no reader of the [`crowd`] ever gets a body that belongs to no build, or an older build
//! than before; every so often all files that the preview serves are compared with those of a clean build; and in the end
//! memory, descriptors and threads are back where they were.

mod author;
mod crowd;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use author::{Author, Expected};
use crowd::Crowd;

use crate::Result;
use crate::corpus::Corpus;
use crate::edit::{Server, contains};
use crate::measure::{self, descriptors_of, memory_of, threads_of};
use crate::report::{self, progress, say};
use crate::tool::Tool;

/// How often the preview is compared with a clean build, the end included.
const COMPARISONS: usize = 10;
/// The longest to wait for an edit to show.
const SHOWN: Duration = Duration::from_secs(30);
/// How many milliseconds lie between two looks.
const POLL: Duration = Duration::from_millis(2);
/// A server that has let go of nothing for so long will not: it waits ten seconds for more to do.
const LET_GO: Duration = Duration::from_secs(25);
/// How many descriptors and threads may come and go for reasons of their own; and the two descriptors and the thread of each
/// request whose body was announced to be too large to be thrown away, which is known to stay.
const SLACK: usize = 8;
const STUCK: (usize, usize) = (2 * crowd::HOSTILE, crowd::HOSTILE);
/// By how much memory may grow in the second half. In the first, the allocator finds out how much it needs for six hundred
/// threads that come and go between builds; what leaks, leaks in both.
const GROWTH: f64 = 1.10;

/// What the server process holds.
#[derive(Clone, Copy)]
struct Held {
    memory_mib: f64,
    descriptors: usize,
    threads: usize,
}

impl Held {
    fn by(process: u32) -> Result<Self> {
        Ok(Self {
            memory_mib: memory_of(process)?,
            descriptors: descriptors_of(process)?,
            threads: threads_of(process)?,
        })
    }

    fn row(self, when: &str) -> Vec<String> {
        vec![
            when.to_owned(),
            format!("{:.0}", self.memory_mib),
            self.descriptors.to_string(),
            self.threads.to_string(),
        ]
    }
}

/// Runs the soak over a site (already written below `folder`) and prints its tables; tells what went wrong, if anything did.
pub(crate) fn soak(
    tool: &Tool,
    corpus: &Corpus,
    folder: &Path,
    edits: usize,
    seed: u64,
) -> Result<Vec<String>> {
    let site = folder.join(tool.name());
    let mut server = Server::start(tool, &site, "/")?;
    server.wait_until_quiet()?;
    let process = server.process.id();
    // What the server keeps at hand once it has had so many readers is no leak.
    let mut faults = Crowd::gather(&server.client.server, corpus, seed)?
        .leave(0)
        .faults;
    let at_first = settled(process)?;
    let crowd = Crowd::gather(&server.client.server, corpus, seed)?;
    let mut author = Author::new(corpus, site.clone(), seed);
    let mut shown: Vec<(&str, f64)> = Vec::new();
    let mut held: Vec<(usize, Held)> = Vec::new();
    let between = (edits / COMPARISONS).max(1);
    for number in 1..=edits {
        progress(&format!("edit {number} of {edits}"));
        let saved = Instant::now();
        let (kind, expected) = author.step(number)?;
        match wait_for(&mut server, &crowd, &expected)? {
            true => shown.push((kind, saved.elapsed().as_secs_f64() * 1e3)),
            false => faults.push(format!("edit {number} ({kind}): {expected:?} never came")),
        }
        if number % between == 0 || number == edits {
            progress("comparing with a clean build");
            if let Some(expected) = author.mend(number)?
                && !wait_for(&mut server, &crowd, &expected)?
            {
                faults.push(format!("edit {number}: {expected:?} never came"));
            }
            let output = folder.join("clean");
            faults.extend(differences(tool, &site, &output, &mut server)?);
            fs::remove_dir_all(&output)?;
            held.push((number, Held::by(process)?));
        }
    }
    let newest = crowd.newest();
    let leaving = crowd.leave(newest);
    faults.extend(leaving.faults);
    let after = settled(process)?;

    let half = held.iter().find(|(number, _)| number * 2 >= edits);
    if let Some(((number, half), (_, last))) = half.zip(held.last())
        && last.memory_mib > half.memory_mib * GROWTH
    {
        faults.push(format!(
            "memory grew from {:.0} to {:.0} MiB after edit {number}",
            half.memory_mib, last.memory_mib
        ));
    }
    for (what, before, now, stuck) in [
        (
            "descriptors",
            at_first.descriptors,
            after.descriptors,
            STUCK.0,
        ),
        ("threads", at_first.threads, after.threads, STUCK.1),
    ] {
        if now > before + stuck + SLACK {
            faults.push(format!(
                "{before} {what} before the readers came, {now} after they left"
            ));
        }
    }
    say(&format!(
        "{edits} edits of {} articles under {} readers; milliseconds from the save to the answer that shows it\n",
        corpus.entries.len(),
        crowd::SIZE
    ));
    let mut waits = shown;
    waits.extend(
        leaving
            .waits_ms
            .into_iter()
            .map(|wait| ("a reader's page", wait)),
    );
    say(&report::waits(&waits));
    let mut rows = vec![
        report::header(&["the server holds", "MiB", "descriptors", "threads"]),
        at_first.row("at first"),
    ];
    rows.extend(
        held.iter()
            .map(|(number, held)| held.row(&format!("after edit {number}"))),
    );
    rows.push(after.row("when the readers have left"));
    say(&report::table(&rows));
    Ok(faults)
}

/// Looks until what is expected is there; false if it never comes.
fn wait_for(server: &mut Server, crowd: &Crowd, expected: &Expected) -> Result<bool> {
    let since = Instant::now();
    while since.elapsed() < SHOWN {
        let came = match expected {
            Expected::Shown { page, mark } => {
                let answer = server.client.get(page)?;
                answer.status == 200 && contains(&answer.body, mark)
            }
            Expected::Missing { page } => server.client.get(page)?.status == 404,
            Expected::Reported { file } => crowd.reported(file),
        };
        if came {
            return Ok(true);
        }
        std::thread::sleep(POLL);
    }
    Ok(false)
}

/// What the preview serves otherwise than a clean build makes it.
fn differences(
    tool: &Tool,
    site: &Path,
    output: &Path,
    server: &mut Server,
) -> Result<Vec<String>> {
    measure::run(&tool.build(site, output), &output.with_extension("log"))?;
    let mut different = Vec::new();
    for entry in walkdir::WalkDir::new(output) {
        let entry = entry?;
        // The mark of the folder is for the next build.
        if !entry.file_type().is_file() || entry.file_name() == ".mend" {
            continue;
        }
        let name = entry
            .path()
            .strip_prefix(output)?
            .to_string_lossy()
            .into_owned();
        let page = name.strip_suffix("index.html").unwrap_or(&name);
        let answer = server.client.get(&format!("/{}", encoded(page)))?;
        if without_script(&answer.body) != fs::read(entry.path())? {
            different.push(format!("/{page} is not what a clean build makes"));
        }
    }
    Ok(different)
}

/// A path as it stands in a request.
fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A page without the one thing that the preview adds to it.
fn without_script(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let script = text.find("<script type=\"module\" src=\"/__mend/preview.js\"");
    let end = script.and_then(|start| Some(start + text[start..].find("</script>")? + 9));
    match script.zip(end) {
        Some((start, end)) => [&body[..start], &body[end..]].concat(),
        None => body.to_owned(),
    }
}

/// What the server holds once it lets go of nothing more.
fn settled(process: u32) -> Result<Held> {
    let (mut held, mut since) = (Held::by(process)?, Instant::now());
    while since.elapsed() < LET_GO {
        std::thread::sleep(Duration::from_millis(100));
        let now = Held::by(process)?;
        if (now.threads, now.descriptors) != (held.threads, held.descriptors) {
            since = Instant::now();
        }
        held = now;
    }
    Ok(held)
}
