//! The byte budgets of the clients, measured on the compressed release set.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::compress::with_suffix;
use super::{LANGUAGES, Quality};
use crate::files::read;

/// What a reader waits for, and how many bytes of brotli it may be. 1 kB = 1,000 bytes.
/// Fonts and name lists come after first paint and are not counted.
struct Budget {
    what: &'static str,
    client: &'static str,
    /// Endings of logical names, besides the page itself.
    parts: &'static [&'static str],
    with_page: bool,
    /// What it should be (docs/adr/0005).
    target: u64,
    /// What it may be today: where the target is missed, a ceiling that only sinks.
    limit: u64,
}

const BUDGETS: [Budget; 5] = [
    Budget {
        what: "field, before the first key",
        client: "field",
        parts: &["css"],
        with_page: true,
        target: 25_000,
        limit: 25_000,
    },
    Budget {
        what: "field, everything to submit",
        client: "field",
        parts: &["css", "js", "wasm"],
        with_page: true,
        target: 120_000,
        limit: 120_000,
    },
    Budget {
        what: "desk, everything at first",
        client: "desk",
        parts: &["css", "js", "wasm"],
        with_page: true,
        target: 350_000,
        limit: 700_000,
    },
    Budget {
        what: "desk, script",
        client: "desk",
        parts: &["js"],
        with_page: false,
        target: 30_000,
        limit: 30_000,
    },
    Budget {
        what: "field, script",
        client: "field",
        parts: &["js"],
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
    let mut over = 0;
    println!(
        "  {:32} {:>9} {:>9} {:>9}",
        "bytes of brotli", "found", "target", "limit"
    );
    for budget in BUDGETS {
        let mut found = 0;
        for part in budget.parts {
            let name = format!("{}.{part}", budget.client);
            let path = manifest
                .pointer(&format!("/assets/{name}"))
                .and_then(Value::as_str)
                .with_context(|| format!("the set has no {name}"))?;
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
        let verdict = if found > budget.limit {
            over += 1;
            "too large"
        } else if found > budget.target {
            "over its target"
        } else {
            ""
        };
        println!(
            "  {:32} {found:>9} {:>9} {:>9} {verdict}",
            budget.what, budget.target, budget.limit
        );
    }
    Ok(over)
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
    manifest.pointer(&format!("/assets/{client}.css"))?.as_str()
}

fn compressed(path: &Path) -> Result<u64> {
    let path = with_suffix(path, ".br");
    Ok(fs::metadata(&path)
        .with_context(|| format!("no {}", path.display()))?
        .len())
}
