//! The filters of templates for texts of the interface: `text`, `forms` and `date`.
//!
//! `"part_of" | text(number=2, count=5)` looks up a key in `texts.yaml` and fills in its placeholders. If a value is finished
//! HTML, so is the result, and everything else in it is escaped. `"search_status" | forms` gives a script all plural forms of a
//! text as JSON. `article.date | date` writes a date in words. None can access the site. A missing key or placeholder fails on the page, so no test that draws the page can overlook it.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::data::texts::{self, Entry, Texts};
use crate::html::escape::escaped;

/// Gives all templates the filters.
pub(super) fn register(tera: &mut Tera, texts: &Texts) {
    let words = texts.clone();
    tera.register_filter("text", move |key: &str, values: Kwargs, _: &State<'_>| {
        text(&words, key, &values)
    });
    let words = texts.clone();
    tera.register_filter("forms", move |key: &str, _: Kwargs, _: &State<'_>| {
        forms(&words, key)
    });
    let words = texts.clone();
    tera.register_filter("date", move |moment: &Value, _: Kwargs, _: &State<'_>| {
        date(&words, moment)
    });
}

fn text(texts: &Texts, key: &str, values: &Kwargs) -> TeraResult<Value> {
    let value = |name: &str| values.get::<Value>(name).ok().flatten();
    let count = value("count").map(|count| count.to_string());
    let text = entry(texts, key)?;
    let words = text.form(count.as_deref());
    if let Some(name) = texts::names(words).find(|name| value(name).is_none()) {
        return Err(Error::message(format!(
            "the text `{key}` needs a value for `{name}`"
        )));
    }
    let is_html = |name: &str| value(name).is_some_and(|value| value.is_safe());
    if !texts::names(words).any(is_html) {
        let plain = |name: &str| value(name).map(|value| value.to_string());
        return Ok(Value::from(texts::fill(words, plain)));
    }
    let as_html = |name: &str| {
        value(name).map(|value| match value.is_safe() {
            true => value.to_string(),
            false => escaped(&value.to_string()),
        })
    };
    Ok(Value::safe_string(&texts::fill(&escaped(words), as_html)))
}

fn entry<'t>(texts: &'t Texts, key: &str) -> TeraResult<&'t Entry> {
    let text = texts.entries().get(key);
    text.ok_or_else(|| Error::message(format!("unknown text `{key}`")))
}

/// The plural forms of a text by their names, as JSON. Their placeholders are left for the script.
fn forms(texts: &Texts, key: &str) -> TeraResult<String> {
    let forms = entry(texts, key)?.forms();
    let forms = forms.map(|(form, words)| (form.to_owned(), words.into()));
    Ok(serde_json::Value::Object(forms.collect()).to_string())
}

fn date(texts: &Texts, moment: &Value) -> TeraResult<String> {
    let part = |name: &'static str| {
        let part = moment.as_map().and_then(|parts| parts.get(&name.into()));
        part.map(ToString::to_string)
            .ok_or_else(|| Error::message("`date` needs a date of the view"))
    };
    let (day, month, year) = (part("day")?, part("month")?, part("year")?);
    Ok(texts.date(&day, &month, &year))
}
