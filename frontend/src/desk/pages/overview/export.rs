//! All tables in one file, as spreadsheets read it.

use super::card::Card;
use crate::desk::download::{CSV_MARK, csv_line};

/// A block per card: its question, its columns, its rows.
pub(super) fn csv(period: &str, cards: &[Card]) -> String {
    let mut file = format!("{CSV_MARK}{}", csv_line(&[period]));
    for card in cards {
        file.push_str(&csv_line::<&str>(&[]));
        file.push_str(&csv_line(&[card.title, &card.sentence]));
        let columns: Vec<&str> = [""]
            .into_iter()
            .chain(card.columns.iter().copied())
            .collect();
        file.push_str(&csv_line(&columns));
        for row in &card.rows {
            let cells = row.cells.iter().map(String::as_str);
            let cells: Vec<&str> = [row.name.as_str()].into_iter().chain(cells).collect();
            file.push_str(&csv_line(&cells));
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::super::card::{Picture, Row};
    use super::*;

    #[test]
    fn a_file_has_the_numbers_of_the_tables() {
        let card = Card {
            title: "Wie?",
            sentence: "Twee.".to_owned(),
            beside: None,
            meaning: "",
            picture: Picture::None,
            columns: vec!["Nu"],
            rows: vec![Row::new("=Zorg", ["2".to_owned()])],
            links: Vec::new(),
        };
        assert_eq!(
            csv("2026", &[card]),
            "\u{FEFF}\"2026\"\r\n\r\n\"Wie?\";\"Twee.\"\r\n\"\";\"Nu\"\r\n\"'=Zorg\";\"2\"\r\n"
        );
    }
}
