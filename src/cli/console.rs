//! The terminal: where lines go, whether they are coloured, the moving line of long work.
//!
//! Data goes to standard output, everything else to standard error. This is the only room that prints. Text may come from
//! anybody, and a terminal obeys some of its signs, so each line is shown by [`plain`] unless it was drawn for a terminal.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Stderr, StdinLock, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Color, Global};
use super::dialogue::Dialogue;
use crate::diag::Error;

/// How lines are printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    pub(super) styled: bool,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        let set = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|value| value == wanted);
        let styled = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("CLICOLOR_FORCE", "1") => true,
            Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => {
                false
            }
            Color::Auto if set("CLICOLOR", "0") => false,
            Color::Auto => io::stderr().is_terminal(),
        };
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            styled,
        }
    }

    /// One for what goes wrong before the options are known.
    pub(super) fn unstyled() -> Self {
        Self {
            quiet: false,
            verbose: false,
            styled: false,
        }
    }

    /// Data: what the command was asked for.
    pub(super) fn data(self, text: &str) {
        // The reader of a pipe may have read enough (`mend list | head`), and that is no failure.
        let _ = writeln!(io::stdout().lock(), "{}", plain(text));
    }

    /// Data of a format that has its own ends of lines.
    pub(super) fn bytes(self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// News: what happened.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{}", plain(text));
        }
    }

    /// The person to ask; none unless one reads and types here.
    pub(super) fn dialogue(self) -> Option<Dialogue<StdinLock<'static>, Stderr>> {
        let somebody = io::stdin().is_terminal() && io::stderr().is_terminal();
        somebody.then(|| Dialogue::new(io::stdin().lock(), io::stderr()))
    }

    /// What is wrong, quiet or not; drawn already, colours included.
    pub(super) fn complain(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// A failure that ends the command.
    pub(super) fn fail(self, error: &Error) {
        let (red, bold, reset) = if self.styled {
            ("\x1b[1;31m", "\x1b[1m", "\x1b[0m")
        } else {
            ("", "", "")
        };
        let code = error
            .known_as()
            .map_or(String::new(), |code| format!("[{code}]"));
        let said = plain(&error.to_string()).into_owned();
        self.complain(&format!("{red}error{code}{reset}{bold}: {said}{reset}"));
        if let Some(help) = error.help_text() {
            self.complain(&format!("  {bold}help{reset}: {}", plain(help)));
        }
    }

    /// A moving line while something takes long; nothing where no one sees it.
    pub(super) fn progress(self, what: &str) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner()
            .with_style(style)
            .with_message(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    }
}

impl Console {
    /// A bar that fills while so many steps are taken; nothing where no one sees it.
    pub(super) fn steps(self, what: &str, count: usize) -> ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(count as u64)
            .with_style(style)
            .with_message(what.to_owned())
    }
}

/// A text as a terminal can show it: signs that would move the cursor, change the window's title or turn the direction of
/// what follows are shown as pictures. Ends of lines and tabs stay.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        c if !is_obeyed(c) => c,
        // The block of pictures for control characters has the order of the characters themselves.
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// `10,012`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(plain("a\tb\nü"), "a\tb\nü");
        assert_eq!(plain("\u{1b}]0;x\u{7}"), "␛]0;x␇");
        assert_eq!(plain("\u{7f}\u{9b}\u{202e}\r"), "␡\u{fffd}\u{fffd}␍");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(10_012, "page", "pages"), "10,012 pages");
        assert_eq!(count(100, "page", "pages"), "100 pages");
    }
}
