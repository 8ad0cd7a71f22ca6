//! In which languages a public page is offered, and in which order.

use shared::codes::Language;
use storage::records::AuthorityRecord;

/// The twelve municipalities with facilities for French speakers: six around Brussels, six along the border of languages
/// (administrative languages act of 18 July 1966, articles 7 and 8), by Statbel's code. A lawyer has yet to look at the rule.
const WITH_FACILITIES: [&str; 12] = [
    "23098", // Drogenbos
    "23099", // Kraainem
    "23100", // Linkebeek
    "23101", // Sint-Genesius-Rode
    "23102", // Wemmel
    "23103", // Wezembeek-Oppem
    "23009", // Bever
    "73028", // Herstappe
    "33016", // Mesen
    "45041", // Ronse
    "34043", // Spiere-Helkijn
    "73109", // Voeren
];

/// Those that the authority set; else what its municipality owes: Dutch, with French beside it where there are facilities.
pub(super) fn languages_of(authority: &AuthorityRecord) -> Vec<Language> {
    let set = authority.page_languages.as_ref().map(|set| set.0.clone());
    set.filter(|set| !set.is_empty())
        .unwrap_or_else(|| owed(authority.nis_code.as_deref()))
}

fn owed(nis_code: Option<&str>) -> Vec<Language> {
    match nis_code {
        Some(code) if WITH_FACILITIES.contains(&code) => vec![Language::Nl, Language::Fr],
        _ => vec![Language::Nl],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_stands_beside_dutch_where_there_are_facilities() {
        assert_eq!(owed(Some("45041")), [Language::Nl, Language::Fr]);
        assert_eq!(owed(Some("44021")), [Language::Nl]);
        assert_eq!(owed(None), [Language::Nl]);
    }
}
