//! Tests of the cleaning: pictures and films with a secret in every place that can hold one.

use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Bytes that must not be in any published file.
const SECRET: &[u8] = b"GPS 51.5 N, Anna's phone";

/// Image data, which must be in every published file.
const DRAWS: &[u8] = b"what draws";

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

fn prepared(name: &str, bytes: &[u8]) -> Reported<Asset> {
    prepare(
        &ContentFile::of(SourcePath::new(name), Content::new(bytes)),
        u64::MAX,
    )
}

/// The asset of a file that has no problems.
fn published(name: &str, bytes: &[u8]) -> Asset {
    let prepared = prepared(name, bytes);
    assert_eq!(prepared.problems, []);
    prepared.value
}

/// The contents of a published file, whose length and fingerprint must be theirs.
fn contents(asset: &Asset) -> Arc<[u8]> {
    let bytes = asset.content.read().expect("in memory");
    let expected = Content::new(Arc::clone(&bytes));
    let facts = |content: &Content| (content.length(), content.fingerprint());
    assert_eq!(facts(&asset.content), facts(&expected), "{}", asset.path);
    bytes
}

/// The codes of the problems of a file.
fn codes_of(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let problems = prepared(name, bytes).problems;
    problems.iter().map(|problem| problem.code.id()).collect()
}

/// Checks that the secrets are gone, that the image data is there, and that cleaning is idempotent.
fn check(name: &str, bytes: &[u8], size: Option<(u32, u32)>) -> Vec<u8> {
    assert!(holds(bytes, SECRET) && holds(bytes, DRAWS), "{name}");
    let asset = published(name, bytes);
    let clean = contents(&asset).to_vec();
    assert!(!holds(&clean, SECRET), "{name}");
    assert!(holds(&clean, DRAWS), "{name}");
    assert_eq!(asset.size, size, "{name}");
    assert_eq!(*contents(&published(name, &clean)), clean, "{name}");
    clean
}

fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let segment = |(marker, contents): &(u8, Vec<u8>)| {
        let length = (contents.len() as u16 + 2).to_be_bytes();
        [&[0xFF, *marker], &length[..], contents].concat()
    };
    let frame = vec![8, 0, 30, 0, 40, 1, 1, 0x11, 0];
    let scan = vec![1, 1, 0, 0, 63, 0];
    let parts = [
        vec![0xFF, 0xD8],
        segments.iter().flat_map(segment).collect(),
        segment(&(0xC2, frame)),
        segment(&(0xDA, scan.clone())),
        [DRAWS, &[0xFF, 0x00, 0xFF, 0xD3, 7]].concat(),
        // A progressive picture has tables between its scans.
        segment(&(0xC4, b"table".to_vec())),
        segment(&(0xFE, SECRET.to_vec())),
        segment(&(0xDA, scan)),
        vec![4, 5, 0xFF, 0xFF, 0xD9],
    ];
    parts.concat()
}

fn exif(orientation: u8) -> Vec<u8> {
    let tiff = exif::orientation_only(orientation);
    [b"Exif\0\0", &tiff[..], SECRET].concat()
}

fn secret(head: &[u8]) -> Vec<u8> {
    [head, SECRET].concat()
}

#[test]
fn a_jpeg_loses_all_that_does_not_draw() {
    let mut segments = vec![
        (0xE0, secret(b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x04")),
        (0xE0, secret(b"JFXX\0\x13")),
        (0xE1, exif(1)),
        (0xE1, secret(b"http://ns.adobe.com/xap/1.0/\0")),
        (0xE2, secret(b"MPF\0MM\0*")),
        (0xE2, b"ICC_PROFILE\0\x01\x01colours".to_vec()),
        (0xEE, secret(b"Adobe\0d\0\0\0\0\x01")),
        (0xFE, secret(b"")),
    ];
    let others = (0xE3..=0xED).chain([0xEF, 0xF0, 0xFD]);
    segments.extend(others.map(|marker| (marker, secret(b"Maker\0"))));
    let photo = jpeg(&segments);
    // A phone appends a film, and a second picture with EXIF data of its own.
    let second = jpeg(&[(0xE1, exif(1))]);
    let film = secret(b"\0\0\0\x18ftypmp42");
    for appended in [vec![], second, film] {
        let whole = [&photo[..], &appended].concat();
        let clean = check("content/a.jpg", &whole, Some((40, 30)));
        for kept in [
            &b"JFIF"[..],
            b"ICC_PROFILE\0\x01\x01colours",
            b"Adobe",
            b"table",
        ] {
            assert!(holds(&clean, kept));
        }
        for gone in [&b"Exif"[..], b"JFXX", b"MPF", b"Maker", b"ftyp"] {
            assert!(!holds(&clean, gone));
        }
        assert!(clean.ends_with(&[4, 5, 0xFF, 0xD9]));
    }
}

#[test]
fn a_photo_keeps_the_way_it_is_turned() {
    for orientation in 2..=8 {
        let photo = jpeg(&[(0xE1, exif(orientation)), (0xE1, exif(orientation))]);
        let size = if orientation < 5 { (40, 30) } else { (30, 40) };
        let clean = check("content/a.JPEG", &photo, Some(size));
        let at = clean.windows(6).position(|part| part == b"Exif\0\0");
        let tiff = &clean[at.expect("EXIF data") + 6..];
        assert_eq!(exif::orientation(tiff), Some(orientation));
    }
}

fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunk = |(kind, contents): &(&[u8; 4], &[u8])| {
        let length = (contents.len() as u32).to_be_bytes();
        [&length[..], *kind, contents, b"crc!"].concat()
    };
    let header = [0, 0, 0, 40, 0, 0, 0, 30, 8, 6, 0, 0, 0];
    let mut out = b"\x89PNG\r\n\x1A\n".to_vec();
    out.extend(chunk(&(b"IHDR", &header)));
    out.extend(chunks.iter().flat_map(chunk));
    out.extend(chunk(&(b"IEND", b"")));
    out
}

#[test]
fn a_png_keeps_the_chunks_that_draw_and_no_others() {
    let whole = png(&[
        (b"acTL", b"\0\0\0\x02\0\0\0\0"),
        (b"tEXt", SECRET),
        (b"zTXt", SECRET),
        (b"iTXt", SECRET),
        (b"eXIf", SECRET),
        (b"tIME", SECRET),
        (b"caBX", SECRET),
        (b"prVt", SECRET),
        (b"iDOT", SECRET),
        (b"fcTL", b"frame"),
        (b"IDAT", DRAWS),
        (b"fdAT", b"second frame"),
    ]);
    let whole = [&whole, SECRET].concat();
    let clean = check("content/a.png", &whole, Some((40, 30)));
    for kept in [&b"acTL"[..], b"fcTL", b"fdAT"] {
        assert!(holds(&clean, kept), "an animation stays one");
    }
    assert!(clean.ends_with(b"IENDcrc!"));
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, contents) in chunks {
        out.extend_from_slice(*kind);
        out.extend((contents.len() as u32).to_le_bytes());
        out.extend_from_slice(contents);
        out.resize(out.len().next_multiple_of(2), 0);
    }
    out
}

#[test]
fn a_webp_keeps_the_chunks_that_draw_and_no_others() {
    let frame = [&[0; 16][..], &riff(&[(b"VP8 ", DRAWS), (b"EXIF", SECRET)])].concat();
    let chunks = riff(&[
        (b"VP8X", &[0x2E, 0, 0, 0, 39, 0, 0, 29, 0, 0]),
        (b"ICCP", b"colours"),
        (b"ANIM", &[0; 6]),
        (b"ANMF", &frame),
        (b"EXIF", SECRET),
        (b"XMP ", SECRET),
        (b"C2PA", SECRET),
    ]);
    let length = (chunks.len() as u32 + 4).to_le_bytes();
    let whole = [b"RIFF", &length[..], b"WEBP", &chunks, SECRET].concat();
    let clean = check("content/a.webp", &whole, Some((40, 30)));
    assert!(holds(&clean, b"ICCP") && holds(&clean, b"ANIM"));
    let at = clean.windows(4).position(|part| part == b"VP8X");
    assert_eq!(clean[at.expect("flags") + 8], 0x22, "no more is promised");
    let length = u32::from_le_bytes(clean[4..8].try_into().expect("four bytes"));
    assert_eq!(length as usize + 8, clean.len());
}

#[test]
fn a_gif_keeps_its_frames_and_their_timing() {
    let blocks = |texts: &[&[u8]]| {
        let mut out: Vec<u8> = texts
            .iter()
            .flat_map(|text| [&[text.len() as u8], *text].concat())
            .collect();
        out.push(0);
        out
    };
    let parts = [
        b"GIF89a\x28\0\x1E\0\x80\0\0".to_vec(),
        b"colour".to_vec(),
        [&[0x21, 0xFF][..], &blocks(&[b"NETSCAPE2.0", b"\x01\0\0"])].concat(),
        [&[0x21, 0xFE][..], &blocks(&[SECRET])].concat(),
        [&[0x21, 0xFF][..], &blocks(&[b"XMP DataXMP", SECRET])].concat(),
        [&[0x21, 0xFF][..], &blocks(&[b"SOMEPROGRAM", SECRET])].concat(),
        [&[0x21, 0x01][..], &blocks(&[b"aaaaaaaaaaaa", SECRET])].concat(),
        [&[0x21, 0xF9][..], &blocks(&[b"\0\x0A\0\0"])].concat(),
        [b"\x2C\0\0\0\0\x28\0\x1E\0\0\x02", &blocks(&[DRAWS])[..]].concat(),
        [&[0x3B], SECRET].concat(),
    ];
    let clean = check("content/a.gif", &parts.concat(), Some((40, 30)));
    assert!(holds(&clean, b"NETSCAPE2.0") && holds(&clean, &[0x21, 0xF9, 4, 0, 10]));
    assert!(!holds(&clean, b"XMP") && !holds(&clean, b"SOMEPROGRAM"));
    assert!(clean.ends_with(&[0, 0x3B]));
}

fn iso(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = (contents.len() as u32 + 8).to_be_bytes();
    [&length[..], kind, contents].concat()
}

/// A still picture of three items: image data, EXIF and XMP, some of it in `idat`.
fn avif(more_in_meta: &[u8], appended: &[u8]) -> Vec<u8> {
    let entry = |id: u8, kind: &[u8; 4], name: &[u8]| {
        iso(
            b"infe",
            &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], name, b"\0"].concat(),
        )
    };
    let entries = [
        entry(1, b"av01", b"Color"),
        entry(2, b"Exif", b""),
        entry(3, b"mime", b"\0application/rdf+xml"),
    ];
    let iinf = iso(
        b"iinf",
        &[&[0, 0, 0, 0, 0, 3], &entries.concat()[..]].concat(),
    );
    let exif = [&[0, 0, 0, 0][..], &exif::orientation_only(6), SECRET].concat();
    let ispe = iso(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30]);
    let properties = [ispe, iso(b"udes", SECRET)].concat();
    let ipma = iso(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1]);
    let iprp = iso(b"iprp", &[iso(b"ipco", &properties), ipma].concat());
    // Image data in `mdat` between secrets, then EXIF; XMP in `idat`.
    let ftyp = iso(b"ftyp", b"avif\0\0\0\0avifmif1miaf");
    let build = |mdat: u32| {
        let item = |id: u8, method: u8, offset: u32, length: usize| {
            let (offset, length) = (offset.to_be_bytes(), (length as u32).to_be_bytes());
            [&[0, id, 0, method, 0, 0, 0, 1][..], &offset, &length].concat()
        };
        let gap = SECRET.len() as u32;
        let items = [
            item(1, 0, mdat + gap, DRAWS.len()),
            item(2, 0, mdat + 2 * gap + DRAWS.len() as u32, exif.len()),
            item(3, 1, 0, SECRET.len()),
        ];
        let iloc = iso(
            b"iloc",
            &[&[1, 0, 0, 0, 0x44, 0, 0, 3], &items.concat()[..]].concat(),
        );
        let hdlr = iso(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
        let pitm = iso(b"pitm", &[0, 0, 0, 0, 0, 1]);
        let idat = iso(b"idat", SECRET);
        let parts = [
            hdlr,
            pitm,
            iloc,
            iinf.clone(),
            iprp.clone(),
            idat,
            more_in_meta.to_vec(),
        ];
        [
            &ftyp[..],
            &iso(b"meta", &[&[0; 4], &parts.concat()[..]].concat()),
        ]
        .concat()
    };
    let mdat = [SECRET, DRAWS, SECRET, &exif].concat();
    let head = build(0).len() as u32;
    [&build(head + 8)[..], &iso(b"mdat", &mdat), appended].concat()
}

#[test]
fn an_avif_keeps_the_bytes_that_draw_and_no_others() {
    let more = iso(b"uuid", SECRET);
    let appended = [
        iso(b"free", SECRET),
        iso(b"uuid", SECRET),
        iso(b"C2PA", SECRET),
    ]
    .concat();
    let whole = avif(&more, &appended);
    let clean = check("content/a.avif", &whole, Some((40, 30)));
    assert_eq!(clean.len(), whole.len(), "nothing has moved");
    let film = [iso(b"ftyp", b"mp42\0\0\0\0"), iso(b"mdat", SECRET)].concat();
    let clean = check("content/a.avif", &avif(&[], &film), Some((40, 30)));
    assert_eq!(
        clean,
        check("content/a.avif", &avif(&[], SECRET), Some((40, 30)))
    );
}

#[test]
fn a_film_loses_the_place_and_keeps_its_title() {
    let camera = iso(b"\xA9xyz", &secret(b""));
    let title = iso(b"meta", b"A walk");
    let udta = iso(b"udta", &[camera, iso(b"loci", SECRET), title].concat());
    let track = |kind: &[u8; 4]| {
        let hdlr = iso(b"hdlr", &[&[0; 8], &kind[..], &[0; 13]].concat());
        iso(
            b"trak",
            &[iso(b"mdia", &hdlr), iso(b"meta", SECRET)].concat(),
        )
    };
    let film = |kind: &[u8; 4]| {
        let moov = iso(
            b"moov",
            &[track(kind), iso(b"meta", SECRET), udta.clone()].concat(),
        );
        [
            iso(b"ftyp", b"qt  \0\0\0\0"),
            moov,
            iso(b"mdat", DRAWS),
            iso(b"uuid", SECRET),
        ]
        .concat()
    };
    let clean = check("static/walk.mov", &film(b"vide"), None);
    assert!(holds(&clean, b"A walk"));
    assert_eq!(codes_of("static/walk.mp4", &film(b"meta")), ["FILE-13"]);
}

/// Contents outside of memory, which count how many of their bytes were read.
#[derive(Clone, Debug)]
struct CountedBytes {
    bytes: Arc<[u8]>,
    read: Arc<AtomicUsize>,
}

struct CountedReader {
    bytes: io::Cursor<Arc<[u8]>>,
    read: Arc<AtomicUsize>,
}

impl Store for CountedBytes {
    fn open(&self) -> io::Result<Box<dyn Reader>> {
        Ok(Box::new(CountedReader {
            bytes: io::Cursor::new(Arc::clone(&self.bytes)),
            read: Arc::clone(&self.read),
        }))
    }
}

impl Read for CountedReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(bytes)?;
        self.read.fetch_add(length, Ordering::Relaxed);
        Ok(length)
    }
}

impl Seek for CountedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A film that is not in memory: 4 MB of pictures, and behind them boxes with these contents.
fn stored_film(moov: &[u8]) -> (CountedBytes, ContentFile) {
    let pictures = vec![7; 4_000_000];
    let film = [
        iso(b"ftyp", b"mp42\0\0\0\0"),
        iso(b"mdat", &pictures),
        iso(b"moov", moov),
    ];
    let bytes: Arc<[u8]> = film.concat().into();
    let stored = CountedBytes {
        bytes: Arc::clone(&bytes),
        read: Arc::default(),
    };
    let fingerprint = Fingerprint::of_bytes(&bytes);
    let content = Content::stored(bytes.len() as u64, fingerprint, stored.clone());
    let file = ContentFile::of(SourcePath::new("static/walk.mp4"), content);
    (stored, file)
}

#[test]
fn of_a_film_with_nothing_to_hide_only_its_boxes_are_read() {
    let (stored, file) = stored_film(&iso(b"udta", &iso(b"meta", b"A walk")));
    let asset = prepare(&file, u64::MAX).value;
    assert_eq!(asset.content.fingerprint(), file.fingerprint);
    let read = stored.read.load(Ordering::Relaxed);
    assert!(read < 2 * CHUNK, "{read} bytes were read");
}

#[test]
fn a_film_is_cleaned_piece_by_piece_and_from_any_place() {
    let (stored, file) = stored_film(&iso(b"meta", SECRET));
    let asset = prepare(&file, u64::MAX).value;
    assert!(asset.content.in_memory().is_none());
    let clean = contents(&asset);
    assert!(!holds(&clean, SECRET) && holds(&stored.bytes, SECRET));
    for start in [0, 1, clean.len() - SECRET.len() - 3, clean.len() - 1] {
        let mut open = asset.content.open().expect("it is there");
        let at = Seek::seek(&mut open, SeekFrom::Start(start as u64));
        assert_eq!(at.expect("it is there"), start as u64);
        let mut rest = Vec::new();
        Read::read_to_end(&mut open, &mut rest).expect("it can be read");
        assert_eq!(rest, clean[start..]);
    }
}

#[test]
fn a_picture_that_is_too_large_to_be_cleaned_is_refused_and_a_film_is_not() {
    for (name, codes) in [
        ("content/a.png", &["FILE-04"][..]),
        ("static/a.css", &["FILE-04"]),
        ("static/walk.mp4", &[]),
        ("static/notes.pdf", &[]),
    ] {
        let (stored, _) = stored_film(b"");
        let bytes = match name {
            "content/a.png" => png(&[(b"IDAT", DRAWS)]).into(),
            _ => Arc::clone(&stored.bytes),
        };
        let stored = CountedBytes { bytes, ..stored };
        let content = Content::stored(LARGEST_FILE + 1, Fingerprint::default(), stored);
        let prepared = prepare(&ContentFile::of(SourcePath::new(name), content), u64::MAX);
        let found = prepared.problems.iter().map(|problem| problem.code.id());
        assert_eq!(found.collect::<Vec<_>>(), codes, "{name}");
        assert_eq!(prepared.value.unread, !codes.is_empty(), "{name}");
    }
}

#[test]
fn what_is_cut_off_or_refused_is_not_published() {
    let whole = [
        ("jpg", jpeg(&[(0xE1, exif(1))])),
        ("png", png(&[(b"tEXt", SECRET), (b"IDAT", DRAWS)])),
        ("webp", [&b"RIFF\xFF\0\0\0WEBPVP8X"[..], SECRET].concat()),
        (
            "gif",
            b"GIF89a\x28\0\x1E\0\0\0\0\x21\xFE\x20secret".to_vec(),
        ),
        ("avif", avif(&[], &[])),
    ];
    for (ending, whole) in whole {
        for end in (12..whole.len()).step_by(3) {
            let name = format!("content/a.{ending}");
            let prepared = prepared(&name, &whole[..end]);
            let clean = contents(&prepared.value);
            assert!(!holds(&clean, SECRET), "{name} {end}");
            let refused = prepared.problems.iter().any(|it| it.code == codes::FILE_05);
            assert!(!refused || clean.is_empty(), "{name} {end}");
        }
    }
    for (name, bytes) in [
        ("content/a.heic", iso(b"ftyp", b"heic\0\0\0\0mif1heic")),
        ("content/a.tif", secret(b"II*\0")),
        ("content/a.jxl", secret(b"\xFF\x0A")),
        ("content/a.dng", secret(b"MM\0*")),
        ("content/renamed.jpg", iso(b"ftyp", b"mif1\0\0\0\0heic")),
        ("content/renamed", secret(b"MM\0*")),
    ] {
        assert_eq!(codes_of(name, &bytes), ["FILE-11"], "{name}");
        assert!(contents(&prepared(name, &bytes).value).is_empty(), "{name}");
    }
}

#[test]
fn a_picture_is_cleaned_as_what_it_is() {
    let photo = jpeg(&[(0xE1, exif(6))]);
    for name in ["static/favicon.ico", "static/download", "content/a.jfif"] {
        check(name, &photo, Some((30, 40)));
    }
    let misnamed = prepared("content/photo.png", &photo);
    assert_eq!(misnamed.value.size, Some((30, 40)));
    assert!(!holds(&contents(&misnamed.value), SECRET));
    assert_eq!(codes_of("content/photo.png", &photo), ["FILE-12"]);
    assert_eq!(codes_of("content/photo.svg", &photo), ["FILE-12"]);
    assert_eq!(codes_of("content/photo.jpg", b"<svg/>"), ["FILE-05"]);
}

#[test]
fn a_size_that_no_screen_has_is_none() {
    let huge = |side: [u8; 4]| {
        let mut bytes = png(&[(b"IDAT", DRAWS)]);
        bytes[16..20].copy_from_slice(&side);
        bytes
    };
    for side in [[0xFF; 4], [0; 4], [0, 1, 0, 0]] {
        assert_eq!(codes_of("content/a.png", &huge(side)), ["FILE-05"]);
    }
    let size = |tag: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {tag}></svg>");
        published("content/a.svg", svg.as_bytes()).size
    };
    assert_eq!(size("viewBox=\"0 0 160 120\""), Some((160, 120)));
    assert_eq!(size("viewBox='0,0,160,120'"), Some((160, 120)));
    assert_eq!(size("width='40px' height='30'"), Some((40, 30)));
    let same = "viewBox='0 0 16 12'";
    for odd in [
        "NaN",
        "inf",
        "-5",
        "0",
        "1e30",
        "4294967295",
        "100%",
        "3em",
        "",
    ] {
        let tag = format!("width='{odd}' height='{odd}' {same}");
        assert_eq!(size(&tag), Some((16, 12)), "{odd}");
        assert_eq!(size(&format!("viewBox='0 0 {odd} {odd}'")), None, "{odd}");
    }
}

#[test]
fn an_svg_that_no_browser_reads_is_named_with_its_place() {
    for quote in ["“", "é", "ﬃ", "\u{2028}", "\u{1F600}"] {
        let svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\"\n width={quote}100{quote}></svg>");
        let problems = prepared("content/logo.svg", svg.as_bytes()).problems;
        assert_eq!(problems[0].code, codes::FILE_05);
        let place = problems[0].place.as_ref().expect("a place");
        let at = place.span.as_ref().expect("a span").start;
        assert!(svg[..at].contains('\n'), "on the second line: {at}");
    }
    for broken in [
        "",
        "<svg",
        "no drawing",
        "<html></html>",
        "<svg xmlns='http://www.w3.org/2000/svg'>",
    ] {
        assert_eq!(
            codes_of("content/a.svg", broken.as_bytes()),
            ["FILE-05"],
            "{broken}"
        );
    }
}

#[test]
fn a_drawing_loses_what_could_run_or_load() {
    let bytes = jpeg(&[(0xE1, exif(1))]);
    let inside: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
    let hostile = format!(
        r##"<?xml version="1.0"?><!-- GPS 51.5 N, Anna's phone -->
        <!DOCTYPE svg [<!ENTITY run "javascript:alert(1)">]>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)" viewBox="0 0 8 6">
        <metadata>GPS 51.5 N, Anna's phone</metadata>
        <script>alert(1)</script>
        <style>@import "https://evil.example/a.css"; rect {{ fill: url(https://evil.example/b.svg#c) }}</style>
        <a xlink:href="&run;"><rect onclick="alert(1)" width="8" height="6"/></a>
        <image href="https://evil.example/1.png"/><image href="data:image/jpeg,{inside}"/>
        <image href="data:text/html,<script>alert(1)</script>"/>
        <use xlink:href="data:image/svg+xml,<svg/>"/>
        <foreignObject><iframe src="https://evil.example"/></foreignObject>
        <set attributeName="href" to="/elsewhere"/>
        <text>what draws</text></svg>"##
    )
    .replace("<script>alert(1)</script>\"", "&lt;script>\"")
    .replace("svg+xml,<svg/>", "svg+xml,&lt;svg/>");
    let prepared = prepared("static/a.svg", hostile.as_bytes());
    let text = String::from_utf8(contents(&prepared.value).to_vec()).expect("text");
    for gone in [
        "script",
        "alert",
        "evil.example",
        "GPS",
        "Exif",
        "foreign",
        "ENTITY",
        "attributeName",
        "import",
    ] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(
        text.contains("what draws") && text.contains("data:image/jpeg;base64,"),
        "{text}"
    );
    assert_eq!(prepared.value.size, Some((8, 6)));
    let message = &prepared.problems[0].message;
    for told in [
        "`<script>`",
        "`onload`",
        "`onclick`",
        "`<foreignObject>`",
        "`@import`",
        "https://evil.example/1.png",
    ] {
        assert!(message.contains(told), "{told}: {message}");
    }
    let twice = svg::clean(text.as_bytes()).ok().expect("a drawing");
    assert_eq!((twice.bytes, twice.lost.len()), (text.into_bytes(), 0));
    let hidden = "<svg xmlns='http://www.w3.org/2000/svg'><style>a{background:image-set('//evil.example' 1x)}</style></svg>";
    assert_eq!(codes_of("static/a.svg", hidden.as_bytes()), ["FILE-05"]);
}

#[test]
fn an_ordinary_drawing_keeps_what_draws_it() {
    let ordinary = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30" role="img" aria-labelledby="t d" fill="none" stroke="currentColor">
  <title id="t">A bench</title>
  <desc id="d">Under a tree, at night</desc>
  <style>.leaf { fill: #080; transform: rotate(4deg) } @media (prefers-color-scheme: dark) { .leaf { fill: #8f8 } }</style>
  <defs>
    <linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".5"/></linearGradient>
    <radialGradient id="r" href="#g"/>
    <clipPath id="c"><circle cx="3" cy="3" r="3"/></clipPath>
    <mask id="m"><rect width="5" height="5" fill="white"/></mask>
    <filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
    <marker id="a" orient="auto"><path d="M0 0"/></marker>
    <symbol id="s" viewBox="0 0 1 1"><path class="leaf" d="M0 0h1v1z"/></symbol>
    <pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0"/></pattern>
  </defs>
  <g transform="translate(1 2)" opacity=".5" clip-path="url(#c)" mask="url(#m)" filter="url(#f)">
    <rect x="1" y="2" width="3" height="4" rx="1" fill="url(#g)" stroke-width="2" stroke-dasharray="1 2"/>
    <use href="#s" x="3"/>
    <path d="M1 2 3 4" style="fill:url(#p);stroke:#000" marker-end="url(#a)" vector-effect="non-scaling-stroke"/>
  </g>
  <text x="2" y="3" font-family="sans-serif" text-anchor="middle">Für <tspan font-weight="bold">dich</tspan></text>
  <circle cx="1" cy="1" r="1"><animate attributeName="r" values="1;2;1" dur="2s" repeatCount="indefinite"/></circle>
</svg>"##;
    let clean = published("content/bench.svg", ordinary.as_bytes());
    let text = String::from_utf8(contents(&clean).to_vec()).expect("text");
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || "<>/=".contains(c))
            .filter(|word| !word.is_empty())
            .map(|word| word.trim_matches(['"', '\'']).to_owned())
            .collect();
        words.sort();
        words
    };
    let (before, after) = (words(ordinary), words(&text));
    let lost: Vec<&String> = before.iter().filter(|word| !after.contains(word)).collect();
    assert!(lost.is_empty(), "{lost:?} of {text}");
    assert!(text.contains("Für <tspan"), "{text}");
    assert_eq!(clean.size, Some((40, 30)));
}
