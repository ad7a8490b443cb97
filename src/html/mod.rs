//! Escaping of text and decoding of entities.
//!
//! It knows no elements and parses no documents.

pub mod entities;
pub mod escape;
