//! What the author's panel wants to know of a page, worked out when it asks and remembered for as long as
//! the build is shown. What is known of a page is none of this room's business: it is JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::path::{Route, decode_path};

/// Answers what is known of the page at an address; nothing if there is no such page.
type Ask = dyn Fn(&Route) -> Option<Value> + Send + Sync;

/// The facts of the pages of one build.
pub struct Pages {
    ask: Box<Ask>,
    known: Mutex<BTreeMap<Route, Arc<[u8]>>>,
}

impl Pages {
    /// `ask` is called at most once for a page, by whichever thread answers the request.
    pub fn new(ask: impl Fn(&Route) -> Option<Value> + Send + Sync + 'static) -> Self {
        Self {
            ask: Box::new(ask),
            known: Mutex::default(),
        }
    }

    /// The facts of a page as JSON. A request that comes meanwhile waits: it is the same answer most of the time.
    pub(super) fn of(&self, route: &Route) -> Option<Arc<[u8]>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(route) {
            return Some(Arc::clone(answer));
        }
        // Only pages are remembered: any other address would fill the memory.
        let answer: Arc<[u8]> = (self.ask)(route)?.to_string().into_bytes().into();
        known.insert(route.clone(), Arc::clone(&answer));
        Some(answer)
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The address that a query asks about: `path=/a/`, percent-encoded.
pub(super) fn asked(query: Option<&str>) -> Option<Route> {
    let part = query?
        .split('&')
        .find_map(|part| part.strip_prefix("path="))?;
    let path = decode_path(part)?;
    path.starts_with('/').then(|| Route::new(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_page_is_worked_out_when_it_is_asked_for_and_once() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let pages = Pages::new(move |route| {
            count.fetch_add(1, Ordering::Relaxed);
            (route.as_str() == "/a/").then(|| Value::from("known"))
        });
        assert_eq!(asked.load(Ordering::Relaxed), 0);
        for _ in 0..3 {
            let answer = pages.of(&Route::new("/a/"));
            assert_eq!(answer.as_deref(), Some(b"\"known\"".as_slice()));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        assert_eq!(pages.of(&Route::new("/b/")), None);
    }

    #[test]
    fn the_address_of_a_page_is_decoded_once() {
        let route = |query| asked(Some(query)).map(|route| route.to_string());
        assert_eq!(
            route("path=/d%C3%A9j%C3%A0%20vu/").as_deref(),
            Some("/déjà vu/")
        );
        assert_eq!(route("x=1&path=/a/").as_deref(), Some("/a/"));
        assert_eq!(route("path=a"), None);
        assert_eq!(asked(None), None);
    }
}
