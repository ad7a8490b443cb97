//! The inputs of search, and what it asks of a kind of page.

use std::sync::Arc;

use super::page::GeneratedPage;
use crate::config::{Edition, HelpSettings};
use crate::data::glossary::Glossary;
use crate::data::help::Help;
use crate::data::paths::{AudienceKind, ReadingPath};
use crate::data::texts::Texts;
use crate::document::Document;
use crate::graph::{Graph, PageKey, PageSource};
use crate::path::LinkStyle;

/// Everything that an index is made from.
#[derive(Clone, Copy)]
pub struct Corpus<'a> {
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// The site; only what may be listed gets into the index.
    pub graph: &'a Graph,
    /// The terms, synonyms and search words of the terms file.
    pub glossary: &'a Glossary,
    /// The contacts that readers in danger can turn to.
    pub help: Option<&'a Help>,
    /// The reading paths, in the order by which the graph numbers them.
    pub paths: &'a [ReadingPath],
    /// The audiences that articles can be for, in the order by which the graph numbers them.
    pub audiences: &'a [AudienceKind],
    /// The words of the interface.
    pub texts: &'a Texts,
    /// Which articles are for readers in danger.
    pub danger: &'a HelpSettings,
    /// The language of articles that name none, as a BCP 47 tag.
    pub language: &'a str,
    /// Which language of the site it is.
    pub edition: &'a Edition,
    /// How results link to pages.
    pub links: LinkStyle,
    /// The table of kinds of page.
    pub(crate) kinds: &'a [&'a dyn WordSource],
}

/// A kind of page, as the search sees it.
pub(crate) trait WordSource: PageSource {
    /// The words of one of its pages; `None` if readers cannot search for it.
    fn words(&self, _corpus: &Corpus<'_>, _key: PageKey) -> Option<GeneratedPage> {
        None
    }
}
