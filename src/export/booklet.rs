//! Articles that belong together: the page about safety, the articles, the worksheets to which they lead, and help. What is
//! alike in all files that are made of them is here, too; a file beside this one makes each.

use std::fmt::Write;

use crate::config::{Config, Practice};
use crate::data::texts::Texts;
use crate::diag::{Error, Result};
use crate::files::Inputs;
use crate::graph::{DocId, Resolution};
use crate::html::escape::escaped;
use crate::inspect::Inspector;
use crate::path::{OutputPath, slug};

/// Which articles are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// All that are there to be read, in their order.
    Everything,
    /// The articles of a reading path, by its id or its title.
    Path(&'a str),
    /// These articles.
    Articles(&'a [DocId]),
    /// Those of a pack: its title, its note if it has one, and its articles.
    Pack(&'a str, Option<DocId>, &'a [DocId]),
}

/// How a booklet is made.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Whether it says from whom it is: the practice, or the site.
    pub name: bool,
    /// Whether it prints in large letters.
    pub large: bool,
}

/// The pages of a booklet.
pub struct Booklet {
    pub(super) title: String,
    summary: Option<String>,
    /// The title and the file of each page, in order.
    pub(super) pages: Vec<(String, OutputPath)>,
}

impl Booklet {
    /// Puts a booklet together.
    ///
    /// # Errors
    ///
    /// When there is no such path or article, or none that is published.
    pub fn of(built: &Inspector, wanted: Wanted<'_>) -> Result<Self> {
        let texts = &built.site().theme.texts;
        let graph = &built.site().graph;
        let mut note = None;
        let (title, summary, articles) = match wanted {
            Wanted::Everything => {
                let all = graph.edition.reading_order.iter();
                let title = texts.get("booklet");
                (title, None, all.map(|page| page.id()).collect())
            }
            Wanted::Path(asked) => path(built, asked)?,
            Wanted::Articles(asked) => (texts.get("booklet"), None, asked.to_vec()),
            Wanted::Pack(title, of_pack, asked) => {
                note = of_pack;
                (title.to_owned(), None, asked.to_vec())
            }
        };
        let documents = &built.site().documents;
        let mut pages: Vec<(String, OutputPath)> = note
            .into_iter()
            .chain(arranged(built, articles))
            .map(|id| {
                let file = graph.routes[id.index()].to_output();
                (documents[id.index()].title.to_string(), file)
            })
            .collect();
        if graph.edition.help.is_some() {
            let file = graph.edition.generated.help.to_output();
            pages.push((texts.get("help_page"), file));
        }
        Ok(Self {
            title,
            summary,
            pages,
        })
    }

    /// The files of its pages, in order.
    pub(super) fn files(&self) -> impl Iterator<Item = &OutputPath> {
        self.pages.iter().map(|(_, file)| file)
    }

    /// Its cover: from whom it is, and its title.
    pub(super) fn cover(&self, built: &Inspector, manner: Manner) -> String {
        let mut html = String::new();
        let config = &built.inputs().config;
        let texts = &built.site().theme.texts;
        html.push_str("<header class=\"cover\">\n");
        if manner.name {
            let name = escaped(maker(config));
            let _ = writeln!(html, "<p class=\"from\">{name}</p>");
        }
        let _ = writeln!(html, "<h1>{}</h1>", escaped(&self.title));
        if let Some(summary) = &self.summary {
            let _ = writeln!(html, "<p class=\"lead\">{}</p>", escaped(summary));
        }
        if let Some(practice) = config.practice.as_ref().filter(|_| manner.name) {
            contacts(&mut html, practice, texts);
        }
        html.push_str("</header>\n");
        html
    }

    /// What is said at the end: the day, since what is taken away grows old, and whose the words are.
    pub(super) fn small_print(built: &Inspector, manner: Manner) -> String {
        let Inputs {
            config, options, ..
        } = built.inputs();
        let texts = &built.site().theme.texts;
        let day = texts.day(options.now);
        let day = texts.fill("booklet_saved", &[("date", &day)]);
        let names = unnamed(config, manner);
        let says_name = |line: &&String| names.iter().any(|name| line.contains(name));
        let copyright = config.copyright.as_ref();
        let copyright = copyright.filter(|line| !says_name(line));
        let lines = [Some(&day), copyright].into_iter().flatten();
        let line = |line: &String| format!("<p class=\"saved\">{}</p>\n", escaped(line));
        lines.map(line).collect()
    }
}

/// By whom a guide is.
pub(super) fn maker(config: &Config) -> &str {
    let practice = config.practice.as_ref();
    practice.map_or(&config.title, |practice| &practice.name)
}

/// The names that a booklet does not say: those of the site and the practice, unless it is to say them.
pub(super) fn unnamed(config: &Config, manner: Manner) -> Vec<&str> {
    match manner.name {
        true => Vec::new(),
        false => vec![&config.title, maker(config)],
    }
}

/// The title, the summary and the articles of a reading path.
fn path(built: &Inspector, asked: &str) -> Result<(String, Option<String>, Vec<DocId>)> {
    let site = built.site();
    let paths = &site.data.localised.paths;
    let id = slug(
        asked
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default(),
    );
    let found = paths
        .iter()
        .position(|path| slug(&path.id) == id || path.title == asked);
    let Some(at) = found else {
        let ids: Vec<&str> = paths.iter().map(|path| path.id.as_str()).collect();
        let error = Error::new(format!("there is no reading path `{asked}`"));
        return Err(match ids.is_empty() {
            true => error.help("write reading paths in content/paths.yaml"),
            false => error.help(format!("the paths are {}", ids.join(", "))),
        });
    };
    let path = &paths[at];
    let steps = site.graph.edition.paths[at].iter().flatten();
    let steps = steps.map(|page| page.id()).collect();
    Ok((path.title.clone(), Some(path.summary.clone()), steps))
}

/// The articles in the order of the booklet, each once: the page about safety, the articles, and the worksheets to which they
/// lead.
fn arranged(built: &Inspector, articles: Vec<DocId>) -> Vec<DocId> {
    let site = built.site();
    let graph = &site.graph;
    let is_published = |id: &DocId| graph.states[id.index()].published;
    let safety = built.inputs().config.help.safety_article.as_deref();
    let safety = safety.and_then(|name| graph.document_at(&site.documents, name));
    let sheets = articles.iter().flat_map(|id| &graph.links[id.index()]);
    let sheets: Vec<DocId> = sheets
        .filter_map(|link| match link {
            Resolution::Page { id, .. } => Some(*id),
            _ => None,
        })
        .filter(|id| graph.is_worksheet(*id))
        .collect();
    let mut order = Vec::new();
    for id in safety.into_iter().chain(articles).chain(sheets) {
        if is_published(&id) && !order.contains(&id) {
            order.push(id);
        }
    }
    order
}

/// How to reach the practice.
fn contacts(html: &mut String, practice: &Practice, texts: &Texts) {
    let labelled = |key: &str, value: &Option<String>| {
        let value = value.as_ref()?;
        Some(format!("{} {value}", texts.get(key)))
    };
    let lines = [
        labelled("practice_phone", &practice.phone),
        labelled("practice_email", &practice.email),
        labelled("practice_website", &practice.website),
        practice.address.clone(),
        practice.out_of_hours.clone(),
    ];
    let lines = lines.into_iter().flatten().chain(practice.hours.clone());
    html.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(html, "<li>{}</li>", escaped(&line));
    }
    html.push_str("</ul>\n");
}
