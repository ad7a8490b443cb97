//! Validation of values that have the right type: each one that cannot work is reported where it was set, and replaced by
//! the default.
//!
//! Rules that depend on the rest of the site (that a picture exists, that a colour is readable on its background) are
//! left to the checks.

use std::ops::RangeInclusive;

use super::languages::LanguagePaths;
use super::menu::Menu;
use super::urls::TakenAddresses;
use super::{Config, ImageQuality, Images, Language};
use crate::codes::{CONF_03, CONF_04, CONF_05, Code};
use crate::date::Zone;
use crate::diag::{Diagnostic, nearest};
use crate::language;
use crate::policy::HeaderFile;

/// Replaces invalid values by their defaults, and adds a missing slash at the end of `base_url`.
pub(super) fn values(config: &mut Config, problems: &mut Vec<Diagnostic>) {
    let mut faults: Vec<(String, Diagnostic)> = Vec::new();
    whole_site(config, &mut faults);
    numbers(config, &mut faults);
    images(config, &mut faults);
    rules(config, &mut faults);
    menu(&mut config.menu, "menu", &mut faults);
    languages(config, &mut faults);
    deployments(config, &mut faults);
    if let Some(url) = &mut config.base_url
        && !url.ends_with('/')
    {
        url.push('/');
    }
    let source = &config.source;
    let placed = faults.into_iter();
    problems.extend(placed.map(|(key, problem)| source.place(&source.origin(&key), problem)));
}

fn whole_site(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    let default = Config::default();
    let mut fault = |key: &str, message: String, help: &str| {
        let problem = Diagnostic::new(CONF_03, message).help(help);
        faults.push((key.to_owned(), problem));
    };
    if config.schema != default.schema {
        let message = format!("unknown version: schema = {}", config.schema);
        fault("schema", message, "this version of mend reads schema = 1");
        config.schema = default.schema;
    }
    if Zone::named(&config.timezone).is_none() {
        let message = format!("`{}` is not a valid time zone", config.timezone);
        let names = Zone::names();
        let meant = nearest(&config.timezone, names.iter().map(String::as_str));
        let help = match meant {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => "use an IANA name such as \"Europe/London\" or \"UTC\"".to_owned(),
        };
        fault("timezone", message, &help);
        config.timezone = default.timezone;
    }
    if let Some(url) = config.base_url.take_if(|url| !is_address(url)) {
        let message = format!("base_url = \"{url}\" is not a valid address of a site");
        let help = "write it like \"https://example.org/\" or \"https://example.org/guide/\"";
        fault("base_url", message, help);
    }
    if config.theme.is_empty() || config.theme.contains(['/', '\\', '.']) {
        let message = format!("theme = \"{}\" is not the name of a folder", config.theme);
        let help = "write the name of a folder below themes/, such as \"calm\"";
        fault("theme", message, help);
        config.theme = default.theme;
    }
    if config.output_dir.is_empty() {
        let help = "write the folder to publish into, such as \"public\"";
        fault("output_dir", "output_dir is empty".to_owned(), help);
        config.output_dir = default.output_dir;
    }
    let mut taken = TakenAddresses::default();
    for (key, message) in config.urls.pages.settle(&mut taken) {
        let help = "write an address inside the site, such as \"/get-help/\"";
        fault(&format!("urls.pages.{key}"), message, help);
    }
    for (key, message, help) in config.taxonomies.settle(&mut taken) {
        fault(&key, message, &help);
    }
    let headers = std::mem::take(&mut config.privacy.headers);
    for (at, kind) in headers.iter().enumerate() {
        let name = kind.name();
        if HeaderFile::published_name(*kind).is_some() {
            config.privacy.headers.push(*kind);
            continue;
        }
        let message = format!("{name} does not read headers from the published files");
        let help = format!("`mend headers {name}` prints the lines for its configuration");
        fault(&format!("privacy.headers.{at}"), message, &help);
    }
    if let Err(hint) = language::check(&config.language) {
        let message = format!("language = \"{}\" is not a language tag", config.language);
        let problem = Diagnostic::new(CONF_04, message).help(hint);
        faults.push(("language".to_owned(), problem));
        config.language = default.language;
    }
}

/// Checks the whole numbers that have a range.
fn numbers(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    let default = Config::default();
    let mut within = |key: &str, value: i64, least: i64, most: i64| {
        let fits = (least..=most).contains(&value);
        if !fits {
            let message = match most {
                i64::MAX => format!("`{key}` must be at least {least}, not {value}"),
                _ => format!("`{key}` must be from {least} to {most}, not {value}"),
            };
            faults.push((key.to_owned(), Diagnostic::new(CONF_03, message)));
        }
        fits
    };
    let exit = &mut config.exit;
    if !within("exit.window_ms", exit.window_ms.into(), 500, 30_000) {
        exit.window_ms = default.exit.window_ms;
    }
    let lists = &mut config.lists;
    let page_size = i64::try_from(lists.page_size).unwrap_or(i64::MAX);
    if !within("lists.page_size", page_size, 1, i64::MAX) {
        lists.page_size = default.lists.page_size;
    }
    for (name, taxonomy) in config.taxonomies.iter_mut() {
        taxonomy.page_size.take_if(|size| {
            let size = i64::try_from(*size).unwrap_or(i64::MAX);
            !within(&format!("taxonomies.{name}.page_size"), size, 1, i64::MAX)
        });
    }
    let review = &mut config.review;
    for (key, value, default) in [
        (
            "review.longest_months",
            &mut review.longest_months,
            default.review.longest_months,
        ),
        (
            "review.longest_safety_months",
            &mut review.longest_safety_months,
            default.review.longest_safety_months,
        ),
        (
            "review.soon_days",
            &mut review.soon_days,
            default.review.soon_days,
        ),
        (
            "review.help_days",
            &mut review.help_days,
            default.review.help_days,
        ),
        (
            "review.longest_help_days",
            &mut review.longest_help_days,
            default.review.longest_help_days,
        ),
    ] {
        // The limit is a hundred years, so that dates do not overflow.
        if !within(key, (*value).into(), 1, 36_500) {
            *value = default;
        }
    }
    let external = &mut config.check.external;
    let timeout = i64::try_from(external.timeout_seconds).unwrap_or(i64::MAX);
    if !within("check.external.timeout_seconds", timeout, 1, 3_600) {
        external.timeout_seconds = default.check.external.timeout_seconds;
    }
}

/// Checks the numbers and the folder of `[images]`.
fn images(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    const WIDTHS: RangeInclusive<u32> = 16..=4_000;
    const QUALITIES: RangeInclusive<u8> = 1..=100;
    let default = Images::default();
    let images = &mut config.images;
    let mut fault = |key: &str, message: String, help: &str| {
        let problem = Diagnostic::new(CONF_03, message).help(help);
        faults.push((format!("images.{key}"), problem));
    };
    if let Some(width) = images.widths.iter().find(|width| !WIDTHS.contains(width)) {
        let message = format!("a copy cannot be {width} pixels wide");
        fault("widths", message, "write widths from 16 to 4000");
        images.widths = default.widths;
    }
    let ImageQuality { jpeg, webp } = &mut images.quality;
    for (key, value, default) in [
        ("quality.jpeg", jpeg, default.quality.jpeg),
        ("quality.webp", webp, default.quality.webp),
    ] {
        if !QUALITIES.contains(value) {
            fault(
                key,
                format!("{key} = {value} is no quality"),
                "write a number from 1 to 100",
            );
            *value = default;
        }
    }
    let cache = images.cache.trim_matches('/');
    let output = config.output_dir.trim_matches('/');
    let is_taken = ["content", "static", "themes", output].iter().any(|root| {
        let below = cache.strip_prefix(root);
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if cache.is_empty() || cache == "." || is_taken {
        let message = format!(
            "cache = \"{}\" cannot hold copies of pictures",
            images.cache
        );
        fault(
            "cache",
            message,
            "name a folder of its own, such as \".mend/pictures\"",
        );
        images.cache = default.cache;
    }
}

/// Checks `[check.rules]` for rules that do not exist or whose level is fixed.
fn rules(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    config.check.rules.retain(|written, _| {
        let problem = match Code::find(written) {
            Some(code) if code.id() != written => {
                Diagnostic::new(CONF_03, format!("unknown rule `{written}`"))
                    .help(format!("write `{code}`, in capitals"))
            }
            Some(code) if code.is_adjustable() => return true,
            Some(code) => Diagnostic::new(
                CONF_05,
                format!("the level of the rule `{code}` is fixed: {}", code.title()),
            )
            .help(format!(
                "remove the line and fix what the rule finds; `mend explain {code}` says how"
            )),
            None => {
                let known = crate::codes::ALL.iter().map(|code| code.id());
                let meant = nearest(written, known.filter(|id| near(written, id)));
                Diagnostic::new(CONF_03, format!("unknown rule `{written}`")).help(match meant {
                    Some(meant) => {
                        format!("did you mean `{meant}`? `mend explain` lists all rules")
                    }
                    None => "`mend explain` lists all rules".to_owned(),
                })
            }
        };
        faults.push((format!("check.rules.{written}"), problem));
        false
    });
}

/// Checks where the site is deployed to. A deployment with a fault is left out.
fn deployments(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    config.deploy.retain(|name, deployment| {
        let to = &deployment.to;
        let percent = deployment.max_deleted_percent;
        let endpoint = deployment.endpoint.as_deref();
        let fault = if let Err(help) = deployment.place() {
            let message = format!("to = \"{to}\" is no place to deploy to");
            Some(("to", Diagnostic::new(CONF_03, message).help(help)))
        } else if let Some(endpoint) = endpoint.filter(|url| !is_address(url)) {
            let message = format!("endpoint = \"{endpoint}\" is not an address");
            let help = "write it like \"https://s3.eu-central-003.example.com\"";
            Some(("endpoint", Diagnostic::new(CONF_03, message).help(help)))
        } else if percent > 100 {
            let message = format!("`max_deleted_percent` must be from 0 to 100, not {percent}");
            Some(("max_deleted_percent", Diagnostic::new(CONF_03, message)))
        } else {
            None
        };
        match fault {
            Some((key, problem)) => {
                faults.push((format!("deploy.{name}.{key}"), problem));
                false
            }
            None => true,
        }
    });
}

/// Checks the other languages. One that cannot be meant is left out.
fn languages(config: &mut Config, faults: &mut Vec<(String, Diagnostic)>) {
    let first = config.language.to_lowercase();
    let mut known: Vec<String> = Vec::new();
    config.languages.retain(|tag, _| {
        let lower = tag.to_lowercase();
        let fault = if let Err(hint) = language::check(tag) {
            let message = format!("[languages.{tag}] is not the tag of a language");
            Some(Diagnostic::new(CONF_04, message).help(hint))
        } else if lower == first {
            let message = format!("[languages.{tag}] is the first language of the site");
            let help =
                "remove the table: the settings at the top of the file are for that language";
            Some(Diagnostic::new(CONF_03, message).help(help))
        } else if known.contains(&lower) {
            let message = format!("[languages.{tag}] is there twice, in different letters");
            Some(Diagnostic::new(CONF_03, message).help("keep one of the two"))
        } else {
            None
        };
        known.push(lower);
        match fault {
            Some(fault) => {
                faults.push((format!("languages.{tag}"), fault));
                false
            }
            None => true,
        }
    });
    let taxonomies: Vec<&str> = config.taxonomies.iter().map(|(name, _)| name).collect();
    for (tag, language) in &mut config.languages {
        let Language {
            menu: own,
            taxonomies: titles,
            ..
        } = language;
        menu(own, &format!("languages.{tag}.menu"), faults);
        for name in titles
            .keys()
            .filter(|name| !taxonomies.contains(&name.as_str()))
        {
            let message = format!("the site has no taxonomy `{name}`");
            let meant = nearest(name, taxonomies.iter().copied());
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("its taxonomies are {}", taxonomies.join(", ")),
            };
            let problem = Diagnostic::new(CONF_03, message).help(help);
            faults.push((format!("languages.{tag}.taxonomies.{name}"), problem));
        }
    }
    config.language_paths = LanguagePaths::of(config);
}

/// Checks the texts of menu links, and the addresses that lead out of the site. Where the others lead is known only with the
/// articles. Of a faulty link the text stays, and it leads to the home page.
fn menu(menu: &mut Menu, table: &str, faults: &mut Vec<(String, Diagnostic)>) {
    for (key, link) in menu.links_mut() {
        if link.title.trim().is_empty() {
            let problem = Diagnostic::new(CONF_03, "a link of a menu needs a text");
            faults.push((format!("{table}.{key}.title"), problem));
        }
        if !is_menu_target(&link.to) {
            let message = format!("`{}` cannot be the target of a link in a menu", link.to);
            let help = "write the path of an article, an address of the site, or one that begins with https://";
            faults.push((
                format!("{table}.{key}.to"),
                Diagnostic::new(CONF_03, message).help(help),
            ));
            "/".clone_into(&mut link.to);
        }
    }
}

/// Whether an address is one of the site, or has a scheme that does nothing but lead there.
fn is_menu_target(to: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    let leads_out = schemes.iter().any(|scheme| to.starts_with(scheme));
    let first = to.split(['/', '?', '#']).next().unwrap_or_default();
    leads_out || !(first.contains(':') || to.starts_with("//") || to.trim().is_empty())
}

/// Whether two codes have the same number, so that only the family was misspelt. Another number is another rule.
fn near(written: &str, id: &str) -> bool {
    let number = |name: &str| name.rsplit_once('-').map(|(_, number)| number.to_owned());
    number(written) == number(id)
}

fn is_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(['?', '#', ' ', '"', '<', '>'])
    })
}
