//! The tests of the whole: mend used as a library and as a program, on sites in memory and on disk. They are one program,
//! since linking mend is what takes time; `cargo test --test it NAME` runs those whose path has NAME in it, such as
//! `cli::` or `oracle`.
//!
//! Tests of one program share its current folder, its environment and its file descriptors. None of them changes the first
//! two. What counts or limits the third runs itself again in a process of its own, as [`preview_server`] does.
//!
//! Cases in text files have a program of their own (`tests/cases.rs`), and so does publishing (`tests/publish`), whose
//! head says why.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests reach the outside world on purpose"
)]

#[path = "../support/random.rs"]
mod random;
#[path = "../support/mod.rs"]
mod support;

mod architecture;
mod canary;
mod chaos;
mod cli;
mod commonmark;
mod contract;
mod discover;
mod docs;
mod export;
mod external;
mod growth;
mod guide;
mod import;
mod incremental;
mod inspect;
mod interruption;
mod leaves;
mod lint;
mod messages;
mod mv;
mod names;
mod oracle;
mod other_guides;
mod overview;
mod packages;
mod pictures;
mod preview;
mod preview_server;
mod program;
mod review;
mod review_pack;
mod schema;
mod slips;
mod terminal;
mod texts;
mod watch;
