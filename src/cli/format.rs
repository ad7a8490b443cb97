//! The formats of reports, which several commands have as an option.

use clap::ValueEnum;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    Text,
    /// JSON for programs
    Json,
}
