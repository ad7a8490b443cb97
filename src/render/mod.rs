//! View -> bytes: pages through the theme, feeds and site map by hand.
//!
//! Nothing is decided here: what a page shows stands in its view, how it looks in the theme.

mod fill;
mod listings;
mod template;
mod xml;

use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Reported};
use crate::files::Output;
use crate::theme::Theme;
use crate::view::View;

pub use listings::ListingCache;
pub use template::UnmetTemplate;
use xml::{atom, robots, sitemap};

/// A finished page, and what was wrong with the templates on the way.
pub struct Page {
    /// The page; nothing if its template failed.
    pub output: Option<Output>,
    /// The template that drew it.
    pub template: String,
    /// The template that the page asks for, if that cannot draw it.
    pub unmet: Option<UnmetTemplate>,
    /// What failed, without the page's name: the same template fails on many pages.
    pub problems: Vec<Diagnostic>,
}

impl Page {
    /// A page that could not be made at all.
    pub fn failed(problem: Diagnostic) -> Self {
        Self {
            output: None,
            template: String::new(),
            unmet: None,
            problems: vec![problem],
        }
    }
}

/// Renders one page. `root` is the way from the page to the top of the site.
pub fn page(view: &View, root: &str, theme: &Theme) -> Page {
    let mut problems = Vec::new();
    let mut context = context(view, root, theme);
    let content = text(view, theme, &context, &mut problems);
    context.insert_value(
        "content",
        content.map_or(Value::none(), |html| Value::safe_string(&html)),
    );
    let (template, unmet) = template::choose(view, theme);
    let output = match theme.render(&template, &context) {
        Ok(html) => Some(Output::new(html.into_bytes())),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    };
    Page {
        output,
        template,
        unmet,
        problems,
    }
}

/// The text of a page alone, as its template gets it, with the warning it must carry: for documents that are no pages of the
/// site.
pub fn content(view: &View, root: &str, theme: &Theme) -> Reported<String> {
    let mut problems = Vec::new();
    let html = text(view, theme, &context(view, root, theme), &mut problems);
    Reported {
        value: html.unwrap_or_default(),
        problems,
    }
}

/// Everything a template gets, but for the text of the page.
fn context(view: &View, root: &str, theme: &Theme) -> Context {
    let mut context = Context::new();
    let View {
        version,
        site,
        page,
        article,
        audiences,
        paths,
        glossary,
        terms,
        section,
        list,
        redirect,
        help,
        privacy,
        content: _,
        template: _,
    } = view;
    context.insert("version", version);
    context.insert("site", site);
    context.insert("page", page);
    insert(&mut context, "article", article.as_ref());
    context.insert("audiences", audiences);
    context.insert("paths", paths);
    insert(&mut context, "glossary", glossary.as_ref());
    context.insert("terms", terms);
    insert(&mut context, "section", section.as_ref());
    insert(&mut context, "list", list.as_ref());
    insert(&mut context, "redirect", redirect.as_ref());
    context.insert("help", help);
    insert(&mut context, "privacy", privacy.as_ref());
    context.insert("root", root);
    if section.is_some() {
        let drawings = theme.drawings.iter();
        let drawings = drawings.map(|(name, svg)| (name.clone().into(), Value::safe_string(svg)));
        context.insert_value("drawings", Value::from(drawings.collect::<tera::Map>()));
    }
    context.insert("assets", &assets(root, theme));
    context
}

/// The text of a page, if it has one.
fn text(
    view: &View,
    theme: &Theme,
    context: &Context,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let content = view.content.as_ref()?;
    let notice = notice(view, theme, context, problems);
    Some(fill::html(content, &notice, view, theme, problems))
}

/// The warning that a page's content must carry, whatever template shows it; empty if there is none.
fn notice(view: &View, theme: &Theme, context: &Context, problems: &mut Vec<Diagnostic>) -> String {
    if view.page.safety.is_empty() {
        return String::new();
    }
    match theme.render("partials/notice.html", context) {
        Ok(html) => html,
        Err(problem) => {
            problems.push(*problem);
            String::new()
        }
    }
}

fn insert(context: &mut Context, name: &'static str, value: Option<&impl Serialize>) {
    context.insert_value(
        name,
        value.map_or(Value::none(), |value| Value::from_serializable(value)),
    );
}

/// The addresses of the theme's files, seen from a page.
fn assets(root: &str, theme: &Theme) -> std::collections::BTreeMap<String, String> {
    theme
        .files
        .iter()
        .map(|(name, file)| {
            (
                name.clone(),
                format!("{root}{}", &file.route.encoded()[1..]),
            )
        })
        .collect()
}
