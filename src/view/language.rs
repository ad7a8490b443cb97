//! The writing direction of a language.

/// Languages that are written from right to left, and scripts that make any language so.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi", "arab", "hebr", "thaa",
];

/// Which way a language is written, by its BCP 47 tag.
pub(super) fn direction(language: &str) -> &'static str {
    let tag = language.to_lowercase();
    let mut parts = tag.split(['-', '_']);
    let name = parts.next().unwrap_or_default();
    // A script that is named decides: `ku-latn` is written from the left.
    let decides = parts.find(|part| part.len() == 4).unwrap_or(name);
    if RIGHT_TO_LEFT.contains(&decides) {
        "rtl"
    } else {
        "ltr"
    }
}
