//! One run of a program: how long it took, how much work it was, how much memory it needed at most.
//!
//! The system reports work and memory of a process when it has ended, to the process that waited for it, and only
//! as a sum and a maximum over all children. So every run gets a waiting process of its own: this
//! program once more, which starts the command, waits, and prints the figures of its only child.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::tool::command;

/// The first argument of the waiting process.
pub(crate) const WAIT: &str = "--wait-for";

/// What one run took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    /// From the start of the process to its end.
    pub(crate) wall_s: f64,
    /// Of all threads, in the program and in the system for it.
    pub(crate) cpu_s: f64,
    /// The most memory it held at once.
    pub(crate) peak_mib: f64,
    /// How the command ended.
    pub(crate) succeeded: bool,
}

/// What a folder holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Contents {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Runs a command, which must succeed. What it says is only shown when it fails; `log` takes it until then.
pub(crate) fn run(arguments: &[PathBuf], log: &Path) -> Result<Run> {
    let run = attempt(arguments, log)?;
    if run.succeeded {
        return Ok(run);
    }
    let said = fs::read_to_string(log).unwrap_or_default();
    Err(format!("{} failed:\n{said}", arguments[0].display()).into())
}

/// Runs a command to its end, whatever that is. `log` takes what it says.
pub(crate) fn attempt(arguments: &[PathBuf], log: &Path) -> Result<Run> {
    let output = command(&std::env::current_exe()?)
        .arg(WAIT)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(File::create(log)?)
        .output()?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}\n{}", fs::read_to_string(log).unwrap_or_default()).into())
}

/// The waiting process: runs the command and prints its figures.
pub(crate) fn wait_for(mut arguments: impl Iterator<Item = OsString>) -> Result<ExitCode> {
    let program = arguments.next().ok_or("no command")?;
    let started = Instant::now();
    // What the command prints goes where its errors go; standard output is for the figures.
    let status = Command::new(program)
        .args(arguments)
        .stdout(std::io::stderr())
        .status()?;
    let wall = started.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let run = Run {
        wall_s: wall.as_secs_f64(),
        cpu_s: seconds(usage.user_time()) + seconds(usage.system_time()),
        peak_mib: usage.max_rss() as f64 / 1024.0,
        succeeded: status.success(),
    };
    serde_json::to_writer(std::io::stdout(), &run)?;
    Ok(ExitCode::SUCCESS)
}

/// Counts the files of a folder.
pub(crate) fn contents(folder: &Path) -> Result<Contents> {
    let mut contents = Contents::default();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            contents.files += 1;
            contents.bytes += entry.metadata()?.len();
        }
    }
    Ok(contents)
}

/// A running process as the system sees it: its work so far.
pub(crate) fn work_of(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after_name = stat.rsplit_once(')').ok_or("no stat")?.1;
    let ticks: u64 = after_name
        .split_ascii_whitespace()
        .skip(11)
        .take(2)
        .map(|number| number.parse::<u64>().unwrap_or(0))
        .sum();
    // Linux counts in hundredths of a second, whatever the kernel's own clock does.
    Ok(Duration::from_millis(ticks * 10))
}

/// A running process: the most memory it has held so far, in MiB.
pub(crate) fn peak_of(process: u32) -> Result<f64> {
    Ok(status_of(process, "VmHWM:")? / 1024.0)
}

/// A running process: the memory it holds, in MiB.
pub(crate) fn memory_of(process: u32) -> Result<f64> {
    Ok(status_of(process, "VmRSS:")? / 1024.0)
}

/// A running process: how many threads it has.
pub(crate) fn threads_of(process: u32) -> Result<usize> {
    Ok(status_of(process, "Threads:")? as usize)
}

/// A running process: how many files and connections it has open.
pub(crate) fn descriptors_of(process: u32) -> Result<usize> {
    Ok(fs::read_dir(format!("/proc/{process}/fd"))?.count())
}

/// One of the numbers that the system keeps of a process; memory is in KiB.
fn status_of(process: u32, name: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let line = line.ok_or_else(|| format!("no {name}"))?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
