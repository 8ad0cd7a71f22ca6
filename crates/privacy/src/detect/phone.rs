//! Phone numbers: Belgian ones in every notation, and foreign ones with their country code.

use text::{Lexicon, is_letter};

use super::{mod_97, value};
use crate::glyphs::{Glyphs, Run, Span};

/// Zones with seven digits behind them (BIPT numbering plan).
const LARGE_ZONES: [&str; 4] = ["02", "03", "04", "09"];
/// Zones with six. Not 070, 077, 078, 0800, 0900: services, nobody's own number.
#[rustfmt::skip]
const SMALL_ZONES: [&str; 35] = [
    "010", "011", "012", "013", "014", "015", "016", "019", "050", "051", "052", "053", "054", "055", "056", "057", "058",
    "059", "060", "061", "063", "064", "065", "067", "068", "069", "071", "080", "081", "082", "083", "085", "086", "087",
    "089",
];
/// Country codes that are believed behind 00, which also starts many other numbers.
#[rustfmt::skip]
const CODES_BEHIND_00: [&str; 43] = [
    "30", "31", "33", "34", "36", "39", "40", "41", "43", "44", "48", "49", "90", "91", "92", "93", "98", "212", "213", "216",
    "220", "221", "224", "225", "233", "234", "237", "243", "250", "251", "252", "257", "291", "351", "352", "355", "359", "374",
    "380", "381", "383", "963", "964",
];
/// A number behind one of these words is a phone number whatever its groups.
#[rustfmt::skip]
const PHONE_WORDS: Lexicon = Lexicon::of(
    "anrufen appel appeler appelez bel bellen belt call cell fax festnetz gsm gsmnr gsmnummer handy handynummer mob mobiel mobil \
     mobile phone portable rufnummer tel telefon telefonnummer telefoon telefoonnr telefoonnummer telephone telnr whatsapp",
);
/// A number behind one of these words is something else.
#[rustfmt::skip]
const OTHER_WORDS: Lexicon = Lexicon::of(
    "art article artikel artikelnummer bce bestelling bestelnummer btw clientnr clientnummer commande contract contractnr \
     contractnummer dossier dossiernr dossiernummer ean facture factuur factuurnr factuurnummer isbn kbo klantnr klantnummer \
     lidnummer meternr meternummer ondernemingsnummer polis polisnr polisnummer ref reference referentie serienummer siren \
     siret tva vertrag vestigingsnummer volgnummer zaaknummer",
);

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (first, group) in glyphs.groups().iter().enumerate() {
        let taken = spans.last().is_some_and(|last| last.end > group.start);
        if taken || is_tail(glyphs, group.start) || is_other(glyphs, group.start) {
            continue;
        }
        let runs = glyphs.runs(first, 17, joins);
        let plus = glyphs.before(group.start) == '+';
        let found = if plus {
            behind_plus(glyphs, &runs)
        } else if is_behind_plus_and_space(glyphs, group.start) {
            belgian_behind_code(&runs)
        } else {
            behind_00(&runs).or_else(|| national(glyphs, &runs))
        };
        spans.extend(
            found
                .filter(|span| !is_amount(glyphs, span.end))
                .map(|span| from_sign(glyphs, span)),
        );
    }
    spans
}

/// Slashes, dots, dashes, spaces, brackets around a zone or a zero.
fn joins(between: &str) -> bool {
    between
        .chars()
        .all(|sign| matches!(sign, ' ' | '.' | '/' | '-' | '(' | ')'))
}

/// Inside a word, behind a decimal sign, or the middle of a longer number.
fn is_tail(glyphs: &Glyphs, start: usize) -> bool {
    let before = glyphs.before(start);
    let behind_digit = start > 1 && glyphs.before(start - 1).is_ascii_digit();
    is_letter(before) || (behind_digit && matches!(before, '.' | ',' | ':'))
}

fn is_other(glyphs: &Glyphs, start: usize) -> bool {
    glyphs
        .words_before(start, 2)
        .iter()
        .any(|word| OTHER_WORDS.has(word))
}

fn is_amount(glyphs: &Glyphs, end: usize) -> bool {
    let unit = glyphs.word_after(end);
    let sign = if glyphs.at(end) == ' ' {
        glyphs.at(end + 1)
    } else {
        glyphs.at(end)
    };
    matches!(sign, '€' | '%' | '$')
        || matches!(
            unit.as_str(),
            "euro" | "eur" | "euros" | "procent" | "km" | "kwh"
        )
}

pub(super) fn is_behind_plus_and_space(glyphs: &Glyphs, start: usize) -> bool {
    start > 1 && glyphs.before(start) == ' ' && glyphs.before(start - 1) == '+'
}

/// The plus or bracket before the number goes along.
fn from_sign(glyphs: &Glyphs, span: Span) -> Span {
    let start = if matches!(glyphs.before(span.start), '+' | '(') {
        span.start - 1
    } else if is_behind_plus_and_space(glyphs, span.start) {
        span.start - 2
    } else {
        span.start
    };
    Span {
        start,
        end: span.end,
    }
}

fn behind_plus(glyphs: &Glyphs, runs: &[Run]) -> Option<Span> {
    let first = runs.first()?;
    let digits = &first.digits;
    // "+++090/9337/55493+++" is the message of a payment.
    let doubled = first.span.start > 1 && glyphs.before(first.span.start - 1) == '+';
    if digits.starts_with('0') || doubled {
        return None;
    }
    if let Some(belgian) = belgian_behind_code(runs) {
        return Some(belgian);
    }
    // Longest first: a number cut short would leave its tail readable. E.164 allows 15 digits; national parts have at least 7.
    let foreign = |run: &&Run| {
        // "+31 (0)6 1234 5678": the zero takes a place of its own.
        let heads = if run.shape.get(1) == Some(&1) { 3 } else { 2 };
        (9..=15).contains(&run.digits.len())
            && run.shape.iter().skip(heads).all(|digits| *digits >= 2)
    };
    let thousands = |run: &&Run| {
        run.shape.iter().skip(1).all(|digits| *digits == 3)
            && glyphs.at(run.span.start + run.shape.first().copied().unwrap_or(0)) == '.'
    };
    runs.iter()
        .rev()
        .filter(|run| !thousands(run))
        .find(foreign)
        .map(|run| run.span)
}

fn belgian_behind_code(runs: &[Run]) -> Option<Span> {
    let is_whole = |run: &&Run| run.digits.strip_prefix("32").is_some_and(is_belgian);
    runs.iter().find(is_whole).map(|run| run.span)
}

fn behind_00(runs: &[Run]) -> Option<Span> {
    let behind = |run: &Run| run.digits.strip_prefix("00").map(str::to_owned);
    let belgian = |run: &&Run| {
        behind(run).is_some_and(|digits| digits.strip_prefix("32").is_some_and(is_belgian))
    };
    if let Some(belgian) = runs.iter().find(belgian) {
        return Some(belgian.span);
    }
    let foreign = |run: &&Run| {
        let known = behind(run)
            .is_some_and(|digits| CODES_BEHIND_00.iter().any(|code| digits.starts_with(code)));
        known
            && (11..=17).contains(&run.digits.len())
            && run.shape.iter().skip(2).all(|digits| *digits >= 2)
    };
    runs.iter().rev().find(foreign).map(|run| run.span)
}

/// The digits behind 32, with or without the zero that should not be there.
fn is_belgian(digits: &str) -> bool {
    is_national(&format!("0{}", digits.strip_prefix('0').unwrap_or(digits)))
}

/// Ten digits from 045 to 049, or a zone and its subscriber, who never starts with a zero.
fn is_national(digits: &str) -> bool {
    is_mobile(digits) || (digits.len() == 9 && zone(digits).is_some())
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 10
        && digits.starts_with("04")
        && matches!(digits.chars().nth(2), Some('5'..='9'))
}

fn zone(digits: &str) -> Option<usize> {
    let zones = LARGE_ZONES.iter().chain(&SMALL_ZONES);
    let zone = zones
        .filter(|zone| digits.starts_with(**zone))
        .map(|zone| zone.len())
        .max()?;
    digits
        .get(zone..)
        .is_some_and(|subscriber| !subscriber.starts_with('0'))
        .then_some(zone)
}

fn national(glyphs: &Glyphs, runs: &[Run]) -> Option<Span> {
    let start = runs.first()?.span.start;
    let announced = || {
        glyphs
            .words_before(start, 3)
            .iter()
            .any(|word| PHONE_WORDS.has(word))
    };
    let fits = |run: &&Run| {
        let whole = is_national(&run.digits);
        let mobile = is_mobile(&run.digits)
            && !is_company(glyphs, run)
            && run.shape.iter().all(|digits| *digits >= 2);
        let without_zero = run.digits.len() == 9 && is_mobile(&format!("0{}", run.digits));
        mobile || (whole && has_zone_shape(run)) || ((whole || without_zero) && announced())
    };
    runs.iter()
        .find(fits)
        .map(|run| run.span)
        .or_else(|| neighbour(glyphs, runs))
        .or_else(|| announced().then(|| any_announced(glyphs, runs)).flatten())
}

/// National notations of the Netherlands, France, Germany and Britain, where nothing Belgian fits.
fn neighbour(glyphs: &Glyphs, runs: &[Run]) -> Option<Span> {
    let fits = |run: &&Run| {
        let shape = run.shape.as_slice();
        let starts = |heads: &[&str]| heads.iter().any(|head| run.digits.starts_with(head));
        let is_grouped = shape.iter().all(|digits| *digits >= 2);
        match (run.digits.len(), shape) {
            // 06 12 34 56 78, 01.23.45.67.98.
            (10, [2, 2, 2, 2, 2]) => {
                starts(&["01", "02", "03", "04", "05", "06", "07", "09"]) && are_pairs(glyphs, run)
            }
            // 06-12345678, 06 1234 5678.
            (10, [2, ..]) if starts(&["06"]) => is_grouped,
            // Company numbers also have ten digits, and a check.
            (10, _) if is_company_number(&run.digits) => false,
            (10, [10]) => starts(&["06"]),
            // 020-1234567, 0115 - 12 34 56: the dash says that a zone is before it.
            (10, [zone @ (3 | 4), rest @ ..]) => {
                let dashes = separators(glyphs, run)
                    .first()
                    .is_some_and(|sign| sign.contains('-'));
                let is_zone = run.digits.starts_with('0') && !run.digits.starts_with("00");
                let whole: usize = zone + rest.iter().sum::<usize>();
                dashes && is_zone && whole == 10 && SUBSCRIBER_SHAPES.contains(&rest)
            }
            // 0151 23456789.
            (11 | 12, [11 | 12] | [4 | 5, ..]) if starts(&["015", "016", "017"]) => is_grouped,
            // 07911 123456.
            (11, [5, 6] | [5, 3, 3]) => starts(&["07"]),
            _ => false,
        }
    };
    runs.iter().rev().find(fits).map(|run| run.span)
}

/// The same sign between all, and no more pairs behind it; hours and days have two kinds of signs: "09.00-12.00 13.00".
fn are_pairs(glyphs: &Glyphs, run: &Run) -> bool {
    let separators = separators(glyphs, run);
    let sign = separators.first().map_or("", String::as_str);
    let ends = !(glyphs.at(run.span.end) != ' '
        && sign.starts_with(glyphs.at(run.span.end))
        && glyphs.at(run.span.end + 1).is_ascii_digit());
    separators.iter().all(|other| other == sign) && ends && !is_counting(&run.digits)
}

/// What stands between the groups of a run.
fn separators(glyphs: &Glyphs, run: &Run) -> Vec<String> {
    let plain = glyphs.plain(run.span);
    let between = plain.split(|sign: char| sign.is_ascii_digit());
    between
        .filter(|between| !between.is_empty())
        .map(str::to_owned)
        .collect()
}

/// "01 02 03 04 05" counts.
fn is_counting(digits: &str) -> bool {
    let pairs: Vec<u64> = (0..5)
        .filter_map(|pair| value(digits.get(2 * pair..2 * pair + 2)))
        .collect();
    pairs
        .windows(2)
        .all(|pair| matches!(pair, [left, right] if left < right && right - left <= 5))
}

/// Behind a word for telephone any number with a leading zero, but for services, which are nobody's own.
fn any_announced(glyphs: &Glyphs, runs: &[Run]) -> Option<Span> {
    let services = [
        "070", "078", "0800", "0900", "0902", "0903", "0904", "0905", "0906", "0907", "0909",
    ];
    let fits = |run: &&Run| {
        (8..=13).contains(&run.digits.len())
            && run.digits.starts_with('0')
            && !is_date_or_hours(glyphs, run)
            && !services
                .iter()
                .any(|service| run.digits.starts_with(service))
    };
    runs.iter().rev().find(fits).map(|run| run.span)
}

/// "Bel vóór 05/03/2024", "bel van 09.00-12.00".
fn is_date_or_hours(glyphs: &Glyphs, run: &Run) -> bool {
    let signs = separators(glyphs, run);
    let is_mixed = signs
        .windows(2)
        .any(|pair| matches!(pair, [left, right] if left != right));
    match run.shape.as_slice() {
        [2, 2, 4] => is_year(run.digits.get(4..8)),
        [2, 2, 2, 2] => true,
        [2, 2, 2, 2, ..] => is_mixed,
        _ => false,
    }
}

/// The ways in which people group seven digits, and six.
const SUBSCRIBER_SHAPES: [&[usize]; 11] = [
    &[7],
    &[3, 2, 2],
    &[3, 4],
    &[2, 2, 3],
    &[2, 3, 2],
    &[4, 3],
    &[6],
    &[2, 2, 2],
    &[3, 3],
    &[2, 4],
    &[4, 2],
];

/// The zone stands apart, or everything is written together; "02/03/2023 4" is a date.
fn has_zone_shape(run: &Run) -> bool {
    let Some(zone) = zone(&run.digits) else {
        return false;
    };
    match run.shape.as_slice() {
        [9] => true,
        // "09/2023 100 gezinnen"
        [2, 4, ..] if is_year(run.digits.get(2..6)) => false,
        [3, 2, 2, 2] if zone == 2 => true,
        [first, rest @ ..] if *first == zone => SUBSCRIBER_SHAPES.contains(&rest),
        _ => false,
    }
}

fn is_year(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.starts_with("19") || digits.starts_with("20"))
}

/// A company number, 0475.123.456: the first eight digits modulo 97 are missing to 97 in the last two.
fn is_company(glyphs: &Glyphs, run: &Run) -> bool {
    let dots = glyphs.plain(run.span).matches('.').count() == 2;
    let marked = glyphs
        .words_before(run.span.start, 1)
        .first()
        .is_some_and(|word| word == "be");
    run.shape == [4, 3, 3] && dots && (marked || is_company_number(&run.digits))
}

fn is_company_number(digits: &str) -> bool {
    let check = digits.get(..8).and_then(mod_97).map(|rest| 97 - rest);
    check.is_some() && check == value(digits.get(8..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [PHONE_WORDS, OTHER_WORDS] {
            assert_eq!(list.fault(), None);
        }
    }
}
