//! `mend deploy`: the published site goes online.
//!
//! The keys to a bucket come from the environment only, by the names that all tools use: `AWS_ACCESS_KEY_ID`,
//! `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.

use std::path::Path;

use serde_json::json;

use super::args::{Deploy, Format, Global};
use super::console::Console;
use super::interrupt::interruption;
use super::outcome::Outcome;
use super::setup::{destination, site};
use crate::config::{Config, Deployment, Place};
use crate::deploy::{
    self, Bucket, BucketAddress, Deployed, Folder, Secrets, Settings, Site, Store,
};
use crate::diag::{Error, Result, counted, did_you_mean, listed, nearest};
use crate::publish::{self, Export};

/// What is said of a bucket each time, since its owner may not know.
const NO_HEADERS: &str = "A bucket sends no security headers. The pages carry their policy themselves; a service in front of the \
    bucket can send the rest, which `mend headers` prints";

pub(super) fn run(global: &Global, args: &Deploy, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, None)?;
    let root = discovery.site().root.clone();
    let from = destination(&mut discovery, args.output_dir.as_ref())?;
    let config = discovery.config()?;
    let (name, deployment) = chosen(&config, args.name.as_deref())?;
    let store = store(&root, &from.folder, name, deployment)?;
    let reading = console.progress("Reading the published site");
    let published = publish::open(&from)?;
    reading.finish_and_clear();
    let settings = Settings {
        keep_previous: deployment.keep_previous,
        max_deleted_percent: deployment.max_deleted_percent,
        allow_deletes: args.allow_deletes,
        cache_control: deployment.cache_control.clone(),
        adopt: args.adopt,
        dry_run: args.dry_run,
        take_over: args.take_over,
        interrupted: interruption(),
    };
    let site = Site {
        folder: &published.folder,
        id: &published.id,
        address: config.base_url.as_deref().unwrap_or_default(),
        files: &published.files,
    };
    let bar = console.steps("Deploying", 0);
    let step = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let deployed = deploy::deploy(&*store, &site, &settings, &step);
    bar.finish_and_clear();
    let deployed = match deployed {
        Err(error)
            if settings
                .interrupted
                .load(std::sync::atomic::Ordering::Relaxed) =>
        {
            console.fail(&error);
            return Ok(Outcome::Interrupted);
        }
        deployed => deployed?,
    };
    match args.format {
        Format::Json => console.data(&format!("{:#}", report(&deployed, &*store, args.dry_run))),
        Format::Text => tell(&deployed, &*store, deployment, args.dry_run, console),
    }
    Ok(Outcome::Fine)
}

/// The deployment that is meant, with its name.
fn chosen<'a>(config: &'a Config, asked: Option<&str>) -> Result<(&'a str, &'a Deployment)> {
    let names: Vec<&str> = config.deploy.keys().map(String::as_str).collect();
    let name = match (asked, &names[..]) {
        (_, []) => {
            return Err(Error::new("site.toml does not say where the site is deployed to").help(
                "write two lines: [deploy.live] and below it to = \"s3://my-bucket\", or a folder such as to = \"../www\"",
            ));
        }
        (None, [name]) => name,
        (None, _) => {
            return Err(Error::new("site.toml has several places to deploy to")
                .help(format!("name one: {}", listed(&names))));
        }
        (Some(asked), _) => names.iter().find(|name| **name == asked).ok_or_else(|| {
            let meant = did_you_mean(nearest(asked, names.iter().copied()));
            let help = meant.unwrap_or_else(|| format!("the places are {}", listed(&names)));
            Error::new(format!("site.toml has no [deploy.{asked}]")).help(help)
        })?,
    };
    Ok((name, &config.deploy[*name]))
}

/// The store of a deployment.
fn store(
    root: &Path,
    public: &Path,
    name: &str,
    deployment: &Deployment,
) -> Result<Box<dyn Store>> {
    let cannot = |failure: deploy::Failure| {
        let error = Error::new(format!(
            "cannot deploy to [deploy.{name}]: {}",
            failure.message
        ));
        match failure.help {
            Some(help) => error.help(help),
            None => error,
        }
    };
    match deployment.place().map_err(Error::new)? {
        Place::Bucket(bucket, prefix) => {
            let address = BucketAddress {
                bucket: bucket.to_owned(),
                prefix: match prefix.is_empty() {
                    true => String::new(),
                    false => format!("{prefix}/"),
                },
                endpoint: deployment.endpoint.clone(),
                region: deployment.region.clone(),
                path_style: deployment.path_style,
            };
            let bucket = Bucket::new(&address, &secrets()?).map_err(cannot)?;
            Ok(Box::new(bucket))
        }
        Place::Folder(folder) => {
            let folder = root.join(folder);
            let safe = Export {
                name: "the site",
                root,
                folder: &folder,
                public,
                advice: "give [deploy] a folder of its own, outside the folder of the site",
            };
            safe.refuse_danger()?;
            Ok(Box::new(Folder::new(&folder).map_err(cannot)?))
        }
    }
}

/// The keys to a bucket.
fn secrets() -> Result<Secrets> {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let needed = |name: &str| {
        read(name).ok_or_else(|| {
            Error::new(format!("the environment variable {name} is not set")).help(
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the two parts of the key that your provider gave you; never \
                 write them into a file of the site",
            )
        })
    };
    Ok(Secrets {
        id: needed("AWS_ACCESS_KEY_ID")?,
        key: needed("AWS_SECRET_ACCESS_KEY")?,
        token: read("AWS_SESSION_TOKEN"),
    })
}

fn report(deployed: &Deployed, store: &dyn Store, dry_run: bool) -> serde_json::Value {
    json!({
        "schema": 1,
        "command": "deploy",
        "to": store.name(),
        "dry_run": dry_run,
        "uploaded": deployed.uploaded,
        "bytes": deployed.bytes,
        "removed": deployed.removed,
        "kept": deployed.kept,
        "unchanged": deployed.unchanged,
    })
}

fn tell(
    deployed: &Deployed,
    store: &dyn Store,
    deployment: &Deployment,
    dry_run: bool,
    console: Console,
) {
    let Deployed {
        uploaded,
        removed,
        kept,
        unchanged,
        ..
    } = deployed;
    let files = |number: usize| counted(number, "file", "files");
    if dry_run || console.verbose {
        for (what, names) in [("upload", uploaded), ("remove", removed)] {
            for name in names {
                console.data(&format!("{what} {name}"));
            }
        }
    }
    let name = store.name();
    console.say(&match (uploaded.len() + removed.len(), dry_run) {
        (0, _) => format!("{name} is up to date: {} unchanged", files(*unchanged)),
        (_, true) => format!(
            "This would upload {} to {name} and remove {}; {unchanged} unchanged",
            files(uploaded.len()),
            files(removed.len())
        ),
        (_, false) => format!(
            "Deployed to {name}: {} uploaded, {} removed, {unchanged} unchanged",
            files(uploaded.len()),
            removed.len()
        ),
    });
    if !kept.is_empty() {
        console.say(&format!(
            "  {} left the site and {} online until the next deployment",
            files(kept.len()),
            if kept.len() == 1 { "stays" } else { "stay" }
        ));
    }
    if matches!(deployment.place(), Ok(Place::Bucket(..))) {
        console.say(&format!("  {NO_HEADERS}"));
    }
}
