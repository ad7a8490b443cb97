//! The packages that `.github/packaging` makes, tried with a small script in place of the program, which calls the program of
//! the tests: it packs in a moment, and answers as mend does. `tests/packages` tries the real ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

use crate::program;

/// The packages, made once for all tests.
static PACKAGES: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    pack(folder.path());
    folder
});

fn target() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// Makes all packages in a folder.
fn pack(folder: &Path) {
    let program = tempfile::tempdir().expect("a folder");
    let program = program.path().join("mend");
    let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", program::MEND);
    fs::write(&program, script).expect("a script");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("to be run");
    let mut make = Command::new("python3");
    make.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/packaging/package.py"));
    make.arg(&program).arg(target()).arg(folder);
    make.env("CARGO_NET_OFFLINE", "true");
    said(&mut make);
}

/// What a command prints, if all goes well.
fn said(command: &mut Command) -> String {
    let run = command.output().expect("the command starts");
    let err = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}\n{err}");
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// The packages whose names end like this.
fn packages(end: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(PACKAGES.path()).expect("the packages");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(end));
    files.sort();
    files
}

fn package(end: &str) -> PathBuf {
    let [package] = packages(end)
        .try_into()
        .unwrap_or_else(|found| panic!("one package {end}, not {found:?}"));
    package
}

/// A file of an archive.
fn unpacked(archive: &Path, file: &str) -> String {
    said(Command::new("tar").arg("-xzOf").arg(archive).arg(file))
}

fn bill() -> Value {
    let file = "mend/share/doc/mend-guide/mend.cdx.json";
    serde_json::from_str(&unpacked(&package(".tar.gz"), file)).expect("JSON")
}

/// The names and versions of the packages in the bill of materials.
fn components() -> BTreeSet<String> {
    let bill = bill();
    let components = bill["components"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let name = |of: &Value| format!("{} {}", text(&of["name"]), text(&of["version"]));
    components.iter().map(name).collect()
}

#[test]
fn the_same_program_gives_the_same_packages() {
    let again = tempfile::tempdir().expect("a folder");
    pack(again.path());
    let files = packages("");
    assert_eq!(files.len(), 7, "{files:?}");
    for file in files {
        let name = file.file_name().expect("a name");
        let (first, second) = (fs::read(&file), fs::read(again.path().join(name)));
        assert!(
            first.expect("a file") == second.expect("a file"),
            "{name:?}"
        );
    }
}

#[test]
fn every_package_holds_manual_completions_licences_and_the_bill_of_materials() {
    let npm = packages(".tgz");
    let list = |program: &str, args: &[&str], file: &Path| {
        said(Command::new(program).args(args).arg(file))
    };
    let lists = [
        list("tar", &["-tzf"], &package(".tar.gz")),
        npm.iter()
            .map(|file| list("tar", &["-tzf"], file))
            .collect(),
        list("python3", &["-m", "zipfile", "-l"], &package(".whl")),
        list("dpkg-deb", &["-c"], &package(".deb")),
    ];
    for list in lists {
        let has_program = list.contains("/bin/mend") || list.contains("/scripts/mend");
        assert!(has_program, "{list}");
        for file in [
            "man1/mend.1",
            "man1/mend-build.1",
            "man1/mend-theme-eject.1",
            "completions/mend",
            "_mend",
            "mend.fish",
            "LICENSE-MIT",
            "LICENSE-APACHE",
            "licences.html",
            "rust-standard-library.html",
            "mend.cdx.json",
        ] {
            let is_there = list.split_whitespace().any(|word| word.ends_with(file));
            assert!(is_there, "{file} is missing:\n{list}");
        }
    }
}

#[test]
fn npm_runs_nothing_while_it_installs_and_chooses_the_platform() {
    let manifests: BTreeMap<String, Value> = packages(".tgz")
        .iter()
        .map(|file| {
            let manifest = unpacked(file, "package/package.json");
            let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
            (
                manifest["name"].as_str().expect("a name").to_owned(),
                manifest,
            )
        })
        .collect();
    for manifest in manifests.values() {
        assert_eq!(manifest.get("scripts"), None, "{manifest:#}");
    }
    let chosen = &manifests["mend-guide"]["optionalDependencies"];
    let platforms = manifests.keys().filter(|name| *name != "mend-guide");
    let platforms: Vec<_> = platforms.collect();
    assert_eq!(platforms.len(), 1);
    assert_eq!(chosen[platforms[0]], manifests[platforms[0]]["version"]);
}

#[test]
fn the_bill_of_materials_and_the_licences_name_what_is_linked_and_nothing_else() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let linked = components();
    let names: BTreeSet<&str> = linked
        .iter()
        .filter_map(|of| of.split(' ').next())
        .collect();
    for (name, of) in manifest["dependencies"].as_table().expect("a table") {
        let name = of
            .get("package")
            .and_then(toml::Value::as_str)
            .unwrap_or(name);
        assert!(names.contains(name), "{name} is missing");
    }
    for name in ["proptest", "tempfile", "syn", "serde_derive", "cc", "errno"] {
        assert!(!names.contains(name), "{name} is not linked");
    }

    let page = unpacked(
        &package(".tar.gz"),
        "mend/share/doc/mend-guide/licences.html",
    );
    for package in linked {
        let row = package.replace(' ', "</td><td>");
        let row = page
            .lines()
            .find(|line| line.contains(&format!("<td>{row}</td>")));
        let row = row.unwrap_or_else(|| panic!("{package} is missing"));
        assert!(
            row.contains("href=\"#text-"),
            "{package} has no licence text"
        );
    }
}

#[test]
fn the_bill_of_materials_has_the_checksums_of_the_lock_file() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = fs::read_to_string(lock).expect("the lock file");
    for component in bill()["components"].as_array().expect("a list") {
        let sum = component["hashes"][0]["content"]
            .as_str()
            .expect("a checksum");
        assert!(
            lock.contains(&format!("checksum = \"{sum}\"")),
            "{component:#}"
        );
    }
}

/// Runs the installer, which fetches from a folder on the disk.
fn install(from: &Path, home: &Path) -> Output {
    let script = PACKAGES.path().join("install.sh");
    let mut install = program::command("sh");
    install
        .arg(script)
        .arg(format!("file://{}", from.display()));
    install.env("HOME", home);
    install.output().expect("a shell")
}

#[test]
fn the_installer_installs_into_a_folder_with_spaces() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("a home");
    let run = install(PACKAGES.path(), &home);
    let out = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(out.contains("export PATH="), "{out}");
    let version = said(program::command(home.join(".local/bin/mend")).arg("--version"));
    assert!(
        out.starts_with(&format!("Installed {} as ", version.trim())),
        "{out}"
    );
    assert!(home.join(".local/share/man/man1/mend.1").is_file());
}

#[test]
fn the_installer_refuses_a_wrong_checksum_and_a_missing_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    let archive = package(".tar.gz");
    let name = archive.file_name().expect("a name").to_string_lossy();
    let sum = format!("{name}.sha256");
    let refused = |reason: &str| {
        let run = install(folder.path(), &home);
        let err = String::from_utf8_lossy(&run.stderr);
        assert!(!run.status.success() && err.contains(reason), "{err}");
        assert!(!home.exists(), "something was installed");
    };
    fs::copy(PACKAGES.path().join(&sum), folder.path().join(&sum)).expect("a copy");
    refused("could not be downloaded");
    let mut damaged = fs::read(&archive).expect("the archive");
    damaged.push(0);
    fs::write(folder.path().join(&*name), damaged).expect("a file");
    refused("has another checksum");
}

/// The commands of a workflow, in their order, but for those that need the host itself.
fn commands(of: &serde_yaml::Value, found: &mut String) {
    let is_for_host =
        |command: &str| command.starts_with("apt-get") || command.contains("git push");
    match of {
        serde_yaml::Value::Mapping(map) => {
            for (key, value) in map {
                let lines = match (key.as_str(), value) {
                    (Some("run"), serde_yaml::Value::String(lines)) => vec![lines.as_str()],
                    (Some("script" | "before_script"), serde_yaml::Value::Sequence(lines)) => {
                        lines.iter().filter_map(serde_yaml::Value::as_str).collect()
                    }
                    _ => {
                        commands(value, found);
                        continue;
                    }
                };
                for line in lines.into_iter().filter(|line| !is_for_host(line)) {
                    found.extend([line, "\n"]);
                }
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| commands(item, found)),
        _ => {}
    }
}

#[test]
fn the_workflow_of_each_host_installs_mend_and_builds_the_site() {
    for (host, file) in [
        ("github", ".github/workflows/site.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("forgejo", ".forgejo/workflows/site.yml"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("a site");
        fs::create_dir_all(site.join("content")).expect("a folder");
        fs::write(site.join("content/a.md"), "---\ntitle: A\n---\nText.\n").expect("an article");
        let mut init = program::mend();
        said(init.arg("init").arg(&site).args(["--ci", host]));
        fs::write(site.join("site.toml"), "title = \"Test\"\n").expect("the settings");
        let workflow = fs::read_to_string(site.join(file)).expect("the workflow");
        let workflow: serde_yaml::Value = serde_yaml::from_str(&workflow).expect("YAML");
        let mut script = String::from("set -e\n");
        commands(&workflow, &mut script);
        assert!(
            script.contains("INSTALL_URL") && script.contains("mend build"),
            "{script}"
        );
        let home = folder.path().join("a home");
        let path = std::env::var("PATH").expect("a path");
        let mut run = program::command("bash");
        run.args(["-c", &script]).current_dir(&site);
        run.env("PATH", format!("{}/.local/bin:{path}", home.display()));
        run.env("HOME", &home).env("GITHUB_PATH", "/dev/null");
        run.env(
            "INSTALL_URL",
            format!("file://{}", PACKAGES.path().display()),
        );
        said(&mut run);
        assert!(home.join(".local/bin/mend").is_file(), "{host}");
        assert!(site.join("public/index.html").is_file(), "{host}");
    }
}
