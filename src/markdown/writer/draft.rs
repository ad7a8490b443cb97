//! The HTML of an article that is being written: the finished fragments, and the string that grows until the next gap.

use crate::markdown::fragment::Fragment;

/// What is written so far of the article, or of the block or footnote that is being written.
#[derive(Default)]
pub(super) struct Draft {
    /// What is written since the last gap.
    pub(super) html: String,
    pub(super) fragments: Vec<Fragment>,
    /// Whether it holds HTML the author wrote, which ammonia then has to see.
    pub(super) holds_html: bool,
}

/// What was written before a block or footnote began.
pub(super) struct SuspendedDraft {
    fragments: Vec<Fragment>,
    holds_html: bool,
}

impl Draft {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            html: String::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// Leaves a gap.
    pub(super) fn gap(&mut self, gap: Fragment) {
        self.flush();
        self.fragments.push(gap);
    }

    /// Adds finished fragments.
    pub(super) fn extend(&mut self, fragments: Vec<Fragment>) {
        self.flush();
        self.fragments.extend(fragments);
    }

    /// Makes a fragment of the HTML since the last gap.
    pub(super) fn flush(&mut self) {
        if !self.html.is_empty() {
            let html = Fragment::Html(self.html.as_str().into());
            self.fragments.push(html);
            self.html.clear();
        }
    }

    /// Suspends the draft: what is written from now on belongs to a block or a footnote.
    pub(super) fn begin_inner(&mut self) -> SuspendedDraft {
        self.flush();
        SuspendedDraft {
            fragments: std::mem::take(&mut self.fragments),
            holds_html: std::mem::take(&mut self.holds_html),
        }
    }

    /// Takes what was written since [`Self::begin_inner`], with whether it holds the author's HTML, and resumes the draft
    /// that was suspended.
    pub(super) fn end_inner(&mut self, outer: SuspendedDraft) -> (Vec<Fragment>, bool) {
        self.flush();
        let fragments = std::mem::take(&mut self.fragments);
        let holds_html = self.holds_html;
        self.resume(outer);
        (fragments, holds_html)
    }

    /// Resumes a suspended draft, once what was written since has been taken.
    pub(super) fn resume(&mut self, outer: SuspendedDraft) {
        self.fragments = outer.fragments;
        self.holds_html = outer.holds_html;
    }
}
