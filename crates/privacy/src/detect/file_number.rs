//! Numbers of files, cases and clients: a word that announces one, and a code behind it.

use text::Lexicon;

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::{Glyphs, Span};
use crate::tokens::Token;

#[rustfmt::skip]
const ANNOUNCES: Lexicon = Lexicon::of(
    "aktenzeichen case clientnr clientnummer dossier dossiernr dossiernummer file fodnummer inschrijvingsnummer kenmerk \
     klantnr klantnummer klientnummer lidnummer ov-nummer patientnummer pv pv-nummer ref reference referentie \
     referentienummer referenz rolnummer sp-nummer zaaknr zaaknummer",
);
/// What may stand between the word and the code.
#[rustfmt::skip]
const BETWEEN: Lexicon = Lexicon::of("# . : id n no nr number numero nummer ° º");
const FEWEST_DIGITS: usize = 4;

pub(crate) fn find(glyphs: &Glyphs, tokens: &[Token]) -> Vec<Found> {
    let announced = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| ANNOUNCES.has(&token.plain));
    let codes = announced.filter_map(|(place, _)| {
        let mut behind = tokens.iter().skip(place + 1).take(5);
        let first = behind.find(|token| !BETWEEN.has(&token.plain))?;
        code(glyphs, first.span.start)
    });
    codes
        .map(|span| Found::new(Kind::FileNumber, Severity::Hint, span))
        .collect()
}

/// Letters, digits and signs between them, with at least four digits; a year alone is none.
fn code(glyphs: &Glyphs, start: usize) -> Option<Span> {
    let is_part = |place: usize| {
        let letter = glyphs.at(place);
        letter.is_ascii_alphanumeric()
            || (matches!(letter, '/' | '-' | '.' | '_')
                && glyphs.at(place + 1).is_ascii_alphanumeric())
    };
    let end = (start..glyphs.len())
        .find(|place| !is_part(*place))
        .unwrap_or(glyphs.len());
    let span = Span { start, end };
    let plain = glyphs.plain(span);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let is_year = plain.len() == 4 && (plain.starts_with("19") || plain.starts_with("20"));
    (digits >= FEWEST_DIGITS && !is_year).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert_eq!(ANNOUNCES.fault(), None);
        assert_eq!(BETWEEN.fault(), None);
    }
}
