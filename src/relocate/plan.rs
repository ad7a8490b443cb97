//! The plan of a move: the files that move, the texts that change, and the obstacles.

use std::collections::BTreeMap;
use std::fmt;

use crate::path::{Route, SourcePath};

/// A file or folder that gets another path.
#[derive(Clone, Debug)]
pub struct Move {
    /// Where it is.
    pub from: SourcePath,
    /// Where it will be.
    pub to: SourcePath,
}

/// What is to be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Each file that moves, sorted; and each folder of which nothing takes part in the site.
    pub moves: Vec<Move>,
    /// The files that get another text, by the path they have before the move: documents, the file of the reading paths
    /// and `site.toml`.
    pub texts: BTreeMap<SourcePath, Text>,
    /// The links that are rewritten in them, in the order of files and places.
    pub links: Vec<RewrittenLink>,
    /// The redirects that are added: from where, and the document they lead to.
    pub redirects: Vec<(Route, SourcePath)>,
}

/// The text of a file before and after.
#[derive(Debug)]
pub struct Text {
    /// The text as it was read.
    pub old: String,
    /// The text to write.
    pub new: String,
}

/// A link whose target is rewritten.
#[derive(Debug, PartialEq, Eq)]
pub struct RewrittenLink {
    /// The file, by the path it has before the move.
    pub path: SourcePath,
    /// The line, from 1.
    pub line: usize,
    /// The target as it was written, without the part after `#`.
    pub old: String,
    /// The target as it is written now.
    pub new: String,
}

/// A reason why the move is refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The file, by the path it has before the move.
    pub path: SourcePath,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The reason, as a clause about the file.
    pub message: String,
}

impl Obstacle {
    pub(super) fn new(path: &SourcePath, line: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            path: path.clone(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Obstacle {
            path,
            line,
            message,
        } = self;
        match line {
            Some(line) => write!(f, "{path}:{line}: {message}"),
            None => write!(f, "{path}: {message}"),
        }
    }
}

impl Move {
    /// Where a file or folder is after the move.
    pub(super) fn place(&self, path: &SourcePath) -> SourcePath {
        match path.below(self.from.as_str()) {
            Some(inner) => SourcePath::new(&format!("{}/{inner}", self.to)),
            None if *path == self.from => self.to.clone(),
            None => path.clone(),
        }
    }
}
