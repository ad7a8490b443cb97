//! Puts a published site online: into a bucket of S3-compatible storage, or into a folder.
//!
//! It is given the list of the site's files and where they lie. It builds nothing, and it knows no page, only names and
//! contents. What it puts them into is a [`Store`]: [`Bucket`] and [`Folder`] are two, and a rehearsal (`--dry-run`) is a third,
//! which notes what would be done.
//!
//! # The order
//!
//! A store has no way to change many files at once, so the order must keep every page whole for its readers, wherever a run
//! stops:
//!
//! 1. new files that are no pages: style sheets, scripts and pictures with a fingerprint in their names, blocks of the search index;
//! 2. new pages, to which no page that is online leads yet, the deepest first;
//! 3. changed files that are no pages, and then changed pages, which may lead to all of these;
//! 4. the home page and the page for addresses that do not exist;
//! 5. feeds, the site map and `robots.txt`.
//!
//! Files that left the site are removed last, only after every upload has succeeded, and usually one deployment later
//! ([`Settings::keep_previous`]): a page that a reader opened before may still ask for its style sheet.
//!
//! # What is ours
//!
//! The store holds a [record](record) of what mend has put there. Only files in it are ever removed. The record is written
//! before the first upload, so that the next run knows every file of a run that was cut off, and again after the last one.
//! It names no file, since everyone who reads the site could read it: it holds fingerprints of the names, and the listing of
//! the store says which file each belongs to. Anyone who can guess a name could open that page as well.
//!
//! A [`lease`] keeps two runs from working at the same time.
//!
//! # What is not here
//!
//! Redirects are pages. A bucket sends no security headers; each page carries the policy in a meta tag, and a service in front of the
//! bucket can add the rest.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it reads the published files, talks to the storage and looks at the clock"
)]

mod bucket;
mod caching;
mod failure;
mod folder;
mod job;
mod lease;
mod plan;
mod record;
mod rehearsal;
mod retry;
mod run;
mod store;
mod transfer;

pub use bucket::{Bucket, BucketAddress, Secrets};
pub use failure::Failure;
pub use folder::Folder;
pub use job::{Deployed, Settings, Site};
pub use run::deploy;
pub use store::{About, Body, Store};
