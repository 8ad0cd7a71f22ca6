//! What cargo knows about the workspace and everything it depends on.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: Option<String>,
    pub(crate) manifest: String,
    /// Names of direct dependencies, without those for tests only.
    pub(crate) uses: BTreeSet<String>,
    pub(crate) is_member: bool,
}

/// All packages that any target of the workspace can be made of.
pub(crate) fn packages() -> Result<Vec<Package>> {
    let text = shell::capture(shell::cargo().args(["metadata", "--format-version=1", "--locked"]))
        .context("Cargo.lock does not fit the manifests; run `cargo check` to renew it")?;
    let metadata: Value = serde_json::from_str(&text)?;
    let members: BTreeSet<&str> = strings(&metadata, "/workspace_members");
    let list = metadata
        .pointer("/packages")
        .and_then(Value::as_array)
        .context("cargo metadata lists packages")?;
    let package = |value: &Value| -> Option<Package> {
        let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
        let dependencies = value.get("dependencies")?.as_array()?;
        Some(Package {
            name: text("name")?,
            version: text("version")?,
            licence: text("license"),
            manifest: text("manifest_path")?,
            uses: dependencies
                .iter()
                .filter(|dependency| dependency.get("kind").and_then(Value::as_str) != Some("dev"))
                .filter_map(|dependency| dependency.get("name")?.as_str().map(str::to_owned))
                .collect(),
            is_member: members.contains(value.get("id")?.as_str()?),
        })
    };
    Ok(list.iter().filter_map(package).collect())
}

/// Member name → the members it uses.
pub(crate) fn member_edges(packages: &[Package]) -> BTreeMap<&str, BTreeSet<&str>> {
    let members: BTreeSet<&str> = packages
        .iter()
        .filter(|package| package.is_member)
        .map(|package| package.name.as_str())
        .collect();
    packages
        .iter()
        .filter(|package| package.is_member)
        .map(|package| {
            let uses = package.uses.iter().map(String::as_str);
            let uses = uses.filter(|name| members.contains(name)).collect();
            (package.name.as_str(), uses)
        })
        .collect()
}

fn strings<'a>(value: &'a Value, pointer: &str) -> BTreeSet<&'a str> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}
