//! Rijksregisternummer and BIS number: YYMMDD, three digits of order, two of control.

use text::is_letter_or_digit;

use super::phone::is_behind_plus_and_space;
use super::{mod_97, value};
use crate::glyphs::{Glyphs, Span};

const DIGITS: usize = 11;

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    let mut spans = Vec::new();
    for (first, group) in glyphs.groups().iter().enumerate() {
        // "+32 475 12 34 56" also has eleven digits; "86491-40-077" may be the tail of a longer number.
        let is_phone =
            glyphs.before(group.start) == '+' || is_behind_plus_and_space(glyphs, group.start);
        if is_phone || is_tail(glyphs, group.start) {
            continue;
        }
        let runs = glyphs.runs(first, DIGITS, joins);
        spans.extend(
            runs.iter()
                .find(|run| is_national_number(&run.digits))
                .map(|run| run.span),
        );
    }
    spans
}

/// A digit and a separator stand right before it.
fn is_tail(glyphs: &Glyphs, start: usize) -> bool {
    start > 1
        && glyphs.before(start - 1).is_ascii_digit()
        && matches!(glyphs.before(start), '-' | '/' | '.')
}

/// Any separators, but no words, no lines, no money, no brackets, and no end of a sentence.
fn joins(between: &str) -> bool {
    let sign = between.trim();
    let ends = matches!(sign, "." | ",") && between.ends_with(' ');
    !between.contains('\n')
        && !ends
        && sign.chars().count() <= 1
        && !sign.contains(|sign: char| {
            is_letter_or_digit(sign) || matches!(sign, '+' | '€' | '$' | '£' | '%' | '(' | ')')
        })
}

fn is_national_number(digits: &str) -> bool {
    digits.len() == DIGITS && is_born(digits) && is_checked(digits)
}

/// Month + 20 or + 40 marks a BIS number; month and day 00 an unknown birth date; order 000 and 999 are never given.
fn is_born(digits: &str) -> bool {
    let (month, day, order) = (
        value(digits.get(2..4)),
        value(digits.get(4..6)),
        value(digits.get(6..9)),
    );
    month.is_some_and(|month| matches!(month, 0..=12 | 20..=32 | 40..=52))
        && day.is_some_and(|day| day <= 31)
        && order.is_some_and(|order| (1..=998).contains(&order))
}

/// Who was born from 2000 on has a 2 before the first nine digits in the check.
fn is_checked(digits: &str) -> bool {
    let (Some(body), check) = (digits.get(..9), value(digits.get(9..))) else {
        return false;
    };
    let control = |body: &str| mod_97(body).map(|rest| 97 - rest);
    check.is_some() && (control(body) == check || control(&format!("2{body}")) == check)
}
