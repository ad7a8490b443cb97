//! Languages: their tags (BCP 47), as browsers and screen readers expect them (`en`, `en-GB`, `zh-Hant`), how they
//! [count](Plurals), and their [alphabets](Alphabet). The words of the interface are not here.
//!
//! A tag determines how a page is read aloud, split into words and searched, and a wrong one fails silently. Names of
//! languages and country codes are therefore refused, with the tag that was probably meant. Whether a region or script
//! exists is not checked.

mod alphabet;
mod names;
mod plural;

use icu_locale_core::LanguageIdentifier;

pub use alphabet::Alphabet;
pub use names::own_name;
pub use plural::{PluralForm, Plurals};

/// All two-letter codes of ISO 639-1. Three-letter codes are not listed: there are thousands.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt \
    my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn \
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What people write instead of a tag: the name of a language, in English or in that language, or a country code.
const MEANT: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "العربية"]),
    ("bg", &["bulgarian"]),
    ("bn", &["bengali", "bangla"]),
    ("cs", &["czech", "cz", "čeština"]),
    ("cy", &["welsh", "cymraeg"]),
    ("da", &["danish", "dk", "dansk"]),
    ("de", &["german", "deutsch"]),
    ("el", &["greek", "gr", "ελληνικά"]),
    ("en", &["english"]),
    ("en-AU", &["australian", "au"]),
    ("en-GB", &["british", "gb"]),
    ("en-US", &["american", "us", "usa"]),
    ("es", &["spanish", "español", "espanol", "castellano"]),
    ("et", &["estonian", "eesti"]),
    ("fa", &["persian", "farsi", "ir"]),
    ("fi", &["finnish", "suomi"]),
    ("fr", &["french", "français", "francais"]),
    ("ga", &["irish", "gaeilge"]),
    ("he", &["hebrew", "iw", "עברית"]),
    ("hi", &["hindi"]),
    ("hr", &["croatian", "hrvatski"]),
    ("hu", &["hungarian", "magyar"]),
    ("id", &["indonesian", "in"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "jp", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("lt", &["lithuanian"]),
    ("lv", &["latvian"]),
    ("nb", &["norwegian", "norsk"]),
    ("nl", &["dutch", "nederlands", "flemish"]),
    ("pa", &["punjabi", "panjabi"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "português", "portugues"]),
    ("pt-BR", &["brazilian", "brazil"]),
    ("ro", &["romanian", "română", "romana"]),
    ("ru", &["russian", "русский"]),
    ("sk", &["slovak", "slovenčina"]),
    ("sl", &["slovenian", "slovene"]),
    ("so", &["somali"]),
    ("sq", &["albanian", "shqip"]),
    ("sr", &["serbian"]),
    ("sv", &["swedish", "svenska"]),
    ("ta", &["tamil"]),
    ("tlh", &["klingon"]),
    ("tr", &["turkish", "türkçe", "turkce"]),
    ("uk", &["ukrainian", "ua", "українська"]),
    ("ur", &["urdu"]),
    ("vi", &["vietnamese", "vn"]),
    ("zh", &["chinese", "cn", "mandarin", "中文"]),
    ("zh-Hans", &["simplified chinese"]),
    ("zh-Hant", &["traditional chinese"]),
];

/// Checks that a text is a language tag.
///
/// # Errors
///
/// The help for the author: the tag that was probably meant, or how to write one.
pub fn check(written: &str) -> Result<(), String> {
    let lower = written.trim().to_lowercase();
    let meant = MEANT.iter().find(|(_, names)| names.contains(&&*lower));
    if let Some((tag, _)) = meant {
        return Err(format!("did you mean \"{tag}\"?"));
    }
    let read = LanguageIdentifier::try_from_str(written);
    let primary = lower.split(['-', '_']).next().unwrap_or_default();
    let is_known = match primary.len() {
        2 => TWO_LETTERS.split(' ').any(|code| code == primary),
        length => length == 3,
    };
    match read {
        Ok(tag) if is_known && written.contains('_') => Err(format!("did you mean \"{tag}\"?")),
        Ok(_) if is_known => Ok(()),
        _ => Err(
            "write a language code, with a region if needed: \"en\", \"en-GB\", \"de\"".to_owned(),
        ),
    }
}

/// The language of a tag without region and script: `en` of `en-GB`.
pub fn primary(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    first.to_lowercase()
}

/// Whether readers of one language read another as their own: `de` is read in `de-AT`, but `zh-Hans` not in `zh-TW`, where
/// Chinese is written in other characters.
pub fn is_read_as(written: &str, reader: &str) -> bool {
    let scripts = (script(written), script(reader));
    primary(written) == primary(reader)
        && match scripts {
            (Some(written), Some(reader)) => written == reader,
            _ => true,
        }
}

/// The script of a tag, where it is named or follows from the region.
fn script(tag: &str) -> Option<String> {
    let tag = LanguageIdentifier::try_from_str(tag).ok()?;
    let named = tag.script.map(|script| script.to_string());
    named.or_else(|| {
        let is_traditional = tag
            .region
            .is_some_and(|region| ["HK", "MO", "TW"].contains(&region.as_str()));
        (tag.language.as_str() == "zh").then(|| match is_traditional {
            true => "Hant".to_owned(),
            false => "Hans".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_and_everything_else_is_refused_with_what_was_meant() {
        for tag in [
            "en",
            "EN",
            "en-GB",
            "zh-Hant-TW",
            "haw",
            "de-1996",
            "sr-Latn",
            "es-419",
        ] {
            assert_eq!(check(tag), Ok(()), "{tag}");
        }
        for (wrong, hint) in [
            ("english", "\"en\""),
            ("Deutsch", "\"de\""),
            ("klingon", "\"tlh\""),
            ("jp", "\"ja\""),
            ("en_GB", "\"en-GB\""),
            ("qq", "a language code"),
            ("xx-YY", "a language code"),
            ("", "a language code"),
            ("en-", "a language code"),
            ("e n", "a language code"),
            ("elvish", "a language code"),
        ] {
            let help = check(wrong).expect_err(wrong);
            assert!(help.contains(hint), "{wrong}: {help}");
        }
    }

    #[test]
    fn what_is_meant_is_a_tag_itself() {
        for (tag, _) in MEANT {
            assert_eq!(check(tag), Ok(()), "{tag}");
        }
    }

    #[test]
    fn a_language_is_read_in_other_regions_but_not_in_another_script() {
        for (written, reader) in [
            ("de", "de-AT"),
            ("de", "DE"),
            ("zh-Hans", "zh"),
            ("zh-Hans", "zh-CN"),
            ("ar", "ar-EG"),
        ] {
            assert!(is_read_as(written, reader), "{reader}");
        }
        for (written, reader) in [
            ("zh-Hans", "zh-TW"),
            ("zh-Hans", "zh-Hant-CN"),
            ("de", "nl"),
            ("sr-Latn", "sr-Cyrl"),
        ] {
            assert!(!is_read_as(written, reader), "{reader}");
        }
    }
}
