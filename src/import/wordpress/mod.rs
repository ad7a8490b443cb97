//! From WordPress: its export file, and the folder of its uploads if there is one.
//!
//! The export is read twice, item by item: first to decide where everything goes ([`plan`]), then to convert the texts. Texts
//! keep their addresses. Comments are counted and not imported; nothing is fetched.

mod export;
mod links;
mod lossy;
mod media;
mod plan;
mod shortcodes;

use std::io::BufRead;

use super::findings::{Effect, Findings};
use super::front_matter::FrontMatter;
use super::markup::{self, Reading};
use super::report::{Fate, Item, Report};
use super::site::Settings;
use super::{Source, Target};
use crate::diag::Result;
use crate::document::is_setting;
use crate::scaffold::GITIGNORE;
use export::{Channel, Entry, Export};
use links::Surroundings;
use media::Media;
use plan::{Known, NO_TAXONOMIES, Plan};

/// What to import besides posts and pages.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether private texts and those with a password are imported, as drafts.
    pub private: bool,
    /// Kinds of text that plugins made.
    pub kinds: Vec<String>,
}

/// How deep reusable blocks may be inside each other.
const DEEPEST_BLOCK: usize = 4;

/// Imports an export of WordPress, which `open` opens from its start. `name` is for the report, `tell` hears how many items
/// are done.
///
/// # Errors
///
/// When the file is no export, cannot be read, or a file of the new site cannot be written.
pub fn import(
    open: &dyn Fn() -> Result<Box<dyn BufRead>>,
    name: &str,
    media: Option<&dyn Source>,
    options: &Options,
    target: &mut dyn Target,
    tell: &dyn Fn(usize),
) -> Result<Report> {
    let mut media = Media::new(media);
    let mut plan = Plan::default();
    let mut survey = Export::new(open()?);
    while let Some(entry) = survey.next()? {
        if plan.items.is_empty() {
            plan.know_site(&survey.channel);
        }
        plan.add(&entry, options, &mut media);
    }
    let mut report = Report {
        tool: "WordPress",
        source: name.to_owned(),
        unit: ("item", "items"),
        met: survey.begun,
        ..Report::default()
    };
    let mut texts = Export::new(open()?);
    let mut at = 0;
    while let Some(entry) = texts.next()? {
        let item = text(
            &entry,
            &plan.items[at],
            &plan,
            &texts.channel,
            &mut media,
            target,
        )?;
        report.items.push(item);
        at += 1;
        tell(at);
    }
    if survey.is_cut {
        report.items.push(Item {
            source: "the last item".to_owned(),
            file: None,
            fate: Fate::LeftOut("the export ends in the middle of it".to_owned()),
            addresses: Vec::new(),
            findings: Vec::new(),
        });
        report.met = report.items.len();
    }
    settle_attachments(&mut report, &plan, &media);
    for (source, name, place) in media.copies() {
        target.copy(source, name, &place)?;
    }
    let home = plan.take("content/_index.md");
    remarks(&mut report, &plan, &survey, &media);
    write_site(&plan, &survey.channel, home, target)?;
    Ok(report)
}

/// Converts one item; writes its file if it has one.
fn text(
    entry: &Entry,
    known: &Known,
    plan: &Plan,
    channel: &Channel,
    media: &mut Media<'_>,
    target: &mut dyn Target,
) -> Result<Item> {
    let mut item = Item {
        source: known.source.clone(),
        file: known.file.clone(),
        fate: known.fate.clone(),
        addresses: known.old.iter().cloned().collect(),
        findings: Vec::new(),
    };
    let Some(file) = &known.file else {
        return Ok(item);
    };
    let mut findings = Findings::default();
    let mut surroundings = Surroundings {
        plan,
        media,
        id: entry.id,
    };
    let source = with_blocks(&entry.content, plan, DEEPEST_BLOCK);
    let reading = Reading {
        line_breaks: !source.contains("<!-- wp:"),
    };
    let html = shortcodes::replaced(&source, &mut surroundings);
    let body = markup::markdown(&html, reading, &mut surroundings, &mut findings);
    let front_matter = front_matter(entry, known, channel, &mut surroundings, &mut findings);
    let text = format!("{}{body}\n", front_matter.text());
    let (text, findings) = findings.settle(&text);
    target.put(file, text.trim_start_matches('\n').as_bytes())?;
    item.findings = findings;
    Ok(item)
}

/// A text with the reusable blocks that it shows.
fn with_blocks(content: &str, plan: &Plan, depth: usize) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find("<!-- wp:block {") {
        let (before, block) = rest.split_at(at);
        out.push_str(before);
        let end = block.find("-->").map_or(block.len(), |end| end + 3);
        let id = block[..end].split("\"ref\":").nth(1).and_then(|id| {
            let digits = id
                .trim_start()
                .split(|c: char| !c.is_ascii_digit())
                .next()?;
            digits.parse::<u64>().ok()
        });
        match id.and_then(|id| plan.blocks.get(&id)).filter(|_| depth > 0) {
            Some(content) => out.push_str(&with_blocks(content, plan, depth - 1)),
            None => out.push_str(&block[..end]),
        }
        rest = &block[end..];
    }
    out.push_str(rest);
    out
}

fn front_matter(
    entry: &Entry,
    known: &Known,
    channel: &Channel,
    surroundings: &mut Surroundings<'_, '_>,
    findings: &mut Findings,
) -> FrontMatter {
    let mut keys = FrontMatter::default();
    keys.put("title", markup::words(&entry.title));
    let is_post = entry.kind != "page";
    dates(entry, known, &mut keys);
    keys.put("summary", markup::words(&entry.excerpt));
    let description = entry
        .meta("_yoast_wpseo_metadesc")
        .or_else(|| entry.meta("rank_math_description"));
    keys.put(
        "description",
        description
            .filter(|text| !text.contains("%%"))
            .unwrap_or_default(),
    );
    if known.has_own_address {
        keys.put("url", known.route.clone());
    }
    keys.put("aliases", aliases(entry, known));
    for (name, terms) in terms(entry, findings) {
        keys.put(&name, terms);
    }
    let language = entry
        .terms
        .iter()
        .find(|(domain, _, _)| domain == "language");
    if let Some((_, tag, _)) = language.filter(|(_, tag, _)| crate::language::check(tag).is_ok()) {
        keys.put("language", tag.as_str());
    }
    let author = channel.authors.get(&entry.creator).filter(|_| is_post);
    keys.put(
        "authors",
        author
            .map(|author| vec![author.clone()])
            .unwrap_or_default(),
    );
    if !is_post && entry.menu_order != 0 {
        keys.put("weight", entry.menu_order);
    }
    thumbnail(entry, surroundings, findings, &mut keys);
    if entry.is_sticky {
        findings.count(
            Effect::Lost,
            "\"sticky\": the article is not first in its lists any more",
        );
    }
    keys
}

/// The picture of a text for lists and shared links.
fn thumbnail(
    entry: &Entry,
    surroundings: &mut Surroundings<'_, '_>,
    findings: &mut Findings,
    keys: &mut FrontMatter,
) {
    let thumbnail = entry
        .meta("_thumbnail_id")
        .and_then(|id| id.parse::<u64>().ok());
    let thumbnail = thumbnail.and_then(|id| {
        let plan = surroundings.plan;
        let known = &plan.items[*plan.by_id.get(&id)?];
        known.upload.clone()
    });
    if let Some(path) = thumbnail {
        match surroundings.media.has_folder() {
            true => keys.put("image", surroundings.media.use_path(&path)),
            false => {
                surroundings.media.use_path(&path);
                findings.count(Effect::Lost, "the picture of an article for lists and shared links: it is only known with `--media`");
            }
        }
    }
}

/// The dates of a text, and whether it is held back.
fn dates(entry: &Entry, known: &Known, keys: &mut FrontMatter) {
    let date = moment(&entry.date);
    if entry.status == "future" {
        // The moment in UTC: the new site does not know the zone of the old one.
        let publish = moment(&entry.date_gmt)
            .map(|gmt| format!("{gmt}Z"))
            .or(date);
        match publish {
            Some(publish) => keys.put("publish_date", publish),
            None => keys.put("draft", true),
        }
    } else {
        if known.fate == Fate::Draft {
            keys.put("draft", true);
        }
        if let Some(date) = date.filter(|_| entry.kind != "page") {
            if let Some(updated) =
                moment(&entry.modified).filter(|updated| updated[..10] > date[..10])
            {
                keys.put("date", date);
                keys.put("updated", updated);
            } else {
                keys.put("date", date);
            }
        }
    }
}

/// Old addresses besides the one that the text has.
fn aliases(entry: &Entry, known: &Known) -> Vec<String> {
    let (Some(old), Some(route)) = (&known.old, &known.route) else {
        return Vec::new();
    };
    let mut aliases: Vec<String> = Vec::new();
    if known.fate != Fate::Draft && old != route {
        // Another text has the address, so that it cannot be an alias either.
        return aliases;
    }
    let parent = old
        .trim_end_matches('/')
        .rsplit_once('/')
        .map_or("", |(parent, _)| parent);
    let slugs = entry.meta.iter().filter(|(key, _)| key == "_wp_old_slug");
    for (_, slug) in slugs.filter(|_| known.fate != Fate::Draft) {
        if let Some(alias) = super::paths::address(&format!("{parent}/{slug}/"))
            && alias != *route
            && !aliases.contains(&alias)
        {
            aliases.push(alias);
        }
    }
    aliases
}

/// The terms of a text by the name of their taxonomy.
fn terms(entry: &Entry, findings: &mut Findings) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for (domain, short, name) in &entry.terms {
        if domain == "category" && short == "uncategorized" {
            continue;
        }
        if domain == "post_format" {
            findings.count(
                Effect::Lost,
                "formats of posts, such as \"aside\" or \"quote\"",
            );
            continue;
        }
        let Some(taxonomy) = taxonomy(domain) else {
            continue;
        };
        match all.iter_mut().find(|(known, _)| *known == taxonomy) {
            Some((_, terms)) if terms.contains(name) => {}
            Some((_, terms)) => terms.push(name.clone()),
            None => all.push((taxonomy, vec![name.clone()])),
        }
    }
    all
}

/// The taxonomy of mend for a way of grouping of WordPress.
fn taxonomy(domain: &str) -> Option<String> {
    match domain {
        "category" => Some("categories".to_owned()),
        "post_tag" => Some("tags".to_owned()),
        domain if NO_TAXONOMIES.contains(&domain) => None,
        domain => {
            let name = super::paths::part(domain)?.replace('-', "_");
            let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            Some(name).filter(|name| is_plain && !is_setting(name))
        }
    }
}

/// `2012-01-03 17:22:20` as mend reads it; `None` for the date that WordPress writes for none.
fn moment(text: &str) -> Option<String> {
    let is_date = text.len() == 19 && text.is_ascii() && !text.starts_with("0000");
    is_date.then(|| text.replacen(' ', "T", 1))
}

/// Which attachments came over, now that all texts are known.
fn settle_attachments(report: &mut Report, plan: &Plan, media: &Media<'_>) {
    for (item, known) in report.items.iter_mut().zip(&plan.items) {
        if known.fate != Fate::File {
            continue;
        }
        let used = known.upload.as_ref().and_then(|path| media.used.get(path));
        item.fate = match (used, &known.upload) {
            (Some(true), Some(path)) => {
                item.file = Some(media::place(path));
                Fate::File
            }
            (Some(false), _) if media.has_folder() => {
                Fate::LeftOut("a file that the folder of `--media` does not have".to_owned())
            }
            (Some(false), _) => Fate::LeftOut(
                "a file that articles use; `--media` with the folder of uploads brings it"
                    .to_owned(),
            ),
            _ => Fate::LeftOut("a file that no imported text uses".to_owned()),
        };
    }
}

/// What is to be said of the whole site.
fn remarks(report: &mut Report, plan: &Plan, export: &Export<impl BufRead>, media: &Media<'_>) {
    let remarks = &mut report.remarks;
    if plan.comments > 0 {
        remarks.push(format!(
            "{} comments were not imported: mend's pages have none.",
            plan.comments
        ));
    }
    let missing: Vec<&str> = media
        .used
        .iter()
        .filter(|(_, has)| !**has)
        .map(|(path, _)| path.as_str())
        .collect();
    if !missing.is_empty() {
        let list: Vec<String> = missing
            .iter()
            .map(|path| format!("`{}`", media::place(path)))
            .collect();
        remarks.push(format!(
            "{} files that texts use are missing. Nothing was fetched. Get the folder `wp-content/uploads` from your host and import again with `--media`, or put each file in its place: {}",
            missing.len(),
            list.join(", ")
        ));
    }
    if !plan.menu.is_empty() {
        let menu: Vec<String> = plan
            .menu
            .iter()
            .map(|entry| format!("`{}`", entry.replace('`', "'")))
            .collect();
        remarks.push(format!(
            "The menus had {} entries. Write those that you want into `[menu]` of site.toml: {}",
            plan.menu.len(),
            menu.join(", ")
        ));
    }
    if plan.queries > 0 {
        remarks.push(format!(
            "{} published texts had an address with a question mark, such as `/?p=7`. A site of files has only one page at `/`, so such an address now leads to the first page.",
            plan.queries
        ));
    }
    for (domain, count) in &plan.taxonomies {
        if taxonomy(domain).is_none()
            && !["post_format", "nav_menu", "language"].contains(&domain.as_str())
        {
            remarks.push(format!(
                "The grouping `{domain}` was not imported ({count} times)."
            ));
        }
    }
    if export.garbled.get() > 0 {
        remarks.push(format!(
            "{} pieces of the export hold bytes that are no letters in UTF-8. They are shown as \u{fffd}.",
            export.garbled.get()
        ));
    }
    if export.is_cut {
        remarks.push(
            "The export ends in the middle. Export it again, or the rest is missing.".to_owned(),
        );
    }
}

fn write_site(plan: &Plan, channel: &Channel, home: bool, target: &mut dyn Target) -> Result<()> {
    let base_url = channel
        .addresses
        .first()
        .map(|address| format!("{}/", address.trim_end_matches('/')));
    let mut taxonomies = vec![
        ("categories".to_owned(), Some("/category/".to_owned())),
        ("tags".to_owned(), Some("/tag/".to_owned())),
    ];
    let own = plan.taxonomies.keys().filter_map(|domain| taxonomy(domain));
    let own = own.filter(|name| name != "tags" && name != "categories");
    taxonomies.extend(own.map(|name| (name, None)));
    let settings = Settings {
        title: markup::words(&channel.title),
        description: markup::words(&channel.description),
        base_url: base_url.unwrap_or_default(),
        language: channel.language.clone(),
        taxonomies,
        ..Settings::default()
    };
    if home {
        let mut keys = FrontMatter::default();
        keys.put("title", settings.title.clone());
        keys.put("summary", settings.description.clone());
        target.put("content/_index.md", keys.text().trim_end().as_bytes())?;
    }
    target.put(
        crate::config::FILE_NAME,
        settings.text(&plan.addresses()).as_bytes(),
    )?;
    target.put(".gitignore", GITIGNORE.as_bytes())
}
