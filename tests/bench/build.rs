//! Whole builds: who is compared with whom, on which site.
//!
//! [`compare`](crate::compare) runs them. No figure is judged here.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::Result;
use crate::compare::{Contender, Row, compare};
use crate::corpus::{Corpus, SECTIONS};
use crate::measure;
use crate::probe::PROBE;
use crate::report::progress;
use crate::tool::{Tool, settings, source};

/// Contenders that ran in turn, and which of them to divide by which.
#[derive(Serialize)]
pub(crate) struct Comparison {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
    /// Places in `rows`.
    pub(crate) ratios: Vec<(usize, usize)>,
}

/// The same articles by mend with and without a search index, by Hugo and by the probe, and a copy of what mend wrote.
pub(crate) fn tools(
    [mend, hugo]: &[Tool; 2],
    corpus: &Corpus,
    folder: &Path,
    runs: usize,
) -> Result<Comparison> {
    let site = folder.join(mend.name());
    let no_search = settings_file(folder, "no-search", "[search]\nenabled = false\n")?;
    let program = std::env::current_exe()?;
    let original = folder.join("original");
    progress("a build to copy");
    measure::run(&mend.build(&site, &original), &folder.join("log"))?;

    let contenders = [
        Contender::publishes("mend", corpus, |output| mend.build(&site, output)),
        Contender::publishes("mend, no search", corpus, |output| {
            configured(mend.build(&site, output), &no_search)
        }),
        Contender::publishes("Hugo", corpus, |output| {
            hugo.build(&folder.join(hugo.name()), output)
        }),
        Contender::publishes("probe", corpus, |output| {
            vec![program.clone(), PROBE.into(), site.clone(), output.into()]
        }),
        Contender::publishes("cp -r", corpus, |output| {
            vec!["cp".into(), "-r".into(), original.clone(), output.into()]
        }),
    ];
    let rows = compare(&contenders, folder, runs)?;
    fs::remove_dir_all(&original)?;
    Ok(Comparison {
        title: format!("Whole builds of {} articles", corpus.entries.len()),
        rows,
        ratios: vec![(2, 0), (2, 1), (0, 3), (1, 3), (0, 4)],
    })
}

/// The same articles under the two presets of rules.
pub(crate) fn presets(
    mend: &Tool,
    corpus: &Corpus,
    folder: &Path,
    runs: usize,
) -> Result<Comparison> {
    let site = folder.join(mend.name());
    // Generated titles come twice now and then, which the preset takes for an error; the site would not be published.
    let guide = "[check]\npreset = \"guide\"\n[check.rules]\nSTR-06 = \"warning\"\n";
    let guide = settings_file(folder, "guide", guide)?;
    let contenders = [
        Contender::publishes("preset basic", corpus, |output| mend.build(&site, output)),
        Contender::publishes("preset guide", corpus, |output| {
            configured(mend.build(&site, output), &guide)
        }),
    ];
    Ok(Comparison {
        title: format!("The rules of a preset, {} articles", corpus.entries.len()),
        rows: compare(&contenders, folder, runs)?,
        ratios: vec![(1, 0)],
    })
}

/// A site, and the same site with a broken link in each article. mend does not publish that one: its build ends when
/// the problems are printed. So both are also checked, which writes neither.
pub(crate) fn broken_links(
    mend: &Tool,
    corpus: &Corpus,
    folder: &Path,
    runs: usize,
) -> Result<Comparison> {
    let site = folder.join(mend.name());
    let broken = folder.join("broken");
    mend.write_site(corpus, &broken)?;
    break_links(corpus, &broken)?;
    let contenders = [
        Contender::publishes("build", corpus, |output| mend.build(&site, output)),
        Contender::refuses("refused build", |output| mend.build(&broken, output)),
        Contender::passes("check", |_| mend.check(&site)),
        Contender::refuses("failed check", |_| mend.check(&broken)),
    ];
    Ok(Comparison {
        title: format!(
            "A broken link in each of {} articles, or none",
            corpus.entries.len()
        ),
        rows: compare(&contenders, folder, runs)?,
        ratios: vec![(1, 0), (3, 2)],
    })
}

/// Sites of two sizes, each in its own folder.
pub(crate) fn sizes(
    mend: &Tool,
    sites: [&(Corpus, PathBuf); 2],
    folder: &Path,
    runs: usize,
) -> Result<Comparison> {
    let contenders = sites.map(|(corpus, folder)| {
        let name = format!("{} articles", corpus.entries.len());
        Contender::publishes(&name, corpus, |output| {
            mend.build(&folder.join(mend.name()), output)
        })
    });
    Ok(Comparison {
        title: "A site and a larger one".to_owned(),
        rows: compare(&contenders, folder, runs)?,
        ratios: vec![(1, 0)],
    })
}

/// Writes the settings of mend's site with more of them into a file.
fn settings_file(folder: &Path, name: &str, more: &str) -> Result<PathBuf> {
    let file = folder.join(name).with_extension("toml");
    fs::write(&file, settings() + more)?;
    Ok(file)
}

/// The same command of mend with other settings.
fn configured(mut command: Vec<PathBuf>, settings: &Path) -> Vec<PathBuf> {
    command.extend(["--config".into(), settings.to_owned()]);
    command
}

/// Adds a link to each article whose target lacks a letter, so that mend looks for the page that was meant.
fn break_links(corpus: &Corpus, site: &Path) -> Result<()> {
    for (at, entry) in corpus.entries.iter().enumerate() {
        let meant = &corpus.entries[(at + SECTIONS.len()) % corpus.entries.len()];
        let file = source(site, entry);
        let mut text = fs::read_to_string(&file)?;
        text.push_str(&format!("\nRead on: [this]({}.md).\n", &meant.slug[1..]));
        fs::write(&file, text)?;
    }
    Ok(())
}
