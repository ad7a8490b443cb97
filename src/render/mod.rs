//! View -> bytes: pages through the templates of the theme, feeds and site map by hand.
//!
//! It decides nothing: the view says what is on a page, the theme how it looks.

mod attributes;
mod fill;
mod listings;
mod picture;
mod player;
mod template;
mod xml;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Reported};
use crate::files::Output;
use crate::memo::Fingerprint;
use crate::theme::Theme;
use crate::view::{PageKind, Shared, SiteFacts, SiteView, View};

use fill::Filler;
pub(crate) use listings::AllSources;
pub use listings::ListingCache;
pub use template::UnmetTemplate;
use xml::{atom, robots, sitemap};

/// The result of rendering a page: the page and the problems of its templates.
pub struct Page {
    /// The page; `None` if its template failed.
    pub output: Option<Output>,
    /// The template that drew it.
    pub template: String,
    /// The template for which the page asks, if it cannot draw the page.
    pub unmet: Option<UnmetTemplate>,
    /// The failures, without the name of the page: the same template fails on many pages.
    pub problems: Vec<Diagnostic>,
}

impl Page {
    /// A page that could not be rendered at all.
    pub fn failed(problem: Diagnostic) -> Self {
        Self {
            output: None,
            template: String::new(),
            unmet: None,
            problems: vec![problem],
        }
    }
}

/// Renders pages with one theme.
///
/// Values that pages share are converted to values of the template language once, and copies of those are cheap. So the cost of
/// a page does not depend on the size of the site's data or of the theme.
pub struct Renderer<'a> {
    theme: &'a Theme,
    kinds: &'a [PageKind],
    extra: Value,
    data: Value,
    drawings: Value,
    /// The site as pages see it, by the fingerprint of its view.
    sites: Converted<Fingerprint>,
    /// The addresses of the theme's files, by the way to the top of the site.
    assets: Converted<String>,
}

/// Values of the template language that were converted before.
type Converted<K> = RwLock<FxHashMap<K, Value>>;

impl<'a> Renderer<'a> {
    /// Makes everything ready that is alike on all pages. `kinds` are all kinds of page.
    pub fn new(theme: &'a Theme, facts: &SiteFacts, kinds: &'a [PageKind]) -> Self {
        let drawings = theme.drawings.iter();
        let drawings = drawings.map(|(name, svg)| (name.clone().into(), Value::safe_string(svg)));
        Self {
            theme,
            kinds,
            extra: Value::from_serializable(&*facts.extra),
            data: Value::from_serializable(&*facts.data),
            drawings: Value::from(drawings.collect::<tera::Map>()),
            sites: RwLock::default(),
            assets: RwLock::default(),
        }
    }

    /// Renders one page.
    pub fn page(&self, view: &View) -> Page {
        let mut problems = Vec::new();
        let mut context = self.context(view);
        let content = self.text(view, &context, &mut problems);
        context.insert_value(
            "content",
            content.map_or(Value::none(), |html| Value::safe_string(&html)),
        );
        let (template, unmet) = template::choose(view, self.theme, self.kinds);
        let output = match self.theme.render(&template, &context) {
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

    /// The text of a page alone, as its template gets it, with the warning it must carry: for documents that are not pages
    /// of the site.
    pub fn content(&self, view: &View) -> Reported<String> {
        let mut problems = Vec::new();
        let html = self.text(view, &self.context(view), &mut problems);
        Reported {
            value: html.unwrap_or_default(),
            problems,
        }
    }

    /// Everything that a template gets, except the text of the page.
    fn context(&self, view: &View) -> Context {
        let mut context = Context::new();
        let View {
            version,
            site,
            page,
            article,
            audiences,
            paths,
            more_paths,
            glossary,
            terms,
            section,
            list,
            redirect,
            help,
            privacy,
            content: _,
            template: _,
            root,
            language_root,
        } = view;
        context.insert("version", version);
        context.insert_value("site", self.site(site));
        context.insert("page", page);
        insert(&mut context, "article", article.as_ref());
        context.insert("audiences", audiences);
        context.insert("paths", paths);
        context.insert("more_paths", more_paths);
        insert(&mut context, "glossary", glossary.as_ref());
        context.insert("terms", terms);
        insert(&mut context, "section", section.as_ref());
        insert(&mut context, "list", list.as_ref());
        insert(&mut context, "redirect", redirect.as_ref());
        context.insert("help", help);
        insert(&mut context, "privacy", privacy.as_ref());
        context.insert("root", root);
        context.insert("language_root", language_root);
        context.insert_value("drawings", self.drawings.clone());
        let assets = || Value::from_serializable(&assets(root, self.theme));
        context.insert_value("assets", converted(&self.assets, root.clone(), assets));
        context
    }

    /// The site as a page sees it, with the values that are alike on all pages in their places.
    fn site(&self, site: &Shared<SiteView>) -> Value {
        converted(&self.sites, site.fingerprint(), || {
            let fields = Value::from_serializable(&**site);
            let mut fields = fields.into_map().unwrap_or_default();
            fields.insert("extra".into(), self.extra.clone());
            fields.insert("data".into(), self.data.clone());
            Value::from(fields)
        })
    }

    /// The text of a page, if it has one.
    fn text(
        &self,
        view: &View,
        context: &Context,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let content = view.content.as_ref()?;
        let notice = notice(view, self.theme, context, problems);
        let filler = Filler::new(content, view, self.theme, &self.site(&view.site));
        let html = filler.html(&notice);
        problems.append(&mut filler.into_problems());
        Some(html)
    }
}

/// The value for a key, converted when it is first asked for. The lock is not held meanwhile, so two threads may convert
/// the same value.
fn converted<K: Eq + Hash>(known: &Converted<K>, key: K, convert: impl FnOnce() -> Value) -> Value {
    let read = known.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(value) = read.get(&key) {
        return value.clone();
    }
    drop(read);
    let value = convert();
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    known.entry(key).or_insert(value).clone()
}

/// The warning that a page's content must carry, whatever template shows it; empty if the page warns of nothing.
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
fn assets(root: &str, theme: &Theme) -> BTreeMap<String, String> {
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
