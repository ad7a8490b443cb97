//! From Jekyll: posts, drafts, pages and collections with the addresses that Jekyll made of them. Liquid is rewritten where it
//! only names something; layouts, includes and plugins stay behind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::findings::{Effect, Findings};
use super::folder::{Edited, Folder, Place, Text, natural, setting, settings_file};
use super::permalink::{self, Facts};
use super::report::Report;
use super::site::Settings;
use super::tags::{Marks, Put, Tag, rewritten};
use super::{FolderOptions, Source, Target};
use crate::diag::{Error, Result};
use crate::path::SourcePath;

const MARKS: &Marks = &[("{%", "%}"), ("{{", "}}"), ("{:", "}")];

/// The names of Jekyll's settings.
const CONFIG: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// Imports a site of Jekyll.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn import(
    source: &dyn Source,
    name: &str,
    _: &FolderOptions,
    target: &mut dyn Target,
    tell: &dyn Fn(usize),
) -> Result<Report> {
    let (_, site) = settings_file(source, &CONFIG, || {
        Error::new(format!(
            "`{name}` is no site of Jekyll: it has no _config.yml"
        ))
        .help("name the folder that holds _config.yml")
    })?;
    let jekyll = Jekyll::of(source, &site);
    let mut places = BTreeMap::new();
    for name in source.names() {
        places.insert(name.clone(), jekyll.place(name, source)?);
    }
    let base = format!(
        "{}{}",
        setting(&site, &["url"]).trim_end_matches('/'),
        jekyll.base
    );
    let settings = Settings {
        title: setting(&site, &["title", "name"]),
        description: setting(&site, &["description", "tagline"]),
        base_url: super::shortcodes::absolute(&base),
        language: setting(&site, &["lang", "locale", "language"]),
        timezone: setting(&site, &["timezone"]),
        author: setting(&site, &["author"]),
        ..Settings::default()
    };
    let mut folder = Folder::new("Jekyll", name, source, target, settings);
    folder.report.remarks = remarks(&site);
    folder.carry(places, &mut |text| jekyll.edit(text), tell)
}

fn texts_of(site: &Value) -> BTreeMap<String, String> {
    let all = site.as_object().into_iter().flatten();
    let texts = all.filter_map(|(key, value)| match value {
        Value::String(text) => Some((key.clone(), text.clone())),
        Value::Number(number) => Some((key.clone(), number.to_string())),
        _ => None,
    });
    texts.collect()
}

/// What of the settings has no effect any more.
fn remarks(site: &Value) -> Vec<String> {
    let plugins = site
        .get("plugins")
        .or_else(|| site.get("gems"))
        .and_then(Value::as_array);
    let plugins: Vec<String> = plugins
        .into_iter()
        .flatten()
        .filter_map(|name| Some(format!("`{}`", name.as_str()?)))
        .collect();
    let mut remarks = Vec::new();
    if !plugins.is_empty() {
        remarks.push(format!(
            "These plugins have no effect any more: {}.",
            plugins.join(", ")
        ));
    }
    if site.get("defaults").is_some() {
        remarks.push("`defaults` in _config.yml has no effect any more. If it set addresses, some may have changed; `--old-sitemap` names them.".to_owned());
    }
    remarks
}

struct Jekyll {
    /// The path of the site on its host.
    base: String,
    permalink: String,
    /// The collections that have pages, with the patterns of their addresses.
    collections: BTreeMap<String, (bool, Option<String>)>,
    /// Where each text of the source goes, for `link` and `post_url`.
    files: Vec<String>,
    /// The texts and numbers of the settings, for `{{ site.KEY }}`.
    values: BTreeMap<String, String>,
}

impl Jekyll {
    fn of(source: &dyn Source, site: &Value) -> Self {
        let collections = match site.get("collections") {
            Some(Value::Object(table)) => table
                .iter()
                .map(|(name, one)| {
                    let output = one.get("output").and_then(Value::as_bool).unwrap_or(false);
                    let permalink = one
                        .get("permalink")
                        .and_then(Value::as_str)
                        .map(str::to_owned);
                    (name.clone(), (output, permalink))
                })
                .collect(),
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(|name| Some((name.as_str()?.to_owned(), (false, None))))
                .collect(),
            _ => BTreeMap::new(),
        };
        let permalink = setting(site, &["permalink"]);
        Self {
            base: setting(site, &["baseurl"]).trim_end_matches('/').to_owned(),
            permalink: if permalink.is_empty() {
                "date".to_owned()
            } else {
                permalink
            },
            collections,
            files: source.names().to_vec(),
            values: texts_of(site),
        }
    }

    fn place(&self, name: &str, source: &dyn Source) -> Result<Place> {
        let extension = name.rsplit('.').next().unwrap_or_default();
        let is_text = matches!(extension, "md" | "markdown" | "mkd" | "mkdown");
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if CONFIG.contains(&name) {
            return Ok(Place::Settings);
        }
        if let Some(below) = name.strip_prefix("_data/") {
            return Ok(
                match below.contains('/') || !matches!(extension, "yml" | "yaml" | "json") {
                    true => Place::left_out("data in a form or place that mend does not read"),
                    false => Place::Data(format!(
                        "content/{}.yaml",
                        below.rsplit_once('.').map_or(below, |(stem, _)| stem)
                    )),
                },
            );
        }
        for (folder, unread) in [
            ("_posts/", "a post that is not Markdown"),
            ("_drafts/", "a draft that is not Markdown"),
        ] {
            let parts = stem.split_once(folder);
            let parts = parts.filter(|(before, _)| before.is_empty() || before.ends_with('/'));
            if let Some((before, post)) = parts {
                return Ok(match is_text {
                    true => Place::Text(format!("content/{before}posts/{post}.md")),
                    false => Place::left_out(unread),
                });
            }
        }
        if let Some((folder, below)) = stem.strip_prefix('_').and_then(|rest| rest.split_once('/'))
        {
            return Ok(match self.collections.get(folder) {
                Some((true, _)) if is_text => Place::Text(format!("content/{folder}/{below}.md")),
                Some((true, _)) => Place::Copy(format!("static/{}", &name[1..])),
                Some((false, _)) => Place::left_out("a collection without pages"),
                None => Place::left_out("part of the old theme"),
            });
        }
        if name.split('/').any(|part| part.starts_with('_'))
            || matches!(name, "Gemfile" | "Gemfile.lock" | "Rakefile")
            || extension == "gemspec"
        {
            return Ok(Place::left_out("part of the old theme, or of the tool"));
        }
        let last = stem.rsplit('/').next().unwrap_or_default().to_lowercase();
        if is_text
            && matches!(
                last.as_str(),
                "readme" | "license" | "contributing" | "changelog" | "history"
            )
            && !self.begins_with_front_matter(name, source)?
        {
            return Ok(Place::left_out("a file about the repository"));
        }
        // A file is a page if it begins with front matter.
        match self.begins_with_front_matter(name, source)? {
            true if is_text => Ok(Place::Text(format!("content/{stem}.md"))),
            true if extension == "html" => {
                Ok(Place::left_out("a page in HTML; mend reads Markdown"))
            }
            true => Ok(Place::left_out("a file that Jekyll made from a template")),
            false if is_text => Ok(Place::left_out(
                "Markdown without front matter, which Jekyll does not make a page of",
            )),
            false => Ok(Place::Copy(format!("static/{name}"))),
        }
    }

    fn begins_with_front_matter(&self, name: &str, source: &dyn Source) -> Result<bool> {
        let path = SourcePath::new(&format!("static/{name}"));
        let is_text = [
            "md", "markdown", "mkd", "mkdown", "html", "htm", "xml", "css", "scss", "sass", "js",
            "coffee", "json", "txt", "svg",
        ];
        let ending = path.extension();
        if !is_text.contains(&ending.as_str()) {
            return Ok(false);
        }
        let bytes = source.read(name)?;
        Ok(bytes.starts_with(b"---\n")
            || bytes.starts_with(b"---\r\n")
            || bytes.starts_with(b"\xef\xbb\xbf---"))
    }

    fn edit(&self, text: &mut Text<'_>) -> Edited {
        let is_draft = text.name.contains("_drafts/");
        let is_post = text.name.contains("_posts/");
        if text.head.get("layout").is_some() {
            text.head.remove("layout");
            text.findings
                .count(Effect::Lost, "`layout`: a template of the old theme");
        }
        if is_draft {
            text.head.put("draft", true);
        }
        self.address(text, is_post);
        let mut findings = Findings::default();
        std::mem::swap(&mut findings, &mut text.findings);
        let body = attributes_of_headings(text.head.body, &mut findings);
        let out = rewritten(&body, MARKS, &mut findings, &mut |tag| self.tag(tag));
        text.findings = findings;
        Ok(out)
    }

    /// Writes the address that the text had into it.
    fn address(&self, text: &mut Text<'_>, is_post: bool) {
        let file = text
            .file
            .trim_start_matches("content/")
            .trim_end_matches(".md");
        let mut sections: Vec<String> = file.split('/').map(str::to_owned).collect();
        let name = sections.pop().unwrap_or_default();
        let (date, slug) = dated(&name);
        let own = text.head.text("permalink");
        let collection = text
            .name
            .strip_prefix('_')
            .and_then(|rest| rest.split('/').next())
            .and_then(|name| self.collections.get(name));
        let pattern = match (&own, is_post, collection) {
            (Some(own), _, _) => own.clone(),
            (None, true, _) => self.permalink.clone(),
            (None, false, Some((_, pattern))) => pattern
                .clone()
                .unwrap_or_else(|| "/:collection/:path.html".to_owned()),
            (None, false, None) => {
                match self.permalink.ends_with('/') || self.permalink == "pretty" {
                    true => return,
                    false => format!("/{file}.html"),
                }
            }
        };
        let head = &text.head;
        let facts = Facts {
            date: head.text("date").or(date).unwrap_or_default(),
            slug: head.text("slug").unwrap_or(slug.clone()),
            title: String::new(),
            file: slug,
            sections,
            categories: categories(text, is_post),
        };
        let Some(address) = permalink::address(&pattern, &facts) else {
            if own.is_some_and(|own| own.contains(':')) {
                text.head.remove("permalink");
            }
            text.findings.count(
                Effect::Lost,
                "an address by a pattern that cannot be followed",
            );
            return;
        };
        let is_index = name == "index";
        let natural = natural(text.file);
        let bare = address.trim_end_matches("index.html");
        if bare == natural || is_index && own.is_none() {
            text.head.remove("permalink");
            return;
        }
        if own.is_none() && !is_post && address == format!("{}.html", natural.trim_end_matches('/'))
        {
            let mut aliases = text.head.list("aliases");
            aliases.extend(text.head.list("redirect_from"));
            aliases.push(address);
            text.head.remove("redirect_from");
            text.head.put("aliases", aliases);
            text.findings.count(
                Effect::Changed,
                "addresses that ended in .html: a redirect leads on from each",
            );
            return;
        }
        text.head.remove("permalink");
        text.head.put("url", address);
        text.findings.count(
            Effect::Changed,
            "addresses by a pattern: written into the article",
        );
    }

    fn tag(&self, tag: &Tag<'_>) -> Put {
        let inner = tag.inner;
        let rest = inner.strip_prefix(tag.name).unwrap_or_default().trim();
        let end = |name: &str| {
            let at = ["{% end", "{%- end", "{%end"]
                .iter()
                .filter_map(|form| tag.rest.find(&format!("{form}{name}")))
                .min()?;
            let length = tag.rest[at..].find("%}")?;
            Some(tag.rest[at..at + length + 2].to_owned())
        };
        if tag.open == "{:" {
            return Put::Around("attributes of kramdown".to_owned());
        }
        if tag.open == "{{" {
            return self.value(inner);
        }
        match tag.name {
            "raw" => end("raw").map_or(Put::Around("raw".to_owned()), Put::Raw),
            "comment" => end("comment").map_or(Put::Missing("comment".to_owned()), Put::Hidden),
            "highlight" => {
                let language = rest
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                end("highlight").map_or(Put::Missing("highlight".to_owned()), |closing| {
                    Put::Code(language, closing)
                })
            }
            "link" | "post_url" => match self.target(rest, tag.name == "post_url") {
                Some(file) => Put::Text(format!("@/{}", file.trim_start_matches("content/"))),
                None => Put::Missing(format!("{} {rest}", tag.name)),
            },
            "for" | "if" | "unless" | "case" | "capture" | "tablerow" => match end(tag.name) {
                Some(closing) => Put::MissingUntil(format!("Liquid {}", tag.name), closing),
                None => Put::Missing(format!("Liquid {}", tag.name)),
            },
            "assign" | "increment" | "decrement" | "break" | "continue" => {
                Put::Hidden(String::new())
            }
            name if name.starts_with("end") => {
                Put::Around(format!("end of {}", name.trim_start_matches("end")))
            }
            name => match end(name) {
                Some(_) => Put::Around(format!("tag around text: {name}, its text is kept")),
                None => Put::Missing(
                    inner
                        .split_whitespace()
                        .take(2)
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
            },
        }
    }

    /// A value in double braces: an address, or something that only Jekyll knows.
    fn value(&self, inner: &str) -> Put {
        if matches!(inner, "site.baseurl" | "site.url" | "site.github.url") {
            return Put::Text(String::new());
        }
        if let Some(value) = inner
            .strip_prefix("site.")
            .and_then(|key| self.values.get(key))
        {
            return Put::Text(value.clone());
        }
        let mut parts = inner.split('|').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let quoted = first
            .strip_prefix(['"', '\''])
            .and_then(|text| text.strip_suffix(['"', '\'']));
        let filters: Vec<&str> = parts.collect();
        let is_address = filters.iter().all(|filter| {
            matches!(*filter, "relative_url" | "absolute_url")
                || filter.starts_with("prepend: site.")
        });
        match quoted {
            Some(text) if is_address => Put::Text(text.to_owned()),
            _ => Put::Missing(format!("{{{{ {inner} }}}}")),
        }
    }

    /// The file in the new site for a file that Liquid names.
    fn target(&self, wanted: &str, is_post: bool) -> Option<String> {
        let wanted = wanted.trim_matches(['"', '\'', '/']);
        let found = self.files.iter().find(|name| match is_post {
            true => name.split_once("_posts/").is_some_and(|(_, post)| {
                let post = post.rsplit_once('.').map_or(post, |(stem, _)| stem);
                post == wanted || post.rsplit('/').next() == Some(wanted)
            }),
            false => name.as_str() == wanted,
        })?;
        let stem = found
            .rsplit_once('.')
            .map_or(found.as_str(), |(stem, _)| stem);
        let stem = stem.replace("_posts/", "posts/");
        Some(format!("{}.md", stem.trim_start_matches('_')))
    }
}

/// The categories of a text, of which a post has those of its folders if it names none.
fn categories(text: &Text<'_>, is_post: bool) -> Vec<String> {
    let named = ["categories", "category"].into_iter();
    let named = named.flat_map(|key| match text.head.get(key) {
        Some(Value::String(words)) => words.split_whitespace().map(str::to_owned).collect(),
        _ => text.head.list(key),
    });
    let named: Vec<String> = named.collect();
    if !is_post || !named.is_empty() {
        return named;
    }
    let folders = text.name.split("_posts/").next().unwrap_or_default();
    let folders = folders.split('/').filter(|part| !part.is_empty());
    folders.map(str::to_owned).collect()
}

/// The day at the start of a name, and the rest.
fn dated(name: &str) -> (Option<String>, String) {
    let day = name.get(..10).filter(|day| {
        let bytes = day.as_bytes();
        bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() == 8
    });
    match day.and_then(|day| Some((day, name.get(10..)?.strip_prefix('-')?))) {
        Some((day, rest)) => (Some(day.to_owned()), rest.to_owned()),
        None => (None, name.to_owned()),
    }
}

/// `{: #name }` below a heading becomes `{#name}` behind its words.
fn attributes_of_headings(text: &str, findings: &mut Findings) -> String {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let id = line
            .trim()
            .strip_prefix("{:")
            .and_then(|rest| rest.strip_suffix('}'));
        let id = id.and_then(|rest| {
            rest.split_whitespace()
                .find_map(|word| word.strip_prefix('#'))
        });
        match (id, out.last_mut()) {
            (Some(id), Some(heading)) if heading.starts_with('#') && !heading.contains("{#") => {
                heading.push_str(&format!(" {{#{id}}}"));
                findings.count(Effect::Changed, "names of headings: as mend writes them");
            }
            _ => out.push(line.to_owned()),
        }
    }
    let mut text = out.join("\n");
    text.push('\n');
    text
}
