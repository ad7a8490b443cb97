//! The two tools: how each spells an article, what else its site needs, and how it is started.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use crate::Result;
use crate::corpus::{Article, Corpus, Entry, Piece, SECTIONS};

/// The title of the site.
const TITLE: &str = "A generated guide";

/// Which tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Mend,
    Hugo,
}

/// A tool and its program.
#[derive(Clone, Debug)]
pub(crate) struct Tool {
    pub(crate) kind: Kind,
    program: PathBuf,
}

impl Tool {
    pub(crate) fn new(kind: Kind, program: &Path) -> Result<Self> {
        let program =
            fs::canonicalize(program).map_err(|error| format!("{}: {error}", program.display()))?;
        Ok(Self { kind, program })
    }

    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Mend => "mend",
            Kind::Hugo => "Hugo",
        }
    }

    /// What the program says of its version.
    pub(crate) fn version(&self) -> Result<String> {
        let argument = match self.kind {
            Kind::Mend => "--version",
            Kind::Hugo => "version",
        };
        let output = command(&self.program).arg(argument).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text
            .split(['-', '+', '\n'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned())
    }

    /// Writes the whole site into an empty folder.
    pub(crate) fn write_site(&self, corpus: &Corpus, site: &Path) -> Result<()> {
        let content = site.join("content");
        match self.kind {
            Kind::Mend => {
                fs::create_dir_all(&content)?;
                fs::write(site.join("site.toml"), settings())?;
            }
            Kind::Hugo => copy_folder(
                &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/hugo"),
                site,
            )?,
        }
        for (at, (folder, title, description)) in SECTIONS.iter().enumerate() {
            fs::create_dir_all(content.join(folder))?;
            let weight = at + 1;
            let index =
                format!("---\ntitle: {title}\ndescription: {description}\nweight: {weight}\n---\n");
            fs::write(content.join(folder).join("_index.md"), index)?;
        }
        fs::write(
            content.join("_index.md"),
            format!("---\ntitle: {TITLE}\n---\n"),
        )?;
        (0..corpus.entries.len())
            .into_par_iter()
            .try_for_each(|number| {
                let text = self.spell(corpus, &corpus.entries[number], &corpus.article(number));
                fs::write(source(site, &corpus.entries[number]), text)
            })?;
        Ok(())
    }

    /// The article's file. The words are the same for both tools.
    fn spell(&self, corpus: &Corpus, entry: &Entry, article: &Article) -> String {
        let mut text = format!(
            "---\ntitle: \"{}\"\ndescription: \"{}\"\ndate: {}\ntags: [{}]\nweight: {}\n---\n\n",
            entry.title,
            article.description,
            article.date,
            article.tags.join(", "),
            entry.weight
        );
        for piece in &article.body {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Callout(kind) => {
                    let kind = match self.kind {
                        Kind::Mend => (*kind).to_owned(),
                        Kind::Hugo => kind.to_uppercase(),
                    };
                    text.push_str(&format!("[!{kind}]"));
                }
                Piece::Link { label, to } => {
                    let target = &corpus.entries[*to];
                    let address = match self.kind {
                        Kind::Mend if target.section == entry.section => {
                            format!("{}.md", target.slug)
                        }
                        Kind::Mend => format!("../{}.md", target.path()),
                        // The way to link that makes Hugo check the link, too.
                        Kind::Hugo => format!("{{{{< relref \"/{}.md\" >}}}}", target.path()),
                    };
                    text.push_str(&format!("[{label}]({address})"));
                }
            }
        }
        text
    }

    /// Publishes the site into a folder.
    pub(crate) fn build(&self, site: &Path, output: &Path) -> Vec<PathBuf> {
        let mut command = vec![self.program.clone()];
        match self.kind {
            Kind::Mend => {
                command.extend(["build", "--quiet", "--no-sync", "--root"].map(PathBuf::from));
                command.extend([site.to_owned(), "--output-dir".into(), output.to_owned()]);
            }
            Kind::Hugo => {
                command.extend(["build", "--quiet", "--source"].map(PathBuf::from));
                command.extend([site.to_owned(), "--cacheDir".into(), site.join("cache")]);
                command.extend(["--destination".into(), output.to_owned()]);
            }
        }
        command
    }

    /// Looks for problems in a site of mend.
    pub(crate) fn check(&self, site: &Path) -> Vec<PathBuf> {
        let mut command = vec![self.program.clone()];
        command.extend(["check", "--quiet", "--root"].map(PathBuf::from));
        command.push(site.to_owned());
        command
    }

    /// The template of the footer, in the site's folder.
    pub(crate) fn footer(&self) -> &'static str {
        match self.kind {
            Kind::Mend => "themes/calm/templates/partials/footer.html",
            Kind::Hugo => "layouts/_partials/footer.html",
        }
    }

    /// The last part of the style sheet, in the site's folder.
    pub(crate) fn style(&self) -> &'static str {
        match self.kind {
            Kind::Mend => "themes/calm/styles/9-paper.css",
            Kind::Hugo => "static/guide.css",
        }
    }

    /// Where the preview has the style sheet.
    pub(crate) fn style_address(&self) -> &'static str {
        match self.kind {
            Kind::Mend => "/assets/style.preview.css",
            Kind::Hugo => "/guide.css",
        }
    }

    /// A file of the theme that comes with the program, by its path in the site's folder.
    pub(crate) fn builtin(&self, path: &Path) -> Result<String> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        Ok(fs::read_to_string(file)?)
    }

    /// Previews the site on a port of this computer; mend chooses one itself and says so on its first line.
    pub(crate) fn serve(&self, site: &Path, port: u16) -> Command {
        let mut command = command(&self.program);
        match self.kind {
            Kind::Mend => command
                .args(["serve", "--quiet", "--port", "0", "--root"])
                .arg(site),
            Kind::Hugo => command
                .args([
                    "server",
                    "--quiet",
                    "--renderToMemory",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                ])
                .args([
                    &port.to_string(),
                    "--baseURL",
                    &format!("http://127.0.0.1:{port}/"),
                    "--source",
                ])
                .arg(site)
                .arg("--cacheDir")
                .arg(site.join("cache")),
        };
        command
    }
}

/// The settings of mend's site.
pub(crate) fn settings() -> String {
    format!(
        "base_url = \"https://guide.example/\"\ntitle = \"{TITLE}\"\n\
         description = \"Made-up articles, to see how long a site takes.\"\n"
    )
}

/// A command without the settings that either tool would take from the environment.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("MEND_") || text.starts_with("HUGO_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Where the article is written.
pub(crate) fn source(site: &Path, entry: &Entry) -> PathBuf {
    site.join("content").join(entry.path() + ".md")
}

/// Where both tools publish it.
pub(crate) fn published(output: &Path, entry: &Entry) -> PathBuf {
    output.join(entry.path()).join("index.html")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
