//! Names that people type for articles and files: found in the [`Directory`] of the site, refused with the nearest ones.

use std::path::Path;

use crate::diag::{Error, Result};
use crate::graph::{Directory, DocId, Named};
use crate::inspect::{Inspection, Inspector};

/// What a name means, and only that.
///
/// # Errors
///
/// When nothing is called so, or several things are.
pub(super) fn one(directory: &Directory<'_>, asked: &str, root: &Path) -> Result<Named> {
    let mut found = all(directory, asked, root);
    match found.len() {
        0 => Err(unknown(directory, asked)),
        1 => Ok(found.remove(0)),
        several => {
            let meant: Vec<String> = found.iter().map(|named| directory.typed(named)).collect();
            Err(
                Error::new(format!("{several} things here are called `{asked}`"))
                    .help(format!("write one of: {}", meant.join(", "))),
            )
        }
    }
}

/// What a name means, and only that, in the first language in which something is called so.
///
/// # Errors
///
/// When nothing is called so, or several things are.
pub(super) fn in_languages<'b>(
    built: &'b Inspection,
    asked: &str,
    root: &Path,
) -> Result<(&'b Inspector, Named)> {
    let languages = built.languages();
    let found = languages.iter().map(|language| {
        let named = one(&language.directory(), asked, root)?;
        Ok((language, named))
    });
    let mut found: Vec<Result<(&Inspector, Named)>> = found.collect();
    // A file of one language is known in the others, but only as a file.
    let is_in_language = |found: &Result<(&Inspector, Named)>| matches!(found, Ok((_, named)) if !matches!(named, Named::File(_)));
    let is_something = |found: &Result<_>| found.is_ok();
    let at = found.iter().position(is_in_language);
    let at = at.or_else(|| found.iter().position(is_something));
    found.swap_remove(at.unwrap_or_default())
}

/// The documents of all these names, and the language that they are in; the first language if none is named. `choose` takes those
/// of a name that the command can use, or refuses the name.
///
/// # Errors
///
/// When nothing or too much has one of the names, when one is refused, or when they are in several languages; then `advice` is
/// given.
pub(super) fn documents<'b>(
    built: &'b Inspection,
    asked: &[String],
    root: &Path,
    advice: &str,
    choose: impl Fn(&Inspector, &str, Vec<DocId>) -> Result<Vec<DocId>>,
) -> Result<(&'b Inspector, Vec<DocId>)> {
    let mut all = &built.languages()[0];
    let mut documents = Vec::new();
    for (at, name) in asked.iter().enumerate() {
        let (language, named) = in_languages(built, name, root)?;
        if at > 0 && !std::ptr::eq(language, all) {
            let message = format!("`{name}` is in another language than `{}`", asked[0]);
            return Err(Error::new(message).help(advice));
        }
        all = language;
        documents.extend(choose(language, name, language.documents_of_name(&named))?);
    }
    Ok((all, documents))
}

/// Everything that a name means. A path may also be written as the shell completes it: relative to the current folder, or
/// absolute.
pub(super) fn all(directory: &Directory<'_>, asked: &str, root: &Path) -> Vec<Named> {
    let found = directory.find(asked);
    match from_root(asked, root).filter(|_| found.is_empty()) {
        Some(path) => directory.find(&path),
        None => found,
    }
}

/// A path of the current folder, from the folder of the site.
pub(super) fn from_root(asked: &str, root: &Path) -> Option<String> {
    let whole = std::path::absolute(asked).ok()?;
    let below = whole.strip_prefix(root).ok()?;
    Some(below.to_string_lossy().replace('\\', "/"))
}

/// The error for a name that nothing has.
pub(super) fn unknown(directory: &Directory<'_>, asked: &str) -> Error {
    let near = directory.near(asked);
    let error = Error::new(format!("nothing here is called `{asked}`"));
    error.help(match near.is_empty() {
        true => {
            "name an article by its file, its address or its title; `mend list` names all articles"
                .to_owned()
        }
        false => format!("nearest: {}", near.join(", ")),
    })
}
