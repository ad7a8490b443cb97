//! What an article says about its last review: a day, or honestly never.

use serde_json::Value;

use super::Meta;
use crate::date::{Moment, Zone};

/// The review of an article, as far as its front matter can be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Review {
    /// The day a person did it; nothing if nobody did.
    pub reviewed: Option<Moment>,
    /// Whether the article says that it was never reviewed.
    pub never: bool,
    /// The day of the next one.
    pub due: Option<Moment>,
    /// Who did it, by the name in `people.yaml`.
    pub by: Option<String>,
    /// Stands for the text that was reviewed.
    pub hash: Option<String>,
    /// The first key whose value is no day.
    pub malformed: Option<&'static str>,
}

impl Review {
    /// Reads `reviewed`, `review_due`, `reviewed_by` and `reviewed_hash`.
    pub fn of(meta: &Meta, zone: &Zone) -> Self {
        let text = |key: &str| meta.extra.get(key).and_then(Value::as_str);
        let mut review = Self {
            never: text("reviewed") == Some("never"),
            by: text("reviewed_by").map(str::to_owned),
            hash: text("reviewed_hash").map(str::to_owned),
            ..Self::default()
        };
        for (key, is_due) in [("reviewed", false), ("review_due", true)] {
            let Some(value) = meta
                .extra
                .get(key)
                .filter(|value| value.as_str() != Some("never"))
            else {
                continue;
            };
            match value.as_str().and_then(|text| zone.parse(text)) {
                Some(day) if is_due => review.due = Some(day),
                Some(day) => review.reviewed = Some(day),
                None => review.malformed = review.malformed.or(Some(key)),
            }
        }
        review
    }
}
