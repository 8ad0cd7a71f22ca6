//! What was found, and where.

use shared::codes::{ClosedList, Language};

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
        }
    }
}

/// How sure the detector is, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look.
    Hint,
    /// Probably about a person.
    Likely,
    /// Without doubt; holds the signal.
    Certain,
}

/// A span of personal data.
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
}

impl Kind {
    /// What to write in its place: neutral words in the language of the text, which stay in the text.
    pub const fn placeholder(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NationalNumber, Language::Nl) => "[rijksregisternummer]",
            (Self::NationalNumber, Language::Fr) => "[numéro national]",
            (Self::NationalNumber, Language::En) => "[national number]",
            (Self::NationalNumber, Language::De) => "[Nationalregisternummer]",
            (Self::Iban, Language::Nl) => "[rekeningnummer]",
            (Self::Iban, Language::Fr) => "[numéro de compte]",
            (Self::Iban, Language::En) => "[account number]",
            (Self::Iban, Language::De) => "[Kontonummer]",
            (Self::Riziv, Language::Nl) => "[RIZIV-nummer]",
            (Self::Riziv, Language::Fr) => "[numéro INAMI]",
            (Self::Riziv, Language::En) => "[RIZIV number]",
            (Self::Riziv, Language::De) => "[LIKIV-Nummer]",
            (Self::Phone, Language::Nl) => "[telefoonnummer]",
            (Self::Phone, Language::Fr) => "[numéro de téléphone]",
            (Self::Phone, Language::En) => "[phone number]",
            (Self::Phone, Language::De) => "[Telefonnummer]",
            (Self::Email, Language::Nl) => "[e-mailadres]",
            (Self::Email, Language::Fr) => "[adresse e-mail]",
            (Self::Email, Language::En) => "[e-mail address]",
            (Self::Email, Language::De) => "[E-Mail-Adresse]",
            (Self::Address, Language::Nl) => "[adres]",
            (Self::Address, Language::Fr) => "[adresse]",
            (Self::Address, Language::En) => "[address]",
            (Self::Address, Language::De) => "[Adresse]",
            (Self::NumberPlate, Language::Nl) => "[nummerplaat]",
            (Self::NumberPlate, Language::Fr) => "[plaque d'immatriculation]",
            (Self::NumberPlate, Language::En) => "[number plate]",
            (Self::NumberPlate, Language::De) => "[Kennzeichen]",
        }
    }
}
