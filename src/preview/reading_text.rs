//! The words of a page as readers meet them, line by line: those of its main part, without ways around and controls.

use html5gum::{Token, Tokenizer};

/// Elements that begin a line of their own.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "td",
    "tr",
    "ul",
];

/// Elements whose words are no part of the text.
const ASIDE: [&str; 7] = [
    "nav", "script", "style", "button", "form", "footer", "template",
];

/// The lines of a page.
pub(super) fn lines(html: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let (mut in_main, mut aside) = (false, 0usize);
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => match name(&tag.name) {
                "main" => in_main = true,
                name if ASIDE.contains(&name) => aside += 1,
                name if BLOCKS.contains(&name) => end(&mut line, &mut lines),
                _ => {}
            },
            Token::EndTag(tag) => match name(&tag.name) {
                "main" => in_main = false,
                name if ASIDE.contains(&name) => aside = aside.saturating_sub(1),
                name if BLOCKS.contains(&name) => end(&mut line, &mut lines),
                _ => {}
            },
            Token::String(text) if in_main && aside == 0 => line.push_str(name(&text)),
            _ => {}
        }
    }
    end(&mut line, &mut lines);
    lines
}

fn name(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Ends a line, unless it is empty.
fn end(line: &mut String, lines: &mut Vec<String>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !words.is_empty() {
        lines.push(words.join(" "));
    }
    line.clear();
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_page_has_the_lines_of_its_main_part() {
        let page = "<header>Site</header><main><nav>Here</nav><h1>A title</h1><p>One &amp; <b>two</b>.<br>Three.</p>\
                    <ul><li>a<li>b</ul><button>Press</button></main><footer>Foot</footer>";
        assert_eq!(lines(page), ["A title", "One & two.", "Three.", "a", "b"]);
        assert!(lines("<p>outside").is_empty());
    }
}
