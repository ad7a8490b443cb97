//! The reference of templates: what `mend theme view` prints, as a page.

use super::markdown::Page;
use super::mend;

pub(super) fn page() -> Page {
    let printed = mend(&["theme", "view"]).stdout;
    let printed = String::from_utf8(printed).expect("a text");
    let (title, body) = printed.split_once('\n').expect("a title and a text");
    Page {
        path: "look/view.md".to_owned(),
        title: title.trim_start_matches("# ").to_owned(),
        summary: "Every value in a view, with its type.".to_owned(),
        weight: 20,
        body: body.to_owned(),
    }
}
