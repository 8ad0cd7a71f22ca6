//! How hard a Dutch text is to read, as a hint while somebody writes an answer (ux.md §11). A hint, never a block.

/// Douma's score: 206.84 − 0.77 × syllables per 100 words − 0.93 × words per sentence. 100 is very easy, 0 very hard;
/// `None` under ten words, where the figure says nothing.
pub(super) fn douma(text: &str) -> Option<f64> {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 10 {
        return None;
    }
    let sentences = text
        .split(['.', '!', '?', ':', '\n'])
        .filter(|part| part.chars().any(char::is_alphabetic))
        .count()
        .max(1);
    let syllables: u32 = words.iter().map(|word| syllables(word)).sum();
    let words = f64::from(u32::try_from(words.len()).ok()?);
    let sentences = f64::from(u32::try_from(sentences).ok()?);
    Some(206.84 - 0.77 * (f64::from(syllables) * 100.0 / words) - 0.93 * (words / sentences))
}

/// The score from which a text reads well.
pub(super) const READS_WELL: f64 = 70.0;

/// Groups of vowels, at least one a word: what Dutch spelling makes of a syllable.
fn syllables(word: &str) -> u32 {
    let mut count = 0;
    let mut was_vowel = false;
    for letter in word.chars().flat_map(char::to_lowercase) {
        let is_vowel = "aeiouyáéíóúàèëïöüêîôû".contains(letter);
        // A trema begins a new syllable: "geïnd".
        if is_vowel && (!was_vowel || "ëïöü".contains(letter)) {
            count += 1;
        }
        was_vowel = is_vowel;
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_follow_vowels() {
        assert_eq!(syllables("signaal"), 2);
        assert_eq!(syllables("geïnd"), 2);
        assert_eq!(syllables("ijs"), 1);
        assert_eq!(syllables("zwrt"), 1);
    }

    #[test]
    fn short_sentences_with_short_words_score_higher() {
        let easy =
            "Wij lezen uw tekst. U krijgt een brief. Dat doen we voor vrijdag. Bel ons gerust.";
        let hard = "Teneinde de toegankelijkheid van de gemeentelijke dienstverlening te optimaliseren \
                    implementeren wij organisatiebrede verbetertrajecten.";
        assert!(douma(easy).unwrap() > READS_WELL);
        assert!(douma(hard).unwrap() < READS_WELL);
        assert_eq!(douma("Te kort om te meten"), None);
    }
}
