//! The reference of the reports for programs: what each key means, and the report of one small site as mend prints it.
//!
//! The site has something to say under every key, so that a key without a meaning is noticed, and a meaning without a key.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use super::markdown::{Page, definition, fenced};
use super::report_keys::COMMANDS;
use crate::program;

/// A site with something of everything that reports tell.
const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"Calm nights\"\nbase_url = \"https://example.org/\"\n\n[links]\nbroken = \"warning\"\n\n[check]\nreading = true\n\n\
         [check.rules]\nSTR-06 = \"warning\"\n\n[check.external]\nskip = [\"https://\"]\n",
    ),
    (
        "content/_index.md",
        "---\ntitle: Calm nights\nsummary: What helps at night.\n---\n",
    ),
    (
        "content/help.yaml",
        "regions:\n  - id: gb\n    name: United Kingdom\n    emergency: \"999\"\n    contacts:\n      - { kind: abuse, name: A day line, website: \"https://example.org/day\", for: anyone, source: \"https://example.org/\", checked: 2026-06-01 }\n      - { kind: crisis, name: A night line, website: \"https://example.org/night\", for: anyone, source: \"https://example.org/\", checked: 2026-06-01 }\n",
    ),
    (
        "content/falling-asleep.md",
        "---\ntitle: Falling asleep\nsummary: What helps when you lie awake.\naliases: [/lying-awake/]\ntemplate: post\n---\n\nKeep the room dark. Screens before bed make it harder.\nRead [the plan](plan.md), and [a study](https://example.com/).\n\n\
         <!-- lint-ok LINK-01: the page comes next week -->\nGo [to bed](to-bed.md) at the same time.\n\n![The moon](moon.svg)\n\n\
         When you wake at night, you might notice that you have started to count the hours which are left until the morning, and that this makes it harder to sleep.\n\n## Light {#light}\n\nA dim lamp is enough.\n\n## Lamps {#light}\n\nTurn them off. Put the phone in another room. Keep the room dark and cool. If you lie awake for long, get up and sit in a chair. Read a page of a book that you know. Go back to bed when you feel tired. Do the same again if you have to. It takes a few nights before it helps, and most people give up too soon. Tell a friend what you try, so that they can ask you about it. You only have to wait, and to breathe, and to be kind to your own tired self.\n",
    ),
    (
        "content/screens.md",
        "---\ntitle: Screens before bed\n---\n\nPut them away an hour before.\n",
    ),
    (
        "content/plan.md",
        "---\ntitle: The plan\n---\n\nSee [falling asleep](falling-aslep.md) or [sleep](falling-asleep.md).\n",
    ),
    (
        "content/waking.md",
        "---\ntitle: Waking at night\ndraft: true\n---\n\nGet up.\n",
    ),
    (
        "content/moon.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
    ),
    (
        "content/unused.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
    ),
];

fn run(args: &[&str]) -> Value {
    run_in(SITE, args)
}

/// The report of a site at a fixed moment.
fn run_in(site: &[(&str, &str)], args: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in site {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    let run = program::mend()
        .args(args)
        .args(["--format", "json"])
        .env("SOURCE_DATE_EPOCH", "1781524800")
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    serde_json::from_slice(&run.stdout).expect("a report")
}

/// The keys of a report, as `problems[].place.line`.
fn keys(report: &Value) -> BTreeSet<String> {
    fn gather(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
        match value {
            Value::Object(entries) => {
                for (name, value) in entries {
                    let path = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    gather(value, &path, keys);
                    keys.insert(path);
                }
            }
            Value::Array(values) => {
                for value in values {
                    gather(value, &format!("{path}[]"), keys);
                }
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    gather(report, "", &mut found);
    found
}

pub(super) fn page() -> Page {
    let mut body = String::from(
        "With `--format json`, a command prints a report to standard output. Everything else goes to standard error. As long as \
         `schema` stays the same, keys are only ever added.\n\nA name such as `problems[].place.line` means: each entry of \
         `problems` has a `place`, and that has a `line`.\n\n",
    );
    let mut met = BTreeSet::new();
    for command in &COMMANDS {
        let _ = write!(body, "## {}\n\n", in_code(command.heading));
        for (key, about) in command.all() {
            // What `mend check` and `mend build` share is said once.
            if command.heading != "mend build" || !met.contains(&key) {
                body.push_str(&definition(&format!("`{key}`"), about));
            }
            met.insert(key);
        }
        if command.heading == "mend build" {
            body.push_str(
                "All other keys are those of `mend check`, without `reading` and `external`.\n\n",
            );
        }
    }
    let _ = write!(
        body,
        "## A whole report\n\nThis is what `mend check --format json` prints for a site with one broken link.\n\n{}",
        fenced("json", &format!("{:#}", example())),
    );
    Page {
        path: "reference/json.md".to_owned(),
        title: "Reports for programs".to_owned(),
        summary: "What `--format json` prints, key by key.".replace('`', ""),
        weight: 23,
        body,
    }
}

fn in_code(heading: &str) -> String {
    match heading.strip_prefix("mend ") {
        Some(_) => format!("`{heading}`"),
        None => heading.to_owned(),
    }
}

/// A report of a small site. Figures that change with the theme are made even.
fn example() -> Value {
    let site = [
        ("site.toml", "title = \"Calm nights\"\n"),
        SITE[1],
        (
            "content/plan.md",
            "---\ntitle: The plan\n---\n\nSee [falling asleep](falling-asleep.md).\n",
        ),
    ];
    let mut report = run_in(&site, &["check"]);
    report["summary"]["files"] = 70.into();
    report["summary"]["milliseconds"] = 20.into();
    report
}

#[test]
fn every_key_of_a_report_has_a_meaning_and_every_meaning_a_key() {
    for command in &COMMANDS {
        let printed: BTreeSet<String> = command
            .runs
            .iter()
            .flat_map(|args| keys(&run(args)))
            .collect();
        let described: BTreeSet<String> = command.all().into_iter().map(|(key, _)| key).collect();
        // What consists of problems or links is described with them.
        let parts = [
            "silenced[].",
            "problems[].",
            "answer.page.problems[].",
            "answer.page.linked_from[].",
            "answer.page.links_to[].",
        ];
        let is_part = |key: &&String| {
            parts.iter().any(|part| key.starts_with(part)) && !described.contains(*key)
        };
        let unknown: Vec<&String> = printed
            .difference(&described)
            .filter(|key| !is_part(key))
            .collect();
        let gone: Vec<&String> = described.difference(&printed).collect();
        assert!(
            unknown.is_empty() && gone.is_empty(),
            "{}: without a meaning: {unknown:?}; without a key: {gone:?}",
            command.heading
        );
    }
}
