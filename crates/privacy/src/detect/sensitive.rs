//! Health, justice, belief and origin in a sentence about one person.

use text::Lexicon;

use crate::find::Found;
use crate::finding::{Kind, Severity};
use crate::stand_in::StandIn;
use crate::tokens::{Token, TokenKind};

#[rustfmt::skip]
const HEALTH: Lexicon = Lexicon::of(&[
    "abort*", "addict*", "adhd", "aids", "alcohol", "alcoholic*", "alcoholis*", "alcoholverslaafd*", "alcoolique",
    "alkohol*", "anorexi*", "autis*", "avortement", "behindert*", "bipolair*", "bipolar*", "borderline", "burn-out",
    "burnout", "cancer", "demen*", "depress*", "diabet*", "drogen*", "drugs", "drugsverslaafd*", "enceinte", "epileps*",
    "handicap*", "hiv", "kanker*", "krebs*", "mentally", "ms", "parkinson", "pregnan*", "psychiatri*", "psychisch*",
    "psycho*", "schizo*", "schwanger*", "selbstmord*", "sida", "sucht*", "suicid*", "suizid*", "toxicoman*", "trauma*",
    "verslaafd*", "verslaving", "vih", "zelfmoord*", "zwanger*",
]);
#[rustfmt::skip]
const JUSTICE: Lexicon = Lexicon::of(&[
    "aangehouden", "abus", "abuse*", "arrest*", "casier", "condamn*", "convict*", "crimin*", "dealer*", "delinquent*",
    "diebstahl", "diefstal", "enkelband", "gefangnis*", "gerechtelijk*", "gevangenis*", "jeugdrechter", "misbruik*",
    "mishandel*", "missbrauch*", "parket", "prison*", "rape*", "strafblad", "theft", "vergewaltig*", "verkracht*",
    "veroordeeld*", "verurteilt", "viol", "violee", "voorwaardelijk*", "vorbestraft",
]);
#[rustfmt::skip]
const BELIEF: Lexicon = Lexicon::of(&[
    "christen", "getuige", "islam*", "jehova*", "jew*", "jood*", "jude", "judisch*", "juif", "juive", "katholiek*",
    "moslim*", "muslim*", "musulman*",
]);
#[rustfmt::skip]
const ORIGIN: Lexicon = Lexicon::of(&[
    "asielzoek*", "asylum", "clandestin*", "gypsy", "illegaal", "illegal*", "papierloze", "roma", "sans-papiers",
    "undocumented", "zigeuner*",
]);
/// Before a word for a person, these say that it is one, and which.
#[rustfmt::skip]
const ONE: Lexicon = Lexicon::of(&[
    "a", "cette", "deze", "die", "dieser", "een", "ein", "eine", "haar", "her", "his", "ma", "mein", "meine", "mijn", "mon",
    "my", "one", "onze", "sa", "son", "this", "un", "une", "zijn",
]);
#[rustfmt::skip]
const PERSONS: Lexicon = Lexicon::of(&[
    "bewoner", "bewoonster", "boy", "buurman", "buurvrouw", "child", "client", "cliente", "clientin", "collega", "collegue",
    "daughter", "dochter", "eleve", "enfant", "femme", "fille", "fils", "frau", "girl", "homme", "jongen", "jongere", "kind",
    "klient", "klientin", "leerling", "maman", "man", "mann", "meisje", "meneer", "mere", "mevrouw", "moeder", "mother",
    "mutter", "patient", "patiente", "pere", "person", "personne", "persoon", "schuler", "sohn", "son", "tochter", "vader",
    "vater", "vriend", "vriendin", "vrouw", "woman", "zoon", "zoontje",
]);

/// Likely where somebody is named or numbered in the same sentence, a hint where the sentence speaks of one person.
pub(crate) fn find(tokens: &[Token], found: &[Found]) -> Vec<Found> {
    let mut sensitive = Vec::new();
    for sentence in sentences(tokens) {
        let mut words = sentence
            .iter()
            .filter_map(|token| Some((token, stand_in(token)?)))
            .peekable();
        if words.peek().is_none() {
            continue;
        }
        let Some(severity) = about_one(sentence, found) else {
            continue;
        };
        sensitive.extend(words.map(|(token, stand_in)| Found {
            kind: Kind::Sensitive,
            severity,
            span: token.span,
            stand_in,
        }));
    }
    sensitive
}

fn stand_in(token: &Token) -> Option<StandIn> {
    let word = token.plain.as_str();
    if token.kind != TokenKind::Word {
        None
    } else if HEALTH.has(word) {
        Some(StandIn::Health)
    } else if JUSTICE.has(word) {
        Some(StandIn::Justice)
    } else if BELIEF.has(word) {
        Some(StandIn::Belief)
    } else if ORIGIN.has(word) {
        Some(StandIn::Origin)
    } else {
        None
    }
}

fn about_one(sentence: &[Token], found: &[Found]) -> Option<Severity> {
    let (first, last) = (sentence.first()?, sentence.last()?);
    let named = found.iter().any(|one| {
        one.severity >= Severity::Likely
            && one.kind != Kind::Address
            && one.span.start < last.span.end
            && first.span.start < one.span.end
    });
    if named {
        return Some(Severity::Likely);
    }
    let one = sentence.windows(2).any(|pair| {
        matches!(pair, [article, person] if ONE.has(&article.plain) && PERSONS.has(&person.plain))
    });
    one.then_some(Severity::Hint)
}

/// Cut where a sentence starts with a word; signs stay with the sentence before.
fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    tokens.chunk_by(|_, next| !(next.starts_sentence && next.has_capital) && !next.is("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [HEALTH, JUSTICE, BELIEF, ORIGIN, ONE, PERSONS] {
            assert_eq!(list.fault(), None);
        }
    }
}
