//! Identifiers in running text, made up: numbers with a real check in everyday sentences of four languages, the same numbers
//! with a broken check, and numbers of everyday life. Shared by the tests and by `cargo xtask bench privacy`.
//!
//! Checks are computed here by their own few lines, so that a mistake in the detector cannot hide in the generator.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "tests and benchmark each use a part"
)]

use privacy::{Finding, Kind};
use shared::codes::Language;

/// A small fixed generator: the cases of a seed are the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Self(seed ^ 0x9E37_79B9_7F4A_7C15);
        dice.below(2);
        dice
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(u64::try_from(from.len()).unwrap())).unwrap();
        from[index]
    }

    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap())
            .collect()
    }

    fn letters(&mut self, count: usize) -> String {
        let letters = [
            "A", "B", "C", "D", "E", "F", "G", "H", "K", "L", "N", "P", "R", "S", "V", "X", "Y",
            "Z",
        ];
        (0..count).map(|_| self.pick(&letters)).collect()
    }
}

/// An identifier in a text.
pub(crate) struct Case {
    pub(crate) kind: Kind,
    /// Of the sentence around it.
    pub(crate) language: Language,
    pub(crate) text: String,
    /// Where the identifier stands, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

type Make = fn(&mut Dice) -> String;

pub(crate) const KINDS: [(Kind, Make); 8] = [
    (Kind::NationalNumber, national_number),
    (Kind::Iban, iban),
    (Kind::Riziv, riziv),
    (Kind::Phone, phone),
    (Kind::Email, email),
    (Kind::NumberPlate, number_plate),
    (Kind::Address, address),
    (Kind::BirthDate, birth_date),
];

/// Sentences with a gap, as people write them in a hurry.
const AROUND: [(&str, &str); 26] = [
    ("", ""),
    (
        "Ze belde vorige week, ",
        " en sindsdien hoorden we niets meer.",
    ),
    ("Mevrouw kan niet terecht aan het loket (", ")."),
    ("gegevens: ", "; graag hulp"),
    ("12 gezinnen in 2023. ", ", 3 keer gevraagd"),
    ("Zie \"", "\""),
    ("cliënt ", "\nen nog een regel"),
    (
        "Al 4 maanden wachten zij op een antwoord. Het gaat om ",
        ". Dat is de derde keer dit jaar.",
    ),
    ("Wij zien dit elke week: ", ", en de dienst neemt niet op."),
    ("nr ", " doorgestuurd naar het sociaal huis van Eeklo"),
    ("De moeder (32) gaf ", " door. De school vraagt 1.250 euro."),
    ("- 2 kinderen\n- huur 870 euro\n- ", "\n- geen verwarming"),
    ("kijk eens naar ", " aub 😀"),
    ("La famille a laissé ", " et attend depuis 2 mois."),
    ("Le guichet est fermé le lundi. Voici : ", "."),
    (
        "Depuis 2021, 15 familles attendent; exemple ",
        ", sans réponse",
    ),
    ("« ", " » : c’est ce qu’elle a donné"),
    ("On m’a dit d’appeler, mais ", " ne mène à rien."),
    ("She wrote ", " on the form and nobody called back."),
    ("We see 3 cases a week (", ") in this area."),
    ("Details: ", " - please help"),
    ("About 40 people wait, e.g. ", ", since May."),
    (
        "Die Familie hat ",
        " hinterlassen und wartet seit 2 Monaten.",
    ),
    ("Der Schalter ist montags zu. Angaben: ", "."),
    (
        "Seit 2022 warten 8 Haushalte, zum Beispiel ",
        ", auf Antwort",
    ),
    ("„", "“, so stand es auf dem Zettel"),
];

/// Which language the sentence at a place of [`AROUND`] is in.
const fn language_of(place: usize) -> Language {
    match place {
        0..=12 => Language::Nl,
        13..=17 => Language::Fr,
        18..=21 => Language::En,
        _ => Language::De,
    }
}

/// A bracket, a plus or a locality may go along; the identifier itself must be covered.
pub(crate) fn covers(finding: &Finding, case: &Case) -> bool {
    finding.start <= case.start + 1 && finding.end >= case.end || is_inner(finding, case)
}

/// Of a birth date the date is found, not the word before it.
fn is_inner(finding: &Finding, case: &Case) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    case.kind == Kind::BirthDate
        && finding.kind == Kind::BirthDate
        && finding.start >= case.start
        && digits(&case.text[finding.start..finding.end])
            == digits(&case.text[case.start..case.end])
}

/// `count` cases of each kind.
pub(crate) fn cases(seed: u64, count: usize) -> Vec<Case> {
    let mut dice = Dice::of(seed);
    let mut cases = Vec::new();
    for (kind, make) in KINDS {
        for _ in 0..count {
            let span = make(&mut dice);
            cases.push(in_text(&mut dice, kind, &span));
        }
    }
    cases
}

/// Numbers of kinds with a check, and one digit of each wrong.
pub(crate) fn broken(seed: u64, count: usize) -> Vec<Case> {
    let mut dice = Dice::of(seed);
    let mut cases = Vec::new();
    for (kind, make) in KINDS.into_iter().take(3) {
        for _ in 0..count {
            let whole = make(&mut dice);
            let span = with_a_wrong_digit(&mut dice, &whole);
            cases.push(in_text(&mut dice, kind, &span));
        }
    }
    cases
}

fn in_text(dice: &mut Dice, kind: Kind, span: &str) -> Case {
    let index = usize::try_from(dice.below(u64::try_from(AROUND.len()).unwrap())).unwrap();
    let (before, after) = AROUND[index];
    Case {
        kind,
        language: language_of(index),
        text: format!("{before}{span}{after}"),
        start: before.len(),
        end: before.len() + span.len(),
    }
}

/// One digit replaced by another: modulo 97 sees every such mistake.
fn with_a_wrong_digit(dice: &mut Dice, whole: &str) -> String {
    let places: Vec<usize> = whole
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii_digit())
        .map(|(place, _)| place)
        .collect();
    let place = places[usize::try_from(dice.below(u64::try_from(places.len()).unwrap())).unwrap()];
    let digit = u64::from(whole.as_bytes()[place] - b'0');
    let other = (digit + 1 + dice.below(9)) % 10;
    format!("{}{other}{}", &whole[..place], &whole[place + 1..])
}

/// Whether digits and letters of a span pass the check of their kind; `true` for kinds without one.
pub(crate) fn is_checked(kind: Kind, span: &str) -> bool {
    let signs: String = span.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = signs.to_ascii_lowercase();
    match kind {
        Kind::NationalNumber => {
            let (body, check) = plain.split_at(9);
            let check: u64 = check.parse().unwrap();
            97 - mod_97(body) == check || 97 - mod_97(&format!("2{body}")) == check
        }
        Kind::Riziv => 97 - mod_97(&plain[..6]) == plain[6..8].parse::<u64>().unwrap(),
        Kind::Iban if plain.starts_with(|first: char| first.is_ascii_digit()) => {
            let rest = mod_97(&plain[..10]);
            plain[10..].parse::<u64>().unwrap() == if rest == 0 { 97 } else { rest }
        }
        Kind::Iban => {
            let moved = format!("{}{}", &plain[4..], &plain[..4]);
            let digits: String = moved
                .chars()
                .map(|sign| sign.to_digit(36).unwrap().to_string())
                .collect();
            mod_97(&digits) == 1
        }
        _ => true,
    }
}

fn mod_97(digits: &str) -> u64 {
    digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97)
}

fn national_number(dice: &mut Dice) -> String {
    let born_late = dice.below(3) == 0;
    let year = if born_late {
        dice.below(26)
    } else {
        25 + dice.below(75)
    };
    let month = [0, 20, 40][usize::try_from(dice.below(3)).unwrap()] + 1 + dice.below(12);
    let body = format!(
        "{year:02}{month:02}{:02}{:03}",
        1 + dice.below(28),
        1 + dice.below(998)
    );
    let check = 97
        - mod_97(&if born_late {
            format!("2{body}")
        } else {
            body.clone()
        });
    let part = |range: std::ops::Range<usize>| body[range].to_owned();
    match dice.below(6) {
        0 => format!("{body}{check:02}"),
        1 => format!(
            "{}.{}.{}-{}.{check:02}",
            part(0..2),
            part(2..4),
            part(4..6),
            part(6..9)
        ),
        2 => format!(
            "{} {} {} {} {check:02}",
            part(0..2),
            part(2..4),
            part(4..6),
            part(6..9)
        ),
        3 => format!("{}-{}-{check:02}", part(0..6), part(6..9)),
        4 => format!(
            "{}/{}/{} {}-{check:02}",
            part(0..2),
            part(2..4),
            part(4..6),
            part(6..9)
        ),
        _ => format!("{} {}{check:02}", part(0..6), part(6..9)),
    }
}

fn iban(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => {
            let body = dice.digits(10);
            let check = match mod_97(&body) {
                0 => 97,
                rest => rest,
            };
            return format!("{}-{}-{check:02}", &body[..3], &body[3..]);
        }
        1 => return with_check(dice, "NL", &["ABNA", "INGB", "RABO", "TRIO"], 10),
        2 => return with_check(dice, "DE", &[""], 18),
        _ => {}
    }
    // B = 11, E = 14; the check digits 00 stand behind them while the check is made.
    let body = dice.digits(12);
    let check = 98 - mod_97(&format!("{body}111400"));
    match dice.below(4) {
        0 => format!("BE{check:02}{body}"),
        1 => format!("BE{check:02} {} {} {}", &body[..4], &body[4..8], &body[8..]),
        2 => format!("BE{check:02}-{}-{}-{}", &body[..4], &body[4..8], &body[8..]),
        _ => format!("be{check:02}{body}"),
    }
}

fn with_check(dice: &mut Dice, country: &str, banks: &[&str], digits: usize) -> String {
    let body = format!("{}{}", dice.pick(banks), dice.digits(digits));
    let spelled: String = format!("{body}{country}00")
        .chars()
        .map(|sign| sign.to_digit(36).unwrap().to_string())
        .collect();
    let whole = format!("{country}{:02}{body}", 98 - mod_97(&spelled));
    if dice.below(2) == 0 {
        return whole;
    }
    let groups: Vec<String> = whole
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8(group.to_vec()).unwrap())
        .collect();
    groups.join(" ")
}

fn riziv(dice: &mut Dice) -> String {
    let body = format!("{}{}", 1 + dice.below(5), dice.digits(5));
    let check = 97 - mod_97(&body);
    let last = dice.digits(3);
    match dice.below(3) {
        0 => format!("{body}{check:02}{last}"),
        1 => format!("{}-{}-{check:02}-{last}", &body[..1], &body[1..]),
        _ => format!("{}/{}/{check:02}/{last}", &body[..1], &body[1..]),
    }
}

fn phone(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => return neighbour_phone(dice),
        1 => return foreign_phone(dice),
        _ => {}
    }
    let head = if dice.below(2) == 0 {
        format!("04{}{}", 5 + dice.below(5), dice.below(10))
    } else {
        let zones = [
            "02", "03", "09", "011", "014", "016", "050", "051", "052", "053", "055", "056", "058",
            "089",
        ];
        dice.pick(&zones).to_owned()
    };
    let subscriber = match head.len() {
        2 => format!("{}{}", 2 + dice.below(8), dice.digits(6)),
        3 => format!("{}{}", 2 + dice.below(8), dice.digits(5)),
        _ => dice.digits(6),
    };
    let pairs = |between: &str| {
        let (first, rest) = subscriber.split_at(subscriber.len() - 4);
        format!("{first}{between}{}{between}{}", &rest[..2], &rest[2..])
    };
    match dice.below(9) {
        0 => format!("{head}{subscriber}"),
        1 => format!("{head}/{}", pairs(".")),
        2 => format!("{head} {}", pairs(" ")),
        3 => format!("{head}-{}", pairs("-")),
        4 => format!("({head}) {}", pairs(" ")),
        5 => format!("+32 {} {}", &head[1..], pairs(" ")),
        6 => format!("+32{}{subscriber}", &head[1..]),
        7 => format!("+32 (0){} {}", &head[1..], pairs(" ")),
        _ => format!("0032 {} {}", &head[1..], pairs(" ")),
    }
}

/// National notations of the Netherlands, France, Germany and Britain.
fn neighbour_phone(dice: &mut Dice) -> String {
    let mobile = 1 + dice.below(8);
    let pairs = |dice: &mut Dice, between: &str| {
        let pairs: Vec<String> = (0..4).map(|_| dice.digits(2)).collect();
        pairs.join(between)
    };
    match dice.below(11) {
        0 => format!("06-{mobile}{}", dice.digits(7)),
        1 => format!("06 {mobile}{}", dice.digits(7)),
        2 => format!("0{} {}", 6 + dice.below(2), pairs(dice, " ")),
        3 => format!("0{}.{}", 6 + dice.below(2), pairs(dice, ".")),
        4 => format!(
            "0{} {}",
            dice.pick(&["151", "160", "170", "175", "176"]),
            dice.digits(8)
        ),
        5 => format!(
            "0{}-{}",
            dice.pick(&["20", "10", "30", "40", "76"]),
            1_000_000 + dice.below(8_999_999)
        ),
        6 => format!("06 - {mobile}{} {}", dice.digits(3), dice.digits(4)),
        7 => format!(
            "0{} - {} {} {}",
            dice.pick(&["20", "10", "30", "40", "76"]),
            200 + dice.below(800),
            dice.digits(2),
            dice.digits(2)
        ),
        8 => format!(
            "06 {mobile}{} {} {}",
            dice.digits(1),
            dice.digits(3),
            dice.digits(3)
        ),
        9 => format!(
            "0{}/{} {} {}",
            dice.pick(&["151", "160", "170", "175", "176"]),
            dice.digits(3),
            dice.digits(3),
            dice.digits(2)
        ),
        _ => format!("07{} {}", 100 + dice.below(900), dice.digits(6)),
    }
}

/// With the code of their country, in the groups that people of that country use.
fn foreign_phone(dice: &mut Dice) -> String {
    // `#` is any digit.
    let form = dice.pick(&[
        "+31 6 2#######",
        "+31 (0)6 2### ####",
        "0031 6 2#######",
        "+33 6 ## ## ## ##",
        "+33 (0)7 ## ## ## ##",
        "0033 6 ## ## ## ##",
        "+49 151 ########",
        "+49 (0)171 / ### ## ##",
        "+49 241 ######",
        "+44 79## ######",
        "+44 (0)20 7### ####",
        "+212 6## ## ## ##",
        "+212 6########",
        "+90 53# ### ## ##",
        "0090 53# ### ## ##",
        "+380 50 ### ## ##",
        "+48 5## ### ###",
        "+40 72# ### ###",
        "+359 88 ### ####",
        "+352 621 ### ###",
        "+34 6## ## ## ##",
        "+39 34# ### ####",
        "+963 944 ### ###",
        "00963 944 ### ###",
        "+93 70 ### ####",
        "+1 (212) 555-####",
        "+ 32 47# ## ## ##",
    ]);
    filled(dice, form)
}

/// A form with a digit in place of each `#`.
fn filled(dice: &mut Dice, form: &str) -> String {
    form.chars()
        .map(|sign| match sign {
            '#' => char::from_digit(u32::try_from(dice.below(10)).unwrap(), 10).unwrap(),
            _ => sign,
        })
        .collect()
}

fn email(dice: &mut Dice) -> String {
    let name = dice.pick(&[
        "an",
        "jan.peeters",
        "fatima_el.amrani",
        "info",
        "k.dewolf-maes",
        "AN.DS",
        "jo+werk",
        "o'brien",
    ]);
    let domain = dice.pick(&[
        "linde.be",
        "ocmw.eik.example",
        "mail.example.com",
        "voorbeeld.vlaanderen",
        "school-es.be",
    ]);
    let sign = if dice.below(8) == 0 { " (at) " } else { "@" };
    format!("{name}{}{sign}{domain}", dice.below(100))
}

fn number_plate(dice: &mut Dice) -> String {
    let (letters, digits) = (dice.letters(3), dice.digits(3));
    match dice.below(6) {
        0 => format!("{}-{letters}-{digits}", 1 + dice.below(9)),
        1 => format!("{}{letters}{digits}", 1 + dice.below(2)),
        2 => format!("{letters}-{digits}"),
        3 => format!("{digits}-{letters}"),
        4 => format!("{}-{}-{digits}", 1 + dice.below(2), letters.to_lowercase()),
        _ => format!("{}-{letters}-{digits}", dice.pick(&["O", "T", "Q", "Z"])),
    }
}

fn address(dice: &mut Dice) -> String {
    let number = 1 + dice.below(400);
    match dice.below(7) {
        6 => {
            let place = dice.pick(&[
                "Heide",
                "Ten Bosch",
                "Am Markt",
                "An der Kirche",
                "Hoge Mote",
            ]);
            let town = dice.pick(&[
                "2930 Brasschaat",
                "9000 Gent",
                "4780 Sankt Vith",
                "B-4700 Eupen",
            ]);
            return format!("{place} {number}, {town}");
        }
        0 | 1 => {
            let street = dice.pick(&[
                "rue de la Station",
                "avenue des Tilleuls",
                "rue Haute",
                "chaussée de Gand",
                "boulevard Leopold",
                "rue du Moulin",
            ]);
            return if dice.below(2) == 0 {
                format!("{street} {number}")
            } else {
                format!("{number}, {street}")
            };
        }
        2 => {
            let street = dice.pick(&[
                "Hauptstraße",
                "Bahnhofstrasse",
                "Gartenweg",
                "Kirchplatz",
                "Schulstr.",
                "Lindenallee",
                "Aachener Straße",
                "Rosengasse",
                "Deutscher Ring",
            ]);
            let behind = dice.pick(&["", "", "a", ", 4700 Eupen", ", 52062 Aachen"]);
            return format!("{street} {number}{behind}");
        }
        3 => {
            let street = dice.pick(&[
                "Church Street",
                "Station Road",
                "Park Avenue",
                "Mill Lane",
                "Queens Drive",
                "St Mary's Road",
                "Elm Tree Close",
                "Oak St",
                "The Grove",
            ]);
            let flat = dice.pick(&["", "", "A"]);
            return format!("{number}{flat} {street}");
        }
        _ => {}
    }
    let name = dice.pick(&[
        "Kerk",
        "Molen",
        "Linden",
        "Station",
        "Sint-Jans",
        "Oude Brugse",
        "Koningin Astrid",
        "Meiboom",
        "Burgemeester De Smet",
    ]);
    let kind = dice.pick(&["straat", "laan", "steenweg", "plein", "dreef"]);
    let suffix = dice.pick(&["", "", "A", " bus 3", "/2", ", 9000 Gent"]);
    format!("{name}{kind} {number}{suffix}")
}

fn birth_date(dice: &mut Dice) -> String {
    let (day, month, year) = (
        1 + dice.below(28),
        1 + dice.below(12),
        1930 + dice.below(94),
    );
    let months = ["januari", "maart", "mei", "augustus", "oktober", "december"];
    match dice.below(9) {
        0 => format!("geboren op {day}/{month}/{year}"),
        1 => format!("geb. {day:02}-{month:02}-{year}"),
        2 => format!("° {day}.{month}.{year}"),
        3 => format!("geboortedatum: {day} {} {year}", dice.pick(&months)),
        4 => format!("né le {day:02}/{month:02}/{year}"),
        5 => format!(
            "date de naissance {day} {} {year}",
            dice.pick(&["janvier", "mars", "août", "décembre"])
        ),
        6 => format!(
            "born on {} {day}, {year}",
            dice.pick(&["March", "July", "October"])
        ),
        7 => format!(
            "geboren am {day}. {} {year}",
            dice.pick(&["März", "Juli", "Oktober"])
        ),
        _ => format!("geboortedatum {year}-{month:02}-{day:02}"),
    }
}

/// An everyday sentence with numbers, in one of the four languages.
pub(crate) fn everyday(dice: &mut Dice) -> String {
    if dice.below(2) == 0 {
        return format!("Wij zien {} en dat is te veel.", ordinary(dice));
    }
    let form = dice.pick(&[
        "open van 09.#0-12.#0 / 13.#0-17.#0, gesloten op 0#/0#",
        "bus om 06.1#, 07.2# en 08.3#, halte 1#",
        "sinds 0#/202# 1## aanvragen",
        "de lijst telt 1 0## namen, 2 0## wachtenden",
        "stap 1 2 3 4 5 6 7 8 9 10",
        "Le guichet ouvre à 09h#0, de 13.#0 à 16.#0, 3# places",
        "En 202#, 1# familles sur 2## ont attendu 1# mois",
        "rue Haute, 1# enfants jouent entre 1#h et 1#h",
        "loyer de 8## euros, charges de 1##,#0 euros",
        "article 2#, § 3, du décret du 1# mai 201#",
        "In 202# 1# families on Church Street waited 1# weeks",
        "We saw 1# people at 09:#0 and 2# at 10:#0",
        "rent of 1,2## euros, 3# square metres, 4# steps",
        "Room 1#, floor 2, 3## residents, ages 1# to 6#",
        "In der Hauptstraße 1# Familien ohne Wasser, seit 202#",
        "Kein Kitaplatz 1# Monate lang, 2## Kinder",
        "Der Schulweg 4# Minuten, 3 Kilometer",
        "Seite 1#, 15## Zeichen und mehr",
        "Miete 8## Euro, 7# Quadratmeter, 3. Stock",
        "Sprechstunde 09:#0 bis 11:#0 Uhr, Zimmer 2##",
    ]);
    filled(dice, form)
}

/// The same text as somebody writes it who has a clever keyboard, or wants to hide: other spaces, dashes and digits, signs
/// without width.
pub(crate) fn disguised(dice: &mut Dice, text: &str) -> String {
    let mut disguised = String::new();
    for sign in text.chars() {
        let code = u32::from(sign);
        let wide = char::from_u32(code + 0xFEE0).unwrap_or(sign);
        disguised.push(match sign {
            ' ' if dice.below(2) == 0 => '\u{A0}',
            '-' if dice.below(2) == 0 => '\u{2013}',
            _ if sign.is_ascii_graphic() && dice.below(3) == 0 => wide,
            _ => sign,
        });
        if dice.below(4) == 0 {
            disguised
                .push_str(dice.pick(&["\u{200B}", "\u{2060}", "\u{AD}", "\u{FEFF}", "\u{200D}"]));
        }
    }
    disguised
}

/// Numbers of everyday life.
pub(crate) fn ordinary(dice: &mut Dice) -> String {
    let year = 1990 + dice.below(40);
    match dice.below(22) {
        0 => format!("in {year} waren er {} gezinnen", dice.below(5_000)),
        1 => format!(
            "{}.{}.{} euro",
            1 + dice.below(9),
            dice.digits(3),
            dice.digits(3)
        ),
        2 => format!(
            "€ {}.{},{}",
            1 + dice.below(900),
            dice.digits(3),
            dice.digits(2)
        ),
        3 => format!(
            "op {:02}/{:02}/{year} om {:02}:{:02}",
            1 + dice.below(28),
            1 + dice.below(12),
            dice.below(24),
            dice.below(60)
        ),
        4 => format!("{:02}-{:02}-{year}", 1 + dice.below(28), 1 + dice.below(12)),
        5 => format!(
            "artikel {}, § {} van de wet van {year}",
            dice.below(200),
            dice.below(9)
        ),
        6 => format!(
            "{},{} procent van de {} aanvragen",
            dice.below(99),
            dice.below(9),
            dice.digits(4)
        ),
        7 => format!("van {} tot {} jaar", dice.below(40), 40 + dice.below(50)),
        8 => format!("dossier {}", dice.digits(9)),
        9 => format!("lijn {} of bus {}", dice.below(99), dice.below(99)),
        10 => format!(
            "{} {}",
            1000 + dice.below(8_999),
            dice.pick(&["Gent", "Eeklo", "Kortrijk", "Mortsel"])
        ),
        11 => format!(
            "{}.{} inwoners, {} wachtenden",
            5 + dice.below(90),
            dice.digits(3),
            dice.below(900)
        ),
        12 => format!(
            "tussen {} en {} uur, {} keer per week",
            dice.below(12),
            12 + dice.below(12),
            dice.below(7)
        ),
        13 => format!("factuur {}/{}", year, dice.digits(5)),
        14 => {
            // A company number has a check of its own.
            let body = format!("0{}", 4_000_000 + dice.below(3_999_999));
            format!(
                "KBO {}.{}.{}{:02}",
                &body[..4],
                &body[4..7],
                &body[7..],
                97 - mod_97(&body)
            )
        }
        15 => format!(
            "{} m², {} graden, {} km",
            dice.below(200),
            dice.below(40),
            dice.below(90)
        ),
        16 => format!(
            "depuis le {} mars {year}, {} familles",
            1 + dice.below(28),
            dice.below(90)
        ),
        17 => format!(
            "in de {} {} gezinnen zonder water",
            dice.pick(&["Kerkstraat", "Molenlaan", "Dorpsdreef"]),
            2 + dice.below(40)
        ),
        18 => format!(
            "{} people in {} flats since {year}",
            dice.below(500),
            dice.below(60)
        ),
        19 => format!(
            "{} Familien, {} Kinder, {} Euro",
            dice.below(90),
            dice.below(300),
            dice.below(9_000)
        ),
        20 => format!("kamers 12, 14, 16 en 18; verdieping {}", dice.below(9)),
        _ => format!(
            "+++{}/{}/{}+++",
            dice.digits(3),
            dice.digits(4),
            dice.digits(5)
        ),
    }
}
