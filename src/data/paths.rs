//! The reading paths in `paths.yaml`, and the audiences of articles in `audiences.yaml`.
//!
//! It does not check whether the pages of a path exist; the graph does.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::source;
use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::files::SourceFile;

/// The maximum number of steps of a path. A tired reader does not finish a longer one.
pub const MOST_STEPS: usize = 8;

/// The reading paths of a site, `content/paths.yaml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub(super) struct Paths {
    /// The paths, in the order in which they are listed.
    pub(super) paths: Vec<ReadingPath>,
}

/// Articles in an order that suits one situation. Each path has a page.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct ReadingPath {
    /// The last part of the path's address, such as `just-found-out`.
    pub id: String,
    /// The title of the path.
    pub title: String,
    /// Who it is for: the id of an audience, or a list of ids.
    #[serde(default)]
    pub audience: Audience,
    /// One sentence about the path.
    pub summary: String,
    /// The name of one of the theme's drawings, for the page of the path.
    #[serde(default)]
    pub drawing: Option<String>,
    /// The articles, at most eight.
    pub steps: Vec<Step>,
    /// The span of its id.
    #[serde(skip)]
    pub span: Span,
}

/// One audience, or a list of them.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(untagged)]
pub enum Audience {
    /// The id of one audience.
    One(String),
    /// The ids of several audiences, or none.
    Several(Vec<String>),
}

impl Default for Audience {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Audience {
    /// The ids of the audiences.
    pub fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

/// One article of a path.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The article: its file name, path or title, as in a link `[[name]]`.
    pub page: String,
    /// Why the reader should read it at this point.
    pub text: String,
    /// The span of the page's name.
    #[serde(skip)]
    pub span: Span,
}

/// The audiences of a site, `content/audiences.yaml`. They replace the built-in ones: `hurt`, `broke-trust` and `both`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub(super) struct Audiences {
    /// The audiences, in the order in which they are listed.
    pub(super) audiences: Vec<AudienceKind>,
}

/// A group of readers for whom an article can be written.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields)]
pub struct AudienceKind {
    /// The name of the audience in front matter and addresses.
    pub id: String,
    /// What these readers are called in a sentence, such as `the parents`.
    pub words: String,
    /// Whether articles for this audience are also listed for every other one.
    #[serde(default)]
    pub everyone: bool,
    /// Whether these readers do things together, as couples do. An article for them with a task then needs a safety notice
    /// (SAFE-02), and `mend new` offers the notices for couples.
    #[serde(default)]
    pub together: bool,
    /// What these readers type into the search box: examples, twenty or more for each audience. Search learns from them who is asking,
    /// and ranks articles for these readers higher. It needs examples of two audiences at least.
    #[serde(default)]
    pub asks: Vec<String>,
}

/// Sets the spans of ids and pages, and reports paths that are too long or share an id.
pub(super) fn complete(paths: &mut [ReadingPath], file: &SourceFile) -> Vec<Diagnostic> {
    let mut ids = source::value_spans(file, "id").into_iter();
    let mut pages = source::value_spans(file, "page").into_iter();
    let mut problems = Vec::new();
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    for path in paths {
        path.span = ids.next().unwrap_or_default();
        for step in &mut path.steps {
            step.span = pages.next().unwrap_or_default();
        }
        let id = crate::path::slug(&path.id);
        if let Some(other) = known.get(&id) {
            problems.push(
                Diagnostic::new(codes::PATH_03, format!("two paths have the id `{id}`"))
                    .at(&file.path, path.span.clone())
                    .also(&file.path, Some(other.clone()), "the other one")
                    .help("give one of them another id"),
            );
        }
        known.entry(id).or_insert_with(|| path.span.clone());
        if let Some(step) = path.steps.get(MOST_STEPS) {
            problems.push(
                Diagnostic::new(
                    codes::PATH_01,
                    format!(
                        "the path `{}` has {} steps; the limit is {MOST_STEPS}",
                        path.id,
                        path.steps.len()
                    ),
                )
                .at(&file.path, step.span.clone())
                .help("remove the steps that can wait, or split the path in two"),
            );
        }
    }
    problems
}
