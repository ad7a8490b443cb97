//! Readers of a page with a safety notice can leave the site and find help: the settings and data for this exist and work.

use super::inputs::CheckInputs;
use crate::codes;
use crate::config::Config;
use crate::data::reachable;
use crate::diag::{Diagnostic, Severity, nearest};
use crate::graph::{DocId, HelpReason};

/// Parts of the names of hosts that show people their own searches, messages, purchases or acquaintances. Such a page would
/// reveal something about the reader to a bystander, or attract attention.
const PERSONAL: &[&str] = &[
    "amazon",
    "bing",
    "discord",
    "duckduckgo",
    "ebay",
    "etsy",
    "facebook",
    "gmail",
    "google",
    "instagram",
    "linkedin",
    "mail",
    "netflix",
    "outlook",
    "pinterest",
    "reddit",
    "snapchat",
    "telegram",
    "threads",
    "tiktok",
    "twitch",
    "twitter",
    "whatsapp",
    "x",
    "yahoo",
    "yandex",
    "youtube",
];

/// Checks one document against what the site offers.
pub(super) fn check(inputs: &CheckInputs<'_>, at: usize, problems: &mut Vec<Diagnostic>) {
    let document = &inputs.documents[at];
    if document.meta.safety.is_empty() {
        return;
    }
    if inputs.data.help.is_none() && !inputs.data.is_unread("help") {
        let message = "the page has a safety notice, but the site has no help data";
        problems.push(
            Diagnostic::new(codes::SAFE_14, message)
                .at(&document.path, document.top())
                .help("add content/help.yaml; `mend explain SAFE-14` shows how"),
        );
    }
    if inputs.config.exit.destination(None).is_none() {
        let message = "the page has a safety notice, but the site has no exit";
        problems.push(
            Diagnostic::new(codes::SAFE_15, message)
                .at(&document.path, document.top())
                .help(format!(
                    "set `url` under [exit] in {}",
                    inputs.config.source.file
                )),
        );
    }
}

/// Checks what the configuration says.
pub(super) fn check_site(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let exit = &inputs.config.exit;
    let named = exit.region_url.iter();
    let named = named.map(|(region, url)| (format!("region_url.{region}"), url));
    let all = exit
        .url
        .iter()
        .map(|url| ("url".to_owned(), url))
        .chain(named);
    problems.extend(all.filter_map(|(key, url)| judge_exit(inputs, &key, url)));
    check_practice(inputs.config, problems);
    problems.extend(check_parts(inputs));

    if !inputs.data.is_unread("help") {
        check_regions(inputs, problems);
        check_ages(inputs, problems);
    }
    check_articles(inputs, problems);
}

/// A site that turns off the parts that keep its readers safe, and leads them to expect help. It keeps these parts.
fn check_parts(inputs: &CheckInputs<'_>) -> Option<Diagnostic> {
    let config = inputs.config;
    let reason = inputs
        .graph
        .edition
        .help
        .filter(|_| !config.safety.enabled)?;
    let what = match reason {
        HelpReason::Data => "the site has help data".to_owned(),
        HelpReason::Exit => "the site has an exit".to_owned(),
        HelpReason::Settings => "the site has a table [help]".to_owned(),
        HelpReason::Practice => "the site has a table [practice]".to_owned(),
        HelpReason::Article(id) => {
            let document = &inputs.documents[id.index()];
            // What cannot be read is reported as such, and may have no notice.
            if document.unread {
                return None;
            }
            let what = match document.meta.safety.is_empty() {
                true => "has a block that leads to the help page",
                false => "has a safety notice",
            };
            format!("`{}` {what}", document.path)
        }
    };
    let message = format!("[safety] enabled = false cannot be used here: {what}");
    let help = "remove the setting, or what leads readers to expect help";
    let problem = Diagnostic::new(codes::SAFE_19, message).help(help);
    Some(config.blame("safety.enabled", problem))
}

/// Regions that the configuration names and help.yaml does not have.
fn check_regions(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let regions = inputs.data.help.iter().flat_map(|help| &help.regions);
    let known: Vec<&str> = regions.map(|region| &*region.id).collect();
    let asked = inputs
        .config
        .help
        .region
        .iter()
        .map(|region| ("[help] region".to_owned(), "help.region".to_owned(), region));
    let keys = inputs.config.exit.region_url.keys().map(|region| {
        let key = format!("exit.region_url.{region}");
        ("[exit.region_url]".to_owned(), key, region)
    });
    for (what, key, region) in asked.chain(keys) {
        if !known.contains(&region.as_str()) {
            let message = format!("{what} names `{region}`, which is not a region in help.yaml");
            let help = match nearest(region, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the regions are {}", known.join(", ")),
            };
            let problem = Diagnostic::new(codes::SAFE_08, message).help(help);
            problems.push(inputs.config.blame(&key, problem));
        }
    }
}

/// Entries that a person checked so long ago that they may have changed. Unchecked ones are shown as not confirmed, and
/// `mend list due` lists them.
fn check_ages(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let (Some(help), Some(file)) = (&inputs.data.help, &inputs.data.help_file) else {
        return;
    };
    let limits = &inputs.config.review;
    for entry in help.entries() {
        let Some(day) = entry.checked.day() else {
            continue;
        };
        let age = day.days_until(inputs.now);
        let (severity, message) = if age < 0 {
            let day = day.long_day();
            let message = format!(
                "the day on which {} was checked is in the future: {day}",
                entry.name
            );
            (Severity::Error, message)
        } else if age > i64::from(limits.help_days) {
            let severity = if age > i64::from(limits.longest_help_days) {
                Severity::Error
            } else {
                Severity::Warning
            };
            (
                severity,
                format!("{} was last checked {age} days ago", entry.name),
            )
        } else {
            continue;
        };
        let problem = Diagnostic::new(codes::SAFE_08, message)
            .severity(severity)
            .help("check it at its source, then set `checked` to the date");
        problems.push(match entry.span {
            Some(span) => problem.at(file, span.clone()),
            None => problem.in_file(file),
        });
    }
}

/// Articles that the configuration names and that are not published.
fn check_articles(inputs: &CheckInputs<'_>, problems: &mut Vec<Diagnostic>) {
    let config = inputs.config;
    let graph = inputs.graph;
    for (key, path) in config.articles() {
        let found = graph.document_at(inputs.documents, path);
        let is_there = |id: DocId| {
            let at = id.index();
            graph.states[at].published || inputs.documents[at].unread
        };
        let may_be_there = found.is_none() && !inputs.closed.is_empty();
        if !may_be_there && !found.is_some_and(is_there) {
            let what = key.replacen('.', "] ", 1);
            let message = format!("[{what} names `{path}`, which is not a published article");
            let published = inputs
                .documents
                .iter()
                .zip(&graph.states)
                .filter(|(_, state)| state.published);
            let paths = published.map(|(document, _)| &document.path);
            let known =
                paths.flat_map(|path| path.below("content").into_iter().chain([path.stem()]));
            let help = match nearest(path, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write its name, or its path below content/ such as about/fees".to_owned(),
            };
            let problem = Diagnostic::new(codes::SITE_01, message).help(help);
            problems.push(config.blame(&key, problem));
        }
    }
}

/// Contacts in `[practice]` that cannot be dialled, written to or opened.
fn check_practice(config: &Config, problems: &mut Vec<Diagnostic>) {
    let Some(practice) = &config.practice else {
        return;
    };
    type Judge = fn(&str) -> bool;
    let given: [(&str, &Option<String>, Judge, &str); 3] = [
        (
            "phone",
            &practice.phone,
            reachable::is_number,
            "a number that can be dialled",
        ),
        (
            "email",
            &practice.email,
            reachable::is_mail_address,
            "an email address",
        ),
        (
            "website",
            &practice.website,
            reachable::is_web_address,
            "a web address such as https://example.org",
        ),
    ];
    for (key, value, is_good, wanted) in given {
        if let Some(value) = value.as_deref().filter(|value| !is_good(value)) {
            let message = format!(
                "[practice] {key} = \"{}\" is not {wanted}",
                value.escape_debug()
            );
            let problem = Diagnostic::new(codes::DATA_04, message);
            problems.push(config.blame(&format!("practice.{key}"), problem));
        }
    }
}

/// Why an address is not suitable as the exit, if it is not.
fn judge_exit(inputs: &CheckInputs<'_>, key: &str, url: &str) -> Option<Diagnostic> {
    let problem = |message: String| {
        let problem = Diagnostic::new(codes::SAFE_09, message);
        inputs.config.blame(&format!("exit.{key}"), problem)
    };
    let Some(host) = https_host(url) else {
        let message = format!("[exit] {key} = \"{url}\" is not an https address");
        return Some(problem(message).help("write it like https://www.bbc.co.uk/weather"));
    };
    let own = inputs
        .config
        .base_url
        .as_deref()
        .and_then(|base| base.split_once("://"));
    if own.is_some_and(|(_, rest)| rest.split(['/', ':']).next() == Some(host)) {
        let message = format!("[exit] {key} leads to this site itself");
        return Some(
            problem(message).help("name a page on another site, such as a weather forecast"),
        );
    }
    let labels: Vec<&str> = host.split('.').collect();
    let personal = labels[..labels.len() - 1]
        .iter()
        .find(|label| PERSONAL.contains(label))?;
    let message = format!(
        "[exit] {key} leads to a site that may show what its visitor did before: {personal}"
    );
    Some(
        problem(message)
            .severity(Severity::Warning)
            .help("a page that looks the same for everyone is safer, such as a weather forecast"),
    )
}

/// The host of an https address.
fn https_host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    reachable::is_secure_address(url).then_some(host)
}
