//! IBAN of any country that has one, and the Belgian account number before it (3-7-2).

use text::is_letter_or_digit;

use super::{mod_97, value};
use crate::glyphs::{Glyphs, Span};

/// Country, then its account number in classes as ISO 13616 writes them: n digits, a letters, c either.
/// Countries whose residents turn up in Flemish files; others are found when their class is digits only.
#[rustfmt::skip]
const COUNTRIES: [(&str, &str); 58] = [
    ("ad", "n8c12"), ("ae", "n19"), ("al", "n8c16"), ("at", "n16"), ("az", "a4c20"), ("ba", "n16"), ("be", "n12"),
    ("bg", "a4n6c8"), ("br", "n23a1c1"), ("ch", "n5c12"), ("cy", "n8c16"), ("cz", "n20"), ("de", "n18"), ("dk", "n14"),
    ("ee", "n16"), ("eg", "n25"), ("es", "n20"), ("fi", "n14"), ("fo", "n14"), ("fr", "n10c11n2"), ("gb", "a4n14"),
    ("ge", "a2n16"), ("gi", "a4c15"), ("gr", "n7c16"), ("hr", "n17"), ("hu", "n24"), ("ie", "a4n14"), ("il", "n19"),
    ("iq", "a4n15"), ("is", "n22"), ("it", "a1n10c12"), ("jo", "a4n4c18"), ("kw", "a4c22"), ("kz", "n3c13"),
    ("lb", "n4c20"), ("li", "n5c12"), ("lt", "n16"), ("lu", "n3c13"), ("lv", "a4c13"), ("mc", "n10c11n2"),
    ("md", "c20"), ("me", "n18"), ("mk", "n3c10n2"), ("mt", "a4n5c18"), ("nl", "a4n10"), ("no", "n11"), ("pk", "a4c16"),
    ("pl", "n24"), ("pt", "n21"), ("ro", "a4c16"), ("rs", "n18"), ("sa", "n2c18"), ("se", "n20"), ("si", "n15"),
    ("sk", "n20"), ("tn", "n20"), ("tr", "n5c17"), ("ua", "n6c19"),
];

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    let mut spans: Vec<Span> = (0..glyphs.len())
        .filter_map(|start| international(glyphs, start))
        .collect();
    spans.extend((0..glyphs.groups().len()).filter_map(|first| domestic(glyphs, first)));
    spans
}

fn international(glyphs: &Glyphs, start: usize) -> Option<Span> {
    // Most places stop here, before anything is copied: two letters that start a word, a digit soon behind.
    let starts_word =
        glyphs.at(start).is_ascii_lowercase() && !is_letter_or_digit(glyphs.before(start));
    if !starts_word || !(start + 2..start + 5).any(|place| glyphs.at(place).is_ascii_digit()) {
        return None;
    }
    let country = glyphs.plain(Span {
        start,
        end: start + 2,
    });
    let (_, classes) = COUNTRIES.iter().find(|(code, _)| *code == country)?;
    let expected = std::iter::repeat_n('n', 2).chain(expand(classes));
    let (mut account, mut place, mut gaps, mut lower) = (String::new(), start + 2, 0, false);
    for class in expected {
        let gap = gap(glyphs, place);
        let letter = glyphs.at(place + gap);
        let fits = match class {
            'n' => letter.is_ascii_digit(),
            'a' => letter.is_ascii_lowercase(),
            _ => letter.is_ascii_alphanumeric(),
        };
        if !fits {
            return None;
        }
        gaps += gap;
        lower |= letter.is_ascii_lowercase() && !glyphs.is_upper(place + gap);
        account.push(letter);
        place += gap + 1;
    }
    // "no 12 mensen …": small letters and spaces together are a sentence, not an account.
    let sentence = lower && gaps > 0;
    let ended = !glyphs.at(place).is_ascii_alphanumeric();
    (ended && !sentence && is_checked(&country, &account)).then_some(Span { start, end: place })
}

/// Spaces, dots and dashes between two characters of an account.
fn gap(glyphs: &Glyphs, place: usize) -> usize {
    (place..place + 2)
        .take_while(|place| matches!(glyphs.at(*place), ' ' | '.' | '-' | '/'))
        .count()
}

fn expand(classes: &str) -> impl Iterator<Item = char> {
    let parts = classes.split_inclusive(|letter: char| letter.is_ascii_digit());
    let mut expanded: Vec<(char, usize)> = Vec::new();
    for part in parts {
        for letter in part.chars() {
            match (letter.to_digit(10), expanded.last_mut()) {
                (Some(digit), Some((_, count))) => {
                    *count = *count * 10 + usize::try_from(digit).unwrap_or(0);
                }
                _ => expanded.push((letter, 0)),
            }
        }
    }
    expanded
        .into_iter()
        .flat_map(|(class, count)| std::iter::repeat_n(class, count))
}

/// Account, country and check digits as one number (letters count from a = 10) leave 1 modulo 97.
fn is_checked(country: &str, account: &str) -> bool {
    let (Some(check), Some(body)) = (account.get(..2), account.get(2..)) else {
        return false;
    };
    let digits: Option<String> = [body, country, check]
        .concat()
        .chars()
        .map(|letter| letter.to_digit(36).map(|digit| digit.to_string()))
        .collect();
    digits.and_then(|digits| mod_97(&digits)) == Some(1)
}

/// 539-0075470-34: the first ten digits modulo 97 (0 counts as 97) are the last two.
fn domestic(glyphs: &Glyphs, first: usize) -> Option<Span> {
    let joins = |between: &str| matches!(between.trim(), "" | "-" | "/" | ".");
    let run = glyphs
        .runs(first, 12, joins)
        .into_iter()
        .find(|run| run.shape == [3, 7, 2])?;
    let rest = run
        .digits
        .get(..10)
        .and_then(mod_97)
        .map(|rest| if rest == 0 { 97 } else { rest });
    (rest.is_some() && rest == value(run.digits.get(10..))).then_some(run.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_spelled_out() {
        assert_eq!(expand("a1n10c2").collect::<String>(), "annnnnnnnnncc");
    }

    #[test]
    fn examples_of_the_registry_pass() {
        for iban in [
            "be68539007547034",
            "nl91abna0417164300",
            "fr1420041010050500013m02606",
            "gb29nwbk60161331926819",
            "de89370400440532013000",
        ] {
            let (country, account) = iban.split_at(2);
            assert!(is_checked(country, account), "{iban}");
        }
    }
}
