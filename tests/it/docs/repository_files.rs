//! The Markdown files that people read in the repository itself. They are not pages of a site, so `mend check` does not see
//! them: each file that they link to exists. Web addresses are not checked.

use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Parser, Tag};

/// Every such file: those at the top, and those that explain a folder of tests.
const FILES: [&str; 7] = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "tests/bench/results.md",
    "tests/browser/hand-checks.md",
    "tests/lint/false-alarms.md",
    "tests/search/README.md",
];

/// What the links and pictures of a text lead to below a folder, without fragments.
fn destinations(text: &str, folder: &Path) -> Vec<PathBuf> {
    Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url)
            }
            _ => None,
        })
        .filter(|address| !address.contains("://") && !address.starts_with('#'))
        .map(|address| folder.join(address.split('#').next().unwrap_or_default()))
        .collect()
}

#[test]
fn links_lead_to_files_of_the_repository() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    let mut found = 0;
    for file in FILES {
        let path = top.join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        for destination in destinations(&text, path.parent().unwrap_or(top)) {
            found += 1;
            if !destination.exists() {
                missing.push(format!("{file}: {}", destination.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(found > 10, "{found} links");
}
