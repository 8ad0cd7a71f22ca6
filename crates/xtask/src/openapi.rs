//! openapi.yaml is generated from the code, committed, and compared.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell;

const CONTRACT: &str = "openapi.yaml";

/// Writes what this server says its contract is, or only compares it.
pub(crate) fn renew(server: &Path, only_compare: bool) -> Result<()> {
    let generated = shell::capture(Command::new(server).arg("openapi"))?;
    let committed = fs::read_to_string(CONTRACT).unwrap_or_default();
    if committed == generated {
        return Ok(());
    }
    if only_compare {
        let differing = committed
            .lines()
            .zip(generated.lines())
            .position(|(old, new)| old != new)
            .unwrap_or_else(|| committed.lines().count().min(generated.lines().count()));
        bail!(
            "{CONTRACT} is stale from line {} on; run `cargo xtask openapi` and commit the result",
            differing + 1
        );
    }
    fs::write(CONTRACT, generated)?;
    Ok(())
}
