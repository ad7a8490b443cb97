//! Preset `guide` on guides that it was not made on: `tests/sites` holds three, on sleep, grief and debt. What is found in
//! each is in a file beside it, and every finding there was read and judged (`tests/lint/false-alarms.md`).
//!
//! Nothing that is special to Steady Ground may get into another guide.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{program, support};

const SITES: [&str; 3] = ["sleep", "grief", "debt"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

fn mend(args: &[&str]) -> Command {
    let mut command = program::mend();
    command.args(args).current_dir(folder());
    command
}

/// A finding as a line.
fn line(problem: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = match problem["place"]["file"].as_str() {
        Some(file) => format!("{file}:{}: ", problem["place"]["line"]),
        None => String::new(),
    };
    let [severity, code, message] = ["severity", "code", "message"].map(|key| word(&problem[key]));
    format!("{place}{severity} {code}: {message}\n")
}

#[test]
fn the_preset_finds_in_other_guides_what_was_judged_and_nothing_else() {
    for site in SITES {
        let run = mend(&[
            "check",
            "--as-of",
            "2026-11-30",
            "--root",
            site,
            "--format",
            "json",
        ])
        .output();
        let out = run.expect("the program starts").stdout;
        let report: Value = serde_json::from_slice(&out).expect("JSON");
        let problems = report["problems"].as_array().expect("a list");
        let found: String = problems.iter().map(line).collect();
        let expected = std::fs::read_to_string(folder().join(format!("{site}.txt")));
        let expected = expected.expect("the findings of the site");
        assert_eq!(found, expected, "{site}");
    }
}

#[test]
fn no_guide_gets_the_words_of_another() {
    const OF_STEADY_GROUND: [&str; 5] = [
        "partner who was hurt",
        "partner who broke trust",
        "together or apart",
        "trust problem",
        "broken trust",
    ];
    for site in SITES {
        let output = tempfile::tempdir().expect("a temporary folder");
        let public = output.path().join("public");
        // A finding must not be in the way of looking at every page.
        let run = mend(&[
            "build",
            "--as-of",
            "2026-11-30",
            "--root",
            site,
            "--output-dir",
        ])
        .arg(&public)
        .env("MEND_CHECK__PRESET", "basic")
        .output()
        .expect("the program starts");
        assert!(run.status.success(), "{site}");
        let files = support::files_below(&public);
        assert!(files.len() > 20, "{site}: {}", files.len());
        for (path, bytes) in files {
            let text = String::from_utf8_lossy(&bytes);
            for words in OF_STEADY_GROUND {
                assert!(!text.contains(words), "{site}: `{words}` is in {path:?}");
            }
        }
    }
}
