//! Finds the templates that show the text of their page, directly or through a template that they extend or include.
//!
//! It reads the source of the templates, and does not run them.

use std::collections::BTreeSet;

/// The value by which a template gets the text of its page.
const TEXT: &str = "content";

/// The templates in which the text of a page is shown, by themselves or by one they extend or include.
pub(super) fn showing(templates: &[(String, String)]) -> BTreeSet<String> {
    let made: Vec<(&str, Vec<Token<'_>>)> = templates
        .iter()
        .map(|(name, text)| (name.as_str(), tokens(text)))
        .collect();
    let mut showing: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = showing.len();
        for (name, tokens) in &made {
            let mut pairs = std::iter::once(Token::Other)
                .chain(tokens.iter().copied())
                .zip(tokens);
            let shows = pairs.any(|(last, token)| match (last, token) {
                (Token::Word("extends" | "include"), Token::Quoted(other)) => {
                    showing.contains(*other)
                }
                (Token::Dot, _) => false,
                (_, token) => *token == Token::Word(TEXT),
            });
            if shows {
                showing.insert((*name).to_owned());
            }
        }
        if showing.len() == before {
            return showing;
        }
    }
}

/// A token inside the braces of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    Quoted(&'t str),
    Dot,
    Other,
}

/// The tokens of all tags of a template. Comments and the HTML between tags have none.
fn tokens(template: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let end = match rest.as_bytes().first() {
            Some(b'#') => {
                rest = rest.split_once("#}").map_or("", |(_, behind)| behind);
                continue;
            }
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        let (inside, behind) = rest[1..].split_once(end).unwrap_or((&rest[1..], ""));
        words(inside, &mut tokens);
        rest = behind;
    }
    tokens
}

fn words<'t>(mut rest: &'t str, tokens: &mut Vec<Token<'t>>) {
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let (token, length) = match first {
            '"' | '\'' | '`' => {
                let inside = &rest[1..];
                let end = inside.find(first).unwrap_or(inside.len());
                (Token::Quoted(&inside[..end]), (end + 2).min(rest.len()))
            }
            '.' => (Token::Dot, 1),
            c if is_part(c) => {
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                (Token::Word(&rest[..end]), end)
            }
            c => (Token::Other, c.len_utf8()),
        };
        if !first.is_whitespace() {
            tokens.push(token);
        }
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_shown_by_a_template_or_by_what_it_is_made_with() {
        let templates = [
            ("base.html", "<main>{% block main %}{% endblock %}</main>"),
            (
                "article.html",
                "{% extends \"base.html\" %}{{- content | safe -}}",
            ),
            ("own.html", "{% extends 'article.html' %}"),
            (
                "with.html",
                "{% if content %}{% include \"partials/text.html\" %}{% endif %}",
            ),
            ("through.html", "{% include \"partials/text.html\" %}"),
            ("partials/text.html", "{{content}}"),
            (
                "field.html",
                "{{ page.content }} content {# {{ content }} #} {{ \"content\" | text }}",
            ),
            ("open.html", "{{ \"content"),
            ("circle.html", "{% include \"circle.html\" %}"),
        ];
        let templates = templates.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let found: Vec<String> = showing(&templates).into_iter().collect();
        assert_eq!(
            found,
            [
                "article.html",
                "own.html",
                "partials/text.html",
                "through.html",
                "with.html"
            ]
        );
    }
}
