//! The release: one binary with both clients inside, and the licences of what it is made of.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::clients::{self, Quality};
use crate::progress::{say, step};
use crate::{notices, run, setup};

pub(crate) const FOLDER: &str = "target/dist";

pub(crate) fn build() -> Result<()> {
    step("set-up", setup::native)?;
    clients::build(Quality::Release)?;
    let server = run::server(Quality::Release)?;
    step("licences", notices::write)?;
    let folder = Path::new(FOLDER);
    fs::create_dir_all(folder)?;
    let binary = folder.join("lokaal-signaal");
    fs::copy(server, &binary)?;
    for name in ["LICENSE", "THIRD-PARTY-NOTICES.md"] {
        fs::copy(name, folder.join(name))?;
    }
    say(&format!(
        "{}: {} bytes",
        binary.display(),
        fs::metadata(&binary)?.len()
    ));
    Ok(())
}
