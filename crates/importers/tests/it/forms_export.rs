//! A Microsoft Forms export, as CSV and as `LibreOffice` saves it.

use chrono_tz::Tz;
use importers::{
    BadMapping, RowKeys, RowParser, check_mapping, guess_columns, guess_mapping, mapping_of,
    preview,
};
use shared::codes::{Frequency, People};
use shared::import::ImportField;

use crate::{errors, imported, table, taxonomy};

const CSV: &[u8] = include_bytes!("../fixtures/forms-export.csv");
const XLSX: &[u8] = include_bytes!("../fixtures/forms-export.xlsx");

#[test]
fn nine_rows_become_signals_and_three_are_reported_with_row_and_column() {
    for file in [CSV, XLSX] {
        let parsed = imported(&table(file));
        assert_eq!(parsed.iter().filter(|row| row.is_ok()).count(), 9);
        assert_eq!(
            errors(&parsed),
            [
                "4 Wat merk je op? tooShort",
                "7 Hoe vaak merk je dit? referencedResourceNotFound",
                "10 Tijd van voltooien invalidDate"
            ]
        );
    }
}

#[test]
fn both_files_give_the_same_signals() {
    let (csv, xlsx) = (imported(&table(CSV)), imported(&table(XLSX)));
    for (csv, xlsx) in csv
        .iter()
        .zip(&xlsx)
        .filter_map(|(csv, xlsx)| Some((csv.as_ref().ok()?, xlsx.as_ref().ok()?)))
    {
        assert_eq!(csv.signal.text, xlsx.signal.text);
        assert_eq!(csv.received_at, xlsx.received_at);
        assert_eq!(csv.source_id, xlsx.source_id);
    }
}

#[test]
fn every_answer_lands_in_its_field() {
    let parsed = imported(&table(XLSX));
    let imported = parsed[0].as_ref().unwrap();
    let signal = &imported.signal;
    assert!(
        signal
            .text
            .reveal()
            .starts_with("Ouderen geraken niet meer aan het enige loket")
    );
    assert_eq!(signal.language.as_deref(), Some("nl"));
    assert_eq!(signal.sector.as_ref().unwrap().as_str(), "home-nursing");
    assert_eq!(
        (signal.chips.frequency, signal.chips.people),
        (Some(Frequency::Weekly), Some(People::SixToTwenty))
    );
    assert_eq!(signal.chips.place.as_ref().unwrap().reveal(), "Station");
    assert_eq!(signal.chips.target_groups[0].as_str(), "older-people");
    assert!(signal.chips.tried.is_some() && signal.chips.wish.is_some());
    assert_eq!(
        imported.received_at.unwrap().to_string(),
        "2026-11-02T08:16:02Z"
    );
    assert_eq!(imported.source_id.as_deref(), Some("1"));
    let second = &parsed[1].as_ref().unwrap().signal;
    assert_eq!(
        second.chips.target_groups.len(),
        2,
        "answers of one cell, apart"
    );
}

#[test]
fn names_and_addresses_stay_in_the_file() {
    let table = table(CSV);
    let preview = preview(&table);
    let personal: Vec<&str> = preview
        .columns
        .iter()
        .filter(|column| column.personal)
        .map(|column| column.header.as_str())
        .collect();
    assert_eq!(personal, ["E-mail", "Naam"]);
    assert_eq!(preview.rows.len(), 10);
    let shown = format!("{:?}", preview.rows);
    assert!(
        !shown.contains("An Voorbeeld") && !shown.contains('@'),
        "{shown}"
    );
    let mut mapping = mapping_of(&preview.columns);
    mapping.columns.insert(4, ImportField::Profession);
    assert_eq!(
        check_mapping(&mapping, &table),
        Err(BadMapping::PersonalColumn(4))
    );
    assert!(RowParser::new(&table, &mapping, &taxonomy(), Tz::UTC).is_err());
}

#[test]
fn a_mapping_must_make_sense() {
    let table = table(CSV);
    let guessed = guess_mapping(&table.headers);
    assert_eq!(check_mapping(&guessed, &table), Ok(()));
    assert_eq!(
        guessed,
        mapping_of(&guess_columns(&table)),
        "headers alone say the same here"
    );
    let mut mapping = guessed.clone();
    mapping
        .columns
        .retain(|_, field| *field != ImportField::Text);
    assert_eq!(check_mapping(&mapping, &table), Err(BadMapping::NotOneText));
    let mut mapping = guessed.clone();
    mapping.columns.insert(12, ImportField::Text);
    assert_eq!(check_mapping(&mapping, &table), Err(BadMapping::NotOneText));
    let mut mapping = guessed.clone();
    mapping.columns.insert(1, ImportField::Wish);
    assert_eq!(
        check_mapping(&mapping, &table),
        Err(BadMapping::FieldTwice(ImportField::Wish))
    );
    let mut mapping = guessed;
    mapping.columns.insert(99, ImportField::Themes);
    assert_eq!(
        check_mapping(&mapping, &table),
        Err(BadMapping::UnknownColumn(99))
    );
}

#[test]
fn importing_twice_gives_the_same_keys_and_no_two_rows_share_one() {
    let keys = |file: &[u8], authority: &[u8]| {
        let mut keys = RowKeys::new(authority);
        imported(&table(file))
            .iter()
            .flatten()
            .map(|imported| keys.next(imported))
            .collect::<Vec<_>>()
    };
    let first = keys(CSV, b"linde");
    assert_eq!(
        first,
        keys(XLSX, b"linde"),
        "also when the file was saved in another format"
    );
    assert!(
        first
            .iter()
            .all(|key| first.iter().filter(|other| *other == key).count() == 1)
    );
    assert!(
        keys(CSV, b"eik").iter().all(|key| !first.contains(key)),
        "another authority is another import"
    );
}

#[test]
fn two_people_who_write_the_same_both_count() {
    let file = "Wat merk je op?\nDe wachtlijst is te lang\nDe wachtlijst is te lang\n".as_bytes();
    let mut keys = RowKeys::new(b"linde");
    let twice: Vec<_> = imported(&table(file))
        .iter()
        .flatten()
        .map(|imported| keys.next(imported))
        .collect();
    assert_eq!(twice.len(), 2);
    assert_ne!(twice[0], twice[1]);
}
