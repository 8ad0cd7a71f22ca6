//! Words of a text, and one spelling for all spellings of a word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// A word as it was written, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Byte offset in the text.
    pub start: usize,
    /// The word, accents and capitals kept.
    pub written: &'a str,
}

/// Words as Unicode (UAX 29) cuts them: "e-mail" is two, "foto's" is one.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.unicode_word_indices()
        .map(|(start, written)| Word { start, written })
}

/// Composed characters (NFC) and one kind of line break: equal texts become equal bytes.
pub fn normalise(text: &str) -> String {
    text.nfc()
        .collect::<String>()
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

/// Lower case, without accents, ligatures opened: two spellings of a word fold to the same letters.
///
/// Latin letters become a–z; letters of other scripts lose their marks and stay. Idempotent.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Lower case comes first and last: `İ` lowers to a marked letter, and some compatibility forms decompose to capitals.
    for letter in text
        .chars()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
    {
        for letter in letter.to_lowercase() {
            match plain_letter(letter) {
                Some(plain) => folded.push_str(plain),
                None => folded.push(letter),
            }
        }
    }
    folded
}

/// One letter folded, where that gives one letter; the letter in lower case otherwise.
pub fn fold_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let folded = fold(letter.encode_utf8(&mut [0; 4]));
    let mut letters = folded.chars();
    match (letters.next(), letters.next()) {
        (Some(plain), None) => plain,
        _ => letter,
    }
}

/// Letters that Unicode does not decompose but people, and FTS5, take for the same.
fn plain_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'þ' => "th",
        'ŧ' => "t",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_ligatures_fold_away() {
        for (written, folded) in [
            ("Crèche", "creche"),
            ("cre\u{300}che", "creche"),
            ("Sœur", "soeur"),
            ("Straße", "strasse"),
            ("Één IDEE", "een idee"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("ﬁets １２", "fiets 12"),
            ("Київ", "киів"),
            ("Οδός", "οδοσ"),
            ("مُحَمَّد", "محمد"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn one_letter_folds_to_one_letter_or_stays() {
        assert_eq!(
            ['É', 'ü', 'ß', 'A', '8', 'Я'].map(fold_letter),
            ['e', 'u', 'ß', 'a', '8', 'я']
        );
    }

    #[test]
    fn words_keep_their_place() {
        let text = "De crèche is vol, écht.";
        for word in words(text) {
            assert_eq!(
                text.get(word.start..word.start + word.written.len()),
                Some(word.written)
            );
        }
        assert_eq!(
            words(text).map(|word| word.written).collect::<Vec<_>>(),
            ["De", "crèche", "is", "vol", "écht"]
        );
    }

    #[test]
    fn equal_texts_become_equal_bytes() {
        assert_eq!(normalise("cre\u{300}che\r\nvol\r"), "crèche\nvol\n");
    }
}
