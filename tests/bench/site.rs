//! The benchmark: a generated site, built and previewed by mend and, beside it, by Hugo.
//!
//! Started by `tests/bench/run`, which says how to read the figures. [`corpus`] makes the articles out
//! of [`words`], [`tool`] spells them for each tool, [`build`] says which builds to compare, and also with [`probe`], the lower
//! bound; [`compare`] runs them in turn with [`measure`]. [`edit`] times edits in the preview through [`http`], [`soak`] sees
//! it through thousands of them, [`linear`] lets single texts grow, and [`report`] prints the tables. No figure is judged here.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests reach the outside world on purpose"
)]

mod build;
mod compare;
mod corpus;
mod edit;
mod http;
mod linear;
mod measure;
mod probe;
#[path = "../support/random.rs"]
mod random;
mod report;
mod soak;
mod tool;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use serde_json::json;

use build::Comparison;
use corpus::Corpus;
use edit::Edits;
use report::{progress, say};
use tool::{Kind, Tool};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Builds and previews a generated site with mend and with Hugo, in turn, and prints how long each takes.
#[derive(Parser)]
#[command(name = "tests/bench/run", max_term_width = 100)]
struct Options {
    /// What to measure; by default `build` and `edit`
    #[arg(value_enum)]
    what: Vec<What>,
    /// How many articles to build; `rules` applies the presets to a tenth of them, and `large` builds ten times as many
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    articles: usize,
    /// How often each command runs
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// How many articles to preview; several sizes after commas
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [100, 1_000, 10_000])]
    preview: Vec<usize>,
    /// How often the text, and then the title, is edited in mend's preview
    #[arg(long, value_name = "N", default_value_t = 20)]
    edits: usize,
    /// The same in Hugo's preview; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 0)]
    hugo_edits: usize,
    /// How many articles the soak has
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    soak_articles: usize,
    /// How many edits it makes
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    soak_edits: usize,
    /// How long the shorter texts of `linear` are
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    linear_bytes: usize,
    /// Another seed makes other articles
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write the raw figures, too; the path starts at the repository
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where to put the sites, best in memory; they stay there
    #[arg(long, value_name = "DIR", overrides_with = "scratch")]
    scratch: Option<PathBuf>,
    /// Another mend than the one of this repository
    #[arg(long, value_name = "FILE", default_value = env!("CARGO_BIN_EXE_mend"))]
    mend: PathBuf,
    /// Hugo's program
    #[arg(long, value_name = "FILE", overrides_with = "hugo")]
    hugo: PathBuf,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    /// Whether to do something that is also done when nothing is named.
    fn wants(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum What {
    /// Whole builds
    Build,
    /// Edits in the preview
    Edit,
    /// The price of rules and of broken links; only when asked for
    Rules,
    /// Whole builds by mend, and of ten times as many articles; only when asked for
    Large,
    /// Thousands of edits under hundreds of readers, judged by what they see; only when asked for
    Soak,
    /// How the work of reading a text grows with its length; only when asked for
    Linear,
    /// Nothing: only write the sites into --scratch
    Site,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let result = match arguments.next() {
        Some(first) if first == measure::WAIT => measure::wait_for(arguments),
        Some(first) if first == probe::PROBE => probe::run(arguments),
        _ => bench(&Options::parse()),
    };
    result.unwrap_or_else(|error| {
        progress("");
        // The lints forbid eprintln, so that nothing prints by accident; this is meant.
        std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{error}\n")).ok();
        ExitCode::FAILURE
    })
}

fn bench(options: &Options) -> Result<ExitCode> {
    let own = tempfile::tempdir()?;
    let scratch = options.scratch.as_deref().unwrap_or(own.path());
    let tools = [
        Tool::new(Kind::Mend, &options.mend)?,
        Tool::new(Kind::Hugo, &options.hugo)?,
    ];
    let processors = std::thread::available_parallelism()?;
    let versions = [tools[0].version()?, tools[1].version()?];
    say(&format!(
        "{}, {}; {processors} processors\n",
        versions[0], versions[1]
    ));

    if options.what == [What::Site] {
        write_sites(options, options.articles, &tools, scratch)?;
    }
    let comparisons = compare_builds(options, &tools, scratch)?;
    let edits = time_edits(options, &tools, scratch)?;
    if options.what.contains(&What::Linear) {
        linear::print(&options.mend, scratch, options.linear_bytes)?;
    }
    if options.what.contains(&What::Soak) {
        let (corpus, folder) = write_sites(options, options.soak_articles, &tools, scratch)?;
        let faults = soak::soak(
            &tools[0],
            &corpus,
            &folder,
            options.soak_edits,
            options.seed,
        )?;
        for fault in &faults {
            say(fault);
        }
        if !faults.is_empty() {
            return Ok(ExitCode::FAILURE);
        }
        say("nothing wrong");
    }
    if let Some(file) = &options.json {
        let figures = json!({
            "versions": versions,
            "processors": processors,
            "seed": options.seed,
            "articles": options.articles,
            "comparisons": comparisons,
            "edits": edits,
        });
        fs::write(file, format!("{figures:#}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the table of each comparison that is wanted.
fn compare_builds(options: &Options, tools: &[Tool; 2], scratch: &Path) -> Result<Vec<Comparison>> {
    let (runs, mend) = (options.runs, &tools[..1]);
    let mut comparisons = Vec::new();
    let mut print = |comparison: Comparison| {
        say(&report::comparison(&comparison, runs));
        comparisons.push(comparison);
    };
    if options.wants(What::Build) {
        let (corpus, folder) = write_sites(options, options.articles, tools, scratch)?;
        print(build::tools(tools, &corpus, &folder, runs)?);
    }
    if options.what.contains(&What::Rules) {
        let (corpus, folder) = write_sites(options, options.articles / 10, mend, scratch)?;
        print(build::presets(&tools[0], &corpus, &folder, runs)?);
        let (corpus, folder) = write_sites(options, options.articles, mend, scratch)?;
        print(build::broken_links(&tools[0], &corpus, &folder, runs)?);
    }
    if options.what.contains(&What::Large) {
        let usual = write_sites(options, options.articles, mend, scratch)?;
        let large = write_sites(options, 10 * options.articles, mend, scratch)?;
        print(build::sizes(&tools[0], [&usual, &large], scratch, runs)?);
        fs::remove_dir_all(&large.1)?;
    }
    Ok(comparisons)
}

/// Edits articles in the previews, if that is wanted, and prints the table.
fn time_edits(options: &Options, tools: &[Tool; 2], scratch: &Path) -> Result<Vec<Edits>> {
    let mut edits = Vec::new();
    if !options.wants(What::Edit) {
        return Ok(edits);
    }
    for articles in &options.preview {
        let (corpus, folder) = write_sites(options, *articles, tools, scratch)?;
        for (tool, count) in tools.iter().zip([options.edits, options.hugo_edits]) {
            if count > 0 {
                edits.extend(edit::preview(tool, &corpus, &folder, count)?);
            }
        }
    }
    say("Edits in the preview, from the save to the page that shows it\n");
    say(&report::edits(&edits));
    Ok(edits)
}

/// Writes the site for some tools into new folders; returns the one that holds them.
fn write_sites(
    options: &Options,
    articles: usize,
    tools: &[Tool],
    scratch: &Path,
) -> Result<(Corpus, PathBuf)> {
    progress(&format!("writing {articles} articles"));
    let corpus = Corpus::new(articles, options.seed);
    let folder = scratch.join(articles.to_string());
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for tool in tools {
        tool.write_site(&corpus, &folder.join(tool.name()))?;
    }
    let sources = measure::contents(&folder.join(tools[0].name()).join("content"))?;
    say(&format!(
        "{articles} articles, {:.1} MB of Markdown",
        sources.bytes as f64 / 1e6
    ));
    Ok((corpus, folder))
}
