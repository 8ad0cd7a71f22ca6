//! CSV with any of the usual delimiters.

use csv::{ByteRecord, ReaderBuilder};

use crate::read::ReadError;
use crate::table::{Cell, Collector, Table};

/// A tab in a text is rarest, so it goes first where two fit equally.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Records that decide which delimiter it is.
const SAMPLE: usize = 20;

pub(crate) fn read(text: &str) -> Result<Table, ReadError> {
    let (declared, text) = declared_delimiter(text);
    let delimiter = declared.unwrap_or_else(|| guess_delimiter(text));
    let mut collector = Collector::default();
    for (place, record) in records(text, delimiter).enumerate() {
        // Any bytes are a record to this reader, so an error is a fault of the text.
        let record = record.map_err(|_| ReadError::Unreadable)?;
        let number = u32::try_from(place + 1).map_err(|_| ReadError::Unreadable)?;
        // Of a wide row only as many cells are made as tell that it is too wide.
        let cells = record
            .iter()
            .take(Collector::WIDEST)
            .map(|cell| Cell::text(&String::from_utf8_lossy(cell)));
        collector.push(number, cells.collect())?;
    }
    collector.finish()
}

/// Excel's own first line, "sep=;".
fn declared_delimiter(text: &str) -> (Option<u8>, &str) {
    let Some((line, rest)) = text.split_once('\n') else {
        return (None, text);
    };
    match line
        .trim_end_matches('\r')
        .strip_prefix("sep=")
        .map(str::as_bytes)
    {
        Some([delimiter]) => (Some(*delimiter), rest),
        _ => (None, text),
    }
}

/// The delimiter with which most records are as wide as the first, and then the one that gives most columns.
fn guess_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let widths: Vec<usize> = records(text, delimiter)
            .take(SAMPLE)
            .map_while(Result::ok)
            .map(|record| record.len())
            .collect();
        let first = widths.first().copied().unwrap_or(0);
        let even = widths.iter().filter(|width| **width == first).count();
        // One column is what every wrong delimiter gives.
        if first < 2 {
            (0, 0)
        } else {
            (even * 100 / widths.len().max(1), first)
        }
    };
    // The last of the best wins, so the first choice stands at the end.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| score(*delimiter))
        .unwrap_or(b'\t')
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = Result<ByteRecord, csv::Error>> {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true);
    builder.from_reader(text.as_bytes()).into_byte_records()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_seen_through_questions_with_commas() {
        for (text, delimiter) in [
            (
                "ID;Wat merk je, en bij wie?\n1;Lang wachten, ver rijden, duur\n2;Kort",
                b';',
            ),
            ("ID,Tekst\n1,\"a;b;c\"\n2,\"d;e\"", b','),
            ("ID\tTekst, vrij; in te vullen\n1\ta,b;c", b'\t'),
            ("alleen een kolom\nrij, met komma", b'\t'),
        ] {
            assert_eq!(guess_delimiter(text), delimiter, "{text}");
        }
    }
}
