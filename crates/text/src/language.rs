//! Which of the four languages a text is in, by its function words: no model, so the phone can do it too.

use shared::codes::{ClosedList, Language};

use crate::letters::plain;
use crate::lexicon::Lexicon;
use crate::words::simple_words;

/// Words read before deciding; more do not change the answer.
const ENOUGH_WORDS: usize = 200;

/// The language whose function words are most frequent, or `None` when two are level or there are none.
///
/// By function words only (decisions.md 33): no model, 2 kB, the same answer on the phone and on the server.
pub fn guess(text: &str) -> Option<Language> {
    let scores = scores(text);
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let mut winners = Language::ALL
        .iter()
        .zip(scores)
        .filter(|(_, score)| *score == best)
        .map(|(language, _)| *language);
    let winner = winners.next();
    if winners.next().is_some() {
        None
    } else {
        winner
    }
}

/// The language of a text, where `expected` (the language of the form) wins when the text says little: it needs to be
/// beaten by at least two function words.
pub fn guess_or(text: &str, expected: Language) -> Language {
    let scores = scores(text);
    let of = |wanted: Language| {
        let both = Language::ALL.iter().zip(scores);
        both.filter(|(language, _)| **language == wanted)
            .map(|(_, score)| score)
            .sum::<u32>()
    };
    guess(text)
        .filter(|found| of(*found) >= of(expected) + 2)
        .unwrap_or(expected)
}

/// How many words of each language stand at the start of a text.
fn scores(text: &str) -> [u32; Language::ALL.len()] {
    let mut scores = [0_u32; Language::ALL.len()];
    for word in simple_words(text).take(ENOUGH_WORDS) {
        let folded = plain(word.written);
        let letters: Vec<&str> = parts(&folded)
            .filter_map(|part| FUNCTION_WORDS.sorts_of(part))
            .collect();
        for (language, score) in Language::ALL.iter().zip(&mut scores) {
            let has = |letters: &&str| letters.contains(letter_of(*language));
            *score += u32::from(letters.iter().any(has));
        }
    }
    scores
}

/// Whether a folded word only holds sentences together, in any of the four languages.
pub fn is_function_word(folded: &str) -> bool {
    parts(folded).any(|part| FUNCTION_WORDS.has(part))
}

/// "l'ecole" is "l" and "ecole".
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(['\'', '’'])
}

const fn letter_of(language: Language) -> char {
    match language {
        Language::Nl => 'n',
        Language::Fr => 'f',
        Language::En => 'e',
        Language::De => 'd',
    }
}

/// Articles, pronouns, prepositions, conjunctions, auxiliaries, the commonest adverbs, folded; behind each the languages that
/// have it: `n`ederlands, `f`rançais, `e`nglish, `d`eutsch.
#[rustfmt::skip]
const FUNCTION_WORDS: Lexicon = Lexicon::of(
    "a=fe aan=n aber=d about=e after=e ai=f al=n all=e alle=d alleen=n alors=f als=nd also=e am=d an=ed and=e any=e are=e \
     as=e at=e au=f auch=d aucun=f auf=d aus=d aussi=f aux=f avait=f avec=f avoir=f be=e beaucoup=f because=e been=e bei=d \
     beim=d bij=n bis=d but=e by=e c=f can=e ce=f cela=f ces=f cette=f chez=f comme=f could=e d=f da=d damit=d dan=n dans=f \
     das=d dass=d dat=n de=nf dem=d den=d depuis=f der=d des=fd deze=n die=nd diese=d dieser=d dit=n do=e doch=d does=e \
     donc=f door=n du=f durch=d een=n ein=d eine=d einem=d einen=d einer=d elk=n elke=n elle=f elles=f en=nf encore=f er=nd \
     es=d est=f et=f etait=f ete=f etre=f fait=f font=f for=e from=e fur=d geen=n gewoon=n haben=d had=ne has=e hat=d hatte=d \
     have=e he=e hebben=n heeft=n heel=n her=e het=n hier=n hij=n his=e hoe=n how=e hun=n i=e ich=d iemand=n iets=n if=e \
     ihr=d ihre=d ik=n il=f ils=f im=d immer=d in=ned into=e is=ne ist=d it=e its=e j=f ja=n jamais=f je=nf kan=n kann=d \
     kein=d keine=d kon=n konnen=d kunnen=n l=f la=f le=f les=f leur=f leurs=f lui=f maar=n mais=f man=d many=e meer=n mehr=d \
     mein=d meme=f men=n mes=f met=n mij=n mijn=n mit=d moet=n moeten=n mon=f more=e muss=d mussen=d my=e n=f naar=n nach=d \
     ne=f never=e ni=f nicht=d niet=n niets=n no=e noch=d nog=n nooit=n nos=f not=e notre=f nous=f nur=d oder=d of=ne oft=d \
     often=e ohne=d om=n omdat=n on=fe onder=n only=e ons=n ont=f ook=n op=n or=e ou=f our=e out=e over=n par=f parce=f pas=f \
     peu=f peut=f plus=f pour=f qu=f quand=f que=f qui=f rien=f s=f sa=f sans=f schon=d se=f sehr=d sein=d seine=d ses=f \
     she=e should=e si=f sich=d sie=d sind=d so=ed some=e son=f sont=f souvent=f sur=f te=n than=e that=e the=e their=e \
     them=e there=e these=e they=e this=e those=e to=e too=e tot=n tous=f tout=f toute=f tres=f trop=f uber=d uit=n um=d un=f \
     und=d une=f uns=d unter=d up=e vaak=n van=n veel=n vers=f very=e vom=d von=d voor=n vor=d vos=f votre=f vous=f waar=n \
     want=n war=d waren=n was=ned wat=n we=ne weer=n wegen=d wel=n wenn=d werd=n werden=d were=e what=e when=e where=e \
     which=e while=e who=e why=e wie=nd wij=n will=e wir=d wird=d with=e without=e wo=d worden=n wordt=n would=e y=f you=e \
     your=e zal=n ze=n zeer=n zelf=n zich=n zij=n zijn=n zo=n zonder=n zou=n zu=d zum=d zur=d",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert_eq!(FUNCTION_WORDS.fault(), None);
    }

    #[test]
    fn a_short_sentence_is_recognised() {
        for (text, language) in [
            (
                "De wachtlijst voor kinderopvang wordt elke maand langer.",
                Language::Nl,
            ),
            (
                "Steeds meer ouderen geraken niet meer aan het loket",
                Language::Nl,
            ),
            ("Les familles n'ont pas accès à la crèche.", Language::Fr),
            (
                "Les personnes âgées ne trouvent plus de guichet ouvert",
                Language::Fr,
            ),
            (
                "Families cannot find affordable housing in the city.",
                Language::En,
            ),
            (
                "Die Wartezeit für einen Termin ist viel zu lang",
                Language::De,
            ),
        ] {
            assert_eq!(guess(text), Some(language), "{text}");
        }
    }

    #[test]
    fn the_form_decides_when_the_text_says_little() {
        for (text, expected, found) in [
            ("Wachtlijst crèche", Language::Fr, Language::Fr),
            ("Te weinig opvang", Language::Fr, Language::Fr),
            (
                "De wachtlijst voor de crèche is te lang",
                Language::Fr,
                Language::Nl,
            ),
            (
                "Les familles attendent depuis des mois",
                Language::Nl,
                Language::Fr,
            ),
            ("", Language::De, Language::De),
        ] {
            assert_eq!(guess_or(text, expected), found, "{text}");
        }
    }

    #[test]
    fn without_function_words_there_is_no_answer() {
        for text in ["", "1 2 3", "wachtlijst kinderopvang Gent", "in was"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }
}
