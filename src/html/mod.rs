//! Escaping of text, decoding of entities, and what HTML says about its elements and attributes.
//!
//! It parses no documents, and decides nothing about what a page may hold.

mod data_url;
pub mod elements;
pub mod entities;
pub mod escape;
pub mod sources;

pub use data_url::data_url;
