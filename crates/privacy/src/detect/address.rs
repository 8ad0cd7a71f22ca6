//! Street and number, in Dutch, German, French and English; the locality goes along when it follows.

use text::{Lexicon, is_function_word};

use super::birth_date::MONTHS;
use crate::glyphs::Span;
use crate::tokens::{Token, TokenKind};

/// Endings that only streets have; also in small letters.
const SURE_ENDINGS: [&str; 7] = [
    "straat", "laan", "steenweg", "dreef", "stwg", "strasse", "straße",
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
    "allerlei arbeidsmarkt arbeitsmarkt arbeitsplatz arbeitsweg assisenhof ausweg autoweg bauernhof bedrijvenpark boomgaardpad \
     bouwmarkt buurtpark buurtweg einbahnstraße fahrradstraße feldweg fietspad fietsstraat flohmarkt gehweg gerechtshof \
     halfweg heimplatz heimweg huizenmarkt huurmarkt jaarmarkt jeugdhof kerstmarkt kinderlei koopmarkt landweg loopbaan \
     luchtweg marktplein middenweg nebenstraße omweg onderweg parkeerplein parkplatz pretpark radweg recreatiepark rijbaan \
     rommelmarkt schlafplatz schoolplein schoolstraat schulweg snelweg speelplein speelstraat spielplatz spielstraße spoorweg \
     sportplatz stellplatz supermarkt uitweg umweg vakantiepark vanweg velerlei voetpad wandelpad waterweg winkelstraat \
     wohnungsmarkt woningmarkt woonerf woonpark zebrapad zijstraat",
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
    "aanvragen ans anwohner apartments appartementen autos bewohner bewoners cars cas children client clienten clients daar \
     dag dagen days dossiers enfants episodes euro euros familien families familles flats fois foyers frauen garages \
     gevallen gezin gezinnen habitants handelaars hauser haushalte heures homes hours households houses huis huishoudens \
     huisjes huizen jaar jahre jahren jeunes jongeren jours jugendliche kamers keer kilometer kinder kinderen kindern kleine \
     km kwetsbare leden leerlingen leute lights locataires logements m maal maand maanden maisons mannen manner meldingen \
     menages menschen mensen meter meters metres mieter miles minuten minutes mois monate monaten months ouderen ouders \
     panden parkeerplaatsen people personen personnes persons plaatsen platze procent prozent residents scholen schuler \
     semaines senioren shops signalen studenten stunden tage tagen tenants times uhr uren uur vrouwen weeks weken winkels \
     wochen wohnungen woningen years zieken",
);

pub(crate) fn find(tokens: &[Token]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for place in 0..tokens.len() {
        let found = dutch(tokens, place)
            .or_else(|| french(tokens, place))
            .or_else(|| english(tokens, place))
            .or_else(|| with_postcode(tokens, place));
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
        && !is_waited_for(&token.plain)
}

/// "Kitaplatz", "Ausbildungsplatz", "Betreuungsplatz": what one waits for, told by what stands before "platz".
const NO_SQUARES: [&str; 6] = ["kita", "krippen", "schul", "garten", "pflege", "ungs"];

fn is_waited_for(plain: &str) -> bool {
    let place = plain
        .strip_suffix("platz")
        .map(|place| place.trim_end_matches('-'));
    place.is_some_and(|place| {
        NO_SQUARES.iter().any(|head| place.ends_with(head)) || place.ends_with("apie")
    })
}

/// "Grote Markt", "Brugse Steenweg": the street word is capitalised and so is the word before it, which is no "De".
fn is_apart(tokens: &[Token], place: usize, token: &Token) -> bool {
    let is_street = SURE_ENDINGS
        .iter()
        .chain(&CAPITAL_ENDINGS)
        .chain(&["street", "road"])
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
    "ave avenue blvd boulevard close court cres crescent drive gardens grove lane mews rd road square st street terrace way",
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
    // "In 2023 12 New Street Lights", "3 Oak Street families"
    let counted = tokens
        .get(name + street + 2)
        .is_some_and(|token| token.is_near && COUNTED.has(&token.plain));
    (!counted).then_some(Span {
        start: number.span.start,
        end: last.span.end,
    })
}

/// "Am Markt 3, 4700 Eupen", "Heide 5, 2930 Brasschaat": no word for a street, but a house, a comma, a postcode and a locality.
fn with_postcode(tokens: &[Token], place: usize) -> Option<Span> {
    let name = tokens.get(place).filter(|token| token.is_capitalised())?;
    let number = tokens.get(place + 1)?;
    if !number.is_near || number.plain.len() > 3 || MONTHS.has(&name.plain) {
        return None;
    }
    let house = house(tokens, place + 1)?;
    let comma = tokens.get(house + 1).filter(|token| token.is(","))?;
    let code = tokens.get(house + 2)?;
    // "Wachtlijst 12, 2023 Gent": may be a year.
    let is_year = code.plain.starts_with("19") || code.plain.starts_with("20");
    let end = postcode_and_locality(tokens, house + 2)
        .filter(|_| !is_year && comma.span.end <= code.span.start)?;
    let start = name_of_place(tokens, place);
    // "Seite 12, 1500 Zeichen": in German every noun has a capital, so one word before the number tells nothing.
    let is_told = start < name.span.start || !tokens.iter().any(is_german);
    is_told.then_some(Span { start, end })
}

fn is_german(token: &Token) -> bool {
    matches!(
        token.plain.as_str(),
        "das" | "der" | "ein" | "eine" | "ist" | "nicht" | "und" | "wir"
    )
}

/// Where the capitalised words before the last one start, with small words of a street between: "An der Kirche".
fn name_of_place(tokens: &[Token], last: usize) -> usize {
    let mut start = last;
    for place in (last.saturating_sub(3)..last).rev() {
        let is_near = tokens.get(place + 1).is_some_and(|next| next.is_near);
        let Some(token) = tokens.get(place).filter(|token| token.is_word() && is_near) else {
            break;
        };
        if token.has_capital {
            start = place;
        } else if !matches!(
            token.plain.as_str(),
            "der" | "den" | "dem" | "de" | "het" | "la" | "du"
        ) {
            break;
        }
    }
    tokens.get(start).map_or(0, |token| token.span.start)
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
    let end = postcode_and_locality(tokens, place);
    end.or_else(|| tokens.get(house).map(|token| token.span.end))
        .unwrap_or(0)
}

/// "9000 Gent", "B-4700 Eupen", "1012 AB Amsterdam", "52062 Aachen": where it ends.
fn postcode_and_locality(tokens: &[Token], place: usize) -> Option<usize> {
    let country = tokens.get(place).is_some_and(|token| {
        matches!(token.plain.as_str(), "b" | "d" | "f" | "nl" | "l") && token.has_capital
    });
    let place = if country {
        skip_sign(tokens, place + 1, "-")
    } else {
        place
    };
    tokens.get(place).filter(|token| {
        token.kind == TokenKind::Number
            && matches!(token.plain.len(), 4 | 5)
            && (token.plain.len() == 5 || !token.plain.starts_with('0'))
    })?;
    let is_dutch = tokens
        .get(place + 1)
        .is_some_and(|token| token.is_shouted && token.plain.len() == 2 && token.is_near);
    let name = place + 1 + usize::from(is_dutch);
    let named = |place: usize| {
        tokens
            .get(place)
            .filter(|token| token.is_capitalised() && token.is_near)
    };
    let locality = named(name).filter(|token| !COUNTED.has(&token.plain))?;
    // "Sankt Vith", "Saint Ghislain" have two words.
    let is_saint = matches!(
        locality.plain.as_str(),
        "sankt" | "st" | "saint" | "sint" | "la" | "le" | "de" | "den"
    );
    let last = named(name + 1).filter(|_| is_saint).unwrap_or(locality);
    Some(last.span.end)
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
