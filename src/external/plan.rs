//! Decides which links to request, and derives problems from the answers.

use super::answer::Answer;
use super::cache::Cache;
use super::round::Answers;
use super::verdict::judge;
use crate::diag::Diagnostic;
use crate::files::Inputs;
use crate::report::ExternalLink;

/// What is asked.
pub struct Plan<'a> {
    /// The links that are checked.
    links: Vec<&'a ExternalLink>,
    /// Those whose answer is cached.
    cached: Vec<(&'a ExternalLink, Answer)>,
    /// The addresses to ask for.
    questions: Vec<&'a str>,
    /// How many links are not checked.
    skipped: usize,
}

/// The links out of a site, checked.
#[derive(Debug, Default)]
pub struct LinkCheck {
    /// What is wrong, at each place where such a link is written.
    pub problems: Vec<Diagnostic>,
    /// No host could be reached, so only cached answers were judged.
    pub offline: bool,
    /// How many addresses were asked for.
    pub asked: usize,
    /// How many answers were cached.
    pub cached: usize,
    /// How many links are not checked.
    pub skipped: usize,
    /// How the checked links are.
    pub counts: Counts,
}

/// How links are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those whose page exists.
    pub fine: usize,
    /// Those whose page has moved.
    pub moved: usize,
    /// Those of which nothing could be learnt.
    pub unverified: usize,
    /// Those whose page does not exist.
    pub gone: usize,
}

impl<'a> Plan<'a> {
    /// Plans requests for every page whose answer is not cached, except addresses that begin with one of `skip`.
    pub fn new(
        all: &'a [ExternalLink],
        skip: &[String],
        cached_answer: impl Fn(&str) -> Option<Answer>,
    ) -> Self {
        let is_skipped = |url: &str| skip.iter().any(|start| url.starts_with(start));
        let is_page = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        let links = all.iter();
        let links: Vec<_> = links
            .filter(|link| is_page(&link.url) && !is_skipped(&link.url))
            .collect();
        let (mut cached, mut questions) = (Vec::new(), Vec::new());
        for link in &links {
            match cached_answer(&link.url) {
                Some(answer) => cached.push((*link, answer)),
                None => questions.push(link.url.as_str()),
            }
        }
        Self {
            skipped: all.len() - links.len(),
            links,
            cached,
            questions,
        }
    }

    /// The addresses to ask for.
    pub fn questions(&self) -> &[&'a str] {
        &self.questions
    }

    /// Judges the answers, and keeps the good ones. When no host could be reached the cache stays as it is.
    pub fn finish(self, answers: &Answers, inputs: &Inputs, cache: &mut Cache) -> LinkCheck {
        let found = &answers.by_address;
        let mut check = LinkCheck {
            offline: answers.offline,
            asked: found.len(),
            cached: self.cached.len(),
            skipped: self.skipped,
            ..LinkCheck::default()
        };
        let mut known = self.cached;
        if !answers.offline {
            let addresses: Vec<&str> = self.links.iter().map(|link| link.url.as_str()).collect();
            cache.retain(&addresses);
            for (address, answer) in found {
                cache.keep(address, answer, inputs.options.now);
            }
            let links = self.links.into_iter();
            known.extend(links.filter_map(|link| Some((link, found.get(&link.url)?.clone()))));
        }
        for (link, answer) in &known {
            check.counts.add(answer);
            check.problems.extend(judge(inputs, link, answer));
        }
        check
    }
}

impl Counts {
    fn add(&mut self, answer: &Answer) {
        *match answer {
            Answer::Fine => &mut self.fine,
            Answer::Moved(_) => &mut self.moved,
            Answer::Refused(_) | Answer::Silent(_) => &mut self.unverified,
            Answer::Gone(_) => &mut self.gone,
        } += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(urls: &[&str]) -> Vec<ExternalLink> {
        let link = |url: &&str| ExternalLink {
            url: (*url).to_owned(),
            from: Vec::new(),
        };
        urls.iter().map(link).collect()
    }

    #[test]
    fn only_pages_that_are_neither_skipped_nor_cached_are_asked_for() {
        let links = links(&[
            "https://a.example/",
            "https://b.example/",
            "https://c.example/x",
            "mailto:a@example.org",
        ]);
        let skip = ["https://c.example/".to_owned()];
        let cached = |url: &str| url.contains("//b").then_some(Answer::Fine);
        let plan = Plan::new(&links, &skip, cached);
        assert_eq!(plan.questions(), ["https://a.example/"]);
        assert_eq!((plan.cached.len(), plan.skipped), (1, 2));
    }

    #[test]
    fn each_answer_is_counted_once() {
        let mut counts = Counts::default();
        let text = || "x".to_owned();
        for answer in [
            Answer::Fine,
            Answer::Moved(text()),
            Answer::Refused(text()),
            Answer::Silent(text()),
            Answer::Gone(text()),
        ] {
            counts.add(&answer);
        }
        let expected = Counts {
            fine: 1,
            moved: 1,
            unverified: 2,
            gone: 1,
        };
        assert_eq!(counts, expected);
    }
}
