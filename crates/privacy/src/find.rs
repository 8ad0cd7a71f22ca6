//! All detectors over one text.

use crate::detect::{address, email, iban, national_number, number_plate, phone, riziv};
use crate::finding::{Finding, Kind, Severity};
use crate::glyphs::{Glyphs, Span};

/// Personal data in a text, in order of place; spans do not overlap.
///
/// Deterministic; linear in the length of the text. The same answer in the browser and on the server.
pub fn find(text: &str) -> Vec<Finding> {
    let glyphs = Glyphs::of(text);
    // Most specific first: what a checksum claims is no longer a phone number.
    let found = [
        (Kind::Email, email::find(&glyphs)),
        (Kind::Iban, iban::find(&glyphs)),
        (Kind::NationalNumber, national_number::find(&glyphs)),
        (Kind::Riziv, riziv::find(&glyphs)),
        (Kind::Phone, phone::find(&glyphs)),
        (Kind::NumberPlate, number_plate::find(&glyphs)),
        (Kind::Address, address::find(&glyphs)),
    ];
    let mut claimed: Vec<(Kind, Span)> = Vec::new();
    for (kind, spans) in found {
        for span in spans {
            if !claimed.iter().any(|(_, earlier)| earlier.overlaps(span)) {
                claimed.push((kind, span));
            }
        }
    }
    claimed.sort_by_key(|(_, span)| span.start);
    claimed
        .into_iter()
        .filter_map(|(kind, span)| finding(&glyphs, kind, span))
        .collect()
}

fn finding(glyphs: &Glyphs, kind: Kind, span: Span) -> Option<Finding> {
    let (start, end) = glyphs.bytes(span)?;
    Some(Finding {
        kind,
        severity: Severity::Certain,
        start,
        end,
    })
}
