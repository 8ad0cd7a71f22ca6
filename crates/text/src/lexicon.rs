//! Short word lists that the phone carries inside.

/// Folded words ([`crate::plain`]) with single spaces between, sorted by bytes.
///
/// An entry that ends in `*` stands for every word that starts so; `word=x` gives the word sorts, [`Lexicon::sorts_of`]. One
/// text instead of a list of texts: half the bytes in a WebAssembly module. No entry may start with a starred one: halving
/// would then stop at the wrong place. [`Lexicon::fault`] tells, for tests.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon(&'static str);

impl Lexicon {
    /// A list; a test must hold it against [`Lexicon::fault`].
    pub const fn of(entries: &'static str) -> Self {
        Self(entries)
    }

    /// Whether a folded word is in it. O(log n).
    pub fn has(self, folded: &str) -> bool {
        self.entry(folded).is_some()
    }

    /// The letters behind `=` of the entry for a folded word; empty for an entry without.
    pub fn sorts_of(self, folded: &str) -> Option<&'static str> {
        let entry = self.entry(folded)?;
        Some(entry.split_once('=').map_or("", |(_, sorts)| sorts))
    }

    /// The entry for a word: the last one that does not sort behind it, if it fits.
    fn entry(self, folded: &str) -> Option<&'static str> {
        let (text, wanted) = (self.0.as_bytes(), folded.as_bytes());
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let mut start = usize::midpoint(low, high);
            while start > low && text.get(start - 1) != Some(&b' ') {
                start -= 1;
            }
            match compared(text.get(start..)?, wanted) {
                Place::Fits => {
                    let entry = self.0.get(start..)?;
                    return entry.split(' ').next();
                }
                Place::Before => {
                    let rest = text.get(start..)?;
                    low = start
                        + rest
                            .iter()
                            .position(|byte| *byte == b' ')
                            .unwrap_or(rest.len())
                        + 1;
                }
                Place::Behind => high = start.saturating_sub(1),
            }
        }
        None
    }

    /// All entries.
    fn entries(self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }

    /// The first two entries that stand in the wrong order, or of which the first covers the second.
    pub fn fault(self) -> Option<(&'static str, &'static str)> {
        let pairs = self.entries().zip(self.entries().skip(1));
        pairs.into_iter().find(|(left, right)| {
            let covers = is_starred(left) && right.starts_with(head(left));
            covers || head(left) >= head(right)
        })
    }
}

/// How an entry stands to a word.
enum Place {
    Before,
    Fits,
    Behind,
}

/// Compares the entry at the head of a text, byte by byte: nearly all differ within three.
fn compared(text: &[u8], wanted: &[u8]) -> Place {
    let mut wanted = wanted.iter();
    for byte in text {
        match (byte, wanted.next()) {
            (b' ' | b'=', None) | (b'*', _) => return Place::Fits,
            (b' ' | b'=', Some(_)) => return Place::Before,
            (_, None) => return Place::Behind,
            (byte, Some(other)) if byte < other => return Place::Before,
            (byte, Some(other)) if byte > other => return Place::Behind,
            _ => {}
        }
    }
    if wanted.next().is_none() {
        Place::Fits
    } else {
        Place::Before
    }
}

fn is_starred(entry: &str) -> bool {
    word(entry).ends_with('*')
}

fn head(entry: &str) -> &str {
    let word = word(entry);
    word.strip_suffix('*').unwrap_or(word)
}

fn word(entry: &str) -> &str {
    entry.split_once('=').map_or(entry, |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_beginnings_are_found() {
        let list = Lexicon::of("kanker*=h kind kinderen roma=o zwanger*=h");
        assert_eq!(list.fault(), None);
        for word in [
            "kanker",
            "kankerpatient",
            "kind",
            "kinderen",
            "roma",
            "zwanger",
            "zwangerschap",
        ] {
            assert!(list.has(word), "{word}");
        }
        for word in [
            "",
            "kan",
            "kinder",
            "kinderopvang",
            "zwang",
            "a",
            "zz",
            "romas",
        ] {
            assert!(!list.has(word), "{word}");
        }
        assert_eq!(list.sorts_of("kankerpatient"), Some("h"));
        assert_eq!(list.sorts_of("kind"), Some(""));
        assert_eq!(list.sorts_of("kat"), None);
    }

    #[test]
    fn every_entry_of_any_list_is_found() {
        let words: Vec<String> = (0..200).map(|number| format!("w{number:03}")).collect();
        for count in 1..words.len() {
            let text: &'static str = Box::leak(words[..count].join(" ").into_boxed_str());
            let list = Lexicon::of(text);
            assert!(words[..count].iter().all(|word| list.has(word)), "{count}");
            assert!(words[count..].iter().all(|word| !list.has(word)), "{count}");
        }
    }

    #[test]
    fn a_list_in_disorder_is_told() {
        assert!(Lexicon::of("b a").fault().is_some());
        assert!(Lexicon::of("a* ab").fault().is_some());
        assert!(Lexicon::of("a a").fault().is_some());
    }
}
