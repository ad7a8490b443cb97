//! Reads `theme.toml`: the named colours of a theme, and the contrast that each pair of them needs.
//!
//! A theme without this file has the colours of the built-in theme, as with all other files. Contrast is computed in
//! [`crate::style`].

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::THEME_06;
use crate::diag::{Diagnostic, Reported, Span, did_you_mean, nearest};
use crate::formats::toml::{self as notation, Spanned};
use crate::path::SourcePath;
use crate::style::{Colour, FaintColour, Pair, Palette, Style, Token};

/// The file's name in a theme.
pub(super) const FILE: &str = "theme.toml";

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Manifest {
    tokens: BTreeMap<Spanned<String>, TokenEntry>,
    pairs: Vec<PairEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenEntry {
    light: Colour,
    dark: Colour,
    r#for: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairEntry {
    front: Spanned<String>,
    on: Vec<Spanned<String>>,
    contrast: f64,
    criterion: String,
}

/// Reads a theme's file. What cannot be used in it is reported and left out.
pub(super) fn read(path: &SourcePath, bytes: &[u8]) -> Reported<Palette> {
    let mut problems = Vec::new();
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| {
        let at = error.valid_up_to();
        problems.push(Diagnostic::new(THEME_06, "the file is not UTF-8 text").at(path, at..at));
        ""
    });
    let manifest: Manifest = notation::fit(text, |fault| {
        let mut problem = Diagnostic::new(THEME_06, fault.message).at(path, fault.span);
        problem.help = fault.help;
        problems.push(problem);
    });
    let is_whole = problems.is_empty();
    let mut tell = |span: Span, message: String, help: String| {
        problems.push(Diagnostic::new(THEME_06, message).at(path, span).help(help));
    };
    let tokens = tokens(manifest.tokens, &mut tell);
    // What a pair names may be one of the colours that were left out.
    let pairs = pairs(manifest.pairs, &tokens, |span, message, help| {
        if is_whole {
            tell(span, message, help);
        }
    });
    let palette = Palette {
        file: path.clone(),
        tokens,
        pairs,
    };
    problems.extend(faint(&palette));
    Reported {
        value: palette,
        problems,
    }
}

/// The colours, in the order in which they are written.
fn tokens(
    entries: BTreeMap<Spanned<String>, TokenEntry>,
    tell: &mut impl FnMut(Span, String, String),
) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (name, entry) in entries {
        let place = name.span();
        let name = name.into_inner();
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_part) {
            let message = format!("`{name}` is not a valid name of a colour");
            let help =
                "begin with a lower-case letter, and use only lower-case letters, digits and _";
            tell(place, message, help.to_owned());
            continue;
        }
        tokens.push(Token {
            name,
            used_for: entry.r#for,
            light: entry.light,
            dark: entry.dark,
            place,
        });
    }
    tokens.sort_by_key(|token| token.place.start);
    tokens
}

fn pairs(
    entries: Vec<PairEntry>,
    tokens: &[Token],
    mut tell: impl FnMut(Span, String, String),
) -> Vec<Pair> {
    let mut find = |name: &Spanned<String>| {
        let names = || tokens.iter().map(|token| token.name.as_str());
        let found = names().position(|known| known == name.get_ref());
        if found.is_none() {
            let message = format!("[tokens] has no colour `{}`", name.get_ref());
            let help = did_you_mean(nearest(name.get_ref(), names())).unwrap_or_else(|| {
                format!("use one of {}", names().collect::<Vec<_>>().join(", "))
            });
            tell(name.span(), message, help);
        }
        found
    };
    let mut pairs = Vec::new();
    for entry in entries {
        let front = find(&entry.front);
        for ground in &entry.on {
            let (Some(front), Some(ground)) = (front, find(ground)) else {
                continue;
            };
            pairs.push(Pair {
                front,
                ground,
                contrast: entry.contrast,
                criterion: entry.criterion.clone(),
            });
        }
    }
    pairs
}

/// Colours of the theme itself that are too faint: a site that changes nothing would be hard to read.
fn faint(palette: &Palette) -> Vec<Diagnostic> {
    let tell = |faint: FaintColour<'_>| {
        let scheme = faint.scheme.name();
        let message = format!("{} in the {scheme} scheme: {}", faint.token, faint.message);
        let problem = Diagnostic::new(THEME_06, message).at(&palette.file, faint.place.clone());
        problem.help(faint.help())
    };
    let faint = palette.faint(&Style::default());
    faint.into_iter().map(tell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::builtin;

    fn colour(text: &str) -> Colour {
        Colour::try_from(text.to_owned()).expect("a colour")
    }

    #[test]
    fn every_pair_of_the_built_in_theme_has_the_contrast_it_needs() {
        let path = format!("{}/{FILE}", builtin::FOLDER);
        let bytes = builtin::find(&path).expect("it is part of the theme");
        let Reported { value, problems } = read(&SourcePath::new(&path), bytes);
        assert_eq!(problems, []);
        assert_eq!((value.tokens.len(), value.pairs.len()), (14, 21));
    }

    #[test]
    fn a_colour_of_the_publisher_that_is_too_faint_is_told_with_one_that_would_do() {
        let palette = builtin::palette();
        let mut style = Style::default();
        style.light.insert("accent".to_owned(), colour("#7fb3bd"));
        let faint = palette.faint(&style);
        assert_eq!(faint.len(), 1, "{faint:?}");
        assert_eq!((faint[0].token, faint[0].is_of_site), ("accent", true));
        let better = faint[0].better.expect("a darker one");
        style.light.insert("accent".to_owned(), better);
        assert_eq!(palette.faint(&style), []);
        // The ground is blamed where the ground was changed.
        let mut style = Style::default();
        style.dark.insert("paper".to_owned(), colour("#888"));
        let faint = palette.faint(&style);
        assert_eq!((faint[0].scheme.name(), faint[0].token), ("dark", "paper"));
    }
}
