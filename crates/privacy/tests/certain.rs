//! What is personal data without doubt, and what only looks like it. A case is one line.

#![expect(
    clippy::string_slice,
    reason = "spans are checked by the slicing itself"
)]

mod cases;

use cases::{assert_found, assert_nothing};
use privacy::{
    Finding, Kind, MASK, Replacement, Severity, StandIn, find, mask, mask_spans, redact,
};

fn check(kind: Kind, marked: &str) {
    assert_found(find, kind, Severity::Certain, marked);
}

fn nothing(text: &str) {
    assert_nothing(text, &find(text));
}

#[test]
fn a_national_number_is_found_however_it_is_written() {
    for marked in [
        "Haar nummer is «85.07.30-033.28».",
        "«85073003328»",
        "rr «850730 033 28» en nog wat",
        "«85 07 30 033 28»",
        "«85/07/30 - 033/28»",
        "«00012556777» is een BIS zonder maand",
        "«85.47.30-033.17»",
        "RR:«85.07.30—033.28»",
        "«８５.０７.３０-０３３.２８»",
        "«85.07.\u{200B}30-033.28»",
        "1) «85.07.30-033.28»",
        "twee: «85.07.30-033.28» en «85.47.30-033.17»",
    ] {
        check(Kind::NationalNumber, marked);
    }
}

#[test]
fn eleven_digits_without_the_check_are_no_national_number() {
    for text in [
        "85.07.30-033.29",
        "85.73.30-033.28",
        "dossier 12345678901",
        "85.07.30-033.2",
        "85.07.30\n033.28",
        "850730 keer 03328",
    ] {
        nothing(text);
    }
}

#[test]
fn an_account_number_is_found() {
    for marked in [
        "Storten op «BE68 5390 0754 7034» graag",
        "«BE68539007547034»",
        "«be68539007547034»",
        "«BE68-5390-0754-7034».",
        "«NL91 ABNA 0417 1643 00»",
        "«FR14 2004 1010 0505 0001 3M02 606»",
        "«GB29 NWBK 6016 1331 9268 19»",
        "oud nummer «539-0075470-34» nog",
        "«539 0075470 34»",
    ] {
        check(Kind::Iban, marked);
    }
}

#[test]
fn what_fails_the_account_check_is_none() {
    for text in [
        "BE68 5390 0754 7035",
        "no 12 mensen kwamen",
        "de 15 gezinnen die wij deze week zagen waren",
        "539-0075470-35",
        "BE 68",
    ] {
        nothing(text);
    }
}

#[test]
fn a_care_providers_number_is_found() {
    for marked in [
        "Verpleegkundige «1-23456-25-901»",
        "«12345625901»",
        "riziv «12345625 901»",
    ] {
        check(Kind::Riziv, marked);
    }
    nothing("1-23456-26-901");
    nothing("1-23456-25");
}

#[test]
fn a_phone_number_is_found_in_every_notation() {
    for marked in [
        "Bel haar op «0475 12 34 56».",
        "«0475/12.34.56»",
        "«0475-123456»",
        "«0475123456»",
        "«04 75 12 34 56»",
        "«+32 475 12 34 56»",
        "«+32475123456»",
        "«+32 (0)475 12 34 56»",
        "«+32 (0) 475 12 34 56»",
        "«0032 475 12 34 56»",
        "«0032475123456»",
        "«09 123 45 67»",
        "«09/123.45.67»",
        "«(09) 223 45 67»",
        "«02 512 34 56» of «03-234-56-78»",
        "«052 12 34 56»",
        "«052/123456»",
        "«011 22 33 44»",
        "«+32 9 223 45 67»",
        "«+32 52 21 43 65»",
        "«091234567»",
        "gsm: «0475.12.34.56»",
        "gsm «475 12 34 56»",
        "tel «09 22 34 567»",
        "tel «09 22 34 56 7»",
        "«+31 6 12345678»",
        "«+212 612 34 56 78»",
        "«0031 6 12 34 56 78»",
        "«+33 6 12 34 56 78»",
        "Liège «04 222 33 44»",
        "«٠٤٧٥ ١٢ ٣٤ ٥٦»",
    ] {
        check(Kind::Phone, marked);
    }
}

#[test]
fn a_phone_number_of_another_country_is_found() {
    for marked in [
        "«06-12345678»",
        "«06 - 1234 5678»",
        "«06 12 34 56 78»",
        "«06.12.34.56.78» svp",
        "«06/12/34/56/78»",
        "«0612345678»",
        "«06-123 456 78»",
        "«020-1234567»",
        "«020 - 123 45 67»",
        "«0115-12 34 56»",
        "«+31 (0)6 1234 5678»",
        "«+31(0)612345678»",
        "Appelez le «01 23 45 67 98».",
        "«+33 (0)6 12 34 56 78»",
        "«0033 6 12 34 56 78»",
        "«0151 23456789»",
        "«0151/23456789»",
        "«0151-234 567 89»",
        "«+49 241 123456»",
        "«+49 (0)241 123456»",
        "«+49 (0) 171 / 123 45 67»",
        "Telefon: «0241 123456»",
        "Tel. «(030) 123 456 78»",
        "«07911 123456»",
        "«+44 7911 123456»",
        "«+44 (0)20 7946 0018»",
        "call «020 7946 0018»",
        "«+352 621 123 456»",
        "«+90 532 123 45 67»",
        "«0090 532 123 45 67»",
        "«+380 50 123 45 67»",
        "«00963 944 123 456»",
        "«+93 70 123 4567»",
        "«+1 (212) 555-0123»",
        "«+1-212-555-0123»",
        "«+48 512 345 678»",
        "«+40 721 234 567»",
        "«+359 88 123 4567»",
        "«+34 612 34 56 78»",
        "«+ 32 475 12 34 56»",
        "«+ 32 470 35 66 54» heeft ook de cijfers van een rijksregisternummer",
        "«06 10185527» heeft ook die van een ondernemingsnummer",
        "«00 32 475 12 34 56»",
        "«0032 (0)475/12.34.56»",
        "tel:«+32475123456»",
        "«＋32 ４７５ １２ ３４ ５６»",
        "«04\u{200B}75\u{2060} 12 34 56»",
        "«0475\u{A0}12\u{202F}34\u{2009}56»",
        "«0475–12–34–56»",
    ] {
        check(Kind::Phone, marked);
    }
}

#[test]
fn hours_scores_and_rows_of_numbers_are_no_phone() {
    for text in [
        "09.30 10.15 11.00",
        "open 09.00-12.00 / 13.00-17.00",
        "van 09.00-12.00 13.00-17.00 uur",
        "bus om 06.12, 07.12 en 08.12",
        "09-12 13-17 18-20",
        "01.02.2023 tot 03.04.2024",
        "01.02.23-05.06.24",
        "02/03 04/05 06/07 08/09 10/11",
        "06 07 08 09 10",
        "kamers 01 02 03 04 05",
        "klantnummer: 091234567",
        "contractnummer 0612345678",
        "meternummer 0475123456",
        "polis 0475 12 34 56",
        "EAN 541448860012345678",
        "0032",
        "+ 15 tot 20 procent, + 5 tot 10",
        "+12 345 678 euro",
        "2018-2019-2020-2021",
        "tussen 1 000 000 et 2 000 000",
        "12 345 678 901 inwoners",
        "1/2/3/4/5/6/7/8/9/10",
        "ISBN 978-90-01-23456-7",
        "0-0-0-0-0-0-0-0-0",
        "00 12 34 56 78 90",
        "score 06-12 en 07-15",
        "Bel ons vóór 05/03/2024",
        "bel tussen 09.00-12.00",
        "tel. van 09.00-12.00 13.00-17.00",
        "bel op 05-03-2024 om 10 uur",
        "in 09/2023 100 gezinnen",
        "sinds 03-2024 250 aanvragen",
    ] {
        nothing(text);
    }
}

#[test]
fn amounts_years_dates_and_article_numbers_are_no_phone() {
    for text in [
        "Sinds 2019 al 1.250.000 euro",
        "€ 475.123,56 in 2023",
        "artikel 09 123 45 67",
        "art. 0475123456",
        "dossier 0475123456",
        "op 02/03/2023 4 gezinnen",
        "01/02/2023 5 mensen",
        "04/05/2023 45 mensen",
        "van 09.00 tot 17.00 uur",
        "09:30 - 12:45",
        "BE 0475.123.456",
        "0403.170.701",
        "gratis nummer 0800 12 345",
        "1712 of 107",
        "+++090/9337/55493+++",
        "0,475 procent",
        "van 2.000.000 naar 3.000.000",
        "postcode 9000, 9040 en 9050",
        "12 tot 18 jaar, 19 tot 25 jaar",
        "+ 120.000.000 euro",
        "0475 12 34",
        "telefoonnummer 070 245 245",
    ] {
        nothing(text);
    }
}

#[test]
fn an_e_mail_address_is_found() {
    for marked in [
        "Mail naar «an.de-smet+x@ocmw.linde.example».",
        "«AN@LINDE.BE»",
        "(«an@linde.be»)",
        "'«an@linde.be»'",
        "«an (at) linde.be»",
        "«an[at]linde.be»",
        "«josé@linde.be», dank u",
        "«an＠linde．be»",
        "mailto:«an@linde.be»?subject=x",
    ] {
        check(Kind::Email, marked);
    }
    for text in ["@linde", "an@linde", "3 @ 5", "groep (at) school", "a@b.c"] {
        nothing(text);
    }
}

#[test]
fn a_number_plate_is_found() {
    for marked in [
        "auto «1-ABC-123»",
        "«1ABC123»",
        "«1 ABC 123»",
        "«1-abc-123»",
        "«ABC-123»",
        "«123-ABC»",
        "«T-LAA-123»",
        "«O-ABC-123»",
        "«2–DEF–456»",
    ] {
        check(Kind::NumberPlate, marked);
    }
    for text in [
        "COVID-19",
        "lijn 123",
        "1 bus 123 mensen",
        "BTW-123",
        "100 jaar",
        "abc-123",
        "ISO-900",
        "CAW-123",
        "SHA-256 en AES-256",
        "RAL-900",
        "HIV-123",
        "A-ABC-123-B",
        "9000 GENT",
    ] {
        nothing(text);
    }
}

#[test]
fn a_street_with_a_number_is_found() {
    for marked in [
        "Ze woont in de «Kerkstraat 12».",
        "«Kerkstraat 12 bus 3, 9000 Gent» is haar adres",
        "«kerkstraat 12»",
        "«Brusselsesteenweg 104A»",
        "«Burgemeester Jan De Smetlaan 5»",
        "de «Grote Markt 1»",
        "«Sint-Jansplein 7»",
        "«Koning Albert I-laan 22»",
        "«Kerkstr. 8»",
        "«Kerkstraat nr. 12»",
        "«Kerkstraat, 12-14»",
        "«Dorpsdreef 3/2»",
        "«Brugse Steenweg 55»",
        "Elle habite «rue de la Loi 16»",
        "«rue de la Loi, 16 bte 2, 1000 Bruxelles»",
        "«avenue Louise 54»",
        "«16, rue de la Loi»",
        "«12bis rue Haute»",
        "«place Saint-Lambert 9»",
        "«chaussée d’Ypres 4»",
        "«bd. Anspach 30»",
    ] {
        check(Kind::Address, marked);
    }
}

#[test]
fn a_german_or_english_address_is_found() {
    for marked in [
        "Sie wohnt «Hauptstraße 12».",
        "«Hauptstr. 12a, 4700 Eupen»",
        "«Hauptstrasse 12» in Eupen",
        "«Aachener Straße 44, 52062 Aachen»",
        "in der «Neustraße 7» gibt es Schimmel",
        "«Lindenallee 3»",
        "«Kirchgasse 4»",
        "«Schillerplatz 2, B-4700 Eupen»",
        "«Gartenweg 5»",
        "«Am Markt 3, 4700 Eupen»",
        "«An der Kirche 5, 4780 Sankt Vith»",
        "She lives at «12 Church Street».",
        "«221B Baker Street»",
        "«5 St Mary's Road»",
        "«12 Main St»",
        "«7 Elm Tree Close», London",
        "at «Church Street 12»",
        "«Station Road 4A»",
        "«Heide 5, 2930 Brasschaat»",
        "«Ten Bosch 12 bus 4, 9000 Gent»",
        "«Kerkstraat 12, 1012 AB Amsterdam»",
        "«rue Haute 5, 59000 Lille»",
        "«Ｋｅｒｋｓｔｒａａｔ １２»",
        "«Kerk\u{AD}straat\u{A0}12»",
    ] {
        check(Kind::Address, marked);
    }
}

#[test]
fn counted_things_and_german_nouns_are_no_address() {
    for text in [
        "In der Hauptstraße 12 Familien ohne Wasser",
        "Kein Arbeitsplatz 3 Monate lang",
        "Ein Kitaplatz 4 Monate zu spät",
        "Auf dem Spielplatz 20 Kinder",
        "Der Schulweg 30 Minuten",
        "Parkplatz 5",
        "Therapieplatz 2025",
        "in Church Street 12 families wait",
        "12 people on Church Street",
        "20 Syrian families",
        "In 2023 12 new street lights",
        "Sinds Maart 12 2023 Gezinnen",
        "Op 12 Mei 2060 Mensen",
        "Gent 12 9000",
        "Wachtlijst 12, 2023 Gent",
        "9000 Gent",
        "4700 Eupen",
        "B-9000 Gent",
        "Place 3 families",
        "Grade 5 Park",
        "Seite 12, 1500 Zeichen und nicht mehr",
        "Punkt 3, 1200 Familien",
        "Lijn 12, 1500 mensen",
    ] {
        nothing(text);
    }
}

#[test]
fn a_place_without_a_house_is_no_address() {
    for text in [
        "In de Kerkstraat is het onveilig",
        "in de Kerkstraat 12 gezinnen zonder water",
        "in onze straat 3 mensen",
        "De straat 3 keer afgesloten",
        "Onderweg 2 keer gevallen",
        "De arbeidsmarkt 2023",
        "Arbeidsmarkt 20 procent",
        "Schoolplein 3",
        "Gent, Eeklo en Oud-Turnhout",
        "wijk Rabot",
        "9000 Gent",
        "rue avec 3 enfants",
        "une place pour 3 enfants",
        "la rue de plus de 20 personnes",
        "Kerkstraat in 2023",
        "Kerkstraat 2023",
        "Kerkstraat 12:30",
        "place 3",
        "cours de 3 heures",
    ] {
        nothing(text);
    }
}

#[test]
fn a_text_may_hold_several_kinds() {
    let text =
        "An (0475 12 34 56, an@linde.be) woont Kerkstraat 5, RR 85.07.30-033.28, BE68539007547034.";
    let kinds: Vec<Kind> = find(text).iter().map(|finding| finding.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Phone,
            Kind::Email,
            Kind::Address,
            Kind::NationalNumber,
            Kind::Iban
        ]
    );
}

#[test]
fn a_processor_sees_that_something_is_hidden_but_not_what() {
    let text = "Bel é 0475 12 34 56 of an@linde.be";
    let masked = mask_spans(text, &find(text));
    assert_eq!(masked.text, format!("Bel é {MASK} of {MASK}"));
    assert_eq!(
        masked
            .hidden
            .iter()
            .map(|hidden| (hidden.kind, hidden.start, hidden.end))
            .collect::<Vec<_>>(),
        [(Kind::Phone, 6, 11), (Kind::Email, 15, 20)]
    );
    assert_eq!(format!("{masked:?}").matches("0475").count(), 0);
}

#[test]
fn masking_without_findings_still_hides_what_is_certain() {
    assert_eq!(mask("bel 0475123456", &[]), format!("bel {MASK}"));
    let foreign = Finding {
        kind: Kind::Phone,
        severity: Severity::Certain,
        start: 1,
        end: 400,
        stand_in: StandIn::Kind(Kind::Phone),
    };
    assert_eq!(mask("kort é", &[foreign]), "kort é");
}

#[test]
fn redaction_puts_words_in_place() {
    let with = |start, end, with: &str| Replacement {
        start,
        end,
        with: with.to_owned(),
    };
    assert_eq!(
        redact("Bel An nu", &[with(4, 6, "een moeder")]).unwrap(),
        "Bel een moeder nu"
    );
    assert_eq!(
        redact("ab cd", &[with(3, 5, ""), with(0, 2, "x")]).unwrap(),
        "x "
    );
    for bad in [
        vec![with(0, 99, "")],
        vec![with(1, 2, "")],
        vec![with(0, 3, ""), with(2, 4, "")],
        vec![with(3, 2, "")],
    ] {
        assert!(redact("éab cd", &bad).is_err(), "{bad:?}");
    }
}
