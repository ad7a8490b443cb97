//! A theme: templates that draw pages and files that are published beside them.
//!
//! The default theme is part of the program ([`builtin`]); a file of the same name in the site's own
//! `themes/NAME/` takes its place. A template is given a context and nothing else: it cannot look at
//! the site, the disk, the network or the clock.

pub mod builtin;
mod source;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};

use crate::asset;
use crate::codes;
use crate::conflict;
use crate::data::texts::{self, Texts};
use crate::diag::{Diagnostic, Lines, Reported};
use crate::files::{Output, SourceFile, bare_script};
use crate::memo::Fingerprint;
use crate::path::{Route, SourcePath};
use crate::style::Style;

/// The most bytes one page may have: a template that loops without end stops here.
const LARGEST_PAGE: usize = 64 << 20;

/// The folder of a theme whose files are templates.
const TEMPLATES: &str = "templates";

/// The folders of templates that draw a part of a page.
const PARTS: [&str; 2] = ["blocks/", "partials/"];

/// The folder of a theme whose files are published, each under a name that holds its fingerprint.
const STATIC: &str = "static";

/// The folder of a theme whose files become one style sheet, in the order of their names.
const STYLES: &str = "styles";

/// The name of that style sheet.
const STYLE_SHEET: &str = "style.css";

/// The folder of a theme whose files are line drawings, put into pages as they are.
const DRAWINGS: &str = "drawings";

/// Templates and files, ready to be used.
pub struct Theme {
    tera: Tera,
    /// Where each template is written, by its name.
    sources: HashMap<String, SourcePath>,
    /// The templates that show the text of the page they draw.
    showing: BTreeSet<String>,
    /// Its published files, by their name.
    pub files: BTreeMap<String, ThemeFile>,
    /// Its drawings as SVG elements, by their name; sections ask for one in their front matter.
    pub drawings: BTreeMap<String, String>,
    /// The words of the interface, which every template gets as `texts`.
    pub texts: Texts,
    /// Stands for all of it.
    pub fingerprint: Fingerprint,
}

/// A file of the theme that is published with the site.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Its address, which changes with its contents: it can be kept by browsers for ever.
    pub route: Route,
    /// What it holds.
    pub output: Output,
}

impl ThemeFile {
    fn new(name: &str, bytes: Arc<[u8]>) -> Self {
        let output = Output::new(bytes);
        Self {
            route: hashed_route(name, &output),
            output,
        }
    }
}

/// Stands for everything [`load`] looks at.
pub fn key(name: &str, files: &[SourceFile], texts: &Texts, style: &Style) -> Fingerprint {
    Fingerprint::of(&(
        name,
        texts,
        style,
        files
            .iter()
            .map(|file| (&file.path, file.fingerprint))
            .collect::<Vec<_>>(),
    ))
}

/// The files with the theme's own words: the built-in ones, and what the site's theme adds or changes.
pub fn texts_files(name: &str, own: &[SourceFile]) -> Vec<SourceFile> {
    let file = format!("{}.yaml", texts::NAME);
    let builtin = SourcePath::new(&format!("{}/{file}", builtin::FOLDER));
    let builtin = SourceFile::new(
        builtin.clone(),
        builtin::find(builtin.as_str()).unwrap_or_default(),
    );
    let own_path = SourcePath::new(&format!("themes/{name}/{file}"));
    let own = own.iter().find(|file| file.path == own_path).cloned();
    std::iter::once(builtin).chain(own).collect()
}

/// Puts the site's own theme files over the built-in ones, compiles the templates and joins the styles
/// to one sheet, which begins with the site's colours.
pub fn load(name: &str, own: &[SourceFile], texts: &Texts, style: &Style) -> Reported<Theme> {
    let folder = format!("themes/{name}");
    let mut layered: BTreeMap<String, (SourcePath, Arc<[u8]>)> = builtin::FILES
        .iter()
        .map(|(path, bytes)| {
            (
                (*path).to_owned(),
                (
                    SourcePath::new(&format!("{}/{path}", builtin::FOLDER)),
                    Arc::from(*bytes),
                ),
            )
        })
        .collect();
    for file in own {
        if let Some(path) = file.path.below(&folder) {
            layered.insert(
                path.to_owned(),
                (file.path.clone(), Arc::clone(&file.bytes)),
            );
        }
    }
    let unresolved = own.iter().filter_map(|file| {
        let text = std::str::from_utf8(&file.bytes).ok()?;
        conflict::problem(&file.path, text)
    });
    let mut problems: Vec<Diagnostic> = unresolved.collect();
    let is_whole = problems.is_empty();
    let fingerprint = Fingerprint::of(&(&layered, texts, style));
    let mut sources = HashMap::new();
    let mut templates: Vec<(String, String)> = Vec::new();
    let mut files = BTreeMap::new();
    let mut drawings = BTreeMap::new();
    let mut sheet = style.sheet().into_bytes();
    for (path, (source, bytes)) in layered {
        match path.split_once('/') {
            Some((TEMPLATES, name)) => match std::str::from_utf8(&bytes) {
                Ok(text) => {
                    templates.push((name.to_owned(), text.to_owned()));
                    sources.insert(name.to_owned(), source);
                }
                Err(error) => problems.push(
                    Diagnostic::new(codes::THEME_01, "the template is not UTF-8 text")
                        .at(&source, error.valid_up_to()..error.valid_up_to()),
                ),
            },
            Some((STATIC, name)) => {
                let bytes = match builtin::script(&path, &bytes) {
                    Some(script) => Arc::from(bare_script(script).into_bytes()),
                    None => cleaned(source, bytes, &mut problems),
                };
                files.insert(name.to_owned(), ThemeFile::new(name, bytes));
            }
            Some((DRAWINGS, name)) => {
                let name = name.strip_suffix(".svg").unwrap_or(name).to_owned();
                let bytes = cleaned(source, bytes, &mut problems);
                drawings.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
            Some((STYLES, _)) => {
                sheet.push(b'\n');
                sheet.extend_from_slice(&bytes);
            }
            _ => {}
        }
    }
    files.insert(
        STYLE_SHEET.to_owned(),
        ThemeFile::new(STYLE_SHEET, sheet.into()),
    );
    let mut tera = Tera::new();
    words::teach(&mut tera, texts);
    if let Err(error) = tera.add_raw_templates(
        templates
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    ) && is_whole
    {
        problems.extend(template_problems(&error, &templates, &sources));
    }
    Reported {
        value: Theme {
            tera,
            sources,
            showing: source::showing(&templates),
            files,
            drawings,
            texts: texts.clone(),
            fingerprint,
        },
        problems,
    }
}

/// A file of the site's own theme, freed of hidden data as every other file that is published.
fn cleaned(source: SourcePath, bytes: Arc<[u8]>, problems: &mut Vec<Diagnostic>) -> Arc<[u8]> {
    if builtin::find(source.as_str()) == Some(&*bytes) {
        return bytes;
    }
    let prepared = asset::prepare(&SourceFile::new(source, bytes));
    problems.extend(prepared.problems);
    prepared.value.output.bytes
}

/// `style.css` becomes `/assets/style.0f3a….css`.
fn hashed_route(name: &str, output: &Output) -> Route {
    let hash = &output.fingerprint.to_hex()[..12];
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    Route::new(&format!("/assets/{stem}.{hash}.{extension}"))
}

/// All templates that cannot be read; the library itself stops at the first.
fn template_problems(
    error: &tera::Error,
    templates: &[(String, String)],
    sources: &HashMap<String, SourcePath>,
) -> Vec<Diagnostic> {
    let alone = |(name, text): &(String, String)| match Tera::new().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => Some(error),
        _ => None,
    };
    let mut errors: Vec<Diagnostic> = match error.kind() {
        // A template that is right only beside others (a parent, a component) fails alone in other ways.
        ErrorKind::SyntaxError(_) => templates
            .iter()
            .filter_map(alone)
            .map(|error| describe(&error, codes::THEME_01, sources))
            .collect(),
        // Names that no template may use are reported together, as text.
        ErrorKind::Msg(text) => reports(text, templates, sources),
        _ => Vec::new(),
    };
    if errors.is_empty() {
        errors.push(describe(error, codes::THEME_01, sources));
    }
    crate::diag::arrange(&mut errors);
    errors
}

/// The problems in a text of the form `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, repeated.
fn reports(
    text: &str,
    templates: &[(String, String)],
    sources: &HashMap<String, SourcePath>,
) -> Vec<Diagnostic> {
    let report = |report: &str| {
        let message = report.lines().next()?.trim();
        let place = report
            .lines()
            .find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let name = parts.next()?;
        let (_, source) = templates.iter().find(|(known, _)| known == name)?;
        let at = Lines::new(source).offset(line, column);
        Some(Diagnostic::new(codes::THEME_01, message).at(sources.get(name)?, at..at))
    };
    text.split("error: ").filter_map(report).collect()
}

/// A problem at the place in the template that the library names.
fn describe(
    error: &tera::Error,
    code: codes::Code,
    sources: &HashMap<String, SourcePath>,
) -> Diagnostic {
    let at = |report: &ReportError| {
        let problem = Diagnostic::new(code, report.message().to_owned());
        match sources.get(report.filename()) {
            Some(path) => problem.at(path, report.span().range.clone()),
            None => problem,
        }
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => at(report),
        kind => {
            let message = kind.to_string();
            // These name their template in quotes.
            let named = message
                .split('\'')
                .nth(1)
                .and_then(|name| sources.get(name));
            let problem =
                Diagnostic::new(code, message.lines().next().unwrap_or_default().to_owned());
            named.map_or(problem.clone(), |path| problem.in_file(path))
        }
    }
}

/// Whether no page can be drawn by a theme that has this problem.
pub fn is_fatal(problem: &Diagnostic) -> bool {
    [codes::THEME_01, codes::TEXT_07, codes::MEND_01].contains(&problem.code)
}

impl Theme {
    /// Whether there is a template of this name.
    pub fn has(&self, template: &str) -> bool {
        self.sources.contains_key(template)
    }

    /// The templates that draw a whole page and show its text, wherever in it.
    pub fn with_text(&self) -> impl Iterator<Item = &str> {
        let is_whole = |name: &&String| !PARTS.iter().any(|folder| name.starts_with(folder));
        self.showing.iter().filter(is_whole).map(String::as_str)
    }

    /// Runs one template.
    ///
    /// # Errors
    ///
    /// A problem at a place in the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let mut page = Bounded(Vec::with_capacity(16 << 10));
        let failed =
            |error: &tera::Error| Box::new(describe(error, codes::THEME_02, &self.sources));
        self.tera
            .render_to(template, context, &mut page)
            .map_err(|error| failed(&error))?;
        // Templates and values are text, so what they make is.
        String::from_utf8(page.0)
            .map_err(|_| Box::new(Diagnostic::new(codes::THEME_02, "the page is not UTF-8")))
    }
}

/// Takes bytes until a page is far too large.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_PAGE {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "the page grows without end",
            ));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
