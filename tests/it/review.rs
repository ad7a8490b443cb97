//! The life of a review: what readers are told at the foot of a page, what the publisher is told, and the calendar.
//!
//! Which reviews are reported as problems stands in `tests/cases/check/review.txt`.

use mend::date::Zone;
use mend::pipeline::Pipeline;

use crate::support::InMemory as _;
use crate::{program, support};

const PEOPLE: &str = "lee: { name: Lee Ash, role: psychologist, credential: register 123, source: \"https://register.example/\" }\nann: { name: Ann Ode }\n";

/// An article on which readers see this of its review.
fn article(front_matter: &str) -> Vec<(String, Vec<u8>)> {
    let text = format!(
        "---\ntitle: \"Talking; listening, and a very long title — so long that a line of the calendar has to go on\"\n{front_matter}---\nText.\n"
    );
    [
        (
            "site.toml",
            "title = \"Test\"\nbase_url = \"https://example.org/\"\n",
        ),
        ("content/people.yaml", PEOPLE),
        ("content/a.md", &text),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .to_vec()
}

/// What the page says of its review on this day, without tags.
fn told(pipeline: &mut Pipeline, front_matter: &str, day: &str) -> String {
    let mut options = support::options();
    options.now = Zone::utc().parse(day).expect("a day");
    let inputs = support::inputs(&article(front_matter), options).expect("a configuration");
    let built = pipeline.make(&inputs);
    let problems = built
        .problems
        .iter()
        .map(|problem| support::line(problem, &inputs));
    assert_eq!(problems.collect::<Vec<_>>(), [""; 0]);
    let page = built
        .value
        .outputs
        .iter()
        .find(|(path, _)| path.as_str() == "a/index.html");
    let html =
        String::from_utf8_lossy(&page.expect("the page").1.read().expect("readable")).into_owned();
    let Some((_, review)) = html.split_once("<p class=\"facts review\">") else {
        return String::new();
    };
    let review = review.split("</p>").next().expect("its end");
    let text: String = review
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .collect();
    text.trim().to_owned()
}

#[test]
fn readers_are_told_when_by_whom_and_whether_it_is_late() {
    let told = |front_matter: &str, day: &str| told(&mut Pipeline::default(), front_matter, day);
    let days = "reviewed: 2026-03-15\nreview_due: 2027-03-15\n";
    assert_eq!(
        told("reviewed: never\nreviewed_by: editors\n", "2026-06-01"),
        "Not clinically reviewed"
    );
    assert_eq!(told("", "2026-06-01"), "");
    assert_eq!(
        told(&format!("{days}reviewed_by: editors\n"), "2027-03-15"),
        "Page last reviewed: 15 March 2026 Next review due: 15 March 2027 Reviewed by the editors; not clinically reviewed"
    );
    assert_eq!(
        told(&format!("{days}reviewed_by: lee\n"), "2027-03-16"),
        "Page last reviewed: 15 March 2026 Next review due: 15 March 2027 This page is past its review date Reviewed by Lee Ash, psychologist (register 123)"
    );
    assert!(
        told(&format!("{days}reviewed_by: ann\n"), "2026-06-01")
            .ends_with("Reviewed by Ann Ode; not clinically reviewed")
    );
    assert!(
        told(&format!("{days}reviewed_by: nobody\n"), "2026-06-01")
            .ends_with("Reviewed by nobody; not clinically reviewed")
    );
    assert!(told(days, "2026-06-01").ends_with("15 March 2027 Not clinically reviewed"));
}

#[test]
fn a_page_says_that_it_is_late_from_the_day_on_though_nobody_edits_it() {
    let mut pipeline = Pipeline::default();
    let text = "reviewed: 2026-03-15\nreview_due: 2027-03-15\nreviewed_by: ann\n";
    let mut on = |day: &str| told(&mut pipeline, text, day).contains("past its review date");
    assert!(!on("2027-03-15"));
    assert!(on("2027-03-16"));
}

#[test]
fn a_review_of_another_text_is_neither_shown_nor_counted() {
    let days = "reviewed: 2026-03-15\nreview_due: 2027-03-15\nreviewed_by: lee\n";
    let changed = format!("{days}reviewed_hash: 0123456789abcdef\n");
    let mut pipeline = Pipeline::default();
    let mut told = |front_matter: &str| told(&mut pipeline, front_matter, "2026-06-01");
    assert!(told(days).contains("Lee Ash"), "no hash, no change");
    assert_eq!(
        told(&changed),
        "This text has changed since its last review Not clinically reviewed"
    );
    assert_eq!(
        told(&format!("updated: 2026-05-01\n{changed}")),
        "This text has changed since its last review Not clinically reviewed"
    );
    let files = article(&changed);
    let (_, list) = mend(&files, &["list", "due", "--as-of", "2026-06-01"]);
    assert!(list.contains("\tchanged since its review\t"), "{list}");
    let (_, json) = mend(&files, &["list", "--format", "json"]);
    assert!(json.contains("\"changed_since_review\": true"), "{json}");
    let (_, calendar) = mend(&files, &["list", "due", "--format", "ics"]);
    assert!(calendar.contains("changed since its review on 15 March 2026"));
    let mut checked = files;
    checked[0].1.extend(b"[check]\nreview = true\n");
    let now = ["--as-of", "2026-06-01"];
    let (code, _) = mend(&checked, &[&["check"], &now[..]].concat());
    assert_eq!(code, 0, "a warning");
    let (code, _) = mend(&checked, &[&["check", "--strict"], &now[..]].concat());
    assert_eq!(code, 1, "an error when strict");
}

/// What `mend` prints for a site that holds these files.
fn mend(files: &[(String, Vec<u8>)], args: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let run = program::mend()
        .args(args)
        .current_dir(folder.path())
        .output()
        .expect("mend runs");
    (
        run.status.code().expect("a code"),
        String::from_utf8(run.stdout).expect("text"),
    )
}

fn site() -> Vec<(String, Vec<u8>)> {
    let mut files = article("reviewed: 2026-03-15\nreview_due: 2027-03-15\nreviewed_by: ann\n");
    let help = "default: gb\nregions:\n  - id: gb\n    name: UK\n    emergency: \"999\"\n    contacts:\n      - kind: abuse\n        name: Refuge\n        phone: \"1\"\n        for: anyone\n        source: https://a.example/\n        checked: 2026-06-01\n      - kind: crisis\n        name: Listeners\n        phone: \"2\"\n        for: anyone\n        source: https://b.example/\n        checked: never\n";
    files.push(("content/help.yaml".to_owned(), help.as_bytes().to_vec()));
    files.push((
        "content/b.md".to_owned(),
        b"---\ntitle: B\nreviewed: never\n---\nText.\n".to_vec(),
    ));
    files
}

#[test]
fn list_due_names_articles_and_contacts() {
    let (code, out) = mend(&site(), &["list", "due", "--as-of", "2026-12-01"]);
    assert_eq!(code, 0);
    let states: Vec<&str> = out
        .lines()
        .filter_map(|line| line.split('\t').nth(1))
        .collect();
    assert_eq!(
        states,
        [
            "never reviewed",
            "due 2027-03-15",
            "never checked",
            "overdue 2026-11-28"
        ]
    );
    let (_, json) = mend(
        &site(),
        &["list", "due", "--as-of", "2027-12-01", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["documents"][1]["overdue"], true);
    assert_eq!(json["contacts"][1]["due"], "2026-11-28");
}

/// The properties of a calendar, unfolded; each rule of RFC 5545 that a writer can break is checked on the way.
fn properties(calendar: &str) -> Vec<(String, String)> {
    assert!(calendar.ends_with("\r\n"), "the last line ends");
    let lines: Vec<&str> = calendar
        .strip_suffix("\r\n")
        .expect("an end")
        .split("\r\n")
        .collect();
    let mut unfolded: Vec<String> = Vec::new();
    for line in lines {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "a bare line break: {line:?}");
        match line.strip_prefix(' ') {
            Some(rest) => unfolded
                .last_mut()
                .expect("a line to go on from")
                .push_str(rest),
            None => unfolded.push(line.to_owned()),
        }
    }
    let properties = unfolded
        .iter()
        .map(|line| line.split_once(':').expect("a name and a value"));
    properties
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn the_calendar_is_one_that_other_programs_can_read() {
    let (code, calendar) = mend(&site(), &["list", "due", "--format", "ics"]);
    assert_eq!(code, 0);
    assert!(calendar.contains("\r\n "), "a long line is folded");
    let all = properties(&calendar);
    let values = |name: &str| -> Vec<&str> {
        all.iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect()
    };
    assert_eq!(all.first().expect("a beginning").1, "VCALENDAR");
    assert_eq!(
        all.last().expect("an end"),
        &("END".to_owned(), "VCALENDAR".to_owned())
    );
    assert_eq!(
        (values("VERSION"), values("PRODID").len()),
        (vec!["2.0"], 1)
    );
    assert_eq!(values("DTSTART;VALUE=DATE"), ["20261128", "20270315"]);
    assert_eq!(values("DTSTAMP"), ["20260601T000000Z", "20260315T000000Z"]);
    assert_eq!(values("URL"), ["https://example.org/a/"]);
    assert_eq!(
        values("SUMMARY")[1],
        "Review: Talking\\; listening\\, and a very long title — so long that a line of the calendar has to go on"
    );
    let mut uids = values("UID");
    assert_eq!(uids.len(), 2);
    uids.dedup();
    assert_eq!(uids.len(), 2, "each event has a name of its own");
    assert_eq!(values("BEGIN").len(), values("END").len());
}

#[test]
fn the_calendar_is_the_same_on_every_day_and_of_days_only() {
    let early = mend(
        &site(),
        &["list", "due", "--format", "ics", "--as-of", "2026-01-01"],
    )
    .1;
    let late = mend(
        &site(),
        &["list", "due", "--format", "ics", "--as-of", "2029-01-01"],
    )
    .1;
    assert_eq!(early, late);
    assert_eq!(mend(&site(), &["list", "orphans", "--format", "ics"]).0, 2);
}

#[test]
fn the_calendar_is_never_published() {
    let files = site();
    let inputs = support::inputs(&files, support::options()).expect("a configuration");
    let outputs = Pipeline::default().make(&inputs).value.outputs;
    assert!(outputs.keys().all(|path| !path.as_str().ends_with(".ics")));
}
