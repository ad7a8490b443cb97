//! The contract with themes: every name that a template can use, as it is really written into a view.
//!
//! A name that is removed or changed breaks themes outside of this repository. `UPDATE=1 cargo test --test it contract` writes the list anew;
//! for a name that is gone, `VIEW_VERSION` must grow.

use std::collections::BTreeSet;
use std::path::Path;

use mend::view;
use serde_json::Value;

use crate::support;

/// A site whose views hold every field and every word of a closed set that a few pages can hold.
pub(crate) const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"A\"\nbase_url = \"https://a.example/\"\ndescription = \"A guide\"\nauthor = \"B\"\ncopyright = \"C\"\n\
         [style.logo]\nimage = \"logo.svg\"\n[exit]\nlabel = \"Leave\"\n[lists]\npage_size = 2\n[extra]\nkey = 1\n\
         [[menu.header]]\ntitle = \"One\"\nto = \"one\"\n[[menu.footer]]\ntitle = \"B\"\nto = \"https://b.example/\"\n\
         [practice]\nname = \"P\"\nphone = \"0800 1\"\nemail = \"p@a.example\"\nwebsite = \"https://p.example/\"\naddress = \"Street\"\n\
         hours = [\"Mon\"]\nout_of_hours = \"No\"\npages = [\"one\"]\nhandout_footer = \"F\"\n",
    ),
    (
        "static/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
    ),
    ("static/own.js", "1;\n"),
    (
        "content/people.yaml",
        "p: { name: P, role: R, credential: C, source: \"https://r.example/\", url: \"https://u.example/\" }\n",
    ),
    (
        "content/evidence.yaml",
        "E1: { source: S, note: N, size: \"12\", limits: L, url: \"https://e.example/\", certainty: a }\n\
         E2: { source: S, certainty: b }\nE3: { source: S, certainty: c }\n",
    ),
    (
        "content/terms.yaml",
        "terms:\n  - { term: calm, definition: A quiet mind., see: [still] }\n  - { term: still, definition: Without noise. }\n",
    ),
    (
        "content/paths.yaml",
        "paths:\n  - { id: p, title: P, summary: S., audience: both, steps: [{ page: section/one, text: T. }, { page: section/two, text: T. }, { page: section/three, text: T. }] }\n",
    ),
    ("content/audiences.yaml", support::AUDIENCES),
    (
        "content/help.yaml",
        "default: gb\nregions: [{ id: gb, name: Britain, emergency: \"999\",
         silent: { how: Press 55, text: \"Text HELP to 999\", source: \"https://s.example/\", checked: 2026-01-31 }, contacts: [
         { kind: crisis, name: A, phone: \"116 123\", text: \"Text HI to 85258\", chat: \"https://c.example/\",
           website: \"https://w.example/\", hours: H, cost: C, access: X, for: all, source: \"https://s.example/\", checked: 2026-01-31 },
         { kind: abuse, name: A, website: \"https://w.example/\", for: all, source: \"https://s.example/\", checked: never },
         { kind: sexual-violence, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: change, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: money, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: gambling, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: substance, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: relationship, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never },
         { kind: other, name: A, phone: \"1\", for: all, source: \"https://s.example/\", checked: never } ] },
         { id: ie, name: Ireland, emergency: \"112\", contacts: [] }]\n",
    ),
    (
        "content/faq.md",
        "---\ntitle: Questions\nlanguage: ar\ntags: [t]\n---\n## First?\n\nText.\n",
    ),
    (
        "content/section/inner/four.md",
        "---\ntitle: Four\ntags: [t]\n---\nLanterns and lamplight, lanterns.\n",
    ),
    ("content/_index.md", "---\ntitle: Home\n---\nWelcome.\n"),
    (
        "content/section/_index.md",
        "---\ntitle: Section\ndrawing: lamp\nsummary: S.\n---\nText.\n",
    ),
    ("content/section/inner/x.md", "---\ntitle: X\ntags: [t]\n---\nText.\n"),
    (
        "content/section/one.md",
        "---\ntitle: One\nsummary: S.\ndescription: D.\nimage: logo.svg\ndate: 2026-01-01\nupdated: 2026-02-01\nauthors: [W]\ntags: [t]\ncategories: [c]\naudience: [both]\n\
         aliases: [/old/]\nsafety: [couples-work, couples-part, abuse, crisis, money, substance]\nsafety_reason: R\nreviewed: 2026-01-31\nreview_due: 2027-01-31\nreviewed_by: p\ncss_classes: [wide]\nown: 1\n---\n\
         Be calm.[@E1] Sentence.[@E2] Sentence.[@E3] See [two](two.md) and [a site](https://h.example/).\n\n## First\n\n### Inner\n\n## Second\n\n## Third\n",
    ),
    (
        "content/section/two.md",
        "---\ntitle: Two\ntags: [t]\n---\nSee [one](one.md) and [three](three.md).\n",
    ),
    (
        "content/section/three.md",
        "---\ntitle: Three\n---\nSee [one](one.md).\n",
    ),
    (
        "content/worksheets/sheet.md",
        "---\ntitle: Sheet\n---\nText.\n",
    ),
    ("content/about.md", "---\ntitle: About\n---\nText.\n"),
];

/// Where the list is kept.
const LIST: &str = "tests/contract/names.txt";

/// Values of these fields are words of a closed set, which templates compare with.
const CLOSED: [&str; 4] = ["kind", "certainty", "direction", "safety[]"];

fn collect(path: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = match path {
                    "" => name.clone(),
                    _ => format!("{path}.{name}"),
                };
                names.insert(path.clone());
                // Its contents are the author's.
                if path != "page.extra" {
                    collect(&path, value, names);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(&format!("{path}[]"), item, names);
            }
        }
        Value::String(word) => {
            let name = path.rsplit('.').next().unwrap_or(path);
            if CLOSED.contains(&name) {
                names.insert(format!("{path} = {word}"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn the_names_that_templates_use_are_those_of_the_contract() {
    let files: Vec<(String, Vec<u8>)> = SITE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let (built, _) = support::inspected(&files);
    let source = built.languages()[0].source();
    let views = built.languages()[0].views();
    let mut names = BTreeSet::new();
    for page in &source.graph.pages {
        let view = views.page(page);
        collect("", &serde_json::to_value(&view).expect("JSON"), &mut names);
    }
    let found = names
        .into_iter()
        .fold(String::new(), |text, name| text + &name + "\n");
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(list.parent().expect("a folder")).expect("it can be made");
        std::fs::write(&list, &found).expect("it can be written");
    }
    let known = std::fs::read_to_string(&list).expect("the list is there");
    let gone: Vec<&str> = known
        .lines()
        .filter(|name| !found.lines().any(|other| other == *name))
        .collect();
    let new: Vec<&str> = found
        .lines()
        .filter(|name| !known.lines().any(|other| other == *name))
        .collect();
    assert!(
        gone.is_empty() && new.is_empty(),
        "gone: {gone:#?}\nnew: {new:#?}\nVIEW_VERSION is {}",
        view::VIEW_VERSION
    );
}
