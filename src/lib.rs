//! mend
pub mod asset;
pub mod check;
pub mod codes;
pub mod config;
pub mod date;
pub mod diag;
pub mod document;
pub mod files;
pub mod graph;
pub mod markdown;
pub mod memo;
pub mod path;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod theme;
pub mod view;
