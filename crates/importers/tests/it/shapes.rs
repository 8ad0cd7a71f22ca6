//! Tables of every shape that people make.

use importers::{guess_columns, preview};
use shared::import::ImportField;

use crate::builder::{row, workbook, workbook_of};
use crate::{errors, imported, table};

const TEXT: &str = "De wachtlijst is te lang";

#[test]
fn formulas_give_their_stored_value_and_errors_break_their_cell_only() {
    let rows = [
        row(1, &["Wat merk je op?", "Wat zou helpen?"]),
        format!(
            r#"<row r="2"><c r="A2" t="str"><f>"De wachtlijst "&amp;"is te lang"</f><v>{TEXT}</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>"#
        ),
        format!(
            r#"<row r="3"><c r="A3" t="inlineStr"><is><t>{TEXT}</t></is></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#
        ),
    ];
    let parsed = imported(&table(&workbook(&rows.concat())));
    let signal = &parsed[0].as_ref().unwrap().signal;
    assert_eq!(
        (
            signal.text.reveal(),
            signal.chips.wish.as_ref().unwrap().reveal()
        ),
        (TEXT, "2")
    );
    assert_eq!(errors(&parsed), ["3 Wat zou helpen? invalidInput"]);
}

#[test]
fn a_date_is_a_date_as_serial_number_with_or_without_style_and_as_dutch_text() {
    let cells = [
        r#"<c r="B2" s="1"><v>46329.5869097222</v></c>"#,
        r#"<c r="B3"><v>46329.5869097222</v></c>"#,
        r#"<c r="B4" t="inlineStr"><is><t>3-11-2026 14:05:09</t></is></c>"#,
    ];
    let row_of = |(number, cell): (u32, &str)| {
        format!(
            r#"<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{TEXT}</t></is></c>{cell}</row>"#
        )
    };
    let header = row(1, &["Je signaal", "Tijdstip van voltooien"]);
    let rows = std::iter::once(header)
        .chain((2..).zip(cells).map(row_of))
        .collect::<Vec<_>>()
        .concat();
    let table = table(&workbook(&rows));
    for parsed in imported(&table) {
        assert_eq!(
            parsed.unwrap().received_at.unwrap().to_string(),
            "2026-11-03T13:05:09Z"
        );
    }
    assert_eq!(
        preview(&table).rows[1][1],
        "2026-11-03 14:05:09",
        "a person sees a date, no serial number"
    );
}

#[test]
fn empty_rows_are_skipped_and_numbers_stay_those_of_the_spreadsheet() {
    let rows = [
        row(1, &["Je signaal"]),
        row(4, &[TEXT]),
        row(5, &["  "]),
        row(9, &["kort"]),
    ];
    let parsed = imported(&table(&workbook(&rows.concat())));
    assert_eq!(parsed.len(), 2);
    assert_eq!(errors(&parsed), ["9 Je signaal tooShort"]);
}

#[test]
fn a_title_above_the_header_and_a_merged_header_do_no_harm() {
    let rows = [
        row(1, &["Signalen van dit najaar"]),
        row(3, &["ID", "Wat merk je op?", "", "Hoe vaak?"]),
        row(4, &["1", TEXT, "meer", "Elke week"]),
    ];
    let table = table(&workbook(&rows.concat()));
    assert_eq!(table.headers, ["ID", "Wat merk je op?", "C", "Hoe vaak?"]);
    assert_eq!(
        imported(&table)[0].as_ref().unwrap().signal.text.reveal(),
        TEXT
    );
}

#[test]
fn equal_headers_are_told_apart() {
    assert_eq!(
        table(b"Tekst;Tekst;\na;b;c").headers,
        ["Tekst", "Tekst (B)", "C"]
    );
}

#[test]
fn the_first_sheet_with_rows_is_read_and_shared_strings_are_found() {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>"#;
    let strings = "<si><t>Je signaal</t></si><si><r><t xml:space=\"preserve\">De wachtlijst </t></r><r><t>is te lang</t></r></si>";
    let parsed = imported(&table(&workbook_of(rows, strings, &[])));
    assert_eq!(parsed[0].as_ref().unwrap().signal.text.reveal(), TEXT);
}

#[test]
fn csv_of_excel_in_belgium_is_read_in_every_encoding() {
    let text =
        "Je signaal;Wat zou helpen?\r\nDe crèche is vol, en wél al jaren;\"meer\r\nplaatsen\"\r\n";
    let windows: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    let utf_16: Vec<u8> = "\u{FEFF}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    for file in [
        text.as_bytes().to_vec(),
        marked,
        windows,
        utf_16,
        format!("sep=;\r\n{text}").into_bytes(),
    ] {
        let parsed = imported(&table(&file));
        let signal = &parsed[0].as_ref().unwrap().signal;
        assert_eq!(signal.text.reveal(), "De crèche is vol, en wél al jaren");
        assert_eq!(
            signal.chips.wish.as_ref().unwrap().reveal(),
            "meer\nplaatsen"
        );
    }
}

#[test]
fn a_column_of_addresses_is_personal_whatever_its_header() {
    let file = "Vraag 1,Vraag 2\nDe wachtlijst is te lang,an@linde.example\nHet loket is te ver,0475 12 34 56\n";
    let columns = guess_columns(&table(file.as_bytes()));
    assert_eq!(
        (columns[0].field, columns[0].personal),
        (Some(ImportField::Text), false)
    );
    assert_eq!((columns[1].field, columns[1].personal), (None, true));
}

#[test]
fn personal_data_in_an_answer_is_masked_in_the_preview() {
    let file = "Je signaal\nBel mevrouw op 0475 12 34 56 want het loket is dicht\nHet loket is te ver voor veel mensen\nEn nog een\n";
    let rows = preview(&table(file.as_bytes())).rows;
    assert_eq!(rows[0][0], "Bel mevrouw op █████ want het loket is dicht");
}

#[test]
fn the_longest_column_is_the_text_when_no_header_says_so() {
    let file =
        "A1;B2\nja;Het loket is te ver voor wie geen auto heeft\nnee;De wachtlijst is te lang\n";
    assert_eq!(
        guess_columns(&table(file.as_bytes()))[1].field,
        Some(ImportField::Text)
    );
}

#[test]
fn all_errors_of_a_row_come_at_once() {
    let file = "Je signaal;Hoe vaak?;Sector;Datum\nkort;nooit ofte nimmer;Maan;gisteren\n";
    assert_eq!(
        errors(&imported(&table(file.as_bytes()))),
        [
            "2 Datum invalidDate",
            "2 Sector referencedResourceNotFound",
            "2 Hoe vaak? referencedResourceNotFound",
            "2 Je signaal tooShort"
        ]
    );
}

#[test]
fn what_says_nothing_is_no_error() {
    let file = "Je signaal;Hoe vaak?;Sector;Doelgroep\nDe wachtlijst is te lang;n.v.t.;onbekend;\n";
    assert!(imported(&table(file.as_bytes()))[0].is_ok());
}
