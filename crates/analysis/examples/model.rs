//! `model FILE LICENCE FOLDER`: makes a model folder of `e5-small-q4.bin`. `cargo xtask models` calls it.

use std::fs;
use std::path::Path;

use analysis::embed::{ModelFolder, convert};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, licence, folder] = arguments.as_slice() else {
        return Err("expected: FILE LICENCE FOLDER".into());
    };
    let model = convert(&fs::read(file)?, &fs::read_to_string(licence)?, |content| {
        HEXLOWER.encode(&Sha256::digest(content))
    })?;
    fs::create_dir_all(folder)?;
    for (name, content) in ModelFolder::FILES.into_iter().zip(model.files()) {
        fs::write(Path::new(folder).join(name), content)?;
    }
    Ok(())
}
