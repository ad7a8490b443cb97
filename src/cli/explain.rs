//! `mend explain`: what a code means, why it matters, and how to mend it.

use super::args::Explain;
use super::console::Console;
use super::outcome::Outcome;
use crate::codes::{self, Code};
use crate::diag::{Error, Result, nearest};

pub(super) fn run(args: &Explain, console: Console) -> Result<Outcome> {
    let Some(written) = &args.code else {
        for code in codes::ALL {
            console.data(&format!(
                "{:<12} {:<8} {}",
                code.id(),
                code.severity().as_str(),
                code.title()
            ));
        }
        return Ok(Outcome::Fine);
    };
    let code = Code::find(written).ok_or_else(|| {
        let meant = nearest(written, codes::ALL.iter().map(|code| code.id()));
        let help = meant.map_or("`mend explain` alone lists all codes".to_owned(), |meant| {
            format!("did you mean {meant}?")
        });
        Error::new(format!("unknown code `{written}`")).help(help)
    })?;
    let example: Vec<String> = code
        .example()
        .lines()
        .map(|line| format!("    {line}"))
        .collect();
    console.data(&format!(
        "{code} ({}): {}\n\n{}\n\nFor example:\n\n{}\n\nWhat to do: {}\n\nTo change it: {}",
        code.severity().as_str(),
        code.title(),
        code.reason(),
        example.join("\n"),
        code.remedy(),
        code.how_to_change(),
    ));
    Ok(Outcome::Fine)
}
