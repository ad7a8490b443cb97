//! The figures as a person reads them: medians first, and how far the runs lay apart.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use crate::build::Comparison;
use crate::compare::Row;
use crate::edit::{Edit, Edits};
use crate::measure::Run;

/// Middle, least and greatest of several figures.
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

impl Spread {
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        let half = figures.len() / 2;
        let median = match figures.len() {
            0 => f64::NAN,
            odd if odd % 2 == 1 => figures[half],
            _ => f64::midpoint(figures[half - 1], figures[half]),
        };
        let (least, greatest) = (figures.first(), figures.last());
        Self {
            median,
            least: *least.unwrap_or(&f64::NAN),
            greatest: *greatest.unwrap_or(&f64::NAN),
        }
    }

    /// The median with the least and the greatest behind it, to three digits.
    fn show(&self) -> String {
        let digits = match self.median {
            wide if wide >= 100.0 => 0,
            middle if middle >= 10.0 => 1,
            _ => 2,
        };
        format!(
            "{:.digits$} ({:.digits$}–{:.digits$})",
            self.median, self.least, self.greatest
        )
    }
}

/// Says on a terminal what is being done; nothing stays of it.
pub(crate) fn progress(what: &str) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        write!(stderr, "\r\x1b[K{what}").ok();
        stderr.flush().ok();
    }
}

/// Prints lines for good.
pub(crate) fn say(text: &str) {
    progress("");
    writeln!(std::io::stdout(), "{text}").ok();
}

/// A Markdown table whose columns stand under each other.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells =
            row.iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
        text.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
        if at == 0 {
            let rules = widths
                .iter()
                .enumerate()
                .map(|(column, width)| match column {
                    0 => "-".repeat(*width),
                    _ => "-".repeat(*width - 1) + ":",
                });
            text.push_str(&format!("| {} |\n", rules.collect::<Vec<_>>().join(" | ")));
        }
    }
    text
}

/// What ran in turn, and how it compares.
pub(crate) fn comparison(comparison: &Comparison, runs: usize) -> String {
    let Comparison {
        title,
        rows,
        ratios,
    } = comparison;
    let mut table_rows = vec![header(&["", "wall s", "CPU s", "peak MiB", "files", "MB"])];
    for row in rows {
        let spread = |figure: fn(&Run) -> f64| Spread::of(row.runs.iter().map(figure)).show();
        table_rows.push(vec![
            row.name.clone(),
            spread(|run| run.wall_s),
            spread(|run| run.cpu_s),
            spread(|run| run.peak_mib),
            row.output.files.to_string(),
            format!("{:.1}", row.output.bytes as f64 / 1e6),
        ]);
    }
    // Each pair ran in the same turn; the ratio is that of the medians, its spread that of the pairs.
    for (above, below) in ratios.iter().map(|(a, b)| (&rows[*a], &rows[*b])) {
        let ratio = |figure: fn(&Run) -> f64| {
            let pairs = above.runs.iter().zip(&below.runs);
            let pairs = Spread::of(pairs.map(|(a, b)| figure(a) / figure(b)));
            let median = |row: &Row| Spread::of(row.runs.iter().map(figure)).median;
            Spread {
                median: median(above) / median(below),
                ..pairs
            }
            .show()
        };
        table_rows.push(vec![
            format!("{} / {}", above.name, below.name),
            ratio(|run| run.wall_s),
            ratio(|run| run.cpu_s),
            ratio(|run| run.peak_mib),
            String::new(),
            String::new(),
        ]);
    }
    format!(
        "{title}, in turn; median of {runs} (least–greatest)\n\n{}",
        table(&table_rows)
    )
}

/// The table of the edits.
pub(crate) fn edits(edits: &[Edits]) -> String {
    let titles = [
        "preview",
        "articles",
        "edit, shown where",
        "edits",
        "median ms",
        "least",
        "greatest",
        "CPU ms an edit",
        "start s",
        "idle CPU %",
        "peak MiB",
    ];
    let mut rows = vec![header(&titles)];
    for row in edits {
        let spread = Spread::of(row.shown_ms.iter().copied());
        let edit = match row.edit {
            Edit::Text => "text, its page",
            Edit::Title => "title, the list",
            Edit::New => "new, the list",
            Edit::Template => "template, a page",
            Edit::Style => "CSS, the sheet",
        };
        rows.push(vec![
            row.tool.to_owned(),
            row.articles.to_string(),
            edit.to_owned(),
            row.shown_ms.len().to_string(),
            format!("{:.1}", spread.median),
            format!("{:.1}", spread.least),
            format!("{:.1}", spread.greatest),
            format!("{:.0}", row.cpu_ms),
            format!("{:.2}", row.start_s),
            format!("{:.2}", row.idle_percent),
            format!("{:.0}", row.peak_mib),
        ]);
    }
    table(&rows)
}

/// The table of waits of several kinds, in milliseconds.
pub(crate) fn waits(waits: &[(&str, f64)]) -> String {
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, wait) in waits {
        kinds.entry(kind).or_default().push(*wait);
    }
    let mut rows = vec![header(&["", "times", "median ms", "99 %", "greatest"])];
    for (kind, mut waits) in kinds {
        waits.sort_by(f64::total_cmp);
        let spread = Spread::of(waits.iter().copied());
        rows.push(vec![
            kind.to_owned(),
            waits.len().to_string(),
            format!("{:.1}", spread.median),
            format!("{:.1}", waits[(waits.len() - 1) * 99 / 100]),
            format!("{:.1}", spread.greatest),
        ]);
    }
    table(&rows)
}

pub(crate) fn header(titles: &[&str]) -> Vec<String> {
    titles.iter().map(|title| (*title).to_owned()).collect()
}
