//! How templates get the words of the interface: the filters `text` and `date`.
//!
//! `"part_of" | text(number=2, count=5)` looks a key up in `texts.yaml` and fills its names in;
//! `article.date | date` writes a day as people say it. Neither can look at the site. A key or a
//! name that is missing fails on the page, so no test that draws the page can overlook it.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::document::texts::{self, Texts};

/// Gives all templates the filters.
pub(super) fn teach(tera: &mut Tera, texts: &Texts) {
    let words = texts.clone();
    tera.register_filter("text", move |key: &str, values: Kwargs, _: &State<'_>| {
        text(&words, key, &values)
    });
    let words = texts.clone();
    tera.register_filter("date", move |moment: &Value, _: Kwargs, _: &State<'_>| {
        date(&words, moment)
    });
}

fn text(texts: &Texts, key: &str, values: &Kwargs) -> TeraResult<String> {
    let value = |name: &str| {
        let value = values.get::<Value>(name).ok().flatten();
        value.map(|value| value.to_string())
    };
    let count = value("count");
    let Some(text) = texts.entries().get(key) else {
        return Err(Error::message(format!("there is no text `{key}`")));
    };
    let words = text.form(count.as_deref());
    let missing = texts::names(words).find(|name| value(name).is_none());
    match missing {
        Some(name) => Err(Error::message(format!(
            "the text `{key}` wants `{name}`, and is not given one"
        ))),
        None => Ok(texts::fill(words, value)),
    }
}

fn date(texts: &Texts, moment: &Value) -> TeraResult<String> {
    let part = |name: &'static str| {
        let part = moment.as_map().and_then(|parts| parts.get(&name.into()));
        part.map(ToString::to_string)
            .ok_or_else(|| Error::message("`date` wants a date of the view"))
    };
    let (day, month, year) = (part("day")?, part("month")?, part("year")?);
    let month = texts.get(&format!("month_{month}"));
    Ok(texts.fill("date", &[("day", &day), ("month", &month), ("year", &year)]))
}
