//! Lists of names: what is a first name, a surname, a place, an everyday word.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use text::{is_letter, plain};

use crate::digest::Digest;

/// Known names, in a form that a phone loads in a millisecond: one text with sorted lines, found by halving.
///
/// The file (`crates/privacy/data/names.txt`) holds a line per name, folded ([`text::plain`]) and sorted by bytes: the name,
/// a tab, and letters of what it is: `f` first name, `s` surname, `p` place, `w` also an everyday word. A first line that
/// starts with `!` and a tab holds a digest of everyday words, so that unusual words stand out; a second one, with `#`, the last
/// three letters that names have and everyday words seldom.
pub struct Names {
    words: Option<Digest>,
    endings: String,
    file: String,
    /// Byte at which each line starts.
    lines: Vec<usize>,
}

/// What stands in place of a name before the digest and before the endings.
const DIGEST: &[u8] = b"!";
const ENDINGS: &[u8] = b"#";
/// Letters of an ending.
const ENDING_LENGTH: usize = 3;

/// What a word may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be all of them at once"
)]
pub(crate) struct Sorts {
    pub(crate) is_first_name: bool,
    pub(crate) is_surname: bool,
    pub(crate) is_place: bool,
    pub(crate) is_word: bool,
}

impl Sorts {
    pub(crate) fn is_name(self) -> bool {
        self.is_first_name || self.is_surname
    }
}

/// A file that is no list of names: which line, counted from 1, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadNames {
    /// The first line that does not fit.
    pub line: usize,
    /// What a line must be.
    pub expected: &'static str,
}

impl fmt::Display for BadNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}", self.line, self.expected)
    }
}

impl std::error::Error for BadNames {}

impl Names {
    /// No lists: names are then found by their context only. What a phone has before the lists have come.
    pub fn none() -> Self {
        Self {
            words: None,
            endings: String::new(),
            file: String::new(),
            lines: Vec::new(),
        }
    }

    /// Reads the file; refuses one that was cut or is not sorted, because halving would then miss names silently.
    pub fn load(file: String) -> Result<Self, BadNames> {
        let mut lines = Vec::with_capacity(file.len() / 8);
        let mut start = 0;
        let mut earlier: &[u8] = b"";
        let mut words = None;
        let mut endings = String::new();
        // Byte by byte: a phone reads 370 kB here.
        let bytes = file.as_bytes();
        while start < bytes.len() {
            let bad = |expected| BadNames {
                line: lines.len() + 1,
                expected,
            };
            let rest = bytes.get(start..).unwrap_or_default();
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                return Err(bad("a line feed at the end"));
            };
            let line = rest.get(..end).unwrap_or_default();
            let tab = line.iter().position(|byte| *byte == b'\t');
            let Some(tab) = tab.filter(|tab| *tab > 0) else {
                return Err(bad("a name, a tab, and its sorts"));
            };
            let name = line.get(..tab).unwrap_or_default();
            if name <= earlier {
                return Err(bad("a name that sorts after the one before"));
            }
            earlier = name;
            let content = file.get(start + tab + 1..start + end).unwrap_or_default();
            match name {
                DIGEST => {
                    let digest = Digest::parse(content);
                    words = Some(digest.ok_or_else(|| bad("a digest of words"))?);
                }
                ENDINGS => content.clone_into(&mut endings),
                _ => lines.push(start),
            }
            start += end + 1;
        }
        Ok(Self {
            words,
            endings,
            file,
            lines,
        })
    }

    /// The lists that come with the product, for programs that carry them inside. The phone fetches the file instead.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn shipped() -> &'static Self {
        use std::sync::OnceLock;
        static SHIPPED: OnceLock<Names> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            // A test loads the file, so it is whole.
            Self::load(include_str!("../data/names.txt").to_owned())
                .unwrap_or_else(|_| Self::none())
        })
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a folded word is an everyday word of Dutch or English, or made of Dutch words; `None` without a digest. A few
    /// names in 100 are taken for words, because they look made of words.
    pub(crate) fn is_everyday(&self, folded: &str) -> Option<bool> {
        let words = self.words.as_ref()?;
        Some(text::is_dutch(folded, &|word| words.has(word)))
    }

    /// Whether a folded word ends as names do.
    pub(crate) fn ends_like_a_name(&self, folded: &str) -> bool {
        ending(folded).is_some_and(|ending| self.endings.split(' ').any(|known| known == ending))
    }

    /// What a folded word, or several with single spaces, may be.
    pub(crate) fn sorts(&self, folded: &str) -> Sorts {
        let found = self
            .lines
            .binary_search_by(|start| self.compare(*start, folded))
            .ok()
            .and_then(|place| self.lines.get(place));
        let letters = found.map_or("", |start| self.line(*start).1);
        Sorts {
            is_first_name: letters.contains('f'),
            is_surname: letters.contains('s'),
            is_place: letters.contains('p'),
            is_word: letters.contains('w'),
        }
    }

    /// How the name of a line sorts beside a folded word; the tab behind the name sorts before every letter.
    fn compare(&self, start: usize, folded: &str) -> Ordering {
        let line = self.file.as_bytes().get(start..).unwrap_or_default();
        let wanted = folded.bytes().chain([b'\t']);
        for (byte, wanted) in line.iter().zip(wanted) {
            match byte.cmp(&wanted) {
                Ordering::Equal => {}
                other => return other,
            }
        }
        Ordering::Equal
    }

    fn line(&self, start: usize) -> (&str, &str) {
        let rest = self.file.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        line.split_once('\t').unwrap_or_default()
    }
}

/// Lists as people keep them, one name a line, from which the file is made.
#[derive(Default)]
pub struct NameLists {
    sorts: BTreeMap<String, Sorts>,
    dictionary: Vec<String>,
}

impl NameLists {
    /// Adds first names.
    pub fn first_names<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.add(names, |sorts| sorts.is_first_name = true);
    }

    /// Adds surnames, with their particles: "Van den Broeck".
    pub fn surnames<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.add(names, |sorts| sorts.is_surname = true);
    }

    /// Adds places, which win over names.
    pub fn places<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.add(names, |sorts| sorts.is_place = true);
    }

    /// Marks names that are everyday words too; words that are no name change nothing.
    pub fn words<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        for word in words {
            if let Some(sorts) = self.sorts.get_mut(&key(word)) {
                sorts.is_word = true;
            }
        }
    }

    /// Adds everyday words, so that a capitalised word that is none stands out.
    pub fn dictionary<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.dictionary.extend(words.into_iter().map(plain));
    }

    fn add<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, set: impl Fn(&mut Sorts)) {
        for name in names {
            let key = key(name);
            if key.chars().filter(|letter| is_letter(*letter)).count() >= 2 {
                set(self.sorts.entry(key).or_default());
            }
        }
    }

    /// Endings that at least six names have, and that are half as frequent again among names as among everyday words.
    fn endings(&self) -> Vec<&str> {
        let names = self
            .sorts
            .iter()
            .filter(|(name, sorts)| sorts.is_name() && !name.contains(' '));
        let in_names = counted(names.map(|(name, _)| name.as_str()));
        let in_words = counted(self.dictionary.iter().map(String::as_str));
        let all = |counts: &BTreeMap<&str, u64>| counts.values().sum::<u64>().max(1);
        let (names, words) = (all(&in_names), all(&in_words));
        let tells = |(ending, count): (&'_ str, u64)| {
            let among_words = in_words.get(ending).copied().unwrap_or(0);
            count >= 6 && 2 * (count + 1) * words >= 3 * (among_words + 1) * names
        };
        let found = in_names
            .iter()
            .filter(|(ending, count)| tells((ending, **count)));
        found.map(|(ending, _)| *ending).collect()
    }

    /// The file that [`Names::load`] reads.
    pub fn file(&self) -> String {
        let mut file = String::new();
        if !self.dictionary.is_empty() {
            let digest = Digest::of(self.dictionary.iter().map(String::as_str));
            file.push('!');
            file.push('\t');
            file.push_str(digest.written());
            file.push('\n');
            file.push('#');
            file.push('\t');
            file.push_str(&self.endings().join(" "));
            file.push('\n');
        }
        for (name, sorts) in &self.sorts {
            file.push_str(name);
            file.push('\t');
            let letters = [
                ('f', sorts.is_first_name),
                ('s', sorts.is_surname),
                ('p', sorts.is_place),
                ('w', sorts.is_word),
            ];
            file.extend(
                letters
                    .iter()
                    .filter(|(_, is)| *is)
                    .map(|(letter, _)| letter),
            );
            file.push('\n');
        }
        file
    }
}

/// The last letters of a folded word of Latin letters that is long enough to be a name.
fn ending(folded: &str) -> Option<&str> {
    let start = folded
        .len()
        .checked_sub(ENDING_LENGTH)
        .filter(|start| *start > 0)?;
    folded
        .get(start..)
        .filter(|ending| ending.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u64> {
    let mut counts = BTreeMap::new();
    for ending in words.filter_map(ending) {
        *counts.entry(ending).or_insert(0) += 1;
    }
    counts
}

fn key(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(plain).collect();
    words.join(" ").replace('’', "'")
}

/// Names and how many people bear them, from a table of Statbel's open data ("Namen en voornamen"): a header, then a line
/// per name, with `|`, `;`, a tab or a comma between columns. The name stands in the column whose title ends in `NAME`
/// (`TX_FST_NAME`, `TX_LST_NAME`), the number in `MS_FREQUENCY`; a name in several lines (per municipality) is summed.
pub fn statbel(table: &str) -> Result<BTreeMap<String, u64>, BadNames> {
    let table = table.trim_start_matches('\u{FEFF}');
    let mut lines = table.lines().enumerate();
    let (_, header) = lines.next().ok_or(BadNames {
        line: 1,
        expected: "a header with TX_FST_NAME or TX_LST_NAME, and MS_FREQUENCY",
    })?;
    let separator = ['|', ';', '\t', ',']
        .into_iter()
        .max_by_key(|separator| header.matches(*separator).count())
        .unwrap_or('|');
    let cell = |line: &str, column: usize| {
        line.split(separator)
            .nth(column)
            .map(|cell| cell.trim().trim_matches('"').to_owned())
    };
    let column = |is: fn(&str) -> bool| {
        header
            .split(separator)
            .position(|title| is(&title.trim().trim_matches('"').to_ascii_uppercase()))
    };
    let (Some(name), Some(frequency)) = (
        column(|title| title.ends_with("NAME")),
        column(|title| title == "MS_FREQUENCY"),
    ) else {
        return Err(BadNames {
            line: 1,
            expected: "columns TX_FST_NAME or TX_LST_NAME, and MS_FREQUENCY",
        });
    };
    let mut names = BTreeMap::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let bad = BadNames {
            line: number + 1,
            expected: "a name and a whole number",
        };
        let (Some(name), Some(count)) = (cell(line, name), cell(line, frequency)) else {
            return Err(bad);
        };
        let count: u64 = count.parse().map_err(|_| bad)?;
        *names.entry(name).or_insert(0) += count;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> NameLists {
        let mut lists = NameLists::default();
        lists.first_names(["Aïcha", "Roos", "Jan", "A"]);
        lists.surnames(["Van den Broeck", "Roos", "D’Hondt"]);
        lists.places(["Gent"]);
        lists.words(["roos", "tafel"]);
        lists.dictionary(["tafel", "loket", "brief"]);
        lists
    }

    #[test]
    fn a_file_gives_back_what_went_in() {
        let names = Names::load(lists().file()).unwrap();
        assert_eq!(names.len(), 6);
        let roos = names.sorts("roos");
        assert!(roos.is_first_name && roos.is_surname && roos.is_word && !roos.is_place);
        assert!(names.sorts("van den broeck").is_surname);
        assert!(names.sorts("d'hondt").is_surname);
        assert!(names.sorts("aicha").is_first_name);
        for unknown in ["a", "", "tafel", "zzz", "gen", "gentt"] {
            assert_eq!(names.sorts(unknown), Sorts::default(), "{unknown}");
        }
        assert_eq!(names.is_everyday("brieven"), Some(true));
        assert_eq!(names.is_everyday("kenji"), Some(false));
        assert_eq!(Names::none().is_everyday("brieven"), None);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        for (file, line) in [
            ("!\tno digest!\njan\tf\n", 1),
            ("jan\tf\ngent\tp\n", 2),
            ("gent\n", 1),
            ("gent\tp\njan\tf", 2),
        ] {
            assert_eq!(Names::load(file.to_owned()).err().unwrap().line, line);
        }
    }

    #[test]
    fn the_shipped_file_is_what_the_lists_make() {
        let lines = |text: &'static str| text.lines();
        let mut lists = NameLists::default();
        lists.first_names(lines(include_str!("../data/first_names.txt")));
        lists.surnames(lines(include_str!("../data/surnames.txt")));
        lists.places(lines(include_str!("../data/places.txt")));
        lists.words(lines(include_str!("../data/words.txt")));
        lists.dictionary(text::dutch_words().iter());
        lists.dictionary(lines(include_str!("../data/english_words.txt")));
        assert!(
            lists.file() == include_str!("../data/names.txt"),
            "run `cargo xtask names`"
        );
        assert!(Names::shipped().len() > 15_000);
    }

    #[test]
    fn a_statbel_table_is_read_and_summed() {
        let table = "\u{FEFF}CD_REFNIS|TX_FST_NAME|MS_FREQUENCY\n44021|Jan|5\n11002|Jan|6\n11002|Noor|3\n\n";
        let names = statbel(table).unwrap();
        assert_eq!(names.get("Jan"), Some(&11));
        assert_eq!(names.len(), 2);
        let surnames = statbel("TX_LST_NAME;MS_FREQUENCY\n\"Peeters\";30000\n").unwrap();
        assert_eq!(surnames.get("Peeters"), Some(&30_000));
    }

    #[test]
    fn what_is_no_statbel_table_is_refused() {
        for (table, line) in [
            ("", 1),
            ("a|b\n", 1),
            ("TX_FST_NAME|MS_FREQUENCY\nJan|veel\n", 2),
            ("TX_FST_NAME|MS_FREQUENCY\nJan\n", 2),
        ] {
            assert_eq!(statbel(table).err().unwrap().line, line, "{table}");
        }
    }
}
