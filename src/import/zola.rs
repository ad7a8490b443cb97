//! From Zola: mend reads its articles mostly as they are. Shortcodes, old addresses and redirects are rewritten; templates and other
//! languages stay behind.

use serde_json::Value;

use super::findings::{Effect, Findings};
use super::folder::{Edited, Folder, Place, Text, is_taxonomy, setting, settings_file};
use super::languages::Languages;
use super::report::Report;
use super::shortcodes::{absolute, kind_of_box, linked, rooted_aliases};
use super::site::Settings;
use super::tags::{Marks, Put, Tag, arguments, rewritten};
use super::{FolderOptions, Source, Target};
use crate::diag::{Error, Result};

const MARKS: &Marks = &[("{{", "}}"), ("{%", "%}")];

/// The names of Zola's settings.
const CONFIG: [&str; 2] = ["zola.toml", "config.toml"];

/// How a shortcode with text ends.
const END: &str = "{% end %}";

/// Imports a site of Zola.
///
/// # Errors
///
/// When it has no settings of Zola, or a file cannot be read or written.
pub fn import(
    source: &dyn Source,
    name: &str,
    options: &FolderOptions,
    target: &mut dyn Target,
    tell: &dyn Fn(usize),
) -> Result<Report> {
    let (config, site) = settings_file(source, &CONFIG, || {
        Error::new(format!(
            "`{name}` is no site of Zola: it has no config.toml"
        ))
        .help("name the folder that holds config.toml and `content`")
    })?;
    let keys = ["default_language"];
    let languages = Languages::of(&site, &keys, options.language.as_deref());
    let taxonomies = site
        .get("taxonomies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let taxonomies = taxonomies.filter_map(|one| one.get("name")?.as_str());
    let settings = Settings {
        title: languages.text(&["title"]),
        description: languages.text(&["description"]),
        base_url: absolute(&setting(&site, &["base_url"])),
        language: languages.wanted.clone(),
        author: setting(&site, &["author"]),
        taxonomies: taxonomies
            .filter(|name| is_taxonomy(name))
            .map(|name| (name.to_owned(), None))
            .collect(),
        ..Settings::default()
    };
    let names = source.names().iter();
    let places = names.map(|name| (name.clone(), place(name, config, &languages)));
    let places = places.collect();
    let mut folder = Folder::new("Zola", name, source, target, settings);
    folder.report.remarks.extend(languages.remark());
    folder.carry(places, &mut edit, tell)
}

fn place(name: &str, config: &str, languages: &Languages<'_>) -> Place {
    if name == config {
        return Place::Settings;
    }
    let (top, below) = name.split_once('/').unwrap_or(("", name));
    match top {
        "content" => {}
        "static" => return Place::Copy(format!("static/{below}")),
        "templates" | "sass" | "themes" => return Place::left_out("part of the old theme"),
        "public" => return Place::left_out("made by Zola"),
        _ => return Place::left_out("no part of the site, such as a file of the repository"),
    }
    let Some(stem) = below.strip_suffix(".md") else {
        return Place::Copy(name.to_owned());
    };
    let (stem, tag) = match stem
        .rsplit_once('.')
        .filter(|(_, tag)| languages.all.contains(*tag))
    {
        Some((stem, tag)) => (stem, tag),
        None => (stem, languages.default.as_str()),
    };
    match tag == languages.wanted {
        true => Place::Text(format!("content/{stem}.md")),
        false => Place::LeftOut(format!("another language (`{tag}`)")),
    }
}

fn edit(text: &mut Text<'_>) -> Edited {
    let leads_to = text.head.text("redirect_to");
    if leads_to.is_some() && text.file.ends_with("/_index.md") {
        text.head.remove("redirect_to");
        text.findings.count(
            Effect::Lost,
            "a section that led on to another page: it lists its articles now",
        );
    } else if let Some(to) = leads_to {
        return Err(format!(
            "it only leads on to `{to}`; add its address to the `aliases` there"
        ));
    }
    for key in ["template", "page_template"] {
        if text.head.get(key).is_some() {
            text.head.remove(key);
            text.findings
                .count(Effect::Lost, "`template`: a template of the old theme");
        }
    }
    if text.head.text("sort_by").is_some_and(|order| {
        !matches!(
            order.as_str(),
            "date" | "update_date" | "title" | "weight" | "none"
        )
    }) {
        text.head.remove("sort_by");
        text.findings
            .count(Effect::Lost, "an order of articles that mend does not have");
    }
    if let Some(path) = text.head.text("path") {
        text.head.remove("path");
        text.head
            .put("url", format!("/{}/", path.trim_matches('/')));
        text.findings
            .count(Effect::Changed, "`path`: called `url` in mend");
    }
    rooted_aliases(text);
    let mut findings = Findings::default();
    std::mem::swap(&mut findings, &mut text.findings);
    let out = rewritten(text.head.body, MARKS, &mut findings, &mut tag);
    text.findings = findings;
    Ok(out)
}

fn tag(tag: &Tag<'_>) -> Put {
    let inner = tag.inner;
    if inner.starts_with("/*") {
        let end = if tag.open == "{{" { "}}" } else { "%}" };
        return Put::Text(format!(
            "`{} {} {end}`",
            tag.open,
            inner.trim_matches(['/', '*']).trim()
        ));
    }
    if tag.open == "{%" && inner == "end" {
        return Put::Around("end of a shortcode".to_owned());
    }
    let Some((name, rest)) = inner
        .split_once('(')
        .filter(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'))
    else {
        return Put::Same;
    };
    let arguments = arguments(rest.trim_end_matches(')'));
    let named = |keys: &[&str]| {
        let known = arguments
            .iter()
            .find(|(key, _)| keys.contains(&key.as_str()));
        known.map(|(_, value)| value.clone())
    };
    if tag.open == "{%" {
        return match kind_of_box(name, named(&["type", "kind", "level"]).as_deref()) {
            Some(kind) if tag.rest.contains(END) => {
                let title = named(&["title"]).unwrap_or_default();
                Put::Block(
                    format!("[!{kind}] {title}").trim_end().to_owned(),
                    END.to_owned(),
                )
            }
            _ if tag.rest.contains(END) => {
                Put::Around(format!("shortcode around text: {name}, its text is kept"))
            }
            _ => Put::Missing(name.to_owned()),
        };
    }
    match name {
        "youtube" | "vimeo" | "gist" => match named(&["url"]) {
            Some(url) => Put::Text(format!(
                "[{}]({})",
                super::escape::escaped(&url),
                super::escape::destination(&url)
            )),
            None => linked(name, &named(&["id"]), &arguments),
        },
        _ => Put::Missing(name.to_owned()),
    }
}
