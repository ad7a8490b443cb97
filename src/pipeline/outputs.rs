//! Passes the files of all stages on to the sink, each name once.
//!
//! The graph reported every name that two files claim; the first of them that comes here gets it. So what mend writes comes
//! first, and what a site may replace, such as `robots.txt`, comes last.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::asset::Asset;
use crate::files::{Content, Output, Sink};
use crate::graph::Graph;
use crate::path::OutputPath;
use crate::theme::Theme;

/// The way of files to the sink.
pub(super) struct Outlet<'s> {
    sink: &'s dyn Sink,
    /// The files that were passed on.
    paths: Mutex<BTreeSet<OutputPath>>,
}

impl<'s> Outlet<'s> {
    pub(super) fn to(sink: &'s dyn Sink) -> Self {
        Self {
            sink,
            paths: Mutex::default(),
        }
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

    /// Passes on the files that are published as they are. They get their names in order before any is passed on: of two that
    /// claim one name, the first gets it in every build.
    pub(super) fn put_assets(&self, graph: &Graph, assets: &[Arc<Asset>]) {
        let routed = graph.asset_routes.iter().zip(assets);
        let named = routed.filter_map(|(route, asset)| {
            let path = route.as_ref()?.to_output();
            self.claim(&path).then_some((path, asset))
        });
        let named: Vec<_> = named.collect();
        let put = |(path, asset): (OutputPath, &Arc<Asset>)| {
            self.sink.put(path, asset.content.clone());
        };
        named.into_par_iter().for_each(put);
    }

    /// Whether a file gets this name, which no other file has yet.
    fn claim(&self, path: &OutputPath) -> bool {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        paths.insert(path.clone())
    }

    /// The files that were passed on.
    pub(super) fn into_paths(self) -> BTreeSet<OutputPath> {
        self.paths
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Outlet<'_> {
    /// Passes a file on, unless there is one of its name.
    fn put(&self, path: OutputPath, content: Content) {
        if self.claim(&path) {
            self.sink.put(path, content);
        }
    }
}
