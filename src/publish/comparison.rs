//! Compares the new site with the contents of the published folder.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::disk::{Disk, Kind};
use super::layout::Layout;
use super::manifest::{Manifest, ancestors};
use super::steps::{Result, doing, look};
use super::survey::{Survey, names};
use super::tree::under;
use crate::diag::Error;
use crate::files::Content;
use crate::memo::Fingerprint;

/// The comparison.
pub(super) struct Comparison<'a> {
    /// The files of the new site that the folder holds.
    pub(super) unchanged: &'a BTreeSet<Box<str>>,
    /// Foreign files that the new site replaces by other contents; only when adopting.
    pub(super) replaced: Vec<&'a OsString>,
    /// All other foreign files.
    pub(super) kept: Vec<&'a OsString>,
    /// Foreign folders.
    pub(super) folders: Vec<&'a OsString>,
}

impl<'a> Comparison<'a> {
    /// Compares, and refuses if something foreign is in the way of a file or folder of the new site. Foreign files that have
    /// the path of a file were judged when that file was taken.
    pub(super) fn of(
        layout: &Layout,
        survey: &'a Survey,
        plan: &Manifest,
        unchanged: &'a BTreeSet<Box<str>>,
    ) -> Result<Self> {
        let (foreign, folders) = survey.foreign();
        let plan_folders = plan.folders();
        let mut comparison = Self {
            unchanged,
            replaced: Vec::new(),
            kept: Vec::new(),
            folders,
        };
        for path in foreign {
            if blocks(path, plan, &plan_folders) {
                return Err(in_the_way(layout, path));
            }
            if !names(plan, path) {
                comparison.kept.push(path);
            } else if !path.to_str().is_some_and(|path| unchanged.contains(path)) {
                comparison.replaced.push(path);
            }
        }
        for folder in &comparison.folders {
            if names(plan, folder) || blocks(folder, plan, &BTreeSet::new()) {
                return Err(in_the_way(layout, folder));
            }
        }
        Ok(comparison)
    }
}

/// Whether a foreign file at this path keeps a folder or file of the plan from being created.
fn blocks(path: &OsStr, plan: &Manifest, plan_folders: &BTreeSet<&str>) -> bool {
    path.to_str().is_some_and(|path| {
        plan_folders.contains(path) || ancestors(path).any(|above| plan.get(above).is_some())
    })
}

/// Whether a folder holds a file with these contents at a path.
pub(super) fn holds(disk: &dyn Disk, top: &Path, path: &OsStr, content: &Content) -> Result<bool> {
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
