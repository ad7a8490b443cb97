//! What an import did to one text: what it changed, kept as it was, or lost, with the lines.
//!
//! While a text is made, its lines are not known. A finding puts a mark into the text, which [`Findings::settle`] takes out
//! again and replaces by the number of its line in the list.

use serde::Serialize;

/// What happened to a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It is written otherwise now.
    Changed,
    /// It stays as it was, and may need a look.
    Kept,
    /// It is not in the new text, or only in a comment.
    Lost,
}

/// A kind of thing that happened in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What happened to it.
    pub effect: Effect,
    /// What it is.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The lines of the new file, where they are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<usize>,
}

/// The findings of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
}

/// Around the number of a finding in a text. Unicode reserves both for a program's own use.
const MARK: [char; 2] = ['\u{FDD0}', '\u{FDD1}'];

impl Findings {
    /// Counts something that has no place of its own.
    pub(super) fn count(&mut self, effect: Effect, what: &str) {
        self.at(effect, what);
    }

    /// Counts something; returns the mark to put into the text where it is.
    pub(super) fn add(&mut self, effect: Effect, what: &str) -> String {
        let at = self.at(effect, what);
        format!("{}{at}{}", MARK[0], MARK[1])
    }

    fn at(&mut self, effect: Effect, what: &str) -> usize {
        let known = self
            .list
            .iter()
            .position(|known| known.effect == effect && known.what == what);
        let at = known.unwrap_or_else(|| {
            self.list.push(Finding {
                effect,
                what: what.to_owned(),
                count: 0,
                lines: Vec::new(),
            });
            self.list.len() - 1
        });
        self.list[at].count += 1;
        at
    }

    /// The text without the marks, and the findings with their lines.
    pub(super) fn settle(mut self, text: &str) -> (String, Vec<Finding>) {
        let mut out = String::with_capacity(text.len());
        let mut line = 1;
        let mut parts = text.split(MARK[0]);
        if let Some(first) = parts.next() {
            line += first.matches('\n').count();
            out.push_str(first);
        }
        for part in parts {
            let (number, rest) = part.split_once(MARK[1]).unwrap_or(("", part));
            let finding = number
                .parse::<usize>()
                .ok()
                .and_then(|at| self.list.get_mut(at));
            if let Some(finding) = finding.filter(|finding| finding.lines.last() != Some(&line)) {
                finding.lines.push(line);
            }
            line += rest.matches('\n').count();
            out.push_str(rest);
        }
        (out, self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_the_numbers_of_lines() {
        let mut findings = Findings::default();
        let first = findings.add(Effect::Lost, "a");
        findings.count(Effect::Changed, "b");
        let second = findings.add(Effect::Lost, "a");
        let (text, list) = findings.settle(&format!("one\n{first}two\nthree{second}\n"));
        assert_eq!(text, "one\ntwo\nthree\n");
        assert_eq!((list[0].count, &list[0].lines[..]), (2, &[2, 3][..]));
        assert_eq!((list[1].count, list[1].lines.len()), (1, 0));
    }
}
