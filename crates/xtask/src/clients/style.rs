//! One style sheet per client, joined in the order that `styles/order.txt` gives.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::CLIENTS;
use crate::files::{all_files, read};

/// Joins the files of one client. A line of order.txt is a path, or a path and the one client that wants it.
pub(super) fn join(folder: &Path, client: &str) -> Result<String> {
    let order = read(folder.join("order.txt"))?;
    let mut named = BTreeSet::new();
    let mut joined = String::new();
    for line in order.lines() {
        let mut words = line.split_whitespace();
        let Some(path) = words.next().filter(|path| !path.starts_with('#')) else {
            continue;
        };
        named.insert(folder.join(path));
        match words.next() {
            Some(only) if !CLIENTS.contains(&only) => {
                bail!(
                    "styles/order.txt: `{only}` is no client; expected {}",
                    CLIENTS.join(" or ")
                )
            }
            Some(only) if only != client => continue,
            _ => {}
        }
        joined.push_str(&read(folder.join(path))?);
        joined.push('\n');
    }
    let forgotten: Vec<PathBuf> = all_files(folder)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .filter(|path| !named.contains(path))
        .collect();
    if let Some(path) = forgotten.first() {
        bail!("{} is not named in styles/order.txt", path.display());
    }
    Ok(joined)
}

/// Removes comments and the white space that means nothing. Strings stay as they are, and so do
/// spaces around colons, brackets and operators, where CSS may give them a meaning.
pub(super) fn minify(css: &str) -> String {
    let mut short = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut space = false;
    while let Some(next) = rest.next() {
        match next {
            '/' if rest.peek() == Some(&'*') => {
                rest.next();
                let mut last = ' ';
                for inside in rest.by_ref() {
                    if last == '*' && inside == '/' {
                        break;
                    }
                    last = inside;
                }
                space = true;
            }
            '"' | '\'' => {
                push(&mut short, &mut space, next);
                let mut escaped = false;
                for inside in rest.by_ref() {
                    short.push(inside);
                    if inside == next && !escaped {
                        break;
                    }
                    escaped = inside == '\\' && !escaped;
                }
            }
            white if white.is_ascii_whitespace() => space = true,
            other => push(&mut short, &mut space, other),
        }
    }
    short
}

fn push(short: &mut String, space: &mut bool, next: char) {
    const CLOSED: [char; 4] = ['{', '}', ';', ','];
    if *space && !short.is_empty() && !short.ends_with(CLOSED) && !CLOSED.contains(&next) {
        short.push(' ');
    }
    *space = false;
    if next == '}' && short.ends_with(';') {
        short.pop();
    }
    short.push(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_that_means_something_survives() {
        let css = "/* why */\n.a  .b:hover ,\n.c > .d {\n  width: calc( 1px + 2% );\n  content: \"a  } /* b \\\" */\";\n}\n";
        assert_eq!(
            minify(css),
            ".a .b:hover,.c > .d{width: calc( 1px + 2% );content: \"a  } /* b \\\" */\"}"
        );
    }

    #[test]
    fn a_forgotten_style_sheet_fails_the_build() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("order.txt"), "a.css\nb.css desk\n").unwrap();
        std::fs::write(folder.path().join("a.css"), "a{}").unwrap();
        std::fs::write(folder.path().join("b.css"), "b{}").unwrap();
        assert_eq!(join(folder.path(), "field").unwrap(), "a{}\n");
        assert_eq!(join(folder.path(), "desk").unwrap(), "a{}\nb{}\n");
        std::fs::write(folder.path().join("c.css"), "c{}").unwrap();
        assert!(join(folder.path(), "desk").is_err());
    }
}
