//! Passes the files of all stages on to the sink, each name once.
//!
//! The graph reported every name that two files claim; the first of them that comes here gets it. So what mend writes comes
//! first, and what a site may replace, such as `robots.txt`, comes last.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::asset::Asset;
use crate::files::{Content, Output, Recording, Sink};
use crate::graph::{self, Graph};
use crate::path::OutputPath;
use crate::theme::Theme;

/// The way of files to the sink.
pub(super) struct Outlet<'s>(Recording<'s>);

impl<'s> Outlet<'s> {
    pub(super) fn to(sink: &'s dyn Sink) -> Self {
        Self(Recording::to(sink))
    }

    /// Passes on the files of the theme, which need no page.
    pub(super) fn put_theme(&self, theme: &Theme) {
        for file in theme.files.values() {
            self.put(file.route.to_output(), file.output.clone().into());
        }
    }

    /// Passes on files that a stage made.
    pub(super) fn put_all(&self, files: impl IntoIterator<Item = (OutputPath, Output)>) {
        for (path, file) in files {
            self.put(path, file.into());
        }
    }

    /// Passes on the files that are published as they are. The first of two that claim one name gets it in every build.
    pub(super) fn put_assets(&self, graphs: &[&Graph], assets: &[Arc<Asset>]) {
        let routed = assets.iter().enumerate();
        let named = routed.filter_map(|(at, asset)| {
            let route = graph::published_asset(graphs, at)?;
            Some((route.to_output(), asset))
        });
        self.0.put_in_order(named, |asset| asset.content.clone());
    }

    /// Passes on the smaller copies of pictures.
    pub(super) fn put_pictures(&self, files: Vec<(OutputPath, Content)>) {
        self.0.put_in_order(files.into_iter(), |content| content);
    }

    /// The files that were passed on.
    pub(super) fn into_paths(self) -> BTreeSet<OutputPath> {
        self.0.into_paths()
    }
}

impl Sink for Outlet<'_> {
    fn put(&self, path: OutputPath, content: Content) {
        self.0.put(path, content);
    }

    fn wanted(&self) -> Option<OutputPath> {
        self.0.wanted()
    }
}
