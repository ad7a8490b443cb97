//! What each key of a report means, command by command. `json` makes the page and tries it against real reports.

/// A command whose report is described: its arguments in the reference, those with which it is run here, and what its keys
/// mean.
pub(super) struct Described {
    pub(super) heading: &'static str,
    pub(super) runs: &'static [&'static [&'static str]],
    keys: &'static [(&'static str, &'static str)],
}

/// What a problem consists of, below the key that holds it.
const PROBLEM: &[(&str, &str)] = &[
    (
        "code",
        "The [code](../check/all-codes.md). Null for a failure without one.",
    ),
    ("severity", "`error`, `warning` or `note`."),
    ("message", "What is wrong."),
    ("help", "How to mend it, or null."),
    ("place", "Where it is, or null."),
    ("place.file", "The file."),
    (
        "place.line",
        "The line, from 1. Null if the problem is the file as a whole.",
    ),
    ("place.column", "The column, from 1."),
    ("place.end_line", "The line in which it ends."),
    ("place.end_column", "The column behind its end."),
    ("also", "Other places that belong to it."),
];

/// What `mend build` and `mend check` report.
const SUMMARY: &[(&str, &str)] = &[
    ("schema", "The version of the format: 1."),
    ("command", "The command."),
    ("ok", "Whether there are no errors."),
    ("summary", "The build in figures."),
    ("summary.pages", "How many pages the site has."),
    ("summary.articles", "How many of them are articles."),
    ("summary.files", "How many other files it has."),
    ("summary.links_checked", "How many links were checked."),
    (
        "summary.external_links",
        "How many addresses outside the site it links to.",
    ),
    ("summary.errors", "How many errors there are."),
    ("summary.warnings", "How many warnings there are."),
    ("summary.notes", "How many notes there are."),
    (
        "summary.next_change",
        "When the next page appears or expires, or null.",
    ),
    ("summary.milliseconds", "How long it took."),
    (
        "published",
        "What was written, for `mend build`. Null if nothing was.",
    ),
    ("held_back", "The articles that are not published."),
    ("held_back[].path", "The file."),
    ("held_back[].title", "The title."),
    ("held_back[].status", "`draft`, `future` or `expired`."),
    ("held_back[].since", "The moment that decides it, or null."),
    ("left_out", "What the site does without, in sentences."),
    ("unused", "Published files that no page uses."),
    (
        "silenced",
        "Findings that a comment silences, each like a problem.",
    ),
    ("silenced[].reason", "The reason in the comment."),
    ("problems", "What is wrong, in the order of the files."),
];

/// The commands, in the order of the page.
pub(super) const COMMANDS: [Described; 5] = [
    Described {
        heading: "mend check",
        runs: &[&["check", "--external"]],
        keys: &[
            (
                "reading",
                "How hard the texts are to read, the hardest first. Short texts have no grade and are left out.",
            ),
            ("reading[].path", "The file."),
            ("reading[].words", "How many words it has."),
            ("reading[].sentences", "How many sentences it has."),
            ("reading[].grade", "Its Flesch-Kincaid grade."),
            (
                "reading[].age",
                "The age at which readers manage that grade.",
            ),
            (
                "reading[].readability_index",
                "Its automated readability index.",
            ),
            (
                "reading[].longest_sentence",
                "How many words its longest sentence has.",
            ),
            (
                "reading[].long_sentences",
                "How many of its sentences are long.",
            ),
            (
                "external",
                "What other hosts answered, with `--external`. Null without it.",
            ),
            ("external.offline", "Whether no host could be reached."),
            ("external.asked", "How many addresses were asked for."),
            (
                "external.remembered",
                "How many had an answer from an earlier check.",
            ),
            (
                "external.skipped",
                "How many `[check.external] skip` leaves out.",
            ),
            ("external.fine", "How many pages exist."),
            ("external.moved", "How many have moved for good."),
            ("external.unverified", "How many gave no clear answer."),
            ("external.gone", "How many do not exist."),
        ],
    },
    Described {
        heading: "mend build",
        runs: &[&["build"]],
        keys: &[
            ("published.written", "How many files are new or changed."),
            ("published.unchanged", "How many files stayed as they were."),
            (
                "published.deleted",
                "How many files of an earlier build were removed.",
            ),
            (
                "published.foreign",
                "Files in the folder that mend did not make. They stay.",
            ),
        ],
    },
    Described {
        heading: "mend list",
        runs: &[&["list"], &["list", "due"], &["list", "external"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("documents", "The articles and indexes that were asked for."),
            ("documents[].path", "The file."),
            ("documents[].title", "The title."),
            ("documents[].url", "The address."),
            (
                "documents[].status",
                "`current`, `draft`, `future` or `expired`.",
            ),
            ("documents[].since", "The moment that decides it, or null."),
            ("documents[].published", "Whether it is published."),
            ("documents[].unlisted", "Whether it is left out of lists."),
            (
                "documents[].orphan",
                "Whether no other article links to it.",
            ),
            (
                "documents[].dead_end",
                "Whether it links to no other article.",
            ),
            (
                "documents[].never_reviewed",
                "Whether it says `reviewed: never`.",
            ),
            (
                "documents[].reviewed",
                "The day of its last review, or null.",
            ),
            (
                "documents[].changed_since_review",
                "Whether its text has changed since then, so that readers no longer see the review.",
            ),
            (
                "documents[].review_due",
                "The day of its next review, or null.",
            ),
            ("documents[].overdue", "Whether that day has passed."),
            ("contacts", "With `due`, the contacts of help.yaml."),
            ("contacts[].path", "The file."),
            ("contacts[].region", "The id of the region."),
            ("contacts[].name", "The name."),
            (
                "contacts[].checked",
                "The day on which a person checked it, or null.",
            ),
            ("contacts[].due", "The day of the next check, or null."),
            ("contacts[].overdue", "Whether that day has passed."),
            ("external", "With `external`, the links out of the site."),
            ("external[].url", "The address."),
            ("external[].from", "The files that link to it."),
        ],
    },
    Described {
        heading: "mend why",
        runs: &[&["why", "/falling-asleep/"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("answer", "What is known of the page or file."),
            ("answer.what", "What it is, in a few words."),
            ("answer.url", "The address, or null."),
            ("answer.title", "The title, or null."),
            ("answer.file", "The file, or null."),
            ("answer.published", "Whether it is published."),
            ("answer.reason", "Why it is published or not."),
            ("answer.template", "The template that draws it, or null."),
            ("answer.inputs", "The other files it is made from."),
            ("answer.used_by", "The files that show it or link to it."),
            (
                "answer.depends",
                "What depends on it, if that is more than single files, such as all pages; or null.",
            ),
            (
                "answer.redirects_to",
                "The address to which an old address leads, or null.",
            ),
            (
                "answer.page",
                "What else is known of an article. Null for everything else.",
            ),
            ("answer.page.url", "The address."),
            ("answer.page.file", "The file."),
            (
                "answer.page.status",
                "`current`, `draft`, `future` or `expired`.",
            ),
            ("answer.page.since", "The day that decides it, or null."),
            ("answer.page.unlisted", "Whether it is left out of lists."),
            ("answer.page.words", "How many words it has."),
            ("answer.page.minutes", "How many minutes it takes to read."),
            ("answer.page.review", "Its reviews."),
            (
                "answer.page.review.reviewed",
                "The day of the last review, or null.",
            ),
            (
                "answer.page.review.never",
                "Whether it says `reviewed: never`.",
            ),
            (
                "answer.page.review.due",
                "The day of the next review, or null.",
            ),
            ("answer.page.review.overdue", "Whether that day has passed."),
            ("answer.page.review.by", "The reviewer, or null."),
            (
                "answer.page.review.changed",
                "Whether the text has changed since then, so that readers no longer see the review.",
            ),
            ("answer.page.reading", "How hard it is to read."),
            (
                "answer.page.reading.grade",
                "Its Flesch-Kincaid grade. Null for a short text.",
            ),
            (
                "answer.page.reading.wanted",
                "The highest grade without a warning.",
            ),
            ("answer.page.reading.hardest", "Its hardest sentences."),
            ("answer.page.reading.hardest[].text", "The sentence."),
            ("answer.page.reading.hardest[].line", "Its line."),
            ("answer.page.reading.hardest[].column", "Its column."),
            (
                "answer.page.reading.hardest[].words",
                "How many words it has.",
            ),
            ("answer.page.reading.hardest[].grade", "Its grade."),
            (
                "answer.page.problems",
                "What is wrong in its file: `code`, `severity`, `message`, `help`, `line` and `column`.",
            ),
            (
                "answer.page.broken",
                "Links and pictures that lead nowhere.",
            ),
            (
                "answer.page.broken[].target",
                "The target as it is written.",
            ),
            (
                "answer.page.broken[].nearest",
                "What was probably meant, or null.",
            ),
            ("answer.page.broken[].line", "The line."),
            ("answer.page.broken[].column", "The column."),
            ("answer.page.suggestions", "Links that the text could have."),
            (
                "answer.page.suggestions[].words",
                "The words that could be the link.",
            ),
            ("answer.page.suggestions[].line", "Their line."),
            ("answer.page.suggestions[].column", "Their column."),
            (
                "answer.page.suggestions[].title",
                "The title of the article that they name.",
            ),
            ("answer.page.suggestions[].url", "Its address."),
            (
                "answer.page.suggestions[].link",
                "The link as it could be written.",
            ),
            (
                "answer.page.linked_from",
                "The pages that link to it: `title`, `url` and `file`.",
            ),
            (
                "answer.page.links_to",
                "The pages to which it links: `title`, `url` and `file`.",
            ),
            ("answer.page.redirects", "Old addresses that lead to it."),
            ("answer.page.blocks", "Its paragraphs and headings."),
            ("answer.page.blocks[].text", "Their first words."),
            ("answer.page.blocks[].heading", "Whether this is a heading."),
            ("answer.page.blocks[].line", "The line."),
            ("answer.page.blocks[].column", "The column."),
        ],
    },
    Described {
        heading: "A command that fails",
        runs: &[&["why", "nothing"]],
        keys: &[
            ("schema", "The version of the format: 1."),
            ("command", "The command."),
            ("ok", "`false`."),
            ("error", "Why the command could not do its work."),
            (
                "problems",
                "The problems that caused it, or the failure itself as the only one, with the keys of `mend check`.",
            ),
        ],
    },
];

impl Described {
    /// Every key that is described, with its meaning.
    pub(super) fn all(&self) -> Vec<(String, &'static str)> {
        let own = |keys: &'static [(&'static str, &'static str)]| {
            keys.iter().map(|(key, about)| ((*key).to_owned(), *about))
        };
        if !["mend check", "mend build"].contains(&self.heading) {
            return own(self.keys).collect();
        }
        let problem = PROBLEM.iter();
        let problem = problem.map(|(key, about)| (format!("problems[].{key}"), *about));
        own(SUMMARY).chain(problem).chain(own(self.keys)).collect()
    }
}
