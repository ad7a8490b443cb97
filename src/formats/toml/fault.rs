//! Something in a TOML text that does not fit: what, where, and how to mend it.

use crate::diag::Span;

/// Something that does not fit.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What kind it is.
    pub kind: FaultKind,
    /// The bytes it is about.
    pub span: Span,
    /// What is wrong, in words that name no Rust types.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is not TOML here.
    Syntax,
    /// An unknown key, and a known one that is near enough to be meant.
    MisspeltKey,
    /// An unknown key that is near to no known one.
    UnknownKey,
    /// A value that its key cannot have.
    Value,
}
