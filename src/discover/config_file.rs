//! `site.toml`, parsed again only if its bytes have changed.

use std::fs;
use std::io;
use std::sync::Arc;

use super::read::{self, Failure};
use super::site::Site;
use crate::config::{Config, Override, Source};
use crate::diag::{Error, Reported, Result, arrange};

/// More than any configuration needs, in bytes.
const LARGEST_CONFIG: u64 = 1 << 20;

/// The configuration of a site.
#[derive(Debug)]
pub(super) struct ConfigFile {
    overrides: Vec<Override>,
    cached: Option<Cached>,
}

/// The bytes that were read last, and the configuration they hold.
type Cached = (Arc<[u8]>, Reported<Arc<Config>>);

impl ConfigFile {
    /// A configuration some of whose settings are overridden.
    pub(super) fn new(overrides: Vec<Override>) -> Self {
        Self {
            overrides,
            cached: None,
        }
    }

    /// What it says now, with everything that is wrong with it.
    pub(super) fn read(&mut self, site: &Site) -> Result<Reported<Arc<Config>>> {
        let bytes = bytes_of(site)?;
        let config = match &self.cached {
            Some((known, config)) if *known == bytes => config.clone(),
            _ => {
                let config = self.parse(site, &bytes)?;
                self.cached = Some((bytes, config.clone()));
                config
            }
        };
        Ok(with_theme(site, config))
    }

    fn parse(&self, site: &Site, bytes: &[u8]) -> Result<Reported<Arc<Config>>> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Error::new(format!(
                "`{}` is not UTF-8 text",
                site.config_path.display()
            ))
        })?;
        let Reported { value, problems } = Config::read(Source {
            file: site.config_name(),
            text: text.to_owned(),
            overrides: self.overrides.clone(),
        });
        Ok(Reported {
            value: Arc::new(value),
            problems,
        })
    }
}

/// Adds the problem of a missing theme, which depends on the disk and not on the configuration's bytes.
fn with_theme(site: &Site, mut config: Reported<Arc<Config>>) -> Reported<Arc<Config>> {
    config.problems.extend(site.missing_theme(&config.value));
    arrange(&mut config.problems);
    config
}

fn bytes_of(site: &Site) -> Result<Arc<[u8]>> {
    let path = &site.config_path;
    let shown = path.display();
    let failed = |error: &io::Error| Error::io(format!("cannot read `{shown}`"), error);
    let real = fs::canonicalize(path).map_err(|error| failed(&error))?;
    let read = read::read(&real, LARGEST_CONFIG, || ());
    let (bytes, _) = read.map_err(|failure| match failure {
        Failure::Io(error) => failed(&error),
        Failure::NotAFile => Error::new(format!("`{shown}` is not a file")),
        Failure::TooLarge(_) => Error::new(format!("`{shown}` is too large")),
        Failure::Unsteady => Error::new(format!("`{shown}` changed while it was read")),
    })?;
    Ok(bytes)
}
