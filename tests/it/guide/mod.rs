//! Tests of the texts of the guide in `content`. A fault found here is one of a text, unless mend's formats have changed;
//! so `tests/run` has a step of its own for them (`cargo test --test it guide::`), and mend itself is tested with other
//! sites.

mod coverage;
mod files;
