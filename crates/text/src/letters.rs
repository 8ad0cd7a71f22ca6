//! Latin letters without case and accents, by 700 bytes of table: what a phone can afford.
//!
//! [`crate::fold`] does the same for all of Unicode, with tables of 30 kB (brotli) that stay on the server.

/// U+00C0 to U+024F; `_` stands for what is not one Latin letter with a mark. A test holds both tables against [`crate::fold`].
const LATIN: &[u8] = b"aaaaaa_ceeeeiiiidnooooo_ouuuuy__aaaaaa_ceeeeiiiidnooooo_ouuuuy_yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii\
ii__jjkk_llllll__llnnnnnn_nnoooooo__rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs________________________________\
oo_____________uu____________________________aaiioouuuuuuuuuu_aaaa____ggkkoooo__j___gg__nnaa__ooaaaaeeeeiiiioooo\
rrrruuuusstt__hh______aaeeooooooooyy____________________________";
/// U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrsssssssssstttttt\
ttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy_s____aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooo\
oooouuuuuuuuuuuuuuyyyyyyyy______";

/// One letter or digit as people read it: lower case, no accent, no typographic variant; everything else in lower case.
///
/// Covers Latin letters of all European languages and Vietnamese, full-width forms, mathematical, circled, raised and
/// lowered digits and letters. Constant time, no allocation.
pub fn fold_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let code = u32::from(letter);
    let plain = match code {
        0xC0..=0x24F => marked(LATIN, code - 0xC0),
        0x1E00..=0x1EFF => marked(LATIN_ADDITIONAL, code - 0x1E00),
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).map(|letter| letter.to_ascii_lowercase()),
        0xB9 => Some('1'),
        0xB2 | 0xB3 => digit(code - 0xB0),
        0x2070 | 0x2074..=0x2079 => digit(code - 0x2070),
        0x2080..=0x2089 => digit(code - 0x2080),
        0x2460..=0x2468 => digit(code - 0x245F),
        0x24B6..=0x24E9 => nth_letter((code - 0x24B6) % 26),
        0x1D400..=0x1D6A3 => nth_letter((code - 0x1D400) % 26),
        0x1D7CE..=0x1D7FF => digit((code - 0x1D7CE) % 10),
        _ => None,
    };
    plain.unwrap_or_else(|| lower(letter))
}

/// A word in lower case, without accents, ligatures opened, combining marks dropped: as [`crate::fold`] for Latin letters.
pub fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'ß' | 'ẞ' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            '\u{300}'..='\u{36F}' => {}
            _ => plain.push(fold_letter(letter)),
        }
    }
    plain
}

fn marked(table: &[u8], place: u32) -> Option<char> {
    let byte = *table.get(usize::try_from(place).ok()?)?;
    (byte != b'_').then(|| char::from(byte))
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, 10)
}

fn nth_letter(place: u32) -> Option<char> {
    char::from_u32(u32::from('a') + place)
}

/// Lower case where that is one letter: `İ` lowers to two and stays.
fn lower(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn the_tables_agree_with_unicode() {
        for code in (0xC0..=0x24F).chain(0x1E00..=0x1EFF).chain(0xFF01..=0xFF5E) {
            let letter = char::from_u32(code).unwrap();
            let folded = fold(&letter.to_string());
            let mut letters = folded.chars();
            match (letters.next(), letters.next()) {
                (Some(one), None) if one.is_ascii() => {
                    assert_eq!(fold_letter(letter), one, "U+{code:04X} {letter}");
                }
                _ => assert!(
                    !fold_letter(letter).is_ascii(),
                    "U+{code:04X} {letter} is more than {}",
                    fold_letter(letter)
                ),
            }
        }
    }

    #[test]
    fn typographic_variants_are_read() {
        for (written, plain) in [
            ('É', 'e'),
            ('ü', 'u'),
            ('ß', 'ß'),
            ('A', 'a'),
            ('8', '8'),
            ('Я', 'я'),
            ('ı', 'i'),
            ('Ş', 's'),
            ('Ğ', 'g'),
            ('²', '2'),
            ('₉', '9'),
            ('⑤', '5'),
            ('Ⓚ', 'k'),
            ('𝐀', 'a'),
            ('𝟬', '0'),
            ('º', 'º'),
        ] {
            assert_eq!(fold_letter(written), plain, "{written}");
        }
    }

    #[test]
    fn a_word_is_read_without_marks() {
        for (written, read) in [
            ("Crèche", "creche"),
            ("cre\u{300}che", "creche"),
            ("Sœur", "soeur"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
        ] {
            assert_eq!(plain(written), read);
            assert_eq!(plain(written), fold(written));
        }
    }
}
