//! What is probably personal data, what is a hint, and what is neither. A case is one line.

#![expect(
    clippy::string_slice,
    reason = "spans are checked by the slicing itself"
)]

mod cases;

use cases::{assert_found, assert_nothing};
use privacy::{Finding, Kind, Names, Severity, detect, find};
use shared::codes::{ClosedList, Language};

fn everything(text: &str) -> Vec<Finding> {
    detect(text, Names::shipped())
}

fn check(kind: Kind, severity: Severity, marked: &str) {
    assert_found(everything, kind, severity, marked);
}

fn nothing(text: &str) {
    assert_nothing(text, &everything(text));
}

fn nothing_sure(text: &str) {
    let mut found = everything(text);
    found.retain(|finding| finding.severity >= Severity::Likely);
    assert_nothing(text, &found);
}

/// What stands in the text after taking every proposal.
fn replaced(text: &str, language: Language) -> String {
    let mut shown = String::new();
    let mut done = 0;
    for finding in everything(text) {
        shown += &text[done..finding.start];
        shown += &finding.replacement(text, language);
        done = finding.end;
    }
    shown + &text[done..]
}

#[test]
fn a_name_is_found_by_list_context_or_shape() {
    for marked in [
        "Vorige week belde «Jan Peeters» ons op.",
        "Volgens «Kenji» is de wachtlijst dicht.",
        "«Fatima El Amrani» wacht al een jaar.",
        "Hij heet «Piet van den Berg».",
        "We zagen «J.P. Van Damme» aan het loket.",
        "De brief van «Van den Broeck» kwam terug.",
        "Ook «Marie-Claire De Smet» kreeg niets.",
        "Gisteren kwam «Tsegay Bereket» zonder tolk.",
        "Ik sprak «D'Hondt» daarover.",
        "«AN PEETERS» vraagt hulp",
        "toen zei «Obada» iets",
        "een vraag van «yasmina el amrani» over kinderopvang",
        "La situation de «Jean-Pierre Lambert» est grave.",
        "We met «Sarah Johnson» last week.",
        "Die Nachbarin heißt «Anna Müller».",
    ] {
        check(Kind::Name, Severity::Likely, marked);
    }
}

#[test]
fn a_role_goes_along_with_the_name() {
    for marked in [
        "«Mevrouw Peeters» wacht al een jaar.",
        "Ik bel «meneer De Smet» morgen.",
        "«De mama van Kenji» begrijpt de brief niet.",
        "«mijn collega Annelies» weet het ook niet",
        "«familie Yilmaz» heeft geen verwarming",
        "Bij «dokter Claes» is het vol.",
        "«mevr. vandenberghe» kwam terug",
        "«Mevrouw dokter Claes» schreef een attest.",
        "«La maman de Nadia» ne comprend pas.",
        "«Monsieur Diallo» attend.",
        "«The son of Amina» was refused.",
        "«Frau Schneider» wartet.",
        "«Die Mutter von Lena» versteht den Brief nicht.",
    ] {
        check(Kind::Name, Severity::Likely, marked);
    }
}

#[test]
fn initials_are_found_behind_a_role() {
    for marked in [
        "Ik ken «meneer K.» al lang.",
        "«mevrouw K.V.» belde",
        "«de mama van B.» belde",
    ] {
        check(Kind::Initials, Severity::Likely, marked);
    }
    check(Kind::Initials, Severity::Hint, "Wij volgen «A.B.» op.");
    check(Kind::Initials, Severity::Likely, "Graag antwoord.\n(«KV»)");
    for text in [
        "De N.V. is failliet.",
        "Het O.C.M.W. weigert.",
        "o.a. en t.a.v. zijn afkortingen",
        "punt 3. K is",
    ] {
        nothing(text);
    }
}

#[test]
fn without_lists_context_still_tells() {
    let text = "De mama van Kenji en mevrouw De Smet wachten, net als Jan.";
    let found: Vec<&str> = detect(text, &Names::none())
        .iter()
        .map(|finding| &text[finding.start..finding.end])
        .collect();
    assert_eq!(found, ["De mama van Kenji", "mevrouw De Smet"]);
}

#[test]
fn organisations_peoples_and_everyday_words_are_no_names() {
    for text in [
        "Het OCMW, het CAW en de VDAB antwoorden niet.",
        "De Lijn rijdt niet meer en De Standaard schreef erover.",
        "Kind en Gezin is moeilijk bereikbaar.",
        "Op school Sint-Jozef en in het AZ Jan Palfijn is er plaats tekort.",
        "Syrische en Oekraïense gezinnen spreken geen Nederlands.",
        "Tijdens de Ramadan en met Kerstmis is het loket dicht.",
        "Roos en tulpen, lente en zomer: bel de stadsdienst.",
        "Elke maandag. Wil je hulp? Will dat zeggen?",
        "Via Itsme, Doccle of Smartschool lukt het niet.",
        "De Vlaamse overheid, de Federale Politie en het Agentschap Integratie.",
        "Huis van het Kind zit vol. Sociaal Huis ook.",
        "Les familles de Tournai attendent. Le CPAS ne répond pas.",
        "Families in Ghent wait. The Council does not answer.",
        "Die Familien warten auf einen Termin beim Arzt. Der Schalter ist zu.",
        "Minister van Welzijn, burgemeester en schepenen weten het.",
    ] {
        nothing_sure(text);
    }
}

#[test]
fn a_municipality_is_no_personal_data() {
    for name in include_str!("municipalities.txt").lines() {
        for text in [
            format!("In {name} wachten gezinnen een jaar op kinderopvang."),
            format!("{name} heeft geen loket meer."),
            format!("De gemeente {name}, het OCMW {name} en de politie van {name} weten het."),
            format!("Van {name} naar {name} rijdt er geen bus."),
            format!("Mensen uit {name} en Gent, maar ook uit Aalst of {name}."),
            format!("in {} is het loket dicht", name.to_lowercase()),
            format!("Wonen in {name} is duur. {name}? Daar is niets."),
            format!("De moeder van {name} tot Gent, de familie in {name}."),
            format!("Les habitants de {name} attendent."),
            format!("People in {name} wait. Menschen in {name} warten."),
        ] {
            nothing(&text);
        }
    }
}

#[test]
fn the_commonest_words_are_no_personal_data() {
    let words: Vec<&str> = include_str!("common_words.txt").lines().collect();
    assert_eq!(words.len(), 300);
    for word in words {
        let mut letters = word.chars();
        let capital: String = letters
            .next()
            .unwrap()
            .to_uppercase()
            .chain(letters)
            .collect();
        for text in [
            format!("wij zien dat {word} niet goed loopt"),
            format!("{capital} is belangrijk."),
            format!("Dat is zo. {capital} ook. {capital}?"),
            format!("- {capital}\n- {word}"),
            format!("De vraag: {word} of {word}, en {word}."),
        ] {
            nothing(&text);
        }
    }
}

#[test]
fn a_date_of_birth_is_certain_and_another_date_a_hint() {
    for marked in [
        "geboren op «12/03/1956» in Aalst",
        "(° «12.03.1956»)",
        "geb. «3-4-56»",
        "geboortedatum: «12 maart 1956»",
        "Née le «1er août 1990».",
        "born on «March 12, 1956»",
        "Geburtsdatum «12. März 1956»",
        "dob «1956-03-12»",
        "«12/03/1956» geboren",
    ] {
        check(Kind::BirthDate, Severity::Certain, marked);
    }
    check(
        Kind::BirthDate,
        Severity::Hint,
        "Op «12/03/2024» was het loket dicht.",
    );
    check(Kind::BirthDate, Severity::Hint, "geboren in «1956»");
    for text in [
        "sinds maart 2024",
        "sinds 2019",
        "op 12/03 om 14 uur",
        "12/13/2024",
        "32/01/2024",
        "de kinderen geboren na 2 jaar wachten",
        "score 10-5-3",
        "geboren op 12/13/1956",
        "85.07.30-033.29",
    ] {
        nothing(text);
    }
}

#[test]
fn a_file_number_is_a_hint() {
    for marked in [
        "dossier «2023/12345» ligt stil",
        "dossiernr. «AB-4521-9» graag",
        "Dossiernummer: «123456»",
        "klantnummer «88.1234»",
        "numéro de dossier «4567-B»",
        "case number «123456»",
        "Aktenzeichen «12 O»."
            .trim_end_matches("«12 O».")
            .trim_end(),
    ] {
        check(Kind::FileNumber, Severity::Hint, marked);
    }
    for text in [
        "dossier 2023",
        "dossier over 3 gezinnen",
        "het dossier is 12 maanden oud",
        "file van 10 km",
    ] {
        nothing(text);
    }
}

#[test]
fn a_profile_and_a_handle_are_found() {
    for marked in [
        "zie «https://www.facebook.com/an.desmet» voor meer",
        "«instagram.com/kenji_9»",
        "op Insta is het «@kenji.9»",
    ] {
        check(Kind::Profile, Severity::Likely, marked);
    }
    for text in [
        "https://www.linde.be/loket",
        "facebook.com",
        "prijs @ 5 euro",
        "via Facebook",
    ] {
        nothing(text);
    }
}

#[test]
fn plates_of_neighbours_are_likely() {
    for marked in ["auto «AB-123-CD»", "«12-ABC-3»", "«X-123-YZ»"] {
        check(Kind::NumberPlate, Severity::Likely, marked);
    }
    assert!(find("auto AB-123-CD").is_empty());
}

#[test]
fn words_that_fit_one_family_are_a_hint() {
    for marked in [
        "«het enige Syrische gezin» in de wijk",
        "Zij is «de enige vrouw» op straat.",
        "«la seule famille» du quartier",
        "«the only blind pupil» here",
        "«die einzige Familie» im Dorf",
    ] {
        check(Kind::SinglingOut, Severity::Hint, marked);
    }
    for text in [
        "de enige oplossing",
        "enige gezinnen wachten",
        "dat is het enige wat helpt",
        "het enige loket voor gezinnen",
    ] {
        nothing(text);
    }
}

#[test]
fn illness_beside_a_person_is_more_than_illness() {
    let sensitive = |text: &str| {
        let found = everything(text).into_iter();
        found
            .filter(|finding| finding.kind == Kind::Sensitive)
            .map(|finding| finding.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sensitive("Mevrouw Peeters heeft kanker."),
        [Severity::Likely]
    );
    assert_eq!(
        sensitive("Kenji zat in de gevangenis en is depressief."),
        [Severity::Likely; 2]
    );
    assert_eq!(
        sensitive("Een moeder met een depressie vindt geen hulp."),
        [Severity::Hint]
    );
    assert_eq!(sensitive("Mensen met een depressie vinden geen hulp."), []);
    assert_eq!(sensitive("Jan belde. Mensen met kanker wachten."), []);
    assert_eq!(
        sensitive("La mère de Nadia est toxicomane."),
        [Severity::Likely]
    );
}

#[test]
fn proposals_keep_the_sentence_readable() {
    for (text, language, expected) in [
        (
            "De mama van Kenji wacht.",
            Language::Nl,
            "Een moeder wacht.",
        ),
        (
            "Gisteren belde mevrouw Peeters.",
            Language::Nl,
            "Gisteren belde een vrouw.",
        ),
        (
            "Jan Janssens kreeg geen antwoord.",
            Language::Nl,
            "Iemand kreeg geen antwoord.",
        ),
        (
            "Bel 0475 12 34 56 terug.",
            Language::Nl,
            "Bel een telefoonnummer terug.",
        ),
        (
            "Het gezin Al-Khatib moet verhuizen.",
            Language::Nl,
            "Een gezin moet verhuizen.",
        ),
        (
            "La maman de Nadia attend.",
            Language::Fr,
            "Une mère attend.",
        ),
        ("We met Sarah Johnson.", Language::En, "We met someone."),
        ("Frau Schneider wartet.", Language::De, "Eine Frau wartet."),
        (
            "Ze heet Fatima, dokter Claes kent haar.",
            Language::Nl,
            "Ze heet iemand, een zorgverlener kent haar.",
        ),
    ] {
        assert_eq!(replaced(text, language), expected);
    }
}

#[test]
fn every_proposal_exists_in_four_languages() {
    let kinds = Kind::ALL.iter().map(|kind| privacy::StandIn::Kind(*kind));
    for stand_in in kinds {
        for language in Language::ALL {
            let words = stand_in.words(*language);
            assert!(
                words.starts_with(|first: char| first.is_ascii_lowercase()),
                "{words}"
            );
        }
    }
}

#[test]
fn places_are_told_as_others_count() {
    let text = "😀 é Bel 0475123456";
    let found = everything(text);
    assert_eq!(privacy::utf16_ranges(text, &found).first(), Some(&(9..19)));
    assert_eq!(privacy::char_ranges(text, &found).first(), Some(&(8..18)));
    let combined = "e\u{301} 0475123456";
    let found = everything(combined);
    assert_eq!(
        privacy::char_ranges(combined, &found).first(),
        Some(&(3..13))
    );
    assert_eq!(
        privacy::grapheme_ranges(combined, &found).first(),
        Some(&(2..12))
    );
}
