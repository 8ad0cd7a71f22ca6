//! Figures of what the machine proposes (crate analysis), by examples of the crate compiled for release.

use anyhow::{Context, Result};

use crate::shell;

/// `cargo xtask bench trends`: the scenarios of Noufaily et al. 2013, and authorities that begin.
pub(crate) fn trends(arguments: &[String]) -> Result<()> {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--release", "--package=analysis"]);
    command.args(["--example", "bench_trends", "--"]);
    shell::run(command.args(arguments))
        .context("the trends missed a bar; docs/adr/0018-trends.md tells what is known")
}
