//! Checks one of the site's own HTML files: by the privacy rules like any other page, for what it lacks, and for its links.
//! It does not check anchors on other pages.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::page::{self, PageContext, Tag, tags};
use crate::codes;
use crate::config::{Check, Links};
use crate::diag::{Diagnostic, did_you_mean};
use crate::glob::Globs;
use crate::html::entities::decode;
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
    let problems = page::check(html, &page, rules.check).into_iter();
    let mut problems: Vec<Diagnostic> = problems.map(|problem| problem.in_file(path)).collect();
    problems.extend(lacking(html, rules.exit_url).map(|problem| problem.in_file(path)));
    let links = PageLinks {
        html,
        path,
        folder: folder_of(html, output.as_str()),
        rules,
        published,
        anchors: anchors(html),
        elsewhere: Globs::new(&rules.links.external_paths),
    };
    for tag in tags(html) {
        for (written, noun) in addresses(&tag) {
            problems.extend(links.judge(written, noun));
        }
    }
    problems
}

/// What such a page lacks that every page of a theme has.
fn lacking(html: &str, exit_url: Option<&str>) -> Option<Diagnostic> {
    let has = |name: &str, key: &str, value: &str| {
        let is_value = |found: &str| found.eq_ignore_ascii_case(value);
        tags(html).any(|tag| tag.is(name) && tag.value(key).is_some_and(is_value))
    };
    let parts = [
        (
            "policy",
            has("meta", "http-equiv", "content-security-policy"),
        ),
        ("exit", exit_url.is_none_or(|url| has("a", "href", url))),
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

/// The addresses that a tag holds, and what messages call each of them.
fn addresses<'h>(tag: &Tag<'h>) -> Vec<(&'h str, &'static str)> {
    let mut found = Vec::new();
    if tag.is("a") || tag.is("area") {
        found.extend(tag.value("href").map(|address| (address, "link")));
    } else if tag.is("link") {
        found.extend(tag.value("href").map(|address| (address, "source")));
    } else if tag.is("script") {
        found.extend(tag.value("src").map(|address| (address, "source")));
    } else if tag.is("meta")
        && tag
            .value("http-equiv")
            .is_some_and(|it| it.eq_ignore_ascii_case("refresh"))
    {
        let content = tag.value("content").unwrap_or_default();
        let (_, address) = content.split_once('=').unwrap_or_default();
        found.push((address.trim_matches([' ', '\'', '"']), "link"));
    } else {
        for name in ["src", "poster", "data"] {
            let value = tag.value(name).filter(|_| is_source(tag.name, name));
            found.extend(value.map(|address| (address, "source")));
        }
        let set = tag
            .value("srcset")
            .filter(|_| is_source(tag.name, "srcset"));
        let set = set.map(address_set).unwrap_or_default();
        found.extend(set.into_iter().map(|(address, _)| (address, "source")));
    }
    found
}

/// The folder to which the addresses of a page are relative; `None` if that is outside the site.
fn folder_of(html: &str, output: &str) -> Option<String> {
    let own = output.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = tags(html).find(|tag| tag.is("base"));
    match base.and_then(|tag| tag.value("href")) {
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
    html: &'a str,
    path: &'a SourcePath,
    folder: Option<String>,
    rules: &'a RawPageRules<'a>,
    published: &'a PublishedFiles,
    /// The anchors of the page itself.
    anchors: FxHashSet<String>,
    /// Addresses that another program serves.
    elsewhere: Globs,
}

/// The anchors of a page: its ids, and the names of its links.
fn anchors(html: &str) -> FxHashSet<String> {
    let names = tags(html).flat_map(|tag| {
        let name = tag.value("name").filter(|_| tag.is("a"));
        [tag.value("id"), name]
    });
    names
        .flatten()
        .map(|name| decode(name).to_string())
        .collect()
}

impl PageLinks<'_> {
    fn judge(&self, written: &str, noun: &str) -> Option<Diagnostic> {
        let decoded = decode(written.trim());
        let own = self.rules.own_address;
        let own = own.map(|own| own.trim_end_matches('/'));
        let inside = own.and_then(|own| decoded.strip_prefix(own));
        let address = inside
            .filter(|inside| inside.is_empty() || inside.starts_with(['/', '?', '#']))
            .unwrap_or(&decoded);
        if is_outside(address) {
            return None;
        }
        let (before, anchor) = address.split_once('#').unwrap_or((address, ""));
        let path = before.split('?').next().unwrap_or_default();
        let problem = match path.is_empty() {
            true => self.judge_anchor(anchor),
            false => self.judge_path(path, written, noun),
        };
        // What is written is a part of the HTML, so the distance between both is its place.
        let start = written.as_ptr().addr() - self.html.as_ptr().addr();
        problem.map(|problem| problem.at(self.path, start..start + written.len()))
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
