//! Compares the new site with the contents of the published folder.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use rayon::prelude::*;

use super::disk::{Disk, Kind};
use super::layout::Layout;
use super::manifest::{Manifest, ancestors};
use super::steps::{Result, doing, look};
use super::survey::{Survey, names};
use super::tree::under;
use crate::diag::Error;
use crate::files::{Content, Outputs};
use crate::memo::Fingerprint;
use crate::path::OutputPath;

/// The comparison.
pub(super) struct Comparison<'a> {
    /// For each file of the new site, in order: whether the folder holds the same file.
    pub(super) unchanged: Vec<bool>,
    /// Foreign files that the new site replaces by other contents; only when adopting.
    pub(super) replaced: Vec<&'a OsString>,
    /// All other foreign files.
    pub(super) kept: Vec<&'a OsString>,
    /// Foreign folders.
    pub(super) folders: Vec<&'a OsString>,
}

impl<'a> Comparison<'a> {
    /// Compares, and refuses if a foreign file is in the way of the new site.
    pub(super) fn of(
        disk: &dyn Disk,
        layout: &Layout,
        survey: &'a Survey,
        plan: &Manifest,
        outputs: &Outputs,
        adopt: bool,
    ) -> Result<Self> {
        let (foreign, folders) = survey.foreign();
        let plan_folders = plan.folders();
        let mut comparison = Self {
            unchanged: Vec::new(),
            replaced: Vec::new(),
            kept: Vec::new(),
            folders,
        };
        let mut same = BTreeSet::new();
        for path in foreign {
            if blocks(path, plan, &plan_folders) {
                return Err(in_the_way(layout, path));
            }
            let output = path
                .to_str()
                .and_then(|text| outputs.get(&OutputPath::new(text)));
            match output {
                None => comparison.kept.push(path),
                Some(output) if holds(disk, &layout.real, path, output)? => {
                    same.insert(path.as_os_str());
                }
                Some(_) if adopt && survey.tree.kind(path) == Some(Kind::File) => {
                    comparison.replaced.push(path);
                }
                Some(_) => return Err(in_the_way(layout, path)),
            }
        }
        for folder in &comparison.folders {
            if names(plan, folder) || blocks(folder, plan, &BTreeSet::new()) {
                return Err(in_the_way(layout, folder));
            }
        }
        comparison.unchanged = plan
            .entries()
            .par_iter()
            .map(|entry| {
                let path = OsStr::new(&*entry.path);
                if same.contains(path) {
                    return Ok(true);
                }
                // Only regular files of the walk, so that no symbolic link is followed.
                if survey.manifest.get(&entry.path) != Some(entry)
                    || survey.tree.kind(path) != Some(Kind::File)
                {
                    return Ok(false);
                }
                let path = under(&layout.real, path);
                let found = look(disk, &path)?;
                Ok(found.is_some_and(|found| {
                    found.length == entry.length && found.modified <= survey.written
                }))
            })
            .collect::<Result<_>>()?;
        Ok(comparison)
    }
}

/// Whether a foreign file at this path keeps a folder or file of the plan from being created.
fn blocks(path: &OsStr, plan: &Manifest, plan_folders: &BTreeSet<&str>) -> bool {
    path.to_str().is_some_and(|path| {
        plan_folders.contains(path) || ancestors(path).any(|above| plan.get(above).is_some())
    })
}

fn holds(disk: &dyn Disk, top: &Path, path: &OsStr, content: &Content) -> Result<bool> {
    let path = under(top, path);
    let found = look(disk, &path)?;
    if found.is_none_or(|found| found.kind != Kind::File || found.length != content.length()) {
        return Ok(false);
    }
    let bytes = disk.read(&path).map_err(doing("cannot read", &path))?;
    Ok(Fingerprint::of_bytes(&bytes) == content.fingerprint())
}

pub(super) fn in_the_way(layout: &Layout, path: &OsStr) -> Error {
    let path = under(&layout.public, path);
    Error::new(format!(
        "`{}` was not created by mend and is in the way of the new site",
        path.display()
    ))
    .help("nothing was changed; move it elsewhere, or rename the page that needs its name")
}
