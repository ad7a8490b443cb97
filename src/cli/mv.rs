//! `mend mv`: an article or a folder gets another place, and every link goes with it. All of it or nothing.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::args::{Global, Move as MoveArgs, Selection};
use super::console::{Console, count};
use super::{Outcome, options, site};
use crate::diag::{Error, Result, nearest};
use crate::files::Inputs;
use crate::path::{self, LinkStyle, SourcePath};
use crate::publish;
use crate::relocate::{self, Move, Plan, Text};

pub(super) fn run(global: &Global, args: &MoveArgs, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let config = discovery.config()?;
    let options = options(&Selection::default(), LinkStyle::Folder, &config)?;
    let inputs = discovery.read(options)?.value;
    let step = resolve(&inputs, &args.old, &args.new)?;
    let plan = relocate::plan(&inputs, &step, !args.no_redirect).map_err(|obstacles| {
        let list: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
        Error::new(format!("nothing was moved:\n  {}", list.join("\n  ")))
    })?;
    if !args.dry_run {
        carry_out(&discovery.site().root, &plan)?;
    }
    tell(&plan, args.dry_run, console);
    if !args.dry_run {
        console.say(&format!(
            "To undo: mend mv --no-redirect {} {}",
            shell_word(&step.to),
            shell_word(&step.from)
        ));
    }
    Ok(Outcome::Fine)
}

/// What the author means by two paths, which may lack `content/` and `.md`.
fn resolve(inputs: &Inputs, old: &str, new: &str) -> Result<Move> {
    let from = below_content(old)?;
    let to = below_content(new)?;
    let files = || inputs.documents.iter().chain(&inputs.assets);
    let is_file = |path: &SourcePath| files().any(|file| file.path == *path);
    let is_folder =
        |path: &SourcePath| files().any(|file| file.path.below(path.as_str()).is_some());
    let article = SourcePath::new(&format!("{from}.md"));
    let from = if !is_file(&from) && is_file(&article) {
        article
    } else {
        from
    };
    if !is_file(&from) && !is_folder(&from) {
        return Err(unknown(old, &from, files().map(|file| &file.path)));
    }
    // As `mv` does: into a folder that is there, or that a slash at the end calls one.
    let to = if is_folder(&to) || new.ends_with('/') {
        SourcePath::new(&format!("{to}/{}", from.file_name()))
    } else if is_file(&from) && to.extension().is_empty() && !from.extension().is_empty() {
        SourcePath::new(&format!("{to}.{}", from.extension()))
    } else {
        to
    };
    Ok(Move { from, to })
}

/// The error for something that is not there, with what may have been meant: the nearest path, else files of that name.
fn unknown<'a>(
    given: &str,
    from: &SourcePath,
    files: impl Iterator<Item = &'a SourcePath>,
) -> Error {
    let files: Vec<&SourcePath> = files
        .filter(|path| path.below("content").is_some())
        .collect();
    let folders = files.iter().map(|path| path.folder());
    let paths = files.iter().map(|path| path.as_str()).chain(folders);
    let article = format!("{from}.md");
    let near = nearest(from.as_str(), paths.clone()).or_else(|| nearest(&article, paths));
    // Else one of about this name somewhere else.
    let stem = nearest(from.stem(), files.iter().map(|path| path.stem()));
    let namesakes = files.iter().filter(|path| Some(path.stem()) == stem);
    let meant: Vec<&str> = match near {
        Some(meant) => vec![meant],
        None => namesakes.take(3).map(|path| path.as_str()).collect(),
    };
    let error = Error::new(format!(
        "nothing was moved: there is no `{given}` in content/"
    ));
    match meant.is_empty() {
        true => error.help("`mend list` names all articles"),
        false => error.help(format!("did you mean {}?", meant.join(" or "))),
    }
}

fn below_content(given: &str) -> Result<SourcePath> {
    let path = given.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let below = path.strip_prefix("content/").unwrap_or(path);
    match path::resolve_dots("", below) {
        Some(below) if !below.is_empty() && !given.starts_with('/') => {
            Ok(SourcePath::new(&format!("content/{below}")))
        }
        _ => Err(
            Error::new(format!("`{given}` is not a path below content/"))
                .help("write it like repair/saying-sorry"),
        ),
    }
}

/// A change on disk that can be taken back.
enum Done<'a> {
    Moved { from: PathBuf, to: PathBuf },
    Written { file: PathBuf, before: &'a str },
}

/// Writes and moves; when a step fails, those before it are taken back.
fn carry_out(root: &Path, plan: &Plan) -> Result<()> {
    let mut done = Vec::new();
    let result = attempt(root, plan, &mut done);
    if result.is_err() {
        for step in done.iter().rev() {
            // Nothing better can be done about a disk that fails twice.
            let _ = match step {
                Done::Moved { from, to } => rename(to, from),
                Done::Written { file, before } => publish::rewrite(file, before.as_bytes()),
            };
        }
    } else {
        for file in plan.moves.iter().rev() {
            let old = root.join(file.from.as_str());
            let folders = old.ancestors().skip(1);
            // A folder that still holds something stays.
            let _ = folders
                .take_while(|folder| folder.starts_with(root.join("content")))
                .try_for_each(fs::remove_dir);
        }
    }
    result
}

fn attempt<'a>(root: &Path, plan: &'a Plan, done: &mut Vec<Done<'a>>) -> Result<()> {
    for (path, Text { old, new }) in &plan.texts {
        let file = root.join(path.as_str());
        let failed = |error| Error::io(format!("{path} cannot be written"), &error);
        if fs::read(&file).map_err(failed)? != old.as_bytes() {
            return Err(Error::new(format!("{path} has just been changed")).help("try again"));
        }
        publish::rewrite(&file, new.as_bytes()).map_err(failed)?;
        done.push(Done::Written { file, before: old });
    }
    for Move { from, to } in &plan.moves {
        let (old, new) = (root.join(from.as_str()), root.join(to.as_str()));
        let failed = |error| Error::io(format!("{from} cannot be moved"), &error);
        if let Some(folder) = new.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        if new.symlink_metadata().is_ok() {
            return Err(Error::new(format!(
                "{to} is there already, and stays as it is"
            )));
        }
        rename(&old, &new).map_err(failed)?;
        done.push(Done::Moved { from: old, to: new });
    }
    Ok(())
}

/// Moves a file. A symbolic link leads to the same place from its new one, which its words may have to say otherwise.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let Ok(target) = fs::read_link(from) else {
        return fs::rename(from, to);
    };
    let (Some(old), Some(new)) = (from.parent(), to.parent()) else {
        return fs::rename(from, to);
    };
    if target.is_absolute() || old == new {
        return fs::rename(from, to);
    }
    let target = old.join(target).canonicalize()?;
    std::os::unix::fs::symlink(relative(&new.canonicalize()?, &target), to)?;
    fs::remove_file(from)
}

/// The way from a folder to a path; both are real.
fn relative(folder: &Path, path: &Path) -> PathBuf {
    let common = folder
        .components()
        .zip(path.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

/// A path below `content/` as it can be pasted into a shell.
fn shell_word(path: &SourcePath) -> String {
    let below = path.below("content").unwrap_or(path.as_str());
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    match below.chars().all(is_plain) && !below.starts_with('-') {
        true => below.to_owned(),
        false => format!("'{}'", below.replace('\'', "'\\''")),
    }
}

fn tell(plan: &Plan, dry_run: bool, console: Console) {
    for file in &plan.moves {
        console.data(&format!("{} -> {}", file.from, file.to));
    }
    for link in &plan.links {
        console.data(&format!(
            "{}:{}: {} -> {}",
            link.path, link.line, link.old, link.new
        ));
    }
    for (from, path) in &plan.redirects {
        console.data(&format!("{from} redirects to {path}"));
    }
    let what = [
        count(plan.moves.len(), "file", "files"),
        count(plan.links.len(), "link", "links"),
        count(plan.redirects.len(), "redirect", "redirects"),
    ];
    let [files, links, redirects] = what;
    console.say(&if dry_run {
        format!("Would move {files}, rewrite {links} and add {redirects}; nothing was changed")
    } else {
        format!("Moved {files}, rewrote {links} and added {redirects}")
    });
}
