//! From Rust to a WebAssembly module and the script that loads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};
use serde_json::json;
use wasm_bindgen_cli_support::Bindgen;

use super::chunks::{self, Chunks};
use super::{CLIENTS, Quality};
use crate::files::{all_files, read};
use crate::hash::hex_digest;
use crate::setup::{self, WASM};
use crate::shell;

/// Version of the library that this program is built with; the crate must have the same.
const BINDGEN: &str = "0.2.130";

/// What the browsers we support know and rustc uses. Not `--all-features`: Chromium rejects the result.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Taking the structure apart and finding it again first makes `field` 1 % smaller.
const PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

pub(crate) struct Module {
    pub(crate) wasm: Vec<u8>,
    pub(crate) script: String,
    /// Path below `snippets/` → script.
    pub(super) snippets: BTreeMap<String, String>,
    /// What comes later: chunk → names of files.
    pub(super) chunks: Chunks,
    /// Name → content of the files of the chunks.
    pub(super) chunk_files: BTreeMap<String, Vec<u8>>,
}

pub(super) fn check_versions() -> Result<()> {
    let lock = read("Cargo.lock")?;
    let mut lines = lock.lines();
    let version = loop {
        match lines.next() {
            Some("name = \"wasm-bindgen\"") => {
                break lines
                    .next()
                    .and_then(|line| line.strip_prefix("version = \""))
                    .map(|version| version.trim_end_matches('"'));
            }
            Some(_) => {}
            None => break None,
        }
    };
    match version {
        Some(BINDGEN) => Ok(()),
        Some(other) => bail!(
            "Cargo.lock has wasm-bindgen {other}, xtask binds with {BINDGEN}; run `cargo update --package wasm-bindgen --precise {BINDGEN}`, \
             or raise both wasm-bindgen-cli-support in Cargo.toml and BINDGEN in crates/xtask/src/clients/module.rs"
        ),
        None => bail!("Cargo.lock does not know wasm-bindgen; run `cargo metadata` to renew it"),
    }
}

/// Compiles an example of a crate for the browser.
pub(super) fn compile_example(package: &str, name: &str, quality: Quality) -> Result<PathBuf> {
    let profile = quality.cargo_profile();
    shell::run(shell::cargo().args([
        "build",
        &format!("--package={package}"),
        &format!("--target={WASM}"),
        &format!("--profile={profile}"),
        &format!("--example={name}"),
    ]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(Path::new(&target)
        .join(WASM)
        .join(profile)
        .join("examples")
        .join(format!("{name}.wasm")))
}

/// Compiles one client; each has a feature of its own name, so neither carries the other's code.
pub(super) fn compile(client: &str, quality: Quality) -> Result<PathBuf> {
    let profile = quality.cargo_profile();
    shell::run(shell::cargo().args([
        "build",
        "--package=frontend",
        &format!("--target={WASM}"),
        &format!("--profile={profile}"),
        &format!("--bin={client}"),
        &format!("--features={client},chunks"),
        "--config",
        &source_names(quality)?,
    ]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(Path::new(&target)
        .join(WASM)
        .join(profile)
        .join(format!("{client}.wasm")))
}

/// A release names a dependency's file as `chrono-0.4.45/src/date.rs`: where this machine keeps its crates is nobody's
/// business, and the bytes of a client do not depend on it.
fn source_names(quality: Quality) -> Result<String> {
    let mut flags = Vec::new();
    if quality == Quality::Release {
        for source in folders_of_crates()? {
            flags.push(format!("--remap-path-prefix={}/=", source.display()));
        }
    }
    Ok(format!("target.{WASM}.rustflags={}", json!(flags)))
}

/// Where cargo unpacks what it fetches, a folder per registry.
fn folders_of_crates() -> Result<Vec<PathBuf>> {
    let home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => Path::new(&std::env::var_os("HOME").context("HOME is not set")?).join(".cargo"),
    };
    let sources = home.join("registry/src");
    if !sources.exists() {
        return Ok(Vec::new());
    }
    let mut folders = fs::read_dir(&sources)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    folders.sort();
    Ok(folders)
}

/// Cuts, binds and shrinks; the result is kept under the hash of the input, because all of it is slow.
pub(super) fn bind(client: &str, compiled: &Path, quality: Quality) -> Result<Module> {
    let input = fs::read(compiled).with_context(|| format!("no {}", compiled.display()))?;
    let stage = Path::new("target/clients/bound")
        .join(quality.folder())
        .join(client);
    let stamp = stage.join("input.sha256");
    let list_of_chunks = stage.join("chunks.json");
    let folder_of_chunks = stage.join("chunks");
    let digest = hex_digest(&input);
    if !fs::read_to_string(&stamp).is_ok_and(|bound| bound == digest) {
        if stage.exists() {
            fs::remove_dir_all(&stage)?;
        }
        fs::create_dir_all(&stage)?;
        let (input, chunks) = if CLIENTS.contains(&client) {
            chunks::cut(&input, &folder_of_chunks)?
        } else {
            (input, Chunks::new())
        };
        let mut bindgen = Bindgen::new();
        bindgen
            .input_bytes(client, input)
            .out_name(client)
            .typescript(false)
            // The chunks call through the table of the module that they belong to.
            .keep_lld_exports(!chunks.is_empty())
            .web(true)?;
        if quality == Quality::Release {
            bindgen
                .remove_name_section(true)
                .remove_producers_section(true);
        }
        bindgen.generate(&stage)?;
        if !chunks.is_empty() {
            let script = stage.join(format!("{client}.js"));
            fs::write(&script, chunks::join(&read(&script)?, &folder_of_chunks)?)?;
        }
        if quality == Quality::Release {
            let mut files = vec![stage.join(format!("{client}_bg.wasm"))];
            for name in names_of_files(&chunks) {
                files.push(folder_of_chunks.join(format!("{name}.wasm")));
            }
            shrink_all(files)?;
        }
        fs::write(&list_of_chunks, serde_json::to_string(&chunks)?)?;
        fs::write(&stamp, digest)?;
    }
    let mut snippets = BTreeMap::new();
    let folder = stage.join("snippets");
    if folder.exists() {
        for path in all_files(&folder)? {
            let name = path.strip_prefix(&folder)?.to_string_lossy().into_owned();
            snippets.insert(name, read(&path)?);
        }
    }
    let chunks: Chunks = serde_json::from_str(&read(&list_of_chunks)?)?;
    let mut chunk_files = BTreeMap::new();
    for name in names_of_files(&chunks) {
        let path = folder_of_chunks.join(format!("{name}.wasm"));
        let content = fs::read(&path).with_context(|| format!("no {}", path.display()))?;
        chunk_files.insert(name.to_owned(), content);
    }
    Ok(Module {
        chunks,
        chunk_files,
        wasm: fs::read(stage.join(format!("{client}_bg.wasm")))?,
        script: read(stage.join(format!("{client}.js")))?,
        snippets,
    })
}

/// Each once.
fn names_of_files(chunks: &Chunks) -> BTreeSet<&str> {
    chunks.values().flatten().map(String::as_str).collect()
}

/// Each file on a processor of its own: `wasm-opt` as npm ships it uses one.
fn shrink_all(files: Vec<PathBuf>) -> Result<()> {
    let seats = thread::available_parallelism()?.get();
    let waiting = Mutex::new(files);
    let next = || waiting.lock().ok().and_then(|mut files| files.pop());
    let work = || -> Result<()> {
        while let Some(file) = next() {
            shrink(&file)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..seats).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| bail!("a file was not shrunk: its thread is gone"))
        })
    })
}

fn shrink(wasm: &Path) -> Result<()> {
    // Captured: wasm-opt warns of kinds of names that it does not know, and removes them.
    shell::capture(
        Command::new(setup::wasm_opt())
            .args(PASSES)
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )
    .context(
        "wasm-opt comes with `npm ci` in crates/xtask/tools; remove its node_modules and try again",
    )?;
    Ok(())
}
