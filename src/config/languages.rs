//! `[languages.XX]`: the other languages of a site.
//!
//! The settings of a site in another language are those of the site with other words ([`Config::editions`]), so a stage that
//! reads settings needs to know nothing of languages. Which file belongs to which language follows from its name
//! ([`LanguagePaths`]). Which pages are translations of each other is not known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::menu::{Menu, MenuLink};
use super::{Config, Practice};
use crate::diag::Diagnostic;
use crate::language;
use crate::path::{Route, SourcePath};

/// `[languages.XX]`: another language of the site. The name of the table is the tag of the language, such as `cy` or `pt-BR`. The
/// articles in it are files such as `lies.cy.md` beside `lies.md`, or files in a folder such as `content/cy/`. Their pages are
/// below an address such as `/cy/`.
///
/// A setting of words that is missing here is not taken from the first language: its readers would get words of another one.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct Language {
    /// The name of the language in itself, such as `Cymraeg`. mend knows the names of common languages.
    pub name: Option<String>,
    /// The name of the site. Default: that of the first language.
    pub title: Option<String>,
    /// One sentence that says what the site is.
    pub description: Option<String>,
    /// The author of every article that does not name one. Default: that of the first language.
    pub author: Option<String>,
    /// A line of text at the foot of every page. Default: that of the first language.
    pub copyright: Option<String>,
    /// The links in the header and the footer. Default: the sections and lists of this language.
    pub menu: Menu,
    /// The text of the exit button. Default: the text of the theme.
    pub exit_label: Option<String>,
    /// The id of the region of `help.yaml` whose contacts every page shows. Default: that of the first language.
    pub help_region: Option<String>,
    /// The titles of the lists of taxonomies, by the name of the taxonomy. Default: the text of that name in the texts of the
    /// interface, else the name.
    pub taxonomies: BTreeMap<String, String>,
    /// The words on the card of the practice. Name, phone number and addresses are those of `[practice]`.
    pub practice: PracticeWords,
    /// Whether the language is published. `false` keeps it in the preview until it is ready.
    pub publish: bool,
}

impl Default for Language {
    fn default() -> Self {
        Self {
            name: None,
            title: None,
            description: None,
            author: None,
            copyright: None,
            menu: Menu::default(),
            exit_label: None,
            help_region: None,
            taxonomies: BTreeMap::new(),
            practice: PracticeWords::default(),
            publish: true,
        }
    }
}

/// `[languages.XX.practice]`: the words on the card of the practice in another language.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Hash)]
#[serde(default, deny_unknown_fields)]
pub struct PracticeWords {
    /// The opening hours, one line each.
    pub hours: Vec<String>,
    /// What clients should do outside opening hours.
    pub out_of_hours: Option<String>,
    /// A line of text at the foot of every sheet that is printed.
    pub handout_footer: Option<String>,
}

/// Which language of a site the settings are for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Its number; 0 is the first language.
    pub number: usize,
    /// The first part of its addresses, such as `cy`; empty for the first language.
    pub prefix: String,
}

impl Edition {
    fn of(tag: &str, number: usize) -> Self {
        Self {
            number,
            prefix: tag.to_lowercase(),
        }
    }

    /// The address of its home page.
    pub fn home(&self) -> Route {
        self.route("")
    }

    /// An address in this language, from one without the part for the language and without the first slash.
    pub fn route(&self, below: &str) -> Route {
        match &*self.prefix {
            "" => Route::new(&format!("/{below}")),
            prefix => Route::new(&format!("/{prefix}/{below}")),
        }
    }

    /// The address as the first language would have it.
    pub fn without_prefix<'r>(&self, route: &'r Route) -> &'r str {
        let below = route.as_str().strip_prefix('/');
        let below = below.and_then(|below| below.strip_prefix(&*self.prefix));
        below
            .filter(|below| below.starts_with('/'))
            .unwrap_or(route.as_str())
    }
}

impl Config {
    /// The settings of the site in each of its languages, the first language first. Those that are not published are included
    /// only `with_unpublished`.
    pub fn editions(self: &Arc<Self>, with_unpublished: bool) -> Vec<Arc<Self>> {
        let others = self.languages.iter().zip(1..);
        let others = others.filter(|((_, language), _)| language.publish || with_unpublished);
        let others = others.map(|((tag, language), number)| {
            Arc::new(self.in_language(tag, language, Edition::of(tag, number)))
        });
        std::iter::once(Arc::clone(self)).chain(others).collect()
    }

    fn in_language(&self, tag: &str, language: &Language, edition: Edition) -> Self {
        let mut config = self.clone();
        config.edition = edition;
        tag.clone_into(&mut config.language);
        config.language_name.clone_from(&language.name);
        config.description.clone_from(&language.description);
        config.menu.clone_from(&language.menu);
        config.exit.label.clone_from(&language.exit_label);
        for (own, all) in [
            (&language.title, Some(&mut config.title)),
            (&language.author, config.author.as_mut()),
            (&language.copyright, config.copyright.as_mut()),
        ] {
            if let (Some(own), Some(all)) = (own, all) {
                all.clone_from(own);
            }
        }
        if language.help_region.is_some() {
            config.help.region.clone_from(&language.help_region);
        }
        for (name, taxonomy) in config.taxonomies.iter_mut() {
            taxonomy.title = language.taxonomies.get(name).cloned();
            taxonomy.term_title = None;
        }
        config.practice = config.practice.map(|practice| Practice {
            hours: language.practice.hours.clone(),
            out_of_hours: language.practice.out_of_hours.clone(),
            handout_footer: language.practice.handout_footer.clone(),
            ..practice
        });
        config
    }

    /// The path of the data file with a name in this language: `content/texts.cy.yaml`.
    pub fn data_file(&self, name: &str) -> String {
        match self.edition.number {
            0 => format!("content/{name}.yaml"),
            _ => format!("content/{name}.{}.yaml", self.language),
        }
    }

    /// Attaches a problem to the setting that gives the site this language.
    pub fn blame_language(&self, problem: Diagnostic) -> Diagnostic {
        match self.edition.number {
            0 => self.blame("language", problem),
            _ => self.blame_name(&format!("languages.{}", self.language), problem),
        }
    }

    /// The links of the menus, those of the header first, each with its dotted key.
    pub fn menu_links(&self) -> impl Iterator<Item = (String, &MenuLink)> {
        let table = match self.edition.number {
            0 => "menu".to_owned(),
            _ => format!("languages.{}.menu", self.language),
        };
        let links = self.menu.links();
        links.map(move |(key, link)| (format!("{table}.{key}"), link))
    }

    /// The name of the language in itself, such as `Cymraeg`; its tag if no name is known.
    pub fn language_name(&self) -> &str {
        let known = || language::own_name(&self.language);
        let name = self.language_name.as_deref().or_else(known);
        name.unwrap_or(&self.language)
    }
}

/// Tells by the name of a file which language it is in: `signs/lies.cy.md` and `cy/signs/lies.md` below `content/` are both
/// `signs/lies.md` in Welsh, on a site that has Welsh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LanguagePaths {
    /// The names of languages in paths, in lower case, each with the number of its edition. None on a site in one language.
    names: Vec<(String, usize)>,
    /// The editions by their numbers.
    editions: Vec<Edition>,
}

impl LanguagePaths {
    /// Takes them from the settings of a site in its first language.
    pub(super) fn of(config: &Config) -> Self {
        if config.languages.is_empty() {
            return Self::default();
        }
        let others = config.languages.keys().zip(1..);
        let mut names: Vec<(String, usize)> = others
            .map(|(tag, number)| (tag.to_lowercase(), number))
            .collect();
        // The first language may be named as well: by its whole tag, or by its first part if no other language has that.
        let first = config.language.to_lowercase();
        for name in [first.clone(), language::primary(&first)] {
            if !names.iter().any(|(known, _)| *known == name) {
                names.push((name, 0));
            }
        }
        let first = Edition::default();
        let others = config.languages.keys().zip(1..);
        let others = others.map(|(tag, number)| Edition::of(tag, number));
        Self {
            names,
            editions: std::iter::once(first).chain(others).collect(),
        }
    }

    /// The number of the edition whose addresses begin with this part, in any letters.
    pub fn with_prefix(&self, part: &str) -> Option<usize> {
        let mut others = self.editions.iter().skip(1);
        let found = others.find(|edition| edition.prefix.eq_ignore_ascii_case(part));
        found.map(|edition| edition.number)
    }

    /// The edition with a number.
    pub fn edition(&self, number: usize) -> Edition {
        self.editions.get(number).cloned().unwrap_or_default()
    }

    /// The number of the edition that a file belongs to, and its path without the language. A file whose name says nothing is in
    /// the first language.
    pub fn split(&self, path: &SourcePath) -> (usize, SourcePath) {
        self.split_named(path).unwrap_or_else(|| (0, path.clone()))
    }

    /// The same; `None` for a file whose name says nothing.
    pub fn split_named(&self, path: &SourcePath) -> Option<(usize, SourcePath)> {
        if self.names.is_empty() {
            return None;
        }
        let below = path.below("content")?;
        let by_folder = below.split_once('/').and_then(|(folder, rest)| {
            let number = self.number(folder)?;
            Some((number, rest))
        });
        let rest = by_folder.map_or(below, |(_, rest)| rest);
        let by_name = without_suffix(rest).and_then(|(plain, tag)| {
            let number = self.number(tag)?;
            let is_same = by_folder.is_none_or(|(folder, _)| folder == number);
            is_same.then_some((number, plain))
        });
        let (number, plain) = match (by_folder, by_name) {
            (_, Some((number, plain))) => (number, plain),
            (Some((number, rest)), None) => (number, rest.to_owned()),
            (None, None) => return None,
        };
        Some((number, SourcePath::new(&format!("content/{plain}"))))
    }

    fn number(&self, name: &str) -> Option<usize> {
        let found = self.names.iter();
        let mut found = found.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, number)| *number)
    }
}

/// A path without the part before its extension, and that part: `signs/lies.md` and `cy` of `signs/lies.cy.md`.
pub fn without_suffix(path: &str) -> Option<(String, &str)> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, _)| {
        (&path[..=folder.len()], &path[folder.len() + 1..])
    });
    let (stem, extension) = name.rsplit_once('.')?;
    let (plain, tag) = stem.rsplit_once('.')?;
    // Captions of one film in several languages are published together.
    let is_captions = matches!(&*extension.to_lowercase(), "vtt" | "srt");
    let is_name = !plain.is_empty() && !is_captions;
    is_name.then(|| (format!("{folder}{plain}.{extension}"), tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Source;

    fn paths(text: &str) -> LanguagePaths {
        LanguagePaths::of(&Config::read(Source::of(text)).value)
    }

    #[test]
    fn a_file_is_in_the_language_of_its_folder_or_of_its_suffix() {
        let paths = paths("language = \"en-GB\"\n[languages.cy]\n[languages.pt-BR]");
        for (path, number, plain) in [
            ("content/signs/lies.md", 0, "content/signs/lies.md"),
            ("content/signs/lies.cy.md", 1, "content/signs/lies.md"),
            ("content/CY/signs/lies.md", 1, "content/signs/lies.md"),
            ("content/cy/lies.cy.md", 1, "content/lies.md"),
            ("content/lies.pt-br.md", 2, "content/lies.md"),
            ("content/lies.en.md", 0, "content/lies.md"),
            ("content/en-GB/lies.md", 0, "content/lies.md"),
            ("content/_index.cy.md", 1, "content/_index.md"),
            ("content/terms.cy.yaml", 1, "content/terms.yaml"),
            ("content/lies.fr.md", 0, "content/lies.fr.md"),
            ("content/film.cy.vtt", 0, "content/film.cy.vtt"),
            ("content/.cy.md", 0, "content/.cy.md"),
            ("content/cy.md", 0, "content/cy.md"),
            ("static/cy/a.png", 0, "static/cy/a.png"),
        ] {
            let split = paths.split(&SourcePath::new(path));
            assert_eq!(split, (number, SourcePath::new(plain)), "{path}");
        }
    }

    #[test]
    fn on_a_site_in_one_language_no_name_means_a_language() {
        let one = paths("language = \"en\"");
        for path in ["content/en/a.md", "content/a.cy.md"] {
            let path = SourcePath::new(path);
            assert_eq!(one.split(&path), (0, path.clone()));
        }
    }

    #[test]
    fn the_settings_of_a_language_have_no_words_of_another() {
        let text = "title = \"Guide\"\ndescription = \"Words\"\n[menu]\nheader = [{ title = \"A\", to = \"/a/\" }]\n\
            [exit]\nlabel = \"Leave\"\nurl = \"https://example.org\"\n[languages.cy]\nexit_label = \"Gadael\"";
        let config = Arc::new(Config::read(Source::of(text)).value);
        let editions = config.editions(false);
        let [first, welsh] = &editions[..] else {
            panic!("two languages");
        };
        assert_eq!((&*first.language, &*welsh.language), ("en", "cy"));
        assert_eq!((&*welsh.title, &welsh.description), ("Guide", &None));
        assert_eq!(welsh.menu.links().count(), 0);
        assert_eq!(welsh.exit.label.as_deref(), Some("Gadael"));
        assert_eq!(welsh.edition.route("a/").as_str(), "/cy/a/");
        assert_eq!(welsh.language_name(), "Cymraeg");
        let route = Route::new("/cy/a/");
        assert_eq!(welsh.edition.without_prefix(&route), "/a/");
        assert_eq!(first.edition.without_prefix(&route), "/cy/a/");
    }
}
