//! What was found, and where.

use shared::codes::ClosedList;

use crate::stand_in::StandIn;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Belgian national number, also BIS.
    NationalNumber,
    /// Bank account.
    Iban,
    /// Number of a care provider (RIZIV, INAMI).
    Riziv,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// Street and number.
    Address,
    /// Number plate of a vehicle.
    NumberPlate,
    /// Date of birth; as a hint, any full date.
    BirthDate,
    /// Page or handle of a person on a social network.
    Profile,
    /// Number of a file, a client, a case.
    FileNumber,
    /// Name of a person.
    Name,
    /// Letters that stand for a name.
    Initials,
    /// Health, justice, belief or origin beside one person.
    Sensitive,
    /// Words that fit one person or family only: "het enige Syrische gezin".
    SinglingOut,
}

impl ClosedList for Kind {
    const ALL: &'static [Self] = &[
        Self::NationalNumber,
        Self::Iban,
        Self::Riziv,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::NumberPlate,
        Self::BirthDate,
        Self::Profile,
        Self::FileNumber,
        Self::Name,
        Self::Initials,
        Self::Sensitive,
        Self::SinglingOut,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::NationalNumber => "nationalNumber",
            Self::Iban => "iban",
            Self::Riziv => "riziv",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::NumberPlate => "numberPlate",
            Self::BirthDate => "birthDate",
            Self::Profile => "profile",
            Self::FileNumber => "fileNumber",
            Self::Name => "name",
            Self::Initials => "initials",
            Self::Sensitive => "sensitive",
            Self::SinglingOut => "singlingOut",
        }
    }
}

/// How sure the detector is, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; nothing that a form should interrupt for.
    Hint,
    /// Probably about a person: a soft mark while typing.
    Likely,
    /// Without doubt; asks on sending, and otherwise holds the signal.
    Certain,
}

/// A span of personal data. It cuts no visible character: accents and invisible characters go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// How sure.
    pub severity: Severity,
    /// First byte; on a character boundary.
    pub start: usize,
    /// Byte after the last; on a character boundary.
    pub end: usize,
    /// What could be written instead.
    pub stand_in: StandIn,
}

impl Finding {
    /// What to propose in its place, in the language of the text, with a capital where the span starts a sentence.
    pub fn replacement(&self, text: &str, language: shared::codes::Language) -> String {
        let words = self.stand_in.words(language);
        let before = text.get(..self.start).unwrap_or_default();
        let starts = before
            .trim_end_matches([' ', '\u{A0}', '"', '“', '«', '('])
            .chars()
            .next_back()
            .is_none_or(|sign| matches!(sign, '.' | '!' | '?' | '\n' | '\r'));
        let mut letters = words.chars();
        match letters.next() {
            Some(first) if starts => std::iter::once(first.to_ascii_uppercase())
                .chain(letters)
                .collect(),
            _ => words.to_owned(),
        }
    }
}
