//! mend makes a static site from Markdown articles, and previews edits live. It is made for guide
//! material that people read in hard moments.
//!
//! This page is the tour: what each room of the house (each module at the top level) is for, in reading order, and
//! which rooms it uses. `tests/it/architecture` holds the code to it.
//!
//! # The idea
//!
//! The program is a function from [`Inputs`](files::Inputs) to [`Outputs`](files::Outputs) and
//! diagnostics. The disk, the network, the clock and the environment are outside it. Stages are plain functions: a later
//! one borrows what an earlier one returned, and none modifies it. What a page may show is one typed value,
//! which is also its cache key: what is not in the key cannot be shown. So incremental work is a cache lookup, and the preview is
//! the same function in a loop.
//!
//! ```text
//!   EDGES                               STAGES                                   EDGES
//!
//!            +-> asset -----------------+   (one file -> one Asset)
//!            |                          |
//!   discover +-> document --------------+-> graph -+-> view -> render --+
//!   (disk to |   (one file -> one       |          |            ^       |
//!    Inputs) |    Document)             |          |            |       +-> publish (disk)
//!            +-> data ------------------+          +-> search --|-------+     or
//!            |   (help, terms, paths)              |            |       +-> serve (browser)
//!            +-> theme -----------------------------------------+
//!                                                  |
//!                            all of these ---------+-> check -> problems
//! ```
//!
//! [`pipeline`] joins the stages and keeps their memo tables, and does nothing else.
//!
//! Inputs and outputs are handles ([`files::Content`]), and outputs flow: a page is drawn, judged and put into a
//! [`Sink`](files::Sink) before the next one is drawn. The stage of [`publish`] is a sink, the preview's build another, and `mend
//! check` drops what it gets. The files of the search index go the same way. What is only copied is never in memory as a whole, and a
//! single build lets go of the text of an article when it was read: what asks for the text later reads the file again.
//!
//! A sink may ask for a page before the others ([`Sink::wanted`](files::Sink::wanted)). That is all that makes the preview fast on a
//! large site: it is the same build, but the pages that are open in tabs are drawn first and shown at once, and one that is
//! requested meanwhile is drawn next. All other pages, the search and the rules follow, so every problem is still found, a
//! moment later. The next edit cancels what is left. Names of theme files are an option of a build: in the preview they
//! stay the same, so a line of CSS changes no page.
//!
//! Smaller copies of a picture are a value like any other, computed from the bytes of the picture and the settings, but they take
//! seconds. So they are the one result that outlives the program: the pipeline asks a [`VariantStore`](files::VariantStore) by the
//! key of the inputs before it computes, and an edge, [`variant_cache`], keeps what it computed on the disk. Pages do not wait for
//! them in a preview. A page that shows a picture is drawn from the list of copies there are, so it is drawn again when
//! there are more.
//!
//! # The rooms
//!
//! *Vocabulary*: plain types that use only each other.
//! [`path`] names of files and addresses; [`glob`] patterns of them;
//! [`codes`] every kind of problem; [`diag`] a problem with its place; [`conflict`] marks of an unresolved merge; [`fault`] a
//! panic turned into a problem; [`memo`] fingerprints and caches; [`date`] moments, days and zones; [`language`] language
//! tags, plural forms and alphabets; [`html`] escaping, entities, elements; [`formats`] YAML, TOML and JSON to plain data;
//! [`word_list`] word lists that ship with mend; [`words`] text to words; [`media_type`] names of files to media types;
//! [`style`] colours and their contrast; [`policy`] what a page may load; [`config`] `site.toml`;
//! [`files`] what goes into a build and what comes out; [`report`] the facts of a build.
//!
//! *Stages*: pure functions.
//! [`markdown`] text to HTML with gaps; [`data`] the YAML files that pages share; [`document`] front matter and text of one
//! article; [`asset`] pictures without hidden data, and smaller copies of them; [`graph`] addresses, links, order and related articles; [`search`] the index
//! that the browser searches; [`theme`] templates and style sheets; [`view`] everything a template can see; [`kinds`] the
//! kinds of page, a file for each; [`render`] views to bytes; [`check`] facts to problems; [`pipeline`] joins them.
//! Seven more work for an author: [`relocate`] plans what changes when articles move, [`scaffold`] writes the texts of new
//! sites and articles, [`inspect`] has the facts of one page, [`overview`] shows all pages at a glance, and
//! [`review_pack`] puts an article on paper for its reviewer, [`import`] brings the site of another tool over,
//! and [`export`] puts the guide, or some of it, into one file for readers.
//!
//! *Edges*: the only rooms that touch the outside world, as `clippy.toml` lists it.
//! [`discover`] reads the disk; [`publish`] writes a site in one step; [`variant_cache`] keeps smaller copies of pictures
//! between builds; [`deploy`] puts the site online; [`external`] asks other hosts whether linked pages
//! exist, on request only; [`watch`] waits for changes; [`serve`] answers HTTP from the newest build; [`edit`] changes an
//! author's files; [`preview`] is the loop of the live preview; [`cli`] parses, calls, and prints.
//!
//! # Every arrow
//!
//! Each room, and the rooms it uses: stages and edges before the bar, vocabulary behind it. A room uses only rooms above
//! it, so there are no circles. An arrow that is missing here is refused by the test, and so is one that no code needs.
//!
//! ```text
//! room         uses
//! -- vocabulary --------------------------------------------------
//! path
//! glob         path
//! codes
//! diag         path codes
//! conflict     path codes diag
//! fault        path codes diag
//! memo
//! date
//! language
//! html
//! formats      diag
//! word_list
//! words
//! media_type
//! style        path diag
//! policy
//! config       path codes diag conflict memo date language formats style policy
//! files        path codes diag memo date config
//! report       path diag date
//! -- stages ------------------------------------------------------
//! markdown     | path codes diag memo html config
//! data         | path codes diag conflict fault memo date language formats config files
//! document     markdown data | path codes diag conflict memo date language formats word_list words config
//!              files
//! asset        | path codes diag conflict memo config files
//! graph        markdown data document asset | path glob codes diag memo date language policy config
//!              files report
//! search       markdown data document graph | path memo language word_list words config files
//! theme        markdown data asset | path codes diag conflict memo language html formats style files
//! view         markdown data document asset graph | path memo date style policy config files
//! kinds        data document graph search view | path memo language config
//! relocate     markdown data document asset graph theme kinds | path glob diag memo config files
//! render       markdown data theme view | path diag memo html files
//! check        markdown data document asset graph view render | path glob codes diag fault memo date
//!              language html word_list words style config files report
//! scaffold     data document theme | path diag language config files
//! import       document check scaffold | path diag html language formats config files
//! inspect      markdown data document asset graph theme view kinds check | path diag date config
//!              files report
//! overview     graph theme inspect | path codes diag date html style policy files report
//! review_pack  data document graph view render check inspect | path codes diag html config files
//!              report
//! export       data graph inspect | path codes diag memo html formats media_type config files
//! pipeline     data document asset graph search theme view kinds render check inspect | path codes
//!              diag fault memo config files report
//! -- edges -------------------------------------------------------
//! discover     | path glob codes diag memo config files
//! publish      | path diag memo files
//! variant_cache | memo files
//! deploy       | glob diag media_type memo files
//! external     | codes diag date files report
//! watch        | diag files
//! serve        | path diag memo date html media_type policy files
//! edit         | path diag
//! preview      theme inspect overview pipeline discover publish variant_cache watch serve | path codes diag fault memo date
//!              config files report
//! cli          data document graph theme view kinds relocate check scaffold import inspect overview review_pack
//!              export pipeline discover publish variant_cache deploy external edit preview | path codes diag fault date
//!              language policy config files report
//! ```
//!
//! What the order alone does not say: edges do not use each other, except for `preview` and `cli`, which join them;
//! `publish`, `serve` and `watch` use no stage, because they see bytes, paths and problems only; `view` does not know the theme; a template
//! sees its view and nothing else.
//!
//! # What differs from the usual
//!
//! - A document becomes HTML once, when its text changes, with **gaps** ([`markdown::Fragment`]) for what
//!   depends on other pages. Resolving a link again costs a copy, not a parse.
//! - The graph reads outlines only (titles, settings, headings, links). When only a body changed, the fingerprint of the outline
//!   is the old one, and neither the graph nor any other page is made again.
//! - The site is viewed once. What all pages show of it is made and converted for templates once for each folder of pages, since
//!   these write the same relative addresses. What else a page shows is gathered as borrowed values, hashed, and made into its
//!   view only if the hash is new.
//! - A kind of page is one file in [`kinds`]: its pages and their addresses, what they show, its template, and whether lists,
//!   the site map and the search have it. The graph, the views and the search each say what they ask of a kind, and get the
//!   table of kinds from outside; none of them names one.
//! - A language of a site is an **edition**. Behind the files, every stage runs once for each edition, with its settings
//!   ([`config::Config::editions`]: those of the site, with other words), its documents, its data and its texts, and makes a graph,
//!   views and a search of its own. A stage knows of one language only, so no page, list or index can mix two, and a site in one
//!   language is a site with one edition. An edition is named by its number in memory and by the first part of its addresses on
//!   the web. The [`key`](document::Document::key) of a document is its path without the language: addresses, sections and names
//!   follow from it, and translations of one article share it. What all editions share is named as such: the pictures and
//!   other files, the list of problems, the site map. Only two stages put editions together again:
//!   [`pipeline`] runs them in turn, and [`inspect`] finds the one that a question is about.
//! - The published set is a type: only [`graph::Listed`] can be named in lists, feeds and site maps.

pub mod asset;
pub mod check;
pub mod cli;
pub mod codes;
pub mod config;
pub mod conflict;
pub mod data;
pub mod date;
pub mod deploy;
pub mod diag;
pub mod discover;
pub mod document;
pub mod edit;
pub mod export;
pub mod external;
pub mod fault;
pub mod files;
pub mod formats;
pub mod glob;
pub mod graph;
pub mod html;
pub mod import;
pub mod inspect;
pub mod kinds;
pub mod language;
pub mod markdown;
pub mod media_type;
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
pub mod variant_cache;
pub mod view;
pub mod watch;
pub mod word_list;
pub mod words;
