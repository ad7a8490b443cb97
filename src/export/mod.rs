//! What readers take away in one file: the whole guide in an archive, or some of its articles as a page that prints or as a
//! book for e-readers.
//!
//! `mend export` writes these. It takes the files of a finished build, so that every page says what it says on the site, and
//! nothing is drawn twice. Pure, like the [review pack](crate::review_pack): a build goes in, bytes come out.
//!
//! `archive` packs all files. [`Booklet`] says which articles belong together and in which order; `leaves` takes from their
//! finished pages what is worth taking, and settles the links between them. `sheet` and `epub` each make a file of that. A
//! [`Pack`] is what a practice writes to have a booklet for one client.

mod archive;
mod booklet;
mod epub;
mod leaves;
mod pack;
mod sheet;

pub use archive::write_archive;
pub use booklet::{Booklet, Manner, Wanted};
pub use pack::Pack;
