//! The server embeds the clients from a folder that `cargo xtask` fills. A plain `cargo check` must
//! work without them, so an absent set is replaced by an empty one.

use std::path::Path;
use std::{env, fs, io};

/// `CURRENT` in crates/xtask/src/clients.rs is the same folder.
const CLIENTS: &str = "../target/clients/current";

fn main() -> io::Result<()> {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join(CLIENTS);
    let manifest = clients.join("manifest.json");
    if !manifest.exists() {
        fs::create_dir_all(&clients)?;
        fs::write(clients.join("csp.json"), "{}\n")?;
        fs::write(&manifest, "{\"assets\": {}, \"pages\": {}}\n")?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    // In debug the files are read from disk while the server runs; only a release holds them.
    if env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", manifest.display());
    }
    Ok(())
}
