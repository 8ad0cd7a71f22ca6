//! Sizes beside the orientation of style.md §2; they start a conversation and fail no build.

use std::path::Path;

use anyhow::Result;

use super::Sources;
use crate::files::read;

pub(super) fn print(sources: &Sources) -> Result<()> {
    let mut files = Vec::new();
    let mut functions = Vec::new();
    let (mut code, mut comments, mut tests, mut panics) = (0_usize, 0_usize, 0_usize, 0_usize);
    for path in sources.with_extension("rs") {
        let text = read(path)?;
        tests += text.matches("#[test]").count() + text.matches("::test]").count();
        if is_test(path) {
            continue;
        }
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        files.push((product.lines().count(), path.display().to_string()));
        functions.extend(
            function_lengths(product)
                .into_iter()
                .map(|(length, name)| (length, format!("{}: {name}", path.display()))),
        );
        panics += product.matches(".unwrap()").count() + product.matches(".expect(").count();
        for line in product
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            if line.starts_with("//") {
                comments += 1;
            } else {
                code += 1;
            }
        }
    }
    print_distribution(
        "lines per file",
        "150 / 450 / 800 (median, p95, max)",
        files,
    );
    print_distribution(
        "lines per function",
        "9 / 80 / 120 (median, p99, max)",
        functions,
    );
    let per_thousand = |count: usize| count * 1000 / code.max(1);
    println!(
        "  lines of code {code}, comments {} % (10–15)",
        comments * 100 / (code + comments).max(1)
    );
    println!("  tests per 1,000 lines {} (20–30)", per_thousand(tests));
    println!("  unwrap and expect outside tests: {panics}");
    Ok(())
}

fn print_distribution(what: &str, orientation: &str, mut sizes: Vec<(usize, String)>) {
    sizes.sort();
    let at = |percent: usize| {
        let index = (sizes.len() * percent / 100).min(sizes.len().saturating_sub(1));
        sizes.get(index).map_or(0, |(size, _)| *size)
    };
    println!(
        "  {what}: median {}, p90 {}, p95 {}, p99 {}; orientation {orientation}",
        at(50),
        at(90),
        at(95),
        at(99)
    );
    for (size, name) in sizes.iter().rev().take(5) {
        println!("    {size:5}  {name}");
    }
}

fn is_test(path: &Path) -> bool {
    path.starts_with("tests")
        || path.starts_with("crates/testkit")
        || path.ends_with("tests.rs")
        || path.iter().any(|folder| folder == "tests")
}

/// Length of each function by its indentation, which rustfmt keeps honest.
fn function_lengths(text: &str) -> Vec<(usize, String)> {
    let mut lengths = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        match &open {
            None => {
                let name = trimmed
                    .split_once("fn ")
                    .filter(|(before, _)| {
                        before.split_whitespace().all(|word| {
                            word.starts_with("pub")
                                || ["const", "async", "in", "unsafe"].contains(&word)
                        })
                    })
                    .and_then(|(_, after)| after.split(['(', '<']).next());
                if let Some(name) = name
                    && !trimmed.ends_with(';')
                    && !trimmed.ends_with('}')
                {
                    open = Some((number, indent, name.to_owned()));
                }
            }
            Some((start, outer, name)) => {
                if indent == *outer && trimmed.starts_with('}') {
                    lengths.push((number - start + 1, name.clone()));
                    open = None;
                } else if indent == *outer && trimmed.ends_with(';') {
                    open = None;
                }
            }
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_measured_from_head_to_closing_brace() {
        let text = "impl A {\n    pub fn one(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n}\nfn two() {}\nfn three() {\n}\n";
        assert_eq!(
            function_lengths(text),
            [(5, "one".to_owned()), (2, "three".to_owned())]
        );
    }
}
