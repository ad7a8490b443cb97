//! Files in the folders of the site that are not published: each kind is reported once, with what to do about it.
//!
//! Why a file is left out is decided in [`crate::files`]. Files that are left out on purpose (dot files, editors' files,
//! patterns of the site) are not a problem and are only listed in the summary.

use std::collections::BTreeMap;

use crate::codes::{self, Code};
use crate::diag::Diagnostic;
use crate::files::{LeftOut, Reason};
use crate::path::SourcePath;
use crate::report::first_of;

/// Reports the files that an author may believe to be published, or may not want here.
pub(super) fn check(left_out: &[LeftOut]) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(Reason, bool, String), Vec<&SourcePath>> = BTreeMap::new();
    for LeftOut { path, reason } in left_out {
        let is_content = path.below("content").is_some();
        // Backups have many endings, and one remedy.
        let ending = match reason {
            Reason::Copy => String::new(),
            _ => path.extension(),
        };
        groups
            .entry((*reason, is_content, ending))
            .or_default()
            .push(path);
    }
    let reported = groups
        .into_iter()
        .filter_map(|((reason, is_content, ending), paths)| {
            let problem = Diagnostic::new(code(reason)?, message(&paths, reason));
            let help = help(paths[0], reason, is_content, &ending);
            Some(problem.in_file(paths[0]).help(help))
        });
    reported.collect()
}

fn code(reason: Reason) -> Option<Code> {
    match reason {
        Reason::Source => Some(codes::FILE_06),
        Reason::Copy => Some(codes::FILE_07),
        Reason::Office | Reason::Html | Reason::OtherKind => Some(codes::FILE_08),
        Reason::Ignored
        | Reason::Litter
        | Reason::Hidden
        | Reason::Secret
        | Reason::WorkingFile => None,
    }
}

fn message(paths: &[&SourcePath], reason: Reason) -> String {
    match paths {
        [path] => format!("`{path}` is not published: {}", reason.in_words()),
        _ => format!(
            "{} files are not published because {}: {}",
            paths.len(),
            reason.of_each(),
            first_of(paths)
        ),
    }
}

/// What to do about the first of the files.
fn help(path: &SourcePath, reason: Reason, is_content: bool, ending: &str) -> String {
    let name = path.file_name();
    match reason {
        Reason::Source if is_content => {
            let article = name.split(".md").next().filter(|stem| stem.len() < name.len());
            let article = article.unwrap_or_else(|| path.stem());
            format!(
                "rename it to `{article}.md` to make it an article, or move it out of content/; `[content] ignore` \
                 leaves it out without a message"
            )
        }
        Reason::Source => "it begins with front matter; move it to content/ as an .md file, or out of the site folder".to_owned(),
        Reason::Copy => "delete it, or rename it if you want to publish it; merge two versions of an article first".to_owned(),
        Reason::Office => "to make an article of it, copy its text into a new .md file; for readers, save it as PDF; if they need the document itself, move it to static/".to_owned(),
        Reason::Html => "write it as an .md article, or move it to static/ to publish it unchanged".to_owned(),
        _ if is_content && may_be_article(path) => format!(
            "if it is an article, rename it to `{}.md`; otherwise move it to static/ if readers should get it, or out of content/",
            path.stem()
        ),
        _ if ending.is_empty() => "move it to static/ if readers should get it, or out of content/".to_owned(),
        _ => format!(
            "move it to static/ if readers should get it; `publish = [\"{ending}\"]` under [content] in site.toml \
             publishes all .{ending} files"
        ),
    }
}

/// Whether a file may be an article whose name lacks `.md`: a text file, or one without a file extension. Files that hosts and
/// tools look for, such as `CNAME` and `_redirects`, are not articles.
fn may_be_article(path: &SourcePath) -> bool {
    let name = path.file_name();
    match path.extension().as_str() {
        "txt" | "text" => !matches!(
            name,
            "robots.txt" | "humans.txt" | "ads.txt" | "security.txt"
        ),
        "" => !name.starts_with(['_', '.']) && name.contains(char::is_lowercase),
        _ => false,
    }
}
