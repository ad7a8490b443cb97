//! Starts mend for a test, in an environment that does not depend on where the tests run. What mend is told to do is
//! up to the test.

use std::ffi::OsStr;
use std::process::Command;

/// The program under test.
pub(crate) const MEND: &str = env!("CARGO_BIN_EXE_mend");

/// The variables that a command takes over from the tests, so that a shell finds programs and a place for its files. Any other
/// could change what mend or one of its libraries does: settings (`MEND_…`), colours, what counts as now, proxies, the width
/// of the terminal. To remove those instead would need a list that is never complete.
const KEPT: [&str; 3] = ["PATH", "HOME", "TMPDIR"];

/// The program under test, in an environment of its own.
pub(crate) fn mend() -> Command {
    command(MEND)
}

/// Another program in that environment, such as a shell that starts mend.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    let kept = KEPT.iter();
    let kept = kept.filter_map(|name| Some((name, std::env::var_os(name)?)));
    command.env_clear().envs(kept);
    command
}
