//! The first steps of most commands: from the arguments to a site that has been read and built.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::{Global, Selection};
use crate::config::{Config, Override};
use crate::date::{Moment, Zone};
use crate::diag::{self, Diagnostic, Error, Reported, Result};
use crate::discover::{self, Discovery, Site};
use crate::fault;
use crate::files::{ContentFile, Discarded, Inputs, Options, Sink, ThemeNames};
use crate::path::LinkStyle;
use crate::pipeline::{Build, Pipeline};
use crate::publish::Destination;
use crate::variant_cache::VariantCache;

/// The site that the command works on.
pub(super) fn site(global: &Global, base_url: Option<&str>) -> Result<Discovery> {
    let folder = global.root.as_deref().unwrap_or(Path::new("."));
    let site = match &global.config {
        None => Site::find(folder)?,
        Some(config) => Site {
            root: canonical(folder)?,
            config_path: canonical(config)?,
        },
    };
    let mut overrides = discover::overrides(std::env::vars());
    overrides.extend(base_url.map(|url| Override {
        name: "--base-url".to_owned(),
        key: "base_url".to_owned(),
        value: url.to_owned(),
    }));
    Ok(Discovery::new(site, overrides))
}

fn canonical(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path)
        .map_err(|error| Error::io(format!("cannot open `{}`", path.display()), &error))
}

/// A site that was read and built, and everything that is wrong with it, in order.
pub(super) struct SiteBuild {
    pub(super) inputs: Inputs,
    pub(super) build: Build,
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads the site and builds it into a sink.
pub(super) fn make(
    discovery: &mut Discovery,
    options: Options,
    pipeline: Pipeline,
    sink: &dyn Sink,
) -> Result<SiteBuild> {
    let made = make_unless(&|| false, discovery, options, pipeline, sink)?;
    Ok(made.unwrap_or_else(|| unreachable!("nothing interrupts it")))
}

/// The same; `None` if it was interrupted.
pub(super) fn make_unless(
    is_interrupted: &(dyn Fn() -> bool + Sync),
    discovery: &mut Discovery,
    options: Options,
    pipeline: Pipeline,
    sink: &dyn Sink,
) -> Result<Option<SiteBuild>> {
    build_unless(is_interrupted, discovery.read(options)?, pipeline, sink)
}

/// Builds a site with one more document, which is not among its files.
pub(super) fn make_with(
    more: ContentFile,
    discovery: &mut Discovery,
    options: Options,
    pipeline: Pipeline,
    sink: &dyn Sink,
) -> Result<SiteBuild> {
    let mut read = discovery.read(options)?;
    let documents = &mut read.value.documents;
    let at = documents.partition_point(|document| document.path < more.path);
    documents.insert(at, more);
    let made = build_unless(&|| false, read, pipeline, sink)?;
    Ok(made.unwrap_or_else(|| unreachable!("nothing interrupts it")))
}

/// Builds a site that was read; `None` if it was interrupted.
fn build_unless(
    is_interrupted: &(dyn Fn() -> bool + Sync),
    read: Reported<Inputs>,
    pipeline: Pipeline,
    sink: &dyn Sink,
) -> Result<Option<SiteBuild>> {
    let built = fault::caught("build", None, || {
        let mut pipeline = pipeline;
        let built = pipeline.build_unless(is_interrupted, &read.value, sink);
        // The program ends soon, and freeing what a large site is made from would take longer than ending does.
        mem::forget(pipeline);
        built
    });
    let Some(built) = built.map_err(|fault| Error::from(*fault))? else {
        return Ok(None);
    };
    let mut problems = read.problems;
    problems.extend(built.problems);
    diag::arrange(&mut problems);
    Ok(Some(SiteBuild {
        inputs: read.value,
        build: built.value,
        problems,
    }))
}

/// Reads the site and builds it, to know what is in it and what is wrong with it. No picture is scaled for that.
pub(super) fn inspected(discovery: &mut Discovery, options: Options) -> Result<SiteBuild> {
    inspected_into(discovery, options, &Discarded)
}

/// The same, for those who want to know the files of the site as well.
pub(super) fn inspected_into(
    discovery: &mut Discovery,
    options: Options,
    sink: &dyn Sink,
) -> Result<SiteBuild> {
    let pipeline = Pipeline::once().without_scaling();
    make(discovery, options, pipeline, sink)
}

/// Where the site keeps the smaller copies of its pictures.
pub(super) fn variant_cache(discovery: &mut Discovery) -> Result<Arc<VariantCache>> {
    let folder = PathBuf::from(&discovery.config()?.images.cache);
    let folder = discovery.site().root.join(folder);
    Ok(Arc::new(VariantCache::new(folder)))
}

/// The options of a build, from the command line and the clock.
pub(super) fn options(selection: &Selection, links: LinkStyle, config: &Config) -> Result<Options> {
    let Selection {
        drafts,
        future,
        expired,
        as_of,
        base_url: _,
    } = selection;
    let now = now(as_of.as_deref(), &config.zone())?;
    Ok(Options {
        drafts: *drafts,
        future: *future,
        expired: *expired,
        links,
        theme_names: ThemeNames::Fingerprinted,
        now,
    })
}

/// The moment that counts as now: `--as-of`, else `SOURCE_DATE_EPOCH`, else the clock.
pub(super) fn now(as_of: Option<&str>, zone: &Zone) -> Result<Moment> {
    if let Some(text) = as_of {
        return zone.parse(text).ok_or_else(|| {
            Error::new(format!("`{text}` is not a date"))
                .help("write it as 2026-12-01 or 2026-12-01T09:00")
        });
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text.parse().map_err(|_| {
            Error::new(format!(
                "SOURCE_DATE_EPOCH = {text} is not a number of seconds"
            ))
        })?,
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs() as i64),
    };
    zone.at_seconds(seconds)
        .ok_or_else(|| Error::new("the system clock shows a date out of range"))
}

/// Where the site is published: `--output-dir`, else the configured folder.
pub(super) fn destination(
    discovery: &mut Discovery,
    asked: Option<&PathBuf>,
) -> Result<Destination> {
    let configured = PathBuf::from(&discovery.config()?.output_dir);
    let root = discovery.site().root.clone();
    // A typed path is relative to the current folder, a configured one to the site folder.
    let folder = match asked {
        Some(folder) => std::path::absolute(folder)
            .map_err(|error| Error::io(format!("cannot use `{}`", folder.display()), &error))?,
        None => root.join(configured),
    };
    Ok(Destination::new(root, folder))
}
