//! All phrases of all word lists as one automaton, which reads a text once.
//!
//! The automaton is a trie of slots: phrases that begin alike share their first nodes, and each node finds the nodes that
//! may follow a word by a hash of that word. So the work for a text grows with the text, and hardly with the number of
//! phrases: from a word, only phrases that begin with it are followed. A node can lead to several nodes at once (`a/b c` and
//! `a d` both go on from `a`), and a slot can be skipped; the set of nodes that are alive is kept, as in any simulation of a
//! non-deterministic automaton.
//!
//! It does not know the lists, and does not decide which of two matches wins.

use rustc_hash::FxHashMap;

use super::phrase::{Pattern, Phrase, Slot};
use super::word::Word;

/// A phrase, by its place among those the automaton was built from.
pub(super) type PhraseId = u32;

type NodeId = u32;

/// The automaton's name for what a word can be: each word that a phrase names, each prefix, and the two kinds of number.
type Symbol = u32;

const ROOT: NodeId = 0;
const NUMBER: Symbol = 0;
const PERCENTAGE: Symbol = 1;
const FIRST_WORD: Symbol = 2;

/// The phrases, ready to search for.
#[derive(Debug)]
pub(super) struct Automaton {
    symbols: Symbols,
    nodes: Vec<Node>,
    /// The nodes from which a phrase can begin: the root, and those after slots that may be empty.
    starts: Vec<NodeId>,
    /// The same where a sentence has ended.
    starts_after_end: Vec<NodeId>,
}

/// A place where the first slots of some phrases have matched.
#[derive(Debug, Default)]
struct Node {
    /// The nodes that a word leads to.
    next: FxHashMap<Symbol, Vec<NodeId>>,
    /// The nodes after slots that may be empty.
    skips: Vec<NodeId>,
    /// The node after the end of the sentence.
    end: Option<NodeId>,
    /// The phrases that are complete here.
    phrases: Vec<PhraseId>,
}

/// A place in a text where a phrase was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhraseMatch {
    pub(super) phrase: PhraseId,
    /// The first word it takes.
    pub(super) start: usize,
    /// How many words it takes; never none.
    pub(super) length: usize,
}

impl Automaton {
    pub(super) fn of(phrases: &[Phrase]) -> Self {
        let mut builder = Builder::default();
        for (phrase, id) in phrases.iter().zip(0..) {
            builder.add(phrase, id);
        }
        let mut automaton = Self {
            symbols: builder.symbols,
            nodes: builder.nodes,
            starts: vec![ROOT],
            starts_after_end: vec![ROOT],
        };
        add_skips(&automaton.nodes, &mut automaton.starts, false);
        add_skips(&automaton.nodes, &mut automaton.starts_after_end, true);
        automaton
    }

    /// Every match of every phrase in a text, also those that overlap.
    pub(super) fn find_all(&self, words: &[Word]) -> Vec<PhraseMatch> {
        let mut found = Vec::new();
        self.walk(words, |node, start, end| {
            if end > start {
                let complete = node.phrases.iter();
                found.extend(complete.map(|phrase| PhraseMatch {
                    phrase: *phrase,
                    start,
                    length: end - start,
                }));
            }
        });
        found
    }

    /// Follows the phrases from every word on. `enter` is called for each node that the words from `start` to `end` lead
    /// to, once.
    fn walk(&self, words: &[Word<'_>], mut enter: impl FnMut(&Node, usize, usize)) {
        let symbols = self.symbols.of_all(words);
        let mut alive: Vec<NodeId> = Vec::new();
        let mut next: Vec<NodeId> = Vec::new();
        for (start, word) in words.iter().enumerate() {
            // Most words begin no phrase.
            if symbols.of(start).is_empty() {
                continue;
            }
            let starts = match word.joined {
                true => &self.starts,
                false => &self.starts_after_end,
            };
            self.follow(starts, symbols.of(start), &mut next);
            let mut end = start;
            while !next.is_empty() {
                std::mem::swap(&mut alive, &mut next);
                next.clear();
                end += 1;
                // A phrase does not continue across a comma or another mark.
                let follows = words.get(end).filter(|word| word.joined);
                add_skips(&self.nodes, &mut alive, follows.is_none());
                for id in &alive {
                    enter(&self.nodes[*id as usize], start, end);
                }
                if follows.is_some() {
                    self.follow(&alive, symbols.of(end), &mut next);
                }
            }
        }
    }

    /// Adds the nodes to which a word leads.
    fn follow(&self, from: &[NodeId], symbols: &[Symbol], next: &mut Vec<NodeId>) {
        for symbol in symbols {
            for id in from {
                next.extend(
                    self.nodes[*id as usize]
                        .next
                        .get(symbol)
                        .into_iter()
                        .flatten(),
                );
            }
        }
    }
}

/// Adds the nodes that need no further word, and drops those that are in the set twice.
fn add_skips(nodes: &[Node], alive: &mut Vec<NodeId>, is_end: bool) {
    let mut at = 0;
    while let Some(id) = alive.get(at) {
        let node = &nodes[*id as usize];
        alive.extend(&node.skips);
        alive.extend(node.end.filter(|_| is_end));
        at += 1;
    }
    if alive.len() > 1 {
        alive.sort_unstable();
        alive.dedup();
    }
}

/// The symbols of the words of a text.
struct SymbolsOfWords {
    all: Vec<Symbol>,
    /// Where the symbols of each word end.
    ends: Vec<u32>,
}

impl SymbolsOfWords {
    fn of(&self, word: usize) -> &[Symbol] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[word] as usize]
    }
}

/// The symbols of all words that phrases name.
#[derive(Debug, Default)]
struct Symbols {
    words: FxHashMap<Box<str>, Symbol>,
    prefixes: FxHashMap<Box<str>, Symbol>,
    /// How long the words and prefixes of each beginning are, by the first byte and the second one, if they have one. Most
    /// words of a text are not among those of their beginning and length, and are not looked up.
    lengths: FxHashMap<(u8, u8), Lengths>,
    /// Whether a prefix has a single byte.
    has_short_prefix: bool,
}

/// How many bytes words and prefixes have: a bit for each length up to 62; the last bit is set for any longer one.
#[derive(Clone, Copy, Debug, Default)]
struct Lengths {
    words: u64,
    prefixes: u64,
}

impl Lengths {
    fn bit(length: usize) -> u64 {
        1 << length.min(63)
    }
}

impl Symbols {
    /// Everything that each of these words can be.
    fn of_all(&self, words: &[Word<'_>]) -> SymbolsOfWords {
        let mut symbols = SymbolsOfWords {
            all: Vec::with_capacity(words.len()),
            ends: Vec::with_capacity(words.len()),
        };
        for word in words {
            self.add_of(&word.lower, &mut symbols.all);
            symbols.ends.push(symbols.all.len() as u32);
        }
        symbols
    }

    /// Adds everything that a word can be.
    fn add_of(&self, word: &str, symbols: &mut Vec<Symbol>) {
        let bytes = word.as_bytes();
        let Some(first) = bytes.first() else {
            return;
        };
        if first.is_ascii_digit() {
            symbols.push(match bytes.ends_with(b"%") {
                true => PERCENTAGE,
                false => NUMBER,
            });
        }
        if self.has_short_prefix {
            let first = word.chars().next().map_or(0, char::len_utf8);
            symbols.extend(self.prefixes.get(&word[..first]).filter(|_| first == 1));
        }
        let Some(lengths) = self.lengths.get(&beginning(bytes)) else {
            return;
        };
        if lengths.words & Lengths::bit(word.len()) != 0 {
            symbols.extend(self.words.get(word));
        }
        if lengths.prefixes != 0 {
            let ends = 2..=word.len();
            let ends = ends.filter(|end| lengths.prefixes & Lengths::bit(*end) != 0);
            let prefixes = ends.filter_map(|end| word.get(..end));
            symbols.extend(prefixes.filter_map(|prefix| self.prefixes.get(prefix)));
        }
    }

    /// The symbol of a pattern, a new one if it is not known yet.
    fn add(&mut self, pattern: &Pattern) -> Symbol {
        let new = FIRST_WORD + (self.words.len() + self.prefixes.len()) as Symbol;
        match pattern {
            Pattern::Number => NUMBER,
            Pattern::Percentage => PERCENTAGE,
            Pattern::Exact(word) => {
                let lengths = self.lengths.entry(beginning(word.as_bytes())).or_default();
                lengths.words |= Lengths::bit(word.len());
                *self.words.entry(word.clone()).or_insert(new)
            }
            Pattern::Prefix(stem) => {
                let lengths = self.lengths.entry(beginning(stem.as_bytes())).or_default();
                lengths.prefixes |= Lengths::bit(stem.len());
                self.has_short_prefix |= stem.len() == 1;
                *self.prefixes.entry(stem.clone()).or_insert(new)
            }
        }
    }
}

/// The first byte of a word and the second one, if it has one.
fn beginning(word: &[u8]) -> (u8, u8) {
    let byte = |at: usize| word.get(at).copied().unwrap_or_default();
    (byte(0), byte(1))
}

/// An automaton that is being built.
struct Builder {
    symbols: Symbols,
    nodes: Vec<Node>,
    /// The node after a slot, by the node before it.
    after: FxHashMap<(NodeId, Slot), NodeId>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            symbols: Symbols::default(),
            nodes: vec![Node::default()],
            after: FxHashMap::default(),
        }
    }
}

impl Builder {
    fn add(&mut self, phrase: &Phrase, id: PhraseId) {
        let mut node = ROOT;
        for slot in &phrase.slots {
            node = self.node_after(node, slot);
        }
        self.nodes[node as usize].phrases.push(id);
    }

    fn node_after(&mut self, node: NodeId, slot: &Slot) -> NodeId {
        // Only equal slots share a node, so nothing that may skip one slot skips another.
        if let Some(known) = self.after.get(&(node, slot.clone())) {
            return *known;
        }
        let new = self.nodes.len() as NodeId;
        self.nodes.push(Node::default());
        self.after.insert((node, slot.clone()), new);
        match slot {
            Slot::End => self.nodes[node as usize].end = Some(new),
            Slot::Word { any, optional } => {
                for pattern in any {
                    let symbol = self.symbols.add(pattern);
                    let next = self.nodes[node as usize].next.entry(symbol).or_default();
                    // A slot may name a word twice.
                    if next.last() != Some(&new) {
                        next.push(new);
                    }
                }
                if *optional {
                    self.nodes[node as usize].skips.push(new);
                }
            }
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::word::words;

    /// How many nodes are entered for a text.
    fn work(phrases: &[String], text: &str) -> usize {
        let phrases: Vec<Phrase> = phrases.iter().map(|phrase| Phrase::read(phrase)).collect();
        let mut entered = 0;
        Automaton::of(&phrases).walk(&words(text), |_, _, _| entered += 1);
        entered
    }

    /// Phrases of every form: a single word, after a common word, with a choice, with an ending, after a number.
    fn phrases(count: usize) -> Vec<String> {
        let phrase = |at: usize| match at % 5 {
            0 => format!("word{at}"),
            1 => format!("the word{at} is"),
            2 => format!("his/her? word{at}/other{at} of"),
            3 => format!("stem{at}*"),
            _ => format!("# word{at} . "),
        };
        (0..count).map(phrase).collect()
    }

    fn text(words: usize) -> String {
        let word = |at: usize| match at % 4 {
            0 => "the".to_owned(),
            1 => format!("word{}", at % 97),
            2 => "7".to_owned(),
            _ => format!("stem{}ming", at % 89),
        };
        let words: Vec<String> = (0..words).map(word).collect();
        words.join(" ")
    }

    #[test]
    fn twice_the_phrases_are_not_twice_the_work() {
        let text = text(1_000);
        let (once, twice) = (work(&phrases(2_000), &text), work(&phrases(4_000), &text));
        assert!(once > 500, "the text meets phrases: {once} nodes");
        assert!(twice * 10 <= once * 11, "{once} and {twice} nodes");
    }

    #[test]
    fn twice_the_text_is_twice_the_work() {
        let phrases = phrases(2_000);
        let (once, twice) = (work(&phrases, &text(1_000)), work(&phrases, &text(2_000)));
        assert!(twice * 2 < once * 5, "{once} and {twice} nodes");
    }

    #[test]
    fn slots_that_may_be_empty_do_not_multiply_the_work() {
        let phrase = |slots: usize| vec!["so? ".repeat(slots)];
        let text = "so ".repeat(60);
        let (once, twice) = (work(&phrase(10), &text), work(&phrase(20), &text));
        // Each slot meets each word that it can reach, so the work grows with the square of the number of slots, and not
        // exponentially.
        assert!(twice < once * 5, "{once} and {twice} nodes");
    }
}
