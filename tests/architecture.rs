//! The house, held: which room may use which, where packages are named, and that every file says what
//! it is for. The rules are those of the crate doc in `src/lib.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Plain types that everybody may use and that use nobody but each other.
const VOCABULARY: &[&str] = &[
    "codes",
    "config",
    "conflict",
    "date",
    "diag",
    "fault",
    "files",
    "glob",
    "html",
    "memo",
    "path",
    "policy",
    "report",
    "style",
    "word_list",
];
/// Pure functions.
const STAGES: &[&str] = &[
    "asset",
    "check",
    "document",
    "graph",
    "inspect",
    "markdown",
    "overview",
    "relocate",
    "render",
    "review_pack",
    "scaffold",
    "search",
    "theme",
    "view",
];
/// What touches the outside world; only `preview` and `cli` join them.
const EDGES: &[&str] = &[
    "discover", "publish", "edit", "external", "serve", "watch", "preview", "cli",
];

/// Packages that are named in one room only.
const PACKAGES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("serde_yaml", &["document"]),
    ("tera", &["theme", "render", "review_pack"]),
    ("base64", &["review_pack"]),
    ("quick_xml", &["asset", "render"]),
    ("svg_hush", &["asset"]),
    ("imagesize", &["asset"]),
    ("toml", &["config"]),
    ("icu_locale_core", &["config"]),
    ("jiff", &["date"]),
    ("rust_stemmers", &["search"]),
    ("schemars", &["config", "document", "policy", "style"]),
    ("strsim", &["diag"]),
    ("caseless", &["path"]),
    ("walkdir", &["discover"]),
    ("notify", &["watch"]),
    ("tiny_http", &["serve"]),
    ("socket2", &["serve"]),
    ("ureq", &["external"]),
    ("url", &["external"]),
    ("rustix", &["discover", "publish"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
];

/// What the pure rooms must not touch, and why it would matter.
const OUTSIDE: &[(&str, &str)] = &[
    ("std::fs", "a stage reads its inputs, never the disk"),
    ("std::net", "a stage knows no network"),
    ("std::env", "a stage knows no environment"),
    ("std::process", "a stage starts and ends nothing"),
    ("SystemTime", "the clock is an input"),
    ("Instant", "the clock is an input"),
    ("println!", "only the command line prints"),
];

struct File {
    room: String,
    path: PathBuf,
    /// The code without comments and tests.
    code: String,
    text: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = walkdir::WalkDir::new(&root).sort_by_file_name();
    let entries = entries
        .into_iter()
        .map(|entry| entry.expect("src can be read").into_path());
    entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| {
            !path
                .iter()
                .any(|part| part == "tests" || part == "tests.rs")
        })
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("code is text");
            let inner = path.strip_prefix(&root).expect("below src");
            let first = inner
                .iter()
                .next()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let room = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
            let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
            let lines = before_tests
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            File {
                room,
                code: lines.collect::<Vec<_>>().join("\n"),
                path,
                text,
            }
        })
        .collect()
}

/// The rooms a file uses: `crate::ROOM`, also inside braces.
fn rooms_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let name = |text: &str| {
            text.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect::<String>()
        };
        match rest.strip_prefix('{') {
            Some(list) => used.extend(
                list.split('}')
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(|part| name(part.trim())),
            ),
            None => used.push(name(rest)),
        }
    }
    used
}

fn complain(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_arrow_goes_where_none_may() {
    let forbidden = |from: &str, to: &str| {
        let pure = VOCABULARY.contains(&from) || STAGES.contains(&from);
        let is_edge = EDGES.contains(&to);
        (VOCABULARY.contains(&from) && !VOCABULARY.contains(&to))
            || (pure && (is_edge || to == "pipeline"))
            || (from == "pipeline" && is_edge)
            || (EDGES.contains(&from)
                && from != "cli"
                && from != "preview"
                && (is_edge || STAGES.contains(&to) || to == "pipeline"))
            || (["markdown", "document"].contains(&from)
                && ["graph", "theme", "view"].contains(&to))
            || (from == "graph" && ["view", "render", "search"].contains(&to))
            || (from == "view" && ["theme", "render"].contains(&to))
    };
    let mut wrong = Vec::new();
    for file in files() {
        for used in rooms_used(&file.code) {
            if used != file.room && forbidden(&file.room, &used) {
                wrong.push(format!(
                    "{}: `{}` must not use `{used}`",
                    file.path.display(),
                    file.room
                ));
            }
        }
    }
    complain(wrong);
}

#[test]
fn every_room_is_known_here() {
    let known = |room: &str| {
        VOCABULARY.contains(&room)
            || STAGES.contains(&room)
            || EDGES.contains(&room)
            || ["lib", "main", "pipeline"].contains(&room)
    };
    complain(
        files()
            .iter()
            .filter(|file| !known(&file.room))
            .map(|file| format!("`{}` is in none of the lists above", file.room))
            .collect(),
    );
}

#[test]
fn rooms_do_not_use_each_other_in_circles() {
    let mut arrows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files() {
        let used = rooms_used(&file.code)
            .into_iter()
            .filter(|used| *used != file.room);
        arrows.entry(file.room.clone()).or_default().extend(used);
    }
    // A room from which nothing but finished rooms can be reached is finished; what is left goes round.
    let mut left = arrows.clone();
    loop {
        let finished: Vec<String> = left
            .iter()
            .filter(|(_, used)| used.iter().all(|room| !left.contains_key(room)))
            .map(|(room, _)| room.clone())
            .collect();
        if finished.is_empty() {
            break;
        }
        left.retain(|room, _| !finished.contains(room));
    }
    assert!(
        left.is_empty(),
        "these use each other in circles: {:?}",
        left.keys().collect::<Vec<_>>()
    );
}

#[test]
fn stages_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| {
        VOCABULARY.contains(&&*file.room)
            || STAGES.contains(&&*file.room)
            || file.room == "pipeline"
    }) {
        for (word, reason) in OUTSIDE.iter().filter(|(word, _)| file.code.contains(word)) {
            wrong.push(format!("{}: `{word}`: {reason}", file.path.display()));
        }
    }
    complain(wrong);
}

#[test]
fn a_package_is_named_in_its_own_room_only() {
    let mut wrong = Vec::new();
    for file in files() {
        for (package, rooms) in PACKAGES {
            let named = [format!("{package}::"), format!("use {package};")];
            let is_named = named.iter().any(|name| {
                file.code.match_indices(name.as_str()).any(|(at, _)| {
                    !file.code[..at]
                        .ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                })
            });
            if is_named && !rooms.contains(&&*file.room) {
                wrong.push(format!(
                    "{}: names `{package}`, which belongs to {rooms:?}",
                    file.path.display()
                ));
            }
        }
    }
    complain(wrong);
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    complain(
        files()
            .iter()
            .filter(|file| !file.text.starts_with("//! "))
            .map(|file| format!("{} does not", file.path.display()))
            .collect(),
    );
}

#[test]
fn files_stay_short_enough_to_read_in_one_sitting() {
    const LONGEST: usize = 500;
    let lines = |file: &File| {
        file.text
            .split("#[cfg(test)]\nmod ")
            .next()
            .unwrap_or_default()
            .lines()
            .count()
    };
    let long = files()
        .into_iter()
        .filter(|file| lines(file) > LONGEST && file.room != "codes");
    complain(
        long.map(|file| {
            format!(
                "{} has {} lines before its tests",
                file.path.display(),
                lines(&file)
            )
        })
        .collect(),
    );
}
