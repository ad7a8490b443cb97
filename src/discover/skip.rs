//! Which files are never taken, whatever they hold.
//!
//! The fixed list keeps three things off the web: what systems and editors leave lying about, working
//! files of pictures, and secrets. It is a list of names; what is *in* a file is not looked at here.

/// Names, in lower case, of files that systems and editors make for themselves; vim tries whether it
/// may write by making a file named 4913.
const LITTER: [&str; 3] = ["thumbs.db", "desktop.ini", "4913"];

/// How the names of copies that editors keep end, of pictures' working files, and of certificates.
const ENDINGS: [&str; 7] = [
    "~",
    ".swp",
    ".swx",
    "___jb_tmp___",
    "___jb_old___",
    ".psd",
    ".pem",
];

/// How the names of private keys begin.
const KEYS: [&str; 4] = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

/// Whether a file or folder of this name is never taken, with all that is in it.
///
/// Names that begin with a dot are hidden, and stay so; [`is_well_known`] has the one exception. Every
/// name of every scan comes through here, so nothing is copied.
pub(super) fn is_skipped(name: &str) -> bool {
    let name = name.as_bytes();
    name.starts_with(b".")
        || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
        || LITTER
            .iter()
            .any(|litter| name.eq_ignore_ascii_case(litter.as_bytes()))
        || ENDINGS.iter().any(|ending| ends_with(name, ending))
        || KEYS.iter().any(|key| is_word_at(name, 0, key))
        || (0..name.len()).any(|at| is_word_at(name, at, ".env"))
}

/// The one hidden folder that belongs on the web: `static/.well-known`, by RFC 8615.
pub(super) fn is_well_known(folder: &str, name: &str) -> bool {
    folder == "static" && name == ".well-known"
}

fn ends_with(name: &[u8], ending: &str) -> bool {
    name.len() >= ending.len()
        && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
}

/// Whether a word, not only the beginning of a longer one, stands there: `id_rsa_work` is a key and
/// `prod.env.local` holds passwords, but `the.environment.md` is an article.
fn is_word_at(name: &[u8], at: usize, word: &str) -> bool {
    let end = at + word.len();
    name.len() >= end
        && name[at..end].eq_ignore_ascii_case(word.as_bytes())
        && name
            .get(end)
            .is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn litter_and_secrets_are_skipped_by_name() {
        for name in [
            ".git",
            ".DS_Store",
            "Thumbs.db",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "a.swp",
            "4913",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            "Bench.PSD",
            ".env",
            "prod.env",
            "site.env.local",
            "server.PEM",
            "id_rsa",
            "id_rsa.pub",
            "id_ed25519_work",
        ] {
            assert!(is_skipped(name), "{name}");
        }
        for name in [
            "a.md",
            "#",
            "environment.md",
            "the.environment.md",
            "id_card.md",
            "4913.md",
        ] {
            assert!(!is_skipped(name), "{name}");
        }
    }
}
