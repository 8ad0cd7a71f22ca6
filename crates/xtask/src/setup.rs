//! What a bare machine lacks: installed when xtask may, named with its remedy when it may not.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::hash::hex_digest;
use crate::progress::say;
use crate::{postgres, shell};

pub(crate) const WASM: &str = "wasm32-unknown-unknown";
const TOOLS: &str = "crates/xtask/tools";
pub(crate) const BROWSER_TESTS: &str = "tests/e2e";
/// Only `ux lighthouse` needs it.
pub(crate) const LIGHTHOUSE: &str = "tests/lighthouse";

/// What every build of the server needs: a C compiler and libpq to link with.
pub(crate) fn native() -> Result<()> {
    let mut missing = Vec::new();
    if !shell::answers("cc", "--version") {
        missing.push("build-essential");
    }
    if !Path::new("/usr/include/postgresql/libpq-fe.h").exists()
        && !shell::answers("pg_config", "--includedir")
    {
        missing.push("libpq-dev");
    }
    apt(&missing)
}

/// What every build of the clients needs.
pub(crate) fn clients() -> Result<()> {
    wasm_target()?;
    node()?;
    npm(TOOLS)
}

pub(crate) fn wasm_target() -> Result<()> {
    let installed = shell::capture(Command::new("rustup").args(["target", "list", "--installed"]))
        .context("rustup is needed to add the WebAssembly target; install Rust with rustup")?;
    if installed.lines().any(|line| line == WASM) {
        return Ok(());
    }
    say(&format!("adding the Rust target {WASM}"));
    shell::run(Command::new("rustup").args(["target", "add", WASM]))
}

fn node() -> Result<()> {
    let version = shell::capture(Command::new("node").arg("--version")).ok();
    let major = version.as_deref().and_then(|version| {
        let version = version.trim().trim_start_matches('v');
        version.split('.').next()?.parse::<u32>().ok()
    });
    match major {
        Some(20..) if shell::answers("npm", "--version") => Ok(()),
        Some(20..) => apt(&["npm"]),
        Some(old) => bail!("Node {old} is too old; install Node 20 or newer"),
        None => apt(&["nodejs", "npm"]),
    }
}

/// The wasm-opt of the npm package `binaryen`.
pub(crate) fn wasm_opt() -> PathBuf {
    Path::new(TOOLS).join("node_modules/.bin/wasm-opt")
}

/// Chromium as Debian ships it, or the one that `LOKAAL_TEST_CHROMIUM` names.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("LOKAAL_TEST_CHROMIUM") {
        return Ok(path.into());
    }
    let path = PathBuf::from("/usr/bin/chromium");
    if !path.exists() {
        apt(&["chromium", "fonts-dejavu-core", "fonts-liberation"])?;
    }
    Ok(path)
}

pub(crate) fn browser_tests() -> Result<()> {
    node()?;
    npm(BROWSER_TESTS)
}

pub(crate) fn database_server() -> Result<()> {
    if postgres::programs().is_none() {
        apt(&["postgresql"])?;
    }
    Ok(())
}

/// Only to download a package and unpack it.
pub(crate) fn pip() -> Result<()> {
    let answers = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if answers {
        return Ok(());
    }
    apt(&["python3", "python3-pip"])
}

pub(crate) fn nextest() -> Result<()> {
    if shell::cargo()
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        return Ok(());
    }
    say("installing cargo-nextest, the test runner, from source; this takes some minutes, once");
    shell::run(shell::cargo().args(["install", "cargo-nextest", "--locked"]))
}

/// `npm ci` when the lock file is not the one that was installed last.
pub(crate) fn npm(folder: &str) -> Result<()> {
    let folder = Path::new(folder);
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let stamp = folder.join("node_modules/.installed");
    let wanted = hex_digest(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say(&format!(
        "installing the npm packages of {}",
        folder.display()
    ));
    shell::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            // The browser is Debian's; a download would only fail where there is no network.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(folder),
    )?;
    fs::write(&stamp, wanted)?;
    Ok(())
}

/// Installs Debian packages; whoever is not root gets the command to type.
fn apt(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if !is_root() || !shell::answers("apt-get", "--version") {
        bail!(
            "missing: {list}; install with `sudo apt-get install {list}`, or your system's own way"
        );
    }
    say(&format!("installing {list}"));
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    shell::capture(apt_get().args(["update", "--quiet"]))?;
    shell::capture(
        apt_get()
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(packages),
    )?;
    Ok(())
}

pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}
