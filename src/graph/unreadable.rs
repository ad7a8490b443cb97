//! Links while some files or folders cannot be read: their headings, names, addresses and dates are unknown, so a link that
//! seems to be broken may lead to one of them.

use super::ids::{CONTENT, STATIC};
use super::inputs::GraphInputs;
use super::resolution::{Resolution, split_anchor};
use crate::document::Document;
use crate::markdown::LinkKind;
use crate::path::{self, SourcePath};

/// Withdraws what was found for the links and images of a document where an unreadable file could change it: a heading in
/// such a file counts as found, and a target that may be in one is unknown.
pub(super) fn allow_for(
    inputs: &GraphInputs<'_>,
    document: &Document,
    (links, images): (Vec<Resolution>, Vec<Resolution>),
) -> (Vec<Resolution>, Vec<Resolution>) {
    let source = &document.path;
    let allow = |kind, target: &str, found| allow(inputs, source, kind, target, found);
    let written = document.parsed.links.iter().zip(links);
    let links = written.map(|(link, found)| allow(link.kind, &link.target, found));
    let written = document.parsed.images.iter().zip(images);
    let images = written.map(|(image, found)| allow(image.kind, &image.target, found));
    (links.collect(), images.collect())
}

/// Withdraws what was found for one link of a file.
pub(super) fn allow(
    inputs: &GraphInputs<'_>,
    source: &SourcePath,
    kind: LinkKind,
    target: &str,
    found: Resolution,
) -> Resolution {
    match found {
        Resolution::NoAnchor { id, .. } | Resolution::Unpublished(id)
            if inputs.documents[id.index()].unread =>
        {
            Resolution::Page { id, anchor: None }
        }
        Resolution::Missing { .. }
            if !names_a_file(kind, target) || may_be_in_closed_folder(inputs, source, target) =>
        {
            Resolution::Unknown
        }
        found => found,
    }
}

/// Whether a link gives the name of a file. Such a file exists or not, whatever the unreadable files contain.
fn names_a_file(kind: LinkKind, target: &str) -> bool {
    let path = split_anchor(target).0.split('?').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    match kind {
        LinkKind::Markdown | LinkKind::Source => last.contains('.') && !last.starts_with('.'),
        LinkKind::Wiki | LinkKind::Embed => last.contains('.') && !last.contains(' '),
    }
}

/// Whether a link may lead into a folder that could not be read.
fn may_be_in_closed_folder(inputs: &GraphInputs<'_>, source: &SourcePath, target: &str) -> bool {
    let path = split_anchor(target).0.split('?').next().unwrap_or_default();
    let Some(path) = path::decode_path(path) else {
        return false;
    };
    let from_top = path.trim_start_matches("@/").trim_start_matches('/');
    let places = [CONTENT, STATIC].map(|root| SourcePath::new(&format!("{root}/{from_top}")));
    let mut places = places.into_iter().chain(source.join(&path));
    places.any(|place| {
        let mut closed = inputs.closed.iter().map(|folder| folder.path.as_str());
        closed.any(|folder| place.is_in(folder))
    })
}
