//! Readers of a page with a safety notice can leave the site and find help: the settings and data for this exist and work.

use std::cell::OnceCell;

use super::inputs::SiteDocuments;
use crate::codes;
use crate::config::{Config, Review};
use crate::data::help::{ContactKind, Region};
use crate::data::{Help, reachable};
use crate::date::Moment;
use crate::diag::{Diagnostic, KnownNames, Severity, did_you_mean, listed};
use crate::document::Document;
use crate::graph::{DocId, HelpReason};
use crate::path::SourcePath;

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

/// What a site offers the readers of a page with a safety notice.
pub(super) struct Offer<'a> {
    /// Its help data.
    pub(super) help: Option<&'a Help>,
    /// Whether the file of the help data could be read, or does not exist.
    pub(super) knows_help: bool,
    pub(super) has_exit: bool,
    /// The file in which the exit is set.
    pub(super) settings: &'a SourcePath,
}

/// Checks one document against what the site offers.
pub(super) fn check(document: &Document, offer: &Offer<'_>, problems: &mut Vec<Diagnostic>) {
    if document.meta.safety.is_empty() {
        return;
    }
    let lacks_contacts = offer.help.is_none_or(|help| {
        let mut regions = help.regions.iter();
        !help.regions.is_empty() && regions.all(|region| region.contacts.is_empty())
    });
    if lacks_contacts && offer.knows_help {
        let message = match offer.help {
            None => "the page has a safety notice, but the site has no help data",
            Some(_) => "the page has a safety notice, but the help data has no contacts",
        };
        problems.push(
            Diagnostic::new(codes::SAFE_14, message)
                .at(&document.path, document.top())
                .help("add contacts to content/help.yaml; `mend explain SAFE-14` says which"),
        );
    }
    if !offer.has_exit {
        let message = "the page has a safety notice, but the site has no exit";
        problems.push(
            Diagnostic::new(codes::SAFE_15, message)
                .at(&document.path, document.top())
                .help(format!("set `url` under [exit] in {}", offer.settings)),
        );
    }
}

/// Exits that are not suitable.
pub(super) fn check_exits(config: &Config, problems: &mut Vec<Diagnostic>) {
    let exit = &config.exit;
    let named = exit.region_url.iter();
    let named = named.map(|(region, url)| (format!("region_url.{region}"), url));
    let all = exit
        .url
        .iter()
        .map(|url| ("url".to_owned(), url))
        .chain(named);
    problems.extend(all.filter_map(|(key, url)| judge_exit(config, &key, url)));
}

/// A site that turns off the parts that keep its readers safe, although it leads readers to expect help. The parts stay on.
pub(super) fn check_parts(config: &Config, documents: &SiteDocuments<'_>) -> Option<Diagnostic> {
    let reason = documents.graph.edition.help;
    let reason = reason.filter(|_| !config.safety.enabled)?;
    let what = match reason {
        HelpReason::Data => "the site has help data".to_owned(),
        HelpReason::Exit => "the site has an exit".to_owned(),
        HelpReason::Settings => "the site has a table [help]".to_owned(),
        HelpReason::Practice => "the site has a table [practice]".to_owned(),
        HelpReason::Article(id) => {
            let document = &documents.all[id.index()];
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
pub(super) fn check_regions(config: &Config, help: Option<&Help>, problems: &mut Vec<Diagnostic>) {
    let regions = help.into_iter().flat_map(|help| &help.regions);
    let regions: Vec<&str> = regions.map(|region| &*region.id).collect();
    let known = KnownNames::new(regions.iter().copied());
    let asked = config
        .help
        .region
        .iter()
        .map(|region| ("[help] region".to_owned(), "help.region".to_owned(), region));
    let keys = config.exit.region_url.keys().map(|region| {
        let key = format!("exit.region_url.{region}");
        ("[exit.region_url]".to_owned(), key, region)
    });
    for (what, key, region) in asked.chain(keys) {
        if !known.has(region) {
            let message = format!("{what} names `{region}`, which is not a region in help.yaml");
            let help = did_you_mean(known.nearest(region))
                .unwrap_or_else(|| format!("the regions are {}", listed(&regions)));
            let problem = Diagnostic::new(codes::SAFE_08, message).help(help);
            problems.push(config.blame(&key, problem));
        }
    }
}

/// Regions without the contacts that a reader in danger needs.
pub(super) fn check_contacts(
    config: &Config,
    documents: &SiteDocuments<'_>,
    (help, file): (&Help, &SourcePath),
    problems: &mut Vec<Diagnostic>,
) {
    let home = help.home_region(config.help.region.as_deref());
    let is_empty = help.regions.iter().all(|region| region.contacts.is_empty());
    let has_articles = documents.has_published_article();
    for region in &help.regions {
        let urgency = match home {
            _ if is_empty && has_articles => Severity::Error,
            // A new site has an emergency number only. It may be built before anything is written in it.
            _ if is_empty => Severity::Note,
            Some(home) if home == region.id => Severity::Error,
            _ => Severity::Warning,
        };
        problems.extend(
            lacks(region, urgency)
                .into_iter()
                .map(|problem| match &region.span {
                    Some(span) => problem.at(file, span.clone()),
                    None => problem.in_file(file),
                }),
        );
    }
}

/// The contacts that a region lacks, and how urgent they are.
fn lacks(region: &Region, urgency: Severity) -> Vec<Diagnostic> {
    let problem = |severity, message, advice| {
        let problem = Diagnostic::new(codes::SAFE_08, message);
        problem.severity(severity).help(advice)
    };
    if region.contacts.is_empty() {
        let message = format!("the region `{}` has no contacts yet", region.id);
        let advice = match urgency {
            Severity::Error => {
                "add a crisis and an abuse contact; so far readers find no service to turn to"
            }
            _ => {
                "add at least a crisis and an abuse contact; until then the help page says that they are missing"
            }
        };
        // In a region other than the site's own, an emergency number alone is a beginning. A list of contacts without the
        // most important ones looks complete.
        let severity = match urgency {
            Severity::Error => Severity::Error,
            _ => Severity::Note,
        };
        return vec![problem(severity, message, advice)];
    }
    let advice = "add one with its source; until then the help page says that it is missing";
    let message =
        |kind: ContactKind| format!("the region `{}` has no {} contact", region.id, kind.name());
    let missing = region.missing();
    missing
        .map(|kind| problem(urgency, message(kind), advice))
        .collect()
}

/// Entries that a person checked so long ago that they may have changed. Unchecked ones are shown as not confirmed, and
/// `mend list due` lists them.
pub(super) fn check_ages(
    (help, file): (&Help, &SourcePath),
    limits: &Review,
    now: Moment,
    problems: &mut Vec<Diagnostic>,
) {
    for entry in help.entries() {
        let Some(day) = entry.checked.day() else {
            continue;
        };
        let age = day.days_until(now);
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
pub(super) fn check_articles(
    config: &Config,
    documents: &SiteDocuments<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let SiteDocuments { all, graph, .. } = *documents;
    // In another language the first one decides which articles these are, and what is not translated yet is reported there.
    if config.edition.number != 0 {
        return;
    }
    let known = OnceCell::new();
    for (key, path) in config.articles() {
        let found = graph.document_at(all, path);
        let is_there = |id: DocId| {
            let at = id.index();
            graph.states[at].published || all[at].unread
        };
        let may_be_there = found.is_none() && !documents.closed.are_none();
        if !may_be_there && !found.is_some_and(is_there) {
            let what = key.replacen('.', "] ", 1);
            let message = format!("[{what} names `{path}`, which is not a published article");
            let known = known.get_or_init(|| KnownNames::new(article_names(documents)));
            let help = did_you_mean(known.nearest(path)).unwrap_or_else(|| {
                "write its name, or its path below content/ such as about/fees".to_owned()
            });
            let problem = Diagnostic::new(codes::SITE_01, message).help(help);
            problems.push(config.blame(&key, problem));
        }
    }
}

/// The names by which the configuration can refer to the published articles.
fn article_names<'a>(documents: &SiteDocuments<'a>) -> impl Iterator<Item = &'a str> {
    let published = documents.all.iter().zip(&documents.graph.states);
    let published = published.filter(|(_, state)| state.published);
    let paths = published.map(|(document, _)| &document.path);
    paths.flat_map(|path| path.below("content").into_iter().chain([path.stem()]))
}

/// Contacts in `[practice]` that cannot be dialled, written to or opened.
pub(super) fn check_practice(config: &Config, problems: &mut Vec<Diagnostic>) {
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
fn judge_exit(config: &Config, key: &str, url: &str) -> Option<Diagnostic> {
    let problem = |message: String| {
        let problem = Diagnostic::new(codes::SAFE_09, message);
        config.blame(&format!("exit.{key}"), problem)
    };
    let Some(host) = https_host(url) else {
        let message = format!("[exit] {key} = \"{url}\" is not an https address");
        return Some(problem(message).help("write it like https://www.bbc.co.uk/weather"));
    };
    let own = config
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
