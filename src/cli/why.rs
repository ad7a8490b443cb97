//! `mend why`: where a page or a file comes from, what links to it, and why it is published or not.

use super::args::{Format, Global, Why as WhyArgs};
use super::console::Console;
use super::named;
use super::outcome::Outcome;
use super::setup::{SiteBuild, inspected, options, site};
use crate::diag::Result;
use crate::inspect::{Inspection, Inspector, Why};
use crate::path::LinkStyle;

pub(super) fn run(global: &Global, args: &WhyArgs, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*discovery.config()?)?;
    let SiteBuild {
        inputs,
        build,
        problems,
    } = inspected(&mut discovery, options)?;
    let root = discovery.site().root.clone();
    let built = Inspection::new(inputs, build.sites, build.report, problems);
    let other = || {
        let from_here = named::from_root(&args.what, &root);
        let first = built.languages().first()?;
        first
            .why_other(&args.what, &build.files)
            .or_else(|| first.why_other(&from_here?, &build.files))
    };
    let is_called = |language: &Inspector| {
        let directory = language.directory();
        !named::all(&directory, &args.what, &root).is_empty()
    };
    let other = match built.languages().iter().any(is_called) {
        true => None,
        false => other(),
    };
    let why = match other {
        Some(why) => why,
        None => {
            let (language, named) = named::in_languages(&built, &args.what, &root)?;
            let why = language.why(&named, &build.files);
            why.ok_or_else(|| named::unknown(&language.directory(), &args.what))?
        }
    };
    if args.format == Format::Json {
        let value = serde_json::json!({ "schema": 1, "command": "why", "answer": why });
        console.data(&format!("{value:#}"));
    } else {
        in_words(&why).iter().for_each(|line| console.data(line));
    }
    Ok(Outcome::Fine)
}

/// The answer, one fact per line.
fn in_words(why: &Why) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut say = |label: &str, text: &str| {
        lines.push(format!("{label:<13}{text}").trim_end().to_owned());
    };
    let url = why.url.as_ref().map(ToString::to_string);
    let name = why.title.as_deref().or(url.as_deref());
    say(
        "It is",
        &format!(
            "{}{}",
            why.what,
            name.map_or(String::new(), |name| format!(": {name}"))
        ),
    );
    if let Some(url) = &url {
        say("Address", url);
    }
    if let Some(file) = &why.file {
        say("Written in", file.as_str());
    }
    let published = if why.published { "yes" } else { "no" };
    say("Published", &format!("{published}: {}", why.reason));
    if let Some(to) = &why.redirects_to {
        say("Leads to", to.as_str());
    }
    if let Some(template) = &why.template {
        say("Template", template);
    }
    let mut list = |label: &str, items: Vec<String>| {
        for (at, item) in items.iter().enumerate() {
            say(if at == 0 { label } else { "" }, item);
        }
    };
    list("Made with", why.inputs.clone());
    let used_by = why.used_by.iter().map(ToString::to_string);
    let users = match why.page.is_some() || why.url.is_some() {
        true => "Linked from",
        false => "Used by",
    };
    list(users, used_by.chain(why.depends.clone()).collect());
    if let Some(page) = &why.page {
        let links = page.links_to.iter().map(|page| page.file.to_string());
        list("Links to", links.collect());
        let redirects = page.redirects.iter().map(ToString::to_string);
        list("Old address", redirects.collect());
        let problem = |problem: &crate::inspect::SourceProblem| {
            let line = problem
                .place
                .map_or(String::new(), |place| format!("line {}: ", place.line));
            format!("{line}{} {}", problem.code, problem.message)
        };
        list("Problem", page.problems.iter().map(problem).collect());
    }
    lines
}
