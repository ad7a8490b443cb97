//! A booklet as one HTML file, which needs no other: to read in a browser, or to print. The style sheet of the theme is in it.

use std::fmt::Write;

use super::booklet::{Booklet, Manner, unnamed};
use super::leaves::{Binding, Leaves, chapter};
use crate::config::Config;
use crate::data::texts::Texts;
use crate::diag::Result;
use crate::files::Outputs;
use crate::html::data_url;
use crate::html::escape::escaped;
use crate::inspect::Inspector;
use crate::path::OutputPath;

/// What the file may load: its own style, and the pictures it holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Pages one after another in one file.
struct OneFile<'a>(&'a Outputs);

impl Binding for OneFile<'_> {
    fn page(&self, number: usize) -> String {
        format!("#{}", chapter(number))
    }

    fn place(&self, _number: usize, id: &str) -> String {
        format!("#{id}")
    }

    fn picture(&mut self, file: &OutputPath) -> Option<String> {
        let bytes = self.0.get(file)?.read().ok()?;
        let (_, extension) = file.as_str().rsplit_once('.')?;
        Some(data_url(&extension.to_ascii_lowercase(), &bytes))
    }
}

impl Booklet {
    /// The booklet as one file, which needs no other. `files` are those of the same build.
    ///
    /// # Errors
    ///
    /// When a page of it is not among the files.
    pub fn html(&self, built: &Inspector, files: &Outputs, manner: Manner) -> Result<String> {
        let site = built.site();
        let config = &built.inputs().config;
        let texts = &site.theme.texts;
        let leaves = Leaves::read(self.files(), files, &[], &unnamed(config, manner))?;
        let mut html = String::new();
        head(&mut html, &self.title, &style(built, manner), config);
        let large = if manner.large { " prints-large" } else { "" };
        let _ = writeln!(
            html,
            "<body class=\"booklet prints-terms prints-name{large}\">\n{}<main>",
            self.cover(built, manner)
        );
        self.contents(&mut html, texts);
        for number in 1..=self.pages.len() {
            let page = leaves.excerpt(number, &mut OneFile(files));
            let _ = writeln!(
                html,
                "<section class=\"chapter {}\" id=\"{}\" lang=\"{}\" dir=\"{}\">{}</section>",
                escaped(&page.classes),
                chapter(number),
                escaped(&page.language),
                escaped(&page.direction),
                page.html
            );
        }
        let _ = writeln!(
            html,
            "</main>\n<footer>\n{}</footer>\n</body>\n</html>",
            Self::small_print(built, manner)
        );
        Ok(html)
    }

    /// What is in it.
    fn contents(&self, html: &mut String, texts: &Texts) {
        let heading = escaped(&texts.get("booklet_contents"));
        let _ = writeln!(
            html,
            "<section class=\"contents-of-booklet\">\n<h2>{heading}</h2>\n<ol>"
        );
        for ((title, _), number) in self.pages.iter().zip(1..) {
            let title = escaped(title);
            let _ = writeln!(
                html,
                "<li><a href=\"#{}\">{title}</a></li>",
                chapter(number)
            );
        }
        html.push_str("</ol>\n</section>\n");
    }
}

/// The style of the theme, without whose guide this is unless that is wanted.
fn style(built: &Inspector, manner: Manner) -> String {
    let sheet = built.site().theme.files.get("style.css");
    let sheet = sheet.map_or(String::new(), |file| {
        String::from_utf8_lossy(&file.output.bytes).into_owned()
    });
    let is_kept = |line: &&str| manner.name || !line.trim_start().starts_with("--foot-name:");
    let mut style: String = sheet
        .split_inclusive('\n')
        .filter(|line| is_kept(&line.trim_end()))
        .collect();
    if !manner.name {
        style.push_str("@media print { :root { --foot-name: \"\"; } }\n");
    }
    style.push_str(include_str!("booklet.css"));
    style
}

fn head(html: &mut String, title: &str, style: &str, config: &Config) {
    let language = escaped(&config.language);
    let title = escaped(title);
    let _ = writeln!(
        html,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>"
    );
}
