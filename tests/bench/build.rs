//! Whole builds: mend and Hugo in turn, and beside them a mere copy of what mend wrote.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::Result;
use crate::corpus::Corpus;
use crate::measure::{self, Contents, Run};
use crate::report::progress;
use crate::tool::{Tool, published};

/// The builds of one tool.
#[derive(Serialize)]
pub(crate) struct Builds {
    pub(crate) name: &'static str,
    pub(crate) runs: Vec<Run>,
    pub(crate) output: Contents,
}

/// Builds the sites of both tools (already written below `folder`) in turn, `runs` times each, and
/// copies mend's output once after each pair. Every run writes into a new folder; a first build of
/// each is not counted, but its pages are.
pub(crate) fn compare(
    tools: &[Tool; 2],
    corpus: &Corpus,
    folder: &Path,
    runs: usize,
) -> Result<[Builds; 3]> {
    let [mend, _] = tools;
    let mut builds = Vec::new();
    for tool in tools {
        progress(&format!("first build of {}", tool.name()));
        let output = folder.join("first").join(tool.name());
        build(tool, folder, &output)?;
        if let Some(entry) = corpus
            .entries
            .iter()
            .find(|entry| !published(&output, entry).is_file())
        {
            return Err(format!("{} did not publish {}", tool.name(), entry.path()).into());
        }
        let output = measure::contents(&output)?;
        builds.push(Builds {
            name: tool.name(),
            runs: Vec::new(),
            output,
        });
    }
    let original = folder.join("first").join(mend.name());
    builds.push(Builds {
        name: "cp -r",
        runs: Vec::new(),
        output: builds[0].output,
    });

    for number in 1..=runs {
        progress(&format!("run {number} of {runs}"));
        let outputs = folder.join("run");
        for (tool, builds) in tools.iter().zip(&mut builds) {
            let output = outputs.join(tool.name());
            builds.runs.push(build(tool, folder, &output)?);
            let contents = measure::contents(&output)?;
            if contents.files != builds.output.files {
                return Err(format!(
                    "{} wrote {} files, before {}",
                    tool.name(),
                    contents.files,
                    builds.output.files
                )
                .into());
            }
            fs::remove_dir_all(&outputs)?;
        }
        fs::create_dir_all(&outputs)?;
        let copy: Vec<PathBuf> = vec![
            "cp".into(),
            "-r".into(),
            original.clone(),
            outputs.join("copy"),
        ];
        builds[2]
            .runs
            .push(measure::run(&copy, &folder.join("log"))?);
        fs::remove_dir_all(&outputs)?;
    }
    fs::remove_dir_all(folder.join("first"))?;
    builds.try_into().map_err(|_| "three rows".into())
}

fn build(tool: &Tool, folder: &Path, output: &Path) -> Result<Run> {
    if let Some(parent) = output.parent() {
        fs::create_dir_all(parent)?;
    }
    let command = tool.build(&folder.join(tool.name()), output);
    measure::run(&command, &folder.join("log"))
}
