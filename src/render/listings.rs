//! Machine-readable files: feeds, site map, robots.txt, and the policy in the formats of hosts.

use std::sync::Arc;

use super::{atom, robots, sitemap};
use crate::files::Output;
use crate::memo::{Fingerprint, Memo};
use crate::path::OutputPath;
use crate::view::{self, ViewSource};

/// The files that were made last.
#[derive(Default)]
pub struct ListingCache {
    of_language: Memo<Vec<(OutputPath, Output)>>,
    of_site: Memo<Vec<(OutputPath, Output)>>,
    sitemap: Memo<Vec<(OutputPath, Output)>>,
}

/// The sources of the pages in all languages, for the files of which a site has one.
#[derive(Clone, Copy)]
pub(crate) struct AllSources<'a> {
    /// The source of each language, the first language first.
    pub(crate) sources: &'a [view::Source<'a>],
    /// Their cache key.
    pub(crate) key: Fingerprint,
}

impl ListingCache {
    /// Makes the files of a language. `key` is the cache key of the source.
    pub(crate) fn of_language(
        &mut self,
        source: &view::Source<'_>,
        key: Fingerprint,
    ) -> Arc<Vec<(OutputPath, Output)>> {
        self.of_language.one(key, || feeds(source))
    }

    /// Makes the files of which a site has one, whatever its languages.
    pub(crate) fn of_site(
        &mut self,
        all: AllSources<'_>,
        kinds: &[&dyn ViewSource],
    ) -> Arc<Vec<(OutputPath, Output)>> {
        let Self {
            of_site, sitemap, ..
        } = self;
        of_site.one(all.key, || files_of_site(all.sources, kinds, sitemap))
    }
}

/// The feeds of a language.
fn feeds(source: &view::Source<'_>) -> Vec<(OutputPath, Output)> {
    let settings = &source.settings;
    let Some(base_url) = settings.addresses.base_url else {
        return Vec::new();
    };
    let feeds = view::feeds(&view::FeedInputs {
        documents: source.documents,
        graph: source.graph,
        texts: source.texts,
        site: &settings.site,
        base_url,
        limit: settings.feed_limit,
    });
    let feeds = feeds.iter();
    feeds
        .map(|feed| (feed.route.to_output(), atom(feed)))
        .collect()
}

fn files_of_site(
    sources: &[view::Source<'_>],
    kinds: &[&dyn ViewSource],
    known: &mut Memo<Vec<(OutputPath, Output)>>,
) -> Vec<(OutputPath, Output)> {
    let Some(first) = sources.first() else {
        return Vec::new();
    };
    let settings = &first.settings;
    let noindex = settings.site.is_noindex;
    // A site that asks to be left out of search engines has no site map.
    let mapped = settings.addresses.base_url.filter(|_| !noindex);
    let mut files = vec![(OutputPath::new("robots.txt"), robots(mapped))];
    files.extend(settings.headers.iter().filter_map(|kind| {
        let text = kind.text(noindex).into_bytes();
        Some((OutputPath::new(kind.published_name()?), Output::new(text)))
    }));
    if let Some(base_url) = mapped {
        // The site map is as long as the site and holds no titles, so most edits leave it as it is.
        let entries = sources.iter();
        let entries = entries.flat_map(|source| view::sitemap(source, kinds));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by(|left, right| left.route.cmp(&right.route));
        let parts = known.one(Fingerprint::of(&(base_url, &entries)), || {
            let files = sitemap(&entries, base_url).into_iter();
            files
                .map(|(name, output)| (OutputPath::new(&name), output))
                .collect()
        });
        files.extend_from_slice(&parts);
    }
    files
}
