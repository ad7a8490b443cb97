//! The reference of the reports for programs: what each key means, and the report of one small site as mend prints it.
//!
//! The site has something to say under every key, so that a key without a meaning is noticed, and a meaning without a key.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use super::markdown::{Page, definition, fenced};

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
    let run = Command::new(env!("CARGO_BIN_EXE_mend"))
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

/// A command whose report is described: its arguments in the reference, those with which it is run here, and what its keys
/// mean.
struct Described {
    heading: &'static str,
    runs: &'static [&'static [&'static str]],
    keys: &'static [(&'static str, &'static str)],
}

/// What a problem consists of, below the key that holds it.
const PROBLEM: &[(&str, &str)] = &[
    (
        "code",
        "The [code](../check/all-codes.md). Null for a failure without one.",
    ),
    ("severity", "`error`, `warning` or `note`."),
    ("message", "What is wrong."),
    ("help", "How to mend it, or null."),
    ("place", "Where it is, or null."),
    ("place.file", "The file."),
    (
        "place.line",
        "The line, from 1. Null if the problem is the file as a whole.",
    ),
    ("place.column", "The column, from 1."),
    ("place.end_line", "The line in which it ends."),
    ("place.end_column", "The column behind its end."),
    ("also", "Other places that belong to it."),
];

/// What `mend build` and `mend check` report.
const SUMMARY: &[(&str, &str)] = &[
    ("schema", "The version of the format: 1."),
    ("command", "The command."),
    ("ok", "Whether there are no errors."),
    ("summary", "The build in figures."),
    ("summary.pages", "How many pages the site has."),
    ("summary.articles", "How many of them are articles."),
    ("summary.files", "How many other files it has."),
    ("summary.links_checked", "How many links were checked."),
    (
        "summary.external_links",
        "How many addresses outside the site it links to.",
    ),
    ("summary.errors", "How many errors there are."),
    ("summary.warnings", "How many warnings there are."),
    (
        "summary.next_change",
        "When the next page appears or expires, or null.",
    ),
    ("summary.milliseconds", "How long it took."),
    (
        "published",
        "What was written, for `mend build`. Null if nothing was.",
    ),
    ("held_back", "The articles that are not published."),
    ("held_back[].path", "The file."),
    ("held_back[].title", "The title."),
    ("held_back[].status", "`draft`, `future` or `expired`."),
    ("held_back[].since", "The moment that decides it, or null."),
    ("left_out", "What the site does without, in sentences."),
    ("unused", "Published files that no page uses."),
    (
        "silenced",
        "Findings that a comment silences, each like a problem.",
    ),
    ("silenced[].reason", "The reason in the comment."),
    ("problems", "What is wrong, in the order of the files."),
];

const COMMANDS: [Described; 5] = [
    Described {
        heading: "mend check",
        runs: &[&["check", "--external"]],
        keys: &[
            (
                "reading",
                "How hard the texts are to read, the hardest first. Short texts have no grade and are left out.",
            ),
            ("reading[].path", "The file."),
            ("reading[].words", "How many words it has."),
            ("reading[].sentences", "How many sentences it has."),
            ("reading[].grade", "Its Flesch-Kincaid grade."),
            (
                "reading[].age",
                "The age at which readers manage that grade.",
            ),
            (
                "reading[].readability_index",
                "Its automated readability index.",
            ),
            (
                "reading[].longest_sentence",
                "How many words its longest sentence has.",
            ),
            (
                "reading[].long_sentences",
                "How many of its sentences are long.",
            ),
            (
                "external",
                "What other hosts answered, with `--external`. Null without it.",
            ),
            ("external.offline", "Whether no host could be reached."),
            ("external.asked", "How many addresses were asked for."),
            (
                "external.remembered",
                "How many had an answer from an earlier check.",
            ),
            (
                "external.skipped",
                "How many `[check.external] skip` leaves out.",
            ),
            ("external.fine", "How many pages exist."),
            ("external.moved", "How many have moved for good."),
            ("external.unverified", "How many gave no clear answer."),
            ("external.gone", "How many do not exist."),
        ],
    },
    Described {
        heading: "mend build",
        runs: &[&["build"]],
        keys: &[
            ("published.written", "How many files are new or changed."),
            ("published.unchanged", "How many files stayed as they were."),
            (
                "published.deleted",
                "How many files of an earlier build were removed.",
            ),
            (
                "published.foreign",
                "Files in the folder that mend did not make. They stay.",
            ),
        ],
    },
    Described {
        heading: "mend list",
        runs: &[&["list"], &["list", "due"], &["list", "external"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("documents", "The articles and indexes that were asked for."),
            ("documents[].path", "The file."),
            ("documents[].title", "The title."),
            ("documents[].url", "The address."),
            (
                "documents[].status",
                "`current`, `draft`, `future` or `expired`.",
            ),
            ("documents[].since", "The moment that decides it, or null."),
            ("documents[].published", "Whether it is published."),
            ("documents[].unlisted", "Whether it is left out of lists."),
            (
                "documents[].orphan",
                "Whether no other article links to it.",
            ),
            (
                "documents[].dead_end",
                "Whether it links to no other article.",
            ),
            (
                "documents[].never_reviewed",
                "Whether it says `reviewed: never`.",
            ),
            (
                "documents[].reviewed",
                "The day of its last review, or null.",
            ),
            (
                "documents[].review_due",
                "The day of its next review, or null.",
            ),
            ("documents[].overdue", "Whether that day has passed."),
            ("contacts", "With `due`, the contacts of help.yaml."),
            ("contacts[].path", "The file."),
            ("contacts[].region", "The id of the region."),
            ("contacts[].name", "The name."),
            (
                "contacts[].checked",
                "The day on which a person checked it, or null.",
            ),
            ("contacts[].due", "The day of the next check, or null."),
            ("contacts[].overdue", "Whether that day has passed."),
            ("external", "With `external`, the links out of the site."),
            ("external[].url", "The address."),
            ("external[].from", "The files that link to it."),
        ],
    },
    Described {
        heading: "mend why",
        runs: &[&["why", "/falling-asleep/"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("answer", "What is known of the page or file."),
            ("answer.what", "What it is, in a few words."),
            ("answer.url", "The address, or null."),
            ("answer.title", "The title, or null."),
            ("answer.file", "The file, or null."),
            ("answer.published", "Whether it is published."),
            ("answer.reason", "Why it is published or not."),
            ("answer.template", "The template that draws it, or null."),
            ("answer.inputs", "The other files it is made from."),
            ("answer.used_by", "The files that show it or link to it."),
            (
                "answer.redirects_to",
                "The address to which an old address leads, or null.",
            ),
            (
                "answer.page",
                "What else is known of an article. Null for everything else.",
            ),
            ("answer.page.url", "The address."),
            ("answer.page.file", "The file."),
            (
                "answer.page.status",
                "`current`, `draft`, `future` or `expired`.",
            ),
            ("answer.page.since", "The day that decides it, or null."),
            ("answer.page.unlisted", "Whether it is left out of lists."),
            ("answer.page.words", "How many words it has."),
            ("answer.page.minutes", "How many minutes it takes to read."),
            ("answer.page.review", "Its reviews."),
            (
                "answer.page.review.reviewed",
                "The day of the last review, or null.",
            ),
            (
                "answer.page.review.never",
                "Whether it says `reviewed: never`.",
            ),
            (
                "answer.page.review.due",
                "The day of the next review, or null.",
            ),
            ("answer.page.review.overdue", "Whether that day has passed."),
            ("answer.page.review.by", "The reviewer, or null."),
            ("answer.page.reading", "How hard it is to read."),
            (
                "answer.page.reading.grade",
                "Its Flesch-Kincaid grade. Null for a short text.",
            ),
            (
                "answer.page.reading.wanted",
                "The highest grade without a warning.",
            ),
            ("answer.page.reading.hardest", "Its hardest sentences."),
            ("answer.page.reading.hardest[].text", "The sentence."),
            ("answer.page.reading.hardest[].line", "Its line."),
            ("answer.page.reading.hardest[].column", "Its column."),
            (
                "answer.page.reading.hardest[].words",
                "How many words it has.",
            ),
            ("answer.page.reading.hardest[].grade", "Its grade."),
            (
                "answer.page.problems",
                "What is wrong in its file: `code`, `severity`, `message`, `help`, `line` and `column`.",
            ),
            (
                "answer.page.broken",
                "Links and pictures that lead nowhere.",
            ),
            (
                "answer.page.broken[].target",
                "The target as it is written.",
            ),
            (
                "answer.page.broken[].nearest",
                "What was probably meant, or null.",
            ),
            ("answer.page.broken[].line", "The line."),
            ("answer.page.broken[].column", "The column."),
            ("answer.page.suggestions", "Links that the text could have."),
            (
                "answer.page.suggestions[].words",
                "The words that could be the link.",
            ),
            ("answer.page.suggestions[].line", "Their line."),
            ("answer.page.suggestions[].column", "Their column."),
            (
                "answer.page.suggestions[].title",
                "The title of the article that they name.",
            ),
            ("answer.page.suggestions[].url", "Its address."),
            (
                "answer.page.suggestions[].link",
                "The link as it could be written.",
            ),
            (
                "answer.page.linked_from",
                "The pages that link to it: `title`, `url` and `file`.",
            ),
            (
                "answer.page.links_to",
                "The pages to which it links: `title`, `url` and `file`.",
            ),
            ("answer.page.redirects", "Old addresses that lead to it."),
            ("answer.page.blocks", "Its paragraphs and headings."),
            ("answer.page.blocks[].text", "Their first words."),
            ("answer.page.blocks[].heading", "Whether this is a heading."),
            ("answer.page.blocks[].line", "The line."),
            ("answer.page.blocks[].column", "The column."),
        ],
    },
    Described {
        heading: "A command that fails",
        runs: &[&["why", "nothing"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("ok", "`false`."),
            ("error", "Why the command could not do its work."),
            (
                "problems",
                "The problems that caused it, or the failure itself as the only one, with the keys of `mend check`.",
            ),
        ],
    },
];

impl Described {
    /// Every key that is described, with its meaning.
    fn all(&self) -> Vec<(String, &'static str)> {
        let own = |keys: &'static [(&'static str, &'static str)]| {
            keys.iter().map(|(key, about)| ((*key).to_owned(), *about))
        };
        if !["mend check", "mend build"].contains(&self.heading) {
            return own(self.keys).collect();
        }
        let problem = PROBLEM.iter();
        let problem = problem.map(|(key, about)| (format!("problems[].{key}"), *about));
        own(SUMMARY).chain(problem).chain(own(self.keys)).collect()
    }
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
