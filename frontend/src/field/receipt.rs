//! Follow-up codes as people type them.

use shared::id::FeedbackId;

const LENGTH: usize = 16;
const GROUP: usize = 4;

/// The code in groups of four, whatever dashes, spaces and cases it was typed with; `None` when it cannot be one.
pub(super) fn parse_receipt(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH + LENGTH / GROUP);
    let mut count = 0;
    let letters = typed.chars().filter(|letter| !is_between(*letter));
    for letter in letters {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !is_of_alphabet(letter) || count == LENGTH {
            return None;
        }
        if count > 0 && count % GROUP == 0 {
            code.push('-');
        }
        code.push(letter);
        count += 1;
    }
    (count == LENGTH).then_some(code)
}

/// What follows `#r=` in a mail: the code and, behind "yes" or "no", the feedback that it is about. Something else is left
/// out: it is no choice of anybody.
pub(super) fn parse_link(rest: &str) -> (&str, Option<(FeedbackId, bool)>) {
    let Some((code, choice)) = rest.split_once('&') else {
        return (rest, None);
    };
    let chosen = choice.split_once('=').and_then(|(answer, feedback)| {
        let useful = answer == "yes";
        let feedback = feedback.parse().ok()?;
        (useful || answer == "no").then_some((feedback, useful))
    });
    (code, chosen)
}

/// Crockford's base 32: without the four letters that look like others.
fn is_of_alphabet(letter: char) -> bool {
    matches!(letter, '0'..='9' | 'A'..='Z') && !matches!(letter, 'I' | 'L' | 'O' | 'U')
}

/// What people and keyboards put between the groups.
fn is_between(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '.' | '_') || letter.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        for typed in [
            "KX7Q-2M9T-P4HD-V6RB",
            "kx7q2m9tp4hdv6rb",
            " kx7q 2m9t  p4hd v6rb ",
            "KX7Q–2M9T–P4HD–V6RB",
        ] {
            assert_eq!(
                parse_receipt(typed).as_deref(),
                Some("KX7Q-2M9T-P4HD-V6RB"),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_link_of_a_mail_is_a_code_and_perhaps_a_choice() {
        let id = "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11";
        let feedback = id.parse().unwrap();
        assert_eq!(parse_link("KX7Q"), ("KX7Q", None));
        let yes = format!("KX7Q&yes={id}");
        assert_eq!(parse_link(&yes), ("KX7Q", Some((feedback, true))));
        let no = format!("KX7Q&no={id}");
        assert_eq!(parse_link(&no), ("KX7Q", Some((feedback, false))));
        for strange in [
            "KX7Q&",
            "KX7Q&yes",
            "KX7Q&yes=1",
            &format!("KX7Q&maybe={id}"),
        ] {
            assert_eq!(parse_link(strange), ("KX7Q", None), "{strange}");
        }
    }

    #[test]
    fn letters_that_look_like_digits_count_as_digits() {
        assert_eq!(
            parse_receipt("OILO-2M9T-P4HD-V6RB").as_deref(),
            Some("0110-2M9T-P4HD-V6RB")
        );
    }

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        for typed in ["", "KX7Q", "KX7Q-2M9T-P4HD-V6RBX", "KX7Q-2M9T-P4HD-V6RU"] {
            assert_eq!(parse_receipt(typed), None, "{typed}");
        }
    }
}
