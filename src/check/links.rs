//! Links and images have a target: exactly one page, which is published, and an anchor that exists.

use std::sync::Arc;

use super::inputs::SiteDocuments;
use crate::asset::Asset;
use crate::codes::{self, Code};
use crate::config::{Config, Level, Links};
use crate::data::Glossary;
use crate::diag::{Diagnostic, any_of, did_you_mean};
use crate::document::Document;
use crate::files::{LeftOut, left_out_at};
use crate::graph::{DocId, Resolution};
use crate::markdown::LinkKind;
use crate::path::{SourcePath, decode_path, resolve_dots};

/// What links can lead to or be mistaken for, and how they are judged.
pub(super) struct LinkTargets<'a> {
    pub(super) documents: SiteDocuments<'a>,
    pub(super) assets: &'a [Arc<Asset>],
    pub(super) left_out: &'a [LeftOut],
    pub(super) glossary: &'a Glossary,
    pub(super) levels: &'a Links,
}

/// Checks the links and images of one document.
pub(super) fn check(site: &LinkTargets<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let SiteDocuments { all, graph, .. } = site.documents;
    let parsed = &all[at].parsed;
    let links = parsed.links.iter().map(|link| match link.kind {
        LinkKind::Source => (link.kind, &link.target, &link.span, "source"),
        _ => (link.kind, &link.target, &link.span, "link"),
    });
    let images = parsed
        .images
        .iter()
        .map(|image| (image.kind, &image.target, &image.span, "image"));
    let resolutions = graph.links[at].iter().chain(&graph.images[at]);
    for ((kind, target, span, noun), resolution) in links.chain(images).zip(resolutions) {
        let written = WrittenLink {
            site,
            folder: all[at].path.folder(),
            kind,
            target,
            noun,
        };
        let problem = written.judge(resolution);
        problems.extend(problem.map(|problem| problem.at(&all[at].path, span.clone())));
    }
    problems.extend(front_matter_image(site, &all[at]));
}

/// Checks the links of the menus.
pub(super) fn check_menus(site: &LinkTargets<'_>, config: &Config, problems: &mut Vec<Diagnostic>) {
    let links = config.menu_links().zip(&*site.documents.graph.menu);
    for ((key, link), resolution) in links {
        let written = WrittenLink {
            site,
            folder: "content",
            kind: LinkKind::Markdown,
            target: &link.to,
            noun: "link",
        };
        let problem = written.judge(resolution);
        problems.extend(problem.map(|problem| config.blame(&format!("{key}.to"), problem)));
    }
}

/// The picture that the front matter names, if it does not exist. The page never loads one from another host.
fn front_matter_image(site: &LinkTargets<'_>, document: &Document) -> Option<Diagnostic> {
    let image = document
        .meta
        .image
        .as_deref()
        .filter(|image| !image.contains("://") || image.starts_with("file:"))?;
    let severity = site.levels.broken.severity()?;
    let is_there = |path: &SourcePath| {
        let found = site.assets.binary_search_by(|asset| asset.path.cmp(path));
        found.is_ok() || site.documents.closed.may_hold(path)
    };
    let path = document.image_path(image);
    if path.as_ref().is_some_and(is_there) {
        return None;
    }
    let message = format!("the `image` in the front matter does not exist: `{image}`");
    let help = match path {
        _ if is_on_disk(image) => beside(image),
        Some(path) => format!("put it at `{path}`, or correct `image`"),
        None => "name a file next to the article, or one in static/ with a leading /".to_owned(),
    };
    let problem = Diagnostic::new(codes::LINK_01, message).severity(severity);
    Some(problem.at(&document.path, document.top()).help(help))
}

/// The endings of files that authors embed and that no browser shows in a page. Pictures that only some browsers show
/// are judged where pictures are read.
const NOT_PICTURES: [&str; 8] = ["doc", "docx", "markdown", "md", "odt", "pdf", "txt", "zip"];

/// The endings of sound and film that not every browser plays, each with what to export it as.
const UNPLAYED: [(&str, &str); 12] = [
    ("3gp", "MP4"),
    ("aif", "MP3"),
    ("aiff", "MP3"),
    ("amr", "MP3"),
    ("avi", "MP4"),
    ("caf", "MP3"),
    ("flv", "MP4"),
    ("mkv", "MP4"),
    ("mov", "MP4"),
    ("mpg", "MP4"),
    ("wma", "MP3"),
    ("wmv", "MP4"),
];

/// A link or image as its author wrote it.
struct WrittenLink<'a> {
    site: &'a LinkTargets<'a>,
    /// The folder of the file it is in.
    folder: &'a str,
    kind: LinkKind,
    target: &'a str,
    /// What messages call it: "link", "source" or "image".
    noun: &'static str,
}

impl WrittenLink<'_> {
    /// What is wrong with it, without the place.
    fn judge(&self, resolution: &Resolution) -> Option<Diagnostic> {
        if self.target.trim().is_empty() {
            return self.without_target();
        }
        match resolution {
            Resolution::Missing { meant } => self.missing(meant),
            Resolution::NoAnchor { id, meant } => self.without_anchor(*id, meant),
            Resolution::Ambiguous { count, nearest } => self.ambiguous(*count, nearest),
            Resolution::Unpublished(id) => self.unpublished(*id),
            Resolution::External if self.noun != "link" => self.on_another_host(),
            Resolution::External => self.tracking(),
            Resolution::Page { .. } | Resolution::Generated { .. } => self.shows_a_page(),
            Resolution::Asset(at) => self.shows_a_file(*at),
            Resolution::Unknown | Resolution::Elsewhere => None,
        }
    }

    fn without_target(&self) -> Option<Diagnostic> {
        let message = format!("this {} has no target", self.noun);
        let problem = self.problem(codes::LINK_17, self.levels().broken, message)?;
        Some(problem.help("add its address between the brackets, or remove it"))
    }

    fn missing(&self, meant: &[String]) -> Option<Diagnostic> {
        let message = format!("this {} leads nowhere: `{}`", self.noun, self.target);
        let problem = self.problem(codes::LINK_01, self.levels().broken, message)?;
        Some(problem.help(self.missing_help(meant)))
    }

    fn without_anchor(&self, id: DocId, meant: &[String]) -> Option<Diagnostic> {
        let page = &self.site.documents.all[id.index()];
        let (_, anchor) = self.target.split_once('#').unwrap_or_default();
        let message = format!("`{}` has no anchor `{anchor}`", page.path);
        let problem = self.problem(codes::LINK_02, self.levels().anchors, message)?;
        let headings = page.parsed.headings.iter();
        let known: Vec<&str> = headings.map(|heading| &*heading.id).collect();
        Some(problem.help(anchor_help(meant, &known)))
    }

    fn ambiguous(&self, count: usize, nearest: &[SourcePath]) -> Option<Diagnostic> {
        let message = format!("`{}` matches {count} files", self.target);
        let mut problem = self.problem(codes::LINK_03, self.levels().broken, message)?;
        for candidate in nearest {
            problem = problem.also(candidate, None, "this one");
        }
        let paths: Vec<String> = nearest.iter().map(|path| self.as_wikilink(path)).collect();
        Some(problem.help(format!("write the path: {}", any_of(&paths))))
    }

    fn unpublished(&self, id: DocId) -> Option<Diagnostic> {
        let page = &self.site.documents.all[id.index()];
        let status = self.site.documents.graph.states[id.index()].status.as_str();
        let message = format!(
            "this {} leads to a page that is not published: `{}` ({status})",
            self.noun, page.path
        );
        let problem = self.problem(codes::LINK_05, self.levels().broken, message)?;
        Some(problem.help("publish that page, or remove the link until then"))
    }

    fn on_another_host(&self) -> Option<Diagnostic> {
        let message = format!("this {} is on another host: `{}`", self.noun, self.target);
        let problem = self.problem(codes::LINK_06, Level::Error, message)?;
        let file = match self.noun {
            "image" => "picture",
            _ => "file",
        };
        Some(problem.help(format!(
            "save the {file} next to the article, and use its file name"
        )))
    }

    fn tracking(&self) -> Option<Diagnostic> {
        let parameter = tracking_parameter(self.target)?;
        let message = format!("this link has a tracking parameter: `{parameter}`");
        let problem = self.problem(codes::LINK_07, Level::Error, message)?;
        Some(problem.help("remove the parameter from the address"))
    }

    /// An image whose target is a page.
    fn shows_a_page(&self) -> Option<Diagnostic> {
        if self.noun != "image" {
            return None;
        }
        let message = format!("this image points to a page: `{}`", self.target);
        self.not_a_picture(message)
    }

    /// An image whose target is a file that is not a picture.
    fn shows_a_file(&self, asset: usize) -> Option<Diagnostic> {
        let kind = self.site.assets[asset].path.extension();
        if self.noun != "image" {
            return None;
        }
        let target = self.target;
        if let Some((_, playable)) = UNPLAYED.iter().find(|(ending, _)| *ending == kind) {
            let message = format!("not every browser plays this file: `{target}`");
            let problem = self.problem(codes::LINK_18, self.levels().broken, message)?;
            return Some(problem.help(format!("export it as {playable}, and show that file")));
        }
        if !NOT_PICTURES.contains(&kind.as_str()) {
            return None;
        }
        self.not_a_picture(format!(
            "this image points to a file that is not a picture: `{target}`"
        ))
    }

    fn not_a_picture(&self, message: String) -> Option<Diagnostic> {
        let problem = self.problem(codes::LINK_18, self.levels().broken, message)?;
        Some(problem.help("remove the `!` to link to it, or name a picture, a recording or a film"))
    }

    fn levels(&self) -> &Links {
        self.site.levels
    }

    /// The wikilink that names a file by its path below content/, with the anchor of this link.
    fn as_wikilink(&self, path: &SourcePath) -> String {
        let below = path.below("content").unwrap_or(path.as_str());
        let name = below.strip_suffix(".md").unwrap_or(below);
        let name = name.strip_suffix("/_index").unwrap_or(name);
        let anchor = self.target.find('#').map_or("", |at| &self.target[at..]);
        let mark = if self.kind == LinkKind::Embed {
            "!"
        } else {
            ""
        };
        format!("{mark}[[{name}{anchor}]]")
    }

    /// The file that is meant, if it is there and left out of the site.
    fn left_out(&self) -> Option<&LeftOut> {
        let target = self.target.split(['#', '?']).next().unwrap_or_default();
        let target = decode_path(target)?;
        let candidates = match target.strip_prefix('/') {
            Some(below) => ["static", "content"].map(|root| resolve_dots(root, below)),
            None => [
                resolve_dots(self.folder, &target),
                resolve_dots("static", &target),
            ],
        };
        let find = |path: &str| left_out_at(self.site.left_out, path);
        let source = |path: &String| {
            let endings = ["", ".mdx", "/index.mdx", ".html"];
            let exact = |path: &str| find(path).filter(|file| file.path.as_str() == path);
            endings
                .iter()
                .find_map(|ending| exact(&format!("{path}{ending}")))
        };
        let paths = || candidates.iter().flatten();
        paths()
            .find_map(|path| find(path))
            .or_else(|| paths().find_map(source))
    }

    /// How to mend a link whose target does not exist.
    fn missing_help(&self, meant: &[String]) -> String {
        if let Some(file) = self.left_out() {
            let reason = file.reason.in_words();
            return format!("`{}` is not published: {reason}", file.path);
        }
        if is_template(self.target) {
            return "mend does not fill in templates in Markdown: write the address itself"
                .to_owned();
        }
        // A section may be called `home`, and then a similar name is the better help.
        if is_on_disk(self.target) && (meant.is_empty() || !self.target.starts_with('/')) {
            return beside(self.target);
        }
        if is_web_address(self.target) {
            return format!(
                "to lead to another website, begin it with https://: `https://{}`",
                self.target
            );
        }
        let name = self.target.split('#').next().unwrap_or_default();
        let glossary = self.site.glossary;
        let term = glossary.find(name).map(|at| &glossary.terms[at].term);
        if let Some(term) = term.filter(|_| self.kind.is_name()) {
            return format!(
                "`{term}` is a term of the glossary: write it without brackets and mend links it"
            );
        }
        did_you_mean(meant)
            .unwrap_or_else(|| "no page or file with that name is published".to_owned())
    }

    fn problem(&self, code: Code, level: Level, message: String) -> Option<Diagnostic> {
        let severity = level.severity()?;
        Some(Diagnostic::new(code, message).severity(severity))
    }
}

/// Whether this is a placeholder of another tool. Markdown takes the outer brackets of `(<%= address %>)` for its own.
fn is_template(target: &str) -> bool {
    let is_erb = target.starts_with('%') && target.ends_with('%');
    is_erb || ["{{", "{%", "<%"].iter().any(|mark| target.contains(mark))
}

/// Whether a broken link looks like a path on the author's own computer.
fn is_on_disk(target: &str) -> bool {
    let places = ["file:", "/home/", "/Users/", "~/"];
    let is_drive = target.get(1..).is_some_and(|rest| rest.starts_with(":\\"));
    is_drive || places.iter().any(|place| target.starts_with(place))
}

/// How to mend a path on the author's own computer.
fn beside(target: &str) -> String {
    let name = target.rsplit(['/', '\\']).next().unwrap_or_default();
    format!(
        "this is a place on your computer: copy the file beside the article, and write only its name, `{name}`"
    )
}

/// Whether this is the address of a website without `https://`.
fn is_web_address(target: &str) -> bool {
    const ENDINGS: [&str; 8] = [
        ".org", ".com", ".net", ".uk", ".gov", ".edu", ".info", ".eu",
    ];
    let host = target.split(['/', '#', '?']).next().unwrap_or_default();
    let is_host = host.contains('.')
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || ".-".contains(c));
    is_host && (host.starts_with("www.") || ENDINGS.iter().any(|ending| host.ends_with(ending)))
}

/// The most headings that a message names, and the most characters it takes for them.
const MOST_HEADINGS: usize = 8;
const LONGEST_LIST: usize = 300;

/// How to mend a link to an anchor that does not exist, given the ids that do.
pub(super) fn anchor_help<S: AsRef<str>>(meant: &[S], known: &[&str]) -> String {
    let meant: Vec<String> = meant.iter().map(|id| format!("#{}", id.as_ref())).collect();
    if let Some(question) = did_you_mean(&meant) {
        return question;
    }
    let mut length = 0;
    let fits = |id: &&str| {
        length += id.chars().count() + 2;
        length <= LONGEST_LIST
    };
    let named: Vec<&str> = known
        .iter()
        .copied()
        .take(MOST_HEADINGS)
        .take_while(fits)
        .collect();
    let list = named.join(", ");
    match known.len() - named.len() {
        _ if known.is_empty() => "the page has no headings; link to it as a whole".to_owned(),
        0 => format!("its headings are: {list}"),
        more if named.is_empty() => format!("none of its {more} headings has this anchor"),
        more => format!("its headings are: {list} and {more} more"),
    }
}

/// Tracking parameters: they reveal to a host where its visitor comes from, or who the visitor is. `*` matches any ending.
const TRACKING: &[&str] = &[
    "utm_*", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid",
    "ttclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok",
];

/// The first tracking parameter of an address.
fn tracking_parameter(url: &str) -> Option<&str> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let mut names = query
        .split(['&', ';'])
        .filter_map(|part| part.split('=').next());
    names.find(|name| is_tracking(name))
}

fn is_tracking(parameter: &str) -> bool {
    TRACKING.iter().any(|known| match known.strip_suffix('*') {
        Some(beginning) => parameter.to_ascii_lowercase().starts_with(beginning),
        None => parameter.eq_ignore_ascii_case(known),
    })
}

/// An address without its tracking parameters, and how many it had; `None` if it has none.
pub fn without_tracking(url: &str) -> Option<(String, usize)> {
    tracking_parameter(url)?;
    let (before, rest) = url.split_once('?')?;
    let (query, fragment) = match rest.find('#') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let is_kept = |part: &&str| !is_tracking(part.split('=').next().unwrap_or_default());
    let all = query.split(['&', ';']).count();
    let kept: Vec<&str> = query.split(['&', ';']).filter(is_kept).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    let url = format!("{before}{mark}{}{fragment}", kept.join("&"));
    Some((url, all - kept.len()))
}

#[cfg(test)]
mod tests {
    use super::is_on_disk;

    #[test]
    fn paths_on_a_computer_are_recognised_whatever_letters_a_target_begins_with() {
        for target in ["C:\\Pictures\\a.png", "file:///a.png", "~/a.png"] {
            assert!(is_on_disk(target), "{target}");
        }
        for target in ["\u{e9}t\u{e9}.md", "\u{4fe1}\u{983c}", "C", "", "a.md"] {
            assert!(!is_on_disk(target), "{target}");
        }
    }
}
