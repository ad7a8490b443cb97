//! The keys of front matter, one a line: what each is called, holds and says.
//!
//! Slips are compared with these names, and `mend schema front-matter` is made of them. What a key does is
//! known in [`super::meta`], and so are the names that other tools give it.

use serde_json::{Map, Value, json};

use super::holding;
use super::safety::Safety;

/// What the value of a key is.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A text; a number or truth value is taken for one.
    Text,
    /// Several texts: a list, or one text that stands for a list of one.
    Texts,
    /// Several names: a list, or one text with commas or blanks between.
    Names,
    /// A day or a moment.
    Day,
    /// A day, or honestly never.
    DayOrNever,
    /// A whole number; small ones come first.
    Number,
    /// True or false.
    Truth,
    /// Kinds of safety notices, or `none`.
    Safety,
    /// Whatever the site's templates make of it.
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

/// The names, in the spelling that is shown to people.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, ..)| *name)
}

/// Whether a name means something in front matter, in any spelling, or holds pages back in another tool.
pub(super) fn is_known(name: &str) -> bool {
    let plain = squashed(name);
    names().any(|known| squashed(known) == plain) || holding::is_known(&plain)
}

/// A key without case, `-`, `_` and blanks, as keys are compared.
pub(super) fn squashed(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Keys that other tools know and mend has no use for. They are near to no key of ours by accident only.
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

/// Whether another tool gives this key a meaning, so that it is no slip.
pub(super) fn is_of_another_tool(key: &str) -> bool {
    OF_OTHER_TOOLS.contains(&key)
}

/// The JSON Schema of front matter. Keys of a site's own are allowed beside these.
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
                // What is wrong with a review is for the rules to say, and they know more than one file.
                DayOrNever => (&["2026-01-31", "never"], None),
                Number => (&["7"], Some("seven")),
                Truth => (&["true"], Some("perhaps")),
                Shape::Safety => (&["none", "[abuse, money]"], Some("[weather]")),
                Anything => (&["a", "{b: c}"], None),
            };
            // An address has more to it than any text, and our own keys are the templates' affair.
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
