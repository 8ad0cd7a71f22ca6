//! Where the words of a search stand in a text, and the piece of it that shows them.

use std::ops::Range;

use shared::codes::Language;
use unicode_segmentation::UnicodeSegmentation;

use crate::search::{SearchQuery, Term, parts_of, stems_of};
use crate::words::words;

/// How much of a text stands before its first mark.
const BEFORE: usize = 60;

/// Where the words of a search stand in a text, in characters (Unicode code points), in order and apart. `language` is the
/// one that the words of the text were indexed in.
///
/// The same words that an index finds: a text that [`crate::search_terms`] made findable has a mark for every clause.
pub fn marks(text: &str, language: Option<Language>, query: &SearchQuery) -> Vec<Range<usize>> {
    let words = terms_in(text, language);
    let mut found = Vec::new();
    for (position, clause) in query.clauses.iter().enumerate() {
        let goes_on = query.goes_on_at(position);
        for sequence in &clause.alternatives {
            mark(&words, sequence, goes_on, &mut found);
        }
    }
    joined(found)
}

/// A piece of at most so many characters, around the first mark; cut between words, with `…` where something is left out.
/// The marks of the piece follow it.
pub fn excerpt(text: &str, marks: &[Range<usize>], most: usize) -> (String, Vec<Range<usize>>) {
    let pieces: Vec<&str> = text.graphemes(true).collect();
    let mut places = Vec::with_capacity(pieces.len() + 1);
    let mut place = 0;
    for piece in &pieces {
        places.push(place);
        place += piece.chars().count();
    }
    if place <= most {
        return (text.to_owned(), marks.to_vec());
    }
    places.push(place);
    let at = |character: usize| places.partition_point(|place| *place < character);
    let is_blank = |piece: &&str| piece.chars().all(char::is_whitespace);
    let (first, first_end) = marks
        .first()
        .map_or((0, 0), |mark| (at(mark.start), at(mark.end)));
    // Where a word begins, at or after a place, but never behind the mark.
    let begins = |from: usize| {
        let ahead = pieces.iter().take(first).skip(from).position(is_blank);
        if from == 0 {
            0
        } else {
            from + ahead.map_or(0, |blank| blank + 1)
        }
    };
    let mut from = begins(first.saturating_sub(BEFORE));
    // Room for what is left out on both sides.
    let room = most.saturating_sub(2);
    let mut start = places.get(from).copied().unwrap_or_default();
    let mut to = at(start + room + 1).saturating_sub(1).min(pieces.len());
    if to < pieces.len() {
        let kept = pieces.iter().take(to).skip(first_end.max(from));
        let back = kept.rev().position(is_blank);
        to -= back.map_or(0, |blank| blank + 1);
    }
    let end = places.get(to).copied().unwrap_or(place);
    // What is not needed behind the mark tells more before it.
    let spare = room.saturating_sub(end - start);
    if from > 0 && spare > 0 {
        from = begins(at(start.saturating_sub(spare))).min(from);
        start = places.get(from).copied().unwrap_or_default();
    }
    let (head, tail) = (
        if from > 0 { "…" } else { "" },
        if to < pieces.len() { "…" } else { "" },
    );
    let middle: String = pieces.iter().take(to).skip(from).copied().collect();
    let shift = head.chars().count();
    let inside = marks.iter().filter_map(|mark| {
        let (from, to) = (mark.start.max(start), mark.end.min(end));
        (from < to).then(|| from - start + shift..to - start + shift)
    });
    (format!("{head}{middle}{tail}"), inside.collect())
}

/// How a text writes a term of the index: the first word that became it.
pub fn written_as<'a>(text: &'a str, language: Option<Language>, term: &Term) -> Option<&'a str> {
    let is_it = |stem: &String| stem == term.as_str();
    words(text)
        .map(|word| word.written)
        .find(|written| stems_of(written, language).iter().any(is_it))
}

/// A term of a text, the parts of the compound that it is, and the word it stands in.
struct Standing {
    term: String,
    parts: Vec<String>,
    word: Range<usize>,
}

fn terms_in(text: &str, language: Option<Language>) -> Vec<Standing> {
    let (mut bytes, mut characters) = (0, 0);
    let mut standing = Vec::new();
    for word in words(text) {
        let between = text.get(bytes..word.start).unwrap_or_default();
        let start = characters + between.chars().count();
        let end = start + word.written.chars().count();
        (bytes, characters) = (word.start + word.written.len(), end);
        let stems = stems_of(word.written, language).into_iter();
        for (term, parts) in stems.zip(parts_of(word.written, language)) {
            standing.push(Standing {
                term,
                parts,
                word: start..end,
            });
        }
    }
    standing
}

fn mark(words: &[Standing], sequence: &[Term], goes_on: bool, found: &mut Vec<Range<usize>>) {
    let terms: Vec<&str> = words.iter().map(|word| word.term.as_str()).collect();
    for (window, place) in terms
        .windows(sequence.len().max(1))
        .zip(words.windows(sequence.len().max(1)))
    {
        if let ([first, ..], true) = (place, stands(window, sequence, goes_on)) {
            let end = place.last().map_or(first.word.end, |last| last.word.end);
            found.push(first.word.start..end);
        }
    }
    for word in words {
        let parts: Vec<&str> = word.parts.iter().map(String::as_str).collect();
        let mut windows = parts.windows(sequence.len().max(1));
        if windows.any(|window| stands(window, sequence, goes_on)) {
            found.push(word.word.clone());
        }
    }
}

fn stands(window: &[&str], sequence: &[Term], goes_on: bool) -> bool {
    let last = sequence.len().saturating_sub(1);
    window.len() == sequence.len()
        && window
            .iter()
            .zip(sequence)
            .enumerate()
            .all(|(position, (word, term))| {
                *word == term.as_str()
                    || goes_on && position == last && word.starts_with(term.as_str())
            })
}

/// In order, without overlaps; a phrase is one mark.
fn joined(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_query;

    fn marked(text: &str, language: Language, typed: &str) -> String {
        let marks = marks(text, Some(language), &search_query(typed));
        let mut shown = String::new();
        for (place, letter) in text.chars().enumerate() {
            if marks.iter().any(|mark| mark.start == place) {
                shown.push('[');
            }
            shown.push(letter);
            if marks.iter().any(|mark| mark.end == place + 1) {
                shown.push(']');
            }
        }
        shown
    }

    #[test]
    fn words_are_marked_as_the_index_finds_them() {
        for (text, language, typed, expected) in [
            (
                "De Wachtlijsten zijn lang",
                Language::Nl,
                "wachtlijst",
                "De [Wachtlijsten] zijn lang",
            ),
            (
                "Geen kinderopvang hier",
                Language::Nl,
                "opvang",
                "Geen [kinderopvang] hier",
            ),
            (
                "Geen kinder opvang hier",
                Language::Nl,
                "kinderopvang",
                "Geen [kinder opvang] hier",
            ),
            (
                "L'école est pleine",
                Language::Fr,
                "ecole",
                "[L'école] est pleine",
            ),
            ("👩‍👩‍👧 é huis", Language::Nl, "huis", "👩‍👩‍👧 é [huis]"),
            (
                "Sociale woning, woning",
                Language::Nl,
                "\"sociale woning\"",
                "[Sociale woning], woning",
            ),
            (
                "Woningnood neemt toe",
                Language::Nl,
                "wonin",
                "[Woningnood] neemt toe",
            ),
            (
                "Woningnood neemt toe",
                Language::Nl,
                "wonin toe",
                "Woningnood neemt [toe]",
            ),
            ("Niets hiervan", Language::Nl, "school", "Niets hiervan"),
        ] {
            assert_eq!(marked(text, language, typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_its_first_mark() {
        let text = format!(
            "{}wachtlijst{}",
            "lange woorden ".repeat(20),
            " en nog meer".repeat(20)
        );
        let marks = marks(&text, Some(Language::Nl), &search_query("wachtlijst"));
        let (piece, inside) = excerpt(&text, &marks, 120);
        assert!(piece.chars().count() <= 120);
        assert!(
            piece.starts_with("…woorden lange") || piece.starts_with("…lange woorden"),
            "{piece}"
        );
        assert!(
            piece.ends_with("meer…") || piece.ends_with("en…") || piece.ends_with("nog…"),
            "{piece}"
        );
        let [mark] = inside.as_slice() else {
            panic!("{inside:?}")
        };
        let shown: String = piece.chars().skip(mark.start).take(mark.len()).collect();
        assert_eq!(shown, "wachtlijst");
    }

    #[test]
    fn a_mark_near_the_end_has_more_before_it() {
        let text = format!("{}wachtlijst", "lange woorden ".repeat(20));
        let marks = marks(&text, Some(Language::Nl), &search_query("wachtlijst"));
        let (piece, inside) = excerpt(&text, &marks, 120);
        assert!(piece.ends_with(" lange woorden wachtlijst"), "{piece}");
        let count = piece.chars().count();
        assert!((100..=120).contains(&count), "{count}: {piece}");
        assert_eq!(inside.first(), Some(&(count - 10..count)));
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let all = 0..4;
        assert_eq!(
            excerpt("Kort", std::slice::from_ref(&all), 100),
            ("Kort".to_owned(), vec![all.clone()])
        );
    }

    #[test]
    fn a_term_is_told_as_people_write_it() {
        let query = search_query("écoles");
        let terms: Vec<&Term> = query.clauses[0].alternatives.iter().flatten().collect();
        let written = terms
            .iter()
            .find_map(|term| written_as("Deux écoles", Some(Language::Fr), term));
        assert_eq!(written, Some("écoles"));
    }
}
