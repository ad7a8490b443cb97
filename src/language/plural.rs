//! Which form of a text goes with a count, by the plural rules of the Unicode CLDR: English has two forms, Polish three, Welsh
//! and Arabic six. Where the forms are written, and what they say, is not known here.

use std::fmt;
use std::sync::Arc;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// A plural form, by its name in the CLDR. Which counts it goes with depends on the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluralForm {
    /// For 0, in Welsh and Arabic.
    Zero,
    /// For 1; in French also for 0.
    One,
    /// For 2, in Welsh and Arabic.
    Two,
    /// For 2 to 4 in Polish, 3 to 10 in Arabic, 3 in Welsh.
    Few,
    /// For 5 and more in Polish, 11 to 99 in Arabic, 6 in Welsh.
    Many,
    /// For all other counts, and where no number is known.
    Other,
}

impl PluralForm {
    /// All forms, in the order in which they are written.
    pub const ALL: [Self; 6] = [
        Self::Zero,
        Self::One,
        Self::Two,
        Self::Few,
        Self::Many,
        Self::Other,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for PluralForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl From<PluralCategory> for PluralForm {
    fn from(category: PluralCategory) -> Self {
        match category {
            PluralCategory::Zero => Self::Zero,
            PluralCategory::One => Self::One,
            PluralCategory::Two => Self::Two,
            PluralCategory::Few => Self::Few,
            PluralCategory::Many => Self::Many,
            PluralCategory::Other => Self::Other,
        }
    }
}

/// Counts up to this one decide which forms a language needs. Some languages have a form for a million, which no page counts.
const MOST: u64 = 1000;

/// The plural rules of a language.
#[derive(Clone, Debug)]
pub struct Plurals {
    language: Arc<str>,
    /// What finds its rules in the data of the CLDR; none for a language of which that has none. The rules themselves cannot
    /// be shared by threads.
    known: Option<PluralRulesPreferences>,
    /// The forms that some count up to [`MOST`] takes.
    needed: Arc<[PluralForm]>,
}

impl Plurals {
    /// The rules of a language, by its tag. A language without rules of its own has those of English, but needs only one form.
    pub fn of(language: &str) -> Self {
        let known = Locale::try_from_str(language).ok();
        let known = known.map(PluralRulesPreferences::from);
        let rules = rules(known);
        // The CLDR knows languages with one form, such as Japanese, and does not know others. It gives the same answer for both.
        let rules = rules.filter(|rules| rules.categories().count() > 1);
        let mut needed: Vec<PluralForm> = match &rules {
            Some(rules) => (0..=MOST)
                .map(|count| rules.category_for(count).into())
                .collect(),
            None => vec![PluralForm::Other],
        };
        needed.sort_unstable();
        needed.dedup();
        Self {
            language: Arc::from(language),
            known: known.filter(|_| rules.is_some()),
            needed: Arc::from(needed),
        }
    }

    /// The tag of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The form that goes with a count.
    pub fn form(&self, count: u64) -> PluralForm {
        match rules(self.known) {
            Some(rules) => rules.category_for(count).into(),
            None if count == 1 => PluralForm::One,
            None => PluralForm::Other,
        }
    }

    /// The forms without which some count on a page has no words.
    pub fn needed(&self) -> &[PluralForm] {
        &self.needed
    }

    /// The first counts that take a form.
    pub fn examples(&self, form: PluralForm) -> impl Iterator<Item = u64> {
        (0..=MOST)
            .filter(move |count| self.form(*count) == form)
            .take(3)
    }

    /// Whether some count, however large or broken, takes a form.
    pub fn has(&self, form: PluralForm) -> bool {
        match rules(self.known) {
            Some(rules) => rules.categories().any(|category| form == category.into()),
            None => [PluralForm::One, PluralForm::Other].contains(&form),
        }
    }
}

fn rules(known: Option<PluralRulesPreferences>) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(known?).ok()
}

#[cfg(test)]
mod tests {
    use super::PluralForm::{Few, Many, One, Other, Two, Zero};
    use super::*;

    #[test]
    fn counts_take_the_forms_of_their_language() {
        for (language, counts) in [
            ("en-GB", &[(0, Other), (1, One), (2, Other)][..]),
            (
                "cy",
                &[
                    (0, Zero),
                    (1, One),
                    (2, Two),
                    (3, Few),
                    (6, Many),
                    (11, Other),
                ],
            ),
            (
                "ar",
                &[
                    (0, Zero),
                    (1, One),
                    (2, Two),
                    (3, Few),
                    (11, Many),
                    (100, Other),
                ],
            ),
            ("pl", &[(1, One), (2, Few), (5, Many), (22, Few)]),
            ("fr", &[(0, One), (1, One), (2, Other)]),
            ("pt-PT", &[(0, Other), (1, One)]),
            ("zh-Hans", &[(0, Other), (2, Other)]),
        ] {
            let plurals = Plurals::of(language);
            for (count, form) in counts {
                assert_eq!(plurals.form(*count), *form, "{language}: {count}");
            }
        }
    }

    #[test]
    fn a_language_needs_the_forms_that_pages_count_with() {
        for (language, needed) in [
            ("en", &[One, Other][..]),
            ("cy", &PluralForm::ALL),
            ("ar", &PluralForm::ALL),
            ("pl", &[One, Few, Many]),
            ("fr", &[One, Other]),
            ("ja", &[Other]),
            ("tlh", &[Other]),
        ] {
            assert_eq!(Plurals::of(language).needed(), needed, "{language}");
        }
        assert!(Plurals::of("pl").has(Other), "for 1.5");
        assert!(Plurals::of("fr").has(Many), "for a million");
        assert!(!Plurals::of("de").has(Few));
    }
}
