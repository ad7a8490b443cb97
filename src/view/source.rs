//! The inputs of views.

use std::sync::Arc;

use super::site_facts::SiteFacts;
use crate::asset::Asset;
use crate::config::{Config, Exit, Practice, RawHtml, Titles};
use crate::data::Data;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::graph::{Graph, Related, Section};
use crate::path::{LinkStyle, Route, SourcePath};
use crate::policy::HeaderFile;
use crate::style::Style;

/// Everything that views are made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The files published with them.
    pub assets: &'a [Arc<Asset>],
    /// The site.
    pub graph: &'a Graph,
    /// What is related to each document.
    pub related: &'a [Option<Arc<Vec<Related>>>],
    /// The data files.
    pub data: &'a Data,
    /// Where each document mentions the terms of the glossary; empty without one.
    pub mentions: &'a [Arc<Vec<Mention>>],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// What pages share.
    pub facts: &'a SiteFacts,
    /// What they show of `site.toml`.
    pub settings: Settings<'a>,
}

/// What views read of `site.toml`, and how the build wants its links written. Articles that the configuration names are
/// in [`SiteFacts`].
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// The site's name.
    pub title: &'a str,
    /// One sentence on what the site is.
    pub description: Option<&'a str>,
    /// The language of articles that name none.
    pub language: &'a str,
    /// The author of articles that name none.
    pub author: Option<&'a str>,
    /// A line for the foot of every page.
    pub copyright: Option<&'a str>,
    /// Where the site will be published.
    pub base_url: Option<&'a str>,
    /// The path part of that address.
    pub base_path: &'a str,
    /// The logo, and what is put on paper.
    pub style: &'a Style,
    /// The exit.
    pub exit: &'a Exit,
    /// What titles may give away.
    pub titles: Titles,
    /// The practice that gives the guide to its clients.
    pub practice: Option<&'a Practice>,
    /// Whether search engines are asked to leave the whole site out.
    pub is_noindex: bool,
    /// Whether readers can search.
    pub has_search: bool,
    /// Whether authors may write any HTML they like.
    pub allows_raw_html: bool,
    /// The most entries on one page of a list.
    pub page_size: usize,
    /// The most entries of a feed.
    pub feed_limit: usize,
    /// The files with the security headers for hosts.
    pub headers: &'a [HeaderFile],
    /// How links between pages are written.
    pub links: LinkStyle,
}

impl<'a> Settings<'a> {
    /// Takes them out of the configuration.
    pub fn of(config: &'a Config, links: LinkStyle) -> Self {
        Self {
            title: &config.title,
            description: config.description.as_deref(),
            language: &config.language,
            author: config.author.as_deref(),
            copyright: config.copyright.as_deref(),
            base_url: config.base_url.as_deref(),
            base_path: config.base_path(),
            style: &config.style,
            exit: &config.exit,
            titles: config.privacy.titles,
            practice: config.practice.as_ref(),
            is_noindex: config.is_noindex(),
            has_search: config.search.enabled,
            allows_raw_html: config.markdown.raw_html == RawHtml::Allow,
            page_size: config.lists.page_size,
            feed_limit: config.feeds.limit,
            headers: &config.privacy.headers,
            links,
        }
    }
}

impl Source<'_> {
    /// The title of a section. Without an index, the worksheets have a title from the texts of the interface.
    pub(super) fn section_title(&self, section: &Section) -> String {
        match section.index {
            None if section.is_shelf() => self.texts.get("worksheets"),
            _ => section.title.clone(),
        }
    }

    /// Where a picture named in a document's front matter is published.
    pub(super) fn image_route(&self, document: &Document, image: &str) -> Option<&Route> {
        let path = document.image_path(image)?;
        self.graph.asset_routes[self.asset_at(&path)?].as_ref()
    }

    pub(super) fn asset_at(&self, path: &SourcePath) -> Option<usize> {
        self.assets
            .binary_search_by(|asset| asset.path.cmp(path))
            .ok()
    }
}
