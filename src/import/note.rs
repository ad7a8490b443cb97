//! The note in an article about what was not imported, with its source in a comment that readers never get.

/// How the title of such a note begins. Authors can search for these words.
pub(crate) const TITLE: &str = "Not imported:";

/// Something that was not imported.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// What it is.
    pub(super) name: String,
    /// How the old site wrote it.
    pub(super) source: String,
    /// A mark for the list of findings.
    pub(super) mark: String,
}

/// The most names that one note says.
const MOST_NAMES: usize = 8;

/// One note about everything that is missing at a place.
pub(super) fn note(missing: &[Missing]) -> String {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for one in missing {
        match names.iter_mut().find(|(name, _)| *name == one.name) {
            Some((_, count)) => *count += 1,
            None => names.push((&one.name, 1)),
        }
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut said: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|(name, count)| {
            let name = super::escape::escaped(&one_line(name));
            match count {
                1 => name,
                count => format!("{name} ({count} times)"),
            }
        })
        .collect();
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    let marks: String = missing.iter().map(|one| one.mark.as_str()).collect();
    let comments: Vec<String> = missing.iter().map(|one| comment(&one.source)).collect();
    format!(
        "> [!note] {marks}{TITLE} {}\n\n{}",
        said.join(", "),
        comments.join("\n")
    )
}

/// A source in a comment. What would end the comment early is written with a blank between.
pub(super) fn comment(source: &str) -> String {
    let mut source = one_line(source);
    while source.contains("%%") {
        source = source.replace("%%", "% %");
    }
    format!("%% {source} %%")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_comment_early() {
        assert_eq!(comment("a %%% b\nc"), "%% a % % % b c %%");
        assert_eq!(comment("50%"), "%% 50% %%");
    }
}
