//! Writes the finished site to disk: all of it or nothing, and deletes only its own files.
//!
//! A [`Publication`] is a [`Sink`](crate::files::Sink): it takes the files as they are made, and publishes them when all are
//! there. This room sees paths and contents. It does not know what a page is, which stage made it, or why; it prints nothing and
//! reads no configuration.
//!
//! # Layout
//!
//! ```text
//! public/            the site; its file `.mend` is one line that says so and holds the site's id
//! .public.mend/      beside it, readable only by the owner, since the manifest names unlisted pages
//!   lock             held while a build or `clean` is running; names its process
//!   manifest         path, length and hash of every file of the published site
//!   manifest.next    the same for the site that is being published
//!   stage/           the new site before the swap, the old site after it; its marker says which
//!   journal          only where the folder cannot be swapped: the change is under way
//!   kept/            foreign files that could not stay where they were
//! ```
//!
//! # Invariants
//!
//! 1. Readers get the old site or the new one, whole. (Where the folder cannot be swapped, see `in_place`: each file, old
//!    or new, whole.)
//! 2. A file that no manifest names is never deleted, unless it is a second name that we made ourselves.
//! 3. Whatever a run leaves behind, the next run can tell what it is, and removes it.
//!
//! # Why `kill -9` cannot break it
//!
//! A site's **id** is the fingerprint of its manifest's lines, and the marker inside a folder names it. The steps are: (a)
//! fill `stage/` with new and changed files as they come, first of all a marker with an id that no site has; (b) when all are
//! there, write `manifest.next`, link what is unchanged or foreign into `stage/`, and rename the true marker into it; (c) verify
//! and sync; (d) exchange `stage` and `public`; (e) remove the old tree, now in `stage/`, by `manifest`, its marker last; (f)
//! rename `manifest.next` to `manifest`. Only (d) changes what readers see, and it is one system call. It moves the marker, too,
//! so the folder itself says which manifest describes it, whatever the run had meant to do:
//!
//! - `public/.mend` names `manifest`: the run died in (a) to (c), or nothing is under way. Everything in `stage/` is ours or
//!   a hard link to a file that is still in `public/`, so it is safe to delete, together with a possibly truncated
//!   `manifest.next`.
//! - `public/.mend` names `manifest.next`: the run died in (e) or before (f). `manifest` is still the old one and says which
//!   files of the old tree may be deleted; (e) continues where it stopped, and (f) follows.
//! - `public/` has no marker: nothing was published yet, or the folder is being adopted. `stage/` names no site yet, or
//!   `manifest.next`, so it is the new site and is deleted.
//! - The new site has the id of the old one: a swap could not be detected. This happens only when files that were changed by
//!   hand are restored, so they are replaced one by one, and any mixture is the same site.
//!
//! After a power cut it matters which writes reached the medium. With [`Destination::durable`] everything of (a) and (b) is
//! there before (d), and (d) before (e). Without it the file system may keep (d) and lose (b); that is for tests and
//! temporary folders.
//!
//! Not handled: a web server that keeps the folder itself open (started *inside* `public/`) continues with the old,
//! disappearing tree until it opens the folder by name again.
//!
//! # Files
//!
//! [`run`] takes the files and holds the sequence of a run. [`danger`] refuses destinations, [`layout`] knows the paths, [`lock`] admits one run
//! at a time, [`recover`] cleans up after a dead one. [`survey`] finds what the folder holds and which of it is ours,
//! [`comparison`] what of that the new site keeps. [`stage`] and [`swap`] publish by exchange, [`in_place`] where that is
//! impossible; both go through [`disk`], which a test replaces by one that fails. [`export`] writes files for authors, and
//! [`opened`] lists a published site for what carries it further.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it writes the site to disk"
)]

mod clean;
mod comparison;
mod danger;
mod destination;
mod disk;
mod export;
mod in_place;
mod job;
mod layout;
mod lock;
mod manifest;
mod opened;
mod previous;
mod recover;
mod run;
mod stage;
mod steps;
mod survey;
mod swap;
mod tree;

pub use clean::{Cleaned, clean, clean_on};
pub use destination::Destination;
pub use disk::{Access, Disk, Kind, Lock, Metadata, RealDisk};
pub use export::Export;
pub use layout::traces;
pub use opened::{OpenedSite, open};
pub use previous::Previous;
pub use run::{Publication, Published, publish, publish_on};
