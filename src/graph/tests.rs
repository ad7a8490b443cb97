//! In-memory sites for the tests of the room, and the test that no list grows faster than the site.

use std::sync::Arc;

use super::inputs::{GraphInputs, GraphSettings};
use super::{Cache, Graph, Resolution, State};
use crate::config::Config;
use crate::data::Data;
use crate::document::{self, Document, Settings};
use crate::files::ContentFile;
use crate::kinds::Kinds;
use crate::markdown::Reserved;
use crate::path::SourcePath;
use crate::report::Status;

/// A site as the graph sees it, all of it published.
pub(super) struct TestSite {
    documents: Vec<Arc<Document>>,
    states: Vec<State>,
    data: Data,
    config: Config,
}

impl TestSite {
    /// A site of articles, each given by its path below `content/` and its text.
    pub(super) fn of(articles: impl IntoIterator<Item = (String, String)>) -> Self {
        let config = Config::default();
        let settings = Settings::of(&config, Reserved::nothing());
        let read = |(path, text): (String, String)| {
            let path = SourcePath::new(&format!("content/{path}"));
            document::read(&ContentFile::with(path, text.into_bytes()), &settings).value
        };
        let mut documents: Vec<Arc<Document>> =
            articles.into_iter().map(read).map(Arc::new).collect();
        documents.sort_by(|left, right| left.path.cmp(&right.path));
        let state = State {
            status: Status::Current,
            since: None,
            published: true,
            overdue: false,
        };
        Self {
            states: vec![state; documents.len()],
            documents,
            data: Data::default(),
            config,
        }
    }

    pub(super) fn inputs(&self) -> GraphInputs<'_> {
        GraphInputs {
            documents: &self.documents,
            states: &self.states,
            assets: &[],
            closed: &[],
            data: &self.data,
            theme_files: &[],
            settings: GraphSettings::of(&self.config),
        }
    }
}

/// How many entries the lists of a site have: those of the graph, and those that its pages show.
fn entries(graph: &Graph) -> usize {
    let edition = &graph.edition;
    let resolutions = graph.links.iter().chain(graph.images.iter()).flatten();
    let of_link = |resolution: &Resolution| match resolution {
        Resolution::Ambiguous { nearest, .. } => 1 + nearest.len(),
        Resolution::Missing { meant } | Resolution::NoAnchor { meant, .. } => 1 + meant.len(),
        _ => 1,
    };
    let links: usize = resolutions.map(of_link).sum();
    let backlinks: usize = graph.backlinks.iter().map(Vec::len).sum();
    let sections = edition.sections.iter();
    let sections: usize = sections
        .map(|section| section.pages.len() + section.children.len())
        .sum();
    let terms = edition.taxonomies.iter().flat_map(|all| &all.terms);
    let terms: usize = terms.map(|term| 1 + term.pages.len()).sum();
    // Each page of a letter names all letters.
    let letters = edition.letters.iter();
    let letters: usize = letters
        .map(|letter| letter.entries.len() + edition.letters.len())
        .sum();
    let audiences: usize = edition.audiences.iter().map(|list| list.pages.len()).sum();
    graph.pages.len() + links + backlinks + sections + terms + letters + audiences
}

#[test]
fn twice_the_site_has_twice_the_entries() {
    let article = |front: String, text: String| format!("---\n{front}\n---\n{text}\n");
    let titled = |at: usize| article(format!("title: Article {at}"), "Text.".to_owned());
    type Family<'a> = (&'a str, &'a dyn Fn(usize) -> Vec<(String, String)>);
    let families: [Family<'_>; 9] = [
        ("articles in one folder", &|n| {
            (0..n).map(|at| (format!("a{at}.md"), titled(at))).collect()
        }),
        ("sections", &|n| {
            let index = |at: usize| (format!("s{at}/_index.md"), titled(at));
            let inner = |at: usize| (format!("s{at}/a.md"), titled(at));
            (0..n).flat_map(|at| [index(at), inner(at)]).collect()
        }),
        ("bundles", &|n| {
            let bundle = |at: usize| (format!("b{at}/index.md"), titled(at));
            (0..n).map(bundle).collect()
        }),
        ("tags", &|n| {
            let tagged = |at: usize| {
                let front = format!("title: A\ntags: [a{at}, b{at}, all]");
                (format!("a{at}.md"), article(front, String::new()))
            };
            (0..n).map(tagged).collect()
        }),
        ("Chinese titles", &|n| {
            let named = |at: usize| {
                let first = char::from_u32(0x4e00 + at as u32).unwrap_or('一');
                let front = format!("title: {first}文");
                (format!("a{at}.md"), article(front, String::new()))
            };
            (0..n).map(named).collect()
        }),
        ("old addresses of one page", &|n| {
            let old: Vec<String> = (0..n).map(|at| format!("/old{at}/")).collect();
            let front = format!("title: A\naliases: [{}]", old.join(", "));
            vec![("a.md".to_owned(), article(front, String::new()))]
        }),
        ("links of one page", &|n| {
            let links: Vec<String> = (0..n).map(|at| format!("[x](a{at}.md)")).collect();
            let all = article("title: All".to_owned(), links.join("\n\n"));
            let others = (0..n).map(|at| (format!("a{at}.md"), titled(at)));
            others.chain([("all.md".to_owned(), all)]).collect()
        }),
        ("links by a name that many have", &|n| {
            let notes = (0..n).map(|at| (format!("s{at}/notes.md"), titled(at)));
            let links = (0..n).map(|at| {
                let text = article(format!("title: B {at}"), "[[notes]]".to_owned());
                (format!("b{at}.md"), text)
            });
            notes.chain(links).collect()
        }),
        ("links that lead nowhere", &|n| {
            let broken = |at: usize| {
                let text = format!("[x](far/article-numbre-{at:05}.md) [y](#nothing-{at})");
                let text = article(format!("title: B {at}"), text);
                (format!("article-number-{at:05}.md"), text)
            };
            (0..n).map(broken).collect()
        }),
    ];
    for (name, family) in families {
        let count = |n: usize| {
            let site = TestSite::of(family(n));
            entries(&Cache::default().graph(&site.inputs(), Kinds::default().pages()))
        };
        let (once, twice) = (count(120), count(240));
        assert!(2 * twice < 5 * once, "{name}: {once}, then {twice}");
    }
}
