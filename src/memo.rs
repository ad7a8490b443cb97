//! The memo tables: the only caches in the program.
//!
//! A stage that works file by file asks a [`Memo`] for its results. The memo knows a result by the
//! [`Fingerprint`] of everything the stage was given, so there is nothing to invalidate and no graph
//! of dependencies to keep: a changed input simply has another fingerprint. What a run did not ask
//! for is forgotten when the run ends. A run that unwinds before its end, because its build was cancelled,
//! forgets nothing and keeps what it had finished. Nothing here is ever written to disk.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The fingerprint of a value, in 128 bits: equal fingerprints mean equal values.
///
/// They are the first half of a BLAKE3 hash, so two values do not get the same
/// fingerprint, by chance or by design.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from_hash(&blake3::hash(bytes))
    }

    /// The fingerprint of any value that can be hashed.
    ///
    /// It is valid inside one process only: the compiler decides how a value is fed to a hasher.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = ContentHasher {
            buffer: Vec::with_capacity(USUAL),
            inner: blake3::Hasher::new(),
        };
        value.hash(&mut hasher);
        hasher.finish_fingerprint()
    }

    /// 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    fn from_hash(hash: &blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// How many bytes are buffered before they are hashed: BLAKE3 is fast when it gets several of its
/// chunks of 1,024 bytes at once.
const BUFFER: usize = 8 << 10;

/// The size of most values in bytes: the buffer starts with this capacity.
const USUAL: usize = 256;

/// Feeds a value to BLAKE3 through a buffer, since most values arrive a few bytes at a time.
struct ContentHasher {
    buffer: Vec<u8>,
    inner: blake3::Hasher,
}

impl ContentHasher {
    fn finish_fingerprint(mut self) -> Fingerprint {
        self.inner.update(&self.buffer);
        Fingerprint::from_hash(&self.inner.finalize())
    }
}

impl Hasher for ContentHasher {
    fn write(&mut self, bytes: &[u8]) {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.inner.update(&self.buffer);
            self.buffer.clear();
        }
        if bytes.len() > BUFFER {
            self.inner.update(bytes);
        } else {
            self.buffer.extend_from_slice(bytes);
        }
    }

    fn finish(&self) -> u64 {
        unreachable!("a fingerprint has 128 bits; ask for it with `Fingerprint::of`")
    }
}

/// The results of one stage, by the fingerprint of what it was given.
pub struct Memo<V> {
    known: FxHashMap<Fingerprint, Arc<V>>,
    computed: usize,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
            computed: 0,
        }
    }
}

impl<V: Send + Sync> Memo<V> {
    /// The result for every input, in the order of the inputs; those not known yet are computed on
    /// all cores. Results that no input asked for are forgotten.
    pub fn map<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let known = &self.known;
        let result = |input: &I, new: &New<(Fingerprint, Arc<V>)>| {
            let key = key(input);
            let value = known.get(&key).cloned().unwrap_or_else(|| {
                let value = Arc::new(compute(input));
                new.add((key, Arc::clone(&value)));
                value
            });
            (key, value)
        };
        let (results, new) = on_all_cores(inputs, result);
        let results = results.unwrap_or_else(|cause| {
            self.known.extend(new.iter().cloned());
            resume_unwind(cause)
        });
        self.computed = new.len();
        if !new.is_empty() || results.len() != self.known.len() {
            self.known = results.iter().cloned().collect();
        }
        results.into_iter().map(|(_, value)| value).collect()
    }

    /// The result for a single input of a stage that runs once for the whole site.
    pub fn one(&mut self, key: Fingerprint, compute: impl FnOnce() -> V) -> Arc<V> {
        if let Some(value) = self.known.get(&key) {
            self.computed = 0;
            return Arc::clone(value);
        }
        let value = Arc::new(compute());
        self.computed = 1;
        self.known = FxHashMap::from_iter([(key, Arc::clone(&value))]);
        value
    }

    /// How many results the last call had to compute.
    pub fn computed(&self) -> usize {
        self.computed
    }
}

/// A [`Memo`] with early cutoff, for a stage whose whole input is costly to put together.
///
/// It has two keys. The cheap key changes more often than it has to. If it is known, nothing is computed at all.
/// If not, the input is put together and hashed to the exact key. If *that* is known, the old result is still right.
pub struct EarlyCutoff<V> {
    exact: FxHashMap<Fingerprint, Fingerprint>,
    results: FxHashMap<Fingerprint, Arc<V>>,
    computed: usize,
}

impl<V> Default for EarlyCutoff<V> {
    fn default() -> Self {
        Self {
            exact: FxHashMap::default(),
            results: FxHashMap::default(),
            computed: 0,
        }
    }
}

impl<V: Send + Sync> EarlyCutoff<V> {
    /// The result for every item, in order. `input` puts the whole input of an item together,
    /// `compute` makes the result from it. Results that no item asked for are forgotten.
    pub fn map<I: Sync, W: Hash>(
        &mut self,
        items: &[I],
        cheap_key: impl Fn(&I) -> Fingerprint + Sync,
        input: impl Fn(&I) -> W + Sync,
        compute: impl Fn(&I, W) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let Self { exact, results, .. } = &*self;
        let result = |item: &I, new: &New<(Fingerprint, Fingerprint, Arc<V>)>| {
            let cheap = cheap_key(item);
            if let Some(key) = exact.get(&cheap)
                && let Some(result) = results.get(key)
            {
                return (cheap, *key, Arc::clone(result));
            }
            let input = input(item);
            let key = Fingerprint::of(&input);
            let result = results.get(&key).cloned().unwrap_or_else(|| {
                let result = Arc::new(compute(item, input));
                new.add((cheap, key, Arc::clone(&result)));
                result
            });
            (cheap, key, result)
        };
        let (found, new) = on_all_cores(items, result);
        let found = found.unwrap_or_else(|cause| {
            for (cheap, key, result) in new.iter().cloned() {
                self.exact.insert(cheap, key);
                self.results.insert(key, result);
            }
            resume_unwind(cause)
        });
        self.computed = new.len();
        let keys = found.iter().map(|(cheap, key, _)| (*cheap, *key));
        self.exact = keys.collect();
        let results = found.iter();
        let results = results.map(|(_, key, result)| (*key, Arc::clone(result)));
        self.results = results.collect();
        found.into_iter().map(|(_, _, result)| result).collect()
    }

    /// How many results the last call had to compute.
    pub fn computed(&self) -> usize {
        self.computed
    }
}

/// What a run computed so far, in the order in which it was finished.
struct New<T>(Mutex<Vec<T>>);

impl<T> New<T> {
    fn add(&self, entry: T) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push(entry);
    }
}

/// Works on every input on all cores, and gives what was new as well. If the work unwinds, there is the cause of it instead of
/// results, and what was new is everything that had been finished by then.
fn on_all_cores<I: Sync, R: Send, T: Send>(
    inputs: &[I],
    work: impl Fn(&I, &New<T>) -> R + Sync,
) -> (Result<Vec<R>, Box<dyn Any + Send>>, Vec<T>) {
    let new = New(Mutex::default());
    // Each entry is added as a whole, so unwinding leaves none half made. The threads have ended before it gets here.
    let all = || inputs.par_iter().map(|input| work(input, &new)).collect();
    let results = catch_unwind(AssertUnwindSafe(all));
    (
        results,
        new.0.into_inner().unwrap_or_else(PoisonError::into_inner),
    )
}

/// The results for short texts such as words, shared by all threads.
///
/// Unlike a [`Memo`] it forgets nothing: a site has a limited vocabulary, and most words come back in every build.
pub struct Lookup<V> {
    shards: [RwLock<FxHashMap<Box<str>, V>>; SHARDS],
}

/// How many threads can add to a [`Lookup`] at once.
const SHARDS: usize = 16;

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self {
            shards: Default::default(),
        }
    }
}

impl<V: Clone> Lookup<V> {
    /// The result for a text, computed if it is not known.
    pub fn get(&self, text: &str, compute: impl FnOnce() -> V) -> V {
        let sum = text
            .bytes()
            .fold(0_usize, |sum, byte| sum + usize::from(byte));
        let shard = &self.shards[sum % SHARDS];
        let known = shard.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known.get(text) {
            return value.clone();
        }
        drop(known);
        let value = compute();
        let mut known = shard.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(text.into()).or_insert(value).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_known_input_is_not_computed_again_and_a_stale_one_is_forgotten() {
        let mut memo = Memo::default();
        let double = |n: &u32| n * 2;
        let results = memo.map(&[1_u32, 2, 3], Fingerprint::of, double);
        assert_eq!(results.iter().map(|n| **n).collect::<Vec<_>>(), [2, 4, 6]);
        assert_eq!(memo.computed(), 3);
        memo.map(&[3_u32, 4], Fingerprint::of, double);
        assert_eq!(memo.computed(), 1);
        memo.map(&[1_u32], Fingerprint::of, double);
        assert_eq!(
            memo.computed(),
            1,
            "1 was forgotten when a run did not ask for it"
        );
    }

    /// Two runs over 100 inputs on one thread, the first of which unwinds at the 61st. Gives how many inputs were computed
    /// in the first run, and how many in both.
    fn cancelled_once(
        mut run: impl FnMut(&[u32], &(dyn Fn(&u32) -> u32 + Sync)) + Send,
    ) -> [usize; 2] {
        let inputs: Vec<u32> = (0..100).collect();
        let (computed, is_cancelled) = (AtomicUsize::new(0), AtomicBool::new(true));
        let compute = |n: &u32| {
            if *n == 60 && is_cancelled.swap(false, Ordering::Relaxed) {
                resume_unwind(Box::new("cancelled"));
            }
            computed.fetch_add(1, Ordering::Relaxed);
            n * 2
        };
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        one_thread.expect("a thread").install(|| {
            let first = catch_unwind(AssertUnwindSafe(|| run(&inputs, &compute)));
            first.expect_err("it unwinds");
            let finished = computed.load(Ordering::Relaxed);
            run(&inputs, &compute);
            [finished, computed.load(Ordering::Relaxed)]
        })
    }

    #[test]
    fn what_a_cancelled_run_had_finished_is_not_computed_again() {
        let mut memo = Memo::default();
        let counts = cancelled_once(|inputs, compute| {
            memo.map(inputs, Fingerprint::of, compute);
        });
        assert_eq!(counts, [60, 100]);
        assert_eq!(memo.computed(), 40);

        let mut cutoff = EarlyCutoff::default();
        let counts = cancelled_once(|inputs, compute| {
            cutoff.map(inputs, Fingerprint::of, |n| *n, |n, _| compute(n));
        });
        assert_eq!(counts, [60, 100]);
        assert_eq!(cutoff.computed(), 40);
    }

    #[test]
    fn long_and_short_writes_give_one_fingerprint_a_value() {
        let long = "x".repeat(5_000);
        assert_eq!(Fingerprint::of(long.as_str()), Fingerprint::of(&long));
        assert_ne!(
            Fingerprint::of(&(long.as_str(), 1)),
            Fingerprint::of(&(long.as_str(), 2))
        );
    }
}
