//! Smaller copies of pictures: they look like the picture, hold no hidden data, and are made once.
//!
//! The pictures of these tests are drawn here. How the copies look in a browser is looked at by hand.

use std::io::Cursor;
use std::sync::Arc;

use jpeg_encoder::{ColorType, Encoder};
use mend::files::{Outputs, VariantStore};
use mend::pipeline::Pipeline;
use mend::variant_cache::VariantCache;

use crate::support::{self, InMemory as _, Made};

/// A picture of four fields: red and green above, blue and white below.
fn fields(width: u32, height: u32) -> Vec<u8> {
    const COLOURS: [[u8; 3]; 4] = [[200, 0, 0], [0, 200, 0], [0, 0, 200], [240, 240, 240]];
    let colour = |x: u32, y: u32| {
        let right = usize::from(x >= width / 2);
        let below = usize::from(y >= height / 2);
        COLOURS[below * 2 + right]
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    // A little noise, so that a narrower copy is a smaller file.
    let noise =
        |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) as u8 % 32;
    pixels
        .flat_map(|(x, y)| colour(x, y).map(|value| value.saturating_add(noise(x, y) / 2)))
        .collect()
}

/// The fields as a photo, which a camera stored with this orientation and the place where it was taken.
fn photo(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0x01, 0x0f, 0, 2, 0, 0, 0, 4]);
    exif.extend(b"GPS\0\0\0\0\0");
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.add_exif_metadata(&exif).expect("it fits");
    let pixels = fields(width.into(), height.into());
    encoder
        .encode(&pixels, width, height, ColorType::Rgb)
        .expect("it is a picture");
    bytes
}

fn drawing(
    width: u32,
    height: u32,
    adjust: impl FnOnce(&mut png::Encoder<'_, &mut Vec<u8>>),
    data: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    adjust(&mut encoder);
    let mut writer = encoder.write_header().expect("it is written to memory");
    writer.write_image_data(data).expect("it is a picture");
    writer.finish().expect("it is written to memory");
    bytes
}

type Files = Vec<(String, Vec<u8>)>;

/// A site with one article that shows these pictures.
fn site(pictures: &[(&str, Vec<u8>)]) -> Files {
    let shown = pictures
        .iter()
        .map(|(name, _)| format!("![A field]({name})\n\n"));
    let mut files: Files = support::BARE_THEME
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let article = format!(
        "---\nsummary: A field.\n---\n\n{}",
        shown.collect::<String>()
    );
    files.push(("content/a.md".to_owned(), article.into_bytes()));
    let below = |(name, bytes): &(&str, Vec<u8>)| (format!("content/{name}"), bytes.clone());
    files.extend(pictures.iter().map(below));
    files
}

fn build(files: &Files, pipeline: &mut Pipeline) -> (Made, Vec<String>) {
    let inputs = support::inputs(files, support::options()).expect("the configuration is right");
    let built = pipeline.make(&inputs);
    let problems = built.problems.iter();
    let told = problems.map(|problem| format!("{}: {}", problem.code.id(), problem.message));
    (built.value, told.collect())
}

fn page(outputs: &Outputs) -> String {
    let (_, page) = outputs
        .iter()
        .find(|(path, _)| path.as_str() == "a/index.html")
        .expect("the article");
    String::from_utf8(page.read().expect("in memory").to_vec()).expect("a text")
}

/// The copies that were made, by name.
fn copies(outputs: &Outputs) -> Vec<(String, Vec<u8>)> {
    let copies = outputs.iter();
    let is_copy = |path: &str| {
        path.starts_with("assets/") && (path.ends_with(".jpg") || path.ends_with(".webp"))
    };
    let copies = copies.filter(|(path, _)| is_copy(path.as_str()));
    copies
        .map(|(path, content)| (path.to_string(), content.read().expect("a copy").to_vec()))
        .collect()
}

/// The width, the height and the pixels of a copy, three bytes each.
fn decoded(name: &str, bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    if name.ends_with(".jpg") {
        let mut decoder =
            zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
        let pixels = decoder.decode().expect("a JPEG");
        let (width, height) = decoder.dimensions().expect("decoded");
        return (width, height, pixels);
    }
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).expect("a WebP");
    let (width, height) = decoder.dimensions();
    let mut pixels = vec![0; decoder.output_buffer_size().expect("a size")];
    decoder.read_image(&mut pixels).expect("a WebP");
    if decoder.has_alpha() {
        let opaque = pixels
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        pixels = opaque.collect();
    }
    (width as usize, height as usize, pixels)
}

/// Which of red, green, blue and white the middle of each quarter is, in the order of reading.
fn quarters(name: &str, bytes: &[u8]) -> String {
    let (width, height, pixels) = decoded(name, bytes);
    let letter = |(x, y): (usize, usize)| {
        let at = (y * width + x) * 3;
        match [pixels[at] > 128, pixels[at + 1] > 128, pixels[at + 2] > 128] {
            [true, false, false] => 'r',
            [false, true, false] => 'g',
            [false, false, true] => 'b',
            [true, true, true] => 'w',
            _ => '?',
        }
    };
    let (left, right) = (width / 4, width * 3 / 4);
    let (top, bottom) = (height / 4, height * 3 / 4);
    [(left, top), (right, top), (left, bottom), (right, bottom)]
        .map(letter)
        .iter()
        .collect()
}

#[test]
fn copies_are_turned_as_the_camera_says_and_hold_nothing_else_of_it() {
    // What a viewer shows of a picture that is stored as "rgbw". The other orientations are tested with a few pixels.
    for (orientation, seen) in [(1, "rgbw"), (3, "wbgr"), (6, "brwg"), (8, "gwrb")] {
        let files = site(&[("bench.jpg", photo(1000, 840, orientation))]);
        let (built, problems) = build(&files, &mut Pipeline::default());
        assert_eq!(problems, [""; 0]);
        let copies = copies(&built.outputs);
        assert!(copies.len() >= 4, "{copies:?}");
        let is_turned = orientation >= 5;
        for (name, bytes) in &copies {
            assert_eq!(
                quarters(name, bytes),
                seen,
                "{name}, orientation {orientation}"
            );
            let (width, height, _) = decoded(name, bytes);
            assert_eq!(
                width < height,
                is_turned,
                "{name}, orientation {orientation}"
            );
            for hidden in ["Exif", "GPS", "EXIF"] {
                let mut windows = bytes.windows(hidden.len());
                assert!(!windows.any(|window| window == hidden.as_bytes()), "{name}");
            }
        }
        let size = match is_turned {
            true => "width=\"840\" height=\"1000\"",
            false => "width=\"1000\" height=\"840\"",
        };
        assert!(page(&built.outputs).contains(size));
    }
}

#[test]
fn a_page_offers_the_copies_and_loads_the_first_picture_at_once() {
    let files = site(&[
        ("one.jpg", photo(1700, 900, 1)),
        ("two.jpg", photo(1000, 600, 1)),
    ]);
    let (built, _) = build(&files, &mut Pipeline::default());
    let page = page(&built.outputs);
    let pictures: Vec<&str> = page.split("<picture>").skip(1).collect();
    assert_eq!(pictures.len(), 2, "{page}");
    for width in [480, 800, 1200, 1600] {
        assert_eq!(
            pictures[0].matches(&format!(" {width}w")).count(),
            2,
            "{page}"
        );
    }
    assert!(pictures[0].contains("fetchpriority=\"high\"") && !pictures[0].contains("lazy"));
    assert!(pictures[1].contains("loading=\"lazy\""));
    assert!(pictures[1].contains(" 1000w") && !pictures[1].contains("1200w"));
    for (name, _) in copies(&built.outputs) {
        assert!(page.contains(&name), "{name} is not on the page");
    }
}

#[test]
fn a_small_picture_and_a_site_without_copies_are_as_they_were() {
    let small = site(&[("bench.jpg", photo(800, 600, 1))]);
    let (built, _) = build(&small, &mut Pipeline::default());
    let image = "<img src=\"../bench.jpg\" alt=\"A field\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\">";
    assert!(page(&built.outputs).contains(image));
    let mut off = site(&[("bench.jpg", photo(1000, 600, 1))]);
    off.push(("site.toml".to_owned(), b"[images]\nwidths = []\n".to_vec()));
    let (built, _) = build(&off, &mut Pipeline::default());
    assert_eq!(copies(&built.outputs).len(), 0);
}

#[test]
fn an_edit_of_a_text_scales_no_picture() {
    let mut files = site(&[
        ("bench.jpg", photo(1000, 600, 1)),
        ("yard.jpg", photo(1100, 600, 1)),
    ]);
    let mut pipeline = Pipeline::default();
    let (first, _) = build(&files, &mut pipeline);
    assert_eq!(first.report.work.scaled, 2);
    let article = files.iter_mut().find(|(path, _)| path == "content/a.md");
    article.expect("the article").1.extend(b"One more word.");
    let (second, _) = build(&files, &mut pipeline);
    assert_eq!(
        (second.report.work.scaled, second.report.work.rendered),
        (0, 1)
    );
    assert_eq!(copies(&first.outputs), copies(&second.outputs));
}

#[test]
fn a_cold_and_a_warm_cache_and_none_give_the_same_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = site(&[("bench.jpg", photo(1000, 600, 1))]);
    let with_cache = || {
        let cache = VariantCache::new(folder.path().join("pictures"));
        Pipeline::once().keeping_in(Arc::new(cache) as Arc<dyn VariantStore>)
    };
    let (none, _) = build(&files, &mut Pipeline::once());
    let (cold, _) = build(&files, &mut with_cache());
    let (warm, _) = build(&files, &mut with_cache());
    assert_eq!((cold.report.work.scaled, warm.report.work.scaled), (1, 0));
    for other in [&cold, &warm] {
        assert_eq!(copies(&none.outputs), copies(&other.outputs));
        assert_eq!(page(&none.outputs), page(&other.outputs));
    }
}

#[test]
fn a_preview_shows_the_picture_until_its_copies_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Arc::new(VariantCache::new(folder.path().join("pictures")));
    let files = site(&[("bench.jpg", photo(1000, 600, 1))]);
    let inputs = support::inputs(&files, support::options()).expect("the configuration is right");
    let mut pipeline = Pipeline::default().keeping_in(Arc::clone(&cache) as Arc<dyn VariantStore>);
    let mut show = || {
        pipeline
            .show(&inputs, None, &|| false)
            .expect("not cancelled")
            .value
    };
    let at_once = show();
    assert!(page(&at_once.outputs).contains("<img src=\"../bench.jpg\""));
    let [unscaled] = &at_once.unscaled[..] else {
        panic!("{:?}", at_once.unscaled);
    };
    unscaled.scale_into(&*cache);
    let later = show();
    assert!(later.unscaled.is_empty());
    let (published, _) = build(&files, &mut Pipeline::default());
    assert_eq!(page(&later.outputs), page(&published.outputs));
    assert_eq!(copies(&later.outputs), copies(&published.outputs));
}

#[test]
fn every_kind_of_picture_has_copies_or_stays_as_it_is() {
    let (width, height) = (1000, 600);
    let colours = fields(width, height);
    let grey: Vec<u8> = colours.chunks(3).map(|pixel| pixel[1]).collect();
    let deep: Vec<u8> = colours.iter().flat_map(|value| [*value, 0]).collect();
    let clear: Vec<u8> = colours
        .chunks(3)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[0]])
        .collect();
    let spots: Vec<u8> = grey.iter().map(|value| u8::from(*value > 128)).collect();
    let jpeg = |data: &[u8], kind: ColorType| {
        let mut bytes = Vec::new();
        let encoder = Encoder::new(&mut bytes, 90);
        encoder
            .encode(data, width as u16, height as u16, kind)
            .expect("a picture");
        bytes
    };
    let ink: Vec<u8> = colours
        .chunks(3)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255])
        .collect();
    let png = |adjust: fn(&mut png::Encoder<'_, &mut Vec<u8>>), data: &[u8]| {
        drawing(width, height, adjust, data)
    };
    let kinds = [
        (
            "rgb.png",
            png(|png| png.set_color(png::ColorType::Rgb), &colours),
            2,
        ),
        (
            "grey.png",
            png(|png| png.set_color(png::ColorType::Grayscale), &grey),
            2,
        ),
        (
            "deep.png",
            png(
                |png| {
                    png.set_color(png::ColorType::Rgb);
                    png.set_depth(png::BitDepth::Sixteen);
                },
                &deep,
            ),
            2,
        ),
        (
            "clear.png",
            png(|png| png.set_color(png::ColorType::Rgba), &clear),
            1,
        ),
        (
            "palette.png",
            png(
                |png| {
                    png.set_color(png::ColorType::Indexed);
                    png.set_palette(vec![200, 0, 0, 0, 0, 200]);
                },
                &spots,
            ),
            1,
        ),
        (
            "moving.png",
            png(
                |png| {
                    png.set_color(png::ColorType::Rgb);
                    png.set_animated(1, 0).expect("one frame");
                },
                &colours,
            ),
            0,
        ),
        ("grey.jpg", jpeg(&grey, ColorType::Luma), 4),
        ("ink.jpg", jpeg(&ink, ColorType::Cmyk), 4),
    ];
    for (name, bytes, least) in kinds {
        let (built, problems) = build(&site(&[(name, bytes)]), &mut Pipeline::default());
        let copies = copies(&built.outputs);
        assert_eq!(problems, [""; 0], "{name}");
        assert!(
            copies.len() >= least && (least > 0 || copies.is_empty()),
            "{name}: {}",
            copies.len()
        );
        for (copy, bytes) in copies {
            let (wide, high, _) = decoded(&copy, &bytes);
            assert_eq!(high, (wide * 600 + 500) / 1000, "{copy}");
        }
    }
}

#[test]
fn a_bomb_and_a_broken_picture_are_told_and_not_decoded() {
    // A header that promises 30,000 by 30,000 pixels.
    let bomb = drawing(1, 1, |png| png.set_color(png::ColorType::Rgb), &[0, 0, 0]);
    let side = 30_000_u32.to_be_bytes();
    let bomb = [&bomb[..16], &side[..], &side[..], &bomb[24..]].concat();
    let whole = photo(1000, 600, 1);
    // The second half was not copied; the end marker is there.
    let half = [&whole[..whole.len() / 2], b"\xFF\xD9"].concat();
    let files = site(&[("bomb.png", bomb), ("half.jpg", half)]);
    let (_, problems) = build(&files, &mut Pipeline::default());
    let bomb = problems.iter().find(|problem| problem.starts_with("FILE-"));
    assert!(
        bomb.is_some_and(|told| told.contains("900 megapixels") || told.contains("not a complete")),
        "{problems:?}"
    );
}
