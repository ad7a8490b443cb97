//! The cycle from a change on disk to a build that is shown: when to build, when to drop a build, when to wait.
//!
//! A state machine: [`Event`]s in, [`Step`]s out. It reads no clock and no file, and knows nothing of what a build holds.

use std::time::Duration;

/// The time that a slow program, such as one that synchronises folders, may need between two parts of a save. A file that is
/// still cut after that is meant to be short.
const SAVE_GAP: Duration = Duration::from_millis(300);

/// A file that is still cut after so many changes is meant to be short, although other files change all the time.
const MOST_WAITS: usize = 4;

/// A build that takes no longer than this is always finished: some editors save in several steps, and an interrupted build
/// would not be any faster.
const ALWAYS_FINISHED: Duration = Duration::from_millis(100);

/// What happened. `B` is a finished build, `E` the reason why there is none.
#[derive(Debug, PartialEq)]
pub(super) enum Event<B, E> {
    /// Something may have changed on disk.
    Change,
    /// The build is finished. `cut` says that a file is gone or has lost much of its text since the build that is shown.
    Built { build: B, cut: bool },
    /// The build was dropped because its inputs were out of date. `shown` says that the author saw something of it before.
    Superseded { shown: bool },
    /// There is no build.
    Failed(E),
    /// There was no change while the cycle waited for one.
    Quiet,
}

/// What to do next.
#[derive(Debug, PartialEq)]
pub(super) enum Step<B, E> {
    /// Read the files and build. With `drop_after`, the build is dropped when it has taken longer than this and something
    /// newer was saved.
    Build { drop_after: Option<Duration> },
    /// Wait for the next change, but no longer than this.
    Wait(Duration),
    /// Show this build.
    Show(B),
    /// Keep the build that is shown, and say why there is no newer one.
    Fail(E),
    /// Wait for the next change.
    Rest,
}

/// Where the cycle is.
#[derive(Debug, Default)]
pub(super) struct Cycle {
    /// Whether the last build was dropped before anything of it was seen.
    dropped: bool,
    /// How often it has waited for the rest of a file since the build that is shown.
    waits: usize,
}

impl Cycle {
    /// The step that follows an event.
    pub(super) fn after<B, E>(&mut self, event: Event<B, E>) -> Step<B, E> {
        match event {
            Event::Change => self.build(),
            Event::Quiet => {
                self.waits = MOST_WAITS;
                self.build()
            }
            Event::Built { cut: true, .. } if !self.takes_cut_files() => {
                self.waits += 1;
                Step::Wait(SAVE_GAP)
            }
            Event::Built { build, .. } => {
                *self = Self::default();
                Step::Show(build)
            }
            Event::Superseded { shown } => {
                self.dropped = !shown;
                // The newer change is waiting already.
                Step::Rest
            }
            Event::Failed(error) => {
                self.dropped = false;
                Step::Fail(error)
            }
        }
    }

    /// Whether the next build is shown even if a file is cut.
    pub(super) fn takes_cut_files(&self) -> bool {
        self.waits >= MOST_WAITS
    }

    /// Of two builds in a row at most one is dropped unseen: however fast files are saved, the author sees something new.
    fn build<B, E>(&self) -> Step<B, E> {
        Step::Build {
            drop_after: (!self.dropped).then_some(ALWAYS_FINISHED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a series of events.
    fn steps(
        events: Vec<Event<&'static str, &'static str>>,
    ) -> Vec<Step<&'static str, &'static str>> {
        let mut cycle = Cycle::default();
        events.into_iter().map(|event| cycle.after(event)).collect()
    }

    fn built(build: &'static str) -> Event<&'static str, &'static str> {
        Event::Built { build, cut: false }
    }

    fn cut(build: &'static str) -> Event<&'static str, &'static str> {
        Event::Built { build, cut: true }
    }

    const UNSEEN: Event<&str, &str> = Event::Superseded { shown: false };
    const DROPPABLE: Step<&str, &str> = Step::Build {
        drop_after: Some(ALWAYS_FINISHED),
    };
    const TO_THE_END: Step<&str, &str> = Step::Build { drop_after: None };

    #[test]
    fn a_change_is_built_and_shown() {
        assert_eq!(
            steps(vec![Event::Change, built("a")]),
            [DROPPABLE, Step::Show("a")]
        );
    }

    #[test]
    fn of_builds_that_are_superseded_one_after_the_other_every_second_one_is_shown() {
        let events = vec![
            Event::Change,
            UNSEEN,
            Event::Change,
            built("b"),
            Event::Change,
            UNSEEN,
            Event::Change,
            built("d"),
        ];
        let expected = [
            DROPPABLE,
            Step::Rest,
            TO_THE_END,
            Step::Show("b"),
            DROPPABLE,
            Step::Rest,
            TO_THE_END,
            Step::Show("d"),
        ];
        assert_eq!(steps(events), expected);
    }

    #[test]
    fn builds_of_which_the_author_saw_the_open_page_may_all_be_dropped() {
        let seen = || Event::Superseded { shown: true };
        let events = vec![Event::Change, seen(), Event::Change, seen(), Event::Change];
        let expected = [DROPPABLE, Step::Rest, DROPPABLE, Step::Rest, DROPPABLE];
        assert_eq!(steps(events), expected);
    }

    #[test]
    fn a_cut_file_is_waited_for_until_nothing_changes_and_then_taken_as_it_is() {
        let events = vec![Event::Change, cut("a"), Event::Quiet, cut("b")];
        let expected = [DROPPABLE, Step::Wait(SAVE_GAP), DROPPABLE, Step::Show("b")];
        assert_eq!(steps(events), expected);
    }

    #[test]
    fn each_save_is_waited_for() {
        let events = vec![
            Event::Change,
            cut("a"),
            Event::Quiet,
            built("b"),
            Event::Change,
            cut("c"),
        ];
        assert_eq!(steps(events).last(), Some(&Step::Wait(SAVE_GAP)));
    }

    #[test]
    fn a_save_in_parts_is_shown_when_it_is_whole_and_other_changes_do_not_hide_a_cut_file() {
        let parts = vec![
            Event::Change,
            cut("a"),
            Event::Change,
            cut("ab"),
            Event::Change,
            built("abc"),
        ];
        assert_eq!(steps(parts).last(), Some(&Step::Show("abc")));
        let others = (0..=MOST_WAITS).flat_map(|_| [Event::Change, cut("short")]);
        assert_eq!(steps(others.collect()).last(), Some(&Step::Show("short")));
    }

    #[test]
    fn a_build_after_the_wait_can_be_dropped_and_the_next_one_cannot() {
        let events = vec![Event::Change, cut("a"), Event::Quiet, UNSEEN, Event::Change];
        let expected = [
            DROPPABLE,
            Step::Wait(SAVE_GAP),
            DROPPABLE,
            Step::Rest,
            TO_THE_END,
        ];
        assert_eq!(steps(events), expected);
    }

    #[test]
    fn a_failure_is_told_and_the_next_build_can_be_dropped_again() {
        let events = vec![
            Event::Change,
            UNSEEN,
            Event::Change,
            Event::Failed("no disk"),
            Event::Change,
        ];
        let expected = [
            DROPPABLE,
            Step::Rest,
            TO_THE_END,
            Step::Fail("no disk"),
            DROPPABLE,
        ];
        assert_eq!(steps(events), expected);
    }
}
