//! What cannot be said of links while files are there that could not be read: their headings, names, addresses and dates are
//! not known.

use super::Material;
use super::resolve::{Resolution, split_anchor};
use crate::document::Document;
use crate::markdown::LinkKind;

/// Takes back what the links and images of a document seem to lead to, as far as it may stand in an unread file.
pub(super) fn allow_for(
    material: &Material<'_>,
    document: &Document,
    (links, images): (Vec<Resolution>, Vec<Resolution>),
) -> (Vec<Resolution>, Vec<Resolution>) {
    let allow = |kind, target: &str, found| allow(material, kind, target, found);
    let written = document.parsed.links.iter().zip(links);
    let links = written.map(|(link, found)| allow(link.kind, &link.target, found));
    let written = document.parsed.images.iter().zip(images);
    let images = written.map(|(image, found)| allow(image.kind, &image.target, found));
    (links.collect(), images.collect())
}

fn allow(material: &Material<'_>, kind: LinkKind, target: &str, found: Resolution) -> Resolution {
    match found {
        Resolution::NoAnchor { id, .. } | Resolution::Unpublished(id)
            if material.documents[id.index()].unread =>
        {
            Resolution::Page { id, anchor: None }
        }
        Resolution::Missing { .. } if !names_a_file(kind, target) => Resolution::Unknown,
        found => found,
    }
}

/// Whether a link is written as the name of a file, which is there or not, whatever stands in the files.
fn names_a_file(kind: LinkKind, target: &str) -> bool {
    let path = split_anchor(target).0.split('?').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    match kind {
        LinkKind::Markdown | LinkKind::Source => last.contains('.') && !last.starts_with('.'),
        LinkKind::Wiki | LinkKind::Embed => last.contains('.') && !last.contains(' '),
    }
}
