//! One deployment, from the first look to the last removal. The order is explained in the room.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::caching::own_file;
use super::job::{Deployed, Settings, Site};
use super::lease::{self, Lease};
use super::plan::{Online, Plan};
use super::record::{self, Record};
use super::rehearsal::Rehearsal;
use super::retry::patiently;
use super::store::{Body, Store};
use super::transfer::Transfer;
use crate::diag::{Error, Result};

/// Puts the site into the store. `step` is called after each file, with how many are done and how many there are.
///
/// # Errors
///
/// When the store refuses, holds what is not ours, is being changed by another run, or cannot be reached. Nothing is removed then,
/// and every page that is online is whole. The next run continues.
pub fn deploy(
    store: &dyn Store,
    site: &Site<'_>,
    settings: &Settings,
    step: &(dyn Fn(usize, usize) + Sync),
) -> Result<Deployed> {
    if site.files.is_empty() {
        return Err(Error::new("the published site has no files")
            .help("nothing was changed; run `mend build` first"));
    }
    let before = read_record(store, site, settings)?;
    let listed = list(store, &settings.interrupted)?;
    refuse_foreign(store, &listed, before.as_ref(), settings)?;
    let online = Online {
        record: before.as_ref(),
        files: &listed,
    };
    let plan = Plan::new(site, &online, settings)?;
    if plan.is_empty(before.as_ref()) {
        return Ok(plan.done());
    }
    let rehearsal;
    let store: &dyn Store = match settings.dry_run {
        true => {
            rehearsal = Rehearsal::of(store);
            &rehearsal
        }
        false => store,
    };
    let lease = Lease::take(store, settings.take_over, &settings.interrupted)?;
    if read_record(store, site, settings)? != before {
        return Err(lease.lost());
    }
    let transfer = Transfer {
        store,
        folder: site.folder,
        lease: &lease,
        interrupted: &settings.interrupted,
        step,
        count: plan.steps.iter().map(Vec::len).sum::<usize>() + plan.removals.len(),
    };
    write_record(store, &plan.under_way, &settings.interrupted)?;
    transfer.upload(&plan.steps)?;
    write_record(store, &plan.uploaded, &settings.interrupted)?;
    transfer.remove(&plan.removals)?;
    if !plan.removals.is_empty() {
        write_record(store, &plan.finished, &settings.interrupted)?;
    }
    Ok(plan.done())
}

impl Plan<'_> {
    /// What a deployment has done when it has done all of this.
    fn done(&self) -> Deployed {
        let uploads = || self.steps.iter().flatten();
        Deployed {
            uploaded: uploads()
                .map(|upload| upload.file.path.to_string())
                .collect(),
            bytes: uploads().map(|upload| upload.file.length).sum(),
            removed: self.removals.clone(),
            kept: self.past.clone(),
            unchanged: self.unchanged,
        }
    }
}

/// The files of the store, without those that only mend reads.
fn list(store: &dyn Store, interrupted: &AtomicBool) -> Result<BTreeMap<String, u64>> {
    let doing = || format!("cannot list what is in {}", store.name());
    let mut listed =
        patiently(interrupted, &|| store.list()).map_err(|failure| failure.error(doing()))?;
    listed.retain(|name, _| name != record::NAME && name != lease::NAME);
    Ok(listed)
}

/// The record in the store, if it is one of this site.
fn read_record(store: &dyn Store, site: &Site<'_>, settings: &Settings) -> Result<Option<Record>> {
    let name = store.name();
    let doing = || format!("cannot read what mend has put into {name}");
    let interrupted = &settings.interrupted;
    let bytes = patiently(interrupted, &|| store.read(record::NAME));
    let Some(bytes) = bytes.map_err(|failure| failure.error(doing()))? else {
        return Ok(None);
    };
    match Record::parse(&bytes) {
        Some(record) if record.address == site.address => Ok(Some(record)),
        // Adopting begins anew: what the other record names counts as foreign, and stays.
        _ if settings.adopt => Ok(None),
        Some(record) => {
            let address = |address: &str| match address.is_empty() {
                true => "no base_url".to_owned(),
                false => format!("base_url = \"{address}\""),
            };
            let message = format!(
                "{name} holds another site, with {}; this one has {}",
                address(&record.address),
                address(site.address)
            );
            let help = "nothing was changed; use another bucket or prefix, or pass --adopt to put this site there and keep \
                the files of the other one that have other names";
            Err(Error::new(message).help(help))
        }
        None => Err(Error::new(format!(
            "the list of what mend has put into {name}, `{}`, is damaged",
            record::NAME
        ))
        .help("nothing was changed; pass --adopt to begin anew: files that are no part of the site then stay")),
    }
}

fn write_record(store: &dyn Store, record: &Record, interrupted: &AtomicBool) -> Result<()> {
    let text = record.to_text();
    let body = Body::Bytes(text.as_bytes());
    let written = patiently(interrupted, &|| {
        store.write(record::NAME, body, &own_file())
    });
    let doing = || format!("cannot note in {} what is deployed", store.name());
    written.map_err(|failure| failure.error(doing()))
}

/// Refuses a store with files in it into which mend has put nothing.
fn refuse_foreign(
    store: &dyn Store,
    listed: &BTreeMap<String, u64>,
    record: Option<&Record>,
    settings: &Settings,
) -> Result<()> {
    match listed.keys().next() {
        Some(first) if record.is_none() && !settings.adopt => Err(Error::new(format!(
            "{} is not empty, and mend did not put those files there, such as `{first}`",
            store.name()
        ))
        .help(
            "nothing was changed; use an empty bucket, prefix or folder, or pass --adopt to put the site there: files with the \
             name of a page are replaced, and all others stay",
        )),
        _ => Ok(()),
    }
}
