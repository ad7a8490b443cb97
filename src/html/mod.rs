//! The vocabulary of HTML: text written so that it stays text, and entities read back as the characters they name.
//!
//! It knows no element and parses no document.

pub mod entities;
pub mod escape;
