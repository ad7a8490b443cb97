//! A pack for one client: which articles, and a note to go with them, in a small file of its own that is no part of the site.
//!
//! Other people may find a pack. So it must not identify the client, and what would is refused where it is written.

use serde::Deserialize;

use crate::codes;
use crate::diag::{Diagnostic, Span};
use crate::files::ContentFile;
use crate::formats::yaml;
use crate::path::SourcePath;

/// The path under which the note of a pack is read, as an article of the site that no page lists.
const NOTE: &str = "content/note-of-the-pack.md";

/// How notes to one person begin, in the languages of the texts of the interface that have capital letters.
const GREETINGS: [&str; 20] = [
    "annwyl", "bonjour", "chère", "cher", "cześć", "dear", "droga", "drogi", "hallo", "hello",
    "helo", "hi", "hola", "liebe", "lieber", "querida", "querido", "estimada", "estimado",
    "szanowna",
];

/// A pack, as it is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its title, which is on the cover.
    pub title: String,
    /// What you want to say to its reader, in Markdown.
    #[serde(default)]
    note: String,
    /// The articles or sections, each by its file, its address or its title, in their order.
    pub articles: Vec<String>,
}

impl Pack {
    /// Reads a pack. `path` names its file, `own` are e-mail addresses that anyone may know, and `year` is the current one.
    ///
    /// # Errors
    ///
    /// With the problem, when it is no pack, has no articles, or identifies the client.
    pub fn read(
        path: &SourcePath,
        text: &str,
        own: &[&str],
        year: i64,
    ) -> Result<Self, Box<Diagnostic>> {
        let problem = |message: String, place: Span, help: &str| {
            let problem = Diagnostic::new(codes::DATA_01, message).at(path, place);
            Box::new(problem.help(help))
        };
        let pack: Self = yaml::read(text).map_err(|error| {
            let help = error.help.as_deref();
            let help = help.unwrap_or("a pack has a `title`, `articles`, and a `note` if you like");
            problem(error.message, error.place, help)
        })?;
        if pack.articles.is_empty() {
            let help = "name one on a line below `articles:`, such as `- first-days`";
            return Err(problem("the pack has no articles".to_owned(), 0..0, help));
        }
        if let Some((what, place)) = personal(text, own, year) {
            let message = format!("the pack has {what}");
            let help =
                "take it out: other people may find a pack, so it must not identify the client";
            return Err(problem(message, place, help));
        }
        Ok(pack)
    }

    /// The note as an article.
    pub fn note(&self) -> Option<ContentFile> {
        // Text in quotes is the same in JSON and in YAML.
        let title = serde_json::Value::from(&*self.title);
        let text = format!("---\ntitle: {title}\nunlisted: true\n---\n\n{}", self.note);
        let is_empty = self.note.trim().is_empty();
        (!is_empty).then(|| ContentFile::with(Self::note_path(), text.into_bytes()))
    }

    /// The path of that article.
    pub fn note_path() -> SourcePath {
        SourcePath::new(NOTE)
    }
}

/// The first place of a text that identifies the client: an e-mail address other than `own`, a day long past, as of a birth, or a
/// name after a greeting.
fn personal(text: &str, own: &[&str], year: i64) -> Option<(&'static str, Span)> {
    let mut greeting: Option<Span> = None;
    for word in words(text) {
        let written = &text[word.clone()];
        let is_address = written
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if is_address && !own.iter().any(|own| own.eq_ignore_ascii_case(written)) {
            return Some(("an e-mail address", word));
        }
        if day_year(written).is_some_and(|of| (1900..year - 1).contains(&of)) {
            return Some(("a date as of a birth", word));
        }
        if let Some(start) = greeting.take()
            && written.starts_with(char::is_uppercase)
        {
            return Some(("the name of a person", start.start..word.end));
        }
        greeting = GREETINGS
            .contains(&&*written.to_lowercase())
            .then_some(word);
    }
    None
}

/// The words of a text, without the marks around them.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let mut end = 0;
    text.split_inclusive(char::is_whitespace)
        .filter_map(move |word| {
            end += word.len();
            let bare = word.trim_start_matches(is_mark);
            let start = end - bare.len();
            let bare = bare.trim_end_matches(is_mark);
            (!bare.is_empty()).then(|| start..start + bare.len())
        })
}

/// The year of a day that is written in digits, such as `31.1.1990`, `1/31/1990` or `1990-01-31`.
fn day_year(word: &str) -> Option<i64> {
    let parts: Vec<&str> = word.split(['.', '/', '-']).collect();
    let [first, middle, last] = parts[..] else {
        return None;
    };
    let number = |part: &str| part.parse::<i64>().ok();
    let year = if first.len() == 4 { first } else { last };
    (year.len() == 4
        && number(first).is_some()
        && number(middle).is_some()
        && number(last).is_some())
    .then(|| number(year))
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(note: &str) -> Option<String> {
        let text = format!("title: First weeks\narticles: [a]\nnote: |\n  {note}\n");
        let own = ["desk@practice.example"];
        let problem = Pack::read(&SourcePath::new("pack.yaml"), &text, &own, 2026).err()?;
        let span = problem.place.and_then(|place| place.span);
        Some(text[span.expect("it has a place")].to_owned())
    }

    #[test]
    fn a_pack_that_says_for_whom_it_is_is_refused() {
        assert_eq!(
            refused("Dear Anna, read a page a day.").as_deref(),
            Some("Dear Anna")
        );
        assert_eq!(refused("Liebe Anna!").as_deref(), Some("Liebe Anna"));
        assert_eq!(refused("(born 31.1.1990)").as_deref(), Some("31.1.1990"));
        assert_eq!(refused("1990-01-31").as_deref(), Some("1990-01-31"));
        assert_eq!(
            refused("Write to anna@post.example.").as_deref(),
            Some("anna@post.example")
        );
    }

    #[test]
    fn a_note_may_say_what_anyone_may_read() {
        for note in [
            "Dear reader, hello.",
            "Write to desk@practice.example.",
            "See you on 2026-12-01 at 9.",
            "Call 116 123, or 1-2-3.",
        ] {
            assert_eq!(refused(note), None);
        }
    }

    #[test]
    fn a_note_is_an_article_that_no_page_lists() {
        let read = |text: &str| Pack::read(&SourcePath::new("pack.yaml"), text, &[], 2026);
        let pack = read("title: 'A \"first\" week'\narticles: [a, b]\nnote: Read *this*.\n");
        let pack = pack.expect("a pack");
        let note = pack
            .note()
            .expect("a note")
            .whole()
            .expect("it is in memory");
        assert_eq!(
            String::from_utf8_lossy(&note),
            "---\ntitle: \"A \\\"first\\\" week\"\nunlisted: true\n---\n\nRead *this*."
        );
        let without = read("title: A\narticles: [a]\n").expect("a pack");
        assert!(without.note().is_none());
        for wrong in [
            "title: A\narticles: []\n",
            "title: A\narticles: [a]\nclient: B\n",
            "- a\n",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
