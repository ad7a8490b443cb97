//! The build that is under way: the files it has made so far, and those that browsers wait for.
//!
//! A build of a large site takes longer than an author wants to wait for the page they look at. So that page is made first, and
//! is shown before the build is complete; a page that is asked for meanwhile is made next. What was asked for lately may be open
//! in a tab.
//!
//! Pure: the caller holds the lock, and waits.

use std::collections::{BTreeMap, VecDeque};

use crate::files::{Content, Outputs};
use crate::media_type::{self, HTML};
use crate::path::OutputPath;

/// How many pages count as open. They are made before all others, and an author has few tabs.
const PAGES: usize = 8;

/// How many other files do: what the pages load.
const OTHERS: usize = 64;

/// What is asked for, and the build that makes it.
#[derive(Default)]
pub(super) struct UnderWay {
    /// The pages that were asked for lately, the newest first.
    pages: VecDeque<OutputPath>,
    /// The other files.
    others: VecDeque<OutputPath>,
    /// The files for which browsers wait, each with the number of those that do.
    waiting: BTreeMap<OutputPath, usize>,
    build: Option<Build>,
}

/// A build from its beginning until it is shown as a whole, or failed.
struct Build {
    files: Outputs,
    /// The pages to be made before all others.
    queue: VecDeque<OutputPath>,
    /// What may be open in tabs.
    open: Vec<OutputPath>,
    /// The source files that differ from those of the build before.
    saved: Vec<String>,
    /// Whether its files may be shown before it is complete.
    is_early: bool,
    /// Whether any was.
    has_shown: bool,
}

/// What is to be done with a file of the build.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// Tabs that show it are told at once.
    pub(super) is_open: bool,
    /// Browsers wait for it.
    pub(super) is_awaited: bool,
}

impl UnderWay {
    /// Begins a build, in the place of one that was dropped.
    pub(super) fn begin(&mut self, saved: Vec<String>, is_early: bool) {
        let waiting = self.waiting.keys().filter(|path| is_page(path));
        let waiting = waiting.filter(|path| !self.pages.contains(path));
        self.build = Some(Build {
            files: Outputs::new(),
            queue: self.pages.iter().chain(waiting).cloned().collect(),
            open: self.pages.iter().chain(&self.others).cloned().collect(),
            saved,
            is_early,
            has_shown: false,
        });
    }

    /// Ends the build: nothing more will come.
    pub(super) fn end(&mut self) {
        self.build = None;
    }

    /// Takes the files of the build, which stays under way until it is shown.
    pub(super) fn take_files(&mut self) -> Outputs {
        let build = self.build.as_mut();
        build.map_or_else(Outputs::new, |build| {
            build.is_early = false;
            std::mem::take(&mut build.files)
        })
    }

    /// Notes that a browser asks for a file.
    pub(super) fn ask(&mut self, path: &OutputPath) {
        let (list, most) = match is_page(path) {
            true => (&mut self.pages, PAGES),
            false => (&mut self.others, OTHERS),
        };
        list.retain(|other| other != path);
        list.push_front(path.clone());
        list.truncate(most);
        if let Some(build) = &mut self.build
            && is_page(path)
            && !build.files.contains_key(path)
            && !build.queue.contains(path)
        {
            build.queue.push_back(path.clone());
        }
    }

    /// Notes that a browser waits for a file, or waits no more.
    pub(super) fn wait(&mut self, path: &OutputPath, is_waiting: bool) {
        let count = self.waiting.entry(path.clone()).or_default();
        match is_waiting {
            true => *count += 1,
            false => *count = count.saturating_sub(1),
        }
        if *count == 0 {
            self.waiting.remove(path);
        }
    }

    /// The page to be made next, if any is asked for.
    pub(super) fn next(&mut self) -> Option<OutputPath> {
        self.build.as_mut()?.queue.pop_front()
    }

    /// Takes a file of the build.
    pub(super) fn put(&mut self, path: &OutputPath, content: Content) -> Use {
        let is_awaited = self.waiting.contains_key(path);
        let Some(build) = &mut self.build else {
            return Use {
                is_open: false,
                is_awaited,
            };
        };
        build.files.insert(path.clone(), content);
        Use {
            is_open: build.open.contains(path),
            is_awaited,
        }
    }

    /// A file of the build that may be shown already, with the source files that were saved before the build.
    pub(super) fn early(&self, path: &OutputPath) -> Option<(&Content, &[String])> {
        let build = self.build.as_ref().filter(|build| build.is_early)?;
        Some((build.files.get(path)?, &build.saved))
    }

    /// Whether a browser should wait for this file rather than get what is shown. A page may be another in the new build; other
    /// files are waited for only if there is none yet.
    pub(super) fn is_awaited(&self, path: &OutputPath, is_shown: bool) -> bool {
        self.build.is_some() && (is_page(path) || !is_shown)
    }

    /// Notes that something of the build is shown.
    pub(super) fn note_shown(&mut self) {
        if let Some(build) = &mut self.build {
            build.has_shown = true;
        }
    }

    /// Whether something of the build is shown.
    pub(super) fn has_shown(&self) -> bool {
        self.build.as_ref().is_some_and(|build| build.has_shown)
    }
}

fn is_page(path: &OutputPath) -> bool {
    media_type::of(path.as_str()) == HTML
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> OutputPath {
        OutputPath::new(name)
    }

    fn content(text: &str) -> Content {
        Content::new(text.as_bytes())
    }

    fn next(under_way: &mut UnderWay) -> Vec<String> {
        let all = std::iter::from_fn(|| under_way.next());
        all.map(|path| path.to_string()).collect()
    }

    #[test]
    fn what_was_looked_at_last_is_made_first_and_what_is_asked_for_next() {
        let mut under_way = UnderWay::default();
        for name in ["a.html", "b.html", "style.css", "a.html"] {
            under_way.ask(&path(name));
        }
        assert_eq!(under_way.next(), None, "there is no build");
        under_way.begin(Vec::new(), true);
        under_way.ask(&path("c.html"));
        assert_eq!(next(&mut under_way), ["a.html", "b.html", "c.html"]);
        for at in 0..2 * PAGES {
            under_way.ask(&path(&format!("{at}.html")));
        }
        under_way.wait(&path("0.html"), true);
        under_way.begin(Vec::new(), true);
        let first = next(&mut under_way);
        assert_eq!(first.len(), PAGES + 1);
        assert_eq!(first[PAGES], "0.html", "a browser waits for it");
    }

    #[test]
    fn a_file_is_shown_early_if_it_may_be_open_and_the_build_is_one_to_be_shown() {
        let mut under_way = UnderWay::default();
        under_way.ask(&path("a.html"));
        under_way.ask(&path("style.css"));
        for is_early in [true, false] {
            under_way.begin(Vec::new(), is_early);
            let mut put = |name: &str| under_way.put(&path(name), content(name)).is_open;
            assert!(put("a.html") && put("style.css") && !put("b.html"));
            assert_eq!(under_way.early(&path("a.html")).is_some(), is_early);
        }
        assert_eq!(under_way.take_files().len(), 3);
    }

    #[test]
    fn a_page_is_waited_for_while_a_build_is_under_way() {
        let mut under_way = UnderWay::default();
        let (page, picture) = (path("a.html"), path("a.png"));
        assert!(!under_way.is_awaited(&page, true));
        under_way.begin(Vec::new(), true);
        assert!(under_way.is_awaited(&page, true) && !under_way.is_awaited(&picture, true));
        assert!(under_way.is_awaited(&picture, false), "it may be new");
        under_way.end();
        assert!(!under_way.is_awaited(&page, true));
    }
}
