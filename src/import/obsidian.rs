//! From Obsidian: a vault is a folder of notes that mend reads as they are. Templates, canvases and queries of plugins stay behind.
//!
//! A vault often holds notes that are for their author alone. If any note says `publish: true`, all notes that do not say so become
//! drafts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::escape::fenced;
use super::findings::{Effect, Findings};
use super::folder::{Edited, Folder, Place, Text};
use super::head::Head;
use super::note::{Missing, note};
use super::report::Report;
use super::site::Settings;
use super::tags::{Marks, Put, rewritten};
use super::{FolderOptions, Source, Target};
use crate::diag::{Error, Result};

const MARKS: &Marks = &[("<%", "%>")];

/// Languages of code blocks that plugins replace by something else.
const QUERIES: [&str; 12] = [
    "dataview",
    "dataviewjs",
    "query",
    "tasks",
    "base",
    "button",
    "kanban",
    "ad-note",
    "chart",
    "leaflet",
    "tracker",
    "meta-bind",
];

/// Imports a vault of Obsidian.
///
/// # Errors
///
/// When it holds no notes, or a file cannot be read or written.
pub fn import(
    source: &dyn Source,
    name: &str,
    options: &FolderOptions,
    target: &mut dyn Target,
    tell: &dyn Fn(usize),
) -> Result<Report> {
    let notes: Vec<&String> = source
        .names()
        .iter()
        .filter(|name| name.ends_with(".md"))
        .collect();
    if notes.is_empty() {
        return Err(
            Error::new(format!("`{name}` is no vault of Obsidian: it has no notes"))
                .help("name the folder that holds the .md files"),
        );
    }
    let mut chooses = false;
    for note in notes {
        let bytes = source.read(note)?;
        let text = String::from_utf8_lossy(&bytes);
        chooses |= Head::read(&text).get("publish").and_then(Value::as_bool) == Some(true);
    }
    let places: BTreeMap<String, Place> = source
        .names()
        .iter()
        .map(|name| (name.clone(), place(name)))
        .collect();
    let settings = Settings {
        title: name.to_owned(),
        language: options.language.clone().unwrap_or_default(),
        ..Settings::default()
    };
    let mut folder = Folder::new("Obsidian", name, source, target, settings);
    folder.report.remarks.push(match chooses {
        true => "Notes without `publish: true` are drafts, since other notes of this vault have it.".to_owned(),
        false => "No note says `publish: true`, so every note is an article. Look at the list before you publish: `mend list`. `draft: true` at the top of a note holds it back.".to_owned(),
    });
    folder.carry(places, &mut |text| edit(text, chooses), tell)
}

fn place(name: &str) -> Place {
    let extension = name.rsplit('.').next().unwrap_or_default();
    let top = name.split('/').next().unwrap_or_default().to_lowercase();
    match extension {
        "md" if matches!(
            top.trim_start_matches(|c: char| c.is_ascii_digit() || " -_".contains(c)),
            "templates" | "template"
        ) =>
        {
            Place::left_out("a template for notes")
        }
        "md" if name.ends_with(".excalidraw.md") => {
            Place::left_out("a drawing of Excalidraw; export it as SVG")
        }
        "md" => Place::Text(format!("content/{name}")),
        "canvas" | "base" | "excalidraw" => {
            Place::left_out("a canvas, a base or a drawing, which only Obsidian shows")
        }
        _ => Place::Copy(format!("content/{name}")),
    }
}

fn edit(text: &mut Text<'_>, chooses: bool) -> Edited {
    let publishes = text.head.get("publish").and_then(Value::as_bool) == Some(true);
    if chooses && !publishes && !text.head.is_held() {
        text.head.put("draft", true);
    }
    if let Some(address) = text.head.text("permalink") {
        text.head.remove("permalink");
        match address.trim_matches('/') {
            "" => text
                .findings
                .count(Effect::Lost, "the address of the first page"),
            address => {
                text.head.put("url", format!("/{address}/"));
                text.findings
                    .count(Effect::Changed, "`permalink`: called `url` in mend");
            }
        }
    }
    let mut findings = Findings::default();
    std::mem::swap(&mut findings, &mut text.findings);
    let body = without_queries(text.head.body, &mut findings);
    embeds(&body, &mut findings);
    let out = rewritten(&body, MARKS, &mut findings, &mut |tag| {
        Put::Missing(format!("Templater {}", tag.name))
    });
    text.findings = findings;
    Ok(out)
}

/// Code blocks of plugins, of which readers would see the query, become notes.
fn without_queries(text: &str, findings: &mut Findings) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let language = line.trim_end().strip_prefix("```").map(str::trim);
        let plugin =
            language.filter(|language| QUERIES.contains(&language.to_lowercase().as_str()));
        let fence = line.trim_start();
        if plugin.is_none() {
            out.push_str(line);
            if fence.starts_with("```") || fence.starts_with("~~~") {
                let sign: String = fence.chars().take_while(|c| "`~".contains(*c)).collect();
                for line in lines.by_ref() {
                    out.push_str(line);
                    if line.trim() == sign {
                        break;
                    }
                }
            }
            continue;
        }
        let mut inner = String::new();
        for line in lines.by_ref() {
            if line.trim() == "```" {
                break;
            }
            inner.push_str(line);
        }
        let name = plugin.unwrap_or_default();
        let mark = findings.add(Effect::Lost, &format!("not imported: {name}"));
        out.push_str(&note(&[Missing {
            name: name.to_owned(),
            source: fenced(&inner, name),
            mark,
        }]));
        out.push_str("\n\n");
    }
    out
}

/// Counts what mend shows otherwise, and leaves as it is.
fn embeds(text: &str, findings: &mut Findings) {
    let pictures = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
    for part in text.split("![[").skip(1) {
        let target = part.split(['|', ']', '#']).next().unwrap_or_default();
        let extension = target
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
            .to_lowercase();
        let what = match extension.as_str() {
            extension if pictures.contains(&extension) => continue,
            "canvas" | "base" => "embedded canvases and bases, which only Obsidian shows",
            "" | "md" => "embedded notes: a link to each",
            _ => "embedded files: a link to each",
        };
        findings.count(Effect::Kept, what);
    }
}
