//! Everything that views are made from.

use std::sync::Arc;

use super::common::Common;
use crate::asset::Asset;
use crate::config::Config;
use crate::data::Data;
use crate::data::texts::Texts;
use crate::document::Document;
use crate::document::mentions::Mention;
use crate::files::Options;
use crate::graph::{Graph, Related, Section};
use crate::path::{Route, SourcePath};

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
    /// Where each document uses the terms of the glossary; empty without one.
    pub uses: &'a [Arc<Vec<Mention>>],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// What pages share.
    pub common: &'a Common,
    /// The configuration.
    pub config: &'a Config,
    /// What was asked for.
    pub options: &'a Options,
}

impl Source<'_> {
    /// What a section is called: the worksheets have words of the interface unless they have an index.
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
