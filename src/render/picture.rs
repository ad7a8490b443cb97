//! Writes a picture with its smaller copies, of which a browser loads the one that fits.

use std::fmt::Write;

use super::attributes::attribute;
use crate::files::VariantFormat;
use crate::html::escape;
use crate::view::FilledPicture;

/// The copy that is loaded where a browser knows no choice is at most this wide, in pixels.
const USUAL_WIDTH: u32 = 1200;

/// Writes what stands before the `<img>`: copies in formats that not every browser knows.
pub(super) fn open(picture: &FilledPicture, html: &mut String) {
    html.push_str("<picture>");
    let webp = of_format(picture, VariantFormat::WebP);
    if webp.clone().next().is_some() {
        html.push_str("<source type=\"image/webp\"");
        set(webp, &picture.sizes, html);
        html.push('>');
    }
}

/// Writes the attributes of the `<img>` that offer copies in its own format.
pub(super) fn choices(picture: &FilledPicture, html: &mut String) {
    let jpeg = of_format(picture, VariantFormat::Jpeg);
    if jpeg.clone().next().is_some() {
        set(jpeg, &picture.sizes, html);
    }
}

/// The address of the copy that browsers without a choice get, if there is one.
pub(super) fn usual(picture: &FilledPicture) -> Option<&str> {
    let jpeg = of_format(picture, VariantFormat::Jpeg);
    let fits = jpeg.filter(|(width, _)| *width <= USUAL_WIDTH);
    fits.max_by_key(|(width, _)| *width).map(|(_, url)| url)
}

fn of_format(
    picture: &FilledPicture,
    format: VariantFormat,
) -> impl Iterator<Item = (u32, &str)> + Clone {
    let files = picture.files.iter();
    let files = files.filter(move |file| file.format == format);
    files.map(|file| (file.width, file.url.as_str()))
}

fn set<'p>(files: impl Iterator<Item = (u32, &'p str)>, sizes: &str, html: &mut String) {
    html.push_str(" srcset=\"");
    for (number, (width, url)) in files.enumerate() {
        if number > 0 {
            html.push_str(", ");
        }
        escape::href(html, url);
        let _ = write!(html, " {width}w");
    }
    html.push('"');
    attribute(html, "sizes", sizes);
}
