//! One name through all layers (style.md rule 11): which operations lack a file or a client method.

use std::path::Path;

use anyhow::Result;

use super::Sources;
use crate::files::read;

/// Operations that machines call, not our clients.
const FOR_MACHINES: [&str; 5] = ["health", "ready", "metrics", "openapi", "meta"];

pub(super) fn print(sources: &Sources) -> Result<()> {
    let contract = read("openapi.yaml")?;
    let mut client = String::new();
    for path in sources
        .with_extension("rs")
        .filter(|path| path.starts_with("frontend/src"))
    {
        client.push_str(&read(path)?);
    }
    let operations: Vec<String> = operation_ids(&contract).map(snake_case).collect();
    let without_file = operations.iter().filter(|name| {
        !sources.with_extension("rs").any(|path| {
            path.starts_with("api/src") && path.file_stem() == Path::new(name).file_name()
        })
    });
    let without_method = operations.iter().filter(|name| {
        !FOR_MACHINES.iter().any(|word| name.contains(word))
            && !client.contains(&format!("fn {name}("))
            && !client.contains(&format!("fn {name}<"))
    });
    println!("  operations: {}", operations.len());
    println!("  without a file of their name: {}", joined(without_file));
    println!("  without a client method: {}", joined(without_method));
    Ok(())
}

fn operation_ids(contract: &str) -> impl Iterator<Item = &str> {
    contract
        .lines()
        .filter_map(|line| line.trim().strip_prefix("operationId: "))
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn joined<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_read_from_the_contract() {
        let contract = "paths:\n  /a:\n    post:\n      operationId: planAction\n";
        let names: Vec<String> = operation_ids(contract).map(snake_case).collect();
        assert_eq!(names, ["plan_action"]);
    }
}
