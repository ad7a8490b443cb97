//! Changes the author's own files: new files, new contents, moves. Nothing can be lost: a new file never overwrites an
//! existing one, new contents are written completely or not at all, and of several changes all are made or none. The last
//! changes can be taken back.
//!
//! It does not touch published sites, and does not decide what to change.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it changes the author's files"
)]

mod changes;
mod create;
mod journal;
mod new_folder;
mod rewrite;

pub use changes::{Change, apply};
pub use create::{create, keep_inside};
pub use journal::Journal;
pub use new_folder::NewFolder;
pub use rewrite::{put, rewrite};
