//! What the tests share: sites that exist only in memory, and problems as lines of text.

#![allow(dead_code, reason = "every test file uses its own part of this")]

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use mend::config::{Config, Override, Source};
use mend::date::Zone;
use mend::diag::{Diagnostic, Lines, Place, Reported};
use mend::files::{
    Collected, Inputs, LeftOut, Options, Outputs, SourceFile, ThemeNames, by_contents, by_kind,
    by_name, take_copies,
};
use mend::inspect::Inspection;
use mend::path::{LinkStyle, SourcePath};
use mend::pipeline::{Build, Pipeline};

/// A site that was built in memory.
pub(crate) struct Made {
    /// Its files.
    pub(crate) outputs: Outputs,
    /// What else is known of it.
    pub(crate) build: Build,
}

impl Deref for Made {
    type Target = Build;

    fn deref(&self) -> &Build {
        &self.build
    }
}

/// Builds into memory.
pub(crate) trait InMemory {
    /// Builds a site to publish it.
    fn make(&mut self, inputs: &Inputs) -> Reported<Made>;
    /// Builds a site to look at it, unless the build is cancelled.
    fn show(
        &mut self,
        inputs: &Inputs,
        earlier: Option<&Inputs>,
        is_cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Reported<Made>>;
}

impl InMemory for Pipeline {
    fn make(&mut self, inputs: &Inputs) -> Reported<Made> {
        let outputs = Collected::default();
        made(self.build(inputs, &outputs), outputs)
    }

    fn show(
        &mut self,
        inputs: &Inputs,
        earlier: Option<&Inputs>,
        is_cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Reported<Made>> {
        let outputs = Collected::default();
        let built = self.preview(inputs, earlier, &outputs, is_cancelled)?;
        Some(made(built, outputs))
    }
}

fn made(built: Reported<Build>, outputs: Collected) -> Reported<Made> {
    let outputs = outputs.into_outputs();
    assert!(outputs.keys().eq(&built.value.files), "each file is named");
    Reported {
        value: Made {
            outputs,
            build: built.value,
        },
        problems: built.problems,
    }
}

/// The moment at which every test takes place unless it says otherwise.
pub(crate) const NOW: &str = "2026-06-15T12:00:00Z";

/// A theme that shows the text alone, so that a test does not change with the looks of a page.
pub(crate) const BARE_THEME: &[(&str, &str)] = &[
    ("themes/calm/templates/article.html", "{{ content }}"),
    (
        "themes/calm/templates/home.html",
        "{{ content if content else \"\" }}",
    ),
    (
        "themes/calm/templates/section.html",
        "{{ content if content else \"\" }}",
    ),
];

/// The audiences of a guide for couples.
pub(crate) const AUDIENCES: &str = "audiences:
  - {id: hurt, words: the partner who was hurt}
  - {id: broke-trust, words: the partner who broke trust}
  - {id: both, words: both of you, everyone: true, together: true}
";

/// Help data that lacks nothing.
pub(crate) const HELP: &str = "default: gb
regions:
  - id: gb
    name: United Kingdom
    emergency: \"999\"
    contacts:
      - { kind: abuse, name: Line, phone: 0808 2000 247, for: anyone, source: \"https://line.example/\", checked: never }
      - { kind: crisis, name: Ears, phone: 116 123, for: anyone, source: \"https://ears.example/\", checked: never }
";

/// What a build at [`NOW`] is asked for.
pub(crate) fn options() -> Options {
    let now = Zone::utc().parse(NOW).expect("a date");
    Options {
        drafts: false,
        future: false,
        expired: false,
        links: LinkStyle::Folder,
        theme_names: ThemeNames::Fingerprinted,
        now,
    }
}

/// The name by which a program of tests knows a test of a module, given as `module_path!()`.
pub(crate) fn test_name(module: &str, test: &str) -> String {
    match module.split_once("::") {
        Some((_, module)) => format!("{module}::{test}"),
        None => test.to_owned(),
    }
}

/// Holds that a program of tests was asked for one test, had it, and that it passed.
pub(crate) fn assert_one_passed(run: &Output) {
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("1 passed"), "there is no such test: {said}");
}

/// Every file below a folder on disk, by its path from there.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter();
    let paths = entries.map(|entry| entry.expect("readable").into_path());
    paths
        .filter(|path| path.is_file())
        .map(|path| {
            let below = path.strip_prefix(folder).expect("below").to_owned();
            (below, std::fs::read(&path).expect("a file"))
        })
        .collect()
}

/// A site from its files, built in memory: for questions about it, and what it publishes.
pub(crate) fn inspected(files: &[(String, Vec<u8>)]) -> (Inspection, Outputs) {
    let inputs = inputs(files, options()).expect("a configuration");
    let Reported {
        value: Made { outputs, build },
        problems,
    } = Pipeline::default().make(&inputs);
    let built = Inspection::new(inputs, build.sites, build.report, problems);
    (built, outputs)
}

/// A site from its files, sorted as the disk would give them; or what is wrong with its configuration, a line each.
pub(crate) fn inputs(files: &[(String, Vec<u8>)], options: Options) -> Result<Inputs, Vec<String>> {
    inputs_with(files, options, Vec::new())
}

/// The same, with settings that override `site.toml`.
pub(crate) fn inputs_with(
    files: &[(String, Vec<u8>)],
    options: Options,
    overrides: Vec<Override>,
) -> Result<Inputs, Vec<String>> {
    let text = |name: &str| {
        files
            .iter()
            .find(|(path, _)| path == name)
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
    };
    let read = Config::read(Source {
        overrides,
        ..Source::of(text("site.toml").unwrap_or_default())
    });
    let mut inputs = Inputs {
        config: Arc::new(read.value),
        options,
        documents: Vec::new(),
        data: Vec::new(),
        assets: Vec::new(),
        theme: Vec::new(),
        left_out: Vec::new(),
        closed: Vec::new(),
    };
    for (path, bytes) in files.iter().filter(|(path, _)| path != "site.toml") {
        let file = SourceFile::new(SourcePath::new(path), bytes.clone());
        let path = file.path.clone();
        let reason = by_name(path.folder(), path.file_name())
            .or_else(|| by_kind(&path, &inputs.config.content.publish))
            .or_else(|| by_contents(&path, bytes));
        if let Some(reason) = reason {
            inputs.left_out.push(LeftOut { path, reason });
            continue;
        }
        let path = path.as_str();
        let list = match path.split('/').next() {
            Some("themes") => &mut inputs.theme,
            Some("content") if path.ends_with(".md") => {
                inputs.documents.push(file.into());
                continue;
            }
            Some("content")
                if (path.ends_with(".yaml") || path.ends_with(".yml"))
                    && path.matches('/').count() == 1 =>
            {
                &mut inputs.data
            }
            _ => {
                inputs.assets.push(file.into());
                continue;
            }
        };
        list.push(file);
    }
    let Inputs {
        documents,
        data,
        theme,
        assets,
        ..
    } = &mut inputs;
    for list in [data, theme] {
        list.sort_by(|left, right| left.path.cmp(&right.path));
    }
    for list in [documents, assets] {
        list.sort_by(|left, right| left.path.cmp(&right.path));
    }
    let copies = take_copies(&mut inputs.documents);
    inputs.left_out.extend(copies);
    inputs
        .left_out
        .sort_by(|left, right| left.path.cmp(&right.path));
    if !read.problems.is_empty() {
        let faults = read.problems.iter();
        return Err(faults.map(|problem| line(problem, &inputs)).collect());
    }
    Ok(inputs)
}

/// A problem as one line: `content/a.md:3:5: error LINK-01: message (help)`.
pub(crate) fn line(problem: &Diagnostic, inputs: &Inputs) -> String {
    let place = problem.place.as_ref().map_or(String::new(), |place| {
        format!("{}: ", position(place, inputs))
    });
    let mut line = format!(
        "{place}{} {}: {}",
        problem.severity.as_str(),
        problem.code,
        problem.message
    );
    for (place, label) in &problem.also {
        line.push_str(&format!("; {label}: {}", position(place, inputs)));
    }
    if let Some(help) = &problem.help {
        line.push_str(&format!(" ({help})"));
    }
    line
}

fn position(place: &Place, inputs: &Inputs) -> String {
    let contents = inputs.documents.iter().chain(&inputs.assets);
    let contents = contents.filter_map(|file| Some((&file.path, &**file.bytes.in_memory()?)));
    let texts = inputs.texts().map(|file| (&file.path, &*file.bytes));
    let files = texts.chain(contents);
    let files = files.map(|(path, bytes)| (path.as_str(), bytes));
    let source = &inputs.config.source;
    let Some(span) = &place.span else {
        return place.path.to_string();
    };
    let mut files = files.chain([(source.file.as_str(), source.text.as_bytes())]);
    let bytes = files
        .find(|(path, _)| *path == place.path.as_str())
        .map(|(_, bytes)| bytes)
        .or_else(|| mend::theme::builtin::find(place.path.as_str()))
        .unwrap_or_default();
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    let (line, column) = Lines::new(text).position(span.start);
    format!("{}:{line}:{column}", place.path)
}
