//! Pages and handles of persons on social networks.

use text::{is_letter, is_letter_or_digit};

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::{Glyphs, Span};

const NETWORKS: [&str; 8] = [
    "facebook.com/",
    "fb.com/",
    "instagram.com/",
    "linkedin.com/in/",
    "snapchat.com/add/",
    "tiktok.com/@",
    "twitter.com/",
    "x.com/",
];
const SHORTEST_HANDLE: usize = 3;

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Found> {
    let spans =
        (0..glyphs.len()).filter_map(|place| page(glyphs, place).or_else(|| handle(glyphs, place)));
    spans
        .map(|span| Found::new(Kind::Profile, Severity::Likely, span))
        .collect()
}

/// `https://www.facebook.com/an.desmet`, found where the name of the network starts.
fn page(glyphs: &Glyphs, place: usize) -> Option<Span> {
    let before = glyphs.before(place);
    if is_letter_or_digit(before) || before == '-' {
        return None;
    }
    let network = NETWORKS.iter().find(|network| {
        network
            .chars()
            .zip(place..)
            .all(|(letter, place)| glyphs.at(place) == letter)
    })?;
    let path = place + network.len();
    let end = handle_end(glyphs, path);
    let start = address_start(glyphs, place);
    (end >= path + SHORTEST_HANDLE).then_some(Span { start, end })
}

/// The `https://www.` before it goes along.
fn address_start(glyphs: &Glyphs, place: usize) -> usize {
    let mut start = place;
    while matches!(glyphs.before(start), 'a'..='z' | '.' | '/' | ':') {
        start -= 1;
    }
    start
}

/// "@an.desmet", not the middle of an e-mail address.
fn handle(glyphs: &Glyphs, place: usize) -> Option<Span> {
    if glyphs.at(place) != '@' || !matches!(glyphs.before(place), '\0' | ' ' | '\n' | '(' | '"') {
        return None;
    }
    let end = handle_end(glyphs, place + 1);
    let has_letter = (place..end).any(|place| is_letter(glyphs.at(place)));
    (has_letter && end > place + SHORTEST_HANDLE).then_some(Span { start: place, end })
}

fn handle_end(glyphs: &Glyphs, start: usize) -> usize {
    let is_part = |place: usize| {
        let letter = glyphs.at(place);
        is_letter_or_digit(letter)
            || (matches!(letter, '.' | '_' | '-') && is_letter_or_digit(glyphs.at(place + 1)))
    };
    (start..glyphs.len())
        .find(|place| !is_part(*place))
        .unwrap_or(glyphs.len())
}
