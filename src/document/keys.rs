//! The table of front matter keys: the name, the type of value and the description of each.
//!
//! Typos are detected against these names, and `mend schema front-matter` is generated from the table. It does not define
//! what a key does or how other tools spell it; [`super::settings`] does.

use serde_json::{Map, Value, json};

use super::holding;
use super::safety::Safety;

/// The type of a key's value.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A string; a number or boolean is converted to one.
    Text,
    /// A list of strings; a single string is a list of one.
    Texts,
    /// A list of names, or one string of names separated by commas or spaces.
    Names,
    /// A date, with or without a time.
    Day,
    /// A date, or `never`.
    DayOrNever,
    /// An integer; small ones come first.
    Number,
    /// A boolean.
    Truth,
    /// Kinds of safety notices, or `none`.
    Safety,
    /// Any value.
    Anything,
}

use Shape::{Anything, Day, DayOrNever, Names, Number, Text, Texts, Truth};

const KEYS: &[(&str, Shape, &str)] = &[
    (
        "title",
        Text,
        "The title of the page. Default: its first heading, else its file name.",
    ),
    (
        "summary",
        Text,
        "One sentence about the page for lists, search results and shared links. Default: `description`, else the start of the text.",
    ),
    (
        "description",
        Text,
        "A sentence for search engines. Default: `summary`.",
    ),
    (
        "date",
        Day,
        "The date of the page, such as 2026-01-31. A page with a date in the future is held back until then.",
    ),
    (
        "updated",
        Day,
        "The date of the last substantial change. Readers see it, and feeds are sorted by it.",
    ),
    (
        "publish_date",
        Day,
        "The date, with or without a time, from which the page is published. It takes precedence over `date`.",
    ),
    (
        "expiry_date",
        Day,
        "The date, with or without a time, from which the page is no longer published.",
    ),
    (
        "draft",
        Truth,
        "`true` holds the page back: only the preview shows it. In the index of a section it holds back the whole section. Default: `false`.",
    ),
    (
        "unlisted",
        Truth,
        "`true` publishes the page, but keeps it out of lists, feeds and search. Default: `false`.",
    ),
    (
        "slug",
        Text,
        "The last part of the page's address, without `/`. Default: the file name.",
    ),
    (
        "url",
        Text,
        "The whole address of the page, starting with `/`. It takes precedence over `slug` and `[urls]`.",
    ),
    (
        "aliases",
        Texts,
        "Old addresses, which redirect to the page. An entry without `/` is another name of the page, as with `alternate`.",
    ),
    (
        "alternate",
        Texts,
        "Other names for the subject of the page, by which `[[links]]` and search find it.",
    ),
    (
        "redirect_from",
        Texts,
        "Old addresses, which redirect to the page.",
    ),
    (
        "tags",
        Names,
        "Tags of the page. Each tag has a page with all its articles. Every taxonomy of site.toml has a key like this one.",
    ),
    (
        "categories",
        Names,
        "Categories of the page: larger groups than tags, with pages of their own.",
    ),
    (
        "taxonomies",
        Anything,
        "A table with the terms of several taxonomies, as in Zola.",
    ),
    (
        "authors",
        Texts,
        "The names of the authors. Default: `author` in site.toml.",
    ),
    ("author", Texts, "The same as `authors`."),
    (
        "weight",
        Number,
        "The position among the pages of the same section. The smallest number comes first; pages without one come last, sorted by title.",
    ),
    (
        "sort_by",
        Text,
        "For the index of a section: the order of its articles, `weight`, `title`, `date` or `updated`. Default: `sort_by` of `[lists]` in site.toml.",
    ),
    (
        "language",
        Text,
        "The language of the page as a BCP 47 tag, such as en-GB. Default: `language` in site.toml.",
    ),
    (
        "template",
        Text,
        "The template that draws the page, by its file name in the theme. Default: the template for this kind of page.",
    ),
    (
        "image",
        Text,
        "A picture for shared links: a path relative to the article, or one below static/ if it starts with `/`.",
    ),
    (
        "extra",
        Anything,
        "A table of your own values. Templates read it as `page.extra`.",
    ),
    (
        "audience",
        Names,
        "Who the page is for: ids of content/audiences.yaml. A site without that file has no audiences.",
    ),
    (
        "safety",
        Shape::Safety,
        "What to warn readers of before the first instruction, or `none`.",
    ),
    (
        "safety_reason",
        Text,
        "Why the page needs no safety notice, where that is not obvious. The reviewer sees it, readers do not.",
    ),
    (
        "discreet",
        Truth,
        "`true` keeps the title out of the browser tab, the history, previews of shared links and feeds, where a partner could see it. Default: `false`.",
    ),
    (
        "reviewed",
        DayOrNever,
        "The date on which a person reviewed the page, or `never`.",
    ),
    (
        "reviewed_by",
        Text,
        "Who reviewed the page: a key of content/people.yaml, or `editors`.",
    ),
    (
        "reviewed_hash",
        Text,
        "The fingerprint of the reviewed text. If the text is changed later, readers no longer see the review, and REV-05 prints the new fingerprint.",
    ),
    (
        "review_due",
        DayOrNever,
        "The date on which the next review is due.",
    ),
    (
        "review_questions",
        Texts,
        "Questions to the reviewer. The review pack prints them, readers do not see them.",
    ),
    (
        "search_words",
        Texts,
        "Words that readers may type to find the page, although its text does not have them.",
    ),
    (
        "overview",
        Truth,
        "`true` for a page that gives an overview: it may be longer and have more links. Default: `false`.",
    ),
    (
        "drawing",
        Text,
        "The name of one of the theme's drawings. The drawing of a section is also that of its articles, unless they name their own.",
    ),
    (
        "path",
        Anything,
        "`none` for an article that is meant to be on no reading path. A value with `/` is the address of the page, as in Zola.",
    ),
    (
        "layout",
        Text,
        "The same as `template`, as other tools call it.",
    ),
    (
        "permalink",
        Text,
        "The same as `url`, as other tools call it.",
    ),
    (
        "lastmod",
        Day,
        "The same as `updated`, as other tools call it.",
    ),
    (
        "params",
        Anything,
        "The same as `extra`, as other tools call it.",
    ),
];

/// The names, in the spelling shown in messages.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, ..)| *name)
}

/// Whether a key is ours in any spelling, or holds pages back in another tool.
pub(super) fn is_known(name: &str) -> bool {
    let plain = squashed(name);
    names().any(|known| squashed(known) == plain) || holding::is_known(&plain)
}

/// The normalised form in which keys are compared: lower case, without `-`, `_` and spaces.
pub(crate) fn squashed(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Keys of other tools, or for data of a site's own, that mend does not use. A resemblance to one of our keys is accidental,
/// so they are not typos.
const NOT_OURS: &[&str] = &[
    // A site's own data
    "evidence",
    "kind",
    "related",
    "worksheet",
    // Hugo
    "build",
    "cascade",
    "headless",
    "is_cjk_language",
    "keywords",
    "link_title",
    "markup",
    "menu",
    "menus",
    "outputs",
    "resources",
    "series",
    "sitemap",
    "type",
    "videos",
    "audio",
    // Jekyll and its usual themes
    "author_profile",
    "breadcrumb",
    "classes",
    "collection",
    "comments",
    "excerpt_separator",
    "feature",
    "has_children",
    "has_toc",
    "header",
    "hidden",
    "math",
    "mermaid",
    "nav_exclude",
    "nav_fold_state",
    "nav_order",
    "pagination",
    "parent",
    "pin",
    "rating",
    "read_time",
    "redirect_to",
    "robots",
    "search_exclude",
    "share",
    "subtitle",
    "tagline",
    "teaser",
    "toc",
    "toc_sticky",
    // Zola
    "generate_feeds",
    "in_search_index",
    "insert_anchor_links",
    "page_template",
    "paginate_by",
    "paginate_path",
    "paginate_reversed",
    "render",
    "transparent",
    // Docusaurus, Starlight and Astro
    "badge",
    "banner",
    "custom_edit_url",
    "displayed_sidebar",
    "edit_url",
    "editurl",
    "head",
    "hero",
    "hide_table_of_contents",
    "hide_title",
    "id",
    "next",
    "pagefind",
    "pagination_label",
    "pagination_next",
    "pagination_prev",
    "prev",
    "sidebar",
    "sidebar_class_name",
    "sidebar_custom_props",
    "sidebar_label",
    "sidebar_position",
    "table_of_contents",
    "title_meta",
    // MkDocs, mdBook and Eleventy
    "dateline",
    "hide",
    "icon",
    "links",
    "pin_to_top",
    "readtime",
    "search",
    "status",
    "eleventy_navigation",
    "page",
    // Obsidian and its plugins
    "cover_image",
    "created_at",
    "cssclasses",
    "date_created",
    "date_modified",
    "linter_yaml_title_alias",
    "people",
    "place",
    "position",
    "source",
    "sources",
    "state",
    "theme",
    "time",
    "topics",
    "uid",
    "up",
    "updated_at",
    "version",
];

/// Whether a key is known not to be ours, so that it is not reported as a typo.
pub(super) fn is_not_ours(key: &str) -> bool {
    NOT_OURS.contains(&key)
}

/// The JSON Schema of front matter. It allows additional keys.
pub fn schema() -> Value {
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|(name, shape, about)| {
            let mut schema = shape.schema();
            schema["description"] = (*about).into();
            ((*name).to_owned(), schema)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter",
        "description": "The settings of an article, in YAML between two lines of ---. Every key is optional.",
        "type": "object",
        "properties": properties,
    })
}

impl Shape {
    fn schema(self) -> Value {
        let day = r"^\d{4}-\d{2}-\d{2}";
        match self {
            Self::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
            Self::Texts | Self::Names => json!({
                "type": ["array", "string", "number", "null"],
                "items": { "type": ["string", "number", "boolean", "object"] },
            }),
            Self::Day => json!({ "type": ["string", "null"], "pattern": day }),
            Self::DayOrNever => {
                json!({ "type": ["string", "null"], "pattern": format!("^never$|{day}") })
            }
            Self::Number => json!({ "type": ["integer", "null"] }),
            Self::Truth => json!({ "type": ["boolean", "null"] }),
            Self::Safety => {
                let kinds: Vec<&str> = Safety::ALL
                    .into_iter()
                    .map(Safety::name)
                    .chain(["none"])
                    .collect();
                json!({ "anyOf": [
                    { "enum": kinds },
                    { "type": "array", "items": { "enum": kinds } },
                    { "type": "null" },
                ] })
            }
            Self::Anything => json!({}),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diag::Diagnostic;
    use crate::document::{Settings, read};
    use crate::files::ContentFile;
    use crate::markdown::Reserved;
    use crate::path::SourcePath;

    fn problems(key: &str, value: &str) -> Vec<Diagnostic> {
        let text = format!("---\n{key}: {value}\n---\nText.\n");
        let file = ContentFile::with(SourcePath::new("content/a.md"), text.into_bytes());
        read(
            &file,
            &Settings::of(&Config::default(), Reserved::nothing()),
        )
        .problems
    }

    #[test]
    fn every_key_takes_what_its_shape_says_and_complains_of_anything_else() {
        for (key, shape, _) in KEYS {
            let (right, wrong): (&[&str], Option<&str>) = match shape {
                Text => (&["a", "7", "true"], Some("[a]")),
                Texts | Names => (&["a", "[a, b]"], Some("[[a]]")),
                Day => (&["2026-01-31"], Some("soon")),
                // Review dates are checked by the rules, which see more than one file.
                DayOrNever => (&["2026-01-31", "never"], None),
                Number => (&["7"], Some("seven")),
                Truth => (&["true"], Some("perhaps")),
                Shape::Safety => (&["none", "[abuse, money]"], Some("[weather]")),
                Anything => (&["a", "{b: c}"], None),
            };
            // These keys accept less, or more, than their type says.
            let (right, wrong) = match *key {
                "url" | "permalink" => (&["/a/"][..], wrong),
                "extra" | "params" => (&["{b: c}"][..], Some("a")),
                "path" => (&["a", "/a/b/"][..], None),
                "taxonomies" => (&["{tags: a}", "{tags: [a, b]}"][..], Some("a")),
                "sort_by" => (&["title", "update_date", "none"][..], Some("newest")),
                "language" => (&["en", "en-GB"][..], wrong),
                "overview" | "drawing" | "image" | "author" | "authors" => (right, None),
                _ => (right, wrong),
            };
            for value in right {
                assert_eq!(problems(key, value), [], "{key}: {value}");
            }
            if let Some(value) = wrong {
                assert!(!problems(key, value).is_empty(), "{key}: {value}");
            }
        }
    }
}
