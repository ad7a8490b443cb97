//! Who owns which name of the published site: nothing of a site's own takes the place of what mend makes, unsaid.

use mend::codes;
use mend::diag::Severity;
use mend::path::OutputPath;
use mend::pipeline::Pipeline;

use crate::support::{self, InMemory as _};

/// A site for which mend makes every kind of file.
const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"All\"\nbase_url = \"https://example.org/\"\n[privacy]\nheaders = [\"netlify\", \"apache\"]\n",
    ),
    (
        "content/a.md",
        "---\ntitle: A\ndate: 2026-01-01\ntags: [t]\naliases: [/old/]\n---\nWords.\n",
    ),
    (
        "content/section/b.md",
        "---\ndate: 2026-01-01\n---\nAnother word.\n",
    ),
    (
        "content/terms.yaml",
        "terms:\n  - term: word\n    definition: A thing that is said.\n",
    ),
    ("content/help.yaml", support::HELP),
];

/// What a site may replace on purpose.
const REPLACEABLE: [&str; 2] = ["robots.txt", "404.html"];

fn files(more: Option<(String, &str)>) -> Vec<(String, Vec<u8>)> {
    let own = SITE.iter().map(|(path, text)| ((*path).to_owned(), *text));
    own.chain(more)
        .map(|(path, text)| (path, text.as_bytes().to_vec()))
        .collect()
}

/// Builds the site with one more file, and says whether the build is refused because of it, and what lies at a path.
fn with(pipeline: &mut Pipeline, path: &str, text: &str, output: &OutputPath) -> (bool, Vec<u8>) {
    let more = Some((path.to_owned(), text));
    let inputs = support::inputs(&files(more), support::options()).expect("settings");
    let built = pipeline.make(&inputs);
    let blames = |problem: &mend::diag::Diagnostic| {
        problem.severity == Severity::Error
            && [codes::URL_01, codes::URL_03, codes::URL_04].contains(&problem.code)
            && problem
                .place
                .as_ref()
                .is_some_and(|place| place.path.as_str() == path)
    };
    let bytes = built
        .value
        .outputs
        .get(output)
        .map(|output| output.read().expect("readable").to_vec());
    (built.problems.iter().any(blames), bytes.unwrap_or_default())
}

#[test]
fn no_file_and_no_page_takes_the_place_of_what_mend_makes() {
    let mut pipeline = Pipeline::default();
    let inputs = support::inputs(&files(None), support::options()).expect("settings");
    let built = pipeline.make(&inputs);
    assert_eq!(built.problems, []);
    let made = built.value.outputs;
    for kind in [
        "_headers",
        ".htaccess",
        "sitemap.xml",
        "feed.xml",
        "search/data/client.js",
        "search/data/root.js",
        "old/index.html",
        "help/index.html",
    ]
    .into_iter()
    .chain(REPLACEABLE)
    {
        assert!(made.contains_key(&OutputPath::new(kind)), "{kind} is made");
    }
    for (path, output) in &made {
        let same = |(refused, bytes): (bool, Vec<u8>)| {
            refused && bytes == *output.read().expect("readable")
        };
        let replaced = with(&mut pipeline, &format!("static/{path}"), "mine", path);
        if REPLACEABLE.contains(&path.as_str()) {
            assert_eq!(replaced, (false, b"mine".to_vec()));
            continue;
        }
        assert!(same(replaced), "a file at {path}");
        assert!(
            same(with(
                &mut pipeline,
                &format!("static/{path}/x"),
                "mine",
                path
            )),
            "a folder at {path}"
        );
        let shouted = format!("static/{}", path.as_str().to_uppercase());
        assert!(
            same(with(&mut pipeline, &shouted, "mine", path)),
            "{shouted}"
        );
        let article = format!("---\nurl: \"/{path}\"\n---\nMine.\n");
        // An article may be one of mend's own pages, on purpose: it stands in it.
        let (refused, _) = with(&mut pipeline, "content/mine.md", &article, path);
        let is_page = path.as_str().ends_with(".html");
        assert!(refused || is_page, "a page at {path}");
    }
}
