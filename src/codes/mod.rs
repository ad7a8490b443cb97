//! The catalogue of problems: every code that can be reported, and what `mend explain` says of it.
//!
//! A code is stable: once published it keeps its meaning, and a code that is dropped is not used
//! again. The catalogue only describes; the rooms that find a problem build the [`Diagnostic`]. The texts
//! are in `src/words/en/codes.toml`, where an editor or a translator finds them.
//!
//! [`Diagnostic`]: crate::diag::Diagnostic

mod texts;

use std::fmt;
use std::hash::{Hash, Hasher};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site cannot be published like this: exit code 1.
    #[default]
    Error,
    /// Worth mending; an error only with `--strict`.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One kind of problem.
#[derive(Clone, Copy)]
pub struct Code {
    id: &'static str,
    severity: Severity,
}

impl Code {
    /// The code as people write it: `LINK-01`.
    pub fn id(self) -> &'static str {
        self.id
    }

    /// The part of the code before the number: `LINK`.
    pub fn family(self) -> &'static str {
        self.id()
            .split_once('-')
            .map_or(self.id(), |(family, _)| family)
    }

    /// How bad it is unless the configuration says otherwise.
    pub fn severity(self) -> Severity {
        self.severity
    }

    /// What is wrong, in a few words.
    pub fn title(self) -> &'static str {
        &texts::of(self.id).title
    }

    /// Why that matters to a reader or an author.
    pub fn reason(self) -> &'static str {
        &texts::of(self.id).reason
    }

    /// A source that shows the problem.
    pub fn example(self) -> &'static str {
        &texts::of(self.id).example
    }

    /// How to mend it.
    pub fn remedy(self) -> &'static str {
        &texts::of(self.id).remedy
    }

    /// Whether a file with this problem counts as unread: part of its contents is unknown, so what seems to be missing from it
    /// proves nothing.
    pub fn leaves_unread(self) -> bool {
        const SINGLE: [Code; 7] = [
            DATA_01, FILE_01, FILE_04, FILE_05, MEND_01, SAFE_01, THEME_01,
        ];
        self.severity() == Severity::Error
            && (SINGLE.contains(&self) || matches!(self.family(), "FRONT" | "TEXT"))
    }

    /// Whether it belongs to the rules about content, which a comment in the text can silence.
    pub fn is_about_content(self) -> bool {
        const FAMILIES: [&str; 12] = [
            "EVI", "GLO", "LANG", "LINK", "LINT", "ORIG", "PRIV", "READ", "REV", "SAFE", "STR",
            "WORK",
        ];
        FAMILIES.contains(&self.family())
    }

    /// Whether something does not work as its author means it, such as a link that leads nowhere. All others judge how a text
    /// is written, or say what is left to do.
    pub fn is_fault(self) -> bool {
        const LINKS: [Code; 11] = [
            LINK_01, LINK_02, LINK_03, LINK_04, LINK_05, LINK_06, LINK_15, LINK_16, LINK_17,
            LINK_18, LINK_19,
        ];
        const TO_DO: [Code; 4] = [PATH_04, SITE_04, TERM_03, TEXT_15];
        self.leaves_unread()
            || LINKS.contains(&self)
            || !self.is_about_content() && !TO_DO.contains(&self)
    }

    /// Whether it is on only where `[check.rules]` names it, whatever its family and the preset say: too many of its findings
    /// are false alarms for a rule that is on by default.
    pub fn is_asked_for_only(self) -> bool {
        self == LANG_13
    }

    /// Whether it is about what is left to do before the site is published, and not about the text that its author is writing
    /// now. Unless it is an error, the preview tells it in one line.
    pub fn waits_for_publishing(self) -> bool {
        self == REV_07 || self == SITE_04
    }

    /// Whether it is a question of house style. Such a rule is on where the site names it or its whole family, and no preset
    /// asks for it: other good guides are written otherwise.
    pub fn is_house_style(self) -> bool {
        const STYLE: [Code; 8] = [
            LANG_02, LANG_05, LANG_08, LANG_11, LANG_12, LANG_14, PATH_04, STR_10,
        ];
        STYLE.contains(&self)
    }

    /// Whether `[check.rules]` can change its level: it is a rule about content, or its findings leave the page as its author
    /// meant it. A problem that prevents a page, or could publish one too early, is an error on every site.
    pub fn is_adjustable(self) -> bool {
        // The page shows what these families find as it was written.
        const HARMLESS: [&str; 6] = ["BLOCK", "HTML", "NOTE", "SITE", "TERM", "UI"];
        self.severity() != Severity::Error
            || self.is_about_content()
            || HARMLESS.contains(&self.family())
            || self == DATA_02
    }

    /// How severe it is and how a site can change that, as Markdown.
    pub fn how_to_change(self) -> String {
        let id = self.id();
        let severity = match self.severity() {
            Severity::Error => "an error",
            Severity::Warning => "a warning",
            Severity::Note => "a note",
        };
        if !self.is_adjustable() {
            return format!("This is {severity} on every site. No setting changes it.");
        }
        let level = self.severity().as_str();
        let mut text = match self.is_asked_for_only() || self.is_house_style() {
            true => format!("This is off by default. To turn it on, write `{id} = \"{level}\"`"),
            false => {
                format!("This is {severity} by default. To turn it off, write `{id} = \"off\"`")
            }
        };
        text.push_str(" under `[check.rules]` in site.toml. The other levels are `\"note\"`, `\"warning\"` and `\"error\"`.");
        if self.is_house_style() {
            text.push_str(" It is a rule on house style: setting its whole family to `true` under `[check]` turns it on as well.");
        }
        if self.is_about_content() {
            text.push_str(&format!(
                " To silence a single finding in an article, write `<!-- lint-ok {id}: your reason -->` above the paragraph."
            ));
        }
        text
    }

    /// The code with this name, in any case.
    pub fn find(id: &str) -> Option<Code> {
        ALL.iter()
            .copied()
            .find(|code| code.id().eq_ignore_ascii_case(id.trim()))
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

macro_rules! catalogue {
    ($($name:ident $id:literal $severity:ident)*) => {
        $(
            #[doc = concat!("See `[", $id, "]` in `src/words/en/codes.toml`.")]
            pub const $name: Code = Code {
                id: $id,
                severity: Severity::$severity,
            };
        )*
        /// Every code, in the order of the catalogue.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

catalogue! {
    FILE_01 "FILE-01" Error
    FILE_02 "FILE-02" Error
    FILE_03 "FILE-03" Warning
    FILE_04 "FILE-04" Error
    FILE_05 "FILE-05" Error
    FILE_06 "FILE-06" Error
    FILE_07 "FILE-07" Warning
    FILE_08 "FILE-08" Warning
    FILE_10 "FILE-10" Warning
    FILE_11 "FILE-11" Error
    FILE_12 "FILE-12" Warning
    FILE_13 "FILE-13" Warning
    FILE_09 "FILE-09" Warning
    FILE_14 "FILE-14" Warning
    FILE_15 "FILE-15" Warning
    FILE_16 "FILE-16" Warning
    FILE_17 "FILE-17" Error
    TEXT_01 "TEXT-01" Error
    TEXT_02 "TEXT-02" Error
    TEXT_03 "TEXT-03" Error
    TEXT_04 "TEXT-04" Error
    TEXT_05 "TEXT-05" Warning
    TEXT_06 "TEXT-06" Error
    TEXT_07 "TEXT-07" Error
    TEXT_08 "TEXT-08" Warning
    TEXT_09 "TEXT-09" Warning
    TEXT_10 "TEXT-10" Warning
    TEXT_11 "TEXT-11" Warning
    TEXT_12 "TEXT-12" Note
    TEXT_13 "TEXT-13" Warning
    TEXT_14 "TEXT-14" Warning
    TEXT_15 "TEXT-15" Warning
    FRONT_01 "FRONT-01" Error
    FRONT_02 "FRONT-02" Error
    FRONT_03 "FRONT-03" Error
    FRONT_04 "FRONT-04" Error
    FRONT_05 "FRONT-05" Warning
    FRONT_06 "FRONT-06" Error
    FRONT_07 "FRONT-07" Error
    FRONT_08 "FRONT-08" Error
    FRONT_09 "FRONT-09" Error
    FRONT_10 "FRONT-10" Warning
    FRONT_11 "FRONT-11" Warning
    DATA_01 "DATA-01" Error
    DATA_02 "DATA-02" Error
    DATA_03 "DATA-03" Warning
    DATA_04 "DATA-04" Error
    DATA_05 "DATA-05" Error
    SAFE_01 "SAFE-01" Error
    SAFE_08 "SAFE-08" Error
    SAFE_09 "SAFE-09" Error
    SAFE_14 "SAFE-14" Error
    SAFE_15 "SAFE-15" Error
    SAFE_16 "SAFE-16" Error
    SAFE_17 "SAFE-17" Warning
    SAFE_02 "SAFE-02" Error
    SAFE_03 "SAFE-03" Warning
    SAFE_04 "SAFE-04" Error
    SAFE_05 "SAFE-05" Error
    SAFE_06 "SAFE-06" Error
    SAFE_07 "SAFE-07" Error
    SAFE_10 "SAFE-10" Warning
    SAFE_11 "SAFE-11" Error
    SAFE_12 "SAFE-12" Error
    SAFE_13 "SAFE-13" Error
    SAFE_18 "SAFE-18" Error
    SAFE_19 "SAFE-19" Error
    REV_01 "REV-01" Error
    REV_02 "REV-02" Error
    REV_03 "REV-03" Error
    REV_04 "REV-04" Warning
    REV_05 "REV-05" Warning
    REV_06 "REV-06" Error
    REV_07 "REV-07" Warning
    READ_01 "READ-01" Warning
    READ_02 "READ-02" Warning
    READ_03 "READ-03" Warning
    READ_04 "READ-04" Warning
    READ_05 "READ-05" Warning
    READ_06 "READ-06" Warning
    READ_07 "READ-07" Warning
    LANG_01 "LANG-01" Error
    LANG_02 "LANG-02" Warning
    LANG_03 "LANG-03" Warning
    LANG_04 "LANG-04" Error
    LANG_05 "LANG-05" Warning
    LANG_06 "LANG-06" Warning
    LANG_07 "LANG-07" Error
    LANG_08 "LANG-08" Note
    LANG_09 "LANG-09" Note
    LANG_10 "LANG-10" Warning
    LANG_11 "LANG-11" Note
    LANG_12 "LANG-12" Note
    LANG_13 "LANG-13" Note
    LANG_14 "LANG-14" Note
    STR_02 "STR-02" Warning
    STR_03 "STR-03" Warning
    STR_07 "STR-07" Warning
    STR_08 "STR-08" Warning
    STR_09 "STR-09" Error
    STR_10 "STR-10" Warning
    STR_11 "STR-11" Warning
    LINK_10 "LINK-10" Warning
    LINK_11 "LINK-11" Error
    LINK_12 "LINK-12" Error
    LINK_13 "LINK-13" Warning
    LINK_14 "LINK-14" Note
    EVI_01 "EVI-01" Error
    EVI_02 "EVI-02" Warning
    EVI_03 "EVI-03" Error
    EVI_04 "EVI-04" Warning
    GLO_01 "GLO-01" Warning
    GLO_02 "GLO-02" Warning
    GLO_03 "GLO-03" Warning
    ORIG_01 "ORIG-01" Error
    ORIG_02 "ORIG-02" Warning
    PRIV_01 "PRIV-01" Error
    PRIV_02 "PRIV-02" Error
    WORK_01 "WORK-01" Error
    WORK_02 "WORK-02" Error
    LINT_01 "LINT-01" Warning
    CONF_01 "CONF-01" Error
    CONF_02 "CONF-02" Error
    CONF_03 "CONF-03" Error
    CONF_04 "CONF-04" Error
    CONF_05 "CONF-05" Error
    CONF_06 "CONF-06" Warning
    SITE_01 "SITE-01" Error
    SITE_02 "SITE-02" Error
    SITE_03 "SITE-03" Error
    SITE_04 "SITE-04" Error
    BLOCK_01 "BLOCK-01" Error
    BLOCK_02 "BLOCK-02" Error
    BLOCK_03 "BLOCK-03" Error
    NOTE_01 "NOTE-01" Warning
    NOTE_02 "NOTE-02" Warning
    HTML_01 "HTML-01" Error
    HTML_02 "HTML-02" Warning
    HTML_03 "HTML-03" Warning
    HTML_04 "HTML-04" Warning
    HTML_05 "HTML-05" Warning
    SEARCH_01 "SEARCH-01" Warning
    STR_01 "STR-01" Warning
    STR_04 "STR-04" Error
    STR_05 "STR-05" Warning
    STR_06 "STR-06" Error
    LINK_01 "LINK-01" Error
    LINK_02 "LINK-02" Error
    LINK_03 "LINK-03" Error
    LINK_04 "LINK-04" Warning
    LINK_05 "LINK-05" Error
    LINK_15 "LINK-15" Error
    LINK_16 "LINK-16" Warning
    LINK_17 "LINK-17" Error
    LINK_18 "LINK-18" Error
    LINK_19 "LINK-19" Error
    MEND_01 "MEND-01" Error
    UI_01 "UI-01" Error
    UI_02 "UI-02" Error
    UI_03 "UI-03" Error
    UI_04 "UI-04" Warning
    UI_05 "UI-05" Note
    I18N_01 "I18N-01" Warning
    I18N_02 "I18N-02" Error
    I18N_03 "I18N-03" Warning
    AUDIENCE_01 "AUDIENCE-01" Error
    PATH_01 "PATH-01" Error
    PATH_02 "PATH-02" Error
    PATH_03 "PATH-03" Error
    PATH_04 "PATH-04" Note
    TERM_01 "TERM-01" Error
    TERM_02 "TERM-02" Error
    TERM_03 "TERM-03" Warning
    TERM_04 "TERM-04" Warning
    LINK_06 "LINK-06" Error
    LINK_07 "LINK-07" Error
    URL_01 "URL-01" Error
    URL_02 "URL-02" Error
    URL_03 "URL-03" Error
    URL_04 "URL-04" Error
    REDIRECT_01 "REDIRECT-01" Error
    THEME_01 "THEME-01" Error
    THEME_02 "THEME-02" Error
    THEME_03 "THEME-03" Warning
    THEME_04 "THEME-04" Warning
    THEME_05 "THEME-05" Note
    THEME_06 "THEME-06" Error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_in_any_case() {
        for (at, code) in ALL.iter().enumerate() {
            assert!(
                ALL[..at].iter().all(|other| other != code),
                "{code} stands twice"
            );
            assert_eq!(Code::find(&code.id().to_lowercase()), Some(*code));
        }
    }
}
