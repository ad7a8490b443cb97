//! The inputs of views. The entry points of the room take them apart, and each function of the room gets the parts that it
//! reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::site_facts::SiteFacts;
use crate::asset::Asset;
use crate::config::{
    Config, Edition, Exit, LanguagePaths, Menu, Practice, RawHtml, SortBy, Titles,
};
use crate::data::Data;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::VariantFormat;
use crate::graph::{Graph, Listed};
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
    /// The smaller copies of pictures.
    pub pictures: &'a PictureFiles,
    /// The site.
    pub graph: &'a Graph,
    /// What is related to each document.
    pub related: &'a [Option<Arc<Vec<Listed>>>],
    /// The data files.
    pub data: &'a Data,
    /// Where each document mentions the terms of the glossary; empty without one.
    pub mentions: &'a [Arc<Vec<Mention>>],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// Which files are in which language.
    pub languages: &'a LanguagePaths,
    /// What pages share.
    pub facts: &'a SiteFacts,
    /// What they show of `site.toml`.
    pub settings: Settings<'a>,
}

/// The smaller copies of pictures, by the place of the picture in the list of assets.
pub type PictureFiles = BTreeMap<usize, Vec<PictureFile>>;

/// A smaller copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureFile {
    /// Its address.
    pub route: Route,
    /// Its width in pixels.
    pub width: u32,
    /// Its format.
    pub format: VariantFormat,
}

/// What views read of `site.toml`, and how the build wants its links written. Articles that the configuration names are
/// in [`SiteFacts`].
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// What the site says about itself.
    pub site: SiteSettings<'a>,
    /// How addresses are written.
    pub addresses: Addresses<'a>,
    /// How wide pictures are on a page, as the attribute `sizes`.
    pub picture_sizes: &'a str,
    /// The exit.
    pub exit: &'a Exit,
    /// What titles may give away.
    pub titles: Titles,
    /// Whether authors may write any HTML they like.
    pub allows_raw_html: bool,
    /// The most entries on one page of a list.
    pub page_size: usize,
    /// The order of lists that ask for none.
    pub sort_by: SortBy,
    /// The most entries of a feed.
    pub feed_limit: usize,
    /// The files with the security headers for hosts.
    pub headers: &'a [HeaderFile],
}

/// What a site says about itself.
#[derive(Clone, Copy, Hash)]
pub struct SiteSettings<'a> {
    /// Its name.
    pub title: &'a str,
    /// One sentence on what it is.
    pub description: Option<&'a str>,
    /// The language of articles that name none.
    pub language: &'a str,
    /// Which language of the site it is.
    pub edition: &'a Edition,
    /// The author of articles that name none.
    pub author: Option<&'a str>,
    /// A line for the foot of every page.
    pub copyright: Option<&'a str>,
    /// The links in the header and the footer.
    pub menu: &'a Menu,
    /// The logo, and what is put on paper.
    pub style: &'a Style,
    /// The practice that gives the guide to its clients.
    pub practice: Option<&'a Practice>,
    /// Whether search engines are asked to leave the whole site out.
    pub is_noindex: bool,
    /// Whether readers can search.
    pub has_search: bool,
    /// Whether articles can be read aloud.
    pub is_read_aloud: bool,
    /// Whether worksheets keep what is typed.
    pub keeps_sheets: bool,
}

/// How addresses are written.
#[derive(Clone, Copy, Hash)]
pub struct Addresses<'a> {
    /// Where the site will be published.
    pub base_url: Option<&'a str>,
    /// The path part of that address.
    pub base_path: &'a str,
    /// How links between pages are written.
    pub links: LinkStyle,
}

impl<'a> Settings<'a> {
    /// Takes them out of the configuration.
    pub fn of(config: &'a Config, links: LinkStyle) -> Self {
        Self {
            site: SiteSettings {
                title: &config.title,
                description: config.description.as_deref(),
                language: &config.language,
                edition: &config.edition,
                author: config.author.as_deref(),
                copyright: config.copyright.as_deref(),
                menu: &config.menu,
                style: &config.style,
                practice: config.practice.as_ref(),
                is_noindex: config.is_noindex(),
                has_search: config.search.enabled,
                is_read_aloud: config.read_aloud.enabled,
                keeps_sheets: config.worksheets.keep,
            },
            addresses: Addresses {
                base_url: config.base_url.as_deref(),
                base_path: config.base_path(),
                links,
            },
            picture_sizes: &config.images.sizes,
            exit: &config.exit,
            titles: config.privacy.titles,
            allows_raw_html: config.markdown.raw_html == RawHtml::Allow,
            page_size: config.lists.page_size,
            sort_by: config.lists.sort_by,
            feed_limit: config.feeds.limit,
            headers: &config.privacy.headers,
        }
    }
}

/// The index of the file with a path.
pub(super) fn asset_at(assets: &[Arc<Asset>], path: &SourcePath) -> Option<usize> {
    let found = assets.binary_search_by(|asset| asset.path.cmp(path));
    found.ok()
}
