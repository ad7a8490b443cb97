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
    all: Memo<Vec<(OutputPath, Output)>>,
    sitemap: Memo<Vec<(OutputPath, Output)>>,
}

impl ListingCache {
    /// Makes the files. `key` is the cache key of the source.
    pub(crate) fn listings(
        &mut self,
        source: &view::Source<'_>,
        kinds: &[&dyn ViewSource],
        key: Fingerprint,
    ) -> Arc<Vec<(OutputPath, Output)>> {
        let Self { all, sitemap } = self;
        all.one(key, || listings(source, kinds, sitemap))
    }
}

fn listings(
    source: &view::Source<'_>,
    kinds: &[&dyn ViewSource],
    known: &mut Memo<Vec<(OutputPath, Output)>>,
) -> Vec<(OutputPath, Output)> {
    let settings = &source.settings;
    let noindex = settings.site.is_noindex;
    let base_url = settings.addresses.base_url;
    // A site that asks to be left out of search engines has no site map.
    let mapped = base_url.filter(|_| !noindex);
    let mut listings = vec![(OutputPath::new("robots.txt"), robots(mapped))];
    listings.extend(settings.headers.iter().filter_map(|kind| {
        let text = kind.text(noindex).into_bytes();
        Some((OutputPath::new(kind.published_name()?), Output::new(text)))
    }));
    if let Some(base_url) = base_url {
        let feeds = view::feeds(&view::FeedInputs {
            documents: source.documents,
            graph: source.graph,
            texts: source.texts,
            site: &settings.site,
            base_url,
            limit: settings.feed_limit,
        });
        let feeds = feeds.iter();
        listings.extend(feeds.map(|feed| (feed.route.to_output(), atom(feed))));
    }
    if let Some(base_url) = mapped {
        // The site map is as long as the site and holds no titles, so most edits leave it as it is.
        let entries = view::sitemap(source, kinds);
        let files = known.one(Fingerprint::of(&(base_url, &entries)), || {
            let files = sitemap(&entries, base_url).into_iter();
            files
                .map(|(name, output)| (OutputPath::new(&name), output))
                .collect()
        });
        listings.extend_from_slice(&files);
    }
    listings
}
