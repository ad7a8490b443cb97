//! A file of the index: a script that passes its data to the client when it is loaded, and its way to the sink.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Value, json};

use crate::files::{Output, Recording, Sink, bare_script};
use crate::graph::SEARCH_FILES;
use crate::path::OutputPath;

/// The script that reads the other files and ranks. It is the same in every index, so it is made once.
static CLIENT: LazyLock<Output> =
    LazyLock::new(|| Output::new(bare_script(include_str!("client.js")).into_bytes()));

/// A file and its path.
#[derive(Clone)]
pub(super) struct File {
    pub(super) path: OutputPath,
    pub(super) output: Output,
}

impl File {
    /// Data under a name that holds their hash, so that browsers can cache the file for ever.
    pub(super) fn hashed(name: &str, data: &impl Serialize) -> Self {
        Self::named(name, script(name, data))
    }

    /// A script under a name that holds its hash.
    pub(super) fn named(name: &str, output: Output) -> Self {
        Self {
            path: path(&format!("{name}.{}", short(&output))),
            output,
        }
    }

    /// A function that the client calls, from the source of a bare script. With data, it is what that function makes of them.
    pub(super) fn function(name: &str, source: &str, data: Option<&Value>) -> Self {
        let call = data.map_or_else(String::new, |data| format!("({data})"));
        let script = format!(
            "mendSearch.add({},({}){call});\n",
            json!(name),
            source.trim()
        );
        Self::named(name, Output::new(script.into_bytes()))
    }

    /// Data under a name without a hash.
    pub(super) fn fixed(name: &str, data: &impl Serialize) -> Self {
        Self {
            path: path(name),
            output: script(name, data),
        }
    }

    /// The script that reads the others.
    pub(super) fn client() -> Self {
        Self {
            path: path("client"),
            output: CLIENT.clone(),
        }
    }

    /// The hash in the file's name: eight hexadecimal digits, the same on every machine.
    pub(super) fn hash(&self) -> String {
        short(&self.output)
    }
}

/// A file that was passed on: its name without the hash, and the hash.
pub(super) type Named = (String, String);

/// Where the files go, each as soon as it is made: an index has thousands, and none of them waits in memory for the last one.
pub(super) struct Outlet<'s> {
    files: Recording<'s>,
    /// The folder of the language, with a slash at its end; empty for the first language.
    folder: String,
}

impl<'s> Outlet<'s> {
    /// A way into the folder of a language; the first language has none.
    pub(super) fn to(sink: &'s dyn Sink, language: &str) -> Self {
        Self {
            files: Recording::to(sink),
            folder: match language {
                "" => String::new(),
                language => format!("{language}/"),
            },
        }
    }

    /// Passes a file on. Returns the hash in its name, by which other files name it.
    pub(super) fn put(&self, file: File) -> String {
        let hash = file.hash();
        let path = match &*self.folder {
            "" => file.path,
            folder => OutputPath::new(&format!("{folder}{}", file.path)),
        };
        self.files.put(path, file.output.into());
        hash
    }

    /// The paths of the files that were passed on.
    pub(super) fn into_paths(self) -> BTreeSet<OutputPath> {
        self.files.into_paths()
    }
}

fn path(name: &str) -> OutputPath {
    OutputPath::new(&format!("{SEARCH_FILES}/{name}.js"))
}

fn short(output: &Output) -> String {
    output.fingerprint.to_hex()[..8].to_owned()
}

/// A script that passes data to the client; the first letter of the name says what kind of data they are.
pub(super) fn script(name: &str, data: &impl Serialize) -> Output {
    let mut script = format!("mendSearch.add({},", json!(name)).into_bytes();
    let start = script.len();
    // Texts, numbers and lists can always be written as JSON, and writing to memory never fails.
    let _ = serde_json::to_writer(&mut script, data);
    // `</script>` in a text must not end the script.
    if script[start..].contains(&b'<') {
        let data = script.split_off(start);
        for (at, part) in data.split(|byte| *byte == b'<').enumerate() {
            let mark: &[u8] = if at == 0 { b"" } else { b"\\u003c" };
            script.extend_from_slice(mark);
            script.extend_from_slice(part);
        }
    }
    script.extend_from_slice(b");\n");
    Output::new(script)
}
