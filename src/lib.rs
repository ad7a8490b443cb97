//! mend
pub mod codes;
pub mod config;
pub mod date;
pub mod diag;
pub mod discover;
pub mod files;
pub mod markdown;
pub mod memo;
pub mod path;
pub mod publish;
pub mod report;
