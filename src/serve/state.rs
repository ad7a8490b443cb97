//! What is shown now: one complete build, what browsers already have of a newer one, the problems, and what changed lately.
//!
//! A [`State`] never changes. A new build makes a new one and the pointer to it is swapped, so every answer comes from one
//! build.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::diag::Severity;
use crate::files::{Content, Outputs, differing};
use crate::path::{OutputPath, Route};

use super::snapshot::{Overlay, Problem, Settings, Snapshot};

/// More changed addresses than this are sent as "all": a tab reloads faster than it goes through a long list.
const MOST_ADDRESSES: usize = 200;

/// How many steps a tab can miss and still learn exactly what changed.
const HISTORY: usize = 64;

/// How many problems a page shows.
const MOST_PROBLEMS: usize = 50;

/// The state of the preview at one moment.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Counts the steps: each complete build, and each file that was shown before its build was complete. 0 before the first.
    pub(super) build: u64,
    /// The last complete build.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Files of a newer build that is not complete yet, which are shown in the place of those of the last complete one.
    early: Arc<Outputs>,
    /// The settings of that build, or those before any.
    pub(super) settings: Settings,
    /// Why the newest build failed; none if it is shown.
    pub(super) failure: Option<Vec<Problem>>,
    /// The errors that would stop publication and that the preview may not show. While those of the newest build are not known,
    /// those of the one before.
    pub(super) stops: Vec<Problem>,
    /// Where tabs that show an older step go: to the article that was saved, if the author asked for that.
    follow: Option<Route>,
    /// What each of the last steps changed, the newest last.
    history: VecDeque<Arc<Step>>,
}

/// What one step changed.
#[derive(Debug)]
struct Step {
    changes: Changes,
    /// The source files that caused it.
    saved: Vec<String>,
}

/// The addresses whose bytes, badges or notices a build changed; none if there are too many to list.
type Changes = Option<BTreeSet<String>>;

impl State {
    pub(super) fn before_any_build(settings: Settings) -> State {
        State {
            settings,
            ..State::default()
        }
    }

    /// The next state after a successful build. A rebuild that changes nothing (such as the periodic re-scan) keeps the old
    /// build number, so open tabs are not told. What is computed from it on request then comes from the files as they are now.
    pub(super) fn succeeded(&self, snapshot: Snapshot) -> State {
        // Other settings affect every page, although its bytes are the same.
        let changes = self
            .snapshot
            .as_ref()
            .filter(|old| {
                self.settings == snapshot.settings
                    && old.wrong_everywhere == snapshot.wrong_everywhere
            })
            .and_then(|old| changes(old, &self.early, &snapshot));
        let shows_nothing_new = self.failure.is_none()
            && self.early.is_empty()
            && snapshot.saved.is_empty()
            && changes.as_ref().is_some_and(BTreeSet::is_empty)
            && self.problems() == snapshot.problems;
        if shows_nothing_new {
            return State {
                snapshot: Some(Arc::new(snapshot)),
                ..self.clone()
            };
        }
        State {
            build: self.build + 1,
            settings: snapshot.settings.clone(),
            history: self.history_with(changes, &snapshot.saved),
            follow: snapshot.follow.clone(),
            snapshot: Some(Arc::new(snapshot)),
            early: Arc::default(),
            failure: None,
            stops: self.stops.clone(),
        }
    }

    /// The next state with one more file of a build that is not complete yet; none if that shows nothing new. `saved` are the
    /// source files that differ from those of the last complete build.
    pub(super) fn with_early(
        &self,
        path: &OutputPath,
        content: &Content,
        saved: &[String],
    ) -> Option<State> {
        self.snapshot.as_ref()?;
        let shown = self.file(path).map(Content::fingerprint);
        if shown == Some(content.fingerprint()) {
            return None;
        }
        let address = path.to_route().as_str().to_owned();
        Some(State {
            build: self.build + 1,
            history: self.history_with(Some([address].into()), saved),
            follow: None,
            ..self.showing(path, content)
        })
    }

    /// The same state with a newer file, for one answer. The tab that gets it is told again when its step comes, and finds nothing
    /// to change.
    pub(super) fn showing(&self, path: &OutputPath, content: &Content) -> State {
        if self.snapshot.is_none() {
            return self.clone();
        }
        let mut early = (*self.early).clone();
        early.insert(path.clone(), content.clone());
        State {
            early: Arc::new(early),
            ..self.clone()
        }
    }

    fn history_with(&self, changes: Changes, saved: &[String]) -> VecDeque<Arc<Step>> {
        let mut history = self.history.clone();
        history.push_back(Arc::new(Step {
            changes,
            saved: saved.to_vec(),
        }));
        if history.len() > HISTORY {
            history.pop_front();
        }
        history
    }

    /// The file that is shown at a path.
    pub(super) fn file(&self, path: &OutputPath) -> Option<&Content> {
        let complete = || self.snapshot.as_ref()?.outputs.get(path);
        self.early.get(path).or_else(complete)
    }

    /// The next state after a failed build: the last good one stays on the screen.
    pub(super) fn failed(&self, problems: Vec<Problem>) -> State {
        State {
            failure: Some(problems),
            ..self.clone()
        }
    }

    /// The next state when it is known what stops publication.
    pub(super) fn stopped_by(&self, errors: Vec<Problem>) -> State {
        State {
            stops: errors,
            ..self.clone()
        }
    }

    /// The problems to show now: those of the failure, else those of the build.
    pub(super) fn problems(&self) -> &[Problem] {
        match (&self.failure, &self.snapshot) {
            (Some(problems), _) => problems,
            (None, Some(snapshot)) => &snapshot.problems,
            (None, None) => &[],
        }
    }

    /// The message for a tab that shows build `from` of this run; none if it shows a build of another run.
    pub(super) fn message(&self, run: &str, from: Option<u64>) -> String {
        let problems = self.problems();
        let (mut shown, unasked): (Vec<&Problem>, Vec<&Problem>) = problems
            .iter()
            .filter(|problem| problem.overlay != Overlay::Never)
            .partition(|problem| problem.overlay != Overlay::OnRequest);
        // What opens by itself is never left out for what does not.
        shown.extend(unasked);
        let more = shown.len().saturating_sub(MOST_PROBLEMS);
        let shown = shown.into_iter().take(MOST_PROBLEMS);
        let shown: Vec<Value> = shown.map(Problem::to_json).collect();
        let changed = match from.and_then(|from| self.changed_since(from)) {
            Some(addresses) => json!(addresses),
            None => json!("all"),
        };
        let behind = from.is_some_and(|from| from < self.build);
        let follow = self.follow.as_ref().filter(|_| behind);
        let follow = follow.map(Route::as_str);
        json!({
            "run": run,
            "build": self.build,
            "from": from,
            "changed": changed,
            "follow": follow,
            "failed": self.failure.is_some(),
            "saved": self.snapshot.as_ref().map(|snapshot| &snapshot.saved),
            "problems": shown,
            "more": more,
            "counts": counts(problems),
            "stops": stops(&self.stops),
        })
        .to_string()
    }

    /// The source files that last changed the bytes of an address; none if that is longer ago than the history, or too much
    /// changed at once.
    pub(super) fn saved_for(&self, address: &str) -> Option<&[String]> {
        let mut steps = self.history.iter().rev();
        let step = steps.find(|step| match &step.changes {
            Some(addresses) => addresses.contains(address),
            None => true,
        })?;
        step.changes.as_ref().map(|_| step.saved.as_slice())
    }

    fn changed_since(&self, from: u64) -> Option<BTreeSet<&str>> {
        let behind = usize::try_from(self.build.checked_sub(from)?).ok()?;
        let start = self.history.len().checked_sub(behind)?;
        let mut all = BTreeSet::new();
        for step in self.history.range(start..) {
            all.extend(step.changes.as_ref()?.iter().map(String::as_str));
        }
        (all.len() <= MOST_ADDRESSES).then_some(all)
    }
}

/// What stops publication: how many errors, and on which pages.
fn stops(errors: &[Problem]) -> Value {
    let pages: BTreeSet<&str> = errors
        .iter()
        .filter_map(|error| error.page.as_ref().map(Route::as_str))
        .collect();
    json!({ "errors": errors.len(), "pages": pages })
}

/// How many problems of each severity there are, so that the browser says what the terminal says.
fn counts(problems: &[Problem]) -> Value {
    let count = |severity| {
        let same = problems
            .iter()
            .filter(|problem| problem.severity == severity);
        same.count()
    };
    json!({
        "error": count(Severity::Error),
        "warning": count(Severity::Warning),
        "note": count(Severity::Note),
    })
}

/// What differs between the files that are shown, the early ones among them, and those of a new build; none if it is too much to
/// list.
fn changes(old: &Snapshot, early: &Outputs, new: &Snapshot) -> Changes {
    let differing = differing(&old.outputs, &new.outputs, Content::fingerprint);
    let differing = differing.iter().map(|file| file.path);
    let differing = differing.filter(|path| !early.contains_key(path));
    let outdated = early.iter().filter(|(path, shown)| {
        let new = new.outputs.get(path);
        new.map(Content::fingerprint) != Some(shown.fingerprint())
    });
    let outdated = outdated.map(|(path, _)| path);
    let mut changed = BTreeSet::new();
    for path in differing.chain(outdated) {
        changed.insert(path.to_route().as_str().to_owned());
        if changed.len() > MOST_ADDRESSES {
            return None;
        }
    }
    changed.extend(differing_routes(&old.badges, &new.badges));
    changed.extend(differing_routes(&old.wrong, &new.wrong));
    changed.extend(differing_routes(&old.left, &new.left));
    (changed.len() <= MOST_ADDRESSES).then_some(changed)
}

/// The addresses of which two builds say different things.
fn differing_routes<T: PartialEq>(
    old: &BTreeMap<Route, T>,
    new: &BTreeMap<Route, T>,
) -> Vec<String> {
    let other = |here: &BTreeMap<Route, T>, there: &BTreeMap<Route, T>| {
        let differ = here
            .iter()
            .filter(|(route, said)| there.get(route) != Some(said));
        let routes = differ.map(|(route, _)| route.as_str().to_owned());
        routes.collect::<Vec<_>>()
    };
    [other(old, new), other(new, old)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Severity;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot {
            outputs: files
                .iter()
                .map(|(path, text)| {
                    (
                        OutputPath::new(path),
                        Content::new(text.as_bytes().to_vec()),
                    )
                })
                .collect(),
            ..Snapshot::default()
        }
    }

    fn changed(site: &State, from: u64) -> Value {
        let message: Value =
            serde_json::from_str(&site.message("r", Some(from))).expect("it is JSON");
        message["changed"].clone()
    }

    #[test]
    fn a_tab_that_missed_builds_learns_what_all_of_them_changed() {
        let site = State::default()
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
    fn what_was_shown_early_is_not_told_again_unless_the_complete_build_has_other_bytes() {
        let old = snapshot(&[("a/index.html", "1"), ("b/index.html", "1")]);
        let site = State::default().succeeded(old.clone());
        let [a, b] = ["a/index.html", "b/index.html"].map(OutputPath::new);
        let content = |text: &str| Content::new(text.as_bytes());
        let shown = |site: &State, path| site.file(path).expect("shown").fingerprint();
        assert!(
            site.with_early(&a, &content("1"), &[]).is_none(),
            "the same bytes"
        );
        let early = site.with_early(&a, &content("2"), &["content/a.md".to_owned()]);
        let early = early.expect("other bytes");
        assert_eq!(shown(&early, &a), content("2").fingerprint());
        assert_eq!(shown(&early, &b), content("1").fingerprint());
        assert_eq!(changed(&early, 1), json!(["/a/"]));
        assert_eq!(
            early.saved_for("/a/"),
            Some(&["content/a.md".to_owned()][..])
        );
        let new = snapshot(&[("a/index.html", "2"), ("b/index.html", "2")]);
        let complete = early.succeeded(new);
        assert_eq!(changed(&complete, early.build), json!(["/b/"]));
        assert_eq!(changed(&complete, 1), json!(["/a/", "/b/"]));
        let dropped = early.succeeded(old);
        assert_eq!(changed(&dropped, early.build), json!(["/a/"]), "as it was");
    }

    #[test]
    fn a_build_that_shows_nothing_new_is_none_unless_it_mends_something() {
        let same = || snapshot(&[("index.html", "1")]);
        let site = State::default().succeeded(same());
        let again = site.succeeded(same());
        assert_eq!(again.build, 1);
        let snapshots = [&site, &again].map(|state| state.snapshot.clone().expect("it is shown"));
        assert!(
            !Arc::ptr_eq(&snapshots[0], &snapshots[1]),
            "it knows the files as they are"
        );
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
        let site = State::default()
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
            ..Problem::default()
        };
        assert_eq!(problem.place().as_deref(), Some("content/a.md:3:7"));
        let good = State::default().succeeded(snapshot(&[("index.html", "1")]));
        let failed = good.failed(vec![problem]);
        assert_eq!(failed.build, 1);
        assert!(failed.snapshot.is_some());
        assert_eq!(failed.problems().len(), 1);
        assert_eq!(changed(&failed, 1), json!([]));
        let mended = failed.succeeded(snapshot(&[("index.html", "2")]));
        assert_eq!((mended.build, mended.problems().len()), (2, 0));
    }

    #[test]
    fn a_page_that_only_lost_its_badge_has_changed() {
        let mut draft = snapshot(&[("a/index.html", "1")]);
        draft
            .badges
            .insert(Route::new("/a/"), vec!["draft".to_owned()]);
        let site = State::default()
            .succeeded(draft)
            .succeeded(snapshot(&[("a/index.html", "1")]));
        assert_eq!(changed(&site, 1), json!(["/a/"]));
    }

    #[test]
    fn only_a_tab_that_shows_an_older_build_is_taken_to_what_was_saved() {
        let mut saved = snapshot(&[("a/index.html", "2")]);
        saved.follow = Some(Route::new("/a/"));
        let site = State::default()
            .succeeded(snapshot(&[("a/index.html", "1")]))
            .succeeded(saved);
        let follow = |from| {
            let message: Value =
                serde_json::from_str(&site.message("r", from)).expect("it is JSON");
            message["follow"].clone()
        };
        assert_eq!(follow(Some(1)), json!("/a/"));
        assert_eq!(follow(Some(2)), Value::Null, "it is current");
        assert_eq!(follow(None), Value::Null, "it was opened just now");
    }
}
