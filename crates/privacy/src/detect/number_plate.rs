//! Belgian number plates: 1-ABC-123, and the series before 2010.

use text::{Lexicon, is_letter_or_digit};

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::glyphs::{Glyphs, Span};

/// Abbreviations beside a number that are no plate: offices, papers, norms, machines, medicines.
#[rustfmt::skip]
const ABBREVIATIONS: Lexicon = Lexicon::of(
    "aes art avx btw bus caw clb cpu din dsm ean fax gpu gsm hiv icd iec ipv iso kbo lac lcd led lot mdf mri nbn nis ntk pct pdf \
     pvc ral rca rsa rtx sar sha sib ssd tcp tel tgv tva usb wzc",
);

/// "T-LAA-123".
const LONGEST: usize = 9;

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    starts(glyphs)
        .filter_map(|start| plate(glyphs, start))
        .collect()
}

/// Where a word or number starts and digits are near: most words stop here.
fn starts(glyphs: &Glyphs) -> impl Iterator<Item = usize> {
    let may_start = |start: usize| {
        glyphs.at(start).is_ascii_alphanumeric()
            && is_edge(glyphs, start)
            && (start..start + LONGEST).any(|place| glyphs.at(place).is_ascii_digit())
    };
    (0..glyphs.len()).filter(move |start| may_start(*start))
}

fn plate(glyphs: &Glyphs, start: usize) -> Option<Span> {
    // `#` a digit, `@` a letter, `?` the mark of a series, `-` a separator; one `-` or none decides how strict the rest is.
    ["#-@@@-###", "?-@@@-###", "@@@-###", "###-@@@"]
        .into_iter()
        .find_map(|form| matched(glyphs, start, form))
}

fn matched(glyphs: &Glyphs, start: usize, form: &str) -> Option<Span> {
    let mut place = start;
    let mut separators = Vec::new();
    let mut letters = String::new();
    let mut upper = true;
    for expected in form.chars() {
        let letter = glyphs.at(place);
        if expected == '-' {
            let separator = Some(letter).filter(|letter| matches!(letter, '-' | ' ' | '.'));
            separators.push(separator);
            place += usize::from(separator.is_some());
            continue;
        }
        let fits = match expected {
            '#' => letter.is_ascii_digit(),
            '?' => "otqz".contains(letter),
            _ => letter.is_ascii_lowercase(),
        };
        if !fits {
            return None;
        }
        if letter.is_ascii_lowercase() {
            upper &= glyphs.is_upper(place);
            letters.push(letter);
        }
        place += 1;
    }
    let dashed = separators.iter().all(|separator| *separator == Some('-'));
    let glued = separators.iter().all(Option::is_none);
    let even = separators
        .windows(2)
        .all(|pair| matches!(pair, [left, right] if left == right));
    let certain = match form {
        // Today's series: no other text looks like it, unless words stand between spaces ("1 bus 123").
        "#-@@@-###" => glyphs.at(start) != '0' && (upper || dashed || glued),
        "?-@@@-###" => even && upper && (dashed || separators.contains(&Some('.'))),
        _ => upper && dashed && !ABBREVIATIONS.has(&letters),
    };
    (certain && is_edge_after(glyphs, place)).then_some(Span { start, end: place })
}

/// Neither inside a word nor the tail of something with dashes.
fn is_edge(glyphs: &Glyphs, start: usize) -> bool {
    let before = glyphs.before(start);
    let joined = before == '-' && start > 1 && is_letter_or_digit(glyphs.before(start - 1));
    !is_letter_or_digit(before) && !joined
}

fn is_edge_after(glyphs: &Glyphs, end: usize) -> bool {
    let joined = glyphs.at(end) == '-' && is_letter_or_digit(glyphs.at(end + 1));
    !is_letter_or_digit(glyphs.at(end)) && !joined
}

/// Plates of neighbours, in capitals and with dashes: likely, because product codes look alike.
pub(crate) fn find_foreign(glyphs: &Glyphs) -> Vec<Found> {
    // France since 2009, and the Dutch series since 1973.
    let forms = [
        "@@-###-@@",
        "##-@@@-#",
        "#-@@@-##",
        "@@-##-@@",
        "@@-@@-##",
        "##-@@-@@",
        "@-###-@@",
        "@@-###-@",
    ];
    let spans = starts(glyphs).filter_map(|start| {
        let end = forms
            .into_iter()
            .find_map(|form| shaped(glyphs, start, form))?;
        is_edge_after(glyphs, end).then_some(Span { start, end })
    });
    spans
        .map(|span| Found::new(Kind::NumberPlate, Severity::Likely, span))
        .collect()
}

fn shaped(glyphs: &Glyphs, start: usize, form: &str) -> Option<usize> {
    let fits = |(place, expected): (usize, char)| match expected {
        '#' => glyphs.at(place).is_ascii_digit(),
        '@' => glyphs.at(place).is_ascii_lowercase() && glyphs.is_upper(place),
        _ => glyphs.at(place) == expected,
    };
    (start..)
        .zip(form.chars())
        .all(fits)
        .then_some(start + form.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert_eq!(ABBREVIATIONS.fault(), None);
    }
}
