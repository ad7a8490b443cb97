//! What a deployment does, from three lists: the files of the site, the record in the store, and what the store holds.
//!
//! Nothing is read or written here.

use std::collections::{BTreeMap, BTreeSet};

use super::caching::{Caching, is_fingerprinted};
use super::job::{Settings, Site};
use super::record::{self, Record, State};
use super::store::About;
use crate::diag::{Error, Result};
use crate::files::PublishedFile;
use crate::media_type::{self, HTML};
use crate::memo::Fingerprint;

/// How many pages may always leave the site at once: a share of a few pages would be less than one.
const FEW: usize = 10;

/// One upload.
#[derive(Debug)]
pub(super) struct Upload<'a> {
    pub(super) file: &'a PublishedFile,
    pub(super) about: About,
    /// The place of the file in the order of the room.
    step: Step,
}

/// The steps of the order, see the room. Within one, files may arrive in any order, but for [`Step::NewPages`], where the deepest
/// are first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    NewFiles,
    NewPages(std::cmp::Reverse<usize>),
    ChangedFiles,
    ChangedPages,
    Front,
    Lists,
}

/// What a deployment does.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The uploads, step by step.
    pub(super) steps: Vec<Vec<Upload<'a>>>,
    /// The names of the files to remove, at the end.
    pub(super) removals: Vec<String>,
    /// The names of the files that left the site now, and stay for one more deployment.
    pub(super) past: Vec<String>,
    /// How many files are already as they should be.
    pub(super) unchanged: usize,
    /// The record while the deployment is under way.
    pub(super) under_way: Record,
    /// The record when all is uploaded.
    pub(super) uploaded: Record,
    /// The record when all is removed as well.
    pub(super) finished: Record,
}

/// What is online, as far as it is known.
pub(super) struct Online<'a> {
    pub(super) record: Option<&'a Record>,
    /// The files of the store and their lengths, without those that only mend reads.
    pub(super) files: &'a BTreeMap<String, u64>,
}

impl<'a> Plan<'a> {
    /// Compares the site with what is online.
    ///
    /// # Errors
    ///
    /// When so many pages would leave the site that it looks like a mistake.
    pub(super) fn new(
        site: &'a Site<'_>,
        online: &Online<'_>,
        settings: &Settings,
    ) -> Result<Self> {
        let empty = Record::default();
        let before = online.record.unwrap_or(&empty);
        let caching = Caching::new(&settings.cache_control);
        let mut uploads = Vec::new();
        let mut uploaded = Record {
            address: site.address.to_owned(),
            site: site.id.to_owned(),
            ..Record::default()
        };
        let mut under_way = Record {
            address: site.address.to_owned(),
            site: String::new(),
            ..before.clone()
        };
        for file in site.files {
            let key = record::key(&file.path);
            let about = About {
                media_type: media_type::of(&file.path),
                cache_control: caching.of(&file.path).to_owned(),
            };
            let known = State::Known(content(file, &about));
            let is_there = online.files.get(&*file.path) == Some(&file.length);
            if !(is_there && before.files.get(&key) == Some(&known)) {
                let is_new = !online.files.contains_key(&*file.path);
                let step = Step::of(&file.path, is_new);
                uploads.push(Upload { file, about, step });
                under_way.files.insert(key.clone(), State::Uncertain);
            }
            uploaded.files.insert(key, known);
        }
        uploads
            .sort_by(|one, other| (one.step, &one.file.path).cmp(&(other.step, &other.file.path)));
        let unchanged = site.files.len() - uploads.len();
        let (removals, past) = leaving(before, &uploaded, online, settings);
        refuse_loss(&past, &removals, before, site, settings)?;
        let keys = |names: &[String]| -> BTreeSet<String> {
            names.iter().map(|name| record::key(name)).collect()
        };
        let finished = Record {
            past: keys(&past),
            ..uploaded
        };
        let uploaded = Record {
            gone: keys(&removals),
            ..finished.clone()
        };
        Ok(Self {
            steps: uploads.into_iter().fold(
                Vec::new(),
                |mut steps: Vec<Vec<Upload<'_>>>, upload| {
                    match steps.last_mut() {
                        Some(step) if step[0].step == upload.step => step.push(upload),
                        _ => steps.push(vec![upload]),
                    }
                    steps
                },
            ),
            removals,
            past,
            unchanged,
            under_way,
            uploaded,
            finished,
        })
    }

    /// Whether the store is already as it should be.
    pub(super) fn is_empty(&self, before: Option<&Record>) -> bool {
        self.steps.is_empty() && self.removals.is_empty() && before == Some(&self.finished)
    }
}

impl Step {
    fn of(name: &str, is_new: bool) -> Self {
        let is_page = media_type::of(name) == HTML;
        match (name, is_new) {
            ("index.html" | "404.html", _) => Self::Front,
            (name, _) if is_list(name) => Self::Lists,
            (name, true) if is_page => Self::NewPages(std::cmp::Reverse(name.matches('/').count())),
            (_, true) => Self::NewFiles,
            (_, false) if is_page => Self::ChangedPages,
            (_, false) => Self::ChangedFiles,
        }
    }
}

/// Whether a file tells programs which pages there are: a feed, a site map, `robots.txt`.
fn is_list(name: &str) -> bool {
    let ending = name.rsplit('.').next();
    name == "robots.txt" || matches!(ending, Some("xml" | "atom" | "rss"))
}

/// The fingerprint of what a store holds of a file: its contents and its headers.
fn content(file: &PublishedFile, about: &About) -> String {
    let About {
        media_type,
        cache_control,
    } = about;
    let text = format!("{}\n{media_type}\n{cache_control}", file.hash);
    Fingerprint::of_bytes(text.as_bytes()).to_hex()
}

/// The files that are removed now, and those that stay for one more deployment.
fn leaving(
    before: &Record,
    after: &Record,
    online: &Online<'_>,
    settings: &Settings,
) -> (Vec<String>, Vec<String>) {
    // A second run for the same site, after one that failed, is not one more deployment.
    let is_same_site = before.site == after.site;
    let (mut removals, mut past) = (Vec::new(), Vec::new());
    for name in online.files.keys() {
        let key = record::key(name);
        if after.files.contains_key(&key) || !before.has(&key) {
            continue;
        }
        let is_over = before.gone.contains(&key)
            || (before.past.contains(&key) && !is_same_site)
            || !settings.keep_previous;
        match is_over {
            true => removals.push(name.clone()),
            false => past.push(name.clone()),
        }
    }
    (removals, past)
}

/// Refuses a deployment that takes more pages off the site than the settings allow. Files with fingerprints in their names come and
/// go with every change, so they do not count.
fn refuse_loss(
    past: &[String],
    removals: &[String],
    before: &Record,
    site: &Site<'_>,
    settings: &Settings,
) -> Result<()> {
    let is_leaving =
        |name: &&String| !is_fingerprinted(name) && before.files.contains_key(&record::key(name));
    let leaving: Vec<&String> = past.iter().chain(removals).filter(is_leaving).collect();
    let lasting = site
        .files
        .iter()
        .filter(|file| !is_fingerprinted(&file.path));
    let all = lasting.count() + leaving.len();
    let most = (all * usize::from(settings.max_deleted_percent) / 100).max(FEW);
    if settings.allow_deletes || leaving.len() <= most {
        return Ok(());
    }
    let first: Vec<&str> = leaving.iter().take(3).map(|name| name.as_str()).collect();
    Err(Error::new(format!(
        "{} of {all} pages and files that are online are not in the site any more, such as {}",
        leaving.len(),
        first.join(", ")
    ))
    .help(format!(
        "nothing was changed; if they are to go, pass --allow-deletes (the limit is max_deleted_percent = {})",
        settings.max_deleted_percent
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn file(path: &str, hash: &str) -> PublishedFile {
        PublishedFile {
            path: path.into(),
            length: 1,
            hash: hash.into(),
        }
    }

    fn settings() -> Settings {
        Settings {
            keep_previous: true,
            max_deleted_percent: 10,
            ..Settings::default()
        }
    }

    /// What is done when a site of `before` is online, deployed by mend, and `after` is deployed.
    fn change(
        before: &[(&str, &str)],
        after: &[(&str, &str)],
        settings: &Settings,
        check: impl FnOnce(Result<Plan<'_>>),
    ) {
        let files = |all: &[(&str, &str)]| -> Vec<PublishedFile> {
            all.iter().map(|(path, hash)| file(path, hash)).collect()
        };
        let (old, new) = (files(before), files(after));
        let site = |id, files| Site {
            folder: Path::new("/"),
            id,
            address: "",
            files,
        };
        let nothing = BTreeMap::new();
        let first = Online {
            record: None,
            files: &nothing,
        };
        let one = site("1", &old);
        let record = Plan::new(&one, &first, settings)
            .expect("a first plan")
            .finished;
        let listed = old.iter().map(|file| (file.path.to_string(), file.length));
        let online = Online {
            record: (!before.is_empty()).then_some(&record),
            files: &listed.collect(),
        };
        check(Plan::new(&site("2", &new), &online, settings));
    }

    /// The names that are uploaded, step by step.
    fn names(plan: &Plan<'_>) -> Vec<Vec<String>> {
        let step =
            |step: &Vec<Upload<'_>>| step.iter().map(|up| up.file.path.to_string()).collect();
        plan.steps.iter().map(step).collect()
    }

    #[test]
    fn what_leads_to_others_goes_after_them() {
        let before = [
            ("index.html", "1"),
            ("old/index.html", "1"),
            ("search/root.js", "1"),
            ("404.html", "1"),
        ];
        let after = [
            ("404.html", "1"),
            ("a/b/index.html", "1"),
            ("a/index.html", "1"),
            ("assets/style.0123456789ab.css", "1"),
            ("feed.xml", "1"),
            ("index.html", "2"),
            ("old/index.html", "2"),
            ("search/root.js", "2"),
        ];
        change(&before, &after, &settings(), |plan| {
            let plan = plan.expect("a plan");
            let wanted: [&[&str]; 7] = [
                &["assets/style.0123456789ab.css"],
                &["a/b/index.html"],
                &["a/index.html"],
                &["search/root.js"],
                &["old/index.html"],
                &["index.html"],
                &["feed.xml"],
            ];
            assert_eq!(names(&plan), wanted);
            assert_eq!(plan.unchanged, 1);
        });
    }

    #[test]
    fn a_file_that_left_the_site_stays_for_one_deployment_and_foreign_ones_for_ever() {
        let before = [("a.html", "1"), ("b.html", "1")];
        change(&before, &[("a.html", "1")], &settings(), |plan| {
            let plan = plan.expect("a plan");
            assert!(plan.removals.is_empty() && plan.steps.is_empty());
            assert_eq!(plan.past, ["b.html"]);
            let listed = ["a.html", "b.html", "foreign.html"].map(|name| (name.to_owned(), 1));
            let online = Online {
                record: Some(&plan.finished),
                files: &listed.into(),
            };
            let files = [file("a.html", "1")];
            let again = |id| {
                let site = Site {
                    folder: Path::new("/"),
                    id,
                    address: "",
                    files: &files,
                };
                Plan::new(&site, &online, &settings())
                    .expect("a plan")
                    .removals
            };
            assert_eq!(again("2"), [""; 0], "the same site once more");
            assert_eq!(again("3"), ["b.html"]);
        });
        let at_once = Settings {
            keep_previous: false,
            ..settings()
        };
        change(&before, &[("a.html", "1")], &at_once, |plan| {
            assert_eq!(plan.expect("a plan").removals, ["b.html"]);
        });
    }

    #[test]
    fn a_site_that_is_mostly_gone_is_refused() {
        let names: Vec<String> = (0..40).map(|at| format!("{at}.html")).collect();
        let before: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        change(&before, &before[..30], &settings(), |plan| {
            assert!(plan.is_ok(), "a few may always go");
        });
        change(&before, &before[..29], &settings(), |plan| {
            let error = plan.expect_err("too many");
            assert!(error.to_string().starts_with("11 of 40 pages"), "{error}");
        });
        let allowed = Settings {
            allow_deletes: true,
            ..settings()
        };
        change(&before, &[("0.html", "1")], &allowed, |plan| {
            assert_eq!(plan.expect("allowed").past.len(), 39);
        });
    }

    #[test]
    fn a_file_that_somebody_changed_or_removed_in_the_store_is_put_back() {
        let files = [file("a.html", "1"), file("b.html", "1")];
        let site = Site {
            folder: Path::new("/"),
            id: "1",
            address: "",
            files: &files,
        };
        let nothing = BTreeMap::new();
        let first = Online {
            record: None,
            files: &nothing,
        };
        let record = Plan::new(&site, &first, &settings())
            .expect("a plan")
            .finished;
        let online = Online {
            record: Some(&record),
            files: &[("a.html".to_owned(), 7)].into(),
        };
        let plan = Plan::new(&site, &online, &settings()).expect("a plan");
        assert_eq!(
            names(&plan),
            [vec!["b.html".to_owned()], vec!["a.html".to_owned()]]
        );
    }
}
