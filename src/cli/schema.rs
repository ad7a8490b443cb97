//! `mend schema`: the JSON Schema of what authors write, for editors that complete and check it.

use super::args::{Global, Schema};
use super::console::Console;
use super::{Outcome, site};
use crate::config::{Config, FILE_NAME};
use crate::diag::{Error, Result, nearest};
use crate::document::schema::{KINDS, schema};
use crate::document::texts::{self, Texts};
use crate::theme;

/// What `site.toml` is called here.
const SITE: &str = "site";

pub(super) fn run(global: &Global, args: &Schema, console: Console) -> Result<Outcome> {
    let Some(what) = args.what.as_deref() else {
        for (kind, file) in [(SITE, FILE_NAME)].iter().chain(&KINDS) {
            console.data(&format!("{kind}\t{file}"));
        }
        return Ok(Outcome::Fine);
    };
    let value = match what {
        SITE => Some(Config::schema()),
        kind => schema(kind, &texts(global)),
    };
    let Some(value) = value else {
        let error = Error::new(format!("there is no schema for `{what}`"));
        let known = || {
            [SITE]
                .into_iter()
                .chain(KINDS.iter().map(|(kind, _)| *kind))
        };
        return Err(match nearest(what, known()) {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error.help(format!(
                "there are {}",
                known().collect::<Vec<_>>().join(", ")
            )),
        });
    };
    console.data(&format!("{value:#}"));
    Ok(Outcome::Fine)
}

/// The words of the site's theme; outside of a site, those of the usual one.
fn texts(global: &Global) -> Texts {
    let name = site(global, None).and_then(|mut site| Ok(site.config()?.theme.clone()));
    let name = name.unwrap_or_else(|_| Config::default().theme);
    texts::read(&theme::texts_files(&name, &[]), None).value
}
