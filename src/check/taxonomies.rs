//! Taxonomies have names that front matter can use, and articles give terms only for taxonomies that the site has.
//!
//! Their addresses are judged where addresses are given.

use rustc_hash::FxHashMap;

use super::inputs::SiteDocuments;
use crate::codes;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::document;

/// Taxonomies whose key in front matter already means something else.
pub(super) fn check_names(config: &Config, problems: &mut Vec<Diagnostic>) {
    let mut forms: FxHashMap<String, &str> = FxHashMap::default();
    for (name, _) in config.taxonomies.iter() {
        let other = forms.insert(document::key_form(name), name);
        let (why, help) = match other {
            Some(other) => (
                format!("front matter cannot tell it from `{other}`"),
                "remove one of the two: case, `-` and `_` make no difference".to_owned(),
            ),
            None if document::is_setting(name) => (
                format!("`{name}` is a setting of articles"),
                "choose another name; readers see the taxonomy's own `title`".to_owned(),
            ),
            None => continue,
        };
        let message = format!("`{name}` cannot be the name of a taxonomy: {why}");
        let problem = Diagnostic::new(codes::CONF_03, message).help(help);
        problems.push(config.blame_name(&format!("taxonomies.{name}"), problem));
    }
}

/// Taxonomies for which articles give terms, and which the site does not have: each once, at the first article.
pub(super) fn check_declared(documents: &SiteDocuments<'_>, problems: &mut Vec<Diagnostic>) {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut found: Vec<(&str, usize, Diagnostic)> = Vec::new();
    for (_, document) in documents.judged() {
        for (name, span) in &document.meta.undeclared {
            let place = *places.entry(document::key_form(name)).or_insert_with(|| {
                let message =
                    format!("the site has no taxonomy `{name}`, so its terms have no pages");
                let problem = Diagnostic::new(codes::FRONT_11, message);
                found.push((name, 0, problem.at(&document.path, span.clone())));
                found.len() - 1
            });
            found[place].1 += 1;
        }
    }
    problems.extend(found.into_iter().map(|(name, articles, problem)| {
        let others = match articles {
            1 => String::new(),
            2 => "; another article has terms in it as well".to_owned(),
            _ => format!("; {} more articles have terms in it", articles - 1),
        };
        problem.help(format!(
            "add `{} = {{}}` under `[taxonomies]` in site.toml{others}",
            quoted(name)
        ))
    }));
}

/// A name as a key of TOML.
fn quoted(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => format!("{name:?}"),
    }
}
