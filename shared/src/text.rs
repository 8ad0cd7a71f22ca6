//! Texts that people typed: bounded, without control characters, in NFC, and silent in logs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::draft::Broken;
use crate::problem::Code;
use crate::unicode;

/// A signal's text: 10 to 2,000 graphemes (product.md) …
pub const SIGNAL_TEXT: Limits = Limits {
    min: 10,
    max: 2_000,
};
/// … and at most 16 KiB, because a grapheme may hold any number of combining characters (decisions.md 25).
pub const MAX_TEXT_BYTES: usize = 16 * 1_024;
/// What was tried, what would help, a question, an answer, a note.
pub const NOTE: Limits = Limits { min: 1, max: 1_000 };
/// Title of an issue or an action: one line that fits a card.
pub const TITLE: Limits = Limits { min: 3, max: 140 };
/// Neutral description, motivation, feedback.
pub const DESCRIPTION: Limits = Limits {
    min: 10,
    max: 4_000,
};
/// A name of a person, an organisation, a neighbourhood, a link.
pub const NAME: Limits = Limits { min: 1, max: 120 };

/// One line that people read before they write.
pub const LINE: Limits = Limits { min: 1, max: 200 };

/// How many graphemes a text may have.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Fewest graphemes.
    pub min: usize,
    /// Most graphemes.
    pub max: usize,
}

/// Number of characters as a person counts them.
pub fn graphemes(text: &str) -> usize {
    unicode::graphemes(text)
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $limits:expr, $lines:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// How long it may be.
            pub const LIMITS: Limits = $limits;

            /// Trims, normalises to NFC, strips bidi overrides; refuses controls and wrong lengths.
            pub fn parse(typed: &str) -> Result<Self, Broken> {
                parse(typed, $limits, $lines).map(Self)
            }

            /// Trusts what storage gives back.
            pub fn stored(text: String) -> Self {
                Self(text)
            }

            /// The text, for showing it to somebody who may read it.
            pub fn reveal(&self) -> &str {
                &self.0
            }

            /// Gives the text away.
            pub fn into_inner(self) -> String {
                self.0
            }
        }

        /// Shows the length, never the content: logs and panics must stay free of it.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }
    )*};
}

texts! {
    /// What a provider noticed.
    SignalText SIGNAL_TEXT, Lines::Many;
    /// A short free text beside a signal or an issue.
    Note NOTE, Lines::Many;
    /// One line that names an issue or an action in neutral words.
    Title TITLE, Lines::One;
    /// A neutral description, a motivation, a feedback.
    Description DESCRIPTION, Lines::Many;
    /// A name.
    Name NAME, Lines::One;
    /// One line that people read before they write.
    Line LINE, Lines::One;
}

/// Whether a text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    One,
    Many,
}

fn parse(typed: &str, limits: Limits, lines: Lines) -> Result<String, Broken> {
    // Before any work on it: an attacker pays for the length, not we.
    if typed.len() > 4 * MAX_TEXT_BYTES {
        return Err(Broken::limit(
            Code::TooLong,
            limits.max,
            graphemes_at_least(typed),
        ));
    }
    let text = unify_lines(&unicode::nfc(typed.trim()));
    if text.chars().any(|letter| is_forbidden(letter, lines)) {
        return Err(Broken::rule(Code::ForbiddenCharacter));
    }
    let count = graphemes(&text);
    if count == 0 && limits.min > 0 {
        return Err(Broken::rule(Code::Required));
    }
    if count < limits.min {
        return Err(Broken::limit(Code::TooShort, limits.min, count));
    }
    if count > limits.max || text.len() > MAX_TEXT_BYTES {
        return Err(Broken::limit(Code::TooLong, limits.max, count));
    }
    Ok(text)
}

/// Ends every line with one `\n`, and leaves direction overrides out.
fn unify_lines(text: &str) -> String {
    let mut letters = text.chars().peekable();
    let mut unified = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let is_half_a_line_end = letter == '\r' && letters.peek() == Some(&'\n');
        if !is_half_a_line_end && !is_bidi_control(letter) {
            unified.push(letter);
        }
    }
    unified
}

/// A lower bound that needs no segmentation: no grapheme seen in practice is longer than 64 bytes.
fn graphemes_at_least(typed: &str) -> usize {
    typed.len() / 64
}

fn is_forbidden(letter: char, lines: Lines) -> bool {
    let line_break = matches!(letter, '\n' | '\t');
    letter.is_control() && !(line_break && lines == Lines::Many)
}

/// Characters that reorder what surrounds them (Trojan Source, CVE-2021-42574). Marks such as U+200F stay: Arabic needs them.
fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// An e-mail address, lower case. Checked for shape only: the mail itself proves that it exists.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = Email))]
pub struct Email(String);

impl Email {
    /// RFC 5321 allows 254 characters.
    pub const MAX_BYTES: usize = 254;

    /// One `@`, something before it, a dot in what follows, nothing exotic.
    pub fn parse(typed: &str) -> Result<Self, Broken> {
        let typed = unicode::lowercase(typed.trim());
        if typed.is_empty() {
            return Err(Broken::rule(Code::Required));
        }
        if typed.len() > Self::MAX_BYTES {
            return Err(Broken::limit(Code::TooLong, Self::MAX_BYTES, typed.len()));
        }
        let shaped = typed
            .split_once('@')
            .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
        if shaped {
            Ok(Self(typed))
        } else {
            Err(Broken::rule(Code::InvalidEmail))
        }
    }

    /// Trusts what storage gives back.
    pub fn stored(address: String) -> Self {
        Self(address)
    }

    /// The address, for the mailer and for its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    (1..=64).contains(&local.len()) && local.bytes().all(allowed)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let edges = !label.starts_with('-') && !label.ends_with('-');
        !label.is_empty() && edges && label.split('-').all(unicode::is_alphanumeric)
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(typed: &str) -> Option<Code> {
        SignalText::parse(typed).err().map(|broken| broken.code)
    }

    #[test]
    fn a_text_of_ten_characters_is_enough() {
        assert_eq!(code("tien teken"), None);
        assert_eq!(code("negen tek"), Some(Code::TooShort));
        assert_eq!(code("  \n "), Some(Code::Required));
    }

    #[test]
    fn characters_are_counted_as_people_see_them() {
        let family = "👨‍👩‍👧‍👦".repeat(2_000);
        let broken = SignalText::parse(&family).unwrap_err();
        assert_eq!(
            broken.code,
            Code::TooLong,
            "25 bytes each: over 16 KiB though 2,000 graphemes"
        );
        assert_eq!(code(&"é".repeat(2_000)), None);
        assert_eq!(
            SignalText::parse(&"é".repeat(2_001)).unwrap_err().actual,
            Some(2_001)
        );
    }

    #[test]
    fn nul_is_refused_because_postgresql_cannot_store_it() {
        assert_eq!(
            code("een tekst met \0 erin"),
            Some(Code::ForbiddenCharacter)
        );
    }

    #[test]
    fn direction_overrides_vanish_and_arabic_marks_stay() {
        assert_eq!(
            SignalText::parse("niet \u{202E}omkeren").unwrap().reveal(),
            "niet omkeren"
        );
        assert_eq!(
            SignalText::parse("مرحبا بكم \u{200F} هنا")
                .unwrap()
                .reveal(),
            "مرحبا بكم \u{200F} هنا"
        );
    }

    #[test]
    fn lines_end_in_one_way() {
        let text = SignalText::parse("een regel\r\nen nog een\nen een").unwrap();
        assert_eq!(text.reveal(), "een regel\nen nog een\nen een");
        assert_eq!(
            code("een \r alleen is geen regel"),
            Some(Code::ForbiddenCharacter)
        );
    }

    #[test]
    fn accents_are_composed_so_that_equal_texts_are_equal() {
        assert_eq!(
            SignalText::parse("cre\u{300}che vol vol").unwrap(),
            SignalText::parse("crèche vol vol").unwrap()
        );
    }

    #[test]
    fn a_title_has_one_line() {
        assert_eq!(
            Title::parse("twee\nregels").unwrap_err().code,
            Code::ForbiddenCharacter
        );
    }

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(
            format!("{:?}", SignalText::parse("Wachtlijst").unwrap()),
            "SignalText(10 bytes)"
        );
        assert_eq!(format!("{:?}", Email::parse("a@b.be").unwrap()), "Email(…)");
    }

    #[test]
    fn addresses_are_checked_for_shape() {
        for good in [
            "an.de-smet+signaal@ocmw.linde.example",
            "A@B.BE",
            "x@münchen.de",
        ] {
            assert!(Email::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "an",
            "an@",
            "@linde.be",
            "an@linde",
            "an de@linde.be",
            "an@lin..de",
            "an@@linde.be",
            "an@-a.be",
        ] {
            assert_eq!(
                Email::parse(bad).unwrap_err().code,
                Code::InvalidEmail,
                "{bad}"
            );
        }
    }
}
