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
/// lowered digits and letters, and the digits of Arabic, Persian, Hindi and Bengali. Constant time, no allocation.
pub fn fold_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let code = u32::from(letter);
    let plain = match code {
        0xC0..=0x24F => marked(LATIN, code - 0xC0),
        0x1E00..=0x1EFF => marked(LATIN_ADDITIONAL, code - 0x1E00),
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).map(|letter| letter.to_ascii_lowercase()),
        0x660..=0x669 | 0x6F0..=0x6F9 => digit(code % 16),
        0x966..=0x96F | 0x9E6..=0x9EF => digit(code % 16 - 6),
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

/// Lower case of what [`fold_letter`] has no plain letter for: ligatures, Greek, Cyrillic, Armenian.
fn lower(letter: char) -> char {
    let step = match u32::from(letter) {
        0x386 => 38,
        0x388..=0x38A => 37,
        0x38C => 64,
        0x38E | 0x38F => 63,
        0xC6 | 0xDE | 0x391..=0x3AB | 0x410..=0x42F => 32,
        0x400..=0x40F => 80,
        0x531..=0x556 => 48,
        0x132 | 0x14A | 0x152 => 1,
        code @ (0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F) if code % 2 == 0 => 1,
        0x1E9E => return 'ß',
        _ => 0,
    };
    char::from_u32(u32::from(letter) + step).unwrap_or(letter)
}

/// Whether a character is a letter of any script, as far as people here meet them; signs, symbols and emoji are none.
///
/// Exact up to Cyrillic; beyond, whole blocks of Unicode count. The tables of `char` would cost the phone 9 kB.
pub fn is_letter(letter: char) -> bool {
    match u32::from(letter) {
        0..0x80 => letter.is_ascii_alphabetic(),
        0xC0..=0x2C1 => !matches!(letter, '×' | '÷'),
        0x370..=0x3FF => !matches!(
            u32::from(letter),
            0x375 | 0x378 | 0x379 | 0x37E | 0x380..=0x385 | 0x387 | 0x38B | 0x38D | 0x3A2 | 0x3F6
        ),
        0x400..=0x52F => !matches!(u32::from(letter), 0x482..=0x489),
        0x710..=0x1FFF => !is_foreign_sign(u32::from(letter)),
        // Single letters, Armenian, Hebrew, Arabic, circled letters, East Asia, the rest of the world.
        0xAA
        | 0xB5
        | 0xBA
        | 0x345
        | 0x531..=0x556
        | 0x561..=0x587
        | 0x5D0..=0x5EA
        | 0x620..=0x657
        | 0x66E..=0x6DC
        | 0x6E1..=0x6E8
        | 0x6ED..=0x6EF
        | 0x6FA..=0x6FF
        | 0x2071
        | 0x207F
        | 0x24B6..=0x24E9
        | 0x2C00..=0x2DFF
        | 0x3005..=0x3007
        | 0x3031..=0xD7FF
        | 0xF900..=0xFDFB
        | 0xFE70..=0xFEFC
        | 0xFF21..=0xFF3A
        | 0xFF41..=0xFF5A
        | 0xFF66..=0xFFDC
        | 0x10000..=0x1CEFF
        | 0x1D400..=0x1D7CB
        | 0x20000..=0x3FFFF => true,
        _ => false,
    }
}

/// Signs and digits among the letters of Indic scripts, and the thousands of rare signs before Georgian.
fn is_foreign_sign(code: u32) -> bool {
    matches!(code, 0x964..=0x970 | 0x9E6..=0x9EF | 0x1360..=0x137C | 0x2000..)
}

/// A letter or a digit of those that [`fold_letter`] reads.
pub fn is_letter_or_digit(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    is_letter(letter) || fold_letter(letter).is_ascii_digit()
}

/// Whether a letter is written as at the head of a name.
pub fn is_capital(letter: char) -> bool {
    let code = u32::from(letter);
    let (is_even, is_odd) = (code.is_multiple_of(2), code % 2 == 1);
    match code {
        0..0x80 => letter.is_ascii_uppercase(),
        0xC0..=0xDE => letter != '×',
        0x100..=0x137 | 0x14A..=0x177 | 0x1DE..=0x1EF | 0x1F8..=0x21F | 0x222..=0x233 => is_even,
        0x139..=0x148 | 0x179..=0x17E | 0x1CD..=0x1DC => is_odd,
        0x178
        | 0x18F
        | 0x1A0
        | 0x1AF
        | 0x1F4
        | 0x386
        | 0x388..=0x38A
        | 0x38C
        | 0x38E
        | 0x38F
        | 0x1E9E
        | 0x391..=0x3A1
        | 0x3A3..=0x3AB
        | 0x400..=0x42F
        | 0x531..=0x556
        | 0x24B6..=0x24CF
        | 0xFF21..=0xFF3A => true,
        0x460..=0x481 | 0x48A..=0x4BF | 0x4D0..=0x52F | 0x1E00..=0x1E95 | 0x1EA0..=0x1EFF => {
            is_even
        }
        0x1D400..=0x1D6A3 => (code - 0x1D400) % 52 < 26,
        _ => false,
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
    fn letters_and_capitals_are_those_of_unicode_where_names_are_written() {
        for code in (0..0x300).chain(0x370..0x530).chain(0x1E00..0x1F00) {
            let letter = char::from_u32(code).unwrap();
            // Marks that stand alone, and signs of phonetics.
            let is_rare = matches!(code, 0x180..=0x24F | 0x250..=0x2FF | 0x370..=0x37F | 0x3C2..=0x3FF | 0x4C0..=0x4CF);
            if !matches!(code, 0x2C2..=0x2FF) {
                assert_eq!(
                    is_letter(letter),
                    letter.is_alphabetic(),
                    "U+{code:04X} {letter}"
                );
            }
            if !is_rare {
                assert_eq!(
                    is_capital(letter),
                    letter.is_uppercase(),
                    "U+{code:04X} {letter}"
                );
                let plain = lower(letter);
                let expected = letter.to_lowercase().next();
                if is_capital(letter) && (0x370..0x530).contains(&code) {
                    assert_eq!(Some(plain), expected, "U+{code:04X} {letter}");
                }
            }
        }
    }

    #[test]
    fn signs_emoji_and_spaces_are_no_letters_in_any_script() {
        let sure = |code: &u32| {
            matches!(code, 0x2000..=0x206F | 0x20A0..=0x20CF | 0x2190..=0x23FF | 0x2500..=0x2BFF | 0x3000..=0x3004)
                || matches!(code, 0xE000..=0xF8FF | 0xFE00..=0xFE6F | 0x1F000..=0x1FAFF | 0xE0000..=0xE01EF)
        };
        for letter in (0..0x11_0000).filter(sure).filter_map(char::from_u32) {
            assert!(
                !is_letter_or_digit(letter) && !is_capital(letter),
                "{letter:?}"
            );
        }
        for letter in "مرحباКиївШалом שלום नमक ქართული አማርኛ 中文 한국어 ١".chars()
        {
            assert_eq!(is_letter(letter), letter.is_alphabetic(), "{letter:?}");
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
            ('٤', '4'),
            ('۹', '9'),
            ('०', '0'),
            ('৯', '9'),
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
