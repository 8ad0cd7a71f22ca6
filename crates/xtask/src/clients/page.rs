//! Pages from templates, one per language, and what a content security policy must allow for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::chunks::Chunks;
use super::{Words, pseudo, style};
use crate::files::read;
use crate::hash::policy_digest;

pub(super) struct Source<'a> {
    pub(super) frontend: &'a Path,
    pub(super) client: &'a str,
    pub(super) language: &'a str,
    pub(super) style: &'a str,
    pub(super) assets: &'a BTreeMap<String, String>,
    pub(super) chunks: Option<&'a Chunks>,
    pub(super) minify: bool,
    pub(super) words: Words,
}

/// Fills `<client>.html` for one language.
pub(super) fn build(source: &Source<'_>) -> Result<String> {
    let template = format!("{}.html", source.client);
    let template = source.frontend.join(template);
    let texts = texts_of(source.frontend, source.language, source.words)?;
    fill(&read(&template)?, &|placeholder| {
        value(source, &texts, placeholder)
    })
    .with_context(|| format!("in {} for {}", template.display(), source.language))
}

/// The file with the texts that the page of a client does not carry but names.
pub(super) fn later_texts(client: &str, language: &str) -> String {
    format!("{client}-texts.{language}.json")
}

/// What that file holds; `None` when the page names none.
pub(super) fn texts_for_later(
    frontend: &Path,
    client: &str,
    language: &str,
    words: Words,
) -> Result<Option<String>> {
    let template = read(frontend.join(format!("{client}.html")))?;
    let list = template.split_once("{{later:");
    let Some((list, _)) = list.and_then(|(_, after)| after.split_once("}}")) else {
        return Ok(None);
    };
    let texts = chosen_texts(&texts_of(frontend, language, words)?, list);
    let texts = texts.context("a text that comes later is in no language file")?;
    Ok(Some(texts))
}

fn texts_of(frontend: &Path, language: &str, words: Words) -> Result<Map<String, Value>> {
    let texts = read(frontend.join("locales").join(format!("{language}.json")))?;
    let mut texts: Map<String, Value> = serde_json::from_str(&texts)
        .with_context(|| format!("locales/{language}.json is not flat JSON"))?;
    if words == Words::Pseudo {
        for text in texts.values_mut() {
            *text = Value::from(pseudo::lengthen(text.as_str().unwrap_or_default()));
        }
    }
    Ok(texts)
}

fn value(source: &Source<'_>, texts: &Map<String, Value>, placeholder: &str) -> Option<String> {
    let text = |key: &str| texts.get(key.trim())?.as_str();
    let asset = |name: &str| source.assets.get(name).map(|path| format!("/{path}"));
    let client = source.client;
    match placeholder.split_once(':') {
        None => match placeholder {
            "lang" => Some(source.language.to_owned()),
            "css" => asset(&format!("{client}.css")),
            "js" => asset(&format!("{client}.js")),
            "wasm" => asset(&format!("{client}.wasm")),
            "styles" => Some(source.style.to_owned()),
            "chunks" => {
                let names: BTreeSet<&String> = source.chunks?.values().flatten().collect();
                let paths = names.into_iter().map(|name| asset(name));
                Some(paths.collect::<Option<Vec<_>>>()?.join(" "))
            }
            _ => None,
        },
        Some(("asset", name)) => asset(name),
        Some(("t", key)) => Some(escape(text(key)?)),
        Some(("json", patterns)) => chosen_texts(texts, patterns),
        Some(("later", _)) => asset(&later_texts(client, source.language)),
        Some(("inline", name)) => {
            let content = read(source.frontend.join("inline").join(name)).ok()?;
            let is_style = Path::new(name).extension().is_some_and(|it| it == "css");
            Some(match (source.minify, is_style) {
                (true, true) => style::minify(&content),
                (true, false) => compact(&content),
                (false, _) => content.trim().to_owned(),
            })
        }
        Some(_) => None,
    }
}

/// A script without its comments and indentation: it comes before the first key. Our scripts have no text of several
/// lines, and comments only on lines of their own.
pub(super) fn compact(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let kept: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    kept.join("\n")
}

/// All scripts inside a page that run, one after the other.
pub(super) fn inline_scripts(page: &str) -> String {
    let scripts = elements(page, "script").into_iter();
    let own = scripts.filter(|(attributes, _)| is_run_from_page(attributes));
    own.map(|(_, content)| content)
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_run_from_page(attributes: &str) -> bool {
    !attributes.contains("src=") && !attributes.contains("json")
}

/// The texts that a page carries for its client: `submit.title` is one, `common.*` a whole section. A
/// pattern that chooses nothing is a mistake.
fn chosen_texts(texts: &Map<String, Value>, patterns: &str) -> Option<String> {
    let mut chosen = BTreeMap::new();
    for pattern in patterns.split(',').map(str::trim) {
        let before = chosen.len();
        if let Some(section) = pattern.strip_suffix(".*") {
            chosen.extend(
                texts
                    .iter()
                    .filter(|(key, _)| key.split_once('.').is_some_and(|it| it.0 == section)),
            );
        } else {
            let (key, text) = texts.get_key_value(pattern)?;
            chosen.insert(key, text);
        }
        if chosen.len() == before {
            return None;
        }
    }
    let object = serde_json::to_string(&chosen).ok()?;
    // `</script` inside a string would end the element.
    Some(object.replace('<', "\\u003c"))
}

/// Replaces every `{{…}}`; one that has no value is an error. Values may hold placeholders
/// themselves, one level deep: an inlined script asks for texts and addresses.
pub(super) fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<String> {
    let once = replace(template, value)?;
    if once.contains("{{") {
        replace(&once, value)
    } else {
        Ok(once)
    }
}

fn replace(template: &str, value: &dyn Fn(&str) -> Option<String>) -> Result<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((placeholder, after)) = after.split_once("}}") else {
            bail!("a `{{{{` is never closed");
        };
        let Some(value) = value(placeholder.trim()) else {
            bail!(
                "nothing is known for `{{{{{placeholder}}}}}` (docs/adr/0003 lists what there is)"
            );
        };
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Hashes of what stands inside a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Policy {
    pub(super) scripts: Vec<String>,
    pub(super) styles: Vec<String>,
}

/// Finds inline scripts and styles. Blocks of data (`type="application/json"`) run nothing and need no hash.
pub(super) fn policy(page: &str) -> Policy {
    let mut policy = Policy::default();
    for (attributes, content) in elements(page, "script") {
        if is_run_from_page(attributes) {
            policy.scripts.push(policy_digest(content.as_bytes()));
        }
    }
    for (_, content) in elements(page, "style") {
        policy.styles.push(policy_digest(content.as_bytes()));
    }
    policy
}

/// Attributes and content of every element of that name.
fn elements<'a>(page: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once(&open) {
        let Some((attributes, after)) = after.split_once('>') else {
            break;
        };
        let Some((content, after)) = after.split_once(&close) else {
            break;
        };
        if attributes.is_empty() || attributes.starts_with(char::is_whitespace) {
            found.push((attributes, content));
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_placeholder_fails_the_build() {
        let value = |name: &str| (name == "lang").then(|| "nl".to_owned());
        assert_eq!(
            fill("<html lang={{lang}}>", &value).unwrap(),
            "<html lang=nl>"
        );
        assert!(fill("{{langue}}", &value).is_err());
        assert!(fill("{{lang", &value).is_err());
    }

    #[test]
    fn only_scripts_that_run_are_hashed() {
        let page = "<script src=\"/a.js\"></script><script type=\"application/json\">{}</script>\
                    <script>alert(1)</script><style>a{}</style>";
        let policy = policy(page);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            policy.scripts,
            ["sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="]
        );
        assert_eq!(policy.styles.len(), 1);
    }

    #[test]
    fn a_script_is_sent_without_its_comments() {
        let script = "// Why.\n(() => {\n  // Because.\n  const a = \"// no\";\n\n})();\n";
        assert_eq!(compact(script), "(() => {\nconst a = \"// no\";\n})();");
    }

    #[test]
    fn only_what_runs_from_the_page_is_its_own_script() {
        let page = "<script src=\"/a.js\"></script><script type=\"application/json\">{}</script>\
                    <script>one</script><script type=\"module\">two</script>";
        assert_eq!(inline_scripts(page), "one\ntwo");
    }

    #[test]
    fn a_page_carries_the_texts_it_names() {
        let texts = serde_json::json!({"a.x": "1</script", "a.y": "2", "ab.z": "3", "b.z": "4"});
        let texts = texts.as_object().unwrap();
        assert_eq!(
            chosen_texts(texts, "a.*, b.z").unwrap(),
            r#"{"a.x":"1\u003c/script","a.y":"2","b.z":"4"}"#
        );
        assert_eq!(chosen_texts(texts, "c.*"), None);
        assert_eq!(chosen_texts(texts, "a.z"), None);
    }

    #[test]
    fn texts_cannot_break_out_of_the_page() {
        assert_eq!(escape("<b a=\"&\">"), "&lt;b a=&quot;&amp;&quot;&gt;");
    }
}
