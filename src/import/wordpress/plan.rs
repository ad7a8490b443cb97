//! What becomes of each item of an export, decided before any text is converted: links between texts need the new addresses of all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Options;
use super::export::{Channel, Entry};
use super::media::Media;
use crate::import::paths::{self, Names};
use crate::import::report::Fate;
use crate::path;

/// What is known of an item.
#[derive(Debug)]
pub(super) struct Known {
    /// How the report names it.
    pub(super) source: String,
    pub(super) fate: Fate,
    /// Its file in the new site, if it becomes one.
    pub(super) file: Option<String>,
    /// Its address in the new site.
    pub(super) route: Option<String>,
    /// Whether its address has to be written into the file.
    pub(super) has_own_address: bool,
    /// Its address in the old site.
    pub(super) old: Option<String>,
    /// The file of an attachment, as a path below the folder of uploads.
    pub(super) upload: Option<String>,
}

/// The plan of an import.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) items: Vec<Known>,
    pub(super) by_id: HashMap<u64, usize>,
    /// Hosts of the old site, without `www.`.
    pub(super) hosts: BTreeSet<String>,
    /// The path of the old site on its host: `/blog`, or nothing.
    pub(super) base: String,
    /// Texts that others show by their ids.
    pub(super) blocks: HashMap<u64, String>,
    /// The alternative text and the caption of each attachment.
    pub(super) pictures: HashMap<u64, (String, String)>,
    /// The attachments of each post, in their order.
    pub(super) attached: HashMap<u64, Vec<u64>>,
    pub(super) comments: usize,
    /// The entries of the menus.
    pub(super) menu: Vec<String>,
    /// Terms of categories and tags, and of each other way of grouping.
    pub(super) taxonomies: BTreeMap<String, usize>,
    pub(super) queries: usize,
    routes: BTreeSet<String>,
    names: Names,
}

/// Ways of grouping that say something about the old site only.
pub(super) const NO_TAXONOMIES: [&str; 6] = [
    "nav_menu",
    "post_format",
    "link_category",
    "language",
    "post_translations",
    "wp_theme",
];

impl Plan {
    /// What the old site is called by its addresses.
    pub(super) fn know_site(&mut self, channel: &Channel) {
        for address in &channel.addresses {
            if let Some(host) = path::host(address) {
                self.hosts.insert(bare_host(host));
            }
        }
        let first = channel
            .addresses
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let (_, path) = paths::split(first);
        self.base = path.trim_end_matches('/').to_owned();
    }

    /// Decides about one item.
    pub(super) fn add(&mut self, entry: &Entry, options: &Options, media: &mut Media<'_>) {
        self.comments += entry.comments;
        let fate = fate(entry, options);
        let (_, old) = paths::split(&entry.link);
        let is_published = matches!(fate, Fate::Article | Fate::Page);
        let has_query = entry.link.contains('?');
        if has_query && is_published {
            self.queries += 1;
        }
        let below = old.strip_prefix(&*self.base).unwrap_or(old);
        let old = (!has_query && !entry.link.is_empty())
            .then(|| paths::address(below))
            .flatten();
        let mut known = Known {
            source: source(entry),
            file: None,
            route: None,
            has_own_address: false,
            old,
            upload: None,
            fate,
        };
        match known.fate {
            Fate::Article | Fate::Page | Fate::Draft => self.place(entry, &mut known),
            Fate::File | Fate::Settings | Fate::LeftOut(_) => {}
        }
        match entry.kind.as_str() {
            "attachment" => {
                known.upload = media.know(&entry.attachment_url, entry.id);
                let alternative = entry.meta("_wp_attachment_image_alt").unwrap_or_default();
                let caption = crate::import::markup::words(&entry.excerpt);
                self.pictures
                    .insert(entry.id, (alternative.to_owned(), caption));
                self.attached
                    .entry(entry.parent)
                    .or_default()
                    .push(entry.id);
            }
            "wp_block" => {
                self.blocks.insert(entry.id, entry.content.clone());
            }
            "nav_menu_item" => {
                let address = entry.meta("_menu_item_url").unwrap_or_default();
                let title = if entry.title.is_empty() {
                    "an entry with the title of its page"
                } else {
                    &entry.title
                };
                self.menu
                    .push(format!("{title} {address}").trim().to_owned());
            }
            _ => {}
        }
        for (domain, _, _) in entry.terms.iter().filter(|_| known.file.is_some()) {
            *self.taxonomies.entry(domain.clone()).or_default() += 1;
        }
        self.by_id.insert(entry.id, self.items.len());
        self.items.push(known);
    }

    /// The file and the address of a text.
    fn place(&mut self, entry: &Entry, known: &mut Known) {
        let name = paths::part(&path::decode_path(&entry.name).unwrap_or_default());
        let name = name.or_else(|| paths::part(&crate::import::markup::words(&entry.title)));
        let name = name.unwrap_or_else(|| {
            format!(
                "{}-{}",
                paths::part(&entry.kind).unwrap_or_default(),
                entry.id
            )
        });
        let is_published = known.fate != Fate::Draft;
        let old = known.old.clone().filter(|_| is_published);
        let file = match (entry.kind.as_str(), old.as_deref()) {
            ("page", Some("/")) if self.names.take("content/_index.md") => {
                "content/_index.md".to_owned()
            }
            ("page", Some(address)) => {
                let folders: Option<Vec<String>> = address
                    .trim_matches('/')
                    .split('/')
                    .map(paths::part)
                    .collect();
                let mut folders = folders.unwrap_or_else(|| vec![name.clone()]);
                let last = folders.pop().unwrap_or(name);
                let last = last
                    .trim_end_matches(".html")
                    .trim_end_matches(".php")
                    .to_owned();
                folders.insert(0, "content".to_owned());
                self.names.free(&folders.join("/"), &last, "md")
            }
            ("page", None) => self.names.free("content", &name, "md"),
            ("post", _) => self.names.free("content/posts", &name, "md"),
            (kind, _) => {
                let folder = paths::part(kind).unwrap_or_else(|| "other".to_owned());
                self.names.free(&format!("content/{folder}"), &name, "md")
            }
        };
        let natural = natural_route(&file);
        let wanted = old.unwrap_or_else(|| natural.clone());
        let route = match self.routes.insert(path::fold(&wanted)) {
            true => wanted,
            // Another text has this address.
            false => {
                self.routes.insert(path::fold(&natural));
                natural.clone()
            }
        };
        known.has_own_address = route != natural;
        known.file = Some(file);
        known.route = Some(route);
    }

    /// The address of an item with this id, for links such as `?p=7`.
    pub(super) fn route_of(&self, id: u64) -> Option<&str> {
        self.items[*self.by_id.get(&id)?].route.as_deref()
    }

    /// The addresses of all pages.
    pub(super) fn addresses(&self) -> BTreeSet<String> {
        self.items
            .iter()
            .filter_map(|known| known.route.clone())
            .collect()
    }

    /// Whether the new site has a page of its own at the top.
    pub(super) fn take(&mut self, file: &str) -> bool {
        self.names.take(file)
    }

    /// Whether an address is on a host of the old site.
    pub(super) fn is_own(&self, host: &str) -> bool {
        self.hosts.contains(&bare_host(host))
    }
}

/// The address that a file has by its name.
fn natural_route(file: &str) -> String {
    let below = file.trim_start_matches("content/").trim_end_matches(".md");
    match below {
        "_index" => "/".to_owned(),
        below => format!("/{below}/"),
    }
}

fn bare_host(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

fn source(entry: &Entry) -> String {
    let name = match (entry.link.is_empty(), entry.title.is_empty()) {
        (false, _) => entry.link.clone(),
        (true, false) => entry.title.clone(),
        (true, true) => "without a title".to_owned(),
    };
    format!("{} {}: {name}", entry.kind, entry.id)
}

/// What becomes of an item by its kind and its state.
fn fate(entry: &Entry, options: &Options) -> Fate {
    let left_out = |reason: &str| Fate::LeftOut(reason.to_owned());
    let kind = entry.kind.as_str();
    let published = match kind {
        "post" => Fate::Article,
        "page" => Fate::Page,
        kind if options.kinds.iter().any(|known| known == kind) => Fate::Article,
        // Decided when all texts are known.
        "attachment" => return Fate::File,
        "nav_menu_item" => return left_out("an entry of a menu; the report lists them"),
        "revision" => return left_out("an earlier version of a text"),
        "wp_block" => {
            return left_out("a reusable block; its text is in the articles that show it");
        }
        "custom_css"
        | "customize_changeset"
        | "oembed_cache"
        | "user_request"
        | "wp_template"
        | "wp_template_part"
        | "wp_global_styles"
        | "wp_navigation"
        | "wp_font_family"
        | "wp_font_face" => return Fate::LeftOut(format!("part of the old theme (`{kind}`)")),
        "" => return left_out("it has no kind, so it is no text of the site"),
        kind => {
            return Fate::LeftOut(format!(
                "a kind of text that a plugin made (`{kind}`); `--kind {kind}` imports it"
            ));
        }
    };
    let is_held = entry.status == "private" || entry.has_password;
    match entry.status.as_str() {
        "trash" => left_out("it is in the bin"),
        "auto-draft" | "inherit" => left_out("a copy that the editor saved by itself"),
        _ if is_held && options.private => Fate::Draft,
        "private" => left_out("private; `--private` imports it as a draft"),
        _ if is_held => left_out("protected by a password; `--private` imports it as a draft"),
        _ if entry.content.len() as u64 > crate::files::LARGEST_DOCUMENT => {
            left_out("its text is larger than 8 MB")
        }
        "publish" => published,
        _ => Fate::Draft,
    }
}
