//! What is being shown: one complete build, the problems of the last one, and what changed lately.
//!
//! A [`Site`] never changes; a new build makes a new one and the pointer to it is swapped, so every
//! answer comes whole from one build.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::diag::Severity;
use crate::files::{Differing, Output, Outputs, differing};
use crate::path::{OutputPath, Route};

use super::folder::Folder;
use super::pages::Pages;

/// More changed addresses than this are told as "all": a tab that looks through a long list would
/// have reloaded sooner.
const MOST_ADDRESSES: usize = 200;

/// How many builds back a tab that comes back late can learn exactly what changed.
const HISTORY: usize = 32;

/// How many problems a page shows; the author mends the first ones first.
const MOST_PROBLEMS: usize = 50;

/// The settings of the site that the preview itself heeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The path of the site's `base_url`, starting and ending with `/`. The site is served at `/`
    /// whatever it is; below it too, because the 404 page links there.
    pub base_path: String,
    /// The address that opens a file in the author's editor, with `{file}` for the file as the site names it,
    /// `{line}` and `{column}`. It names this machine's folders, so only this machine is told.
    pub editor: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_path: "/".to_owned(),
            editor: None,
        }
    }
}

/// A complete build.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Every file of the site.
    pub outputs: Outputs,
    /// The settings it was built with.
    pub settings: Settings,
    /// Words to show on pages that readers will not meet like this: `draft`, `future`, `expired`, `unlisted`.
    pub badges: BTreeMap<Route, Vec<String>>,
    /// What is wrong in the content although the site could be made.
    pub problems: Vec<Problem>,
    /// The pages that are not what their author meant, each with what is wrong.
    pub wrong: BTreeMap<Route, Vec<Problem>>,
    /// What is wrong with every page.
    pub wrong_everywhere: Vec<Problem>,
    /// Where tabs that show an older build go: to the article that was saved, if its author asked for that.
    pub follow: Option<Route>,
    /// The source files that differ from those of the snapshot before.
    pub saved: Vec<String>,
    /// What the author's panel shows of single pages.
    pub pages: Option<Arc<Pages>>,
    /// The whole site at a glance.
    pub overview: Option<Arc<Folder>>,
    /// One of each component of the theme.
    pub gallery: Option<Arc<Folder>>,
}

impl Snapshot {
    /// What is wrong with the page at an address.
    pub(super) fn wrong_at(&self, route: &Route) -> Vec<Problem> {
        let own = self.wrong.get(route).map_or(&[][..], Vec::as_slice);
        [&*self.wrong_everywhere, own].concat()
    }
}

/// A problem in the form in which it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Its code, such as `LINK-01`; empty when it has none.
    pub code: String,
    /// The file, relative to the site folder.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// The lines around the place, drawn as text.
    pub frame: Option<String>,
}

impl Problem {
    /// `content/a.md:3:7`, as far as it is known.
    pub(super) fn place(&self) -> Option<String> {
        let file = self.file.as_deref()?;
        Some(match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            (Some(line), None) => format!("{file}:{line}"),
            (None, _) => file.to_owned(),
        })
    }

    fn to_json(&self) -> Value {
        let Problem {
            severity,
            code,
            file,
            line,
            column,
            message,
            help,
            frame,
        } = self;
        json!({
            "severity": severity.as_str(),
            "code": code,
            "place": self.place(),
            "file": file,
            "line": line,
            "column": column,
            "message": message,
            "help": help,
            "frame": frame,
        })
    }
}

/// The state of the preview at one moment.
#[derive(Clone, Default)]
pub(super) struct Site {
    /// Counts the complete builds; 0 before the first.
    pub(super) build: u64,
    /// The last complete build.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// The settings of that build, or those before any.
    pub(super) settings: Settings,
    /// Why the newest build is not the one that is shown.
    pub(super) failure: Option<Vec<Problem>>,
    /// What each of the last builds changed, the newest at the end.
    history: VecDeque<Arc<Step>>,
}

/// One build after another.
#[derive(Debug)]
struct Step {
    changes: Changes,
    /// The source files that made it necessary.
    saved: Vec<String>,
}

/// What a build changed; nothing when it is too much to tell.
type Changes = Option<Difference>;

/// The difference between two builds, as far as tabs need to know it.
#[derive(Debug, Default)]
struct Difference {
    /// The addresses whose bytes or badges differ.
    addresses: BTreeSet<String>,
    /// Style sheets that have another address now, since their names hold their fingerprints. A page
    /// that differs in nothing but such a name counts as unchanged.
    renamed: BTreeMap<String, String>,
}

impl Difference {
    fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.renamed.is_empty()
    }
}

impl Site {
    pub(super) fn before_any_build(settings: Settings) -> Site {
        Site {
            settings,
            ..Site::default()
        }
    }

    /// What follows when a build was complete. One that shows nothing new is none: there is a look at the files now and then.
    pub(super) fn succeeded(&self, snapshot: Snapshot) -> Site {
        // Other settings show on every page, though its bytes are the same.
        let changes = self
            .snapshot
            .as_ref()
            .filter(|old| {
                self.settings == snapshot.settings
                    && old.wrong_everywhere == snapshot.wrong_everywhere
            })
            .and_then(|old| changes(old, &snapshot));
        let shows_nothing_new = self.failure.is_none()
            && snapshot.saved.is_empty()
            && changes.as_ref().is_some_and(Difference::is_empty)
            && self.problems() == snapshot.problems;
        if shows_nothing_new {
            return self.clone();
        }
        let mut history = self.history.clone();
        history.push_back(Arc::new(Step {
            changes,
            saved: snapshot.saved.clone(),
        }));
        if history.len() > HISTORY {
            history.pop_front();
        }
        Site {
            build: self.build + 1,
            settings: snapshot.settings.clone(),
            snapshot: Some(Arc::new(snapshot)),
            failure: None,
            history,
        }
    }

    /// What follows when a build failed: the last good one stays.
    pub(super) fn failed(&self, problems: Vec<Problem>) -> Site {
        Site {
            failure: Some(problems),
            ..self.clone()
        }
    }

    /// The problems to show now, and whether they kept a build from being shown.
    pub(super) fn problems(&self) -> &[Problem] {
        match (&self.failure, &self.snapshot) {
            (Some(problems), _) => problems,
            (None, Some(snapshot)) => &snapshot.problems,
            (None, None) => &[],
        }
    }

    /// What a tab must know that shows build `from` of this very run; nothing if it shows another run's.
    pub(super) fn news(&self, run: &str, from: Option<u64>) -> String {
        let problems = self.problems();
        let shown: Vec<Value> = problems
            .iter()
            .take(MOST_PROBLEMS)
            .map(Problem::to_json)
            .collect();
        let (changed, renamed) = match from.and_then(|from| self.changed_since(from)) {
            Some((addresses, renamed)) => (json!(addresses), json!(renamed)),
            None => (json!("all"), json!({})),
        };
        let behind = from.is_some_and(|from| from < self.build);
        let follow = self.snapshot.as_ref().filter(|_| behind);
        let follow = follow.and_then(|snapshot| Some(snapshot.follow.as_ref()?.as_str()));
        json!({
            "run": run,
            "build": self.build,
            "from": from,
            "changed": changed,
            "renamed": renamed,
            "follow": follow,
            "failed": self.failure.is_some(),
            "problems": shown,
            "more": problems.len().saturating_sub(MOST_PROBLEMS),
        })
        .to_string()
    }

    /// The source files for which an address got other bytes last; nothing if that is longer ago than is
    /// remembered, or more changed at once than is told.
    pub(super) fn saved_for(&self, address: &str) -> Option<&[String]> {
        let mut steps = self.history.iter().rev();
        let step = steps.find(|step| match &step.changes {
            Some(difference) => difference.addresses.contains(address),
            None => true,
        })?;
        step.changes.as_ref().map(|_| step.saved.as_slice())
    }

    fn changed_since(&self, from: u64) -> Option<(BTreeSet<&str>, BTreeMap<&str, &str>)> {
        let behind = usize::try_from(self.build.checked_sub(from)?).ok()?;
        let start = self.history.len().checked_sub(behind)?;
        let (mut all, mut renamed) = (BTreeSet::new(), BTreeMap::new());
        for step in self.history.range(start..) {
            let difference = step.changes.as_ref()?;
            all.extend(difference.addresses.iter().map(String::as_str));
            for (old, new) in &difference.renamed {
                // What was renamed twice leads from its first name to its last.
                renamed
                    .values_mut()
                    .filter(|name| **name == old)
                    .for_each(|name| *name = new.as_str());
                renamed.insert(old.as_str(), new.as_str());
            }
        }
        (all.len() <= MOST_ADDRESSES).then_some((all, renamed))
    }
}

/// What differs; nothing when it is too much to tell.
fn changes(old: &Snapshot, new: &Snapshot) -> Changes {
    let differing = differing(&old.outputs, &new.outputs, |output| output.fingerprint);
    let renamed = renamed_styles(&differing);
    let mut changed = BTreeSet::new();
    for Differing { path, old, new } in &differing {
        let same = match (old, new) {
            (Some(old), Some(new)) if path.as_str().ends_with(".html") => {
                same_but_for(&renamed, &old.bytes, &new.bytes)
            }
            _ => false,
        };
        if !same {
            changed.insert(path.to_route().as_str().to_owned());
        }
        if changed.len() > MOST_ADDRESSES {
            return None;
        }
    }
    for (here, there) in [(&old.badges, &new.badges), (&new.badges, &old.badges)] {
        let differ = here
            .iter()
            .filter(|(route, badges)| there.get(route) != Some(badges));
        changed.extend(differ.map(|(route, _)| route.as_str().to_owned()));
    }
    for (here, there) in [(&old.wrong, &new.wrong), (&new.wrong, &old.wrong)] {
        let differ = here
            .iter()
            .filter(|(route, wrong)| there.get(route) != Some(wrong));
        changed.extend(differ.map(|(route, _)| route.as_str().to_owned()));
    }
    let address = |path: &OutputPath| path.to_route().as_str().to_owned();
    (changed.len() <= MOST_ADDRESSES).then(|| Difference {
        addresses: changed,
        renamed: renamed
            .iter()
            .map(|(old, new)| (address(old), address(new)))
            .collect(),
    })
}

/// Style sheets that are gone, each with the new one of the same name but for the fingerprint in it.
fn renamed_styles(
    differing: &[Differing<'_, OutputPath, Output>],
) -> Vec<(OutputPath, OutputPath)> {
    // `assets/calm.0f3a5b.css` is `assets/calm` to us.
    let name = |path: &OutputPath| path.as_str().rsplitn(3, '.').nth(2).map(str::to_owned);
    let styles = || {
        differing
            .iter()
            .filter(|file| file.path.as_str().ends_with(".css"))
    };
    let pair = |gone: &OutputPath| {
        let mut arrived = styles().filter(|file| file.old.is_none());
        let successor =
            arrived.find(|file| name(file.path).is_some() && name(file.path) == name(gone))?;
        Some((gone.clone(), successor.path.clone()))
    };
    let gone = styles().filter(|file| file.new.is_none());
    gone.filter_map(|file| pair(file.path)).collect()
}

/// Whether two pages differ in nothing but the names of renamed style sheets.
fn same_but_for(renamed: &[(OutputPath, OutputPath)], old: &[u8], new: &[u8]) -> bool {
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        return false;
    };
    !renamed.is_empty()
        && renamed.iter().fold(old.to_owned(), |page, (old, new)| {
            page.replace(old.as_str(), new.as_str())
        }) == new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Output;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot {
            outputs: files
                .iter()
                .map(|(path, text)| (OutputPath::new(path), Output::new(text.as_bytes().to_vec())))
                .collect(),
            ..Snapshot::default()
        }
    }

    fn changed(site: &Site, from: u64) -> Value {
        let news: Value = serde_json::from_str(&site.news("r", Some(from))).expect("it is JSON");
        news["changed"].clone()
    }

    #[test]
    fn a_tab_that_missed_builds_learns_what_all_of_them_changed() {
        let site = Site::default()
            .succeeded(snapshot(&[
                ("index.html", "1"),
                ("a/index.html", "1"),
                ("b.css", "1"),
            ]))
            .succeeded(snapshot(&[
                ("index.html", "1"),
                ("a/index.html", "2"),
                ("b.css", "1"),
            ]))
            .succeeded(snapshot(&[("index.html", "1"), ("a/index.html", "2")]));
        assert_eq!(changed(&site, 3), json!([]));
        assert_eq!(changed(&site, 2), json!(["/b.css"]));
        assert_eq!(changed(&site, 1), json!(["/a/", "/b.css"]));
        assert_eq!(
            changed(&site, 0),
            json!("all"),
            "there was nothing to compare with"
        );
        assert_eq!(changed(&site, 9), json!("all"), "a build of another run");
    }

    #[test]
    fn a_build_that_shows_nothing_new_is_none_unless_it_mends_something() {
        let same = || snapshot(&[("index.html", "1")]);
        let site = Site::default().succeeded(same());
        assert_eq!(site.succeeded(same()).build, 1);
        let saved = Snapshot {
            saved: vec!["content/unused.svg".to_owned()],
            ..same()
        };
        assert_eq!(site.succeeded(saved).build, 2);
        let mended = site.failed(Vec::new()).succeeded(same());
        assert!(mended.build == 2 && mended.failure.is_none());
    }

    #[test]
    fn a_page_knows_for_which_files_it_was_made_again_last() {
        let build = |a: &str, b: &str, saved: &str| Snapshot {
            saved: vec![saved.to_owned()],
            ..snapshot(&[("a/index.html", a), ("b/index.html", b)])
        };
        let site = Site::default()
            .succeeded(build("1", "1", "all"))
            .succeeded(build("2", "2", "content/title.md"))
            .succeeded(build("2", "3", "content/b.md"));
        assert_eq!(
            site.saved_for("/a/"),
            Some(&["content/title.md".to_owned()][..])
        );
        assert_eq!(
            site.saved_for("/b/"),
            Some(&["content/b.md".to_owned()][..])
        );
        assert_eq!(
            site.saved_for("/never/"),
            None,
            "the first build had nothing before it"
        );
    }

    #[test]
    fn a_failed_build_leaves_the_last_good_one_in_place() {
        let problem = Problem {
            severity: Severity::Error,
            code: "LINK-01".to_owned(),
            file: Some("content/a.md".to_owned()),
            line: Some(3),
            column: Some(7),
            message: "leads nowhere".to_owned(),
            help: None,
            frame: None,
        };
        assert_eq!(problem.place().as_deref(), Some("content/a.md:3:7"));
        let good = Site::default().succeeded(snapshot(&[("index.html", "1")]));
        let failed = good.failed(vec![problem]);
        assert_eq!(failed.build, 1);
        assert!(failed.snapshot.is_some());
        assert_eq!(failed.problems().len(), 1);
        assert_eq!(changed(&failed, 1), json!([]));
        let mended = failed.succeeded(snapshot(&[("index.html", "2")]));
        assert_eq!((mended.build, mended.problems().len()), (2, 0));
    }

    #[test]
    fn a_page_whose_style_sheet_was_renamed_has_not_changed() {
        let build = |name: &str, text: &str| {
            let page = format!("<link href=../assets/{name}>{text}");
            let style = format!("assets/{name}");
            snapshot(&[("a/index.html", &page), (&style, name)])
        };
        let site = Site::default()
            .succeeded(build("calm.1.css", "one"))
            .succeeded(build("calm.2.css", "one"))
            .succeeded(build("calm.3.css", "two"));
        let news: Value = serde_json::from_str(&site.news("r", Some(1))).expect("it is JSON");
        assert_eq!(news["renamed"]["/assets/calm.1.css"], "/assets/calm.3.css");
        assert_eq!(
            changed(&site, 2),
            json!(["/a/", "/assets/calm.2.css", "/assets/calm.3.css"])
        );
    }

    #[test]
    fn a_page_that_only_lost_its_badge_has_changed() {
        let mut draft = snapshot(&[("a/index.html", "1")]);
        draft
            .badges
            .insert(Route::new("/a/"), vec!["draft".to_owned()]);
        let site = Site::default()
            .succeeded(draft)
            .succeeded(snapshot(&[("a/index.html", "1")]));
        assert_eq!(changed(&site, 1), json!(["/a/"]));
    }

    #[test]
    fn only_a_tab_that_shows_an_older_build_is_taken_to_what_was_saved() {
        let mut saved = snapshot(&[("a/index.html", "2")]);
        saved.follow = Some(Route::new("/a/"));
        let site = Site::default()
            .succeeded(snapshot(&[("a/index.html", "1")]))
            .succeeded(saved);
        let follow = |from| {
            let news: Value = serde_json::from_str(&site.news("r", from)).expect("it is JSON");
            news["follow"].clone()
        };
        assert_eq!(follow(Some(1)), json!("/a/"));
        assert_eq!(follow(Some(2)), Value::Null, "it is current");
        assert_eq!(follow(None), Value::Null, "it was opened just now");
    }
}
