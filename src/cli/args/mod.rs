//! The arguments of the command line, with the names of other tools as aliases where they mean the same.

mod publishing;

use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use super::format::Format;
use super::import_args::Import;
use super::outcome;
use crate::config::Editor;

pub(super) use publishing::{Build, Clean, Deploy, Export};

/// The version, with the commit if the build was told it, as the builds of packages are.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("SOURCE_COMMIT") {
        Some(commit) => format!("{version} ({commit})"),
        None => version.to_owned(),
    }
});

/// Makes a cross-linked, searchable static site from Markdown articles, and previews edits live.
#[derive(Debug, Parser)]
#[command(name = "mend", version = VERSION.as_str(), about, max_term_width = 100)]
#[command(
    after_help = format!("Exit codes: {}.\n\
    Every key of site.toml can be set by an environment variable: MEND_TITLE, or MEND_LINKS__BROKEN for a key in a table.",
    outcome::codes_in_words())
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// The site folder; by default the current folder, or the nearest folder above it with a site.toml
    #[arg(short, long, alias = "source", global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The configuration file; by default site.toml in the site folder
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Print more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// When to use colours; NO_COLOR, CLICOLOR=0 and CLICOLOR_FORCE=1 work as well
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Start a new site in a folder; on a terminal, mend asks for whatever you leave out
    Init(Init),
    /// Bring a site of another tool over into a new folder, with a report of everything that was changed or lost
    Import(Import),
    /// Start a new article; on a terminal, mend asks for whatever you leave out
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
    /// Put the published site online: into a bucket of S3-compatible storage, or into a folder
    Deploy(Deploy),
    /// Put the guide, or some of its articles, into one file to take away: an archive that opens from disk, a booklet, or a book for e-readers
    Export(Export),
    /// Remove the files that build has published, and nothing else
    Clean(Clean),
    /// Explain a problem by its code
    Explain(Explain),
    /// Print the headers that a host should send, in the host's own format
    Headers(Headers),
    /// Show the files and values of the theme, and copy single files to change them
    Theme(Theme),
    /// Print the JSON Schema of a kind of file, with which editors can complete and check it
    Schema(Schema),
    /// Print a completion script for your shell
    #[command(alias = "completion")]
    Completions(Completions),
    /// Write the manual pages into a folder
    Man(Man),
    /// Print the version, like --version
    Version,
}

/// What to type instead of a command of another tool.
pub(super) fn instead_of(command: &str) -> Option<&'static str> {
    let hint = match command {
        "dev" | "start" | "run" | "watch" | "live" | "develop" => {
            "`mend serve` previews the site while you write"
        }
        "publish" | "release" | "upload" | "push" | "sync" => {
            "`mend build` writes the site to public/; `mend deploy` puts it online"
        }
        "generate" | "gen" | "make" | "compile" | "render" => {
            "`mend build` writes the site to public/"
        }
        "lint" | "test" | "validate" | "verify" | "doctor" | "links" => {
            "`mend check` looks for problems without publishing anything"
        }
        "migrate" | "convert" => "`mend import` brings a site of another tool over",
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
            Self::Import(args) => {
                let importing = args.from.importing();
                ("import", importing.format == Format::Json)
            }
            Self::Build(args) => ("build", args.format == Format::Json),
            Self::Deploy(args) => ("deploy", args.format == Format::Json),
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
    /// Include pages whose publish date is in the future
    #[arg(short = 'F', long, alias = "buildFuture")]
    pub(super) future: bool,
    /// Include pages whose expiry date is in the past
    #[arg(short = 'E', long, alias = "buildExpired")]
    pub(super) expired: bool,
    /// Build as if it were this date, such as 2026-12-01 or 2026-12-01T09:00
    #[arg(long, alias = "clock", value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The address at which the site is published, instead of base_url in site.toml
    #[arg(short = 'u', long, alias = "baseURL", value_name = "URL")]
    pub(super) base_url: Option<String>,
}

#[derive(Args, Clone, Debug, Default)]
pub(super) struct Init {
    /// The folder to start in
    #[arg(default_value = ".")]
    pub(super) directory: PathBuf,
    /// Its title; by default made from the name of the folder
    #[arg(short, long)]
    pub(super) title: Option<String>,
    /// Its language, as a tag such as en-GB or de; by default en
    #[arg(short, long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// What it is about: one sentence on whom it is for and how it helps
    #[arg(long, value_name = "SENTENCE")]
    pub(super) about: Option<String>,
    /// The country or region of its readers, such as "New Zealand"
    #[arg(long, value_name = "NAME", requires = "emergency")]
    pub(super) region: Option<String>,
    /// The emergency number there
    #[arg(long, value_name = "NUMBER", requires = "region")]
    pub(super) emergency: Option<String>,
    /// Add a workflow that builds and publishes the site whenever it changes
    #[arg(long, value_enum, value_name = "HOST")]
    pub(super) ci: Option<Ci>,
}

/// Hosts of repositories that run workflows.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Ci {
    /// .github/workflows/site.yml, for GitHub Pages
    Github,
    /// .gitlab-ci.yml, for GitLab Pages
    Gitlab,
    /// .forgejo/workflows/site.yml, for the pages of Codeberg and other Forgejo hosts
    Forgejo,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// The article's path below content/, such as nights/lying-awake, or its title; by default made from --title
    pub(super) path: Option<String>,
    /// The title of the article; by default made from the path
    #[arg(short, long)]
    pub(super) title: Option<String>,
    /// The section to put it into, by its folder below content/ or by its title
    #[arg(short, long, value_name = "SECTION")]
    pub(super) section: Option<String>,
    /// Start the section if there is none of this name
    #[arg(long)]
    pub(super) new_section: bool,
    /// The template to begin from, such as talk for themes/calm/new/talk.md; by default the one named after the section, else
    /// article.md, else the built-in one
    #[arg(long, value_name = "NAME")]
    pub(super) template: Option<String>,
    /// List the templates of this site, and do nothing else
    #[arg(long, exclusive = true)]
    pub(super) list: bool,
    /// What a reader will know or be able to do, in one sentence
    #[arg(long, value_name = "SENTENCE")]
    pub(super) summary: Option<String>,
    /// The audiences, by their ids
    #[arg(short, long, value_delimiter = ',', value_name = "NAMES")]
    pub(super) audience: Vec<String>,
    /// What to warn readers of: abuse, crisis, money, substance, couples-work, couples-part or none
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    pub(super) safety: Vec<String>,
}

#[derive(Args, Debug)]
pub(super) struct Move {
    /// The article or folder: a path below content/, an address of the site, or a title
    #[arg(required_unless_present = "undo")]
    pub(super) old: Option<String>,
    /// The new path, or the folder to move it into
    #[arg(required_unless_present = "undo")]
    pub(super) new: Option<String>,
    /// Take the last move back: every file is as it was before
    #[arg(long, conflicts_with_all = ["old", "new", "no_redirect"])]
    pub(super) undo: bool,
    /// Print what would be done, but do nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// Do not redirect from the old address
    #[arg(long)]
    pub(super) no_redirect: bool,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A folder of texts that the authors used as sources: report articles that share seven words in a row with one of them
    #[arg(long, value_name = "DIR")]
    pub(super) originals: Option<PathBuf>,
    /// Also check whether linked pages on other hosts exist; answers are cached in .mend/
    #[arg(long)]
    pub(super) external: bool,
    /// Write an overview of the site into this folder, as a page that opens from disk: the state of each article, a map of
    /// links, orphans, possible links, reviews
    #[arg(long, value_name = "DIR")]
    pub(super) report: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Hide drafts, future and expired pages, as readers will see the site
    #[arg(long)]
    pub(super) published: bool,
    /// Preview as if it were this date
    #[arg(long, alias = "clock", value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The address or name to listen on; with any but this computer's own, others on the network can read drafts
    #[arg(long, aliases = ["bind", "interface"], value_name = "HOST")]
    pub(super) host: Option<String>,
    /// With --host: let everyone in, not only those who know the whole address
    #[arg(long, requires = "host")]
    pub(super) no_token: bool,
    /// The port to listen on; 0 takes any free one
    #[arg(short, long)]
    pub(super) port: Option<u16>,
    /// Open the preview in the browser
    #[arg(short = 'O', long, alias = "openBrowser")]
    pub(super) open: bool,
    /// Show an article in all open tabs when it is saved
    #[arg(long)]
    pub(super) follow: bool,
    /// The editor that links in the author's panel open: vscode, jetbrains, or an address with {file}, {line} and {column};
    /// by default [serve] editor in site.toml
    #[arg(long, value_name = "EDITOR", value_parser = |text: &str| Editor::try_from(text.to_owned()))]
    pub(super) editor: Option<Editor>,
    /// Compare files at this interval (such as 700ms or 2s) instead of using the system's file events
    #[arg(long, value_name = "INTERVAL", num_args = 0..=1, default_missing_value = "700ms", value_parser = interval)]
    pub(super) poll: Option<Duration>,
    /// The address at which the site is published, instead of base_url in site.toml
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
    /// The format of the report
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum ListFormat {
    /// Text for people
    Text,
    /// JSON for programs
    Json,
    /// A calendar of the review dates, with `due` only
    Ics,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(super) enum Listing {
    /// Every article and index
    All,
    /// Articles that are not finished
    Drafts,
    /// Articles whose publish date is in the future
    Future,
    /// Articles whose expiry date is in the past
    Expired,
    /// Published articles to which no other article links
    Orphans,
    /// Published articles that link to no other article
    DeadEnds,
    /// Articles and contacts of help.yaml that were never reviewed, articles that have changed since their review, and the
    /// others by the date of their next review
    Due,
    /// Links to other sites
    External,
}

#[derive(Args, Debug)]
pub(super) struct Why {
    /// An address of the site (such as /saying-sorry/, or copied from the browser), a file, or a title
    pub(super) what: String,
    #[command(flatten)]
    pub(super) selection: Selection,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct ReviewPack {
    /// Articles or sections, such as repair, timelines/first-days.md, /first-days/ or a title; by default all published ones
    pub(super) articles: Vec<String>,
    /// The folder to write into, which must be new or empty; by default review-pack-DATE in the site folder
    #[arg(short, long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) selection: Selection,
}

#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The code, such as LINK-01; by default all codes are listed
    pub(super) code: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct Schema {
    /// The kind of file: site, front-matter, help, terms, paths, audiences, people, evidence, words or texts; by default all
    /// kinds are listed with their files
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
        /// The file, such as article.html or 2-ground.css; by default all files are listed
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

#[derive(Args, Debug)]
pub(super) struct Man {
    /// The folder, such as ~/.local/share/man/man1
    #[arg(value_name = "DIR")]
    pub(super) directory: PathBuf,
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
