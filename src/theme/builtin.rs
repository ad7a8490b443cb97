//! The default theme, as part of the program; `gallery.md` in it shows every component, for designers of a theme.

use std::sync::LazyLock;

use super::manifest;
use crate::language::is_read_as;
use crate::markdown::Reserved;
use crate::path::SourcePath;
use crate::style::Palette;

/// The folder of the files in mend's own source, and of the versions of a site.
pub const FOLDER: &str = "themes/calm";

macro_rules! files {
    ($($path:literal)*) => {
        /// Every file of the default theme: its path below [`FOLDER`] and its contents.
        pub const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../themes/calm/", $path)))),*];
    };
}

files! {
    "drawings/bench.svg"
    "drawings/bowl.svg"
    "drawings/bridge.svg"
    "drawings/cups.svg"
    "drawings/door.svg"
    "drawings/lamp.svg"
    "drawings/letter.svg"
    "drawings/mark.svg"
    "drawings/path.svg"
    "drawings/signpost.svg"
    "gallery.md"
    "static/aloud.js"
    "static/forget.js"
    "static/icon.svg"
    "static/page.js"
    "static/regions.js"
    "static/safety.js"
    "static/search.js"
    "static/steps.js"
    "static/terms.js"
    "static/worksheet.js"
    "styles/1-names.css"
    "styles/2-ground.css"
    "styles/3-frame.css"
    "styles/4-pages.css"
    "styles/5-text.css"
    "styles/6-blocks.css"
    "styles/7-reading.css"
    "styles/7-safety.css"
    "styles/7-search.css"
    "styles/8-room.css"
    "styles/9-paper.css"
    "templates/404.html"
    "templates/a-z.html"
    "templates/article.html"
    "templates/audience.html"
    "templates/base.html"
    "templates/blocks/caution.html"
    "templates/blocks/details.html"
    "templates/blocks/do.html"
    "templates/blocks/dont.html"
    "templates/blocks/example-better.html"
    "templates/blocks/example-weak.html"
    "templates/blocks/example.html"
    "templates/blocks/field.html"
    "templates/blocks/help-now.html"
    "templates/blocks/help-soon.html"
    "templates/blocks/help.html"
    "templates/blocks/important.html"
    "templates/blocks/in-short.html"
    "templates/blocks/myth.html"
    "templates/blocks/note.html"
    "templates/blocks/notice.html"
    "templates/blocks/steps.html"
    "templates/blocks/table.html"
    "templates/blocks/timeline.html"
    "templates/blocks/tip.html"
    "templates/blocks/warning.html"
    "templates/card.html"
    "templates/glossary.html"
    "templates/help.html"
    "templates/home.html"
    "templates/partials/article-end.html"
    "templates/partials/article-top.html"
    "templates/partials/body-end.html"
    "templates/partials/card.html"
    "templates/partials/components.html"
    "templates/partials/evidence.html"
    "templates/partials/exit.html"
    "templates/partials/footer.html"
    "templates/partials/head-end.html"
    "templates/partials/head-safety.html"
    "templates/partials/header.html"
    "templates/partials/help-card.html"
    "templates/partials/menu.html"
    "templates/partials/notice.html"
    "templates/partials/onward.html"
    "templates/partials/paper-ways.html"
    "templates/partials/practice-card.html"
    "templates/partials/review.html"
    "templates/partials/safety-strip.html"
    "templates/partials/steps-script.html"
    "templates/partials/search-box.html"
    "templates/partials/term-notes.html"
    "templates/path.html"
    "templates/paths.html"
    "templates/privacy.html"
    "templates/questions.html"
    "templates/redirect.html"
    "templates/safe-browsing.html"
    "templates/search.html"
    "templates/section.html"
    "templates/taxonomy.html"
    "templates/term.html"
    "templates/worksheet.html"
    "templates/worksheets.html"
    "texts.ar.yaml"
    "texts.cy.yaml"
    "texts.de.yaml"
    "texts.es.yaml"
    "texts.fr.yaml"
    "texts.pl.yaml"
    "texts.zh-Hans.yaml"
    "texts.yaml"
    "theme.toml"
}

/// The contents of a file of the default theme, by its path in a site (`themes/calm/…`).
pub fn find(path: &str) -> Option<&'static [u8]> {
    let name = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
    FILES
        .iter()
        .find(|(path, _)| *path == name)
        .map(|(_, bytes)| *bytes)
}

/// The words of the interface that ship with mend for readers of a language: the tag of their language, and their file. English
/// words have no tag in the name of their file.
pub fn translation(language: &str) -> Option<(&'static str, &'static str)> {
    let mut files = FILES.iter().map(|(path, _)| *path);
    files.find_map(|path| {
        let tag = path.strip_prefix("texts.")?.strip_suffix(".yaml")?;
        is_read_as(tag, language).then_some((tag, path))
    })
}

/// The colours that the default theme knows by name.
pub fn palette() -> &'static Palette {
    static PALETTE: LazyLock<Palette> = LazyLock::new(|| {
        let path = SourcePath::new(&format!("{FOLDER}/{}", manifest::FILE));
        let bytes = find(path.as_str()).unwrap_or_default();
        manifest::read(&path, bytes).value
    });
    &PALETTE
}

/// Classes that only set letters and lines, so that authors may use them as well.
const SHARED: [&str; 4] = ["center", "lead", "left", "right"];

/// The names by which the default theme knows its own parts. A site's own style sheets add names, which are free.
pub fn reserved() -> &'static Reserved {
    static RESERVED: LazyLock<Reserved> = LazyLock::new(|| {
        let mut reserved = Reserved::default();
        for (path, bytes) in FILES {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            if path.starts_with("styles/") {
                let text = without_comments(text);
                let names = behind(&text, ".").filter(|name| !SHARED.contains(name));
                reserved.classes.extend(names.map(str::to_owned));
                let parts = behind(&text, "[class*=\"").map(str::to_owned);
                reserved.parts_of_classes.extend(parts);
            } else if path.starts_with("templates/") {
                let ids = behind(text, " id=\"").map(str::to_owned);
                reserved.ids.extend(ids);
            } else if path.ends_with(".js") {
                let ids = behind(text, " id: \"").map(str::to_owned);
                reserved.ids.extend(ids);
            }
        }
        reserved
    });
    &RESERVED
}

/// The names that follow a mark.
fn behind<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = &'t str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.split(mark).skip(1).filter_map(move |rest| {
        let name = rest.split(|c: char| !is_name(c)).next()?;
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            .then_some(name)
    })
}

fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once("*/").map_or("", |(_, rest)| rest)
    })
}

/// A script of the default theme, if these are its bytes.
pub fn script(path: &str, bytes: &[u8]) -> Option<&'static str> {
    let own = FILES.iter().find(|(name, _)| *name == path)?.1;
    (path.ends_with(".js") && own == bytes)
        .then(|| std::str::from_utf8(own).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::bare_script;

    /// The files of a folder with an ending, as text. There are some.
    fn texts(folder: &str, ending: &str) -> Vec<(&'static str, &'static str)> {
        let files = FILES.iter();
        let files = files.filter(|(path, _)| path.starts_with(folder) && path.ends_with(ending));
        let text = |bytes| std::str::from_utf8(bytes).expect("text");
        let texts: Vec<_> = files.map(|(path, bytes)| (*path, text(*bytes))).collect();
        assert!(!texts.is_empty(), "{folder}");
        texts
    }

    #[test]
    fn scripts_are_written_so_that_their_comments_can_be_left_out() {
        for (path, script) in texts("static/", ".js") {
            for line in script.lines() {
                assert!(line.matches('`').count() % 2 == 0, "{path}: {line}");
            }
            assert_eq!(
                script.matches("/*").count(),
                script.matches("/**").count(),
                "{path}"
            );
            assert!(!bare_script(script).contains("@type"), "{path}");
        }
    }

    #[test]
    fn what_styles_and_scripts_select_is_reserved() {
        let reserved = reserved();
        for class in [
            "exit",
            "help-card",
            "card-numbers",
            "visually-hidden",
            "skip",
            "path-box",
        ] {
            assert!(reserved.holds_class(class), "{class}");
        }
        assert!(
            reserved.holds_class("my-block-help"),
            "it looks like a card"
        );
        for class in ["wide", "my-exit", "lead", "center", "5rem"] {
            assert!(!reserved.holds_class(class), "{class}");
        }
        assert!(reserved.ids.contains("main") && reserved.ids.contains("search-input"));
        // A script that looks for a class finds the theme's own element, and never an author's.
        let mut found = 0;
        for (path, text) in texts("static/", ".js") {
            for call in text
                .split("querySelector")
                .skip(1)
                .chain(text.split(".closest(").skip(1))
            {
                let Some(selector) = call.split(['"', '\'', '`']).nth(1) else {
                    continue;
                };
                for class in behind(selector, ".") {
                    found += 1;
                    assert!(reserved.holds_class(class), "{path}: {class}");
                }
            }
        }
        assert!(found > 5, "scripts look for {found} classes");
    }

    #[test]
    fn drawings_are_small_and_take_the_colour_of_the_text() {
        for (path, text) in texts("drawings/", ".svg") {
            assert!(text.len() < 4096, "{path}");
            assert!(
                text.contains("currentColor") && text.contains("aria-hidden=\"true\""),
                "{path}"
            );
        }
    }

    #[test]
    fn no_file_of_the_theme_is_forgotten() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        let mut found: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.expect("the theme's folder can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry
                    .path()
                    .strip_prefix(&folder)
                    .expect("below")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        found.sort();
        let mut listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        listed.sort_unstable();
        assert_eq!(listed, found);
    }
}
