//! How the work of reading a text grows with its length: one article of each kind of Markdown that a careless reader would
//! go over again and again, at one size and at twice that size.
//!
//! Linear reading takes twice the work for twice the text; a ratio near four is a fault. What a site of one word takes is
//! taken off. Nothing is judged here.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::measure;
use crate::report::{progress, say};

/// What is repeated to make a text; `§` becomes a number that goes up.
const UNITS: [(&str, &str); 50] = [
    ("emphasis", "*a **b "),
    ("emphasis, underscores", "_a __b_ "),
    ("underscores in a word", "a_b"),
    ("open brackets", "[a"),
    ("brackets", "[a]"),
    ("pictures", "![a](b.png) "),
    ("links", "[a](b.md) "),
    ("references", "[a][b] "),
    ("definitions of links", "[d§]: b.md\n"),
    ("open wikilinks", "[[a "),
    ("wikilinks", "[[a|b]] "),
    ("open code", "`a "),
    ("braces", "{a"),
    ("open highlights", "==a "),
    ("highlights", "==a== "),
    ("open superscript", "x^2 "),
    ("open subscript", "H~2 "),
    ("open comments", "%%a "),
    ("comments", "%%a%% "),
    ("open tags", "<a "),
    ("tags", "<b>a"),
    ("open HTML comments", "<!-- a "),
    ("entities", "&amp;&a"),
    ("quotes", "> a\n"),
    ("lists", "- a\n"),
    ("tables", "|a|b|\n|-|-|\n|a|b|\n\n"),
    ("the same heading", "# a\n\n"),
    ("headings", "# h§\n\n"),
    ("callouts", "> [!note]\n> a\n\n"),
    ("footnotes", "a[^§]\n\n[^§]: b\n\n"),
    ("notes in place", "a^[b] "),
    ("open notes in place", "a^[b "),
    ("evidence", "a [@E01] "),
    ("open shortcodes", "{{< a "),
    ("shortcodes", "{{< a >}} "),
    (
        "paired shortcodes",
        "{{< highlight go >}}a{{< /highlight >}}\n\n",
    ),
    ("open Liquid tags", "{% if "),
    ("open formulas", "$a "),
    ("formulas", "$$a$$ "),
    ("addresses", "https://a.example/b "),
    ("mail addresses", "a@b.example "),
    ("definition lists", "a\n: b\n\n"),
    ("words", "trust is a word "),
    ("sentences", "Trust is a word. "),
    ("paragraphs", "Trust is a word.\n\n"),
    ("one long word", "a"),
    ("fences", "```\na\n```\n\n"),
    ("open quotation marks", "\"a "),
    ("terms of the glossary", "lamp wick "),
    ("silenced findings", "<!-- lint-ok LANG-08: r -->\n\na\n\n"),
];

const SETTINGS: &str = "title = \"Long\"\n[check]\npreset = \"guide\"\n";
const TERMS: &str = "terms:\n  - { term: lamp, definition: A light. }\n  - { term: wick, definition: What burns in it. }\n";

/// Prints the work for each kind of text of `bytes`, for twice as much, and their ratio.
pub(crate) fn print(mend: &Path, scratch: &Path, bytes: usize) -> Result<()> {
    let site = scratch.join("linear");
    fs::create_dir_all(site.join("content"))?;
    fs::write(site.join("site.toml"), SETTINGS)?;
    fs::write(site.join("content/terms.yaml"), TERMS)?;
    let work = |text: &str| -> Result<f64> {
        let article = format!("---\ntitle: Long\n---\n\n{text}\n");
        fs::write(site.join("content/long.md"), article)?;
        let command = [
            mend.to_owned(),
            "check".into(),
            "--root".into(),
            site.clone(),
        ];
        // Most of these texts have problems; finding them is the work.
        let run = measure::attempt(&command, &scratch.join("linear.log"))?;
        Ok(run.cpu_s)
    };
    let start = work("a")?;
    say(&format!("{bytes} bytes, twice as many, ratio; CPU s"));
    for (name, unit) in UNITS {
        progress(name);
        let [once, twice] = [bytes, 2 * bytes].map(|bytes| work(&repeated(unit, bytes)));
        let (once, twice) = (once? - start, twice? - start);
        say(&format!(
            "{name:24} {once:6.2} {twice:6.2} {:5.1}",
            twice / once
        ));
    }
    Ok(())
}

/// A text of this many bytes, or a few more.
fn repeated(unit: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + unit.len());
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&unit.replace('§', &number.to_string()));
    }
    text
}
