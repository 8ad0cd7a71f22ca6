//! Figures of what the machine proposes (crate analysis), by examples of the crate compiled for release.

use anyhow::{Context, Result};

use crate::shell;

/// `cargo xtask bench trends`: the scenarios of Noufaily et al. 2013, and authorities that begin.
pub(crate) fn trends(arguments: &[String]) -> Result<()> {
    example("bench_trends", arguments)
        .context("the trends missed a bar; docs/adr/0018-trends.md tells what is known")
}

/// `cargo xtask bench tagging`: how often the surest proposal is right.
pub(crate) fn tagging(arguments: &[String]) -> Result<()> {
    example("bench_tagging", arguments)
        .context("tagging missed its bar; docs/adr/0020-tagging.md tells what is known")
}

/// `cargo xtask bench vectors`: the nearest of five million.
pub(crate) fn vectors(arguments: &[String]) -> Result<()> {
    example("bench_vectors", arguments)
        .context("the search missed a bar; docs/adr/0021-vectors.md tells what is known")
}

/// `cargo xtask bench opinions`: groups of participants by their votes, held against the reference.
pub(crate) fn opinions(arguments: &[String]) -> Result<()> {
    example("bench_opinions", arguments)
        .context("the groups missed a bar; docs/adr/0028-opinion-groups.md tells what is known")
}

fn example(name: &str, arguments: &[String]) -> Result<()> {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--release", "--package=analysis"]);
    command.args(["--example", name, "--"]);
    shell::run(command.args(arguments))
}
