//! `mend mv`: moves an article or a folder and updates every link to it: all of them or none.

use super::args::{Global, Move as MoveArgs, Selection};
use super::console::{Console, count};
use super::outcome::Outcome;
use super::setup::{options, site};
use super::shell;
use crate::diag::{Error, Result, nearest};
use crate::edit::{self, Change};
use crate::files::Inputs;
use crate::path::{self, LinkStyle, SourcePath};
use crate::relocate::{self, Move, Plan};

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
        edit::apply(&discovery.site().root, &changes(&plan))?;
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

/// The move that two paths mean, which may lack `content/` and `.md`.
fn resolve(inputs: &Inputs, old: &str, new: &str) -> Result<Move> {
    let from = below_content(old)?;
    let to = below_content(new)?;
    let is_file = |path: &SourcePath| inputs.content_paths().any(|file| file == path);
    let is_folder = |path: &SourcePath| {
        let mut files = inputs.content_paths();
        files.any(|file| file.below(path.as_str()).is_some())
    };
    let article = SourcePath::new(&format!("{from}.md"));
    let from = if !is_file(&from) && is_file(&article) {
        article
    } else {
        from
    };
    if !is_file(&from) && !is_folder(&from) {
        return Err(unknown(old, &from, inputs.content_paths()));
    }
    // Like `mv`: into a folder if it exists or is written with a slash at the end.
    let to = if is_folder(&to) || new.ends_with('/') {
        SourcePath::new(&format!("{to}/{}", from.file_name()))
    } else if is_file(&from) && to.extension().is_empty() && !from.extension().is_empty() {
        SourcePath::new(&format!("{to}.{}", from.extension()))
    } else {
        to
    };
    Ok(Move { from, to })
}

/// The error for a path that does not exist, with suggestions: the nearest path, else files of a similar name.
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
