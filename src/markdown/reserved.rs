//! Classes and ids that belong to the theme, so that no article can imitate the exit, the help card or a notice, cover them,
//! or confuse a script.
//!
//! The theme defines them; this file only compares. Authors can use all other classes, for style sheets of the site.

use std::collections::BTreeSet;

/// Names that no article gives to an element.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reserved {
    /// Classes that the theme's styles and scripts look for.
    pub classes: BTreeSet<String>,
    /// Parts of classes that they look for.
    pub parts_of_classes: BTreeSet<String>,
    /// Ids that pages have outside of an article's text.
    pub ids: BTreeSet<String>,
}

/// No reserved names at all.
static NOTHING: Reserved = Reserved {
    classes: BTreeSet::new(),
    parts_of_classes: BTreeSet::new(),
    ids: BTreeSet::new(),
};

impl Reserved {
    /// Nothing is reserved.
    pub fn nothing() -> &'static Reserved {
        &NOTHING
    }

    /// Whether a class is the theme's own.
    pub fn holds_class(&self, class: &str) -> bool {
        let mut parts = self.parts_of_classes.iter();
        self.classes.contains(class) || parts.any(|part| class.contains(part.as_str()))
    }
}

/// The message about a class that was removed, and its help.
pub fn reserved_class(class: &str) -> (String, String) {
    (
        format!("the class `{class}` belongs to the theme and was removed"),
        "choose another name, and style it in the site's own style sheet".to_owned(),
    )
}
