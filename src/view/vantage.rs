//! Where a page stands: its address decides how it links to others.
//!
//! It writes addresses and nothing else. What is linked is in `place`.

use std::cell::RefCell;

use super::model::Link;
use super::place::{Face, Name};
use super::source::Addresses;
use crate::graph::NOT_FOUND;
use crate::memo::Hashed;
use crate::path::{LinkStyle, Route, encode_path};

/// The place from which a page sees the site.
#[derive(Clone, Copy)]
pub(crate) struct Vantage<'a> {
    pub(crate) route: &'a Route,
    pub(crate) addresses: Addresses<'a>,
    /// Takes every address that is linked, if its maker wants to know them.
    pub(super) visited: Option<&'a RefCell<Vec<Route>>>,
}

impl<'a> Vantage<'a> {
    pub(crate) fn of(route: &'a Route, addresses: Addresses<'a>) -> Self {
        Self {
            route,
            addresses,
            visited: None,
        }
    }

    /// How this page links to an address of the site.
    pub(crate) fn url(&self, to: &Route) -> String {
        if let Some(visited) = self.visited {
            visited.borrow_mut().push(to.clone());
        }
        if self.is_anywhere() {
            // The page is shown at any depth, so only whole paths hold.
            let base = self.addresses.base_path.trim_end_matches('/');
            return format!("{base}{}", to.encoded());
        }
        to.relative_from(self.route, self.addresses.links)
    }

    /// How this page links to a place on a page.
    pub(super) fn anchor_url(&self, to: &Route, anchor: &str) -> String {
        format!("{}#{}", self.url(to), encode_path(anchor))
    }

    /// The whole address of a place in the site, if it is known where the site will be.
    pub(crate) fn absolute(&self, to: &Route) -> Option<String> {
        self.addresses
            .base_url
            .map(|base| format!("{base}{}", &to.encoded()[1..]))
    }

    /// Where `/` is: what the theme's own files are found by.
    pub(super) fn root(&self) -> String {
        self.way_to(&Route::new("/"))
    }

    /// The way to a folder, to which the name of a file can be added.
    pub(super) fn way_to(&self, folder: &Route) -> String {
        if self.is_anywhere() {
            return format!("{}{}", self.addresses.base_path, &folder.encoded()[1..]);
        }
        let way = folder.relative_from(self.route, LinkStyle::Folder);
        if way == "./" { String::new() } else { way }
    }

    pub(crate) fn link(&self, title: &str, to: &Route) -> Link {
        Link {
            title: title.to_owned(),
            url: self.url(to),
            summary: None,
        }
    }

    /// A link without a sentence.
    pub(crate) fn name_link(&self, name: &Name<'_>) -> Link {
        self.link(&name.title, name.route)
    }

    /// A link with the sentence of the page it leads to.
    pub(crate) fn face_link(&self, face: &Face<'_>) -> Link {
        Link {
            summary: face.summary.map(str::to_owned),
            ..self.name_link(&face.name)
        }
    }

    pub(crate) fn face_links<'f>(
        &self,
        faces: impl IntoIterator<Item = &'f Hashed<Face<'f>>>,
    ) -> Vec<Link> {
        faces.into_iter().map(|face| self.face_link(face)).collect()
    }

    /// Whether hosts show this page at any address.
    fn is_anywhere(&self) -> bool {
        self.route.as_str().strip_prefix('/') == Some(NOT_FOUND)
    }
}
