//! `mend man`: writes the manual pages, which packages bring. They say what `--help` says.

use std::fs;

use clap::CommandFactory;

use super::args::{Cli, Man};
use super::outcome::Outcome;
use crate::diag::{Error, Result};

/// Writes a page for mend and one for each command, and replaces pages that are there.
pub(super) fn run(args: &Man) -> Result<Outcome> {
    let folder = &args.directory;
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .map_err(|error| Error::io(format!("cannot write into {}", folder.display()), &error))?;
    Ok(Outcome::Fine)
}
