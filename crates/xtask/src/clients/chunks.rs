//! Cuts a module into what a client starts with and chunks that come later (docs/adr/0007).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::{Options, transform};

use crate::files::read;

/// What the cut module calls the script that fetches its chunks. There is no such file: [`join`] puts it into the client's
/// own script, because the two import each other and both names carry a hash.
const LOADER: &str = "./chunks.js";
const MAIN: &str = "main.wasm";

/// Chunk → files that have to be there before it runs, without ending. Files that several chunks share stand with each.
pub(super) type Chunks = BTreeMap<String, Vec<String>>;

/// Cuts; the files come to stand in `folder`.
pub(super) fn cut(compiled: &[u8], folder: &Path) -> Result<(Vec<u8>, Chunks)> {
    let main = folder.join(MAIN);
    let mut options = Options::new(compiled);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LOADER;
    let cut = transform(options).map_err(|error| anyhow!("{error:?}"))?;
    let chunks = cut.prefetch_map.into_iter().collect::<Chunks>();
    if chunks.is_empty() {
        bail!(
            "nothing was cut: the client was compiled without feature `chunks` or without --emit-relocs"
        );
    }
    Ok((fs::read(main)?, chunks))
}

/// Puts the loader of the chunks into the script of the client.
pub(super) fn join(script: &str, folder: &Path) -> Result<String> {
    join_texts(script, &read(folder.join(LOADER))?)
}

fn join_texts(script: &str, loader: &str) -> Result<String> {
    let mut joined = String::with_capacity(script.len() + loader.len());
    let mut imports = Vec::new();
    for line in script.lines() {
        // One import for each function that is imported from the loader.
        match line.split_once(" from ") {
            Some((import, from)) if from.contains(LOADER) => {
                let name = import.strip_prefix("import * as ");
                imports.push(name.with_context(|| format!("unknown kind of import: {line}"))?);
            }
            _ => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    if imports.is_empty() {
        bail!("the script does not import the loader of its chunks");
    }
    let mut exports = Vec::new();
    joined.push_str("const chunks = (() => {\n");
    for line in loader.lines() {
        // What did not come is told by the client, in words, and not by the console.
        if line.trim() == "console.error(e);" {
            continue;
        }
        let exported = line.strip_prefix("export ");
        if let Some(name) = exported.and_then(|line| line.strip_prefix("const ")) {
            let (name, _) = name.split_once(' ').context("an export without value")?;
            exports.push(name);
        }
        // Of the script that it now stands in.
        if !line.starts_with("import { initSync }") {
            joined.push_str(exported.unwrap_or(line));
            joined.push('\n');
        }
    }
    writeln!(joined, "return {{ {} }};\n}})();", exports.join(", "))?;
    for import in imports {
        writeln!(joined, "const {import} = chunks;")?;
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import * as import1 from \"./chunks.js\"\nimport * as import2 from \"./chunks.js\"\n\
                          function initSync() {}\nexport { initSync };\n";
    const LOADER: &str = "import { initSync } from \"./main.js\";\n\nconst load = () => initSync();\n\
                          try {} catch (e) {\n    console.error(e);\n}\nexport const one = load;\nexport const two = load;\n";

    #[test]
    fn the_loader_stands_in_the_script() {
        assert_eq!(
            join_texts(SCRIPT, LOADER).unwrap(),
            "function initSync() {}\nexport { initSync };\nconst chunks = (() => {\n\nconst load = () => initSync();\n\
             try {} catch (e) {\n}\nconst one = load;\nconst two = load;\nreturn { one, two };\n})();\nconst import1 = chunks;\nconst import2 = chunks;\n"
        );
    }

    #[test]
    fn a_script_that_does_not_ask_for_its_loader_fails_the_build() {
        assert!(join_texts("function initSync() {}\n", LOADER).is_err());
    }
}
