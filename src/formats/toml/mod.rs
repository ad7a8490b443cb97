//! TOML: parsing into plain data, or into a Rust type with the span of every setting that does not fit ([`fit`]).
//!
//! In plain data, dates become text, and the spans of values are not kept.

mod fault;
mod typed;
mod wording;

use toml::Value;

pub use toml::Spanned;

pub use fault::{Fault, FaultKind};
pub use typed::{fit, fit_document, syntax_faults};

/// Parses a text into plain data.
///
/// # Errors
///
/// The first syntax error.
pub fn read(text: &str) -> Result<serde_json::Value, Box<Fault>> {
    let table: toml::Table =
        toml::from_str(text).map_err(|error| typed::syntax_fault(text, &error))?;
    Ok(to_json(Value::Table(table)))
}

fn to_json(value: Value) -> serde_json::Value {
    match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => number.into(),
        Value::Boolean(truth) => truth.into(),
        Value::Datetime(moment) => moment.to_string().into(),
        Value::Array(items) => items.into_iter().map(to_json).collect(),
        Value::Table(table) => serde_json::Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, to_json(value)))
                .collect(),
        ),
    }
}
