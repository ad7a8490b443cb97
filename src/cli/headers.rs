//! `mend headers`: the policy in the format of a host's own configuration.

use super::args::{Global, Headers};
use super::console::Console;
use super::outcome::Outcome;
use super::setup::site;
use crate::diag::{Error, Result, nearest};
use crate::policy::HeaderFile;

pub(super) fn run(global: &Global, args: &Headers, console: Console) -> Result<Outcome> {
    let kind = HeaderFile::named(&args.kind).ok_or_else(|| {
        let names = HeaderFile::ALL.map(HeaderFile::name);
        let help = match nearest(&args.kind, names) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("the kinds are {}", names.join(", ")),
        };
        Error::new(format!("unknown kind of host `{}`", args.kind)).help(help)
    })?;
    let noindex = site(global, None)?.config()?.is_noindex();
    console.data(kind.text(noindex).trim_end());
    Ok(Outcome::Fine)
}
