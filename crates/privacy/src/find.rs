//! All detectors over one text.

use crate::detect::{
    address, birth_date, email, file_number, iban, name, national_number, number_plate, phone,
    profile, riziv, sensitive, singling_out,
};
use crate::finding::{Finding, Kind, Severity};
use crate::glyphs::{Glyphs, Span};
use crate::names::Names;
use crate::stand_in::StandIn;
use crate::tokens::{Token, tokens};

/// A finding in glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) severity: Severity,
    pub(crate) span: Span,
    pub(crate) stand_in: StandIn,
}

impl Found {
    pub(crate) fn new(kind: Kind, severity: Severity, span: Span) -> Self {
        Self {
            kind,
            severity,
            span,
            stand_in: StandIn::Kind(kind),
        }
    }
}

/// What is personal data without doubt, in order of place; spans do not overlap.
///
/// Deterministic; linear in the length of the text. The same answer in the browser and on the server.
pub fn find(text: &str) -> Vec<Finding> {
    let glyphs = Glyphs::of(text);
    let tokens = tokens(&glyphs);
    findings(&glyphs, certain(&glyphs, &tokens))
}

/// Everything that is or may be personal data: what [`find`] finds, and by context and lists what is doubtful.
///
/// In order of place; spans do not overlap; doubtful spans give way to certain ones. Without lists ([`Names::none`]) names are
/// found by their context only.
pub fn detect(text: &str, names: &Names) -> Vec<Finding> {
    let glyphs = Glyphs::of(text);
    let tokens = tokens(&glyphs);
    let mut found = certain(&glyphs, &tokens);
    let language = text::guess(text);
    claim(&mut found, profile::find(&glyphs));
    claim(&mut found, number_plate::find_foreign(&glyphs));
    claim(&mut found, file_number::find(&glyphs, &tokens));
    claim(&mut found, birth_date::find_doubtful(&glyphs, &tokens));
    claim(&mut found, name::find(&tokens, names, language));
    claim(&mut found, singling_out::find(&tokens));
    let sensitive = sensitive::find(&tokens, &found);
    claim(&mut found, sensitive);
    findings(&glyphs, found)
}

fn certain(glyphs: &Glyphs, tokens: &[Token]) -> Vec<Found> {
    let mut found = Vec::new();
    // Most specific first: what a checksum claims is no longer a phone number.
    for (kind, spans) in [
        (Kind::Email, email::find(glyphs)),
        (Kind::Iban, iban::find(glyphs)),
        (Kind::NationalNumber, national_number::find(glyphs)),
        (Kind::Riziv, riziv::find(glyphs)),
        (Kind::Phone, phone::find(glyphs)),
        (Kind::NumberPlate, number_plate::find(glyphs)),
        (Kind::BirthDate, birth_date::find(glyphs, tokens)),
        (Kind::Address, address::find(tokens)),
    ] {
        let spans = spans.into_iter();
        claim(
            &mut found,
            spans.map(|span| Found::new(kind, Severity::Certain, span)),
        );
    }
    found
}

/// Adds what does not overlap with what was found before; keeps the order of place.
fn claim(found: &mut Vec<Found>, new: impl IntoIterator<Item = Found>) {
    for one in new {
        if !found.iter().any(|earlier| earlier.span.overlaps(one.span)) {
            let place = found.partition_point(|earlier| earlier.span.start < one.span.start);
            found.insert(place, one);
        }
    }
}

fn findings(glyphs: &Glyphs, found: Vec<Found>) -> Vec<Finding> {
    let finding = |one: Found| {
        let (start, end) = glyphs.bytes(one.span)?;
        Some(Finding {
            kind: one.kind,
            severity: one.severity,
            start,
            end,
            stand_in: one.stand_in,
        })
    };
    found.into_iter().filter_map(finding).collect()
}
