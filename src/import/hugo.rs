//! From Hugo: mend reads its articles mostly as they are. Shortcodes, references and addresses by patterns are rewritten; layouts,
//! themes and other languages stay behind, and the report says so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::findings::{Effect, Findings};
use super::folder::{Edited, Folder, Place, Text, is_taxonomy, natural, setting, settings_file};
use super::languages::Languages;
use super::permalink::{self, Facts};
use super::report::Report;
use super::shortcodes::{absolute, figure, kind_of_box, linked, rooted_aliases};
use super::site::Settings;
use super::tags::{Marks, Put, Tag, arguments, rewritten};
use super::{FolderOptions, Source, Target};
use crate::diag::{Error, Result};

const MARKS: &Marks = &[("{{<", ">}}"), ("{{%", "%}}")];

/// The names of Hugo's settings, the newest first.
const CONFIG: [&str; 14] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/hugo.yml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config/_default/config.yml",
];

/// Imports a site of Hugo.
///
/// # Errors
///
/// When it has no settings of Hugo, or a file cannot be read or written.
pub fn import(
    source: &dyn Source,
    name: &str,
    options: &FolderOptions,
    target: &mut dyn Target,
    tell: &dyn Fn(usize),
) -> Result<Report> {
    let (config, site) = settings_file(source, &CONFIG, || {
        Error::new(format!(
            "`{name}` is no site of Hugo: it has no hugo.toml or config.toml"
        ))
        .help("name the folder that holds the settings and `content`")
    })?;
    let hugo = Hugo::of(source, &site, options);
    let places = source
        .names()
        .iter()
        .map(|name| (name.clone(), hugo.place(name, config)))
        .collect();
    let mut folder = Folder::new("Hugo", name, source, target, hugo.settings.clone());
    folder.report.remarks = hugo.remarks(&site);
    folder.carry(places, &mut |text| hugo.edit(text), tell)
}

struct Hugo<'s> {
    settings: Settings,
    languages: Languages<'s>,
    /// The folder of the articles in the language that is imported.
    content: String,
    /// The other folders of articles, with their languages.
    others: Vec<(String, String)>,
    permalinks: BTreeMap<String, String>,
    /// Every article below its folder, for references.
    articles: BTreeSet<String>,
}

impl<'s> Hugo<'s> {
    fn of(source: &dyn Source, site: &'s Value, options: &FolderOptions) -> Self {
        let keys = ["defaultContentLanguage", "languageCode"];
        let languages = Languages::of(site, &keys, options.language.as_deref());
        let content = content_folder(site, &languages);
        let others = languages.others().filter_map(|tag| {
            let folder = own_folder(&languages, tag).filter(|folder| *folder != content)?;
            Some((folder, tag.to_owned()))
        });
        let permalinks = site.get("permalinks");
        let permalinks = permalinks
            .and_then(|table| table.get("page"))
            .or(permalinks)
            .and_then(Value::as_object);
        let permalinks = permalinks
            .into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
        let articles = source.names().iter().filter_map(|name| {
            let below = name.strip_prefix(&content)?.strip_prefix('/')?;
            below.ends_with(".md").then(|| below.to_owned())
        });
        Self {
            settings: settings(site, &languages),
            articles: articles.collect(),
            others: others.collect(),
            permalinks: permalinks.collect(),
            content,
            languages,
        }
    }

    fn remarks(&self, site: &Value) -> Vec<String> {
        let mut remarks: Vec<String> = self.languages.remark().into_iter().collect();
        let known = [
            "baseurl",
            "title",
            "languagecode",
            "locale",
            "defaultcontentlanguage",
            "timezone",
            "contentdir",
            "taxonomies",
            "permalinks",
            "languages",
        ];
        let ignored = site.as_object().into_iter().flat_map(|site| site.keys());
        let ignored: Vec<String> = ignored
            .filter(|key| !known.contains(&key.to_lowercase().as_str()))
            .map(|key| format!("`{key}`"))
            .collect();
        if !ignored.is_empty() {
            remarks.push(format!(
                "These settings of Hugo have no effect any more: {}.",
                ignored.join(", ")
            ));
        }
        remarks
    }

    fn place(&self, name: &str, config: &str) -> Place {
        if name == config || name.starts_with("config/") {
            return Place::Settings;
        }
        if let Some((_, tag)) = self.others.iter().find(|(folder, _)| {
            name.strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        }) {
            return Place::LeftOut(format!("another language (`{tag}`)"));
        }
        if let Some(below) = name
            .strip_prefix(&self.content)
            .and_then(|rest| rest.strip_prefix('/'))
        {
            return self.content(below);
        }
        let (top, below) = name.split_once('/').unwrap_or(("", name));
        match top {
            "static" => Place::Copy(format!("static/{below}")),
            "data" if !below.contains('/') => match below.rsplit_once('.') {
                Some((stem, "yaml" | "yml" | "toml" | "json")) => {
                    Place::Data(format!("content/{stem}.yaml"))
                }
                _ => Place::left_out("data in a form that mend does not read"),
            },
            "data" => {
                Place::left_out("data in a folder; mend reads data directly in `content` only")
            }
            "layouts" | "themes" | "assets" | "archetypes" | "i18n" => {
                Place::left_out("part of the old theme")
            }
            "resources" | "public" => Place::left_out("made by Hugo"),
            _ => Place::left_out("no part of the site, such as a file of the repository"),
        }
    }

    fn content(&self, below: &str) -> Place {
        let (folder, file) = below
            .rsplit_once('/')
            .map_or(("", below), |(folder, file)| (folder, file));
        let Some((stem, extension)) = file.rsplit_once('.') else {
            return Place::left_out("a file without an ending among the articles");
        };
        let suffix = stem
            .rsplit_once('.')
            .filter(|(_, tag)| self.languages.all.contains(*tag));
        if let Some((_, tag)) = suffix.filter(|(_, tag)| *tag != self.languages.wanted) {
            return Place::LeftOut(format!("another language (`{tag}`)"));
        }
        let stem = suffix.map_or(stem, |(stem, _)| stem);
        let slash = if folder.is_empty() { "" } else { "/" };
        match extension {
            "md" | "markdown" => Place::Text(format!("content/{folder}{slash}{stem}.md")),
            "html" | "htm" => Place::left_out("an article in HTML; mend reads Markdown"),
            "org" | "adoc" | "rst" | "pandoc" => {
                Place::left_out("an article in a form that mend does not read")
            }
            _ => Place::Copy(format!("content/{folder}{slash}{stem}.{extension}")),
        }
    }

    fn edit(&self, text: &mut Text<'_>) -> Edited {
        let head = &mut text.head;
        if head.get("layout").is_some() {
            head.remove("layout");
            text.findings
                .count(Effect::Lost, "`layout`: a template of the old theme");
        }
        let below = text.file.trim_start_matches("content/");
        let mut sections: Vec<String> = below.split('/').map(str::to_owned).collect();
        let file = sections.pop().unwrap_or_default();
        if head.get("url").is_none()
            && !file.starts_with('_')
            && let Some(pattern) = sections
                .first()
                .and_then(|section| self.permalinks.get(section))
        {
            let stem = file.trim_end_matches(".md").to_owned();
            let stem = if stem == "index" {
                sections.last().cloned().unwrap_or(stem)
            } else {
                stem
            };
            let facts = Facts {
                date: head.text("date").unwrap_or_default(),
                slug: head.text("slug").unwrap_or_else(|| stem.clone()),
                title: head.text("title").unwrap_or_default(),
                file: stem,
                sections,
                categories: Vec::new(),
            };
            match permalink::address(pattern, &facts) {
                Some(address) if address != natural(text.file) => {
                    head.put("url", address);
                    text.findings.count(
                        Effect::Changed,
                        "addresses by a pattern: written into the article",
                    );
                }
                Some(_) => {}
                None => text.findings.count(
                    Effect::Lost,
                    "an address by a pattern that cannot be followed",
                ),
            }
        }
        rooted_aliases(text);
        let body = text.head.body;
        let here = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let body = unescaped(body);
        let mut made = Findings::default();
        std::mem::swap(&mut made, &mut text.findings);
        let out = rewritten(&body, MARKS, &mut made, &mut |tag| self.tag(tag, here));
        text.findings = made;
        Ok(out)
    }

    fn tag(&self, tag: &Tag<'_>, here: &str) -> Put {
        let inner = tag.inner.trim_end_matches('/').trim_end();
        let name = tag.name;
        if inner.starts_with("/*") {
            return Put::Text(format!(
                "`{} {} {}`",
                tag.open,
                inner.trim_matches(['/', '*']).trim(),
                if tag.open == "{{<" { ">}}" } else { "%}}" }
            ));
        }
        if inner.starts_with('/') {
            return Put::Around(format!("end of a shortcode: {name}"));
        }
        let arguments = arguments(inner.strip_prefix(name).unwrap_or_default());
        let named = |keys: &[&str]| {
            let known = arguments
                .iter()
                .find(|(key, _)| keys.contains(&key.to_lowercase().as_str()));
            known.map(|(_, value)| value.clone())
        };
        let first = arguments
            .iter()
            .find(|(key, _)| key.is_empty())
            .map(|(_, value)| value.clone());
        let closing = closing(tag.rest, name);
        match name {
            "ref" | "relref" => {
                let wanted = named(&["path"]).or(first).unwrap_or_default();
                Put::Text(self.reference(&wanted, here))
            }
            "figure" | "img" | "image" => match named(&["src"]).or(first) {
                Some(src) => Put::Text(figure(
                    &src,
                    &named(&["alt"]).unwrap_or_default(),
                    &named(&["caption", "title"]).unwrap_or_default(),
                )),
                None => Put::Missing(name.to_owned()),
            },
            "youtube" | "vimeo" | "gist" | "tweet" | "x" | "twitter" | "instagram" => {
                linked(name, &named(&["id"]).or(first), &arguments)
            }
            // `code-toggle` and others of themes show settings, which are not prose.
            _ if closing.is_some() && (name == "highlight" || name.starts_with("code")) => {
                Put::Code(first.unwrap_or_default(), closing.unwrap_or_default())
            }
            "details" | "expand" if closing.is_some() => {
                let title = named(&["summary", "title"]).or(first).unwrap_or_default();
                Put::Block(
                    format!("[!details] {title}").trim_end().to_owned(),
                    closing.unwrap_or_default(),
                )
            }
            _ => match (
                kind_of_box(
                    name,
                    first
                        .as_deref()
                        .or(named(&["type", "color", "context"]).as_deref()),
                ),
                closing,
            ) {
                (Some(kind), Some(closing)) => {
                    let title = named(&["title"]).unwrap_or_default();
                    Put::Block(format!("[!{kind}] {title}").trim_end().to_owned(), closing)
                }
                (_, Some(_)) => {
                    Put::Around(format!("shortcode around text: {name}, its text is kept"))
                }
                (_, None) => Put::Missing(name.to_owned()),
            },
        }
    }

    /// The address of an article that a reference names, as mend writes links to files.
    fn reference(&self, wanted: &str, here: &str) -> String {
        let (path, fragment) = match wanted.find('#') {
            Some(at) => wanted.split_at(at),
            None => (wanted, ""),
        };
        if path.is_empty() {
            return fragment.to_owned();
        }
        let bare = path.trim_start_matches('/').trim_end_matches('/');
        let from_here =
            crate::path::resolve_dots(here, path.trim_end_matches('/')).unwrap_or_default();
        let endings = |path: &str| {
            [
                path.to_owned(),
                format!("{path}.md"),
                format!("{path}/index.md"),
                format!("{path}/_index.md"),
            ]
        };
        let mut candidates: Vec<String> = Vec::new();
        if !path.starts_with('/') {
            candidates.extend(endings(&from_here));
        }
        candidates.extend(endings(bare));
        let found = candidates
            .into_iter()
            .find(|candidate| self.articles.contains(candidate));
        // Hugo also finds an article anywhere by its name, if there is only one of it.
        let found = found.or_else(|| {
            let mut alike = self.articles.iter().filter(|known| {
                endings(bare)
                    .iter()
                    .any(|ending| *known == ending || known.ends_with(&format!("/{ending}")))
            });
            let first = alike.next().cloned();
            first.filter(|_| alike.next().is_none())
        });
        match found {
            Some(found) => format!("@/{found}{fragment}"),
            None => format!("/{bare}/{fragment}"),
        }
    }
}

/// Code that shows shortcodes, without the marks that keep Hugo from running them.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fence = !fence;
        }
        let is_code = fence || line.contains('`');
        match is_code && line.contains("/*") {
            true => out.push_str(
                &line
                    .replace("{{</*", "{{<")
                    .replace("*/>}}", ">}}")
                    .replace("{{%/*", "{{%")
                    .replace("*/%}}", "%}}"),
            ),
            false => out.push_str(line),
        }
    }
    out
}

/// The closing tag of a shortcode, as it is written.
fn closing(rest: &str, name: &str) -> Option<String> {
    let forms = ["{{< /", "{{% /", "{{</", "{{%/", "{{< / ", "{{% / "];
    let at = forms
        .iter()
        .filter_map(|form| rest.find(&format!("{form}{name}")))
        .min()?;
    let end = rest[at..].find("}}")?;
    Some(rest[at..at + end + 2].to_owned())
}

/// The folder that a mount of the site puts in the place of `content` in this language.
fn mounted(site: &Value, language: &str) -> Option<String> {
    let mounts = site.get("module")?.get("mounts")?.as_array()?.iter();
    let mut folders = mounts.filter_map(|mount| {
        let of = |key: &str| mount.get(key).and_then(Value::as_str);
        let is_in_language = of("lang").is_none_or(|tag| tag == language);
        (of("target")? == "content" && is_in_language).then(|| of("source"))?
    });
    let folder = folders.next()?.trim_matches('/').to_owned();
    // Of several folders that lie over each other, none is the whole.
    folders.next().is_none().then_some(folder)
}

/// The folder of articles that a language has for itself.
fn own_folder(languages: &Languages<'_>, tag: &str) -> Option<String> {
    let folder = languages.table(tag)?.get("contentDir")?.as_str()?;
    Some(folder.trim_matches('/').to_owned())
}

/// The folder of the articles that are imported.
fn content_folder(site: &Value, languages: &Languages<'_>) -> String {
    let whole = || {
        let folder = setting(site, &["contentDir"]);
        let folder = folder.trim_matches('/');
        if folder.is_empty() { "content" } else { folder }.to_owned()
    };
    own_folder(languages, &languages.wanted)
        .or_else(|| mounted(site, &languages.wanted))
        .unwrap_or_else(whole)
}

fn settings(site: &Value, languages: &Languages<'_>) -> Settings {
    let code = languages.text(&["languageCode", "locale"]);
    let taxonomies = site.get("taxonomies").and_then(Value::as_object);
    let taxonomies = taxonomies
        .into_iter()
        .flat_map(|table| table.values().filter_map(Value::as_str));
    Settings {
        title: languages.text(&["title"]),
        description: setting(site.get("params").unwrap_or(&Value::Null), &["description"]),
        base_url: absolute(&setting(site, &["baseURL"])),
        language: match code.is_empty() {
            true => languages.wanted.clone(),
            false => code,
        },
        timezone: setting(site, &["timeZone"]),
        taxonomies: taxonomies
            .filter(|name| is_taxonomy(name))
            .map(|name| (name.to_owned(), None))
            .collect(),
        ..Settings::default()
    }
}
