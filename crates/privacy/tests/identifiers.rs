//! Recall and precision over generated cases (analysis.md, Bars): numbers with a real check in everyday sentences, and
//! numbers of everyday life that are none of them.

#![expect(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the generator is part of the test"
)]

use privacy::{Kind, find};

const CASES_PER_KIND: u64 = 1_000;

/// A small fixed generator: the cases are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(u64::try_from(from.len()).unwrap())).unwrap();
        from[index]
    }

    fn digits(&mut self, count: usize) -> String {
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

const AROUND: [(&str, &str); 8] = [
    ("", ""),
    ("Ze belde vorige week, ", " en sindsdien niets meer."),
    ("Mevrouw kan niet terecht aan het loket (", ")."),
    ("gegevens: ", "; graag hulp"),
    ("12 gezinnen in 2023. ", ", 3 keer gevraagd"),
    ("La famille a laissé ", " et attend depuis 2 mois."),
    ("Zie \"", "\""),
    ("cliënt ", "\nen nog een regel"),
];

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
    match dice.below(5) {
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
        _ => format!("{} {}{check:02}", part(0..6), part(6..9)),
    }
}

fn iban(dice: &mut Dice) -> String {
    if dice.below(5) == 0 {
        let body = dice.digits(10);
        let check = match mod_97(&body) {
            0 => 97,
            rest => rest,
        };
        return format!("{}-{}-{check:02}", &body[..3], &body[3..]);
    }
    // B = 11, E = 14; the check digits 00 stand behind them while the check is made.
    let body = dice.digits(12);
    let check = 98 - mod_97(&format!("{body}111400"));
    match dice.below(3) {
        0 => format!("BE{check:02}{body}"),
        1 => format!("BE{check:02} {} {} {}", &body[..4], &body[4..8], &body[8..]),
        _ => format!("be{check:02}{body}"),
    }
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
    match dice.below(8) {
        0 => format!("{head}{subscriber}"),
        1 => format!("{head}/{}", pairs(".")),
        2 => format!("{head} {}", pairs(" ")),
        3 => format!("{head}-{}", pairs("-")),
        4 => format!("({head}) {}", pairs(" ")),
        5 => format!("+32 {} {}", &head[1..], pairs(" ")),
        6 => format!("+32{}{subscriber}", &head[1..]),
        _ => format!("0032 {} {}", &head[1..], pairs(" ")),
    }
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
    ]);
    let domain = dice.pick(&[
        "linde.be",
        "ocmw.eik.example",
        "mail.example.com",
        "voorbeeld.vlaanderen",
        "school-es.be",
    ]);
    format!("{name}{}@{domain}", dice.below(100))
}

fn number_plate(dice: &mut Dice) -> String {
    let (letters, digits) = (dice.letters(3), dice.digits(3));
    match dice.below(5) {
        0 => format!("{}-{letters}-{digits}", 1 + dice.below(9)),
        1 => format!("{}{letters}{digits}", 1 + dice.below(2)),
        2 => format!("{letters}-{digits}"),
        3 => format!("{digits}-{letters}"),
        _ => format!("{}-{letters}-{digits}", dice.pick(&["O", "T", "Q", "Z"])),
    }
}

fn address(dice: &mut Dice) -> String {
    let number = 1 + dice.below(400);
    if dice.below(3) == 0 {
        let street = dice.pick(&[
            "rue de la Station",
            "avenue des Tilleuls",
            "rue Haute",
            "chaussée de Gand",
            "boulevard Leopold",
        ]);
        return if dice.below(2) == 0 {
            format!("{street} {number}")
        } else {
            format!("{number}, {street}")
        };
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
    ]);
    let kind = dice.pick(&["straat", "laan", "steenweg", "plein", "dreef"]);
    let suffix = dice.pick(&["", "", "A", " bus 3", "/2"]);
    format!("{name}{kind} {number}{suffix}")
}

/// Numbers of everyday life.
fn ordinary(dice: &mut Dice) -> String {
    let year = 1990 + dice.below(40);
    match dice.below(16) {
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
        14 => format!(
            "KBO 0{}.{}.{}",
            dice.digits(3),
            dice.digits(3),
            dice.digits(3)
        ),
        _ => format!(
            "{} m², {} graden, {} km",
            dice.below(200),
            dice.below(40),
            dice.below(90)
        ),
    }
}

type Make = fn(&mut Dice) -> String;

#[test]
fn identifiers_are_found_and_ordinary_numbers_are_not() {
    let makers: [(Kind, Make); 7] = [
        (Kind::NationalNumber, national_number),
        (Kind::Iban, iban),
        (Kind::Riziv, riziv),
        (Kind::Phone, phone),
        (Kind::Email, email),
        (Kind::NumberPlate, number_plate),
        (Kind::Address, address),
    ];
    let mut dice = Dice(20_261_123);
    let (mut wrong, mut missed) = (Vec::new(), Vec::new());
    for (kind, make) in makers {
        let mut found_here = 0;
        for case in 0..CASES_PER_KIND {
            let (before, after) = AROUND[usize::try_from(case % 8).unwrap()];
            let span = make(&mut dice);
            let text = format!("{before}{span}{after}");
            let is_right = |finding: &&privacy::Finding| {
                // A bracket or plus may or may not go along, the digits must.
                finding.start <= before.len() + 1 && finding.end >= before.len() + span.len()
            };
            match find(&text).iter().find(is_right) {
                Some(_) => found_here += 1,
                None => missed.push(format!(
                    "{}: {text}",
                    kind.placeholder(shared::codes::Language::En)
                )),
            }
            wrong.extend(
                find(&text)
                    .iter()
                    .filter(|finding| !is_right(finding))
                    .map(|finding| text[finding.start..finding.end].to_owned()),
            );
        }
        let recall = f64::from(found_here) / 1_000.0;
        assert!(
            recall >= 0.995,
            "{kind:?}: recall {recall}, for example {:?}",
            &missed[missed.len().saturating_sub(5)..]
        );
    }
    for _ in 0..5_000 {
        let text = format!("Wij zien {} en dat is te veel.", ordinary(&mut dice));
        wrong.extend(
            find(&text)
                .iter()
                .map(|finding| text[finding.start..finding.end].to_owned()),
        );
    }
    let (missed, wrong_count) = (
        u32::try_from(missed.len()).unwrap(),
        u32::try_from(wrong.len()).unwrap(),
    );
    let found = 7_000.0 - f64::from(missed);
    let precision = found / (found + f64::from(wrong_count));
    assert!(
        precision >= 0.98,
        "precision {precision}, for example {:?}",
        &wrong[..wrong.len().min(20)]
    );
}
