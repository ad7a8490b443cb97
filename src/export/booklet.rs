//! Articles that belong together as one page, which prints as a booklet: a cover, what is in it, the page about safety, the
//! articles, the worksheets that they lead to, and help.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::excerpt::{Place, chapter, excerpt};
use crate::config::{Config, Practice};
use crate::data::texts::Texts;
use crate::diag::{Error, Result};
use crate::files::Outputs;
use crate::graph::{DocId, Resolution};
use crate::html::escape::escaped;
use crate::inspect::Inspector;
use crate::path::{OutputPath, slug};

/// What the file may load: its own style, and the pictures it holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Which articles are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// All that are there to be read, in their order.
    Everything,
    /// The articles of a reading path, by its id or its title.
    Path(&'a str),
    /// These articles.
    Articles(&'a [DocId]),
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
    title: String,
    summary: Option<String>,
    /// The title and the file of each page, in order.
    pages: Vec<(String, OutputPath)>,
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
        let (title, summary, articles) = match wanted {
            Wanted::Everything => {
                let all = graph.edition.reading_order.iter();
                let title = texts.get("booklet");
                (title, None, all.map(|page| page.id()).collect())
            }
            Wanted::Path(asked) => path(built, asked)?,
            Wanted::Articles(asked) => (texts.get("booklet"), None, asked.to_vec()),
        };
        let documents = &built.site().documents;
        let mut pages: Vec<(String, OutputPath)> = arranged(built, articles)
            .into_iter()
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

    /// The booklet as one file, which needs no other. `files` are those of the same build.
    ///
    /// # Errors
    ///
    /// When a page of it is not among the files.
    pub fn html(&self, built: &Inspector, files: &Outputs, manner: Manner) -> Result<String> {
        let site = built.site();
        let config = &built.inputs().config;
        let texts = &site.theme.texts;
        let numbered = || self.pages.iter().zip(1..);
        let numbers: BTreeMap<OutputPath, usize> = numbered()
            .map(|((_, file), number)| (file.clone(), number))
            .collect();
        let mut html = String::new();
        head(&mut html, &self.title, &style(built, manner), config);
        let large = if manner.large { " prints-large" } else { "" };
        let _ = writeln!(
            html,
            "<body class=\"booklet prints-terms prints-name{large}\">"
        );
        self.cover(&mut html, built, manner);
        html.push_str("<main>\n");
        self.contents(&mut html, texts);
        for ((title, file), number) in numbered() {
            let page = files.get(file).and_then(|content| content.read().ok());
            let page =
                page.ok_or_else(|| Error::new(format!("the page `{title}` was not made")))?;
            let place = Place {
                path: file,
                number,
                numbers: &numbers,
                files,
            };
            let taken = excerpt(&String::from_utf8_lossy(&page), place);
            let direction = taken.direction.as_deref().unwrap_or("ltr");
            let _ = writeln!(
                html,
                "<section class=\"chapter {}\" id=\"{}\" lang=\"{}\" dir=\"{direction}\">{}</section>",
                escaped(&taken.classes),
                chapter(number),
                escaped(&taken.language),
                taken.html
            );
        }
        let day = texts.fill(
            "booklet_saved",
            &[("date", &built.inputs().options.now.iso_day())],
        );
        let _ = writeln!(
            html,
            "</main>\n<footer>\n<p class=\"saved\">{}</p>",
            escaped(&day)
        );
        if let Some(copyright) = &config.copyright {
            let _ = writeln!(html, "<p class=\"saved\">{}</p>", escaped(copyright));
        }
        html.push_str("</footer>\n</body>\n</html>\n");
        Ok(html)
    }

    /// From whom it is, and its title.
    fn cover(&self, html: &mut String, built: &Inspector, manner: Manner) {
        let config = &built.inputs().config;
        let texts = &built.site().theme.texts;
        html.push_str("<header class=\"cover\">\n");
        if manner.name {
            let name = config.practice.as_ref().map(|practice| &practice.name);
            let name = escaped(name.unwrap_or(&config.title));
            let _ = writeln!(html, "<p class=\"from\">{name}</p>");
        }
        let _ = writeln!(html, "<h1>{}</h1>", escaped(&self.title));
        if let Some(summary) = &self.summary {
            let _ = writeln!(html, "<p class=\"lead\">{}</p>", escaped(summary));
        }
        if let Some(practice) = config.practice.as_ref().filter(|_| manner.name) {
            contacts(html, practice, texts);
        }
        html.push_str("</header>\n");
    }

    /// What is in it.
    fn contents(&self, html: &mut String, texts: &Texts) {
        let heading = escaped(&texts.get("booklet_contents"));
        let _ = writeln!(
            html,
            "<section class=\"contents-of-booklet\">\n<h2>{heading}</h2>\n<ol>"
        );
        for ((title, _), number) in self.pages.iter().zip(1..) {
            let title = escaped(title);
            let _ = writeln!(
                html,
                "<li><a href=\"#{}\">{title}</a></li>",
                chapter(number)
            );
        }
        html.push_str("</ol>\n</section>\n");
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

/// The style of the theme, without whose guide this is unless that is wanted.
fn style(built: &Inspector, manner: Manner) -> String {
    let sheet = built.site().theme.files.get("style.css");
    let sheet = sheet.map_or(String::new(), |file| {
        String::from_utf8_lossy(&file.output.bytes).into_owned()
    });
    let is_kept = |line: &&str| manner.name || !line.trim_start().starts_with("--foot-name:");
    let mut style: String = sheet
        .split_inclusive('\n')
        .filter(|line| is_kept(&line.trim_end()))
        .collect();
    if !manner.name {
        style.push_str("@media print { :root { --foot-name: \"\"; } }\n");
    }
    style.push_str(include_str!("booklet.css"));
    style
}

fn head(html: &mut String, title: &str, style: &str, config: &Config) {
    let language = escaped(&config.language);
    let title = escaped(title);
    let _ = writeln!(
        html,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>"
    );
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
