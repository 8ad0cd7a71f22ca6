//! Words of a text, and one spelling for all spellings of a word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::letters::is_letter_or_digit;

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

/// Words without the tables of Unicode, for the phone: letters and digits, with apostrophes and dashes inside a word.
pub fn simple_words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = text;
    let mut done = 0;
    std::iter::from_fn(move || {
        let start = rest.find(is_letter_or_digit)?;
        let from = rest.get(start..)?;
        let length = end_of_word(from);
        let word = Word {
            start: done + start,
            written: from.get(..length)?,
        };
        rest = from.get(length..)?;
        done = word.start + length;
        Some(word)
    })
}

fn end_of_word(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let inside = is_letter_or_digit(letter) || matches!(letter, '\u{300}'..='\u{36F}');
        let joins = matches!(letter, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
            && letters
                .peek()
                .is_some_and(|(_, next)| is_letter_or_digit(*next));
        if !inside && !joins {
            return place;
        }
    }
    text.len()
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
    fn simple_words_keep_what_belongs_together() {
        let text = "'t Is zo: Jan-Piet's e-mail, l’école – crèche! 2,5km";
        let cut: Vec<&str> = simple_words(text).map(|word| word.written).collect();
        assert_eq!(
            cut,
            [
                "t",
                "Is",
                "zo",
                "Jan-Piet's",
                "e-mail",
                "l’école",
                "crèche",
                "2",
                "5km"
            ]
        );
        for word in simple_words(text) {
            assert_eq!(
                text.get(word.start..word.start + word.written.len()),
                Some(word.written)
            );
        }
    }

    #[test]
    fn equal_texts_become_equal_bytes() {
        assert_eq!(normalise("cre\u{300}che\r\nvol\r"), "crèche\nvol\n");
    }
}
