//! The script with which a browser tells which audience a query comes from.
//!
//! The examples are the `asks` of `audiences.yaml`. From these a linear support vector machine learns, for each audience, how much
//! each feature of a query says; `asker.js` has the features, which are made of stems. The words for people that say the same are language data. Whether and
//! how an article ranks higher is decided in `client.js`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::json;

use super::file::File;
use super::language::{Language, STOP_MARK};
use super::page::{Article, Page};
use crate::data::paths::AudienceKind;
use crate::files::bare_script;
use crate::language::primary;
use crate::word_list;
use crate::words;

/// Judges what was typed, in the browser.
static SCRIPT: LazyLock<String> = LazyLock::new(|| bare_script(include_str!("asker.js")));

/// The most features that are published. More say hardly more, and every reader loads them.
const MOST: usize = 130;

/// What a weight of 1 is worth: the learner asks that an example is 1 above the bar, and the browser counts in whole numbers.
const GRAIN: f64 = 0.25;

/// How strongly weights are kept small.
const RIDGE: f64 = 1.0;

/// How often the learner goes over all weights. They hardly change after a third of that.
const SWEEPS: usize = 60;

/// Whether there is anything to learn: with the examples of one audience, there is nothing to tell apart.
pub(super) fn can_learn(audiences: &[AudienceKind]) -> bool {
    let with_examples = audiences.iter().filter(|kind| !kind.asks.is_empty());
    with_examples.count() > 1
}

/// The file of a site whose audiences have examples.
pub(super) fn file(
    audiences: &[AudienceKind],
    articles: &[Article<'_>],
    tag: &str,
    language: &Language,
) -> File {
    let people = people(tag);
    let model = Model::of(audiences, &people, language);
    let (articles, mixes) = mixes(articles);
    let fits = audiences.iter().map(|asking| {
        let fits = mixes.iter().map(|mix| fit(asking, mix, audiences));
        fits.collect::<Vec<i32>>()
    });
    let data = json!({
        "people": people, "least": model.least, "weights": model.weights, "articles": articles,
        "fits": fits.collect::<Vec<_>>(),
    });
    File::function("asker", &SCRIPT, Some(&data))
}

/// The words for people of a language, each group with its name.
fn people(tag: &str) -> Vec<(&'static str, &'static str)> {
    let list = match primary(tag).as_str() {
        "en" => include_str!("../words/en/people.txt"),
        _ => "",
    };
    word_list::entries(list)
        .filter_map(|line| line.split_once(" = "))
        .collect()
}

/// A character for each article, and the audiences that each of these characters means, from `0` on.
fn mixes<'a>(articles: &[Article<'a>]) -> (String, Vec<Vec<&'a str>>) {
    let mut mixes: Vec<Vec<&str>> = Vec::new();
    let characters = articles.iter().map(|article| {
        let mix: Vec<&str> = match &article.page {
            Page::Document(page) => {
                let audience = page.document.meta.audience.iter();
                audience.map(|(id, _)| id.as_str()).collect()
            }
            Page::Generated(_) => Vec::new(),
        };
        let at = mixes.iter().position(|known| *known == mix);
        let at = at.unwrap_or_else(|| {
            mixes.push(mix);
            mixes.len() - 1
        });
        char::from_u32('0' as u32 + at as u32).unwrap_or('0')
    });
    let characters = characters.collect();
    (characters, mixes)
}

/// How well an article suits an audience that asks, from -100 to 100. The audience that the article names first counts twice. One
/// that includes everybody changes nothing.
fn fit(asking: &AudienceKind, mix: &[&str], audiences: &[AudienceKind]) -> i32 {
    let (mut sum, mut all) = (0, 0);
    for (at, id) in mix.iter().enumerate() {
        let weight = if at == 0 { 2 } else { 1 };
        let is_open = audiences.iter().any(|kind| kind.everyone && kind.id == *id);
        sum += match (*id == asking.id, is_open) {
            (true, _) => weight,
            (false, true) => 0,
            (false, false) => -weight,
        };
        all += weight;
    }
    if all == 0 { 0 } else { 100 * sum / all }
}

/// What was learnt from the examples.
struct Model {
    /// For each audience, what the weights of a query must exceed.
    least: Vec<i32>,
    /// For each feature, what it says for each audience.
    weights: BTreeMap<String, Vec<i32>>,
}

impl Model {
    fn of(audiences: &[AudienceKind], people: &[(&str, &str)], language: &Language) -> Self {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut examples: Vec<Example> = Vec::new();
        for (audience, kind) in audiences.iter().enumerate() {
            for text in &kind.asks {
                let (words, features) = features(text, people, language);
                let number = |feature| {
                    let next = numbers.len();
                    *numbers.entry(feature).or_insert(next)
                };
                examples.push(Example {
                    audience,
                    scale: 1.0 / f64::from(words + 1).sqrt(),
                    features: features.into_iter().map(number).collect(),
                });
            }
        }
        let count = audiences.len();
        let learnt = (0..count).map(|audience| learn(&examples, numbers.len(), audience));
        let learnt: Vec<(f64, Vec<f64>)> = learnt.collect();
        let rounded = |weight: f64| (weight / GRAIN).round();
        // The strongest features: by the largest weight that one has for any audience.
        let strength = |feature: usize| {
            let weights = learnt.iter().map(|(_, weights)| weights[feature].abs());
            rounded(weights.fold(0.0, f64::max))
        };
        let mut kept: Vec<(&String, usize)> =
            numbers.iter().map(|(text, at)| (text, *at)).collect();
        kept.sort_by(|(left, one), (right, other)| {
            strength(*other).total_cmp(&strength(*one)).then_with(|| {
                let length = |text: &str| text.split(' ').count();
                length(left).cmp(&length(right)).then(left.cmp(right))
            })
        });
        kept.truncate(MOST);
        let whole = |weight: f64| rounded(weight) as i32;
        let weights = kept.into_iter().filter(|(_, at)| strength(*at) > 0.0);
        let weights = weights.map(|(text, at)| {
            let weights = learnt.iter().map(|(_, weights)| whole(weights[at]));
            (text.clone(), weights.collect())
        });
        Self {
            weights: weights.collect(),
            least: learnt.iter().map(|(base, _)| whole(-base)).collect(),
        }
    }
}

/// A query and the number of its audience.
struct Example {
    audience: usize,
    /// One divided by the root of its length: a long query has more features.
    scale: f64,
    features: Vec<usize>,
}

/// How many words a query has, and its features: the same as in `asker.js`.
fn features(text: &str, people: &[(&str, &str)], language: &Language) -> (u32, BTreeSet<String>) {
    let mut row = vec!["^".to_owned()];
    words::searched(text, |word| {
        let form = words::fold(word);
        let mut people = people.iter();
        let group = people.find(|(_, group)| group.split(' ').any(|own| own == form));
        row.push(match group {
            Some((name, _)) => (*name).to_owned(),
            None => language.stem(word).trim_start_matches(STOP_MARK).to_owned(),
        });
    });
    let mut features = BTreeSet::new();
    for length in 1..=3 {
        features.extend(row.windows(length).map(|run| run.join(" ")));
    }
    // Every query has this feature.
    features.remove("^");
    (row.len() as u32 - 1, features)
}

/// A base and the weights of all features with which the sum over an example's features is 1 or more for this audience,
/// and -1 or less for the others, as far as the ridge allows. Squared hinge loss, by coordinate descent: it needs only the four operations and the square
/// root, so every machine gets the same numbers.
fn learn(examples: &[Example], features: usize, audience: usize) -> (f64, Vec<f64>) {
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); features];
    for (row, example) in examples.iter().enumerate() {
        for feature in &example.features {
            columns[*feature].push(row);
        }
    }
    let sign = |row: usize| match examples[row].audience == audience {
        true => 1.0,
        false => -1.0,
    };
    // How much each example is short of its bound.
    let mut short = vec![1.0; examples.len()];
    let mut step = |rows: &[usize], is_base: bool, weight: f64, ridge: f64| {
        let value = |row: usize| if is_base { 1.0 } else { examples[row].scale };
        let (mut slope, mut bend) = (ridge * weight, ridge + 1e-9);
        for row in rows.iter().copied() {
            let lacks = f64::max(short[row], 0.0);
            slope -= 2.0 * sign(row) * lacks * value(row);
            // Examples that meet their bound count a little, so that no step overshoots.
            bend += value(row) * value(row) * if lacks > 0.0 { 2.0 } else { 0.02 };
        }
        let change = -slope / bend;
        for row in rows.iter().copied() {
            short[row] -= sign(row) * change * value(row);
        }
        change
    };
    let every: Vec<usize> = (0..examples.len()).collect();
    let mut base = 0.0;
    let mut weights = vec![0.0; features];
    for _ in 0..SWEEPS {
        base += step(&every, true, 0.0, 0.0);
        for (rows, weight) in columns.iter().zip(&mut weights) {
            *weight += step(rows, false, *weight, RIDGE);
        }
    }
    (base, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(id: &str, everyone: bool, asks: &[&str]) -> AudienceKind {
        AudienceKind {
            id: id.to_owned(),
            words: String::new(),
            everyone,
            together: false,
            asks: asks.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    /// Which audience a query comes from, as the browser counts.
    fn asker(model: &Model, query: &str) -> Option<usize> {
        let (words, features) = features(query, &people("en"), &Language::of("en"));
        let scores = model.least.iter().enumerate().map(|(at, least)| {
            let weights = features.iter().filter_map(|one| model.weights.get(one));
            let sum: i32 = weights.map(|weights| weights[at]).sum();
            (
                at,
                f64::from(sum) / f64::from(words + 1).sqrt() - f64::from(*least),
            )
        });
        let best = scores.max_by(|left, right| left.1.total_cmp(&right.1));
        best.filter(|(_, score)| *score > 0.0).map(|(at, _)| at)
    }

    #[test]
    fn who_did_it_tells_who_asks() {
        let audiences = [
            audience(
                "hurt",
                false,
                &[
                    "he lied to me",
                    "my husband cheated",
                    "she kissed my friend",
                ],
            ),
            audience(
                "did",
                false,
                &[
                    "i lied to him",
                    "i cheated on my wife",
                    "i kissed her friend",
                ],
            ),
        ];
        let model = Model::of(&audiences, &people("en"), &Language::of("en"));
        assert_eq!(asker(&model, "she lied again"), Some(0));
        assert_eq!(asker(&model, "my wife is cheating"), Some(0));
        assert_eq!(asker(&model, "I cheated again"), Some(1));
    }

    #[test]
    fn one_audience_is_told_from_no_other() {
        let audiences = [
            audience("hurt", false, &["he lied"]),
            audience("did", false, &[]),
        ];
        assert!(!can_learn(&audiences));
    }

    #[test]
    fn an_article_suits_by_its_audiences_the_first_most() {
        let audiences = [
            audience("hurt", false, &[]),
            audience("did", false, &[]),
            audience("both", true, &[]),
        ];
        let fits = |mix: &[&str]| fit(&audiences[0], mix, &audiences);
        assert_eq!(fits(&["hurt"]), 100);
        assert_eq!(fits(&["hurt", "both"]), 66);
        assert_eq!(fits(&["hurt", "did"]), 33);
        assert_eq!(fits(&["both"]), 0);
        assert_eq!(fits(&["did", "hurt"]), -33);
        assert_eq!(fits(&["did"]), -100);
        assert_eq!(fits(&[]), 0);
    }
}
