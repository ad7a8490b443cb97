//! The terminal: where lines go, whether they are coloured, the moving line of long work.
//!
//! Data goes to standard output, everything else to standard error. This is the only room that prints. Text may come from
//! any author, and a terminal interprets control characters, so each line goes through [`plain`] unless it was drawn for a
//! terminal.

use std::io::{self, IsTerminal, Stderr, StdinLock, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Color, Global};
use super::dialogue::Dialogue;
use super::plain::plain;
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

    /// For errors before the options are known.
    pub(super) fn unstyled() -> Self {
        Self {
            quiet: false,
            verbose: false,
            styled: false,
        }
    }

    /// Data: what the command was asked for.
    pub(super) fn data(self, text: &str) {
        // The reader of a pipe may close it early (`mend list | head`), which is not an error.
        let _ = writeln!(io::stdout().lock(), "{}", plain(text));
    }

    /// Data of a format that ends its own lines.
    pub(super) fn bytes(self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Messages about what happened.
    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{}", plain(text));
        }
    }

    /// A dialogue with the user, if there is a terminal.
    pub(super) fn dialogue(self) -> Option<Dialogue<StdinLock<'static>, Stderr>> {
        let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
        is_terminal.then(|| Dialogue::new(io::stdin().lock(), io::stderr()))
    }

    /// Problems and errors, printed even with --quiet. The text is already styled.
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
            .code()
            .map_or(String::new(), |code| format!("[{code}]"));
        let said = plain(&error.to_string()).into_owned();
        self.complain(&format!("{red}error{code}{reset}{bold}: {said}{reset}"));
        if let Some(help) = error.help_text() {
            self.complain(&format!("  {bold}help{reset}: {}", plain(help)));
        }
    }

    /// A spinner while something takes long; hidden where there is no terminal.
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
    /// A progress bar of so many steps; hidden where there is no terminal.
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
