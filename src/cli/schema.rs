//! `mend schema`: the JSON Schema of what authors write, for editors that complete and check it.

use super::args::{Global, Schema};
use super::console::Console;
use super::outcome::Outcome;
use super::setup::site;
use crate::config::{Config, FILE_NAME};
use crate::data::schema::FILES;
use crate::data::texts::{self, Texts};
use crate::diag::{Error, Result, did_you_mean, nearest};
use crate::theme;
use crate::{data, document};

/// The name of the schema of `site.toml`.
const SITE: &str = "site";
/// The name of the schema of front matter.
const FRONT_MATTER: &str = "front-matter";

pub(super) fn run(global: &Global, args: &Schema, console: Console) -> Result<Outcome> {
    let Some(what) = args.what.as_deref() else {
        console.data(&format!("{SITE}\t{FILE_NAME}"));
        console.data(&format!(
            "{FRONT_MATTER}\tthe settings at the top of an article"
        ));
        for name in FILES {
            console.data(&format!("{name}\tcontent/{name}.yaml"));
        }
        return Ok(Outcome::Fine);
    };
    let value = match what {
        SITE => Some(Config::schema()),
        FRONT_MATTER => Some(document::schema()),
        name => data::schema::schema(name, &texts(global)),
    };
    let Some(value) = value else {
        let known = || [SITE, FRONT_MATTER].into_iter().chain(FILES);
        let help = did_you_mean(nearest(what, known()))
            .unwrap_or_else(|| format!("choose from {}", known().collect::<Vec<_>>().join(", ")));
        return Err(Error::new(format!("unknown schema `{what}`")).help(help));
    };
    console.data(&format!("{value:#}"));
    Ok(Outcome::Fine)
}

/// The words of the site's theme in the language of the site; outside of a site, those of the usual one.
fn texts(global: &Global) -> Texts {
    let config = site(global, None).and_then(|mut site| site.config());
    let config = config.unwrap_or_default();
    texts::read(&theme::texts_files(
        &config.theme,
        &[],
        &config.language,
        true,
    ))
    .value
}
