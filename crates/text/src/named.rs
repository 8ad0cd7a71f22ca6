//! Names of a list that a text mentions: a gazetteer.

use crate::words::{fold, words};

/// Which of these names stand in a text, word by word, with a capital where the name has one, in any spelling of accents.
/// A longer name hides the shorter one in it: whoever lives in "Sint-Jan Noord" does not say "Sint-Jan".
pub fn named<'a>(text: &str, names: &'a [String]) -> Vec<&'a str> {
    let text: Vec<(String, bool)> = words(text).map(|word| spelt(word.written)).collect();
    let mut parts: Vec<(&str, Vec<(String, bool)>)> = names
        .iter()
        .map(|name| {
            let parts = words(name).map(|word| spelt(word.written)).collect();
            (name.as_str(), parts)
        })
        .filter(|(_, parts): &(_, Vec<_>)| !parts.is_empty())
        .collect();
    parts.sort_by_key(|(_, parts)| std::cmp::Reverse(parts.len()));
    let mut taken = vec![false; text.len()];
    let mut found = Vec::new();
    for (name, parts) in parts {
        let mut is_found = false;
        let places = text.windows(parts.len()).zip(0..);
        for (_, start) in places.filter(|(window, _)| says(window, &parts)) {
            let own = taken.iter_mut().skip(start).take(parts.len());
            let mut is_free = true;
            for place in own {
                is_free &= !std::mem::replace(place, true);
            }
            is_found |= is_free;
        }
        if is_found && !found.contains(&name) {
            found.push(name);
        }
    }
    found.sort_by_key(|name| names.iter().position(|other| other == name));
    found
}

/// The letters, and whether the first is a capital.
fn spelt(word: &str) -> (String, bool) {
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    (fold(word), is_capital)
}

/// "Het Centrum" is a place, "het centrum" may be any.
fn says(text: &[(String, bool)], name: &[(String, bool)]) -> bool {
    let mut pairs = text.iter().zip(name);
    pairs.all(|((said, is_capital), (word, needs_one))| said == word && (*is_capital || !needs_one))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_name_is_found_as_a_whole_with_its_capital_and_in_any_spelling() {
        let names = list(&[
            "Vaartwijk",
            "Sint-Jan",
            "Sint-Jan Noord",
            "Hoge Akker",
            "Café",
            "Centrum",
        ]);
        for (text, found) in [
            ("In de Vaartwijk is geen bus.", &["Vaartwijk"][..]),
            ("IN DE VAARTWIJK IS GEEN BUS", &["Vaartwijk"]),
            ("De Vaartwijkers wachten.", &[]),
            ("Sint-jan Noord en Sint Jan.", &["Sint-Jan"]),
            ("Aan Sint-Jan Noord is niets.", &["Sint-Jan Noord"]),
            (
                "Sint-Jan, en ook Sint-Jan Noord",
                &["Sint-Jan", "Sint-Jan Noord"],
            ),
            ("Op de hoge akker", &[]),
            ("Bij Cafe\u{301}", &["Café"]),
            ("het centrum voor jeugd; in Centrum niet", &["Centrum"]),
            ("ver van het centrum", &[]),
            ("", &[]),
        ] {
            assert_eq!(named(text, &names), found, "{text}");
        }
        assert!(named("Vaartwijk", &[]).is_empty());
        assert!(named("Vaartwijk", &list(&["", "…"])).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_found_stands_in_the_list_once(text in "[A-Ca-c \\-]{0,40}", names in proptest::collection::vec("[A-C]{1,2}( [A-C]){0,1}", 0..6)) {
            let found = named(&text, &names);
            let mut seen = found.clone();
            seen.dedup();
            prop_assert_eq!(&seen, &found);
            prop_assert!(found.iter().all(|name| names.iter().any(|other| other == name)));
        }
    }
}
