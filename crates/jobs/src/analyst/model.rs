//! The model folder, read and checked: what is on the disk is what was converted.

use std::fs;
use std::path::Path;

use analysis::embed::{Encoder, ModelFolder};

/// The encoder of a folder, or what is wrong with it and what helps.
pub(super) fn read(folder: &Path) -> Result<Encoder, String> {
    if folder.as_os_str().is_empty() {
        return Err("no model folder is configured (`model_folder`)".to_owned());
    }
    if !folder.is_dir() {
        return Err(format!(
            "there is no model folder {}; `cargo xtask models` makes it, or set `model_folder`",
            folder.display()
        ));
    }
    let read = |name: &'static str| fs::read(folder.join(name));
    ModelFolder::gather(read)
        .and_then(Encoder::load)
        .map_err(|error| format!("{}: {error}", folder.display()))
}
