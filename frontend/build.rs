//! Turns `locales/*.json` into a typed table: a text that is missing in a language, differs in its placeholders, or
//! is not in the page of its client, fails the build.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Texts = BTreeMap<String, String>;

const LANGUAGES: [&str; 4] = ["nl", "fr", "en", "de"];

fn main() -> Result<(), Box<dyn Error>> {
    let locales = read_locales()?;
    let source = locales.get("nl").ok_or("no locales/nl.json")?;
    for (language, texts) in &locales {
        compare(language, source, texts)?;
    }
    let wanted = wanted_by_the_client()?;
    let keys = source
        .iter()
        .filter(|(key, _)| wanted.as_ref().is_none_or(|wanted| is_wanted(wanted, key)));
    let out = PathBuf::from(env::var("OUT_DIR")?).join("texts.rs");
    fs::write(out, code(keys))?;
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm && env::var_os("CARGO_FEATURE_CHUNKS").is_some() {
        // Who cuts must know what refers to what.
        for client in ["field", "desk"] {
            println!("cargo::rustc-link-arg-bin={client}=--emit-relocs");
        }
    }
    Ok(())
}

fn read_locales() -> Result<BTreeMap<&'static str, Texts>, Box<dyn Error>> {
    let mut locales = BTreeMap::new();
    for language in LANGUAGES {
        let path = Path::new("locales").join(format!("{language}.json"));
        println!("cargo::rerun-if-changed={}", path.display());
        let texts = serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        locales.insert(language, texts);
    }
    Ok(locales)
}

fn compare(language: &str, source: &Texts, texts: &Texts) -> Result<(), String> {
    if let Some(key) = source.keys().find(|key| !texts.contains_key(*key)) {
        return Err(format!("locales/{language}.json has no `{key}`"));
    }
    for (key, text) in texts {
        let Some(wanted) = source.get(key) else {
            return Err(format!(
                "locales/{language}.json has `{key}`, which Dutch does not have"
            ));
        };
        if placeholders(wanted) != placeholders(text) {
            return Err(format!(
                "locales/{language}.json: `{key}` has other placeholders than Dutch"
            ));
        }
    }
    Ok(())
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(name, _)| name))
        .collect()
}

/// The texts that the page of the one client being built carries (`{{json:common.*,submit.title}}`) or names
/// (`{{later:help.*}}`); `None` for all.
fn wanted_by_the_client() -> Result<Option<Vec<String>>, Box<dyn Error>> {
    let has = |feature: &str| env::var_os(format!("CARGO_FEATURE_{feature}")).is_some();
    let page = match (has("FIELD"), has("DESK")) {
        (true, false) => "field.html",
        (false, true) => "desk.html",
        _ => return Ok(None),
    };
    println!("cargo::rerun-if-changed={page}");
    let page = fs::read_to_string(page)?;
    let list = |name: &str| {
        let (_, after) = page.split_once(&format!("{{{{{name}:"))?;
        after.split_once("}}").map(|(list, _)| list)
    };
    let at_first = list("json").ok_or("the page has no {{json:…}} with the texts of its client")?;
    let all = at_first
        .split(',')
        .chain(list("later").unwrap_or_default().split(','));
    Ok(Some(all.map(|key| key.trim().to_owned()).collect()))
}

fn is_wanted(wanted: &[String], key: &str) -> bool {
    wanted
        .iter()
        .any(|pattern| match pattern.strip_suffix(".*") {
            Some(section) => key.split('.').next() == Some(section),
            None => pattern == key,
        })
}

/// One module per section, one type per key: `t!(section.key, placeholder = value)` builds the type and asks its text.
fn code<'a>(keys: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let mut sections: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (key, text) in keys {
        let (section, name) = key.split_once('.').unwrap_or(("common", key));
        sections.entry(section).or_default().insert(name, text);
    }
    let mut code = String::new();
    for (section, texts) in &sections {
        let _ = writeln!(
            code,
            "/// Texts of section `{section}`.\npub mod {} {{",
            ident(section)
        );
        for (name, text) in texts {
            let stem = name
                .strip_suffix("_other")
                .filter(|stem| texts.contains_key(format!("{stem}_one").as_str()));
            let is_one = name
                .strip_suffix("_one")
                .is_some_and(|stem| texts.contains_key(format!("{stem}_other").as_str()));
            match stem {
                _ if is_one => {}
                Some(stem) => {
                    let taken = texts.contains_key(stem);
                    let name = if taken {
                        format!("{stem}_count")
                    } else {
                        stem.to_owned()
                    };
                    plural(&mut code, section, stem, &name, text);
                }
                None => single(&mut code, section, name, text),
            }
        }
        code.push_str("}\n");
    }
    code
}

fn single(code: &mut String, section: &str, name: &str, text: &str) {
    let names = placeholders(text);
    let (ident, key) = (ident(name), format!("{section}.{name}"));
    if names.is_empty() {
        let _ = writeln!(
            code,
            "/// {text}\npub struct {ident} {{}}\nimpl {ident} {{ /// {text}\n pub fn text(self) -> &'static str {{ crate::i18n::plain({key:?}) }} }}"
        );
        return;
    }
    let _ = writeln!(
        code,
        "/// {text}\n{}\nimpl<{}> {ident}<{}> {{ /// {text}\n pub fn text(self) -> String {{ crate::i18n::filled({key:?}, &[{}]) }} }}",
        structure(&ident, names.iter().copied()),
        generics(&names, ": std::fmt::Display"),
        generics(&names, ""),
        values(&names)
    );
}

fn plural(code: &mut String, section: &str, stem: &str, name: &str, text: &str) {
    let mut names = placeholders(text);
    names.remove("count");
    let (ident, key) = (ident(name), format!("{section}.{stem}"));
    let all = ["count"].into_iter().chain(names.iter().copied());
    let _ = writeln!(
        code,
        "/// {text}\n{}\nimpl<Acount: crate::i18n::Count, {}> {ident}<Acount, {}> {{ /// {text}\n pub fn text(self) -> String {{ crate::i18n::plural({key:?}, self.count.count(), &[{}]) }} }}",
        structure(&ident, all),
        generics(&names, ": std::fmt::Display"),
        generics(&names, ""),
        values(&names)
    );
}

fn structure<'a>(ident: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    let parameters: Vec<String> = names.clone().map(|name| format!("A{name}")).collect();
    let fields: Vec<String> = names
        .map(|name| format!("/// Placeholder.\n pub {}: A{name}", self::ident(name)))
        .collect();
    format!(
        "pub struct {ident}<{}> {{ {} }}",
        parameters.join(", "),
        fields.join(", ")
    )
}

fn generics(names: &BTreeSet<&str>, bound: &str) -> String {
    let parameters: Vec<String> = names.iter().map(|name| format!("A{name}{bound}")).collect();
    parameters.join(", ")
}

fn values(names: &BTreeSet<&str>) -> String {
    let values: Vec<String> = names
        .iter()
        .map(|name| format!("({name:?}, &self.{})", ident(name)))
        .collect();
    values.join(", ")
}

/// A Rust name for a key: `1_5` → `_1_5`, `where` → `where_`.
fn ident(name: &str) -> String {
    const KEYWORDS: [&str; 12] = [
        "as", "do", "else", "for", "if", "in", "match", "move", "ref", "type", "where", "yield",
    ];
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else if KEYWORDS.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}
