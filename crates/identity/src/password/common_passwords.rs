//! Passwords that are tried first.
//!
//! Not a list of passwords: of the commonest ones hardly any has twelve characters, the longer ones are a word with a
//! tail. So the password is cut into parts a guesser has ready (words, walks over the keyboard, repetitions, years,
//! what is known of the user), and refused when too little remains. The words below, with their tails and spellings,
//! stand for some millions of passwords, the 3,000 commonest of that length among them.

use std::{collections::HashSet, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

/// Fewer characters than this outside of known parts: refused.
const MIN_OWN_CHARACTERS: usize = 4;
/// More words than this are a sentence, even where each word is a common one.
const MAX_COMMON_WORDS: usize = 2;
/// A tail of digits: a year, a postal code.
const FREE_DIGITS: usize = 4;
const FREE_DIGIT_GROUPS: usize = 2;
const FREE_SYMBOLS: usize = 3;
const MIN_RUN: usize = 3;
const MIN_WORD: usize = 3;

/// What people begin with, in the languages spoken here. Folded: lower case, no accents.
const WORDS: &str = "
password passwort passphrase paswoord wachtwoord motdepasse passe kennwort geheim geheimpje secret
toegang toegangscode sesam sesamopenu opensesame letmein laatmebinnen trustno one changeme change
verander verandermij veranderen wijzig wijzigen changer aendern default standaard temporary tijdelijk temp
welkom welcome bienvenue willkommen hallo hello bonjour salut goeiedag goedemorgen goodmorning
admin administrator beheerder beheer administrateur root user users gebruiker utilisateur benutzer
login aanmelden signin guest gast test testing tester testen demo example voorbeeld exemple beispiel
computer laptop internet google facebook instagram youtube windows microsoft outlook office apple
samsung iphone android telefoon netflix spotify pokemon pikachu minecraft fortnite nintendo
playstation xbox starwars matrix batman superman spiderman ironman avengers hogwarts harry potter
gandalf frodo godzilla killer hunter ranger knight warrior ninja samurai pirate soldier
love iloveyou loveyou ikhouvanjou ikhouvan jetaime ichliebe dich lovely lover liefde liefje schatje
schat amour cherie liebe sexy babygirl baby angel engel princess prinses princesse queen king
prince koning koningin freedom vrijheid liberte friend friends vrienden vriend amis forever happy
gelukkig sunshine zonneschijn soleil sonne sunflower zonnebloem flower bloem bloemen fleur rainbow
regenboog summer zomer sommer winter herfst autumn spring lente automne printemps herbst fruehling
januari februari maart april juni juli augustus september oktober november december january
february march june july august october janvier fevrier mars avril juin juillet aout septembre
octobre novembre decembre januar februar maerz dezember maandag dinsdag woensdag donderdag vrijdag
zaterdag zondag monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi
vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag vandaag morgen
dragon draak monkey tiger tijger lion leeuw eagle arend falcon wolf bear beer panda dolphin dolfijn
butterfly vlinder papillon horse paard cheval kitten poes poesje katje hond hondje puppy doggy
chicken kip konijn rabbit hamster banana banaan apple appel orange pineapple ananas strawberry
aardbei chocolate chocolade chocolat cookie koekje cheese kaas coffee koffie pizza pasta frietjes
friet mayonaise bier beer wine wijn cola cocacola pepsi whiskey vodka jupiler duvel westmalle
football voetbal futbol soccer baseball basketball hockey tennis cycling wielrennen fietsen fiets
velo formula ferrari porsche mercedes volkswagen volvo audi harley yamaha honda toyota mustang
corvette anderlecht clubbrugge standard genk krcgenk kaagent antwerp liverpool arsenal chelsea
barcelona realmadrid madrid ajax feyenoord juventus bayern manchester united ronaldo messi
hazard lukaku debruyne courtois merckx evenepoel vanaert rodeduivels
metallica slipknot nirvana beatles eminem rammstein coldplay stromae clouseau samson gert plopsa
michael jordan jennifer jessica ashley daniel andrew joshua matthew anthony robert thomas nicole
charlie charles michelle amanda hannah sophie sophia emma olivia louise lucas liam noah arthur
jules victor adam finn mathis elise marie julie laura sarah lotte julia ella camille anna
peter pieter jan johan dirk luc marc patrick eric erik philippe filip bart tom kevin stijn wim
koen kristof steven sven joris maria martine nathalie katrien annick isabelle karin ingrid
christine monique rita greet hilde els sandra veerle anja wendy ilse tine lieve
vlaanderen vlaams belgie belgium belgique belgien brussel brussels bruxelles antwerpen gent ghent
brugge leuven mechelen hasselt kortrijk oostende aalst roeselare dendermonde eeklo bornem mortsel
oudturnhout turnhout sintniklaas genk limburg europa europe nederland holland amsterdam london paris
lokaal signaal signalen lokaalsignaal signaalverwerker gemeente gemeentehuis stad stadhuis ocmw cpas
sociaal socialdienst socialedienst sociaalhuis welzijn zorg zorgraad huis eerstelijn thuiszorg
verpleging verpleegkundige leerkracht school klas juf meester burgemeester schepen beleid
signal signals local authority team afdeling dienst kantoor bureau office work werk
master meester mister mother moeder mama maman mami father vader papa daddy dady sister zus brother broer
family familie famille oma opa mamie kind kinderen children school student
money geld argent geluk luck lucky winner champion kampioen player gamer game power strong sterk
super mega ultra cool awesome fantastic geweldig perfect magic magie mystery cheese diamond gold
silver golden zilver goud ocean oceaan mountain forest shadow thunder lightning storm phoenix
star stars ster sterren etoile moon maan earth space galaxy
blue blauw bleu green groen vert yellow geel purple paars black zwart noir white wit blanc rood
abcdef abc123 qwe asd zxc aze qsd wxc 1qaz 2wsx 3edc 4rfv zaq1 xsw2 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2e3
q1w2e3r4 a1b2c3 a1z2e3 a1z2e3r4 1a2b3c 1a2z3e pass word code pincode sleutel key
fuckyou fuck shit asshole merde putain scheisse klote godverdomme verdomme idiot
bonjour merci dankje dank thanks please alsjeblieft geenidee weetniet niets nothing whatever
nooit never vergeten forgot forget onthouden remember nieuw nieuwe new oud mijn mine myself ikke
jesus christ heaven heavenly blessed god godislove allah faith hope hoop trust bible kerk
";

/// Rows of the keyboards used here, the alphabet and the digits: what a finger or a counting mind walks along.
const ROWS: [&str; 12] = [
    "1234567890",
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertzuiop",
    "yxcvbnm",
    "!@#$%^&*()",
];

static LISTED: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    let words = WORDS.split_whitespace();
    words.map(|word| word.chars().collect()).collect()
});

pub(super) fn is_common(password: &str, about_the_user: &[&str]) -> bool {
    let folded: Vec<char> = password.chars().map(fold).collect();
    let about = about_the_user
        .iter()
        .flat_map(|text| words_in(text))
        .collect();
    let parts = Parts::of(one_period(&folded), &Known::with(about));
    parts.own_characters < MIN_OWN_CHARACTERS && parts.words.len() <= MAX_COMMON_WORDS
}

/// The words a guesser has ready for this user.
struct Known {
    about: HashSet<Vec<char>>,
    longest: usize,
}

impl Known {
    fn with(about: HashSet<Vec<char>>) -> Self {
        let longest = LISTED.iter().chain(&about).map(Vec::len).max().unwrap_or(0);
        Self { about, longest }
    }

    fn contains(&self, word: &[char]) -> bool {
        LISTED.contains(word) || self.about.contains(word)
    }
}

/// `abcabcabcabc` is as good as `abc`.
fn one_period(characters: &[char]) -> &[char] {
    let repeats = |length: &usize| {
        characters
            .iter()
            .zip(characters.iter().skip(*length))
            .all(|(a, b)| a == b)
    };
    let period = (1..=characters.len() / 2)
        .find(repeats)
        .unwrap_or(characters.len());
    characters.get(..period).unwrap_or(characters)
}

/// What a password falls into.
#[derive(Default)]
struct Parts {
    words: HashSet<Vec<char>>,
    own_characters: usize,
    symbols: usize,
    digit_groups: usize,
}

impl Parts {
    fn of(characters: &[char], known: &Known) -> Self {
        let mut parts = Self::default();
        let mut rest = characters;
        while let Some(next) = rest.first() {
            let length = if let Some(word) = longest_word(rest, known) {
                let length = word.len();
                parts.words.insert(word);
                length
            } else if let Some(length) = run(rest) {
                length
            } else if next.is_ascii_digit() {
                let length = rest
                    .iter()
                    .take_while(|character| character.is_ascii_digit())
                    .count();
                let digits = rest.get(..length).unwrap_or_default();
                parts.digit_groups += 1;
                parts.own_characters += match parts.digit_groups {
                    ..=FREE_DIGIT_GROUPS => own_digits(one_period(digits)),
                    _ => length,
                };
                length
            } else if next.is_alphanumeric() {
                parts.own_characters += 1;
                1
            } else {
                parts.symbols += 1;
                parts.own_characters += usize::from(parts.symbols > FREE_SYMBOLS);
                1
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        parts
    }
}

/// A date of eight digits, as of a birth, is no more than a year.
fn own_digits(digits: &[char]) -> usize {
    let is_century =
        |start: usize| matches!(digits.get(start..start + 2), Some(['1', '9'] | ['2', '0']));
    if digits.len() == 8 && (is_century(0) || is_century(4)) {
        return 0;
    }
    digits.len().saturating_sub(FREE_DIGITS)
}

fn longest_word(rest: &[char], known: &Known) -> Option<Vec<char>> {
    let longest = known.longest.min(rest.len());
    (MIN_WORD..=longest).rev().find_map(|length| {
        let start = rest.get(..length)?;
        let spellings = [start.to_vec(), plain(start, 'i'), plain(start, 'l')];
        spellings
            .into_iter()
            .find(|spelling| known.contains(spelling))
    })
}

/// How far the start repeats one character or walks along a row, if that is at least three characters.
fn run(rest: &[char]) -> Option<usize> {
    let first = rest.first()?;
    let repeated = rest
        .iter()
        .take_while(|character| *character == first)
        .count();
    let along = |row: &str| {
        let forth: Vec<char> = row.chars().collect();
        let back: Vec<char> = row.chars().rev().collect();
        walk(rest, &forth).max(walk(rest, &back))
    };
    let walked = ROWS.iter().map(|row| along(row)).max().unwrap_or(0);
    Some(repeated.max(walked)).filter(|length| *length >= MIN_RUN)
}

fn walk(rest: &[char], row: &[char]) -> usize {
    let start = row.iter().position(|key| rest.first() == Some(key));
    let keys = start.and_then(|start| row.get(start..)).unwrap_or_default();
    rest.iter()
        .zip(keys)
        .take_while(|(typed, key)| typed == key)
        .count()
}

/// Lower case without accent.
fn fold(character: char) -> char {
    let lower = character.to_lowercase().next().unwrap_or(character);
    lower.nfd().next().unwrap_or(lower)
}

/// `P@ssw0rd` is `password`; a 1 stands for an i or an l.
fn plain(characters: &[char], one: char) -> Vec<char> {
    let letter = |character: &char| match character {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        other => *other,
    };
    characters.iter().map(letter).collect()
}

fn words_in(text: &str) -> Vec<Vec<char>> {
    let words = text.split(|character: char| !character.is_alphanumeric());
    let folded = words.map(|word| word.chars().map(fold).collect::<Vec<char>>());
    folded.filter(|word| word.len() >= MIN_WORD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Randomness as _, SeededRandomness};

    fn check(password: &str, expected: bool) {
        assert!(password.chars().count() >= 12, "{password} is short anyway");
        assert_eq!(
            is_common(password, &["An Peeters", "an.peeters@bornem.be"]),
            expected,
            "{password}"
        );
    }

    #[test]
    fn a_word_with_a_tail_is_refused() {
        check("Welkom123456", true);
        check("Wachtwoord1!", true);
        check("P@ssw0rd2026", true);
        check("Lente2026!!!!", true);
        check("gemeenteGent1", true);
        check("Azerty12345!", true);
        check("Lokaal-Signaal-2026", true);
        check("motdepasse59", true);
    }

    #[test]
    fn walks_and_repetitions_are_refused() {
        check("123456789012", true);
        check("qwertyuiop[]", true);
        check("aaaaaaaaaaaa", true);
        check("abcabcabcabc", true);
        check("1q2w3e4r5t6y", true);
        check("x7x7x7x7x7x7x7", true);
        check("zyxwvutsrqponm", true);
        check("passwordpassword", true);
    }

    #[test]
    fn the_users_own_name_with_a_tail_is_refused() {
        check("Peeters-19801980", true);
        check("Peeters@Bornem1", true);
        check("peeters 24071980", true);
    }

    #[test]
    fn what_nobody_else_has_is_accepted_without_rules_of_composition() {
        check("kruiwagen pinda lantaarn", false);
        check("vier kousen op het dak", false);
        check("xkqvbzrwptlm", false);
        check("zomer winter lente herfst", false);
        check("nachtegaaltjes", false);
        check("été à la mer près", false);
        check("!%&~{}<>?#§=^", false);
        check("8302 5516 9047 2219", false);
    }

    #[test]
    fn three_thousand_of_the_commonest_kind_are_refused() {
        let tails = [
            "123456",
            "1234567890",
            "20252026",
            "!!!!!!!!",
            "123123123",
            "2026!2026!",
            "11111111",
            "987654321",
        ];
        let long_enough =
            |password: &String| password.chars().count() >= super::super::MIN_CHARACTERS;
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let made = words
            .iter()
            .flat_map(|word| tails.iter().map(move |tail| format!("{word}{tail}")));
        let made: Vec<String> = made.filter(long_enough).collect();
        assert!(made.len() >= 3_000, "{}", made.len());
        let accepted: Vec<&String> = made
            .iter()
            .filter(|password| !is_common(password, &[]))
            .collect();
        assert!(accepted.is_empty(), "{accepted:?}");
    }

    #[test]
    fn random_passwords_are_accepted() {
        let randomness = SeededRandomness::new(1);
        for _ in 0..1_000 {
            let mut bytes = [0; 10];
            randomness.fill(&mut bytes);
            check(&data_encoding::BASE64URL_NOPAD.encode(&bytes), false);
        }
    }
}
