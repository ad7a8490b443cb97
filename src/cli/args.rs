//! The command line as people type it, with the names of other tools as aliases where they mean the same.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Editor;

/// Makes a cross-linked, searchable static site from Markdown articles, and previews edits live.
#[derive(Debug, Parser)]
#[command(name = "mend", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 success; 1 problems in the content; 2 wrong usage, invalid configuration, refused \
    destination, disk or port errors, a bug in mend; 130 interrupted.\n\
    Every key of site.toml can be set by an environment variable: MEND_TITLE, or MEND_LINKS__BROKEN for a key in a table."
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "For every command")]
pub(super) struct Global {
    /// The site folder; by default the current folder or the nearest one above it that holds site.toml
    #[arg(short, long, alias = "source", global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The configuration file, instead of site.toml in the site folder
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Print more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// When to use colours; NO_COLOR, CLICOLOR=0 and CLICOLOR_FORCE=1 work, too
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs; the README describes the format
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start a new site in a folder
    Init(Init),
    /// Start a new article; on a terminal it asks for what you leave out
    New(New),
    /// Move or rename an article or a folder; links are updated, and the old address redirects
    #[command(alias = "move")]
    Mv(Move),
    /// Publish the site into a folder
    Build(Build),
    /// Preview the site while you write; pages update on every save
    #[command(visible_aliases = ["server", "preview"])]
    Serve(Serve),
    /// Look for problems without publishing anything
    Check(Check),
    /// List articles
    List(List),
    /// Show where a page or file comes from, what links to it, and why it is or is not published
    Why(Why),
    /// Write a printable document for each article, for review by a clinician: text, evidence, safety settings, a form
    ReviewPack(ReviewPack),
    /// Remove the files that build has published, and nothing else
    Clean(Clean),
    /// Explain a problem by its code
    Explain(Explain),
    /// Print the headers that a host should send, in the host's own format
    Headers(Headers),
    /// Show the theme, and change single files of it
    Theme(Theme),
    /// Print the JSON Schema of a kind of file, so that editors can complete and check it
    Schema(Schema),
    /// Print a completion script for your shell
    #[command(alias = "completion")]
    Completions(Completions),
    /// Print the version, like --version
    Version,
}

/// What to type instead of a command of another tool.
pub(super) fn instead_of(command: &str) -> Option<&'static str> {
    let hint = match command {
        "dev" | "start" | "run" | "watch" | "live" | "develop" => {
            "`mend serve` previews the site while you write"
        }
        "deploy" | "publish" | "release" | "upload" | "push" | "export" => {
            "`mend build` writes the site to public/; copy that folder to your host"
        }
        "generate" | "gen" | "make" | "compile" | "render" => {
            "`mend build` writes the site to public/"
        }
        "lint" | "test" | "validate" | "verify" | "doctor" | "links" => {
            "`mend check` looks for problems without publishing anything"
        }
        "add" | "create" | "post" | "draft" | "page" => "`mend new` starts an article",
        "rename" | "ren" => "`mend mv` moves or renames an article",
        "rm" | "remove" | "delete" | "del" => {
            "delete the article's file; `mend check` then lists the links to it"
        }
        "config" | "settings" => "settings are in site.toml; `mend schema site` describes them",
        "review" | "pack" | "print" => {
            "`mend review-pack` writes a printable document for each article, for review"
        }
        "themes" | "eject" => {
            "`mend theme eject` lists the files of the theme and copies one into the site"
        }
        _ => return None,
    };
    Some(hint)
}

impl Command {
    /// The command's name, if it was asked for a report for programs.
    pub(super) fn reporting(&self) -> Option<&'static str> {
        let (name, asked) = match self {
            Self::Build(args) => ("build", args.format == Format::Json),
            Self::Check(args) => ("check", args.format == Format::Json),
            Self::List(args) => ("list", args.format == ListFormat::Json),
            Self::Why(args) => ("why", args.format == Format::Json),
            _ => return None,
        };
        asked.then_some(name)
    }
}

/// Which pages are published.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Selection {
    /// Include drafts
    #[arg(short = 'D', long, alias = "buildDrafts")]
    pub(super) drafts: bool,
    /// Include pages whose publish date has not come yet
    #[arg(short = 'F', long, alias = "buildFuture")]
    pub(super) future: bool,
    /// Include pages whose expiry date has passed
    #[arg(short = 'E', long, alias = "buildExpired")]
    pub(super) expired: bool,
    /// Use this day or moment as now, such as 2026-12-01 or 2026-12-01T09:00
    #[arg(long, alias = "clock", value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Where the site will be published
    #[arg(short = 'u', long, alias = "baseURL", value_name = "URL")]
    pub(super) base_url: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder to start in
    #[arg(default_value = ".")]
    pub(super) directory: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// The article's path below content/, such as repair/saying-sorry; by default made from the title
    pub(super) path: Option<String>,
    /// Its title; by default made from the path
    #[arg(short, long)]
    pub(super) title: Option<String>,
    /// The folder below content/ to put it into
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) section: Option<String>,
    /// What a reader will know or be able to do, in one sentence
    #[arg(long, value_name = "SENTENCE")]
    pub(super) summary: Option<String>,
    /// Its audiences, by the ids that the site gives them
    #[arg(short, long, value_delimiter = ',', value_name = "NAMES")]
    pub(super) audience: Vec<String>,
    /// What to warn readers of: couples-work, couples-part, abuse, crisis, money, substance; or none
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    pub(super) safety: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct Move {
    /// The article or folder, below content/
    pub(super) old: String,
    /// Its new path, or a folder to move it into
    pub(super) new: String,
    /// Print what would be done, and do nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// Add no redirect from the old address
    #[arg(long)]
    pub(super) no_redirect: bool,
}

#[derive(Args, Debug)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// The folder to publish into, relative to the site folder
    #[arg(short, long, alias = "destination", value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    /// Link to index.html files, so that the site can be opened from disk
    #[arg(long)]
    pub(super) portable: bool,
    /// Publish into a folder that mend did not create; its other files stay
    #[arg(long)]
    pub(super) adopt: bool,
    /// Wait while another build of this site is running
    #[arg(long)]
    pub(super) wait: bool,
    /// Do not wait until the files are safely on the disk
    #[arg(long)]
    pub(super) no_sync: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A folder of the authors' sources: no article may share seven words in a row with one of them
    #[arg(long, value_name = "DIR")]
    pub(super) originals: Option<PathBuf>,
    /// Also ask other hosts whether the linked pages exist; answers are cached in .mend/
    #[arg(long)]
    pub(super) external: bool,
    /// Write an overview of the site into a folder of its own, as a page that opens from disk: the state of each article,
    /// the map of links, orphans, possible links, reviews
    #[arg(long, value_name = "DIR")]
    pub(super) report: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Hide drafts, future and expired pages, as readers will see the site
    #[arg(long)]
    pub(super) published: bool,
    /// Use this day or moment as now
    #[arg(long, alias = "clock", value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The address or name to listen on; any but this computer's own lets others on the network read drafts
    #[arg(long, aliases = ["bind", "interface"], value_name = "HOST")]
    pub(super) host: Option<String>,
    /// With --host: admit everyone, not only those who know the whole address
    #[arg(long, requires = "host")]
    pub(super) no_token: bool,
    /// The port to listen on; 0 takes any free one
    #[arg(short, long)]
    pub(super) port: Option<u16>,
    /// Open the preview in the browser
    #[arg(short = 'O', long, alias = "openBrowser")]
    pub(super) open: bool,
    /// Open the article that was saved in all open tabs
    #[arg(long)]
    pub(super) follow: bool,
    /// The editor for links in the author's panel: vscode, jetbrains, or an address with {file}, {line} and {column} in it;
    /// site.toml can name it in [serve]
    #[arg(long, value_name = "EDITOR", value_parser = |text: &str| Editor::try_from(text.to_owned()))]
    pub(super) editor: Option<Editor>,
    /// Compare files at this interval (such as 700ms or 2s) instead of using the system's file events
    #[arg(long, value_name = "INTERVAL", num_args = 0..=1, default_missing_value = "700ms", value_parser = interval)]
    pub(super) poll: Option<Duration>,
    /// Where the site will be published
    #[arg(short = 'u', long, alias = "baseURL", value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Accepted for compatibility with Hugo; the preview shows drafts and future pages anyway
    #[arg(short = 'D', long = "buildDrafts", alias = "drafts", hide = true)]
    pub(super) drafts: bool,
    /// Accepted for compatibility with Hugo
    #[arg(short = 'F', long = "buildFuture", alias = "future", hide = true)]
    pub(super) future: bool,
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// What to list
    #[arg(value_enum, default_value_t = Listing::All)]
    pub(super) what: Listing,
    #[command(flatten)]
    pub(super) selection: Selection,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people
    Text,
    /// For programs; the README describes the format
    Json,
    /// With `due`: a calendar of the review dates, for the publisher's own use
    Ics,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Listing {
    /// Every article and index
    All,
    /// Not finished
    Drafts,
    /// Waiting for their publish date
    Future,
    /// Past their expiry date
    Expired,
    /// Published, but no other article links to them
    Orphans,
    /// Published, but they link to no other article
    DeadEnds,
    /// Never reviewed, or sorted by their next review; also the contacts of help.yaml
    Due,
    /// Links to other sites
    External,
}

#[derive(Args, Debug)]
pub(super) struct Why {
    /// An address of the site (/saying-sorry/, or as the preview or the published site shows it), a file, or a title
    pub(super) what: String,
    #[command(flatten)]
    pub(super) selection: Selection,
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct ReviewPack {
    /// Articles or sections, such as repair, timelines/first-days.md, /first-days/ or a title; all published ones if none is
    /// named
    pub(super) articles: Vec<String>,
    /// The folder to write into, which must be new or empty; by default review-pack- and the day, in the site folder
    #[arg(short, long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) selection: Selection,
}

#[derive(Args, Debug)]
pub(super) struct Clean {
    /// The folder to clean, relative to the site folder
    #[arg(short, long, alias = "destination", value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The code, such as LINK-01; without one, all codes are listed
    pub(super) code: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Schema {
    /// The kind of file: site, front-matter, help, terms, paths, audiences, people, evidence, words or texts; without one, all
    /// are listed with their files
    pub(super) what: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Headers {
    /// The host: netlify (also for Cloudflare), apache, nginx or caddy
    pub(super) kind: String,
}

#[derive(Args, Debug)]
pub(super) struct Theme {
    #[command(subcommand)]
    pub(super) command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// Copy one file of the theme into the site, where you can change it
    Eject {
        /// The file, such as article.html or 2-ground.css; without one, all files are listed
        name: Option<String>,
    },
    /// Print the values that templates can use, with their types
    View,
}

#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Reads `700ms`, `2s` and plain milliseconds.
fn interval(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.find(|c: char| !c.is_ascii_digit() && c != '.') {
        Some(at) => text.split_at(at),
        None => (text, "ms"),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "write it like 700ms or 2s".to_owned())?;
    let seconds = match unit {
        "ms" => number / 1_000.0,
        "s" => number,
        _ => return Err("write it like 700ms or 2s".to_owned()),
    };
    if !(0.01..=3_600.0).contains(&seconds) {
        return Err("it must be between 10ms and 1 hour".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}
