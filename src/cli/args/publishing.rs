//! The arguments of the commands that publish a site, and of those that carry it further or remove it.

use std::path::PathBuf;

use clap::Args;

use super::{Format, Selection};

#[derive(Args, Debug)]
pub(in crate::cli) struct Build {
    #[command(flatten)]
    pub(in crate::cli) selection: Selection,
    /// The folder to publish into, relative to the site folder
    #[arg(short, long, alias = "destination", value_name = "DIR")]
    pub(in crate::cli) output_dir: Option<PathBuf>,
    /// Link to index.html files, so that the site can be opened from disk
    #[arg(long)]
    pub(in crate::cli) portable: bool,
    /// Publish into a folder that mend did not create; the files in it are kept
    #[arg(long)]
    pub(in crate::cli) adopt: bool,
    /// Wait while another build of this site is running
    #[arg(long)]
    pub(in crate::cli) wait: bool,
    /// Do not wait until the files are safely on disk
    #[arg(long)]
    pub(in crate::cli) no_sync: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(in crate::cli) format: Format,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Deploy {
    /// The name of the place, as in [deploy.NAME] of site.toml; may be left out if there is only one
    pub(in crate::cli) name: Option<String>,
    /// The folder that `mend build` published into, relative to the current folder
    #[arg(short, long, alias = "from", value_name = "DIR")]
    pub(in crate::cli) output_dir: Option<PathBuf>,
    /// Print what would be uploaded and removed, but change nothing
    #[arg(short = 'n', long, alias = "dryRun")]
    pub(in crate::cli) dry_run: bool,
    /// Let any number of pages leave the site
    #[arg(long)]
    pub(in crate::cli) allow_deletes: bool,
    /// Put the site where other files are; those stay, unless a file of the site has the same name
    #[arg(long)]
    pub(in crate::cli) adopt: bool,
    /// Begin although another deployment seems to be under way
    #[arg(long)]
    pub(in crate::cli) take_over: bool,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(in crate::cli) format: Format,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Export {
    #[command(flatten)]
    pub(in crate::cli) form: ExportForm,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: PathBuf,
    /// With --html or --epub: the articles of this reading path, by its id or its title
    #[arg(long, value_name = "NAME", conflicts_with_all = ["zip", "articles"])]
    pub(in crate::cli) path: Option<String>,
    /// With --html or --epub: these articles or sections, each by its file, its address or its title
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        conflicts_with = "zip"
    )]
    pub(in crate::cli) articles: Vec<String>,
    /// With --html or --epub: the articles of this pack, a YAML file with a title, articles, and a note to their reader
    #[arg(long, value_name = "FILE", conflicts_with_all = ["zip", "articles", "path"])]
    pub(in crate::cli) pack: Option<PathBuf>,
    /// With --html or --epub: say from whom it is, on its cover and at the foot of every sheet
    #[arg(long, conflicts_with = "zip")]
    pub(in crate::cli) name: bool,
    /// With --html or --epub: in large letters, on paper of 18 points
    #[arg(long, conflicts_with = "zip")]
    pub(in crate::cli) large: bool,
    /// Replace the file if there is one
    #[arg(long)]
    pub(in crate::cli) replace: bool,
    #[command(flatten)]
    pub(in crate::cli) selection: Selection,
}

/// What is exported.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(in crate::cli) struct ExportForm {
    /// The whole site as a zip archive; unpacked, it opens from disk
    #[arg(long)]
    pub(in crate::cli) zip: bool,
    /// Articles as a booklet: one HTML file to read or to print
    #[arg(long)]
    pub(in crate::cli) html: bool,
    /// Articles as an EPUB book, for e-readers and reading apps
    #[arg(long)]
    pub(in crate::cli) epub: bool,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Clean {
    /// The folder to clean, relative to the site folder
    #[arg(short, long, alias = "destination", value_name = "DIR")]
    pub(in crate::cli) output_dir: Option<PathBuf>,
}
