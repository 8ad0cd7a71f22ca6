//! The byte budgets of the clients, measured on the compressed release set.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::chunks::Chunks;
use super::compress::{brotli_bytes, with_suffix};
use super::{CLIENTS, LANGUAGES, Quality, page};
use crate::files::read;

/// What a reader waits for, and how many bytes of brotli it may be. 1 kB = 1,000 bytes.
/// Fonts and name lists come after first paint and are not counted.
struct Budget {
    what: &'static str,
    client: &'static str,
    /// Endings of logical names, besides the page itself.
    endings: &'static [&'static str],
    with_page: bool,
    /// What it should be (docs/adr/0005).
    target: u64,
    /// What it may be today: where the target is missed, a ceiling that only sinks.
    limit: u64,
}

/// What the scripts in the phone's page may be together (ux.md §15).
const INLINE: u64 = 3_000;
/// What one file may be that comes later (docs/adr/0007).
const CHUNK: u64 = 120_000;
/// What the phone's chunks may be (docs/adr/0010): client, chunk, bytes of all its files.
const CHUNKS: [(&str, &str, u64); 2] = [("field", "guard", 67_000), ("field", "pages", 73_500)];
/// Everything on the phone but font and name lists: target (docs/adr/0010) and today's ceiling, which only sinks.
const WHOLE: (&str, u64, u64) = ("field", 120_000, 259_500);

const TO_SUBMIT: &str = "field, everything to submit";

const BUDGETS: [Budget; 5] = [
    Budget {
        what: "field, before the first key",
        client: "field",
        endings: &["css"],
        with_page: true,
        target: 25_000,
        limit: 25_000,
    },
    Budget {
        what: TO_SUBMIT,
        client: "field",
        endings: &["css", "js", "beside.js", "wasm"],
        with_page: true,
        target: 120_000,
        limit: 120_000,
    },
    Budget {
        what: "desk, everything at first",
        client: "desk",
        endings: &["css", "js", "wasm"],
        with_page: true,
        target: 350_000,
        limit: 350_000,
    },
    Budget {
        what: "desk, script",
        client: "desk",
        endings: &["js"],
        with_page: false,
        target: 30_000,
        limit: 30_000,
    },
    Budget {
        what: "field, script",
        client: "field",
        endings: &["js", "beside.js"],
        with_page: false,
        target: 30_000,
        limit: 30_000,
    },
];

/// Builds the release set and holds it against the budgets.
pub(crate) fn check() -> Result<()> {
    let folder = super::build(Quality::Release)?;
    let over = measure(&folder)?;
    if over > 0 {
        bail!(
            "{over} byte budgets exceeded; `twiggy` or a look at the newest dependency tells where the bytes come from"
        );
    }
    Ok(())
}

fn measure(folder: &Path) -> Result<usize> {
    let manifest: Value = serde_json::from_str(&read(folder.join("manifest.json"))?)?;
    let (mut over, mut to_submit) = (0, 0);
    println!(
        "  {:32} {:>9} {:>9} {:>9}",
        "bytes of brotli", "found", "target", "limit"
    );
    for budget in BUDGETS {
        let mut found = 0;
        for ending in budget.endings {
            let name = format!("{}.{ending}", budget.client);
            let path =
                asset_path(&name, &manifest).with_context(|| format!("the set has no {name}"))?;
            found += compressed(&folder.join(path))?;
        }
        if budget.with_page {
            // A page that holds its style itself links no sheet: then the sheet is not fetched.
            let pages = LANGUAGES.iter().map(|language| {
                compressed(&folder.join(format!("{}.{language}.html", budget.client)))
            });
            found += pages
                .collect::<Result<Vec<_>>>()?
                .into_iter()
                .max()
                .unwrap_or_default();
            if !links_style(folder, budget.client, &manifest)? {
                found -= style_bytes(folder, budget.client, &manifest)?;
            }
        }
        if budget.what == TO_SUBMIT {
            to_submit = found;
        }
        over += usize::from(!tell(budget.what, found, budget.target, budget.limit));
    }
    over += measure_inline(folder)?;
    for client in CLIENTS {
        let (later, over_later) = measure_chunks(folder, client, &manifest)?;
        over += over_later;
        if client == WHOLE.0 {
            let texts = later_texts(folder, client, &manifest)?;
            println!("  {:32} {texts:>9}", "field, words of what comes later");
            let whole = to_submit + later + texts;
            over += usize::from(!tell("field, all but the lists", whole, WHOLE.1, WHOLE.2));
        }
    }
    Ok(over)
}

/// The scripts in the phone's page: they keep what is typed before the module is there.
fn measure_inline(folder: &Path) -> Result<usize> {
    let page = read(folder.join("field.nl.html"))?;
    let found = brotli_bytes(&page::inline_scripts(&page))?;
    let is_within = tell("field, scripts in the page", found, INLINE, INLINE);
    Ok(usize::from(!is_within))
}

/// The words of the parts that come later, in the language that needs most.
fn later_texts(folder: &Path, client: &str, manifest: &Value) -> Result<u64> {
    let sizes = LANGUAGES.iter().map(|language| {
        let name = page::later_texts(client, language);
        let path = asset_path(&name, manifest).with_context(|| format!("the set has no {name}"))?;
        compressed(&folder.join(path))
    });
    Ok(sizes
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .max()
        .unwrap_or_default())
}

/// Each file that comes later has a budget; what opening an area costs after the start is told beside it. Bytes of all
/// files, and how many budgets are exceeded.
fn measure_chunks(folder: &Path, client: &str, manifest: &Value) -> Result<(u64, usize)> {
    let chunks: Chunks = manifest
        .pointer(&format!("/chunks/{client}"))
        .and_then(|chunks| serde_json::from_value(chunks.clone()).ok())
        .with_context(|| format!("the set has no chunks of {client}"))?;
    let mut sizes = BTreeMap::new();
    for name in chunks.values().flatten() {
        let path = asset_path(name, manifest).with_context(|| format!("the set has no {name}"))?;
        sizes.insert(name, compressed(&folder.join(path))?);
    }
    let mut over = 0;
    for (chunk, names) in &chunks {
        let found: u64 = names.iter().filter_map(|name| sizes.get(name)).sum();
        let files = names.len();
        let what = format!("{client}, to open {chunk}");
        let is_it = |(of, name, _): &&(&str, &str, u64)| *of == client && name == chunk;
        match CHUNKS.iter().find(is_it) {
            Some((_, _, limit)) => over += usize::from(!tell(&what, found, *limit, *limit)),
            None => println!("  {what:32} {found:>9} in {files} files"),
        }
    }
    let largest = sizes.values().max().copied().unwrap_or_default();
    for (name, &size) in &sizes {
        if size == largest || size > CHUNK {
            over += usize::from(!tell(name, size, CHUNK, CHUNK));
        }
    }
    Ok((sizes.values().sum(), over))
}

/// Prints a line; false when the limit is exceeded.
fn tell(what: &str, found: u64, target: u64, limit: u64) -> bool {
    let verdict = if found > limit {
        "too large"
    } else if found > target {
        "over its target"
    } else {
        ""
    };
    println!("  {what:32} {found:>9} {target:>9} {limit:>9} {verdict}");
    found <= limit
}

fn links_style(folder: &Path, client: &str, manifest: &Value) -> Result<bool> {
    let page = read(folder.join(format!("{client}.nl.html")))?;
    Ok(style_path(client, manifest).is_some_and(|path| page.contains(path)))
}

fn style_bytes(folder: &Path, client: &str, manifest: &Value) -> Result<u64> {
    match style_path(client, manifest) {
        Some(path) => compressed(&folder.join(path)),
        None => Ok(0),
    }
}

fn style_path<'a>(client: &str, manifest: &'a Value) -> Option<&'a str> {
    asset_path(&format!("{client}.css"), manifest)
}

fn asset_path<'a>(name: &str, manifest: &'a Value) -> Option<&'a str> {
    manifest.pointer(&format!("/assets/{name}"))?.as_str()
}

fn compressed(path: &Path) -> Result<u64> {
    let path = with_suffix(path, ".br");
    Ok(fs::metadata(&path)
        .with_context(|| format!("no {}", path.display()))?
        .len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_chunk_that_is_too_large_is_counted_once_also_when_others_share_it() {
        let folder = tempfile::tempdir().unwrap();
        for (name, size) in [("a", CHUNK), ("b", 10), ("c", CHUNK + 1)] {
            let content = vec![0; usize::try_from(size).unwrap()];
            fs::write(folder.path().join(format!("{name}.wasm.br")), content).unwrap();
        }
        let manifest = json!({
            "assets": {"a.wasm": "a.wasm", "b.wasm": "b.wasm", "c.wasm": "c.wasm"},
            "chunks": {"desk": {"one": ["c.wasm", "a.wasm"], "two": ["c.wasm", "b.wasm"]}}
        });
        let (all, over) = measure_chunks(folder.path(), "desk", &manifest).unwrap();
        assert_eq!((all, over), (CHUNK + 10 + CHUNK + 1, 1));
    }

    #[test]
    fn a_set_without_chunks_is_no_small_set() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            measure_chunks(folder.path(), "desk", &json!({"assets": {}, "chunks": {}})).is_err()
        );
    }
}
