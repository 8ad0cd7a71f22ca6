//! The table of the loaded language, and filling in placeholders.

use std::cell::Cell;
use std::fmt::Display;

use shared::codes::{ClosedList, Language};

use crate::browser::json::Json;

/// Keys with their texts, in the order of the keys.
pub struct Texts(Vec<(String, String)>);

struct Loaded {
    language: Language,
    texts: Texts,
    /// Of the parts of a client that come later.
    later: Cell<Option<&'static Texts>>,
}

thread_local! {
    /// Replaced when somebody chooses another language. Never freed: texts are handed out as `&'static str`, and a
    /// table is some 20 kB.
    static LOADED: Cell<Option<&'static Loaded>> = const { Cell::new(None) };
}

/// Reads the texts of a page: a flat JSON object, which the build wrote in the order of its keys.
pub fn read_texts(json: &str) -> Option<Texts> {
    let texts = Json::parse(json)?.texts()?;
    texts.is_sorted().then_some(Texts(texts))
}

/// Makes these the texts of the interface.
pub fn load(language: Language, texts: Texts) {
    LOADED.set(Some(Box::leak(Box::new(Loaded {
        language,
        texts,
        later: Cell::new(None),
    }))));
}

/// Adds the texts of the parts that come later, in the language of the interface.
pub fn add_later(texts: Texts) {
    if let Some(loaded) = LOADED.get() {
        loaded.later.set(Some(Box::leak(Box::new(texts))));
    }
}

/// True when the texts of the parts that come later are there.
pub fn has_later() -> bool {
    LOADED
        .get()
        .is_some_and(|loaded| loaded.later.get().is_some())
}

/// The language of the interface.
pub fn language() -> Language {
    LOADED.get().map_or(Language::Nl, |loaded| loaded.language)
}

/// The language with the country whose habits of writing dates and numbers we follow.
pub fn locale() -> String {
    format!("{}-BE", language().code())
}

/// A text without placeholders. A key that the page does not carry shows itself: ugly, and found by the first look.
#[inline(never)]
pub fn plain(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

/// A text with its placeholders filled in.
#[inline(never)]
pub fn filled(key: &'static str, values: &[(&str, &dyn Display)]) -> String {
    fill(plain(key), values)
}

/// The text for one or for several, with its placeholders filled in; `{count}` as people write numbers.
#[inline(never)]
pub fn plural(stem: &'static str, count: u64, values: &[(&str, &dyn Display)]) -> String {
    let form = if is_one(language(), count) {
        "one"
    } else {
        "other"
    };
    let text = find(&format!("{stem}_{form}")).unwrap_or(stem);
    let text = fill(text, values);
    fill(&text, &[("count", &super::number(count))])
}

/// The text of a key that the page itself names (`data-t`); code uses [`crate::t!`].
#[inline(never)]
pub fn find(key: &str) -> Option<&'static str> {
    let loaded = LOADED.get()?;
    let later = loaded.later.get();
    [Some(&loaded.texts), later]
        .into_iter()
        .flatten()
        .find_map(|Texts(texts)| {
            let place = texts.binary_search_by_key(&key, |(known, _)| known).ok()?;
            texts.get(place).map(|(_, text)| text.as_str())
        })
}

/// CLDR's rule for whole numbers: French also says "0 signal".
fn is_one(language: Language, count: u64) -> bool {
    count == 1 || (language == Language::Fr && count == 0)
}

#[inline(never)]
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(&value.to_string());
        } else {
            filled.push('{');
            filled.push_str(name);
            filled.push('}');
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// A number of things, for plurals.
pub trait Count {
    /// How many.
    fn count(self) -> u64;
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        self.into()
    }
}

impl Count for usize {
    fn count(self) -> u64 {
        u64::try_from(self).unwrap_or(u64::MAX)
    }
}

/// Loads the Dutch texts, for tests.
#[cfg(test)]
pub(crate) fn use_dutch_texts() {
    let texts = read_texts(include_str!("../../locales/nl.json")).unwrap();
    load(Language::Nl, texts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay_visible() {
        assert_eq!(
            fill("Van {a} tot {b}, {c}", &[("a", &1), ("b", &"zes")]),
            "Van 1 tot zes, {c}"
        );
        assert_eq!(fill("Een { haakje", &[]), "Een  haakje");
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        assert_eq!(fill("{a}", &[("a", &"{b}"), ("b", &"x")]), "{b}");
    }

    #[test]
    fn texts_are_found_by_their_keys() {
        let Texts(texts) = read_texts(r#"{"a.a": "1", "a.b": "2", "b.a": "3"}"#).unwrap();
        load(Language::Nl, Texts(texts));
        assert_eq!(find("a.a"), Some("1"));
        assert_eq!(find("b.a"), Some("3"));
        assert_eq!(find("b.b"), None);
    }

    #[test]
    fn french_counts_nothing_as_one() {
        assert!(is_one(Language::Fr, 0));
        assert!(!is_one(Language::Nl, 0));
        assert!(is_one(Language::De, 1));
    }

    #[test]
    fn keys_are_types_so_that_a_missing_one_does_not_compile() {
        use_dutch_texts();
        assert_eq!(crate::t!(common.retry), "Probeer nu opnieuw");
        assert_eq!(
            crate::t!(common.error_id, id = "4f3c"),
            "Code van deze fout: 4f3c"
        );
        assert_eq!(crate::t!(common.days_left, count = 1_u64), "Nog 1 dag");
        assert_eq!(crate::t!(common.days_left, count = 3_usize), "Nog 3 dagen");
    }
}
