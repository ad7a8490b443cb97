//! Files for authors, made when one of them is first requested and cached while the build is shown. Their contents are
//! opaque here.

use std::fmt;
use std::sync::OnceLock;

use crate::files::{Content, Outputs};
use crate::path::Route;

/// A folder of files that belong to one build and are not published.
pub struct Folder {
    make: Box<dyn Fn() -> Outputs + Send + Sync>,
    files: OnceLock<Outputs>,
}

impl Folder {
    /// `make` is called at most once, by the thread that answers the first request.
    pub fn new(make: impl Fn() -> Outputs + Send + Sync + 'static) -> Self {
        Self {
            make: Box::new(make),
            files: OnceLock::new(),
        }
    }

    /// The file at an address below the folder: `a/` is the page of the folder `a`, an empty address that of this one.
    pub(super) fn file(&self, address: &str) -> Option<(&str, &Content)> {
        let path = Route::new(&format!("/{address}")).to_output();
        let files = self.files.get_or_init(&self.make);
        let (path, content) = files.get_key_value(&path)?;
        Some((path.as_str(), content))
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Folder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::OutputPath;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn files_are_made_when_one_is_asked_for_and_once() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let folder = Folder::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
            let names = ["index.html", "a/index.html", "a.css"];
            let file = |name: &str| {
                (
                    OutputPath::new(name),
                    Content::new(name.as_bytes().to_vec()),
                )
            };
            names.map(file).into()
        });
        assert_eq!(asked.load(Ordering::Relaxed), 0);
        let found = |address| folder.file(address).map(|(name, _)| name.to_owned());
        assert_eq!(found("").as_deref(), Some("index.html"));
        assert_eq!(found("a/").as_deref(), Some("a/index.html"));
        assert_eq!(found("a.css").as_deref(), Some("a.css"));
        assert_eq!(found("b.css"), None);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}
