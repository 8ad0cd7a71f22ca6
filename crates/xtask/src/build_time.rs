//! `cargo xtask bench build`: what it costs to compile the crates that read texts, from nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shell;

/// Made anew each time, beside what other builds left.
const FOLDER: &str = "target/clean";

/// Hundredths of a second: what Linux counts processor time in, on every architecture that Rust knows.
const TICKS: f64 = 100.0;

/// The bar of the design, in CPU-seconds.
const AIM: f64 = 60.0;

pub(crate) fn bench() -> Result<()> {
    for (name, profile) in [("for tests", "dev"), ("optimised", "release")] {
        if Path::new(FOLDER).exists() {
            fs::remove_dir_all(FOLDER)?;
        }
        let before = seconds_of_children()?;
        shell::run(
            shell::cargo()
                .args(["build", "--quiet", "--profile", profile])
                .args(["--package=text", "--package=privacy", "--package=analysis"])
                .env_remove("RUSTC_WORKSPACE_WRAPPER")
                .env("CARGO_TARGET_DIR", FOLDER),
        )?;
        let seconds = seconds_of_children()? - before;
        let verdict = if seconds <= AIM { "met" } else { "missed" };
        println!(
            "text, privacy and analysis, {name}: {seconds:.1} CPU-seconds; aim {AIM:.0}: {verdict}"
        );
    }
    fs::remove_dir_all(FOLDER)?;
    Ok(())
}

/// Processor time of all programs that this one started and that have ended, in seconds.
fn seconds_of_children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("this is counted by Linux only")?;
    children_in(&stat).context("/proc/self/stat has another shape than proc(5) tells")
}

/// `cutime` and `cstime` of proc(5): the sixteenth and seventeenth field. The second is the name, which may hold spaces.
fn children_in(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some((f64::from(user) + f64::from(system)) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_children_is_found_behind_any_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4 1 2 3 4 11 12 130 70 20 0 1 0 5";
        assert_eq!(children_in(stat), Some(2.0));
        assert_eq!(children_in("7 (a) S 1"), None);
    }
}
