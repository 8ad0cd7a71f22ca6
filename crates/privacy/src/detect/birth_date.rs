//! Dates of birth: a date beside a word of birth is certain, any other full date is a hint.

use text::{Lexicon, is_letter_or_digit};

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::{Glyphs, Span};
use crate::tokens::{Token, TokenKind};

#[rustfmt::skip]
const BIRTH: Lexicon = Lexicon::of(
    "birth* born dob geb gebdat geboorte* geboren geburts* naissance ne nee ° º",
);
/// Names of months in four languages, folded, with their usual abbreviations.
#[rustfmt::skip]
pub(super) const MONTHS: Lexicon = Lexicon::of(
    "aout apr april aug august augustus avr avril dec december decembre dez dezember feb februar februari february fevr \
     fevrier jan januar januari january janvier juillet juin juli july june juni maart mai march mars marz mei mrt nov \
     november novembre oct october octobre okt oktober sep sept september septembre",
);
/// Words before a date that a word of birth may stand in front of.
const NEAR: usize = 4;

/// Dates beside a word of birth.
pub(crate) fn find(glyphs: &Glyphs, tokens: &[Token]) -> Vec<Span> {
    let dates = dates(glyphs, tokens).into_iter();
    dates
        .filter(|date| date.is_birth)
        .map(|date| date.span)
        .collect()
}

/// All other full dates, and a bare year of birth.
pub(crate) fn find_doubtful(glyphs: &Glyphs, tokens: &[Token]) -> Vec<Found> {
    let dates = dates(glyphs, tokens).into_iter();
    let full = dates
        .filter(|date| !date.is_birth && date.has_full_year)
        .map(|date| date.span);
    let years = (0..tokens.len()).filter_map(|place| year_of_birth(tokens, place));
    full.chain(years)
        .map(|span| Found::new(Kind::BirthDate, Severity::Hint, span))
        .collect()
}

struct Date {
    span: Span,
    is_birth: bool,
    has_full_year: bool,
}

fn dates(glyphs: &Glyphs, tokens: &[Token]) -> Vec<Date> {
    let mut dates: Vec<Date> = Vec::new();
    for place in 0..tokens.len() {
        let Some((last, has_full_year)) = numeric(glyphs, tokens, place)
            .or_else(|| spelled(tokens, place))
            .or_else(|| month_first(tokens, place))
        else {
            continue;
        };
        let (Some(first), Some(end)) = (tokens.get(place), tokens.get(last)) else {
            continue;
        };
        let span = Span {
            start: first.span.start,
            end: end.span.end,
        };
        if dates.last().is_none_or(|date| !date.span.overlaps(span)) {
            let is_birth = is_birth(tokens, place, last);
            dates.push(Date {
                span,
                is_birth,
                has_full_year,
            });
        }
    }
    dates
}

/// 12/03/1956, 12-3-56, 12.03.1956, 1956-03-12.
fn numeric(glyphs: &Glyphs, tokens: &[Token], place: usize) -> Option<(usize, bool)> {
    let [first, sign, second, again, third] = tokens.get(place..place + 5)? else {
        return None;
    };
    let glued = [sign, second, again, third]
        .iter()
        .zip([first, sign, second, again])
        .all(|(right, left)| left.span.end == right.span.start);
    let joined = sign.plain == again.plain && matches!(sign.plain.as_str(), "/" | "-" | ".");
    let apart = is_apart(glyphs, first.span.start, third.span.end);
    if !(glued && joined && apart) {
        return None;
    }
    let day_first = is_day(first) && is_month(second);
    match (first.plain.len(), third.plain.len()) {
        (1 | 2, 4) if day_first && is_year(third) => Some((place + 4, true)),
        (1 | 2, 2) if day_first && third.kind == TokenKind::Number => Some((place + 4, false)),
        (4, 1 | 2) if is_year(first) && is_month(second) && is_day(third) => {
            Some((place + 4, true))
        }
        _ => None,
    }
}

/// Not the middle of a longer number such as 85.07.30-033.28.
fn is_apart(glyphs: &Glyphs, start: usize, end: usize) -> bool {
    let before = glyphs.before(start);
    let joined =
        matches!(glyphs.at(end), '-' | '/' | '.') && is_letter_or_digit(glyphs.at(end + 1));
    !is_letter_or_digit(before) && !matches!(before, '-' | '/' | '.' | ',') && !joined
}

/// 12 maart 1956, 12. März 1956, 1er mars 1956, 12th of March 1956.
fn spelled(tokens: &[Token], place: usize) -> Option<(usize, bool)> {
    tokens.get(place).filter(|token| is_day(token))?;
    let mut month = place + 1;
    while tokens.get(month).is_some_and(|token| {
        matches!(
            token.plain.as_str(),
            "." | "e" | "er" | "st" | "nd" | "rd" | "th" | "of"
        )
    }) && month < place + 3
    {
        month += 1;
    }
    tokens
        .get(month)
        .filter(|token| token.is_near && MONTHS.has(&token.plain))?;
    let year = month + 1 + usize::from(tokens.get(month + 1).is_some_and(|token| token.is(".")));
    tokens
        .get(year)
        .filter(|token| token.is_near && is_year(token))?;
    Some((year, true))
}

/// March 12, 1956.
fn month_first(tokens: &[Token], place: usize) -> Option<(usize, bool)> {
    tokens.get(place).filter(|token| MONTHS.has(&token.plain))?;
    tokens
        .get(place + 1)
        .filter(|token| token.is_near && is_day(token))?;
    let comma = tokens.get(place + 2).filter(|token| token.is(","))?;
    let year = tokens
        .get(place + 3)
        .filter(|token| token.is_near && is_year(token))?;
    (comma.span.end <= year.span.start).then_some((place + 3, true))
}

fn year_of_birth(tokens: &[Token], place: usize) -> Option<Span> {
    let year = tokens.get(place).filter(|token| is_year(token))?;
    let before = |back: usize| place.checked_sub(back).and_then(|place| tokens.get(place));
    let link = before(1).is_some_and(|token| matches!(token.plain.as_str(), "in" | "en" | "im"));
    let birth = before(if link { 2 } else { 1 })?;
    BIRTH.has(&birth.plain).then_some(year.span)
}

fn is_birth(tokens: &[Token], first: usize, last: usize) -> bool {
    let before = tokens.iter().take(first).rev().take(NEAR);
    let mut before = before.take_while(|token| !token.is("\n") && token.kind != TokenKind::Number);
    // "12/03/1956 geboren", "12/03/1956 (geb.)"
    let after = tokens.iter().skip(last + 1).find(|token| !token.is("("));
    before.any(|token| BIRTH.has(&token.plain))
        || after.is_some_and(|token| token.is_near && BIRTH.has(&token.plain))
}

fn number(token: &Token) -> u32 {
    token.plain.parse().unwrap_or(0)
}

fn is_day(token: &Token) -> bool {
    token.plain.len() <= 2 && (1..=31).contains(&number(token))
}

fn is_month(token: &Token) -> bool {
    token.plain.len() <= 2 && (1..=12).contains(&number(token))
}

/// Of somebody who may be alive.
fn is_year(token: &Token) -> bool {
    token.plain.len() == 4 && (1900..2100).contains(&number(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert_eq!(BIRTH.fault(), None);
        assert_eq!(MONTHS.fault(), None);
    }
}
