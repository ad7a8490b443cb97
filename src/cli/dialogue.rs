//! Questions on a terminal. In a pipe there are none, because no one could answer.

use std::io::{BufRead, Write};

use super::plain::plain;
use crate::diag::{Error, Result};

/// The terminal: what the user types, and where questions are printed.
pub(super) struct Dialogue<R, W> {
    input: R,
    output: W,
}

impl<R: BufRead, W: Write> Dialogue<R, W> {
    pub(super) fn new(input: R, output: W) -> Self {
        Self { input, output }
    }

    /// One line; `None` if the question is skipped by Enter.
    ///
    /// # Errors
    ///
    /// When the input ends: an answer that was never given is not one that was skipped.
    pub(super) fn line(&mut self, question: &str) -> Result<Option<String>> {
        let _ = write!(self.output, "{question} ");
        let _ = self.output.flush();
        let mut line = String::new();
        if self.input.read_line(&mut line).unwrap_or(0) == 0 {
            let _ = writeln!(self.output);
            return Err(
                Error::new("the input ended at this question, so nothing was written")
                    .help("start again: Enter skips a question, and options answer them without asking (`--help` lists these)"),
            );
        }
        let line = line.trim();
        Ok((!line.is_empty()).then(|| line.to_owned()))
    }

    /// One line that fits; what does not fit is asked for again, with the help that `fits` gives. None if the question is
    /// skipped.
    pub(super) fn valid(
        &mut self,
        question: &str,
        fits: impl Fn(&str) -> std::result::Result<(), String>,
    ) -> Result<Option<String>> {
        loop {
            let Some(line) = self.line(question)? else {
                return Ok(None);
            };
            match fits(&line) {
                Ok(()) => return Ok(Some(line)),
                Err(help) => {
                    let _ = writeln!(self.output, "  `{}` cannot be used: {help}", plain(&line));
                }
            }
        }
    }

    /// Yes or no; Enter means yes, the end of the input no.
    pub(super) fn yes(&mut self, question: &str) -> bool {
        let _ = write!(self.output, "{question} [Y/n] ");
        let _ = self.output.flush();
        let mut line = String::new();
        let read = self.input.read_line(&mut line).unwrap_or(0);
        let answer = line.trim().to_lowercase();
        read > 0 && (answer.is_empty() || answer == "y" || answer == "yes")
    }

    /// Yes or no; Enter means no.
    pub(super) fn agreed(&mut self, question: &str) -> Result<bool> {
        let answer = self.line(&format!("{question} [y/N]"))?;
        Ok(answer.is_some_and(|answer| matches!(answer.to_lowercase().as_str(), "y" | "yes")))
    }

    /// One line that must be given and must fit; asked again until it is.
    pub(super) fn needed(
        &mut self,
        question: &str,
        fits: impl Fn(&str) -> std::result::Result<(), String>,
    ) -> Result<String> {
        loop {
            let refused = match self.line(question)? {
                None => "  An answer is needed here. Ctrl-C stops.".to_owned(),
                Some(line) => match fits(&line) {
                    Ok(()) => return Ok(line),
                    Err(help) => format!("  {}", plain(&help)),
                },
            };
            let _ = writeln!(self.output, "{refused}");
        }
    }

    /// Asks for a section. `find` looks up an answer among the known ones; a new section is started only after a second
    /// question. `None` if the question is skipped.
    pub(super) fn section(
        &mut self,
        question: &str,
        known: &[String],
        find: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<String>> {
        if !known.is_empty() {
            let _ = writeln!(self.output, "  There are: {}", plain(&known.join(", ")));
        }
        loop {
            let Some(line) = self.line(question)? else {
                return Ok(None);
            };
            if let Some(meant) = find(&line) {
                return Ok(Some(meant));
            }
            let question = format!("  There is no section `{}` yet. Start it?", plain(&line));
            if self.yes(&question) {
                return Ok(Some(line));
            }
        }
    }

    /// Some of these words, separated by commas or spaces; the question is repeated until all are known.
    pub(super) fn some_of(&mut self, question: &str, known: &[String]) -> Result<Vec<String>> {
        loop {
            let _ = writeln!(self.output, "  Choose from: {}", plain(&known.join(", ")));
            let Some(line) = self.line(question)? else {
                return Ok(Vec::new());
            };
            let words: Vec<String> = line
                .split([',', ' '])
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            match words.iter().find(|word| !known.contains(word)) {
                None => return Ok(words),
                Some(unknown) => {
                    let _ = writeln!(self.output, "  `{}` is not one of them.", plain(unknown));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialogue(typed: &str) -> Dialogue<&[u8], Vec<u8>> {
        Dialogue::new(typed.as_bytes(), Vec::new())
    }

    #[test]
    fn enter_passes_a_question_over_and_the_end_of_the_input_agrees_to_nothing() {
        let line = |typed: &str| dialogue(typed).line("Title?");
        assert_eq!(
            line("  Saying sorry \n").expect("an answer").as_deref(),
            Some("Saying sorry")
        );
        assert_eq!(line("\n").expect("skipped"), None);
        assert!(line("").is_err(), "no answer");
        let known = ["hurt".to_owned()];
        assert!(dialogue("hrt\n").some_of("For whom?", &known).is_err());
        assert!(dialogue("\n").yes("Start?") && dialogue("Y\n").yes("Start?"));
        assert!(!dialogue("n\n").yes("Start?") && !dialogue("").yes("Start?"));
    }

    #[test]
    fn what_is_needed_is_asked_for_again_until_it_fits() {
        let fits = |line: &str| match line {
            "taken" => Err("it is taken".to_owned()),
            _ => Ok(()),
        };
        let mut asked = dialogue("\n\ntaken\nfree\n");
        assert_eq!(asked.needed("Title?", fits).expect("an answer"), "free");
        let said = String::from_utf8(asked.output).expect("text");
        assert_eq!(said.matches("An answer is needed").count(), 2, "{said}");
        assert!(said.contains("it is taken"), "{said}");
        assert!(dialogue("\n").needed("Title?", fits).is_err());
        let agreed = |typed: &str| dialogue(typed).agreed("Go?").expect("an answer");
        assert!(agreed("y\n") && !agreed("\n"));
    }

    #[test]
    fn a_choice_is_asked_for_again_until_every_word_is_known() {
        let known = ["hurt".to_owned(), "both".to_owned()];
        let mut asked = dialogue("hrt, both\nHurt both\n");
        let chosen = asked.some_of("For whom?", &known).expect("an answer");
        assert_eq!(chosen, ["hurt", "both"]);
        let said = String::from_utf8(asked.output).expect("text");
        assert!(said.contains("`hrt` is not one of them."), "{said}");
    }
}
