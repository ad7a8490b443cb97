//! Checks one of the site's own HTML files: by the privacy rules like any other page, for what it lacks, and for its links.
//! It does not check anchors on other pages.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::page::{PageContext, PageJudge};
use super::tags::{self, OpenTag, Tag};
use crate::codes;
use crate::config::{Check, Links};
use crate::diag::{Diagnostic, Span, did_you_mean};
use crate::glob::Globs;
use crate::html::sources::{address_set, is_source};
use crate::path::{OutputPath, SourcePath, decode_path, resolve_dots};

/// The most addresses that are suggested.
const MOST: usize = 3;

/// The settings by which such pages are judged.
#[derive(Clone, Copy, Hash)]
pub(super) struct RawPageRules<'a> {
    /// Where the site will be, if that is known.
    pub(super) own_address: Option<&'a str>,
    /// The address of the exit, if the site has one.
    pub(super) exit_url: Option<&'a str>,
    /// How links are judged.
    pub(super) links: &'a Links,
    /// The rules that are on.
    pub(super) check: &'a Check,
}

/// Every file that is published.
pub(super) struct PublishedFiles {
    all: BTreeSet<OutputPath>,
    /// The files of each name, in small letters: a few of them, in the order of their paths.
    by_name: OnceLock<FxHashMap<String, Vec<OutputPath>>>,
}

impl PublishedFiles {
    pub(super) fn new(all: BTreeSet<OutputPath>) -> Self {
        Self {
            all,
            by_name: OnceLock::new(),
        }
    }

    /// Whether a file answers at this address, or the page of this folder.
    fn answer(&self, path: &str) -> bool {
        let page = match path.trim_end_matches('/') {
            "" => "index.html".to_owned(),
            folder => format!("{folder}/index.html"),
        };
        self.all.contains(&OutputPath::new(path)) || self.all.contains(&OutputPath::new(&page))
    }

    /// The addresses of a few files of the same name, whatever its case. They are indexed for the first broken link.
    fn namesakes(&self, path: &str) -> Vec<String> {
        let by_name = self.by_name.get_or_init(|| {
            let mut by_name: FxHashMap<String, Vec<OutputPath>> = FxHashMap::default();
            for file in &self.all {
                let files = by_name.entry(name_of(file.as_str())).or_default();
                if files.len() < MOST {
                    files.push(file.clone());
                }
            }
            by_name
        });
        let files = by_name.get(&name_of(path)).map_or(&[][..], Vec::as_slice);
        files.iter().map(|file| format!("/{file}")).collect()
    }
}

impl Hash for PublishedFiles {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.all.hash(state);
    }
}

/// The last part of a path, in small letters.
fn name_of(path: &str) -> String {
    path.rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Checks a page, given its file and its published path.
pub(super) fn check(
    html: &str,
    (path, output): (&SourcePath, &OutputPath),
    rules: &RawPageRules<'_>,
    published: &PublishedFiles,
) -> Vec<Diagnostic> {
    let page = PageContext {
        own_address: rules.own_address,
        flagged: false,
    };
    let mut judge = PageJudge::new(&page, rules.check);
    let mut parts = PageParts::default();
    tags::read(html, |tag| {
        judge.take(&tag);
        if let Tag::Open(tag) = &tag {
            parts.take(tag, rules.exit_url);
        }
    });
    let problems = judge.finish().into_iter().chain(parts.lacking(rules));
    let mut problems: Vec<Diagnostic> = problems.map(|problem| problem.in_file(path)).collect();
    let links = PageLinks {
        path,
        folder: folder_of(parts.base.as_deref(), output.as_str()),
        rules,
        published,
        anchors: parts.anchors,
        elsewhere: Globs::new(&rules.links.external_paths),
    };
    let addresses = parts.addresses.iter();
    problems.extend(addresses.filter_map(|address| links.judge(address)));
    problems
}

/// What such a page has.
#[derive(Default)]
struct PageParts {
    has_policy: bool,
    has_exit: bool,
    /// The address to which its addresses are relative, if it gives one.
    base: Option<String>,
    /// Its anchors: its ids, and the names of its links.
    anchors: FxHashSet<String>,
    addresses: Vec<Address>,
}

/// An address in a page.
struct Address {
    written: String,
    /// What messages call it.
    noun: &'static str,
    place: Span,
}

impl PageParts {
    fn take(&mut self, tag: &OpenTag<'_>, exit_url: Option<&str>) {
        let is = |name: &str, key: &str, value: &str| {
            let found = tag.value(key).filter(|_| tag.name == name);
            found.is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        self.has_policy |= is("meta", "http-equiv", "content-security-policy");
        self.has_exit |= exit_url.is_some_and(|url| is("a", "href", url));
        if tag.name == "base" && self.base.is_none() {
            self.base = tag.value("href").map(str::to_owned);
        }
        let name = tag.value("name").filter(|_| tag.name == "a");
        let names = [tag.value("id"), name].into_iter().flatten();
        self.anchors.extend(names.map(str::to_owned));
        self.take_addresses(tag);
    }

    fn take_addresses(&mut self, tag: &OpenTag<'_>) {
        let mut add = |key: &str, written: &str, noun| {
            self.addresses.push(Address {
                written: written.to_owned(),
                noun,
                place: tag.place_of(key, written),
            });
        };
        let whole: &[(&str, &str)] = match tag.name {
            "a" | "area" => &[("href", "link")],
            "link" => &[("href", "source")],
            "script" => &[("src", "source")],
            _ => &[],
        };
        for (key, noun) in whole {
            if let Some(address) = tag.value(key) {
                add(key, address, noun);
            }
        }
        let is_refresh = |value: &str| value.eq_ignore_ascii_case("refresh");
        if tag.name == "meta" && tag.value("http-equiv").is_some_and(is_refresh) {
            let content = tag.value("content").unwrap_or_default();
            let (_, address) = content.split_once('=').unwrap_or_default();
            add("content", address.trim_matches([' ', '\'', '"']), "link");
        }
        let source = |key: &str| tag.value(key).filter(|_| is_source(tag.name, key));
        for key in ["src", "poster", "data"] {
            if let Some(address) = source(key) {
                add(key, address, "source");
            }
        }
        for (address, _) in source("srcset").map(address_set).unwrap_or_default() {
            add("srcset", address, "source");
        }
    }

    /// What the page lacks that every page of a theme has.
    fn lacking(&self, rules: &RawPageRules<'_>) -> Option<Diagnostic> {
        let parts = [
            ("policy", self.has_policy),
            ("exit", rules.exit_url.is_none() || self.has_exit),
        ];
        let lacking = parts.iter().filter(|(_, is_there)| !is_there);
        let lacking: Vec<&str> = lacking.map(|(part, _)| *part).collect();
        if lacking.is_empty() {
            return None;
        }
        let message = format!(
            "this page is published unchanged, with no {}",
            lacking.join(" and no ")
        );
        Some(Diagnostic::new(codes::FILE_14, message).help(
            "write it in Markdown below content/, or add what is missing; `FILE-14 = \"off\"` under [check.rules] accepts such pages",
        ))
    }
}

/// The folder to which the addresses of a page are relative, given its own base address; `None` if that is outside the site.
fn folder_of(base: Option<&str>, output: &str) -> Option<String> {
    let own = output.rsplit_once('/').map_or("", |(folder, _)| folder);
    match base {
        None => Some(own.to_owned()),
        Some(base) if is_outside(base) => None,
        Some(base) => {
            let (folder, _) = base.rsplit_once('/').unwrap_or_default();
            let from = if base.starts_with('/') { "" } else { own };
            resolve_dots(from, folder.trim_start_matches('/'))
        }
    }
}

/// Whether an address has a host or a scheme.
fn is_outside(address: &str) -> bool {
    let path = address.split(['/', '?', '#']).next().unwrap_or_default();
    address.starts_with("//") || path.contains(':')
}

/// The links of a page.
struct PageLinks<'a> {
    path: &'a SourcePath,
    folder: Option<String>,
    rules: &'a RawPageRules<'a>,
    published: &'a PublishedFiles,
    /// The anchors of the page itself.
    anchors: FxHashSet<String>,
    /// Addresses that another program serves.
    elsewhere: Globs,
}

impl PageLinks<'_> {
    fn judge(&self, found: &Address) -> Option<Diagnostic> {
        let written = found.written.trim();
        let own = self.rules.own_address;
        let own = own.map(|own| own.trim_end_matches('/'));
        let inside = own.and_then(|own| written.strip_prefix(own));
        let address = inside
            .filter(|inside| inside.is_empty() || inside.starts_with(['/', '?', '#']))
            .unwrap_or(written);
        if is_outside(address) {
            return None;
        }
        let (before, anchor) = address.split_once('#').unwrap_or((address, ""));
        let path = before.split('?').next().unwrap_or_default();
        let problem = match path.is_empty() {
            true => self.judge_anchor(anchor),
            false => self.judge_path(path, &found.written, found.noun),
        };
        problem.map(|problem| problem.at(self.path, found.place.clone()))
    }

    /// A link to an anchor of the page itself. Browsers go to the top of any page for `#top`.
    fn judge_anchor(&self, anchor: &str) -> Option<Diagnostic> {
        let severity = self.rules.links.anchors.severity()?;
        let decoded = decode_path(anchor).unwrap_or_else(|| anchor.to_owned());
        if ["", "top"].contains(&decoded.as_str()) || self.anchors.contains(&decoded) {
            return None;
        }
        let message = format!("this page has no anchor `{anchor}`");
        let help = "correct the part after `#`, or give an element this id";
        let problem = Diagnostic::new(codes::LINK_02, message).severity(severity);
        Some(problem.help(help))
    }

    /// A link to another page or a file.
    fn judge_path(&self, path: &str, written: &str, noun: &str) -> Option<Diagnostic> {
        let severity = self.rules.links.broken.severity()?;
        let path = decode_path(path).unwrap_or_else(|| path.to_owned());
        let is_elsewhere = path.starts_with('/') && self.elsewhere.fits(&path);
        let resolved = match path.strip_prefix('/') {
            Some(path) => resolve_dots("", path),
            None => resolve_dots(self.folder.as_deref()?, &path),
        };
        if is_elsewhere
            || resolved
                .as_deref()
                .is_some_and(|path| self.published.answer(path))
        {
            return None;
        }
        let message = format!("this {noun} leads nowhere: `{written}`");
        let help = did_you_mean(self.published.namesakes(&path))
            .unwrap_or_else(|| "no page or file with that name is published".to_owned());
        let problem = Diagnostic::new(codes::LINK_01, message).severity(severity);
        Some(problem.help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(names: impl Iterator<Item = String>) -> PublishedFiles {
        PublishedFiles::new(names.map(|name| OutputPath::new(&name)).collect())
    }

    #[test]
    fn a_few_files_of_the_same_name_are_suggested_in_order() {
        let names = ["b/Fees.html", "a/fees.html", "c/fees.html", "d/fees.html"];
        let files = published(names.into_iter().map(str::to_owned));
        let meant = ["/a/fees.html", "/b/Fees.html", "/c/fees.html"];
        assert_eq!(files.namesakes("old/FEES.html"), meant);
        assert_eq!(files.namesakes("old/other.html"), [""; 0]);
    }

    #[test]
    fn files_are_indexed_once_and_only_for_a_link_that_leads_nowhere() {
        let kept = |count: usize| {
            let files = published((0..count).map(|at| format!("{at}/index.html")));
            assert!(files.answer("0/") && files.by_name.get().is_none());
            for at in 0..count {
                assert_eq!(
                    files.namesakes(&format!("gone-{at}/index.html")).len(),
                    MOST
                );
            }
            let by_name = files.by_name.get().expect("the index");
            by_name.values().map(Vec::len).sum::<usize>()
        };
        assert_eq!((kept(100), kept(200)), (MOST, MOST));
    }
}
