//! Builds that are killed, interrupted or started twenty at once: the published folder is always one
//! whole site, the old or the new.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{program, support};

fn build(site: &Path) -> Child {
    program::mend()
        .args(["build", "--quiet", "--no-sync"])
        .current_dir(site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn finish(mut child: Child) -> Option<i32> {
    child.wait().expect("it ends").code()
}

/// A site whose pages all carry one word.
fn write_site(site: &Path, word: &str) {
    let content = site.join("content");
    std::fs::create_dir_all(&content).expect("a folder");
    std::fs::write(site.join("site.toml"), format!("title = \"{word}\"\n")).expect("a file");
    for at in 0..200 {
        let text = format!("---\ntitle: Page {at}\n---\n{word}\n");
        std::fs::write(content.join(format!("page-{at}.md")), text).expect("a file");
    }
}

/// Every published file with its contents.
fn published(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    support::files_below(&site.join("public"))
}

/// The old and the new site, published in full; the folder then holds the old one.
fn two_sites(site: &Path) -> [BTreeMap<PathBuf, Vec<u8>>; 2] {
    write_site(site, "new");
    assert_eq!(finish(build(site)), Some(0));
    let new = published(site);
    write_site(site, "old");
    assert_eq!(finish(build(site)), Some(0));
    [published(site), new]
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_whole_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    let sites = two_sites(site);
    let started = Instant::now();
    write_site(site, "new");
    assert_eq!(finish(build(site)), Some(0));
    let whole = started.elapsed();
    for step in 0..40 {
        write_site(site, if step % 2 == 0 { "old" } else { "new" });
        let mut child = build(site);
        let moment = Instant::now() + whole * step / 40;
        while Instant::now() < moment && child.try_wait().expect("it can be asked").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("it can be killed");
        finish(child);
        assert!(
            sites.contains(&published(site)),
            "killed after {step} of 40 parts of a build"
        );
    }
    write_site(site, "new");
    assert_eq!(
        finish(build(site)),
        Some(0),
        "the next build repairs whatever was left"
    );
    assert_eq!(published(site), sites[1]);
    let beside: Vec<_> = site
        .join(".public.mend")
        .read_dir()
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name())
        .collect();
    assert!(
        !beside
            .iter()
            .any(|name| name == "stage" || name == "journal"),
        "nothing half done is left: {beside:?}"
    );
}

#[test]
fn an_interrupted_build_ends_with_130_and_leaves_one_whole_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    let sites = two_sites(site);
    write_site(site, "new");
    let mut interrupted = 0;
    for step in 0..30 {
        write_site(site, if step % 2 == 0 { "new" } else { "old" });
        let child = build(site);
        let moment = Instant::now() + Duration::from_millis(step);
        while Instant::now() < moment {
            std::thread::yield_now();
        }
        let id = child.id().to_string();
        Command::new("kill")
            .args(["-INT", &id])
            .stderr(Stdio::null())
            .status()
            .expect("kill is there");
        match finish(child) {
            // Before the program listens, the signal ends it as it ends any program.
            Some(130) | None => interrupted += 1,
            code => assert_eq!(code, Some(0), "it was faster than the signal"),
        }
        assert!(sites.contains(&published(site)));
    }
    assert!(
        interrupted > 0,
        "not one of thirty builds was met by its signal"
    );
}

#[test]
fn twenty_builds_at_once_publish_one_right_site() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    let sites = two_sites(site);
    write_site(site, "new");
    let children: Vec<Child> = (0..20).map(|_| build(site)).collect();
    let codes: Vec<Option<i32>> = children.into_iter().map(finish).collect();
    assert!(codes.contains(&Some(0)), "one of them works");
    assert!(
        codes.iter().all(|code| matches!(code, Some(0 | 2))),
        "the others are refused: {codes:?}"
    );
    assert_eq!(published(site), sites[1]);
}
