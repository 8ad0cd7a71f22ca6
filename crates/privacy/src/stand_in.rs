//! Neutral words for what was found, in four languages.

use shared::codes::Language;

use crate::finding::Kind;

/// What stands in for a piece of personal data, so that the sentence still says what is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandIn {
    /// The kind itself: "een telefoonnummer".
    Kind(Kind),
    /// A woman.
    Woman,
    /// A man.
    Man,
    /// A mother or grandmother.
    Mother,
    /// A father or grandfather.
    Father,
    /// A child or young person.
    Child,
    /// A family.
    Family,
    /// A brother, aunt, partner.
    Relative,
    /// A doctor or other care worker.
    Carer,
    /// Somebody who teaches.
    Teacher,
    /// A colleague.
    Colleague,
    /// A neighbour.
    Neighbour,
    /// A client, patient, resident.
    Client,
    /// An illness or handicap.
    Health,
    /// A trial, a sentence, a police matter.
    Justice,
    /// A religion or conviction.
    Belief,
    /// A nationality or origin.
    Origin,
}

impl StandIn {
    /// The words, in small letters, ready to stand in a sentence.
    pub const fn words(self, language: Language) -> &'static str {
        let [nl, fr, en, de] = self.row();
        match language {
            Language::Nl => nl,
            Language::Fr => fr,
            Language::En => en,
            Language::De => de,
        }
    }

    #[rustfmt::skip]
    const fn row(self) -> [&'static str; 4] {
        match self {
            Self::Kind(kind) => kind_row(kind),
            Self::Woman => ["een vrouw", "une femme", "a woman", "eine Frau"],
            Self::Man => ["een man", "un homme", "a man", "ein Mann"],
            Self::Mother => ["een moeder", "une mère", "a mother", "eine Mutter"],
            Self::Father => ["een vader", "un père", "a father", "ein Vater"],
            Self::Child => ["een kind", "un enfant", "a child", "ein Kind"],
            Self::Family => ["een gezin", "une famille", "a family", "eine Familie"],
            Self::Relative => ["een familielid", "un proche", "a relative", "ein Familienmitglied"],
            Self::Carer => ["een zorgverlener", "un prestataire de soins", "a care worker", "eine Pflegekraft"],
            Self::Teacher => ["een leerkracht", "un enseignant", "a teacher", "eine Lehrkraft"],
            Self::Colleague => ["een collega", "un collègue", "a colleague", "ein Kollege"],
            Self::Neighbour => ["een buur", "un voisin", "a neighbour", "ein Nachbar"],
            Self::Client => ["een cliënt", "un client", "a client", "ein Klient"],
            Self::Health => ["een gezondheidsprobleem", "un problème de santé", "a health problem", "ein Gesundheitsproblem"],
            Self::Justice => ["een zaak bij het gerecht", "une affaire en justice", "a court matter", "eine Gerichtssache"],
            Self::Belief => ["een overtuiging", "une conviction", "a belief", "eine Überzeugung"],
            Self::Origin => ["een herkomst", "une origine", "an origin", "eine Herkunft"],
        }
    }
}

#[rustfmt::skip]
const fn kind_row(kind: Kind) -> [&'static str; 4] {
    match kind {
        Kind::NationalNumber => ["een nummer", "un numéro", "a number", "eine Nummer"],
        Kind::Iban => ["een rekening", "un compte", "an account", "ein Konto"],
        Kind::Riziv => ["een zorgverlener", "un prestataire de soins", "a care worker", "eine Pflegekraft"],
        Kind::Phone => ["een telefoonnummer", "un numéro de téléphone", "a phone number", "eine Telefonnummer"],
        Kind::Email => ["een e-mailadres", "une adresse e-mail", "an e-mail address", "eine E-Mail-Adresse"],
        Kind::Address => ["een adres in de wijk", "une adresse dans le quartier", "an address in the neighbourhood", "eine Adresse im Viertel"],
        Kind::NumberPlate => ["een wagen", "une voiture", "a car", "ein Auto"],
        Kind::BirthDate => ["een leeftijd", "un âge", "an age", "ein Alter"],
        Kind::Profile => ["een profiel", "un profil", "a profile", "ein Profil"],
        Kind::FileNumber => ["een dossier", "un dossier", "a file", "eine Akte"],
        Kind::Name | Kind::Initials | Kind::SinglingOut => ["iemand", "quelqu’un", "someone", "jemand"],
        Kind::Sensitive => ["iets persoonlijks", "quelque chose de personnel", "something personal", "etwas Persönliches"],
    }
}
