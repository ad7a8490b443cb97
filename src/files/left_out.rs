//! Which files of the site folder are left out of the site, and why.
//!
//! A file is judged by its path, and a text file also by its first lines. Below `content/` only certain kinds of file
//! are published; `static/` takes every kind except sources, backups and secrets. Nothing is read from disk here, and
//! the checks decide what the author is told.

use super::ContentFile;
use crate::path::SourcePath;

/// A file or folder that is not part of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeftOut {
    /// Its path; for a folder, everything in it is left out.
    pub path: SourcePath,
    /// Why it is left out.
    pub reason: Reason,
}

/// Why a file is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A pattern of the site's configuration matches it.
    Ignored,
    /// A file that an operating system, an editor or another tool keeps for its own use.
    Litter,
    /// Its name begins with a dot.
    Hidden,
    /// A key, a certificate or a file of passwords.
    Secret,
    /// The working file of an image or layout editor.
    WorkingFile,
    /// A backup or a second copy of another file.
    Copy,
    /// The source of a page in a format or place that is not read.
    Source,
    /// An office document: text, spreadsheet or slides.
    Office,
    /// A finished web page.
    Html,
    /// A kind of file that is not published from `content/`.
    OtherKind,
}

/// The entry that covers this path: its own or that of a folder above it. The list must be sorted by path.
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
    /// The reason as a clause about a file already named.
    pub fn in_words(self) -> String {
        self.of("it")
    }

    /// The reason as a clause about each of several files.
    pub fn of_each(self) -> String {
        self.of("each")
    }

    /// The reason as a clause about the file that is called this in the message.
    pub fn of(self, file: &str) -> String {
        match self {
            Self::Ignored => "`[content] ignore` in site.toml excludes it".to_owned(),
            Self::Litter => {
                format!("{file} belongs to the system, an editor or another tool")
            }
            Self::Hidden => format!("{file} has a name that begins with a dot"),
            Self::Secret => {
                format!("{file} looks like a key, a certificate or a password file")
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
                format!("{file} is a finished web page, and those are published from static/")
            }
            Self::OtherKind => format!("{file} has a type that is published only from static/"),
        }
    }
}

/// The names, in lower case, of files and folders that systems and tools keep for their own use. vim creates a file
/// named 4913 to test whether a folder is writable.
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

/// The prefixes of temporary files, such as those that editors and office programs keep while a document is open.
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

/// The suffixes of backups and swap files that editors keep for their own use.
const LITTER_ENDINGS: &[&str] = &["~", ".swp", ".swo", ".swx", "___jb_tmp___", "___jb_old___"];

/// The prefixes of private SSH keys.
const KEYS: &[&str] = &["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

/// The extensions of keys, certificates and password stores.
const SECRETS: &[&str] = &[
    "pem", "p12", "pfx", "kdbx", "keystore", "jks", "ppk", "htpasswd",
];

/// The extensions of working files of image and layout editors.
const WORKING_FILES: &[&str] = &[
    "psd", "psb", "xcf", "kra", "afphoto", "afdesign", "afpub", "indd", "idml", "ai",
];

/// The extensions of backups, partial downloads and leftovers of merges.
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

/// What synchronising programs put into the name of a conflicting version of a file.
const CONFLICTS: &[&str] = &[
    "conflicted copy",
    ".sync-conflict-",
    "(sfconflict ",
    "_conflict-2",
    "(conflict 2",
    "(case conflict",
    "_backup_",
];

/// The extensions of article sources and templates of other tools.
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

/// The extensions of office documents.
const OFFICE: &[&str] = &[
    "doc", "docx", "docm", "dot", "dotx", "odt", "ott", "rtf", "pages", "xls", "xlsx", "xlsm",
    "ods", "numbers", "ppt", "pptx", "pps", "ppsx", "odp", "key", "one", "pub", "vsd", "vsdx",
    "odg",
];

/// The extensions of web pages.
const HTML: &[&str] = &["html", "htm", "xhtml", "shtml", "mhtml"];

/// The extensions that are published from `content/`: files that articles show, and files for readers to download.
/// Image formats that no browser shows are included, because the asset stage has a better message for them.
const PUBLISHED: &[&str] = &[
    // pictures
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "svg", "ico", "bmp", "heic",
    "heif", "tif", "tiff", "jxl", // sound
    "mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "wav", "flac", "weba",
    // film and captions
    "mp4", "m4v", "webm", "ogv", "mov", "vtt", "srt",
    // documents for print and e-readers, contacts and calendars
    "pdf", "epub", "vcf", "ics",
];

/// The hidden files that hosts look for among published files. `.well-known` is a folder (RFC 8615).
const FOR_HOSTS: &[&str] = &[".well-known", ".htaccess", ".nojekyll", ".domains"];

/// Why a file or folder with this name is left out, whatever its root folder. The scan checks every name with this.
pub fn by_name(folder: &str, name: &str) -> Option<Reason> {
    let lower = name.to_lowercase();
    // `.htaccess` works in every folder, the others only at the top.
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

/// Why a file with this path is left out because of its kind. `kinds` are the extensions that the site publishes from
/// `content/` as well as the usual ones.
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

/// Why a file is left out because of its contents: a text that begins with front matter is the source of a page,
/// whatever its name. Articles, YAML files and the site's themes are exempt.
pub fn by_contents(path: &SourcePath, bytes: &[u8]) -> Option<Reason> {
    let is_data = matches!(path.extension().as_str(), "yaml" | "yml");
    let is_judged = !is_data && !is_read(path) && path.below("themes").is_none();
    (is_judged && begins_with_front_matter(bytes)).then_some(Reason::Source)
}

/// Removes copies of articles from a list sorted by path, and returns them. A copy has a name that a desktop, a browser or a
/// careful author gives to duplicates (`COPY_WORDS`, `OLD_ENDINGS`), and its original is in the same folder.
pub fn take_copies(documents: &mut Vec<ContentFile>) -> Vec<LeftOut> {
    let is_there = |path: &SourcePath, stem: &str| {
        let name = format!("{}/{stem}.{}", path.folder(), path.extension());
        documents
            .binary_search_by(|file| file.path.as_str().cmp(&name))
            .is_ok()
    };
    let is_copy = |path: &SourcePath| {
        // `a - Copy (2)` is the second copy of `a`, even if the first was deleted.
        let mut originals = std::iter::successors(copied(path.stem()), |stem| copied(stem));
        originals.any(|stem| is_there(path, stem))
    };
    let copies: Vec<SourcePath> = documents
        .iter()
        .filter(|file| is_copy(&file.path))
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

/// What desktops call a copy: in English, German, French, Spanish and Italian, Portuguese, Polish, and Danish.
const COPY_WORDS: &[&str] = &["copy", "kopie", "copie", "copia", "cópia", "kopia", "kopi"];

/// What authors add to the name of a version that they keep. `-old` is left out: `growing-old.md` is an article.
const OLD_ENDINGS: &[&str] = &["_old", "_bak", "_backup", ".old", ".bak", ".orig", "~"];

/// The stem of the original, if this stem has the form of a copy: `a copy 2` (macOS), `a - Copy (2)` (Windows, KDE),
/// `a (3rd copy)` (GNOME), `a (1)` (browsers), `Copy of a` (cloud services), `a_old`.
fn copied(stem: &str) -> Option<&str> {
    if let Some(name) = stem.strip_prefix("Copy of ") {
        return Some(name);
    }
    if let Some(name) = OLD_ENDINGS
        .iter()
        .find_map(|ending| stem.strip_suffix(ending))
    {
        return Some(name).filter(|name| !name.is_empty());
    }
    let is_word = |word: &str| COPY_WORDS.contains(&word.to_lowercase().as_str());
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((name, inner)) = stem
        .strip_suffix(')')
        .and_then(|stem| stem.rsplit_once('('))
    {
        let is_copy = is_number(inner) || inner == "old" || inner.split(' ').any(is_word);
        return Some(name.trim_end()).filter(|name| is_copy && !name.is_empty());
    }
    let (rest, last) = stem.rsplit_once(' ')?;
    let name = match is_number(last) {
        true => rest.rsplit_once(' ').filter(|(_, word)| is_word(word))?.0,
        false => Some(rest).filter(|_| is_word(last))?,
    };
    Some(name.strip_suffix(" -").unwrap_or(name))
}

/// Whether a file below `content/` is read as an article or, at the top, as data.
fn is_read(path: &SourcePath) -> bool {
    match path.extension().as_str() {
        "md" | "markdown" => path.below("content").is_some(),
        "yaml" | "yml" => path.folder() == "content",
        _ => false,
    }
}

/// Whether a Markdown extension is followed by another one, as some editors save it: `article.md.txt`.
fn has_markdown_inside(name: &str) -> bool {
    name.contains(".md.") || name.contains(".markdown.")
}

/// Whether a text begins with front matter: a fence, at least one key with a value, and a closing fence. Blank lines
/// before it are ignored.
///
/// This is a heuristic over lines, not a parser: a file that is not an article may hold anything. A line that is neither
/// a key nor a plausible continuation ends the search.
fn begins_with_front_matter(bytes: &[u8]) -> bool {
    // Longer front matter is not looked for, so that large files cost no more.
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

/// The part of a name after its last dot.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a name has this whole word at an offset, and not only as the start of a longer word: `id_rsa_work` is a key
/// and `prod.env.local` holds passwords, but `the.environment.md` is an article.
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
            "a (1).md",
            "a (3rd copy).md",
            "a (Kopie).md",
            "a (another copy).md",
            "a (copy 2).md",
            "a (copy).md",
            "a (for him).md",
            "a - Copy (2).md",
            "a 2.md",
            "a copy 2.md",
            "a copy.md",
            "a(1).md",
            "a-old.md",
            "a.md",
            "a_old.md",
            "a~.md",
            "b (1).md",
            "b copy.md",
        ];
        let path = |name| SourcePath::new(&format!("content/{name}"));
        let files = names.map(|name| ContentFile::with(path(name), *b""));
        let mut files = files.to_vec();
        let copies = take_copies(&mut files);
        let copies: Vec<_> = copies.iter().map(|copy| copy.path.file_name()).collect();
        assert_eq!(
            copies,
            [
                "Copy of a.md",
                "a (1).md",
                "a (3rd copy).md",
                "a (Kopie).md",
                "a (another copy).md",
                "a (copy 2).md",
                "a (copy).md",
                "a - Copy (2).md",
                "a copy 2.md",
                "a copy.md",
                "a(1).md",
                "a_old.md",
                "a~.md",
            ]
        );
        let kept: Vec<_> = files.iter().map(|file| file.path.file_name()).collect();
        assert_eq!(
            kept,
            [
                "How to copy.md",
                "a (for him).md",
                "a 2.md",
                "a-old.md",
                "a.md",
                "b (1).md",
                "b copy.md"
            ]
        );
    }
}
