//! Why a store did not do what it was asked, in words for the person who deploys.

use std::fmt;

use crate::diag::Error;

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened, as a clause: `the bucket does not exist`.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether the same request may succeed a moment later.
    pub temporary: bool,
}

impl Failure {
    /// A failure that stays.
    pub fn lasting(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            temporary: false,
        }
    }

    /// A failure that may be gone a moment later.
    pub fn temporary(message: impl Into<String>) -> Self {
        Self {
            temporary: true,
            ..Self::lasting(message)
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The error that ends the command: what was to be done, and why it was not.
    pub(super) fn error(self, doing: impl fmt::Display) -> Error {
        let error = Error::new(format!("{doing}: {}", self.message));
        match self.help {
            Some(help) => error.help(help),
            None => error,
        }
    }
}
