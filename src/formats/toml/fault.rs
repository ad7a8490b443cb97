//! A fault in a TOML text: what is wrong, where, and how to mend it. Its severity is decided by the callers.

use crate::diag::Span;

/// A fault in a TOML text.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The kind of fault.
    pub kind: FaultKind,
    /// Where it is.
    pub span: Span,
    /// What is wrong, in words that name no Rust types.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A syntax error.
    Syntax,
    /// A key that is set twice.
    RepeatedKey,
    /// An unknown key, similar to a known one that was probably meant.
    MisspeltKey,
    /// An unknown key that is not similar to a known one.
    UnknownKey,
    /// A value that is not valid for its key.
    Value,
}
