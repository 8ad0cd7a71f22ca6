//! Bytes of a CSV file as text.

/// UTF-8 or UTF-16 by their marks or their look; else Windows-1252, what Excel writes in Belgium.
///
/// `None` when the bytes are no text at all.
pub(crate) fn decode(file: &[u8]) -> Option<String> {
    if let Some(rest) = file.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return without_nul(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = file.strip_prefix(&[0xFF, 0xFE]) {
        return without_nul(utf_16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = file.strip_prefix(&[0xFE, 0xFF]) {
        return without_nul(utf_16(rest, u16::from_be_bytes));
    }
    // Latin text in UTF-16 without a mark has a NUL in every second byte.
    if matches!(file, [first, 0, second, 0, ..] if *first != 0 && *second != 0) {
        return without_nul(utf_16(file, u16::from_le_bytes));
    }
    let text = std::str::from_utf8(file).map_or_else(
        |_| file.iter().map(|byte| windows_1252(*byte)).collect(),
        str::to_owned,
    );
    without_nul(text)
}

fn without_nul(text: String) -> Option<String> {
    (!text.contains('\0')).then_some(text)
}

fn utf_16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// <https://encoding.spec.whatwg.org/index-windows-1252.txt>: Latin 1, but for 0x80–0x9F.
fn windows_1252(byte: u8) -> char {
    #[rustfmt::skip]
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80)
        .and_then(|place| HIGH.get(usize::from(place)).copied())
        .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_excel_gives_the_same_text() {
        let text = "crèche – € 5";
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
            [&[0xFF, 0xFE], utf_16.as_slice()].concat(),
            utf_16,
            [&[0xFE, 0xFF], big.as_slice()].concat(),
            b"cr\xE8che \x96 \x80 5".to_vec(),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:?}");
        }
    }

    #[test]
    fn binary_is_no_text() {
        assert_eq!(decode(b"\x7FELF\x02\0\0\0"), None);
    }
}
