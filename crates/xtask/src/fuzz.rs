//! `cargo xtask fuzz`: libFuzzer on what reads texts and files of others (tests/fuzz). Inputs that reach new code are kept in
//! var/fuzz; one that breaks something ends the run and stays there.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::progress::step;
use crate::shell;

/// What is tried.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Words, languages, stems, search, depth
    Text,
    /// The detector of personal data, and masks
    Privacy,
    /// Pieces of words and vectors
    Tokeniser,
    /// Damaged and hostile models
    ModelFile,
}

/// The folder of the programs.
const PROGRAMS: &str = "tests/fuzz";
/// Where they are built.
const BUILT: &str = "target/fuzz";
/// Where inputs are kept.
const KEPT: &str = "var/fuzz";
/// The longest text that the product takes, in bytes.
const LONGEST: u32 = 16 * 1_024;
/// The compiler's own instruments for a fuzzer: which places were reached, and what was compared with what.
const INSTRUMENTS: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Runs each target for so many minutes and prints how many inputs it took.
pub(crate) fn run(targets: &[Target], minutes: u32) -> Result<()> {
    let host = host()?;
    let built = std::env::current_dir()?.join(BUILT);
    step("programs for the fuzzer", || {
        let mut build = shell::cargo();
        build
            // Not the build scripts: with a target named, flags are for it alone.
            .args(["build", "--release", "--bins", "--target", &host])
            .current_dir(PROGRAMS)
            .env("CARGO_TARGET_DIR", &built)
            .env("RUSTFLAGS", INSTRUMENTS);
        shell::capture(&mut build).map(drop)
    })?;
    for target in targets {
        let name = name(*target);
        let kept = Path::new(KEPT).join(name);
        std::fs::create_dir_all(&kept).with_context(|| kept.display().to_string())?;
        println!("{name}: {minutes} min");
        let program = format!("{BUILT}/{host}/release/{name}");
        let mut fuzzer = std::process::Command::new(program);
        fuzzer.arg(&kept).args([
            format!("-max_total_time={}", minutes * 60),
            format!("-max_len={LONGEST}"),
            format!("-artifact_prefix={}/broken-", kept.display()),
            "-timeout=10".to_owned(),
            "-rss_limit_mb=2048".to_owned(),
            "-print_final_stats=1".to_owned(),
            "-verbosity=0".to_owned(),
        ]);
        if let Err(error) = shell::run(&mut fuzzer) {
            bail!("{name}: {error}; the input is in {}", kept.display());
        }
    }
    Ok(())
}

/// Every target.
pub(crate) fn all() -> Vec<Target> {
    Target::value_variants().to_vec()
}

const fn name(target: Target) -> &'static str {
    match target {
        Target::Text => "text",
        Target::Privacy => "privacy",
        Target::Tokeniser => "tokeniser",
        Target::ModelFile => "model_file",
    }
}

/// This machine, as the compiler names it.
fn host() -> Result<String> {
    let told = shell::capture(std::process::Command::new("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc does not name its host")
}
