//! How Dutch builds words: endings, and words glued together.

/// Endings that make a form of a word, longest first within a letter; what is left is the word, or nearly.
#[rustfmt::skip]
const ENDINGS: [&str; 32] = [
    "eren", "heden", "baar", "bare", "heid", "lijk", "lijke", "loos", "loze", "ingen", "ende", "ster", "sters", "tjes", "pjes", "den", "der", "end", "ers", "ing", "jes",
    "kje", "pje", "ten", "tje", "ste", "de", "en", "er", "je", "st", "te",
];
const SHORT_ENDINGS: [&str; 4] = ["e", "n", "s", "t"];
#[rustfmt::skip]
const PREFIXES: [&str; 28] = [
    "aan", "achter", "af", "be", "bij", "door", "ge", "her", "in", "mee", "mis", "na", "om", "on", "onder", "ont", "op", "over", "samen", "terug", "toe", "tegen",
    "tussen", "uit", "ver", "vol", "voor", "weg",
];
/// Shorter parts are found by accident everywhere.
const SHORTEST_PART: usize = 4;
const SHORTEST_COMPOUND: usize = 8;
const MOST_PARTS: usize = 4;

/// Whether a folded word is Dutch: known, a form of a known word, or made of such words.
pub fn is_dutch(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    is_form(word, known)
        || PREFIXES.iter().any(|prefix| {
            word.strip_prefix(prefix).is_some_and(|rest| {
                rest.len() >= SHORTEST_PART
                    && (is_form(rest, known) || (*prefix == "ge" && is_participle(rest, known)))
            })
        })
        || !compound(word, known).is_empty()
}

/// The parts of a Dutch compound, as they stand in it without the linking sound: "kinderopvang" is "kinder", "opvang".
///
/// Empty for a word that is known itself, or that cannot be cut. The longest first part wins; deterministic.
pub fn compound<'a>(word: &'a str, known: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    if word.len() < SHORTEST_COMPOUND || !word.is_ascii() || is_form(word, known) {
        return Vec::new();
    }
    let is_last = |part: &str| is_form(part, known);
    cut(word, known, &is_last, MOST_PARTS).unwrap_or_default()
}

/// The same for who searches: the last part may have a prefix, as "op-vang" in "kinderopvang" has.
///
/// Not for names: with so many last parts, many a name would be a word.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn searched_compound<'a>(word: &'a str, known: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    if word.len() < SHORTEST_COMPOUND || !word.is_ascii() || is_form(word, known) {
        return Vec::new();
    }
    let is_last = |part: &str| is_form(part, known) || has_prefix(part, known);
    cut(word, known, &is_last, MOST_PARTS).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn has_prefix(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    let mut bases = PREFIXES
        .iter()
        .filter_map(|prefix| word.strip_prefix(prefix));
    bases.any(|base| base.len() >= SHORTEST_PART && is_form(base, known))
}

fn cut<'a>(
    word: &'a str,
    known: &dyn Fn(&str) -> bool,
    is_last: &dyn Fn(&str) -> bool,
    most: usize,
) -> Option<Vec<&'a str>> {
    if most < 2 || word.len() < 2 * SHORTEST_PART {
        return None;
    }
    for place in (SHORTEST_PART..=word.len() - SHORTEST_PART).rev() {
        let (first, rest) = word.split_at_checked(place)?;
        let Some(first) = as_first_part(first, known) else {
            continue;
        };
        if is_last(rest) {
            return Some(vec![first, rest]);
        }
        if let Some(parts) = cut(rest, known, is_last, most - 1) {
            return Some([vec![first], parts].concat());
        }
    }
    None
}

/// "gemeente", "gemeente-s", "kind-er", "boek-en".
fn as_first_part<'a>(part: &'a str, known: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    if known(part) {
        return Some(part);
    }
    if let Some(plain) = part.strip_suffix('s').filter(|plain| known(plain)) {
        return Some(plain);
    }
    (part.len() > SHORTEST_PART + 1 && is_form(part, known)).then_some(part)
}

/// "ge-werk-t", "ge-opend".
fn is_participle(rest: &str, known: &dyn Fn(&str) -> bool) -> bool {
    rest.strip_suffix(['t', 'd']).is_some_and(known)
}

fn is_form(word: &str, known: &dyn Fn(&str) -> bool) -> bool {
    known(word)
        || ENDINGS
            .iter()
            .chain(&SHORT_ENDINGS)
            .filter_map(|ending| word.strip_suffix(ending))
            .any(|base| is_base(base, known))
}

/// "buss-en" is "bus", "briev-en" "brief", "bom-en" "boom".
fn is_base(base: &str, known: &dyn Fn(&str) -> bool) -> bool {
    if base.len() < 3 {
        return false;
    }
    if known(base) {
        return true;
    }
    let letters = base.as_bytes();
    let [.., third, second, last] = letters else {
        return false;
    };
    let head = base.get(..base.len() - 1).unwrap_or_default();
    let hard = match last {
        b'v' => Some("f"),
        b'z' => Some("s"),
        _ => None,
    };
    if last == second && known(head) || hard.is_some_and(|hard| known(&[head, hard].concat())) {
        return true;
    }
    let vowel = |letter: &u8| b"aeiou".contains(letter);
    if !vowel(second) || *second == b'i' || vowel(last) || vowel(third) {
        return false;
    }
    let long = char::from(*second);
    let end = hard.map_or_else(|| char::from(*last).to_string(), str::to_owned);
    known(&format!("{head}{long}{end}"))
}

/// Dutch words, folded: neither compounds nor forms of each other. From `OpenTaal`'s list (THIRD-PARTY-NOTICES.md).
///
/// For the server: 0.8 MB. The phone gets a digest of it with the name lists.
#[cfg(not(target_arch = "wasm32"))]
pub fn dutch_words() -> &'static DutchWords {
    use std::sync::OnceLock;
    static WORDS: OnceLock<DutchWords> = OnceLock::new();
    WORDS.get_or_init(|| DutchWords {
        sorted: include_str!("../data/dutch_words.txt").lines().collect(),
    })
}

/// A sorted list of words.
#[cfg(not(target_arch = "wasm32"))]
pub struct DutchWords {
    sorted: Vec<&'static str>,
}

#[cfg(not(target_arch = "wasm32"))]
impl DutchWords {
    /// Whether the list has a folded word.
    pub fn has(&self, word: &str) -> bool {
        self.sorted.binary_search(&word).is_ok()
    }

    /// All words, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.sorted.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(word: &str) -> bool {
        dutch_words().has(word)
    }

    #[test]
    fn the_list_is_sorted_and_folded() {
        let words: Vec<&str> = dutch_words().iter().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(
            words
                .iter()
                .all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
    }

    #[test]
    fn compounds_are_cut() {
        for (word, parts) in [
            ("wachtlijst", &["wacht", "lijst"][..]),
            ("huurprijzen", &["huur", "prijzen"]),
            ("gemeenteraad", &["gemeente", "raad"]),
            ("energiefactuur", &["energie", "factuur"]),
            ("schoolrekening", &["school", "rekening"]),
            ("voedselbank", &["voedsel", "bank"]),
            ("straathoekwerker", &["straat", "hoek", "werker"]),
        ] {
            assert_eq!(compound(word, &known), parts, "{word}");
        }
    }

    #[test]
    fn simple_words_and_names_are_not_cut() {
        for word in [
            "loket",
            "gezinnen",
            "school",
            "verhofstadt",
            "kinderen",
            "de",
            "",
            "x9",
        ] {
            assert!(
                compound(word, &known).is_empty(),
                "{word}: {:?}",
                compound(word, &known)
            );
        }
    }

    #[test]
    fn forms_of_words_are_dutch() {
        for word in [
            "gezinnen",
            "brieven",
            "bomen",
            "gewerkt",
            "wachtlijsten",
            "kinderopvang",
            "bussen",
            "huizen",
            "vriendelijk",
            "terugbetaald",
        ] {
            assert!(is_dutch(word, &known), "{word}");
        }
        for word in [
            "vinck",
            "landuyt",
            "kenji",
            "javacheff",
            "warhol",
            "kovalenko",
            "x9",
        ] {
            assert!(!is_dutch(word, &known), "{word}");
        }
    }
}
