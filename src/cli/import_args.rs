//! The arguments of `mend import`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::format::Format;

#[derive(Args, Debug)]
pub(super) struct Import {
    #[command(subcommand)]
    pub(super) from: From,
}

/// The tools whose sites can be imported.
#[derive(Debug, Subcommand)]
pub(super) enum From {
    /// A site of WordPress, from the file that Tools > Export gives
    Wordpress {
        /// The export, an .xml file
        file: PathBuf,
        /// A copy of the folder wp-content/uploads: the pictures and files that articles use are taken from it. Nothing is
        /// fetched
        #[arg(long, value_name = "FOLDER")]
        media: Option<PathBuf>,
        /// Import private texts and those with a password, too, as drafts
        #[arg(long)]
        private: bool,
        /// Import this kind of text of a plugin, too, such as portfolio; can be given several times
        #[arg(long = "kind", value_name = "NAME")]
        kinds: Vec<String>,
        #[command(flatten)]
        importing: Importing,
    },
    /// A site of Hugo, from its folder
    Hugo(FolderImport),
    /// A site of Jekyll, from its folder
    Jekyll(FolderImport),
    /// A site of Zola, from its folder
    Zola(FolderImport),
    /// A vault of Obsidian, from its folder
    Obsidian(FolderImport),
}

/// The arguments of an import from a folder.
#[derive(Args, Debug)]
pub(super) struct FolderImport {
    /// The folder of the old site
    pub(super) folder: PathBuf,
    /// Import this language of a site in several, such as de; by default the main one
    #[arg(short, long, value_name = "TAG")]
    pub(super) language: Option<String>,
    #[command(flatten)]
    pub(super) importing: Importing,
}

impl From {
    /// The options that all tools have.
    pub(super) fn importing(&self) -> &Importing {
        match self {
            Self::Wordpress { importing, .. } => importing,
            Self::Hugo(args) | Self::Jekyll(args) | Self::Zola(args) | Self::Obsidian(args) => {
                &args.importing
            }
        }
    }
}

/// The options of every import.
#[derive(Args, Debug)]
pub(super) struct Importing {
    /// The folder of the new site, which must be new or empty
    #[arg(short, long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    /// Print the report, but write nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// A site map of the old site (sitemap.xml, or a text file with one address in a line): report which of its addresses lead
    /// nowhere in the new site
    #[arg(long, value_name = "FILE")]
    pub(super) old_sitemap: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}
