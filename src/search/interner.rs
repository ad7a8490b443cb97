//! Texts <-> symbols: the index compares and keeps four bytes instead of a word.
//!
//! The order of symbols is that in which threads met the texts. So symbols group words, but never decide an order in a file.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use rustc_hash::FxHashMap;

/// The number of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(u32);

impl Symbol {
    pub(super) fn number(self) -> u32 {
        self.0
    }
}

/// All forms and stems that were met. It never forgets one: the vocabulary of a site is limited.
#[derive(Default)]
pub(super) struct Interner(RwLock<Texts>);

/// The text of each symbol.
#[derive(Default)]
pub(super) struct Texts {
    symbols: FxHashMap<Arc<str>, Symbol>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    /// The symbol of a text.
    pub(super) fn symbol(&self, text: &str) -> Symbol {
        if let Some(symbol) = self.texts().symbols.get(text) {
            return *symbol;
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have added it in between.
        if let Some(symbol) = all.symbols.get(text) {
            return *symbol;
        }
        let symbol = Symbol(all.texts.len() as u32);
        let text: Arc<str> = text.into();
        all.symbols.insert(Arc::clone(&text), symbol);
        all.texts.push(text);
        symbol
    }

    /// The texts so far. Nothing can be interned while they are borrowed.
    pub(super) fn texts(&self) -> RwLockReadGuard<'_, Texts> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Texts {
    pub(super) fn text(&self, symbol: Symbol) -> &Arc<str> {
        &self.texts[symbol.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_symbol_and_a_symbol_one_text() {
        let interner = Interner::default();
        let [trust, hope] = ["trust", "hope"].map(|text| interner.symbol(text));
        assert_ne!(trust, hope);
        assert_eq!(interner.symbol("trust"), trust);
        assert_eq!(&**interner.texts().text(hope), "hope");
    }
}
