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
        "What the page is called; by default its first heading, else its file name.",
    ),
    (
        "summary",
        Text,
        "One sentence for lists, search results and shared links.",
    ),
    (
        "description",
        Text,
        "A sentence for search engines, where it differs from the summary.",
    ),
    (
        "date",
        Day,
        "The day it is dated; one that has not come yet holds the page back.",
    ),
    ("updated", Day, "When it was last changed in substance."),
    ("publish_date", Day, "When it appears."),
    ("expiry_date", Day, "When it disappears."),
    (
        "draft",
        Truth,
        "Not finished: the preview shows it, readers do not see it.",
    ),
    (
        "unlisted",
        Truth,
        "Published, but in no list, feed or search.",
    ),
    ("slug", Text, "Its name in its address."),
    ("url", Text, "Its whole address, starting with /."),
    (
        "aliases",
        Texts,
        "Old addresses that lead here; what holds no / is another name of the page.",
    ),
    (
        "alternate",
        Texts,
        "Other names for its subject, by which links and search find it.",
    ),
    ("redirect_from", Texts, "Old addresses that lead here."),
    ("tags", Names, "Words that group articles; each has a page."),
    (
        "categories",
        Names,
        "Larger groups of articles, kept apart from the tags.",
    ),
    ("authors", Texts, "Who wrote it."),
    ("author", Texts, "Who wrote it."),
    (
        "weight",
        Number,
        "Its place among its neighbours; small numbers come first.",
    ),
    (
        "language",
        Text,
        "Its language, where it differs from the site's, such as en-GB.",
    ),
    (
        "template",
        Text,
        "The template that draws it, where it differs from the usual one.",
    ),
    ("image", Text, "A picture for cards and shared links."),
    (
        "extra",
        Anything,
        "A table of your own keys, for your own templates.",
    ),
    (
        "audience",
        Names,
        "Whom it is for: names of content/audiences.yaml; without that file hurt, broke-trust, both.",
    ),
    (
        "safety",
        Shape::Safety,
        "What readers must be warned of before the first instruction, or none.",
    ),
    (
        "safety_reason",
        Text,
        "Why it needs no warning, where that is not plain to see.",
    ),
    (
        "discreet",
        Truth,
        "Its title stays out of the tab and the history, which a partner could check.",
    ),
    (
        "reviewed",
        DayOrNever,
        "The day a person reviewed it, or honestly never.",
    ),
    (
        "reviewed_by",
        Text,
        "Who reviewed it, by the name in people.yaml.",
    ),
    (
        "reviewed_hash",
        Text,
        "Stands for the text that was reviewed.",
    ),
    ("review_due", DayOrNever, "The day of the next review."),
    (
        "review_questions",
        Texts,
        "What its authors ask the person who reviews it; the review pack prints it, readers do not see it.",
    ),
    (
        "evidence",
        Anything,
        "What it rests on, by names of evidence.yaml.",
    ),
    ("related", Anything, "Articles its author finds related."),
    ("worksheet", Anything, "The worksheet that belongs to it."),
    ("search_words", Texts, "Words readers type who look for it."),
    (
        "overview",
        Truth,
        "It gives an overview, so it may be longer and link more.",
    ),
    ("drawing", Text, "The theme's drawing for a section."),
    (
        "path",
        Anything,
        "An address, as Zola has it, or the name of a reading path.",
    ),
    ("kind", Anything, "A key of your own."),
    ("layout", Text, "As template, in other tools' words."),
    ("permalink", Text, "As url, in other tools' words."),
    ("lastmod", Day, "As updated, in other tools' words."),
    ("params", Anything, "As extra, in other tools' words."),
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
pub(super) fn squashed(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Keys of other tools that mend does not use. A resemblance to one of our keys is accidental, so they are not typos.
const OF_OTHER_TOOLS: &[&str] = &[
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
    "sort_by",
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

/// Whether another tool uses this key, so that it is not reported as a typo.
pub(super) fn is_of_another_tool(key: &str) -> bool {
    OF_OTHER_TOOLS.contains(&key)
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
        "description": "What an article says about itself, between two lines of ---.",
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
    use crate::files::SourceFile;
    use crate::markdown::Reserved;
    use crate::path::SourcePath;

    fn problems(key: &str, value: &str) -> Vec<Diagnostic> {
        let text = format!("---\n{key}: {value}\n---\nText.\n");
        let file = SourceFile::new(SourcePath::new("content/a.md"), text.into_bytes());
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
