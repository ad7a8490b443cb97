//! `mend init`: creates a new site, and overwrites nothing.

use std::path::{Component, Path};

use super::args::Init;
use super::console::Console;
use super::outcome::Outcome;
use super::shell;
use crate::config::FILE_NAME;
use crate::diag::{Error, Result};
use crate::edit::create;
use crate::scaffold::{self, GITIGNORE};

/// Starts a site, and says what to do next.
pub(super) fn init(args: &Init, console: Console) -> Result<Outcome> {
    let root = &args.directory;
    begin(root)?;
    let is_here = root.components().all(|part| part == Component::CurDir);
    console.say(&match is_here {
        true => "A new site is in this folder.\nPreview it with: mend serve".to_owned(),
        false => format!(
            "A new site is in {}.\nPreview it with: cd {} && mend serve",
            root.display(),
            shell::word(&root.to_string_lossy())
        ),
    });
    console.say("Then write your own words, and your region's contacts into content/help.yaml: `mend build` lists what is left.");
    Ok(Outcome::Fine)
}

/// Writes the files of a new site.
pub(super) fn begin(root: &Path) -> Result<()> {
    if root.join(FILE_NAME).exists() {
        return Err(
            Error::new(format!("{} already contains a site", root.display()))
                .help("preview it with `mend serve`, or name another folder"),
        );
    }
    let content = root.join("content");
    // Examples are not mixed with content that is there already.
    let has_content = content
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    for (path, text) in scaffold::site(!has_content) {
        create(&root.join(path), text)?;
    }
    match create(&root.join(".gitignore"), GITIGNORE) {
        Err(error) if !root.join(".gitignore").exists() => return Err(error),
        _ => {}
    }
    Ok(())
}
