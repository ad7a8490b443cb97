//! What readers take away in one file: the whole guide in an archive, or some of its articles as a document that prints.
//!
//! `mend export` writes these. It takes the files of a finished build, so that every page says what it says on the site, and
//! nothing is drawn twice. Pure, like the [review pack](crate::review_pack): a build goes in, bytes come out.
//!
//! [`archive`](write_archive) packs all files. [`Booklet`] says which articles belong together and in which order, and makes one
//! page of them; `excerpt` takes from a finished page what is worth taking, and settles its links.

mod archive;
mod booklet;
mod excerpt;

pub use archive::write_archive;
pub use booklet::{Booklet, Manner, Wanted};
