//! E-mail addresses, also with "(at)" for the sign.

use text::{is_letter, is_letter_or_digit};

use crate::glyphs::{Glyphs, Span};

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for place in 0..glyphs.len() {
        let Some(sign) = at_sign(glyphs, place) else {
            continue;
        };
        let Some(start) = local_part(glyphs, sign.start) else {
            continue;
        };
        let Some(end) = domain(glyphs, sign.end) else {
            continue;
        };
        spans.push(Span { start, end });
    }
    spans
}

/// The sign at a place, with the spaces that people put around its disguise.
fn at_sign(glyphs: &Glyphs, place: usize) -> Option<Span> {
    if glyphs.at(place) == '@' {
        return Some(Span {
            start: place,
            end: place + 1,
        });
    }
    let opened = matches!(glyphs.at(place), '(' | '[' | '{');
    let inside = (glyphs.at(place + 1), glyphs.at(place + 2)) == ('a', 't');
    if !opened || !inside || !matches!(glyphs.at(place + 3), ')' | ']' | '}') {
        return None;
    }
    let start = if glyphs.before(place) == ' ' {
        place - 1
    } else {
        place
    };
    let end = if glyphs.at(place + 4) == ' ' {
        place + 5
    } else {
        place + 4
    };
    Some(Span { start, end })
}

/// Where the part before the sign starts.
fn local_part(glyphs: &Glyphs, end: usize) -> Option<usize> {
    let mut start = end;
    while start > 0 && is_local(glyphs.before(start)) {
        start -= 1;
    }
    // A sentence may start with a quotation mark or a dash right before the address.
    while start < end && !is_letter_or_digit(glyphs.at(start)) {
        start += 1;
    }
    (start < end).then_some(start)
}

/// Where the domain ends: labels with dots between them, the last one of letters.
fn domain(glyphs: &Glyphs, start: usize) -> Option<usize> {
    let mut place = start;
    let mut end = None;
    loop {
        let label = place;
        while is_label(glyphs.at(place)) {
            place += 1;
        }
        let is_top = place - label >= 2 && (label..place).all(|place| is_letter(glyphs.at(place)));
        if label > start && is_top {
            end = Some(place);
        }
        if place == label || glyphs.at(place) != '.' {
            return end;
        }
        place += 1;
    }
}

fn is_local(letter: char) -> bool {
    is_letter_or_digit(letter) || "._%+-'&#=~".contains(letter)
}

fn is_label(letter: char) -> bool {
    is_letter_or_digit(letter) || letter == '-'
}
