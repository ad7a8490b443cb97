//! `mend why`: where a page or a file comes from, what links to it, and why it is published or not.

use super::args::{Format, Global, Why as WhyArgs};
use super::console::Console;
use super::outcome::Outcome;
use super::setup::{SiteBuild, make, options, site};
use crate::diag::{Error, Result};
use crate::files::Discarded;
use crate::inspect::{Inspector, Why};
use crate::path::LinkStyle;

pub(super) fn run(global: &Global, args: &WhyArgs, console: Console) -> Result<Outcome> {
    let mut discovery = site(global, args.selection.base_url.as_deref())?;
    let options = options(&args.selection, LinkStyle::Folder, &*discovery.config()?)?;
    let SiteBuild {
        inputs,
        build,
        problems,
    } = make(&mut discovery, options, &Discarded)?;
    let root = discovery.site().root.clone();
    let inspector = Inspector::new(inputs, build.site, build.report, problems);
    // A path as the shell completes it: relative to the current folder, or absolute.
    let here = std::path::absolute(&args.what).ok();
    let below = here.as_ref().and_then(|path| path.strip_prefix(&root).ok());
    let from_here = below.map(|path| path.to_string_lossy().replace('\\', "/"));
    let found = inspector
        .why(&args.what, &build.files)
        .or_else(|| inspector.why(&from_here?, &build.files));
    let Some(why) = found else {
        let near = inspector.near(&args.what);
        let help = match near.is_empty() {
            true => "give an address such as /saying-sorry/, a file such as content/saying-sorry.md, or a title; `mend list` names all articles".to_owned(),
            false => format!("did you mean {}?", near.join(" or ")),
        };
        return Err(Error::new(format!("there is no page or file `{}`", args.what)).help(help));
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
    list("Linked from", used_by.collect());
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
