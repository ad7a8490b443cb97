//! What is wrong with a configuration, and where: text that is no TOML, keys that do not exist, values that cannot work.
//!
//! Each fault has a code and, when `site.toml` is to blame, its line and column. What a value must be on a particular
//! site (a picture that is there, a colour that can be read on its ground) is for the checks.

use super::{Config, FILE_NAME, places};
use crate::codes::{CONF_01, CONF_02, CONF_03, Code, TEXT_07};
use crate::conflict;
use crate::date::Zone;
use crate::diag::{Error, Lines, Result, Span, nearest};
use crate::policy::HeaderFile;

/// Says where and why the text cannot be read, with the nearest name that would be right.
pub(super) fn explain(error: &toml::de::Error, text: &str) -> Error {
    let place = place(text, error.span().map_or(0, |span| span.start));
    let message = error.message();
    // The names stand between backticks: "unknown field `tilte`, expected one of `title`, …".
    let mut names = message.split('`').skip(1).step_by(2);
    let written = names.next().unwrap_or_default();
    let known: Vec<&str> = names.collect();
    let meant =
        nearest(written, known.iter().copied()).map(|meant| format!("did you mean `{meant}`?"));
    if message.starts_with("unknown field") {
        let others = || {
            format!(
                "known here: {}; your own keys belong under [extra]",
                known.join(", ")
            )
        };
        return Error::new(format!("{place}: there is no key `{written}`"))
            .code(CONF_02)
            .help(meant.unwrap_or_else(others));
    }
    // The parser alone reads the syntax; what it lets pass fails only as a value.
    let code = match toml::from_str::<toml::Table>(text) {
        Err(_) => CONF_01,
        Ok(_) => CONF_03,
    };
    let first = message.lines().next().unwrap_or(message);
    // A publisher need not know how many bits a number has here.
    let first = ["usize", "u64", "u32"]
        .iter()
        .fold(first.to_owned(), |said, kind| {
            said.replace(&format!("expected {kind}"), "expected a whole number")
        });
    let error = Error::new(format!("{place}: {first}")).code(code);
    match meant {
        Some(help) if code == CONF_03 => error.help(help),
        _ => error,
    }
}

/// Says where a merge conflict stands that was not resolved.
pub(super) fn unresolved(text: &str, span: &Span) -> Error {
    let place = place(text, span.start);
    Error::new(format!("{place}: {}", conflict::MESSAGE))
        .code(TEXT_07)
        .help(conflict::HELP)
}

/// Refuses values that have the right type and still cannot work, and completes the address of the site.
pub(super) fn values(mut config: Config, overrides: &[(String, String)]) -> Result<Config> {
    let fault = |key: &str, message: String| {
        let place = if overrides.iter().any(|(name, _)| name == key) {
            "in an environment variable".to_owned()
        } else {
            places::find(&config.text, key).map_or_else(
                || FILE_NAME.to_owned(),
                |span| place(&config.text, span.start),
            )
        };
        Error::new(format!("{place}: {message}")).code(CONF_03)
    };
    if config.schema != 1 {
        return Err(
            fault("schema", format!("schema = {} is not known", config.schema))
                .help("this version of mend reads schema = 1"),
        );
    }
    if Zone::named(&config.timezone).is_none() {
        return Err(fault(
            "timezone",
            format!("there is no time zone named `{}`", config.timezone),
        )
        .help("use an IANA name such as \"Europe/London\" or \"UTC\""));
    }
    if let Some(url) = &config.base_url
        && !is_address(url)
    {
        return Err(fault(
            "base_url",
            format!("base_url = \"{url}\" is not an address a site can have"),
        )
        .help("write it like \"https://example.org/\" or \"https://example.org/guide/\""));
    }
    for (name, folder) in [("theme", &config.theme), ("output_dir", &config.output_dir)] {
        if folder.is_empty() || (name == "theme" && folder.contains(['/', '\\', '.'])) {
            return Err(fault(
                name,
                format!("{name} = \"{folder}\" is not the name of a folder"),
            ));
        }
    }
    if !(500..=30_000).contains(&config.exit.window_ms) {
        return Err(fault(
            "exit.window_ms",
            "exit.window_ms must be from 500 to 30000".to_owned(),
        ));
    }
    let elsewhere = |kind: &&HeaderFile| kind.published_name().is_none();
    if let Some(kind) = config.privacy.headers.iter().find(elsewhere) {
        let name = kind.name();
        let message = format!("{name} reads its settings elsewhere, not among the published files");
        return Err(
            fault("privacy.headers", message).help(format!("`mend headers {name}` prints them"))
        );
    }
    for code in config.check.rules.keys() {
        if Code::find(code).is_none_or(|known| known.id() != code) {
            return Err(fault(
                &format!("check.rules.{code}"),
                format!("there is no rule `{code}`"),
            )
            .help("`mend explain` lists all of them"));
        }
    }
    if config.lists.page_size == 0 {
        return Err(fault(
            "lists.page_size",
            "lists.page_size must be at least 1".to_owned(),
        ));
    }
    if let Some(url) = &mut config.base_url
        && !url.ends_with('/')
    {
        url.push('/');
    }
    Ok(config)
}

fn is_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(['?', '#', ' ', '"', '<', '>'])
    })
}

fn place(text: &str, offset: usize) -> String {
    let (line, column) = Lines::new(text).position(offset);
    format!("{FILE_NAME}:{line}:{column}")
}
