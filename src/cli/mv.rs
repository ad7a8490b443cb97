//! `mend mv`: moves an article or a folder and updates every link to it: all of them or none.

use std::path::Path;

use super::args::{Global, Move as MoveArgs, Selection};
use super::console::Console;
use super::named;
use super::outcome::Outcome;
use super::setup::{options, site};
use super::shell;
use crate::diag::{Error, Result, counted};
use crate::edit::{self, Change, Journal};
use crate::files::Inputs;
use crate::graph::Named;
use crate::path::{self, LinkStyle, SourcePath};
use crate::relocate::{Move, Plan, Planner};

pub(super) fn run(global: &Global, args: &MoveArgs, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let (Some(old), Some(new)) = (&args.old, &args.new) else {
        return undo(&discovery.site().root, args.dry_run, console);
    };
    let config = discovery.config()?;
    let options = options(&Selection::default(), LinkStyle::Folder, &config)?;
    let inputs = discovery.read(options)?.value;
    if !config.languages.is_empty() {
        return Err(Error::new("articles of a site in several languages cannot be moved yet")
            .help("move the files yourself; `mend check` names the links that no longer lead anywhere"));
    }
    let planner = Planner::new(&inputs);
    let step = resolve(&planner, &inputs, &discovery.site().root, [old, new])?;
    let plan = planner
        .plan(&step, !args.no_redirect)
        .map_err(|obstacles| {
            let list: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
            Error::new(format!("nothing was moved:\n  {}", list.join("\n  ")))
        })?;
    let root = &discovery.site().root;
    let changes = changes(&plan);
    if !args.dry_run {
        edit::apply(root, &changes)?;
    }
    tell(&plan, args.dry_run, console);
    if !args.dry_run {
        let back = format!(
            "mend mv --no-redirect {} {}",
            shell_word(&step.to),
            shell_word(&step.from)
        );
        match Journal::write(root, &changes) {
            Ok(()) => console.say(&format!("To undo: mend mv --undo. Later: {back}")),
            Err(_) => console.say(&format!("To undo: {back}")),
        }
    }
    Ok(Outcome::Fine)
}

/// Takes the last move back.
fn undo(root: &Path, dry_run: bool, console: Console) -> Result<Outcome> {
    let Some(journal) = Journal::read(root)? else {
        return Err(Error::new("there is no move to undo")
            .help("`mend mv` remembers the last move only; move older ones back with `mend mv --no-redirect NEW OLD`"));
    };
    match dry_run {
        true => journal.check(root)?,
        false => journal.undo(root)?,
    }
    for (from, to) in journal.moves() {
        console.data(&format!("{from} -> {to}"));
    }
    for path in journal.texts() {
        console.data(&format!("{path}: as before"));
    }
    let files = counted(journal.moves().count(), "file", "files");
    let texts = counted(journal.texts().count(), "text", "texts");
    console.say(&match dry_run {
        true => format!("Would move {files} back and restore {texts}; nothing was changed"),
        false => format!("Moved {files} back and restored {texts}"),
    });
    Ok(Outcome::Fine)
}

/// The plan as changes to files: first their texts, by the paths that they have now, then their paths.
fn changes(plan: &Plan) -> Vec<Change<'_>> {
    let texts = plan.texts.iter().map(|(path, text)| Change::Text {
        path,
        old: &text.old,
        new: &text.new,
    });
    let moves = plan.moves.iter().map(|step| Change::Move {
        from: &step.from,
        to: &step.to,
    });
    texts.chain(moves).collect()
}

/// The move that two names mean.
fn resolve(
    planner: &Planner<'_>,
    inputs: &Inputs,
    root: &Path,
    [old, new]: [&str; 2],
) -> Result<Move> {
    let directory = planner.directory();
    let named = named::one(&directory, old, root)?;
    // The title and the address of an index mean its section.
    let section_of = |named: &Named, typed: &str| match named {
        Named::Document(id) if directory.is_titled_index(*id, typed) => {
            let folder = planner.place(named)?.folder().to_owned();
            Some(SourcePath::new(&folder)).filter(|_| folder != "content")
        }
        _ => None,
    };
    let from = section_of(&named, old).or_else(|| planner.place(&named));
    let from = from.ok_or_else(|| {
        Error::new(format!(
            "`{old}` is a page that mend makes; it is in no file to move"
        ))
        .help("its address is set in [urls.pages] of site.toml")
    })?;
    // Like `mv`: into a folder if it exists or is written with a slash at the end.
    let is_folder = |path: &SourcePath| {
        let mut files = inputs.content_paths();
        files.any(|file| file.below(path.as_str()).is_some())
    };
    let is_file = inputs.content_paths().any(|file| *file == from);
    let section = match directory.find(new).as_slice() {
        // A name of a file is not a place.
        [Named::Folder(folder)] => Some(SourcePath::new(&format!("content/{folder}"))),
        [named] => section_of(named, new),
        _ => None,
    };
    let is_address = new.starts_with('/') || new.contains("://");
    let to = match section {
        Some(section) => section,
        None => below_content(new)?,
    };
    let is_into = is_folder(&to) || (new.ends_with('/') && !is_address);
    let to = if is_into {
        SourcePath::new(&format!("{to}/{}", from.file_name()))
    } else if is_file && to.extension().is_empty() && !from.extension().is_empty() {
        SourcePath::new(&format!("{to}.{}", from.extension()))
    } else {
        to
    };
    Ok(Move { from, to })
}

/// A new path below `content/`, written as a path or as an address of the site.
fn below_content(given: &str) -> Result<SourcePath> {
    let path = given.replace('\\', "/");
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path).to_owned(),
        None => path,
    };
    let path = path.strip_prefix("./").unwrap_or(&path);
    let path = path.strip_prefix("content/").unwrap_or(path);
    match path::resolve_dots("", path.trim_start_matches('/')) {
        Some(below) if !below.is_empty() => Ok(SourcePath::new(&format!("content/{below}"))),
        _ => Err(
            Error::new(format!("`{given}` is not a path below content/"))
                .help("write it like repair/saying-sorry"),
        ),
    }
}

/// A path below `content/` as it can be pasted into a shell.
fn shell_word(path: &SourcePath) -> String {
    shell::word(path.below("content").unwrap_or(path.as_str()))
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
        counted(plan.moves.len(), "file", "files"),
        counted(plan.links.len(), "link", "links"),
        counted(plan.redirects.len(), "redirect", "redirects"),
    ];
    let [files, links, redirects] = what;
    console.say(&if dry_run {
        format!("Would move {files}, rewrite {links} and add {redirects}; nothing was changed")
    } else {
        format!("Moved {files}, rewrote {links} and added {redirects}")
    });
}
