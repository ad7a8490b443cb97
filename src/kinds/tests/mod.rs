//! A kind of page is one file: a site with a kind of its own (`author`), and what the whole program makes of it.

mod author;

use std::sync::Arc;

use super::{ALL, Kinds, Table};
use crate::codes::{self, Code};
use crate::config::{Config, Source};
use crate::date::Zone;
use crate::diag::{Diagnostic, Reported};
use crate::files::{Collected, Inputs, Options, Outputs, SourceFile, ThemeNames};
use crate::path::{LinkStyle, OutputPath, SourcePath};
use crate::pipeline::Pipeline;

const CONFIG: &str = "title = \"A guide\"\nbase_url = \"https://guide.example/\"\n";

/// What a theme needs for the kind.
const TEMPLATE: &str = "<title>{{ page.title }}</title>
<main data-kind=\"{{ page.kind }}\"><h2 id=\"articles\">Articles</h2>
{% for entry in list.groups[0].pages %}<a href=\"{{ entry.url }}\">{{ entry.title }}</a>{% endfor %}
</main>";

/// Builds a site with two articles by Ada. The first one has this title and text.
fn build(pipeline: &mut Pipeline, title: &str, text: &str) -> (Outputs, Vec<Diagnostic>) {
    let file =
        |path: &str, text: &str| SourceFile::new(SourcePath::new(path), text.as_bytes().to_vec());
    let by_ada =
        |title: &str, text: &str| format!("---\ntitle: {title}\nauthors: [Ada]\n---\n{text}\n");
    let inputs = Inputs {
        config: Arc::new(Config::read(Source::of(CONFIG.to_owned())).value),
        options: Options {
            drafts: false,
            future: false,
            expired: false,
            links: LinkStyle::Folder,
            theme_names: ThemeNames::Fingerprinted,
            now: Zone::utc().parse("2026-06-15T12:00:00Z").expect("a date"),
        },
        documents: vec![
            file("content/one.md", &by_ada(title, text)).into(),
            file("content/two.md", &by_ada("Two", "Second.")).into(),
        ],
        data: Vec::new(),
        assets: Vec::new(),
        theme: vec![file("themes/calm/templates/author.html", TEMPLATE)],
        left_out: Vec::new(),
        closed: Vec::new(),
    };
    let outputs = Collected::default();
    let Reported { problems, .. } = pipeline.build(&inputs, &outputs);
    (outputs.into_outputs(), problems)
}

fn with_authors() -> Pipeline {
    let all = [ALL.as_slice(), &[&author::Author]].concat();
    Pipeline::with_kinds(Kinds(Box::leak(Box::new(Table::of(&all)))))
}

fn text(outputs: &Outputs, name: &str) -> String {
    let output = outputs.get(&OutputPath::new(name));
    let bytes = output
        .unwrap_or_else(|| panic!("{name} is not there"))
        .read();
    String::from_utf8(bytes.expect("a file").to_vec()).expect("a text")
}

#[test]
fn one_file_a_row_and_a_template_make_a_kind_of_page() {
    let (outputs, problems) = build(
        &mut with_authors(),
        "One",
        "See [Ada](/authors/ada/#articles).",
    );
    assert_eq!(problems, [], "it has its address and its places");
    let page = text(&outputs, "authors/ada/index.html");
    assert!(page.contains("<title>Ada</title>"), "{page}");
    assert!(page.contains("data-kind=\"author\""), "{page}");
    assert!(
        page.contains("<a href=\"../../one/\">One</a><a href=\"../../two/\">Two</a>"),
        "{page}"
    );
    let home = text(&outputs, "index.html");
    assert!(
        home.contains("<a href=\"authors/ada/\">Ada</a>"),
        "a list leads to it: {home}"
    );
    let map = text(&outputs, "sitemap.xml");
    assert!(
        map.contains("<loc>https://guide.example/authors/ada/</loc>"),
        "{map}"
    );
    let names = outputs.keys().map(OutputPath::as_str);
    let mut texts = names.filter(|name| name.starts_with("search/data/t-"));
    assert!(
        texts.any(|name| text(&outputs, name).contains("authors/ada/")),
        "readers find it"
    );
}

#[test]
fn links_to_places_on_its_pages_are_checked() {
    let (_, problems) = build(
        &mut with_authors(),
        "One",
        "See [Ada](/authors/ada/#nothing).",
    );
    let codes: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [codes::LINK_02]);
}

#[test]
fn its_pages_are_drawn_again_when_what_they_show_changes() {
    let mut pipeline = with_authors();
    build(&mut pipeline, "One", "First.");
    let (outputs, _) = build(&mut pipeline, "Uno", "First.");
    let page = text(&outputs, "authors/ada/index.html");
    assert!(page.contains(">Uno</a>"), "{page}");
}

#[test]
fn a_site_without_the_row_has_no_such_pages() {
    let (outputs, _) = build(&mut Pipeline::default(), "One", "First.");
    let mut names = outputs.keys().map(OutputPath::as_str);
    assert!(!names.any(|name| name.starts_with("authors/")));
}
