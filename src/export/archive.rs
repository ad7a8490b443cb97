//! The whole site in a zip archive. Equal sites give equal bytes: the files are in the order of their names, and the archive
//! knows neither when it was made nor by whom.

use std::io::{self, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::data::texts::Texts;
use crate::files::Outputs;
use crate::html::escape::escaped;

/// The folder of the archive that holds the site.
const FOLDER: &str = "pages";

/// Files that are compressed already, by their extensions.
const COMPRESSED: [&str; 16] = [
    "avif", "epub", "gif", "jpeg", "jpg", "m4a", "m4v", "mp3", "mp4", "ogg", "opus", "pdf", "png",
    "webm", "webp", "zip",
];

/// From which length on a file needs the larger numbers of zip64.
const LARGE: u64 = 1 << 31;

/// Writes a site whose links name files, with a page at the top that leads to it. `language` is that of the texts.
///
/// # Errors
///
/// When a file cannot be read any more, or the archive cannot be written.
pub fn write_archive(
    files: &Outputs,
    texts: &Texts,
    language: &str,
    out: impl Write + Seek,
) -> io::Result<()> {
    let mut archive = ZipWriter::new(out);
    let name = format!("{}.html", plain(&texts.get("archive_page")));
    archive.start_file(name, options(CompressionMethod::Deflated))?;
    archive.write_all(opener(texts, language).as_bytes())?;
    for (path, content) in files {
        let method = method(path.as_str());
        let options = options(method).large_file(content.length() >= LARGE);
        archive.start_file(format!("{FOLDER}/{path}"), options)?;
        io::copy(&mut content.open()?, &mut archive)?;
    }
    archive.finish()?.flush()
}

/// The page at the top: what is packed with it has many names, and only one of them is the way in.
fn opener(texts: &Texts, language: &str) -> String {
    let title = escaped(&texts.get("archive_title"));
    let link = escaped(&texts.get("archive_link"));
    let hint = escaped(&texts.get("archive_hint"));
    let language = escaped(language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={FOLDER}/index.html\">\n<title>{title}</title>\n\
         <p><a href=\"{FOLDER}/index.html\">{link}</a></p>\n<p>{hint}</p>\n</html>\n"
    )
}

/// How a file is packed: its name says whether it is compressed already.
pub(super) fn method(name: &str) -> CompressionMethod {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    match extension.is_some_and(|extension| COMPRESSED.contains(&extension)) {
        true => CompressionMethod::Stored,
        false => CompressionMethod::Deflated,
    }
}

/// What an archive says of each of its files: neither a time nor an owner.
pub(super) fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// A name for a file, without what no system allows in one.
fn plain(name: &str) -> String {
    let is_plain = |letter: &char| !letter.is_control() && !"/\\:*?\"<>|".contains(*letter);
    name.chars().filter(is_plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Content;
    use crate::path::OutputPath;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let file = |(path, text): &(&str, &str)| {
            let content = Content::new(text.as_bytes().to_vec());
            (OutputPath::new(path), content)
        };
        let mut archive = io::Cursor::new(Vec::new());
        let files = files.iter().map(file).collect();
        write_archive(&files, &Texts::default(), "en", &mut archive).expect("memory holds it");
        archive.into_inner()
    }

    #[test]
    fn equal_files_make_equal_archives_that_say_nothing_of_their_maker() {
        let files = [("index.html", "<p>Home"), ("a/ü.png", "picture")];
        let archive = packed(&files);
        assert_eq!(archive, packed(&[files[1], files[0]]));
        let mut archive = zip::ZipArchive::new(io::Cursor::new(archive)).expect("an archive");
        let names: Vec<_> = archive.file_names().map(Result::unwrap).collect();
        assert_eq!(
            names,
            ["archive_page.html", "pages/a/ü.png", "pages/index.html"]
        );
        for at in 0..archive.len() {
            let file = archive.by_index(at).expect("a file");
            assert_eq!(file.last_modified(), Some(DateTime::default()));
            assert!(
                file.extra_data().is_none_or(|data| data.is_empty()) && file.comment().is_empty()
            );
            assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
        }
    }
}
