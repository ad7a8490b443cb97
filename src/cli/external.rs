//! `mend check --external`: asks other hosts about the pages that the site links to, and prints the answers.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use super::console::Console;
use super::interrupt::interruption;
use crate::diag::{Error, Result};
use crate::edit::{self, keep_inside};
use crate::external::{self, Cache, Counts, LinkCheck, Plan, Settings};
use crate::files::Inputs;
use crate::report::Report;

/// Where answers are kept, from the site folder.
const CACHE: &str = ".mend/external.json";

/// The links out of the site, checked.
pub(super) struct External {
    pub(super) check: LinkCheck,
    /// The user pressed Ctrl-C, so not every page was asked for.
    pub(super) interrupted: bool,
}

/// Asks for every page outside the site whose answer is not cached.
pub(super) fn check(
    inputs: &Inputs,
    report: &Report,
    root: &Path,
    console: Console,
) -> Result<External> {
    let config = &inputs.config.check.external;
    let file = root.join(CACHE);
    let mut cache = Cache::read(&file);
    let plan = Plan::new(&report.external, &config.skip, |url| {
        cache.answer(url, inputs.options.now, config.remember_days)
    });
    let settings = Settings {
        user_agent: user_agent(inputs.config.base_url.as_deref()),
        timeout: Duration::from_secs(config.timeout_seconds),
        pause: Duration::from_millis(config.pause_ms),
    };
    let interrupted = interruption();
    let progress = console.steps("Checking links to other hosts", plan.questions().len());
    let answers = external::ask(plan.questions(), &settings, &interrupted, &|| {
        progress.inc(1);
    });
    progress.finish_and_clear();
    let check = plan.finish(&answers, inputs, &mut cache);
    if !check.offline {
        keep_inside(root, &file)?;
        store(&file, &cache.text()?)?;
    }
    Ok(External {
        check,
        interrupted: interrupted.load(Ordering::Relaxed),
    })
}

/// Writes the cache, and its folder if it is missing.
fn store(file: &Path, text: &str) -> Result<()> {
    let made = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| edit::put(file, text.as_bytes()));
    written.map_err(|error| Error::io(format!("cannot write {}", file.display()), &error))
}

/// The user agent, so that operators of a host know whom to contact.
fn user_agent(base_url: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match base_url {
        Some(url) => format!("mend/{version} (checks the links of {url})"),
        None => format!("mend/{version} (checks the links of a site)"),
    }
}

impl External {
    /// One line for people.
    pub(super) fn in_words(&self) -> String {
        let LinkCheck { asked, cached, .. } = self.check;
        let Counts {
            fine,
            moved,
            unverified,
            gone,
        } = self.check.counts;
        format!(
            "Links out of the site: {fine} fine, {moved} moved, {unverified} could not be verified, {gone} lead nowhere ({asked} requested, {cached} cached)"
        )
    }

    /// The same for programs.
    pub(super) fn to_json(&self) -> Value {
        let check = &self.check;
        json!({
            "offline": check.offline,
            "asked": check.asked,
            "remembered": check.cached,
            "skipped": check.skipped,
            "fine": check.counts.fine,
            "moved": check.counts.moved,
            "unverified": check.counts.unverified,
            "gone": check.counts.gone,
        })
    }

    /// The failure of a computer that cannot reach any host.
    pub(super) fn failure(&self) -> Option<Error> {
        self.check.offline.then(|| {
            Error::new(
                "no other host could be reached, so the links out of the site were not checked",
            )
            .help("is this computer online? Everything else was checked")
        })
    }
}
