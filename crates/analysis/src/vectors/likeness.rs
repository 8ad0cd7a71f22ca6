//! How alike two texts are, and which words say so.

use shared::codes::Language;

use super::{Prints, Thresholds};

/// So many phrases are shown.
const MOST_PHRASES: usize = 3;
/// Longer phrases are quotes, not reasons.
const LONGEST_PHRASE: usize = 6;
/// Shorter words say little.
const SHORTEST_WORD: usize = 3;
/// No more words of a text are looked at.
const MOST_WORDS: usize = 400;

/// A text with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language.
    pub language: Language,
    /// Its letters ([`Prints::of`] of the text).
    pub prints: &'a Prints,
    /// Its centred vector, of length one.
    pub vector: &'a [f32],
}

/// From the surest to none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Likeness {
    /// The same words, however they are written.
    Same,
    /// Most of the letters in a row are the same; the share.
    NearCopy(f32),
    /// It means much the same; the cosine.
    Similar(f32),
    /// Nothing to show.
    Different,
}

/// What was found, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How alike.
    pub likeness: Likeness,
    /// Words that both have, as the first text writes them, the longest first; none when they are different.
    pub phrases: Vec<String>,
}

/// Holds two texts of one authority against each other. Likenesses of two embedders are never mixed.
pub fn compare(one: &Told<'_>, other: &Told<'_>, thresholds: &Thresholds) -> Comparison {
    let likeness = likeness(one, other, *thresholds);
    let phrases = if likeness == Likeness::Different {
        Vec::new()
    } else {
        shared_phrases((one.text, one.language), (other.text, other.language))
    };
    Comparison { likeness, phrases }
}

fn likeness(one: &Told<'_>, other: &Told<'_>, thresholds: Thresholds) -> Likeness {
    let is_empty = one.prints.is_empty() || other.prints.is_empty();
    if is_empty {
        return Likeness::Different;
    }
    let in_common = one.prints.in_common(other.prints);
    // Equal hashes of different texts would be a chance of 1 in 2^64; the pieces are asked all the same.
    if one.prints.whole() == other.prints.whole() && in_common >= 1.0 {
        return Likeness::Same;
    }
    if in_common >= thresholds.near_copy {
        return Likeness::NearCopy(in_common);
    }
    let pairs = one.vector.iter().zip(other.vector);
    let cosine: f32 = pairs.map(|(one, other)| one * other).sum();
    if one.vector.len() == other.vector.len() && cosine >= thresholds.similar {
        Likeness::Similar(cosine.min(1.0))
    } else {
        Likeness::Different
    }
}

/// Runs of words that both texts have in the same order, by their stems, as the first writes them: at most three, the
/// longest first. Words that only hold sentences together may stand inside, and say nothing alone.
pub fn shared_phrases(one: (&str, Language), other: (&str, Language)) -> Vec<String> {
    let (first, second) = (telling(one), telling(other));
    let mut runs = common_runs(&first, &second);
    // Long words are rarer than short ones: letters decide among equally many words.
    let letters = |(start, length): &(usize, usize)| {
        let words = first.iter().skip(*start).take(*length);
        words.map(|word| word.end - word.start).sum::<usize>()
    };
    runs.sort_by_key(|run| std::cmp::Reverse((run.1, letters(run), usize::MAX - run.0)));
    let mut phrases: Vec<String> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for (start, length) in runs {
        let words = first.get(start..start + length).unwrap_or_default();
        let is_new = words
            .iter()
            .any(|word| !taken.contains(&word.stem.as_str()));
        let (Some(begin), Some(last)) = (words.first(), words.last()) else {
            continue;
        };
        if let Some(phrase) = one.0.get(begin.start..last.end)
            && is_new
            && phrases.len() < MOST_PHRASES
        {
            let phrase: Vec<&str> = phrase.split_whitespace().collect();
            phrases.push(phrase.join(" "));
            taken.extend(words.iter().map(|word| word.stem.as_str()));
        }
    }
    phrases
}

struct Telling {
    stem: String,
    start: usize,
    end: usize,
}

fn telling((text, language): (&str, Language)) -> Vec<Telling> {
    text::words(text)
        .take(MOST_WORDS)
        .filter_map(|word| {
            let folded = text::fold(word.written);
            let is_telling = folded.chars().count() >= SHORTEST_WORD
                && folded.chars().any(char::is_alphabetic)
                && !text::is_function_word(&folded);
            is_telling.then(|| Telling {
                stem: text::stem(&folded, language),
                start: word.start,
                end: word.start + word.written.len(),
            })
        })
        .collect()
}

/// Start in the first and length of runs of equal stems that cannot be made longer, cut at [`LONGEST_PHRASE`].
fn common_runs(first: &[Telling], second: &[Telling]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    // How long the run is that ends here and at each word of the second.
    let mut ending = vec![0_usize; second.len()];
    for (place, word) in first.iter().enumerate() {
        let mut longest = 0;
        let mut before = 0;
        for (other, ending) in second.iter().zip(&mut ending) {
            let here = if word.stem == other.stem {
                before + 1
            } else {
                0
            };
            before = std::mem::replace(ending, here);
            longest = longest.max(here);
        }
        let length = longest.min(LONGEST_PHRASE);
        if length > 0 {
            runs.push((place + 1 - length, length));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(one: &str, other: &str) -> Vec<String> {
        shared_phrases((one, Language::Nl), (other, Language::Nl))
    }

    #[test]
    fn reasons_are_words_that_both_texts_have_as_the_first_writes_them() {
        assert_eq!(
            found(
                "De Wachtlijsten voor de kinderopvang worden langer, gezinnen wanhopen.",
                "Een gezin staat al een jaar op de wachtlijst voor kinderopvang."
            ),
            ["Wachtlijsten voor de kinderopvang", "gezinnen"]
        );
    }

    #[test]
    fn words_that_hold_sentences_together_are_no_reason_and_three_are_enough() {
        assert_eq!(
            found("De is het niet van een", "De is het niet van een"),
            Vec::<String>::new()
        );
        assert_eq!(
            found("bus school geld huur kind", "kind, huur, geld, school, bus"),
            ["school", "geld", "huur"]
        );
    }

    #[test]
    fn a_text_is_the_same_as_itself_and_as_nothing_else() {
        let text = "De bus rijdt niet meer naar het ziekenhuis.";
        let shouted = "DE BUS RIJDT NIET MEER NAAR HET ZIEKENHUIS";
        let copied = "De bus rijdt niet meer naar het ziekenhuis sinds maandag.";
        let other = "Er is te weinig sociale huur in onze straat.";
        let vector = [1.0, 0.0];
        let aside = [0.0, 1.0];
        let compared = |text: &str, with: &str, vectors: (&[f32], &[f32])| {
            let prints = (Prints::of(text), Prints::of(with));
            let told = |text, prints, vector| Told {
                text,
                language: Language::Nl,
                prints,
                vector,
            };
            compare(
                &told(text, &prints.0, vectors.0),
                &told(with, &prints.1, vectors.1),
                &Thresholds {
                    near_copy: 0.5,
                    similar: 0.6,
                },
            )
        };
        let (vector, aside) = (vector.as_slice(), aside.as_slice());
        assert_eq!(
            compared(text, shouted, (vector, aside)).likeness,
            Likeness::Same
        );
        assert!(
            matches!(compared(text, copied, (vector, aside)).likeness, Likeness::NearCopy(share) if share < 1.0)
        );
        assert!(matches!(
            compared(text, other, (vector, vector)).likeness,
            Likeness::Similar(_)
        ));
        let different = compared(text, other, (vector, aside));
        assert_eq!(
            (different.likeness, different.phrases.len()),
            (Likeness::Different, 0)
        );
        assert_eq!(
            compared("🙂", "🙂", (vector, vector)).likeness,
            Likeness::Different
        );
        // A vector of another model says nothing.
        assert_eq!(
            compared(text, other, (vector, &[1.0])).likeness,
            Likeness::Different
        );
    }
}
