//! Builds HTML from small parts. Every text is escaped here, so no caller can forget it.

use crate::html::escape;

/// A piece of HTML.
#[derive(Clone, Default)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// Plain text.
    pub(super) fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        escape::html(&mut html, text);
        Self(html)
    }

    /// Text in which words between backticks are code.
    pub(super) fn ticked(text: &str) -> Self {
        let pieces = text.split('`').enumerate();
        Self::all(pieces.map(|(at, piece)| match at % 2 {
            0 => Self::text(piece),
            _ => code(piece),
        }))
    }

    /// An element with attributes and content.
    pub(super) fn element(name: &str, attributes: &[(&str, &str)], content: Html) -> Self {
        let mut html = format!("<{name}");
        for (name, value) in attributes {
            html.push_str(&format!(" {name}=\""));
            escape::attribute(&mut html, value);
            html.push('"');
        }
        html.push('>');
        html.push_str(&content.0);
        html.push_str(&format!("</{name}>"));
        Self(html)
    }

    /// A link that shows text.
    pub(super) fn link(address: &str, text: &str) -> Self {
        let mut href = String::new();
        escape::href(&mut href, address);
        Self(format!("<a href=\"{href}\">{}</a>", Self::text(text).0))
    }

    /// Pieces one after the other.
    pub(super) fn all(pieces: impl IntoIterator<Item = Html>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// A cell of a table: what it shows, and what it is sorted by if that is not its text.
pub(super) struct Cell {
    content: Html,
    key: Option<String>,
}

impl Cell {
    pub(super) fn new(content: Html) -> Self {
        Self { content, key: None }
    }

    pub(super) fn text(text: &str) -> Self {
        Self::new(Html::text(text))
    }

    /// A number, or something that is sorted like one.
    pub(super) fn sorted(content: Html, key: impl ToString) -> Self {
        Self {
            content,
            key: Some(key.to_string()),
        }
    }

    pub(super) fn count(number: usize) -> Self {
        Self::sorted(Html::text(&number.to_string()), number)
    }
}

/// A row of a table and the words by which the filter knows it.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) kinds: Vec<&'static str>,
}

impl Row {
    pub(super) fn new(cells: impl Into<Vec<Cell>>) -> Self {
        Self {
            cells: cells.into(),
            kinds: Vec::new(),
        }
    }
}

/// A table in a box of its own that can be scrolled sideways. The first cell of each row is its heading;
/// columns of numbers are named `# …`.
pub(super) fn table(caption: &str, columns: &[&str], rows: Vec<Row>) -> Html {
    let is_number = |at: usize| columns[at].starts_with("# ");
    let class = |at: usize| if is_number(at) { "number" } else { "words" };
    let heading = |(at, name): (usize, &&str)| {
        let name = Html::text(name.trim_start_matches("# "));
        Html::element("th", &[("scope", "col"), ("class", class(at))], name)
    };
    let head = Html::all(columns.iter().enumerate().map(heading));
    let body = rows.into_iter().map(|row| {
        let kinds = row.kinds.join(" ");
        let cell = |(at, cell): (usize, Cell)| {
            let mut attributes = vec![("class", class(at))];
            if let Some(key) = &cell.key {
                attributes.push(("data-key", key));
            }
            if at == 0 {
                attributes.push(("scope", "row"));
            }
            let name = if at == 0 { "th" } else { "td" };
            Html::element(name, &attributes, cell.content)
        };
        let cells = Html::all(row.cells.into_iter().enumerate().map(cell));
        let kinds: &[(&str, &str)] = if kinds.is_empty() {
            &[]
        } else {
            &[("data-kinds", &kinds)]
        };
        Html::all([Html::element("tr", kinds, cells), Html("\n".to_owned())])
    });
    let body = Html::all(body);
    let table = Html::all([
        Html::element(
            "caption",
            &[("class", "visually-hidden")],
            Html::text(caption),
        ),
        Html::element("thead", &[], Html::element("tr", &[], head)),
        Html::element("tbody", &[], body),
    ]);
    let table = Html::element("table", &[], table);
    let region = [
        ("class", "scroll"),
        ("role", "region"),
        ("aria-label", caption),
        ("tabindex", "0"),
    ];
    Html::element("div", &region, table)
}

/// A part of the page with its heading.
pub(super) fn part(id: &str, title: &str, content: impl IntoIterator<Item = Html>) -> Html {
    let heading = Html::element("h2", &[("id", id)], Html::text(title));
    let content = Html::all(content);
    let all = Html::all([heading, Html("\n".to_owned()), content]);
    let section = Html::element("section", &[("aria-labelledby", id)], all);
    Html::all([section, Html("\n".to_owned())])
}

/// A sentence.
pub(super) fn paragraph(text: &str) -> Html {
    Html::element("p", &[], Html::text(text))
}

/// A sentence in a quieter style.
pub(super) fn quiet(text: &str) -> Html {
    Html::element("p", &[("class", "quiet")], Html::ticked(text))
}

/// Something as it is written in a file.
pub(super) fn code(text: &str) -> Html {
    Html::element("code", &[], Html::text(text))
}

/// A file, perhaps with a line: `content/a.md:3`. The preview opens it in the author's editor.
pub(super) fn place(text: &str) -> Html {
    Html::element("code", &[("class", "place")], Html::text(text))
}

/// An unordered list.
pub(super) fn list(items: impl IntoIterator<Item = Html>) -> Html {
    let items = items.into_iter();
    let items = items.map(|item| Html::element("li", &[], item));
    Html::element("ul", &[], Html::all(items))
}
