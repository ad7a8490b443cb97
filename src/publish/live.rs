//! What lies in the published folder now, and which of it is ours.
//!
//! A folder is ours when its marker names the manifest that lies beside it. In such a folder a file
//! is ours when the manifest names it; everything else is **foreign** and belongs to others. What is
//! foreign is kept, for ever; there is no option to delete it.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use rayon::prelude::*;

use super::disk::{Disk, Kind};
use super::manifest::{MARKER, Manifest, ancestors, marker_id};
use super::place::Place;
use super::tree::{Tree, under};
use super::{Result, doing, exists, look};
use crate::diag::Error;
use crate::files::Outputs;
use crate::path::OutputPath;

/// The published folder before this run.
#[derive(Debug, Default)]
pub(super) struct Live {
    /// Whether there is such a folder.
    pub(super) exists: bool,
    /// Its permission bits.
    pub(super) mode: u32,
    /// Whether another folder can take its place: it is no mount point, no symbolic link, git does not
    /// work in it, and all that is in it can be carried over.
    pub(super) swappable: bool,
    /// All that lies in it.
    pub(super) tree: Tree,
    /// What of it is ours; empty when nothing is.
    pub(super) manifest: Manifest,
    /// When the manifest was written: a file that is newer was changed by hand or by another program.
    written: i128,
}

/// A manifest on disk.
pub(super) enum Stored {
    Missing,
    Damaged(String),
    Good(Manifest),
}

impl Stored {
    /// Reads a manifest; damage is a finding, not a failure.
    pub(super) fn read(disk: &dyn Disk, path: &Path) -> Result<Self> {
        if !exists(disk, path)? {
            return Ok(Self::Missing);
        }
        let bytes = disk.read(path).map_err(doing("cannot read", path))?;
        Ok(match Manifest::parse(&bytes) {
            Ok(manifest) => Self::Good(manifest),
            Err(why) => Self::Damaged(why),
        })
    }

    /// The manifest, if it is a good one.
    pub(super) fn good(&self) -> Option<&Manifest> {
        match self {
            Self::Good(manifest) => Some(manifest),
            Self::Missing | Self::Damaged(_) => None,
        }
    }
}

impl Live {
    /// Surveys the folder, and refuses one that is not ours unless it is to be adopted.
    pub(super) fn survey(disk: &dyn Disk, place: &Place, adopt: bool) -> Result<Self> {
        let Some(found) = look(disk, &place.real)? else {
            if place.is_link {
                let live = place.live.display();
                return Err(Error::new(format!(
                    "`{live}` is a symbolic link to nowhere"
                )));
            }
            return Ok(Self::default());
        };
        if found.kind != Kind::Folder {
            return Err(Error::new(format!(
                "`{}` is not a folder",
                place.live.display()
            )));
        }
        let tree = Tree::walk_around_locked(disk, &place.real)?;
        let above = place.real.parent().map(|above| look(disk, above));
        let above = above.transpose()?.flatten();
        let has_git = tree.kind(".git").is_some() || tree.folders.iter().any(|path| path == ".git");
        let is_mount = above.is_none_or(|above| above.identity.0 != found.identity.0);
        let mut live = Self {
            exists: true,
            mode: found.mode,
            swappable: !place.is_link && !is_mount && !has_git && tree.locked.is_empty(),
            tree,
            ..Self::default()
        };
        if !live.tree.is_empty() {
            live.recognise(disk, place, adopt)?;
            live.tree.refuse_locked(&place.real, &[&live.manifest])?;
        }
        Ok(live)
    }

    /// Finds the manifest that belongs to the folder, or says why it is not to be touched.
    fn recognise(&mut self, disk: &dyn Disk, place: &Place, adopt: bool) -> Result<()> {
        let marker = read_marker(disk, &place.real)?;
        let stored = Stored::read(disk, &place.manifest)?;
        let folder = place.live.display();
        let list = place.manifest.display();
        let why = match (marker, stored) {
            (Some(marker), Stored::Good(manifest)) if manifest.id() == marker => {
                let found = look(disk, &place.manifest)?;
                self.written = found.map_or(i128::MIN, |found| found.modified);
                self.manifest = manifest;
                return Ok(());
            }
            _ if adopt => return Ok(()),
            (None, _) => format!("`{folder}` is not empty, and mend did not make it"),
            (Some(_), Stored::Good(_)) => {
                format!("the list of files in `{list}` belongs to another state of `{folder}`")
            }
            (Some(_), Stored::Missing) => {
                format!("mend made `{folder}`, but the list of its files, `{list}`, is gone")
            }
            (Some(_), Stored::Damaged(why)) => {
                format!("the list of files in `{list}` is damaged: {why}")
            }
        };
        Err(Error::new(why).help(
            "nothing was changed; choose another folder, empty this one, or take it over with \
             --adopt: what lies in it now is then kept for ever",
        ))
    }

    /// Whether a path of the tree is ours.
    pub(super) fn is_ours(&self, path: &OsStr, kind: Kind) -> bool {
        path == MARKER || (kind == Kind::File && names(&self.manifest, path))
    }

    /// What lies in the folder and is not ours: first files and the like, then folders.
    pub(super) fn foreign(&self) -> (Vec<&OsString>, Vec<&OsString>) {
        let files = self.tree.files.iter();
        let ours = self.manifest.folders();
        let folders = self.tree.folders.iter();
        (
            files
                .filter(|(path, kind)| !self.is_ours(path, *kind))
                .map(|(path, _)| path)
                .collect(),
            folders
                .filter(|path| !path.to_str().is_some_and(|path| ours.contains(path)))
                .collect(),
        )
    }
}

/// Whether a manifest names a path that may be no text at all.
pub(super) fn names(manifest: &Manifest, path: &OsStr) -> bool {
    path.to_str()
        .is_some_and(|path| manifest.get(path).is_some())
}

/// The id in the marker of a folder; nothing when there is no marker or it is damaged.
pub(super) fn read_marker(disk: &dyn Disk, folder: &Path) -> Result<Option<String>> {
    let path = folder.join(MARKER);
    let found = look(disk, &path)?;
    if found.is_none_or(|found| found.kind != Kind::File || found.length > 1_000) {
        return Ok(None);
    }
    let bytes = disk.read(&path).map_err(doing("cannot read", &path))?;
    Ok(marker_id(&bytes))
}

/// How the new site relates to what lies in the folder.
pub(super) struct Comparison<'a> {
    /// For each file of the new site, in order: whether the folder holds exactly it.
    pub(super) unchanged: Vec<bool>,
    /// Foreign files that the new site has, too, with other contents; only when adopting.
    pub(super) replaced: Vec<&'a OsString>,
    /// All other foreign files.
    pub(super) kept: Vec<&'a OsString>,
    /// Foreign folders.
    pub(super) folders: Vec<&'a OsString>,
}

impl<'a> Comparison<'a> {
    /// Compares, and refuses when a foreign file is in the way of the new site.
    pub(super) fn of(
        disk: &dyn Disk,
        place: &Place,
        live: &'a Live,
        plan: &Manifest,
        outputs: &Outputs,
        adopt: bool,
    ) -> Result<Self> {
        let (foreign, folders) = live.foreign();
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
                return Err(in_the_way(place, path));
            }
            let output = path
                .to_str()
                .and_then(|text| outputs.get(&OutputPath::new(text)));
            match output {
                None => comparison.kept.push(path),
                Some(output) if holds(disk, &place.real, path, &output.bytes)? => {
                    same.insert(path.as_os_str());
                }
                Some(_) if adopt && live.tree.kind(path) == Some(Kind::File) => {
                    comparison.replaced.push(path);
                }
                Some(_) => return Err(in_the_way(place, path)),
            }
        }
        for folder in &comparison.folders {
            if names(plan, folder) || blocks(folder, plan, &BTreeSet::new()) {
                return Err(in_the_way(place, folder));
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
                // Only what the walk met as a regular file: no symbolic link is on the way to it.
                if live.manifest.get(&entry.path) != Some(entry)
                    || live.tree.kind(path) != Some(Kind::File)
                {
                    return Ok(false);
                }
                let path = under(&place.real, path);
                let found = look(disk, &path)?;
                Ok(found.is_some_and(|found| {
                    found.length == entry.length && found.modified <= live.written
                }))
            })
            .collect::<Result<_>>()?;
        Ok(comparison)
    }
}

/// Whether something foreign at this path keeps a folder or file of the plan from being made.
fn blocks(path: &OsStr, plan: &Manifest, plan_folders: &BTreeSet<&str>) -> bool {
    path.to_str().is_some_and(|path| {
        plan_folders.contains(path) || ancestors(path).any(|above| plan.get(above).is_some())
    })
}

fn holds(disk: &dyn Disk, top: &Path, path: &OsStr, bytes: &[u8]) -> Result<bool> {
    let path = under(top, path);
    let found = look(disk, &path)?;
    if found.is_none_or(|found| found.kind != Kind::File || found.length != bytes.len() as u64) {
        return Ok(false);
    }
    Ok(disk.read(&path).map_err(doing("cannot read", &path))? == bytes)
}

pub(super) fn in_the_way(place: &Place, path: &OsStr) -> Error {
    let path = under(&place.live, path);
    Error::new(format!(
        "`{}` is not mend's and is in the way of the new site",
        path.display()
    ))
    .help("nothing was changed; move it elsewhere, or rename the page that needs its name")
}
