//! Escaping of text, decoding of entities, HTML as a [tree], and what HTML says about its elements and attributes.
//!
//! It decides nothing about what a page may hold.

mod data_url;
pub mod elements;
pub mod entities;
pub mod escape;
pub mod sources;
pub mod tree;

pub use data_url::data_url;
