//! No page grows with the site: what each view holds and each page weighs is counted on a site and on one of twice the size.

use std::collections::BTreeMap;
use std::fmt::Write;

use mend::graph::Page;
use mend::path::Route;

use crate::support;

/// What one page costs.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// The length of the view as JSON: what is turned into values for its template.
    converted: usize,
    /// The length of the page.
    page: usize,
}

/// A site with `n` of everything that a site can have many of, drawn by the theme of mend.
fn site(n: usize) -> Vec<(String, String)> {
    let settings =
        "title = \"A\"\nbase_url = \"https://a.example/\"\n[lists]\npage_size = 10\n[extra]\n";
    let extra = |i: usize| format!("key-{i:04} = \"value\"\n");
    let settings = settings.to_owned() + &(0..n).map(extra).collect::<String>();
    let mut files = vec![("site.toml".to_owned(), settings)];
    let mut add = |path: String, text: String| files.push((path, text));
    for i in 0..n {
        // Each article links to the same one and to hosts of its own, uses the same term and has a tag of its own.
        let text = |name: &str| {
            let mut text = format!("---\ntitle: {name} {i:04}\ntags: [common, tag-{i:04}]\n---\n");
            text += "Be calm, and see [the first](/top-0000/).\n\n";
            for host in 0..8 {
                let _ = writeln!(text, "[A site](https://{name}-{i:04}-{host}.example/)");
            }
            text
        };
        add(format!("content/top-{i:04}.md"), text("Top"));
        // With the folder of inner sections there are `n` sections at the top, so that their last page is a full one.
        if i > 0 {
            add(format!("content/section-{i:04}/a.md"), text("One"));
        }
        add(format!("content/deep/inner-{i:04}/a.md"), text("Two"));
        for script in 0..8 {
            add(format!("static/own-{i:04}-{script}.js"), "1;\n".to_owned());
        }
    }
    let list = |item: &dyn Fn(usize) -> String| (0..n).map(item).collect::<String>();
    add(
        "content/terms.yaml".to_owned(),
        "terms:\n  - { term: calm, definition: A quiet mind. }\n".to_owned(),
    );
    add(
        "content/paths.yaml".to_owned(),
        "paths:\n".to_owned()
            + &list(&|i| {
                format!(
                    "  - {{ id: path-{i:04}, title: Path {i:04}, summary: A path., audience: both, steps: [{{ page: top-{i:04}, text: First. }}] }}\n"
                )
            }),
    );
    add(
        "content/audiences.yaml".to_owned(),
        support::AUDIENCES.to_owned(),
    );
    add(
        "content/help.yaml".to_owned(),
        "default: own\nregions:\n  - id: own\n    name: Own\n    emergency: \"999\"\n    contacts:\n".to_owned()
            + &list(&|i| {
                format!(
                    "      - {{ kind: crisis, name: Line {i:04}, phone: 0808 2000 247, for: anyone, source: \"https://line.example/\", checked: never }}\n"
                )
            })
            + &list(&|i| {
                format!("  - {{ id: r{i:04}, name: Region {i:04}, emergency: \"112\", contacts: [] }}\n")
            }),
    );
    add(
        "content/own.yaml".to_owned(),
        list(&|i| format!("- {{ name: entry {i:04}, words: that no template shows }}\n")),
    );
    files
}

/// What each page of a site costs, by its address.
fn costs(files: Vec<(String, String)>) -> BTreeMap<Route, Cost> {
    let files: Vec<(String, Vec<u8>)> = files
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    let (built, outputs) = support::inspected(&files);
    let source = built.languages()[0].source();
    let views = built.languages()[0].views();
    let cost = |page: &Page| {
        let view = views.page(page);
        let output = outputs.get(&page.route.to_output());
        let output = output.unwrap_or_else(|| panic!("{} was not drawn", page.route));
        let cost = Cost {
            converted: serde_json::to_vec(&view).expect("JSON").len(),
            page: output.length() as usize,
        };
        (page.route.clone(), cost)
    };
    source.graph.pages.iter().map(cost).collect()
}

/// The pages that show a whole data file, which people write by hand.
const OF_DATA_FILES: [&str; 2] = ["/help/", "/paths/"];

#[test]
fn no_page_and_no_view_grows_with_the_site() {
    let (small, large) = (costs(site(30)), costs(site(60)));
    let mut grown = Vec::new();
    let mut compared = 0;
    for (route, before) in &small {
        let Some(after) = large.get(route) else {
            continue;
        };
        compared += 1;
        let grows = |before: usize, after: usize| after * 10 > before * 12;
        let is_larger = grows(before.converted, after.converted) || grows(before.page, after.page);
        if is_larger && !OF_DATA_FILES.contains(&route.as_str()) {
            grown.push(format!("{route}: {before:?} -> {after:?}"));
        }
    }
    assert!(compared > 250, "{compared} pages are in both sites");
    assert!(grown.is_empty(), "\n{}", grown.join("\n"));
}

#[test]
fn twice_the_site_is_at_most_twice_the_work_of_views() {
    assert_linear("everything", &site, 30);
}

/// A site with `n` of one thing.
type Family = fn(usize) -> Vec<(String, String)>;

/// A site of its own for each thing, so that nothing else hides how its work grows.
#[test]
fn twice_of_one_thing_is_at_most_twice_the_work_of_views() {
    let families: [(&str, Family); 7] = [
        ("sections", |n| {
            numbered(n, |i| {
                (format!("content/s-{i}/a.md"), "title: A".to_owned())
            })
        }),
        ("sections in a section", |n| {
            let path = |i: &str| format!("content/deep/s-{i}/_index.md");
            numbered(n, |i| (path(i), "title: A".to_owned()))
        }),
        ("articles of a section", |n| {
            numbered(n, |i| {
                (format!("content/s/a-{i}.md"), "title: A".to_owned())
            })
        }),
        ("tags", |n| {
            let tags = |i: &str| format!("title: A\ntags: [one-{i}, two-{i}, common]");
            numbered(n, |i| (format!("content/s/a-{i}.md"), tags(i)))
        }),
        ("audiences", |n| {
            let kind = |i| format!("  - {{ id: k{i:04}, words: the people {i} }}\n");
            let kinds: String = (0..n).map(kind).collect();
            let front = |i: &str| format!("title: A\naudience: [k0000, k{i}]");
            let mut files = numbered(n, |i| (format!("content/s/a-{i}.md"), front(i)));
            let kinds = format!("audiences:\n{kinds}");
            files.push(("content/audiences.yaml".to_owned(), kinds));
            files
        }),
        ("terms of the glossary", |n| {
            let term = |i| {
                let next = (i + 1) % n;
                format!("  - {{ term: word{i:04}, definition: A word., see: [word{next:04}] }}\n")
            };
            let terms: String = (0..n).map(term).collect();
            let text = (0..n)
                .map(|i| format!("A word{i:04}. "))
                .collect::<String>();
            vec![
                ("content/terms.yaml".to_owned(), format!("terms:\n{terms}")),
                article("content/a.md", "title: A", &text),
            ]
        }),
        ("old addresses", |n| {
            let old = |i: &str| format!("title: A\naliases: [/old-{i}/]");
            numbered(n, |i| (format!("content/s/a-{i}.md"), old(i)))
        }),
    ];
    for (name, family) in families {
        assert_linear(name, &family, 60);
    }
}

/// `n` articles, each with a path and front matter that its number makes.
fn numbered(n: usize, article_of: impl Fn(&str) -> (String, String)) -> Vec<(String, String)> {
    let numbers = (0..n).map(|i| format!("{i:04}"));
    numbers
        .map(|i| {
            let (path, front) = article_of(&i);
            article(&path, &front, "Text.")
        })
        .collect()
}

fn article(path: &str, front: &str, text: &str) -> (String, String) {
    (path.to_owned(), format!("---\n{front}\n---\n{text}\n"))
}

/// Compares the work of views for `n` and for twice as many.
fn assert_linear(name: &str, site: &dyn Fn(usize) -> Vec<(String, String)>, n: usize) {
    let total = |n: usize| -> [usize; 2] {
        let mut files = site(n);
        if files.iter().all(|(path, _)| path != "site.toml") {
            let settings = "title = \"A\"\nbase_url = \"https://a.example/\"\n";
            files.push(("site.toml".to_owned(), settings.to_owned()));
        }
        let costs = costs(files);
        let sum = |part: fn(&Cost) -> usize| costs.values().map(part).sum();
        [sum(|cost| cost.converted), sum(|cost| cost.page)]
    };
    let (small, large) = (total(n), total(2 * n));
    for (before, after) in small.into_iter().zip(large) {
        assert!(after * 2 < before * 5, "{name}: {small:?} -> {large:?}");
    }
}
