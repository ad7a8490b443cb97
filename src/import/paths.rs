//! Names for the files of a new site: legal everywhere, and each given once.

use std::collections::HashSet;

use crate::path;

/// The names that are given.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A path that is not given yet: this one, or with a number behind its name.
    pub(super) fn free(&mut self, folder: &str, name: &str, extension: &str) -> String {
        let mut number = 1;
        loop {
            let path = match number {
                1 => format!("{folder}/{name}.{extension}"),
                number => format!("{folder}/{name}-{number}.{extension}"),
            };
            if self.0.insert(path::fold(&path)) {
                return path;
            }
            number += 1;
        }
    }

    /// Gives a path; `false` if it is given already.
    pub(super) fn take(&mut self, path: &str) -> bool {
        self.0.insert(path::fold(path))
    }
}

/// A name as the part of a path; `None` if nothing of it can be one. No part leads out of a folder.
pub(super) fn part(name: &str) -> Option<String> {
    let name = path::address_part(&name.replace(['/', '\\'], "-"));
    let name = name.trim_matches(['.', '_', '-', ' ']);
    let cut = name
        .char_indices()
        .take_while(|(at, c)| at + c.len_utf8() <= LONGEST);
    let end = cut.last().map_or(0, |(at, c)| at + c.len_utf8());
    let name = name[..end].trim_end_matches(['.', '-']);
    (!name.is_empty() && path::check_output(name).is_ok()).then(|| name.to_owned())
}

/// The longest name that is given, in bytes. A file system allows 255, and a number and an ending come behind it.
const LONGEST: usize = 160;

/// The host of an address, and its path.
pub(super) fn split(address: &str) -> (&str, &str) {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let path = rest[end..].split(['?', '#']).next().unwrap_or_default();
    (&rest[..end], path)
}

/// The path of an address, decoded, without its host: `/a/b/`. `None` if mend cannot have a page there.
pub(super) fn address(path: &str) -> Option<String> {
    let path = path::decode_path(path.split(['?', '#']).next()?)?;
    let inner = path.trim_matches('/');
    let is_legal = inner.is_empty()
        || path::check_output(inner).is_ok()
            && !inner.contains([':', '?', '#', '\\', '%'])
            && !inner.split('/').any(|part| part.starts_with('.'));
    let is_file = inner
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    is_legal.then(|| match inner {
        "" => "/".to_owned(),
        inner if is_file => format!("/{inner}"),
        inner => format!("/{inner}/"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_its_folder() {
        for (name, expected) in [
            ("../../x", Some("x")),
            ("/etc/passwd", Some("etc-passwd")),
            ("..", None),
            ("Über uns", Some("über-uns")),
            ("con", None),
            ("", None),
        ] {
            assert_eq!(part(name).as_deref(), expected, "{name}");
        }
        assert!(part(&"ü".repeat(500)).is_some_and(|name| name.len() <= LONGEST));
    }

    #[test]
    fn addresses_are_decoded_and_checked() {
        assert_eq!(
            address("/2012/gr%C3%B6%C3%9Fe").as_deref(),
            Some("/2012/größe/")
        );
        assert_eq!(address("/a/b.html?x=1").as_deref(), Some("/a/b.html"));
        assert_eq!(address("/").as_deref(), Some("/"));
        for wrong in ["/../x", "/a:b/", "/a%2", "/.hidden/"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_is_given_once_whatever_its_case() {
        let mut names = Names::default();
        assert_eq!(names.free("content", "a", "md"), "content/a.md");
        assert_eq!(names.free("content", "A", "md"), "content/A-2.md");
        assert!(!names.take("content/a.md"));
    }
}
