//! Loads a [`Theme`] from its files: the site's own files replace the built-in ones of the same name.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::sync::Arc;

use tera::Tera;

use super::constants::{Folded, TemplateSource};
use super::template_problems::template_problems;
use super::templates::{Theme, ThemeFile};
use super::{Parts, builtin, filters, manifest, text_users};
use crate::asset;
use crate::codes::THEME_01;
use crate::conflict;
use crate::data::texts::Texts;
use crate::diag::{Diagnostic, Reported};
use crate::files::{SourceFile, ThemeNames, bare_script};
use crate::memo::Fingerprint;
use crate::path::SourcePath;
use crate::style::Palette;

/// The folder of a theme whose files are templates.
const TEMPLATES: &str = "templates";

/// The folder of a theme whose files are published, each under a name that holds its fingerprint unless names are to be stable.
const STATIC: &str = "static";

/// The folder of a theme whose files become one style sheet, in the order of their names.
const STYLES: &str = "styles";

/// The name of that style sheet.
const STYLE_SHEET: &str = "style.css";

/// The folder of a theme whose files are line drawings, put into pages as they are.
const DRAWINGS: &str = "drawings";

/// The files of a theme by their paths in it, each with the path it was read from.
type Layers = BTreeMap<String, (SourcePath, Arc<[u8]>)>;

/// Puts the site's own theme files over the built-in ones, compiles the templates and joins the styles
/// to one sheet, which begins with the site's colours and the foot of its printed pages.
pub fn load(theme: Parts<'_>) -> Reported<Theme> {
    let Parts {
        name,
        own,
        texts,
        style,
        foot,
        names,
    } = theme;
    let layers = layers(name, own);
    let mut problems = unresolved(own);
    // Between the marks of a merge there are two versions: what else is wrong with them is of no use to the author.
    let is_whole = problems.is_empty();
    let palette = palette(&layers, is_whole, &mut problems);
    let mut files = Sorted::new(names);
    let mut drawing = Vec::new();
    for (path, (source, bytes)) in layers {
        if is_shown(&path) {
            drawing.push((source.clone(), Arc::clone(&bytes)));
        }
        files.add(&path, source, bytes, &mut problems);
    }
    let showing = text_users::showing(&files.templates);
    let sources = files.sources(texts);
    let sheet = [
        palette.sheet(style).into_bytes(),
        foot.sheet(texts).into_bytes(),
        mem::take(&mut files.styles),
    ]
    .concat();
    files.publish(STYLE_SHEET, sheet.into());
    let routes: Vec<_> = files
        .published
        .iter()
        .map(|(name, file)| (name, &file.route))
        .collect();
    let fingerprint = Fingerprint::of(&(drawing, texts, routes));
    let (tera, faults) = compile(&sources, texts);
    if is_whole {
        problems.extend(faults);
    }
    Reported {
        value: Theme {
            tera,
            sources,
            showing,
            files: files.published,
            drawings: files.drawings,
            texts: texts.clone(),
            palette,
            fingerprint,
        },
        problems,
    }
}

fn layers(name: &str, own: &[SourceFile]) -> Layers {
    let builtin = builtin::FILES.iter().map(|(path, bytes)| {
        let source = SourcePath::new(&format!("{}/{path}", builtin::FOLDER));
        ((*path).to_owned(), (source, Arc::from(*bytes)))
    });
    let folder = format!("themes/{name}");
    let own = own.iter().filter_map(|file| {
        let path = file.path.below(&folder)?.to_owned();
        Some((path, (file.path.clone(), Arc::clone(&file.bytes))))
    });
    builtin.chain(own).collect()
}

/// Files in which a merge is not finished.
fn unresolved(own: &[SourceFile]) -> Vec<Diagnostic> {
    let problem = |file: &SourceFile| {
        let text = std::str::from_utf8(&file.bytes).ok()?;
        conflict::problem(&file.path, text)
    };
    own.iter().filter_map(problem).collect()
}

fn palette(layers: &Layers, is_whole: bool, problems: &mut Vec<Diagnostic>) -> Palette {
    let Some((source, bytes)) = layers.get(manifest::FILE) else {
        return builtin::palette().clone();
    };
    let read = manifest::read(source, bytes);
    if is_whole {
        problems.extend(read.problems);
    }
    read.value
}

/// Whether pages show what is in a file of the theme, and not only its address.
fn is_shown(path: &str) -> bool {
    path.starts_with(&format!("{TEMPLATES}/")) || path.starts_with(&format!("{DRAWINGS}/"))
}

/// The files of a theme by what they are for.
struct Sorted {
    names: ThemeNames,
    templates: Vec<(String, String)>,
    /// Where the templates are written.
    paths: Vec<SourcePath>,
    published: BTreeMap<String, ThemeFile>,
    drawings: BTreeMap<String, String>,
    styles: Vec<u8>,
}

impl Sorted {
    fn new(names: ThemeNames) -> Self {
        Self {
            names,
            templates: Vec::new(),
            paths: Vec::new(),
            published: BTreeMap::new(),
            drawings: BTreeMap::new(),
            styles: Vec::new(),
        }
    }

    fn publish(&mut self, name: &str, bytes: Arc<[u8]>) {
        let file = ThemeFile::new(name, bytes, self.names);
        self.published.insert(name.to_owned(), file);
    }

    /// The templates by their names, with their constants folded.
    fn sources(&mut self, texts: &Texts) -> HashMap<String, TemplateSource> {
        let paths = mem::take(&mut self.paths).into_iter();
        let templates = mem::take(&mut self.templates).into_iter();
        let source = |((name, text), path): ((String, String), SourcePath)| {
            let folded = Folded::new(&text, texts);
            (name, TemplateSource { path, folded })
        };
        templates.zip(paths).map(source).collect()
    }

    /// Adds a file. Files in other folders are ignored.
    fn add(
        &mut self,
        path: &str,
        source: SourcePath,
        bytes: Arc<[u8]>,
        problems: &mut Vec<Diagnostic>,
    ) {
        match path.split_once('/') {
            Some((TEMPLATES, name)) => match std::str::from_utf8(&bytes) {
                Ok(text) => {
                    self.templates.push((name.to_owned(), text.to_owned()));
                    self.paths.push(source);
                }
                Err(error) => {
                    let at = error.valid_up_to();
                    let problem = Diagnostic::new(THEME_01, "the template is not UTF-8 text");
                    problems.push(problem.at(&source, at..at));
                }
            },
            Some((STATIC, name)) => {
                let bytes = match builtin::script(path, &bytes) {
                    Some(script) => Arc::from(bare_script(script).into_bytes()),
                    None => cleaned(source, bytes, problems),
                };
                self.publish(name, bytes);
            }
            Some((DRAWINGS, name)) => {
                let name = name.strip_suffix(".svg").unwrap_or(name).to_owned();
                let bytes = cleaned(source, bytes, problems);
                self.drawings
                    .insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
            Some((STYLES, _)) => {
                self.styles.push(b'\n');
                self.styles.extend_from_slice(&bytes);
            }
            _ => {}
        }
    }
}

/// A file of the site's own theme, freed of hidden data as every other file that is published.
fn cleaned(source: SourcePath, bytes: Arc<[u8]>, problems: &mut Vec<Diagnostic>) -> Arc<[u8]> {
    if builtin::find(source.as_str()) == Some(&*bytes) {
        return bytes;
    }
    // The limit of pixels is for photos that authors add.
    let prepared = asset::prepare(&SourceFile::new(source, bytes).into(), u64::MAX);
    problems.extend(prepared.problems);
    // The file is in memory, so it can be read.
    prepared.value.content.read().unwrap_or_default()
}

/// The templates, compiled with the filters they may use, and what is wrong with them.
fn compile(sources: &HashMap<String, TemplateSource>, texts: &Texts) -> (Tera, Vec<Diagnostic>) {
    let mut tera = Tera::new();
    filters::register(&mut tera, texts);
    let all = sources.iter();
    let all = all.map(|(name, source)| (name.as_str(), source.folded.text.as_str()));
    let problems = match tera.add_raw_templates(all) {
        Ok(()) => Vec::new(),
        Err(error) => template_problems(&error, sources),
    };
    (tera, problems)
}
