//! The release: one binary with both clients inside, the model beside it, and the licences of what they are made of.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::clients::{self, Quality};
use crate::files::{all_files, replace_folder};
use crate::progress::{say, step};
use crate::{models, notices, run, setup};

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
    match models::make(None) {
        Ok(()) => ship_model(&folder.join(SHIPPED_MODEL)),
        Err(error) => {
            say(&format!(
                "THIS RELEASE HAS NO MODEL: {error:#}. It works with words alone, and says so; `cargo xtask dist` tries again"
            ));
            Ok(())
        }
    }
}

/// Where a release has it: the server looks beside itself (api/src/config.rs).
const SHIPPED_MODEL: &str = "models/multilingual-e5-small";

/// Copies the model with the text of its licence.
fn ship_model(place: &Path) -> Result<()> {
    let new = place.with_extension("new");
    if new.exists() {
        fs::remove_dir_all(&new)?;
    }
    fs::create_dir_all(&new)?;
    let mut bytes = 0;
    for file in all_files(Path::new(models::FOLDER))? {
        bytes += fs::copy(&file, new.join(file.file_name().unwrap_or_default()))?;
    }
    replace_folder(&new, place)?;
    say(&format!("{}: {bytes} bytes", place.display()));
    Ok(())
}
