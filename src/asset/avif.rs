//! AVIF: the image data is kept; EXIF, XMP and all other items are overwritten.
//!
//! A still picture is a list of items, and `iloc` maps each item to byte ranges. Only the bytes of image items are kept,
//! so that a new kind of item is not published by default. The frames of an animation are kept unchanged. Nothing is
//! decoded here.

use std::ops::Range;

use super::boxes::{IsoBox, boxes, empty, number};
use super::exif;

/// The types of image items: coded pictures, and those that combine or transform others.
const DRAWN: [&[u8; 4]; 5] = [b"av01", b"grid", b"iovl", b"iden", b"tmap"];

/// The boxes of `meta` that list the items and say how they are drawn.
const KEPT_IN_META: [&[u8; 4]; 9] = [
    b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"dinf", b"grpl",
];

/// The properties of items that say how they are drawn.
const KEPT_PROPERTIES: [&[u8; 4]; 14] = [
    b"ispe", b"pixi", b"av1C", b"colr", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"a1lx",
    b"a1op", b"lsel", b"clli", b"mdcv",
];

/// The byte ranges of the items.
#[derive(Default)]
struct Items {
    drawn: Vec<Range<usize>>,
    /// EXIF data. It is replaced by an empty structure, since some decoders parse it.
    exif: Vec<Range<usize>>,
    hidden: Vec<Range<usize>>,
}

/// Overwrites everything that is not part of the picture; `None` if the structure of the file cannot be followed.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let (found, mut end) = boxes(bytes, 0..bytes.len());
    let is_start = |at: &IsoBox| &at.kind == b"ftyp";
    // A second `ftyp` begins another file, which was appended.
    let own = 1 + found.iter().skip(1).take_while(|at| !is_start(at)).count();
    let found = &found[..own.min(found.len())];
    end = found.last().map_or(end, |last| last.body.end);
    let mut out = bytes[..end].to_vec();
    let moves = found.iter().any(|outer| &outer.kind == b"moov");
    let meta = found.iter().find(|outer| &outer.kind == b"meta");
    let items = match meta {
        Some(meta) => items(&out, meta)?,
        None if moves => Items::default(),
        None => return None,
    };
    for outer in found {
        match &outer.kind {
            b"ftyp" => {}
            b"meta" => keep_in(&mut out, outer, 4, &KEPT_IN_META),
            b"moov" => strip_tracks(&mut out, outer),
            b"mdat" if moves => {}
            b"mdat" => keep(&mut out, &outer.body, &items.drawn),
            _ => empty(&mut out, outer),
        }
    }
    if let Some(meta) = meta {
        for inner in boxes(bytes, inside(meta, 4)).0 {
            match &inner.kind {
                b"idat" => keep(&mut out, &inner.body, &items.drawn),
                b"iprp" => {
                    let properties = boxes(bytes, inner.body.clone()).0;
                    for container in properties.iter().filter(|at| &at.kind == b"ipco") {
                        keep_in(&mut out, container, 0, &KEPT_PROPERTIES);
                    }
                }
                _ => {}
            }
        }
    }
    for range in items.hidden.iter().chain(&items.exif) {
        out.get_mut(range.clone())?.fill(0);
    }
    for range in &items.exif {
        // An offset of four bytes comes first, then an empty TIFF structure.
        let start = range.start + 4;
        if start + exif::NOTHING.len() <= range.end {
            out[start..start + exif::NOTHING.len()].copy_from_slice(exif::NOTHING);
        }
    }
    Some(out)
}

/// The body of a box after its first `skipped` bytes, such as version and flags.
fn inside(outer: &IsoBox, skipped: usize) -> Range<usize> {
    (outer.body.start + skipped).min(outer.body.end)..outer.body.end
}

/// Empties the inner boxes that are not of these kinds.
fn keep_in(out: &mut [u8], outer: &IsoBox, skipped: usize, kinds: &[&[u8; 4]]) {
    for inner in boxes(out, inside(outer, skipped)).0 {
        if !kinds.contains(&&inner.kind) {
            empty(out, &inner);
        }
    }
}

/// Overwrites a range except for the kept ranges in it.
fn keep(out: &mut [u8], range: &Range<usize>, kept: &[Range<usize>]) {
    let mut kept: Vec<&Range<usize>> = kept.iter().collect();
    kept.sort_by_key(|kept| kept.start);
    let mut at = range.start;
    for kept in kept {
        let until = kept.start.clamp(at, range.end);
        out[at..until].fill(0);
        at = at.max(kept.end.min(range.end));
    }
    out[at..range.end].fill(0);
}

/// Empties the metadata of an animation and of its tracks.
fn strip_tracks(out: &mut [u8], outer: &IsoBox) {
    for inner in boxes(out, outer.body.clone()).0 {
        match &inner.kind {
            b"trak" => strip_tracks(out, &inner),
            b"meta" | b"udta" | b"uuid" => empty(out, &inner),
            _ => {}
        }
    }
}

/// The byte ranges of all items, grouped by what becomes of them.
fn items(bytes: &[u8], meta: &IsoBox) -> Option<Items> {
    let inner = boxes(bytes, inside(meta, 4)).0;
    let find = |kind: &[u8; 4]| inner.iter().find(|at| &at.kind == kind);
    let kinds = kinds(bytes, find(b"iinf")?)?;
    let data = find(b"idat").map(|at| at.body.clone());
    let mut items = Items::default();
    for (id, ranges) in locations(bytes, find(b"iloc")?, data)? {
        let kind = kinds.iter().find(|(known, _)| *known == id)?.1;
        let list = if DRAWN.iter().any(|drawn| **drawn == kind) {
            &mut items.drawn
        } else if &kind == b"Exif" {
            &mut items.exif
        } else {
            &mut items.hidden
        };
        list.extend(ranges);
    }
    Some(items)
}

/// The id and type of each item.
fn kinds(bytes: &[u8], iinf: &IsoBox) -> Option<Vec<(usize, [u8; 4])>> {
    let width = if bytes.get(iinf.body.start)? == &0 {
        2
    } else {
        4
    };
    let entries = boxes(bytes, inside(iinf, 4 + width)).0;
    let kind = |entry: &IsoBox| {
        let version = *bytes.get(entry.body.start)?;
        let width = match version {
            2 => 2,
            3 => 4,
            _ => return None,
        };
        let at = entry.body.start + 4;
        let kind = bytes.get(at + width + 2..at + width + 6)?;
        Some((number(bytes, at, width)?, kind.try_into().ok()?))
    };
    entries.iter().map(kind).collect()
}

/// The id and byte ranges of each item; `None` if one cannot be resolved. Offsets count from the start of the file
/// (method 0) or of `idat` (method 1).
fn locations(
    bytes: &[u8],
    iloc: &IsoBox,
    data: Option<Range<usize>>,
) -> Option<Vec<(usize, Vec<Range<usize>>)>> {
    let version = *bytes.get(iloc.body.start)?;
    let sizes = number(bytes, iloc.body.start + 4, 2)?;
    let width = |shift: usize| sizes >> shift & 15;
    let (offset_width, length_width, base_width) = (width(12), width(8), width(4));
    let index_width = if version == 0 { 0 } else { width(0) };
    let wide = if version < 2 { 2 } else { 4 };
    let mut at = iloc.body.start + 6;
    let mut next = |width: usize| {
        at += width;
        number(&bytes[..iloc.body.end], at - width, width)
    };
    let count = next(wide)?;
    let mut found = Vec::new();
    for _ in 0..count {
        let id = next(wide)?;
        let method = if version == 0 { 0 } else { next(2)? & 15 };
        next(2)?;
        let base = next(base_width)?;
        let start = match method {
            0 => base,
            1 => base.checked_add(data.as_ref()?.start)?,
            _ => return None,
        };
        let mut ranges = Vec::new();
        for _ in 0..next(2)? {
            next(index_width)?;
            let from = start.checked_add(next(offset_width)?)?;
            let until = match next(length_width)? {
                0 => return None,
                length => from.checked_add(length)?,
            };
            ranges.push((until <= bytes.len()).then_some(from..until)?);
        }
        found.push((id, ranges));
    }
    Some(found)
}
