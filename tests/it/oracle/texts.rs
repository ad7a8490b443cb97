//! What the author writes: front matter, prose and data, right and wrong, out of small stores of words, so that
//! names clash and links meet their targets often.

use crate::random::Random;

/// Names of articles, with what has trapped generators before: case, accents, blanks, index names.
pub(crate) const NAMES: [&str; 22] = [
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "trust",
    "Trust",
    "sorry",
    "über uns",
    "e\u{301}tude",
    "étude",
    "index",
    "_index",
    "faq",
    "help",
    "a-z",
    "page",
];

/// Folders below `content/`; the empty one is the top.
pub(crate) const FOLDERS: [&str; 9] = [
    "",
    "",
    "repair",
    "repair",
    "repair/hurt",
    "signs",
    "Signs",
    "new/deep/er",
    "worksheets",
];

const SENTENCES: [&str; 12] = [
    "Trust grows slowly.",
    "Say what you did, and mean it.",
    "A boundary is not a wall.",
    "Both of you need words for this.",
    "Remorse shows in what people do.",
    "He said \"never\" -- and meant it...",
    "Nobody has to decide today.",
    "Call somebody if you are afraid.",
    "==Mark this.== %%not this%%",
    "A **strong** word, an *emphasis*, `code` and ~~nothing~~.",
    "%%noterm: trust%% Trust is not linked here.",
    "Responsibility without defensiveness necessitates considerable emotional preparation beforehand.",
];

const BLOCKS: [&str; 20] = [
    "> [!note] Mind\n> Trust this.",
    "> [!in-short]\n> - One.\n> - Two.\n> - Three.",
    "> [!steps]\n> 1. Stop.\n> 2. Breathe.",
    "> [!do]\n> - Ask.",
    "> [!dont]\n> - Shout.",
    "> [!details] More\n> Folded.",
    "> [!help-now]\n> Now.",
    "> [!help] Help\n> Later.",
    "> [!field] Words\n> lines: 2",
    "> [!example-weak]\n> Sorry.\n\n> [!example-better]\n> I lied.",
    "> [!myth]\n> Time heals.",
    "> [!nothing]\n> No such kind.",
    "- a\n- b\n  1. c\n",
    "| a | b |\n|---|---|\n| 1 | [[a]] |",
    "A note.[^1]\n\n[^1]: Its text.",
    "Evidence.[@E01] And more.[@E99]",
    "<b>raw</b> <script>alert(1)</script>",
    "<!-- lint-ok LINK-01: for the oracle -->\n[gone](gone.md)",
    "![a picture](pic.svg) ![[pic.svg]]",
    "> [!timeline]\n> 1. Monday: begin\n> 2. Friday: rest",
];

const PICTURES: [&str; 4] = [
    "![a picture](pic.svg)",
    "![a picture](/pic.svg)",
    "![[pic.svg]]",
    "![](../pic.svg) and [the paper](paper.pdf)",
];

const TITLES: [&str; 8] = [
    "Trust",
    "trust",
    "Saying sorry",
    "A",
    "A boundary & a \"wall\"",
    "Über uns",
    "Page 1",
    "Signs",
];

const TAGS: [&str; 6] = ["trust", "Trust", "first steps", "words", "c++", "é"];

/// A whole article.
pub(crate) fn article(random: &mut Random) -> String {
    let mut text = match random.below(8) {
        0 => String::new(),
        1 => format!("# {}\n\n", random.pick(&TITLES)),
        _ => front_matter(random),
    };
    for _ in 0..random.below(5) {
        text.push_str(&piece(random));
    }
    text
}

/// A paragraph, a heading, a block or a link, with a line after it.
pub(crate) fn piece(random: &mut Random) -> String {
    let text = match random.below(10) {
        0 => format!("## {}", random.pick(&TITLES)),
        1 => format!("### Words {{#w{}}}", random.below(4)),
        2 => (*random.pick(&BLOCKS)).to_owned(),
        3 => (*random.pick(&PICTURES)).to_owned(),
        4 | 5 => format!("See {} first.", link(random)),
        _ => format!("{} {}", random.pick(&SENTENCES), random.pick(&SENTENCES)),
    };
    format!("{text}\n\n")
}

/// A link in one of the forms that are understood, to something that may be there.
fn link(random: &mut Random) -> String {
    let name = *random.pick(&NAMES);
    let folder = *random.pick(&FOLDERS);
    let anchor = match random.below(4) {
        0 => format!("#w{}", random.below(4)),
        1 => "#saying-sorry".to_owned(),
        _ => String::new(),
    };
    match random.below(9) {
        0 => format!("[{name}](<{name}.md{anchor}>)"),
        1 => format!("[{name}](<../{name}.md{anchor}>)"),
        2 => format!("[there](</{folder}/{name}/{anchor}>)"),
        3 => format!("[[{name}{anchor}]]"),
        4 => format!("[[{name}|words]]"),
        5 => format!("[at](<@/{folder}/{name}.md>)"),
        6 => format!("[[{}]]", random.pick(&TITLES)),
        7 => "[out](https://example.org/x) and [top](/)".to_owned(),
        _ => format!("[file](<{folder}/pic.svg>), [tag](/tags/trust/)"),
    }
}

/// Some of the keys that change what is shown elsewhere; now and then one that is wrong.
pub(crate) fn front_matter(random: &mut Random) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !random.one_in(5) {
        lines.push(format!("title: {:?}", random.pick(&TITLES)));
    }
    for _ in 0..random.below(4) {
        let line = match random.below(30) {
            0 | 1 => format!("tags: [{}, {}]", random.pick(&TAGS), random.pick(&TAGS)),
            2 => "draft: true".to_owned(),
            3 => format!("date: {}", day(random)),
            4 => format!("updated: 2026-05-{:02}", random.between(1, 30)),
            5 => format!("expiry_date: {}", day(random)),
            6 => "unlisted: true".to_owned(),
            7 | 8 => format!("weight: {}", random.below(4)),
            9 => format!(
                "aliases: [/old/{}/, other-{}]",
                random.below(3),
                random.below(3)
            ),
            10 => format!("alternate: [{:?}]", random.pick(&TITLES)),
            11 => format!(
                "audience: {}",
                random.pick(&["hurt", "broke-trust", "both", "nobody"])
            ),
            12 => format!(
                "safety: [{}]",
                random.pick(&["abuse", "crisis", "couples-work", "what"])
            ),
            13 => "safety: none".to_owned(),
            14 => format!(
                "reviewed: {}",
                random.pick(&["never", "2025-01-01", "2026-06-01", "soon"])
            ),
            15 => format!("reviewed: 2026-06-01\nreview_due: {}", day(random)),
            16 => "reviewed_by: anna".to_owned(),
            17 => format!(
                "image: {}",
                random.pick(&["pic.svg", "/pic.svg", "none.png"])
            ),
            18 => format!("slug: {}", random.pick(&["a", "slug", "Trust"])),
            19 => format!("url: /{}/", random.pick(&["a", "fixed", "repair", "help"])),
            20 => format!("language: {}", random.pick(&["en", "de", "xx-what"])),
            21 => format!(
                "template: {}",
                random.pick(&["article", "article.html", "own.html", "none.html"])
            ),
            22 | 23 => format!("summary: Number {}.", random.below(9)),
            24 => format!(
                "search_words: [{}]",
                random
                    .pick(&SENTENCES)
                    .replace([':', '*', '`', '"', '%', '=', '~', ','], "")
            ),
            25 | 26 => format!("topics: [{}, {}]", random.pick(&TAGS), random.pick(&TAGS)),
            27 => format!(
                "sort_by: {}",
                random.pick(&["date", "update_date", "title", "weight", "dates"])
            ),
            28 => format!("taxonomies: {{ moods: [{}] }}", random.pick(&TAGS)),
            _ => format!(
                "{}: {}",
                random.pick(&["tilte", "overview", "kind", "toc"]),
                random.pick(&["true", "x", "[", "3"])
            ),
        };
        let key = line.split(':').next().unwrap_or_default().to_owned();
        if !lines.iter().any(|other| other.starts_with(&key)) {
            lines.push(line);
        }
    }
    format!("---\n{}\n---\n\n", lines.join("\n"))
}

/// A day that comes while the author works, or has just been.
fn day(random: &mut Random) -> String {
    format!(
        "2026-{:02}-{:02}",
        random.between(6, 9),
        random.between(1, 30)
    )
}

/// A text that cannot be read, or only in part.
pub(crate) fn broken(random: &mut Random) -> Vec<u8> {
    match random.below(7) {
        0 => b"---\ntitle: Saying: sorry\n---\n\nText.\n".to_vec(),
        1 => b"---\ntitle: Never closed\n\nText.\n".to_vec(),
        2 => b"---\ntitle: A\ntitle: B\n---\n".to_vec(),
        3 => b"---\ntitle: Bytes\n---\n\nNot \xff\xfe text.\n".to_vec(),
        4 => b"---\ntitle: Zero\n---\n\nA \0 inside.\n".to_vec(),
        5 => format!("{} deep\n", "> ".repeat(400)).into_bytes(),
        _ => Vec::new(),
    }
}

/// A data file of the site and one of its possible contents.
pub(crate) fn data(random: &mut Random) -> (&'static str, String) {
    let number = random.below(9);
    match random.below(9) {
        0 | 1 => {
            let form = *random.pick(&["trust", "boundary", "sorry", "remorse"]);
            let text = format!(
                "terms:\n  - {{term: {form}, definition: Number {number}., also: [faith]}}\n  - {{term: wall, definition: Stones., forms: [walls], see: [{form}]}}\nsynonyms: [[sorry, apology]]\nsearch_words: [{{when: [he lied], means: [{form}]}}]\n"
            );
            ("terms.yaml", text)
        }
        2 => {
            let step = |name: &str| format!("      - {{page: {name:?}, text: Step {number}.}}\n");
            let steps = step(random.pick::<&str>(&NAMES)) + &step(random.pick::<&str>(&NAMES));
            let text = format!(
                "paths:\n  - id: way-{}\n    title: A way\n    audience: hurt\n    summary: Some pages.\n    steps:\n{steps}",
                number % 2
            );
            ("paths.yaml", text)
        }
        3 => (
            "people.yaml",
            format!("anna: {{name: Anna {number}, role: counsellor}}\n"),
        ),
        4 => (
            "evidence.yaml",
            format!(
                "E01: {{source: \"Study {number}\", note: \"Found something\", certainty: b}}\n"
            ),
        ),
        5 => {
            let text = format!(
                "default: gb\nregions:\n  - id: gb\n    name: Here\n    emergency: \"999\"\n    contacts:\n      - {{kind: abuse, name: Line {number}, phone: 0800 123, for: anyone, source: \"https://example.org/\", checked: {}}}\n",
                random.pick(&["never", "2026-01-01"])
            );
            ("help.yaml", text)
        }
        6 => ("texts.yaml", format!("next: Onward {number}\n")),
        7 => (
            "audiences.yaml",
            format!(
                "audiences:\n  - {{id: hurt, words: group {number}}}\n  - {{id: {}, words: others, everyone: {}}}\n",
                random.pick(&["broke-trust", "both"]),
                random.below(2) == 0
            ),
        ),
        _ => (
            *random.pick(&[
                "terms.yaml",
                "paths.yaml",
                "help.yaml",
                "texts.yaml",
                "other.yaml",
            ]),
            (*random.pick(&["a: [", "unknown: 1\n", "", "- x\n", "terms: 3\n"])).to_owned(),
        ),
    }
}

/// A configuration, and whether it can be used.
pub(crate) fn config(random: &mut Random) -> (String, bool) {
    let mut text = format!("title = \"Guide {}\"\n", random.below(5));
    match random.below(15) {
        0 => return ("tilte = \"Wrong\"\n".to_owned(), false),
        1 => return ("title = \n".to_owned(), false),
        2 => return ("theme = \"none\"\n".to_owned(), false),
        3 | 4 => text.push_str("base_url = \"https://example.org/guide/\"\n"),
        5 => text.push_str("language = \"de\"\n"),
        6 => text.push_str("theme = \"own\"\n"),
        _ => {}
    }
    text.push_str(match random.below(20) {
        0 => "[urls]\npattern = \"flat\"\n",
        1 => "[urls.sections]\nrepair = \"flat\"\n",
        2 => "[content]\nignore = [\"signs\", \"**/b.md\"]\n",
        3 => "[markdown]\nraw_html = \"allow\"\nsmart_punctuation = false\n",
        4 => "[markdown]\nraw_html = \"refuse\"\n",
        5 => "[links]\nbroken = \"warning\"\nanchors = \"off\"\nexternal_paths = [\"/gone/**\"]\n",
        6 => "[lists]\npage_size = 2\nrelated = 1\n",
        7 => "[lists]\nrelated = 0\n",
        8 => "[feeds]\nenabled = false\n",
        9 => "[feeds]\nlimit = 2\n",
        10 => "[check]\npreset = \"guide\"\n",
        11 => "[exit]\nurl = \"https://example.org/weather\"\n",
        12 => "[help]\nsafety_article = \"a.md\"\n",
        13 => "[privacy]\ntitles = \"site\"\nnoindex = true\nheaders = [\"netlify\"]\n",
        14 => "[extra]\nown = 3\n",
        15 => "[lists]\nsort_by = \"updated\"\n",
        16 => "[taxonomies]\ntopics = { feed = true, sort_by = \"date\" }\ntags = { title = \"Marks\", page_size = 2 }\n",
        17 => "[taxonomies]\nmoods = { address = \"/topics/\" }\n[menu]\nheader = []\n",
        18 => "[menu]\nheader = [{ title = \"A\", to = \"a\" }, { title = \"T\", to = \"/tags/\" }]\nfooter = [{ title = \"O\", to = \"https://o.example/\" }]\n",
        _ => "[practice]\nname = \"A practice\"\npages = [\"a.md\"]\n",
    });
    (text, true)
}
