//! The memo tables: what a build leaves for the next one. Besides these, only the buckets of `search` stay.
//!
//! A stage that works file by file looks its results up in a [`Memo`]. The cache key of a result is the
//! [`Fingerprint`] of every input the stage reads. A changed input has a different key, so there is nothing to
//! invalidate and no dependency graph to maintain. At the end of a run, entries that were not looked up are evicted.
//! If a run unwinds because its build was cancelled, nothing is evicted and the finished results are kept.
//! Nothing here is ever written to disk.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::thread;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// The fingerprint of a value, in 128 bits: equal fingerprints mean equal values.
///
/// A fingerprint is the first half of a BLAKE3 hash, so collisions occur neither by chance nor by design.
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

    /// The fingerprint with these 32 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let is_hex = hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u128::from_str_radix(hex, 16).ok().filter(|_| is_hex)?;
        Some(Self(number.to_be_bytes()))
    }

    fn from_hash(hash: &blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }
}

/// Makes the fingerprint of bytes that arrive piece by piece: the one that they have as a whole.
#[derive(Default)]
pub struct FingerprintWriter(blake3::Hasher);

impl FingerprintWriter {
    /// The fingerprint of everything that was written.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::from_hash(&self.0.finalize())
    }
}

impl io::Write for FingerprintWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// A value that is part of many cache keys. It is hashed once, when the first of them is computed.
#[derive(Clone, Debug, Default)]
pub struct Hashed<T> {
    value: T,
    fingerprint: OnceLock<Fingerprint>,
}

impl<T> Hashed<T> {
    /// Takes a value, which is not hashed yet.
    pub fn new(value: T) -> Self {
        Self {
            value,
            fingerprint: OnceLock::new(),
        }
    }
}

impl<T: Hash> Hashed<T> {
    /// The fingerprint of the value.
    pub fn fingerprint(&self) -> Fingerprint {
        *self
            .fingerprint
            .get_or_init(|| Fingerprint::of(&self.value))
    }
}

impl<T> Deref for Hashed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Hash> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

/// The size of the hash buffer in bytes. BLAKE3 is fast when it gets several of its 1,024-byte chunks at once.
const BUFFER: usize = 8 << 10;

/// The initial capacity of the hash buffer in bytes: most values fit in it.
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

/// A result that is to be remembered, by its key; none in a table that forgets.
type Entry<V> = Option<(Fingerprint, Arc<V>)>;

/// The cached results of one stage, by the fingerprint of their inputs.
pub struct Memo<V> {
    known: FxHashMap<Fingerprint, Arc<V>>,
    computed: usize,
    forgets: bool,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            known: FxHashMap::default(),
            computed: 0,
            forgets: false,
        }
    }
}

impl<V: Send + Sync> Memo<V> {
    /// A table that remembers nothing, for a stage that runs once: no keys are computed, and [`Self::each`] drops a result as
    /// soon as it was used.
    pub fn forgetting() -> Self {
        Self {
            forgets: true,
            ..Self::default()
        }
    }

    /// The result for every input, in input order. Missing results are computed on all cores. Entries that no input
    /// uses are evicted.
    pub fn map<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
    ) -> Vec<Arc<V>> {
        self.each(inputs, key, compute, |_, value| Arc::clone(value))
    }

    /// The same, for results that are used once: what `finish` makes of the result for every input, right after the result
    /// was computed or found.
    pub fn each<I: Sync, R: Send>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
        finish: impl Fn(&I, &Arc<V>) -> R + Sync,
    ) -> Vec<R> {
        self.each_next(inputs, |turn| turn, key, compute, finish)
    }

    /// The same in an order that is decided while the work is done: `next` gives the position of the input whose turn it is,
    /// each position once. The results are in input order all the same.
    pub fn each_next<I: Sync, R: Send>(
        &mut self,
        inputs: &[I],
        next: impl Fn(usize) -> usize + Sync,
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
        finish: impl Fn(&I, &Arc<V>) -> R + Sync,
    ) -> Vec<R> {
        let (entries, finished) = self.work(inputs, next, key, compute, finish);
        // In the common case that nothing was computed or evicted, the table is not rebuilt.
        if self.computed > 0 || entries.len() != self.known.len() {
            self.known = entries.into_iter().flatten().collect();
        }
        finished
    }

    /// Does a part of the work of the next run ahead of the rest. Nothing is evicted, so the whole run finds these results.
    pub fn ahead<I: Sync, R: Send>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
        finish: impl Fn(&I, &Arc<V>) -> R + Sync,
    ) -> Vec<R> {
        let (entries, finished) = self.work(inputs, |turn| turn, key, compute, finish);
        self.known.extend(entries.into_iter().flatten());
        finished
    }

    /// Looks every input up or computes its result, and counts what was computed. Returns what is to be remembered, and what
    /// `finish` made, each in input order.
    fn work<I: Sync, R: Send>(
        &mut self,
        inputs: &[I],
        next: impl Fn(usize) -> usize + Sync,
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
        finish: impl Fn(&I, &Arc<V>) -> R + Sync,
    ) -> (Vec<Entry<V>>, Vec<R>) {
        let Self { known, forgets, .. } = &*self;
        let result = |input: &I, new: &NewEntries<Entry<V>>| {
            let key = (!forgets).then(|| key(input));
            let entry = |value: &Arc<V>| Some((key?, Arc::clone(value)));
            let found = key.and_then(|key| known.get(&key).cloned());
            let value = found.unwrap_or_else(|| {
                let value = Arc::new(compute(input));
                new.add(entry(&value));
                value
            });
            (entry(&value), finish(input, &value))
        };
        let (results, new) = on_all_cores(inputs, next, result);
        let results = results.unwrap_or_else(|cause| {
            self.known.extend(new.iter().flatten().cloned());
            resume_unwind(cause)
        });
        self.computed = new.len();
        results.into_iter().unzip()
    }

    /// The result of a stage that runs once for the whole site. Every other entry is evicted.
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

    /// Whether it remembers nothing.
    pub fn is_forgetting(&self) -> bool {
        self.forgets
    }

    /// How many results the last call had to compute.
    pub fn computed(&self) -> usize {
        self.computed
    }
}

/// The entries computed by the current run, in the order in which they were finished.
struct NewEntries<T>(Mutex<Vec<T>>);

impl<T> NewEntries<T> {
    fn add(&self, entry: T) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push(entry);
    }
}

/// Processes all inputs on all cores, in the order that `next` gives. Returns the results in input order and the newly computed
/// entries. If the work unwinds, returns the cause instead of the results, with the entries finished by then.
fn on_all_cores<I: Sync, R: Send, T: Send>(
    inputs: &[I],
    next: impl Fn(usize) -> usize + Sync,
    work: impl Fn(&I, &NewEntries<T>) -> R + Sync,
) -> (thread::Result<Vec<R>>, Vec<T>) {
    let new = NewEntries(Mutex::default());
    // Unwind safety: each entry is pushed in one step, so none is left half made, and rayon joins its tasks before it
    // passes the panic on.
    let one = |turn: usize| {
        let at = next(turn);
        (at, work(&inputs[at], &new))
    };
    let all = || (0..inputs.len()).into_par_iter().map(one).collect();
    let results = catch_unwind(AssertUnwindSafe(all));
    let in_order = |mut results: Vec<(usize, R)>| {
        if !results.is_sorted_by_key(|(at, _)| *at) {
            results.sort_unstable_by_key(|(at, _)| *at);
        }
        results.into_iter().map(|(_, result)| result).collect()
    };
    (
        results.map(in_order),
        new.0.into_inner().unwrap_or_else(PoisonError::into_inner),
    )
}

/// A cache for short texts such as words, shared by all threads.
///
/// Unlike a [`Memo`] it never evicts: the vocabulary of a site is limited, and most words recur in every build.
pub struct Lookup<V> {
    shards: [RwLock<FxHashMap<Box<str>, V>>; SHARDS],
}

/// The number of shards of a [`Lookup`], each with its own lock.
const SHARDS: usize = 16;

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self {
            shards: Default::default(),
        }
    }
}

impl<V: Clone> Lookup<V> {
    /// The result for a text, computed on a miss. The lock is not held meanwhile, so two threads may compute the same
    /// result; the first one is kept.
    pub fn get(&self, text: &str, compute: impl FnOnce() -> V) -> V {
        // A sum of bytes is cheap, and spreads words well enough over the shards.
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

    /// Does two runs over 100 inputs on one thread; the first unwinds at the 61st. Returns how many inputs the first run
    /// computed, and how many both did.
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
    }

    #[test]
    fn what_was_done_ahead_is_not_done_again_and_no_order_changes_the_results() {
        let mut memo = Memo::default();
        let double = |n: &u32| n * 2;
        memo.map(&[7_u32], Fingerprint::of, double);
        let ahead = memo.ahead(&[3_u32], Fingerprint::of, double, |_, value| **value);
        assert_eq!((ahead, memo.computed()), (vec![6], 1));
        let backwards = |turn: usize| 3 - turn;
        let inputs = [1_u32, 2, 3, 7];
        let all = memo.each_next(&inputs, backwards, Fingerprint::of, double, |_, value| {
            **value
        });
        assert_eq!(all, [2, 4, 6, 14]);
        assert_eq!(memo.computed(), 2, "3 was done ahead, and 7 before");
    }

    #[test]
    fn a_table_that_forgets_drops_each_result_once_it_was_used() {
        let mut memo = Memo::forgetting();
        let held = Arc::new(());
        let compute = |n: &u32| (n * 2, Arc::clone(&held));
        let used = memo.each(&[1, 2, 3], Fingerprint::of, compute, |_, used| used.0);
        assert_eq!((used, memo.computed()), (vec![2, 4, 6], 3));
        assert_eq!(Arc::strong_count(&held), 1);
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
