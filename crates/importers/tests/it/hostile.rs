//! Files that want to hurt, and files that are broken.

use importers::{MAX_FILE_BYTES, MAX_ROWS, ReadError, read};
use proptest::prelude::*;

use crate::builder::{noise, row, workbook, workbook_of};
use crate::{errors, imported, table};

fn refused(file: &[u8]) -> ReadError {
    read(file).unwrap_err()
}

fn is_too_large(file: &[u8]) -> bool {
    matches!(refused(file), ReadError::TooLarge { .. })
}

#[test]
fn a_file_over_ten_megabytes_is_not_opened() {
    assert!(is_too_large(&vec![b'a'; MAX_FILE_BYTES + 1]));
}

#[test]
fn a_zip_that_packs_too_well_is_refused() {
    let zeros = vec![0; 30 * 1_024 * 1_024];
    assert!(is_too_large(&workbook_of(
        "",
        "",
        &[("xl/media/image1.png", &zeros)]
    )));
}

#[test]
fn a_zip_whose_directory_lies_is_refused() {
    // The sheet inflates to 30 MB; both headers say 100 bytes.
    let mut file = workbook(&row(2, &["x"]).repeat(500_000));
    assert!(is_too_large(&file));
    for (signature, size_at) in [(*b"PK\x03\x04", 22), (*b"PK\x01\x02", 24)] {
        let places: Vec<usize> = file
            .windows(4)
            .enumerate()
            .filter(|(_, window)| *window == signature)
            .map(|(place, _)| place)
            .collect();
        let last = *places.last().unwrap();
        file[last + size_at..last + size_at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(
        refused(&file),
        ReadError::TooLarge { .. } | ReadError::Unreadable
    ));
}

#[test]
fn a_cell_of_a_hundred_megabytes_is_refused() {
    assert!(is_too_large(&workbook(&row(
        1,
        &[&"a".repeat(100 * 1_024 * 1_024)]
    ))));
}

#[test]
fn a_huge_cell_that_packs_badly_is_refused_before_it_is_read() {
    assert!(is_too_large(&workbook(&row(1, &[&noise(200 * 1_024)]))));
}

#[test]
fn a_huge_string_in_many_runs_is_refused_too() {
    let run = format!("<r><t>{}</t></r>", noise(1_000));
    assert!(is_too_large(&workbook_of(
        "",
        &format!("<si>{}</si>", run.repeat(200)),
        &[]
    )));
}

#[test]
fn a_long_cell_breaks_its_row_and_no_other() {
    let file = format!("Je signaal\n{}\nDe wachtlijst is te lang\n", noise(4_001));
    let parsed = imported(&table(file.as_bytes()));
    assert_eq!(errors(&parsed), ["2 Je signaal tooLong"]);
    assert!(parsed[1].is_ok());
}

#[test]
fn a_text_over_two_thousand_characters_is_reported() {
    let file = format!("Je signaal\n{}\n", noise(2_001));
    assert_eq!(
        errors(&imported(&table(file.as_bytes()))),
        ["2 Je signaal tooLong"]
    );
}

#[test]
fn a_thousand_columns_are_refused() {
    let line = "x;".repeat(1_000);
    assert!(matches!(
        refused(format!("{line}\n{line}\n").as_bytes()),
        ReadError::TooManyColumns { limit: 200 }
    ));
    let far = r#"<row r="1"><c r="ALL1"><v>1</v></c></row>"#;
    assert!(matches!(
        refused(&workbook(far)),
        ReadError::TooManyColumns { limit: 200 }
    ));
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let rows = |count: usize| "tien tekens\n".repeat(count + 1).into_bytes();
    assert_eq!(table(&rows(MAX_ROWS)).rows.len(), MAX_ROWS);
    assert!(matches!(
        refused(&rows(MAX_ROWS + 1)),
        ReadError::TooManyRows { .. }
    ));
}

#[test]
fn one_shared_string_in_millions_of_cells_is_refused() {
    let strings = format!("<si><t>{}</t></si>", noise(4_000));
    let row = |number| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#);
    let rows = (1..=30_000).map(row).collect::<Vec<_>>().concat();
    assert!(is_too_large(&workbook_of(&rows, &strings, &[])));
}

#[test]
fn a_million_tiny_shared_strings_are_refused() {
    let strings = |count: u32| {
        let string =
            |number: u32| format!("<si><t>{}</t></si>", number.wrapping_mul(2_654_435_761));
        (0..count).map(string).collect::<Vec<_>>().concat()
    };
    assert!(is_too_large(&workbook_of("", &strings(600_000), &[])));
    let ordinary = workbook_of("", &strings(300_000), &[]);
    assert_eq!(
        refused(&ordinary),
        ReadError::Empty,
        "only its sheet has no rows"
    );
}

#[test]
fn a_declared_size_is_not_believed() {
    // The builder always declares A1:XFD1048576.
    let file = workbook(
        &[
            row(1, &["Je signaal"]),
            row(2, &["De wachtlijst is te lang"]),
        ]
        .concat(),
    );
    assert_eq!(table(&file).rows.len(), 1);
}

#[test]
fn rows_that_go_backwards_are_refused() {
    let file = workbook(&[row(5, &["a"]), row(2, &["b"])].concat());
    assert_eq!(refused(&file), ReadError::Unreadable);
}

#[test]
fn entities_and_external_links_are_not_followed() {
    let sheet = "</sheetData></worksheet>";
    let entity = format!(
        r#"<!DOCTYPE x [<!ENTITY boom SYSTEM "file:///etc/passwd">]>{}{sheet}"#,
        row(1, &["&boom;"])
    );
    assert!(read(&workbook(&entity)).is_err());
    let link = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>"#;
    let rows = [
        row(1, &["Je signaal"]),
        row(2, &["De wachtlijst is te lang"]),
    ]
    .concat();
    let file = workbook_of(
        &rows,
        "",
        &[
            ("xl/externalLinks/_rels/externalLink1.xml.rels", link),
            ("xl/vbaProject.bin", b"macro"),
        ],
    );
    assert_eq!(
        table(&file).rows.len(),
        1,
        "links and macros are parts that nobody opens"
    );
}

#[test]
fn what_is_no_table_says_so() {
    assert_eq!(refused(b""), ReadError::Empty);
    assert_eq!(refused(b"alleen een kop\n"), ReadError::Empty);
    assert_eq!(
        refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ReadError::OldOrEncrypted
    );
    assert_eq!(refused(b"PK\x03\x04 geen zip"), ReadError::Unreadable);
    assert_eq!(
        refused(b"\x7FELF\x02\x01\x01\0\0\0\0"),
        ReadError::Unreadable
    );
    assert_eq!(refused(&workbook("")), ReadError::Empty);
}

#[test]
fn control_characters_break_their_row() {
    assert_eq!(
        errors(&imported(&table(
            "Je signaal\nDe wachtlijst\u{7} is te lang\n".as_bytes()
        ))),
        ["2 Je signaal forbiddenCharacter"]
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = read(&bytes) {
            importers::preview(&table);
        }
    }

    #[test]
    fn no_damage_to_a_workbook_makes_it_panic(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut file = include_bytes!("../fixtures/forms-export.xlsx").to_vec();
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if let Ok(table) = read(&file) {
            importers::preview(&table);
        }
    }

    #[test]
    fn no_sheet_makes_it_panic(rows in "(<(row|c|v|is|t|f)( r=\"[A-Z]{0,3}[0-9]{0,8}\")?( t=\"(s|n|d|e|b|str|inlineStr)\")?>|</(row|c|v|is|t|f)>|[0-9.e+-]{0,6}|&#?[a-z0-9]{0,4};){0,20}") {
        if let Ok(table) = read(&workbook(&rows)) {
            importers::preview(&table);
        }
    }
}
