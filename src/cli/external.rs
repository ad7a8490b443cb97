//! `mend check --external`: what other hosts say of the pages to which the site links.
//!
//! Decides what is asked, what is remembered, and which problem an answer is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use super::console::Console;
use super::interruption;
use crate::codes::{self, Code};
use crate::date::Moment;
use crate::diag::{Diagnostic, Error, Place, Result, Severity, Span};
use crate::edit::{self, keep_inside};
use crate::external::{self, Answer, Asked, Memory, Settings};
use crate::files::Inputs;
use crate::report::{ExternalLink, Report};

/// Where answers are remembered, from the site folder.
const MEMORY: &str = ".mend/external.json";

/// What came of it.
pub(super) struct External {
    pub(super) problems: Vec<Diagnostic>,
    /// Somebody pressed Ctrl-C, so the rest was not asked.
    pub(super) interrupted: bool,
    /// No host could be reached, so nothing was judged.
    pub(super) offline: bool,
    asked: usize,
    remembered: usize,
    skipped: usize,
    /// How many are there, have moved, could not be verified, are not there.
    counts: [usize; 4],
}

/// Writes what was found out, making its folder if need be.
fn store(file: &Path, text: &str) -> Result<()> {
    let made = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| edit::put(file, text.as_bytes()));
    written.map_err(|error| Error::io(format!("{} cannot be written", file.display()), &error))
}

/// Asks for every page outside the site that is not remembered.
pub(super) fn check(
    inputs: &Inputs,
    report: &Report,
    root: &Path,
    console: Console,
) -> Result<External> {
    let config = &inputs.config.check.external;
    let now = inputs.options.now;
    let file = root.join(MEMORY);
    let mut memory = Memory::read(&file);
    let is_asked = |link: &&ExternalLink| {
        let is_page = link.url.starts_with("http://") || link.url.starts_with("https://");
        is_page
            && !config
                .skip
                .iter()
                .any(|skipped| link.url.starts_with(skipped))
    };
    let links: Vec<&ExternalLink> = report.external.iter().filter(is_asked).collect();
    let mut new: Vec<&str> = Vec::new();
    let mut answers: Vec<(&ExternalLink, Answer)> = Vec::new();
    for link in &links {
        match memory.answer(&link.url, now, config.remember_days) {
            Some(answer) => answers.push((link, answer)),
            None => new.push(&link.url),
        }
    }
    let remembered = answers.len();

    let progress = console.steps("Asking other hosts", new.len());
    let interrupted = interruption();
    let settings = Settings {
        user_agent: user_agent(inputs.config.base_url.as_deref()),
        timeout: Duration::from_secs(config.timeout_seconds),
        pause: Duration::from_millis(config.pause_ms),
    };
    let Asked {
        answers: found,
        offline,
    } = external::ask(&new, &settings, &interrupted, &|| progress.inc(1));
    progress.finish_and_clear();

    if !offline {
        keep(&mut memory, &found, &links, now);
        keep_inside(root, &file)?;
        store(&file, &memory.text()?)?;
        for link in &links {
            answers.extend(found.get(&link.url).map(|answer| (*link, answer.clone())));
        }
    }
    let mut counts = [0; 4];
    let mut problems = Vec::new();
    for (link, answer) in &answers {
        counts[match answer {
            Answer::Fine => 0,
            Answer::Moved(_) => 1,
            Answer::Refused(_) | Answer::Silent(_) => 2,
            Answer::Gone(_) => 3,
        }] += 1;
        problems.extend(judge(inputs, link, answer));
    }
    Ok(External {
        problems,
        interrupted: interrupted.load(Ordering::Relaxed),
        offline,
        asked: found.len(),
        remembered,
        skipped: report.external.len() - links.len(),
        counts,
    })
}

impl External {
    /// One line for people.
    pub(super) fn in_words(&self) -> String {
        let [fine, moved, unverified, gone] = self.counts;
        format!(
            "Links out of the site: {fine} fine, {moved} moved, {unverified} could not be verified, {gone} lead nowhere ({} asked, {} remembered)",
            self.asked, self.remembered
        )
    }

    /// The same for programs.
    pub(super) fn to_json(&self) -> Value {
        let [fine, moved, unverified, gone] = self.counts;
        json!({
            "offline": self.offline,
            "asked": self.asked,
            "remembered": self.remembered,
            "skipped": self.skipped,
            "fine": fine,
            "moved": moved,
            "unverified": unverified,
            "gone": gone,
        })
    }

    /// The failure of a computer that cannot reach anybody.
    pub(super) fn failure(&self) -> Option<Error> {
        self.offline.then(|| {
            Error::new("no other host could be reached, so no link out of the site was judged")
                .help("is this computer online? Everything else was checked")
        })
    }
}

/// Says who asks, so that those who look after a host can tell, and know whom to write to.
fn user_agent(base_url: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match base_url {
        Some(url) => format!("mend/{version} (checks the links of {url})"),
        None => format!("mend/{version} (checks the links of a site)"),
    }
}

fn keep(
    memory: &mut Memory,
    found: &BTreeMap<String, Answer>,
    links: &[&ExternalLink],
    now: Moment,
) {
    let addresses: Vec<&str> = links.iter().map(|link| link.url.as_str()).collect();
    memory.forget_others(&addresses);
    for (address, answer) in found {
        memory.keep(address, answer, now);
    }
}

/// The problem that an answer is, at each place where the address is written.
fn judge(inputs: &Inputs, link: &ExternalLink, answer: &Answer) -> Vec<Diagnostic> {
    let url = &link.url;
    let (code, severity, message, help): (Code, Severity, String, String) = match answer {
        Answer::Fine => return Vec::new(),
        Answer::Moved(to) => (
            codes::LINK_13,
            Severity::Warning,
            format!("`{url}` has moved for good"),
            format!("it is now `{to}`; see whether that is what was meant"),
        ),
        Answer::Refused(said) => (
            codes::LINK_14,
            Severity::Note,
            format!("`{url}` could not be verified: {said}"),
            "open it yourself; hosts often tell programs nothing".to_owned(),
        ),
        Answer::Silent(said) => (
            codes::LINK_14,
            Severity::Warning,
            format!("`{url}` could not be verified: {said}"),
            "try again later, or open it yourself".to_owned(),
        ),
        Answer::Gone(said) => (
            codes::LINK_12,
            Severity::Error,
            format!("`{url}` leads nowhere: {said}"),
            "link to where it is now, or take the link out".to_owned(),
        ),
    };
    let Some(severity) = inputs.config.check.settle(code, severity) else {
        return Vec::new();
    };
    let at = |place: &Place| {
        let problem = Diagnostic::new(code, &message)
            .severity(severity)
            .help(&help);
        match span(inputs, place, url) {
            Some(span) => problem.at(&place.path, span),
            None => problem.in_file(&place.path),
        }
    };
    link.from.iter().map(at).collect()
}

/// Where an address stands in its file.
fn span(inputs: &Inputs, place: &Place, url: &str) -> Option<Span> {
    place.span.clone().or_else(|| {
        let file = inputs.data.iter().find(|file| file.path == place.path)?;
        let start = std::str::from_utf8(&file.bytes).ok()?.find(url)?;
        Some(start..start + url.len())
    })
}
