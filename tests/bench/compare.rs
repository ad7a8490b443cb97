//! Commands in turn: each is run once before counting begins and then as often as wanted, always one after the other, so that
//! what else the machine does meets all of them alike.
//!
//! It sees to it that each run ended as expected and wrote as many files as the run before. It judges no figure.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::Result;
use crate::corpus::{Corpus, Entry};
use crate::measure::{self, Contents, Run};
use crate::report::progress;
use crate::tool::published;

/// The program and its arguments, given the folder to write into.
type Command<'a> = Box<dyn Fn(&Path) -> Vec<PathBuf> + 'a>;

/// A command that takes part in a comparison.
pub(crate) struct Contender<'a> {
    name: String,
    command: Command<'a>,
    ending: Ending<'a>,
}

/// How a run has to end, so that its figures count.
enum Ending<'a> {
    /// The page of each article is in the folder.
    Published(&'a Corpus),
    /// The site is in order, and nothing was written.
    Passed,
    /// Links are broken, and nothing was written.
    Refused,
}

/// The runs of one contender.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) runs: Vec<Run>,
    pub(crate) output: Contents,
}

/// What mend says of a broken link.
const BROKEN_LINK: &str = "error[LINK-01]";

/// Runs all contenders in turn. Each run writes into a new folder below `folder`.
pub(crate) fn compare(contenders: &[Contender], folder: &Path, runs: usize) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let (output, log) = (folder.join("output"), folder.join("log"));
    for number in 0..=runs {
        for (at, contender) in contenders.iter().enumerate() {
            progress(&format!("run {number} of {runs}: {}", contender.name));
            let run = measure::attempt(&(contender.command)(&output), &log)?;
            contender.judge(&run, &output, &log)?;
            let mut contents = Contents::default();
            if output.exists() {
                contents = measure::contents(&output)?;
                fs::remove_dir_all(&output)?;
            }
            match rows.get_mut(at) {
                // The first run fills the caches of the system and is not counted.
                None => rows.push(Row {
                    name: contender.name.clone(),
                    runs: Vec::new(),
                    output: contents,
                }),
                Some(row) if row.output.files == contents.files => row.runs.push(run),
                Some(row) => {
                    let (name, before, now) = (&row.name, row.output.files, contents.files);
                    return Err(format!("{name} wrote {now} files, before {before}").into());
                }
            }
        }
    }
    Ok(rows)
}

impl<'a> Contender<'a> {
    /// A command that publishes a page of each article.
    pub(crate) fn publishes(
        name: &str,
        corpus: &'a Corpus,
        command: impl Fn(&Path) -> Vec<PathBuf> + 'a,
    ) -> Self {
        Self::new(name, command, Ending::Published(corpus))
    }

    /// A command that finds nothing wrong, and writes nothing.
    pub(crate) fn passes(name: &str, command: impl Fn(&Path) -> Vec<PathBuf> + 'a) -> Self {
        Self::new(name, command, Ending::Passed)
    }

    /// A command that finds broken links, and writes nothing.
    pub(crate) fn refuses(name: &str, command: impl Fn(&Path) -> Vec<PathBuf> + 'a) -> Self {
        Self::new(name, command, Ending::Refused)
    }

    fn new(name: &str, command: impl Fn(&Path) -> Vec<PathBuf> + 'a, ending: Ending<'a>) -> Self {
        Self {
            name: name.to_owned(),
            command: Box::new(command),
            ending,
        }
    }

    /// Complains of a run that did not end as it has to.
    fn judge(&self, run: &Run, output: &Path, log: &Path) -> Result<()> {
        let said = fs::read_to_string(log)?;
        let wrote = output.exists();
        let fault = match self.ending {
            Ending::Published(_) | Ending::Passed if !run.succeeded => "failed".to_owned(),
            Ending::Published(corpus) => {
                let missing = |entry: &&Entry| !published(output, entry).is_file();
                match corpus.entries.iter().find(missing) {
                    Some(entry) => format!("did not publish {}", entry.path()),
                    None => return Ok(()),
                }
            }
            Ending::Refused if run.succeeded => "found nothing wrong".to_owned(),
            Ending::Refused if !said.contains(BROKEN_LINK) => "found no broken link".to_owned(),
            Ending::Passed | Ending::Refused if wrote => "wrote files".to_owned(),
            Ending::Passed | Ending::Refused => return Ok(()),
        };
        Err(format!("{} {fault}:\n{said}", self.name).into())
    }
}
