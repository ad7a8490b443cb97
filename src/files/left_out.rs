//! Which files of a site folder are left out of it, and why.
//!
//! A file is judged by its path, and a text also by its first lines. Below `content/` only the kinds of file that a
//! publisher means to offer are published; `static/` takes every kind, but no source, backup or secret. Nothing is
//! read from the disk here, and what is told to the author is decided in the checks.

use super::SourceFile;
use crate::path::SourcePath;

/// A file or folder that takes no part in the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeftOut {
    /// Where it lies; for a folder, everything in it is left out.
    pub path: SourcePath,
    /// Why.
    pub reason: Reason,
}

/// Why a file is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The site's own patterns name it.
    Ignored,
    /// A system, an editor or another tool keeps it for itself.
    Litter,
    /// Its name begins with a dot.
    Hidden,
    /// A key, a certificate or a file of passwords.
    Secret,
    /// The working file of a picture.
    WorkingFile,
    /// A backup or a second copy of another file.
    Copy,
    /// An article's source with an ending that is not read.
    Source,
    /// A text processor's, spreadsheet's or slide show's file.
    Office,
    /// A finished web page.
    Html,
    /// A kind of file that is not published from `content/`.
    OtherKind,
}

/// What is left out at this path, alone or with the folder it lies in; the list is sorted by path.
pub fn left_out_at<'a>(left_out: &'a [LeftOut], path: &str) -> Option<&'a LeftOut> {
    let mut path = path;
    loop {
        if let Ok(at) = left_out.binary_search_by(|known| known.path.as_str().cmp(path)) {
            return Some(&left_out[at]);
        }
        path = path.rsplit_once('/')?.0;
    }
}

impl Reason {
    /// Why a file is not published, as the end of a sentence that has named it.
    pub fn in_words(self) -> String {
        self.of("it")
    }

    /// The same of each of several files.
    pub fn of_each(self) -> String {
        self.of("each")
    }

    fn of(self, file: &str) -> String {
        match self {
            Self::Ignored => "`[content] ignore` in site.toml names it".to_owned(),
            Self::Litter => {
                format!("a system, an editor or another tool keeps {file} for itself")
            }
            Self::Hidden => format!("{file} has a name that begins with a dot"),
            Self::Secret => {
                format!("{file} looks like a key, a certificate or a file of passwords")
            }
            Self::WorkingFile => format!("{file} looks like the working file of a picture"),
            Self::Copy => format!("{file} looks like a backup or a second copy of another file"),
            Self::Source => {
                format!("{file} looks like the source of an article, and articles are .md files")
            }
            Self::Office => {
                format!("{file} is an office document, and in content/ those are working files")
            }
            Self::Html => {
                format!("{file} is a web page of its own, and those are published from static/")
            }
            Self::OtherKind => format!("{file} is of a kind that is published from static/ only"),
        }
    }
}

/// Names, in lower case, of what systems and tools keep for themselves. vim tests whether it may write by making a
/// file named 4913.
const LITTER: &[&str] = &[
    "thumbs.db",
    "desktop.ini",
    "4913",
    ".ds_store",
    ".localized",
    ".directory",
    ".git",
    ".gitignore",
    ".gitkeep",
    ".gitattributes",
    ".gitmodules",
    ".hg",
    ".svn",
    ".jj",
    ".keep",
    ".obsidian",
    ".trash",
    ".stfolder",
    ".stignore",
    ".vscode",
    ".idea",
    ".editorconfig",
    ".mend",
];

/// How the names of files begin that editors and office programs keep while something is open.
const LITTER_BEGINNINGS: &[&str] = &[
    "~$",
    ".~",
    ".#",
    "._",
    ".goutputstream-",
    ".nfs",
    ".fuse_hidden",
    ".trash-",
];

/// How the names of copies end that editors keep for themselves.
const LITTER_ENDINGS: &[&str] = &["~", ".swp", ".swo", ".swx", "___jb_tmp___", "___jb_old___"];

/// How the names of private keys begin.
const KEYS: &[&str] = &["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

/// The endings of keys, certificates and stores of passwords.
const SECRETS: &[&str] = &[
    "pem", "p12", "pfx", "kdbx", "keystore", "jks", "ppk", "htpasswd",
];

/// The endings of working files of pictures and layouts.
const WORKING_FILES: &[&str] = &[
    "psd", "psb", "xcf", "kra", "afphoto", "afdesign", "afpub", "indd", "idml", "ai",
];

/// The endings of backups, half-finished downloads and leftovers of merges.
const BACKUPS: &[&str] = &[
    "bak",
    "backup",
    "bkp",
    "old",
    "orig",
    "save",
    "rej",
    "tmp",
    "temp",
    "part",
    "partial",
    "crdownload",
    "download",
];

/// How synchronising programs name the second of two versions that were edited at once.
const CONFLICTS: &[&str] = &[
    "conflicted copy",
    ".sync-conflict-",
    "(sfconflict ",
    "_conflict-2",
    "(conflict 2",
    "(case conflict",
    "_backup_",
];

/// The endings of what other tools read articles from.
const SOURCES: &[&str] = &[
    "mdx",
    "mkd",
    "mkdn",
    "mdown",
    "mdwn",
    "mdtxt",
    "mdtext",
    "rmd",
    "qmd",
    "mdoc",
    "mdc",
    "rst",
    "adoc",
    "asciidoc",
    "asc",
    "org",
    "textile",
    "wiki",
    "mediawiki",
    "creole",
    "njk",
    "liquid",
    "hbs",
    "handlebars",
    "mustache",
    "ejs",
    "pug",
    "haml",
    "slim",
    "jinja",
    "jinja2",
    "j2",
    "webc",
    "vto",
    "astro",
    "svelte",
    "vue",
];

/// The endings of office documents.
const OFFICE: &[&str] = &[
    "doc", "docx", "docm", "dot", "dotx", "odt", "ott", "rtf", "pages", "xls", "xlsx", "xlsm",
    "ods", "numbers", "ppt", "pptx", "pps", "ppsx", "odp", "key", "one", "pub", "vsd", "vsdx",
    "odg",
];

/// The endings of web pages.
const HTML: &[&str] = &["html", "htm", "xhtml", "shtml", "mhtml"];

/// The kinds that are published from `content/`: what articles show and what readers are handed. Pictures that no
/// browser shows are among them, so that their author is told that instead.
const PUBLISHED: &[&str] = &[
    // pictures
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "svg", "ico", "bmp", "heic",
    "heif", "tif", "tiff", "jxl", // sound
    "mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "wav", "flac", "weba",
    // film and captions
    "mp4", "m4v", "webm", "ogv", "mov", "vtt", "srt",
    // what is printed, read on a reader, or put into an address book or a calendar
    "pdf", "epub", "vcf", "ics",
];

/// The hidden files that hosts look for among published files. `.well-known` is a folder, by RFC 8615.
const FOR_HOSTS: &[&str] = &[".well-known", ".htaccess", ".nojekyll", ".domains"];

/// Why a file or folder of this name is never taken, whatever root it lies in; every name of a scan comes through here.
pub fn by_name(folder: &str, name: &str) -> Option<Reason> {
    let lower = name.to_lowercase();
    let is_for_hosts = (folder == "static"
        || folder.starts_with("static/") && lower == ".htaccess")
        && FOR_HOSTS.contains(&lower.as_str());
    if is_for_hosts {
        return None;
    }
    let is_litter = LITTER.contains(&lower.as_str())
        || LITTER_BEGINNINGS
            .iter()
            .any(|beginning| lower.starts_with(beginning))
        || LITTER_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || (lower.len() > 1 && lower.starts_with('#') && lower.ends_with('#'));
    let ending = ending(&lower);
    let is_secret = SECRETS.contains(&ending)
        || KEYS.iter().any(|key| is_word_at(&lower, 0, key))
        || lower
            .match_indices(".env")
            .any(|(at, _)| is_word_at(&lower, at, ".env"));
    if is_secret {
        Some(Reason::Secret)
    } else if is_litter {
        Some(Reason::Litter)
    } else if lower.starts_with('.') {
        Some(Reason::Hidden)
    } else if WORKING_FILES.contains(&ending) {
        Some(Reason::WorkingFile)
    } else {
        None
    }
}

/// Why a file with this path is left out by its kind; `kinds` are the endings that a site publishes from `content/`
/// besides the usual ones.
pub fn by_kind(path: &SourcePath, kinds: &[String]) -> Option<Reason> {
    let name = path.file_name().to_lowercase();
    let ending = ending(&name);
    if BACKUPS.contains(&ending) || CONFLICTS.iter().any(|part| name.contains(part)) {
        return Some(Reason::Copy);
    }
    let is_listed = |kind: &String| {
        kind.trim_start_matches(['*', '.'])
            .eq_ignore_ascii_case(ending)
    };
    if path.below("content").is_none() || is_read(path) || kinds.iter().any(is_listed) {
        return None;
    }
    let is_any = |kinds: &[&str]| kinds.contains(&ending);
    if SOURCES.contains(&ending) || has_markdown_inside(&name) {
        Some(Reason::Source)
    } else if is_any(OFFICE) {
        Some(Reason::Office)
    } else if is_any(HTML) {
        Some(Reason::Html)
    } else if is_any(PUBLISHED) {
        None
    } else {
        Some(Reason::OtherKind)
    }
}

/// Why a file is left out by what it holds: a text that begins with front matter is the source of a page, whatever its
/// name. What is read as an article or as data, and the site's theme, are not judged.
pub fn by_contents(path: &SourcePath, bytes: &[u8]) -> Option<Reason> {
    let is_data = matches!(path.extension().as_str(), "yaml" | "yml");
    let is_judged = !is_data && !is_read(path) && path.below("themes").is_none();
    (is_judged && begins_with_front_matter(bytes)).then_some(Reason::Source)
}

/// Takes the articles out of a sorted list that are copies of the one beside them, as desktops name them: `a copy.md`,
/// `a - Copy (2).md`, `Copy of a.md`.
pub fn take_copies(documents: &mut Vec<SourceFile>) -> Vec<LeftOut> {
    let original = |path: &SourcePath| {
        let stem = path.stem();
        let name = copied(stem)?;
        let name = format!("{}/{name}.{}", path.folder(), path.extension());
        let is_there = documents
            .binary_search_by(|file| file.path.as_str().cmp(&name))
            .is_ok();
        is_there.then_some(())
    };
    let copies: Vec<SourcePath> = documents
        .iter()
        .filter(|file| original(&file.path).is_some())
        .map(|file| file.path.clone())
        .collect();
    documents.retain(|file| copies.binary_search(&file.path).is_err());
    copies
        .into_iter()
        .map(|path| LeftOut {
            path,
            reason: Reason::Copy,
        })
        .collect()
}

/// What a desktop's copy was made of, by its name without the ending.
fn copied(stem: &str) -> Option<&str> {
    if let Some(name) = stem.strip_prefix("Copy of ") {
        return Some(name);
    }
    let without_number = stem.trim_end_matches(|c: char| c.is_ascii_digit() || "() ".contains(c));
    let name = without_number
        .strip_suffix("copy")
        .or_else(|| without_number.strip_suffix("Copy"))?;
    name.strip_suffix(" - ").or_else(|| name.strip_suffix(' '))
}

/// Whether a file below `content/` is read as an article or, at the top, as data.
fn is_read(path: &SourcePath) -> bool {
    match path.extension().as_str() {
        "md" | "markdown" => path.below("content").is_some(),
        "yaml" | "yml" => path.folder() == "content",
        _ => false,
    }
}

/// Whether `.md` stands inside a name, as some editors write it: `article.md.txt`.
fn has_markdown_inside(name: &str) -> bool {
    name.contains(".md.") || name.contains(".markdown.")
}

/// Whether a text begins with a fence, keys with values, and a fence again. Blank lines before it make no difference.
fn begins_with_front_matter(bytes: &[u8]) -> bool {
    // Front matter is no longer than this.
    const LOOKED_AT: usize = 64 << 10;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let valid = std::str::from_utf8(head).map_or_else(|error| error.valid_up_to(), str::len);
    let text = std::str::from_utf8(&head[..valid]).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut lines = text.lines();
    let fence = match lines.next().map(str::trim_end) {
        Some(line) if line.starts_with("---") => "---",
        Some(line) if line.starts_with("+++") => "+++",
        _ => return false,
    };
    let mut has_key = false;
    for line in lines {
        if line.starts_with(fence) {
            return has_key;
        }
        let name = line.split([':', '=']).next().unwrap_or_default();
        let is_key = name.len() < line.len()
            && !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "_-. \"'".contains(c));
        has_key |= is_key;
        let goes_on =
            line.is_empty() || line.starts_with([' ', '\t', '#', '-', '[', ']', '{', '}', '"']);
        if !is_key && !goes_on {
            return false;
        }
    }
    false
}

/// What follows the last dot of a name.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a word, not only the beginning of a longer one, stands there: `id_rsa_work` is a key and `prod.env.local`
/// holds passwords, but `the.environment.md` is an article.
fn is_word_at(name: &str, at: usize, word: &str) -> bool {
    let rest = name.get(at..).and_then(|rest| rest.strip_prefix(word));
    rest.is_some_and(|rest| {
        rest.chars()
            .next()
            .is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(path: &str) -> Option<Reason> {
        let path = SourcePath::new(path);
        by_name(path.folder(), path.file_name()).or_else(|| by_kind(&path, &[]))
    }

    #[test]
    fn every_name_has_its_reason() {
        use Reason::*;
        for (reason, names) in [
            (
                Some(Litter),
                &[
                    ".git",
                    ".DS_Store",
                    "Thumbs.db",
                    "a.md~",
                    "#a.md#",
                    ".#a.md",
                    "a.swp",
                    "4913",
                ][..],
            ),
            (
                Some(Litter),
                &[
                    "a.md___jb_tmp___",
                    "~$letter.docx",
                    ".~lock.letter.odt#",
                    ".obsidian",
                    "._a.jpg",
                ],
            ),
            (
                Some(Hidden),
                &[".a.md", ".htaccess", ".nojekyll", ".well-known", ".secret"],
            ),
            (
                Some(Secret),
                &[
                    ".env",
                    "prod.env",
                    "site.env.local",
                    "server.PEM",
                    "id_rsa",
                    "id_rsa.pub",
                    "id_ed25519_work",
                    "x.kdbx",
                ],
            ),
            (Some(WorkingFile), &["Bench.PSD", "a.xcf"]),
            (
                Some(Copy),
                &[
                    "a.md.bak",
                    "a.jpg.bak",
                    "a.md.orig",
                    "a (Ann's conflicted copy 2026-01-01).md",
                    "a.sync-conflict-20260101-1.md",
                    "a.tmp",
                ],
            ),
            (
                Some(Source),
                &[
                    "a.mdx",
                    "a.md.txt",
                    "a.MDX",
                    "a.rst",
                    "a.adoc",
                    "a.org",
                    "a.njk",
                    "a.markdown.txt",
                    "a.md.1",
                ],
            ),
            (
                Some(Office),
                &["Client notes (private).docx", "a.odt", "a.XLSX"],
            ),
            (Some(Html), &["a.html", "a.HTM"]),
            (
                Some(OtherKind),
                &[
                    "a.js",
                    "a.php",
                    "CNAME",
                    "_redirects",
                    "a.txt",
                    "data.json",
                    "a.css",
                    "a.zip",
                    "a.canvas",
                ],
            ),
            (
                None,
                &[
                    "a.md",
                    "a.MARKDOWN",
                    "a.jpg",
                    "a.svg",
                    "a.pdf",
                    "a.mp3",
                    "a.vtt",
                    "a.vcf",
                    "a.ics",
                    "environment.md",
                ],
            ),
            (
                None,
                &[
                    "the.environment.md",
                    "id_card.md",
                    "4913.md",
                    "conflict.md",
                    "When conflict (conflict resolution) helps.md",
                    "#.md",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(judged(&format!("content/a/{name}")), reason, "{name}");
            }
        }
    }

    #[test]
    fn static_takes_every_kind_but_no_copies_and_secrets() {
        for name in [
            "a.html",
            "a.docx",
            "a.js",
            "CNAME",
            ".htaccess",
            ".nojekyll",
            ".well-known",
            "notes.md",
            "a/.htaccess",
        ] {
            assert_eq!(judged(&format!("static/{name}")), None, "{name}");
        }
        for name in [
            "a.html.bak",
            "~$a.docx",
            ".env",
            "a.pem",
            ".a.html",
            "a/.nojekyll",
            "a (conflicted copy).pdf",
        ] {
            assert!(judged(&format!("static/{name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn a_site_can_publish_other_kinds_from_content() {
        let kinds = ["csv", ".txt", "*.docx"].map(str::to_owned);
        for (name, left_out) in [
            ("a.csv", false),
            ("a.TXT", false),
            ("a.docx", false),
            ("a.js", true),
            ("a.csv.bak", true),
        ] {
            let path = SourcePath::new(&format!("content/{name}"));
            assert_eq!(by_kind(&path, &kinds).is_some(), left_out, "{name}");
        }
    }

    #[test]
    fn a_text_that_begins_with_front_matter_is_a_source() {
        let is_source =
            |name: &str, text: &str| by_contents(&SourcePath::new(name), text.as_bytes()).is_some();
        for text in [
            "---\ntitle: A\ndraft: true\n---\nText",
            "\u{feff}\n \n---\ntitle: A\ntags:\n  - a\n# note\n---\n",
            "+++\ntitle = \"A\"\n[extra]\nx = 1\n+++\n",
            "---toml\ntitle = \"A\"\n---\n",
        ] {
            assert!(is_source("static/a.html", text), "{text}");
            assert!(
                !is_source("static/a.yaml", text)
                    && !is_source("content/a.md", text)
                    && !is_source("themes/t/a.html", text)
            );
        }
        for text in [
            "",
            "---",
            "---\nA line of text.\n---\n",
            "<p>---</p>",
            "---\ntitle: A\n",
            "%PDF-1.7\n---\n",
        ] {
            assert!(!is_source("static/a.txt", text), "{text}");
        }
    }

    #[test]
    fn a_copy_is_left_out_when_the_original_lies_beside_it() {
        let names = [
            "Copy of a.md",
            "How to copy.md",
            "a - Copy (2).md",
            "a copy 2.md",
            "a copy.md",
            "a.md",
            "b copy.md",
        ];
        let files =
            names.map(|name| SourceFile::new(SourcePath::new(&format!("content/{name}")), *b""));
        let mut files = files.to_vec();
        let copies = take_copies(&mut files);
        let copies: Vec<_> = copies.iter().map(|copy| copy.path.file_name()).collect();
        assert_eq!(
            copies,
            [
                "Copy of a.md",
                "a - Copy (2).md",
                "a copy 2.md",
                "a copy.md"
            ]
        );
        assert_eq!(files.len(), 3);
    }
}
