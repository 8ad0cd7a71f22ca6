//! The build of the two web clients (docs/adr/0003), shared by `run`, `test`, `dist` and `size`.

mod chunks;
mod compress;
mod module;
mod page;
mod pseudo;
pub(crate) mod size;
mod style;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::files::{all_files, read, replace_folder};
use crate::hash::short_digest;
use crate::progress::step;
use crate::setup;

/// A client is a binary target and a feature of crate `frontend` of the same name. Each starts with a part of itself and
/// fetches the rest later (docs/adr/0007, 0010).
pub(crate) const CLIENTS: [&str; 2] = ["field", "desk"];
pub(crate) const LANGUAGES: [&str; 4] = ["nl", "fr", "en", "de"];
const FRONTEND: &str = "frontend";
const NAMES: &str = "crates/privacy/data/names.txt";
/// The set that the server embeds; `api/build.rs` knows the same path.
const CURRENT: &str = "target/clients/current";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    /// Fast to build, readable in the browser's tools.
    Debug,
    /// Small, compressed ahead of time.
    Release,
}

impl Quality {
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    fn cargo_profile(self) -> &'static str {
        match self {
            Self::Debug => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// What the clients say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// The languages.
    Spoken,
    /// The same, longer and accented, to see what does not fit.
    Pseudo,
}

/// An example of a crate as a module for the browser, with the script that loads it.
pub(crate) fn example(package: &str, name: &str, quality: Quality) -> Result<module::Module> {
    setup::clients()?;
    module::check_versions()?;
    let compiled = module::compile_example(package, name, quality)?;
    module::bind(name, &compiled, quality)
}

/// Builds both clients and makes them the set that the server embeds. Returns its folder.
pub(crate) fn build(quality: Quality) -> Result<PathBuf> {
    build_saying(quality, Words::Spoken)
}

/// The same, with other words.
pub(crate) fn build_saying(quality: Quality, words: Words) -> Result<PathBuf> {
    setup::clients()?;
    module::check_versions()?;
    let mut set = Set::create(quality, words)?;
    for client in CLIENTS {
        let wasm = step(&format!("client {client}: compile"), || {
            module::compile(client, quality)
        })?;
        let module = step(&format!("client {client}: bind and shrink"), || {
            module::bind(client, &wasm, quality)
        })?;
        set.add_module(client, &module)?;
    }
    step("clients: styles and pages", || {
        set.add_public()?;
        set.add_names()?;
        set.add_beside()?;
        set.add_worker()?;
        for client in CLIENTS {
            set.add_style(client)?;
            set.add_pages(client)?;
        }
        set.write_manifest()
    })?;
    if quality == Quality::Release {
        step("clients: compress", || {
            compress::compress(&set.folder, &set.finished)
        })?;
    }
    set.publish()
}

/// Writes the joined style sheet of one client to a folder of its own, for Trunk.
pub(crate) fn join_styles(client: &str, folder: &str) -> Result<()> {
    let style = style::join(&Path::new(FRONTEND).join("styles"), client)?;
    fs::create_dir_all(folder)?;
    fs::write(Path::new(folder).join(format!("{client}.css")), style)?;
    Ok(())
}

/// A set of client files while it is being made.
struct Set {
    quality: Quality,
    words: Words,
    folder: PathBuf,
    finished: PathBuf,
    /// Logical name → path inside the set.
    assets: BTreeMap<String, String>,
    /// Client → language → path inside the set.
    pages: BTreeMap<String, BTreeMap<String, String>>,
    /// Path inside the set → what a content security policy must allow.
    policies: BTreeMap<String, page::Policy>,
    styles: BTreeMap<String, String>,
    /// Client → chunk → logical names of what it needs.
    chunks: BTreeMap<String, chunks::Chunks>,
}

impl Set {
    fn create(quality: Quality, words: Words) -> Result<Self> {
        let finished = Path::new("target/clients").join(quality.folder());
        let folder = finished.with_extension("next");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("assets"))?;
        Ok(Self {
            quality,
            words,
            folder,
            finished,
            assets: BTreeMap::new(),
            pages: BTreeMap::new(),
            policies: BTreeMap::new(),
            styles: BTreeMap::new(),
            chunks: BTreeMap::new(),
        })
    }

    /// Writes an asset under a name that carries the hash of its content.
    fn add(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = Path::new(name);
        let stem = path
            .file_stem()
            .and_then(OsStr::to_str)
            .with_context(|| format!("{name} has no usable name"))?;
        let digest = short_digest(content);
        let hashed = match path.extension().and_then(OsStr::to_str) {
            Some(extension) => format!("assets/{stem}-{digest}.{extension}"),
            None => format!("assets/{stem}-{digest}"),
        };
        fs::write(self.folder.join(&hashed), content)?;
        self.assets.insert(name.to_owned(), hashed);
        Ok(())
    }

    fn add_module(&mut self, client: &str, module: &module::Module) -> Result<()> {
        let wasm = format!("{client}.wasm");
        self.add(&wasm, &module.wasm)?;
        let mut script = module.script.clone();
        for (name, content) in &module.chunk_files {
            let asset = chunk_asset(client, name);
            self.add(&asset, content)?;
            script = script.replace(&format!("\"./{name}.wasm\""), &self.relative(&asset)?);
        }
        if !module.chunks.is_empty() {
            let assets_of = |(chunk, names): (&String, &Vec<String>)| {
                let assets = names.iter().map(|name| chunk_asset(client, name)).collect();
                (chunk.clone(), assets)
            };
            let chunks = module.chunks.iter().map(assets_of).collect();
            self.chunks.insert(client.to_owned(), chunks);
        }
        // The script finds its module by address when the page does not pass one.
        script = script.replace(&format!("'{client}_bg.wasm'"), &self.relative(&wasm)?);
        script = script.replace(&format!("\"{client}_bg.wasm\""), &self.relative(&wasm)?);
        for (path, content) in &module.snippets {
            let name = format!("{client}-{}", path.replace('/', "-"));
            self.add(&name, content.as_bytes())?;
            let address = self.relative(&name)?;
            script = script.replace(&format!("'./snippets/{path}'"), &address);
            script = script.replace(&format!("\"./snippets/{path}\""), &address);
        }
        if script.contains("./snippets/") {
            bail!("the script of {client} imports a snippet that wasm-bindgen did not hand over");
        }
        self.add(&format!("{client}.js"), script.as_bytes())
    }

    /// Address of an asset as seen from another asset, as a JavaScript string.
    fn relative(&self, name: &str) -> Result<String> {
        let path = self.assets.get(name).context("asset was added")?;
        Ok(format!("'./{}'", path.trim_start_matches("assets/")))
    }

    fn add_public(&mut self) -> Result<()> {
        let public = Path::new(FRONTEND).join("public");
        if !public.exists() {
            return Ok(());
        }
        for path in all_files(&public)? {
            let name = path.strip_prefix(&public)?.to_string_lossy().into_owned();
            self.add(&name, &fs::read(&path)?)?;
        }
        Ok(())
    }

    /// The lists by which the phone's detector knows names (crates/privacy/data/README.md).
    fn add_names(&mut self) -> Result<()> {
        let lists = fs::read(NAMES).with_context(|| format!("no {NAMES}"))?;
        self.add("names.txt", &lists)
    }

    /// What the phone's page has beside the app.
    fn add_beside(&mut self) -> Result<()> {
        let script = read(Path::new(FRONTEND).join("inline/beside.js"))?;
        let script = match self.quality {
            Quality::Debug => script,
            Quality::Release => page::compact(&script),
        };
        self.add("field.beside.js", script.as_bytes())
    }

    /// The service worker keeps its name: a browser asks for it by that, to see whether it changed.
    fn add_worker(&self) -> Result<()> {
        let worker = Path::new(FRONTEND).join("sw.js");
        fs::copy(&worker, self.folder.join("sw.js"))
            .with_context(|| format!("no {}", worker.display()))?;
        Ok(())
    }

    fn add_style(&mut self, client: &str) -> Result<()> {
        let joined = style::join(&Path::new(FRONTEND).join("styles"), client)?;
        let joined = page::fill(&joined, &|placeholder| {
            let name = placeholder.strip_prefix("asset:")?;
            self.assets.get(name).map(|path| format!("/{path}"))
        })
        .context("in the style sheets")?;
        let style = match self.quality {
            Quality::Debug => joined,
            Quality::Release => style::minify(&joined),
        };
        self.add(&format!("{client}.css"), style.as_bytes())?;
        self.styles.insert(client.to_owned(), style);
        Ok(())
    }

    fn add_pages(&mut self, client: &str) -> Result<()> {
        for language in LANGUAGES {
            let frontend = Path::new(FRONTEND);
            if let Some(texts) = page::texts_for_later(frontend, client, language, self.words)? {
                self.add(&page::later_texts(client, language), texts.as_bytes())?;
            }
            let name = format!("{client}.{language}.html");
            let page = page::build(&page::Source {
                frontend,
                client,
                language,
                style: self.styles.get(client).map_or("", String::as_str),
                assets: &self.assets,
                chunks: self.chunks.get(client),
                minify: self.quality == Quality::Release,
                words: self.words,
            })?;
            fs::write(self.folder.join(&name), &page)?;
            self.policies.insert(name.clone(), page::policy(&page));
            self.pages
                .entry(client.to_owned())
                .or_default()
                .insert(language.to_owned(), name);
        }
        Ok(())
    }

    fn write_manifest(&self) -> Result<()> {
        let policies: BTreeMap<_, _> = self
            .policies
            .iter()
            .map(|(name, policy)| {
                (
                    name,
                    json!({"script": policy.scripts, "style": policy.styles}),
                )
            })
            .collect();
        let manifest = json!({"assets": self.assets, "pages": self.pages, "chunks": self.chunks});
        write_json(&self.folder.join("csp.json"), &json!(policies))?;
        write_json(&self.folder.join("manifest.json"), &manifest)
    }

    /// Puts the finished set in place, and a copy of it where the server embeds it from. A set that
    /// did not change is left alone: its modification times decide whether the server is rebuilt.
    fn publish(self) -> Result<PathBuf> {
        replace_folder(&self.folder, &self.finished)?;
        let current = Path::new(CURRENT);
        if !same_content(&self.finished, current)? {
            let next = current.with_extension("next");
            if next.exists() {
                fs::remove_dir_all(&next)?;
            }
            for path in all_files(&self.finished)? {
                let target = next.join(path.strip_prefix(&self.finished)?);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent)?;
                }
                // Written, not copied with its time: cargo compares times.
                fs::write(target, fs::read(&path)?)?;
            }
            replace_folder(&next, current)?;
        }
        Ok(current.to_owned())
    }
}

/// `split_signals` of the desk is `desk-signals.wasm`, what several chunks share is `desk-shared-3.wasm`.
fn chunk_asset(client: &str, name: &str) -> String {
    let name = match name.strip_prefix("split_") {
        Some(chunk) => chunk.to_owned(),
        None => name.replace("chunk_", "shared-"),
    };
    format!("{client}-{name}.wasm")
}

fn write_json(path: &Path, value: &serde_json::Value) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    fs::write(path, text)?;
    Ok(())
}

fn same_content(one: &Path, other: &Path) -> Result<bool> {
    if !other.exists() {
        return Ok(false);
    }
    let names = |folder: &Path| -> Result<Vec<PathBuf>> {
        all_files(folder)?
            .iter()
            .map(|path| Ok(path.strip_prefix(folder)?.to_owned()))
            .collect()
    };
    let of_one = names(one)?;
    if of_one != names(other)? {
        return Ok(false);
    }
    for name in of_one {
        if fs::read(one.join(&name))? != fs::read(other.join(&name))? {
            return Ok(false);
        }
    }
    Ok(true)
}
