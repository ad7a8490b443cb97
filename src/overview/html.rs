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

/// Longer tables and lists have a page of their own, and the first page shows their beginning.
const MOST: usize = 100;

/// A piece of a part of the overview.
pub(super) enum Piece {
    /// The same on every page.
    Fixed(Html),
    /// A table.
    Table(Table),
    /// A list.
    List(Vec<Html>),
    /// Something with many entries that has no beginning to show.
    Large { content: Html, entries: usize },
}

/// A table in a box of its own that can be scrolled sideways. The first cell of each row is its heading;
/// columns of numbers are named `# …`.
pub(super) struct Table {
    caption: String,
    columns: Vec<&'static str>,
    rows: Vec<Row>,
}

/// A part of the overview with its heading.
pub(super) struct Part {
    /// Its anchor, and the name of the page of its own.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pieces: Vec<Piece>,
}

impl From<Html> for Piece {
    fn from(html: Html) -> Self {
        Self::Fixed(html)
    }
}

impl Piece {
    fn is_long(&self) -> bool {
        let entries = match self {
            Self::Fixed(_) => 0,
            Self::Table(table) => table.rows.len(),
            Self::List(items) => items.len(),
            Self::Large { entries, .. } => *entries,
        };
        entries > MOST
    }

    /// The piece with at most so many entries.
    fn html(&self, most: usize) -> Html {
        match self {
            Self::Fixed(html) => html.clone(),
            Self::Table(table) => table.html(most),
            Self::List(items) => list(items.iter().take(most).cloned()),
            Self::Large { entries, .. } if *entries > most => Html::default(),
            Self::Large { content, .. } => content.clone(),
        }
    }
}

impl Table {
    fn html(&self, most: usize) -> Html {
        let Self {
            caption,
            columns,
            rows,
        } = self;
        let class = |at: usize| match columns[at].starts_with("# ") {
            true => "number",
            false => "words",
        };
        let heading = |(at, name): (usize, &&str)| {
            let name = Html::text(name.trim_start_matches("# "));
            Html::element("th", &[("scope", "col"), ("class", class(at))], name)
        };
        let head = Html::all(columns.iter().enumerate().map(heading));
        let body = rows.iter().take(most).map(|row| {
            let kinds = row.kinds.join(" ");
            let cell = |(at, cell): (usize, &Cell)| {
                let mut attributes = vec![("class", class(at))];
                if let Some(key) = &cell.key {
                    attributes.push(("data-key", key));
                }
                if at == 0 {
                    attributes.push(("scope", "row"));
                }
                let name = if at == 0 { "th" } else { "td" };
                Html::element(name, &attributes, cell.content.clone())
            };
            let cells = Html::all(row.cells.iter().enumerate().map(cell));
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
        // What is sorted or filtered must be all there is.
        let is_cut = rows.len() > most;
        let attributes: &[(&str, &str)] = if is_cut { &[("data-cut", "")] } else { &[] };
        let table = Html::element("table", attributes, table);
        let region = [
            ("class", "scroll"),
            ("role", "region"),
            ("aria-label", caption),
            ("tabindex", "0"),
        ];
        Html::element("div", &region, table)
    }
}

impl Part {
    /// The part as the first page shows it.
    pub(super) fn short(&self) -> Html {
        let Self { id, title, .. } = self;
        if !self.pieces.iter().any(Piece::is_long) {
            return self.html(MOST, None);
        }
        let link = Html::link(&format!("{id}.html"), &format!("{title} in full"));
        let about = Html::text(&format!(
            "At most {MOST} entries of a list are shown here. "
        ));
        let more = Html::element("p", &[("class", "more")], Html::all([about, link]));
        self.html(MOST, Some(more))
    }

    /// The part as a page of its own shows it, if it needs one.
    pub(super) fn whole(&self) -> Option<Html> {
        let is_long = self.pieces.iter().any(Piece::is_long);
        is_long.then(|| self.html(usize::MAX, None))
    }

    fn html(&self, most: usize, more: Option<Html>) -> Html {
        let pieces = self.pieces.iter().map(|piece| piece.html(most));
        section(self.id, self.title, Html::all(pieces.chain(more)))
    }
}

/// A section of a page, with its heading.
pub(super) fn section(id: &str, title: &str, content: Html) -> Html {
    let line_end = || Html("\n".to_owned());
    let heading = Html::element("h2", &[("id", id)], Html::text(title));
    let all = Html::all([heading, line_end(), content]);
    let section = Html::element("section", &[("aria-labelledby", id)], all);
    Html::all([section, line_end()])
}

/// A table, as a piece of a part.
pub(super) fn table(caption: &str, columns: &[&'static str], rows: Vec<Row>) -> Piece {
    Piece::Table(Table {
        caption: caption.to_owned(),
        columns: columns.to_vec(),
        rows,
    })
}

/// The same with all rows, whatever page it is on.
pub(super) fn whole_table(caption: &str, columns: &[&'static str], rows: Vec<Row>) -> Html {
    table(caption, columns, rows).html(usize::MAX)
}

/// A part of the overview with its heading.
pub(super) fn part(
    id: &'static str,
    title: &'static str,
    pieces: impl IntoIterator<Item = Piece>,
) -> Part {
    Part {
        id,
        title,
        pieces: pieces.into_iter().collect(),
    }
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
