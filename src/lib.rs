//! mend makes a static site from Markdown articles, and previews edits live. It is made for guide
//! material that people read in hard moments.
//!
//! This page is the tour: what the rooms of the house are for, in reading order, and which arrows
//! between them must never exist. `tests/architecture.rs` holds the house to it.
//!
//! # The idea
//!
//! The program is a function from [`Inputs`](files::Inputs) to [`Outputs`](files::Outputs) and
//! diagnostics. Whatever touches the disk, the network, the clock or the environment stands outside of
//! it. Stages are plain functions; a later one borrows what an earlier one returned, and none goes
//! back to modify it. What a page may show is one typed value, its [`View`](view::View), and that is its
//! whole list of dependencies: same view and same theme, same bytes. So incremental work is a look-up,
//! and the preview is the same function in a loop.
//!
//! ```text
//!             EDGE                         PURE                                        EDGE
//!  disk --> discover --> Inputs
//!                          |
//!                          +--> theme --------------------------------+ Theme
//!                          +--> asset (one file -> one Asset)         |
//!                          +--> document (one file -> one Document)   |
//!                                    |                                |
//!                                    +--> graph (all pages) --+       |
//!                                    |        |               |       |
//!                                    |        +--> check      |       |
//!                                    |                      view      |
//!                                    |                        |       |
//!                                    |                        +--> render
//!                                    |                             |
//!                                    +--> Outputs <----------------+ --> publish --> disk
//!                                                                    \\-> serve ----> browser
//!  pipeline holds the arrows between the pure boxes and the memo tables, and nothing else.
//! ```
//!
//! # The rooms
//!
//! *Vocabulary*, plain types that use only each other: [`path`] (names and addresses), [`glob`] (patterns of them), [`memo`]
//! (fingerprints and the only cache), [`diag`] and [`codes`] (problems), [`conflict`] (marks of an unresolved merge), [`date`], [`fault`] (a panic told as a problem), [`config`]
//! (`site.toml`), [`style`] (colours and their contrast), [`policy`] (what a page may load), [`files`] (what goes in
//! and comes out), [`report`] (the facts of a build).
//!
//! *Stages*, pure, in order: [`markdown`] (text to HTML with gaps), [`document`] (front matter
//! and body of one file), [`asset`] (pictures without hidden data), [`graph`] (addresses, links, order,
//! what is related), [`search`] (documents to the files in which the browser looks), [`check`] (facts to problems), [`view`] (everything a template can see), [`theme`]
//! (templates), [`render`] (views to bytes). [`pipeline`] joins them. Beside them, [`relocate`] works out what must
//! change when articles move, [`inspect`] tells an author what is known of one page, [`overview`] shows all of them
//! at a glance, and [`review_pack`] puts them on paper for the person who reviews them.
//!
//! *Edges*, the only rooms that touch the outside world: [`discover`] (disk to inputs), [`publish`]
//! (outputs to disk in one step), [`external`] (asks other hosts for the pages that are linked to, only when that is
//! wanted), [`watch`] (wait until something changed), [`serve`] (HTTP over the latest outputs), [`cli`] (joins all of
//! it).
//!
//! # Arrows that must never exist
//!
//! Vocabulary or stage to pipeline or edge; stage to disk, network, clock or environment; edge to edge
//! (only `cli` joins them); `serve` or `publish` to a stage (they see bytes, paths and problems);
//! `markdown` or `document` to `graph`, `theme` or `view` (one file in, one document out); `graph` to
//! `view` or `render`; `view` to `theme` or `render`; a template to anything but its view.
//!
//! # What differs from the usual
//!
//! - A document becomes HTML once, when its text changes, with **gaps** ([`markdown::Fragment`]) for what
//!   depends on other pages. Following a link anew costs a copy, not a parse.
//! - The graph looks at outlines only (titles, settings, headings, links). When only a body changed, its
//!   fingerprint is the old one and neither the graph nor any other page is made again
//!   ([`memo::EarlyCutoff`] is the second net behind it: a page whose view is the same keeps its bytes).
//!   When an outline changed, [`view::Surroundings`] tells which articles may show it, so that their views
//!   alone are put together.
//! - The published set is a type: only [`graph::Listed`] can be named in lists, feeds and site maps.

pub mod asset;
pub mod check;
pub mod cli;
pub mod codes;
pub mod config;
pub mod conflict;
pub mod data;
pub mod date;
pub mod diag;
pub mod discover;
pub mod document;
pub mod edit;
pub mod external;
pub mod fault;
pub mod files;
pub mod formats;
pub mod glob;
pub mod graph;
pub mod html;
pub mod inspect;
pub mod language;
pub mod markdown;
pub mod memo;
pub mod overview;
pub mod path;
pub mod pipeline;
pub mod policy;
pub mod preview;
pub mod publish;
pub mod relocate;
pub mod render;
pub mod report;
pub mod review_pack;
pub mod scaffold;
pub mod search;
pub mod serve;
pub mod style;
pub mod theme;
pub mod view;
pub mod watch;
pub mod word_list;
