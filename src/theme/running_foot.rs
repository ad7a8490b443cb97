//! What stands at the foot of every printed sheet.
//!
//! Browsers draw it outside the page's text, so no element can hold it: the style sheet of the site has its words, as custom
//! properties for the theme's `@page` rules.

use crate::data::texts::Texts;

/// Who hands out the printed pages of a site.
#[derive(Clone, Copy, Debug, Hash)]
pub struct RunningFoot<'a> {
    /// The name of the practice or the site.
    pub name: &'a str,
    /// A line below the name.
    pub line: Option<&'a str>,
}

impl RunningFoot<'_> {
    /// Its custom properties: `--foot-name`, and `--foot-pages` with the number of the sheet.
    pub(super) fn sheet(self, texts: &Texts) -> String {
        let lines = std::iter::once(self.name).chain(self.line);
        let name: Vec<String> = lines.map(escaped).collect();
        // Words without the letters U+E000 and U+E001, which are for private use, have the place of a counter there.
        let pages = texts.fill("sheet_of", &[("page", "\u{E000}"), ("pages", "\u{E001}")]);
        let pages = escaped(&pages)
            .replace('\u{E000}', "\" counter(page) \"")
            .replace('\u{E001}', "\" counter(pages) \"");
        format!(
            "@media print {{\n:root {{\n  --foot-name: \"{}\";\n  --foot-pages: \"{pages}\";\n}}\n}}\n",
            name.join("\\a "),
        )
    }
}

/// A text as it stands in a string of a style sheet.
fn escaped(text: &str) -> String {
    let mut string = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '<' => {
                string.push('\\');
                string.push(letter);
            }
            _ if letter.is_control() => string.push(' '),
            _ => string.push(letter),
        }
    }
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_foot_cannot_leave_their_string() {
        let foot = RunningFoot {
            name: "A \"quiet\" \\ place\n</style>",
            line: Some("Call 999"),
        };
        let sheet = foot.sheet(&Texts::default());
        let wanted = r#"--foot-name: "A \"quiet\" \\ place \</style>\a Call 999";"#;
        assert!(sheet.contains(wanted), "{sheet}");
    }
}
