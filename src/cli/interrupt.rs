//! Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::outcome::INTERRUPTED;

/// A flag that the first Ctrl-C sets, so that publishing can stop cleanly. The second one ends the program at once, which is
/// safe, too.
pub(super) fn interruption() -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    on_interrupt(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    });
    interrupted
}

/// Calls `act` on Ctrl-C and on a request to terminate.
pub(super) fn on_interrupt(act: impl FnMut() + Send + 'static) {
    // Without a handler the system ends the program, which is what the user wants.
    let _ = ctrlc::set_handler(act);
}
