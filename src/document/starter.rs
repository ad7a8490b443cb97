//! Templates of new articles: Markdown files of a site, in `new/` of its theme, with placeholders such as `{{ title }}`.
//!
//! In front matter a placeholder stands for a whole value, with its quotation marks or brackets; in the text for plain words.
//! When an article is started, and with what, is decided elsewhere.

use super::{Settings, fence, read};
use crate::codes::THEME_01;
use crate::diag::{Diagnostic, Severity, did_you_mean, nearest};
use crate::files::SourceFile;
use crate::path::SourcePath;

/// The folder in a theme.
const FOLDER: &str = "new";

/// The placeholders.
pub const PLACEHOLDERS: [&str; 6] = ["title", "date", "section", "summary", "audience", "safety"];

/// What the placeholders stand for.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// The title.
    pub title: &'a str,
    /// Today, as `2026-01-31`.
    pub date: &'a str,
    /// The folder of the section; empty for none.
    pub section: &'a str,
    /// The summary; empty if there is none yet.
    pub summary: &'a str,
    /// The ids of the audiences.
    pub audience: &'a [String],
    /// The kinds of warning.
    pub safety: &'a [String],
}

impl Values<'_> {
    /// A placeholder's words in a text, or its value in front matter.
    fn of(&self, name: &str, in_settings: bool) -> Option<String> {
        let list = |items: &[String]| match in_settings {
            true => serde_json::json!(items).to_string(),
            false => items.join(", "),
        };
        let text = |text: &str| match in_settings {
            true => serde_json::json!(text).to_string(),
            false => text.to_owned(),
        };
        Some(match name {
            "title" => text(self.title),
            "date" => self.date.to_owned(),
            "section" => text(self.section),
            "summary" => text(self.summary),
            "audience" => list(self.audience),
            "safety" => list(self.safety),
            _ => return None,
        })
    }
}

/// The templates of a theme, each with its name.
pub fn all<'a>(
    theme: &str,
    files: &'a [SourceFile],
) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
    let folder = format!("themes/{theme}/{FOLDER}");
    files.iter().filter_map(move |file| {
        let name = file.path.below(&folder)?.strip_suffix(".md")?;
        (!name.contains('/')).then_some((name, file))
    })
}

/// The placeholders of a template: the offset of each, its length, and its name.
fn placeholders(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    text.match_indices("{{").filter_map(|(at, _)| {
        let inner = text[at + 2..].lines().next()?.split_once("}}")?.0;
        Some((at, inner.len() + 4, inner.trim()))
    })
}

/// Whether a template has a placeholder.
pub fn has(text: &str, name: &str) -> bool {
    placeholders(text).any(|(_, _, other)| other == name)
}

/// The text of an article from a template.
pub fn fill(text: &str, path: &SourcePath, values: &Values<'_>) -> String {
    let body = match fence::find(text, path) {
        fence::Top::Settings(_, span, _) => span.end,
        fence::Top::Text(_) | fence::Top::Lost(_) => 0,
    };
    let mut filled = String::with_capacity(text.len());
    let mut done = 0;
    for (at, length, name) in placeholders(text) {
        if let Some(value) = values.of(name, at < body) {
            filled.push_str(&text[done..at]);
            filled.push_str(&value);
            done = at + length;
        }
    }
    filled.push_str(&text[done..]);
    filled
}

/// What is wrong with the templates of a theme. None of it stops a site from being published.
pub fn check(theme: &str, files: &[SourceFile], settings: &Settings) -> Vec<Diagnostic> {
    let warn = |file: &SourceFile, message: String| {
        Diagnostic::new(THEME_01, message)
            .severity(Severity::Warning)
            .in_file(&file.path)
    };
    let mut problems = Vec::new();
    for (name, file) in all(theme, files) {
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            problems.push(warn(file, "the template is not UTF-8 text".to_owned()));
            continue;
        };
        for (at, length, written) in placeholders(text) {
            if !PLACEHOLDERS.contains(&written) {
                let help = did_you_mean(nearest(written, PLACEHOLDERS))
                    .unwrap_or_else(|| format!("the placeholders are {}", PLACEHOLDERS.join(", ")));
                let problem = warn(file, format!("there is no placeholder `{written}`"));
                problems.push(problem.at(&file.path, at..at + length).help(help));
            }
        }
        let values = Values {
            title: "A title",
            date: "2026-01-31",
            section: "a-section",
            summary: "A summary.",
            audience: &[],
            safety: &[],
        };
        let path = SourcePath::new(&format!("content/{name}.md"));
        let example = SourceFile::new(path, fill(text, &file.path, &values).into_bytes());
        let article = read(&example.into(), settings);
        let is_grave = |problem: &Diagnostic| {
            problem.severity == Severity::Error
                && matches!(problem.code.family(), "FRONT" | "TEXT")
                && problem.code.id() != "TEXT-15"
        };
        let mut grave = article.problems.into_iter().filter(is_grave);
        if let Some(fault) = grave.next() {
            let problem = warn(
                file,
                format!(
                    "an article from this template cannot be read: {}",
                    fault.message
                ),
            );
            problems.push(fault.help.into_iter().fold(problem, Diagnostic::help));
        } else if article.value.meta.held_by.is_none() {
            let problem = warn(
                file,
                "an article from this template is not a draft".to_owned(),
            );
            problems
                .push(problem.help("add `draft: true`, so that nothing unfinished is published"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn placeholders_are_values_in_front_matter_and_words_in_the_text() {
        let audience = ["hurt".to_owned()];
        let values = Values {
            title: "Say: \"sorry\"",
            date: "2026-01-31",
            section: "repair",
            summary: "",
            audience: &audience,
            safety: &[],
        };
        let template = "---\ntitle: {{ title }}\ndate: {{date}}\naudience: {{ audience }}\nsummary: {{ summary }}\n---\n# {{ title }} in {{section}}, {{ other }}\n";
        let path = SourcePath::new("themes/calm/new/talk.md");
        assert_eq!(
            fill(template, &path, &values),
            "---\ntitle: \"Say: \\\"sorry\\\"\"\ndate: 2026-01-31\naudience: [\"hurt\"]\nsummary: \"\"\n---\n# Say: \"sorry\" in repair, {{ other }}\n"
        );
    }

    #[test]
    fn a_template_is_checked_as_the_article_that_comes_of_it() {
        let told = |text: &str| -> Vec<String> {
            let path = SourcePath::new("themes/calm/new/talk.md");
            let files = [SourceFile::new(path, text.as_bytes())];
            let settings = Settings::of(&Config::default(), crate::markdown::Reserved::nothing());
            let problems = check("calm", &files, &settings);
            problems
                .into_iter()
                .map(|problem| problem.message)
                .collect()
        };
        let good = "---\ntitle: {{ title }}\ndraft: true\n---\nText.\n";
        assert!(told(good).is_empty());
        let slip = told("---\ntitle: {{ titel }}\ndraft: true\n---\nText.\n");
        assert!(
            slip[0].contains("there is no placeholder `titel`"),
            "{slip:?}"
        );
        let open = told("---\ntitle: {{ title }}\n---\nText.\n");
        assert!(open[0].contains("is not a draft"), "{open:?}");
        let broken = told("---\ntitle: {{ title }}\ndate: soon\ndraft: true\n---\nText.\n");
        assert!(broken[0].contains("cannot be read"), "{broken:?}");
    }
}
