//! SVG: the drawing is kept; scripts, external resources and the metadata of drawing programs are removed.
//!
//! The sanitising is done by `svg_hush`, which rewrites the drawing from an allowlist. This file reports the losses that
//! a reader could see, and measures the drawing. The rewritten drawing is always the one that is published, even if
//! nothing seems wrong with the original, because a browser may parse the original differently.

use std::borrow::Cow;
use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use svg_hush::Filter;
use svg_hush::data_url_filter::{DataUrl, DataUrlFilterResult};

use super::{Kind, LARGEST_SIDE, clean_bytes};
use crate::diag::Lines;

/// A drawing that can be published.
pub(super) struct CleanSvg {
    pub(super) bytes: Vec<u8>,
    /// Its width and height, if it declares them.
    pub(super) size: Option<(u32, u32)>,
    /// The removed parts that a reader could have seen or that the author may have intended.
    pub(super) lost: BTreeSet<String>,
}

/// Why a drawing cannot be published.
pub(super) struct Fault {
    /// The byte offset of the syntax error.
    pub(super) at: Option<usize>,
    pub(super) message: String,
}

/// Rewrites a drawing without its unsafe parts.
pub(super) fn clean(bytes: &[u8]) -> Result<CleanSvg, Fault> {
    let mut filter = Filter::new();
    filter.set_data_url_filter(picture_inside);
    let mut out = Vec::with_capacity(bytes.len());
    filter
        .filter(&*with_namespace(bytes), &mut out)
        .map_err(|error| fault(&error, bytes))?;
    // The filter writes UTF-8, so nothing is lost here.
    let text = String::from_utf8_lossy(&out);
    if text.to_ascii_lowercase().contains("image-set(") {
        return Err(Fault {
            at: None,
            message: "the SVG uses `image-set()`, which can load files from other hosts".to_owned(),
        });
    }
    let size = root(&text).and_then(|root| size(&root));
    let original = String::from_utf8_lossy(bytes);
    let lost = lost(&original);
    let out = match text.split_once("?>") {
        Some((declaration, drawing)) if declaration.starts_with("<?xml") => drawing.trim_start(),
        _ => &text,
    };
    Ok(CleanSvg {
        bytes: out.as_bytes().to_vec(),
        size,
        lost,
    })
}

/// The drawing with an `xmlns` attribute on its root. Many drawings lack it, since inline SVG does not need it.
fn with_namespace(bytes: &[u8]) -> Cow<'_, [u8]> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let Some((before, rest)) = text.split_once("<svg") else {
        return bytes.into();
    };
    let tag = rest.split('>').next().unwrap_or_default();
    if tag.contains("xmlns=") || !rest.starts_with([' ', '\t', '\r', '\n', '/', '>']) {
        return bytes.into();
    }
    let text = format!("{before}<svg xmlns=\"http://www.w3.org/2000/svg\"{rest}");
    text.into_bytes().into()
}

/// Cleans a raster picture embedded in a drawing as a data URL; any other data URL is dropped.
fn picture_inside(url: &DataUrl<'_>) -> DataUrlFilterResult {
    let kept = || {
        let (bytes, _) = url.decode_to_vec().ok()?;
        let kind = Kind::of(&bytes)?;
        let subtype = match kind {
            Kind::Jpeg => "jpeg",
            Kind::Png | Kind::Gif | Kind::WebP | Kind::Avif => kind.extension(),
            Kind::Svg | Kind::Film | Kind::Unshown(_) => return None,
        };
        Some((format!("image/{subtype}"), clean_bytes(kind, &bytes)?.0))
    };
    match kept() {
        Some((mime_type, data)) => DataUrlFilterResult::Rewrite { mime_type, data },
        None => DataUrlFilterResult::Drop,
    }
}

fn fault(error: &svg_hush::FError, bytes: &[u8]) -> Fault {
    // The message of the XML reader begins with line and column: `3:14 Unexpected …`.
    let cause = match error {
        svg_hush::FError::Reader(cause) => cause.to_string(),
        svg_hush::FError::Writer(_) => "nothing in it draws".to_owned(),
    };
    let place = cause.split_once(' ').and_then(|(place, message)| {
        let (line, column) = place.split_once(':')?;
        let text = std::str::from_utf8(bytes).ok()?;
        let at = Lines::new(text).offset(line.parse().ok()?, column.parse().ok()?);
        Some((at, message.to_owned()))
    });
    let (at, message) = match place {
        Some((at, message)) => (Some(at), message),
        None => (None, cause),
    };
    Fault {
        at,
        message: format!("the picture is not a complete SVG: {}", in_words(&message)),
    }
}

/// The message of the XML reader in words for authors.
fn in_words(said: &str) -> String {
    // `Unexpected closing tag: {…}svg != {…}g`
    let open = said
        .strip_prefix("Unexpected closing tag")
        .and_then(|rest| rest.rsplit("!= ").next())
        .map(|name| name.rsplit('}').next().unwrap_or(name));
    match open {
        Some(name) => format!("its tag `{name}` is not closed before this one"),
        None if said.contains("end of stream") || said.contains("EOF") => {
            "its end is missing".to_owned()
        }
        None if said.contains(['“', '”', '„', '‘', '’']) => {
            "its quotation marks must be straight, not curly".to_owned()
        }
        None if said == "nothing in it draws" => said.to_owned(),
        None => "here it is not written as a drawing must be".to_owned(),
    }
}

/// The root tag of a drawing.
fn root(text: &str) -> Option<BytesStart<'static>> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => return Some(tag.into_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}

/// The size that a drawing declares: its `width` and `height` in pixels, or else that of its `viewBox`. Sides outside
/// of 1 to [`LARGEST_SIDE`] pixels are ignored.
fn size(root: &BytesStart<'_>) -> Option<(u32, u32)> {
    let pixels = |text: &str| {
        let length = text.trim().trim_end_matches("px").parse::<f64>().ok()?;
        let is_usable = (1.0..=f64::from(LARGEST_SIDE)).contains(&length);
        is_usable.then_some(length.round() as u32)
    };
    let own = |name: &str| attribute(root, name).and_then(|text| pixels(&text));
    if let (Some(width), Some(height)) = (own("width"), own("height")) {
        return Some((width, height));
    }
    let view = attribute(root, "viewBox")?;
    let mut numbers = view
        .split([' ', ',', '\n', '\t'])
        .filter(|number| !number.is_empty())
        .skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

/// The parts of a drawing that the filter removes, in words for the author.
fn lost(text: &str) -> BTreeSet<String> {
    const ELEMENTS: [&str; 8] = [
        "script",
        "foreignObject",
        "iframe",
        "audio",
        "video",
        "object",
        "embed",
        "handler",
    ];
    let mut lost = BTreeSet::new();
    let mut reader = Reader::from_str(text);
    let mut in_style = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                in_style = name == "style";
                if ELEMENTS.contains(&name.as_str()) {
                    lost.insert(format!("`<{name}>`"));
                }
                for found in tag.attributes().flatten() {
                    let key = found.key.local_name().as_ref().to_owned();
                    let value = &found.value;
                    if key.len() > 2 && key.as_bytes()[..2].eq_ignore_ascii_case(b"on") {
                        lost.insert(format!("`{key}`"));
                    } else if key == "href" && (name == "a" || leads_out(value)) {
                        lost.insert(format!("the address `{}`", shortened(value)));
                    } else {
                        lost.extend(loaded(value));
                    }
                }
            }
            Ok(Event::Text(text)) if in_style => {
                lost.extend(loaded(&text));
            }
            Ok(Event::CData(text)) if in_style => {
                lost.extend(loaded(&text));
            }
            Ok(Event::End(_)) => in_style = false,
            Ok(Event::Eof) | Err(_) => return lost,
            Ok(_) => {}
        }
    }
}

/// The external resources that a style loads.
fn loaded(style: &str) -> Vec<String> {
    let parts = style.split("url(").skip(1);
    let addresses = parts.filter_map(|part| part.split(')').next());
    let addresses = addresses.map(|address| address.trim().trim_matches(['"', '\'']));
    let mut found: Vec<String> = addresses
        .filter(|address| leads_out(address))
        .map(|address| format!("the address `{}`", shortened(address)))
        .collect();
    if style.contains("@import") {
        found.push("`@import`".to_owned());
    }
    found
}

/// Whether an address is neither a relative one nor an embedded picture.
fn leads_out(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    address.starts_with("//")
        || (scheme.contains(':')
            && !address
                .get(..11)
                .is_some_and(|start| start.eq_ignore_ascii_case("data:image/")))
}

fn shortened(address: &str) -> String {
    const LONGEST: usize = 60;
    match address.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}
