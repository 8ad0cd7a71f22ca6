//! What people choose or type in a column, as a code: by label in four languages, whatever its case, accents and punctuation.

use std::collections::BTreeMap;

use shared::codes::{ClosedList, Frequency, KindOfProblem, Labels, Language, People};
use shared::taxonomy::{Concept, Taxonomy};
use text::{fold, words};

/// Says nothing, in four languages.
#[rustfmt::skip]
const NOTHING: [&str; 24] = [
    "", "nvt", "n v t", "niet van toepassing", "onbekend", "geen idee", "weet ik niet", "weet niet", "sans objet", "s o", "inconnu",
    "je ne sais pas", "not applicable", "n a", "unknown", "i do not know", "don t know", "keine angabe", "k a", "unbekannt",
    "weiss nicht", "weiss ich nicht", "geen", "x",
];

#[rustfmt::skip]
const FREQUENCIES: [(Frequency, &[&str]); 4] = [
    (Frequency::Once, &[
        "een keer", "1 keer", "eenmaal", "eenmalig", "1x", "une fois", "une seule fois", "once", "one time", "einmal", "einmalig",
    ]),
    (Frequency::Few, &[
        "enkele keren", "een paar keer", "af en toe", "soms", "meermaals", "meerdere keren", "maandelijks", "elke maand", "maandelijks of minder", "quelques fois", "parfois",
        "plusieurs fois", "tous les mois", "chaque mois", "a few times", "sometimes", "several times", "monthly", "every month",
        "einige male", "manchmal", "mehrmals", "monatlich", "jeden monat",
    ]),
    (Frequency::Weekly, &[
        "elke week", "wekelijks", "iedere week", "een keer per week", "chaque semaine", "toutes les semaines", "hebdomadaire",
        "every week", "weekly", "jede woche", "wochentlich",
    ]),
    (Frequency::Daily, &[
        "elke dag", "dagelijks", "iedere dag", "chaque jour", "tous les jours", "quotidien", "quotidiennement", "every day", "daily", "jeden tag",
        "taglich",
    ]),
];

#[rustfmt::skip]
const KINDS: [(KindOfProblem, &[&str]); 6] = [
    (KindOfProblem::OneOrganisation, &[
        "de werking van een organisatie", "werking van een organisatie", "werking van een dienst", "le fonctionnement d une organisation",
        "how one organisation works", "working of one organisation", "die arbeitsweise einer organisation",
    ]),
    (KindOfProblem::Coordination, &[
        "organisaties werken naast elkaar", "afstemming of overlap tussen organisaties", "afstemming", "samenwerking tussen organisaties",
        "les organisations ne se coordonnent pas", "organisations do not work together", "coordination or overlap between organisations",
        "organisationen arbeiten nebeneinander",
    ]),
    (KindOfProblem::Regulation, &[
        "een regel die niet werkt", "fout in de regelgeving", "regelgeving", "une regle qui ne fonctionne pas", "reglementation",
        "a rule that does not work", "flaw in regulation", "regulation", "eine regel die nicht funktioniert",
    ]),
    (KindOfProblem::RiskGroup, &[
        "een groep in moeilijkheden groeit", "nieuwe of groeiende risicogroep", "nieuwe risicogroep", "un groupe en difficulte grandit",
        "a group in trouble is growing", "new or growing risk group", "eine gruppe in not wachst",
    ]),
    (KindOfProblem::Information, &[
        "mensen hebben te weinig informatie", "gebrek aan informatie", "informatie", "les gens manquent d informations",
        "people lack information", "lack of information", "menschen haben zu wenig informationen",
    ]),
    (KindOfProblem::Gap, &[
        "er is geen aanbod of beleid", "hiaat in beleid of aanbod", "hiaat in het aanbod", "il n y a pas d offre ou de politique",
        "there is no service or policy", "gap in policy or provision", "es gibt kein angebot oder konzept",
    ]),
];

/// Letters and digits of a value, folded, single spaces between words: what two spellings of a label share.
pub(crate) fn key(typed: &str) -> String {
    let parts = words(typed)
        .map(|word| fold(word.written).replace(|letter: char| !letter.is_alphanumeric(), " "));
    parts
        .collect::<Vec<_>>()
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn is_nothing(typed: &str) -> bool {
    NOTHING.contains(&key(typed).as_str())
}

pub(crate) fn frequency(typed: &str) -> Option<Frequency> {
    chosen(typed, &FREQUENCIES)
}

pub(crate) fn kind(typed: &str) -> Option<KindOfProblem> {
    chosen(typed, &KINDS)
}

/// A range, a number, or "meer dan 20".
pub(crate) fn people(typed: &str) -> Option<People> {
    if is_nothing(typed) {
        return Some(People::Unknown);
    }
    if let Some(people) = People::of_code(typed.trim()) {
        return Some(people);
    }
    let numbers: Vec<u32> = typed
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    // Of a range the upper end counts, and "more than" moves past it.
    let more = typed.contains(['>', '+'])
        || [
            "meer dan",
            "plus de",
            "more than",
            "mehr als",
            "over",
            "boven",
        ]
        .iter()
        .any(|word| key(typed).starts_with(word));
    match (numbers.as_slice(), more) {
        ([low], true) => Some(band(low.saturating_add(1))),
        ([one] | [_, one], _) => Some(band(*one)),
        _ => None,
    }
}

const fn band(count: u32) -> People {
    match count {
        0 => People::Unknown,
        1..=5 => People::OneToFive,
        6..=20 => People::SixToTwenty,
        _ => People::OverTwenty,
    }
}

fn chosen<T: ClosedList>(typed: &str, labels: &[(T, &[&str])]) -> Option<T> {
    let key = key(typed);
    let label = labels
        .iter()
        .find(|(_, labels)| labels.contains(&key.as_str()))
        .map(|(value, _)| *value);
    label.or_else(|| T::of_code(typed.trim()))
}

/// Labels of one part of the taxonomy → its code.
pub(crate) struct CodesByLabel(BTreeMap<String, Option<String>>);

impl CodesByLabel {
    pub(crate) fn sectors(taxonomy: &Taxonomy) -> Self {
        Self::of(&taxonomy.provider_sectors)
    }

    pub(crate) fn target_groups(taxonomy: &Taxonomy) -> Self {
        Self::of(&taxonomy.target_groups)
    }

    pub(crate) fn themes(taxonomy: &Taxonomy) -> Self {
        Self::of_labels(
            taxonomy
                .themes
                .iter()
                .map(|theme| (theme.code.as_str(), &theme.labels)),
        )
    }

    fn of(concepts: &[Concept]) -> Self {
        Self::of_labels(
            concepts
                .iter()
                .map(|concept| (concept.code.as_str(), &concept.labels)),
        )
    }

    /// Whole labels and codes first; then their parts ("CAW" of "… (CAW)"), unless two labels share one.
    fn of_labels<'a>(concepts: impl Iterator<Item = (&'a str, &'a Labels)> + Clone) -> Self {
        let mut codes: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (code, labels) in concepts.clone() {
            codes.insert(key(code), Some(code.to_owned()));
            for language in Language::ALL {
                codes.insert(key(labels.of(*language)), Some(code.to_owned()));
            }
        }
        let mut parts: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (code, labels) in concepts {
            let labels = Language::ALL
                .iter()
                .flat_map(|language| labels.of(*language).split(['(', ')', '/']));
            for part in labels.map(key).filter(|part| !part.is_empty()) {
                let entry = parts.entry(part).or_insert_with(|| Some(code.to_owned()));
                if entry.as_deref() != Some(code) {
                    *entry = None;
                }
            }
        }
        for (part, code) in parts {
            codes.entry(part).or_insert(code);
        }
        Self(codes)
    }

    pub(crate) fn code(&self, typed: &str) -> Option<&str> {
        self.0.get(&key(typed))?.as_deref()
    }

    /// Several values in one cell, as forms write them: "a;b;", "a, b" or one a line. `None` when one of them is unknown.
    pub(crate) fn codes(&self, typed: &str) -> Option<Vec<String>> {
        let mut codes = Vec::new();
        // A label may hold a comma itself, so the whole is tried before its parts.
        for part in typed.split([';', '\n']).filter(|part| !is_nothing(part)) {
            let parts: Vec<&str> = if self.code(part).is_some() {
                vec![part]
            } else {
                part.split(',').collect()
            };
            for part in parts.into_iter().filter(|part| !is_nothing(part)) {
                codes.push(self.code(part)?.to_owned());
            }
        }
        codes.sort();
        codes.dedup();
        Some(codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::taxonomy::DEFAULT;

    fn taxonomy() -> Taxonomy {
        serde_json::from_str(DEFAULT).unwrap()
    }

    #[test]
    fn the_lists_of_values_are_keys() {
        let listed = FREQUENCIES
            .iter()
            .flat_map(|(_, labels)| *labels)
            .chain(KINDS.iter().flat_map(|(_, labels)| *labels))
            .chain(&NOTHING);
        for label in listed {
            assert_eq!(key(label), *label);
        }
    }

    #[test]
    fn how_often_and_how_many_are_understood() {
        assert_eq!(
            [
                "Wekelijks",
                "ELKE DAG",
                "eén keer",
                "Quelques fois",
                "daily"
            ]
            .map(frequency),
            [
                Some(Frequency::Weekly),
                Some(Frequency::Daily),
                Some(Frequency::Once),
                Some(Frequency::Few),
                Some(Frequency::Daily)
            ]
        );
        assert_eq!(frequency("blauw"), None);
        for (typed, expected) in [
            ("1 tot 5", Some(People::OneToFive)),
            ("1-5", Some(People::OneToFive)),
            ("3", Some(People::OneToFive)),
            ("6 à 20", Some(People::SixToTwenty)),
            ("20+", Some(People::OverTwenty)),
            ("Meer dan 20", Some(People::OverTwenty)),
            ("> 5", Some(People::SixToTwenty)),
            ("een 40-tal", Some(People::OverTwenty)),
            ("Weet ik niet", Some(People::Unknown)),
            ("veel", None),
        ] {
            assert_eq!(people(typed), expected, "{typed}");
        }
    }

    #[test]
    fn every_label_in_every_language_gives_its_own_code() {
        let taxonomy = taxonomy();
        let lists = [
            (&taxonomy.provider_sectors, CodesByLabel::sectors(&taxonomy)),
            (
                &taxonomy.target_groups,
                CodesByLabel::target_groups(&taxonomy),
            ),
        ];
        for (concepts, codes) in lists {
            for concept in concepts {
                for language in Language::ALL {
                    let label = concept.labels.of(*language);
                    assert_eq!(
                        codes.code(&label.to_uppercase()),
                        Some(concept.code.as_str()),
                        "{label}"
                    );
                }
            }
        }
    }

    #[test]
    fn several_values_stand_in_one_cell() {
        let groups = CodesByLabel::target_groups(&taxonomy());
        let expected = Some(vec!["children".to_owned(), "older-people".to_owned()]);
        for typed in [
            "Kinderen 0-11;Ouderen;",
            "ouderen, kinderen 0-11",
            "Ouderen\nKinderen 0–11",
            "Ouderen;Kinderen 0-11;Onbekend",
        ] {
            assert_eq!(groups.codes(typed), expected, "{typed}");
        }
        assert_eq!(groups.codes("Ouderen;Marsmannetjes"), None);
    }

    #[test]
    fn the_short_name_of_a_sector_is_enough() {
        let sectors = CodesByLabel::sectors(&taxonomy());
        assert_eq!(
            ["CAW", "ocmw", "Buurtwerk"].map(|typed| sectors.code(typed)),
            [
                Some("general-welfare"),
                Some("local-government"),
                Some("community-work")
            ]
        );
    }
}
