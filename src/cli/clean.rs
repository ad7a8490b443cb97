//! `mend clean`: removes the files that build has published, and nothing else.

use super::args::{Clean, Global};
use super::console::Console;
use super::outcome::Outcome;
use super::setup::{destination, site, variant_cache};
use crate::diag::{Result, counted};
use crate::publish;

pub(super) fn run(global: &Global, args: &Clean, console: Console) -> Result<Outcome> {
    let mut site = site(global, None)?;
    let destination = destination(&mut site, args.output_dir.as_ref())?;
    let cleaned = publish::clean(&destination)?;
    let pictures = variant_cache(&mut site)?.clear();
    console.say(&format!(
        "Removed {}",
        counted(cleaned.removed, "file", "files")
    ));
    if pictures > 0 {
        let pictures = counted(pictures, "picture", "pictures");
        console.say(&format!("Removed the smaller copies of {pictures}"));
    }
    for path in &cleaned.foreign {
        console.say(&format!(
            "  Kept, because mend did not create it: {}",
            path.display()
        ));
    }
    for path in &cleaned.changed {
        console.say(&format!(
            "  Kept, because it was changed after it was published: {}",
            path.display()
        ));
    }
    Ok(Outcome::Fine)
}
