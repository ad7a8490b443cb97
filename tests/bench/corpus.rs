//! The generated site: what its articles say, whichever tool will publish them.
//!
//! An article of 600 to 1,400 words, with what articles of a guide have: headings, two lists, a quote,
//! a callout, links to other articles, tags, and in one of five a table or a footnote. Article 17 of
//! one seed says the same in a site of any size, but for where its links lead.

use crate::random::Random;
use crate::words::{Topic, Words};

/// The folders of the site with their titles and descriptions.
pub(crate) const SECTIONS: [(&str, &str, &str); 5] = [
    (
        "first-steps",
        "First steps",
        "Where to begin, and what can wait.",
    ),
    (
        "understanding",
        "Understanding",
        "What happens to people, and why it does.",
    ),
    ("talking", "Talking", "How to say it, and how to hear it."),
    (
        "every-day",
        "Every day",
        "Small things that carry further than they look.",
    ),
    (
        "further-help",
        "Further help",
        "Who else can help, and how to ask.",
    ),
];

/// The kinds of callout, as mend spells them.
const CALLOUTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

const TAGS: usize = 40;
const TAGS_OF_ONE: usize = 3;

const SENTENCES: &[&str] = &[
    "the A N T the N, and most of the M V D",
    "when M V, it is A to V the N before it T",
    "you can V a N without G it, as long as the M are A",
    "in the first weeks many people V their M D and P none of the A N",
    "a A N is not the same as a N that T",
    "if the N was A, V it once more with somebody who T the M",
    "nobody has to V all the M at once",
    "G the N T more than M do, above all when it is done D",
    "some M V after a while; others stay A and T the N",
    "what the N P was A for both, but the M were not",
    "it can take a A N to V what a N has P",
    "there are M for this, and each of them T in its own A way",
    "the N and the M belong together: one T, the others V",
    "try to V the N D, even where the A M do not V yet",
    "as soon as a N T, the A M of the day before look A",
    "this is why M are A at the beginning and V D later on",
    "who has P the N will know how A it is to V M again",
    "between the N and its M lies a A N that few people V",
    "let the M V, and G will come D",
    "not every N that T is A, and not every A N T",
];

const OPENINGS: &[&str] = &[
    "on some days",
    "at first",
    "for most of us",
    "after a time",
    "in the end",
    "much the same is true here",
    "with a little distance",
    "now and again",
    "by the evening",
    "from outside",
];

const ITEMS: &[&str] = &[
    "a N for the A M",
    "V the N before the M V",
    "M that V D",
    "G without a A N",
    "one A N, and who T it",
    "the M you P and the N that stayed",
];

const HEADINGS: &[&str] = &[
    "what the A N is for",
    "how M V",
    "where a N T D",
    "the N and its M",
    "G after the N",
    "if M are A",
    "a N to V first",
    "why the A M V",
];

const TITLES: &[&str] = &[
    "how to V a A N",
    "when the N T",
    "a A N after M",
    "G the N D",
    "what M V about a N",
    "the A M of G",
    "between N and N",
    "V the M that V",
];

/// What is known of every article before any is written: enough to link to it.
pub(crate) struct Entry {
    pub(crate) title: String,
    /// The file's name and the last part of the address.
    pub(crate) slug: String,
    /// The place of its section in [`SECTIONS`].
    pub(crate) section: usize,
    /// Its place in the section, from 1.
    pub(crate) weight: usize,
}

impl Entry {
    /// The folder and the name: `talking/how-to-listen-12`.
    pub(crate) fn path(&self) -> String {
        format!("{}/{}", SECTIONS[self.section].0, self.slug)
    }
}

/// An article, but for what each tool spells in its own way.
pub(crate) struct Article {
    pub(crate) description: String,
    pub(crate) date: jiff::civil::Date,
    pub(crate) tags: Vec<String>,
    pub(crate) body: Vec<Piece>,
}

/// A piece of an article's Markdown.
pub(crate) enum Piece {
    /// The same for everyone.
    Text(String),
    /// A link to another article.
    Link { label: String, to: usize },
    /// The mark that makes a quote a callout.
    Callout(&'static str),
}

/// A whole site.
pub(crate) struct Corpus {
    seed: u64,
    words: Words,
    pub(crate) entries: Vec<Entry>,
}

impl Corpus {
    pub(crate) fn new(articles: usize, seed: u64) -> Self {
        let words = Words::new(seed);
        let entry = |number: usize| {
            let mut random = Random::new(seed, 1, number);
            let topic = words.topic(&mut random);
            let title = words.fill(random.pick::<&str>(TITLES), &topic, &mut random);
            Entry {
                slug: format!("{}-{number}", title.to_lowercase().replace(' ', "-")),
                title,
                section: number % SECTIONS.len(),
                weight: number / SECTIONS.len() + 1,
            }
        };
        let entries = (0..articles).map(entry).collect();
        Self {
            seed,
            words,
            entries,
        }
    }

    /// The article in the middle of the middle section: the one that is edited.
    pub(crate) fn middle(&self) -> &Entry {
        let section = SECTIONS.len() / 2;
        let size = self.entries.len() / SECTIONS.len();
        &self.entries[section + SECTIONS.len() * (size / 2)]
    }

    /// Writes one article.
    pub(crate) fn article(&self, number: usize) -> Article {
        // The same topic as the title's.
        let topic = self.words.topic(&mut Random::new(self.seed, 1, number));
        let mut random = Random::new(self.seed, 2, number);
        let all_tags = self.words.nouns(200, TAGS);
        let mut tags: Vec<String> = Vec::new();
        while tags.len() < TAGS_OF_ONE {
            let tag = random.pick(all_tags);
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        tags.sort();
        let date = jiff::civil::date(2015, 1, 1) + jiff::ToSpan::days(random.below(3_600) as i64);
        let mut writer = Writer {
            corpus: self,
            number,
            topic,
            random,
            body: Vec::new(),
        };
        let description = writer.sentences(2);
        writer.write();
        Article {
            description,
            date,
            tags,
            body: writer.body,
        }
    }
}

/// An article in the making.
struct Writer<'a> {
    corpus: &'a Corpus,
    number: usize,
    topic: Topic,
    random: Random,
    body: Vec<Piece>,
}

impl Writer<'_> {
    fn write(&mut self) {
        let headings = self.random.between(4, 8);
        let mut links = self.links();
        // The words of the running text, a part of them under each heading; lists and the like come on top.
        let words = self.random.between(300, 800) / headings;
        let mut place = || self.random.below(headings);
        let (bullets, steps, quote, callout) = (place(), place(), place(), place());
        let table = self.random.one_in(5).then(|| self.random.below(headings));
        let footnote = self.random.one_in(5).then(|| self.random.below(headings));

        let opening = self.sentences(3);
        self.text(&opening);
        for heading in 0..headings {
            let marks = if heading == 0 || self.random.below(5) < 3 {
                "##"
            } else {
                "###"
            };
            let title = self.fill(HEADINGS);
            self.text(&format!("\n\n{marks} {title}"));
            self.paragraphs(words, &mut links);
            if footnote == Some(heading) {
                self.text("[^1]");
            }
            if bullets == heading {
                self.list(|_| "- ".to_owned());
            }
            if steps == heading {
                self.list(|at| format!("{}. ", at + 1));
            }
            if table == Some(heading) {
                self.table();
            }
            if quote == heading {
                let text = self.sentences(2);
                self.text(&format!("\n\n> {text}"));
            }
            if callout == heading {
                self.callout();
            }
        }
        for to in links {
            self.text("\n\nRead on: ");
            self.link(to);
            self.text(".");
        }
        if footnote.is_some() {
            let text = self.sentences(1);
            self.text(&format!("\n\n[^1]: {text}"));
        }
        self.text("\n");
    }

    /// Three to six other articles, about half of them in the same section.
    fn links(&mut self) -> Vec<usize> {
        let count = self.corpus.entries.len();
        let sections = SECTIONS.len();
        let own = self.number % sections;
        let mut links = Vec::new();
        for at in 0..self.random.between(3, 6) {
            let any = self.random.below(count);
            let near = any - any % sections + own;
            let to = if at % 2 == 0 && near < count {
                near
            } else {
                any
            };
            if to != self.number {
                links.push(to);
            }
        }
        links
    }

    /// Paragraphs of about so many words, with some of the links and some words that stand out.
    fn paragraphs(&mut self, words: usize, links: &mut Vec<usize>) {
        let mut written = 0;
        while written < words {
            self.text("\n\n");
            let count = self.random.between(2, 5);
            let link_at = self.random.below(2 * count);
            for sentence in 0..count {
                if sentence > 0 {
                    self.text(" ");
                }
                let mut text = self.sentences(1);
                written += text.split(' ').count();
                if self.random.one_in(6) {
                    let mark = if self.random.one_in(2) { "*" } else { "**" };
                    text = emphasise(&text, mark);
                }
                self.text(&text);
                if link_at == sentence
                    && let Some(to) = links.pop()
                {
                    self.text(" More on this: ");
                    self.link(to);
                    self.text(".");
                }
            }
        }
    }

    fn list(&mut self, mark: impl Fn(usize) -> String) {
        self.text("\n");
        for at in 0..self.random.between(3, 6) {
            let item = self.fill(ITEMS);
            self.text(&format!("\n{}{item}", mark(at)));
        }
    }

    fn table(&mut self) {
        self.text("\n\n| When | What you may see | What helps |\n| --- | --- | --- |");
        for _ in 0..self.random.between(3, 6) {
            let (when, what, helps) = (
                self.fill(&["A N"]),
                self.fill(&["M that V D"]),
                self.fill(&["G the N"]),
            );
            self.text(&format!("\n| {when} | {what} | {helps} |"));
        }
    }

    /// A callout after a paragraph, so that it does not run into a quote.
    fn callout(&mut self) {
        let before = self.sentences(1);
        self.text(&format!("\n\n{before}\n\n> "));
        let kind = *self.random.pick(&CALLOUTS);
        self.body.push(Piece::Callout(kind));
        let (first, second) = (self.sentences(1), self.sentences(1));
        self.text(&format!("\n> {first}\n> {second}"));
    }

    fn link(&mut self, to: usize) {
        let label = self.corpus.entries[to].title.to_lowercase();
        self.body.push(Piece::Link { label, to });
    }

    fn sentences(&mut self, count: usize) -> String {
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push(' ');
            }
            let pattern = *self.random.pick(SENTENCES);
            if self.random.one_in(5) {
                let opening = *self.random.pick(OPENINGS);
                text.push_str(&self.fill(&[&format!("{opening}, {pattern}")]));
            } else {
                text.push_str(&self.fill(&[pattern]));
            }
            text.push('.');
        }
        text
    }

    fn fill(&mut self, patterns: &[&str]) -> String {
        let pattern = *self.random.pick(patterns);
        self.corpus
            .words
            .fill(pattern, &self.topic, &mut self.random)
    }

    fn text(&mut self, text: &str) {
        match self.body.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.body.push(Piece::Text(text.to_owned())),
        }
    }
}

/// Marks the fourth word of a sentence.
fn emphasise(sentence: &str, mark: &str) -> String {
    let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
    if let Some(word) = words.get_mut(3) {
        let end = word.trim_end_matches([',', ';', ':', '.']).len();
        *word = format!("{mark}{}{mark}{}", &word[..end], &word[end..]);
    }
    words.join(" ")
}
