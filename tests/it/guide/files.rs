//! The files of the guide: mend reads them all without an error, and editors that know mend's schemas find nothing wrong.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program;
use crate::schema::{Schema, yaml};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn mend_finds_no_error_in_it() {
    let run = program::mend()
        .arg("check")
        .current_dir(root())
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
}

#[test]
fn its_data_files_fit_their_schemas() {
    let mut fitting = 0;
    for kind in [
        "help",
        "terms",
        "paths",
        "audiences",
        "people",
        "evidence",
        "words",
        "texts",
    ] {
        let file = root().join(format!("content/{kind}.yaml"));
        if file.is_file() {
            Schema::of(kind).takes(kind, &yaml(&read(&file)));
            fitting += 1;
        }
    }
    assert!(fitting > 3, "the guide has data files: {fitting}");
}

#[test]
fn its_configuration_fits_the_schema() {
    let value: Value = toml::from_str(&read(&root().join("site.toml"))).expect("TOML");
    Schema::of("site").takes("site.toml", &value);
}

#[test]
fn the_front_matter_of_every_article_fits_the_schema() {
    let schema = Schema::of("front-matter");
    let mut articles = 0;
    for entry in walkdir::WalkDir::new(root().join("content")) {
        let entry = entry.expect("content can be read");
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = read(path);
        let Some((front_matter, _)) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
        else {
            continue;
        };
        schema.takes(&path.display().to_string(), &yaml(front_matter));
        articles += 1;
    }
    assert!(articles > 30, "the guide has articles: {articles}");
}
