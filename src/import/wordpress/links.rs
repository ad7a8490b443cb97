//! Where links and pictures of the old site lead in the new one.

use super::media::Media;
use super::plan::Plan;
use super::shortcodes::{self, Pictures};
use crate::check::without_tracking;
use crate::import::findings::{Effect, Findings};
use crate::import::markup::Addresses;
use crate::import::paths;

/// The old site as a text sees it.
pub(super) struct Surroundings<'a, 's> {
    pub(super) plan: &'a Plan,
    pub(super) media: &'a mut Media<'s>,
    /// The item that the text is of.
    pub(super) id: u64,
}

impl Surroundings<'_, '_> {
    /// An address on the old site's own host, as a path of the new one.
    fn own(&mut self, address: &str, findings: &mut Findings) -> Option<String> {
        let (host, path) = paths::split(address);
        let is_path = address.starts_with('/') && !address.starts_with("//");
        if !is_path && !self.plan.is_own(host) {
            return None;
        }
        let path = match is_path {
            true => address.split(['?', '#']).next().unwrap_or_default(),
            false => path,
        };
        let query = address
            .split_once('?')
            .map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
        let fragment = address.find('#').map_or("", |at| &address[at..]);
        let id = query.split('&').find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let is_id = matches!(name, "p" | "page_id" | "attachment_id");
            is_id.then(|| value.parse().ok()).flatten()
        });
        if let Some(route) = id.and_then(|id: u64| self.plan.route_of(id)) {
            findings.count(
                Effect::Changed,
                "links to texts by their numbers: to their addresses",
            );
            return Some(format!("{route}{fragment}"));
        }
        let below = path.strip_prefix(&*self.plan.base).unwrap_or(path);
        if below.starts_with("/wp-admin") || below.starts_with("/wp-login") {
            findings.count(
                Effect::Kept,
                "links into the administration of the old site",
            );
            return Some(address.to_owned());
        }
        let route = paths::address(below)?;
        if !is_path {
            findings.count(Effect::Changed, "links to the own site: without its host");
        }
        Some(format!("{route}{fragment}"))
    }
}

impl Addresses for Surroundings<'_, '_> {
    fn link(&mut self, href: &str, findings: &mut Findings) -> String {
        let whole = match href.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => href.to_owned(),
        };
        let address = match without_tracking(&whole) {
            Some((address, count)) => {
                for _ in 0..count {
                    findings.count(Effect::Changed, "tracking parameters in links: removed");
                }
                address
            }
            None => whole,
        };
        if let Ok(file) = self.file(&address, &mut Findings::default())
            && file.starts_with("/wp-content/")
        {
            return file;
        }
        self.own(&address, findings).unwrap_or(address)
    }

    fn file(&mut self, src: &str, findings: &mut Findings) -> Result<String, String> {
        let whole = match src.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => src.to_owned(),
        };
        let (host, _) = paths::split(&whole);
        let is_path = whole.starts_with('/');
        let is_own = is_path || self.plan.is_own(host);
        if let Some(found) = self.media.find(&whole, is_own) {
            if found.is_original {
                findings.count(
                    Effect::Changed,
                    "pictures: the original in place of a smaller copy",
                );
            }
            return Ok(found.address);
        }
        match is_path || !whole.contains("//") {
            true => Ok(whole),
            false => Err(whole),
        }
    }
}

impl Pictures for Surroundings<'_, '_> {
    fn gallery(&mut self, attributes: &[(String, String)]) -> Option<String> {
        let attribute = |names: &[&str]| {
            let known = attributes
                .iter()
                .find(|(key, _)| names.contains(&key.as_str()));
            known.map(|(_, value)| value.clone())
        };
        let ids: Vec<u64> = match attribute(&["ids", "include"]) {
            Some(ids) => ids
                .split(',')
                .filter_map(|id| id.trim().parse().ok())
                .collect(),
            None => {
                let of = attribute(&["id"])
                    .and_then(|id| id.parse().ok())
                    .unwrap_or(self.id);
                self.plan.attached.get(&of).cloned().unwrap_or_default()
            }
        };
        let pictures = ids.iter().filter_map(|id| {
            let known = &self.plan.items[*self.plan.by_id.get(id)?];
            let address = self.media.use_path(known.upload.as_deref()?)?;
            let (alternative, caption) = self.plan.pictures.get(id)?;
            Some(shortcodes::picture(alternative, &address, caption))
        });
        let pictures: Vec<String> = pictures.collect();
        (!pictures.is_empty()).then(|| pictures.join("\n\n"))
    }
}
