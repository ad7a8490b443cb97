//! Decides what to print on the author's terminal, so that nothing is repeated.
//!
//! Pure: it compares each message with the last one. It does not format messages.

use crate::config::Config;
use crate::diag::{Diagnostic, Error};

/// What has been printed so far.
#[derive(Debug)]
pub(super) struct Conversation {
    last: Option<Statement>,
    /// The port in `site.toml` that was last seen; `None` if the command line sets one.
    port: Option<u16>,
}

/// The parts of a message that are compared with those of the one before.
#[derive(Debug, PartialEq)]
struct Statement {
    problems: Vec<Diagnostic>,
    /// Why the settings, or the whole site, cannot be used.
    failure: Option<String>,
}

/// What to print about a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageParts {
    /// Whether it is the first message of this run.
    pub first: bool,
    /// Whether to print the problems: they differ from those that were printed last.
    pub problems: bool,
    /// Whether to print the summary: there are new pages or different problems.
    pub summary: bool,
}

impl Conversation {
    /// Starts with the port in `site.toml`, if that is the one in use.
    pub(super) fn begin(port: Option<u16>) -> Self {
        Self { last: None, port }
    }

    /// What to print about a build that drew this many pages and has these problems.
    pub(super) fn built(
        &mut self,
        problems: &[Diagnostic],
        settings_failure: Option<&Error>,
        rendered: usize,
    ) -> MessageParts {
        let first = self.last.is_none();
        let problems = self.is_new(Statement {
            problems: problems.to_vec(),
            failure: settings_failure.map(in_words),
        });
        MessageParts {
            first,
            problems,
            summary: problems || rendered > 0,
        }
    }

    /// Whether to print a failure that left no build.
    pub(super) fn failed(&mut self, error: &Error) -> bool {
        self.is_new(Statement {
            problems: Vec::new(),
            failure: Some(in_words(error)),
        })
    }

    /// The one setting that cannot change while the preview runs: open tabs would lose it. A note, if `site.toml` names
    /// another port than before.
    pub(super) fn port_note(&mut self, config: &Config) -> Option<String> {
        let port = config.serve.port;
        let before = std::mem::replace(self.port.as_mut()?, port);
        (port != before).then(|| {
            let file = &config.source.file;
            format!("{file} now names port {port}; restart the preview to use it")
        })
    }

    fn is_new(&mut self, statement: Statement) -> bool {
        let is_new = self.last.as_ref() != Some(&statement);
        self.last = Some(statement);
        is_new
    }
}

/// A failure with the problems that caused it, as a text that can be compared.
fn in_words(error: &Error) -> String {
    format!("{error} {:?}", error.problems().problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::LINK_01;

    fn problem(text: &str) -> Diagnostic {
        Diagnostic::new(LINK_01, text)
    }

    #[test]
    fn problems_are_told_when_they_change_and_not_again() {
        let mut conversation = Conversation::begin(Some(80));
        let mut told = |problems: &[Diagnostic]| conversation.built(problems, None, 0);
        let (a, b) = ([problem("a")], [problem("b")]);
        assert!(told(&a).problems);
        assert!(!told(&a).problems);
        assert!(told(&b).problems);
        assert!(told(&[]).problems, "that all is well is news, too");
        assert!(!told(&[]).problems);
    }

    #[test]
    fn a_build_that_draws_no_page_and_has_the_same_problems_is_not_told() {
        let mut conversation = Conversation::begin(Some(80));
        assert!(conversation.built(&[], None, 3).first);
        let again = conversation.built(&[], None, 0);
        assert!(!again.first && !again.summary);
        assert!(conversation.built(&[], None, 1).summary);
    }

    #[test]
    fn a_failure_is_told_once_and_so_is_its_end() {
        let mut conversation = Conversation::begin(Some(80));
        let failure = Error::new("no disk");
        conversation.built(&[], None, 1);
        assert!(conversation.failed(&failure));
        assert!(!conversation.failed(&failure));
        assert!(conversation.built(&[], None, 0).problems);
        assert!(conversation.built(&[], Some(&failure), 0).problems);
        assert!(!conversation.built(&[], Some(&failure), 0).problems);
    }

    #[test]
    fn a_change_of_the_port_is_noted_once() {
        let mut conversation = Conversation::begin(Some(1111));
        let mut config = Config::default();
        config.serve.port = 2222;
        let note = conversation.port_note(&config);
        assert!(note.is_some_and(|note| note.contains("2222")));
        assert_eq!(conversation.port_note(&config), None);
        assert_eq!(Conversation::begin(None).port_note(&config), None);
    }
}
