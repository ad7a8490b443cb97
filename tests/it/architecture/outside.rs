//! That `clippy.toml` keeps the outside world out of pure rooms: each way to reach it is an error, and says why.
//!
//! Clippy judges a small crate that does what no stage may do. Which rooms are edges is said at the top of each, by an
//! `#![expect]` with its reason.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::code;

/// What no stage may write, one a function.
const FORBIDDEN: &[&str] = &[
    "use std::{fs, io}; pub fn f() -> io::Result<Vec<u8>> { fs::read(\"x\") }",
    "pub fn f() { let _ = std::fs::write(\"x\", \"y\"); }",
    "use std::fs::File; pub fn f(_: &File) {}",
    "pub fn f() -> bool { std::path::Path::new(\"x\").exists() }",
    "pub fn f() { let _ = std::env::var(\"HOME\"); }",
    "use std::time::Instant as Clock; pub fn f() -> Clock { Clock::now() }",
    "pub fn f() { let _ = std::time::SystemTime::now(); }",
    "pub fn f() { std::thread::spawn(|| ()); }",
    "use std::thread; pub fn f() { thread::sleep(std::time::Duration::ZERO); }",
    "pub fn f() { let _ = std::process::Command::new(\"x\"); }",
    "pub fn f() { std::process::exit(1); }",
    "use std::net::{TcpListener as L}; pub fn f(_: L) {}",
    "pub fn f() { let _ = std::io::stdin(); }",
];

#[test]
fn every_way_to_the_outside_world_is_an_error_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = "[package]\nname = \"stage\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("a manifest");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    let lines = FORBIDDEN
        .iter()
        .zip(0..)
        .map(|(code, at)| format!("pub mod m{at} {{ {code} }}\n"));
    let code: String = lines.collect();
    fs::write(folder.path().join("src/lib.rs"), code).expect("a crate");
    let judged = Command::new("cargo")
        .args(["clippy", "--quiet", "--offline", "--message-format=short"])
        .args([
            "--",
            "-D",
            "clippy::disallowed_methods",
            "-D",
            "clippy::disallowed_types",
        ])
        .current_dir(folder.path())
        .env("CLIPPY_CONF_DIR", env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .output()
        .expect("clippy can be started");
    let told = String::from_utf8_lossy(&judged.stderr);
    let is_told = |at: usize| {
        told.lines()
            .any(|line| line.starts_with(&format!("src/lib.rs:{}:", at + 1)))
    };
    let missed: Vec<_> = (0..FORBIDDEN.len()).filter(|at| !is_told(*at)).collect();
    let missed: Vec<_> = missed.into_iter().map(|at| FORBIDDEN[at]).collect();
    assert!(
        missed.is_empty(),
        "clippy lets these pass:\n{}\n\n{told}",
        missed.join("\n")
    );
}

#[test]
fn every_line_of_the_list_has_a_reason() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("clippy.toml");
    let list = fs::read_to_string(list).expect("the list can be read");
    let entries = list.lines().filter(|line| line.contains("path = "));
    let silent: Vec<&str> = entries
        .filter(|line| !line.contains("reason = \""))
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn only_edges_may_touch_the_outside_world() {
    let edges = super::edges();
    let may = |file: &code::File| file.text.contains("clippy::disallowed_");
    let files = code::files();
    let wrong = files
        .iter()
        .filter(|file| may(file) && file.room != "main" && !edges.contains(&file.room));
    let wrong: Vec<&str> = wrong.map(|file| &*file.path).collect();
    assert!(
        wrong.is_empty(),
        "these take the outside world in: {wrong:?}"
    );
}
