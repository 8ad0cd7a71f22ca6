//! Words that nobody speaks: every vowel twice and accented, about 40 % longer, so that a text that does not fit is seen
//! before a translator finds it, and one that comes from no language file stands out.

/// The same text; `{placeholders}` stay.
pub(super) fn lengthen(text: &str) -> String {
    let mut long = String::with_capacity(text.len() * 2);
    let mut in_placeholder = false;
    for letter in text.chars() {
        match letter {
            '{' => in_placeholder = true,
            '}' => in_placeholder = false,
            _ => {}
        }
        match accented(letter).filter(|_| !in_placeholder) {
            Some(accented) => long.extend([accented, accented]),
            None => long.push(letter),
        }
    }
    long
}

fn accented(letter: char) -> Option<char> {
    let accented = match letter {
        'a' => 'å',
        'e' => 'é',
        'i' => 'ï',
        'o' => 'ø',
        'u' => 'ü',
        'A' => 'Å',
        'E' => 'É',
        'I' => 'Ï',
        'O' => 'Ø',
        'U' => 'Ü',
        _ => return None,
    };
    Some(accented)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_double_and_placeholders_stay() {
        assert_eq!(
            lengthen("Antwoord voor {date}"),
            "ÅÅntwøøøørd vøøøør {date}"
        );
    }

    #[test]
    fn a_text_grows_by_some_forty_percent() {
        let text = "U krijgt antwoord voor het einde van deze week, of we zeggen waarom niet.";
        let [before, after] = [text, &lengthen(text)].map(|text| text.chars().count());
        assert!(after * 10 > before * 13, "{before} to {after}");
    }
}
