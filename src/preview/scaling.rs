//! Smaller copies of pictures, made beside the loop: pages show the pictures themselves until their copies are there.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::fault;
use crate::memo::Fingerprint;
use crate::pipeline::Unscaled;
use crate::variant_cache::VariantCache;
use crate::watch::Waker;

/// Makes the smaller copies of pictures, while pages show the pictures themselves.
pub(super) struct Scaling {
    variants: Arc<VariantCache>,
    waker: Waker,
    /// The keys of the pictures that cannot be scaled.
    failed: BTreeSet<Fingerprint>,
    /// Returns the keys of those that it could not scale.
    worker: Option<JoinHandle<Vec<Fingerprint>>>,
}

/// How long pages wait for copies that are finished, so that many copies do not mean many builds.
const BATCH: Duration = Duration::from_secs(2);

impl Scaling {
    pub(super) fn new(variants: Arc<VariantCache>, waker: Waker) -> Self {
        Self {
            variants,
            waker,
            failed: BTreeSet::new(),
            worker: None,
        }
    }

    /// Begins with these pictures, unless others are still being scaled. The loop is woken when there are new copies.
    pub(super) fn begin(&mut self, unscaled: Vec<Unscaled>) {
        match self.worker.take() {
            Some(worker) if !worker.is_finished() => {
                self.worker = Some(worker);
                return;
            }
            Some(worker) => self.failed.extend(worker.join().unwrap_or_default()),
            None => {}
        }
        let mut missing = unscaled;
        missing.retain(|picture| !self.failed.contains(&picture.key));
        if missing.is_empty() {
            return;
        }
        let (variants, waker) = (Arc::clone(&self.variants), self.waker.clone());
        self.worker = Some(thread::spawn(move || {
            let mut woken = Instant::now();
            let mut failed = Vec::new();
            for picture in missing {
                // A fault of mend in here is reported by the build that publishes.
                let scaled = fault::caught("pictures", None, || picture.scale_into(&*variants));
                if !scaled.unwrap_or(false) {
                    failed.push(picture.key);
                }
                if woken.elapsed() > BATCH {
                    woken = Instant::now();
                    waker.wake();
                }
            }
            waker.wake();
            failed
        }));
    }
}
