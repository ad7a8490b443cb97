//! `[serve]`: how the preview is served, and which editor its links open. The server itself is elsewhere.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[serve]`: the live preview, `mend serve`.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Serve {
    /// The port to listen on. If it is taken, the next free one is used.
    pub port: u16,
    /// The editor that opens when you click a problem in the author's panel: `vscode`, `jetbrains` (IntelliJ IDEA), or an
    /// address with the placeholders `{file}`, `{line}` and `{column}`. Without it, problems are not links.
    pub editor: Option<Editor>,
    /// Whether Alt, Shift and P open and close the author's panel.
    pub panel_key: bool,
}

impl Default for Serve {
    fn default() -> Self {
        Self {
            port: 1414,
            editor: None,
            panel_key: true,
        }
    }
}

/// The address that opens a file in an editor. The author's browser passes it to the editor; mend starts no program.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(try_from = "String")]
pub struct Editor(String);

impl TryFrom<String> for Editor {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let pattern = match written.as_str() {
            "vscode" => "vscode://file{file}:{line}:{column}",
            "jetbrains" => "idea://open?file={file}&line={line}&column={column}",
            own => own,
        };
        let scheme = pattern.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        let runs_in_the_page = ["javascript", "data", "vbscript", "blob"]
            .iter()
            .any(|own| scheme.eq_ignore_ascii_case(own));
        let has_blank = pattern.contains(|c: char| c.is_whitespace() || c.is_control());
        if !is_scheme || runs_in_the_page || has_blank || !pattern.contains("{file}") {
            return Err(format!(
                "editor = \"{written}\" is neither \"vscode\", \"jetbrains\" nor an address with {{file}} in it, such as \"myeditor://open?file={{file}}&line={{line}}\""
            ));
        }
        Ok(Self(pattern.to_owned()))
    }
}

impl Editor {
    /// The pattern for the files of a site. `root`, the absolute path of the site folder, is filled in. `{file}` remains
    /// for the path of a file in the site folder, percent-encoded part by part.
    pub fn below(&self, root: &str) -> String {
        let root = root.trim_end_matches('/');
        self.0
            .replace("{file}", &format!("{}/{{file}}", encode(root)))
    }
}

/// Percent-encodes a path for any part of an address, including the value of a query; `/` is kept.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => encoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(text: &str) -> Result<Editor, String> {
        Editor::try_from(text.to_owned())
    }

    #[test]
    fn a_pattern_names_whole_paths_and_leaves_no_sign_unescaped() {
        let below = |text, root| editor(text).expect("a known editor").below(root);
        assert_eq!(
            below("vscode", "/srv/my site#1"),
            "vscode://file/srv/my%20site%231/{file}:{line}:{column}"
        );
        assert_eq!(
            below("jetbrains", "/a&b?c/é"),
            "idea://open?file=/a%26b%3Fc/%C3%A9/{file}&line={line}&column={column}"
        );
        assert_eq!(below("x-ed:{file}", "/"), "x-ed:/{file}");
    }

    #[test]
    fn what_is_no_address_of_an_editor_is_refused() {
        for wrong in [
            "emacs",
            "javascript:alert('{file}')",
            "DATA:{file}",
            "x://no-file",
            "x: {file}",
            "",
        ] {
            let message = editor(wrong).expect_err(wrong);
            assert!(message.contains("vscode"), "{message}");
        }
    }
}
