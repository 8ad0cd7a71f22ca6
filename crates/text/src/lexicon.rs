//! Short word lists that the phone carries inside.

/// Folded words ([`crate::plain`]), sorted; an entry that ends in `*` stands for every word that starts so.
///
/// No entry may start with a starred one: halving would then stop at the wrong place. [`Lexicon::fault`] tells, for tests.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon(&'static [&'static str]);

impl Lexicon {
    /// A list; a test must hold it against [`Lexicon::fault`].
    pub const fn of(entries: &'static [&'static str]) -> Self {
        Self(entries)
    }

    /// Whether a folded word is in it. O(log n).
    pub fn has(self, folded: &str) -> bool {
        let behind = self.0.partition_point(|entry| head(entry) <= folded);
        behind
            .checked_sub(1)
            .and_then(|place| self.0.get(place))
            .is_some_and(|entry| {
                head(entry) == folded || (head(entry) != *entry && folded.starts_with(head(entry)))
            })
    }

    /// The first two entries that stand in the wrong order, or of which the first covers the second.
    pub fn fault(self) -> Option<(&'static str, &'static str)> {
        self.0.windows(2).find_map(|pair| match pair {
            [left, right] => {
                let covers = left.ends_with('*') && right.starts_with(head(left));
                (covers || head(left) >= head(right)).then_some((*left, *right))
            }
            _ => None,
        })
    }
}

fn head(entry: &str) -> &str {
    entry.strip_suffix('*').unwrap_or(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_beginnings_are_found() {
        let list = Lexicon::of(&["kanker*", "kind", "kinderen", "zwanger*"]);
        assert_eq!(list.fault(), None);
        for word in [
            "kanker",
            "kankerpatient",
            "kind",
            "kinderen",
            "zwangerschap",
        ] {
            assert!(list.has(word), "{word}");
        }
        for word in ["", "kan", "kinder", "kinderopvang", "zwang", "a", "zz"] {
            assert!(!list.has(word), "{word}");
        }
    }

    #[test]
    fn a_list_in_disorder_is_told() {
        assert!(Lexicon::of(&["b", "a"]).fault().is_some());
        assert!(Lexicon::of(&["a*", "ab"]).fault().is_some());
        assert!(Lexicon::of(&["a", "a"]).fault().is_some());
    }
}
