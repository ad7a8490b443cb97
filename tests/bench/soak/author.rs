//! The author: what is edited next, and where that must show. Every step follows from the seed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::corpus::{Corpus, Entry};
use crate::random::Random;
use crate::tool::source;

/// Where an edit must show.
#[derive(Debug)]
pub(super) enum Expected {
    /// This text, on this page.
    Shown { page: String, mark: String },
    /// There is no such page any more.
    Missing { page: String },
    /// The preview tells of a problem in this file.
    Reported { file: String },
}

/// How an editor saves.
#[derive(Clone, Copy)]
enum Save {
    InPlace,
    /// Into a new file, which is renamed over the old one.
    Rename,
    /// As Vim does by default: the old file is moved aside first, and deleted when the new one is there.
    MoveAside,
}

/// The author of one site.
pub(super) struct Author<'a> {
    corpus: &'a Corpus,
    site: PathBuf,
    random: Random,
    /// The article that holds a mistake, and its text without.
    broken: Option<(&'a Entry, String)>,
    /// The extra articles that are there, by number.
    extra: Vec<usize>,
}

impl<'a> Author<'a> {
    pub(super) fn new(corpus: &'a Corpus, site: PathBuf, seed: u64) -> Self {
        Self {
            corpus,
            site,
            random: Random::new(seed, 20, 0),
            broken: None,
            extra: Vec::new(),
        }
    }

    /// Makes one edit; what kind it was, and what to see of it.
    pub(super) fn step(&mut self, number: usize) -> Result<(&'static str, Expected)> {
        if let Some(expected) = self.mend(number)? {
            return Ok(("a mistake mended", expected));
        }
        match self.random.below(100) {
            0..40 => Ok(("text", self.text(number, Save::InPlace)?)),
            40..60 => Ok(("text, renamed", self.text(number, Save::Rename)?)),
            60..70 => Ok(("text, moved aside", self.text(number, Save::MoveAside)?)),
            70..80 => Ok(("an article more or less", self.more_or_less(number)?)),
            80..90 => Ok(("a template", self.template(number)?)),
            90..95 => Ok(("the configuration", self.configuration(number)?)),
            _ => Ok(("a mistake", self.mistake(number)?)),
        }
    }

    /// Takes the mistake out of the text that has one, and says so in it.
    pub(super) fn mend(&mut self, number: usize) -> Result<Option<Expected>> {
        let Some((entry, text)) = self.broken.take() else {
            return Ok(None);
        };
        let mark = mark(number);
        fs::write(source(&self.site, entry), format!("{text}\n{mark}\n"))?;
        Ok(Some(shown(entry, mark)))
    }

    fn any(&mut self) -> &'a Entry {
        &self.corpus.entries[self.random.below(self.corpus.entries.len())]
    }

    fn text(&mut self, number: usize, save: Save) -> Result<Expected> {
        let entry = self.any();
        let file = source(&self.site, entry);
        let mark = mark(number);
        let text = format!("{}\n{mark}\n", without_marks(&fs::read_to_string(&file)?));
        let beside = |ending: &str| file.with_extension(ending);
        match save {
            Save::InPlace => fs::write(&file, text)?,
            Save::Rename => {
                fs::write(beside("tmp"), text)?;
                fs::rename(beside("tmp"), &file)?;
            }
            Save::MoveAside => {
                fs::rename(&file, beside("md~"))?;
                fs::write(&file, text)?;
                fs::remove_file(beside("md~"))?;
            }
        }
        Ok(shown(entry, mark))
    }

    fn more_or_less(&mut self, number: usize) -> Result<Expected> {
        let at = |number: usize| format!("an-extra-article-{number}");
        let folder = self.site.join("content");
        if !self.extra.is_empty() && self.random.one_in(2) {
            let gone = self.extra.swap_remove(self.random.below(self.extra.len()));
            fs::remove_file(folder.join(at(gone) + ".md"))?;
            let page = format!("/{}/", at(gone));
            return Ok(Expected::Missing { page });
        }
        self.extra.push(number);
        let mark = mark(number);
        let text = format!("# An extra article, {number}\n\n{mark}\n");
        fs::write(folder.join(at(number) + ".md"), text)?;
        let page = format!("/{}/", at(number));
        Ok(Expected::Shown { page, mark })
    }

    fn template(&mut self, number: usize) -> Result<Expected> {
        let original =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/calm/templates/article.html");
        let mark = mark(number);
        let text = fs::read_to_string(original)?;
        let end = text.find("</article>");
        let at = end.ok_or("the template of articles has no article")?;
        let folder = self.site.join("themes/calm/templates");
        fs::create_dir_all(&folder)?;
        let text = format!("{}<p>{mark}</p>{}", &text[..at], &text[at..]);
        fs::write(folder.join("article.html"), text)?;
        Ok(shown(self.any(), mark))
    }

    fn configuration(&mut self, number: usize) -> Result<Expected> {
        let file = self.site.join("site.toml");
        let text = fs::read_to_string(&file)?;
        let mark = mark(number);
        let lines = text
            .lines()
            .map(|line| match line.starts_with("description") {
                true => format!("description = \"{mark}\"\n"),
                false => format!("{line}\n"),
            });
        fs::write(&file, lines.collect::<String>())?;
        let page = "/".to_owned();
        Ok(Expected::Shown { page, mark })
    }

    fn mistake(&mut self, number: usize) -> Result<Expected> {
        let entry = self.any();
        let file = source(&self.site, entry);
        let text = without_marks(&fs::read_to_string(&file)?).to_owned();
        let wrong = format!("{text}\n[Nowhere](nowhere-{number}.md)\n");
        fs::write(&file, wrong)?;
        self.broken = Some((entry, text));
        let file = format!("content/{}.md", entry.path());
        Ok(Expected::Reported { file })
    }
}

/// What an edit leaves behind.
fn mark(number: usize) -> String {
    format!("Soaked {number} times.")
}

/// A text without what earlier edits left behind.
fn without_marks(text: &str) -> &str {
    text.split("\nSoaked ").next().unwrap_or(text)
}

fn shown(entry: &Entry, mark: String) -> Expected {
    let page = format!("/{}/", entry.path());
    Expected::Shown { page, mark }
}
