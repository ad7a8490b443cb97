//! `mend theme`: the files of the theme, the values its templates can use, and copies of single files to change.

use super::args::{Global, Theme, ThemeCommand};
use super::console::Console;
use super::outcome::Outcome;
use super::setup::site;
use crate::diag::{Error, Result, nearest};
use crate::edit::{create, keep_inside};
use crate::kinds::Kinds;
use crate::theme::builtin;
use crate::view::PageKind;

/// The code that defines the view is also its documentation.
const MODEL: [&str; 4] = [
    include_str!("../view/model/mod.rs"),
    include_str!("../view/model/list.rs"),
    include_str!("../view/model/reference.rs"),
    include_str!("../view/model/help.rs"),
];

pub(super) fn run(global: &Global, args: &Theme, console: Console) -> Result<Outcome> {
    match &args.command {
        ThemeCommand::View => console.data(&view_page()),
        ThemeCommand::Eject { name: None } => {
            for (path, _) in builtin::FILES {
                console.data(path);
            }
        }
        ThemeCommand::Eject { name: Some(name) } => eject(global, name, console)?,
    }
    Ok(Outcome::Fine)
}

/// Copies one file of the built-in theme to the place where the site's own version overrides it.
fn eject(global: &Global, name: &str, console: Console) -> Result<()> {
    let is_meant =
        |path: &str| path == name || path.split_once('/').is_some_and(|(_, inner)| inner == name);
    let (path, bytes) = builtin::FILES
        .iter()
        .find(|(path, _)| is_meant(path))
        .ok_or_else(|| {
            let names = builtin::FILES
                .iter()
                .map(|(path, _)| path.split_once('/').map_or(*path, |(_, inner)| inner));
            let help = nearest(name, names).map_or(
                "`mend theme eject` alone lists all files".to_owned(),
                |meant| format!("did you mean {meant}?"),
            );
            Error::new(format!("the theme has no file `{name}`")).help(help)
        })?;
    let mut site = site(global, None)?;
    let theme = site.config()?.theme.clone();
    let root = &site.site().root;
    let target = root.join("themes").join(theme).join(path);
    keep_inside(root, &target)?;
    create(&target, bytes)
        .map_err(|error| error.help("remove it first if you want the original back"))?;
    console.data(&target.display().to_string());
    console.say("Your copy now replaces the original; delete it to go back.");
    Ok(())
}

/// The page about the view, as Markdown, made from the definitions and their comments.
fn view_page() -> String {
    let mut page = String::from("# What templates can use\n");
    let mut comment: Vec<&str> = Vec::new();
    let mut skipped = false;
    for line in MODEL.iter().flat_map(|file| file.lines()).map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            comment.push(text.trim());
            continue;
        }
        if line.starts_with("#[") {
            skipped |= line.contains("skip");
            continue;
        }
        let text = comment.join(" ");
        comment.clear();
        let line = line.trim_end_matches(['{', ',']).trim_end();
        if let Some(name) = line
            .strip_prefix("pub struct ")
            .or_else(|| line.strip_prefix("pub enum "))
        {
            page.push_str(&format!("\n## {name}\n\n{text}\n\n"));
        } else if let Some((name, value)) = line
            .strip_prefix("pub const VIEW_VERSION")
            .and_then(|rest| rest.split_once('='))
        {
            page.push_str(
                &format!(
                    "\n{text}{} Now:{value}\n",
                    name.split(':').next().unwrap_or_default()
                )
                .replace(';', ""),
            );
        } else if let Some((name, kind)) = line
            .strip_prefix("pub ")
            .and_then(|field| field.split_once(": "))
            && !skipped
            && !line.starts_with("pub const ")
        {
            page.push_str(&format!("- `{name}`: {} — {text}\n", kind_in_words(kind)));
        } else if line.chars().next().is_some_and(char::is_uppercase) && !text.is_empty() {
            page.push_str(&format!("- {text}\n"));
        }
        skipped = false;
    }
    page.push_str(&kinds());
    page.push_str(&colours());
    page
}

/// The kinds of page.
fn kinds() -> String {
    let line = |kind: &PageKind| match kind.about {
        "" => format!("- `{}`.\n", kind.name),
        about => format!("- `{}`: {about}.\n", kind.name),
    };
    let lines = Kinds::default().page_kinds().iter().map(line);
    format!(
        "\n## PageKind\n\nThe kinds of page.\n\n{}",
        lines.collect::<String>()
    )
}

/// The colours of the built-in theme, by which style sheets and `site.toml` call them.
fn colours() -> String {
    let tokens = builtin::palette().tokens.iter();
    let lines = tokens.map(|token| {
        let (name, used_for) = (&token.name, &token.used_for);
        let property = name.replace('_', "-");
        format!("- `{name}`: `--{property}` — {used_for}\n")
    });
    format!(
        "\n## Colours\n\nThe names that `[style.light]` and `[style.dark]` in `site.toml` can use, and their names in style \
         sheets. These are the colours of the built-in theme; a theme with a `theme.toml` has its own.\n\n{}",
        lines.collect::<String>()
    )
}

/// A Rust type as a theme author would say it.
fn kind_in_words(kind: &str) -> String {
    let inside = |outer: &str| {
        kind.strip_prefix(outer)?
            .strip_prefix('<')?
            .strip_suffix('>')
    };
    if let Some(inner) = inside("Option") {
        return format!("{} or null", kind_in_words(inner));
    }
    if let Some(inner) = inside("Vec") {
        return format!("list of {}", kind_in_words(inner));
    }
    if let Some(inner) = inside("Shared") {
        return kind_in_words(inner);
    }
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u32" => "number".to_owned(),
        "Moment" => "date (`iso`, `long`, `moment`)".to_owned(),
        kind if kind.contains("Map<") => "map".to_owned(),
        kind => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_about_the_view_names_fields_types_and_reasons() {
        let page = view_page();
        assert!(
            page.contains("## ArticleView\n\nThe values of an article."),
            "{page}"
        );
        assert!(
            page.contains("- `minutes`: number — The time it takes to read in minutes, rounded up; 0 if it is less than one."),
            "{page}"
        );
        assert!(
            page.contains("- `updated`: date (`iso`, `long`, `moment`) or null"),
            "{page}"
        );
        assert!(
            !page.contains("- `template`"),
            "what templates cannot see is not named:\n{page}"
        );
    }
}
