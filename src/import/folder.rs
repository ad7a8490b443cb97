//! The way that all imports of folders have in common: each file is an article, a file to copy, data, settings, or left out, and the
//! report says which.
//!
//! Where a file goes and how its text changes is decided by the file of its tool.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::findings::{Effect, Finding, Findings};
use super::head::Head;
use super::report::{Fate, Item, Report};
use super::site::Settings;
use super::{Source, Target};
use crate::config::FILE_NAME;
use crate::diag::{Error, Result};
use crate::files::{LARGEST_DOCUMENT, by_kind, by_name};
use crate::formats::{toml, yaml};
use crate::path::SourcePath;
use crate::scaffold::GITIGNORE;

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A text, with its path in the new site.
    Text(String),
    /// A file to copy, with its path in the new site.
    Copy(String),
    /// Data for templates, with the name that they have there.
    Data(String),
    /// Settings that are in `site.toml` now.
    Settings,
    /// Left out, for this reason.
    LeftOut(String),
}

impl Place {
    pub(super) fn left_out(reason: &str) -> Self {
        Self::LeftOut(reason.to_owned())
    }
}

/// A text on its way.
pub(super) struct Text<'t> {
    /// Its path in the source.
    pub(super) name: &'t str,
    /// Its path in the new site.
    pub(super) file: &'t str,
    /// Its front matter, and the text below.
    pub(super) head: Head<'t>,
    /// What was done to it.
    pub(super) findings: Findings,
}

/// What a tool makes of a text: the new text below its front matter, or the reason why it is left out.
pub(super) type Edited = std::result::Result<String, String>;

/// A site in a folder.
pub(super) struct Folder<'a> {
    pub(super) source: &'a dyn Source,
    pub(super) target: &'a mut dyn Target,
    pub(super) report: Report,
    pub(super) settings: Settings,
    /// The addresses that texts say they have.
    pub(super) addresses: BTreeSet<String>,
}

/// The data files that mend reads itself, so that others cannot have their names.
const OWN_DATA: [&str; 9] = [
    "help",
    "terms",
    "paths",
    "audiences",
    "people",
    "evidence",
    "words",
    "texts",
    "synonyms",
];

impl<'a> Folder<'a> {
    pub(super) fn new(
        tool: &'static str,
        name: &str,
        source: &'a dyn Source,
        target: &'a mut dyn Target,
        settings: Settings,
    ) -> Self {
        let report = Report {
            tool,
            source: name.to_owned(),
            unit: ("file", "files"),
            met: source.names().len(),
            ..Report::default()
        };
        Self {
            source,
            target,
            report,
            settings,
            addresses: BTreeSet::new(),
        }
    }

    /// Carries every file to its place, and writes `site.toml`.
    pub(super) fn carry(
        mut self,
        places: BTreeMap<String, Place>,
        edit: &mut dyn FnMut(&mut Text<'_>) -> Edited,
        tell: &dyn Fn(usize),
    ) -> Result<Report> {
        let mut taken = BTreeSet::new();
        for (at, (name, place)) in places.into_iter().enumerate() {
            let place = refused(place, &mut taken);
            let item = self.file(&name, place, edit)?;
            self.report.items.push(item);
            tell(at + 1);
        }
        let settings = self.settings.text(&self.addresses);
        self.target.put(FILE_NAME, settings.as_bytes())?;
        self.target.put(".gitignore", GITIGNORE.as_bytes())?;
        Ok(self.report)
    }

    fn file(
        &mut self,
        name: &str,
        place: Place,
        edit: &mut dyn FnMut(&mut Text<'_>) -> Edited,
    ) -> Result<Item> {
        let mut item = Item {
            source: name.to_owned(),
            file: None,
            fate: Fate::Settings,
            addresses: Vec::new(),
            findings: Vec::new(),
        };
        match place {
            Place::Text(file) => self.text(name, file, edit, &mut item)?,
            Place::Copy(path) => {
                self.target.copy(self.source, name, &path)?;
                (item.fate, item.file) = (Fate::File, Some(path));
            }
            Place::Data(path) => self.data(name, &path, &mut item)?,
            Place::Settings => item.file = Some(FILE_NAME.to_owned()),
            Place::LeftOut(reason) => item.fate = Fate::LeftOut(reason),
        }
        Ok(item)
    }

    fn text(
        &mut self,
        name: &str,
        file: String,
        edit: &mut dyn FnMut(&mut Text<'_>) -> Edited,
        item: &mut Item,
    ) -> Result<()> {
        let bytes = self.source.read(name)?;
        if bytes.len() as u64 > LARGEST_DOCUMENT {
            item.fate = Fate::LeftOut("its text is larger than 8 MB".to_owned());
            return Ok(());
        }
        let Ok(text) = String::from_utf8(bytes) else {
            item.fate =
                Fate::LeftOut("its text is not UTF-8; save it as UTF-8 in the old site".to_owned());
            return Ok(());
        };
        let text = text.replace("\r\n", "\n");
        let text: String = text
            .chars()
            .filter(|c| !super::markup::is_reserved(*c))
            .collect();
        let mut one = Text {
            name,
            file: &file,
            head: Head::read(&text),
            findings: Findings::default(),
        };
        let body = match edit(&mut one) {
            Ok(body) => body,
            Err(reason) => {
                item.fate = Fate::LeftOut(reason);
                return Ok(());
            }
        };
        let (whole, findings): (String, Vec<Finding>) = one.findings.settle(&one.head.with(&body));
        if let Some(address) = one.head.text("url").or_else(|| one.head.text("permalink")) {
            self.addresses.insert(address);
        }
        for key in ["aliases", "redirect_from"] {
            let old = one.head.list(key).into_iter();
            self.addresses
                .extend(old.map(|address| address.replace("index.html", "")));
        }
        self.addresses.insert(natural(&file));
        let last = file.rsplit('/').next().unwrap_or_default();
        item.fate = match last {
            _ if one.head.is_held() => Fate::Draft,
            "_index.md" | "index.md" => Fate::Page,
            _ if !file.trim_start_matches("content/").contains('/') => Fate::Page,
            _ => Fate::Article,
        };
        self.target.put(&file, whole.as_bytes())?;
        (item.file, item.findings) = (Some(file), findings);
        Ok(())
    }

    /// Data as YAML in `content/`, where templates find it by its name.
    fn data(&mut self, name: &str, path: &str, item: &mut Item) -> Result<()> {
        let bytes = self.source.read(name)?;
        let text = String::from_utf8_lossy(&bytes);
        let value = values(name, &text);
        let stem = path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".yaml")
            .to_owned();
        item.fate = match value {
            _ if OWN_DATA.contains(&stem.as_str()) => {
                Fate::LeftOut(format!("data; mend has a file `{stem}.yaml` of its own"))
            }
            None => Fate::LeftOut("data that cannot be read as YAML, TOML or JSON".to_owned()),
            Some(value) => {
                let text = match name.ends_with(".yaml") || name.ends_with(".yml") {
                    true => text.into_owned(),
                    false => format!("{value:#}\n"),
                };
                self.target.put(path, text.as_bytes())?;
                item.file = Some(path.to_owned());
                item.findings.push(Finding {
                    effect: Effect::Kept,
                    what: "data: only templates of your own can show it".to_owned(),
                    count: 1,
                    lines: Vec::new(),
                });
                Fate::Settings
            }
        };
        Ok(())
    }
}

/// The place of a file, or the reason why it cannot be there.
fn refused(place: Place, taken: &mut BTreeSet<String>) -> Place {
    let (Place::Text(path) | Place::Copy(path) | Place::Data(path)) = &place else {
        return place;
    };
    let source = SourcePath::new(path);
    let parts = path.split('/').skip(1);
    if let Err(why) = crate::path::check_output(&parts.collect::<Vec<_>>().join("/")) {
        return Place::LeftOut(format!("a name that not every system can have: {why}"));
    }
    let is_copy = matches!(place, Place::Copy(_));
    let named = || by_name(source.folder(), source.file_name());
    let reason = is_copy.then(|| named().or_else(|| by_kind(&source, &[])));
    if let Some(reason) = reason.flatten() {
        return Place::LeftOut(reason.in_words());
    }
    match taken.insert(crate::path::fold(path)) {
        true => place,
        false => Place::LeftOut(format!("another file has its place, {path}")),
    }
}

/// The address that a file has by its name.
pub(super) fn natural(file: &str) -> String {
    let below = file.trim_start_matches("content/").trim_end_matches(".md");
    let parts: Vec<String> = below
        .split('/')
        .filter(|part| !matches!(*part, "_index" | "index"))
        .map(crate::path::address_part)
        .collect();
    match parts.is_empty() {
        true => "/".to_owned(),
        false => format!("/{}/", parts.join("/")),
    }
}

/// The file with the settings of a site, the first of these names that it has, and what is in it.
///
/// # Errors
///
/// The `refusal` if it has none, or when the file cannot be read.
pub(super) fn settings_file<'n>(
    source: &dyn Source,
    names: &[&'n str],
    refusal: impl FnOnce() -> Error,
) -> Result<(&'n str, Value)> {
    let is_there = |known: &&&str| source.names().iter().any(|name| name == **known);
    let name = *names.iter().find(is_there).ok_or_else(refusal)?;
    let text = source.read(name)?;
    let values = values(name, &String::from_utf8_lossy(&text));
    Ok((name, values.unwrap_or_default()))
}

/// The contents of a file of settings or data, by its ending.
pub(super) fn values(name: &str, text: &str) -> Option<Value> {
    match name.rsplit('.').next().unwrap_or_default() {
        "toml" => toml::read(text).ok(),
        "yaml" | "yml" => yaml::read(text).ok(),
        "json" => serde_json::from_str(text).ok(),
        _ => None,
    }
}

/// A text of settings.
pub(super) fn setting(values: &Value, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| {
        let known = values
            .as_object()?
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        known.and_then(|(_, value)| value.as_str())
    });
    found.unwrap_or_default().to_owned()
}

/// Whether a taxonomy can have this name in `site.toml`.
pub(super) fn is_taxonomy(name: &str) -> bool {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.is_empty();
    is_plain && !matches!(name, "tags" | "categories") && !crate::document::is_setting(name)
}
