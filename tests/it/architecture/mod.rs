//! The house, held: which room may use which, where packages are named, where the outside world may be touched, and that
//! every file says what it is for.
//!
//! The allowed arrows are those of the table in the crate doc (`src/lib.rs`), which this test reads. How code is read is in
//! [`code`]; what counts as the outside world is listed in `clippy.toml`.

mod code;
mod outside;

use std::collections::{BTreeMap, BTreeSet};

use code::{File, Name};

/// Packages that are named in few rooms only, so that each can be replaced cheaply.
const PACKAGES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("serde_yaml", &["formats"]),
    ("tera", &["theme", "render", "review_pack"]),
    ("base64", &["html"]),
    ("quick_xml", &["asset", "deploy", "render", "import"]),
    ("html5ever", &["html"]),
    ("svg_hush", &["asset"]),
    ("html5gum", &["check", "preview"]),
    ("zip", &["export"]),
    ("imagesize", &["asset"]),
    ("fast_image_resize", &["asset"]),
    ("image_webp", &["asset"]),
    ("jpeg_encoder", &["asset"]),
    ("png", &["asset"]),
    ("webp", &["asset"]),
    ("zune_jpeg", &["asset"]),
    ("toml", &["codes", "config", "formats"]),
    ("icu_collator", &["language"]),
    ("icu_locale_core", &["language"]),
    ("icu_plurals", &["language"]),
    ("jiff", &["date"]),
    ("rust_stemmers", &["search"]),
    ("schemars", &["config", "data", "policy", "style"]),
    ("caseless", &["path"]),
    ("walkdir", &["discover"]),
    ("notify", &["watch"]),
    ("tiny_http", &["serve"]),
    ("socket2", &["serve"]),
    ("rusty_s3", &["deploy"]),
    ("ureq", &["deploy", "external"]),
    ("url", &["deploy", "external"]),
    ("rustix", &["discover", "publish"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
];

/// The most lines a file has before its tests.
const LONGEST_FILE: usize = 500;

/// The most lines a function has.
const LONGEST_FUNCTION: usize = 80;

fn complain(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// One row of the table in the crate doc: a room, and the rooms it may use.
struct Row {
    room: String,
    /// The heading it is under, such as `edges`.
    floor: String,
    uses: BTreeSet<String>,
}

/// The rows between the fences of the table that begins with `room`.
fn table(crate_doc: &str) -> Vec<Row> {
    let lines = crate_doc.lines().map(|line| {
        let line = line.strip_prefix("//!").unwrap_or_default();
        line.strip_prefix(' ').unwrap_or(line)
    });
    let rows = lines
        .skip_while(|line| !line.starts_with("room "))
        .skip(1)
        .take_while(|line| !line.starts_with("```"));
    let mut table: Vec<Row> = Vec::new();
    let mut floor = String::new();
    for line in rows.filter(|line| !line.trim().is_empty()) {
        if let Some(heading) = line.strip_prefix("--") {
            floor = heading.trim_matches(['-', ' ']).to_owned();
            continue;
        }
        let mut words = line.split_whitespace().filter(|word| *word != "|");
        // A row goes on where a line is indented.
        if !line.starts_with(' ') {
            let room = words.next().unwrap_or_default().to_owned();
            let uses = BTreeSet::new();
            let floor = floor.clone();
            table.push(Row { room, floor, uses });
        }
        if let Some(row) = table.last_mut() {
            row.uses.extend(words.map(str::to_owned));
        }
    }
    table
}

/// The rooms that may touch the outside world.
fn edges() -> Vec<String> {
    let rows = table(&code::crate_doc()).into_iter();
    rows.filter(|row| row.floor == "edges")
        .map(|row| row.room)
        .collect()
}

/// What each room uses, with a file that does.
fn arrows(files: &[File]) -> BTreeMap<&str, BTreeMap<String, &File>> {
    let mut arrows: BTreeMap<&str, BTreeMap<String, &File>> = BTreeMap::new();
    for file in files {
        let used = arrows.entry(&file.room).or_default();
        for name in file.names.iter().filter(|name| name[0] != file.room) {
            used.entry(name[0].clone()).or_insert(file);
        }
    }
    arrows
}

#[test]
fn the_arrows_are_those_of_the_table() {
    let files = code::files();
    let table = table(&code::crate_doc());
    let mut wrong = Vec::new();
    let arrows = arrows(&files);
    for row in &table {
        let Some(used) = arrows.get(&*row.room) else {
            wrong.push(format!(
                "the table has a room `{}` that does not exist",
                row.room
            ));
            continue;
        };
        for (room, file) in used.iter().filter(|(room, _)| !row.uses.contains(*room)) {
            wrong.push(format!(
                "{}: `{}` must not use `{room}`",
                file.path, row.room
            ));
        }
        for room in row.uses.iter().filter(|room| !used.contains_key(*room)) {
            wrong.push(format!(
                "the table lets `{}` use `{room}`, which it does not",
                row.room
            ));
        }
    }
    for room in arrows.keys().filter(|room| !["lib", "main"].contains(room)) {
        if !table.iter().any(|row| row.room == **room) {
            wrong.push(format!("the room `{room}` is not in the table"));
        }
    }
    complain(wrong);
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let mut above = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in table(&code::crate_doc()) {
        let below = row.uses.difference(&above).map(String::as_str);
        let below: Vec<&str> = below.collect();
        if !below.is_empty() {
            let below = below.join(", ");
            wrong.push(format!(
                "`{}` uses {below}, which is not above it in the table",
                row.room
            ));
        }
        above.insert(row.room);
    }
    complain(wrong);
}

/// The module that a name leads to: the file that defines it, also when another passes it on.
fn defining_module<'f>(files: &'f [File], name: &Name) -> Option<&'f [String]> {
    let find = |module: &[String]| files.iter().find(|file| file.module == module);
    let mut name = name.clone();
    let module = |name: &Name| {
        (1..=name.len())
            .rev()
            .find_map(|length| find(&name[..length]))
    };
    let mut found = module(&name)?;
    // A path gets longer at each step, because exports are those of a module's own modules.
    while let Some(next) = name.get(found.module.len()) {
        let export = found.exports.iter().find(|(export, _)| export == next);
        let Some((_, path)) = export.filter(|(_, path)| path.len() > name.len()) else {
            break;
        };
        name = path.clone();
        found = module(&name)?;
    }
    Some(&found.module)
}

#[test]
fn files_of_a_room_do_not_use_each_other_in_circles() {
    let files = code::files();
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in &files {
        for name in file.names.iter().filter(|name| name[0] == file.room) {
            // A module and the file that declares it name each other: one declares, the other shares its types.
            let related = |target: &&[String]| {
                file.module.starts_with(target) || target.starts_with(&file.module)
            };
            if let Some(target) = defining_module(&files, name).filter(|target| !related(target)) {
                let from = file.module.join("::");
                arrows.entry(from).or_default().insert(target.join("::"));
            }
        }
    }
    // A file from which only finished files can be reached is finished; what is left goes in circles.
    loop {
        let finished: Vec<String> = arrows
            .iter()
            .filter(|(_, used)| used.iter().all(|file| !arrows.contains_key(file)))
            .map(|(file, _)| file.clone())
            .collect();
        if finished.is_empty() {
            break;
        }
        arrows.retain(|file, _| !finished.contains(file));
    }
    // Files that only lead into a circle are not part of it.
    loop {
        let used: BTreeSet<String> = arrows.values().flatten().cloned().collect();
        let before = arrows.len();
        arrows.retain(|file, _| used.contains(file));
        if arrows.len() == before {
            break;
        }
    }
    let wrong = arrows.iter().map(|(file, used)| {
        let used = used.iter().filter(|file| arrows.contains_key(*file));
        format!("{file} -> {}", used.cloned().collect::<Vec<_>>().join(", "))
    });
    complain(wrong.collect());
}

#[test]
fn a_package_is_named_in_its_own_rooms_only() {
    let mut wrong = Vec::new();
    for file in code::files() {
        for (package, rooms) in PACKAGES {
            if file.packages.contains(*package) && !rooms.contains(&&*file.room) {
                wrong.push(format!("{}: `{package}` belongs to {rooms:?}", file.path));
            }
        }
    }
    complain(wrong);
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let files = code::files().into_iter();
    let silent = files.filter(|file| !file.text.starts_with("//! "));
    complain(
        silent
            .map(|file| format!("{} does not", file.path))
            .collect(),
    );
}

#[test]
fn files_stay_short_enough_to_read_in_one_sitting() {
    let files = code::files().into_iter();
    let long = files.filter(|file| file.lines_before_tests() > LONGEST_FILE);
    let tell = |file: File| {
        format!(
            "{} has {} lines before its tests",
            file.path,
            file.lines_before_tests()
        )
    };
    complain(long.map(tell).collect());
}

#[test]
fn functions_stay_short_enough_to_see_at_once() {
    let mut wrong = Vec::new();
    for file in code::files() {
        for (name, lines) in file
            .functions
            .iter()
            .filter(|(_, lines)| *lines > LONGEST_FUNCTION)
        {
            wrong.push(format!("{}: `{name}` has {lines} lines", file.path));
        }
    }
    complain(wrong);
}

/// The guard itself: what it must see in code, however it is written.
mod guard {
    use super::*;

    fn rooms(text: &str) -> Vec<String> {
        let module = ["graph", "links"].map(str::to_owned);
        let file = File::of("src/graph/links.rs", &module, text);
        let other = file.names.into_iter().map(|name| name[0].clone());
        let other: BTreeSet<String> = other.filter(|room| room != "graph").collect();
        other.into_iter().collect()
    }

    #[test]
    fn it_sees_every_way_to_name_a_room() {
        assert_eq!(rooms("use crate::view::View;"), ["view"]);
        assert_eq!(rooms("use crate::{a::{b, c}, d};"), ["a", "d"]);
        assert_eq!(
            rooms("use crate::{a::{b::{c, d}, e as f}, g::*};"),
            ["a", "g"]
        );
        assert_eq!(rooms("use super::super::view::View;"), ["view"]);
        assert_eq!(
            rooms("use super::{super::{view, theme::Theme}};"),
            ["theme", "view"]
        );
        assert_eq!(rooms("fn f() { use crate::view::View; }"), ["view"]);
        assert_eq!(rooms("fn f(x: crate::view::View) {}"), ["view"]);
        assert_eq!(
            rooms("fn f() -> Vec<Option<crate::view::View>> { todo!() }"),
            ["view"]
        );
        assert_eq!(
            rooms("fn f() { format!(\"{}\", crate::view::name()); }"),
            ["view"]
        );
        assert_eq!(
            rooms("mod inner { use super::super::super::view::View; }"),
            ["view"]
        );
        assert_eq!(rooms("impl crate::view::Shown for u8 {}"), ["view"]);
        assert_eq!(
            rooms("pub(crate) fn f() {} pub(in crate::graph) fn g() {}"),
            [""; 0]
        );
        assert_eq!(rooms("use std::fmt; use serde::{Serialize, de};"), [""; 0]);
        assert_eq!(
            rooms("#[cfg(test)] mod tests { use crate::view::View; }"),
            [""; 0]
        );
        assert_eq!(
            rooms("// crate::view\nconst A: &str = \"crate::view::View\";"),
            [""; 0]
        );
    }

    #[test]
    #[should_panic(expected = "give each room its name")]
    fn it_refuses_a_second_name_for_the_crate() {
        rooms("use crate as house;");
    }

    #[test]
    #[should_panic(expected = "give each room its name")]
    fn it_refuses_to_take_in_everything() {
        rooms("use crate::*;");
    }

    #[test]
    fn it_sees_every_way_to_name_a_package() {
        let names = |text: &str| {
            let file = File::of("src/graph/links.rs", &["graph".to_owned()], text);
            file.packages.contains("tera")
        };
        for text in [
            "use tera;",
            "use tera as engine;",
            "use tera::{Tera, Value};",
            "use {serde::Serialize, tera::Value};",
            "use ::tera::Tera;",
            "fn f() -> tera::Value { todo!() }",
            "fn f() { let x = [tera::Value::null()]; }",
            "fn f() { dbg!(tera::Value::null()); }",
        ] {
            assert!(names(text), "{text}");
        }
        assert!(!names(
            "use crate::tera::X; fn f(tera: u8) { x::tera::y(); }"
        ));
    }

    #[test]
    fn the_table_is_read_as_it_is_drawn() {
        let doc = "//! ```text\n//! room   uses\n//! ------ one\n//! path\n//! diag   path codes\n//!          more | last\n//! ```\n//! x y\n";
        let table = table(doc);
        let rows: Vec<(&str, Vec<&str>)> = table
            .iter()
            .map(|row| (&*row.room, row.uses.iter().map(String::as_str).collect()))
            .collect();
        let expected = vec![
            ("path", vec![]),
            ("diag", vec!["codes", "last", "more", "path"]),
        ];
        assert_eq!(rows, expected);
    }
}
