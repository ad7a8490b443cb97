//! Folds the constants of a template when its theme is loaded: `{{ "search" | text }}` becomes the text itself, escaped, since no
//! page can change it. A page of the built-in theme has dozens of them.
//!
//! Only an expression that is nothing but such a text is folded. Places in the folded template are translated back, so that
//! an error names the place that its author sees.

use std::ops::Range;

use tera::escape_html;

use crate::data::texts::{self, Texts};
use crate::path::SourcePath;

/// A template: the file it is written in, and what is compiled.
pub(super) struct TemplateSource {
    pub(super) path: SourcePath,
    pub(super) folded: Folded,
}

/// A template as the template library gets it.
pub(super) struct Folded {
    pub(super) text: String,
    /// What was folded, in order.
    folds: Vec<Fold>,
}

/// The same part of a template, before and after.
struct Fold {
    written: Range<usize>,
    folded: Range<usize>,
}

/// How an expression and a tag begin.
const EXPRESSION: &str = "{{";
const TAG: &str = "{%";

impl Folded {
    /// Folds a template.
    pub(super) fn new(template: &str, texts: &Texts) -> Self {
        let mut folded = Self {
            text: String::with_capacity(template.len()),
            folds: Vec::new(),
        };
        let mut done = 0;
        if !has_raw(template) {
            for (start, _) in template.match_indices(EXPRESSION) {
                let Some((end, text)) = constant(template, start, texts) else {
                    continue;
                };
                folded.text.push_str(&template[done..start]);
                let from = folded.text.len();
                folded.text.push_str(&text);
                folded.folds.push(Fold {
                    written: start..end,
                    folded: from..folded.text.len(),
                });
                done = end;
            }
        }
        folded.text.push_str(&template[done..]);
        folded
    }

    /// Where a byte of the folded template is in the template as it is written.
    pub(super) fn written(&self, at: usize) -> usize {
        let before = self.folds.partition_point(|fold| fold.folded.start <= at);
        match before.checked_sub(1).map(|last| &self.folds[last]) {
            Some(fold) if at < fold.folded.end => fold.written.start,
            Some(fold) => fold.written.end + (at - fold.folded.end),
            None => at,
        }
    }
}

/// Whether a template has the tag `raw`, in which nothing is an expression.
fn has_raw(template: &str) -> bool {
    let tags = template.split(TAG).skip(1);
    let mut names = tags.map(|tag| tag.trim_start_matches('-').trim_start());
    names.any(|name| name.starts_with("raw"))
}

/// The text of an expression that is a constant, with the end of the expression.
fn constant(template: &str, start: usize, texts: &Texts) -> Option<(usize, String)> {
    // An expression that also removes the blanks around it begins or ends with a hyphen, and stays as it is.
    let inside = template[start..].strip_prefix("{{ \"")?;
    let (key, rest) = inside.split_once('"')?;
    let rest = rest.strip_prefix(" | text }}")?;
    let words = texts.entries().get(key)?.form(None);
    // A text with a placeholder needs a value, and one with braces would be read as an expression.
    let is_constant = texts::names(words).next().is_none() && !words.contains('{');
    if !is_constant {
        return None;
    }
    let mut escaped = Vec::with_capacity(words.len());
    escape_html(words, &mut escaped).ok()?;
    Some((
        template.len() - rest.len(),
        String::from_utf8(escaped).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;
    use crate::files::SourceFile;
    use crate::path::SourcePath;
    use crate::theme::filters;

    fn texts() -> Texts {
        let file = "plain: Read & \"write\" <b>it's</b> / `so`\nnamed: Hello {name}\n\
                    counted: { one: One thing, other: Things }\nbraced: \"a { b\"\n";
        let file = SourceFile::new(SourcePath::new("texts.yaml"), file.as_bytes());
        texts::read(&texts::Files::english(file)).value
    }

    fn render(template: &str, texts: &Texts) -> Result<String, String> {
        let mut tera = Tera::new();
        filters::register(&mut tera, texts);
        let added = tera.add_raw_template("page.html", template);
        let rendered = added.and_then(|()| tera.render("page.html", &Context::new()));
        rendered.map_err(|error| error.to_string())
    }

    #[test]
    fn a_folded_template_writes_what_it_wrote_before() {
        let texts = texts();
        for (template, folds) in [
            (
                "<p title=\"{{ \"plain\" | text }}\">{{ \"counted\" | text }}</p>",
                2,
            ),
            (
                "a {{- \"plain\" | text -}} b{{ \"plain\" | text | upper }}",
                0,
            ),
            ("{% raw %}{{ \"plain\" | text }}{% endraw %}", 0),
            ("{%- raw -%}{{ \"plain\" | text }}{%- endraw -%}", 0),
            ("{# drawings #}{{ \"plain\" | text }}", 1),
            (
                "{% set a = \"plain\" | text %}{{ a }}{{ \"braced\" | text }}",
                0,
            ),
            ("{{ \"named\" | text }}{{ \"unknown\" | text }}", 0),
        ] {
            let folded = Folded::new(template, &texts);
            assert_eq!(folded.folds.len(), folds, "{template}");
            assert_eq!(render(&folded.text, &texts), render(template, &texts));
        }
    }

    #[test]
    fn a_place_in_a_folded_template_is_that_of_its_author() {
        let texts = texts();
        let template = "é {{ \"plain\" | text }} % {{ \"counted\" | text }} !";
        let folded = Folded::new(template, &texts);
        for mark in ["é", " %", "%", " !", "!"] {
            let at = |text: &str| text.find(mark).expect("the mark");
            assert_eq!(folded.written(at(&folded.text)), at(template), "{mark}");
        }
        let inside = folded.text.find("write").expect("the text");
        assert_eq!(folded.written(inside), template.find("{{").expect("it"));
    }
}
