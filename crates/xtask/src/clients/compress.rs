//! Brotli and gzip beside each file, made ahead of time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::files::all_files;
use crate::shell;

/// Node is there for wasm-opt; its brotli is the reference implementation.
const SCRIPT: &str = "const z = require('zlib'), fs = require('fs'), q = z.constants;
for (const path of process.argv.slice(1)) { const body = fs.readFileSync(path);
  fs.writeFileSync(path + '.br', z.brotliCompressSync(body, { params: { [q.BROTLI_PARAM_QUALITY]: 11, [q.BROTLI_PARAM_SIZE_HINT]: body.length } }));
  fs.writeFileSync(path + '.gz', z.gzipSync(body, { level: 9 })); }";

/// Formats that are compressed already.
const DENSE: [&str; 6] = ["woff2", "png", "webp", "avif", "jpg", "br"];

/// Compresses a set; files whose name carries a hash are taken from the previous set where they are the same.
pub(super) fn compress(folder: &Path, previous: &Path) -> Result<()> {
    let mut open = Vec::new();
    for path in all_files(folder)? {
        let name = path.strip_prefix(folder)?;
        let is = |kind: &str| path.extension().is_some_and(|extension| extension == kind);
        if DENSE.iter().any(|kind| is(kind)) || is("json") && name.components().count() == 1 {
            continue;
        }
        if !(name.starts_with("assets") && reuse(&path, &previous.join(name))?) {
            open.push(path);
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    shell::run(
        Command::new("node")
            .args(["--eval", SCRIPT, "--"])
            .args(open),
    )
}

/// How many bytes of brotli a text is.
pub(super) fn brotli_bytes(text: &str) -> Result<u64> {
    let path = Path::new("target/clients/measured.txt");
    fs::write(path, text)?;
    shell::run(
        Command::new("node")
            .args(["--eval", SCRIPT, "--"])
            .arg(path),
    )?;
    Ok(fs::metadata(with_suffix(path, ".br"))?.len())
}

fn reuse(path: &Path, previous: &Path) -> Result<bool> {
    for suffix in [".br", ".gz"] {
        let old = with_suffix(previous, suffix);
        if !old.exists() {
            return Ok(false);
        }
        fs::copy(old, with_suffix(path, suffix))?;
    }
    Ok(true)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
