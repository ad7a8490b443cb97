//! Changes to the author's own files: new files, new contents, moves. Nothing is lost by them: a file that exists is never
//! overwritten by a new one, new contents arrive whole or not at all, and of several changes all are made or none.
//!
//! Published sites are not touched here, and what is to be changed is decided elsewhere.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an edge: it changes the author's files"
)]

mod changes;
mod create;
mod rewrite;

pub use changes::{Change, apply};
pub use create::{create, keep_inside};
pub use rewrite::{put, rewrite};
