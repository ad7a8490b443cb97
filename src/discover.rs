//! Disk -> inputs (stand-in until the real room arrives).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, FILE_NAME};
use crate::diag::{Error, Reported, Result};
use crate::files::{Inputs, Options, SourceFile};
use crate::path::SourcePath;

/// A site folder.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    config: PathBuf,
    overrides: Vec<(String, String)>,
}

impl Site {
    /// Finds.
    pub fn find(
        start: &Path,
        config: Option<&Path>,
        overrides: Vec<(String, String)>,
    ) -> Result<Site> {
        for folder in start.ancestors() {
            let path = config.map_or_else(|| folder.join(FILE_NAME), Path::to_owned);
            if path.is_file() {
                return Ok(Site {
                    root: folder.to_owned(),
                    config: path,
                    overrides,
                });
            }
        }
        Err(Error::new("there is no site here").help("start one with `mend init`"))
    }
    /// Root.
    pub fn root(&self) -> &Path {
        &self.root
    }
    /// Watched.
    pub fn watched(&self) -> Vec<PathBuf> {
        ["content", "static", "themes"]
            .iter()
            .map(|f| self.root.join(f))
            .chain([self.config.clone()])
            .collect()
    }
    /// Config.
    pub fn config(&self) -> Result<Config> {
        let text =
            std::fs::read_to_string(&self.config).map_err(|e| Error::io("cannot read", &e))?;
        Config::parse(&text, &self.overrides)
    }
}

/// Reads.
pub struct Discovery(Site);
impl Discovery {
    /// New.
    pub fn new(site: Site) -> Self {
        Self(site)
    }
    /// Config.
    pub fn config(&self) -> Result<Config> {
        self.0.config()
    }
    /// Read.
    pub fn read(&mut self, options: Options) -> Result<Reported<Inputs>> {
        let config = Arc::new(self.0.config()?);
        let mut inputs = Inputs {
            config,
            options,
            documents: vec![],
            data: vec![],
            assets: vec![],
            theme: vec![],
        };
        for folder in ["content", "static", "themes"] {
            for entry in walkdir::WalkDir::new(self.0.root.join(folder))
                .into_iter()
                .flatten()
                .filter(|e| e.file_type().is_file())
            {
                let path = entry
                    .path()
                    .strip_prefix(&self.0.root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                if path.contains("/.") {
                    continue;
                }
                let file = SourceFile::new(
                    SourcePath::new(&path),
                    std::fs::read(entry.path()).unwrap_or_default(),
                );
                let list = match folder {
                    "themes" => &mut inputs.theme,
                    "content" if path.ends_with(".md") => &mut inputs.documents,
                    "content" if path.ends_with(".yaml") && path.matches('/').count() == 1 => {
                        &mut inputs.data
                    }
                    _ => &mut inputs.assets,
                };
                list.push(file);
            }
        }
        for list in [
            &mut inputs.documents,
            &mut inputs.data,
            &mut inputs.assets,
            &mut inputs.theme,
        ] {
            list.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(Reported {
            value: inputs,
            problems: vec![],
        })
    }
}
