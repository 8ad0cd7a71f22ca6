//! Which column holds what.

use std::collections::BTreeSet;

use privacy::{Kind, find};
use shared::import::{ImportColumn, ImportField, ImportMapping};
use thiserror::Error;

use crate::labels::key;
use crate::table::{Cell, Table};

/// Rows whose content is looked at.
const SAMPLE: usize = 200;

/// Headers of names, addresses and numbers of persons. A word stands alone; "…" is the whole header.
#[rustfmt::skip]
const PERSONAL_HEADERS: [&str; 36] = [
    "naam", "uw naam", "je naam", "voornaam", "achternaam", "familienaam", "naam en voornaam", "voornaam en naam", "naam melder", "naam van de melder",
    "naam signaalgever", "naam van de signaalgever", "contactpersoon", "name", "your name", "full name", "first name", "last name", "surname", "nom", "votre nom",
    "prenom", "nom et prenom", "vorname", "nachname", "ihr name", "gebruikersnaam", "username", "adres", "uw adres", "address", "adresse", "geboortedatum", "date of birth",
    "date de naissance", "geburtsdatum",
];
/// Parts of headers that always mean somebody's own data.
#[rustfmt::skip]
const PERSONAL_PARTS: [&str; 22] = [
    "e mail", "email", "mailadres", "adresse de messagerie", "courriel", "telefoon", "telephone", "gsm", "phone", "mobiel", "handynummer", "telefonnummer", "contactgegevens",
    "rijksregister", "national number", "numero national", "rekeningnummer", "iban", "nummerplaat", "ip adres", "ip address", "adresse ip",
];

/// Words of a header → the field, with how much they say. The strongest wins; "hoe vaak zie je dit signaal" is no text.
#[rustfmt::skip]
const WORDS: [(ImportField, u32, &[&str]); 21] = [
    (ImportField::ReceivedAt, 9, &[
        "tijdstip van voltooien", "tijd van voltooien", "voltooiingstijd", "eindtijd", "completion time", "heure de fin", "fertigstellungszeit",
        "tijdstempel", "timestamp", "horodateur", "zeitstempel", "ingediend op", "submitted at", "soumis le", "eingereicht am", "datum ontvangst",
    ]),
    (ImportField::ReceivedAt, 3, &["begintijd", "starttijd", "start time", "heure de debut", "startzeit", "datum", "date"]),
    (ImportField::SourceId, 9, &["=id", "=nr", "=nummer", "=volgnummer", "=response id", "=antwoord id", "=no"]),
    (ImportField::Frequency, 8, &["hoe vaak", "frequentie", "how often", "frequency", "frequence", "combien de fois", "wie oft", "haufigkeit"]),
    (ImportField::People, 8, &[
        "hoeveel mensen", "hoeveel personen", "hoeveel gezinnen", "hoeveel clienten", "aantal mensen", "aantal personen", "how many people", "combien de personnes",
        "nombre de personnes", "wie viele",
    ]),
    (ImportField::People, 5, &["hoeveel", "how many", "combien"]),
    (ImportField::TargetGroups, 8, &["doelgroep", "target group", "groupe cible", "public cible", "zielgruppe"]),
    (ImportField::TargetGroups, 6, &["over wie gaat", "wie heeft hier last", "who is affected", "qui est concerne", "wen betrifft"]),
    (ImportField::Themes, 8, &["thema", "theme", "domein", "domaine"]),
    (ImportField::Kind, 8, &["soort probleem", "aard van het probleem", "type probleem", "kind of problem", "type de probleme", "art des problems"]),
    (ImportField::Place, 7, &["wijk", "buurt", "deelgemeente", "plaats", "neighbourhood", "neighborhood", "quartier", "stadtteil", "ortsteil"]),
    (ImportField::Place, 4, &["waar", "where", "wo"]),
    (ImportField::Sector, 8, &["sector", "secteur", "sektor", "werkveld"]),
    (ImportField::Sector, 4, &["organisatie", "organisation", "dienst", "werk je voor", "waar werk"]),
    (ImportField::Profession, 8, &["functie", "beroep", "profession", "job title", "fonction", "beruf", "funktion"]),
    (ImportField::Tried, 8, &[
        "geprobeerd", "probeerde", "al gedaan", "reeds gedaan", "ondernomen", "already tried", "been tried", "tried", "deja essaye", "essaye", "deja fait", "versucht", "bereits getan",
    ]),
    (ImportField::Wish, 8, &[
        "zou helpen", "helpen", "oplossing", "voorstel", "wens", "wat is er nodig", "would help", "solution", "suggestion", "aiderait", "souhait", "proposition", "wurde helfen",
        "losung", "vorschlag", "wunsch",
    ]),
    (ImportField::Text, 7, &[
        "wat merk", "wat stel je vast", "wat stelt u vast", "wat zie je", "beschrijf", "omschrijf", "omschrijving", "beschrijving", "what do you notice", "what did you notice", "describe",
        "description", "que constatez", "qu avez vous constate", "qu observez", "decrivez", "was fallt", "beschreiben", "beschreibung",
    ]),
    (ImportField::Text, 5, &["signaal", "signal", "signalement", "observatie", "observation", "vaststelling", "constat", "beobachtung"]),
    (ImportField::Text, 2, &["probleem", "knelpunt", "situatie", "problem", "situation", "probleme", "tekst", "text", "texte", "opmerking", "melding"]),
    (ImportField::Text, 1, &["vraag", "question", "frage", "toelichting", "commentaar", "comment"]),
];

/// Why a mapping does not fit its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadMapping {
    /// No column, or more than one, holds the text.
    #[error("exactly one column must hold the text of the signals")]
    NotOneText,
    /// The table has no such column.
    #[error("the table has no column {0}")]
    UnknownColumn(u32),
    /// Two columns for one field.
    #[error("two columns hold {0}")]
    FieldTwice(ImportField),
    /// The column looks like names or addresses.
    #[error("column {0} looks like names or addresses, which are never imported")]
    PersonalColumn(u32),
}

/// What each column seems to hold, by its header and, for personal data, by its content.
pub fn guess_columns(table: &Table) -> Vec<ImportColumn> {
    let personal: Vec<bool> = (0..table.headers.len())
        .map(|column| is_personal(table, column))
        .collect();
    let mut fields = fields(&table.headers, &personal);
    if !fields.contains(&Some(ImportField::Text))
        && let Some(field) =
            longest(table, &personal, &fields).and_then(|column| fields.get_mut(column))
    {
        *field = Some(ImportField::Text);
    }
    let columns = table.headers.iter().zip(fields).zip(personal);
    columns
        .map(|((header, field), personal)| ImportColumn {
            header: header.clone(),
            field,
            personal,
        })
        .collect()
}

/// A first mapping by headers alone.
pub fn guess_mapping(headers: &[String]) -> ImportMapping {
    let personal: Vec<bool> = headers
        .iter()
        .map(|header| has_personal_header(header))
        .collect();
    mapping(fields(headers, &personal).into_iter())
}

/// The mapping that columns suggest.
pub fn mapping_of(columns: &[ImportColumn]) -> ImportMapping {
    mapping(columns.iter().map(|column| column.field))
}

/// Refuses a mapping that cannot work, or that would import names.
pub fn check_mapping(mapping: &ImportMapping, table: &Table) -> Result<(), BadMapping> {
    check_columns(mapping, &guess_columns(table))
}

/// The same for columns that were guessed earlier, without the table.
pub fn check_columns(mapping: &ImportMapping, columns: &[ImportColumn]) -> Result<(), BadMapping> {
    let mut seen = BTreeSet::new();
    for (number, field) in &mapping.columns {
        let place = usize::try_from(*number).unwrap_or(usize::MAX);
        let column = columns
            .get(place)
            .ok_or(BadMapping::UnknownColumn(*number))?;
        if column.personal {
            return Err(BadMapping::PersonalColumn(*number));
        }
        if !seen.insert(*field) {
            return Err(if *field == ImportField::Text {
                BadMapping::NotOneText
            } else {
                BadMapping::FieldTwice(*field)
            });
        }
    }
    if seen.contains(&ImportField::Text) {
        Ok(())
    } else {
        Err(BadMapping::NotOneText)
    }
}

fn mapping(fields: impl Iterator<Item = Option<ImportField>>) -> ImportMapping {
    let columns = (0_u32..)
        .zip(fields)
        .filter_map(|(column, field)| Some((column, field?)));
    ImportMapping {
        columns: columns.collect(),
    }
}

/// Each field to the column that says it strongest, each column to one field.
fn fields(headers: &[String], personal: &[bool]) -> Vec<Option<ImportField>> {
    let mut claims: Vec<(u32, usize, ImportField)> = Vec::new();
    for (column, (header, personal)) in headers.iter().zip(personal).enumerate() {
        if !personal {
            claims.extend(claim(header).map(|(strength, field)| (strength, column, field)));
        }
    }
    // Strongest first; of equals the first column.
    claims.sort_by_key(|(strength, column, _)| (std::cmp::Reverse(*strength), *column));
    let mut fields = vec![None; headers.len()];
    for (_, column, field) in claims {
        if !fields.contains(&Some(field))
            && let Some(place) = fields.get_mut(column)
        {
            *place = Some(field);
        }
    }
    fields
}

fn claim(header: &str) -> Option<(u32, ImportField)> {
    let key = key(header);
    let says = |phrase: &str| match phrase.strip_prefix('=') {
        Some(whole) => key == whole,
        // At the start of a word: "doelgroep" also in "doelgroepen", but "wo" not in "woning".
        None if phrase.len() <= 4 => key.split(' ').any(|word| word == phrase),
        None => key.starts_with(phrase) || key.contains(&format!(" {phrase}")),
    };
    let claims = WORDS
        .iter()
        .filter(|(_, _, phrases)| phrases.iter().any(|phrase| says(phrase)));
    claims
        .map(|(field, strength, _)| (*strength, *field))
        .max_by_key(|(strength, _)| *strength)
}

fn has_personal_header(header: &str) -> bool {
    let key = key(header);
    PERSONAL_HEADERS.contains(&key.as_str())
        || PERSONAL_PARTS
            .iter()
            .any(|part| format!(" {key}").contains(&format!(" {part}")))
}

fn is_personal(table: &Table, column: usize) -> bool {
    table
        .headers
        .get(column)
        .is_some_and(|header| has_personal_header(header))
        || holds_contacts(table, column)
}

/// Half of the cells are an address or a number of a person, and little else.
fn holds_contacts(table: &Table, column: usize) -> bool {
    let (mut filled, mut contacts) = (0_usize, 0_usize);
    for row in table.rows.iter().take(SAMPLE) {
        let Cell::Text(text) = row.cell(column) else {
            continue;
        };
        let covered: usize = find(text)
            .iter()
            .filter(|finding| finding.kind != Kind::Address)
            .map(|finding| finding.end - finding.start)
            .sum();
        filled += 1;
        contacts += usize::from(covered * 4 >= text.len() * 3);
    }
    filled > 0 && contacts * 2 >= filled
}

/// The column with most text in it, where no header speaks of the text.
fn longest(table: &Table, personal: &[bool], fields: &[Option<ImportField>]) -> Option<usize> {
    let length = |column: usize| {
        let cells = table.rows.iter().take(SAMPLE).map(|row| row.cell(column));
        cells
            .map(|cell| {
                if let Cell::Text(text) = cell {
                    text.len()
                } else {
                    0
                }
            })
            .sum::<usize>()
    };
    let free = personal
        .iter()
        .zip(fields)
        .enumerate()
        .filter(|(_, (personal, field))| !**personal && field.is_none());
    let lengths = free.map(|(column, _)| (length(column), std::cmp::Reverse(column)));
    lengths
        .filter(|(length, _)| *length > 0)
        .max()
        .map(|(_, column)| column.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::import::ImportField as F;

    fn check(headers: &[(&str, Option<F>)]) {
        let names: Vec<String> = headers
            .iter()
            .map(|(header, _)| (*header).to_owned())
            .collect();
        let guessed = guess_mapping(&names);
        for (column, (header, expected)) in (0..).zip(headers) {
            assert_eq!(guessed.columns.get(&column), expected.as_ref(), "{header}");
        }
    }

    #[test]
    fn a_dutch_forms_export_is_recognised() {
        check(&[
            ("ID", Some(F::SourceId)),
            ("Begintijd", None),
            ("Tijd van voltooien", Some(F::ReceivedAt)),
            ("E-mail", None),
            ("Naam", None),
            ("Tijdstip van laatste wijziging", None),
            ("In welke sector werk je?", Some(F::Sector)),
            ("Wat merk je op?", Some(F::Text)),
            ("Hoe vaak merk je dit signaal?", Some(F::Frequency)),
            ("Over hoeveel mensen gaat het ongeveer?", Some(F::People)),
            ("In welke wijk?", Some(F::Place)),
            ("Om welke doelgroepen gaat het?", Some(F::TargetGroups)),
            ("Soort probleem", Some(F::Kind)),
            ("Wat heb je al geprobeerd?", Some(F::Tried)),
            ("Wat zou helpen?", Some(F::Wish)),
        ]);
    }

    #[test]
    fn other_shapes_and_languages_are_recognised() {
        check(&[
            ("Id", Some(F::SourceId)),
            ("Starttijd", None),
            ("Tijdstip van voltooien", Some(F::ReceivedAt)),
            ("Je signaal", Some(F::Text)),
        ]);
        check(&[
            ("Horodateur", Some(F::ReceivedAt)),
            ("Adresse de messagerie", None),
            ("Que constatez-vous ?", Some(F::Text)),
            ("Quartier", Some(F::Place)),
        ]);
        check(&[
            ("Timestamp", Some(F::ReceivedAt)),
            ("Email Address", None),
            ("Describe the problem", Some(F::Text)),
            ("How often?", Some(F::Frequency)),
        ]);
        check(&[
            ("Starttijd", Some(F::ReceivedAt)),
            ("Omschrijving", Some(F::Text)),
            ("Functie", Some(F::Profession)),
        ]);
    }

    #[test]
    fn names_of_places_are_no_names_of_people() {
        assert!(!has_personal_header("Naam van de wijk"));
        for header in [
            "Naam",
            "NAAM:",
            "E-mailadres",
            "Uw e-mail",
            "GSM-nummer",
            "Nom et prénom",
            "Adres",
            "Telefoon",
        ] {
            assert!(has_personal_header(header), "{header}");
        }
    }
}
