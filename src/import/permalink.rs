//! Addresses by patterns, such as `/:year/:month/:slug/`, which mend does not have: each article gets the address that its
//! pattern made.

use super::paths;
use crate::path;

/// What a pattern can name.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// `2024-03-05…`.
    pub(super) date: String,
    /// The last part of the address: the slug, or the name of the file.
    pub(super) slug: String,
    pub(super) title: String,
    /// The name of the file without its date.
    pub(super) file: String,
    /// The folders of the file.
    pub(super) sections: Vec<String>,
    pub(super) categories: Vec<String>,
}

/// The address that a pattern makes; `None` if it names something that is not known.
pub(super) fn address(pattern: &str, facts: &Facts) -> Option<String> {
    let pattern = match pattern {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "weekdate" => return None,
        "none" => "/:categories/:title.html",
        pattern => pattern,
    };
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let name: String = rest[at + 1..]
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        rest = &rest[at + 1 + name.len()..];
        // A part of `sections`, such as `[1:]`, is more than is worth reading.
        if rest.starts_with('[') {
            return None;
        }
        out.push_str(&part(&name, facts)?);
    }
    out.push_str(rest);
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    paths::address(&out)
}

fn part(name: &str, facts: &Facts) -> Option<String> {
    let day = |from: usize, to: usize| facts.date.get(from..to).map(str::to_owned);
    let plain = |text: String| text.trim_start_matches('0').to_owned();
    let joined = |parts: &[String]| {
        let parts: Vec<String> = parts.iter().map(|part| path::address_part(part)).collect();
        parts.join("/")
    };
    match name {
        "year" => day(0, 4),
        "short_year" => day(2, 4),
        "month" => day(5, 7),
        "i_month" => day(5, 7).map(plain),
        "day" => day(8, 10),
        "i_day" => day(8, 10).map(plain),
        "slug" | "slugorfilename" | "slugorcontentbasename" | "name" => {
            Some(path::address_part(&facts.slug))
        }
        // In Hugo the title of the article, in Jekyll the name of its file; without one, the other.
        "title" => Some(path::address_part(if facts.title.is_empty() {
            &facts.slug
        } else {
            &facts.title
        })),
        "filename" | "contentbasename" | "basename" | "path" => {
            Some(path::address_part(&facts.file))
        }
        "section" => Some(
            facts
                .sections
                .first()
                .map(|part| path::address_part(part))
                .unwrap_or_default(),
        ),
        "sections" => Some(joined(&facts.sections)),
        "categories" => Some(joined(&facts.categories)),
        "collection" => facts.sections.first().cloned(),
        "output_ext" => Some(".html".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_make_the_addresses_of_the_old_site() {
        let facts = Facts {
            date: "2024-03-05".to_owned(),
            slug: "First Steps".to_owned(),
            file: "first-steps".to_owned(),
            sections: vec!["posts".to_owned()],
            categories: vec!["Sleep".to_owned()],
            ..Facts::default()
        };
        for (pattern, expected) in [
            ("/:year/:month/:slug/", Some("/2024/03/first-steps/")),
            ("pretty", Some("/sleep/2024/03/05/first-steps/")),
            ("date", Some("/sleep/2024/03/05/first-steps.html")),
            (":section/:filename", Some("/posts/first-steps/")),
            ("/:nothing/", None),
        ] {
            assert_eq!(address(pattern, &facts).as_deref(), expected, "{pattern}");
        }
    }
}
