//! The facts of single pages for the author's panel, worked out on request and cached while the build is shown. They are
//! opaque JSON here.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::path::{Route, decode_path};

/// Returns the facts of the page at an address, if there is one.
type Facts = dyn Fn(&Route) -> Option<Value> + Send + Sync;

/// The facts of the pages of one build.
pub struct Pages {
    facts: Box<Facts>,
    cache: Mutex<BTreeMap<Route, Arc<[u8]>>>,
}

impl Pages {
    /// `facts` is called at most once for each page, by the thread that answers the request.
    pub fn new(facts: impl Fn(&Route) -> Option<Value> + Send + Sync + 'static) -> Self {
        Self {
            facts: Box::new(facts),
            cache: Mutex::default(),
        }
    }

    /// The facts of a page as JSON. The lock is held while they are worked out: concurrent requests are nearly always for the
    /// same page.
    pub(super) fn of(&self, route: &Route) -> Option<Arc<[u8]>> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = cache.get(route) {
            return Some(Arc::clone(answer));
        }
        // Only pages are cached: other addresses could fill the memory.
        let answer: Arc<[u8]> = (self.facts)(route)?.to_string().into_bytes().into();
        cache.insert(route.clone(), Arc::clone(&answer));
        Some(answer)
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The address in a query: `path=/a/`, percent-encoded.
pub(super) fn route_in(query: Option<&str>) -> Option<Route> {
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
        let route = |query| route_in(Some(query)).map(|route| route.to_string());
        assert_eq!(
            route("path=/d%C3%A9j%C3%A0%20vu/").as_deref(),
            Some("/déjà vu/")
        );
        assert_eq!(route("x=1&path=/a/").as_deref(), Some("/a/"));
        assert_eq!(route("path=a"), None);
        assert_eq!(route_in(None), None);
    }
}
