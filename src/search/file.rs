//! A file of the index: a script that hands its data to the client when it is loaded.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::json;

use crate::document::help::Help;
use crate::files::{Output, bare_script};
use crate::graph::SEARCH_FILES;
use crate::path::OutputPath;

/// The client as it is published: the same in every index, so it is made once.
static CLIENT: LazyLock<Output> =
    LazyLock::new(|| Output::new(bare_script(super::CLIENT).into_bytes()));

/// A file and its place.
#[derive(Clone)]
pub(super) struct File {
    pub(super) path: OutputPath,
    pub(super) output: Output,
}

impl File {
    /// Data under a name that changes with them.
    pub(super) fn hashed(name: &str, data: &impl Serialize) -> Self {
        Self::named(name, script(name, data))
    }

    /// A script under a name that changes with it.
    pub(super) fn named(name: &str, output: Output) -> Self {
        Self {
            path: place(&format!("{name}.{}", short(&output))),
            output,
        }
    }

    /// Data under a name that stays.
    pub(super) fn fixed(name: &str, data: &impl Serialize) -> Self {
        Self {
            path: place(name),
            output: script(name, data),
        }
    }

    /// The script that reads the others.
    pub(super) fn client() -> Self {
        Self {
            path: place("client"),
            output: CLIENT.clone(),
        }
    }

    /// The script that knows what readers in danger type.
    pub(super) fn danger(help: Option<&Help>) -> Self {
        Self::named("danger", super::danger::script(help))
    }

    /// The part of its hash that stands in the file's name: eight hexadecimal digits, the same on every machine.
    pub(super) fn hash(&self) -> String {
        short(&self.output)
    }
}

fn place(name: &str) -> OutputPath {
    OutputPath::new(&format!("{SEARCH_FILES}/{name}.js"))
}

fn short(output: &Output) -> String {
    output.fingerprint.to_hex()[..8].to_owned()
}

/// The script that hands over data; the first letter of the name says what they are.
pub(super) fn script(name: &str, data: &impl Serialize) -> Output {
    // Texts, numbers and lists can always be written as JSON.
    let data = serde_json::to_string(data).unwrap_or_default();
    // No text may end the script that it stands in.
    let data = match data.contains('<') {
        true => data.replace('<', "\\u003c"),
        false => data,
    };
    Output::new(format!("mendSearch.add({},{data});\n", json!(name)).into_bytes())
}
