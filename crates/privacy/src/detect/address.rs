//! Street and number, in Dutch, German, French and English; the locality goes along when it follows.

use text::{Lexicon, is_function_word};

use crate::glyphs::Span;
use crate::tokens::{Token, TokenKind};

/// Endings that only streets have; also in small letters.
const SURE_ENDINGS: [&str; 8] = [
    "straat", "laan", "steenweg", "dreef", "stwg", "strasse", "straße", "stwg",
];
/// Endings that other words have too; only with a capital.
#[rustfmt::skip]
const CAPITAL_ENDINGS: [&str; 24] = [
    "allee", "damm", "gasse", "platz", "ring", "ufer", "plein", "weg", "wegel", "baan", "lei", "kaai", "markt", "park", "hof", "pad", "singel", "vest", "gracht", "kouter", "dries", "dijk",
    "poort", "square",
];
/// Words with such an ending that are no street.
#[rustfmt::skip]
const NO_STREETS: Lexicon = Lexicon::of(
    "allerlei arbeidsmarkt assisenhof autoweg bedrijvenpark boomgaardpad bouwmarkt buurtpark buurtweg fietspad fietsstraat \
     gerechtshof halfweg huizenmarkt huurmarkt jaarmarkt jeugdhof kerstmarkt kinderlei koopmarkt landweg loopbaan luchtweg \
     marktplein middenweg omweg onderweg parkeerplein pretpark recreatiepark rijbaan rommelmarkt schoolplein schoolstraat \
     snelweg speelplein speelstraat spoorweg supermarkt uitweg vakantiepark vanweg velerlei voetpad wandelpad waterweg \
     winkelstraat woningmarkt woonerf woonpark zebrapad zijstraat",
);
/// French street words; the second half also means other things and wants a capital behind it.
#[rustfmt::skip]
const FRENCH: Lexicon = Lexicon::of("avenue boulevard chaussee dreve impasse rue");
#[rustfmt::skip]
const FRENCH_CAPITAL: Lexicon = Lexicon::of("allee av bd chemin clos cours galerie place quai route sentier square");
/// Small words inside French street names.
#[rustfmt::skip]
const FRENCH_LINKS: Lexicon = Lexicon::of("a au aux d de des du l la le les");
/// What is counted is no house: "in de Kerkstraat 12 gezinnen".
#[rustfmt::skip]
const COUNTED: Lexicon = Lexicon::of(
    "aanvragen ans appartementen bewoners cas client clienten clients daar dag dagen dossiers enfants euro euros families \
     familles fois foyers garages gevallen gezin gezinnen habitants handelaars heures huis huishoudens huisjes huizen jaar \
     jeunes jongeren jours kamers keer kilometer kinderen kleine km kwetsbare leden leerlingen locataires logements m maal \
     maand maanden maisons mannen meldingen menages mensen meter meters metres minuten mois ouderen ouders panden \
     parkeerplaatsen personen personnes plaatsen procent scholen semaines signalen studenten uren uur vrouwen weken winkels \
     woningen zieken",
);

pub(crate) fn find(tokens: &[Token]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for place in 0..tokens.len() {
        let found = dutch(tokens, place)
            .or_else(|| french(tokens, place))
            .or_else(|| english(tokens, place));
        if let Some(span) =
            found.filter(|span| spans.last().is_none_or(|last| !last.overlaps(*span)))
        {
            spans.push(span);
        }
    }
    spans
}

/// "Grote Steenweg 12 bus 3, 9000 Gent", found at its street word.
fn dutch(tokens: &[Token], place: usize) -> Option<Span> {
    let street = tokens
        .get(place)
        .filter(|token| is_dutch_street(tokens, place, token))?;
    let behind = if street.plain.ends_with("str") {
        skip_sign(tokens, place + 1, ".")
    } else {
        place + 1
    };
    let end = house(tokens, behind)?;
    let start = name_start(tokens, place);
    Some(Span {
        start,
        end: locality(tokens, end),
    })
}

fn is_dutch_street(tokens: &[Token], place: usize, token: &Token) -> bool {
    if token.kind != TokenKind::Word {
        return false;
    }
    // At least three letters name the street: "in de straat 3" names none.
    let ends = |ending: &str| {
        token
            .plain
            .strip_suffix(ending)
            .is_some_and(|name| name.chars().count() >= 3 || name.ends_with('-'))
    };
    let sure = SURE_ENDINGS.iter().any(|ending| ends(ending)) || (token.has_capital && ends("str"));
    let capital = token.has_capital && CAPITAL_ENDINGS.iter().any(|ending| ends(ending));
    (sure || capital || (token.has_capital && is_apart(tokens, place, token)))
        && !NO_STREETS.has(&token.plain)
}

/// "Grote Markt", "Brugse Steenweg": the street word is capitalised and so is the word before it, which is no "De".
fn is_apart(tokens: &[Token], place: usize, token: &Token) -> bool {
    let is_street = SURE_ENDINGS
        .iter()
        .chain(&CAPITAL_ENDINGS)
        .any(|word| *word == token.plain);
    let before = place.checked_sub(1).and_then(|place| tokens.get(place));
    let named = before.is_some_and(|word| {
        word.kind == TokenKind::Word && word.has_capital && !is_function_word(&word.plain)
    });
    is_street && token.is_near && named
}

/// Capitalised words before the street word belong to its name: "Burgemeester Jan De Smetlaan"; a "De" at the head does not.
fn name_start(tokens: &[Token], street: usize) -> usize {
    let first = street.saturating_sub(4);
    let named = |place: &usize| {
        let near = tokens.get(place + 1).is_some_and(|next| next.is_near);
        near && tokens
            .get(*place)
            .is_some_and(|word| word.kind == TokenKind::Word && word.has_capital)
    };
    let start = (first..street)
        .rev()
        .take_while(named)
        .last()
        .unwrap_or(street);
    let is_name = |place: &usize| {
        tokens
            .get(*place)
            .is_some_and(|word| !is_function_word(&word.plain))
    };
    let start = (start..street).find(is_name).unwrap_or(street);
    tokens.get(start).map_or(0, |token| token.span.start)
}

/// "rue de la Loi 16", "avenue Louise, 54 bte 2", "12, place Saint-Lambert".
fn french(tokens: &[Token], place: usize) -> Option<Span> {
    let street = tokens
        .get(place)
        .filter(|token| token.kind == TokenKind::Word)?;
    let capital_wanted = FRENCH_CAPITAL.has(&street.plain);
    if !capital_wanted && !FRENCH.has(&street.plain) {
        return None;
    }
    let name = tokens.get(skip_sign(tokens, place + 1, ".")..)?;
    let words = name
        .iter()
        .take(7)
        .take_while(|token| token.kind == TokenKind::Word && token.is_near || is_elision(token));
    let words: Vec<&Token> = words.collect();
    // A name, and not "rue avec" or "rue de 3": it starts with a link or a capital, and a word of it is a real one.
    let first = words.first()?;
    let is_link =
        |token: &&Token| FRENCH_LINKS.has(&token.plain) || first_part_is_link(&token.plain);
    let real = |token: &&&Token| {
        let name = unelided(&token.plain);
        !name.is_empty() && !FRENCH_LINKS.has(name) && !is_function_word(name)
    };
    let capital = words.iter().any(|word| word.has_capital);
    if words.iter().filter(real).count() == 0 || !(capital || (is_link(first) && !capital_wanted)) {
        return None;
    }
    let behind = skip_sign(tokens, place + 1, ".") + words.len();
    let last_is_real = words.last().is_some_and(|word| real(&word));
    let after = if last_is_real {
        house(tokens, behind)
    } else {
        None
    };
    let before = house_before(tokens, place).filter(|_| capital);
    let start = before.unwrap_or(street.span.start);
    match after {
        Some(end) => Some(Span {
            start,
            end: locality(tokens, end),
        }),
        None if before.is_some() => Some(Span {
            start,
            end: words.last()?.span.end,
        }),
        None => None,
    }
}

/// English street words, behind a number and a capitalised name: "12 Church Street".
#[rustfmt::skip]
const ENGLISH: Lexicon = Lexicon::of(
    "ave avenue close court crescent drive gardens lane rd road square street terrace way",
);

/// "12 Church Street", "flat 3, 12A Old Station Road": found at its number.
fn english(tokens: &[Token], place: usize) -> Option<Span> {
    let number = tokens.get(place).filter(|token| is_house_number(token))?;
    let suffix = tokens.get(place + 1).is_some_and(|token| {
        token.kind == TokenKind::Word
            && token.plain.len() == 1
            && token.span.start == number.span.end
    });
    let name = place + 1 + usize::from(suffix);
    let words = tokens.get(name..)?.iter().take(4);
    let words: Vec<&Token> = words
        .take_while(|token| token.is_capitalised() && token.is_near)
        .collect();
    let street = words
        .iter()
        .skip(1)
        .rposition(|token| ENGLISH.has(&token.plain))?;
    let last = words.get(street + 1)?;
    Some(Span {
        start: number.span.start,
        end: last.span.end,
    })
}

/// "d'Ypres" starts with a link of its own.
fn first_part_is_link(plain: &str) -> bool {
    plain
        .split(['\'', '’'])
        .next()
        .is_some_and(|part| part != plain && FRENCH_LINKS.has(part))
}

fn unelided(plain: &str) -> &str {
    plain.rsplit(['\'', '’']).next().unwrap_or(plain)
}

fn is_elision(token: &Token) -> bool {
    token.kind == TokenKind::Sign && matches!(token.plain.as_str(), "'" | "’")
}

/// "12, rue …", "12bis rue …": where the number starts.
fn house_before(tokens: &[Token], street: usize) -> Option<usize> {
    let comma = street
        .checked_sub(1)
        .filter(|place| tokens.get(*place).is_some_and(|token| token.plain == ","));
    let last = comma.unwrap_or(street).checked_sub(1)?;
    let suffix = tokens
        .get(last)
        .is_some_and(|token| token.kind == TokenKind::Word && is_suffix(&token.plain));
    let number = if suffix { last.checked_sub(1)? } else { last };
    let token = tokens.get(number).filter(|token| is_house_number(token))?;
    tokens.get(street)?.is_near.then_some(token.span.start)
}

/// The index of the last token of the house number that starts at `place` (after a comma, "nr", "n°").
fn house(tokens: &[Token], place: usize) -> Option<usize> {
    let mut place = skip_sign(tokens, place, ",");
    if tokens.get(place).is_some_and(|token| {
        matches!(
            token.plain.as_str(),
            "nr" | "nummer" | "no" | "n" | "numero" | "huisnummer"
        )
    }) {
        place = skip_sign(tokens, skip_sign(tokens, place + 1, "."), "°");
        place = skip_sign(tokens, place, "º");
    }
    tokens
        .get(place)
        .filter(|token| is_house_number(token) && token.is_near)?;
    let mut last = place;
    let at = |place: usize| tokens.get(place);
    // Letters and ranges: 12A, 12 bis, 12/3, 12-14.
    if let Some(next) = at(last + 1) {
        let glued = next.span.start == at(last)?.span.end;
        if matches!(next.plain.as_str(), ":" | "%" | "€" | "°")
            || (glued && matches!(next.plain.as_str(), "u" | "h" | "e" | "de" | "ste" | "x"))
        {
            return None;
        }
        if next.kind == TokenKind::Word
            && next.is_near
            && is_suffix(&next.plain)
            && (glued || next.plain.len() > 1 || next.has_capital)
        {
            last += 1;
        } else if matches!(next.plain.as_str(), "/" | "-")
            && at(last + 2).is_some_and(|token| token.is_near && is_box(token))
        {
            last += 2;
        }
    }
    let counted = at(last + 1).is_some_and(|token| COUNTED.has(&token.plain));
    let decimal = matches!(
        at(last + 1).map(|token| token.plain.as_str()),
        Some("." | ",")
    ) && at(last + 2).is_some_and(|token| {
        token.kind == TokenKind::Number
            && token.span.start == at(last + 1).map_or(0, |sign| sign.span.end)
    });
    if counted || decimal {
        return None;
    }
    // Box: bus 4, b 12, bte 2, app. 3.
    let word = skip_sign(tokens, last + 1, ",");
    let boxed = at(word).is_some_and(|token| {
        matches!(
            token.plain.as_str(),
            "bus" | "b" | "bte" | "boite" | "app" | "appt" | "verdieping"
        )
    });
    let number = skip_sign(tokens, word + 1, ".");
    if boxed && at(number).is_some_and(|token| token.is_near && is_box(token)) {
        last = number;
    }
    Some(last)
}

fn is_house_number(token: &Token) -> bool {
    let year =
        token.plain.len() == 4 && (token.plain.starts_with("19") || token.plain.starts_with("20"));
    token.kind == TokenKind::Number
        && token.plain.len() <= 4
        && !token.plain.starts_with('0')
        && !year
}

fn is_suffix(plain: &str) -> bool {
    plain.len() == 1 || matches!(plain, "bis" | "ter" | "quater")
}

fn is_box(token: &Token) -> bool {
    (token.kind == TokenKind::Number && token.plain.len() <= 4)
        || (token.kind == TokenKind::Word && token.plain.len() == 1)
}

/// Where the address ends: behind postcode and locality, where they follow the house; else behind the house.
fn locality(tokens: &[Token], house: usize) -> usize {
    let place = skip_sign(tokens, skip_sign(tokens, house + 1, ","), "-");
    let postcode = |token: &&Token| {
        token.kind == TokenKind::Number && token.plain.len() == 4 && !token.plain.starts_with('0')
    };
    let named =
        |token: &&Token| token.kind == TokenKind::Word && token.has_capital && token.is_near;
    let last = match (
        tokens.get(place).filter(postcode),
        tokens.get(place + 1).filter(named),
    ) {
        (Some(_), Some(locality)) => Some(locality),
        _ => tokens.get(house),
    };
    last.map_or(0, |token| token.span.end)
}

fn skip_sign(tokens: &[Token], place: usize, sign: &str) -> usize {
    let stands = tokens
        .get(place)
        .is_some_and(|token| token.kind == TokenKind::Sign && token.plain == sign);
    if stands { place + 1 } else { place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [
            NO_STREETS,
            FRENCH,
            FRENCH_CAPITAL,
            FRENCH_LINKS,
            COUNTED,
            ENGLISH,
        ] {
            assert_eq!(list.fault(), None);
        }
    }
}
