//! YAML: deserialising with limits, so that time and memory are linear in the length of the text.
//!
//! The library has two weak points. Its scanner visits every open bracket for each token, so its time is quadratic in the
//! depth of nesting. And an alias repeats the whole value of its anchor, which can be exponential. Both are checked
//! before the library parses a text into data: [`nesting`] scans the tokens by the library's rules, and [`Measure`] adds
//! up the size of the expanded data without building any of it. What the data mean is not decided here. The wording of the
//! messages is in `wording`.

mod nesting;
mod wording;

pub use wording::missing_space;

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::Problem;
use crate::diag::Lines;

/// The most brackets that may be open at once.
pub const MOST_NESTED: usize = 64;

/// The largest size of a text with its aliases expanded, in bytes, unless twice its own length is more.
const MOST_REPEATED: usize = 8 << 20;

/// The help for a text that exceeds a limit.
const REMEDY: &str = "write each value on a line of its own, with fewer brackets or aliases";

/// Deserialises a text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    let aliases = nesting::check(text).map_err(|at| Problem {
        message: format!("more than {MOST_NESTED} nested brackets"),
        help: Some(REMEDY.to_owned()),
        place: at..at + 1,
        is_excess: true,
    })?;
    if let Some(first) = aliases {
        measure(text, first)?;
    }
    serde_yaml::from_str(text).map_err(|error| problem(text, &error))
}

/// Refuses a text whose aliases expand to too much; `first` is the offset of the first alias.
fn measure(text: &str, first: usize) -> Result<(), Problem> {
    let left = Cell::new(MOST_REPEATED.max(2 * text.len()));
    let measured = Measure(&left).deserialize(serde_yaml::Deserializer::from_str(text));
    let Err(error) = measured else {
        return Ok(());
    };
    let is_excess = left.get() == 0 || error.to_string().contains("repetition limit");
    Err(match is_excess {
        true => Problem {
            message: "its aliases expand to too much data".to_owned(),
            help: Some(REMEDY.to_owned()),
            place: first..first + 1,
            is_excess,
        },
        false => problem(text, &error),
    })
}

fn problem(text: &str, error: &serde_yaml::Error) -> Problem {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let at = error.location().map_or(0, |place| {
        Lines::new(text).offset(place.line(), place.column())
    });
    let wording::Reworded {
        message,
        help,
        place,
    } = wording::reword(text, message, at);
    Problem {
        message,
        help,
        place,
        is_excess: false,
    }
}

/// A visitor that subtracts the size of every value, with aliases expanded, from the bytes left.
#[derive(Clone, Copy)]
struct Measure<'m>(&'m Cell<usize>);

impl Measure<'_> {
    fn spend<E: Error>(self, bytes: usize) -> Result<(), E> {
        /// The size of a value in addition to its text.
        const VALUE: usize = 16;
        let left = self.0.get().checked_sub(bytes + VALUE);
        self.0.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| E::custom("too much"))
    }
}

impl<'de> DeserializeSeed<'de> for Measure<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Measure<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.spend(0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.spend(text.len())
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.deserialize(value)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.deserialize(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.spend(0)?;
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.spend(0)?;
        while map.next_key_seed(self)?.is_some() {
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let ((), value) = data.variant_seed(self)?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn refused(text: &str) -> Option<String> {
        let read = read::<Value>(text);
        read.err()
            .filter(|problem| problem.is_excess)
            .map(|problem| problem.message)
    }

    #[test]
    fn brackets_are_counted_wherever_the_library_would_count_them() {
        let deep = "[".repeat(1_000);
        for before in [
            "a: ",
            "# \"\na: ",
            "q: it is \"\na: ",
            "q: it's\na: ",
            "a: !x/y ",
            "a: &b ",
            "- ",
            "\"k\": ",
            "? ",
            "t: |\n  text \"\na: ",
            "t: >2\n    text\n  '\na: ",
            "- k: |\n    text\n  n: ",
            "t: |\n          \n ",
            "t: words\n  \" more\na: ",
            "t: [x\n  \"",
            "t: [\"abc,\n  'def\", ",
            "t: \"two\n  lines\"\na: ",
            "\u{feff}a: ",
            "---\r\na: ",
            "é: \"x\\\" y\"\na: ",
        ] {
            assert!(refused(&format!("{before}{deep}")).is_some(), "{before:?}");
        }
    }

    #[test]
    fn brackets_in_words_are_words() {
        let many = ":[ ".repeat(1_000);
        for text in [
            format!("a: \"{many}\"\nb: c"),
            format!("a: '{many} it''s {many}'"),
            format!("a: |\n  {many}\n\n  {many}\nb: 1"),
            format!("a: words {many}"),
            format!("a: words\n  \"{many}\n  more"),
            format!("# {many}\na: 1 # {many}"),
            format!("a:\n{}", "- [x, y]\n".repeat(1_000)),
        ] {
            assert!(read::<Value>(&text).is_ok(), "{}", &text[..40]);
        }
    }

    #[test]
    fn what_aliases_repeat_is_counted_in_bytes() {
        let long = "x".repeat(500_000);
        assert!(refused(&format!("a: &a {long}\nb: [{}]", "*a, ".repeat(10_000))).is_some());
        let levels = (1..9).map(|level| {
            format!(
                "l{level}: &l{level} [{}]\n",
                format!("*l{}, ", level - 1).repeat(9)
            )
        });
        assert!(refused(&format!("l0: &l0 x\n{}", levels.collect::<String>())).is_some());
        assert_eq!(
            refused(&format!("a: &a {long}\nb: [*a, *a]\nc:\n  <<: {{d: 1}}")),
            None
        );
    }
}
