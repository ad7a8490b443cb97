//! What the shortcodes and addresses of Hugo, Zola and Jekyll have in common: boxes, pictures, what other hosts play, and old addresses.

use super::escape::{destination, escaped};
use super::findings::Effect;
use super::folder::{Text, natural};
use super::paths;
use super::tags::Put;

/// Addresses in `aliases` that are written from the folder of the article, which mend would take for names.
pub(super) fn rooted_aliases(text: &mut Text<'_>) {
    let aliases = text.head.list("aliases");
    let is_rooted = |alias: &String| alias.starts_with('/') || alias.contains("://");
    if aliases.is_empty() || aliases.iter().all(is_rooted) {
        return;
    }
    let folder = natural(text.file);
    let parent = folder
        .trim_end_matches('/')
        .rsplit_once('/')
        .map_or("", |(parent, _)| parent)
        .to_owned();
    let is_hugo = text.name.contains("content");
    let rooted: Vec<String> = aliases
        .iter()
        .filter_map(|alias| match is_rooted(alias) {
            true => Some(alias.clone()),
            false if is_hugo => paths::address(&format!("{parent}/{alias}")),
            false => paths::address(&format!("/{alias}")),
        })
        .collect();
    text.head.put("aliases", rooted);
    text.findings.count(
        Effect::Changed,
        "old addresses: written from the first page",
    );
}

/// The kind of block that a box of another tool is.
pub(super) fn kind_of_box(name: &str, kind: Option<&str>) -> Option<&'static str> {
    let of = |name: &str| match name.trim_matches('"').to_lowercase().as_str() {
        "note" | "info" | "notice" | "callout" | "alert" | "admonition" | "hint" | "primary"
        | "secondary" | "aside" => Some("note"),
        "tip" | "success" => Some("tip"),
        "important" => Some("important"),
        "warning" | "attention" | "new-in" | "deprecated-in" => Some("warning"),
        "caution" | "danger" | "error" => Some("caution"),
        _ => None,
    };
    let own = of(name)?;
    Some(kind.and_then(of).filter(|_| own == "note").unwrap_or(own))
}

/// A picture, with its caption if it has one.
pub(super) fn figure(src: &str, alternative: &str, caption: &str) -> String {
    let (alternative, address) = (escaped(alternative), destination(src));
    let caption = caption.split_whitespace().collect::<Vec<_>>().join(" ");
    match caption.is_empty() {
        true => format!("![{alternative}]({address})"),
        false => format!(
            "![{alternative}]({address} \"{}\")",
            caption.replace('"', "\\\"")
        ),
    }
}

/// What another host plays or shows, as a link.
pub(super) fn linked(name: &str, id: &Option<String>, arguments: &[(String, String)]) -> Put {
    let Some(id) = id.as_deref().filter(|id| !id.is_empty()) else {
        return Put::Missing(name.to_owned());
    };
    let value = |key: &str, at: usize| {
        let named = arguments.iter().find(|(known, _)| known == key);
        let placed = arguments
            .iter()
            .filter(|(known, _)| known.is_empty())
            .nth(at);
        named
            .or(placed)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    let address = match name {
        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "gist" => match value("", 1).is_empty() {
            true => format!("https://gist.github.com/{id}"),
            false => format!("https://gist.github.com/{id}/{}", value("", 1)),
        },
        "instagram" => format!("https://www.instagram.com/p/{id}/"),
        _ => format!(
            "https://x.com/{}/status/{}",
            value("user", 0),
            value("id", 1)
        ),
    };
    Put::Text(format!(
        "[{}]({})",
        escaped(&address),
        destination(&address)
    ))
}

/// An address that is one, with its slash.
pub(super) fn absolute(address: &str) -> String {
    match address.starts_with("http") {
        true => format!("{}/", address.trim_end_matches('/')),
        false => String::new(),
    }
}
