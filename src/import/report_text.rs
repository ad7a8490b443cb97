//! The report of an import as Markdown, `import-report.md`: the numbers first, then what is left to do, then each file.

use std::fmt::Write;

use super::findings::Effect;
use super::report::{Fate, Item, Report};

impl Report {
    /// The report for people.
    pub fn text(&self) -> String {
        let mut out = format!(
            "# Import from {}\n\nSource: `{}`\n\n",
            self.tool, self.source
        );
        self.numbers(&mut out);
        if !self.remarks.is_empty() {
            out.push_str("\n## About the whole site\n\n");
            for remark in &self.remarks {
                let _ = writeln!(out, "- {remark}");
            }
        }
        for (effect, title) in [
            (Effect::Lost, "Lost"),
            (Effect::Changed, "Changed"),
            (Effect::Kept, "Kept as it is"),
        ] {
            let total = self.total(effect);
            if total.is_empty() {
                continue;
            }
            let _ = write!(
                out,
                "\n## {title}\n\n| What | How often | Files |\n| --- | ---: | ---: |\n"
            );
            for (what, count, files) in total {
                let _ = writeln!(out, "| {} | {count} | {files} |", what.replace('|', "\\|"));
            }
        }
        self.addresses(&mut out);
        self.files(&mut out);
        out
    }

    /// The numbers in one line: they add up.
    pub fn sum(&self) -> String {
        let counts = self.counts();
        let (one, many) = self.unit;
        let number = |count: usize, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        let mut parts = vec![
            number(counts.articles, "article", "articles"),
            number(counts.pages, "page", "pages"),
            number(counts.drafts, "draft", "drafts"),
        ];
        if counts.files > 0 {
            parts.push(number(counts.files, "file copied", "files copied"));
        }
        if counts.settings > 0 {
            parts.push(format!("{} with settings or data", counts.settings));
        }
        parts.push(format!("{} left out", counts.left_out));
        format!(
            "{} = {}",
            number(counts.items, one, many),
            parts.join(" + ")
        )
    }

    fn numbers(&self, out: &mut String) {
        let _ = writeln!(out, "{}.", self.sum());
        let reasons = self.reasons();
        if !reasons.is_empty() {
            out.push_str("\n## Left out\n\n| Why | How many |\n| --- | ---: |\n");
            for (reason, count) in reasons {
                let _ = writeln!(out, "| {} | {count} |", reason.replace('|', "\\|"));
            }
        }
    }

    fn addresses(&self, out: &mut String) {
        if self.old_addresses.is_empty() {
            return;
        }
        let missing: Vec<_> = self.old_addresses.iter().filter(|old| !old.found).collect();
        let _ = write!(
            out,
            "\n## Old addresses\n\n{} of {} addresses of the old site map lead to a page of the new site.\n",
            self.old_addresses.len() - missing.len(),
            self.old_addresses.len()
        );
        if !missing.is_empty() {
            out.push_str("\nThese lead nowhere yet. Add each to the `aliases` of the article that took its place.\n\n");
            for old in missing {
                let _ = writeln!(out, "- `{}`", old.address);
            }
        }
    }

    fn files(&self, out: &mut String) {
        let is_told =
            |item: &&Item| !item.findings.is_empty() && !matches!(item.fate, Fate::LeftOut(_));
        if self.items.iter().any(|item| is_told(&item)) {
            out.push_str("\n## File by file\n");
        }
        for item in self.items.iter().filter(is_told) {
            let file = item.file.as_deref().unwrap_or(&item.source);
            let _ = write!(out, "\n### `{file}`\n\nFrom: `{}`\n\n", item.source);
            for finding in &item.findings {
                let effect = match finding.effect {
                    Effect::Changed => "changed",
                    Effect::Kept => "kept",
                    Effect::Lost => "lost",
                };
                let lines = match finding.lines.as_slice() {
                    [] => String::new(),
                    [line] => format!(", line {line}"),
                    lines => {
                        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
                        format!(", lines {}", lines.join(", "))
                    }
                };
                let _ = writeln!(
                    out,
                    "- {effect}: {} ({}×{lines})",
                    finding.what, finding.count
                );
            }
        }
        let mut left_out = self
            .items
            .iter()
            .filter_map(|item| match &item.fate {
                Fate::LeftOut(reason) => Some((item, reason)),
                _ => None,
            })
            .peekable();
        if left_out.peek().is_some() {
            out.push_str("\n## Each thing that was left out\n\n");
        }
        for (item, reason) in left_out {
            let _ = writeln!(out, "- `{}`: {reason}", item.source.replace('`', "'"));
        }
    }
}
